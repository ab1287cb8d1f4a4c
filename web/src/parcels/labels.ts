/** Labels as files: one PDF for many parcels, ZPL one after the other, an image of one. */
import { client } from "../api/client";
import { RequestError, toProblem } from "../api/problem";

/** The interface prints at most so many labels into one file. */
export const LABELS_MAX = 1_000;
/** ZPL comes one parcel a request; so many are under way at once. */
const AT_ONCE = 4;

export type LabelFormat = "pdf" | "zpl" | "png";
export type Dpi = 203 | 300;

export interface LabelWish {
  readonly parcels: readonly string[];
  readonly format: LabelFormat;
  readonly dpi: Dpi;
  /** Which page of an image, from 1. */
  readonly page: number;
}

/** How far it has come: asked for and nothing there yet, or so many bytes, or so many labels. */
export type LabelProgress =
  | { readonly kind: "asked" }
  | { readonly kind: "bytes"; readonly done: number; readonly total: number | null }
  | { readonly kind: "labels"; readonly done: number; readonly total: number };

type OnProgress = (progress: LabelProgress) => void;

/** Reads a body to its end, and says how much of it is there. */
export async function readWhole(
  body: ReadableStream<Uint8Array>,
  total: number | null,
  onProgress: OnProgress,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = body.getReader();
  let done = 0;
  for (;;) {
    const { value, done: ended } = await reader.read();
    if (ended) return parts;
    parts.push(value as Uint8Array<ArrayBuffer>);
    done += value.byteLength;
    onProgress({ kind: "bytes", done, total });
  }
}

/** Does something with each, a few at a time, and answers in the order given. */
export async function eachInOrder<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
  onDone: (count: number) => void,
): Promise<R[]> {
  const results: R[] = new Array(items.length);
  let next = 0;
  let done = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next;
      next += 1;
      results[index] = await work(items[index] as T);
      done += 1;
      onDone(done);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}

interface Streamed {
  data?: ReadableStream<Uint8Array> | null | undefined;
  error?: unknown;
  response: Response;
}

async function bytesOf(answer: Promise<Streamed>, onProgress: OnProgress) {
  const { data, error, response } = await answer;
  if (!response.ok || !data) throw new RequestError(toProblem(error, response.status));
  const length = Number(response.headers.get("content-length"));
  return readWhole(data, length > 0 ? length : null, onProgress);
}

function askOne(id: string, wish: LabelWish, signal: AbortSignal): Promise<Streamed> {
  const { format, dpi, page } = wish;
  const query = {
    format,
    ...(format === "pdf" ? {} : { dpi }),
    ...(format === "png" ? { page } : {}),
  };
  return client.GET("/v1/parcels/{id}/label", {
    params: { path: { id }, query },
    parseAs: "stream",
    signal,
  }) as Promise<Streamed>;
}

const TYPES: Record<LabelFormat, string> = {
  pdf: "application/pdf",
  png: "image/png",
  zpl: "application/zpl",
};

/** The file of labels; they need the key or the sign-in, so a plain link cannot fetch them. */
export async function fetchLabels(
  wish: LabelWish,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Blob> {
  const { parcels, format } = wish;
  onProgress({ kind: "asked" });
  const type = { type: TYPES[format] };
  if (format === "zpl") {
    const labels = await eachInOrder(
      parcels,
      AT_ONCE,
      (id) => bytesOf(askOne(id, wish, signal), () => undefined),
      (done) => onProgress({ kind: "labels", done, total: parcels.length }),
    );
    return new Blob(labels.flat(), type);
  }
  const [only] = parcels;
  if (only !== undefined && (format === "png" || parcels.length === 1)) {
    return new Blob(await bytesOf(askOne(only, wish, signal), onProgress), type);
  }
  const asked = client.POST("/v1/labels", {
    body: { parcels: [...parcels] },
    parseAs: "stream",
    signal,
  }) as Promise<Streamed>;
  return new Blob(await bytesOf(asked, onProgress), type);
}
