import { expect, test } from "vitest";
import { lineTotal } from "./worth";

const totalOf = (amount: string, quantity: number) =>
  lineTotal({ sku: "a", quantity, unit_price: { amount, currency: "EUR" } }).amount;

test("a line comes to its pieces at their price, to the last digit", () => {
  expect(totalOf("0.10", 3)).toBe("0.30");
  expect(totalOf("19.99", 3)).toBe("59.97");
  expect(totalOf("1200", 2)).toBe("2400");
  expect(totalOf("0.001", 7)).toBe("0.007");
  expect(totalOf("90071992547409.93", 100)).toBe("9007199254740993.00");
});
