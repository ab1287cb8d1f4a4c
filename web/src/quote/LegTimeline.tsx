/** The legs in order, each on the clocks of the places it leaves and reaches. */
import { useTranslation } from "react-i18next";
import type { QuotedRoute, RouteLeg } from "../api/types";
import { formatInstant, offsetOf } from "../format";
import { ModeIcon } from "../frame/icons";
import { EstimatedMark } from "../states/Notices";

function Clock({ word, instant }: { word: string; instant: string }) {
  const { i18n } = useTranslation();
  return (
    <span className="clock">
      {word}{" "}
      <time className="figure" dateTime={instant.replace(/\[.*\]$/, "")}>
        {formatInstant(instant, i18n.language)}
      </time>{" "}
      <small>{offsetOf(instant)}</small>
    </span>
  );
}

function LegItem({ leg, near, onNear }: { leg: RouteLeg; near: boolean; onNear(): void }) {
  const { t } = useTranslation();
  return (
    <li className="leg" data-mode={leg.mode}>
      <span className="leg-mode">
        <ModeIcon mode={leg.mode} />
      </span>
      <div>
        <button
          type="button"
          className="leg-name"
          aria-pressed={near}
          title={t("quote.legNear")}
          onClick={onNear}
        >
          {t("quote.leg", { from: leg.from.name, to: leg.to.name })}
        </button>
        <p className="small">
          {t(`mode.${leg.mode}`, { defaultValue: leg.mode })} · {leg.operator_name}
          {!leg.tracked && ` · ${t("quote.untracked")}`} {leg.estimated && <EstimatedMark />}
        </p>
        <p className="leg-times small">
          <Clock word={t("quote.legDeparts")} instant={leg.departs} />
          <Clock word={t("quote.legArrives")} instant={leg.arrives} />
        </p>
      </div>
    </li>
  );
}

export function LegTimeline({
  route,
  near,
  onNear,
}: {
  route: QuotedRoute;
  near: number | null;
  onNear(near: number | null): void;
}) {
  return (
    <ol className="legs">
      {route.legs.map((leg, index) => (
        <LegItem
          key={`${leg.leg} ${String(index)}`}
          leg={leg}
          near={index === near}
          onNear={() => onNear(index === near ? null : index)}
        />
      ))}
    </ol>
  );
}
