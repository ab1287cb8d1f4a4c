//! Bytes of every kind are read without a panic, and spreadsheets' rows are counted as spreadsheets do.

use super::{
    cell::{Cell, Degrees, Hours, Percent, Positive, Price, Whole},
    csv::{QuoteFault, Records},
    suggest::nearest,
};
use crate::{
    NetworkSource, TableFile, check, fixture,
    records::{Pattern, PostcodeShape, TimeOfDay, WeekdayMask},
};
use portolan_model::CurrencyTable;
use proptest::prelude::*;

fn read<T: Cell>(text: &str) -> Result<T, &'static str> {
    T::parse(text, &CurrencyTable::new()).map_err(|fault| fault.code)
}

fn rows(text: &str) -> Vec<(u32, Vec<String>, Option<QuoteFault>)> {
    let records = Records::new(text);
    records
        .map(|record| {
            let cells = record.cells.iter().map(ToString::to_string).collect();
            (record.row, cells, record.fault)
        })
        .collect()
}

#[test]
fn rows_are_numbered_as_a_spreadsheet_shows_them() {
    let text = "\u{FEFF}a,b\r\n\r\n1,\"two\nlines\"\n , \n3,\"say \"\"hi\"\"\"";
    let found = rows(text);
    let numbers: Vec<u32> = found.iter().map(|(row, ..)| *row).collect();
    assert_eq!(numbers, [1, 3, 5]);
    assert_eq!(found[1].1, ["1", "two\nlines"]);
    assert_eq!(found[2].1, ["3", "say \"hi\""]);
}

#[test]
fn broken_quotes_are_told() {
    assert_eq!(rows("a,\"b")[0].2, Some(QuoteFault::Open));
    assert_eq!(rows("\"a\"b,c\nd,e")[0].2, Some(QuoteFault::TextBehind));
    assert_eq!(rows("\"a\"b,c\nd,e")[1].1, ["d", "e"]);
}

#[test]
fn hours_are_kept_in_seconds() {
    assert_eq!(read::<Hours>("0.01").unwrap().seconds, 36);
    assert_eq!(read::<Hours>("36.5").unwrap().seconds, 131_400);
    for bad in ["1.234", "-1", "1,5", "1e3", "9000", "x"] {
        assert_eq!(read::<Hours>(bad).unwrap_err(), "hours_format", "{bad}");
    }
}

#[test]
fn numbers_keep_to_their_bounds() {
    assert!(read::<Price>("0.000001").is_ok());
    assert_eq!(read::<Price>("0.0000001").unwrap_err(), "price_format");
    assert_eq!(read::<Price>("-1").unwrap_err(), "price_format");
    assert_eq!(read::<Percent<100>>("100.5").unwrap_err(), "percent_format");
    assert_eq!(read::<Positive>("0").unwrap_err(), "number_format");
    assert_eq!(read::<Whole<1, 9>>("0").unwrap_err(), "number_format");
    assert_eq!(read::<Whole<1, 9>>("+5").unwrap_err(), "number_format");
    assert_eq!(read::<Degrees<90>>("-33.8688").unwrap().micro, -33_868_800);
    assert_eq!(read::<Degrees<90>>("90.1").unwrap_err(), "degrees_format");
}

#[test]
fn days_and_times_are_exact() {
    assert_eq!(read::<TimeOfDay>("24:00").unwrap(), TimeOfDay::END);
    for bad in ["24:01", "9:00", "12:60", "12", ""] {
        assert_eq!(read::<TimeOfDay>(bad).unwrap_err(), "time_format", "{bad}");
    }
    assert!(read::<WeekdayMask>("17").unwrap().contains(6));
    assert_eq!(read::<WeekdayMask>("018").unwrap_err(), "weekdays_format");
    assert_eq!(read::<WeekdayMask>("11").unwrap_err(), "weekdays_format");
    assert_eq!(read::<jiff::civil::Date>("2026-02-30").unwrap_err(), "date_format");
    assert_eq!(read::<jiff::civil::Date>("2026/02/03").unwrap_err(), "date_format");
    assert_eq!(read::<jiff::Timestamp>("2026-12-24T00:00").unwrap_err(), "instant_format");
    assert!(read::<jiff::Timestamp>("2026-12-24T00:00+01:00").is_ok());
}

#[test]
fn patterns_fit_by_their_first_characters() {
    let fits = |pattern: &str, code: &str| read::<Pattern>(pattern).unwrap().fits(code);
    assert!(fits("75*", "75011") && !fits("75*", "7"));
    assert!(fits("20-21", "21999") && !fits("20-21", "22000"));
    assert!(fits("310000-311999", "311400") && !fits("310000-311999", "31140"));
    assert!(fits("*", "") && fits("sw1a 1aa", "SW1A1AA"));
    for bad in ["", "21-20", "20-210", "é*", "-5", "a-b-c"] {
        assert!(read::<Pattern>(bad).is_err(), "{bad}");
    }
    let shape = read::<PostcodeShape>("AA9A 9AA").unwrap();
    assert!(shape.fits("EC1A1BB") && !shape.fits("E11A1BB") && shape.may_begin_with("EC1A"));
}

#[test]
fn near_names_are_suggested_and_far_ones_not() {
    let known = ["hgh-sort", "hgh", "cdg"];
    assert_eq!(nearest("hgh-srot", known), Some("hgh-sort"));
    assert_eq!(nearest("cgd", known), Some("cdg"));
    assert_eq!(nearest("moon", known), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn well_formed_text_is_read_as_the_csv_crate_reads_it(
        table in prop::collection::vec(prop::collection::vec("[ab,\"\r\n é]{0,6}", 3), 1..8)
    ) {
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        for row in &table {
            writer.write_record(row).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let read: Vec<Vec<String>> = rows(&text).into_iter().map(|(_, cells, _)| cells).collect();
        let is_blank = |row: &&Vec<String>| row.iter().any(|cell| !cell.trim().is_empty());
        let expected: Vec<Vec<String>> = table.iter().filter(is_blank).cloned().collect();
        prop_assert_eq!(read, expected);
    }

    #[test]
    fn any_text_is_read_to_its_end(text in "(?s).{0,200}") {
        let last = Records::new(&text).last().map_or(0, |record| record.row);
        prop_assert!(last as usize <= text.len() + 1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_bytes_are_answered_with_faults(
        pick in any::<prop::sample::Index>(),
        bytes in prop::collection::vec(any::<u8>(), 0..300)
    ) {
        let mut files = fixture::base();
        let index = pick.index(files.len());
        files[index].bytes = bytes;
        let checked = check(&NetworkSource { folders: vec![files] });
        prop_assert!(checked.snapshot.is_some() || checked.error_count() > 0);
    }

    #[test]
    fn changed_tables_are_answered_with_faults(
        pick in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        length in 0_usize..12,
        put in prop::sample::select(vec![
            "", ",", "\"", "\n", "-1", "999999999999999999999", "*", "|", "0", "é", "\0", "24:00",
            "2026-02-30", "yes", "fr-all", "[", "=", "1e9", "Asia/Shanghai", "FR",
        ])
    ) {
        let mut files = fixture::base();
        let index = pick.index(files.len());
        let bytes = &mut files[index].bytes;
        let start = place.index(bytes.len());
        let end = (start + length).min(bytes.len());
        bytes.splice(start..end, put.bytes());
        let checked = check(&NetworkSource { folders: vec![files] });
        prop_assert!(checked.snapshot.is_some() || checked.error_count() > 0);
    }

    #[test]
    fn any_overlay_is_answered_with_faults(name in prop::sample::select(crate::link::FILES.to_vec()), text in "(?s).{0,80}") {
        let overlay = vec![TableFile { path: name.to_owned(), bytes: text.into_bytes() }];
        let checked = check(&NetworkSource { folders: vec![fixture::base(), overlay] });
        prop_assert!(checked.snapshot.is_some() || checked.error_count() > 0);
    }
}
