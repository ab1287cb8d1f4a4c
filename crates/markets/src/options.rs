//! How a file is to be read, where it doesn't say so itself.

use crate::{DateOrder, Mapping};
use portolan_model::{Currency, CurrencyTable, TimeZoneName, Undeliverable};
use std::collections::{BTreeMap, BTreeSet};

/// How a file is to be read. Start from [`ReadOptions::new`] and set what is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// The encoding's name (`gbk`, `windows-1252` …); none: found out.
    pub encoding: Option<String>,
    /// Whether `03/04/2026` is the third of April or the fourth of March; none: such a date is a fault, unless
    /// the file's layout says which.
    pub date_order: Option<DateOrder>,
    /// The zone whose clock dates are told by: the merchant's.
    pub zone: TimeZoneName,
    /// The currency of amounts without one; none: such an amount is a fault.
    pub default_currency: Option<Currency>,
    /// The currencies known.
    pub currencies: CurrencyTable,
    /// What happens to undeliverable parcels of orders that don't say.
    pub default_undeliverable: Undeliverable,
    /// The sheet of a workbook, by its name; none: the first whose headings make sense.
    pub sheet: Option<String>,
    /// The line of the headings, from 1; none: found out.
    pub header_line: Option<u32>,
    /// The key of the layout the file has; none: recognised by its headings. `own` takes none of them.
    pub layout: Option<String>,
    /// Which column is which field; none: told by the headings. With a mapping, headings say nothing.
    pub mapping: Option<Mapping>,
    /// Texts put in the place of cells before they are read, by line and field; also of a field the file
    /// has no column for.
    pub mends: BTreeMap<(u32, String), String>,
    /// Lines that are left out, as if they were empty.
    pub removed: BTreeSet<u32>,
    /// Whether each row tells the texts of its fields.
    pub with_cells: bool,
}

impl ReadOptions {
    /// Everything found out or demanded; undeliverable parcels come back.
    pub fn new(zone: TimeZoneName) -> Self {
        Self {
            encoding: None,
            date_order: None,
            zone,
            default_currency: None,
            currencies: CurrencyTable::new(),
            default_undeliverable: Undeliverable::Return,
            sheet: None,
            header_line: None,
            layout: None,
            mapping: None,
            mends: BTreeMap::new(),
            removed: BTreeSet::new(),
            with_cells: false,
        }
    }
}
