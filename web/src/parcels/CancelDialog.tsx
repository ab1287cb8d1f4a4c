/** Asks once before a parcel is cancelled. */
import { Button, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useCancelParcel } from "../api/queries";
import type { Parcel } from "../api/types";
import { ProblemNotice } from "../states/Notices";

export function CancelDialog({ parcel, onClose }: { parcel: Parcel; onClose(): void }) {
  const { t } = useTranslation();
  const cancel = useCancelParcel();
  const number = parcel.identifiers[0]?.value ?? parcel.id;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("parcels.cancelTitle", { number })}
      closeButtonProps={{ "aria-label": t("orders.close") }}
      centered
    >
      <div className="dialog">
        <p>{t("parcels.cancelLead")}</p>
        {cancel.error && <ProblemNotice error={cancel.error} />}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t("parcels.keep")}
          </Button>
          <Button
            className="danger"
            loading={cancel.isPending}
            onClick={() => cancel.mutate(parcel.id, { onSuccess: onClose })}
          >
            {t("parcels.cancelOf", { number })}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
