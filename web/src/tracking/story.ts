/** A timeline as it is read: the newest first, with the silences between; pure. */
import type { CustodyStretch, ParcelTimeline, TimelineEvent } from "../api/types";

export type Entry =
  | { readonly kind: "event"; readonly index: number; readonly event: TimelineEvent }
  | {
      readonly kind: "silence";
      readonly index: number;
      readonly days: number;
      readonly open: boolean;
    };

const DAY_MS = 86_400_000;

/** Whole days from one instant to another; never less than none. */
export function daysBetween(from: string, to: string): number {
  const days = Math.floor((Date.parse(to) - Date.parse(from)) / DAY_MS);
  return Number.isFinite(days) ? Math.max(0, days) : 0;
}

export function entriesOf(timeline: ParcelTimeline): Entry[] {
  const silences = new Map(timeline.blind.map((stretch) => [stretch.after, stretch]));
  return timeline.events
    .flatMap((event, index): Entry[] => {
      const silence = silences.get(index);
      const told: Entry = { kind: "event", index, event };
      if (!silence) return [told];
      const days = daysBetween(silence.from, silence.to);
      return [told, { kind: "silence", index, days, open: silence.is_open }];
    })
    .reverse();
}

/** What proves that a stretch of custody began: a document, or the event at its place. */
export function proofOf(
  stretch: CustodyStretch,
  timeline: ParcelTimeline,
): { document: string } | { event: TimelineEvent } | null {
  if (stretch.document) return { document: stretch.document };
  const event = stretch.event == null ? undefined : timeline.events[stretch.event];
  return event ? { event } : null;
}

/** City, else facility, else the carrier's own words; country apart. */
export function placeOf(event: TimelineEvent): string {
  const { city, facility, text } = event.place ?? {};
  return city ?? facility ?? text ?? "";
}

/** An operator's key as words: `china_post` is read as `China Post`. */
export function operatorWords(key: string): string {
  return key
    .split(/[_-]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
}
