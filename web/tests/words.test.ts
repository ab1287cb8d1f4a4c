/** What carriers told is said in the words of the buyer's page. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { wordsFile, wordsOf } from "./told-words.mjs";

test.each(["en", "zh"])("the words in %s are those of the files of texts", (language) => {
  expect(readFileSync(wordsFile(language), "utf8"), "run `npm run generate`").toBe(
    wordsOf(language),
  );
});
