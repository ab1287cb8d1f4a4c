/** Sends a file and says how much of it is sent, which `fetch` cannot. */
import { whenSignedIn } from "../session/session";
import { forgetRefused, ownHeaders } from "./client";
import { RequestError, toProblem } from "./problem";

export interface Upload {
  readonly path: string;
  readonly file: File;
  readonly type: string;
  /** The same for every try, so that what did arrive is not taken twice. */
  readonly idempotencyKey: string;
  onProgress(sent: number): void;
  readonly signal: AbortSignal;
}

function bodyOf(request: XMLHttpRequest): unknown {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return request.responseText;
  }
}

function sendOnce<T>(upload: Upload): Promise<T> {
  const { path, file, type, idempotencyKey, onProgress, signal } = upload;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Content-Type", type);
    request.setRequestHeader("Idempotency-Key", idempotencyKey);
    for (const [name, value] of Object.entries(ownHeaders())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onProgress(event.loaded);
    const stop = () => request.abort();
    signal.addEventListener("abort", stop);
    request.onloadend = () => {
      signal.removeEventListener("abort", stop);
      const { status } = request;
      if (status === 0) return reject(new TypeError("the connection was lost"));
      forgetRefused(status);
      if (status >= 200 && status < 300) return resolve(bodyOf(request) as T);
      return reject(new RequestError(toProblem(bodyOf(request), status)));
    };
    request.send(file);
  });
}

/** Sends it; where the sign-in ended meanwhile, waits until somebody signs in again and sends it anew. */
export async function send<T>(upload: Upload): Promise<T> {
  try {
    return await sendOnce<T>(upload);
  } catch (error) {
    const isOver = error instanceof RequestError && error.problem.status === 401;
    if (!isOver || !(await whenSignedIn())) throw error;
    upload.onProgress(0);
    return sendOnce<T>(upload);
  }
}
