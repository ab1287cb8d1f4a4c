/** What the pages read and change, each under one name; the cache's keys stand here and nowhere else. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import { RequestError, toProblem } from "./problem";
import type { Entry, EntryWish, OrderState, ParcelState, QuoteRequest } from "./types";

const PAGE_ITEMS = 50;
const EXCEPTION_ITEMS = 200;
const TIMELINE_EVERY_MS = 30_000;
/** The interface books at most 200 orders a request; fewer at a time show progress. */
export const BOOK_ITEMS = 20;

export function useNetwork() {
  return useQuery({
    queryKey: ["network"],
    queryFn: () => unwrap(client.GET("/v1/network")),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useNetworkMap() {
  return useQuery({
    queryKey: ["network", "map"],
    queryFn: () => unwrap(client.GET("/v1/network/map")),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function usePlaces(text: string) {
  const wanted = text.trim();
  return useQuery({
    queryKey: ["places", wanted],
    queryFn: ({ signal }) =>
      unwrap(client.GET("/v1/network/places", { params: { query: { q: wanted } }, signal })),
    enabled: wanted !== "",
    staleTime: 60_000,
    retry: false,
  });
}

export function useQuote(request: QuoteRequest | null) {
  return useQuery({
    queryKey: ["quote", request],
    queryFn: ({ signal }) =>
      unwrap(client.POST("/v1/quotes", { body: request as QuoteRequest, signal })),
    enabled: request !== null,
    retry: false,
  });
}

export function useOrders(q: string, state: OrderState | null) {
  return useInfiniteQuery({
    queryKey: ["orders", q, state],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: PAGE_ITEMS, ...filled({ q, state, cursor: pageParam }) };
      return unwrap(client.GET("/v1/orders", { params: { query }, signal }));
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function useParcels(q: string, state: ParcelState | null) {
  return useInfiniteQuery({
    queryKey: ["parcels", q, state],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: PAGE_ITEMS, ...filled({ q, state, cursor: pageParam }) };
      return unwrap(client.GET("/v1/parcels", { params: { query }, signal }));
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function useParcel(id: string) {
  return useQuery({
    queryKey: ["parcels", "one", id],
    queryFn: () => unwrap(client.GET("/v1/parcels/{id}", { params: { path: { id } } })),
  });
}

/** What became of a parcel; it moves while it is looked at. */
export function useTimeline(id: string) {
  return useQuery({
    queryKey: ["parcels", "timeline", id],
    queryFn: () => unwrap(client.GET("/v1/parcels/{id}/timeline", { params: { path: { id } } })),
    refetchInterval: TIMELINE_EVERY_MS,
  });
}

export function useOpenExceptions(kind: string | null) {
  return useInfiniteQuery({
    queryKey: ["exceptions", kind],
    queryFn: ({ pageParam, signal }) => {
      const query = { open: true, limit: EXCEPTION_ITEMS, ...filled({ kind, cursor: pageParam }) };
      return unwrap(client.GET("/v1/exceptions", { params: { query }, signal }));
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** Messages that could not be read, newest first. */
export function useQuarantine() {
  return useInfiniteQuery({
    queryKey: ["quarantine"],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: PAGE_ITEMS, ...filled({ cursor: pageParam }) };
      return unwrap(client.GET("/v1/quarantine", { params: { query }, signal }));
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function useManifests() {
  return useInfiniteQuery({
    queryKey: ["manifests"],
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: PAGE_ITEMS, ...filled({ cursor: pageParam }) };
      return unwrap(client.GET("/v1/manifests", { params: { query }, signal }));
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function useManifest(id: string | null) {
  return useQuery({
    queryKey: ["manifests", id],
    queryFn: () => unwrap(client.GET("/v1/manifests/{id}", { params: { path: { id: id ?? "" } } })),
    enabled: id !== null,
  });
}

type Filled<T> = { [K in keyof T]?: Exclude<T[K], null> };

/** Without the members that are null or empty: the interface tells absent from empty. */
function filled<T extends Record<string, string | null>>(members: T): Filled<T> {
  const kept = Object.entries(members).filter(([, value]) => value !== null && value !== "");
  return Object.fromEntries(kept) as Filled<T>;
}

export interface ImportWish {
  readonly file: File;
  readonly encoding: string;
  readonly dryRun: boolean;
  readonly partial: boolean;
}

export function useImport() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ file, encoding, dryRun, partial }: ImportWish) =>
      unwrap(
        client.POST("/v1/orders/import", {
          params: { query: { dry_run: dryRun, partial, ...filled({ encoding }) } },
          body: file as unknown as string,
          bodySerializer: (body) => body as unknown as BodyInit,
          headers: { "Content-Type": "text/csv" },
        }),
      ),
    onSuccess: (report) =>
      report.applied ? cache.invalidateQueries({ queryKey: ["orders"] }) : undefined,
  });
}

export interface BookWish {
  readonly orders: readonly string[];
  readonly service: string;
  readonly entry: EntryWish | "";
  onProgress(done: number): void;
}

export function useBook() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async ({ orders, service, entry, onProgress }: BookWish) => {
      const results = [];
      for (let start = 0; start < orders.length; start += BOOK_ITEMS) {
        const part = orders.slice(start, start + BOOK_ITEMS);
        const wish = { ...(service ? { service } : {}), ...(entry ? { entry } : {}) };
        const items = part.map((order) => ({ order, ...wish }));
        const answer = await unwrap(client.POST("/v1/orders/book", { body: { items } }));
        results.push(...answer.results);
        onProgress(Math.min(start + part.length, orders.length));
      }
      return results;
    },
    // Also after a failure half-way: what was booked before it stays booked.
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ["orders"] }),
        cache.invalidateQueries({ queryKey: ["parcels"] }),
      ]),
  });
}

export function useCancelParcel() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(client.POST("/v1/parcels/{id}/cancel", { params: { path: { id } } })),
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ["orders"] }),
        cache.invalidateQueries({ queryKey: ["parcels"] }),
      ]),
  });
}

export function useMakeManifest() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (draft: { entry: Entry; parcels: string[] }) =>
      unwrap(client.POST("/v1/manifests", { body: draft })),
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ["manifests"] }),
        cache.invalidateQueries({ queryKey: ["parcels"] }),
      ]),
  });
}

export function useCountManifest() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, found }: { id: string; found: string[] }) =>
      unwrap(
        client.POST("/v1/manifests/{id}/count", { params: { path: { id } }, body: { found } }),
      ),
    onSettled: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ["manifests"] }),
        cache.invalidateQueries({ queryKey: ["parcels"] }),
      ]),
  });
}

/** The label's bytes; they need the key, so a plain link cannot fetch them. */
export async function fetchLabel(id: string): Promise<Blob> {
  const answer = await client.GET("/v1/parcels/{id}/label", {
    params: { path: { id } },
    parseAs: "blob",
  });
  if (!answer.response.ok || !answer.data) {
    throw new RequestError(toProblem(answer.error, answer.response.status));
  }
  return new Blob([answer.data as unknown as Blob], { type: "application/pdf" });
}
