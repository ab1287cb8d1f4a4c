//! One row of a table: its cells by column, read into types, with every fault told.

use super::{Cell, CellFault};
use crate::fault::{Fault, Severity};
use portolan_model::CurrencyTable;
use std::borrow::Cow;

/// Where a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct At {
    /// The file's name.
    pub file: &'static str,
    /// The folder, 0 for the base.
    pub folder: usize,
    /// The spreadsheet's row, or the line of a TOML file.
    pub row: u32,
    /// Whether the row has faulty cells, for which stand-ins are read.
    pub is_broken: bool,
}

impl At {
    /// A row of a file, nothing wrong with it so far.
    pub(crate) const fn new(file: &'static str, folder: usize, row: u32) -> Self {
        Self { file, folder, row, is_broken: false }
    }

    /// An error at a column of the row.
    pub(crate) fn error(self, column: &str, fault: CellFault) -> Fault {
        self.fault(Severity::Error, Some(column), fault)
    }

    /// A warning at a column of the row.
    pub(crate) fn warning(self, column: &str, fault: CellFault) -> Fault {
        self.fault(Severity::Warning, Some(column), fault)
    }

    fn fault(self, severity: Severity, column: Option<&str>, fault: CellFault) -> Fault {
        Fault {
            folder: self.folder,
            file: self.file.to_owned(),
            row: Some(self.row),
            column: column.map(str::to_owned),
            severity,
            code: fault.code,
            what: fault.what,
            mend: fault.mend,
        }
    }
}

/// A column that a table declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Column {
    pub name: &'static str,
    pub is_key: bool,
    /// Whether the header must have it and no cell may be empty.
    pub is_required: bool,
}

/// A column of the key.
pub(crate) const fn key(name: &'static str) -> Column {
    Column { name, is_key: true, is_required: true }
}

/// A column that must be filled.
pub(crate) const fn need(name: &'static str) -> Column {
    Column { name, is_key: false, is_required: true }
}

/// A column that may be empty or left out.
pub(crate) const fn maybe(name: &'static str) -> Column {
    Column { name, is_key: false, is_required: false }
}

/// One row while it is read.
pub(crate) struct Row<'a> {
    pub at: At,
    pub currencies: &'a CurrencyTable,
    /// All columns of the table, the ones that every table has at the end.
    pub columns: &'a [Column],
    /// The cell of each column, trimmed; empty where the table has no such column.
    pub cells: &'a [Cow<'a, str>],
    /// Whether the header lacks a column.
    pub is_absent: &'a [bool],
    pub faults: &'a mut Vec<Fault>,
    /// Whether any cell was faulty, so that its value is a stand-in.
    pub is_broken: bool,
}

impl<'a> Row<'a> {
    fn cell(&self, name: &str) -> (usize, &'a str) {
        let index = self.columns.iter().position(|column| column.name == name);
        let index = index.expect("invariant: a table reads only the columns it declares");
        let cells: &'a [Cow<'a, str>] = self.cells;
        (index, cells[index].trim())
    }

    /// The value of a cell that must be filled.
    pub(crate) fn need<T: Cell>(&mut self, name: &'static str) -> T {
        let (index, text) = self.cell(name);
        if !text.is_empty() {
            return self.parse(name, text);
        }
        self.is_broken = true;
        if !self.is_absent[index] {
            let fault = CellFault::new("cell_empty", "the cell is empty", "fill it in");
            self.faults.push(self.at.error(name, fault));
        }
        T::stand_in()
    }

    /// The value of a cell that may be empty.
    pub(crate) fn maybe<T: Cell>(&mut self, name: &'static str) -> Option<T> {
        let (_, text) = self.cell(name);
        (!text.is_empty()).then(|| self.parse(name, text))
    }

    /// The value of a cell that must be filled, and whether it could be read.
    pub(crate) fn need_known<T: Cell>(&mut self, name: &'static str) -> (T, bool) {
        let was_broken = std::mem::take(&mut self.is_broken);
        let value = self.need(name);
        let is_known = !self.is_broken;
        self.is_broken |= was_broken;
        (value, is_known)
    }

    /// The value of a cell that must be filled; a stand-in where what it depends on could not be read.
    pub(crate) fn need_where<T: Cell>(&mut self, is_known: bool, name: &'static str) -> T {
        let value = self.need(name);
        if is_known { value } else { T::stand_in() }
    }

    /// The text of a cell, empty where it is.
    pub(crate) fn text(&mut self, name: &'static str) -> String {
        self.maybe::<String>(name).unwrap_or_default()
    }

    /// The parts of a list, none for an empty cell.
    pub(crate) fn list<T: Cell>(&mut self, name: &'static str) -> Vec<T> {
        let (_, text) = self.cell(name);
        let parts = text.split('|').map(str::trim).filter(|part| !part.is_empty());
        parts.map(|part| self.parse(name, part)).collect()
    }

    /// The parts of a list that must have some.
    pub(crate) fn need_list<T: Cell>(&mut self, name: &'static str) -> Vec<T> {
        self.need::<String>(name);
        self.list(name)
    }

    /// Tells a fault that a comparison of cells found.
    pub(crate) fn fault(&mut self, column: &str, fault: CellFault) {
        self.is_broken = true;
        self.faults.push(self.at.error(column, fault));
    }

    /// Tells that two cells contradict each other, unless one of them is faulty already.
    pub(crate) fn check(&mut self, is_fine: bool, column: &str, fault: impl FnOnce() -> CellFault) {
        if !is_fine && !self.is_broken {
            self.fault(column, fault());
        }
    }

    fn parse<T: Cell>(&mut self, name: &'static str, text: &str) -> T {
        match T::parse(text, self.currencies) {
            Ok(value) => value,
            Err(fault) => {
                self.fault(name, fault);
                T::stand_in()
            }
        }
    }
}
