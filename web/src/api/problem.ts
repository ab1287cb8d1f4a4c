/** Failures of a request as problem details (RFC 9457), whatever went wrong. */
import type { Fault, Problem } from "./types";

/** Thrown by every request that did not succeed. */
export class RequestError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.name = "RequestError";
    this.problem = problem;
  }
}

/** Made here when no server answered; its title is translated by its code. */
export const UNREACHABLE = "unreachable";
/** Made here when the answer was not the problem document the interface promises. */
export const UNREADABLE = "unreadable_answer";

function localProblem(code: string, status: number, detail: string): Problem {
  return { type: `/problems/${code}`, title: code, status, code, detail };
}

function isFault(value: unknown): value is Fault {
  return typeof value === "object" && value !== null && "what" in value;
}

/** Reads whatever a server answered with into a problem, filling what is missing. */
export function toProblem(body: unknown, status: number): Problem {
  if (typeof body !== "object" || body === null || !("title" in body)) {
    const said = typeof body === "string" ? body.slice(0, 300) : "";
    return localProblem(UNREADABLE, status, said);
  }
  const told = body as Partial<Problem>;
  const faults = Array.isArray(told.faults) ? told.faults.filter(isFault) : [];
  return {
    type: told.type ?? "about:blank",
    title: String(told.title),
    status: told.status ?? status,
    code: told.code ?? told.type?.split("/").pop() ?? "unknown",
    detail: told.detail ?? "",
    ...(faults.length > 0 ? { faults } : {}),
  };
}

/** The problem behind anything thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof RequestError) return error.problem;
  return localProblem(UNREACHABLE, 0, error instanceof Error ? error.message : String(error));
}
