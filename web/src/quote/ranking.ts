/** Orders and extremes of routes; pure, so that the table and the chart agree. */
import type { Quote, QuotedRoute } from "../api/types";

export type SortColumn = "price" | "p50" | "p90" | "loss";
export interface Sort {
  readonly column: SortColumn;
  readonly descending: boolean;
}

/** One offer or option as it is chosen on the page. */
export interface Choice {
  readonly kind: "offer" | "option";
  readonly index: number;
}

const VALUES: Record<SortColumn, (route: QuotedRoute) => number> = {
  price: (route) => Number(route.price.amount),
  p50: (route) => Date.parse(instantOf(route.p50.instant)) || route.p50.days,
  p90: (route) => Date.parse(instantOf(route.p90.instant)) || route.p90.days,
  loss: (route) => route.loss,
};

/** An RFC 9557 instant without its zone's name, which `Date` cannot read. */
export function instantOf(text: string): string {
  return text.replace(/\[.*\]$/, "");
}

/** The indices of the routes in the wished order; equals keep the server's order. */
export function sortedIndices(routes: readonly QuotedRoute[], sort: Sort): number[] {
  const value = VALUES[sort.column];
  const sign = sort.descending ? -1 : 1;
  return routes
    .map((route, index) => ({ index, key: value(route) }))
    .sort((a, b) => sign * (a.key - b.key) || a.index - b.index)
    .map((entry) => entry.index);
}

/** The index of the least; none among fewer than two, where it would say nothing. */
export function bestIndex(routes: readonly QuotedRoute[], column: SortColumn): number | null {
  return routes.length < 2
    ? null
    : (sortedIndices(routes, { column, descending: false })[0] ?? null);
}

/** The route a choice stands for, if the quote still has it. */
export function chosenRoute(quote: Quote, choice: Choice): QuotedRoute | undefined {
  return (choice.kind === "offer" ? quote.offers : quote.options)[choice.index];
}

/** The last day that any of the routes is promised for, at least one. */
export function lastDay(routes: readonly QuotedRoute[]): number {
  return Math.max(1, ...routes.map((route) => Math.max(route.p50.days, route.p90.days)));
}
