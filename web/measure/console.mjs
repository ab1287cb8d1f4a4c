// Measures the console in the system's Chromium: what a first visit loads, and how long people wait, with the
// machine's own speed and with a processor four times slower. Prints a table for bench/README.md.
//
//   PORTOLAN_URL=http://127.0.0.1:8080 PORTOLAN_KEY=ptl_test_… npm run measure
//
// The key must be one of a store for trials: a thousand orders are made in it.
import { chromium } from "@playwright/test";

const URL_ = process.env.PORTOLAN_URL;
const KEY = process.env.PORTOLAN_KEY;
if (!URL_ || !KEY?.startsWith("ptl_test_")) {
  console.error("PORTOLAN_URL and PORTOLAN_KEY (a test key) say what is measured");
  process.exit(2);
}
const ROUNDS = Number(process.env.ROUNDS ?? "7");
const ORDERS = 1_000;
const SLOWDOWNS = [1, 4];

async function ask(path, init = {}) {
  const headers = { authorization: `Bearer ${KEY}`, ...init.headers };
  const answer = await fetch(`${URL_}${path}`, { ...init, headers });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function makeOrders() {
  const { items } = await ask("/v1/orders?q=MEASURE-&limit=1");
  if (items.length > 0) return;
  const head =
    "order,date,sku,quantity,unit_price,currency,name,address1,city,postcode,country,phone";
  const lines = Array.from(
    { length: ORDERS },
    (_, index) =>
      `MEASURE-${index},2026-11-20,TSHIRT-COTTON-M,1,9.99,EUR,Anne Madeup,1 rue Inventée,Paris,75011,FR,+33 1 99 00 00 00`,
  );
  const report = await ask("/v1/orders/import", {
    method: "POST",
    headers: { "content-type": "text/csv" },
    body: [head, ...lines].join("\n"),
  });
  if (!report.applied) throw new Error(JSON.stringify(report.rows?.[0] ?? report));
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** A fresh visitor: nothing cached. */
async function visitor(browser, slowdown) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
  });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  let bytes = 0;
  const paths = new Map();
  session.on("Network.requestWillBeSent", ({ requestId, request }) => {
    paths.set(requestId, new URL(request.url).pathname);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (!paths.get(requestId)?.startsWith("/v1/")) bytes += encodedDataLength;
  });
  return { context, page, loaded: () => bytes };
}

/** Milliseconds from an action until something is there, on the page's own clock, and painted. */
async function timed(page, action, selector, text) {
  const seen = page.evaluate(
    ([wanted, words]) =>
      new Promise((resolve) => {
        const isThere = () =>
          [...document.querySelectorAll(wanted)].some((node) => node.textContent.includes(words));
        let begun = 0;
        addEventListener("pointerdown", () => (begun ||= performance.now()), { capture: true });
        addEventListener("hashchange", () => (begun ||= performance.now()), { capture: true });
        const look = () => {
          if (begun > 0 && isThere()) {
            // Once more round, so that what is there is also on the screen.
            requestAnimationFrame(() => resolve(performance.now() - begun));
            return;
          }
          requestAnimationFrame(look);
        };
        look();
      }),
    [selector, text],
  );
  await action();
  return seen;
}

async function firstVisit(browser, slowdown) {
  const { context, page, loaded } = await visitor(browser, slowdown);
  await page.goto(`${URL_}/#key=${KEY}`);
  await page.locator(".step").first().waitFor();
  const paint = await page.evaluate(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
  );
  const shown = await page.evaluate(() => performance.now());
  const bytes = loaded();
  await context.close();
  return { "first paint": paint, "first page there": shown, bytes };
}

async function work(browser, slowdown) {
  const { context, page } = await visitor(browser, slowdown);
  await page.goto(`${URL_}/#key=${KEY}`);
  await page.locator("h1").waitFor();
  await page.goto(`${URL_}/#/quote`);
  const example = page.getByRole("button", { name: /Two kilograms of walnuts/ });
  await example.waitFor();
  let served = 0;
  page.on("requestfinished", (request) => {
    if (request.url().endsWith("/v1/quotes")) served = request.timing().responseEnd;
  });
  const quote = await timed(page, () => example.click(), "article.offer", "");
  const orders = await timed(
    page,
    () => page.getByRole("link", { name: "Orders", exact: true }).click(),
    "tbody tr",
    "MEASURE-",
  );
  const next = page.getByRole("link", { name: "Next page" });
  await next.waitFor();
  const turned = await timed(page, () => next.click(), ".pager", "Page 2");
  const network = await timed(
    page,
    () => page.getByRole("link", { name: "Network", exact: true }).click(),
    ".places li",
    "",
  );
  await context.close();
  return {
    "quote asked to shown": quote,
    "of that, the server's answer": served,
    "orders opened": orders,
    "next 50 orders": turned,
    "network opened (list)": network,
  };
}

await makeOrders();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const table = new Map();
for (const slowdown of SLOWDOWNS) {
  const found = new Map();
  for (let round = 0; round < ROUNDS; round += 1) {
    const figures = {
      ...(await firstVisit(browser, slowdown)),
      ...(await work(browser, slowdown)),
    };
    for (const [name, value] of Object.entries(figures)) {
      found.set(name, [...(found.get(name) ?? []), value]);
    }
  }
  for (const [name, values] of found) {
    table.set(name, { ...table.get(name), [slowdown]: values });
  }
}
await browser.close();
console.log(`| median of ${ROUNDS} (worst) | this machine | processor 4× slower |`);
console.log("| --- | ---: | ---: |");
for (const [name, bySlowdown] of table) {
  const cells = SLOWDOWNS.map((slowdown) => {
    const values = bySlowdown[slowdown];
    return name === "bytes"
      ? `${Math.round(median(values) / 1000)} KB`
      : `${Math.round(median(values))} ms (${Math.round(Math.max(...values))})`;
  });
  console.log(`| ${name === "bytes" ? "first visit, sent" : name} | ${cells.join(" | ")} |`);
}
