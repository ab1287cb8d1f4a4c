/** Orders written by hand: taken in, changed, changed by two at once, cancelled. */
import { type Browser, expect, type Page, test } from "@playwright/test";
import {
  apiKey,
  baseUrl,
  expectAccessible,
  expectNoSideways,
  openWithKey,
  watchComplaints,
} from "./page";

const PHONE = { width: 390, height: 844 };
const SKU = "E2E-MUG";

async function send<T>(method: string, path: string, body: unknown): Promise<T> {
  const answer = await fetch(`${baseUrl()}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${apiKey()}`,
      "content-type": "application/json",
      "idempotency-key": crypto.randomUUID(),
    },
    body: body === null ? null : JSON.stringify(body),
  });
  expect(answer.ok, `${method} ${path}: ${String(answer.status)}`).toBe(true);
  return (await answer.json()) as T;
}

const orderOf = (reference: string) => ({
  reference,
  recipient: {
    name: "Léa Martin",
    lines: ["12 rue Oberkampf"],
    city: "Paris",
    postcode: "75011",
    country: "FR",
    phone: "+33123456789",
  },
  lines: [{ sku: SKU, quantity: 2, unit_price: "7.00 EUR" }],
  note: "ring twice",
});

/** An order that nobody else in these tests touches; its id. */
async function orderFor(name: string): Promise<string> {
  const items = [orderOf(`${name}-${crypto.randomUUID().slice(0, 8)}`)];
  const { results } = await send<{ results: { id: string }[] }>("POST", "/v1/orders", { items });
  return results[0]?.id ?? "";
}

async function openOrder(page: Page, id: string, part = ""): Promise<void> {
  await openWithKey(page);
  await page.goto(`${baseUrl()}/#/orders/${id}${part}`);
  await expect(page.getByRole("heading", { name: /Recipient|Change order/ }).first()).toBeVisible();
}

async function somebodyElse(browser: Browser): Promise<Page> {
  return (await browser.newContext({ locale: "en-GB" })).newPage();
}

/** A field's label alone, or with the mark of what is needed. */
const label = (name: string) => new RegExp(`^${name}( \\*)?$`);
const field = (page: Page, name: string) => page.getByLabel(label(name));
const recipient = (page: Page, name: string) =>
  page.getByRole("group", { name: "Recipient" }).getByLabel(label(name));

test.beforeAll(async () => {
  await send("PUT", `/v1/products/${SKU}`, {
    sku: SKU,
    description_en: "Stoneware mug",
    mass: "350 g",
    size: "12x10x10 cm",
    hs_code: "691200",
    origin: "CN",
    goods: ["general"],
    value: "7.00 EUR",
  });
});

test("an order is taken in by hand, and what is wrong stands at its field", async ({ page }) => {
  test.setTimeout(120_000);
  const complaints = watchComplaints(page);
  await openWithKey(page, "orders");
  await page.getByRole("link", { name: "New order" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "New order" })).toBeFocused();
  await expectAccessible(page);
  const reference = `HAND-${crypto.randomUUID().slice(0, 8)}`;
  await field(page, "Order number").fill(reference);
  await recipient(page, "Name").fill("Léa Martin");
  await recipient(page, "Street, number, flat").fill("12 rue Oberkampf");
  await recipient(page, "City").fill("Paris");
  await recipient(page, "Postcode").fill("7");
  await recipient(page, "Country").fill("france");
  await page.getByRole("option", { name: "France (FR)", exact: true }).click();
  await recipient(page, "Phone").fill("call me");
  await field(page, "Currency of the prices").fill("eur");
  const first = page.getByRole("group", { name: "Line 1" });
  await first.getByLabel("Product").fill("e2e-m");
  await page.getByRole("option", { name: /E2E-MUG/ }).click();
  await first.getByLabel("Pieces").fill("2");
  await first.getByLabel("Each").fill("7,5");
  await page.getByRole("button", { name: "Another line" }).click();
  const second = page.getByRole("group", { name: "Line 2" });
  await second.getByLabel("Product").fill("NO-SUCH");
  await second.getByLabel("Each").fill("1.999");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Take the order in" }).click();

  await expect(page.getByRole("alert")).toContainText("Some fields are wrong");
  await expect(recipient(page, "Phone")).toHaveAttribute("aria-invalid", "true");
  await expect(recipient(page, "Phone")).toBeFocused();
  await expect(second.getByLabel("Each")).toHaveAttribute("aria-invalid", "true");
  await expect(first.getByLabel("Each")).not.toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await page.setViewportSize(PHONE);
  await expectNoSideways(page);
  await page.setViewportSize({ width: 1280, height: 900 });

  await recipient(page, "Phone").fill("+33 1 23 45 67 89");
  await second.getByLabel("Each").fill("2");
  await page.getByRole("button", { name: "Take the order in" }).click();
  // Now what the network and the products say: no such postcode, no such product.
  await expect(second.getByLabel("Product")).toHaveAttribute("aria-invalid", "true");
  await expect(recipient(page, "Postcode")).toHaveAttribute("aria-invalid", "true");
  await recipient(page, "Postcode").fill("75011");
  await page.getByRole("button", { name: "Remove line 2" }).click();
  await expect(second).toHaveCount(0);
  await page.getByRole("button", { name: "Take the order in" }).click();
  await expect(page).toHaveURL(/#\/orders\/ord_\w+$/);
  await expect(page.getByRole("heading", { level: 1, name: reference })).toBeVisible();
  await expect(page.getByText("12 rue Oberkampf")).toBeVisible();
  // The form is not in the history any more.
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Orders" })).toBeVisible();
  // The first two tries were refused, which the browser notes.
  expect(complaints.filter((one) => !one.includes("422"))).toEqual([]);
});

test("an open order is changed by keyboard at an address of its own", async ({ page }) => {
  const id = await orderFor("CHANGE");
  await openOrder(page, id);
  await page.getByRole("link", { name: "Change", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/part=change/);
  await page.reload();
  await expect(recipient(page, "City")).toHaveValue("Paris");
  const save = page.getByRole("button", { name: "Save" });
  await expect(save).toBeDisabled();
  await field(page, "Note").fill("leave at the door");
  await recipient(page, "Name").fill("Léa Dupont");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`#/orders/${id}$`));
  await expect(page.getByText("Léa Dupont")).toBeVisible();
  await expect(page.getByText("leave at the door")).toBeVisible();
  await expect(page.getByText("7.00").first()).toBeVisible();
});

test("of two people who change one order neither loses anything", async ({ page, browser }) => {
  test.setTimeout(120_000);
  const id = await orderFor("BOTH");
  const other = await somebodyElse(browser);
  await openOrder(page, id, "?part=change");
  await openOrder(other, id, "?part=change");
  // The first does not hear of it by itself: saving is what tells.
  await page.route("**/v1/events", (route) => route.abort());
  await page.reload();
  await expect(recipient(page, "City")).toHaveValue("Paris");
  await recipient(page, "Street, number, flat").fill("14 rue Oberkampf");
  await field(page, "Note").fill("mine");
  await recipient(other, "Name").fill("Zoé Martin");
  await field(other, "Note").fill("theirs");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByText("Zoé Martin")).toBeVisible();

  await page.getByRole("button", { name: "Save" }).click();
  const meanwhile = page.getByRole("region", { name: /Somebody else changed this order/ });
  await expect(meanwhile).toBeVisible();
  await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
  await meanwhile.getByRole("button", { name: "Look at what they changed" }).click();
  await expect(meanwhile.getByRole("row", { name: /Recipient: Name/ })).toContainText("Zoé Martin");
  await expect(meanwhile.getByRole("row", { name: /Note/ })).toContainText("both changed it");
  await expectAccessible(page);
  await page.setViewportSize(PHONE);
  await expectNoSideways(page);
  await expect(field(page, "Note")).toHaveValue("mine");
  await meanwhile.getByRole("button", { name: "Go on with mine on top of theirs" }).click();
  await expect(recipient(page, "Name")).toHaveValue("Zoé Martin");
  await expect(field(page, "Note")).toHaveValue("mine");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(new RegExp(`#/orders/${id}$`));
  await expect(page.getByText("Zoé Martin")).toBeVisible();
  await expect(page.getByText("14 rue Oberkampf")).toBeVisible();
  await expect(page.getByText("mine", { exact: true })).toBeVisible();
});

test("somebody at the form hears at once that another has saved", async ({ page, browser }) => {
  const id = await orderFor("LIVE");
  await openOrder(page, id, "?part=change");
  const other = await somebodyElse(browser);
  await openOrder(other, id, "?part=change");
  await field(other, "Note").fill("theirs");
  await other.getByRole("button", { name: "Save" }).click();
  const meanwhile = page.getByRole("region", { name: /Somebody else changed this order/ });
  await expect(meanwhile).toBeVisible();
  await meanwhile.getByRole("button", { name: "Drop mine, take theirs" }).click();
  await expect(field(page, "Note")).toHaveValue("theirs");
});

test("whoever leaves with something unsaved is asked", async ({ page }) => {
  const id = await orderFor("LEAVE");
  await openOrder(page, id);
  await page.getByRole("link", { name: "Change", exact: true }).click();
  await field(page, "Note").fill("half a thought");
  await page.getByRole("link", { name: "Parcels", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Leave without saving?" });
  await expectAccessible(page, "[role=dialog]");
  await dialog.getByRole("button", { name: "Stay here" }).click();
  await expect(field(page, "Note")).toHaveValue("half a thought");
  await expect(page).toHaveURL(/part=change/);
  await page.goBack();
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "Leave, and lose it" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page).not.toHaveURL(/part=change/);
  // The tab asks as well.
  await page.goto(`${baseUrl()}/#/orders/${id}?part=change`);
  await field(page, "Note").fill("another");
  const asked = page.waitForEvent("dialog");
  void page.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe("beforeunload");
  await question.accept();
});

test("nothing is asked where nothing was typed", async ({ page }) => {
  const id = await orderFor("PLAIN");
  await openOrder(page, id, "?part=change");
  await page.getByRole("link", { name: "Cancel", exact: true }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page).toHaveURL(new RegExp(`#/orders/${id}$`));
});

test("what is wrong is said in Chinese, with the server's own words behind it", async ({
  page,
}) => {
  const id = await orderFor("ZH");
  await openOrder(page, id, "?part=change");
  await page.getByRole("button", { name: "中文" }).click();
  await page.getByLabel(label("电话")).fill("call me");
  await page.getByRole("button", { name: "保存" }).click();
  const phone = page.getByLabel(label("电话"));
  await expect(phone).toHaveAttribute("aria-invalid", "true");
  const fault = page.locator(".field-fault");
  await expect(fault).toContainText("电话");
  await expect(fault.getByText("call me")).toBeHidden();
  await fault.getByRole("button", { name: "服务器原文" }).click();
  await expect(fault.getByText(/call me/)).toBeVisible();
  await expectAccessible(page);
});

test("an order is cancelled with its parcels, once it is confirmed", async ({ page }) => {
  const id = await orderFor("CANCEL");
  await openOrder(page, id);
  await page.getByRole("button", { name: "Cancel the order" }).click();
  const dialog = page.getByRole("dialog");
  await expectAccessible(page, "[role=dialog]");
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole("button", { name: "Cancel the order" }).click();
  await dialog.getByRole("button", { name: "Cancel the order" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.locator(".state-badge[data-state=cancelled]").first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Change", exact: true })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Cancel the order" })).toHaveCount(0);
  // A form that was open elsewhere says so.
  await page.goto(`${baseUrl()}/#/orders/${id}?part=change`);
  await expect(page.getByRole("alert")).toContainText("can no longer be changed");
});
