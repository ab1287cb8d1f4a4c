//! `services.toml`

use crate::{
    draft::{Draft, Unresolved},
    read::{
        At, Cell, CellFault, Column, Row, Table, TableRow,
        cell::{Count, PartsPerMillion},
        key, maybe, need,
    },
    records::{BestBy, CountryIdx, LinePattern, Service, ServiceTracking},
};
use portolan_model::{Code, CountryCode, CurrencyTable, Incoterm};

pub(crate) struct ServiceRow {
    name: String,
    name_zh: String,
    lines: Vec<LinePattern>,
    tracked: Option<ServiceTracking>,
    days_max_p90: Option<Count>,
    loss_ppm_max: Option<PartsPerMillion>,
    best_by: BestBy,
    incoterm: Incoterm,
    countries: Vec<CountryName>,
}

/// A country, or all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CountryName {
    All,
    One(CountryCode),
}

impl Cell for CountryName {
    fn parse(text: &str, currencies: &CurrencyTable) -> Result<Self, CellFault> {
        if text == "*" {
            return Ok(Self::All);
        }
        <CountryCode as Cell>::parse(text, currencies).map(Self::One)
    }
    fn stand_in() -> Self {
        Self::All
    }
}

impl Cell for LinePattern {
    fn parse(text: &str, currencies: &CurrencyTable) -> Result<Self, CellFault> {
        match text.strip_suffix('*') {
            Some("") => Ok(Self::Prefix(String::new())),
            Some(prefix) => <Code as Cell>::parse(prefix, currencies)
                .map(|prefix| Self::Prefix(prefix.as_str().to_owned())),
            None => <Code as Cell>::parse(text, currencies).map(Self::Exactly),
        }
    }
    fn stand_in() -> Self {
        Self::Exactly(Cell::stand_in())
    }
}

impl TableRow for ServiceRow {
    const FILE: &'static str = "services.toml";
    const TOML_ARRAY: Option<&'static str> = Some("service");
    const COLUMNS: &'static [Column] = &[
        key("service"),
        need("name"),
        maybe("name_zh"),
        need("lines"),
        maybe("tracked"),
        maybe("days_max_p90"),
        maybe("loss_ppm_max"),
        need("best_by"),
        maybe("incoterm"),
        need("countries"),
    ];
    type Key = Code;

    fn key(row: &mut Row) -> Code {
        row.need("service")
    }

    fn read(row: &mut Row, _: Code) -> Self {
        Self {
            name: row.need("name"),
            name_zh: row.text("name_zh"),
            lines: row.need_list("lines"),
            tracked: row.maybe("tracked"),
            days_max_p90: row.maybe("days_max_p90"),
            loss_ppm_max: row.maybe("loss_ppm_max"),
            best_by: row.need("best_by"),
            incoterm: row.maybe("incoterm").unwrap_or(Incoterm::Ddu),
            countries: row.need_list("countries"),
        }
    }
}

pub(crate) fn link(draft: &mut Draft, table: &Table<ServiceRow>) {
    for (key, placed) in &table.rows {
        let (at, row) = (placed.at, &placed.row);
        for pattern in &row.lines {
            check_pattern(draft, at, pattern);
        }
        let countries = link_countries(draft, at, &row.countries);
        let service = countries.ok().map(|countries| Service {
            key: key.clone(),
            name: row.name.clone(),
            name_zh: row.name_zh.clone(),
            lines: row.lines.clone(),
            tracked: row.tracked.unwrap_or(ServiceTracking::Any),
            days_max_p90: row.days_max_p90.map(Count::to_u32),
            loss_ppm_max: row.loss_ppm_max.map(PartsPerMillion::to_u32),
            best_by: row.best_by,
            incoterm: row.incoterm,
            countries,
            provenance: placed.provenance.clone(),
        });
        draft.services.push(at, key.as_str(), service);
    }
}

/// A line that is named must be there; a prefix that no line fits is a warning.
fn check_pattern(draft: &mut Draft, at: At, pattern: &LinePattern) {
    match pattern {
        LinePattern::Exactly(line) => {
            draft.line(at, "lines", line.as_str());
        }
        LinePattern::Prefix(prefix) => {
            if !draft.lines.has_prefix(prefix) {
                let what = format!("no line's key begins with `{prefix}`");
                let fault = CellFault::new("service_unfit", what, "change it or remove it");
                draft.warning(at, "lines", fault);
            }
        }
    }
}

/// The countries of a list; none for all.
pub(super) fn link_countries(
    draft: &mut Draft,
    at: At,
    list: &[CountryName],
) -> Result<Option<Vec<CountryIdx>>, Unresolved> {
    if list.contains(&CountryName::All) {
        return Ok(None);
    }
    let found = draft.each(list, |draft, name| match name {
        CountryName::One(code) => draft.country(at, "countries", *code),
        CountryName::All => None,
    });
    found.map(Some).ok_or(Unresolved)
}
