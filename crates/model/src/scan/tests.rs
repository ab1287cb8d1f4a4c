use super::*;
use crate::TimeZoneName;
use proptest::prelude::*;
use std::collections::BTreeSet;

#[test]
fn every_code_of_emsevt_is_one_milestone() {
    // The 25 codes of EMSEVT V3 as posts publish them.
    let published = "EMA EMB EXA EXB EXC EXD EXX EMC EMJ EMK EMD EDA EDB EME EDC EMF EDD EDE EMG EDF \
                     EDG EDH EMH EMI EDX";
    let published: BTreeSet<&str> = published.split_whitespace().collect();
    let known: Vec<&str> = Milestone::ALL.iter().filter_map(|m| m.emsevt()).collect();
    assert_eq!(known.len(), 25);
    assert_eq!(known.iter().copied().collect::<BTreeSet<_>>(), published);
    for code in published {
        assert_eq!(Milestone::of_emsevt(code).and_then(Milestone::emsevt), Some(code));
    }
    assert_eq!(Milestone::of_emsevt("DLV"), None, "a forecast is no delivery");
}

#[test]
fn nothing_unknown_counts_as_moving() {
    for milestone in [Milestone::Unknown, Milestone::Note, Milestone::Forecast] {
        assert_eq!(milestone.sub_status(None).status(), Status::Unknown);
    }
}

#[test]
fn a_reason_refines_a_failed_delivery() {
    let failed = |reason| Milestone::DeliveryFailed.sub_status(reason);
    assert_eq!(failed(None), SubStatus::DeliveryFailed);
    assert_eq!(failed(Some(Reason::AddresseeAbsent)), SubStatus::NobodyThere);
    assert_eq!(failed(Some(Reason::Refused)), SubStatus::Refused);
    assert_eq!(failed(Some(Reason::AddresseeMoved)), SubStatus::AddressWrong);
}

#[test]
fn a_time_keeps_what_was_told_and_no_more() {
    let told = Occurred::parse("2026-11-22T10:00:00+08:00").unwrap();
    assert_eq!(told.to_string(), "2026-11-22T10:00:00+08:00");
    assert_eq!(told.instant().unwrap().to_string(), "2026-11-22T02:00:00Z");
    assert_eq!(told.offset_source(), OffsetSource::Message);
    let local = Occurred::parse("2026-11-22 10:00").unwrap();
    assert_eq!((local.precision(), local.instant()), (TimePrecision::Minute, None));
    assert_eq!(local.offset_source(), OffsetSource::None);
    let day = Occurred::parse("2026-11-22").unwrap();
    assert_eq!((day.precision(), day.to_string()), (TimePrecision::Day, "2026-11-22".to_owned()));
    assert!(Occurred::parse("yesterday").is_err());
}

#[test]
fn the_zone_of_the_place_fills_an_offset_but_changes_none() {
    let paris = TimeZoneName::parse("Europe/Paris").unwrap();
    let read = |text: &str| Occurred::parse(text).unwrap().in_zone(&paris, OffsetSource::Place);
    assert_eq!(read("2026-07-01T12:00:00").to_string(), "2026-07-01T12:00:00+02:00");
    assert_eq!(read("2026-07-01T12:00:00+08:00").to_string(), "2026-07-01T12:00:00+08:00");
    // 02:30 on 2026-03-29 was skipped; on 2026-10-25 it came twice. The earlier offset holds.
    assert_eq!(read("2026-03-29T02:30:00").to_string(), "2026-03-29T02:30:00+01:00");
    assert_eq!(read("2026-10-25T02:30:00").to_string(), "2026-10-25T02:30:00+02:00");
}

#[test]
fn endless_text_is_cut_and_empty_text_is_none() {
    assert_eq!(ScanText::read(" \t\u{200B}\n"), None);
    assert_eq!(ScanText::read(" a\r\n  b ").unwrap().as_str(), "a b");
    let long = ScanText::read(&"x".repeat(1_000_000)).unwrap();
    assert_eq!(long.as_str().chars().count(), limits::SCAN_TEXT_LENGTH_MAX);
    assert!(long.as_str().ends_with('…'));
}

#[test]
fn a_piece_is_one_of_its_number() {
    assert!(Piece::new(1, 1).is_ok() && Piece::new(3, 3).is_ok());
    assert!(Piece::new(0, 3).is_err() && Piece::new(4, 3).is_err() && Piece::new(1, 0).is_err());
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_the_same(seconds in 0_i64..4_000_000_000, offset in -50_i32..=56) {
        let offset = jiff::tz::Offset::from_seconds(offset * 900).unwrap();
        let local = offset.to_datetime(Timestamp::from_second(seconds).unwrap());
        let told =
            Occurred::with_offset(local, offset, TimePrecision::Second, OffsetSource::Message);
        prop_assert_eq!(Occurred::parse(&told.to_string()).unwrap(), told);
    }

    #[test]
    fn text_of_a_carrier_is_read_the_same_twice(text in ".{0,700}") {
        if let Some(read) = ScanText::read(&text) {
            prop_assert_eq!(ScanText::read(read.as_str()), Some(read));
        }
    }
}

proptest! {
    #[test]
    fn a_plain_text_is_read_as_any_other(text in "[ -~\\t]{0,520}") {
        // A character that is no ASCII takes the long way; what stands behind it must not matter.
        let long = ScanText::read(&format!("é{text}")).map(|read| read.as_str().replacen('é', "", 1));
        let short = ScanText::read(&text);
        let trimmed = long.as_deref().map(str::trim_start).filter(|text| !text.is_empty());
        if text.len() < 500 {
            prop_assert_eq!(short.as_ref().map(ScanText::as_str), trimmed);
        }
    }
}
