import { describe, expect, test } from "vitest";
import type { QuotedRoute } from "../api/types";
import { axisSteps } from "./CostScatter";
import { bestIndex, lastDay, sortedIndices } from "./ranking";
import {
  EMPTY_FORM,
  EXAMPLE_FORM,
  faultsByField,
  formOfQuery,
  missingFields,
  queryOfForm,
  requestOfForm,
  weightText,
} from "./request";

describe("the form", () => {
  test("goes through the address unchanged", () => {
    const form = { ...EXAMPLE_FORM, goods: ["food", "liquid"], battery: "un3481_contained_in" };
    expect(formOfQuery(new URLSearchParams(queryOfForm(form)))).toEqual(form);
  });

  test("names what is missing in the order it is filled in", () => {
    expect(missingFields(EMPTY_FORM)).toEqual(["from", "to", "weight"]);
    expect(missingFields({ ...EXAMPLE_FORM, weight: " " })).toEqual(["weight"]);
  });

  test("asks only for what was said", () => {
    expect(requestOfForm(EXAMPLE_FORM)).toEqual({
      from: "Lin'an",
      to: "FR 75011",
      weight: "2 kg",
      value: "20 EUR",
      goods: ["food"],
    });
  });

  test("a battery is a class of goods with its kind", () => {
    const request = requestOfForm({ ...EXAMPLE_FORM, battery: "un3481_contained_in" });
    expect(request.goods).toEqual(["food", "battery"]);
    expect(request.battery).toBe("UN3481 contained_in");
  });

  test("an HS code is one line of goods", () => {
    expect(requestOfForm({ ...EXAMPLE_FORM, hs: " 6109.10 " }).items).toEqual([{ hs: "6109.10" }]);
    expect(requestOfForm(EXAMPLE_FORM).items).toBeUndefined();
  });

  test("a bare number is kilograms, a unit is left to the server", () => {
    expect(weightText(" 2 ")).toBe("2 kg");
    expect(weightText("0,5")).toBe("0.5 kg");
    expect(weightText("350 g")).toBe("350 g");
  });

  test("faults stand at their fields", () => {
    const fault = {
      field: "to.postcode",
      what: "not a postcode of FR",
      mend: "write five digits",
      code: "postcode",
    };
    expect(faultsByField([fault])).toEqual({ to: [fault] });
  });
});

function route(price: string, p50: number, p90: number, loss: number): QuotedRoute {
  const arrival = (days: number) => ({ date: "", instant: "", days });
  return {
    price: { amount: price, currency: "EUR" },
    p50: arrival(p50),
    p90: arrival(p90),
    loss,
  } as QuotedRoute;
}

describe("ranking", () => {
  const routes = [
    route("9.50", 20, 30, 0.01),
    route("100.00", 4, 6, 0.001),
    route("9.50", 18, 35, 0.02),
  ];

  test("sorts by number, not by text, and keeps equals in the server's order", () => {
    expect(sortedIndices(routes, { column: "price", descending: false })).toEqual([0, 2, 1]);
    expect(sortedIndices(routes, { column: "price", descending: true })).toEqual([1, 0, 2]);
    expect(sortedIndices(routes, { column: "p50", descending: false })).toEqual([1, 2, 0]);
  });

  test("a single route is neither cheapest nor fastest", () => {
    expect(bestIndex(routes.slice(0, 1), "price")).toBeNull();
    expect(bestIndex(routes, "p50")).toBe(1);
  });

  test("the time axis reaches the latest promise", () => {
    expect(lastDay(routes)).toBe(35);
    expect(lastDay([])).toBe(1);
  });

  test("axis steps are round", () => {
    expect(axisSteps(47)).toEqual([0, 10, 20, 30, 40]);
    expect(axisSteps(0.7)[1]).toBeCloseTo(0.2);
  });
});
