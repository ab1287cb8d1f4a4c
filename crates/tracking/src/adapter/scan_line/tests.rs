use super::*;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use portolan_model::scan::{
    Condition, Milestone, Occurred, OffsetSource, Piece, Proof, Reason, ScanPlace, ScanText,
    TimePrecision,
};
use portolan_model::{
    Code, CountryCode, GeoPoint, Identifier, IdentifierScheme, Mass, Postcode, S10, Scan, Size,
};
use proptest::prelude::*;

fn text() -> impl Strategy<Value = Option<ScanText>> {
    prop::option::of("[ -~é中\u{1F600}\"\\\\\n]{1,20}").prop_map(|text| ScanText::read(&text?))
}

fn identifier() -> impl Strategy<Value = Identifier> {
    let s10 = (0_u32..100_000_000).prop_map(|n| S10::new("RR", n, "CN").unwrap().into());
    let schemes = prop::sample::select(IdentifierScheme::ALL.to_vec());
    let other = (schemes, "[!-~][ -~]{0,20}").prop_map(|(s, n)| Identifier::read(s, &n).unwrap());
    prop_oneof![s10, other]
}

fn occurred() -> impl Strategy<Value = Occurred> {
    let wall = (946_684_800_i64..4_000_000_000)
        .prop_map(|second| Offset::UTC.to_datetime(Timestamp::from_second(second).unwrap()));
    let sources = [OffsetSource::Operator, OffsetSource::Place, OffsetSource::Field];
    let offset = (-72_i32..=72, prop::sample::select(sources.to_vec()));
    let minute = |wall: DateTime| wall.with().second(0).build().unwrap();
    (wall, 0..3_u8, prop::option::of(offset)).prop_map(move |(wall, precision, offset)| {
        let (wall, precision) = match precision {
            0 => return Occurred::on_day(wall.date()),
            1 => (minute(wall), TimePrecision::Minute),
            _ => (wall, TimePrecision::Second),
        };
        match offset {
            None => Occurred::local(wall, precision),
            Some((quarters, source)) => {
                let offset = Offset::from_seconds(quarters * 900).unwrap();
                Occurred::with_offset(wall, offset, precision, source)
            }
        }
    })
}

fn place() -> impl Strategy<Value = ScanPlace> {
    let country = prop::option::of(prop::sample::select(CountryCode::all().collect::<Vec<_>>()));
    let postcode = prop::option::of("[A-Z0-9]{1,4}[ -]?[A-Z0-9]{1,4}");
    let point = (-90_000_000..=90_000_000_i32, -180_000_000..=180_000_000_i32);
    let fields = (country, text(), postcode, text(), text(), prop::option::of(point));
    fields.prop_map(|(country, city, postcode, facility, text, point)| ScanPlace {
        country,
        city,
        postcode: postcode.map(|code| Postcode::parse(&code).unwrap()),
        facility,
        text,
        position: point.map(|(n, e)| GeoPoint::from_micro_degrees(n, e).unwrap()),
    })
}

fn proof() -> impl Strategy<Value = Proof> {
    let size = prop_oneof![
        (1..9_999_u32, 1..9_999_u32, 1..9_999_u32)
            .prop_map(|(a, b, c)| Size::new_box(a, b, c).unwrap()),
        (1..9_999_u32, 1..9_999_u32).prop_map(|(l, d)| Size::new_roll(l, d).unwrap()),
    ];
    let piece = (1..99_u16, 0..99_u16).prop_map(|(n, more)| Piece::new(n, n + more).unwrap());
    let measures = (prop::option::of(1..99_999_u32), prop::option::of(size));
    let looks = prop::option::of(prop::sample::select(Condition::ALL.to_vec()));
    let rest = (prop::option::of(piece), prop::option::of(any::<[u8; 32]>()));
    let texts = (text(), text(), text(), text());
    (measures, looks, rest, texts).prop_map(|(measures, condition, rest, texts)| Proof {
        mass: measures.0.map(|grams| Mass::from_grams(grams).unwrap()),
        size: measures.1,
        condition,
        piece: rest.0,
        seal: texts.0,
        photo_sha256: rest.1,
        signatory: texts.1,
        code: texts.2,
        device: texts.3,
    })
}

pub(crate) fn scan() -> impl Strategy<Value = Scan> {
    let what = (
        prop::sample::select(Milestone::ALL.to_vec()),
        prop::option::of(prop::sample::select(Reason::ALL.to_vec())),
    );
    let who = (prop::option::of("[a-z][a-z0-9_]{0,9}"), 0..4_000_000_000_i64);
    let texts = (text(), text(), text(), text());
    let parts = (identifier(), occurred(), what, place(), proof(), who, texts);
    parts.prop_map(|(identifier, occurred, what, place, proof, who, texts)| Scan {
        identifier,
        occurred,
        milestone: what.0,
        reason: what.1,
        place,
        source: Code::parse("carrier").unwrap(),
        operator: who.0.map(|key| Code::parse(&key).unwrap()),
        event_key: texts.0,
        raw_code: texts.1,
        raw_text: texts.2,
        proof,
        void_of: texts.3,
        received_at: Timestamp::from_second(who.1).unwrap(),
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back(scan in scan()) {
        let line = write(&scan);
        prop_assert!(!line.contains('\n'));
        prop_assert!(serde_json::from_str::<serde_json::Value>(&line).is_ok(), "{}", line);
        let back = read(&line, Timestamp::UNIX_EPOCH).unwrap();
        prop_assert_eq!(&back, &scan, "{}", line);
        prop_assert_eq!(back.identifier, scan.identifier);
    }

    #[test]
    fn no_text_makes_it_panic(line in ".{0,80}") {
        let _ = read(&line, Timestamp::UNIX_EPOCH);
    }
}

const LEAST: &str = r#"{"identifier":"X1","carrier":"a","occurred_at":"2026-11-22T10:00:00+08:00",
    "milestone":"delivered"}"#;

#[test]
fn a_scan_needs_four_keys_and_no_more() {
    let now = Timestamp::from_second(1_800_000_000).unwrap();
    let scan = read(LEAST, now).unwrap();
    assert_eq!(scan.received_at, now);
    assert_eq!(scan.occurred.offset_source(), OffsetSource::Message);
    assert_eq!(scan.identifier.scheme(), IdentifierScheme::Other);
    for key in ["identifier", "carrier", "occurred_at", "milestone"] {
        let line = LEAST.replace(&format!("\"{key}\""), "\"other\"");
        assert_eq!(read(&line, now).unwrap_err().code(), "scan_key_missing", "{key}");
    }
}

#[test]
fn a_wrong_value_names_its_key() {
    let cases = [
        ("\"X1\"", "\"\""),
        ("\"a\"", "\"A b\""),
        ("2026-11-22T", "2026-11-42T"),
        ("delivered", "arrived"),
        ("\"milestone\"", "\"reason\":\"why\",\"milestone\""),
        ("\"milestone\"", "\"utc_offset_source\":\"none\",\"milestone\""),
        ("\"milestone\"", "\"place\":{\"country\":\"ZZ\"},\"milestone\""),
        ("\"milestone\"", "\"place\":{\"latitude\":91,\"longitude\":0},\"milestone\""),
        ("\"milestone\"", "\"proof\":{\"mass_grams\":-1},\"milestone\""),
        ("\"milestone\"", "\"proof\":{\"photo_sha256\":\"abc\"},\"milestone\""),
        ("\"milestone\"", "\"proof\":{\"piece_number\":2,\"piece_of\":1},\"milestone\""),
        ("\"milestone\"", "\"received_at\":\"now\",\"milestone\""),
    ];
    for (from, to) in cases {
        let line = LEAST.replacen(from, to, 1);
        let fault = read(&line, Timestamp::UNIX_EPOCH).unwrap_err();
        assert!(matches!(fault.code(), "scan_value" | "scan_key_missing"), "{line}: {fault}");
    }
    for line in ["", "[]", "7", "{", "{}x"] {
        assert!(read(line, Timestamp::UNIX_EPOCH).is_err(), "{line}");
    }
}
