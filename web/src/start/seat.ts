/** The marks of whoever is here now. */
import { readKey } from "../session/key";
import { readSession } from "../session/session";
import { leaveMark, type Mark, seatOf } from "./steps";

export function markHere(mark: Mark): void {
  leaveMark(seatOf(readKey(), readSession()), mark);
}

export function seatHere(): string {
  return seatOf(readKey(), readSession());
}
