//! What is wrong in a file, where, and what to do about it.

use std::fmt;
use thiserror::Error;

/// One fault, or one warning, of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line of the file where the row begins, from 1 (the header); none for the file as a whole.
    pub line: Option<u32>,
    /// The column in the file, from 1; none where the column is absent or the row is meant.
    pub column: Option<u32>,
    /// The field's name in the format, whatever the file calls its column.
    pub field: Option<&'static str>,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub mend: String,
    /// The stable code of the fault.
    pub code: &'static str,
}

impl Fault {
    /// A fault of the file as a whole.
    pub(crate) fn of_file(
        code: &'static str,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        let (what, mend) = (what.into(), mend.into());
        Self { line: None, column: None, field: None, what, mend, code }
    }

    /// The same fault, told of a row.
    pub(crate) fn at_line(self, line: u32) -> Self {
        Self { line: Some(line), ..self }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if let Some(field) = self.field {
            write!(f, "{field}: ")?;
        }
        write!(f, "{}: {}", self.what, self.mend)
    }
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It is part of what was read.
    Accepted,
    /// It has faults, or belongs to an order with a faulty row.
    Rejected,
    /// It is empty.
    Skipped,
}

impl Fate {
    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Skipped => "skipped",
        }
    }
}

/// A row of a file and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFate {
    /// The line of the file where the row begins, from 1 (the header).
    pub line: u32,
    /// What the row is about, as the file says: the order's number, the product's SKU.
    pub key: Option<String>,
    /// What became of it.
    pub fate: Fate,
    /// Why it was rejected; empty otherwise.
    pub faults: Vec<Fault>,
    /// The texts of its fields as they were read, in the order of the format: of every field the file has or
    /// the caller mended. Empty unless the options ask for it.
    pub cells: Vec<(&'static str, String)>,
}

/// Why a file could not be taken as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MarketsError {
    /// The file or some of its rows have faults.
    #[error("{count} faults, the first: {first}")]
    Faulty {
        /// How many faults there are.
        count: usize,
        /// The first of them.
        first: String,
    },
}

impl MarketsError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Faulty { .. } => "file_faulty",
        }
    }

    /// The error for a list of faults, if there are any.
    pub(crate) fn check<'a>(faults: impl Iterator<Item = &'a Fault>) -> Result<(), Self> {
        let mut faults = faults;
        match faults.next() {
            None => Ok(()),
            Some(first) => {
                Err(Self::Faulty { count: 1 + faults.count(), first: first.to_string() })
            }
        }
    }
}
