/**
 * Who is signed in, as the server told it. The secret itself is in a cookie that no script can read; the
 * word that proves that this page may use it is here.
 */
import type { Session } from "../api/types";

type Listener = () => void;

const listeners = new Set<Listener>();
/** Undefined until the server was asked. */
let current: Session | null | undefined;
let ended = false;

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
  if (session !== null) ended = false;
  tell();
}

/** The server does not take the sign-in any more. */
export function endSession(): void {
  if (current) ended = true;
  current = null;
  tell();
}

/** Whether the last sign-in went because the server ended it. */
export function wasSessionEnded(): boolean {
  return ended;
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
