//! What is wrong in a history, where, and what to do about it.

use std::fmt;

use thiserror::Error;

use crate::limits;

/// One fault, or one warning, of a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line of the file, from 1 (the header); none for the file as a whole.
    pub line: Option<u64>,
    /// The column's heading; none where the row or the file is meant.
    pub column: Option<String>,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub mend: String,
    /// The stable code.
    pub code: &'static str,
}

impl Fault {
    /// A fault of the file as a whole.
    pub(crate) fn of_file(
        code: &'static str,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self { line: None, column: None, what: what.into(), mend: mend.into(), code }
    }

    /// The same fault, told of a line.
    pub(crate) fn at_line(self, line: u64) -> Self {
        Self { line: Some(line), ..self }
    }

    /// The same fault, told of a column.
    pub(crate) fn in_column(self, column: &str) -> Self {
        Self { column: Some(column.to_owned()), ..self }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if let Some(column) = &self.column {
            write!(f, "{column}: ")?;
        }
        write!(f, "{}: {}", self.what, self.mend)
    }
}

/// Why nothing can be learned, predicted or judged.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PromiseError {
    /// The file cannot be taken as a history.
    #[error("{} faults, the first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Faulty(Vec<Fault>),
    /// Too few deliveries are known at an instant.
    #[error(
        "{known} deliveries are known at {at}, and learning takes {needed}: take a later date or a longer history"
    )]
    HistoryTooShort {
        /// How many are known.
        known: usize,
        /// How many it takes.
        needed: usize,
        /// As of when.
        at: jiff::Timestamp,
    },
    /// No row is left to be judged.
    #[error("no row was shipped at or after {0}: take an earlier date")]
    NothingToJudge(jiff::Timestamp),
}

impl PromiseError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Faulty(_) => "history_faulty",
            Self::HistoryTooShort { .. } => "history_too_short",
            Self::NothingToJudge(_) => "nothing_to_judge",
        }
    }
}

/// The beginning of a cell, for a message.
pub(crate) fn excerpt(text: &str) -> String {
    let mut short: String = text.chars().take(limits::EXCERPT_CHARS).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
