/** Parcels: numbers, promises and labels; booked ones go on a manifest; one parcel has a page of its own. */
import { useTranslation } from "react-i18next";
import { useRoute } from "../routes";
import { ParcelView } from "../tracking/ParcelView";
import { ParcelList } from "./ParcelList";
import { ParcelParts } from "./ParcelParts";

export default function ParcelsPage() {
  const { t } = useTranslation();
  const { id } = useRoute();
  if (id !== null) return <ParcelView key={id} id={id} />;
  return (
    <div className="list-page">
      <div className="page-top">
        <h1 tabIndex={-1}>{t("parcels.title")}</h1>
        <ParcelParts here="parcels" />
      </div>
      <ParcelList />
    </div>
  );
}
