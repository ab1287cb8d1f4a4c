// A small stand-in for the program: the built page and enough of /v1 to work on it. Never shipped.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { map, quote } from "./chart.mjs";
import { exceptions, quarantine, timeline } from "./tracking.mjs";

const KEY = "ptl_test_mockmockmock";
const dist = new URL("../../dist/", import.meta.url).pathname;
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};
const csp =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";
const pdf = Buffer.from(
  "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 283 425]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
);

const state = { orders: [], parcels: [], manifests: [] };
const countries = ["FR", "DE", "US", "RU", "KZ", "BR", "JP", "AU", "GB", "ES", "PL", "NL"];
const services = [
  ["economy", "Economy", "经济"],
  ["standard", "Standard", "标准"],
  ["priority", "Priority", "优先"],
].map(([service, name, name_zh]) => ({ service, name, name_zh }));
const problem = (status, code, title, detail, faults) => ({
  status,
  body: { type: `/problems/${code}`, title, status, detail, code, ...(faults ? { faults } : {}) },
  type: "application/problem+json",
});

function paged(items, query) {
  const limit = Number(query.get("limit") ?? 50);
  const start = Number(query.get("cursor") ?? 0);
  const wanted = items.filter(
    (one) =>
      (!query.get("state") || one.state === query.get("state")) &&
      (!query.get("q") || one.reference.startsWith(query.get("q"))),
  );
  return {
    items: wanted.slice(start, start + limit),
    next_cursor: start + limit < wanted.length ? String(start + limit) : null,
  };
}

function importOrders(query, text) {
  if (text.includes("\uFFFD") && !query.get("encoding"))
    return problem(
      422,
      "file_unreadable",
      "The file cannot be read",
      "the encoding could not be told for certain; say which it is",
      [
        {
          field: "encoding",
          what: "could be gbk or big5",
          mend: "choose the encoding",
          code: "encoding_unsure",
        },
      ],
    );
  const lines = text.trim().split("\n").slice(1);
  const rows = lines.map((line, i) => {
    const [order, country] = line.split(",");
    const bad = i % 17 === 5;
    return {
      line: i + 2,
      order,
      country,
      fate: bad ? "rejected" : "accepted",
      faults: bad
        ? [
            {
              line: i + 2,
              field: "postcode",
              what: "'7501' does not fit the postcodes of France (99999)",
              mend: "write five digits",
              code: "postcode_shape",
            },
            {
              line: i + 2,
              field: "sku",
              what: "no product 'WAL-9'",
              mend: "create the product first or correct the sku",
              code: "sku_unknown",
            },
          ]
        : [],
    };
  });
  const good = rows.filter((row) => row.fate === "accepted");
  const keep =
    query.get("dry_run") !== "true" &&
    (query.get("partial") === "true" || good.length === rows.length);
  if (keep)
    for (const row of good) {
      row.order_id = `ord_${row.order}`;
      if (!state.orders.some((one) => one.id === row.order_id))
        state.orders.push({
          id: row.order_id,
          reference: row.order,
          state: "open",
          country: countries.includes(row.country) ? row.country : countries[row.line % 12],
          lines: 1 + (row.line % 3),
          total: { amount: "20.00", currency: "EUR" },
          placed_at: "2026-11-20T09:00:00Z",
          created_at: "2026-11-22T10:00:00Z",
        });
    }
  return {
    status: 200,
    body: {
      encoding: query.get("encoding") ?? "utf-8",
      applied: keep,
      orders: rows.length,
      accepted: good.length,
      unchanged: 0,
      rejected: rows.length - good.length,
      rows,
      rows_omitted: 0,
      warnings: [],
    },
  };
}

function book(order, service) {
  if (order.state === "booked")
    return {
      problem: problem(
        409,
        "state_conflict",
        "This cannot be done in this state",
        `order ${order.reference} is booked already`,
      ).body,
    };
  const n = state.parcels.length;
  const parcel = {
    id: `par_${n}`,
    state: "booked",
    mode: "test",
    order: order.id,
    reference: order.reference,
    country: order.country,
    service: service ?? "standard",
    identifiers: [{ scheme: "s10", value: `LZ${String(10000000 + n)}${n % 10}CN` }],
    mass_grams: 850,
    charged_mass_grams: 850,
    entry: "drop_off",
    items: [{ sku: "WAL-1", quantity: 1 }],
    price: { amount: "27.15", currency: "EUR" },
    promised_on: "2026-12-09",
    created_at: "2026-11-22T10:00:00Z",
  };
  state.parcels.push(parcel);
  order.state = "booked";
  order.service = parcel.service;
  return { booked: { order, parcels: [parcel] } };
}

function answer(method, path, query, body) {
  const json = () => JSON.parse(body.toString("utf8") || "{}");
  const order = /^\/v1\/orders\/([^/]+)\/book$/.exec(path);
  const parcel = /^\/v1\/parcels\/([^/]+)\/(cancel|label)$/.exec(path);
  const manifest = /^\/v1\/manifests\/([^/]+)(\/count)?$/.exec(path);
  const find = (id) => state.parcels.find((one) => one.id === id);
  if (path === "/v1/network")
    return {
      status: 200,
      body: {
        version: "9f2c4b7d8a11",
        title: "Sample network",
        base_currency: "CNY",
        operators: 18,
        facilities: 41,
        lines: 14,
        services,
        countries: countries.map((country) => ({
          country,
          name: country,
          name_zh: country,
          postcode_required: true,
        })),
      },
    };
  if (path === "/v1/network/map") return { status: 200, body: map };
  if (path === "/v1/network/places")
    return {
      status: 200,
      body: {
        items: [quote.from, quote.to, { label: "Germany", country: "DE", kind: "country" }].filter(
          (one) =>
            one.label.toLowerCase().includes((query.get("q") ?? "").toLowerCase().slice(0, 4)),
        ),
      },
    };
  if (path === "/v1/quotes")
    return json().to === "XX"
      ? problem(
          422,
          "invalid_fields",
          "Some fields are wrong",
          "2 fields do not hold what they must",
          [
            {
              field: "to",
              what: "no place 'XX'",
              mend: "write a city, or a country code with a postcode",
              code: "place_unknown",
            },
          ],
        )
      : { status: 200, body: quote };
  if (path === "/v1/orders/import") return importOrders(query, body.toString("utf8"));
  if (path === "/v1/orders/book")
    return {
      status: 200,
      body: {
        results: json().items.map((item, index) => ({
          index,
          order: item.order,
          ...book(
            state.orders.find((one) => one.id === item.order),
            item.service,
          ),
        })),
      },
    };
  if (path === "/v1/orders") return { status: 200, body: paged(state.orders, query) };
  if (order) {
    const done = book(
      state.orders.find((one) => one.id === order[1]),
      json().service,
    );
    return done.problem
      ? { status: 409, body: done.problem, type: "application/problem+json" }
      : { status: 200, body: done.booked };
  }
  if (path === "/v1/quarantine") return { status: 200, body: quarantine() };
  if (path === "/v1/exceptions") return { status: 200, body: exceptions(state.parcels) };
  const followed = /^\/v1\/parcels\/([^/]+)(\/timeline)?$/.exec(path);
  if (followed && method === "GET")
    return {
      status: 200,
      body: followed[2] ? timeline(find(followed[1])) : { parcel: find(followed[1]) },
    };
  if (path === "/v1/parcels") return { status: 200, body: paged(state.parcels, query) };
  if (parcel?.[2] === "label") return { status: 200, body: pdf, type: "application/pdf" };
  if (parcel) {
    const one = find(parcel[1]);
    if (one.state !== "booked")
      return problem(
        409,
        "state_conflict",
        "This cannot be done in this state",
        "the parcel is on a manifest",
      );
    one.state = "cancelled";
    return { status: 200, body: one };
  }
  if (path === "/v1/manifests" && method === "GET")
    return { status: 200, body: paged(state.manifests, query) };
  if (path === "/v1/manifests") {
    const draft = json();
    const made = {
      id: `man_${state.manifests.length}`,
      state: "open",
      entry: draft.entry.kind,
      declared: draft.parcels.length,
      created_at: "2026-11-22T10:00:00Z",
    };
    state.manifests.unshift(made);
    for (const id of draft.parcels) {
      find(id).manifest = made.id;
    }
    return { status: 200, body: { manifest: made, entry: draft.entry, parcels: draft.parcels } };
  }
  if (manifest) {
    const made = state.manifests.find((one) => one.id === manifest[1]);
    const declared = state.parcels.filter((one) => one.manifest === made.id);
    const found = manifest[2] ? json().found : [];
    const hit = (one) => found.includes(one.id) || found.includes(one.identifiers[0].value);
    if (manifest[2]) made.state = "counted";
    return {
      status: 200,
      body: {
        manifest: made,
        entry: { kind: "drop_off", at: "hgh-drop" },
        parcels: declared.map((one) => one.id),
        ...(manifest[2]
          ? {
              hand_over: {
                declared: declared.length,
                accepted: declared.filter(hit).map((one) => one.id),
                short: declared.filter((one) => !hit(one)).map((one) => one.id),
                over: found.filter(
                  (text) =>
                    !declared.some((one) => one.id === text || one.identifiers[0].value === text),
                ),
                counted_at: "2026-11-22T12:00:00Z",
              },
            }
          : {}),
      },
    };
  }
  return problem(404, "not_found", "There is no such thing", path);
}

function serveFile(path, response) {
  const wanted = normalize(path).replace(/^(\.\.[/\\])+/, "");
  const file = join(dist, wanted === "/" ? "index.html" : wanted);
  if (!existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response
    .writeHead(200, {
      "content-type": types[extname(file)] ?? "application/octet-stream",
      "content-security-policy": csp,
    })
    .end(readFileSync(file));
}

createServer((request, response) => {
  const url = new URL(request.url ?? "/", "http://mock");
  if (!url.pathname.startsWith("/v1")) return serveFile(url.pathname, response);
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const known = request.headers.authorization === `Bearer ${KEY}`;
    const said = known
      ? answer(request.method, url.pathname, url.searchParams, Buffer.concat(chunks))
      : problem(401, "key_unknown", "The API key is not known", "give another key");
    response.writeHead(said.status, { "content-type": said.type ?? "application/json" });
    response.end(Buffer.isBuffer(said.body) ? said.body : JSON.stringify(said.body));
  });
}).listen(Number(process.env.PORT ?? 4170), "127.0.0.1", function () {
  console.log(`open http://127.0.0.1:${this.address().port}/#key=${KEY}`);
});
