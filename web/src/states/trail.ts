/**
 * The way back through a list. The interface tells a page's next cursor only; what came before is
 * remembered for as long as the tab lives, so that a reload still knows the way.
 */
const STORED_AS = "portolan.trail";
/** Enough for anybody's patience; the oldest steps go first. */
const STEPS_MAX = 500;

type Storage = Pick<globalThis.Storage, "getItem" | "setItem">;

/** From a page's cursor to the cursor of the page before it; the first page's is empty. */
export type Trail = ReadonlyMap<string, string>;

export function readTrail(storage: Storage = sessionStorage): Trail {
  try {
    return new Map(JSON.parse(storage.getItem(STORED_AS) ?? "[]") as [string, string][]);
  } catch {
    return new Map();
  }
}

/** Remembers that a page follows another. */
export function keepStep(next: string, from: string, storage: Storage = sessionStorage): void {
  const trail = new Map(readTrail(storage));
  if (trail.get(next) === from) return;
  trail.delete(next);
  trail.set(next, from);
  storage.setItem(STORED_AS, JSON.stringify([...trail].slice(-STEPS_MAX)));
}

/** Which page a cursor leads to, from 1; null where the way to it is not known. */
export function pageNumber(cursor: string, trail: Trail): number | null {
  let at = cursor;
  for (let page = 1; page <= STEPS_MAX; page += 1) {
    if (at === "") return page;
    const before = trail.get(at);
    if (before === undefined) return null;
    at = before;
  }
  return null;
}
