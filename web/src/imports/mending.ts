/** What of a row is mended: no drawing here. */
import type { Import, StagedRow } from "../api/types";

/** The texts that differ from what the row has. */
export function changesOf(
  row: StagedRow,
  texts: Readonly<Record<string, string>>,
): Record<string, string> {
  const now = new Map(row.cells.map((cell) => [cell.field, cell.text]));
  return Object.fromEntries(
    Object.entries(texts).filter(([field, text]) => text !== (now.get(field) ?? "")),
  );
}

/** The fields of the file that a row's form shows: those with faults, or all; faulty ones first. */
export function fieldsToMend(one: Import, row: StagedRow, isWhole: boolean): string[] {
  const known = (one.survey?.fields ?? []).map(({ field }) => field);
  const faulty = new Set(row.faults.map((fault) => fault.field));
  const first = known.filter((field) => faulty.has(field));
  if (!isWhole && first.length > 0) return first;
  const cells = new Set(row.cells.map((cell) => cell.field));
  const rest = known.filter((field) => !faulty.has(field));
  const filled = rest.filter((field) => cells.has(field));
  const empty = rest.filter((field) => !cells.has(field));
  return [...first, ...filled, ...(isWhole ? empty : [])];
}
