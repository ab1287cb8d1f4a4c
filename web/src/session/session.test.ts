import { expect, test } from "vitest";
import type { Session } from "../api/types";
import {
  endSession,
  joinSecret,
  keepSession,
  readSession,
  wasSessionEnded,
  watchSession,
} from "./session";

const MEI = { account: "acc_1", name: "Mei" } as Session;

test("who was never signed in was not signed out", () => {
  expect(readSession()).toBeUndefined();
  endSession();
  expect([readSession(), wasSessionEnded()]).toEqual([null, false]);
});

test("an ended sign-in is told apart from leaving, and watchers hear of both", () => {
  let heard = 0;
  const stop = watchSession(() => heard++);
  keepSession(MEI);
  endSession();
  expect([readSession(), wasSessionEnded()]).toEqual([null, true]);
  keepSession(MEI);
  keepSession(null);
  expect(wasSessionEnded()).toBe(false);
  stop();
  keepSession(MEI);
  expect(heard).toBe(4);
});

test("an invitation's address is known by its shape", () => {
  const secret = `pti_${"0a".repeat(32)}`;
  expect(joinSecret(`#/join/${secret}`)).toBe(secret);
  expect(joinSecret("#/join/pti_0a")).toBeNull();
  expect(joinSecret("#/orders")).toBeNull();
});
