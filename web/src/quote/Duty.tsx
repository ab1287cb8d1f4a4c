/** Duty and tax of an offer: how much, by which rows, and what is not known and why. */
import { useTranslation } from "react-i18next";
import type { Duty, QuotedRoute } from "../api/types";
import { formatMoney } from "../format";
import { FaultWords, OwnWords, useFaultWords } from "../states/FaultWords";
import { EstimatedMark } from "../states/Notices";

/** One line under the price: the terms and what is known of duty. */
export function DutyLead({ route }: { route: QuotedRoute }) {
  const { t, i18n } = useTranslation();
  const { duty } = route;
  const terms = route.incoterm;
  if (duty.status === "no_border") return <>{t("quote.duty.noBorder")}</>;
  if (duty.status === "not_known" || !duty.total) return <>{t("quote.duty.notKnown", { terms })}</>;
  const amount = formatMoney(duty.total, i18n.language);
  return <>{t(duty.doubtful ? "quote.duty.doubtful" : "quote.duty.known", { terms, amount })}</>;
}

function DutyLines({ duty }: { duty: Duty }) {
  const { t, i18n } = useTranslation();
  return duty.lines.map((line) => (
    <li key={line.row}>
      <span>
        {t(`quote.duty.charge.${line.charge}`, { defaultValue: line.charge.replaceAll("_", " ") })}{" "}
        {line.rate}
      </span>
      <span className="figure">{formatMoney(line.amount, i18n.language)}</span>
      <small>
        {t(line.collected === "sale" ? "quote.duty.atSale" : "quote.duty.atImport")}{" "}
        {line.waived && t("quote.duty.waived")} {line.doubtful && t("quote.duty.mark")}{" "}
        {t("quote.chargeSource", { source: line.source })} {line.estimated && <EstimatedMark />}
      </small>
    </li>
  ));
}

type Note = Duty["unknown"][number];

/** A gap or a condition as what is told by its code. */
const told = ({ code, reason }: Note) => ({ code, what: reason, mend: "" });

/** The rows, the gaps and the conditions, folded. */
export function DutyDetails({ duty }: { duty: Duty }) {
  const { t } = useTranslation();
  const wordsOf = useFaultWords();
  if (duty.status === "no_border") return null;
  return (
    <details className="charges">
      <summary>{t("quote.duty.title")}</summary>
      <ul className="plain">
        <DutyLines duty={duty} />
        {duty.unknown.map((note) => (
          <li key={`${note.charge ?? ""} ${note.code}`}>
            <span>
              {t(`quote.duty.gap.${note.code}`, { defaultValue: wordsOf(told(note)).what })}
              {note.charge
                ? ` (${t(`quote.duty.charge.${note.charge}`, { defaultValue: note.charge })})`
                : ""}
            </span>
            <small>
              {wordsOf(told(note)).own === null ? note.reason : <OwnWords text={note.reason} />}
            </small>
          </li>
        ))}
        {duty.conditions.map((note) => (
          <li key={`${note.charge ?? ""} ${note.code} ${note.reason}`}>
            <small className="finding-words">
              <FaultWords told={told(note)} />
            </small>
          </li>
        ))}
      </ul>
    </details>
  );
}
