import { expect, test } from "vitest";
import type { Import, StagedRow } from "../api/types";
import { changesOf, fieldsToMend } from "./mending";

const ROW: StagedRow = {
  line: 7,
  key: "A-1",
  fate: "rejected",
  cells: [
    { field: "order", text: "A-1", is_mended: false },
    { field: "postcode", text: "7501", is_mended: false },
  ],
  is_left_out: false,
  faults: [{ field: "postcode", what: "too short", mend: "five digits", code: "postcode" }],
};
const IMPORT = {
  survey: {
    fields: ["order", "postcode", "note"].map((field) => ({ field, is_required: false })),
  },
} as unknown as Import;

test("only what was changed is sent, and a field may be filled that had no column", () => {
  expect(changesOf(ROW, { order: "A-1", postcode: "75011", note: "" })).toEqual({
    postcode: "75011",
  });
  expect(changesOf(ROW, { note: "ring twice" })).toEqual({ note: "ring twice" });
  expect(changesOf(ROW, { postcode: "" })).toEqual({ postcode: "" });
});

test("faults are offered first, all cells when asked for, and what a row has when it has no fault", () => {
  expect(fieldsToMend(IMPORT, ROW, false)).toEqual(["postcode"]);
  expect(fieldsToMend(IMPORT, ROW, true)).toEqual(["postcode", "order", "note"]);
  expect(fieldsToMend(IMPORT, { ...ROW, faults: [] }, false)).toEqual(["order", "postcode"]);
});
