//! `required_fields.csv`

use crate::{
    draft::{Draft, Unresolved},
    read::{CellFault, Column, Placed, Row, Table, TableRow, cell::Price, key, maybe, need},
    records::{Field, FieldSubject, RequiredField},
    word::Word,
};
use portolan_model::{Code, CountryCode, Currency, GoodsSet};

pub(crate) struct RequiredFieldRow {
    country: Option<CountryCode>,
    scope: Option<Scope>,
    of: Option<Code>,
    clearance: Option<Code>,
    field: Field,
    value_over: Option<Price>,
    currency: Option<Currency>,
    goods: GoodsSet,
    reason: String,
    reason_zh: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Line,
    Service,
    Operator,
}

impl Word for Scope {
    const WHAT: &'static str = "scope";
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Line, "line"), (Self::Service, "service"), (Self::Operator, "operator")];
}

impl TableRow for RequiredFieldRow {
    const FILE: &'static str = "required_fields.csv";
    const COLUMNS: &'static [Column] = &[
        key("required_field"),
        maybe("country"),
        maybe("scope"),
        maybe("of"),
        maybe("clearance"),
        need("field"),
        maybe("value_over"),
        maybe("currency"),
        maybe("goods"),
        need("reason"),
        maybe("reason_zh"),
    ];
    type Key = Code;

    fn key(row: &mut Row) -> Code {
        row.need("required_field")
    }

    fn read(row: &mut Row, _: Code) -> Self {
        let field = Self {
            country: row.maybe("country"),
            scope: row.maybe("scope"),
            of: row.maybe("of"),
            clearance: row.maybe("clearance"),
            field: row.need("field"),
            value_over: row.maybe("value_over"),
            currency: row.maybe("currency"),
            goods: super::goods(row, "goods"),
            reason: row.need("reason"),
            reason_zh: row.text("reason_zh"),
        };
        super::check_currency(row, field.value_over.is_some(), field.currency.is_some());
        row.check(field.of.is_none() || field.scope.is_some(), "scope", || {
            let what = "a key has no scope";
            CellFault::new("scope_missing", what, "write line, service or operator")
        });
        field
    }
}

pub(crate) fn link(draft: &mut Draft, table: &Table<RequiredFieldRow>) {
    for (key, placed) in &table.rows {
        let (at, row) = (placed.at, &placed.row);
        let country = match row.country {
            Some(code) => draft.country(at, "country", code).map(Some),
            None => Some(None),
        };
        let subject = link_subject(draft, placed);
        let (Some(country), Ok(subject)) = (country, subject) else {
            continue;
        };
        draft.required_fields.push(RequiredField {
            key: key.clone(),
            country,
            subject,
            clearance: row.clearance.clone(),
            field: row.field,
            value_over: row.value_over.map(|value| value.0).zip(row.currency),
            goods: row.goods,
            reason: row.reason.clone(),
            reason_zh: row.reason_zh.clone(),
            provenance: placed.provenance.clone(),
        });
    }
}

/// None where the row has no scope.
fn link_subject(
    draft: &mut Draft,
    placed: &Placed<RequiredFieldRow>,
) -> Result<Option<FieldSubject>, Unresolved> {
    let at = placed.at;
    let Some(scope) = placed.row.scope else {
        return Ok(None);
    };
    let subject = match (scope, placed.row.of.as_ref().map(Code::as_str)) {
        (Scope::Line, None) => FieldSubject::AnyLine,
        (Scope::Line, Some(key)) => {
            FieldSubject::Line(draft.line(at, "of", key).ok_or(Unresolved)?)
        }
        (Scope::Service, None) => FieldSubject::AnyService,
        (Scope::Service, Some(key)) => {
            FieldSubject::Service(draft.service(at, "of", key).ok_or(Unresolved)?)
        }
        (Scope::Operator, None) => FieldSubject::AnyOperator,
        (Scope::Operator, Some(key)) => {
            FieldSubject::Operator(draft.operator(at, "of", key).ok_or(Unresolved)?)
        }
    };
    Ok(Some(subject))
}
