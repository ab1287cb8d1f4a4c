/** What lines of an order come to: exact, in the digits the amounts are written in. */
import type { Money, OrderLine } from "../api/types";

/** A line's pieces at their price. No float touches it: the digits are whole, the point is put back. */
export function lineTotal({ unit_price: price, quantity }: OrderLine): Money {
  const [whole = "0", cents = ""] = price.amount.split(".");
  const sign = whole.startsWith("-") ? "-" : "";
  const units = BigInt(whole.replace("-", "") + cents) * BigInt(quantity);
  const digits = units.toString().padStart(cents.length + 1, "0");
  const cut = digits.length - cents.length;
  const amount = cents === "" ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  return { ...price, amount: `${sign}${amount}` };
}
