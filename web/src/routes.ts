/** Which area is shown, kept in the address's fragment: `#/orders?state=booked`. */
import { useSyncExternalStore } from "react";

export const AREAS = ["quote", "orders", "parcels", "exceptions", "team"] as const;
export type Area = (typeof AREAS)[number];

export interface Route {
  readonly area: Area;
  readonly query: URLSearchParams;
}

/** Reads a fragment; anything unknown is the quote. */
export function parseRoute(fragment: string): Route {
  const [path = "", query = ""] = fragment.replace(/^#\/?/, "").split("?");
  const area = AREAS.find((one) => one === path) ?? "quote";
  return { area, query: new URLSearchParams(query) };
}

/** The fragment that shows an area; empty values are left out. */
export function hrefOf(area: Area, query: Record<string, string> = {}): string {
  const kept = Object.entries(query).filter(([, value]) => value !== "");
  const text = new URLSearchParams(kept).toString();
  return `#/${area}${text === "" ? "" : `?${text}`}`;
}

/** Keeps the address in step with a form without a new history entry. */
export function replaceRoute(area: Area, query: Record<string, string>): void {
  history.replaceState(null, "", hrefOf(area, query));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

/** The fragment now in the address bar. */
export function useFragment(): string {
  return useSyncExternalStore(subscribe, () => location.hash);
}

/** The route now in the address bar. */
export function useRoute(): Route {
  return parseRoute(useFragment());
}
