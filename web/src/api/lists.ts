/** Pages of long lists: the server searches and cuts them, this page never holds more than one. */
import { keepPreviousData, type QueryKey, useQuery } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import type { OrderState, Parcel, ParcelState } from "./types";

/** Rows of one page. */
export const PAGE_ITEMS = 50;
/** The most that the interface gives at once, for reading a list through. */
const READ_ITEMS = 200;

/** One page as the interface answers it. */
export interface ListPage<T> {
  readonly items: readonly T[];
  readonly next_cursor: string | null;
}

type Filled<T> = { [K in keyof T]?: Exclude<T[K], null> };

/** Without the members that are null or empty: the interface tells absent from empty. */
export function filled<T extends Record<string, string | null>>(members: T): Filled<T> {
  const kept = Object.entries(members).filter(([, value]) => value !== null && value !== "");
  return Object.fromEntries(kept) as Filled<T>;
}

/** A page; while the next one comes, the one before stays in sight. */
function usePage<P>(key: QueryKey, read: (signal: AbortSignal) => Promise<P>) {
  return useQuery({
    queryKey: key,
    queryFn: ({ signal }) => read(signal),
    placeholderData: keepPreviousData,
  });
}

export interface OrderFilter {
  readonly q: string;
  readonly state: OrderState | null;
  readonly cursor: string;
}

export function useOrders({ q, state, cursor }: OrderFilter) {
  const query = { limit: PAGE_ITEMS, ...filled({ q, state, cursor }) };
  return usePage(["orders", "list", q, state, cursor], (signal) =>
    unwrap(client.GET("/v1/orders", { params: { query }, signal })),
  );
}

export interface ParcelFilter {
  readonly q: string;
  readonly state: ParcelState | null;
  readonly cursor: string;
}

export function useParcels({ q, state, cursor }: ParcelFilter) {
  const query = { limit: PAGE_ITEMS, ...filled({ q, state, cursor }) };
  return usePage(["parcels", "list", q, state, cursor], (signal) =>
    unwrap(client.GET("/v1/parcels", { params: { query }, signal })),
  );
}

/** Reads a list of parcels through, up to a number of them; tells how many it has. */
export async function readParcels(
  { q, state }: Omit<ParcelFilter, "cursor">,
  most: number,
  onProgress: (read: number) => void,
): Promise<Parcel[]> {
  const parcels: Parcel[] = [];
  let cursor = "";
  while (parcels.length < most) {
    const query = { limit: READ_ITEMS, ...filled({ q, state, cursor }) };
    const page = await unwrap(client.GET("/v1/parcels", { params: { query } }));
    parcels.push(...page.items);
    onProgress(Math.min(parcels.length, most));
    if (page.next_cursor == null) break;
    cursor = page.next_cursor;
  }
  return parcels.slice(0, most);
}

export function useProducts(q: string, cursor: string) {
  const query = { limit: PAGE_ITEMS, ...filled({ q, cursor }) };
  return usePage(["products", "list", q, cursor], (signal) =>
    unwrap(client.GET("/v1/products", { params: { query }, signal })),
  );
}

export function useManifests(cursor: string) {
  const query = { limit: PAGE_ITEMS, ...filled({ cursor }) };
  return usePage(["manifests", "list", cursor], (signal) =>
    unwrap(client.GET("/v1/manifests", { params: { query }, signal })),
  );
}

export function useOpenExceptions(kind: string | null, cursor: string) {
  const query = { open: true, limit: PAGE_ITEMS, ...filled({ kind, cursor }) };
  return usePage(["exceptions", "list", kind, cursor], (signal) =>
    unwrap(client.GET("/v1/exceptions", { params: { query }, signal })),
  );
}

/** Messages that could not be read, newest first. */
export function useQuarantine(cursor: string) {
  const query = { limit: PAGE_ITEMS, ...filled({ cursor }) };
  return usePage(["quarantine", cursor], (signal) =>
    unwrap(client.GET("/v1/quarantine", { params: { query }, signal })),
  );
}

export function useAudit(object: string, cursor: string) {
  const query = { limit: PAGE_ITEMS, ...filled({ object, cursor }) };
  return usePage(["audit", object, cursor], (signal) =>
    unwrap(client.GET("/v1/audit", { params: { query }, signal })),
  );
}
