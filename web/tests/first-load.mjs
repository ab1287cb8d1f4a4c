// Says how much the first visit loads, as sent (gzip), and refuses more than the budget. What the page's head
// names is the smaller part: counted with it is what the first area then asks for, in the language that weighs more.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET_BYTES = 250_000;
/** Areas that a first visit may open, and what the header loads beside any. */
const FIRST_AREAS = ["StartPage", "QuotePage"];
const BESIDE = ["NoticeBell", "SessionMenu"];
const LANGUAGES = ["en", "zh"];

const dist = new URL("../dist/", import.meta.url);
const page = readFileSync(new URL("index.html", dist), "utf8");
const names = readdirSync(new URL("assets/", dist));
const textOf = (name) => readFileSync(new URL(`assets/${name}`, dist), "utf8");
const bytesOf = (name) => gzipSync(readFileSync(new URL(`assets/${name}`, dist))).length;

/** The chunk of a module by its name before the digest. */
function chunkOf(module) {
  const found = names.filter(
    (name) => name.startsWith(`${module}-`) && name.length === module.length + 12,
  );
  if (found.length !== 1) throw new Error(`${module}: ${found.length} chunks`);
  return found[0];
}

/** Files with all that they import before they run. */
function closureOf(starts) {
  const seen = new Set();
  const wanted = [...starts];
  while (wanted.length > 0) {
    const name = wanted.pop();
    if (seen.has(name)) continue;
    seen.add(name);
    if (!name.endsWith(".js")) continue;
    for (const [, other] of textOf(name).matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) {
      wanted.push(other);
    }
  }
  return seen;
}

const head = names.filter((name) => page.includes(`assets/${name}`));
const texts = (language) => [chunkOf(language), chunkOf(`told.${language}`)];
const visits = FIRST_AREAS.flatMap((area) =>
  LANGUAGES.map((language) => ({
    name: `${area} in ${language}`,
    files: closureOf([...head, chunkOf(area), ...BESIDE.map(chunkOf), ...texts(language)]),
  })),
);
const sum = (files) => [...files].reduce((total, name) => total + bytesOf(name), 0);
const kilobytes = (bytes) => `${String(Math.round(bytes / 1000)).padStart(4)} KB gzip`;

console.log(`${kilobytes(sum(closureOf(head)))}  what the head of the page names`);
let most = 0;
for (const { name, files } of visits) {
  const bytes = sum(files);
  most = Math.max(most, bytes);
  console.log(`${kilobytes(bytes)}  first visit, ${name}`);
}
for (const name of names) {
  const isFirst = visits.some(({ files }) => files.has(name));
  if (!isFirst) console.log(`${kilobytes(bytesOf(name))}  on demand  ${name}`);
}
console.log(`first load at most ${Math.round(most / 1000)} KB gzip of ${BUDGET_BYTES / 1000} KB`);
if (most > BUDGET_BYTES) process.exit(1);
