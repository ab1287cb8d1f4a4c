//! For tests: the table of the reference network, small declarations, and fixed rates of exchange.

use crate::{
    Basis, ChargeKind, Collected, Declaration, DeclarationInput, DutyRow, DutyRowInput, DutyTable,
    Item, Measure, Measured, Reckoning, Terms, Threshold,
};
use portolan_model::{CivilDate, Code, CountryCode, Currency, HsCode, Mass, Money, Validity};
use rust_decimal::Decimal;
use std::collections::HashMap;
use std::path::PathBuf;

/// Units of each currency for one euro: round figures, of no day.
const PER_EURO: &[(&str, &str)] = &[
    ("EUR", "1"),
    ("USD", "1.25"),
    ("GBP", "0.8"),
    ("CNY", "8"),
    ("RON", "5"),
    ("AUD", "1.6"),
    ("NZD", "2"),
    ("SGD", "1.5"),
    ("NOK", "10"),
    ("CHF", "1"),
    ("JPY", "160"),
    ("CAD", "1.6"),
    ("BRL", "6"),
    ("INR", "100"),
    ("RUB", "100"),
    ("MXN", "20"),
    ("KRW", "1500"),
    ("VND", "30000"),
];

/// The rates of [`PER_EURO`].
pub fn convert(amount: Decimal, from: Currency, to: Currency) -> Option<Decimal> {
    let rate = |currency: Currency| {
        let found = PER_EURO.iter().find(|(code, _)| *code == currency.code());
        found.map(|(_, rate)| decimal(rate))
    };
    amount.checked_mul(rate(to)?)?.checked_div(rate(from)?)
}

pub fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

pub fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

pub fn country(text: &str) -> CountryCode {
    CountryCode::from_alpha2(text).unwrap()
}

pub fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

pub fn reckoning(date: &str, currency: &str) -> Reckoning<'static> {
    Reckoning { date: day(date), currency: Currency::iso(currency).unwrap(), exchange: &convert }
}

/// A line of goods: code (may be empty), pieces, value of all, grams of all; made in China.
pub fn item(hs: &str, quantity: u32, value: &str, grams: u32) -> Item {
    Item {
        hs: (!hs.is_empty()).then(|| HsCode::parse(hs).unwrap()),
        origin: Some(country("CN")),
        quantity,
        value: Money::parse(value).unwrap(),
        mass: Mass::from_grams(grams).unwrap(),
    }
}

/// One parcel of goods to a country, cleared and registered as named (`express`, `ioss_number`).
pub fn input(to: &str, items: Vec<Item>, freight: &str, given: &[&str]) -> DeclarationInput {
    DeclarationInput {
        destination: country(to),
        items,
        freight: Money::parse(freight).unwrap(),
        parcels: 1,
        clearance: None,
        given: given.iter().map(|text| code(text)).collect(),
        bought_this_year: None,
    }
}

pub fn declaration(to: &str, items: Vec<Item>, freight: &str, given: &[&str]) -> Declaration {
    Declaration::new(input(to, items, freight, given)).unwrap()
}

/// The table of the reference network, as committed.
pub fn reference() -> DutyTable {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../reference/tables/duties.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let rows = reader.deserialize::<HashMap<String, String>>();
    let rows = rows.flat_map(|cells| {
        let cells = Cells(cells.unwrap());
        let row = cells.row();
        let countries: Vec<_> = cells.list("country").map(country).collect();
        countries.into_iter().map(move |country| (country, row.clone())).collect::<Vec<_>>()
    });
    DutyTable::new(rows)
}

struct Cells(HashMap<String, String>);

impl Cells {
    fn text(&self, column: &str) -> &str {
        &self.0[column]
    }

    fn list(&self, column: &str) -> impl Iterator<Item = &str> {
        self.text(column).split('|').filter(|part| !part.is_empty())
    }

    fn number(&self, column: &str) -> Option<Decimal> {
        Some(self.text(column)).filter(|text| !text.is_empty()).map(decimal)
    }

    fn codes(&self, column: &str) -> Vec<Code> {
        self.list(column).map(code).collect()
    }

    fn is(&self, column: &str) -> bool {
        self.text(column) == "yes"
    }

    fn row(&self) -> DutyRow {
        let currency = Currency::iso(self.text("currency")).ok();
        let money = |column| self.number(column).zip(currency);
        let charge = if self.text("charge").is_empty() { "kind" } else { "charge" };
        let bases = [
            Basis::Value,
            Basis::ValueAndFreight,
            Basis::ValueFreightAndDuty,
            Basis::Gross,
            Basis::Duty,
            Basis::Item,
            Basis::Subheading,
            Basis::Parcel,
            Basis::Consignment,
        ];
        let kinds = [ChargeKind::Duty, ChargeKind::Excise, ChargeKind::Tax, ChargeKind::Fee];
        let date = |column| Some(self.text(column)).filter(|t| !t.is_empty()).map(day);
        DutyRow::new(DutyRowInput {
            key: code(self.text("duty")),
            schemes: self.codes("scheme"),
            kind: kinds.into_iter().find(|kind| kind.as_str() == self.text("kind")).unwrap(),
            charge: code(self.text(charge)),
            basis: bases.into_iter().find(|basis| basis.as_str() == self.text("basis")).unwrap(),
            measure: match (self.number("percent"), money("amount")) {
                (Some(percent), _) => Measure::Percent(percent),
                (None, Some((amount, currency))) => Measure::Amount(amount, currency),
                (None, None) => Measure::NotKnown,
            },
            terms: Terms {
                collected_percent: self.number("collected_percent"),
                deduction: money("deduction"),
                minimum_per_kg: money("minimum_per_kg"),
                relief: money("relief"),
            },
            hs_prefixes: self.list("hs_prefix").map(str::to_owned).collect(),
            origins: self.list("origins").map(country).collect(),
            threshold: self.threshold(),
            requires: self.codes("requires"),
            clearances: self.codes("clearance"),
            collected: match self.text("collected") {
                "sale" => Collected::Sale,
                _ => Collected::Import,
            },
            is_doubtful: self.is("doubtful"),
            validity: Validity::new(date("valid_from"), date("valid_to")).unwrap(),
            source: self.text("source").to_owned(),
            is_estimated: self.is("estimated"),
        })
        .unwrap()
    }

    fn threshold(&self) -> Option<Threshold> {
        let [from, to, year_to] = ["value_from", "value_to", "year_to"].map(|c| self.number(c));
        let currency = Currency::iso(self.text("threshold_currency")).ok()?;
        let of = match self.text("threshold_of") {
            "goods_and_freight" => Measured::GoodsAndFreight,
            "item" => Measured::Item,
            _ => Measured::Goods,
        };
        Some(Threshold { of, from, to, year_to, currency })
    }
}
