// Gathers the fonts that labels are printed with into `fonts/`, which is embedded in the program and not
// kept in the repository: Noto Sans (SIL Open Font License 1.1) for every script that its Latin cut lacks.
// `fonts/index.txt` says of each file which hand it writes and which characters it was cut for.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/** Package, hand of Chinese characters (`-` where there is none), and the parts taken; `null` for all. */
const FAMILIES = [
  ["noto-sans-arabic", "-", ["arabic"]],
  ["noto-sans-hebrew", "-", ["hebrew"]],
  ["noto-sans-thai", "-", ["thai"]],
  ["noto-sans-devanagari", "-", ["devanagari"]],
  ["noto-sans-georgian", "-", ["georgian"]],
  ["noto-sans-armenian", "-", ["armenian"]],
  ["noto-sans-sc", "Hans", null],
  ["noto-sans-tc", "Hant", null],
  ["noto-sans-jp", "Jpan", null],
  ["noto-sans-kr", "Kore", null],
];
/** Parts that the Latin cut of Noto Sans has itself. */
const LATIN = [
  "latin",
  "latin-ext",
  "cyrillic",
  "cyrillic-ext",
  "greek",
  "greek-ext",
  "vietnamese",
];

const target = new URL("fonts/", import.meta.url);
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const index = [];
for (const [family, hand, parts] of FAMILIES) {
  const source = new URL(`node_modules/@fontsource-variable/${family}/`, import.meta.url);
  const ranges = JSON.parse(readFileSync(new URL("unicode.json", source), "utf8"));
  for (const [part, range] of Object.entries(ranges)) {
    if (parts === null ? LATIN.includes(part) : !parts.includes(part)) continue;
    const name = `${family}-${part.replace(/[[\]]/g, "")}-wght-normal.woff2`;
    copyFileSync(new URL(`files/${name}`, source), new URL(name, target));
    index.push(`${name}\t${hand}\t${range.replaceAll("U+", "").toLowerCase()}\n`);
  }
  copyFileSync(new URL("LICENSE", source), new URL(`${family}-LICENSE.txt`, target));
}
writeFileSync(new URL("index.txt", target), index.join(""));
