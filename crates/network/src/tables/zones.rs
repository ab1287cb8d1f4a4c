//! `zones.csv`

use super::FacilityRow;
use crate::{
    draft::Draft,
    read::{
        At, CellFault, Column, Placed, Row, Table, TableRow,
        cell::{Degrees, excerpt},
        key, maybe, need,
    },
    records::{Node, NodeKind, Pattern, PostcodeShape, WeekdayMask, ZoneKinds},
    word::Word,
};
use portolan_model::{Code, CountryCode, GeoPoint, TimeZoneName};
use std::collections::{BTreeMap, btree_map::Entry};

pub(crate) struct ZoneRow {
    key: Code,
    name: String,
    name_zh: String,
    country: CountryCode,
    kinds: Vec<ZoneKind>,
    postcodes: Vec<Pattern>,
    places: Vec<String>,
    timezone: TimeZoneName,
    latitude: Degrees<90>,
    longitude: Degrees<180>,
    delivery_weekdays: Option<WeekdayMask>,
    calendar: Option<Code>,
}

/// What a zone is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ZoneKind {
    Collection,
    Delivery,
    Tariff,
}

impl Word for ZoneKind {
    const WHAT: &'static str = "kind of zone";
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Collection, "collection"), (Self::Delivery, "delivery"), (Self::Tariff, "tariff")];
}

impl TableRow for ZoneRow {
    const FILE: &'static str = "zones.csv";
    const IS_REQUIRED: bool = true;
    const COLUMNS: &'static [Column] = &[
        key("zone"),
        need("name"),
        maybe("name_zh"),
        need("country"),
        need("kinds"),
        need("postcodes"),
        maybe("places"),
        need("timezone"),
        need("latitude"),
        need("longitude"),
        maybe("delivery_weekdays"),
        maybe("calendar"),
    ];
    type Key = Code;

    fn key(row: &mut Row) -> Code {
        row.need("zone")
    }

    fn read(row: &mut Row, key: Code) -> Self {
        Self {
            key,
            name: row.need("name"),
            name_zh: row.text("name_zh"),
            country: row.need("country"),
            kinds: row.need_list("kinds"),
            postcodes: row.need_list("postcodes"),
            places: row.list("places"),
            timezone: row.need("timezone"),
            latitude: row.need("latitude"),
            longitude: row.need("longitude"),
            delivery_weekdays: row.maybe("delivery_weekdays"),
            calendar: row.maybe("calendar"),
        }
    }
}

impl ZoneRow {
    pub(crate) fn link(placed: &Placed<Self>, draft: &mut Draft) -> Option<Node> {
        let (at, row) = (placed.at, &placed.row);
        let country = draft.country(at, "country", row.country);
        let calendar =
            row.calendar.as_ref().map(|key| draft.calendar(at, "calendar", key.as_str()));
        let calendar = calendar.map_or(Some(None), |found| found.map(Some));
        let country = country?;
        Self::check_patterns(
            placed,
            draft,
            &draft.countries.arena[country].postcode_shapes.clone(),
        );
        let kinds = row.kinds.iter().fold(ZoneKinds::default(), |kinds, kind| match kind {
            ZoneKind::Collection => ZoneKinds { collection: true, ..kinds },
            ZoneKind::Delivery => ZoneKinds { delivery: true, ..kinds },
            ZoneKind::Tariff => ZoneKinds { tariff: true, ..kinds },
        });
        Some(Node {
            key: row.key.clone(),
            name: row.name.clone(),
            name_zh: row.name_zh.clone(),
            kind: NodeKind::Zone(kinds),
            operator: None,
            country,
            territory: draft.countries.arena[country].territory,
            clock: draft.clock(&row.timezone),
            point: point(row.latitude, row.longitude),
            calendar: calendar?,
            city: String::new(),
            postcode: String::new(),
            address: String::new(),
            iata: String::new(),
            impc: String::new(),
            unlocode: String::new(),
            patterns: row.postcodes.clone(),
            places: row.places.clone(),
            delivery_weekdays: row.delivery_weekdays.unwrap_or(WeekdayMask::ALL),
            out_legs: Vec::new(),
            in_legs: Vec::new(),
            processes: Vec::new(),
            provenance: placed.provenance.clone(),
        })
    }

    /// Warns of patterns that no postcode of the country can fit.
    fn check_patterns(placed: &Placed<Self>, draft: &mut Draft, shapes: &[PostcodeShape]) {
        for pattern in &placed.row.postcodes {
            let code = pattern.representative();
            if code.is_empty() || shapes.iter().any(|shape| shape.may_begin_with(code)) {
                continue;
            }
            let what =
                format!("no postcode of {} begins with `{}`", placed.row.country, excerpt(code));
            let mend = "change it, or the country's postcode_format";
            draft.warning(placed.at, "postcodes", CellFault::new("pattern_unfit", what, mend));
        }
    }
}

/// The point of two coordinates.
pub(super) fn point(latitude: Degrees<90>, longitude: Degrees<180>) -> GeoPoint {
    GeoPoint::from_micro_degrees(latitude.micro, longitude.micro)
        .expect("invariant: the cells were within the bounds of the globe")
}

/// Links facilities and zones, which share one namespace, in the order of their keys.
pub(crate) fn link_nodes(
    draft: &mut Draft,
    zones: &Table<ZoneRow>,
    facilities: &Table<FacilityRow>,
) {
    let mut nodes: BTreeMap<&Code, (At, Option<Node>)> = BTreeMap::new();
    for (key, placed) in &facilities.rows {
        nodes.insert(key, (placed.at, FacilityRow::link(placed, draft)));
    }
    for (key, placed) in &zones.rows {
        let node = ZoneRow::link(placed, draft);
        match nodes.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert((placed.at, node));
            }
            Entry::Occupied(_) => {
                let what = format!("`{key}` is a facility already");
                let mend = "give it another key: facilities and zones share one namespace";
                draft.error(placed.at, "zone", CellFault::new("key_shared", what, mend));
            }
        }
    }
    for (key, (at, node)) in nodes {
        draft.nodes.push(at, key.as_str(), node);
    }
}
