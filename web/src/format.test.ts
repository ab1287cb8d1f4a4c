import { expect, test } from "vitest";
import {
  formatDate,
  formatDateWindow,
  formatInstant,
  formatMass,
  formatMoney,
  formatShare,
  offsetOf,
} from "./format";

test("money keeps every digit that the server wrote", () => {
  expect(formatMoney({ amount: "12.30", currency: "EUR" }, "en")).toBe("€12.30");
  expect(formatMoney({ amount: "1200", currency: "JPY" }, "en")).toBe("¥1,200");
  expect(formatMoney({ amount: "90071992547409931.25", currency: "EUR" }, "en")).toBe(
    "€90,071,992,547,409,931.25",
  );
  expect(formatMoney({ amount: "7.5", currency: "POINTS" }, "en")).toBe("7.5 POINTS");
  expect(formatMoney(null, "en")).toBe("–");
});

test("a civil date is never moved by the reader's zone", () => {
  for (const zone of ["Pacific/Kiritimati", "America/Los_Angeles"]) {
    process.env["TZ"] = zone;
    expect(formatDate("2026-12-03", "en")).toBe("Dec 3");
    expect(formatDate("2026-12-03T23:59:00-11:00[Pacific/Niue]", "en", "full")).toBe("Dec 3, 2026");
  }
  expect(formatDate("2026-12-03", "zh")).toBe("12月3日");
  expect(formatDate("soon", "en")).toBe("–");
});

/** Ranges are set with thin spaces. */
const plain = (text: string) => text.replace(/\s/g, " ");

test("a window says a single day once and never runs backwards", () => {
  expect(plain(formatDateWindow("2026-12-03", "2026-12-09", "en"))).toBe("Dec 3 – 9");
  expect(plain(formatDateWindow("2026-12-09", "2026-12-03", "en"))).toBe("Dec 3 – 9");
  expect(plain(formatDateWindow("2026-12-03", "2026-12-03", "en"))).toBe("Dec 3");
});

test("an instant is read on the clock of its place", () => {
  expect(formatInstant("2026-12-03T08:30:00+08:00[Asia/Shanghai]", "en")).toBe("Thu, Dec 3 08:30");
  expect(offsetOf("2026-12-03T08:30:00+08:00[Asia/Shanghai]")).toBe("UTC+08:00");
  expect(offsetOf("2026-12-03T08:30:00Z")).toBe("UTC");
});

test("grams become kilograms from a thousand on", () => {
  expect(formatMass(999, "en")).toBe("999 g");
  expect(formatMass(2050, "en")).toBe("2.05 kg");
});

test("small shares keep digits that say something", () => {
  expect(formatShare(0.0062, "en")).toBe("0.62%");
  expect(formatShare(0.00004, "en")).toBe("0.004%");
});
