import { describe, expect, test } from "vitest";
import type { Fault, OrderDetail } from "../api/types";
import {
  amountText,
  clashesOf,
  draftOfForm,
  EMPTY_ADDRESS,
  EMPTY_ORDER,
  formOfOrder,
  localTime,
  mergedForm,
  placeFaults,
} from "./draft";

const money = (amount: string) => ({ amount, currency: "EUR" });

const DETAIL: OrderDetail = {
  order: {
    id: "ord_1",
    reference: "A-1",
    state: "open",
    country: "FR",
    service: "economy",
    lines: 2,
    total: money("17.50"),
    placed_at: "2026-11-01T09:30:12+08:00[Asia/Shanghai]",
    created_at: "2026-11-01T02:00:00Z",
  },
  version: 3,
  recipient: {
    name: "Léa Martin",
    company: null,
    lines: ["12 rue Oberkampf", "Bât. B"],
    city: "Paris",
    region: null,
    postcode: "75011",
    country: "FR",
    phone: "+33123456789",
    email: null,
    tax_id: null,
  },
  lines: [
    { sku: "TEE-M", quantity: 2, unit_price: money("7.00") },
    { sku: "CAP", quantity: 1, unit_price: money("3.50") },
  ],
  undeliverable: "return",
  collect_on_delivery: money("17.50"),
  note: "ring twice",
  parcels: [],
};
const FORM = formOfOrder(DETAIL);

describe("what is sent", () => {
  test("an order that is opened and saved is the same order", () => {
    expect(draftOfForm(FORM, DETAIL.order.placed_at)).toEqual({
      reference: "A-1",
      placed_at: DETAIL.order.placed_at,
      service: "economy",
      undeliverable: "return",
      collect_on_delivery: "17.50 EUR",
      note: "ring twice",
      recipient: DETAIL.recipient,
      ship_from: null,
      lines: [
        { sku: "TEE-M", quantity: 2, unit_price: "7.00 EUR" },
        { sku: "CAP", quantity: 1, unit_price: "3.50 EUR" },
      ],
    });
  });

  test("another instant is sent as it was typed, none is left to the server", () => {
    const typed = draftOfForm({ ...FORM, placed_at: "2026-11-02T10:00" }, DETAIL.order.placed_at);
    expect(typed.placed_at).toBe(new Date("2026-11-02T10:00").toISOString());
    expect(draftOfForm({ ...FORM, placed_at: "" }, DETAIL.order.placed_at).placed_at).toBe(
      DETAIL.order.placed_at,
    );
    expect(draftOfForm(EMPTY_ORDER).placed_at).toBeNull();
  });

  test("blank lines of an address are none, and a sender is sent once there is one", () => {
    const ship_from = { ...EMPTY_ADDRESS, name: " Mei ", lines: "1 Dock Road\n\n  ", city: "Yiwu" };
    expect(draftOfForm({ ...FORM, ship_from }).ship_from).toMatchObject({
      name: "Mei",
      lines: ["1 Dock Road"],
      city: "Yiwu",
      region: null,
    });
  });

  test("a decimal comma is one only before one or two digits", () => {
    expect(amountText(" 7,5 ")).toBe("7.5");
    expect(amountText("12,00 EUR")).toBe("12.00 EUR");
    expect(amountText("1,234")).toBe("1,234");
    expect(amountText("1,234.50")).toBe("1,234.50");
  });

  test("an instant stands on the reader's clock", () => {
    const at = new Date("2026-11-01T01:30:12Z");
    expect(new Date(localTime(DETAIL.order.placed_at)).getTime()).toBe(
      at.setSeconds(0, 0).valueOf(),
    );
    expect(localTime("nonsense")).toBe("");
  });
});

describe("two people and one order", () => {
  const theirs = {
    ...FORM,
    note: "leave at the door",
    recipient: { ...FORM.recipient, city: "Lyon", postcode: "69001" },
  };
  const mine = {
    ...FORM,
    note: "ring once",
    service: "priority",
    recipient: { ...FORM.recipient, postcode: "75012", phone: "" },
    lines: FORM.lines.slice(0, 1),
  };

  test("what the other changed is told beside what is typed here", () => {
    expect(clashesOf(FORM, theirs, mine)).toEqual([
      { part: "note", theirs: "leave at the door", mine: "ring once", isBoth: true },
      { part: "recipient.city", theirs: "Lyon", mine: "Paris", isBoth: false },
      { part: "recipient.postcode", theirs: "69001", mine: "75012", isBoth: true },
    ]);
    expect(clashesOf(FORM, FORM, mine)).toEqual([]);
  });

  test("what both wrote alike is no clash", () => {
    expect(clashesOf(FORM, theirs, theirs).every((one) => !one.isBoth)).toBe(true);
  });

  test("put together, nothing that was typed is lost, nor what only the other changed", () => {
    const merged = mergedForm(FORM, theirs, mine);
    expect(merged.note).toBe("ring once");
    expect(merged.service).toBe("priority");
    expect(merged.recipient).toEqual({ ...mine.recipient, city: "Lyon" });
    expect(merged.lines).toEqual(mine.lines);
    expect(mergedForm(FORM, theirs, FORM)).toEqual(theirs);
    expect(mergedForm(FORM, FORM, mine)).toEqual(mine);
  });

  test("lines and their currency stay together", () => {
    const dollars = { ...FORM, currency: "USD", lines: FORM.lines.slice(1) };
    expect(mergedForm(FORM, dollars, { ...FORM, note: "" })).toMatchObject({
      currency: "USD",
      lines: dollars.lines,
    });
    const longer = { ...FORM, lines: [...FORM.lines, { sku: "X", quantity: "1", price: "1" }] };
    expect(mergedForm(FORM, dollars, longer)).toMatchObject({
      currency: "EUR",
      lines: longer.lines,
    });
  });
});

describe("faults", () => {
  const fault = (field: string): Fault => ({ field, what: "wrong", mend: "mend", code: "code" });

  test.each([
    ["recipient.city", "recipient.city"],
    ["recipient.lines[1]", "recipient.lines"],
    ["lines[1].unit_price", "lines[1].unit_price"],
    ["order.lines[0].quantity", "lines[0].quantity"],
    ["items[0].lines[0].sku", "lines[0].sku"],
    ["order.reference", "reference"],
    ["collect_on_delivery", "collect_on_delivery"],
    ["lines", "lines"],
  ])("%s stands at %s", (field, place) => {
    const { at, rest } = placeFaults([fault(field)], FORM);
    expect([...at.keys()]).toEqual([place]);
    expect(rest).toEqual([]);
  });

  test.each(["lines[2].sku", "ship_from.city", "version", "", "recipient", "recipient.planet"])(
    "%s has no field here and stands above",
    (field) => {
      const { at, rest } = placeFaults([fault(field)], FORM);
      expect(at.size).toBe(0);
      expect(rest).toHaveLength(1);
    },
  );
});
