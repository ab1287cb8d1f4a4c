//! `duties.csv`

use crate::{
    draft::Draft,
    read::{
        Cell, CellFault, Column, Row, Table, TableRow,
        cell::{Percent, Price, YesNo},
        key, maybe, need,
    },
    records::{
        Duty, DutyBasis, DutyCollected, DutyIdx, DutyKind, DutyMeasure, DutyTerms, DutyThreshold,
        DutyValue,
    },
    word::Word,
};
use portolan_model::{Code, CountryCode, Currency, CurrencyTable};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

#[cfg(test)]
mod tests;

pub(crate) struct DutyRow {
    countries: Vec<CountryCode>,
    schemes: Vec<Code>,
    kind: DutyKind,
    charge: Option<Code>,
    hs_prefixes: Vec<HsPrefix>,
    origins: Vec<CountryCode>,
    basis: DutyBasis,
    measure: DutyMeasure,
    terms: DutyTerms,
    collected: DutyCollected,
    threshold: Option<DutyThreshold>,
    requires: Vec<Code>,
    clearances: Vec<Code>,
    is_doubtful: bool,
}

/// Digits with which HS codes begin; ten are the longest that goods are declared with.
struct HsPrefix(String);

const HS_DIGITS_MAX: usize = 10;

impl Cell for HsPrefix {
    fn parse(text: &str, _: &CurrencyTable) -> Result<Self, CellFault> {
        if text.len() <= HS_DIGITS_MAX && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Self(text.to_owned()));
        }
        let what = format!("`{}` is no beginning of an HS code", crate::read::cell::excerpt(text));
        Err(CellFault::new("hs_format", what, "write digits only, at most ten"))
    }
    fn stand_in() -> Self {
        Self(String::new())
    }
}

impl TableRow for DutyRow {
    const FILE: &'static str = "duties.csv";
    const COLUMNS: &'static [Column] = &[
        key("duty"),
        need("country"),
        need("scheme"),
        need("kind"),
        maybe("charge"),
        maybe("hs_prefix"),
        maybe("origins"),
        need("basis"),
        maybe("percent"),
        maybe("amount"),
        maybe("currency"),
        maybe("unknown"),
        maybe("collected"),
        maybe("collected_percent"),
        maybe("deduction"),
        maybe("minimum_per_kg"),
        maybe("relief"),
        maybe("value_from"),
        maybe("value_to"),
        maybe("year_to"),
        maybe("threshold_of"),
        maybe("threshold_currency"),
        maybe("requires"),
        maybe("clearance"),
        maybe("doubtful"),
    ];
    type Key = Code;

    fn key(row: &mut Row) -> Code {
        row.need("duty")
    }

    fn read(row: &mut Row, _: Code) -> Self {
        let basis = row.need("basis");
        let currency = row.maybe("currency");
        Self {
            countries: row.need_list("country"),
            schemes: row.need_list("scheme"),
            kind: row.need("kind"),
            charge: row.maybe("charge"),
            hs_prefixes: row.list("hs_prefix"),
            origins: row.list("origins"),
            basis,
            measure: measure(row, basis, currency),
            terms: terms(row, currency),
            collected: row.maybe("collected").unwrap_or(DutyCollected::Import),
            threshold: threshold(row),
            requires: row.list("requires"),
            clearances: row.list("clearance"),
            is_doubtful: row.maybe::<YesNo>("doubtful").is_some_and(YesNo::is_yes),
        }
    }
}

/// What the row charges: one of percent, amount and unknown, as its basis allows.
fn measure(row: &mut Row, basis: DutyBasis, currency: Option<Currency>) -> DutyMeasure {
    let percent = row.maybe::<Percent<1000>>("percent");
    let amount = row.maybe::<Price>("amount");
    let is_unknown = row.maybe::<YesNo>("unknown").is_some_and(YesNo::is_yes);
    super::check_currency(row, amount.is_some(), currency.is_some());
    let said = [percent.is_some(), amount.is_some(), is_unknown];
    row.check(said.contains(&true), "percent", || {
        let mend = "fill in percent or amount, or write yes to unknown";
        CellFault::new("duty_empty", "the row charges nothing", mend)
    });
    row.check(said.iter().filter(|is_said| **is_said).count() < 2, "percent", || {
        let what = "the row charges in more than one way";
        CellFault::new("duty_twice", what, "keep one of percent, amount and unknown")
    });
    row.check(percent.is_none() || !basis.is_counted(), "basis", || {
        let what = "a percentage is taken of something that is counted";
        CellFault::new("duty_basis", what, "name a basis of value, or write an amount")
    });
    row.check(amount.is_none() || basis.is_counted(), "basis", || {
        let what = "an amount is taken of a value";
        let mend = "write item, subheading, parcel or consignment, or a percentage";
        CellFault::new("duty_basis", what, mend)
    });
    let is_whole = percent.is_some_and(|percent| percent.0 >= Decimal::ONE_HUNDRED);
    row.check(basis != DutyBasis::Gross || !is_whole, "percent", || {
        let what = "a charge that is part of its own basis is all of it";
        CellFault::new("duty_gross", what, "write less than 100")
    });
    match (percent, amount.zip(currency)) {
        (Some(percent), _) => DutyMeasure::Percent(percent.0),
        (None, Some((amount, currency))) => DutyMeasure::Amount(amount.0, currency),
        (None, None) => DutyMeasure::NotKnown,
    }
}

fn terms(row: &mut Row, currency: Option<Currency>) -> DutyTerms {
    let collected_percent = row.maybe::<Percent<100>>("collected_percent");
    let deduction = row.maybe::<Price>("deduction");
    let minimum_per_kg = row.maybe::<Price>("minimum_per_kg");
    let relief = row.maybe::<Price>("relief");
    let has_amount = [deduction, minimum_per_kg, relief].iter().any(Option::is_some);
    super::check_currency(row, has_amount, currency.is_some());
    let money = |price: Option<Price>| price.map(|price| price.0).zip(currency);
    DutyTerms {
        collected_percent: collected_percent.map(|percent| percent.0),
        deduction: money(deduction),
        minimum_per_kg: money(minimum_per_kg),
        relief: money(relief),
    }
}

fn threshold(row: &mut Row) -> Option<DutyThreshold> {
    let from = row.maybe::<Price>("value_from");
    let to = row.maybe::<Price>("value_to");
    let year_to = row.maybe::<Price>("year_to");
    let of = row.maybe("threshold_of");
    let currency = row.maybe("threshold_currency");
    let has_value = [from, to, year_to].iter().any(Option::is_some);
    row.check(!has_value || currency.is_some(), "threshold_currency", || {
        CellFault::new("currency_missing", "a value has no currency", "fill in the currency")
    });
    row.check(has_value || (currency.is_none() && of.is_none()), "value_to", || {
        let what = "a band has a currency or a measure and no values";
        CellFault::new("values_missing", what, "fill in value_from or value_to, or empty them")
    });
    let is_fine = from.zip(to).is_none_or(|(from, to)| from.0 < to.0);
    row.check(is_fine, "value_to", || {
        let what = "the values end where they begin or before";
        CellFault::new("values_backwards", what, "write more than value_from")
    });
    let value = |price: Option<Price>| price.map(|price| price.0);
    has_value.then_some(())?;
    Some(DutyThreshold {
        of: of.unwrap_or(DutyValue::Goods),
        from: value(from),
        to: value(to),
        year_to: value(year_to),
        currency: currency?,
    })
}

pub(crate) fn link(draft: &mut Draft, table: &Table<DutyRow>) {
    for (key, placed) in &table.rows {
        let row = &placed.row;
        let country =
            |draft: &mut Draft, code: &CountryCode| draft.country(placed.at, "country", *code);
        let Some(countries) = draft.each(&row.countries, country) else {
            continue;
        };
        let charge = row.charge.clone().unwrap_or_else(|| {
            Code::parse(row.kind.as_str()).expect("invariant: the name of a kind is a key")
        });
        draft.duties.push(Duty {
            key: key.clone(),
            countries,
            schemes: row.schemes.clone(),
            kind: row.kind,
            charge,
            hs_prefixes: row.hs_prefixes.iter().map(|prefix| prefix.0.clone()).collect(),
            origins: row.origins.clone(),
            basis: row.basis,
            measure: row.measure,
            terms: row.terms,
            collected: row.collected,
            threshold: row.threshold,
            requires: row.requires.clone(),
            clearances: row.clearances.clone(),
            is_doubtful: row.is_doubtful,
            provenance: placed.provenance.clone(),
        });
    }
    check_ambiguity(draft, table);
}

/// Tells each row that is charged on the same goods as an earlier one of its charge.
fn check_ambiguity(draft: &mut Draft, table: &Table<DutyRow>) {
    let mut groups: BTreeMap<(DutyKind, &Code), Vec<DutyIdx>> = BTreeMap::new();
    for (index, row) in draft.duties.entries() {
        groups.entry((row.kind, &row.charge)).or_default().push(index);
    }
    let mut clashes = Vec::new();
    for group in groups.values() {
        for (position, &later) in group.iter().enumerate() {
            let meets =
                |&&earlier: &&DutyIdx| is_equal(&draft.duties[earlier], &draft.duties[later]);
            if let Some(&earlier) = group[..position].iter().find(meets) {
                clashes.push((draft.duties[earlier].key.clone(), draft.duties[later].key.clone()));
            }
        }
    }
    for (other, key) in clashes {
        let Ok(position) = table.rows.binary_search_by(|(known, _)| known.cmp(&key)) else {
            continue;
        };
        let what = format!("it is charged on the same goods as `{other}` on the same days");
        let mend = "part their values, codes or origins, or end one before the other begins";
        let at = table.rows[position].1.at;
        draft.error(at, "duty", CellFault::new("duty_ambiguous", what, mend));
    }
}

/// Whether two rows of one charge may count for the same goods, neither more exactly than the other.
fn is_equal(a: &Duty, b: &Duty) -> bool {
    fn meet<T: PartialEq>(a: &[T], b: &[T]) -> bool {
        a.iter().any(|one| b.contains(one))
    }
    fn both<T: PartialEq>(a: &[T], b: &[T]) -> bool {
        (a.is_empty() && b.is_empty()) || meet(a, b)
    }
    meet(&a.countries, &b.countries)
        && meet(&a.schemes, &b.schemes)
        && both(&a.hs_prefixes, &b.hs_prefixes)
        && both(&a.origins, &b.origins)
        && a.provenance.valid.overlaps(&b.provenance.valid)
        && overlap(a.threshold.as_ref(), b.threshold.as_ref())
}

/// Whether some value lies in both bands; bands of unlike measures are not compared.
fn overlap(a: Option<&DutyThreshold>, b: Option<&DutyThreshold>) -> bool {
    let (Some(a), Some(b)) = (a, b) else {
        return true;
    };
    let ends = |to: Option<Decimal>, from: Option<Decimal>| {
        to.zip(from).is_some_and(|(to, from)| to <= from)
    };
    a.of == b.of && a.currency == b.currency && !ends(a.to, b.from) && !ends(b.to, a.from)
}
