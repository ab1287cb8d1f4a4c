import { expect, test } from "vitest";
import { readPlaces, stretchesOf } from "./way";

test("places are read, and what is none is left out", () => {
  const text = JSON.stringify([
    [120.1, 30.2, "Hangzhou", true],
    [1],
    null,
    [2, 95, "Nowhere", true],
  ]);
  expect(readPlaces(text)).toEqual([{ point: [120.1, 30.2], name: "Hangzhou", seen: true }]);
  for (const none of [undefined, "", "{}", "[[", "null"]) expect(readPlaces(none)).toEqual([]);
});

test("what lies behind the last place seen is ahead, what was passed unseen is not", () => {
  const place = (lon: number, seen: boolean) => ({
    point: [lon, 0] as [number, number],
    name: "",
    seen,
  });
  const way = stretchesOf([place(0, true), place(1, false), place(2, true), place(3, false)]);
  expect(way.map((one) => one.ahead)).toEqual([false, false, true]);
  expect(way.map((one) => [one.from[0], one.to[0]])).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
  ]);
  expect(stretchesOf([place(0, true)])).toEqual([]);
});
