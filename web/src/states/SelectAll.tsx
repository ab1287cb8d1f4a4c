/** Ticks every row of the page that can be ticked, or none. */
import { Checkbox } from "@mantine/core";
import type { Selection } from "./selection";

export function SelectAll<T extends { readonly id: string }>({
  label,
  rows,
  selection,
}: {
  label: string;
  rows: readonly T[];
  selection: Selection<T>;
}) {
  const chosen = rows.filter((row) => selection.has(row.id)).length;
  return (
    <th scope="col">
      <Checkbox
        aria-label={label}
        checked={chosen > 0 && chosen === rows.length}
        indeterminate={chosen > 0 && chosen < rows.length}
        disabled={rows.length === 0}
        onChange={() => selection.toggleAll(rows)}
      />
    </th>
  );
}
