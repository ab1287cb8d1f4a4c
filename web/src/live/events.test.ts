import { expect, test } from "vitest";
import { eventReader, MOVING, pauseBefore, touchedBy } from "./events";

test("events are read however the bytes are cut", () => {
  const told =
    'event: order\ndata: {"id":"ord_1"}\n\n: still here\n\nevent: tick\r\ndata: {}\r\n\r\n';
  const wanted = [
    { name: "order", data: '{"id":"ord_1"}' },
    { name: "tick", data: "{}" },
  ];
  expect(eventReader()(told)).toEqual(wanted);
  for (const size of [1, 3, 7]) {
    const read = eventReader();
    const found = [];
    for (let at = 0; at < told.length; at += size) found.push(...read(told.slice(at, at + size)));
    expect(found, `in pieces of ${size}`).toEqual(wanted);
  }
});

test("an event makes old what shows it, and one that is not known nothing", () => {
  expect(touchedBy("parcel")).toContain("exceptions");
  expect(touchedBy("parcel")).not.toContain("orders");
  expect(touchedBy("weather")).toEqual([]);
  expect(MOVING).toContain("notices");
});

test("each try waits longer, up to a minute and a quarter", () => {
  expect([0, 1, 2, 10].map((tries) => pauseBefore(tries, 0.5))).toEqual([
    1_000, 2_000, 4_000, 60_000,
  ]);
  expect(pauseBefore(0, 0)).toBe(750);
  expect(pauseBefore(20, 1)).toBe(75_000);
});
