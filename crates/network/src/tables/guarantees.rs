//! `guarantees.toml`

use super::services::{CountryName, link_countries};
use crate::{
    draft::Draft,
    read::{
        CellFault, Column, Row, Table, TableRow,
        cell::{Count, Percent, Price},
        key, maybe, need,
    },
    records::{Cause, Guarantee, Pays},
};
use portolan_model::{Code, Currency};

pub(crate) struct GuaranteeRow {
    service: Code,
    countries: Vec<CountryName>,
    cause: Cause,
    days: Option<Count>,
    pays: Pays,
    percent: Percent<100>,
    cap: Option<Price>,
    currency: Option<Currency>,
}

impl TableRow for GuaranteeRow {
    const FILE: &'static str = "guarantees.toml";
    const TOML_ARRAY: Option<&'static str> = Some("guarantee");
    const COLUMNS: &'static [Column] = &[
        key("guarantee"),
        need("service"),
        need("countries"),
        need("cause"),
        maybe("days"),
        need("pays"),
        need("percent"),
        maybe("cap"),
        maybe("currency"),
    ];
    type Key = Code;

    fn key(row: &mut Row) -> Code {
        row.need("guarantee")
    }

    fn read(row: &mut Row, _: Code) -> Self {
        let guarantee = Self {
            service: row.need("service"),
            countries: row.need_list("countries"),
            cause: row.need("cause"),
            days: row.maybe("days"),
            pays: row.need("pays"),
            percent: row.need("percent"),
            cap: row.maybe("cap"),
            currency: row.maybe("currency"),
        };
        super::check_currency(row, guarantee.cap.is_some(), guarantee.currency.is_some());
        let is_late = guarantee.cause == Cause::Late;
        row.check(is_late == guarantee.days.is_some(), "days", || {
            let what = "days belong to the cause `late` and to no other";
            CellFault::new("days_cause", what, "fill them in for late, leave them out else")
        });
        guarantee
    }
}

pub(crate) fn link(draft: &mut Draft, table: &Table<GuaranteeRow>) {
    for (key, placed) in &table.rows {
        let (at, row) = (placed.at, &placed.row);
        let service = draft.service(at, "service", row.service.as_str());
        let countries = link_countries(draft, at, &row.countries);
        if let (Some(service), Ok(countries)) = (service, countries) {
            draft.guarantees.push(Guarantee {
                key: key.clone(),
                service,
                countries,
                cause: row.cause,
                days: row.days.map(Count::to_u32),
                pays: row.pays,
                percent: row.percent.0,
                cap: row.cap.map(|cap| cap.0).zip(row.currency),
                provenance: placed.provenance.clone(),
            });
        }
    }
}
