/** Orders: a file comes in above, the orders stand below and are booked from there; one has a page of its own. */
import { useTranslation } from "react-i18next";
import { FileDoor } from "../imports/FileDoor";
import { useRoute } from "../routes";
import { useMay } from "../session/may";
import { OrderList } from "./OrderList";
import { OrderView } from "./OrderView";

export default function OrdersPage() {
  const { t } = useTranslation();
  const may = useMay();
  const { id } = useRoute();
  if (id !== null) return <OrderView id={id} />;
  return (
    <div className="list-page">
      <h1 tabIndex={-1}>{t("orders.title")}</h1>
      {may("orders:write") && <FileDoor kind="orders" />}
      <OrderList />
    </div>
  );
}
