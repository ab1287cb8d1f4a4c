/** Amounts, dates and masses in the reader's language. Dates are civil: never shifted by a zone. */
import type { Money } from "./api/types";

const NO_VALUE = "–";

/** An exact decimal with its currency; a currency of ours that ISO 4217 lacks follows the amount. */
export function formatMoney(money: Money | null | undefined, language: string): string {
  if (!money) return NO_VALUE;
  const digits = money.amount.split(".")[1]?.length ?? 0;
  const figures = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const amount = money.amount as unknown as number; // Intl takes decimal strings without rounding.
  if (!/^[A-Z]{3}$/.test(money.currency)) {
    return `${new Intl.NumberFormat(language, figures).format(amount)} ${money.currency}`;
  }
  return new Intl.NumberFormat(language, {
    ...figures,
    style: "currency",
    currency: money.currency,
  }).format(amount);
}

function civilParts(date: string): Date | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(date);
  if (!found) return null;
  return new Date(Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3])));
}

type DateStyle = "short" | "weekday" | "full";

const DATE_STYLES: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  short: { day: "numeric", month: "short" },
  weekday: { weekday: "short", day: "numeric", month: "short" },
  full: { day: "numeric", month: "short", year: "numeric" },
};

/** A civil date, or the date written in an instant, as it stands. */
export function formatDate(
  date: string | null | undefined,
  language: string,
  style: DateStyle = "short",
): string {
  const day = date ? civilParts(date) : null;
  if (!day) return NO_VALUE;
  return new Intl.DateTimeFormat(language, { ...DATE_STYLES[style], timeZone: "UTC" }).format(day);
}

/** The first and last day of a promise, said once where they are one. */
export function formatDateWindow(from: string, to: string, language: string): string {
  const first = civilParts(from);
  const last = civilParts(to);
  if (!first || !last) return NO_VALUE;
  const format = new Intl.DateTimeFormat(language, { ...DATE_STYLES.short, timeZone: "UTC" });
  return first <= last ? format.formatRange(first, last) : format.formatRange(last, first);
}

/**
 * Date and wall-clock time of an instant as written (`2026-12-03T08:30+08:00[Asia/Shanghai]`):
 * a departure is read on the clock of the place it leaves, not on the reader's.
 */
export function formatInstant(instant: string | null | undefined, language: string): string {
  const time = instant ? /T(\d{2}:\d{2})/.exec(instant)?.[1] : undefined;
  const day = formatDate(instant, language, "weekday");
  return time === undefined ? day : `${day} ${time}`;
}

/** The hours between UTC and the clock an instant is written on: `+08:00`. */
export function offsetOf(instant: string): string {
  const found = /T[\d:.]+(Z|[+-]\d{2}:\d{2})/.exec(instant)?.[1];
  return found === undefined ? "" : found === "Z" ? "UTC" : `UTC${found}`;
}

/** Grams up to a kilogram, then kilograms. */
export function formatMass(grams: number, language: string): string {
  const [amount, unit] = grams < 1000 ? [grams, "gram"] : [grams / 1000, "kilogram"];
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit,
    maximumFractionDigits: 3,
  }).format(amount as number);
}

/** A share as a percentage with as many digits as say something: 0.8 %, 0.02 %. */
export function formatShare(share: number, language: string): string {
  return new Intl.NumberFormat(language, {
    style: "percent",
    maximumSignificantDigits: 2,
  }).format(share);
}

/** Whole and tenth days. */
export function formatDays(days: number, language: string): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 0 }).format(days);
}

/** A figure with one decimal at most, such as hours. */
export function formatNumber(value: number, language: string): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value);
}

/** Bytes in the unit that keeps the figure short, by thousands. */
export function formatBytes(bytes: number, language: string): string {
  const units = ["byte", "kilobyte", "megabyte"] as const;
  const step = bytes < 1_000 ? 0 : bytes < 1_000_000 ? 1 : 2;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: units[step] ?? "byte",
    maximumFractionDigits: step === 2 ? 1 : 0,
  }).format(bytes / 1_000 ** step);
}
