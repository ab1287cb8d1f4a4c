//! `operators.csv`

use crate::{
    draft::Draft,
    read::{Column, Row, Table, TableRow, key, maybe, need},
    records::{Operator, OperatorKind},
};
use portolan_model::{Code, CountryCode};

pub(crate) struct OperatorRow {
    key: Code,
    name: String,
    name_zh: String,
    kind: OperatorKind,
    country: CountryCode,
    upu_code: String,
    iata_code: String,
    other_code: String,
    tracking_adapter: String,
}

impl TableRow for OperatorRow {
    const FILE: &'static str = "operators.csv";
    const IS_REQUIRED: bool = true;
    const COLUMNS: &'static [Column] = &[
        key("operator"),
        need("name"),
        maybe("name_zh"),
        need("kind"),
        need("country"),
        maybe("upu_code"),
        maybe("iata_code"),
        maybe("other_code"),
        maybe("tracking_adapter"),
    ];
    type Key = Code;

    fn key(row: &mut Row) -> Code {
        row.need("operator")
    }

    fn read(row: &mut Row, key: Code) -> Self {
        Self {
            key,
            name: row.need("name"),
            name_zh: row.text("name_zh"),
            kind: row.need("kind"),
            country: row.need("country"),
            upu_code: row.text("upu_code"),
            iata_code: row.text("iata_code"),
            other_code: row.text("other_code"),
            tracking_adapter: row.text("tracking_adapter"),
        }
    }
}

/// An operator may be at home in a country that the network does not know.
pub(crate) fn link(draft: &mut Draft, table: &Table<OperatorRow>) {
    for (key, placed) in &table.rows {
        let row = &placed.row;
        let operator = Operator {
            key: row.key.clone(),
            name: row.name.clone(),
            name_zh: row.name_zh.clone(),
            kind: row.kind,
            country: row.country,
            upu_code: row.upu_code.clone(),
            iata_code: row.iata_code.clone(),
            other_code: row.other_code.clone(),
            tracking_adapter: row.tracking_adapter.clone(),
            provenance: placed.provenance.clone(),
        };
        draft.operators.push(placed.at, key.as_str(), Some(operator));
    }
}
