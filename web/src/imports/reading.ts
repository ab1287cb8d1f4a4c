/** How a file is read, as a form edits it: no drawing here. */
import type { ImportField, ImportReading, ImportSource, ImportSurvey } from "../api/types";

/** Where each field is found, by its name. */
export type Sources = Readonly<Record<string, ImportSource>>;

/** Where the fields are found now. */
export function sourcesOf(survey: ImportSurvey): Sources {
  return Object.fromEntries(
    survey.fields.flatMap(({ field, source }) => (source ? [[field, source]] : [])),
  );
}

/** A choice for a field: `c3` is the third column, `t` a text for every row, empty nothing. */
export function choiceOf(source: ImportSource | undefined): string {
  if (source?.column != null) return `c${String(source.column)}`;
  return source?.text == null ? "" : "t";
}

/** The source that a choice stands for. */
export function sourceOfChoice(choice: string, text: string): ImportSource | null {
  if (choice === "t") return { text };
  const column = Number(/^c(\d+)$/.exec(choice)?.[1]);
  return column > 0 ? { column } : null;
}

/** The sources with one field's changed; null takes it away. */
export function withSource(sources: Sources, field: string, source: ImportSource | null): Sources {
  const { [field]: _before, ...rest } = sources;
  return source === null ? rest : { ...rest, [field]: source };
}

/** Whether a field is found: in a column, or in a text that is not empty. */
function isFound(source: ImportSource | undefined): boolean {
  return source?.column != null || Boolean(source?.text?.trim());
}

/** Whether a field must be there as the others are found: some may be left out where another stands for them. */
export function isNeeded({ is_required, unless }: ImportField, sources: Sources): boolean {
  return is_required || (unless != null && !isFound(sources[unless]));
}

/** The fields that must be there and are found nowhere, or in an empty text. */
export function missingFields(survey: ImportSurvey, sources: Sources): string[] {
  return survey.fields
    .filter((one) => isNeeded(one, sources) && !isFound(sources[one.field]))
    .map(({ field }) => field);
}

/** Columns that no field reads: they are left out, which is worth a look. */
export function unreadColumns(survey: ImportSurvey, sources: Sources): string[] {
  const read = new Set(Object.values(sources).map((source) => source.column));
  return survey.columns
    .filter(({ column, heading }) => heading.trim() !== "" && !read.has(column))
    .map(({ heading }) => heading);
}

/** A reading without what is empty: absent means that it is found out. */
export function trimmedReading(reading: ImportReading): ImportReading {
  const kept = Object.entries(reading).filter(([, value]) => value != null && value !== "");
  return Object.fromEntries(kept) as ImportReading;
}
