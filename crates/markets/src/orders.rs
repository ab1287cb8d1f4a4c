//! Order files: rows of one SKU each, several of which can make one order.
//!
//! [`read`] is the only entry. The format, with every heading and every fault, is in the book under "Order
//! files". Orders are built whole: one bad row rejects its order, and no other.

use crate::{
    Fault, FileKind, MarketsError, ReadOptions, RowFate,
    sheet::{self, Shape},
};
use portolan_model::{Order, Sku};
use std::collections::HashMap;

mod fields;
mod items;
mod join;
mod row;
#[cfg(test)]
mod tests;
mod whole_address;

pub use fields::FIELDS;
use row::Parsed;

/// One order of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOrder {
    /// The order.
    pub order: Order,
    /// The lines of the file it was read from, ascending, from 1 (the header).
    pub file_lines: Vec<u32>,
}

/// What was read from an order file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderFile {
    /// Every row below the header and its fate, in the file's order.
    pub rows: Vec<RowFate>,
    /// The orders without fault, by their first row.
    pub orders: Vec<ReadOrder>,
    /// Faults of the file as a whole; where there is one, no row was read.
    pub faults: Vec<Fault>,
    /// What was mended or left out, and worth a look.
    pub warnings: Vec<Fault>,
    /// The name of the encoding the file was read in; `XLSX` for a workbook.
    pub encoding: &'static str,
    /// The sign between cells; none in a workbook.
    pub separator: Option<char>,
    /// The sheet of a workbook that was read.
    pub sheet: Option<String>,
    /// The line of the headings, from 1; 0 where the file is no table.
    pub header_line: u32,
    /// The key of the layout the file has, if it is one of those known.
    pub layout: Option<&'static str>,
}

impl OrderFile {
    fn of_shape(shape: Shape) -> Self {
        Self {
            rows: Vec::new(),
            orders: Vec::new(),
            faults: shape.faults,
            warnings: shape.warnings,
            encoding: shape.encoding,
            separator: shape.separator,
            sheet: shape.sheet,
            header_line: shape.header_line,
            layout: shape.layout,
        }
    }

    /// Every fault: of the file, then of its rows.
    pub fn all_faults(&self) -> impl Iterator<Item = &Fault> {
        self.faults.iter().chain(self.rows.iter().flat_map(|row| &row.faults))
    }

    /// An error if there is any fault, for callers that take a file whole or not at all.
    pub fn require_clean(&self) -> Result<(), MarketsError> {
        MarketsError::check(self.all_faults())
    }
}

/// Reads an order file. `knows_sku` says whether a product exists.
pub fn read(bytes: &[u8], options: &ReadOptions, knows_sku: &dyn Fn(&Sku) -> bool) -> OrderFile {
    read_watched(bytes, options, knows_sku, &|_| true)
}

/// Reads an order file as [`read`] does, and calls `watch` with the number of rows read after each
/// [`limits::WATCH_ROWS`](crate::limits::WATCH_ROWS); where it answers `false`, the reading stops with the
/// fault `cancelled` and without any row.
pub fn read_watched(
    bytes: &[u8],
    options: &ReadOptions,
    knows_sku: &dyn Fn(&Sku) -> bool,
    watch: &dyn Fn(u32) -> bool,
) -> OrderFile {
    let sheet = match sheet::open(bytes, options, FileKind::Orders) {
        Ok(sheet) => sheet,
        Err(shape) => return OrderFile::of_shape(shape),
    };
    let mut rows = Vec::new();
    let mut currencies = row::Currencies::new();
    let take = |row| rows.push(row::parse(row, options, knows_sku, &mut currencies));
    let whole = sheet.for_each_row(options, watch, take);
    let mut file = OrderFile::of_shape(sheet.shape.clone());
    if let Err(fault) = whole {
        file.faults.push(fault);
        return file;
    }
    for group in groups(&rows) {
        if let Some(order) = join::join(&mut rows, &group, &sheet.header, options) {
            file.orders.push(order);
        }
    }
    for row in rows {
        file.warnings.extend(row.warnings);
        file.rows.push(row.fate);
    }
    file
}

/// The rows of each order, by their places, orders in the order of their first row.
fn groups(rows: &[Parsed]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut group_of: HashMap<&str, usize> = HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        let Some(key) = &row.fate.key else { continue };
        let group = *group_of.entry(key).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[group].push(index);
    }
    groups
}
