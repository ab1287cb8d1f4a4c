/** What a price is made of: each charge with the rule and the source it follows from. */
import { useTranslation } from "react-i18next";
import type { QuotedRoute } from "../api/types";
import { formatMoney } from "../format";
import { EstimatedMark } from "../states/Notices";

export function ChargeList({ route }: { route: QuotedRoute }) {
  const { t, i18n } = useTranslation();
  return (
    <ul className="plain">
      {route.charges.map((charge, index) => (
        <li key={`${charge.subject} ${charge.kind} ${charge.label} ${String(index)}`}>
          <span>{charge.label}</span>
          <span className="figure">{formatMoney(charge.amount, i18n.language)}</span>
          <small>
            {t("quote.chargeSource", { source: charge.source })}{" "}
            {charge.estimated && <EstimatedMark />}
          </small>
        </li>
      ))}
    </ul>
  );
}
