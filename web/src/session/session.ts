/**
 * Who is signed in, as the server told it. The secret itself is in a cookie that no script can read; the
 * word that proves that this page may use it is here.
 */
import type { Session } from "../api/types";

type Listener = () => void;

const listeners = new Set<Listener>();
/** Undefined until the server was asked. */
let current: Session | null | undefined;
/** The sign-in that the server ended: what was on the screen is kept for whoever it was of. */
let held: Session | null = null;

function tell(): void {
  for (const listener of listeners) listener();
}

/** The sign-in; null without one, undefined while it is not known. */
export function readSession(): Session | null | undefined {
  return current;
}

/** Takes what the server told. */
export function keepSession(session: Session | null): void {
  current = session;
  held = null;
  tell();
}

/** The server does not take the sign-in any more. */
export function endSession(): void {
  if (current) held = current;
  current = null;
  tell();
}

/** The sign-in that the server ended, until somebody signs in again or leaves. */
export function heldSession(): Session | null {
  return held;
}

/** Whether somebody who signs in is who was here before, and may go on where they were. */
export function isSamePerson(before: Session | null, now: Session): boolean {
  return before !== null && before.account === now.account;
}

/** Resolves once somebody is signed in, and at once where somebody is; false where they left instead. */
export function whenSignedIn(): Promise<boolean> {
  if (current) return Promise.resolve(true);
  return new Promise((resolve) => {
    const stop = watchSession(() => {
      if (!current && held) return;
      stop();
      resolve(Boolean(current));
    });
  });
}

/** Calls back whenever the sign-in changes; answers how to stop. */
export function watchSession(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What an invitation's address carries: `#/join/pti_…`. */
export function joinSecret(fragment: string): string | null {
  return /^#\/join\/(pti_[0-9a-f]{64})$/.exec(fragment)?.[1] ?? null;
}
