import { expect, test } from "vitest";
import { fitProjection, middleMeridian, placeLabels, type View } from "./projection";

const view: View = { width: 800, height: 400, zoom: 1, shift: [0, 0] };

test("a route over the Pacific turns the Pacific to the front", () => {
  const shanghai: [number, number] = [121.8, 31.1];
  const losAngeles: [number, number] = [-118.4, 33.9];
  const middle = middleMeridian([shanghai, losAngeles]);
  expect(Math.abs(middle)).toBeGreaterThan(150);
  const projection = fitProjection([shanghai, losAngeles], view, 12);
  const [from, to] = [projection(shanghai), projection(losAngeles)];
  expect(from?.[0]).toBeLessThan(to?.[0] ?? 0);
});

test("every stop of a route is inside the frame", () => {
  const stops: [number, number][] = [
    [119.7, 30.2],
    [121.8, 31.1],
    [-46.5, -23.5],
    [178, -18],
    [-179, -17],
  ];
  const projection = fitProjection(stops, view, 12);
  for (const stop of stops) {
    const [x, y] = projection(stop) ?? [-1, -1];
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x).toBeLessThanOrEqual(view.width);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y).toBeLessThanOrEqual(view.height);
  }
});

test("two stops in one place do not break the chart", () => {
  const projection = fitProjection(
    [
      [120, 30],
      [120, 30],
    ],
    view,
    1,
  );
  expect(projection([120, 30])?.every(Number.isFinite)).toBe(true);
});

test("labels never cover one another; one without room waits to be pointed at", () => {
  const marks = Array.from({ length: 9 }, (_, index) => ({
    key: String(index),
    text: "Hangzhou sorting centre",
    x: 400,
    y: 200,
  }));
  const labels = placeLabels(marks, view);
  expect(labels.some((label) => label.crowded)).toBe(true);
  const clear = labels.filter((label) => !label.crowded);
  expect(new Set(clear.map((label) => `${label.x} ${label.y} ${label.anchor}`)).size).toBe(
    clear.length,
  );
  expect(clear.length).toBeGreaterThan(2);
});
