/** What the pages read and change, each under one name; the cache's keys stand here and nowhere else. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import { RequestError, toProblem } from "./problem";
import type { Entry, EntryWish, QuoteRequest } from "./types";

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

/** What checking the published network found; it takes a while, and changes only with the network. */
export function useNetworkCheck() {
  return useQuery({
    queryKey: ["network", "check"],
    queryFn: ({ signal }) => unwrap(client.GET("/v1/network/check", { signal })),
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

/** Whether there is anything of what a new seller makes first; what may not be read is not there. */
export function useFirstSteps() {
  const query = { limit: 1 };
  const any = async (page: Promise<{ items: readonly unknown[] }>) => {
    try {
      return (await page).items.length > 0;
    } catch (error) {
      if (error instanceof RequestError && error.problem.code === "scope_missing") return false;
      throw error;
    }
  };
  return useQuery({
    queryKey: ["first steps"],
    queryFn: async () => {
      const [products, orders, parcels, manifests] = await Promise.all([
        any(unwrap(client.GET("/v1/products", { params: { query } }))),
        any(unwrap(client.GET("/v1/orders", { params: { query } }))),
        any(unwrap(client.GET("/v1/parcels", { params: { query } }))),
        any(unwrap(client.GET("/v1/manifests", { params: { query } }))),
      ]);
      return { products, orders, parcels, manifests };
    },
    // Whoever comes back has just done a step.
    staleTime: 0,
  });
}

/** Whatever a list showed of it, its own page asks anew. */
export function useOrder(id: string) {
  return useQuery({
    queryKey: ["orders", "one", id],
    queryFn: () => unwrap(client.GET("/v1/orders/{id}", { params: { path: { id } } })),
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

const KINDS_ITEMS = 200;

/** The kinds of the newest open exceptions by parcel; without an answer the list does without. */
export function useExceptionKinds(): ReadonlyMap<string, readonly string[]> {
  const { data } = useQuery({
    queryKey: ["exceptions", "kinds"],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET("/v1/exceptions", {
          params: { query: { open: true, limit: KINDS_ITEMS } },
          signal,
        }),
      ),
  });
  const kinds = new Map<string, string[]>();
  for (const { parcel, kind } of data?.items ?? [])
    kinds.set(parcel, [...(kinds.get(parcel) ?? []), kind]);
  return kinds;
}

export function useManifest(id: string | null) {
  return useQuery({
    queryKey: ["manifests", id],
    queryFn: () => unwrap(client.GET("/v1/manifests/{id}", { params: { path: { id: id ?? "" } } })),
    enabled: id !== null,
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
