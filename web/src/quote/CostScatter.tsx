/** Cost against days: a dot at the likely day, a line to the day that nine in ten keep. */
import { useTranslation } from "react-i18next";
import type { QuotedRoute } from "../api/types";
import { formatDays, formatMoney } from "../format";
import { lastDay } from "./ranking";

const WIDTH = 460;
const HEIGHT = 260;
const LEFT = 16;
const RIGHT = 24;
const TOP = 24;
const BOTTOM = 34;

/** Round steps of an axis: 1, 2 or 5 times a power of ten, at most five of them. */
export function axisSteps(greatest: number): number[] {
  const rough = greatest / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.floor(greatest / step) + 1 }, (_, index) => index * step);
}

interface Props {
  options: readonly QuotedRoute[];
  chosen: number | null;
  onChoose(index: number): void;
}

export function CostScatter({ options, chosen, onChoose }: Props) {
  const { t, i18n } = useTranslation();
  const days = lastDay(options) * 1.05;
  const cost = Math.max(...options.map((route) => Number(route.price.amount)), 0.01) * 1.12;
  const x = (day: number) => LEFT + ((WIDTH - LEFT - RIGHT) * day) / days;
  const y = (amount: number) => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * amount) / cost;
  const currency = options[0]?.price.currency ?? "";
  return (
    <figure className="scatter sheet">
      <figcaption>
        <strong>{t("quote.scatter")}</strong>
        <span className="small">{t("quote.scatterLead")}</span>
      </figcaption>
      {/* The table beside it says the same, so that readers of text lose nothing. */}
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {axisSteps(cost).map((amount) => (
          <g key={`cost-${amount}`}>
            <line className="grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(amount)} y2={y(amount)} />
            {amount > 0 && (
              <text className="tick" x={LEFT} y={y(amount) - 4}>
                {formatMoney({ amount: String(amount), currency }, i18n.language)}
              </text>
            )}
          </g>
        ))}
        {axisSteps(days).map((day) => (
          <text key={`day-${day}`} className="tick" x={x(day)} y={HEIGHT - 14} textAnchor="middle">
            {formatDays(day, i18n.language)}
          </text>
        ))}
        <text className="tick" x={WIDTH - 2} y={HEIGHT - 1} textAnchor="end">
          {t("quote.axisDays")}
        </text>
        {options.map((route, index) => {
          const at = y(Number(route.price.amount));
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: the table's buttons do the same by keyboard
            <g
              key={route.legs.map((leg) => leg.leg).join(" ")}
              className="option-mark"
              data-chosen={index === chosen || undefined}
              onClick={() => onChoose(index)}
            >
              <line x1={x(route.p50.days)} x2={x(route.p90.days)} y1={at} y2={at} />
              <circle cx={x(route.p50.days)} cy={at} r={9} />
              <text x={x(route.p50.days)} y={at + 4} textAnchor="middle">
                {index + 1}
              </text>
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
