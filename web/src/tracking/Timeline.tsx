/** The events of a parcel, the newest first, each with the carriers' own words beside ours. */
import { useTranslation } from "react-i18next";
import type { ParcelTimeline, TimelineEvent } from "../api/types";
import { formatInstant, offsetOf } from "../format";
import { countryName } from "../states/countries";
import { type Entry, entriesOf, operatorWords, placeOf } from "./story";

export function EventTime({ event }: { event: TimelineEvent }) {
  const { t, i18n } = useTranslation();
  const at = event.occurred_at;
  const timed = event.time_precision !== "day";
  return (
    <time dateTime={at} className="event-time figure">
      {formatInstant(timed ? at : at.slice(0, 10), i18n.language)}
      {timed && <small>{offsetOf(at) || t("tracking.noOffset")}</small>}
    </time>
  );
}

function Words({ event }: { event: TimelineEvent }) {
  return (
    <ul className="carrier-words">
      {event.words.map((words) => (
        <li key={`${words.source} ${words.code ?? ""} ${words.text ?? ""}`}>
          <span className="teller">{operatorWords(words.source)}</span>{" "}
          {words.code && <code>{words.code}</code>} {words.text && <q dir="auto">{words.text}</q>}
        </li>
      ))}
    </ul>
  );
}

function EventRow({ event }: { event: TimelineEvent }) {
  const { t, i18n } = useTranslation();
  const told = (section: string, name: string) =>
    t(`${section}.${name}`, { ns: "told", defaultValue: name });
  const country = event.place?.country;
  const place = [placeOf(event), country ? countryName(country, i18n.language) : ""];
  return (
    <li className="story-event" data-void={event.is_void || undefined}>
      <EventTime event={event} />
      <div>
        <p className="event-what">{told("milestone", event.milestone)}</p>
        {event.reason && <p>{told("reason", event.reason)}</p>}
        <p className="small">
          {[...place.filter(Boolean), operatorWords(event.holder)].join(" · ")}
          {event.scans > 1 && ` · ${t("tracking.scans", { count: event.scans })}`}
        </p>
        {event.is_void && <p className="small">{t("tracking.void")}</p>}
        {event.proof.length > 0 && (
          <p className="small">
            {event.proof
              .map(
                (one) =>
                  `${t(`tracking.proof.${one.kind}`, { defaultValue: one.kind })}: ${one.value}`,
              )
              .join(" · ")}
          </p>
        )}
      </div>
      <Words event={event} />
    </li>
  );
}

function EntryRow({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  if (entry.kind === "event") return <EventRow event={entry.event} />;
  const key = entry.open ? "tracking.silentStill" : "tracking.silent";
  return <li className="story-silence">{t(key, { count: entry.days })}</li>;
}

export function Timeline({ timeline }: { timeline: ParcelTimeline }) {
  const { t } = useTranslation();
  const entries = entriesOf(timeline);
  return (
    <section className="sheet story" aria-labelledby="story">
      <h2 id="story">{t("tracking.timeline")}</h2>
      {entries.length === 0 && <p>{t("tracking.nothing")}</p>}
      <ol>
        {entries.map((entry) => (
          <EntryRow key={`${entry.kind} ${String(entry.index)}`} entry={entry} />
        ))}
      </ol>
      {timeline.is_cut && <p className="small">{t("tracking.cut")}</p>}
      {timeline.contradictions.length > 0 && (
        <>
          <h3>{t("tracking.contradictions")}</h3>
          <ul>
            {timeline.contradictions.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
