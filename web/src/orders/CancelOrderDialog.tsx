/** Asks once before an order is cancelled, with its booked parcels. */
import { Button, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCancelOrder } from "../api/orders";
import type { OrderDetail } from "../api/types";
import { ProblemNotice } from "../states/Notices";

export function CancelOrderDialog({ detail, onClose }: { detail: OrderDetail; onClose(): void }) {
  const { t } = useTranslation();
  const cancel = useCancelOrder();
  const { id, reference } = detail.order;
  const booked = detail.parcels.filter((parcel) => parcel.state === "booked").length;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("order.cancel.title", { reference })}
      closeButtonProps={{ "aria-label": t("orders.close") }}
      centered
    >
      <div className="dialog">
        <p>{t("order.cancel.lead")}</p>
        {booked > 0 && <p>{t("order.cancel.parcels", { count: booked })}</p>}
        {cancel.error && <ProblemNotice error={cancel.error} />}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t("order.cancel.keep")}
          </Button>
          <Button
            className="danger"
            loading={cancel.isPending}
            onClick={() => cancel.mutate(id, { onSuccess: onClose })}
          >
            {t("order.cancel.do")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
