import { expect, test } from "vitest";
import type { Session } from "../api/types";
import {
  endSession,
  heldSession,
  isSamePerson,
  joinSecret,
  keepSession,
  readSession,
  watchSession,
  whenSignedIn,
} from "./session";

const MEI = { account: "acc_1", name: "Mei" } as Session;

test("who was never signed in was not signed out", () => {
  expect(readSession()).toBeUndefined();
  endSession();
  expect([readSession(), heldSession()]).toEqual([null, null]);
});

test("an ended sign-in is told apart from leaving, and watchers hear of both", () => {
  let heard = 0;
  const stop = watchSession(() => heard++);
  keepSession(MEI);
  endSession();
  expect([readSession(), heldSession()]).toEqual([null, MEI]);
  keepSession(MEI);
  keepSession(null);
  expect(heldSession()).toBeNull();
  stop();
  keepSession(MEI);
  expect(heard).toBe(4);
});

test("what waits for a sign-in goes on with it, and ends where somebody leaves", async () => {
  keepSession(MEI);
  endSession();
  const again = whenSignedIn();
  keepSession(MEI);
  expect(await again).toBe(true);
  expect(await whenSignedIn()).toBe(true);
  endSession();
  const left = whenSignedIn();
  keepSession(null);
  expect(await left).toBe(false);
  expect([isSamePerson(MEI, MEI), isSamePerson(null, MEI)]).toEqual([true, false]);
  expect(isSamePerson(MEI, { ...MEI, account: "acc_2" })).toBe(false);
});

test("an invitation's address is known by its shape", () => {
  const secret = `pti_${"0a".repeat(32)}`;
  expect(joinSecret(`#/join/${secret}`)).toBe(secret);
  expect(joinSecret("#/join/pti_0a")).toBeNull();
  expect(joinSecret("#/orders")).toBeNull();
});
