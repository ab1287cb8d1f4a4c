//! `identifier_ranges.csv`

use crate::{
    draft::Draft,
    read::{
        At, CellFault, Column, Row, Table, TableRow,
        cell::{Count, Whole},
        key, maybe, need,
    },
    records::{IdentifierRange, RangeMode, RangeScheme},
    word::Word,
};
use portolan_model::{Code, CountryCode};

pub(crate) struct IdentifierRangeRow {
    operator: Code,
    scheme: RangeScheme,
    first: u64,
    last: u64,
    block: u32,
    mode: RangeMode,
    lines: Vec<Code>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scheme {
    S10,
    Sequence,
}

impl Word for Scheme {
    const WHAT: &'static str = "scheme";
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::S10, "s10"), (Self::Sequence, "sequence")];
}

/// A serial number: up to 18 digits.
type Serial = Whole<0, 999_999_999_999_999_999>;
/// Digits of a serial number.
type Digits = Whole<1, 18>;
/// Digits of a serial number of S10.
const S10_DIGITS: u32 = 8;

impl TableRow for IdentifierRangeRow {
    const FILE: &'static str = "identifier_ranges.csv";
    const COLUMNS: &'static [Column] = &[
        key("range"),
        need("operator"),
        need("scheme"),
        maybe("indicator"),
        maybe("issuer"),
        maybe("prefix"),
        maybe("suffix"),
        maybe("digits"),
        need("first"),
        need("last"),
        need("block"),
        need("mode"),
        maybe("lines"),
    ];
    type Key = Code;

    fn key(row: &mut Row) -> Code {
        row.need("range")
    }

    fn read(row: &mut Row, _: Code) -> Self {
        let scheme = read_scheme(row);
        let range = Self {
            operator: row.need("operator"),
            first: row.need::<Serial>("first").0,
            last: row.need::<Serial>("last").0,
            block: row.need::<Count>("block").to_u32(),
            mode: row.need("mode"),
            lines: row.list("lines"),
            scheme,
        };
        row.check(range.first <= range.last, "last", || {
            CellFault::new("range_backwards", "the range ends before it begins", "swap the two")
        });
        let digits = match range.scheme {
            RangeScheme::S10 { .. } => S10_DIGITS,
            RangeScheme::Sequence { digits, .. } => digits.into(),
        };
        row.check(range.last < 10_u64.pow(digits), "last", || {
            let what = format!("the number has more than {digits} digits");
            CellFault::new("range_digits", what, "write fewer digits")
        });
        let count = range.last.saturating_sub(range.first).saturating_add(1);
        row.check(u64::from(range.block) <= count, "block", || {
            let what = format!("the range has only {count} numbers");
            CellFault::new("range_block", what, "lease smaller blocks")
        });
        range
    }
}

fn read_scheme(row: &mut Row) -> RangeScheme {
    if row.need::<Scheme>("scheme") == Scheme::S10 {
        let indicator: String = row.need("indicator");
        let is_fine =
            indicator.len() == 2 && indicator.bytes().all(|byte| byte.is_ascii_uppercase());
        row.check(is_fine, "indicator", || {
            let what = "it is no service indicator";
            CellFault::new("indicator_format", what, "write two capital letters, such as RB")
        });
        return RangeScheme::S10 { indicator, issuer: row.need::<CountryCode>("issuer") };
    }
    let digits = row.need::<Digits>("digits").0;
    let digits = u8::try_from(digits).expect("invariant: at most 18 digits");
    RangeScheme::Sequence { prefix: row.text("prefix"), suffix: row.text("suffix"), digits }
}

pub(crate) fn link(draft: &mut Draft, table: &Table<IdentifierRangeRow>) {
    let mut known: Vec<(&RangeScheme, u64, u64, &Code)> = Vec::new();
    for (key, placed) in &table.rows {
        let (at, row) = (placed.at, &placed.row);
        if !at.is_broken {
            check_overlap(draft, at, row, &known);
            known.push((&row.scheme, row.first, row.last, key));
        }
        let operator = draft.operator(at, "operator", row.operator.as_str());
        let lines = draft.each(&row.lines, |draft, line| draft.line(at, "lines", line.as_str()));
        let (Some(operator), Some(lines)) = (operator, lines) else {
            continue;
        };
        draft.identifier_ranges.push(IdentifierRange {
            key: key.clone(),
            operator,
            scheme: row.scheme.clone(),
            first: row.first,
            last: row.last,
            block: row.block,
            mode: row.mode,
            lines,
            provenance: placed.provenance.clone(),
        });
    }
}

/// No number may be leased twice.
fn check_overlap(
    draft: &mut Draft,
    at: At,
    row: &IdentifierRangeRow,
    known: &[(&RangeScheme, u64, u64, &Code)],
) {
    let shares = |&&(scheme, first, last, _): &&(&RangeScheme, u64, u64, &Code)| {
        *scheme == row.scheme && first <= row.last && row.first <= last
    };
    if let Some((.., other)) = known.iter().find(shares) {
        let what = format!("the range shares numbers with `{other}`");
        let fault = CellFault::new("range_overlap", what, "begin after the other ends");
        draft.error(at, "first", fault);
    }
}
