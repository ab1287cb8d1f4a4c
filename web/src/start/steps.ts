/** What a new seller does first, and which of it is done: told by the tenant's own data. */
import type { Session } from "../api/types";
import type { Area } from "../routes";
import { mayOf, mayOpen } from "../session/may";

export const STEPS = ["products", "orders", "quote", "book", "label", "handIn"] as const;
export type Step = (typeof STEPS)[number];

/** What is there already, as far as it decides a step. */
export interface Found {
  readonly products: boolean;
  readonly orders: boolean;
  readonly parcels: boolean;
  readonly manifests: boolean;
  /** Done in this browser: neither a quote nor a printed label leaves anything on the server. */
  readonly quoted: boolean;
  readonly printed: boolean;
}

/** Which steps are done. What comes later shows that what it needs was done, by whatever way. */
export function stepsDone(found: Found): ReadonlySet<Step> {
  const done = new Set<Step>();
  const { products, orders, quoted, parcels, printed, manifests } = found;
  if (products || parcels) done.add("products");
  if (orders) done.add("orders");
  if (quoted || parcels) done.add("quote");
  if (parcels) done.add("book");
  if (printed || manifests) done.add("label");
  if (manifests) done.add("handIn");
  return done;
}

/** The step to do next; null when all are done. */
export function nextStep(done: ReadonlySet<Step>): Step | null {
  return STEPS.find((step) => !done.has(step)) ?? null;
}

const MARKS = "portolan.start";

type Storage = Pick<globalThis.Storage, "getItem" | "setItem">;
/** What is remembered of this browser by seat: an organisation with its mode, or a key's mode. */
export type Mark = "quoted" | "printed" | "done";

/** Whose steps these are: what one organisation has done says nothing of another. */
export function seatOf(apiKey: string | null, session: Session | null | undefined): string {
  if (apiKey !== null || !session) return "key";
  return `${session.organisation.id} ${session.mode}`;
}

function readMarks(storage: Storage): Record<string, Mark[]> {
  try {
    return JSON.parse(storage.getItem(MARKS) ?? "{}") as Record<string, Mark[]>;
  } catch {
    return {};
  }
}

export function hasMark(seat: string, mark: Mark, storage: Storage = localStorage): boolean {
  return readMarks(storage)[seat]?.includes(mark) ?? false;
}

export function leaveMark(seat: string, mark: Mark, storage: Storage = localStorage): void {
  if (hasMark(seat, mark, storage)) return;
  const marks = readMarks(storage);
  storage.setItem(MARKS, JSON.stringify({ ...marks, [seat]: [...(marks[seat] ?? []), mark] }));
}

const USUAL: readonly Area[] = ["quote", "orders", "parcels"];

/** Where an address that names nothing leads: the first steps while some are left, then the usual work. */
export function firstArea(
  apiKey: string | null,
  session: Session | null | undefined,
  storage: Storage = localStorage,
): Area {
  const may = mayOf(apiKey, session);
  const sells = may("orders:write");
  if (sells && !hasMark(seatOf(apiKey, session), "done", storage)) return "start";
  return USUAL.find((area) => mayOpen(area, may)) ?? "team";
}
