/** What a seller works with, each at an address of its own. Runs after the story, whose parcels are here. */
import { expect, type Page, test } from "@playwright/test";
import {
  apiKey,
  baseUrl,
  expectAccessible,
  expectNoSideways,
  openWithKey,
  watchComplaints,
} from "./page";

const PHONE = { width: 390, height: 844 };

const rowsOf = (page: Page, name: string) =>
  page.getByRole("group", { name, exact: true }).locator("tbody tr");

async function ask<T>(path: string): Promise<T> {
  const headers = { authorization: `Bearer ${apiKey()}` };
  const answer = await fetch(`${baseUrl()}${path}`, { headers });
  expect(answer.ok, `${path}: ${answer.status}`).toBe(true);
  return (await answer.json()) as T;
}

/** As somebody on a phone sees it, in Chinese, and back. */
async function expectOnPhone(page: Page): Promise<void> {
  await page.setViewportSize(PHONE);
  await expectNoSideways(page);
  await page.getByRole("button", { name: "中文" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
  await expectNoSideways(page);
  await page.getByRole("button", { name: "English" }).click();
  await page.setViewportSize({ width: 1280, height: 900 });
}

test("the first steps are ticked by what is there", async ({ page }) => {
  await openWithKey(page);
  await page.getByRole("link", { name: "Start", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Getting started" })).toBeVisible();
  const steps = page.locator(".step");
  await expect(steps).toHaveCount(6);
  // The story has booked, printed elsewhere, and handed in.
  await expect(page.locator(".step[data-done]")).toHaveCount(6);
  await expect(page.getByText("6 of 6 done")).toBeVisible();
  // Once all is done, the usual work comes first.
  await page.goto(`${baseUrl()}/#/team`);
  await page.getByRole("link", { name: "Portolan" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "Quote a parcel" })).toBeVisible();
});

test("a list keeps its filter and page in the address, and back leads back", async ({ page }) => {
  await openWithKey(page, "orders");
  await page.getByLabel("Search by reference").fill("PL-2501");
  await expect(page).toHaveURL(/q=PL-2501/);
  const rows = rowsOf(page, "Orders");
  await expect(rows.first()).toContainText("PL-2501");
  await page.reload();
  await expect(page.getByLabel("Search by reference")).toHaveValue("PL-2501");
  await expect(rows.first()).toContainText("PL-2501");
  await rows.first().getByRole("link").first().click();
  await expect(page).toHaveURL(/#\/orders\/ord_/);
  await page.goBack();
  await expect(page.getByLabel("Search by reference")).toHaveValue("PL-2501");
  await page.getByLabel("Search by reference").fill("nothing of the kind");
  await expect(page.getByText("No order matches")).toBeVisible();
});

test("a long list is turned page by page, never more than one", async ({ page }) => {
  const items = (from: number) =>
    Array.from({ length: 50 }, (_, index) => ({
      id: `ord_${String(from + index)}`,
      reference: `BIG-${String(from + index)}`,
      state: "open",
      country: "FR",
      lines: 1,
      total: { amount: "1.00", currency: "EUR" },
      placed_at: "2026-11-01T00:00:00Z",
      created_at: "2026-11-01T00:00:00Z",
    }));
  await page.route("**/v1/orders?**", (route) => {
    const at = Number(new URL(route.request().url()).searchParams.get("cursor") ?? "0");
    return route.fulfill({
      json: { items: items(at), next_cursor: at < 99_950 ? String(at + 50) : null },
    });
  });
  await openWithKey(page, "orders");
  const rows = rowsOf(page, "Orders");
  await expect(rows.first()).toContainText("BIG-0");
  await page.getByRole("checkbox", { name: "Select order BIG-0" }).check();
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(rows.first()).toContainText("BIG-50");
  await expect(rows).toHaveCount(50);
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(page.getByText("Page 3")).toBeVisible();
  await page.reload();
  await expect(rows.first()).toContainText("BIG-100");
  await page.getByRole("link", { name: "Previous page" }).click();
  await expect(rows.first()).toContainText("BIG-50");
  await page.goBack();
  await expect(rows.first()).toContainText("BIG-100");
  await page.goto(`${baseUrl()}/#/orders?cursor=99950`);
  await expect(rows.last()).toContainText("BIG-99999");
  await expect(page.getByRole("link", { name: "Next page" })).toHaveCount(0);
  // A page whose way is not known still leads to the first.
  await page.getByRole("link", { name: "First page" }).click();
  await expect(rows.first()).toContainText("BIG-0");
});

test("ticks stay while pages are turned", async ({ page }) => {
  await openWithKey(page, "orders");
  await page.locator("tbody input[type=checkbox]:enabled").first().check();
  await expect(page.getByText("One order selected")).toBeVisible();
  await page.getByLabel("Search by reference").fill("PL-2500");
  await expect(page).toHaveURL(/q=PL-2500/);
  await expect(page.getByText("One order selected")).toBeVisible();
  await page.getByRole("button", { name: "Untick all" }).click();
  await expect(page.getByText("One order selected")).toHaveCount(0);
});

test("an order tells who, what, its parcels and what was done", async ({ page }) => {
  const { items } = await ask<{ items: { id: string; reference: string }[] }>(
    "/v1/orders?state=booked&limit=1",
  );
  const [order] = items;
  expect(order, "the story has booked orders").toBeDefined();
  const complaints = watchComplaints(page);
  await openWithKey(page);
  await page.goto(`${baseUrl()}/#/orders/${order?.id}`);
  await expect(page.getByRole("heading", { level: 1, name: order?.reference ?? "" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Recipient" })).toBeVisible();
  await expect(rowsOf(page, "Parcels").first()).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "order booked" })).toBeVisible();
  await expectAccessible(page);
  await expectOnPhone(page);
  // Each number leads to its reason.
  await rowsOf(page, "What was bought").first().getByRole("link").click();
  await expect(page).toHaveURL(/#\/products\//);
  await expect(page.getByLabel("Net mass of one piece")).not.toHaveValue("");
  await page.goBack();
  await rowsOf(page, "Parcels").first().getByRole("link").nth(1).click();
  await expect(
    page.getByRole("heading", { name: "What it costs, and on which way" }),
  ).toBeVisible();
  await expect(page.locator(".charges li").first()).toBeVisible();
  expect(complaints).toEqual([]);
});

test("an order that is not there is said", async ({ page }) => {
  await openWithKey(page);
  await page.goto(`${baseUrl()}/#/orders/ord_00000000000000000000000000`);
  await expect(page.getByRole("alert")).toBeVisible();
});

test("labels of many parcels come in one file, with its progress", async ({ page }) => {
  await openWithKey(page, "parcels");
  const ticks = page.locator("tbody input[type=checkbox]:enabled");
  await ticks.nth(0).check();
  await ticks.nth(1).check();
  let asked: unknown;
  await page.route("**/v1/labels", async (route) => {
    asked = route.request().postDataJSON();
    await route.continue();
  });
  await page.getByRole("button", { name: "2 labels" }).click();
  const dialog = page.getByRole("dialog");
  await expectAccessible(page, "[role=dialog]");
  await dialog.getByRole("button", { name: "Make the file" }).click();
  await expect(dialog.getByText("The file is ready")).toBeVisible();
  const saved = page.waitForEvent("download");
  await dialog.getByRole("link", { name: "Save it" }).click();
  expect((await saved).suggestedFilename()).toBe("labels-2.pdf");
  expect((asked as { parcels: string[] }).parcels).toHaveLength(2);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "2 labels" }).click();
  await dialog.getByText("ZPL", { exact: true }).click();
  await dialog.getByText("300 dpi").click();
  const zpl = page.waitForRequest(/label\?.*format=zpl.*dpi=300/);
  await dialog.getByRole("button", { name: "Make the file" }).click();
  await zpl;
  await expect(dialog.getByText("The file is ready")).toBeVisible();
});

test("everything that matches is ticked over all pages", async ({ page }) => {
  await openWithKey(page, "parcels");
  await page.locator("tbody input[type=checkbox]:enabled").first().check();
  await page.getByRole("button", { name: /^Choose all that match/ }).click();
  const { items } = await ask<{ items: { state: string }[] }>("/v1/parcels?limit=200");
  const count = items.filter((parcel) => parcel.state !== "cancelled").length;
  await expect(page.getByText(`${String(count)} parcels selected`)).toBeVisible();
});

test("a product is made, changed and found", async ({ page }) => {
  const complaints = watchComplaints(page);
  await openWithKey(page, "products");
  await page.getByRole("link", { name: "New product" }).click();
  await page.getByLabel("SKU").fill("E2E/LAMP 1");
  await page.getByLabel("What it is, in English").fill("Desk lamp, without bulb");
  await page.getByLabel("Net mass of one piece").fill("800 g");
  await page.getByLabel("Size of one piece").fill("30x20x20 cm");
  await page.getByLabel("Value of one piece").fill("15 EUR");
  await page.getByLabel("Country of origin").fill("cn");
  await page.getByLabel("HS code").fill("12");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByLabel("HS code")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("HS code").fill("940521");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "E2E/LAMP 1" })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Net mass of one piece")).toHaveValue("800 g");
  await expectAccessible(page);
  await expectOnPhone(page);
  await page.getByRole("link", { name: "All products" }).first().click();
  await page.getByLabel("Search by SKU").fill("LAMP");
  await expect(rowsOf(page, "Products").first()).toContainText("Desk lamp");
  // A code that is refused is a failed request, which the browser tells.
  expect(complaints.filter((one) => !one.includes("422"))).toEqual([]);
});

test("HS codes are proposed from words, and never applied by themselves", async ({ page }) => {
  await openWithKey(page);
  await page.goto(`${baseUrl()}/#/products/${encodeURIComponent("E2E/LAMP 1")}`);
  await page.getByRole("button", { name: "Find candidates" }).click();
  await page.getByLabel("Words to look for").fill("walnuts in shell");
  const candidates = page.getByRole("list", { name: "Candidates" });
  await expect(candidates.getByRole("button", { name: "080231" })).toBeVisible();
  await expect(page.getByLabel("HS code")).toHaveValue("940521");
  await candidates.getByRole("button", { name: "080231" }).click();
  await expect(page.getByLabel("HS code")).toHaveValue("080231");
});

test("the network is searched, and a place tells its legs", async ({ page }) => {
  const complaints = watchComplaints(page);
  await openWithKey(page, "network");
  await expect(page.getByRole("img", { name: /Chart of the network/ })).toBeVisible();
  await page.getByLabel("Search a place").fill("guarulhos");
  await expect(page.getByText("One place", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: /Guarulhos/ }).click();
  await expect(page).toHaveURL(/#\/network\/gru\?q=guarulhos/);
  await expect(page.locator(".legs-of-place li").first()).toBeVisible();
  await page.getByRole("combobox", { name: "Mode" }).click();
  await page.getByRole("option", { name: "air", exact: true }).click();
  await expect(page).toHaveURL(/mode=air/);
  await page.locator(".legs-of-place a").first().click();
  await expect(page).not.toHaveURL(/network\/gru/);
  await page.goBack();
  await expect(page).toHaveURL(/network\/gru/);
  await expectAccessible(page);
  await expectOnPhone(page);
  expect(complaints).toEqual([]);
});

test("the check tells what it found and which countries are reached", async ({ page }) => {
  await openWithKey(page);
  await page.goto(`${baseUrl()}/#/network?tab=check`);
  await expect(page.getByRole("heading", { name: "What the check found" })).toBeVisible();
  await page.getByLabel("Search a country").fill("france");
  await expect(rowsOf(page, "Countries reached")).toHaveCount(1);
  await expectAccessible(page);
});

test("what was done is found by the thing it was done to", async ({ page }) => {
  await openWithKey(page);
  await page.goto(`${baseUrl()}/#/team?tab=audit`);
  const rows = rowsOf(page, "Who did what");
  await expect(rows.first()).toBeVisible();
  await rows.first().getByRole("link", { name: "only this" }).click();
  await expect(page).toHaveURL(/object=\w+/);
  await expectAccessible(page);
});
