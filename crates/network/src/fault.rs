//! What is wrong with a network: where, what and how to mend it.
//!
//! A check never stops at the first fault. Errors keep a network from being used; warnings do not.
//! Codes are stable: programs match on them, words may change.

use std::fmt;
use thiserror::Error;

/// Whether a fault keeps the network from being used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is used until it is mended.
    Error,
    /// Worth a look.
    Warning,
}

/// One fault of one network.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The folder's position on the command line, from 0 for the base.
    pub folder: usize,
    /// The file within the folder.
    pub file: String,
    /// The spreadsheet's row, 1 for the header; none where the whole file is meant.
    pub row: Option<u32>,
    /// The column, where one is to blame.
    pub column: Option<String>,
    /// Whether it keeps the network from being used.
    pub severity: Severity,
    /// Its stable name.
    pub code: &'static str,
    /// What is wrong, in words.
    pub what: String,
    /// What to do about it, in words.
    pub mend: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{}: ", self.file)?;
        if let Some(row) = self.row {
            write!(f, "row {row}: ")?;
        }
        if let Some(column) = &self.column {
            write!(f, "{column}: ")?;
        }
        write!(f, "{word}: {}: {} [{}]", self.what, self.mend, self.code)
    }
}

/// A network with faults that keep it from being used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the network has {} faults: run `network check` and mend them", .faults.len())]
pub struct Faults {
    /// Every error, in the order of folder, file, row and column.
    pub faults: Vec<Fault>,
}

impl Faults {
    /// The stable code of the error.
    pub const fn code(&self) -> &'static str {
        "network_faulty"
    }
}
