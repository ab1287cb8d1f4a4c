import { expect, test } from "vitest";
import { eachInOrder, type LabelProgress, readWhole } from "./labels";

test("a body is read to its end, and its progress told in bytes", async () => {
  const parts = [new Uint8Array(3), new Uint8Array(5)];
  const body = new ReadableStream<Uint8Array>({
    start: (control) => {
      for (const part of parts) control.enqueue(part);
      control.close();
    },
  });
  const told: LabelProgress[] = [];
  const read = await readWhole(body, 8, (progress) => told.push(progress));
  expect(read.map((part) => part.length)).toEqual([3, 5]);
  expect(told).toEqual([
    { kind: "bytes", done: 3, total: 8 },
    { kind: "bytes", done: 8, total: 8 },
  ]);
});

test("many are done a few at a time, and stand in the order they were given in", async () => {
  let running = 0;
  let most = 0;
  const gates: (() => void)[] = [];
  const work = (item: number) => {
    running += 1;
    most = Math.max(most, running);
    return new Promise<number>((resolve) => {
      gates.push(() => {
        running -= 1;
        resolve(item * 10);
      });
    });
  };
  const counts: number[] = [];
  const all = eachInOrder([1, 2, 3, 4, 5], 2, work, (count) => counts.push(count));
  for (let opened = 0; opened < 5; opened += 1) {
    // The later of those that run ends first.
    gates.pop()?.();
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await all).toEqual([10, 20, 30, 40, 50]);
  expect([most, counts]).toEqual([2, [1, 2, 3, 4, 5]]);
});

test("one that fails fails all", async () => {
  const fail = (item: number) =>
    item === 2 ? Promise.reject(new Error("two")) : Promise.resolve(item);
  await expect(eachInOrder([1, 2, 3], 1, fail, () => undefined)).rejects.toThrow("two");
});
