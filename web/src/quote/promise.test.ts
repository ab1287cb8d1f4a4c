import { expect, test } from "vitest";
import type { CurvePoint, Promise as DatePromise, QuotedRoute } from "../api/types";
import { bandsOf, dateAfter, dayOf, daySpan, hoursOf, shownParts, stepsOf } from "./promise";

function part(kind: string, waiting: number, moving: number, spread: number) {
  return {
    kind,
    key: kind,
    what: "",
    from: "A",
    to: "B",
    waiting_hours: waiting,
    moving_hours: moving,
    spread_hours: spread,
  };
}

const PROMISE: DatePromise = {
  date: "2026-12-03",
  probability: 0.94,
  days: 10,
  by_date: [
    { date: "2026-11-30", probability: 0.004 },
    { date: "2026-12-01", probability: 0.5 },
    { date: "2026-12-03", probability: 0.94 },
    { date: "2026-12-05", probability: 0.999 },
  ],
  parts: [part("leg", 0, 0, 0), part("process", 0, 0, 0), part("delivery", 3, 0, -1)],
  times: "published",
};

test("parts that take no time are left out, legs are not", () => {
  expect(shownParts(PROMISE).map((one) => one.kind)).toEqual(["leg", "delivery"]);
  expect(hoursOf(part("leg", 1, 2, -0.5))).toBe(2.5);
});

test("bands reach to the next date, and no further than the chart", () => {
  const start = dayOf("2026-11-30");
  expect(bandsOf(PROMISE, dayOf("2026-12-04")).map((b) => [b.from - start, b.to - start])).toEqual([
    [0, 1],
    [1, 3],
    [3, 5],
  ]);
});

test("the chart begins where one in a hundred is there and ends after the last promise", () => {
  const routes = [{ promise: PROMISE }, {}] as QuotedRoute[];
  expect(daySpan(routes)).toEqual([dayOf("2026-12-01"), dayOf("2026-12-04")]);
  expect(daySpan([{} as QuotedRoute])).toBeNull();
});

test("the lowest price goes in steps", () => {
  const point = (date: string, amount: string, index: number): CurvePoint => ({
    date,
    probability: 0.9,
    price: { amount, currency: "EUR" },
    index,
  });
  const start = dayOf("2026-12-01");
  const steps = stepsOf(
    [point("2026-12-01", "20.00", 1), point("2026-12-04", "5.00", 0)],
    start + 6,
  );
  expect(steps.map(([day, price]) => [day - start, price])).toEqual([
    [0, 20],
    [3, 20],
    [3, 5],
    [6, 5],
  ]);
  expect(dateAfter("2026-02-27", 3)).toBe("2026-03-02");
});
