use super::*;

const HEAD: &str = "shipped_at,delivered_at,origin,destination";

fn options() -> ReadOptions {
    ReadOptions {
        now: "2026-11-22T00:00:00Z".parse().unwrap(),
        ignored: vec!["Order ID".to_owned()],
    }
}

fn read_text(text: &str) -> History {
    read(text.as_bytes(), &options()).unwrap()
}

fn faults_of(bytes: &[u8]) -> Vec<Fault> {
    match read(bytes, &options()) {
        Err(PromiseError::Faulty(faults)) => faults,
        other => panic!("{other:?}"),
    }
}

fn codes(faults: &[Fault]) -> Vec<&str> {
    faults.iter().map(|fault| fault.code).collect()
}

fn one(row: &str) -> History {
    read_text(&format!("{HEAD},handed_over_at,mass_g,colour\n{row}\n"))
}

#[test]
fn a_row_is_read_with_everything_it_tells() {
    let history = read_text(
        "Shipped At;delivered_at;origin;destination;seller;customer_lat;customer_lng;colour;order_id\n\
         2026-01-02 10:30;2026-01-09T08:00:00+01:00;CN;FR 75011;s1;48.85;2.35;red;17\n",
    );
    let row = &history.rows[0].observation;
    assert_eq!(row.features.shipped_at.to_string(), "2026-01-02T10:30:00Z");
    assert_eq!(row.delivered_at.unwrap().to_string(), "2026-01-09T07:00:00Z");
    assert!(row.features.destination.point.is_some());
    assert_eq!(history.extra_columns, ["customer_lat", "customer_lng", "colour"]);
    assert_eq!(row.features.extras[2], crate::Extra::Text("red".to_owned()));
    assert_eq!((history.faults_count, history.warnings_count), (0, 0));
}

#[test]
fn every_missing_and_repeated_column_is_named_at_once() {
    let faults = faults_of(b"shipped_at,origin,origin,colour\n2026-01-01,A,B,red\n");
    assert_eq!(codes(&faults), ["column_repeated", "column_missing", "column_missing"]);
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(told[1].contains("`delivered_at` is missing: add a column"), "{told:?}");
    assert!(told[2].contains("`destination`"), "{told:?}");
}

#[test]
fn files_that_are_no_table_are_refused_with_a_remedy() {
    assert_eq!(codes(&faults_of(b"")), ["file_empty"]);
    assert_eq!(codes(&faults_of(b"PK\x03\x04\x00\x00\x00")), ["file_not_text"]);
    let endless = [HEAD.as_bytes(), b"\n", &vec![b'x'; limits::LINE_BYTES_MAX + 1]].concat();
    let faults = faults_of(&endless);
    assert_eq!((codes(&faults), faults[0].line), (vec!["line_too_long"], Some(2)));
    let wide = format!("{HEAD}{}\n", ",c".repeat(limits::COLUMNS_MAX));
    assert_eq!(codes(&faults_of(wide.as_bytes())), ["columns_too_many"]);
    let open = format!("{HEAD}\n\"2026-01-01{}", "\n2026-01-01,,A,B".repeat(70_000));
    assert_eq!(codes(&faults_of(open.as_bytes())), ["row_too_long"]);
}

#[test]
fn other_encodings_are_read_and_told() {
    let latin = [HEAD.as_bytes(), b"\n2026-01-01,2026-01-05,S\xe3o Paulo,Bel\xe9m\n"].concat();
    let history = read(&latin, &options()).unwrap();
    assert_eq!(history.rows[0].observation.features.origin.areas, ["SÃO PAULO"]);
    assert_eq!(codes(&history.warnings), ["encoding_guessed"]);
    assert_eq!(history.warnings[0].line, Some(2));
    let text = format!("{HEAD}\n2026-01-01,2026-01-05,杭州,Paris\n");
    for big in [false, true] {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        let wide: Vec<u8> =
            units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect();
        assert_eq!(read(&wide, &options()).unwrap(), read_text(&text));
    }
    assert_eq!(read_text(&format!("\u{feff}{text}")).rows.len(), 1);
}

#[test]
fn a_row_without_a_sound_shipment_is_left_out_and_told() {
    let history = one(
        "yesterday,2026-01-05,A,B,,,\n2027-01-01,,A,B,,,\n01/02/2026,,A,B,,,\n2026-01-01,,A,B,,,",
    );
    assert_eq!(
        codes(&history.faults),
        ["shipped_unreadable", "shipped_in_future", "shipped_unreadable"]
    );
    assert_eq!(history.faults[1].line, Some(3));
    assert_eq!(history.faults[1].column.as_deref(), Some("shipped_at"));
    assert_eq!((history.rows.len(), history.rows_read, history.rows[0].index), (1, 4, 3));
}

#[test]
fn cells_that_cannot_be_believed_are_left_empty_and_told() {
    let cases = [
        ("2026-01-05,2026-01-02,A,B,,,", "arrival_before_departure"),
        ("2026-01-05,2026-12-24,A,B,,,", "arrival_in_future"),
        ("2020-01-05,2024-01-05,A,B,,,", "duration_absurd"),
        ("2026-01-05,soon,A,B,,,", "instant_unreadable"),
        ("2026-01-05,,A,B,2026-01-01,,", "arrival_before_departure"),
        ("2026-01-05,2026-01-08,A,B,2026-01-09,,", "handed_over_late"),
        ("2026-01-05,2026-01-08,A,B,,-5,", "number_unreadable"),
        ("2026-01-05,2026-01-08,A,B,,inf,", "number_unreadable"),
    ];
    for (row, code) in cases {
        let history = one(row);
        assert_eq!(codes(&history.warnings), [code], "{row}");
        assert_eq!(history.warnings[0].line, Some(2), "{row}");
        assert!(history.warnings[0].column.is_some(), "{row}");
        assert_eq!(history.rows.len(), 1, "{row}");
    }
}

#[test]
fn nothing_is_written_in_many_ways() {
    let history = one("2026-01-05,NaN,A,B,NULL,nan,NaT");
    let row = &history.rows[0].observation;
    assert_eq!((row.delivered_at, row.handed_over_at, row.features.mass_grams), (None, None, None));
    assert_eq!(row.features.extras, [crate::Extra::None]);
    assert_eq!(history.warnings_count, 0);
}

#[test]
fn a_bare_date_of_the_same_day_is_no_contradiction() {
    let history = one("2026-01-05 15:00,2026-01-05,A,B,,,");
    let row = &history.rows[0].observation;
    assert_eq!(row.delivered_at, Some(row.features.shipped_at));
    assert_eq!(history.warnings_count, 0);
}

#[test]
fn further_columns_with_instants_are_no_features() {
    let history = one("2026-01-05,2026-01-08,A,B,,,2026-01-09 10:00:00");
    assert_eq!(history.rows[0].observation.features.extras, [crate::Extra::None]);
}

#[test]
fn repeated_rows_are_kept_and_told_once() {
    let row = "2026-01-05,2026-01-08,A,B,,,";
    let history = one(&[row, row, row].join("\n"));
    assert_eq!(history.rows.len(), 3);
    assert_eq!(codes(&history.warnings), ["rows_repeated"]);
    assert!(history.warnings[0].what.starts_with("2 rows"));
}

#[test]
fn a_flood_of_faults_is_counted() {
    let history = one(&"never,,A,B,,,\n".repeat(limits::FAULTS_TOLD_MAX + 30));
    assert_eq!(history.faults.len(), limits::FAULTS_TOLD_MAX);
    assert_eq!(history.faults_count, limits::FAULTS_TOLD_MAX + 30);
}

#[test]
fn instants_are_read_as_tables_write_them() {
    for text in [
        "2026-01-02T10:30:00Z",
        "2026-01-02 10:30:00 UTC",
        "2026-01-02 10:30:00.000",
        "2026-01-02 11:30+01:00",
        "2026-01-02 12:30:00+02",
        "2026-01-02T10:30",
    ] {
        let read = cells::instant(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(read.at.to_string(), "2026-01-02T10:30:00Z", "{text}");
        assert!(!read.is_date, "{text}");
    }
    assert!(cells::instant("2026-01-02").unwrap().is_date);
    for text in ["", "1", "2026-13-01", "20260102", "02.01.2026", "9999-01-01", "2026-01-02x"] {
        assert!(cells::instant(text).is_none(), "{text}");
    }
}
