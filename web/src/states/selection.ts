/** Which rows of a list are ticked. */
import { useState } from "react";

export interface Selection {
  readonly ids: ReadonlySet<string>;
  toggle(id: string): void;
  toggleAll(ids: readonly string[]): void;
  clear(): void;
}

/** Ticks all of them, or none when all were ticked; rows not shown keep theirs. */
export function toggledAll(chosen: ReadonlySet<string>, ids: readonly string[]): Set<string> {
  const next = new Set(chosen);
  const all = ids.length > 0 && ids.every((id) => chosen.has(id));
  for (const id of ids) {
    if (all) next.delete(id);
    else next.add(id);
  }
  return next;
}

export function useSelection(): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  return {
    ids,
    toggle: (id) => setIds((chosen) => toggledAll(chosen, [id])),
    toggleAll: (some) => setIds((chosen) => toggledAll(chosen, some)),
    clear: () => setIds(new Set()),
  };
}
