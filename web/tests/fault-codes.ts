/** Collects the stable codes of what can be wrong from the Rust sources: wherever one is given to a fault, a finding or an error. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const CRATES = new URL("../../crates/", import.meta.url).pathname;

/** The crates whose faults reach the interface, and how their files give a fault its code. */
const SOURCES = [
  "api",
  "customs",
  "markets",
  "model",
  "network",
  "postal",
  "promise",
  "routing",
  "server",
  "store",
  "tracking",
] as const;
type Crate = (typeof SOURCES)[number];

/** Which argument of a call is the code: from the front, or from the back where it is negative. */
interface Giver {
  readonly crate: Crate;
  readonly call: RegExp;
  readonly argument: number;
}

const GIVERS: readonly Giver[] = [
  { crate: "server", call: /\b(?<!fn )fault\(/g, argument: -1 },
  { crate: "server", call: /\binvalid_field\(/g, argument: -1 },
  { crate: "server", call: /\bDuty::not_known\(/g, argument: 0 },
  { crate: "server", call: /\bnote\(/g, argument: 1 },
  { crate: "server", call: /\breason: [\w.()]*map_or\(/g, argument: 0 },
  { crate: "markets", call: /\bFault::of_file\(/g, argument: 0 },
  { crate: "markets", call: /\.(?:fault|warn)\(/g, argument: 1 },
  { crate: "markets", call: /(?<![.\w])fault\(/g, argument: 0 },
  { crate: "markets", call: /\bfault_at\(/g, argument: 3 },
  { crate: "markets", call: /\bSome\(\(/g, argument: 0 },
  { crate: "network", call: /\bCellFault::(?:new|bad)\(/g, argument: 0 },
  { crate: "network", call: /\bSome\(\(/g, argument: 0 },
  { crate: "network", call: /\btell\(/g, argument: 2 },
  { crate: "network", call: /(?<![.\w])warning\(/g, argument: 1 },
  { crate: "tracking", call: /\bMessageFault::new\(/g, argument: 0 },
  { crate: "tracking", call: /(?<![.\w])Self::new\(/g, argument: 0 },
];

const SHAPE = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;
const CODE = /"([a-z][a-z0-9]*(?:_[a-z0-9]+)*)"/g;

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "tests" ? [] : filesBelow(path);
    return entry.name.endsWith(".rs") && entry.name !== "tests.rs" ? [path] : [];
  });
}

/** The source without its comments and without the tests that stand in it. */
function bare(source: string): string {
  const [own = ""] = source.split(/^#\[cfg\(test\)\]\nmod \w+ \{/m);
  return own.replace(/^\s*\/\/.*$/gm, "");
}

/** Where a string that begins at a place ends: one behind its last quote. */
function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

/** What stands between a bracket that is open and the one that closes it, cut at its own commas. */
export function argumentsOf(text: string, open: number): string[] {
  const found: string[] = [];
  let [at, depth, from] = [open + 1, 0, open + 1];
  while (at < text.length) {
    const sign = text[at] ?? "";
    if (sign === '"') {
      at = stringEnd(text, at);
      continue;
    }
    if ("([{".includes(sign)) depth += 1;
    if (")]}".includes(sign)) depth -= 1;
    if (depth < 0 || (depth === 0 && sign === ",")) {
      found.push(text.slice(from, at).trim());
      from = at + 1;
    }
    if (depth < 0) break;
    at += 1;
  }
  return found.filter((one) => one !== "");
}

/** The end of a statement or a block that begins at a place. */
function blockEnd(text: string, start: number, closing: string): number {
  let [at, depth] = [start, 0];
  while (at < text.length) {
    const sign = text[at] ?? "";
    if (sign === '"') {
      at = stringEnd(text, at);
      continue;
    }
    if ("([{".includes(sign)) depth += 1;
    if (")]}".includes(sign)) depth -= 1;
    if (depth <= 0 && sign === closing) return at;
    at += 1;
  }
  return at;
}

const literalsIn = (text: string) => [...text.matchAll(CODE)].map((one) => one[1] ?? "");

/** The codes that a call gives. */
export function givenCodes(text: string, { call, argument }: Pick<Giver, "call" | "argument">) {
  return [...text.matchAll(call)].flatMap((found) => {
    const given = argumentsOf(text, found.index + found[0].length - 1).at(argument) ?? "";
    const code = /^"(.*)"$/.exec(given)?.[1] ?? "";
    return SHAPE.test(code) ? [code] : [];
  });
}

/** The codes of an error's own `fn code`. */
export function ownCodes(text: string): string[] {
  return [...text.matchAll(/\bfn code\([^)]*\)[^{;]*\{/g)].flatMap((found) => {
    const start = found.index + found[0].length - 1;
    return literalsIn(text.slice(start, blockEnd(text, start, "}")));
  });
}

/** Codes of a field or a name `code`: `code: "…"`, `let code = if …`, `let (code, what) = match …`. */
export function namedCodes(text: string): string[] {
  const fields = [...text.matchAll(/\bcode: "([a-z][a-z0-9_]*)"/g)].map((one) => one[1] ?? "");
  const chosen = [...text.matchAll(/\blet code = (?=if |match |")/g)].flatMap((found) =>
    literalsIn(text.slice(found.index, blockEnd(text, found.index, ";"))),
  );
  const tuples = [...text.matchAll(/\blet \(code, [^)]*\) = /g)].flatMap((found) => {
    const all = text.slice(found.index, blockEnd(text, found.index, ";"));
    return [...all.matchAll(/\(\s*"([a-z][a-z0-9_]*)",/g)].map((one) => one[1] ?? "");
  });
  return [...fields, ...chosen, ...tuples];
}

/** Every code with the file that gives it; `silent` are the ways of giving one that no file uses any more. */
export function collectCodes(): { codes: ReadonlyMap<string, string>; silent: string[] } {
  const codes = new Map<string, string>();
  const heard = new Set<Giver>();
  for (const crate of SOURCES) {
    for (const path of filesBelow(join(CRATES, crate, "src"))) {
      const text = bare(readFileSync(path, "utf8"));
      const given = GIVERS.filter((one) => one.crate === crate).flatMap((giver) => {
        const found = givenCodes(text, giver);
        if (found.length > 0) heard.add(giver);
        return found;
      });
      for (const code of [...ownCodes(text), ...namedCodes(text), ...given])
        codes.set(code, path.slice(CRATES.length));
    }
  }
  const silent = GIVERS.filter((giver) => !heard.has(giver));
  return { codes, silent: silent.map((giver) => `${giver.crate} ${giver.call.source}`) };
}

const AUDITED = /\b(?:audit|audit_own|begin|entry)\(|\baction: (?=")/g;

/** What the server writes down of who did what: `order.change`. */
export function collectActions(): ReadonlySet<string> {
  const found = filesBelow(join(CRATES, "server/src")).flatMap((path) => {
    const text = bare(readFileSync(path, "utf8"));
    return [...text.matchAll(AUDITED)].flatMap(({ index, 0: start }) => {
      const end = index + start.length;
      const told = start.endsWith("(") ? argumentsOf(text, end - 1) : [text.slice(end, end + 60)];
      return told.flatMap((one) => /^"([a-z_]+\.[a-z_]+)"/.exec(one)?.[1] ?? []);
    });
  });
  return new Set(found);
}
