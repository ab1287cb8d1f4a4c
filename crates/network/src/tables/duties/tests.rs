//! What a row of duty may say, and rows that contradict each other.

use crate::{
    check,
    fixture::{overlaid, snapshot},
    records::{DutyBasis, DutyCollected, DutyMeasure, DutyValue},
};
use rust_decimal::Decimal;

const HEADER: &str = "duty,country,scheme,kind,charge,hs_prefix,origins,basis,percent,amount,\
    currency,unknown,collected,collected_percent,deduction,minimum_per_kg,relief,value_from,\
    value_to,year_to,threshold_of,threshold_currency,requires,clearance,doubtful,valid_from,\
    valid_to,source\n";

/// The faults of rows: row, column and code.
fn faults(rows: &str) -> Vec<String> {
    let checked = check(&overlaid(&[("duties.csv", &format!("{HEADER}{rows}"))]));
    let told = checked.faults.iter().filter(|fault| fault.file == "duties.csv");
    let place = |f: &crate::Fault| {
        let (row, column) = (f.row.unwrap_or(0), f.column.clone().unwrap_or_default());
        format!("{row} {column} {}", f.code)
    };
    told.map(place).collect()
}

#[test]
fn a_full_row_is_read() {
    let row = "a,FR|CN,ioss|standard,excise,x,22|2403,CN|HK,gross,15,,EUR,no,sale,70,20,1,5,\
        10,150,900,goods_and_freight,CNY,ioss_number|other,postal|9610,yes,,,s\n";
    let snapshot = snapshot(&[("duties.csv", &format!("{HEADER}{row}"))]);
    let duty = snapshot.duties.iter().find(|duty| duty.key.as_str() == "a").unwrap();
    let five = |n: i64| Decimal::from(n);
    let codes: Vec<_> = duty.countries.iter().map(|&c| snapshot.countries[c].code).collect();
    assert_eq!(format!("{codes:?}").matches("FR").count(), 1);
    assert_eq!(duty.schemes.len(), 2);
    assert_eq!(duty.hs_prefixes, ["22", "2403"]);
    assert_eq!(duty.origins.len(), 2);
    assert_eq!((duty.basis, duty.measure), (DutyBasis::Gross, DutyMeasure::Percent(five(15))));
    assert_eq!(duty.collected, DutyCollected::Sale);
    assert_eq!(duty.terms.collected_percent, Some(five(70)));
    assert_eq!(duty.terms.deduction.unwrap().0, five(20));
    assert_eq!(duty.terms.minimum_per_kg.unwrap().0, five(1));
    assert_eq!(duty.terms.relief.unwrap().0, five(5));
    let threshold = duty.threshold.unwrap();
    assert_eq!(threshold.of, DutyValue::GoodsAndFreight);
    assert_eq!((threshold.from, threshold.to), (Some(five(10)), Some(five(150))));
    assert_eq!(threshold.year_to, Some(five(900)));
    assert_eq!((duty.requires.len(), duty.clearances.len()), (2, 2));
    assert!(duty.is_doubtful);
}

#[test]
fn the_charge_of_a_row_without_a_name_is_its_kind() {
    let row = "a,CN,s,fee,,,,parcel,,2,EUR,,,,,,,,,,,,,,,,,s\n";
    let snapshot = snapshot(&[("duties.csv", &format!("{HEADER}{row}"))]);
    let duty = snapshot.duties.iter().find(|duty| duty.key.as_str() == "a").unwrap();
    assert_eq!(duty.charge.as_str(), "fee");
    assert_eq!(duty.collected, DutyCollected::Import);
    assert!(duty.threshold.is_none() && !duty.is_doubtful);
}

#[test]
fn every_contradiction_within_a_row_is_told() {
    let rows = [
        ("a,CN,s,duty,,,,value,,,,,,,,,,,,,,,,,,,,s", "2 percent duty_empty"),
        ("a,CN,s,duty,,,,value,5,,,yes,,,,,,,,,,,,,,,,s", "2 percent duty_twice"),
        ("a,CN,s,duty,,,,item,5,,,,,,,,,,,,,,,,,,,s", "2 basis duty_basis"),
        ("a,CN,s,duty,,,,value,,5,EUR,,,,,,,,,,,,,,,,,s", "2 basis duty_basis"),
        ("a,CN,s,tax,,,,gross,100,,,,,,,,,,,,,,,,,,,s", "2 percent duty_gross"),
        ("a,CN,s,duty,,,,item,,5,,,,,,,,,,,,,,,,,,s", "2 currency currency_missing"),
        ("a,CN,s,duty,,,,value,5,,,,,,,,5,,,,,,,,,,,s", "2 currency currency_missing"),
        ("a,CN,s,duty,,,,value,5,,,,,,,,,,9,,,,,,,,,s", "2 threshold_currency currency_missing"),
        ("a,CN,s,duty,,,,value,5,,,,,,,,,,,,,EUR,,,,,,s", "2 value_to values_missing"),
        ("a,CN,s,duty,,,,value,5,,,,,,,,,9,9,,,EUR,,,,,,s", "2 value_to values_backwards"),
        ("a,CN,s,duty,,6a,,value,5,,,,,,,,,,,,,,,,,,,s", "2 hs_prefix hs_format"),
        ("a,CN|XX,s,duty,,,,value,5,,,,,,,,,,,,,,,,,,,s", "2 country country_unknown"),
        ("a,CN,S,duty,,,,value,5,,,,,,,,,,,,,,,,,,,s", "2 scheme key_format"),
        ("a,CN,,duty,,,,value,5,,,,,,,,,,,,,,,,,,,s", "2 scheme cell_empty"),
        ("a,CN,s,duty,,,,value,5,,,,,101,,,,,,,,,,,,,,s", "2 collected_percent percent_format"),
    ];
    for (row, fault) in rows {
        assert_eq!(faults(&format!("{row}\n")), [fault], "{row}");
    }
}

#[test]
fn rows_that_fit_the_same_goods_equally_are_told() {
    let row = |key: &str, hs: &str, origins: &str, from: &str, to: &str, days: &str| {
        let currency = if from.is_empty() && to.is_empty() { "" } else { "EUR" };
        format!(
            "{key},CN,s,duty,,{hs},{origins},value,5,,,,,,,,,{from},{to},,,{currency},,,,{days},s\n"
        )
    };
    let pair = |second: String| faults(&(row("a", "", "", "", "150", ",") + &second));
    assert_eq!(pair(row("b", "", "", "150", "", ",")), [""; 0], "the bands touch");
    assert_eq!(pair(row("b", "", "", "149", "", ",")), ["3 duty duty_ambiguous"]);
    assert_eq!(pair(row("b", "", "", "", "", ",")), ["3 duty duty_ambiguous"], "any value");
    assert_eq!(pair(row("b", "61", "", "", "", ",")), [""; 0], "a longer prefix counts first");
    assert_eq!(pair(row("b", "", "CN", "", "", ",")), [""; 0], "a named origin counts first");
    let two = |first: &str, second: &str| {
        faults(&(row("a", "", "", "", "", first) + &row("b", "", "", "", "", second)))
    };
    assert_eq!(two(",2026-06-30", "2026-07-01,"), [""; 0]);
    assert_eq!(two(",2026-07-01", "2026-07-01,"), ["3 duty duty_ambiguous"]);
    let prefixes = row("a", "61|62", "", "", "", ",") + &row("b", "62|63", "", "", "", ",");
    assert_eq!(faults(&prefixes), ["3 duty duty_ambiguous"]);
}
