/** Which rows of a list are ticked; they stay ticked while pages are turned. */
import { useState } from "react";

export interface Selection<T extends { readonly id: string }> {
  readonly rows: ReadonlyMap<string, T>;
  has(id: string): boolean;
  toggle(row: T): void;
  toggleAll(rows: readonly T[]): void;
  set(rows: readonly T[]): void;
  clear(): void;
}

/** Ticks all of them, or none when all were ticked; rows not shown keep theirs. */
export function toggledAll<T extends { readonly id: string }>(
  chosen: ReadonlyMap<string, T>,
  rows: readonly T[],
): Map<string, T> {
  const next = new Map(chosen);
  const all = rows.length > 0 && rows.every((row) => chosen.has(row.id));
  for (const row of rows) {
    if (all) next.delete(row.id);
    else next.set(row.id, row);
  }
  return next;
}

export function useSelection<T extends { readonly id: string }>(): Selection<T> {
  const [rows, setRows] = useState<ReadonlyMap<string, T>>(new Map());
  return {
    rows,
    has: (id) => rows.has(id),
    toggle: (row) => setRows((chosen) => toggledAll(chosen, [row])),
    toggleAll: (some) => setRows((chosen) => toggledAll(chosen, some)),
    set: (some) => setRows(new Map(some.map((row) => [row.id, row]))),
    clear: () => setRows(new Map()),
  };
}
