/** The roles that can be given, the usual ones first. */
import type { Role } from "../api/types";

export const ROLES: readonly Role[] = [
  "seller",
  "agent",
  "warehouse",
  "finance",
  "read_only",
  "owner",
  "operator",
];

/** The role of a word, if it is one. */
export const roleOf = (text: string | null): Role | null =>
  ROLES.find((role) => role === text) ?? null;
