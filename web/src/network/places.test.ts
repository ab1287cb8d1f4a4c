import { expect, test } from "vitest";
import type { NetworkMap } from "../api/types";
import { findPlaces, indexOf, kindsOf, nearestAt } from "./places";

const place = (key: string, name: string, kind: string, country: string) => ({
  key,
  name,
  kind,
  country,
  lat: 0,
  lon: 0,
});
const MAP: NetworkMap = {
  nodes: [
    place("pvg", "Shanghai Pudong", "airport", "CN"),
    place("gru", "São Paulo Guarulhos", "airport", "BR"),
    place("br-sp", "São Paulo", "zone", "BR"),
  ],
  legs: [
    { key: "l1", from: "pvg", to: "gru", mode: "air", operator: "a" },
    { key: "l2", from: "gru", to: "br-sp", mode: "road", operator: "b" },
    { key: "l3", from: "gru", to: "nowhere", mode: "road", operator: "b" },
  ],
};
const names = (code: string) => (code === "BR" ? "Brazil" : "China");

test("a place knows its legs both ways, and a leg that leads nowhere is left out", () => {
  const { legs } = indexOf(MAP);
  expect(legs.get("gru")?.map(({ leg, isOut, other }) => [leg.key, isOut, other.key])).toEqual([
    ["l1", false, "pvg"],
    ["l2", true, "br-sp"],
  ]);
  expect(legs.get("pvg")).toHaveLength(1);
});

test("a search needs no accents, and every word of it must be found", () => {
  const found = (q: string, kind: string | null = null) =>
    findPlaces(MAP, { q, kind }, names).map((node) => node.key);
  expect(found("sao paulo")).toEqual(["br-sp", "gru"]);
  expect(found("brazil guarul")).toEqual(["gru"]);
  expect(found("PVG")).toEqual(["pvg"]);
  expect(found("sao", "airport")).toEqual(["gru"]);
  expect(found("sao pudong")).toEqual([]);
  expect(kindsOf(MAP)).toEqual(["airport", "zone"]);
});

test("a click finds the nearest place within its reach", () => {
  const points = [
    { key: "a", x: 0, y: 0 },
    { key: "b", x: 10, y: 0 },
  ];
  expect(nearestAt(points, 7, 0, 8)).toBe("b");
  expect(nearestAt(points, 30, 0, 8)).toBeNull();
});
