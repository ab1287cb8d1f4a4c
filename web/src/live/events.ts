/** Server-sent events as they come in pieces: `event:` and `data:` lines, a blank line after each. */
export interface LiveEvent {
  readonly name: string;
  readonly data: string;
}

/** Takes text as it arrives and gives the events that are whole; what is not waits for the rest. */
export function eventReader(): (text: string) => LiveEvent[] {
  let rest = "";
  return (text) => {
    const told = `${rest}${text}`;
    // Half of a line's end may come with the next piece.
    const whole = told.endsWith("\r") ? told.slice(0, -1) : told;
    const blocks = whole.replace(/\r\n?/g, "\n").split("\n\n");
    rest = (blocks.pop() ?? "") + told.slice(whole.length);
    return blocks.flatMap((block): LiveEvent[] => {
      const valuesOf = (field: string) =>
        block
          .split("\n")
          .filter((line) => line.startsWith(`${field}:`))
          .map((line) => line.slice(field.length + 1).replace(/^ /, ""));
      const data = valuesOf("data");
      // A block without data is a comment that keeps the line open.
      return data.length === 0
        ? []
        : [{ name: valuesOf("event")[0] ?? "message", data: data.join("\n") }];
    });
  };
}

/** The lists and pages that each event makes old, by the first word of their key in the cache. */
const TOUCHED: Record<string, readonly string[]> = {
  order: ["orders", "gaps", "audit", "first steps"],
  parcel: ["parcels", "exceptions", "manifests", "audit", "first steps"],
  import: ["imports", "gaps"],
  product: ["products", "gaps", "first steps"],
  notice: ["notices"],
};

/** What an event makes old; everything that moves where the line was lost, or several things changed. */
export function touchedBy(name: string): readonly string[] {
  return TOUCHED[name] ?? [];
}

/** Everything that moves. */
export const MOVING: readonly string[] = [...new Set(Object.values(TOUCHED).flat())];

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** How long to wait before the next try: twice as long each time, up to a minute, and not all at once. */
export function pauseBefore(tries: number, chance: number): number {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries);
  return Math.round(pause * (0.75 + 0.5 * chance));
}
