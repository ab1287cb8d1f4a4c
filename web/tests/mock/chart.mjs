// A made-up quote from Lin'an to Paris in the wire's shape, for work on the page without the program.

const stops = {
  "cn-linan": ["Lin'an", "CN", 30.234, 119.725],
  "hgh-centre": ["Hangzhou sorting centre", "CN", 30.25, 120.21],
  "hgh-oe": ["Hangzhou office of exchange", "CN", 30.31, 120.17],
  pvg: ["Shanghai Pudong airport", "CN", 31.15, 121.8],
  hgh: ["Hangzhou airport", "CN", 30.23, 120.43],
  xian: ["Xi'an rail terminal", "CN", 34.38, 109.05],
  khorgos: ["Khorgos border", "KZ", 44.22, 80.38],
  malaszewicze: ["Małaszewicze terminal", "PL", 52.03, 23.53],
  leipzig: ["Leipzig hub", "DE", 51.42, 12.24],
  lgg: ["Liège airport", "BE", 50.64, 5.44],
  cdg: ["Paris CDG office of exchange", "FR", 49.01, 2.55],
  roissy: ["Roissy delivery centre", "FR", 48.98, 2.51],
  "fr-paris": ["Paris", "FR", 48.857, 2.352],
};
const offsets = {
  CN: "+08:00[Asia/Shanghai]",
  KZ: "+05:00[Asia/Almaty]",
  PL: "+01:00[Europe/Warsaw]",
  DE: "+01:00[Europe/Berlin]",
  BE: "+01:00[Europe/Brussels]",
  FR: "+01:00[Europe/Paris]",
};
const operators = {
  cnpost: ["China Post", "中国邮政"],
  yanwen: ["Yanwen", "燕文物流"],
  laposte: ["La Poste", "法国邮政"],
  aircargo: ["East Air Cargo", "东方货航"],
  dhl: ["DHL Express", "敦豪"],
  crexpress: ["China–Europe Railway", "中欧班列"],
  colis: ["Colis Privé", "Colis Privé"],
  sinotrans: ["Sinotrans", "中国外运"],
};

const stop = (key) => {
  const [name, country, lat, lon] = stops[key];
  return { key, name, country, lat, lon };
};
const at = (dayOffset, hour, country) => {
  const day = new Date(Date.UTC(2026, 10, 23 + Math.floor(dayOffset)));
  return `${day.toISOString().slice(0, 10)}T${String(hour).padStart(2, "0")}:30:00${offsets[country]}`;
};
const date = (dayOffset) => new Date(Date.UTC(2026, 10, 23 + dayOffset)).toISOString().slice(0, 10);
const money = (amount, currency = "EUR") => ({ amount: amount.toFixed(2), currency });

function legs(path, days) {
  const share = days / path.length;
  return path.map(([from, to, mode, operator, line], i) => ({
    leg: `${from}-${to}-${mode}`,
    mode,
    operator,
    operator_name: operators[operator][0],
    from: stop(from),
    to: stop(to),
    ...(line ? { line } : {}),
    departs: at(i * share, 8 + i, stops[from][1]),
    arrives: at(i * share + share * 0.6, 17 - i, stops[to][1]),
    departs_p90: at(i * share * 1.4, 8 + i, stops[from][1]),
    arrives_p90: at((i + 0.6) * share * 1.4, 17 - i, stops[to][1]),
    tracked: i !== 3,
    estimated: i % 2 === 1,
  }));
}

const post = (line) => [
  ["cn-linan", "hgh-centre", "road", "cnpost", line],
  ["hgh-centre", "hgh-oe", "road", "cnpost", line],
  ["hgh-oe", "pvg", "road", "cnpost", line],
  ["pvg", "cdg", "air", "cnpost", line],
  ["cdg", "fr-paris", "post", "laposte", line],
];
const express = [
  ["cn-linan", "hgh", "courier", "dhl", "dhl-express"],
  ["hgh", "leipzig", "air", "dhl", "dhl-express"],
  ["leipzig", "cdg", "air", "dhl", "dhl-express"],
  ["cdg", "fr-paris", "courier", "dhl", "dhl-express"],
];
const dedicated = [
  ["cn-linan", "hgh-centre", "road", "yanwen", "yanwen-eu"],
  ["hgh-centre", "pvg", "road", "yanwen", "yanwen-eu"],
  ["pvg", "lgg", "air", "aircargo", "yanwen-eu"],
  ["lgg", "roissy", "road", "colis", "yanwen-eu"],
  ["roissy", "fr-paris", "road", "colis", "yanwen-eu"],
];
const rail = [
  ["cn-linan", "hgh-centre", "road", "sinotrans", "rail-eu"],
  ["hgh-centre", "xian", "road", "sinotrans", "rail-eu"],
  ["xian", "khorgos", "rail", "crexpress", "rail-eu"],
  ["khorgos", "malaszewicze", "rail", "crexpress", "rail-eu"],
  ["malaszewicze", "leipzig", "road", "sinotrans", "rail-eu"],
  ["leipzig", "roissy", "road", "colis", "rail-eu"],
  ["roissy", "fr-paris", "road", "colis", "rail-eu"],
];
const lineNames = {
  "cn-small-packet": ["Small packet, registered", "挂号小包"],
  "cn-epacket": ["e-Packet", "e邮宝"],
  "dhl-express": ["Express Worldwide", "国际特快"],
  "yanwen-eu": ["Dedicated line Europe", "欧洲专线"],
  "rail-eu": ["China–Europe rail parcel", "中欧班列小包"],
};

function route(path, price, p50, p90, loss, extra = {}) {
  const used = [...new Set(path.map((leg) => leg[3]))];
  const lineKeys = [...new Set(path.map((leg) => leg[4]))];
  const freight = Math.round(price * 84) / 100;
  const arrival = (days) => ({
    date: date(days),
    instant: `${date(days)}T12:00:00+01:00[Europe/Paris]`,
    days,
  });
  return {
    services: [],
    lines: lineKeys.map((line) => ({
      line,
      name: lineNames[line][0],
      name_zh: lineNames[line][1],
      operator: used[0],
    })),
    operators: used.map((operator) => ({
      operator,
      name: operators[operator][0],
      name_zh: operators[operator][1],
    })),
    price: money(price),
    charges: [
      {
        kind: "tariff",
        label: `${lineNames[lineKeys[0]][0]}, 2 kg to France`,
        amount: money(freight),
        subject: lineKeys[0],
        source: "published tariff, January 2026",
        estimated: false,
      },
      {
        kind: "fuel",
        label: "Fuel surcharge 16 %",
        amount: money(price - freight),
        subject: lineKeys[0],
        source: "rule: fuel surcharge of the month",
        estimated: true,
      },
    ],
    p50: arrival(p50),
    p90: arrival(p90),
    loss,
    loss_percent: (loss * 100).toFixed(2),
    tracked: loss < 0.004,
    legs: legs(path, p50),
    charged_mass_grams: 2000,
    requires: [],
    incoterm: "DDU",
    duty: {
      status: "not_known",
      lines: [],
      unknown: [
        {
          charge: "customs_duty",
          code: "hs_code_missing",
          reason: "it depends on the HS code of the goods: give hs_code",
        },
      ],
      conditions: [],
      doubtful: false,
    },
    guarantees: [],
    estimated: true,
    ...extra,
  };
}

const phone = {
  field: "recipient_phone",
  reason: "couriers call before delivery",
  source: "carrier's conditions, 2026",
};
const hs = {
  field: "hs_code",
  reason: "six digits of the goods' code for electronic customs data",
  source: "EU ICS2, release 3",
};
const late = {
  guarantee: "standard-late",
  cause: "late",
  days: 35,
  pays: "freight_share",
  percent: "50",
  cap: money(100, "CNY"),
};
const lost = {
  guarantee: "standard-lost",
  cause: "lost",
  pays: "declared_value",
  percent: "100",
  cap: money(800, "CNY"),
};

export const quote = {
  from: { label: "Lin'an", country: "CN", key: "cn-linan", kind: "zone" },
  to: {
    label: "FR 75011 Paris",
    country: "FR",
    postcode: "75011",
    key: "fr-paris",
    kind: "postcode",
  },
  ready: "2026-11-23T10:00:00+08:00[Asia/Shanghai]",
  network_version: "9f2c4b7d8a11",
  notes: ["duty_is_an_estimate"],
  offers: [
    route(post("cn-small-packet"), 18.4, 24, 38, 0.0062, {
      service: "economy",
      service_name: "Economy",
      service_name_zh: "经济",
      services: ["economy"],
      requires: [hs],
      guarantees: [lost],
    }),
    route(dedicated, 27.15, 11, 16, 0.0021, {
      service: "standard",
      service_name: "Standard",
      service_name_zh: "标准",
      services: ["standard"],
      requires: [hs, phone],
      guarantees: [late, lost],
    }),
    route(express, 61.9, 4, 6, 0.0004, {
      service: "priority",
      service_name: "Priority",
      service_name_zh: "优先",
      services: ["priority"],
      requires: [phone],
      guarantees: [{ ...late, days: 10 }, lost],
    }),
  ],
  options: [
    route(post("cn-small-packet"), 14.2, 24, 38, 0.0062, { services: ["economy"] }),
    route(rail, 16.85, 22, 30, 0.0038, { services: ["economy"] }),
    route(post("cn-epacket"), 19.3, 15, 22, 0.0045, { services: ["economy", "standard"] }),
    route(dedicated, 21.6, 11, 16, 0.0021, { services: ["standard"] }),
    route(
      [
        ...dedicated.slice(0, 3),
        ["lgg", "cdg", "road", "aircargo", "yanwen-eu"],
        ["cdg", "fr-paris", "post", "laposte", "yanwen-eu"],
      ],
      24.9,
      10,
      15,
      0.0026,
      { services: ["standard"] },
    ),
    route(express, 49.5, 4, 6, 0.0004, { services: ["standard", "priority"] }),
  ],
  refused: [
    {
      subject_kind: "line",
      subject: "wish-post",
      name: "WishPost economy",
      rule: "small-packet-2kg",
      reason: "a small packet weighs at most 2 kg with its packaging, and this line takes no food",
      reason_zh: "小包含包装不得超过2公斤,且该线路不收食品",
      source: "UPU Convention Manual, article 17-104",
      estimated: false,
      would_cost: money(11.3),
      would_arrive: date(26),
      cheaper: true,
      faster: false,
    },
    {
      subject_kind: "operator",
      subject: "sfexpress",
      name: "SF International",
      rule: "sf-no-nuts",
      reason: "nuts in shell and other plant products are not carried",
      reason_zh: "不承运带壳坚果及其他植物产品",
      source: "carrier's list of prohibited goods, March 2026",
      estimated: false,
      would_cost: money(44),
      would_arrive: date(3),
      cheaper: false,
      faster: true,
    },
    {
      subject_kind: "line",
      subject: "sea-eu",
      name: "Sea consolidation Rotterdam",
      rule: "sea-no-food",
      reason: "no food in consolidated containers",
      reason_zh: "拼箱集装箱不收食品",
      source: "rule: consolidators' general conditions",
      estimated: true,
      would_cost: money(9.8),
      would_arrive: date(48),
      cheaper: true,
      faster: false,
    },
  ],
};

export const map = {
  nodes: Object.entries(stops)
    .map(([key, [name, country, lat, lon]]) => ({
      key,
      name,
      country,
      lat,
      lon,
      kind: key.includes("-") ? "zone" : "airport",
    }))
    .concat(
      [
        ["gru", "São Paulo", "BR", -23.5, -46.5],
        ["lax", "Los Angeles", "US", 33.9, -118.4],
        ["svo", "Moscow", "RU", 55.9, 37.4],
        ["syd", "Sydney", "AU", -33.9, 151.2],
        ["nrt", "Tokyo", "JP", 35.7, 140.4],
        ["hgh-drop", "Hangzhou drop-off point", "CN", 30.27, 120.15],
      ].map(([key, name, country, lat, lon]) => ({
        key,
        name,
        country,
        lat,
        lon,
        kind: key === "hgh-drop" ? "drop_off_point" : "airport",
      })),
    ),
  legs: [
    ...post(""),
    ...express,
    ...dedicated,
    ...rail,
    ["pvg", "lax", "air", "cnpost"],
    ["pvg", "gru", "air", "cnpost"],
    ["pvg", "svo", "air", "cnpost"],
    ["pvg", "syd", "air", "cnpost"],
    ["pvg", "nrt", "air", "cnpost"],
  ].map(([from, to, mode, operator], i) => ({ key: `leg-${i}`, from, to, mode, operator })),
};
