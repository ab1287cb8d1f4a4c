/**
 * What is shown, kept in the address's fragment: `#/orders?state=booked` is an area with its filter,
 * `#/orders/ord_…` one thing of it. So whatever is looked at survives a reload, and can be sent to somebody.
 */
import { useSyncExternalStore } from "react";

export const AREAS = [
  "start",
  "quote",
  "orders",
  "imports",
  "products",
  "parcels",
  "manifests",
  "exceptions",
  "network",
  "team",
] as const;
export type Area = (typeof AREAS)[number];

/** The areas that stand under another one in the menu. */
export const PARENTS: Partial<Record<Area, Area>> = { imports: "orders", manifests: "parcels" };

export interface Route {
  readonly area: Area;
  /** The one thing of the area that is looked at, if any. */
  readonly id: string | null;
  readonly query: URLSearchParams;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Reads a fragment; null where it names no area. */
export function findRoute(fragment: string): Route | null {
  const [path = "", text = ""] = fragment.replace(/^#\/?/, "").split("?");
  const [name = "", ...rest] = path.split("/");
  const area = AREAS.find((one) => one === name);
  if (area === undefined) return null;
  const query = new URLSearchParams(text);
  // Addresses of parcels were written as a filter once, and mails still hold them.
  const id = rest.length > 0 ? rest.join("/") : area === "parcels" ? query.get("parcel") : null;
  return { area, id: id ? decoded(id) : null, query };
}

/** Reads a fragment; anything unknown is the quote. */
export function parseRoute(fragment: string): Route {
  return findRoute(fragment) ?? { area: "quote", id: null, query: new URLSearchParams() };
}

type Query = Readonly<Record<string, string | null>>;

/** The fragment that shows an area, or one thing of it; empty values are left out. */
export function hrefOf(area: Area, query: Query = {}, id: string | null = null): string {
  const kept = Object.entries(query).filter((one): one is [string, string] => Boolean(one[1]));
  const text = new URLSearchParams(kept).toString();
  const path = id === null ? area : `${area}/${encodeURIComponent(id)}`;
  return `#/${path}${text === "" ? "" : `?${text}`}`;
}

/** The fragment that shows one thing. */
export function hrefOfOne(area: Area, id: string): string {
  return hrefOf(area, {}, id);
}

/** The route's own fragment with some of its query changed. */
export function hrefWith(route: Route, changes: Query): string {
  return hrefOf(route.area, { ...Object.fromEntries(route.query), ...changes }, route.id);
}

const listeners = new Set<() => void>();

/** All are told at once: a page that heard it before the frame would take another area's id for its own. */
function tell(): void {
  for (const listener of listeners) listener();
}

function replace(href: string): void {
  if (href === location.hash) return;
  history.replaceState(null, "", href);
  // The browser tells of no change that a page makes by itself.
  tell();
}

/** Keeps the address in step with a form without a new history entry. */
export function replaceRoute(area: Area, query: Query): void {
  replace(hrefOf(area, query));
}

/** Changes the query of what is shown: a filter begins again on the first page. */
export function replaceQuery(changes: Query): void {
  replace(hrefWith(parseRoute(location.hash), { cursor: null, ...changes }));
}

/** Goes somewhere else, with a history entry of its own. */
export function goTo(href: string): void {
  location.hash = href;
}

/** What stays shown until somebody has been asked, and who asks. */
let held: { readonly hash: string; readonly ask: (wanted: string) => void } | null = null;

/** Holds what is shown: whoever goes elsewhere is asked first. Gives what lets go of it. */
export function holdRoute(ask: (wanted: string) => void): () => void {
  const own = { hash: location.hash, ask };
  held = own;
  return () => {
    if (held === own) held = null;
  };
}

/** Lets go of what is held and shows something else in its place: back does not lead to it again. */
export function leaveFor(href: string): void {
  held = null;
  replace(href);
}

/** A link, back or forward was followed; the browser has no way to refuse it, so it is undone. */
function moved(): void {
  if (held === null || location.hash === held.hash) {
    tell();
    return;
  }
  const wanted = location.hash;
  history.pushState(null, "", held.hash);
  held.ask(wanted);
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener("hashchange", moved);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener("hashchange", moved);
  };
}

/** The fragment of what is shown. */
export function useFragment(): string {
  return useSyncExternalStore(subscribe, () => held?.hash ?? location.hash);
}

/** The route now in the address bar. */
export function useRoute(): Route {
  return parseRoute(useFragment());
}
