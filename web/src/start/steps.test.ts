import { expect, test } from "vitest";
import type { Session } from "../api/types";
import { type Found, firstArea, hasMark, leaveMark, nextStep, seatOf, stepsDone } from "./steps";

const NOTHING: Found = {
  products: false,
  orders: false,
  parcels: false,
  manifests: false,
  quoted: false,
  printed: false,
};

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
}

const SELLER = {
  scopes: ["orders:read", "orders:write", "quotes:read"],
  organisation: { id: "org_1", name: "One" },
  mode: "test",
} as unknown as Session;

test("steps are ticked by what is there, and the first that is left is next", () => {
  expect(nextStep(stepsDone(NOTHING))).toBe("products");
  expect(nextStep(stepsDone({ ...NOTHING, products: true, orders: true }))).toBe("quote");
  const booked = stepsDone({ ...NOTHING, products: true, orders: true, parcels: true });
  expect([booked.has("quote"), booked.has("book"), nextStep(booked)]).toEqual([
    true,
    true,
    "label",
  ]);
  const all = stepsDone({ ...NOTHING, orders: true, parcels: true, manifests: true });
  expect(nextStep(all)).toBeNull();
});

test("what one organisation has done is not done for another, nor with the other mode", () => {
  const at = storage();
  leaveMark(seatOf(null, SELLER), "quoted", at);
  leaveMark(seatOf(null, SELLER), "quoted", at);
  expect(hasMark("org_1 test", "quoted", at)).toBe(true);
  expect(hasMark("org_1 live", "quoted", at)).toBe(false);
  expect(hasMark("org_1 test", "printed", at)).toBe(false);
});

test("the first steps come first while some are left, for those who can take them", () => {
  const at = storage();
  expect(firstArea(null, SELLER, at)).toBe("start");
  leaveMark("org_1 test", "done", at);
  expect(firstArea(null, SELLER, at)).toBe("quote");
  const warehouse = { ...SELLER, scopes: ["orders:read", "parcels:read"] } as Session;
  expect(firstArea(null, warehouse, at)).toBe("orders");
  expect(firstArea(null, { ...SELLER, scopes: [] } as Session, at)).toBe("team");
});
