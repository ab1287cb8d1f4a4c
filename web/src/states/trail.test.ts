import { expect, test } from "vitest";
import { keepStep, pageNumber, readTrail } from "./trail";

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
}

test("pages are counted from the first, and the way back is known", () => {
  const at = storage();
  keepStep("b", "", at);
  keepStep("c", "b", at);
  const trail = readTrail(at);
  expect([pageNumber("", trail), pageNumber("b", trail), pageNumber("c", trail)]).toEqual([
    1, 2, 3,
  ]);
  expect(trail.get("c")).toBe("b");
});

test("a page whose way is not known has no number, nor has one that leads to itself", () => {
  const at = storage();
  expect(pageNumber("z", readTrail(at))).toBeNull();
  keepStep("a", "a", at);
  expect(pageNumber("a", readTrail(at))).toBeNull();
});

test("only the last steps are kept, and what cannot be read is none", () => {
  const at = storage();
  for (let step = 0; step < 600; step += 1) keepStep(`p${step + 1}`, `p${step}`, at);
  expect(readTrail(at).size).toBe(500);
  expect(readTrail({ ...at, getItem: () => "{" }).size).toBe(0);
});
