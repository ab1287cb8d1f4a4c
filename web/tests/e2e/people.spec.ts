/** People: an account with an organisation, somebody invited, what each may see, and the way out. */
import { type Browser, expect, type Page, test } from "@playwright/test";
import { baseUrl, expectAccessible, expectNoSideways } from "./page";

const PASSWORD = "plain words in a row";

test.describe.configure({ mode: "serial" });

/** A browser of somebody's own. */
async function somebody(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await page.goto(baseUrl());
  return page;
}

async function signUp(page: Page, email: string, organisation: string): Promise<void> {
  await page.getByRole("tab", { name: "Make an account" }).click();
  await page.getByLabel("E-mail address").fill(email);
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Mei Lin");
  await page.getByRole("textbox", { name: "Organisation" }).fill(organisation);
  await page.getByLabel("Password", { exact: false }).first().fill(PASSWORD);
  await page.getByRole("button", { name: "Make an account" }).click();
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: false }).first().fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("a seller signs up, invites a colleague, and both see what they may", async ({ browser }) => {
  const mei = await somebody(browser);
  await signUp(mei, "mei@people.example", "People's shop");
  await expect(mei.getByRole("button", { name: /Account: Mei Lin, Live/ })).toBeVisible();
  await mei.getByRole("link", { name: "Team" }).click();
  await expect(mei.getByRole("row", { name: /Mei Lin/ }).first()).toContainText(
    "mei@people.example",
  );
  await mei.getByLabel("E-mail address").fill("wang@people.example");
  await mei.getByRole("combobox", { name: "Role", exact: true }).click();
  await mei.getByRole("option", { name: "Support agent" }).click();
  await mei.getByRole("button", { name: "Invite" }).click();
  const address = await mei.locator(".shown-once code").innerText();
  await expectAccessible(mei);
  await mei.setViewportSize({ width: 360, height: 844 });
  await expectNoSideways(mei);

  const wang = await somebody(browser);
  await wang.goto(address);
  await expect(wang.getByRole("heading", { name: "You are invited" })).toBeVisible();
  await expectAccessible(wang);
  await wang.getByRole("textbox", { name: "Name", exact: true }).fill("Wang");
  await wang.getByLabel("Password", { exact: false }).first().fill(PASSWORD);
  await wang.getByRole("button", { name: "Join" }).click();
  await expect(wang.getByRole("link", { name: "Orders", exact: true })).toBeVisible();
  await wang.getByRole("link", { name: "Team" }).click();
  await expect(wang.getByRole("heading", { name: "Account" })).toBeVisible();
  await expect(wang.getByRole("heading", { name: "Members" })).toHaveCount(0);
  await expect(wang.getByRole("link", { name: "API keys" })).toHaveCount(0);
  await expect(wang.getByRole("link", { name: "Who did what" })).toHaveCount(0);

  await mei.reload();
  await expect(mei.getByRole("row", { name: /Wang/ }).first()).toBeVisible();
  await mei.getByRole("button", { name: "Take Wang out" }).click();
  await expect(mei.getByRole("button", { name: "Take Wang out" })).toHaveCount(0);
  await wang.reload();
  await expect(wang.getByRole("heading", { name: "Welcome aboard" })).toBeVisible();
});

test("a key made by hand works, and is shown once", async ({ browser }) => {
  const mei = await somebody(browser);
  await signIn(mei, "mei@people.example", PASSWORD);
  await mei.getByRole("button", { name: /Account: Mei Lin/ }).click();
  await mei.getByRole("button", { name: "Work with test data" }).click();
  await expect(mei.getByRole("button", { name: /Account: Mei Lin, Test/ })).toBeVisible();
  await mei.keyboard.press("Escape");
  await mei.getByRole("link", { name: "Team" }).click();
  await mei.getByRole("link", { name: "API keys" }).click();
  await mei.getByLabel("What it is for").fill("shop");
  await mei.getByRole("button", { name: "Make a key" }).click();
  const key = await mei.locator(".shown-once code").innerText();
  expect(key).toMatch(/^ptl_test_[0-9a-f]{64}$/);
  const answer = await mei.request.get(`${baseUrl()}/v1/orders`, {
    headers: { authorization: `Bearer ${key}` },
  });
  expect(answer.status()).toBe(200);
  await mei.getByRole("button", { name: "Revoke the key shop" }).click();
  await expect(mei.getByText("revoked", { exact: true })).toBeVisible();
});

test("a wrong password is refused in words, and leaving leaves nothing", async ({ browser }) => {
  const mei = await somebody(browser);
  await signIn(mei, "mei@people.example", "not the password");
  await expect(mei.getByRole("alert")).toContainText("the password is wrong");
  await signIn(mei, "mei@people.example", PASSWORD);
  await mei.getByRole("button", { name: /Account: Mei Lin/ }).click();
  await mei.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(mei.getByRole("heading", { name: "Welcome aboard" })).toBeVisible();
  await mei.reload();
  await expect(mei.getByRole("heading", { name: "Welcome aboard" })).toBeVisible();
});

/** What each role finds in the menu; owners and operators everything. */
const MENUS: Record<string, readonly string[]> = {
  Owner: ["Start", "Quote", "Orders", "Products", "Parcels", "Exceptions", "Network", "Team"],
  Seller: ["Start", "Quote", "Orders", "Products", "Parcels", "Exceptions", "Network", "Team"],
  "Support agent": [
    "Start",
    "Quote",
    "Orders",
    "Products",
    "Parcels",
    "Exceptions",
    "Network",
    "Team",
  ],
  Warehouse: ["Start", "Orders", "Products", "Parcels", "Exceptions", "Network", "Team"],
  Finance: ["Start", "Quote", "Orders", "Parcels", "Exceptions", "Team"],
  "Read only": ["Start", "Quote", "Orders", "Products", "Parcels", "Exceptions", "Network", "Team"],
};

for (const [role, areas] of Object.entries(MENUS)) {
  test(`the menu of a ${role} has what the role opens, and every area opens`, async ({
    browser,
  }) => {
    test.setTimeout(120_000);
    const mei = await somebody(browser);
    await signIn(mei, "mei@people.example", PASSWORD);
    await mei.getByRole("link", { name: "Team" }).click();
    const email = `${role.replace(" ", "")}@people.example`.toLowerCase();
    await mei.getByLabel("E-mail address").fill(email);
    await mei.getByRole("combobox", { name: "Role", exact: true }).click();
    await mei.getByRole("option", { name: role }).click();
    await mei.getByRole("button", { name: "Invite" }).click();
    const address = await mei.locator(".shown-once code").innerText();
    await mei.context().close();

    const page = await somebody(browser);
    await page.goto(address);
    await page.getByRole("textbox", { name: "Name", exact: true }).fill(role);
    await page.getByLabel("Password", { exact: false }).first().fill(PASSWORD);
    await page.getByRole("button", { name: "Join" }).click();
    const menu = page.getByRole("navigation", { name: "Areas" });
    await expect(menu.getByRole("link")).toHaveText([...areas]);
    for (const area of areas) {
      await menu.getByRole("link", { name: area, exact: true }).click();
      const heading = page.getByRole("heading", { level: 1 });
      // Where one is already, nothing moves.
      await (area === areas[0] ? expect(heading).toBeVisible() : expect(heading).toBeFocused());
      await expect(page.locator(".waiting")).toHaveCount(0);
      await expect(page.getByRole("alert")).toHaveCount(0);
    }
    // What only a write scope opens is not offered without it.
    await menu.getByRole("link", { name: "Orders", exact: true }).click();
    const mayWrite = role === "Owner" || role === "Seller";
    await expect(page.locator("input[type=file]")).toHaveCount(mayWrite ? 1 : 0);
    await expect(page.getByRole("link", { name: "New order" })).toHaveCount(mayWrite ? 1 : 0);
    await page.goto(`${baseUrl()}/#/orders?new=1`);
    const title = mayWrite ? "New order" : "Orders";
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await page.context().close();
  });
}
