/** Files as they come: told which column is what, mended in place, kept; and a sign-in that ends in the middle. */
import { type Browser, expect, type Page, test } from "@playwright/test";
import { baseUrl, expectAccessible, expectNoSideways, openWithKey, watchComplaints } from "./page";

const PASSWORD = "plain words in a row";
/** Orders of this run alone: the store may have seen another. */
const RUN = Date.now().toString(36).toUpperCase();

const HEADINGS =
  "order,date,sku,quantity,unit_price,currency,name,address1,city,region,postcode,country,phone";

function orderLine(number: number, changes: Record<string, string> = {}): string {
  const cells: Record<string, string> = {
    order: `E2E-${RUN}-${String(number)}`,
    date: "2026-11-20",
    sku: "TSHIRT-COTTON-M",
    quantity: "1",
    unit_price: "12.50",
    currency: "EUR",
    name: "Anne Madeup",
    address1: "1 rue Inventée",
    city: "Paris",
    region: "",
    postcode: "75011",
    country: "FR",
    phone: "+33 1 99 00 00 00",
    ...changes,
  };
  return HEADINGS.split(",")
    .map((name) => cells[name] ?? "")
    .join(",");
}

const fileOf = (name: string, ...lines: string[]) => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from(lines.join("\n"), "utf8"),
});

const rows = (page: Page) =>
  page.getByRole("group", { name: "Rows of the file" }).locator("tbody tr");

const fateCount = (page: Page, name: string) =>
  page.locator(`.counts > div`).filter({ hasText: name }).locator("dd");

async function sendFile(page: Page, file: ReturnType<typeof fileOf>): Promise<void> {
  await page.setInputFiles("input[type=file]", file);
  await expect(page).toHaveURL(/#\/imports\/imp_/);
}

test("a fault is mended where it stands, a line left out, and the rest kept", async ({ page }) => {
  const complaints = watchComplaints(page);
  await openWithKey(page, "orders");
  await sendFile(
    page,
    fileOf(
      "orders.csv",
      HEADINGS,
      orderLine(1),
      orderLine(2, { quantity: "many" }),
      orderLine(3, { country: "Atlantis" }),
      orderLine(4),
    ),
  );
  await expect(rows(page)).toHaveCount(4);
  await expect(page.getByText("4 of 4")).toBeVisible();
  await expect(fateCount(page, "rejected")).toHaveText("2");
  await fateCount(page, "rejected").getByRole("link").click();
  await expect(page).toHaveURL(/fate=rejected/);
  await expect(rows(page)).toHaveCount(2);
  await expectAccessible(page);

  await page.getByRole("button", { name: "Mend line 3" }).click();
  const quantity = page.getByLabel("Pieces of line 3");
  await expect(quantity).toHaveValue("many");
  await expect(quantity).toHaveAttribute("aria-invalid", "true");
  await expectAccessible(page);
  await quantity.fill("2");
  await page.keyboard.press("Enter");
  await expect(fateCount(page, "rejected")).toHaveText("1");
  await expect(rows(page)).toHaveCount(1);

  await page.getByRole("button", { name: "Leave line 4 out" }).click();
  await expect(page.getByText("No row is like that")).toBeVisible();
  await page.goto(page.url().replace(/\?.*$/, ""));
  await page.reload();
  await expect(rows(page)).toHaveCount(4);
  await expect(page.locator("tr[data-left-out]")).toHaveCount(1);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSideways(page);
  await page.getByRole("button", { name: "Keep all 3" }).click();
  await expect(page.getByText("3 orders kept.")).toBeVisible();
  await page.getByRole("link", { name: "See the orders" }).click();
  await page.getByLabel("Search by reference").fill(`E2E-${RUN}-2`);
  await expect(
    page.getByRole("group", { name: "Orders", exact: true }).locator("tbody tr"),
  ).toHaveCount(1);
  expect(complaints).toEqual([]);
});

test("only the good ones are kept when asked, and the same file again changes nothing", async ({
  page,
}) => {
  const file = fileOf("half.csv", HEADINGS, orderLine(11), orderLine(12, { quantity: "0" }));
  await openWithKey(page, "orders");
  await sendFile(page, file);
  await page.getByRole("button", { name: "Keep the good one, leave the rest" }).click();
  await expect(page.getByText("One order kept.")).toBeVisible();
  await page.goto(`${baseUrl()}/#/orders`);
  await sendFile(page, file);
  await expect(fateCount(page, "known already")).toHaveText("1");
  await expect(page.getByText("There is nothing new in the file.")).toBeVisible();
  await page.getByRole("button", { name: "Throw the file away" }).click();
  await expect(page).toHaveURL(/#\/imports\?kind=orders/);
});

test("columns that nobody knows are told, and remembered for the next file", async ({ page }) => {
  const headings = HEADINGS.split(",").map((name, index) =>
    name === "sku" ? `zq${RUN}` : name === "quantity" ? `zw${String(index)}${RUN}` : name,
  );
  await openWithKey(page, "orders");
  await sendFile(page, fileOf("strange.csv", headings.join(","), orderLine(21)));
  await expect(page.getByRole("heading", { name: "Which column is what?" })).toBeVisible();
  await expectAccessible(page);
  for (const [field, heading] of [
    ["SKU", headings[2]],
    ["Pieces", headings[3]],
  ] as const) {
    await page.getByRole("combobox", { name: `Column for ${field}` }).click();
    await page.getByRole("option", { name: heading ?? "", exact: true }).click();
  }
  await page.getByRole("button", { name: "Read it like this" }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(fateCount(page, "accepted")).toHaveText("1");
  await page.goto(`${baseUrl()}/#/orders`);
  await sendFile(page, fileOf("stranger.csv", headings.join(","), orderLine(22)));
  await expect(page.getByText("Columns are found as they were")).toBeVisible();
  await expect(fateCount(page, "accepted")).toHaveText("1");
});

test("a file that cannot be read says why, and can be read otherwise or thrown away", async ({
  page,
}) => {
  await openWithKey(page, "orders");
  await page.setInputFiles("input[type=file]", {
    name: "picture.csv",
    mimeType: "text/csv",
    buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0, 255, 254, 0]),
  });
  await expect(page).toHaveURL(/#\/imports\/imp_/);
  await expect(
    page.getByText("not readable").or(page.getByText("columns to be told")),
  ).toBeVisible();
  await expectAccessible(page);
});

async function somebody(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await page.goto(baseUrl());
  await page.getByRole("tab", { name: "Make an account" }).click();
  await page.getByLabel("E-mail address").fill(`import-${RUN}@people.example`.toLowerCase());
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Mei Lin");
  await page.getByRole("textbox", { name: "Organisation" }).fill("Import's shop");
  await page.getByLabel("Password", { exact: false }).first().fill(PASSWORD);
  await page.getByRole("button", { name: "Make an account" }).click();
  return page;
}

test("a sign-in that ends while a file is sent is taken up again in place", async ({ browser }) => {
  const mei = await somebody(browser);
  await expect(mei.getByRole("button", { name: /Account: Mei Lin/ })).toBeVisible();
  await mei.getByRole("link", { name: "Products", exact: true }).click();
  await expect(mei.getByText("No products yet")).toBeVisible();
  await mei.context().clearCookies();
  const product = [
    "sku,description_en,mass,length,width,height,hs_code,origin,goods,value,currency",
    "MEI-1,Cotton T-shirt,200 g,20 cm,15 cm,3 cm,610910,CN,clothing,7.00,EUR",
  ];
  await mei.setInputFiles("input[type=file]", fileOf("products.csv", ...product));
  await expect(mei.getByRole("heading", { name: "Sign in again" })).toBeFocused();
  await expectAccessible(mei);
  await expect(mei.getByLabel("E-mail address")).not.toHaveValue("");
  await mei.getByLabel("Password", { exact: false }).first().fill(PASSWORD);
  await mei.getByRole("button", { name: "Sign in", exact: true }).click();
  // The file goes on by itself.
  await expect(mei).toHaveURL(/#\/imports\/imp_/);
  await expect(rows(mei)).toHaveCount(1);
  await mei.context().clearCookies();
  await mei.getByRole("button", { name: /^Keep / }).click();
  await mei.getByLabel("Password", { exact: false }).first().fill(PASSWORD);
  await mei.getByRole("button", { name: "Sign in", exact: true }).click();
  // What was asked for is not done twice by itself: it is pressed once more.
  await mei.getByRole("button", { name: /^Keep / }).click();
  await expect(mei.getByText("One product kept.")).toBeVisible();
});
