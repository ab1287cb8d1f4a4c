/** A parcel followed: by its buyer on a page of its own, by its seller in the console. Runs after the story. */
import { type Browser, expect, type Page, test } from "@playwright/test";
import {
  apiKey,
  baseUrl,
  expectAccessible,
  expectNoSideways,
  openWithKey,
  watchComplaints,
} from "./page";

test.describe.configure({ mode: "serial" });

/** A page before its map: HTML with its style. */
const PAGE_BYTES_MAX = 50_000;

let id = "";
let number = "";

interface Listed {
  items: { id: string; identifiers: { value: string }[] }[];
}

async function ask(path: string, body?: unknown): Promise<unknown> {
  const headers: Record<string, string> = { authorization: `Bearer ${apiKey()}` };
  if (body !== undefined) headers["content-type"] = "application/json";
  const answer = await fetch(`${baseUrl()}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(answer.ok, `${path}: ${answer.status}`).toBe(true);
  return answer.json();
}

/** RFC 3339 with the offset of the clock in Shanghai. */
function hoursAgo(hours: number): string {
  const at = new Date(Date.now() - hours * 3_600_000 + 8 * 3_600_000);
  return `${at.toISOString().slice(0, 19)}+08:00`;
}

test.beforeAll(async () => {
  const { items } = (await ask("/v1/parcels?state=booked&limit=50")) as Listed;
  const parcel = items.find((one) => one.identifiers[0]?.value.match(/^[A-Z]{2}\d{9}[A-Z]{2}$/));
  expect(parcel, "the story has booked a parcel with a postal number").toBeDefined();
  id = parcel?.id ?? "";
  number = parcel?.identifiers[0]?.value ?? "";
  const told = (hours: number, milestone: string, city: string, text: string) => ({
    identifier: number,
    carrier: "china_post",
    occurred_at: hoursAgo(hours),
    milestone,
    place: { country: "CN", city },
    raw_code: "203",
    raw_text: text,
  });
  const items2 = [
    told(72, "accepted", "Hangzhou", "已收件【张三 13800000000】"),
    told(60, "arrived_at_outward_office", "Shanghai", "到达上海国际处理中心"),
    told(20, "held_by_export_customs", "Shanghai", "海关留存待验"),
  ];
  expect(await ask("/v1/scans", { items: items2 })).toMatchObject({ new: 3, failed: 0 });
});

async function opened(browser: Browser, locale: string, width = 900): Promise<Page> {
  const context = await browser.newContext({ locale, viewport: { width, height: 900 } });
  return context.newPage();
}

for (const [locale, direction, status, carrier] of [
  ["en-GB", "ltr", "Held by export customs", "What happened so far"],
  ["zh-CN", "ltr", "出口海关留存待查", "物流轨迹"],
  ["ru-RU", "ltr", "Задержано таможней страны отправления", "Что уже произошло"],
  ["ar-EG", "rtl", "محتجز لدى جمارك التصدير", "ما حدث حتى الآن"],
] as const) {
  test(`the buyer reads the page in ${locale}, on a desk and on a phone`, async ({ browser }) => {
    for (const width of [900, 360]) {
      const page = await opened(browser, locale, width);
      const complaints = watchComplaints(page);
      const response = await page.goto(`${baseUrl()}/t/${number}`);
      expect(response?.status()).toBe(200);
      expect((await response?.body())?.length).toBeLessThan(PAGE_BYTES_MAX);
      const html = page.locator("html");
      await expect(html).toHaveAttribute("lang", locale.slice(0, 2));
      await expect(html).toHaveAttribute("dir", direction);
      await expect(page.getByRole("heading", { level: 1 })).toContainText(number);
      await expect(page.locator(".event.latest")).toContainText(status);
      await expect(page.getByRole("heading", { level: 2, name: carrier })).toBeVisible();
      await expect(page.getByText("13800000000")).toHaveCount(0);
      await expectNoSideways(page);
      await expectAccessible(page);
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  });
}

test("the map is drawn where scripts run", async ({ page }) => {
  await page.goto(`${baseUrl()}/t/${number}`);
  await expect(page.locator("#map svg .land")).toBeVisible();
  expect(await page.locator("#map circle").count()).toBeGreaterThan(1);
});

test("without scripts everything but the map is there", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(`${baseUrl()}/t/${number}`);
  await expect(page.locator("#map")).toBeHidden();
  await expect(page.locator(".event")).toHaveCount(3);
  await page.getByRole("link", { name: "العربية" }).click();
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(page).toHaveURL(`${baseUrl()}/t/${number}?lang=ar`);
  await context.close();
});

test("a number is typed, and one that nobody knows is answered kindly", async ({ page }) => {
  await page.goto(`${baseUrl()}/t`);
  await page.getByLabel("Tracking number").fill("RK000000015CN");
  await page.getByRole("button", { name: "Look up" }).click();
  await expect(page.getByText("Its check digit does not fit")).toBeVisible();
  await expectAccessible(page);
});

test.describe("in dark colours", () => {
  test.use({ colorScheme: "dark" });
  test("the page has nothing that axe objects to", async ({ page }) => {
    await page.goto(`${baseUrl()}/t/${number}`);
    await expect(page.locator("#map svg")).toBeVisible();
    await expectAccessible(page);
  });
});

test("the seller reads the carrier's own words, who held it and what is expected", async ({
  page,
}) => {
  const complaints = watchComplaints(page);
  await openWithKey(page, "parcels");
  await page.getByRole("link", { name: `Follow parcel ${number}` }).click();
  await expect(page.getByRole("heading", { level: 1, name: number })).toBeFocused();
  const newest = page.locator(".story-event").first();
  await expect(newest).toContainText("Held by export customs");
  await expect(newest).toContainText("海关留存待验");
  await expect(newest).toContainText("UTC+08:00");
  const custody = page.getByRole("group", { name: "Who held it, and what proves it" });
  await expect(custody).toContainText("customs or security");
  await expect(page.getByRole("link", { name: "The buyer’s page" })).toHaveAttribute(
    "href",
    `/t/${number}`,
  );
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 844 });
  await expectNoSideways(page);
  await page.goto(`${baseUrl()}/#/parcels/${id}`);
  await page.getByRole("button", { name: "中文" }).click();
  await expect(newest).toContainText("出口海关留存待查");
  expect(complaints).toEqual([]);
});
