//! Lines, separators, quotation marks and limits.

use super::*;
use crate::field::{FieldKind, Need, Scope};
use portolan_model::TimeZoneName;

const fn field(name: &'static str, need: Need) -> Field {
    Field { name, kind: FieldKind::Text, need, aliases: &[], scope: Scope::Row }
}

const FIELDS: &[Field] = &[field("order", Need::Must), field("note", Need::May)];

/// The line, the two cells and the fault codes of each row.
type Rows = Vec<(u32, String, String, Vec<&'static str>)>;

fn rows(text: &str) -> Result<(char, Rows), Vec<&'static str>> {
    let codes = |faults: &[Fault]| faults.iter().map(|fault| fault.code).collect::<Vec<_>>();
    let options = ReadOptions::new(TimeZoneName::utc());
    let score = |headings: &[String]| header::score(headings, FIELDS);
    let table = Table::open(text.as_bytes(), &options, &score).map_err(|fault| vec![fault.code])?;
    let sheet = with_table(table, &options, FIELDS, None).map_err(|shape| codes(&shape.faults))?;
    let mut rows = Vec::new();
    let whole = sheet.for_each_row(&options, &|_| true, |row| {
        let cells = (row.text(0).to_owned(), row.text(1).to_owned());
        rows.push((row.line, cells.0, cells.1, codes(&row.faults)));
    });
    whole.map_err(|fault| vec![fault.code])?;
    Ok((sheet.shape.separator.unwrap(), rows))
}

fn row(line: u32, order: &str, note: &str) -> (u32, String, String, Vec<&'static str>) {
    (line, order.to_owned(), note.to_owned(), Vec::new())
}

#[test]
fn separators_are_found_by_the_header() {
    for separator in [',', ';', '\t', '|'] {
        let text = format!("order{separator}note\nA{separator}b\n");
        assert_eq!(rows(&text), Ok((separator, vec![row(2, "A", "b")])));
    }
    assert_eq!(rows("order\nA\n"), Ok((',', vec![row(2, "A", "")])));
}

#[test]
fn lines_are_the_file_s_own() {
    for end in ["\n", "\r\n", "\r"] {
        let text = "order,note\n\n\nA,\"x\ny\"\nB\n\n,\n".replace('\n', end);
        let (_, found) = rows(&text).unwrap();
        let lines: Vec<_> = found.iter().map(|row| (row.0, row.1.as_str())).collect();
        assert_eq!(lines, [(4, "A"), (6, "B"), (8, "")], "{end:?}");
        assert!(found[0].2.starts_with('x') && found[0].2.ends_with('y'));
    }
}

#[test]
fn quotation_marks_hold_separators_and_must_close() {
    let (_, found) = rows("order,note\nA,\"b,\"\"c\"\"\"\n").unwrap();
    assert_eq!(found, [row(2, "A", "b,\"c\"")]);
    let (_, found) = rows("order,note\nA,b\nC,\"d\nE,f\n").unwrap();
    assert_eq!(found[1].3, ["quote_open"]);
    let (_, found) = rows("order,note\nA,5\" pipe").unwrap();
    assert_eq!(found, [row(2, "A", "5\" pipe")]);
}

#[test]
fn cells_beyond_the_header_are_told() {
    let (_, found) = rows("order,note\nA,b,c\nA,b,,\nA\n").unwrap();
    assert_eq!(found[0].3, ["row_too_long"]);
    assert_eq!(found[1..], [row(3, "A", "b"), row(4, "A", "")]);
}

#[test]
fn a_file_without_a_header_is_told() {
    for text in ["", "\n\n", "\u{FEFF}", ",,,\n"] {
        assert_eq!(rows(text), Err(vec!["file_empty"]), "{text:?}");
    }
}

#[test]
fn rows_are_limited() {
    let most = format!("order\n{}", "A\n".repeat(limits::ROWS_MAX));
    assert_eq!(rows(&most).unwrap().1.len(), limits::ROWS_MAX);
    assert_eq!(rows(&format!("{most}A\n")), Err(vec!["rows_too_many"]));
}
