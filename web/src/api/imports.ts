/** Staged imports: a file is sent once, looked at, mended in place, and then kept. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, done, unwrap } from "./client";
import { filled, PAGE_ITEMS } from "./lists";
import type { Import, ImportKind, ImportList, ImportMend, ImportReading, RowFate } from "./types";
import { send } from "./upload";

const BASE = "/v1/imports";
/** While the server reads or keeps, it is asked so often how far it has come. */
const ASK_EVERY_MS = 700;

const of = (id: string) => ({ params: { path: { id } } });

/** The document's types tell members with a default as always there. */
const sent = <T>(body: unknown) => body as T;

export interface FileWish {
  readonly kind: ImportKind;
  readonly file: File;
  readonly idempotencyKey: string;
  onProgress(sent: number): void;
  readonly signal: AbortSignal;
}

export function useSendFile() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ kind, file, ...rest }: FileWish) => {
      const query = new URLSearchParams({ kind, name: file.name.slice(0, 200) });
      // Whatever it is, the server finds out: browsers guess by the name.
      const type = "application/octet-stream";
      return send<Import>({ path: `${BASE}?${query}`, file, type, ...rest });
    },
    onSuccess: (made) => {
      cache.setQueryData(["imports", "one", made.id], made);
      return cache.invalidateQueries({ queryKey: ["imports", "list"] });
    },
  });
}

export function useImports() {
  return useQuery({
    queryKey: ["imports", "list"],
    queryFn: ({ signal }) => unwrap<ImportList>(client.GET("/v1/imports", { signal })),
  });
}

/** Whether the server is at work on it, so that it is worth asking again. */
export function isAtWork(one: Pick<Import, "state"> | undefined): boolean {
  return one?.state === "reading" || one?.state === "keeping";
}

export function useImport(id: string) {
  return useQuery({
    queryKey: ["imports", "one", id],
    queryFn: ({ signal }) => unwrap<Import>(client.GET("/v1/imports/{id}", { ...of(id), signal })),
    refetchInterval: ({ state }) => (isAtWork(state.data) ? ASK_EVERY_MS : false),
  });
}

export interface RowFilter {
  readonly fate: RowFate | null;
  readonly q: string;
  readonly cursor: string;
}

/** Rows as they are at a revision: what was read of an earlier one is not mixed with it. */
export function useImportRows(one: Import, { fate, q, cursor }: RowFilter) {
  const query = { limit: PAGE_ITEMS, ...filled({ fate, q, cursor }) };
  return useQuery({
    queryKey: ["import rows", one.id, one.revision, one.kept?.created ?? 0, fate, q, cursor],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET("/v1/imports/{id}/rows", { params: { path: { id: one.id }, query }, signal }),
      ),
    enabled: one.state === "checked",
    placeholderData: keepPreviousData,
  });
}

/** A change of an import; each answers how it stands then. */
function useChange<W>(id: string, change: (wish: W) => Promise<Import>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (now) => cache.setQueryData(["imports", "one", id], now),
    // Somebody else may have changed it: what is there now is shown beside the problem.
    onError: () => cache.invalidateQueries({ queryKey: ["imports", "one", id] }),
  });
}

export const useReread = (id: string) =>
  useChange(id, (body: { revision: number; reading: ImportReading; remember: boolean }) =>
    unwrap<Import>(client.PUT("/v1/imports/{id}/reading", { ...of(id), body: sent(body) })),
  );

export const useMend = (id: string) =>
  useChange(id, ({ line, ...body }: ImportMend & { line: number }) =>
    unwrap<Import>(
      client.PATCH("/v1/imports/{id}/rows/{line}", {
        params: { path: { id, line } },
        body: sent(body),
      }),
    ),
  );

export const useKeep = (id: string) =>
  useChange(id, (body: { revision: number; partial: boolean }) =>
    unwrap<Import>(client.POST("/v1/imports/{id}/keep", { ...of(id), body: sent(body) })),
  );

export function useDiscard(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => done(client.DELETE("/v1/imports/{id}", of(id))),
    onSuccess: () => cache.invalidateQueries({ queryKey: ["imports", "list"] }),
  });
}
