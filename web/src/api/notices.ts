/** Notices: what somebody should know without asking. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ask } from "./ask";
import { PAGE_ITEMS } from "./lists";
import { problemOf } from "./problem";
import type { MailWishes, NoticePage } from "./types";

export function useNotices() {
  const query = new URLSearchParams({ limit: String(PAGE_ITEMS) });
  return useQuery({
    queryKey: ["notices"],
    queryFn: ({ signal }) => ask<NoticePage>("GET", `/v1/notices?${query}`, { signal }),
    // A server without them, or a key that may not read them, is asked once.
    retry: (failures, error) => problemOf(error).status === 0 && failures < 2,
  });
}

/** Says that a notice and every older one were read. */
export function useReadNotices() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (upTo: string) =>
      ask<undefined>("PUT", "/v1/notices/read", { body: { up_to: upTo } }),
    onSettled: () => cache.invalidateQueries({ queryKey: ["notices"] }),
  });
}

export function useMailWishes() {
  return useQuery({
    queryKey: ["mail wishes"],
    queryFn: ({ signal }) => ask<MailWishes>("GET", "/v1/account/mail", { signal }),
  });
}

export function useSaveMailWishes() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: MailWishes) => ask<MailWishes>("PUT", "/v1/account/mail", { body }),
    onSuccess: (kept) => cache.setQueryData(["mail wishes"], kept),
  });
}
