import { expect, test } from "vitest";
import type { Scope, Session } from "../api/types";
import { mayOf } from "../session/may";
import { entryOf, menuOf } from "./menu";

const withScopes = (...scopes: Scope[]) => mayOf(null, { scopes } as unknown as Session);

test("the menu leaves out what the scopes do not open", () => {
  expect(menuOf(withScopes("orders:read", "parcels:read", "quotes:read", "audit:read"))).toEqual([
    "start",
    "quote",
    "orders",
    "parcels",
    "exceptions",
    "team",
  ]);
  expect(menuOf(withScopes())).toEqual(["team"]);
});

test("whoever comes with a key is offered everything, for what it may do is not told", () => {
  const all = menuOf(mayOf("ptl_test_x", null));
  expect(all).toContain("network");
  expect(all).not.toContain("imports");
  expect(menuOf(mayOf("ptl_test_x", { scopes: [] } as unknown as Session))).toEqual(all);
});

test("what stands below an area is marked there", () => {
  expect([entryOf("imports"), entryOf("manifests"), entryOf("team")]).toEqual([
    "orders",
    "parcels",
    "team",
  ]);
});
