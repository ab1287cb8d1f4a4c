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

const signedRequests: Middleware = {
  onRequest({ request }) {
    const key = readKey();
    const session = readSession();
    if (key !== null) request.headers.set("Authorization", `Bearer ${key}`);
    else if (session) request.headers.set("X-Csrf-Token", session.csrf_token);
    if (changesSomething(request) && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", crypto.randomUUID());
    }
    return request;
  },
  onResponse({ response }) {
    // What is refused is forgotten, so that the page asks for another key, or to sign in.
    if (response.status === 401) {
      if (readKey() === null) endSession();
      else refuseKey();
    }
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
