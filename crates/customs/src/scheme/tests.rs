//! Which scheme a consignment comes under, and the table of the reference network as a whole.

use crate::testing::{code, country, day, declaration, input, item, reckoning, reference};
use crate::{
    Basis, ChargeKind, Collected, CustomsError, Declaration, DeclarationInput, DutyRow,
    DutyRowInput, DutyTable, Gap, Measure, Terms, assess, duty,
};
use portolan_model::{Currency, Validity};
use std::collections::{BTreeMap, HashMap};

/// A row of France: scheme, kind, charge, percent of the value.
fn row(key: &str, scheme: &str, kind: ChargeKind, percent: u32) -> DutyRowInput {
    DutyRowInput {
        key: code(key),
        schemes: vec![code(scheme)],
        kind,
        charge: code(kind.as_str()),
        basis: Basis::Value,
        measure: Measure::Percent(percent.into()),
        terms: Terms::default(),
        hs_prefixes: vec![],
        origins: vec![],
        threshold: None,
        requires: vec![],
        clearances: vec![],
        collected: Collected::Import,
        is_doubtful: false,
        validity: Validity::ALWAYS,
        source: "test".to_owned(),
        is_estimated: false,
    }
}

fn table(rows: Vec<DutyRowInput>) -> DutyTable {
    DutyTable::new(rows.into_iter().map(|row| (country("FR"), DutyRow::new(row).unwrap())))
}

fn answer(rows: Vec<DutyRowInput>) -> (Option<String>, Vec<Gap>) {
    let declaration = declaration("FR", vec![item("610910", 1, "100 EUR", 100)], "0 EUR", &[]);
    let assessment = assess(&table(rows), &declaration, &reckoning("2026-11-22", "EUR")).unwrap();
    let total = assessment.total().map(|total| total.to_decimal().to_string());
    (total, assessment.unknown.into_iter().map(|unknown| unknown.gap).collect())
}

#[test]
fn a_scheme_says_that_there_is_no_duty_or_tax_by_a_row() {
    let (free, tax) =
        (|| row("d", "s", ChargeKind::Duty, 0), || row("t", "s", ChargeKind::Tax, 20));
    assert_eq!(answer(vec![free(), tax()]), (Some("20.00".into()), vec![]));
    assert_eq!(answer(vec![tax()]), (None, vec![Gap::Kind(ChargeKind::Duty)]));
    assert_eq!(answer(vec![free()]), (None, vec![Gap::Kind(ChargeKind::Tax)]));
    assert_eq!(answer(vec![]), (None, vec![Gap::Country]));
    // A tax on duty is not known where no row tells the duty.
    let on_duty = DutyRowInput { basis: Basis::ValueFreightAndDuty, ..tax() };
    assert_eq!(answer(vec![on_duty]).1, [Gap::Kind(ChargeKind::Duty), Gap::Duty]);
}

#[test]
fn what_asks_for_more_comes_first_and_must_be_given() {
    let rows = || {
        let kinds = [ChargeKind::Duty, ChargeKind::Tax];
        let open = kinds.map(|kind| row(&format!("open-{}", kind.as_str()), "open", kind, 10));
        let closed = kinds.map(|kind| DutyRowInput {
            requires: vec![code("number")],
            ..row(&format!("closed-{}", kind.as_str()), "closed", kind, 1)
        });
        open.into_iter().chain(closed).collect::<Vec<_>>()
    };
    let goods = || vec![item("610910", 1, "100 EUR", 100)];
    let with = |given: &[&str]| {
        let declaration = declaration("FR", goods(), "0 EUR", given);
        assess(&table(rows()), &declaration, &reckoning("2026-11-22", "EUR")).unwrap()
    };
    assert_eq!(with(&[]).scheme.unwrap().as_str(), "open");
    assert_eq!(with(&["number"]).scheme.unwrap().as_str(), "closed");
    let only = rows().into_iter().filter(|row| !row.requires.is_empty()).collect();
    assert_eq!(answer(only), (None, vec![Gap::Scheme]));
}

#[test]
fn a_clearance_opens_its_scheme_alone() {
    let rows = || {
        [ChargeKind::Duty, ChargeKind::Tax].map(|kind| DutyRowInput {
            clearances: vec![code("postal")],
            ..row(kind.as_str(), "post", kind, 0)
        })
    };
    let by = |clearance: Option<&str>| {
        let clearance = clearance.map(code);
        let input = DeclarationInput {
            clearance,
            ..input("FR", vec![item("", 1, "1 EUR", 1)], "0 EUR", &[])
        };
        let declaration = Declaration::new(input).unwrap();
        let table = table(rows().to_vec());
        assess(&table, &declaration, &reckoning("2026-11-22", "EUR")).unwrap().scheme
    };
    assert!(by(Some("postal")).is_some());
    assert!(by(Some("express")).is_none());
    assert!(by(None).is_none());
}

#[test]
fn rows_that_fit_equally_are_told_and_none_is_taken() {
    let rows = ["a", "b"].map(|key| row(key, "s", ChargeKind::Duty, 5));
    let rows = rows.into_iter().chain([row("t", "s", ChargeKind::Tax, 0)]).collect();
    let (total, gaps) = answer(rows);
    assert_eq!(total, None);
    assert_eq!(gaps, [Gap::Ambiguous { rows: vec![code("a"), code("b")] }]);
}

#[test]
fn a_row_measures_what_its_basis_is() {
    let percent = DutyRowInput { basis: Basis::Item, ..row("p", "s", ChargeKind::Duty, 5) };
    let is_basis = |error: CustomsError| error.code() == "customs_row_basis";
    assert!(DutyRow::new(percent).is_err_and(is_basis));
    let measure = Measure::Amount(5.into(), Currency::EUR);
    let amount = DutyRowInput { measure, ..row("a", "s", ChargeKind::Duty, 5) };
    assert!(DutyRow::new(amount).is_err_and(is_basis));
}

#[test]
fn a_named_scheme_answers_without_being_chosen() {
    let table = reference();
    let ioss = table.find_scheme(country("FR"), "ioss").unwrap();
    assert!(table.find_scheme(country("FR"), "voec").is_none());
    let declaration = declaration("FR", vec![item("610910", 1, "10 EUR", 100)], "0 EUR", &[]);
    assert!(!ioss.is_open(&declaration, day("2026-11-22")));
    let assessment = duty(&declaration, &ioss, &reckoning("2026-11-22", "EUR")).unwrap();
    assert_eq!(assessment.total().unwrap().to_decimal().to_string(), "7.00"); // 3 + 2 + French 2
}

/// The rows of a table of the reference network.
fn rows_of(path: &str) -> Vec<HashMap<String, String>> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../reference/");
    let mut reader = csv::Reader::from_path(format!("{root}{path}")).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// Each rate of tax that cites a list of rates is the list's rate.
#[test]
fn the_table_agrees_with_the_facts() {
    let facts = rows_of("facts/duties.csv");
    let facts: BTreeMap<_, _> = facts.iter().map(|fact| (fact["country"].as_str(), fact)).collect();
    let mut compared = 0;
    for row in rows_of("tables/duties.csv") {
        let cites = |list: &str| row["source"].starts_with(list);
        let is_rate = row["kind"] == "tax" && !row["percent"].is_empty() && row["percent"] != "0";
        if !is_rate || !(cites("eu-vat-rates-data") || cites("sales-tax")) {
            continue;
        }
        for country in row["country"].split('|') {
            let fact = facts[country];
            assert_eq!(row["percent"], fact["vat_percent"], "{}", row["duty"]);
            assert!(row["source"].starts_with(&fact["vat_source"]), "{}", row["duty"]);
            compared += 1;
        }
    }
    assert!(compared > 150, "{compared}");
}

/// Every scheme names a row of duty and of tax, every row its source, and no rule stays untold.
#[test]
fn every_row_has_a_source_and_every_rule_is_told() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/src/reference/duty.md");
    let page = std::fs::read_to_string(page).unwrap();
    for row in rows_of("tables/duties.csv") {
        let source = &row["source"];
        assert!(source.len() > 3, "{}", row["duty"]);
        for rule in source.split("rule:").skip(1) {
            let end = rule.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
            let name = &rule[..end.unwrap_or(rule.len())];
            assert!(page.contains(&format!("`rule:{name}`")), "{name}");
            assert_eq!(row["estimated"], "yes", "{} rests on a rule", row["duty"]);
        }
    }
    let table = reference();
    for code in ["FR", "GB", "US", "AU", "NZ", "CA", "BR", "JP", "KR", "RU", "SG", "NO", "CH"] {
        assert!(!table.schemes_of(country(code)).is_empty(), "{code}");
    }
}
