/** Every visible text stands in both languages and nowhere else. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import en from "../src/locales/en.json";
import zh from "../src/locales/zh.json";
import { collectActions } from "./fault-codes";

const SOURCES = new URL("../src/", import.meta.url).pathname;

function keysOf(node: unknown, path = ""): string[] {
  if (typeof node === "string") return [path];
  return Object.entries(node as object).flatMap(([name, child]) =>
    keysOf(child, path === "" ? name : `${path}.${name}`),
  );
}

function textOf(node: unknown, path: string): string {
  return path
    .split(".")
    .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], node) as string;
}

/** Chinese has one plural form, English two: `_one` is English's alone. */
const comparable = (keys: string[]) => keys.filter((key) => !key.endsWith("_one")).sort();

function filesBelow(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path, ending);
    return ending.test(entry.name) ? [path] : [];
  });
}

const SPOKEN_ATTRIBUTES = new Set([
  "aria-label",
  "aria-description",
  "alt",
  "title",
  "label",
  "placeholder",
  "description",
  "lead",
  "example",
]);
const hasLetters = (text: string) => /\p{L}{2,}/u.test(text);

/** Texts a reader would see that come from the source instead of the translations. */
function hardCodedTexts(name: string, source: string): string[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxElement(node) && /translate="no"/.test(node.openingElement.getText())) return;
    if (ts.isJsxText(node) && hasLetters(node.text)) found.push(node.text.trim());
    if (ts.isJsxAttribute(node) && SPOKEN_ATTRIBUTES.has(node.name.getText())) {
      const value = node.initializer;
      if (value && ts.isStringLiteral(value) && hasLetters(value.text)) found.push(value.text);
    }
    if (ts.isJsxExpression(node) && node.expression && ts.isStringLiteral(node.expression)) {
      const inAttribute =
        ts.isJsxAttribute(node.parent) && !SPOKEN_ATTRIBUTES.has(node.parent.name.getText());
      if (!inAttribute && hasLetters(node.expression.text)) found.push(node.expression.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

test("both languages have the same keys", () => {
  expect(comparable(keysOf(zh))).toEqual(comparable(keysOf(en)));
});

test("no text is empty, and both languages name the same values", () => {
  const values = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((one) => one[1]).sort();
  for (const key of comparable(keysOf(en))) {
    expect(textOf(en, key).trim(), key).not.toBe("");
    expect(textOf(zh, key).trim(), key).not.toBe("");
    expect(values(textOf(zh, key)), key).toEqual(values(textOf(en, key)));
  }
});

test("every literal key that is asked for exists", () => {
  const known = new Set(keysOf(en));
  const missing: string[] = [];
  for (const path of filesBelow(SOURCES, /\.tsx?$/)) {
    for (const [, key = ""] of readFileSync(path, "utf8").matchAll(/\bt\(\s*"([^"]+)"/g)) {
      if (!known.has(key) && !known.has(`${key}_other`)) missing.push(`${path}: ${key}`);
    }
  }
  expect(missing).toEqual([]);
});

test("every key is asked for somewhere", () => {
  const sources = filesBelow(SOURCES, /\.tsx?$/)
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");
  const built = [...sources.matchAll(/t\(\s*`([\w.]+)\.\$\{/g)].map((one) => `${one[1]}.`);
  // Built from a named prefix: `choices("battery", …)`.
  const named = ["battery.", "quote.tier.", "quote.entry.", "problems."];
  const unused = comparable(keysOf(en)).filter((key) => {
    const base = key.replace(/_other$/, "");
    return (
      !sources.includes(`"${base}"`) &&
      ![...built, ...named].some((prefix) => key.startsWith(prefix))
    );
  });
  expect(unused).toEqual([]);
});

test("no visible text is hard-coded", () => {
  const found = filesBelow(SOURCES, /\.tsx$/).flatMap((path) =>
    hardCodedTexts(path, readFileSync(path, "utf8")).map((text) => `${path}: ${text}`),
  );
  expect(found).toEqual([]);
});

test("the search for hard-coded texts finds them", () => {
  const source = `const A = () => <p title="Weight">Hello {"there"} <b className="name">{t("x")}</b></p>;`;
  expect(hardCodedTexts("a.tsx", source)).toEqual(["Weight", "Hello", "there"]);
});

test("every problem of the interface has a title in both languages", () => {
  const document = JSON.parse(
    readFileSync(new URL("../../crates/api/openapi.json", import.meta.url), "utf8"),
  ) as { components: { schemas: { ProblemCode: { enum: string[] } } } };
  for (const code of document.components.schemas.ProblemCode.enum) {
    expect(Object.keys(en.problems), code).toContain(code);
  }
});

test("everything that is written down of who did what has its words", () => {
  const actions = [...collectActions()];
  for (const known of ["order.change", "order.book", "order.cancel", "account.sign_in"])
    expect(actions).toContain(known);
  const named = Object.keys(en.audit.action);
  expect(actions.filter((action) => !named.includes(action.replace(".", "_")))).toEqual([]);
});
