import { expect, test } from "vitest";
import type { ParcelTimeline, TimelineEvent } from "../api/types";
import { daysBetween, entriesOf, operatorWords, placeOf, proofOf } from "./story";

const event = (milestone: string, at: string): TimelineEvent => ({
  milestone,
  occurred_at: at,
  time_precision: "second",
  utc_offset_source: "message",
  at,
  holder: "china_post",
  words: [],
  proof: [],
  is_void: false,
  scans: 1,
  received_at: at,
});

const timeline: ParcelTimeline = {
  parcel: "par_1",
  status: "in_transit",
  sub_status: "arrival",
  events: [event("accepted", "2026-11-01T10:00:00Z"), event("delivered", "2026-11-20T09:00:00Z")],
  custody: [],
  blind: [
    {
      after: 0,
      from: "2026-11-01T10:00:00Z",
      to: "2026-11-20T09:00:00Z",
      allowed_hours: 72,
      is_open: false,
    },
  ],
  contradictions: [],
  unknown_codes: 0,
  outlook: { next: [] },
  exceptions: [],
  numbers: [],
  receptacles: [],
  page: "/t/1",
  is_cut: false,
};

test("the newest is first and a silence stands between its events", () => {
  const told = entriesOf(timeline).map((one) =>
    one.kind === "event" ? one.event.milestone : one.days,
  );
  expect(told).toEqual(["delivered", 18, "accepted"]);
});

test("a silence that lasts stands above the last event", () => {
  const blind = timeline.blind.map((one) => ({ ...one, after: 1, is_open: true }));
  expect(entriesOf({ ...timeline, blind })[0]).toMatchObject({ kind: "silence", open: true });
});

test("days are whole, and never less than none", () => {
  expect(daysBetween("2026-11-01T10:00:00Z", "2026-11-02T09:59:59Z")).toBe(0);
  expect(daysBetween("2026-11-03T10:00:00Z", "2026-11-02T10:00:00Z")).toBe(0);
  expect(daysBetween("soon", "later")).toBe(0);
});

test("custody is proved by a document or by an event of the timeline", () => {
  const stretch = { keeper: "operator", from: "2026-11-01T10:00:00Z" };
  expect(proofOf({ ...stretch, document: "mf-1" }, timeline)).toEqual({ document: "mf-1" });
  expect(proofOf({ ...stretch, event: 1 }, timeline)).toEqual({ event: timeline.events[1] });
  expect(proofOf({ ...stretch, event: 9 }, timeline)).toBeNull();
});

test("places and operators are said as well as they are known", () => {
  const at = (place: NonNullable<TimelineEvent["place"]> | null) =>
    placeOf({ ...event("held", ""), place });
  expect(at({ city: "Lyon", text: "PIC" })).toBe("Lyon");
  expect(at({ facility: "CNSHAA", text: "x" })).toBe("CNSHAA");
  expect(at(null)).toBe("");
  expect(operatorWords("china_post")).toBe("China Post");
});
