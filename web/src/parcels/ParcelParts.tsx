/** Parcels and the manifests they are handed in with: two pages of one area. */
import { useTranslation } from "react-i18next";
import { hrefOf } from "../routes";
import { Parts } from "../states/Parts";

export function ParcelParts({ here }: { here: "parcels" | "manifests" }) {
  const { t } = useTranslation();
  const parts = (["parcels", "manifests"] as const).map((area) => ({
    href: hrefOf(area),
    title: t(`app.area.${area}`),
    isHere: area === here,
  }));
  return <Parts parts={parts} />;
}
