/** What the promise's chart and lists show; pure, so that they can be tested. */
import type { CurvePoint, Promise as DatePromise, PromisePart, QuotedRoute } from "../api/types";

const DAY_MS = 86_400_000;

/** Hours a part takes in all, its spread included. */
export function hoursOf(part: PromisePart): number {
  return part.waiting_hours + part.moving_hours + part.spread_hours;
}

/** The parts worth a line: every leg, and what else takes any time. */
export function shownParts(promise: DatePromise): PromisePart[] {
  return promise.parts.filter(
    (part) =>
      part.kind === "leg" ||
      part.waiting_hours !== 0 ||
      part.moving_hours !== 0 ||
      part.spread_hours !== 0,
  );
}

/** A civil date as a number of days. */
export function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

/** A civil date a number of days after another. */
export function dateAfter(date: string, days: number): string {
  return new Date((dayOf(date) + days) * DAY_MS).toISOString().slice(0, 10);
}

/** A stretch of days on which a route is there with a probability. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly probability: number;
}

/** The days a route may arrive on, each with the probability of being there by its end. */
export function bandsOf(promise: DatePromise, last: number): Band[] {
  return promise.by_date
    .map((point, index) => {
      const next = promise.by_date[index + 1];
      const from = dayOf(point.date);
      const to = Math.min(next ? dayOf(next.date) : last + 1, last + 1);
      return { from, to, probability: point.probability };
    })
    .filter((band) => band.from <= last && band.to > band.from);
}

/** The first and last day of a chart of these routes: from when one in a hundred is there to the last promise. */
export function daySpan(routes: readonly QuotedRoute[]): [number, number] | null {
  const promises = routes.flatMap((route) => (route.promise ? [route.promise] : []));
  const firsts = promises.flatMap((promise) => {
    const first = promise.by_date.find((point) => point.probability >= 0.01);
    return first ? [dayOf(first.date)] : [];
  });
  const lasts = promises.map((promise) => dayOf(promise.date));
  if (firsts.length === 0) return null;
  return [Math.min(...firsts), Math.max(...lasts) + 1];
}

/** The corners of the line of the lowest price for each date, from the first promise on. */
export function stepsOf(curve: readonly CurvePoint[], last: number): [number, number][] {
  const corners: [number, number][] = [];
  curve.forEach((point, index) => {
    const price = Number(point.price.amount);
    const next = curve[index + 1];
    corners.push([dayOf(point.date), price], [next ? dayOf(next.date) : last, price]);
  });
  return corners;
}
