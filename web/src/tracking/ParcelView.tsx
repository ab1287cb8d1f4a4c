/** One parcel: where it stands, what is wrong, what is expected, who held it, and what happened. */
import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParcel, useTimeline } from "../api/queries";
import type { OpenException, Outlook, Parcel, ParcelDetail, ParcelTimeline } from "../api/types";
import {
  formatDate,
  formatDateWindow,
  formatInstant,
  formatMass,
  formatMoney,
  formatShare,
  offsetOf,
} from "../format";
import { LabelDialog } from "../parcels/LabelDialog";
import { ChargeList } from "../quote/Charges";
import { hrefOf, hrefOfOne, useRoute } from "../routes";
import { useMay } from "../session/may";
import { ProblemNotice, Waiting } from "../states/Notices";
import { ScrollBox } from "../states/ScrollBox";
import { History } from "../team/History";
import { ExceptionMark, StatusMark } from "./Marks";
import { operatorWords, proofOf } from "./story";
import { Timeline } from "./Timeline";

function Exceptions({ exceptions }: { exceptions: readonly OpenException[] }) {
  const { t, i18n } = useTranslation();
  if (exceptions.length === 0) return null;
  return (
    <section className="sheet attention" aria-labelledby="wrong">
      <h2 id="wrong">{t("tracking.wrong")}</h2>
      <ul>
        {exceptions.map((one) => (
          <li key={`${one.kind} ${one.since}`}>
            <ExceptionMark kind={one.kind} />{" "}
            {t("tracking.since", { date: formatDate(one.since, i18n.language, "full") })}
            <br />
            <span className="small">
              {t(`exceptions.lead.${one.kind}`, { defaultValue: one.what })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function OutlookSheet({ outlook }: { outlook: Outlook }) {
  const { t, i18n } = useTranslation();
  const { p50, p90, promised_on: promised, loss, next = [] } = outlook;
  const date = (day: string) => formatDate(day, i18n.language, "full");
  return (
    <section className="sheet" aria-labelledby="outlook">
      <h2 id="outlook">{t("tracking.outlook")}</h2>
      <dl className="facts">
        {promised && (
          <div>
            <dt>{t("tracking.promised")}</dt>
            <dd>{date(promised)}</dd>
          </div>
        )}
        {p50 && p90 && (
          <div>
            <dt>{t("tracking.window")}</dt>
            <dd>{formatDateWindow(p50, p90, i18n.language)}</dd>
          </div>
        )}
        {loss != null && (
          <div>
            <dt>{t("tracking.loss")}</dt>
            <dd>{formatShare(loss, i18n.language)}</dd>
          </div>
        )}
      </dl>
      {next.length > 0 && (
        <>
          <h3>{t("tracking.next")}</h3>
          <ol>
            {next.map((step, index) => (
              <li key={`${step.milestone} ${String(index)}`}>
                {t([`due.${step.milestone}`, `milestone.${step.milestone}`], { ns: "told" })}
                <span className="small">
                  {step.operator && ` · ${step.operator}`}
                  {step.about && ` · ${t("tracking.about", { date: date(step.about) })}`}
                </span>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function Custody({ timeline }: { timeline: ParcelTimeline }) {
  const { t, i18n } = useTranslation();
  const instant = (at: string) => `${formatInstant(at, i18n.language)} ${offsetOf(at)}`;
  if (timeline.custody.length === 0) return null;
  return (
    <section className="list" aria-labelledby="custody">
      <h2 id="custody">{t("tracking.custody")}</h2>
      <ScrollBox className="sheet" label={t("tracking.custody")}>
        <table>
          <thead>
            <tr>
              {(["keeper", "from", "to", "proof"] as const).map((name) => (
                <th key={name} scope="col">
                  {t(`tracking.custodyCol.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {timeline.custody.map((stretch) => {
              const proof = proofOf(stretch, timeline);
              return (
                <tr key={`${stretch.keeper} ${stretch.operator ?? ""} ${stretch.from}`}>
                  <th scope="row" className="row-name">
                    {stretch.keeper === "operator" && stretch.operator
                      ? operatorWords(stretch.operator)
                      : t(`tracking.keeper.${stretch.keeper}`, { defaultValue: stretch.keeper })}
                  </th>
                  <td className="figure">{instant(stretch.from)}</td>
                  <td className="figure">{stretch.to ? instant(stretch.to) : t("tracking.now")}</td>
                  <td>
                    {proof && "document" in proof && t("tracking.byDocument", proof)}
                    {proof &&
                      "event" in proof &&
                      t(`milestone.${proof.event.milestone}`, { ns: "told" })}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollBox>
    </section>
  );
}

function Numbers({ timeline }: { timeline: ParcelTimeline }) {
  const { t } = useTranslation();
  const numbers = [...new Set(timeline.numbers.filter((one) => !one.to).map((one) => one.number))];
  const receptacles = [...new Set(timeline.receptacles.map((one) => one.outer))];
  if (numbers.length + receptacles.length === 0) return null;
  return (
    <section className="sheet" aria-labelledby="numbers">
      <h2 id="numbers">{t("tracking.numbers")}</h2>
      <dl className="facts">
        <div>
          <dt>{t("tracking.numbersOfIt")}</dt>
          <dd className="figure">{numbers.join(", ")}</dd>
        </div>
        {receptacles.length > 0 && (
          <div>
            <dt>{t("tracking.receptacles")}</dt>
            <dd className="figure">{receptacles.join(", ")}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

function LabelsOf({ parcel }: { parcel: Parcel }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (parcel.state === "cancelled") return null;
  return (
    <>
      <Button variant="default" size="compact-sm" onClick={() => setOpen(true)}>
        {t("labels.print", { count: 1 })}
      </Button>
      {open && <LabelDialog parcels={[parcel]} onClose={() => setOpen(false)} />}
    </>
  );
}

/** What it costs and on which way: as it was booked. */
function Booking({ detail }: { detail: ParcelDetail }) {
  const { t, i18n } = useTranslation();
  const { parcel, route } = detail;
  const wanted = useRoute().query.get("part") === "price";
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (wanted) section.current?.scrollIntoView({ block: "start" });
  }, [wanted]);
  return (
    <section className="sheet charges" aria-labelledby="booking" ref={section}>
      <h2 id="booking">{t("tracking.booking")}</h2>
      <dl className="facts">
        <div>
          <dt>{t("parcels.col.price")}</dt>
          <dd className="figure">{formatMoney(parcel.price, i18n.language)}</dd>
        </div>
        <div>
          <dt>{t("quote.charged")}</dt>
          <dd>{formatMass(parcel.charged_mass_grams, i18n.language)}</dd>
        </div>
        <div>
          <dt>{t("parcels.col.reference")}</dt>
          <dd>
            <a href={hrefOfOne("orders", parcel.order)}>{parcel.reference}</a>
          </dd>
        </div>
      </dl>
      <h3>{t("quote.charges")}</h3>
      <ChargeList route={route} />
      <h3>{t("tracking.way")}</h3>
      <ol>
        {route.legs.map((leg, index) => (
          <li key={`${leg.leg} ${String(index)}`}>
            {t("quote.leg", { from: leg.from.name, to: leg.to.name })}
            <span className="small">
              {" · "}
              {t(`mode.${leg.mode}`, { defaultValue: leg.mode })} · {leg.operator_name} ·{" "}
              {formatInstant(leg.departs, i18n.language)}
            </span>
          </li>
        ))}
      </ol>
      <p className="small">
        {t("tracking.foundIn", { version: detail.network_version.slice(0, 12) })}
      </p>
    </section>
  );
}

export function ParcelView({ id }: { id: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const parcel = useParcel(id);
  const { data, error, refetch } = useTimeline(id);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const number = parcel.data?.parcel.identifiers[0]?.value ?? id;
  return (
    <div className="list-page parcel-page">
      <div>
        <a href={hrefOf("parcels")}>{t("tracking.back")}</a>
        <h1 tabIndex={-1} ref={title} className="figure">
          {number}
        </h1>
        {data && (
          <p className="parcel-standing">
            <StatusMark status={data.status} />
            {parcel.data?.parcel.mode === "test" && (
              <small className="test-mark">{t("parcels.test")}</small>
            )}
            {parcel.data && <LabelsOf parcel={parcel.data.parcel} />}
            {data.days_since_last_scan != null && (
              <span className="small">
                {t("tracking.lastScan", { count: data.days_since_last_scan })}
              </span>
            )}
            <Button
              component="a"
              href={data.page}
              target="_blank"
              variant="default"
              size="compact-sm"
            >
              {t("tracking.page")}
            </Button>
          </p>
        )}
      </div>
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting rows={6} />}
      {data && (
        <>
          <Exceptions exceptions={data.exceptions} />
          <div className="parcel-pair">
            <Timeline timeline={data} />
            <OutlookSheet outlook={data.outlook} />
          </div>
          <Custody timeline={data} />
          <Numbers timeline={data} />
        </>
      )}
      {parcel.data && <Booking detail={parcel.data} />}
      {may("audit:read") && <History objects={[id]} />}
    </div>
  );
}
