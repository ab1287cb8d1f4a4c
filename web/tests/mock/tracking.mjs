// Timelines of the stand-in: one parcel with a silence, a hold and two tellers.

const event = (milestone, occurred_at, holder, city, country, words, more = {}) => ({
  milestone,
  occurred_at,
  time_precision: "minute",
  utc_offset_source: /[+Z]/.test(occurred_at.slice(19)) ? "message" : "none",
  at: occurred_at,
  place: { city, country },
  holder,
  words,
  proof: [],
  is_void: false,
  scans: words.length,
  received_at: occurred_at,
  ...more,
});

export function timeline(parcel) {
  const number = parcel.identifiers[0].value;
  return {
    parcel: parcel.id,
    status: "customs",
    sub_status: "customs_held",
    events: [
      event("accepted", "2026-11-03T18:05:00", "china_post", "Hangzhou", "CN", [
        { source: "china_post", code: "203", text: "已收件【张三 13800000000】" },
      ]),
      event(
        "departed_outward_office",
        "2026-11-05T23:55:00+08:00",
        "china_post",
        "Shanghai",
        "CN",
        [
          { source: "china_post", code: "389", text: "离开上海国际处理中心" },
          { source: "cainiao", text: "Left the sorting centre" },
        ],
      ),
      event(
        "held_by_import_customs",
        "2026-11-21T08:10:00+01:00",
        "la_poste",
        "Roissy",
        "FR",
        [{ source: "la_poste", code: "DO1", text: "Votre colis est en cours de contrôle." }],
        { reason: "inspection", proof: [{ kind: "mass", value: "412 g" }] },
      ),
    ],
    custody: [
      {
        keeper: "operator",
        operator: "china_post",
        from: "2026-11-03T18:05:00Z",
        to: "2026-11-20T15:20:00Z",
        event: 0,
      },
      { keeper: "authority", operator: "la_poste", from: "2026-11-20T15:20:00Z", document: "mf-1" },
    ],
    blind: [
      {
        after: 1,
        from: "2026-11-05T15:55:00Z",
        to: "2026-11-21T07:10:00Z",
        allowed_hours: 336,
        is_open: false,
      },
    ],
    contradictions: ["event 2: it moved after it was delivered"],
    days_since_last_scan: 1,
    unknown_codes: 0,
    outlook: {
      promised_on: parcel.promised_on,
      p50: "2026-11-25",
      p90: "2026-11-30",
      loss: 0.012,
      next: [
        { milestone: "released_by_import_customs", about: "2026-11-23" },
        { milestone: "delivered", operator: "La Poste", about: "2026-11-25" },
      ],
    },
    exceptions: [
      { kind: "customs_hold", since: "2026-11-21T07:10:00Z", event: 2, what: "customs hold it" },
    ],
    numbers: [
      { number, source: "booking" },
      { number: "8R41234567890", source: "la_poste" },
    ],
    receptacles: [{ entry: 1, inner: number, outer: "CNSHAAFRCDGAAUN60012001110034" }],
    page: `/t/${number}`,
    is_cut: false,
  };
}

export function exceptions(parcels) {
  const items = parcels.slice(0, 6).map((parcel, index) => ({
    id: `exc_${index}`,
    parcel: parcel.id,
    number: parcel.identifiers[0].value,
    kind: ["customs_hold", "stalled", "promise_at_risk", "presumed_lost", "blind", "off_route"][
      index
    ],
    since: "2026-11-21T07:10:00Z",
    opened_at: "2026-11-22T07:10:00Z",
    evidence: {},
  }));
  return { items, next_cursor: null };
}

/** One message that could not be read. */
export function quarantine() {
  return {
    items: [
      {
        id: "qua_01kam3yb3sfy8tcc8gxme4zz1q",
        adapter: "usps",
        reason: "message_malformed",
        what: "the message ends in the middle of a value",
        bytes: 21,
        times: 2,
        received_at: "2026-11-20T08:00:00Z",
        expires_at: "2027-05-19T08:00:00Z",
      },
    ],
  };
}
