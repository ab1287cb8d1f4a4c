//! A file as a table of texts: which row holds the headings, and every row with the line it begins on.
//!
//! What a cell means is not looked at here, only where the rows are.

use crate::{Fault, ReadOptions, cells, limits, survey::WorkbookSheet, text_encoding};
use std::{borrow::Cow, collections::BTreeMap, ops::ControlFlow};

mod archive;
#[cfg(test)]
pub(crate) mod tests;
mod text;
mod workbook;

use workbook::Grid;

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
    /// The sheets of a workbook.
    pub sheets: Vec<WorkbookSheet>,
    /// The sheet that is read.
    pub sheet: Option<String>,
    /// What is worth a look.
    pub warnings: Vec<Fault>,
}

#[derive(Debug)]
enum Body<'a> {
    Text { text: Cow<'a, str>, separator: u8 },
    Grid(Grid),
}

/// What a spreadsheet did to a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Note {
    /// It holds the cell for a date.
    Date,
    /// The number is too long for it.
    DigitsLost,
    /// The cell is a formula, and the file does not tell its value.
    Unvalued,
}

/// How a zip archive begins, and with it a workbook.
const ZIP_MARK: &[u8] = b"PK\x03\x04";

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
pub(crate) struct Cells<'r> {
    record: &'r csv::StringRecord,
    /// By column; a row has few.
    notes: &'r [(usize, Note)],
}

impl<'r> Cells<'r> {
    pub(crate) fn len(self) -> usize {
        self.record.len()
    }

    /// The text of a column, from 0.
    pub(crate) fn get(self, column: usize) -> Option<&'r str> {
        self.record.get(column)
    }

    /// What a spreadsheet did to the cell of a column.
    pub(crate) fn note(self, column: usize) -> Option<Note> {
        self.notes.iter().find(|(at, _)| *at == column).map(|(_, note)| *note)
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = &'r str> {
        self.record.iter()
    }

    pub(crate) fn is_empty(self) -> bool {
        self.iter().all(|cell| cell.trim().is_empty()) && self.notes.is_empty()
    }
}

impl<'a> Table<'a> {
    /// Opens a file; a fault is one of the file as a whole.
    pub(crate) fn open(
        bytes: &'a [u8],
        options: &ReadOptions,
        score: Score<'_>,
    ) -> Result<Self, Fault> {
        text_encoding::check_size(bytes)?;
        if bytes.starts_with(ZIP_MARK) {
            workbook::open(bytes, options, score)
        } else {
            text::open(bytes, options, score)
        }
    }

    /// Calls `take` with every row from the first line on, until it breaks.
    pub(crate) fn for_each(&self, take: &mut dyn FnMut(Record<'_>) -> ControlFlow<()>) {
        match &self.body {
            Body::Text { text, separator } => text::for_each(text, *separator, take),
            Body::Grid(grid) => grid.for_each(take),
        }
    }

    /// The text of a merged cell that covers a line of a column from above.
    pub(crate) fn merged(&self, line: u32, column: usize) -> Option<&str> {
        match &self.body {
            Body::Text { .. } => None,
            Body::Grid(grid) => grid.merged(line, column),
        }
    }

    /// By column: how many of its cells are formulas, and the line of the first.
    pub(crate) fn formulas(&self) -> BTreeMap<usize, (u32, u32)> {
        match &self.body {
            Body::Text { .. } => BTreeMap::new(),
            Body::Grid(grid) => grid.formulas().clone(),
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
