/** What a rule forbids, who says so, and what it would have been worth. */
import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Refusal } from "../api/types";
import { formatDate, formatMoney } from "../format";
import { FaultWords } from "../states/FaultWords";
import { EstimatedMark } from "../states/Notices";

/** The rule's own words where it has them in the reader's language, else those of its kind. */
function Reason({ refusal }: { refusal: Refusal }) {
  const { i18n } = useTranslation();
  const { code, reason, reason_zh } = refusal;
  if (i18n.language === "zh" && reason_zh !== "") return <span>{reason_zh}</span>;
  return <FaultWords told={{ code, what: reason, mend: "" }} />;
}

function RefusalItem({ refusal }: { refusal: Refusal }) {
  const { t, i18n } = useTranslation();
  const language = i18n.language;
  const would = [
    ...(refusal.would_cost
      ? [t("quote.wouldCost", { cost: formatMoney(refusal.would_cost, language) })]
      : []),
    ...(refusal.would_arrive
      ? [t("quote.wouldArrive", { date: formatDate(refusal.would_arrive, language) })]
      : []),
  ];
  return (
    <li className="refusal">
      <p className="refusal-name">
        {refusal.name}{" "}
        <small>
          {t(`subject.${refusal.subject_kind}`, { defaultValue: refusal.subject_kind })}
        </small>
      </p>
      <p className="finding-words">
        <Reason refusal={refusal} />
      </p>
      {(would.length > 0 || refusal.cheaper || refusal.faster) && (
        <p className="would">
          <span className="figure">{would.join(", ")}</span>
          {refusal.cheaper && <span className="mark">{t("quote.cheaper")}</span>}
          {refusal.faster && <span className="mark">{t("quote.faster")}</span>}
        </p>
      )}
      <dl className="refusal-rule">
        <div>
          <dt>{t("quote.rule")}</dt>
          <dd>
            <code>{refusal.rule}</code>
          </dd>
        </div>
        <div>
          <dt>{t("quote.source")}</dt>
          <dd>
            {refusal.source} {refusal.estimated && <EstimatedMark />}
          </dd>
        </div>
      </dl>
    </li>
  );
}

/** Refusals shown before the rest is asked for. */
const SHOWN_FIRST = 6;

/** What would have been better than what is offered comes first. */
function worth(refusal: Refusal): number {
  return (refusal.cheaper ? 2 : 0) + (refusal.faster ? 1 : 0);
}

export function Refusals({ refused }: { refused: readonly Refusal[] }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  if (refused.length === 0) return <p className="small">{t("quote.refusedNone")}</p>;
  const sorted = [...refused].sort((one, other) => worth(other) - worth(one));
  const shown = all ? sorted : sorted.slice(0, SHOWN_FIRST);
  return (
    <>
      <ul className="refusals">
        {shown.map((refusal) => (
          <RefusalItem
            key={`${refusal.subject_kind} ${refusal.subject} ${refusal.rule}`}
            refusal={refusal}
          />
        ))}
      </ul>
      {shown.length < sorted.length && (
        <Button variant="default" mt="md" onClick={() => setAll(true)}>
          {t("quote.refusedAll", { total: sorted.length })}
        </Button>
      )}
    </>
  );
}
