/** The generated client is that of the committed interface document. */
import { readFileSync } from "node:fs";
import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";
import { expect, test } from "vitest";

test("src/api/schema.ts is what npm run generate writes", async () => {
  const document = new URL("../../crates/api/openapi.json", import.meta.url);
  const committed = readFileSync(new URL("../src/api/schema.ts", import.meta.url), "utf8");
  const generated = `${COMMENT_HEADER}${astToString(await openapiTS(document))}`;
  expect(committed === generated, "run npm run generate and commit src/api/schema.ts").toBe(true);
});
