/** Why a date is promised: where the hours go, part by part; and why no earlier one is. */
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Promise as DatePromise, PromisePart, QuotedRoute } from "../api/types";
import { formatDate, formatMoney, formatNumber, formatShare } from "../format";
import { Nothing } from "../states/Notices";
import { localName } from "./OfferCards";
import { hoursOf, shownParts } from "./promise";

interface Props {
  route: QuotedRoute;
  /** The list the route is from. */
  routes: readonly QuotedRoute[];
  onChoose(index: number): void;
}

function usePartName(): (part: PromisePart) => string {
  const { t } = useTranslation();
  return (part) => {
    if (part.kind === "delivery") return t("quote.promise.delivery", { place: part.from });
    if (part.kind === "leg") {
      const mode = t(`mode.${part.what}`, { defaultValue: part.what });
      return `${t("quote.leg", { from: part.from, to: part.to })} · ${mode}`;
    }
    const work = t(`quote.promise.work.${part.what}`, { defaultValue: part.what });
    return t("quote.promise.workAt", { work, place: part.from });
  };
}

/** The part's waiting, moving and lateness as one bar, against the longest of all. */
function Bar({ part, most }: { part: PromisePart; most: number }) {
  const width = (hours: number) => `${(100 * Math.max(0, hours)) / most}%`;
  return (
    <span className="why-bar" aria-hidden="true">
      <span className="why-waiting" style={{ width: width(part.waiting_hours) }} />
      <span className="why-moving" style={{ width: width(part.moving_hours) }} />
      <span className="why-late" style={{ width: width(part.spread_hours) }} />
    </span>
  );
}

function Parts({ promise }: { promise: DatePromise }) {
  const { t, i18n } = useTranslation();
  const nameOf = usePartName();
  const parts = shownParts(promise);
  const hours = (value: number) => formatNumber(value, i18n.language);
  const most = Math.max(
    1,
    ...parts.map((p) => p.waiting_hours + p.moving_hours + Math.max(0, p.spread_hours)),
  );
  const sum = (of: (part: PromisePart) => number) => parts.reduce((all, part) => all + of(part), 0);
  return (
    <table className="why">
      <thead>
        <tr>
          <th scope="col">{t("quote.promise.part")}</th>
          <th scope="col" className="numeric why-key" data-kind="waiting">
            {t("quote.promise.waits")}
          </th>
          <th scope="col" className="numeric why-key" data-kind="moving">
            {t("quote.promise.moves")}
          </th>
          <th scope="col" className="numeric why-key" data-kind="late">
            {t("quote.promise.late")}
          </th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part, index) => (
          <tr key={`${part.key} ${String(index)}`}>
            <th scope="row">
              {nameOf(part)}
              <Bar part={part} most={most} />
            </th>
            <td className="numeric figure">{hours(part.waiting_hours)}</td>
            <td className="numeric figure">{hours(part.moving_hours)}</td>
            <td className="numeric figure">{hours(part.spread_hours)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t("quote.promise.together")}</th>
          <td className="numeric figure">{hours(sum((part) => part.waiting_hours))}</td>
          <td className="numeric figure">{hours(sum((part) => part.moving_hours))}</td>
          <td className="numeric figure">{hours(sum((part) => part.spread_hours))}</td>
        </tr>
      </tfoot>
    </table>
  );
}

function WhyNotFaster({
  promise,
  routes,
  onChoose,
}: Pick<Props, "routes" | "onChoose"> & { promise: DatePromise }) {
  const { t, i18n } = useTranslation();
  const nameOf = usePartName();
  const why = promise.why_not_faster;
  if (!why) return null;
  const next = why.next;
  if (next) {
    const route = routes[next.index];
    const named = localName(
      i18n.language,
      route?.service_name ?? route?.service ?? "",
      route?.service_name_zh,
    );
    const name = named || t("quote.optionName", { number: next.index + 1 });
    const cheaper = next.extra.amount.startsWith("-");
    const extra = formatMoney(
      { ...next.extra, amount: next.extra.amount.replace("-", "") },
      i18n.language,
    );
    return (
      <>
        <p>
          {t(cheaper ? "quote.promise.fasterCheaper" : "quote.promise.faster", {
            count: next.days_earlier,
            name,
            extra,
            date: formatDate(next.date, i18n.language, "weekday"),
          })}
        </p>
        <Button variant="default" size="xs" onClick={() => onChoose(next.index)}>
          {t("quote.show", { name })}
        </Button>
      </>
    );
  }
  const part = promise.parts[why.binding_part];
  const hours = part ? formatNumber(hoursOf(part), i18n.language) : "";
  return (
    <p>
      {t("quote.promise.fastest")} {part && t("quote.promise.binds", { part: nameOf(part), hours })}
    </p>
  );
}

export function WhyDate({ route, routes, onChoose }: Props) {
  const { t, i18n } = useTranslation();
  const promise = route.promise;
  if (!promise) {
    return (
      <Nothing title={t("quote.promise.none")}>
        <p>{t("quote.promise.noneLead")}</p>
      </Nothing>
    );
  }
  return (
    <div className="why-date sheet">
      <p>
        <strong>
          {t("quote.promise.promised", {
            date: formatDate(promise.date, i18n.language, "weekday"),
            share: formatShare(promise.probability, i18n.language),
          })}
        </strong>{" "}
        <span className="small">
          {t(promise.times === "learned" ? "quote.promise.learned" : "quote.promise.published")}
        </span>
      </p>
      <Parts promise={promise} />
      <h3>{t("quote.promise.whyNotFaster")}</h3>
      <WhyNotFaster promise={promise} routes={routes} onChoose={onChoose} />
    </div>
  );
}
