import { expect, test } from "vitest";
import { problemOf, RequestError, toProblem, UNREACHABLE, UNREADABLE } from "./api/problem";
import { firstLanguage } from "./i18n";
import { findRoute, hrefOf, hrefOfOne, hrefWith, parseRoute } from "./routes";
import { toggledAll } from "./states/selection";

test("an address names an area and its query", () => {
  const route = parseRoute("#/orders?state=open");
  expect([route.area, route.query.get("state")]).toEqual(["orders", "open"]);
  expect(parseRoute("").area).toBe("quote");
  expect(parseRoute("#/nowhere").area).toBe("quote");
  expect(hrefOf("quote", { from: "Lin'an", to: "" })).toBe("#/quote?from=Lin%27an");
});

test("one thing of an area has an address of its own, whatever its name holds", () => {
  const order = parseRoute(hrefOfOne("orders", "ord_1"));
  expect([order.area, order.id]).toEqual(["orders", "ord_1"]);
  const sku = "a/b c%?#é";
  expect(parseRoute(hrefOfOne("products", sku)).id).toBe(sku);
  expect(parseRoute("#/products/100%").id).toBe("100%");
  expect(parseRoute("#/parcels?parcel=par_1").id).toBe("par_1");
  expect(parseRoute("#/parcels").id).toBeNull();
  expect(findRoute("#/nowhere")).toBeNull();
});

test("a change of the query leaves the rest of the address as it is", () => {
  const route = parseRoute("#/team?tab=audit&object=ord_1&cursor=c");
  expect(hrefWith(route, { cursor: null })).toBe("#/team?tab=audit&object=ord_1");
  expect(hrefWith(parseRoute("#/network/pvg?q=a"), { q: "b" })).toBe("#/network/pvg?q=b");
});

test("the language chosen before wins, then the browser's, then English", () => {
  expect(firstLanguage("zh", ["en-GB"])).toBe("zh");
  expect(firstLanguage(null, ["fr", "zh-CN", "en"])).toBe("zh");
  expect(firstLanguage("xx", ["fr"])).toBe("en");
});

test("whatever a server answers becomes a problem", () => {
  expect(toProblem("<html>", 502)).toMatchObject({ code: UNREADABLE, status: 502 });
  expect(toProblem({ title: "Gone", type: "/problems/not_found" }, 404)).toMatchObject({
    code: "not_found",
    status: 404,
  });
  const faults = [{ field: "to", what: "x", mend: "y", code: "z" }, null];
  expect(toProblem({ title: "Wrong", code: "invalid_fields", faults }, 422).faults).toHaveLength(1);
  expect(problemOf(new TypeError("Failed to fetch"))).toMatchObject({ code: UNREACHABLE });
  expect(problemOf(new RequestError(toProblem({ title: "T", code: "c" }, 400))).code).toBe("c");
});

test("ticking all unticks all when all were ticked, and leaves the rows not shown", () => {
  const rows = (...ids: string[]) => ids.map((id) => ({ id }));
  const ticked = (...ids: string[]) => new Map(rows(...ids).map((row) => [row.id, row]));
  expect([...toggledAll(ticked("z"), rows("a", "b")).keys()].sort()).toEqual(["a", "b", "z"]);
  expect([...toggledAll(ticked("a", "b", "z"), rows("a", "b")).keys()]).toEqual(["z"]);
});
