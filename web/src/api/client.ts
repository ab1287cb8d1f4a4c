/** The one client of our own HTTP interface, typed by its OpenAPI document. */
import createClient, { type Middleware } from "openapi-fetch";
import { readKey, refuseKey } from "../session/key";
import { endSession, readSession } from "../session/session";
import { RequestError, toProblem } from "./problem";
import type { paths } from "./schema";

/** A quote is asked by POST, but keeps nothing that a second one could double. */
function changesSomething(request: Request): boolean {
  return request.method === "POST" && !request.url.endsWith("/v1/quotes");
}

/** What a request of whoever is here now carries. */
export function ownHeaders(): Record<string, string> {
  const key = readKey();
  const session = readSession();
  if (key !== null) return { Authorization: `Bearer ${key}` };
  return session ? { "X-Csrf-Token": session.csrf_token } : {};
}

/** What is refused is forgotten, so that the page asks for another key, or to sign in. */
export function forgetRefused(status: number): void {
  if (status !== 401) return;
  if (readKey() === null) endSession();
  else refuseKey();
}

const signedRequests: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(ownHeaders())) request.headers.set(name, value);
    if (changesSomething(request) && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", crypto.randomUUID());
    }
    return request;
  },
  onResponse({ response }) {
    forgetRefused(response.status);
    return response;
  },
};

export const client = createClient<paths>({ baseUrl: "" });
client.use(signedRequests);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a successful answer; anything else is thrown as a {@link RequestError}. */
export async function unwrap<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok || data === undefined) {
    throw new RequestError(toProblem(error, response.status));
  }
  return data;
}

/** Answers without a body. */
export async function done(
  answer: Promise<{ error?: unknown; response: Response }>,
): Promise<void> {
  const { error, response } = await answer;
  if (!response.ok) throw new RequestError(toProblem(error, response.status));
}
