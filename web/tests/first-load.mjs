// Says how much the first visit loads, as sent (gzip), and refuses more than the budget.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET_BYTES = 250_000;
const dist = new URL("../dist/", import.meta.url);
const page = readFileSync(new URL("index.html", dist), "utf8");
let first = 0;
for (const name of readdirSync(new URL("assets/", dist))) {
  const bytes = gzipSync(readFileSync(new URL(`assets/${name}`, dist))).length;
  const early = page.includes(`assets/${name}`);
  if (early) first += bytes;
  console.log(
    `${early ? "first load" : "on demand "}  ${String(Math.round(bytes / 1000)).padStart(4)} KB gzip  ${name}`,
  );
}
console.log(`first load together ${Math.round(first / 1000)} KB gzip of ${BUDGET_BYTES / 1000} KB`);
if (first > BUDGET_BYTES) process.exit(1);
