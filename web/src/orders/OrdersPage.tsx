/** Orders: a file comes in above, the orders stand below and are booked from there; one has a page and a form of its own. */
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FileDoor } from "../imports/FileDoor";
import { hrefOf, useRoute } from "../routes";
import { useMay } from "../session/may";
import { OrderList } from "./OrderList";
import { ChangeOrder, NewOrder } from "./OrderSheet";
import { OrderView } from "./OrderView";

export default function OrdersPage() {
  const { t } = useTranslation();
  const may = useMay();
  const { id, query } = useRoute();
  const mayWrite = may("orders:write");
  if (id !== null && mayWrite && query.get("part") === "change")
    return <ChangeOrder key={id} id={id} />;
  if (id !== null) return <OrderView id={id} />;
  if (mayWrite && query.get("new") !== null) return <NewOrder />;
  return (
    <div className="list-page">
      <div className="page-head">
        <h1 tabIndex={-1}>{t("orders.title")}</h1>
        {mayWrite && (
          <Button component="a" href={hrefOf("orders", { new: "1" })} variant="default">
            {t("orders.new")}
          </Button>
        )}
      </div>
      {mayWrite && <FileDoor kind="orders" />}
      <OrderList />
    </div>
  );
}
