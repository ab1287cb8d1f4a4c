//! Sellers' files: every row has a fate, and what has a fault is not accepted.

use portolan_markets::{Fate, FileKind, ReadOptions, RowFate, survey};
use portolan_model::TimeZoneName;

/// Order files.
///
/// # Panics
/// When that does not hold: it is a fault of the parser.
pub fn orders(bytes: &[u8]) {
    let file =
        portolan_markets::orders::read(bytes, &options(), &|sku| sku.as_str().len() % 2 == 0);
    check_rows(&file.rows);
    if file.all_faults().next().is_none() {
        assert!(file.require_clean().is_ok());
    } else {
        assert!(file.require_clean().is_err());
    }
    let accepted = file.rows.iter().filter(|row| row.fate == Fate::Accepted).count();
    assert!(file.orders.len() <= accepted, "an order has at least one accepted row");
}

/// Product files.
///
/// # Panics
/// When that does not hold: it is a fault of the parser.
pub fn products(bytes: &[u8]) {
    let file = portolan_markets::products::read(bytes, &options());
    check_rows(&file.rows);
    let accepted = file.rows.iter().filter(|row| row.fate == Fate::Accepted).count();
    assert_eq!(file.products.len(), accepted, "an accepted row is a product");
}

/// Tables of any headings: a survey ends, and what it proposes can be read.
///
/// # Panics
/// When that does not hold: it is a fault of the parser.
pub fn surveys(bytes: &[u8]) {
    let told = survey(bytes, &options(), FileKind::Orders);
    assert!(told.columns.iter().all(|column| column.samples.len() <= 5));
    let is_table = told.header_line > 0;
    assert!(is_table || !told.faults.is_empty(), "a file that is no table has a fault");
    let mend = ((told.header_line + 1, "city".to_owned()), "Paris".to_owned());
    let mapped = ReadOptions {
        mapping: Some(told.mapping),
        mends: [mend].into(),
        removed: [told.header_line + 2].into(),
        with_cells: true,
        ..options()
    };
    let file = portolan_markets::orders::read(bytes, &mapped, &|_| true);
    check_rows(&file.rows);
    let removed = file.rows.iter().find(|row| row.line == told.header_line + 2);
    assert!(removed.is_none_or(|row| row.fate == Fate::Skipped), "a removed line is skipped");
}

fn options() -> ReadOptions {
    let zone = TimeZoneName::parse("Asia/Shanghai");
    ReadOptions::new(zone.expect("invariant: the zone is in the database"))
}

fn check_rows(rows: &[RowFate]) {
    for row in rows {
        let is_rejected = row.fate == Fate::Rejected;
        assert_eq!(!row.faults.is_empty(), is_rejected, "faults and nothing else reject: {row:?}");
    }
    assert!(rows.windows(2).all(|two| two[0].line < two[1].line), "rows stand in file order");
}
