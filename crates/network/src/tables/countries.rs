//! `countries.csv`

use crate::{
    draft::Draft,
    read::{CellFault, Column, Placed, Row, Table, TableRow, cell::YesNo, key, maybe, need},
    records::{Country, PostcodeShape},
};
use portolan_model::{Code, CountryCode, Currency};
use std::collections::HashMap;

pub(crate) struct CountryRow {
    code: CountryCode,
    name: String,
    name_zh: String,
    currency: Currency,
    postcode_shapes: Vec<PostcodeShape>,
    postcode_required: bool,
    main_zone: Option<Code>,
    customs_territory: Option<String>,
}

impl TableRow for CountryRow {
    const FILE: &'static str = "countries.csv";
    const IS_REQUIRED: bool = true;
    const COLUMNS: &'static [Column] = &[
        key("country"),
        need("name"),
        maybe("name_zh"),
        need("currency"),
        maybe("postcode_format"),
        maybe("postcode_required"),
        maybe("main_zone"),
        maybe("customs_territory"),
    ];
    type Key = CountryCode;

    fn key(row: &mut Row) -> CountryCode {
        row.need("country")
    }

    fn read(row: &mut Row, code: CountryCode) -> Self {
        let country = Self {
            code,
            name: row.need("name"),
            name_zh: row.text("name_zh"),
            currency: row.need("currency"),
            postcode_shapes: row.list("postcode_format"),
            postcode_required: row.maybe("postcode_required").is_some_and(YesNo::is_yes),
            main_zone: row.maybe("main_zone"),
            customs_territory: row.maybe("customs_territory"),
        };
        let is_fine = !country.postcode_required || !country.postcode_shapes.is_empty();
        row.check(is_fine, "postcode_required", || {
            let what = "a postcode is required, and none has a shape";
            CellFault::new("shape_missing", what, "fill in postcode_format or write no")
        });
        country
    }
}

/// Zones are linked later: see [`link_main_zones`].
pub(crate) fn link(draft: &mut Draft, table: &Table<CountryRow>) {
    let mut territories: HashMap<String, u16> = HashMap::new();
    for (code, placed) in &table.rows {
        let row = &placed.row;
        let own_name = || row.code.as_str().to_owned();
        let territory_name = row.customs_territory.clone().unwrap_or_else(own_name);
        let next = u16::try_from(territories.len()).expect("invariant: there are 250 countries");
        let territory = *territories.entry(territory_name.clone()).or_insert(next);
        let country = Country {
            code: row.code,
            name: row.name.clone(),
            name_zh: row.name_zh.clone(),
            currency: row.currency,
            postcode_shapes: row.postcode_shapes.clone(),
            postcode_required: row.postcode_required,
            main_zone: None,
            territory,
            territory_name,
            zones: Vec::new(),
            provenance: placed.provenance.clone(),
        };
        draft.countries.push(placed.at, code.as_str(), Some(country));
    }
}

/// Resolves each country's main zone and lists its zones.
pub(crate) fn link_main_zones(draft: &mut Draft, table: &Table<CountryRow>) {
    for (node, row) in draft.nodes.arena.entries() {
        if !row.is_facility() {
            draft.countries.arena[row.country].zones.push(node);
        }
    }
    for (code, placed) in &table.rows {
        let Some(key) = main_zone(placed) else {
            continue;
        };
        let zone = draft.zone(placed.at, "main_zone", key);
        let (Some(country), Some(zone)) = (draft.countries.get(code.as_str()), zone) else {
            continue;
        };
        draft.countries.arena[country].main_zone = Some(zone);
        if draft.nodes.arena[zone].country != country {
            let what = format!("zone `{key}` lies in another country");
            let fault = CellFault::new("country_other", what, "name a zone of the country");
            draft.error(placed.at, "main_zone", fault);
        }
    }
}

fn main_zone(placed: &Placed<CountryRow>) -> Option<&str> {
    placed.row.main_zone.as_ref().map(Code::as_str)
}
