/** Requests whose paths the typed client does not know. */
import { forgetRefused, ownHeaders } from "./client";
import { RequestError, toProblem } from "./problem";

interface Asked {
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

export async function ask<T>(method: string, path: string, { body, signal }: Asked = {}) {
  const headers: Record<string, string> = ownHeaders();
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method === "POST") headers["Idempotency-Key"] = crypto.randomUUID();
  const response = await fetch(path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  forgetRefused(response.status);
  const text = await response.text();
  let told: unknown = text;
  try {
    told = text === "" ? undefined : JSON.parse(text);
  } catch {
    // It stays a text, which a problem can quote.
  }
  if (!response.ok) throw new RequestError(toProblem(told, response.status));
  return told as T;
}
