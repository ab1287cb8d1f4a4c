import { useTranslation } from "react-i18next";
export function OrdersPage() {
  const { t } = useTranslation();
  return <h1 tabIndex={-1}>{t("orders.title")}</h1>;
}
