/**
 * The line on which the server tells what changed. Only names and ids come over it: whoever hears one asks for
 * what they may see. It is opened anew when it ends, later each time that it cannot be.
 */
import type { QueryClient } from "@tanstack/react-query";
import { ownHeaders } from "../api/client";
import { eventReader, MOVING, pauseBefore, touchedBy } from "./events";

/** How the line stands: absent where the server has none or this caller may not listen. */
export type LineState = "opening" | "open" | "lost" | "absent";

/** A line that says nothing for so long is dead; the server speaks every quarter of a minute. */
const SILENCE_MAX_MS = 45_000;
/** What another process changed is not told: everything is asked anew so often. */
const LOOK_ANEW_MS = 60_000;

class Line {
  private tries = 0;
  private control = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lookedAt = 0;
  private wasOpen = false;
  private stopped = false;
  private readonly cache: QueryClient;
  private readonly onState: (state: LineState) => void;

  constructor(cache: QueryClient, onState: (state: LineState) => void) {
    this.cache = cache;
    this.onState = onState;
  }

  async open(): Promise<void> {
    this.control = new AbortController();
    const { signal } = this.control;
    try {
      const headers = { ...ownHeaders(), Accept: "text/event-stream" };
      const response = await fetch("/v1/events", { headers, signal });
      const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
      // Refused, or a server without one: asking again would change nothing.
      if (!isStream && response.status >= 400 && response.status < 500 && response.status !== 429) {
        this.onState("absent");
        return;
      }
      if (!isStream || !response.body) throw new Error(`no stream: ${String(response.status)}`);
      await this.listen(response.body);
      // The server ends every line after a while; that is no loss.
      this.again(0);
    } catch {
      if (this.stopped) return;
      this.onState("lost");
      this.again(this.tries);
    }
  }

  private async listen(body: ReadableStream<Uint8Array>): Promise<void> {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    const read = eventReader();
    let silence: ReturnType<typeof setTimeout> | undefined;
    const restart = () => {
      clearTimeout(silence);
      silence = setTimeout(() => this.control.abort(), SILENCE_MAX_MS);
    };
    restart();
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        restart();
        this.onState("open");
        for (const event of read(decoder.decode(value, { stream: true }))) this.hear(event.name);
      }
    } finally {
      clearTimeout(silence);
    }
  }

  private hear(name: string): void {
    const now = Date.now();
    if (name !== "tick") {
      this.touch(touchedBy(name));
      return;
    }
    const wasLost = this.tries > 0;
    this.tries = 0;
    if (!this.wasOpen) this.lookedAt = now;
    if (wasLost || now - this.lookedAt >= LOOK_ANEW_MS) {
      this.lookedAt = now;
      this.touch(MOVING);
    }
    this.wasOpen = true;
  }

  private touch(names: readonly string[]): void {
    for (const name of names) void this.cache.invalidateQueries({ queryKey: [name] });
  }

  private again(tries: number): void {
    if (this.stopped) return;
    this.tries = tries + 1;
    const pause = pauseBefore(tries, Math.random());
    this.timer = setTimeout(() => void this.open(), pause);
  }

  close(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.control.abort();
  }
}

/** Listens until it is told to stop. */
export function openLine(cache: QueryClient, onState: (state: LineState) => void): () => void {
  const line = new Line(cache, onState);
  void line.open();
  return () => line.close();
}
