/** A short table that is there as a whole: its head, its rows, in a box that scrolls by itself. */
import type { ReactNode } from "react";
import { ScrollBox } from "./ScrollBox";

export interface Column {
  readonly title: string;
  readonly isNumeric?: boolean;
}

interface SheetProps {
  label: string;
  columns: readonly Column[];
  children: ReactNode;
}

export function Sheet({ label, columns, children }: SheetProps) {
  return (
    <ScrollBox className="sheet" label={label}>
      <table>
        <thead>
          <tr>
            {columns.map(({ title, isNumeric }) => (
              <th key={title} scope="col" className={isNumeric ? "numeric" : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </ScrollBox>
  );
}
