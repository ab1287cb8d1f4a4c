/** One card for each service: the price, when it arrives, what is promised. */
import { useTranslation } from "react-i18next";
import type { Guarantee, QuotedRoute } from "../api/types";
import { formatDate, formatDateWindow, formatMass, formatMoney, formatShare } from "../format";
import { EstimatedMark } from "../states/Notices";
import { ChargeList } from "./Charges";
import { DutyDetails, DutyLead } from "./Duty";
import { bestIndex, lastDay } from "./ranking";

interface Props {
  offers: readonly QuotedRoute[];
  chosen: number | null;
  onChoose(index: number): void;
}

/** A name in the reader's language where the network has one. */
export function localName(
  language: string,
  name: string,
  nameZh: string | null | undefined,
): string {
  return language === "zh" && nameZh ? nameZh : name;
}

/** Where in the span of all offers this one arrives: a bar from its likely day to its p90. */
function WindowBar({ route, days }: { route: QuotedRoute; days: number }) {
  const start = Math.min(100, (100 * route.p50.days) / days);
  const end = Math.min(100, (100 * route.p90.days) / days);
  return (
    <div className="window-bar" aria-hidden="true">
      <span className="window-way" style={{ width: `${start}%` }} />
      <span
        className="window-span"
        style={{ left: `${start}%`, width: `${Math.max(1.5, end - start)}%` }}
      />
    </div>
  );
}

function GuaranteeText({ guarantee }: { guarantee: Guarantee }) {
  const { t, i18n } = useTranslation();
  const share = t(`quote.pays.${guarantee.pays}`, { percent: guarantee.percent });
  const cap = guarantee.cap ? formatMoney(guarantee.cap, i18n.language) : null;
  const what = cap === null ? share : t("quote.cap", { what: share, cap });
  return (
    <li>{t(`quote.guaranteeText.${guarantee.cause}`, { days: guarantee.days ?? 0, what })}</li>
  );
}

function Facts({ route }: { route: QuotedRoute }) {
  const { t, i18n } = useTranslation();
  return (
    <dl className="facts">
      <div>
        <dt>{t("quote.loss")}</dt>
        <dd>{formatShare(route.loss, i18n.language)}</dd>
      </div>
      <div>
        <dt>{t("quote.tracked")}</dt>
        <dd>{t(route.tracked ? "quote.trackedAll" : "quote.trackedPart")}</dd>
      </div>
      <div>
        <dt>{t("quote.charged")}</dt>
        <dd>{formatMass(route.charged_mass_grams, i18n.language)}</dd>
      </div>
      <div className="wide">
        <dt>{t("quote.guarantee")}</dt>
        <dd>
          {route.guarantees.length === 0 ? (
            t("quote.noGuarantee")
          ) : (
            <ul className="plain">
              {route.guarantees.map((one) => (
                <GuaranteeText key={one.guarantee} guarantee={one} />
              ))}
            </ul>
          )}
        </dd>
      </div>
      {route.requires.length > 0 && (
        <div className="wide">
          <dt>{t("quote.requires")}</dt>
          <dd>
            <ul className="plain">
              {route.requires.map((one) => (
                <li key={one.field} title={`${one.reason} (${one.source})`}>
                  {t(`field.${one.field}`, { defaultValue: one.field })}
                </li>
              ))}
            </ul>
          </dd>
        </div>
      )}
    </dl>
  );
}

function OfferCard({
  route,
  chosen,
  days,
  marks,
  onChoose,
}: {
  route: QuotedRoute;
  chosen: boolean;
  days: number;
  marks: string[];
  onChoose(): void;
}) {
  const { t, i18n } = useTranslation();
  const language = i18n.language;
  const name = localName(
    language,
    route.service_name ?? route.service ?? "",
    route.service_name_zh,
  );
  const span = route.p50.days === route.p90.days ? "quote.daysOne" : "quote.days";
  return (
    <article className="offer sheet" data-chosen={chosen || undefined} data-service={route.service}>
      <div className="offer-top">
        <h3>
          <button
            type="button"
            aria-pressed={chosen}
            onClick={onChoose}
            aria-label={t("quote.show", { name })}
          >
            {name}
          </button>
        </h3>
        {marks.map((mark) => (
          <span key={mark} className="mark">
            {mark}
          </span>
        ))}
      </div>
      <p className="offer-price figure">{formatMoney(route.price, language)}</p>
      <p className="offer-duty">
        <DutyLead route={route} /> {route.estimated && <EstimatedMark />}
      </p>
      <div className="offer-window">
        <p>
          <span className="small">{t("quote.arrives")}</span>
          <strong className="figure">
            {formatDateWindow(route.p50.date, route.p90.date, language)}
          </strong>
          <span className="small figure">
            {t(span, { from: route.p50.days, to: route.p90.days })}
          </span>
        </p>
        {route.promise && (
          <p className="offer-promise">
            {t("quote.promise.promised", {
              date: formatDate(route.promise.date, language, "weekday"),
              share: formatShare(route.promise.probability, language),
            })}
          </p>
        )}
        <WindowBar route={route} days={days} />
        <p className="small">
          {t("quote.window", {
            p50: formatDate(route.p50.date, language, "weekday"),
            p90: formatDate(route.p90.date, language, "weekday"),
          })}
        </p>
      </div>
      <p className="offer-hands">
        {route.operators.map((one) => localName(language, one.name, one.name_zh)).join(" → ")}
      </p>
      <Facts route={route} />
      <details className="charges">
        <summary>{t("quote.charges")}</summary>
        <ChargeList route={route} />
      </details>
      <DutyDetails duty={route.duty} />
    </article>
  );
}

export function OfferCards({ offers, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  const days = lastDay(offers);
  const cheapest = bestIndex(offers, "price");
  const fastest = bestIndex(offers, "p50");
  return (
    <div className="offers">
      {offers.map((route, index) => {
        const marks = [
          ...(index === cheapest ? [t("quote.cheapest")] : []),
          ...(index === fastest ? [t("quote.fastest")] : []),
        ];
        return (
          <OfferCard
            key={route.service ?? index}
            route={route}
            chosen={index === chosen}
            days={days}
            marks={marks}
            onChoose={() => onChoose(index)}
          />
        );
      })}
    </div>
  );
}
