/** What whoever is here may do, by the scopes of the sign-in; what a key may do the server says. */
import { useSyncExternalStore } from "react";
import type { Scope, Session } from "../api/types";
import type { Area } from "../routes";
import { readKey, watchKey } from "./key";
import { readSession, watchSession } from "./session";

export type May = (scope: Scope) => boolean;

/** A key goes before a sign-in, and what it may do is not told: then everything is offered. */
export function mayOf(apiKey: string | null, session: Session | null | undefined): May {
  if (apiKey !== null || !session) return () => true;
  return (scope) => session.scopes.includes(scope);
}

export function useMay(): May {
  const apiKey = useSyncExternalStore(watchKey, () => readKey());
  const session = useSyncExternalStore(watchSession, readSession);
  return mayOf(apiKey, session);
}

/** What an area cannot do without; null where everybody has something in it. */
const NEEDED: Record<Area, Scope | null> = {
  start: "orders:read",
  quote: "quotes:read",
  orders: "orders:read",
  imports: "orders:write",
  products: "products:read",
  parcels: "parcels:read",
  manifests: "parcels:read",
  exceptions: "parcels:read",
  network: "network:read",
  team: null,
};

/** Whether an area is open to somebody. */
export function mayOpen(area: Area, may: May): boolean {
  const needed = NEEDED[area];
  return needed === null || may(needed);
}
