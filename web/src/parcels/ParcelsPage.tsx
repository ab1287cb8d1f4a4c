import { useTranslation } from "react-i18next";
export function ParcelsPage() {
  const { t } = useTranslation();
  return <h1 tabIndex={-1}>{t("parcels.title")}</h1>;
}
