//! `facilities.csv`

use super::zones::point;
use crate::{
    draft::Draft,
    read::{CellFault, Column, Placed, Row, TableRow, cell::Degrees, key, maybe, need},
    records::{FacilityKind, Node, NodeKind, WeekdayMask},
};
use portolan_model::{Code, CountryCode, TimeZoneName};

pub(crate) struct FacilityRow {
    key: Code,
    name: String,
    name_zh: String,
    kind: FacilityKind,
    operator: Code,
    country: CountryCode,
    city: String,
    postcode: String,
    address: String,
    timezone: TimeZoneName,
    latitude: Degrees<90>,
    longitude: Degrees<180>,
    iata: String,
    impc: String,
    unlocode: String,
    calendar: Option<Code>,
}

/// Codes of places and their lengths: IATA's airport code, UPU S34's IMPC code, UN/LOCODE.
const PLACE_CODES: [(&str, usize); 3] = [("iata", 3), ("impc", 6), ("unlocode", 5)];

impl TableRow for FacilityRow {
    const FILE: &'static str = "facilities.csv";
    const IS_REQUIRED: bool = true;
    const COLUMNS: &'static [Column] = &[
        key("facility"),
        need("name"),
        maybe("name_zh"),
        need("kind"),
        need("operator"),
        need("country"),
        need("city"),
        maybe("postcode"),
        maybe("address"),
        need("timezone"),
        need("latitude"),
        need("longitude"),
        maybe("iata"),
        maybe("impc"),
        maybe("unlocode"),
        maybe("calendar"),
    ];
    type Key = Code;

    fn key(row: &mut Row) -> Code {
        row.need("facility")
    }

    fn read(row: &mut Row, key: Code) -> Self {
        let facility = Self {
            key,
            name: row.need("name"),
            name_zh: row.text("name_zh"),
            kind: row.need("kind"),
            operator: row.need("operator"),
            country: row.need("country"),
            city: row.need("city"),
            postcode: row.text("postcode"),
            address: row.text("address"),
            timezone: row.need("timezone"),
            latitude: row.need("latitude"),
            longitude: row.need("longitude"),
            iata: row.text("iata"),
            impc: row.text("impc"),
            unlocode: row.text("unlocode"),
            calendar: row.maybe("calendar"),
        };
        let codes = [&facility.iata, &facility.impc, &facility.unlocode];
        for ((column, length), code) in PLACE_CODES.into_iter().zip(codes) {
            let is_fine = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
            if !code.is_empty() && (code.len() != length || !code.bytes().all(is_fine)) {
                let what =
                    format!("`{}` is no code of this kind", crate::read::cell::excerpt(code));
                let mend = format!("write {length} capital letters or digits, or nothing");
                row.fault(column, CellFault::new("place_code_format", what, mend));
            }
        }
        facility
    }
}

impl FacilityRow {
    pub(crate) fn link(placed: &Placed<Self>, draft: &mut Draft) -> Option<Node> {
        let (at, row) = (placed.at, &placed.row);
        let country = draft.country(at, "country", row.country);
        let operator = draft.operator(at, "operator", row.operator.as_str());
        let calendar =
            row.calendar.as_ref().map(|key| draft.calendar(at, "calendar", key.as_str()));
        let calendar = calendar.map_or(Some(None), |found| found.map(Some));
        Some(Node {
            key: row.key.clone(),
            name: row.name.clone(),
            name_zh: row.name_zh.clone(),
            kind: NodeKind::Facility(row.kind),
            operator: Some(operator?),
            country: country?,
            territory: draft.countries.arena[country?].territory,
            clock: draft.clock(&row.timezone),
            point: point(row.latitude, row.longitude),
            calendar: calendar?,
            city: row.city.clone(),
            postcode: row.postcode.clone(),
            address: row.address.clone(),
            iata: row.iata.clone(),
            impc: row.impc.clone(),
            unlocode: row.unlocode.clone(),
            patterns: Vec::new(),
            places: Vec::new(),
            delivery_weekdays: WeekdayMask::ALL,
            out_legs: Vec::new(),
            in_legs: Vec::new(),
            processes: Vec::new(),
            provenance: placed.provenance.clone(),
        })
    }
}
