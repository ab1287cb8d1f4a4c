/**
 * The API key of this browser tab.
 *
 * It arrives once in the address (`#key=…`, as `portolan demo` prints it) or is typed in, is kept in
 * the tab's session storage only, and is taken out of the address bar before anything else runs.
 */

const STORED_AS = "portolan.key";
const SHAPE = /^ptl_(test|live)_[A-Za-z0-9_-]{8,}$/;

/** The part of the browser this module needs; a plain object in tests. */
export interface KeyHost {
  readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  readonly fragment: string;
  replaceFragment(fragment: string): void;
}

type Listener = () => void;

const listeners = new Set<Listener>();
let refused = false;

/** Whether a text looks like a key of ours: `ptl_test_…` or `ptl_live_…`. */
export function isKey(text: string): boolean {
  return SHAPE.test(text.trim());
}

/** `test` keys book parcels that no carrier ever sees. */
export function keyMode(key: string): "test" | "live" {
  return key.startsWith("ptl_live_") ? "live" : "test";
}

/** Moves a key from the address into the session storage; the rest of the fragment stays. */
export function adoptKey(host: KeyHost): void {
  const fragment = host.fragment.replace(/^#/, "");
  const found = /(?:^|&)key=([^&]*)/.exec(fragment);
  if (!found) return;
  const key = decodeURIComponent(found[1] ?? "").trim();
  if (isKey(key)) host.storage.setItem(STORED_AS, key);
  const rest = fragment.replace(/(?:^|&)key=[^&]*/, "").replace(/^&/, "");
  host.replaceFragment(rest === "" ? "" : `#${rest}`);
}

/** The key now in use, if any. */
export function readKey(storage: KeyHost["storage"] = sessionStorage): string | null {
  return storage.getItem(STORED_AS);
}

/** Takes a new key into use, or forgets the one there is. */
export function writeKey(key: string | null, storage: KeyHost["storage"] = sessionStorage): void {
  if (key === null) storage.removeItem(STORED_AS);
  else storage.setItem(STORED_AS, key.trim());
  refused = false;
  for (const listener of listeners) listener();
}

/** Forgets a key that the server would not have. */
export function refuseKey(storage: KeyHost["storage"] = sessionStorage): void {
  storage.removeItem(STORED_AS);
  refused = true;
  for (const listener of listeners) listener();
}

/** Whether the last key went because the server refused it. */
export function wasKeyRefused(): boolean {
  return refused;
}

/** Calls back whenever the key changes; answers how to stop. */
export function watchKey(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The real browser. */
export function browserKeyHost(): KeyHost {
  return {
    storage: sessionStorage,
    fragment: location.hash,
    replaceFragment: (fragment) => {
      history.replaceState(null, "", location.pathname + location.search + fragment);
    },
  };
}
