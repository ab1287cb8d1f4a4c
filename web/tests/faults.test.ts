/** Whatever the server can say is wrong is said in every language of the console, by its code. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LANGUAGES } from "../src/i18n";
import { argumentsOf, collectCodes, givenCodes, namedCodes, ownCodes } from "./fault-codes";

interface FaultTexts {
  readonly fault: Readonly<Record<string, { readonly what: string; readonly mend: string }>>;
  readonly problem: Readonly<Record<string, string>>;
}

const { codes, silent } = collectCodes();
// English is what the server itself speaks.
const others = LANGUAGES.filter((language) => language !== "en");

const textsOf = (language: string) =>
  JSON.parse(
    readFileSync(new URL(`../src/locales/faults.${language}.json`, import.meta.url), "utf8"),
  ) as FaultTexts;

describe.each(others)("in %s", (language) => {
  const { fault, problem } = textsOf(language);

  test("every code of the Rust sources says what is wrong and what to do", () => {
    const missing = [...codes]
      .filter(([code]) => !fault[code]?.what.trim() || !fault[code].mend.trim())
      .map(([code, path]) => `${code} (${path})`);
    expect(missing).toEqual([]);
  });

  test("no text is of a code that nothing gives any more", () => {
    expect(Object.keys(fault).filter((code) => !codes.has(code))).toEqual([]);
  });

  test("every problem says what to do", () => {
    const document = JSON.parse(
      readFileSync(new URL("../../crates/api/openapi.json", import.meta.url), "utf8"),
    ) as { components: { schemas: { ProblemCode: { enum: string[] } } } };
    const known = document.components.schemas.ProblemCode.enum;
    expect(Object.keys(problem).sort()).toEqual([...known].sort());
    expect(Object.values(problem).filter((text) => text.trim() === "")).toEqual([]);
  });
});

describe("the codes are found", () => {
  test("by every way of giving one", () => {
    expect(silent).toEqual([]);
    // One of each crate, and of each way.
    for (const code of [
      "phone_format",
      "postcode_of_other_region",
      "date_ambiguous",
      "html",
      "column_unread",
      "band_hole",
      "line_no_exit",
      "fx_old",
      "folders_many",
      "rate_not_held",
      "origin_assumed",
      "label_script",
      "no_sell_tariff",
      "product_unknown",
      "scopes_empty",
      "events_many",
      "xml_doctype",
      "store_busy",
    ])
      expect([...codes.keys()], code).toContain(code);
  });

  test("where a call gives them, whatever its other arguments hold", () => {
    const source = `found.push(fault(
      &format!("lines[{index}].sku"),
      what("a, b)", &[1, 2]),
      "create it, or mend",
      "product_unknown",
    ));`;
    const call = /\bfault\(/g;
    expect(givenCodes(source, { call, argument: -1 })).toEqual(["product_unknown"]);
    expect(givenCodes(source, { call, argument: 0 })).toEqual([]);
    expect(argumentsOf(source, source.indexOf("(", 11))).toHaveLength(4);
  });

  test("in an error's own list, and nowhere behind it", () => {
    const source = `pub const fn code(&self) -> &'static str {
      match self { Self::One { .. } => "one_code", Self::Two => "two" }
    }
    fn other() -> &'static str { "not_a_code" }`;
    expect(ownCodes(source)).toEqual(["one_code", "two"]);
  });

  test("by the name of what holds them", () => {
    const source = `CellFault { code: "cell_too_long", what };
      let code = if a == b { "order_address_differs" } else { "order_rows_differ" };
      let (code, what, mend) = match fault { A => ("date_format", "no_date", x), B => ("date_range", y, z) };
      let code = printable("sort_code");`;
    expect(namedCodes(source)).toEqual([
      "cell_too_long",
      "order_address_differs",
      "order_rows_differ",
      "date_format",
      "date_range",
    ]);
  });
});
