/** What the pages change of orders: one taken in by hand, one changed on the version that was looked at, one cancelled. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import { RequestError, toProblem } from "./problem";
import type { OrderDraft } from "./types";

const TOUCHED = ["orders", "parcels", "gaps", "audit", "first steps"] as const;

/** Makes everything old that shows orders. */
function useTouch(): () => Promise<unknown> {
  const cache = useQueryClient();
  return () => Promise.all(TOUCHED.map((name) => cache.invalidateQueries({ queryKey: [name] })));
}

/** Takes one order in and gives its id; the batch of one answers by itself, so its failure is thrown as the whole's. */
export function useTakeOrder() {
  const touch = useTouch();
  return useMutation({
    mutationFn: async (draft: OrderDraft): Promise<string> => {
      const items = [draft];
      const { results } = await unwrap(client.POST("/v1/orders", { body: { items } }));
      const [result] = results;
      if (result?.id != null) return result.id;
      throw new RequestError(toProblem(result?.problem, result?.problem?.status ?? 500));
    },
    onSuccess: touch,
  });
}

export interface Revision {
  readonly version: number;
  readonly order: OrderDraft;
}

export function useReviseOrder(id: string) {
  const touch = useTouch();
  return useMutation({
    mutationFn: (revision: Revision) =>
      unwrap(client.PUT("/v1/orders/{id}", { params: { path: { id } }, body: revision })),
    onSuccess: touch,
  });
}

/** Cancels an order with its booked parcels. */
export function useCancelOrder() {
  const touch = useTouch();
  // Also after a failure: what is shown may be what stood against it.
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(client.POST("/v1/orders/{id}/cancel", { params: { path: { id } } })),
    onSettled: touch,
  });
}

const SKUS = 8;

/** Products whose SKU holds what is typed; without an answer the field does without. */
export function useSkus(text: string) {
  const wanted = text.trim();
  return useQuery({
    queryKey: ["products", "skus", wanted],
    queryFn: ({ signal }) => {
      const query = { q: wanted, limit: SKUS };
      return unwrap(client.GET("/v1/products", { params: { query }, signal }));
    },
    enabled: wanted !== "",
    placeholderData: keepPreviousData,
    retry: false,
  });
}
