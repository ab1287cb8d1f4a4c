// Writes the words for milestones, statuses and reasons into the console's locales, from the files of texts
// that the buyer's page speaks by: one wording for both. `tests/words.test.ts` refuses stale ones.
import { readFileSync, writeFileSync } from "node:fs";

const SECTIONS = ["milestone", "status", "reason", "due"];

/** The sections wanted, of a file whose lines are `key = "text"`, as those files are. */
export function wordsOf(language) {
  const file = new URL(`../../crates/tracking/texts/${language}.toml`, import.meta.url);
  const words = Object.fromEntries(SECTIONS.map((section) => [section, {}]));
  let section = "";
  for (const line of readFileSync(file, "utf8").split("\n")) {
    section = /^\[([\w.]+)\]$/.exec(line)?.[1] ?? section;
    const pair = /^(\w+) = (".*")$/.exec(line);
    if (pair && SECTIONS.includes(section)) words[section][pair[1]] = JSON.parse(pair[2]);
  }
  return `${JSON.stringify(words, null, 2)}\n`;
}

export const wordsFile = (language) =>
  new URL(`../src/locales/told.${language}.json`, import.meta.url);

if (process.argv[1] === new URL(import.meta.url).pathname)
  for (const language of ["en", "zh"]) writeFileSync(wordsFile(language), wordsOf(language));
