import { expect, test } from "vitest";
import { problemOf, RequestError, toProblem, UNREACHABLE, UNREADABLE } from "./api/problem";
import { firstLanguage } from "./i18n";
import { hrefOf, parseRoute } from "./routes";
import { toggledAll } from "./states/selection";

test("an address names an area and its query", () => {
  const route = parseRoute("#/orders?state=open");
  expect([route.area, route.query.get("state")]).toEqual(["orders", "open"]);
  expect(parseRoute("").area).toBe("quote");
  expect(parseRoute("#/nowhere").area).toBe("quote");
  expect(hrefOf("quote", { from: "Lin'an", to: "" })).toBe("#/quote?from=Lin%27an");
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
  expect([...toggledAll(new Set(["z"]), ["a", "b"])].sort()).toEqual(["a", "b", "z"]);
  expect([...toggledAll(new Set(["a", "b", "z"]), ["a", "b"])]).toEqual(["z"]);
});
