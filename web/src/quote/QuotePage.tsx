/** Quote: the parcel on one side, its ways over the chart on the other. */
import { Button } from "@mantine/core";
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { problemOf } from "../api/problem";
import { useNetworkMap, useQuote } from "../api/queries";
import type { Quote, QuotedRoute, RouteLeg } from "../api/types";
import { formatInstant } from "../format";
import { replaceRoute, useRoute } from "../routes";
import { markHere } from "../start/seat";
import { Nothing, ProblemNotice, Waiting } from "../states/Notices";
import { LegTimeline } from "./LegTimeline";
import { OfferCards } from "./OfferCards";
import { Options } from "./Options";
import { PromiseCurve } from "./PromiseCurve";
import { QuoteFormPanel } from "./QuoteFormPanel";
import { Refusals } from "./Refusals";
import { type Choice, chosenRoute } from "./ranking";
import {
  EXAMPLE_FORM,
  faultsByField,
  formOfQuery,
  missingFields,
  type QuoteForm,
  queryOfForm,
  requestOfForm,
} from "./request";
import { WhyDate } from "./WhyDate";

const RouteChart = lazy(() => import("../chart/RouteChart"));

/** Below it the page is one column, as in the style sheet. */
const NARROW_PX = 900;

const NO_LEGS: readonly RouteLeg[] = [];

function Section({
  id,
  title,
  lead,
  children,
}: {
  id: string;
  title: string;
  lead?: string;
  children: ReactNode;
}) {
  return (
    <section aria-labelledby={id} className="quote-section">
      <h2 id={id}>{title}</h2>
      {lead && <p className="lead">{lead}</p>}
      {children}
    </section>
  );
}

function Chart({ route, near }: { route: QuotedRoute | undefined; near: number | null }) {
  const { t } = useTranslation();
  const { data: map } = useNetworkMap();
  return (
    <section className="chart-frame" aria-label={t("chart.label")}>
      <Suspense fallback={<div className="chart" />}>
        <RouteChart map={map} legs={route?.legs ?? NO_LEGS} near={near} />
      </Suspense>
    </section>
  );
}

function RoutePair({ route }: { route: QuotedRoute }) {
  const { t } = useTranslation();
  const [near, setNear] = useState<number | null>(null);
  const pair = useRef<HTMLDivElement>(null);
  const look = (leg: number | null) => {
    setNear(leg);
    // On a phone the chart is above the legs.
    if (window.innerWidth < NARROW_PX) pair.current?.scrollIntoView({ block: "start" });
  };
  return (
    <div className="route-pair" ref={pair}>
      <Chart route={route} near={near} />
      <Section id="legs" title={t("quote.legs")}>
        <LegTimeline route={route} near={near} onNear={look} />
      </Section>
    </div>
  );
}

function Answer({
  quote,
  choice,
  onChoose,
}: {
  quote: Quote;
  choice: Choice;
  onChoose(choice: Choice): void;
}) {
  const { t, i18n } = useTranslation();
  const route = chosenRoute(quote, choice);
  const indexOf = (kind: Choice["kind"]) => (choice.kind === kind ? choice.index : null);
  return (
    <>
      <div className="answer-head">
        <h2 className="answer-title">
          {t("quote.heading", { from: quote.from.label, to: quote.to.label })}
        </h2>
        <p role="status">
          {t("quote.answer", { count: quote.offers.length, refused: quote.refused.length })} ·{" "}
          {t("quote.ready", { date: formatInstant(quote.ready, i18n.language) })}
        </p>
      </div>
      {quote.offers.length === 0 ? (
        <Nothing title={t("quote.noOffers")}>
          <p>{t("quote.noOffersLead")}</p>
        </Nothing>
      ) : (
        <Section id="offers" title={t("quote.offers")} lead={t("quote.dduLead")}>
          <OfferCards
            offers={quote.offers}
            chosen={indexOf("offer")}
            onChoose={(index) => onChoose({ kind: "offer", index })}
          />
        </Section>
      )}
      {quote.offers.length > 0 && (
        <Section id="curve" title={t("quote.promise.curve")} lead={t("quote.promise.curveLead")}>
          <PromiseCurve
            routes={quote.offers}
            curve={quote.curve}
            chosen={indexOf("offer")}
            onChoose={(index) => onChoose({ kind: "offer", index })}
          />
        </Section>
      )}
      {route && <RoutePair key={`${choice.kind} ${String(choice.index)}`} route={route} />}
      {route && (
        <Section id="why" title={t("quote.promise.why")}>
          <WhyDate
            route={route}
            routes={choice.kind === "offer" ? quote.offers : quote.options}
            onChoose={(index) => onChoose({ kind: choice.kind, index })}
          />
        </Section>
      )}
      <Section id="refused" title={t("quote.refused")} lead={t("quote.refusedLead")}>
        <Refusals refused={quote.refused} />
      </Section>
      <Section id="options" title={t("quote.options")} lead={t("quote.optionsLead")}>
        <Options
          options={quote.options}
          chosen={indexOf("option")}
          onChoose={(index) => onChoose({ kind: "option", index })}
        />
      </Section>
    </>
  );
}

function Invitation({ onExample }: { onExample(): void }) {
  const { t } = useTranslation();
  return (
    <div className="invitation">
      <Chart route={undefined} near={null} />
      <div className="invitation-text">
        <div>
          <h2>{t("quote.empty.title")}</h2>
          <p>{t("quote.empty.lead")}</p>
        </div>
        <Button variant="default" onClick={onExample}>
          {t("quote.empty.example")}
        </Button>
      </div>
    </div>
  );
}

export default function QuotePage() {
  const { t } = useTranslation();
  const { query } = useRoute();
  const [form, setForm] = useState(() => formOfQuery(query));
  const [asked, setAsked] = useState<QuoteForm | null>(() =>
    missingFields(form).length === 0 ? form : null,
  );
  const [choice, setChoice] = useState<Choice>({ kind: "offer", index: 0 });
  const answerRef = useRef<HTMLDivElement>(null);
  const { data, error, isFetching, refetch } = useQuote(asked && requestOfForm(asked));

  const ask = (wanted: QuoteForm) => {
    setForm(wanted);
    setAsked({ ...wanted });
    setChoice({ kind: "offer", index: 0 });
    replaceRoute("quote", queryOfForm(wanted));
  };
  useEffect(() => {
    if (data) markHere("quoted");
  }, [data]);
  useEffect(() => {
    // A phone shows the form first: bring the answer up once it is there.
    if (data && window.innerWidth < NARROW_PX)
      answerRef.current?.scrollIntoView({ block: "start" });
  }, [data]);
  const faults = error ? faultsByField(problemOf(error).faults) : {};
  const shown: Choice =
    data && data.offers.length === 0 && choice.kind === "offer"
      ? { kind: "option", index: 0 }
      : choice;
  return (
    <div className="quote-page">
      <div className="quote-aside">
        <h1 tabIndex={-1}>{t("quote.title")}</h1>
        <QuoteFormPanel
          form={form}
          faults={faults}
          busy={isFetching}
          onChange={setForm}
          onSubmit={ask}
        />
      </div>
      <div className="quote-answer" ref={answerRef}>
        {asked === null && <Invitation onExample={() => ask(EXAMPLE_FORM)} />}
        {error && !isFetching && <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {isFetching && (
          <div className="searching">
            <p className="small">{t("quote.searching")}</p>
            <Waiting rows={3} height={180} />
          </div>
        )}
        {data && !isFetching && !error && (
          <Answer quote={data} choice={shown} onChoose={setChoice} />
        )}
      </div>
    </div>
  );
}
