//! A file as a table of texts: which row holds the headings, and every row with the line it begins on.
//!
//! What a cell means is not looked at here, only where the rows are.

use crate::{Fault, ReadOptions, cells, limits};
use std::{borrow::Cow, ops::ControlFlow};

mod text;

/// What a row of headings is worth; the table's head is the row that is worth most.
pub(crate) type Score<'s> = &'s dyn Fn(&[String]) -> usize;

/// A file as rows.
#[derive(Debug)]
pub(crate) struct Table<'a> {
    body: Body<'a>,
    /// The row of the headings.
    pub head: Head,
    /// The encoding of a text.
    pub encoding: &'static str,
    /// The sign between the cells of a text.
    pub separator: Option<char>,
    /// What is worth a look.
    pub warnings: Vec<Fault>,
}

#[derive(Debug)]
enum Body<'a> {
    Text { text: Cow<'a, str>, separator: u8 },
}

/// A row of headings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Head {
    /// The line it is on, from 1.
    pub line: u32,
    /// The headings as written, cleaned.
    pub headings: Vec<String>,
    /// What they are worth.
    pub score: usize,
}

/// One row of a table.
#[derive(Debug)]
pub(crate) struct Record<'r> {
    /// The line it begins on, from 1.
    pub line: u32,
    pub cells: Cells<'r>,
    /// Whether a quotation mark in it is not closed.
    pub is_open: bool,
}

/// The cells of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cells<'r> {
    Text(&'r csv::StringRecord),
}

impl<'r> Cells<'r> {
    pub(crate) fn len(self) -> usize {
        match self {
            Self::Text(record) => record.len(),
        }
    }

    /// The text of a column, from 0.
    pub(crate) fn get(self, column: usize) -> Option<&'r str> {
        match self {
            Self::Text(record) => record.get(column),
        }
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = &'r str> {
        (0..self.len()).filter_map(move |column| self.get(column))
    }

    pub(crate) fn is_empty(self) -> bool {
        self.iter().all(|cell| cell.trim().is_empty())
    }
}

impl<'a> Table<'a> {
    /// Opens a file; a fault is one of the file as a whole.
    pub(crate) fn open(
        bytes: &'a [u8],
        options: &ReadOptions,
        score: Score<'_>,
    ) -> Result<Self, Fault> {
        text::open(bytes, options, score)
    }

    /// Calls `take` with every row from the first line on, until it breaks.
    pub(crate) fn for_each(&self, take: &mut dyn FnMut(Record<'_>) -> ControlFlow<()>) {
        match &self.body {
            Body::Text { text, separator } => text::for_each(text, *separator, take),
        }
    }
}

/// Looks for the row of headings among the first ones: the first of those that are worth most, or the first
/// that is not empty where none is worth anything.
struct HeadSearch<'s> {
    score: Score<'s>,
    line: Option<u32>,
    seen: usize,
    best: Option<Head>,
}

impl<'s> HeadSearch<'s> {
    fn new(options: &ReadOptions, score: Score<'s>) -> Self {
        Self { score, line: options.header_line, seen: 0, best: None }
    }

    fn look(&mut self, record: &Record<'_>) -> ControlFlow<()> {
        if let Some(wanted) = self.line {
            if record.line < wanted {
                return ControlFlow::Continue(());
            }
            self.best = (record.line == wanted).then(|| self.head(record));
            return ControlFlow::Break(());
        }
        self.seen += 1;
        // Signs alone are separators that another reading makes cells of.
        if record.cells.iter().any(|cell| cell.contains(char::is_alphanumeric)) {
            let head = self.head(record);
            if self.best.as_ref().is_none_or(|best| head.score > best.score) {
                self.best = Some(head);
            }
        }
        if self.seen < limits::HEADER_ROWS_MAX {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }

    fn head(&self, record: &Record<'_>) -> Head {
        // One more than can be read, so that a table that is too wide is told.
        let shown = record.cells.iter().take(limits::COLUMNS_MAX + 1);
        let headings: Vec<String> = shown.map(|cell| cells::clean(cell).text).collect();
        let score = (self.score)(&headings);
        Head { line: record.line, headings, score }
    }
}

/// The fault of a table without a row that could be its headings.
fn headless(options: &ReadOptions) -> Fault {
    match options.header_line {
        None => {
            let mend = "begin it with a row of headings";
            Fault::of_file("file_empty", "the file has no header", mend)
        }
        Some(line) => {
            let what = format!("line {line} has no headings");
            Fault::of_file("header_absent", what, "tell the line on which the headings stand")
        }
    }
}
