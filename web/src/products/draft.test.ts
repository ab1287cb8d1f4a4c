import { expect, test } from "vitest";
import type { Product } from "../api/types";
import { draftOfForm, EMPTY_PRODUCT, formOfGap, formOfProduct, originOf } from "./draft";

const WALNUTS: Product = {
  sku: "WN-1",
  description_en: "Walnuts in shell",
  mass_grams: 1000,
  size: "20x15x4 cm",
  hs_code: "080231",
  origin: "CN",
  goods: ["food"],
  value: { amount: "12.30", currency: "EUR" },
};

test("a product that is opened and saved is sent as it was", () => {
  expect(draftOfForm(formOfProduct(WALNUTS))).toEqual({
    sku: "WN-1",
    description_en: "Walnuts in shell",
    mass: "1000 g",
    size: "20x15x4 cm",
    hs_code: "080231",
    origin: "CN",
    goods: ["food"],
    value: "12.30 EUR",
  });
});

test("what is left empty is absent, and goods without a class are general", () => {
  const draft = draftOfForm({ ...EMPTY_PRODUCT, sku: " A ", description_local: " " });
  expect(draft.sku).toBe("A");
  expect(draft.goods).toEqual(["general"]);
  expect("description_local" in draft || "battery" in draft).toBe(false);
});

test("what is known of a SKU begins the form", () => {
  const known = {
    mass: "200 g",
    goods: "food, liquid",
    colour: "red",
    sku: "B",
    length: "20 cm",
    width: "10 cm",
    height: "5 cm",
    value: "7.00",
    currency: "EUR",
  };
  expect(formOfGap("A-1", known)).toEqual({
    ...EMPTY_PRODUCT,
    sku: "A-1",
    mass: "200 g",
    goods: ["food", "liquid"],
    size: "20 cmx10 cmx5 cm",
    value: "7.00 EUR",
  });
  expect(formOfGap("A-1", { length: "20" }).size).toBe("");
});

test("an origin is two letters", () => {
  expect([originOf("cn"), originOf("c n x"), originOf("")]).toEqual(["CN", "CN", ""]);
});
