/** What the pages read and change of products: one, what is missing, and candidates of HS codes. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, unwrap } from "./client";
import type { ProductDraft } from "./types";

export function useProduct(sku: string | null) {
  return useQuery({
    queryKey: ["products", "one", sku],
    queryFn: () =>
      unwrap(client.GET("/v1/products/{sku}", { params: { path: { sku: sku ?? "" } } })),
    enabled: sku !== null,
  });
}

export function useSaveProduct() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (draft: ProductDraft) =>
      unwrap(
        client.PUT("/v1/products/{sku}", { params: { path: { sku: draft.sku } }, body: draft }),
      ),
    onSuccess: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ["products"] }),
        cache.invalidateQueries({ queryKey: ["gaps"] }),
      ]),
  });
}

/** SKUs that orders wait for. */
export function useGaps() {
  return useQuery({
    queryKey: ["gaps"],
    queryFn: ({ signal }) => unwrap(client.GET("/v1/products/gaps", { signal })),
  });
}

const CANDIDATES = 8;

/** Subheadings that may fit a description; proposed, never applied. */
export function useHsCandidates(text: string, isOpen: boolean) {
  const wanted = text.trim();
  return useQuery({
    queryKey: ["hs", wanted],
    queryFn: ({ signal }) => {
      const query = { q: wanted.slice(0, 200), limit: CANDIDATES };
      return unwrap(client.GET("/v1/hs-codes", { params: { query }, signal }));
    },
    enabled: isOpen && wanted !== "",
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
