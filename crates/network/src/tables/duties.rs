//! `duties.csv`: read and checked, not yet computed.

use crate::{
    draft::Draft,
    read::{
        CellFault, Column, Row, Table, TableRow,
        cell::{Percent, Price},
        key, maybe, need,
    },
    records::{Duty, DutyBasis, DutyKind},
};
use portolan_model::{Code, CountryCode, Currency};

pub(crate) struct DutyRow {
    country: CountryCode,
    scheme: String,
    kind: DutyKind,
    hs_prefix: String,
    basis: DutyBasis,
    percent: Option<Percent<1000>>,
    amount: Option<Price>,
    currency: Option<Currency>,
    value_from: Option<Price>,
    value_to: Option<Price>,
    threshold_currency: Option<Currency>,
}

/// Digits of the longest national tariff codes.
const HS_DIGITS_MAX: usize = 12;

impl TableRow for DutyRow {
    const FILE: &'static str = "duties.csv";
    const COLUMNS: &'static [Column] = &[
        key("duty"),
        need("country"),
        need("scheme"),
        need("kind"),
        maybe("hs_prefix"),
        need("basis"),
        maybe("percent"),
        maybe("amount"),
        maybe("currency"),
        maybe("value_from"),
        maybe("value_to"),
        maybe("threshold_currency"),
    ];
    type Key = Code;

    fn key(row: &mut Row) -> Code {
        row.need("duty")
    }

    fn read(row: &mut Row, _: Code) -> Self {
        let duty = Self {
            country: row.need("country"),
            scheme: row.need("scheme"),
            kind: row.need("kind"),
            hs_prefix: row.text("hs_prefix"),
            basis: row.need("basis"),
            percent: row.maybe("percent"),
            amount: row.maybe("amount"),
            currency: row.maybe("currency"),
            value_from: row.maybe("value_from"),
            value_to: row.maybe("value_to"),
            threshold_currency: row.maybe("threshold_currency"),
        };
        let is_digits = duty.hs_prefix.bytes().all(|byte| byte.is_ascii_digit());
        row.check(is_digits && duty.hs_prefix.len() <= HS_DIGITS_MAX, "hs_prefix", || {
            CellFault::new("hs_format", "it is no beginning of an HS code", "write digits only")
        });
        super::check_currency(row, duty.amount.is_some(), duty.currency.is_some());
        row.check(duty.percent.is_some() || duty.amount.is_some(), "percent", || {
            CellFault::new("duty_empty", "the row charges nothing", "fill in percent or amount")
        });
        let has_value = duty.value_from.is_some() || duty.value_to.is_some();
        row.check(!has_value || duty.threshold_currency.is_some(), "threshold_currency", || {
            CellFault::new("currency_missing", "a value has no currency", "fill in the currency")
        });
        let is_fine = duty.value_from.zip(duty.value_to).is_none_or(|(from, to)| from.0 < to.0);
        row.check(is_fine, "value_to", || {
            let what = "the values end where they begin or before";
            CellFault::new("values_backwards", what, "write more than value_from")
        });
        duty
    }
}

pub(crate) fn link(draft: &mut Draft, table: &Table<DutyRow>) {
    for (key, placed) in &table.rows {
        let row = &placed.row;
        let Some(country) = draft.country(placed.at, "country", row.country) else {
            continue;
        };
        draft.duties.push(Duty {
            key: key.clone(),
            country,
            scheme: row.scheme.clone(),
            kind: row.kind,
            hs_prefix: row.hs_prefix.clone(),
            basis: row.basis,
            percent: row.percent.map(|percent| percent.0),
            amount: row.amount.map(|amount| amount.0),
            currency: row.currency,
            value_from: row.value_from.map(|value| value.0),
            value_to: row.value_to.map(|value| value.0),
            threshold_currency: row.threshold_currency,
            provenance: placed.provenance.clone(),
        });
    }
}
