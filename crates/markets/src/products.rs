//! Product files: one product per row.
//!
//! [`read`] is the only entry. The format, with every heading and every fault, is in the book under "Product
//! files".

use crate::{
    Fault, FileKind, MarketsError, ReadOptions, RowFate,
    sheet::{self, Shape},
};
use portolan_model::Product;
use std::collections::HashMap;

mod fields;
mod row;
#[cfg(test)]
mod tests;

pub use fields::FIELDS;
use fields::SKU;

/// One product of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadProduct {
    /// The product.
    pub product: Product,
    /// The line of the file it was read from, from 1 (the header).
    pub file_line: u32,
}

/// What was read from a product file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductFile {
    /// Every row below the header and its fate, in the file's order.
    pub rows: Vec<RowFate>,
    /// The products without fault.
    pub products: Vec<ReadProduct>,
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

impl ProductFile {
    fn of_shape(shape: Shape) -> Self {
        Self {
            rows: Vec::new(),
            products: Vec::new(),
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

/// Reads a product file. A SKU that two rows define is a fault of the second.
pub fn read(bytes: &[u8], options: &ReadOptions) -> ProductFile {
    read_watched(bytes, options, &|_| true)
}

/// Reads a product file as [`read`] does, and calls `watch` with the number of rows read after each
/// [`limits::WATCH_ROWS`](crate::limits::WATCH_ROWS); where it answers `false`, the reading stops with the
/// fault `cancelled` and without any row.
pub fn read_watched(
    bytes: &[u8],
    options: &ReadOptions,
    watch: &dyn Fn(u32) -> bool,
) -> ProductFile {
    let sheet = match sheet::open(bytes, options, FileKind::Products) {
        Ok(sheet) => sheet,
        Err(shape) => return ProductFile::of_shape(shape),
    };
    let mut file = ProductFile::of_shape(sheet.shape.clone());
    let mut line_of: HashMap<String, u32> = HashMap::new();
    let whole = sheet.for_each_row(options, watch, |mut row| {
        if row.is_skipped {
            file.rows.push(row.into_fate(None));
            return;
        }
        let product = row::parse(&mut row, options);
        let key = Some(row.text(SKU).to_owned()).filter(|key| !key.is_empty());
        if let Some(key) = &key {
            let first_line = *line_of.entry(key.clone()).or_insert(row.line);
            if first_line != row.line {
                let what = format!("line {first_line} has the SKU already");
                row.fault(SKU, "sku_repeated", what, "keep one of the two rows");
            }
        }
        file.warnings.append(&mut row.warnings);
        if let (Some(product), true) = (product, row.faults.is_empty()) {
            file.products.push(ReadProduct { product, file_line: row.line });
        }
        file.rows.push(row.into_fate(key));
    });
    if let Err(fault) = whole {
        return ProductFile { rows: Vec::new(), products: Vec::new(), faults: vec![fault], ..file };
    }
    file
}
