import { expect, test } from "vitest";
import {
  adoptKey,
  isKey,
  type KeyHost,
  keyMode,
  readKey,
  refuseKey,
  wasKeyRefused,
  watchKey,
  writeKey,
} from "./key";

function host(fragment: string) {
  const kept = new Map<string, string>();
  const storage: KeyHost["storage"] = {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  };
  const made = {
    storage,
    fragment,
    replaceFragment: (next: string) => {
      made.fragment = next;
    },
  };
  return made;
}

test("a key in the address is kept and leaves the address", () => {
  const at = host("#key=ptl_test_abcDEF123456");
  adoptKey(at);
  expect(readKey(at.storage)).toBe("ptl_test_abcDEF123456");
  expect(at.fragment).toBe("");
});

test("what else the address says stays", () => {
  const at = host("#/orders&key=ptl_live_abcDEF123456");
  adoptKey(at);
  expect(at.fragment).toBe("#/orders");
  expect(readKey(at.storage)).toBe("ptl_live_abcDEF123456");
});

test("something that is no key is not kept, and leaves the address too", () => {
  const at = host("#key=hunter2");
  adoptKey(at);
  expect(readKey(at.storage)).toBeNull();
  expect(at.fragment).toBe("");
});

test("an address without a key is left alone", () => {
  const at = host("#/quote?from=Lin'an");
  adoptKey(at);
  expect(at.fragment).toBe("#/quote?from=Lin'an");
});

test("keys are told by their shape and mode", () => {
  expect(isKey(" ptl_test_abcDEF123456 ")).toBe(true);
  expect(isKey("ptl_prod_abcDEF123456")).toBe(false);
  expect(keyMode("ptl_live_abcDEF123456")).toBe("live");
});

test("a refused key is told apart from a forgotten one, and watchers hear of both", () => {
  const { storage } = host("");
  let heard = 0;
  const stop = watchKey(() => heard++);
  writeKey("ptl_test_abcDEF123456", storage);
  refuseKey(storage);
  expect([readKey(storage), wasKeyRefused()]).toEqual([null, true]);
  writeKey(null, storage);
  expect(wasKeyRefused()).toBe(false);
  stop();
  writeKey("ptl_test_abcDEF123456", storage);
  expect(heard).toBe(3);
});
