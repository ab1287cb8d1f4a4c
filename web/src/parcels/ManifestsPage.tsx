/** Manifests: what is handed in together; one has a page of its own. */
import { useTranslation } from "react-i18next";
import { useRoute } from "../routes";
import { ManifestList } from "./ManifestList";
import { ManifestView } from "./ManifestView";
import { ParcelParts } from "./ParcelParts";

export default function ManifestsPage() {
  const { t } = useTranslation();
  const { id } = useRoute();
  if (id !== null) return <ManifestView id={id} />;
  return (
    <div className="list-page">
      <div className="page-top">
        <h1 tabIndex={-1}>{t("manifests.title")}</h1>
        <p className="small">{t("manifests.lead")}</p>
        <ParcelParts here="manifests" />
      </div>
      <ManifestList />
    </div>
  );
}
