/** Price against date: for each date that can be promised the lowest price, and how surely each offer is there. */
import { useTranslation } from "react-i18next";
import type { CurvePoint, QuotedRoute } from "../api/types";
import { formatDate, formatMoney, formatShare } from "../format";
import { ScrollBox } from "../states/ScrollBox";
import { axisSteps } from "./CostScatter";
import { localName } from "./OfferCards";
import { bandsOf, dateAfter, dayOf, daySpan, stepsOf } from "./promise";

const WIDTH = 640;
const HEIGHT = 280;
const LEFT = 16;
const RIGHT = 20;
const TOP = 22;
const BOTTOM = 34;
/** Dates written along the axis at most: more run into each other on a phone. */
const DATES_MAX = 7;

interface Props {
  routes: readonly QuotedRoute[];
  curve: readonly CurvePoint[];
  chosen: number | null;
  onChoose(index: number): void;
}

/** The drawing: readers of text have the table. */
function Drawing({ routes, curve, chosen, onChoose }: Props) {
  const { t, i18n } = useTranslation();
  const span = daySpan(routes);
  if (!span) return null;
  const [first, last] = span;
  const most = Math.max(...routes.map((route) => Number(route.price.amount)), 0.01) * 1.12;
  const x = (day: number) => LEFT + ((WIDTH - LEFT - RIGHT) * (day - first)) / (last + 1 - first);
  const y = (price: number) => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * price) / most;
  const currency = routes[0]?.price.currency ?? "";
  const start = new Date(first * 86_400_000).toISOString().slice(0, 10);
  const every = Math.ceil((last + 1 - first) / DATES_MAX);
  const days = Array.from({ length: Math.ceil((last + 1 - first) / every) }, (_, at) => at * every);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" className="promise-chart">
      {axisSteps(most).map((price) => (
        <g key={`price-${price}`}>
          <line className="grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(price)} y2={y(price)} />
          {price > 0 && (
            <text className="tick" x={LEFT} y={y(price) - 4}>
              {formatMoney({ amount: String(price), currency }, i18n.language)}
            </text>
          )}
        </g>
      ))}
      {days.map((day) => (
        <text key={`day-${day}`} className="tick" x={x(first + day)} y={HEIGHT - 14}>
          {formatDate(dateAfter(start, day), i18n.language)}
        </text>
      ))}
      <text className="tick" x={WIDTH - 2} y={HEIGHT - 1} textAnchor="end">
        {t("quote.promise.axis")}
      </text>
      <polyline
        className="promise-steps"
        points={stepsOf(curve, last + 1)
          .map(([day, price]) => `${x(day)},${y(price)}`)
          .join(" ")}
      />
      {routes.map((route, index) => {
        const promise = route.promise;
        if (!promise) return null;
        const at = y(Number(route.price.amount));
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the table's buttons do the same by keyboard
          <g
            key={`${route.service ?? ""} ${String(index)}`}
            className="promise-mark"
            data-chosen={index === chosen || undefined}
            onClick={() => onChoose(index)}
          >
            {bandsOf(promise, last).map((band) => (
              <line
                key={band.from}
                x1={x(band.from)}
                x2={x(band.to)}
                y1={at}
                y2={at}
                strokeOpacity={Math.max(0.06, band.probability)}
              />
            ))}
            <circle cx={x(dayOf(promise.date))} cy={at} r={6} />
          </g>
        );
      })}
    </svg>
  );
}

export function PromiseCurve(props: Props) {
  const { routes, curve, chosen, onChoose } = props;
  const { t, i18n } = useTranslation();
  const language = i18n.language;
  if (curve.length === 0) return <p className="small">{t("quote.promise.noCurve")}</p>;
  const nameOf = (index: number) => {
    const route = routes[index];
    const named = localName(
      language,
      route?.service_name ?? route?.service ?? "",
      route?.service_name_zh,
    );
    return named || t("quote.optionName", { number: index + 1 });
  };
  return (
    <div className="promise-curve">
      <figure className="sheet">
        <figcaption className="small">{t("quote.promise.curveKey")}</figcaption>
        <Drawing {...props} />
      </figure>
      <ScrollBox className="sheet" label={t("quote.promise.curve")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("quote.promise.thereBy")}</th>
              <th scope="col" className="numeric">
                {t("quote.promise.probability")}
              </th>
              <th scope="col" className="numeric">
                {t("quote.promise.lowest")}
              </th>
              <th scope="col">{t("quote.promise.with")}</th>
            </tr>
          </thead>
          <tbody>
            {curve.map((point) => (
              <tr key={point.index} data-chosen={point.index === chosen || undefined}>
                <td className="figure">{formatDate(point.date, language, "weekday")}</td>
                <td className="numeric figure">{formatShare(point.probability, language)}</td>
                <td className="numeric figure">{formatMoney(point.price, language)}</td>
                <td>
                  <button
                    type="button"
                    className="promise-choose"
                    aria-pressed={point.index === chosen}
                    aria-label={t("quote.show", { name: nameOf(point.index) })}
                    onClick={() => onChoose(point.index)}
                  >
                    {nameOf(point.index)}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </div>
  );
}
