/** Notices: what somebody should know without asking. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, done, unwrap } from "./client";
import { PAGE_ITEMS } from "./lists";
import { problemOf } from "./problem";
import type { MailWishes } from "./types";

export function useNotices() {
  const query = { limit: PAGE_ITEMS };
  return useQuery({
    queryKey: ["notices"],
    queryFn: ({ signal }) => unwrap(client.GET("/v1/notices", { params: { query }, signal })),
    // A server without them, or a key that may not read them, is asked once.
    retry: (failures, error) => problemOf(error).status === 0 && failures < 2,
  });
}

/** Says that a notice and every older one were read. */
export function useReadNotices() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (upTo: string) => done(client.PUT("/v1/notices/read", { body: { up_to: upTo } })),
    onSettled: () => cache.invalidateQueries({ queryKey: ["notices"] }),
  });
}

export function useMailWishes() {
  return useQuery({
    queryKey: ["mail wishes"],
    queryFn: ({ signal }) => unwrap(client.GET("/v1/account/mail", { signal })),
  });
}

export function useSaveMailWishes() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: MailWishes) => unwrap(client.PUT("/v1/account/mail", { body })),
    onSuccess: (kept) => cache.setQueryData(["mail wishes"], kept),
  });
}
