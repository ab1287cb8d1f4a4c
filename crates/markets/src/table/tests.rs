//! Workbooks, well made and not.

use crate::{Fate, FileKind, ReadOptions, orders, orders::OrderFile, survey};
use portolan_model::TimeZoneName;
use proptest::prelude::*;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::{ZipWriter, write::SimpleFileOptions};

const SPACE: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook of sheets, each with its name, its attributes in the list of sheets, and its XML behind
/// `<worksheet>`. Style 1 is a date, style 2 a time of day.
fn workbook(sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let (mut list, mut links, mut parts) = (String::new(), String::new(), Vec::new());
    for (index, (name, attributes, body)) in sheets.iter().enumerate() {
        let id = index + 1;
        let _ = write!(list, r#"<sheet name="{name}" sheetId="{id}" r:id="r{id}" {attributes}/>"#);
        let kind = format!("{RELATIONS}/worksheet");
        let _ = write!(
            links,
            r#"<Relationship Id="r{id}" Type="{kind}" Target="worksheets/sheet{id}.xml"/>"#
        );
        let xml = format!(r#"<worksheet xmlns="{SPACE}">{body}</worksheet>"#);
        parts.push((format!("xl/worksheets/sheet{id}.xml"), xml));
    }
    let book = format!(
        r#"<workbook xmlns="{SPACE}" xmlns:r="{RELATIONS}"><sheets>{list}</sheets></workbook>"#
    );
    let package = "http://schemas.openxmlformats.org/package/2006";
    let office = format!(
        r#"<Relationships xmlns="{package}/relationships"><Relationship Id="r1"
        Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let links = format!(
        r#"<Relationships xmlns="{package}/relationships">{links}<Relationship Id="s"
        Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>"#
    );
    let styles = format!(
        r#"<styleSheet xmlns="{SPACE}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>
        <xf numFmtId="20"/></cellXfs></styleSheet>"#
    );
    let types = format!(r#"<Types xmlns="{package}/content-types"/>"#);
    let mut all: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", office.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
    ];
    all.extend(parts.iter().map(|(name, xml)| (name.as_str(), xml.as_bytes())));
    archive(&all)
}

fn column_name(column: usize) -> String {
    let letter = |index: usize| char::from(b'A' + u8::try_from(index % 26).unwrap());
    if column < 26 {
        letter(column).to_string()
    } else {
        format!("{}{}", column_name(column / 26 - 1), letter(column))
    }
}

/// A row: `=` before a formula and its value apart by `|`, `#` before an error, digits alone a number,
/// `@` before a date, everything else a text.
fn row(line: usize, cells: &[&str]) -> String {
    let mut xml = format!(r#"<row r="{line}">"#);
    for (column, cell) in cells.iter().enumerate() {
        let at = format!("{}{line}", column_name(column));
        let is_number = cell.parse::<f64>().is_ok();
        let _ = match (cell.chars().next(), is_number) {
            (None, _) => Ok(()),
            (Some('='), _) => {
                let (formula, value) = cell[1..].split_once('|').unwrap_or((&cell[1..], ""));
                let value =
                    if value.is_empty() { String::new() } else { format!("<v>{value}</v>") };
                write!(xml, r#"<c r="{at}"><f>{formula}</f>{value}</c>"#)
            }
            (Some('#'), _) => write!(xml, r#"<c r="{at}" t="e"><v>{cell}</v></c>"#),
            (Some('@'), _) => write!(xml, r#"<c r="{at}" s="1"><v>{}</v></c>"#, &cell[1..]),
            (_, true) => write!(xml, r#"<c r="{at}"><v>{cell}</v></c>"#),
            _ => write!(xml, r#"<c r="{at}" t="inlineStr"><is><t>{cell}</t></is></c>"#),
        };
    }
    xml + "</row>"
}

const HEADER: [&str; 12] = [
    "order",
    "date",
    "sku",
    "quantity",
    "unit_price",
    "currency",
    "name",
    "address1",
    "city",
    "postcode",
    "country",
    "phone",
];
const GOOD: [&str; 12] = [
    "A-1",
    "@46348",
    "S1",
    "2",
    "28.99",
    "EUR",
    "Camille Exemple",
    "12 rue Imaginaire",
    "Paris",
    "75011",
    "FR",
    "33199001234",
];

/// The good row with some cells otherwise, on a line.
fn changed(line: usize, cells: &[(&str, &str)]) -> String {
    let mut all = GOOD;
    for (field, text) in cells {
        all[HEADER.iter().position(|name| name == field).unwrap()] = text;
    }
    row(line, &all)
}

fn sheet(rows: &[String]) -> String {
    format!("<sheetData>{}{}</sheetData>", row(1, &HEADER), rows.concat())
}

fn options() -> ReadOptions {
    ReadOptions { with_cells: true, ..ReadOptions::new(TimeZoneName::utc()) }
}

fn read(bytes: &[u8]) -> OrderFile {
    orders::read(bytes, &options(), &|_| true)
}

fn read_rows(rows: &[String]) -> OrderFile {
    read(&workbook(&[("Sheet1", "", &sheet(rows))]))
}

fn codes(file: &OrderFile) -> Vec<(Option<u32>, Option<&'static str>, &'static str)> {
    file.all_faults().map(|fault| (fault.line, fault.field, fault.code)).collect()
}

fn cell<'f>(file: &'f OrderFile, row: usize, field: &str) -> &'f str {
    let cells = &file.rows[row].cells;
    cells.iter().find(|(name, _)| *name == field).map_or("-", |(_, text)| text)
}

#[test]
fn a_plain_workbook_is_read() {
    let file = read_rows(&[changed(2, &[]), changed(5, &[("order", "A-2"), ("date", "@46348.5")])]);
    assert_eq!((codes(&file), file.warnings.len()), (vec![], 0));
    assert_eq!((file.encoding, file.separator), ("XLSX", None));
    assert_eq!(file.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 5]);
    let order = &file.orders[1].order;
    assert_eq!(order.placed_at().to_string(), "2026-11-22T12:00:00+00:00[UTC]");
    assert_eq!(order.total().to_string(), "57.98 EUR");
    assert_eq!(order.recipient().phone(), Some("33199001234"));
}

#[test]
fn numbers_become_texts_without_loss() {
    let file = read_rows(&[
        changed(2, &[("phone", "8613800000000"), ("order", "9007199254740991")]),
        changed(3, &[("order", "3"), ("unit_price", "28.990000000000002")]),
        changed(4, &[("order", "12345678901234567890")]),
        changed(5, &[("order", "5"), ("phone", "8.6138e12")]),
    ]);
    assert_eq!(codes(&file), [(Some(4), Some("order"), "digits_lost")]);
    assert_eq!(cell(&file, 0, "phone"), "8613800000000");
    assert_eq!(file.orders[0].order.reference(), "9007199254740991");
    assert_eq!(cell(&file, 1, "unit_price"), "28.99");
    assert_eq!(cell(&file, 3, "phone"), "8613800000000");
}

#[test]
fn formulas_are_read_by_their_value() {
    let file = read_rows(&[
        changed(2, &[("unit_price", "=10*2.5|25")]),
        changed(3, &[("order", "B"), ("unit_price", "=10*2.5|26")]),
        changed(4, &[("order", "C"), ("quantity", "=1+1")]),
        changed(5, &[("order", "D"), ("city", "#REF!")]),
    ]);
    let expected =
        [(Some(4), Some("quantity"), "formula"), (Some(5), Some("city"), "spreadsheet_error")];
    assert_eq!(codes(&file), expected);
    assert_eq!(file.orders[0].order.total().to_string(), "50.00 EUR");
    let told: Vec<_> = file.warnings.iter().map(|w| (w.code, w.line, w.column, w.field)).collect();
    let price = ("formula_value", Some(2), Some(5), Some("unit_price"));
    assert_eq!(told, [("formula_value", Some(4), Some(4), Some("quantity")), price]);
    assert!(file.warnings[1].what.contains("(2)"));
}

#[test]
fn what_a_spreadsheet_took_for_a_date_is_told() {
    let file = read_rows(&[
        changed(2, &[("sku", "@46085")]),
        changed(3, &[("order", "B"), ("address1", "@46085")]),
    ]);
    assert_eq!(codes(&file), [(Some(2), Some("sku"), "became_date")]);
    assert_eq!(cell(&file, 1, "address1"), "2026-03-04");
}

#[test]
fn merged_cells_tell_for_the_rows_of_an_order_only() {
    let rows = [
        changed(2, &[]),
        changed(3, &[("order", ""), ("sku", "S2"), ("date", ""), ("name", ""), ("city", "")]),
        changed(4, &[("order", ""), ("sku", "")]),
    ];
    let merges = |cells: &str| {
        let list = cells.replace(' ', "\"/><mergeCell ref=\"");
        let list = format!("<mergeCell ref=\"{list}\"/>");
        format!("{}<mergeCells>{list}</mergeCells>", sheet(&rows))
    };
    // Without a merge, an empty cell is empty.
    assert_eq!(codes(&read(&workbook(&[("S", "", &sheet(&rows))]))).len(), 5);
    let file = read(&workbook(&[("S", "", &merges("A2:A3 B2:B3 G2:G3 I2:I3 C3:C4"))]));
    let expected = [(Some(4), Some("order"), "cell_empty"), (Some(4), Some("sku"), "cell_empty")];
    assert_eq!(codes(&file), expected);
    assert_eq!((file.orders.len(), file.orders[0].file_lines.as_slice()), (1, [2, 3].as_slice()));
    assert_eq!(cell(&file, 1, "name"), "Camille Exemple");
}

#[test]
fn the_sheet_with_headings_is_read_or_the_one_that_is_told() {
    let notes = format!("<sheetData>{}</sheetData>", row(1, &["Read me", "order"]));
    let orders = sheet(&[changed(3, &[])]);
    let other = sheet(&[changed(2, &[("order", "other")])]);
    let hidden = r#"state="hidden""#;
    let bytes = workbook(&[("Notes", "", &notes), ("Orders", hidden, &orders), ("B", "", &other)]);
    // Both have all headings: the visible one is meant.
    assert_eq!(read(&bytes).orders[0].order.reference(), "other");
    let told = ReadOptions { sheet: Some("Orders".to_owned()), ..options() };
    let file = orders::read(&bytes, &told, &|_| true);
    assert_eq!(file.orders[0].order.reference(), "A-1");
    assert_eq!(file.warnings[0].code, "sheet_hidden");
    let surveyed = survey(&bytes, &told, FileKind::Orders);
    let sheets: Vec<_> = surveyed.sheets.iter().map(|s| (s.name.as_str(), s.is_hidden)).collect();
    assert_eq!(sheets, [("Notes", false), ("Orders", true), ("B", false)]);
    assert_eq!((surveyed.sheet.as_deref(), surveyed.row_count), (Some("Orders"), 1));
    assert_eq!(surveyed.columns[4].samples, ["28.99"]);
    let wrong = ReadOptions { sheet: Some("Bestellungen".to_owned()), ..options() };
    assert_eq!(codes(&orders::read(&bytes, &wrong, &|_| true)), [(None, None, "sheet_absent")]);
}

#[test]
fn hidden_rows_are_read_and_told() {
    let hidden = changed(3, &[("order", "B")]).replace("<row ", r#"<row hidden="1" "#);
    let file = read_rows(&[changed(2, &[]), hidden]);
    assert_eq!((file.orders.len(), file.warnings[0].code), (2, "rows_hidden"));
}

#[test]
fn three_hundred_columns_are_read_and_no_more() {
    let wide = |count: usize| {
        let mut header: Vec<String> = HEADER.iter().map(ToString::to_string).collect();
        header.extend((HEADER.len()..count).map(|column| format!("extra {column}")));
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let body = format!("<sheetData>{}{}</sheetData>", row(1, &header), changed(2, &[]));
        read(&workbook(&[("S", "", &body)]))
    };
    assert_eq!(wide(300).orders.len(), 1);
    assert_eq!(codes(&wide(301)), [(None, None, "columns_too_many")]);
    let far = changed(2, &[]).replace("</row>", r#"<c r="XFD2"><v>1</v></c></row>"#);
    // A cell in the last column a sheet can have takes no room for those between.
    assert_eq!(read_rows(&[far]).orders.len(), 1);
}

#[test]
fn other_files_are_told_by_name() {
    let compound = |name: &str| {
        let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        bytes.extend([0; 64]);
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let part = |name: &str| archive(&[(name, b"x")]);
    for (bytes, code, word) in [
        (compound("Workbook"), "file_not_text", ".xls"),
        (compound("EncryptedPackage"), "file_protected", "password"),
        (part("xl/workbook.bin"), "file_not_text", ".xlsb"),
        (part("content.xml"), "file_not_text", "OpenDocument"),
        (part("orders.csv"), "file_not_text", "zip archive"),
        (b"PK\x03\x04 and nothing else".to_vec(), "workbook_damaged", "damaged"),
        (b"<HTML><table><tr><td>order".to_vec(), "file_not_text", "web page"),
        (b"\xEF\xBB\xBF<?xml version=\"1.0\"?><Workbook>".to_vec(), "file_not_text", "XML"),
    ] {
        let file = read(&bytes);
        let told: Vec<_> = file.faults.iter().map(|fault| fault.code).collect();
        assert_eq!(told, [code], "{word}");
        assert!(file.faults[0].what.contains(word), "{}", file.faults[0].what);
    }
}

#[test]
fn a_bomb_is_not_unpacked() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("[Content_Types].xml", SimpleFileOptions::default()).unwrap();
    writer.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default()).unwrap();
    let chunk = vec![b' '; 1 << 20];
    for _ in 0..300 {
        writer.write_all(&chunk).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    assert!(bytes.len() < 1_000_000, "{}", bytes.len());
    assert_eq!(codes(&read(&bytes)), [(None, None, "workbook_too_large")]);
    // A reader would make room for as many texts as are announced.
    for count in ["99999999999", " = '99999999999999999999999'"] {
        let strings = format!(r#"<sst uniqueCount="{count}"></sst>"#);
        let parts: [(&str, &[u8]); 2] =
            [("[Content_Types].xml", b""), ("xl/sharedStrings.xml", strings.as_bytes())];
        assert_eq!(codes(&read(&archive(&parts))), [(None, None, "workbook_too_large")]);
    }
}

#[test]
fn rows_of_a_workbook_are_limited() {
    let few = r#"<row><c t="inlineStr"><is><t>x</t></is></c></row>"#;
    let body =
        |count: usize| format!("<sheetData>{}{}</sheetData>", row(1, &HEADER), few.repeat(count));
    let file = read(&workbook(&[("S", "", &body(crate::limits::ROWS_MAX + 5))]));
    let told: Vec<_> = file.faults.iter().map(|fault| fault.code).collect();
    assert_eq!((told, file.rows.len()), (vec!["rows_too_many"], 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// A sound workbook with some bytes of its sheet changed: read or refused, and each row has its fate.
    #[test]
    fn damaged_workbooks_are_read_or_refused(
        changes in proptest::collection::vec((0_usize..4_000, any::<u8>()), 1..6),
        cut in 0_usize..8_000,
    ) {
        let body = sheet(&[changed(2, &[]), changed(3, &[("order", "B"), ("city", "=A1|Paris")])]);
        let mut inner = body.into_bytes();
        for (place, byte) in changes {
            let length = inner.len();
            inner[place % length] = byte;
        }
        let damaged = String::from_utf8_lossy(&inner).into_owned();
        let mut bytes = workbook(&[("S", "", &damaged)]);
        if cut < bytes.len() {
            bytes.truncate(cut);
        }
        let file = read(&bytes);
        let accepted = file.rows.iter().filter(|row| row.fate == Fate::Accepted).count();
        let in_orders: usize = file.orders.iter().map(|order| order.file_lines.len()).sum();
        prop_assert_eq!(accepted, in_orders);
        survey(&bytes, &options(), FileKind::Orders);
    }
}
