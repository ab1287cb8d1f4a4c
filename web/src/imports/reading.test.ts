import { expect, test } from "vitest";
import type { ImportSurvey } from "../api/types";
import {
  choiceOf,
  missingFields,
  sourceOfChoice,
  sourcesOf,
  trimmedReading,
  unreadColumns,
  withSource,
} from "./reading";

const SURVEY: ImportSurvey = {
  encoding: "utf-8",
  sheets: [],
  rows: 2,
  is_remembered: false,
  columns: [
    { column: 1, heading: "Order", samples: ["1001"] },
    { column: 2, heading: "Colour", samples: ["red"] },
    { column: 3, heading: "", samples: [] },
  ],
  fields: [
    { field: "order", is_required: true, source: { column: 1 } },
    { field: "sku", is_required: true },
    { field: "note", is_required: false },
  ],
};

test("a choice is a column, a text or nothing, there and back", () => {
  for (const source of [{ column: 12 }, { text: "EUR" }]) {
    expect(sourceOfChoice(choiceOf(source), "EUR")).toEqual(source);
  }
  expect(choiceOf(undefined)).toBe("");
  expect(sourceOfChoice("", "EUR")).toBeNull();
  expect(sourceOfChoice("c0", "")).toBeNull();
});

test("what is required and found nowhere is missing, and an empty text is nowhere", () => {
  const sources = sourcesOf(SURVEY);
  expect(missingFields(SURVEY, sources)).toEqual(["sku"]);
  expect(missingFields(SURVEY, withSource(sources, "sku", { text: " " }))).toEqual(["sku"]);
  expect(missingFields(SURVEY, withSource(sources, "sku", { text: "A-1" }))).toEqual([]);
  expect(missingFields(SURVEY, withSource(sources, "order", null))).toEqual(["order", "sku"]);
});

test("a field is not missing where another stands for it", () => {
  const fields = [
    { field: "city", is_required: false, unless: "full_address" },
    { field: "full_address", is_required: false },
  ];
  const survey = { ...SURVEY, fields };
  expect(missingFields(survey, {})).toEqual(["city"]);
  expect(missingFields(survey, { full_address: { column: 2 } })).toEqual([]);
  expect(missingFields(survey, { full_address: { text: " " } })).toEqual(["city"]);
  expect(missingFields(survey, { city: { column: 1 } })).toEqual([]);
});

test("columns that nobody reads are named, those without a heading are not", () => {
  expect(unreadColumns(SURVEY, sourcesOf(SURVEY))).toEqual(["Colour"]);
  expect(unreadColumns(SURVEY, withSource(sourcesOf(SURVEY), "note", { column: 2 }))).toEqual([]);
});

test("what is left open in a reading is found out by the server", () => {
  expect(trimmedReading({ encoding: "", currency: "EUR" })).toEqual({ currency: "EUR" });
});
