//! `fx.csv`: one row per pair of currencies and day.

use crate::{
    draft::Draft,
    read::{CellFault, Column, Row, Table, TableRow, cell::Positive, key, need},
    records::{BaseRate, FxRate},
};
use jiff::civil;
use portolan_model::Currency;

pub(crate) struct FxRow {
    rate: Positive,
}

/// A pair of currencies on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FxKey {
    base: Currency,
    quote: Currency,
    date: civil::Date,
}

impl std::fmt::Display for FxKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, {}, {}", self.base, self.quote, self.date)
    }
}

impl TableRow for FxRow {
    const FILE: &'static str = "fx.csv";
    const COLUMNS: &'static [Column] = &[key("base"), key("quote"), key("date"), need("rate")];
    type Key = FxKey;

    fn key(row: &mut Row) -> FxKey {
        FxKey { base: row.need("base"), quote: row.need("quote"), date: row.need("date") }
    }

    fn read(row: &mut Row, key: FxKey) -> Self {
        row.check(key.base != key.quote, "quote", || {
            let what = "a currency has no rate into itself";
            CellFault::new("fx_itself", what, "name another currency")
        });
        Self { rate: row.need("rate") }
    }
}

pub(crate) fn link(draft: &mut Draft, table: &Table<FxRow>) {
    for (key, placed) in &table.rows {
        let is_same = |pair: &FxRate| (pair.base, pair.quote) == (key.base, key.quote);
        if !draft.fx.last().is_some_and(is_same) {
            draft.fx.push(FxRate { base: key.base, quote: key.quote, rates: Vec::new() });
        }
        let rate = BaseRate {
            date: key.date,
            rate: placed.row.rate.0,
            valid: placed.provenance.valid,
            source: placed.provenance.source.clone(),
        };
        // Rows come in the order of their keys, so a pair's are together and oldest first.
        draft.fx.last_mut().expect("invariant: the pair was just added").rates.push(rate);
    }
}
