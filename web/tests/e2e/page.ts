/** What the tests do on the page, in the words of somebody who uses it. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

export type Area =
  | "start"
  | "quote"
  | "orders"
  | "imports"
  | "products"
  | "parcels"
  | "manifests"
  | "exceptions"
  | "network"
  | "team";

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the global setup did not run`);
  return value;
}

export const baseUrl = () => fromEnvironment("PORTOLAN_URL");
export const apiKey = () => fromEnvironment("PORTOLAN_KEY");

/** Opens the page as the program's printed address does, with the key in the fragment. */
export async function openWithKey(page: Page, area: Area = "quote"): Promise<void> {
  await page.goto(`${baseUrl()}/#key=${apiKey()}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.goto(`${baseUrl()}/#/${area}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

/** Fails on everything that the page itself complains about. */
export function watchComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  return complaints;
}

/** Two kilograms of walnuts from Lin'an to Paris. */
export async function askForWalnuts(page: Page): Promise<void> {
  await page.getByRole("combobox", { name: "From", exact: true }).fill("Lin'an");
  await page.getByRole("combobox", { name: "To", exact: true }).fill("FR 75011");
  await page.getByLabel("Weight, packed").fill("2 kg");
  await page.getByLabel("Value", { exact: true }).fill("20 EUR");
  await page.getByRole("combobox", { name: "Goods" }).click();
  await page.getByRole("option", { name: "Food", exact: true }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Find routes" }).click();
  await expect(page.getByRole("heading", { name: "Offers" })).toBeVisible();
}

/** No violation of what axe can tell by machine, at WCAG 2.2 AA. */
export async function expectAccessible(page: Page, within = "html"): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .include(within)
    // By HTML-AAM a header within a section, which a dialog is, is no banner; axe goes by roles alone.
    .disableRules(within === "html" ? [] : ["landmark-no-duplicate-banner"])
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const told = violations.map(
    (one) =>
      `${one.id}: ${one.nodes.map((node) => `${node.target.join(" ")} — ${node.failureSummary ?? ""}`).join("; ")}`,
  );
  expect(told).toEqual([]);
}

export async function expectNoSideways(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(content).toBeLessThanOrEqual(window ?? 0);
}
