/** For everyone: light and dark, phone and desk, English and Chinese, with and without a mouse. */
import { expect, test } from "@playwright/test";
import {
  type Area,
  askForWalnuts,
  baseUrl,
  expectAccessible,
  expectNoSideways,
  openWithKey,
} from "./page";

const AREAS: readonly Area[] = [
  "start",
  "quote",
  "orders",
  "imports",
  "products",
  "parcels",
  "manifests",
  "exceptions",
  "network",
  "team",
];

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    for (const area of AREAS) {
      test(`${area} has nothing that axe objects to`, async ({ page }) => {
        await openWithKey(page, area);
        if (area === "quote") await askForWalnuts(page);
        await expect(page.locator(".waiting")).toHaveCount(0);
        await expectAccessible(page);
      });
    }

    test("neither has the gate", async ({ page }) => {
      await page.goto(baseUrl());
      await expect(page.getByRole("heading", { name: /Which key/ })).toBeVisible();
      await expectAccessible(page);
    });
  });
}

test.describe("on a phone", () => {
  for (const width of [360, 390]) {
    for (const area of AREAS) {
      test(`${area} fits ${width} px`, async ({ page }) => {
        await page.setViewportSize({ width, height: 844 });
        await openWithKey(page, area);
        if (area === "quote") await askForWalnuts(page);
        await expect(page.locator(".waiting")).toHaveCount(0);
        await expectNoSideways(page);
      });
    }
  }
});

test("the page speaks Chinese and remembers it", async ({ page }) => {
  await openWithKey(page);
  await page.getByRole("button", { name: "中文" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "包裹报价" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
  await page.reload();
  await expect(page.getByRole("button", { name: "查找路线" })).toBeVisible();
  for (const [link, title] of [
    ["开始", "开始使用"],
    ["订单", "订单"],
    ["商品", "商品"],
    ["包裹", "包裹"],
    ["异常", "异常"],
    ["网络", "网络"],
    ["团队", "团队"],
  ] as const) {
    await page.getByRole("navigation").getByRole("link", { name: link, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeFocused();
  }
});

test("on a phone the areas stand behind a button that names where one is", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openWithKey(page, "orders");
  const menu = page.getByRole("button", { name: "Menu: Orders" });
  await expect(page.getByRole("link", { name: "Network", exact: true })).toBeHidden();
  await menu.focus();
  await page.keyboard.press("Enter");
  await expect(menu).toHaveAttribute("aria-expanded", "true");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Network", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Network" })).toBeFocused();
  await expect(page.getByRole("button", { name: "Menu: Network" })).toHaveAttribute(
    "aria-expanded",
    "false",
  );
});

test("a quote is asked without a mouse", async ({ page }) => {
  await openWithKey(page);
  await page.getByRole("combobox", { name: "From", exact: true }).focus();
  await page.keyboard.type("Lin'an");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  const to = page.getByRole("combobox", { name: "To", exact: true });
  if (!(await to.evaluate((node) => node === document.activeElement))) await to.focus();
  await page.keyboard.type("FR 75011");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Weight, packed")).toBeFocused();
  await page.keyboard.type("2");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Offers" })).toBeVisible();
});

test("a server that does not answer is said, with a way to try again", async ({ page }) => {
  await openWithKey(page);
  await page.route("**/v1/quotes", (route) => route.abort());
  await page.getByRole("button", { name: "Two kilograms of walnuts, Lin'an to Paris" }).click();
  await expect(page.getByRole("alert")).toContainText("cannot be reached");
  await page.unroute("**/v1/quotes");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "Offers" })).toBeVisible();
});

test("an answer that cannot be drawn breaks one page, not the frame", async ({ page }) => {
  await page.route("**/v1/parcels?**", (route) =>
    route.fulfill({ json: { items: [{ identifiers: null }], next_cursor: null } }),
  );
  await openWithKey(page, "parcels");
  await expect(page.getByText("This page could not be drawn")).toBeVisible();
  await page.getByRole("link", { name: "Quote", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText("This page could not be drawn")).toHaveCount(0);
});
