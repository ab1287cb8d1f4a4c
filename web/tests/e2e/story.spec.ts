/** An order becomes a parcel, as a seller does it: quote, upload, accept, book, label, manifest. */
import { expect, test } from "@playwright/test";
import { askForWalnuts, expectAccessible, openWithKey, watchComplaints } from "./page";

const ORDERS =
  process.env["ORDERS_CSV"] ?? new URL("../../../examples/orders.csv", import.meta.url).pathname;

test.describe.configure({ mode: "serial" });

test("the key leaves the address and stays for the tab", async ({ page }) => {
  await openWithKey(page);
  expect(page.url()).not.toContain("ptl_");
  await page.reload();
  await expect(page.getByRole("button", { name: /Test key/ })).toBeVisible();
});

test("without a key the page asks for one, and refuses what is none", async ({ page }) => {
  await page.goto(process.env["PORTOLAN_URL"] ?? "");
  await expect(page.getByRole("heading", { name: /Which key/ })).toBeVisible();
  await page.getByLabel("API key").first().fill("hello");
  await page.getByRole("button", { name: "Use this key" }).click();
  await expect(page.getByText("A key begins with")).toBeVisible();
  await page.getByLabel("API key").first().fill("ptl_test_notaknownkey0000");
  await page.getByRole("button", { name: "Use this key" }).click();
  await expect(page.getByRole("alert")).toContainText("did not accept");
});

test("two kilograms of walnuts from Lin'an to Paris", async ({ page }) => {
  const complaints = watchComplaints(page);
  await openWithKey(page);
  await askForWalnuts(page);
  const offers = page.locator("article.offer");
  expect(await offers.count()).toBeGreaterThan(0);
  for (const offer of await offers.all()) await expect(offer).toContainText("DDU, duty not known");
  // At least four ways over lines of at least three operators, at least two refusals with rule and source.
  const options = page.getByRole("group", { name: "All options at cost" }).locator("tbody tr");
  expect(await options.count()).toBeGreaterThanOrEqual(4);
  const refusals = page.locator("li.refusal");
  expect(await refusals.count()).toBeGreaterThanOrEqual(2);
  for (const refusal of await refusals.all()) {
    await expect(refusal.locator("code")).not.toBeEmpty();
    await expect(refusal.locator("dd").last()).not.toBeEmpty();
  }
  await expect(page.getByRole("group", { name: /Chart of the route from/ })).toBeVisible();
  expect(await page.locator(".chart .arc").count()).toBeGreaterThan(1);
  expect(complaints).toEqual([]);
});

test("a quote has an address of its own, and options sort", async ({ page }) => {
  await openWithKey(page);
  await askForWalnuts(page);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Offers" })).toBeVisible();
  const loss = page.getByRole("button", { name: "Sort by Loss" });
  await loss.click();
  await expect(page.locator("th[aria-sort=ascending]")).toContainText("Loss");
  await loss.click();
  await expect(page.locator("th[aria-sort=descending]")).toContainText("Loss");
  const last = page.locator(".option-number").last();
  await last.click();
  await expect(last).toHaveAttribute("aria-pressed", "true");
});

test("a place that does not exist is said at its field", async ({ page }) => {
  await openWithKey(page);
  await page.goto(`${process.env["PORTOLAN_URL"]}/#/quote?from=Lin%27an&to=XX&weight=2+kg`);
  await page.reload();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByRole("combobox", { name: "To", exact: true })).toHaveAttribute(
    "aria-invalid",
    "true",
  );
});

test("a file of orders shows every row's fate before anything is kept, then is kept", async ({
  page,
}) => {
  await openWithKey(page, "orders");
  await page.setInputFiles("input[type=file]", ORDERS);
  await expect(page).toHaveURL(/#\/imports\/imp_/);
  const rows = page.getByRole("group", { name: "Rows of the file" }).locator("tbody tr");
  await expect(rows.first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: /^Keep / }).click();
  await expect(page.getByText(/orders? kept/)).toBeVisible();
  await page.getByRole("link", { name: "See the orders" }).click();
  await expect(
    page.getByRole("group", { name: "Orders", exact: true }).locator("tbody tr").first(),
  ).toBeVisible();
});

test("orders are booked, each with its own outcome", async ({ page }) => {
  await openWithKey(page, "orders");
  const ticks = page.getByRole("checkbox", { name: /^Select order/ });
  await expect(ticks.first()).toBeVisible();
  const open = page.locator("tbody input[type=checkbox]:enabled");
  for (let index = 0; index < 12; index += 1) await open.nth(index).check();
  await page.getByRole("button", { name: "Book the selected" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Book", exact: true }).click();
  const outcomes = dialog.getByRole("list", { name: "Outcome of each order" });
  await expect(outcomes.locator("> .outcome")).toHaveCount(12);
  await expect(dialog.locator(".outcome.good").first()).toBeVisible();
  await expectAccessible(page, "[role=dialog]");
  await dialog.getByRole("link", { name: "See the parcels" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Parcels" })).toBeVisible();
  await expect(page.getByRole("button", { name: /Open the label/ }).first()).toBeVisible();
});

test("a label opens as a PDF in a new tab", async ({ page, context }) => {
  await openWithKey(page, "parcels");
  let bytes: Buffer = Buffer.alloc(0);
  await page.route("**/label", async (route) => {
    const response = await route.fetch();
    bytes = await response.body();
    await route.fulfill({ response });
  });
  const opened = context.waitForEvent("page");
  await page
    .getByRole("button", { name: /Open the label/ })
    .first()
    .click();
  await (await opened).waitForURL(/^blob:/);
  expect(bytes.subarray(0, 4).toString()).toBe("%PDF");
});

test("booked parcels go on a manifest and are counted", async ({ page }) => {
  await openWithKey(page, "parcels");
  const booked = page.getByRole("row").filter({ hasText: "booked" }).getByRole("checkbox");
  await booked.nth(0).check();
  await booked.nth(1).check();
  await page.getByRole("button", { name: "Make a manifest" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Where" }).click();
  await page.getByRole("option").first().click();
  await dialog.getByRole("button", { name: "Make the manifest" }).click();
  await expect(dialog.getByText(/Manifest .* made/)).toBeVisible();
  await dialog.getByRole("link", { name: "See the manifest" }).click();
  await expect(page).toHaveURL(/#\/manifests\/man_/);
  await expect(
    page.getByRole("group", { name: "2 parcels declared" }).locator("tbody tr"),
  ).toHaveCount(2);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Fill in all that were declared" }).click();
  await page.getByRole("button", { name: "Close the count" }).click();
  await expect(page.locator("[data-fate=accepted] dd")).toHaveText("2");
});

test("a booked parcel is cancelled after one question", async ({ page }) => {
  await openWithKey(page, "parcels");
  const cancels = page.getByRole("button", { name: /^Cancel parcel/ });
  await expect(cancels.first()).toBeVisible();
  const before = await cancels.count();
  await cancels.last().click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Cancel parcel/ })
    .click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(cancels).toHaveCount(before - 1);
});
