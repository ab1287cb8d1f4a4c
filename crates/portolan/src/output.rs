//! How answers and errors reach a person: plain tables, JSON, and errors with their causes.

use std::io::{self, Write as _};

/// Prints a line on standard output.
pub fn line(text: &str) -> anyhow::Result<()> {
    writeln!(io::stdout().lock(), "{text}")?;
    Ok(())
}

/// Prints a note beside the answer, on standard error.
pub fn note(text: &str) -> anyhow::Result<()> {
    writeln!(io::stderr().lock(), "{text}")?;
    Ok(())
}

/// Prints a value as indented JSON.
pub fn json<T: serde::Serialize>(value: &T) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)?;
    Ok(())
}

/// Prints an error with everything that led to it.
pub fn print_error(error: &anyhow::Error) {
    let mut text = format!("error: {error}");
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        if !text.ends_with(&cause) {
            text.push_str("\n  because: ");
            text.push_str(&cause);
        }
    }
    // Nothing is left to tell if standard error is gone.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Whether the reader of our output went away, as `head` does: no failure of ours.
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
            || cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind)
                == Some(io::ErrorKind::BrokenPipe)
    })
}

/// A table of text: columns as wide as their widest cell, numbers to the right.
#[derive(Debug, Default)]
pub struct Table {
    head: Vec<String>,
    right: Vec<bool>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns; a name that begins with `>` is set to the right.
    pub fn new(columns: &[&str]) -> Self {
        Self {
            head: columns.iter().map(|c| c.trim_start_matches('>').to_owned()).collect(),
            right: columns.iter().map(|c| c.starts_with('>')).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row with a cell per column.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Whether it has no row.
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Prints the table, or `nothing` in its place when it has no row.
    pub fn print(&self, nothing: &str) -> anyhow::Result<()> {
        if self.rows.is_empty() {
            return line(nothing);
        }
        io::stdout().lock().write_all(self.text().as_bytes())?;
        Ok(())
    }

    /// The head and the rows, a line each.
    pub fn text(&self) -> String {
        let widths = self.widths();
        let rows = std::iter::once(&self.head).chain(&self.rows);
        rows.map(|row| self.set(row, &widths) + "\n").collect()
    }

    fn widths(&self) -> Vec<usize> {
        let mut widths: Vec<usize> = self.head.iter().map(|c| width(c)).collect();
        for row in &self.rows {
            for (widest, cell) in widths.iter_mut().zip(row) {
                *widest = (*widest).max(width(cell));
            }
        }
        widths
    }

    fn set(&self, row: &[String], widths: &[usize]) -> String {
        let mut text = String::new();
        for ((cell, &wide), &right) in row.iter().zip(widths).zip(&self.right) {
            let blanks = " ".repeat(wide.saturating_sub(width(cell)));
            let set = if right { blanks + cell } else { format!("{cell}{blanks}") };
            text.push_str(&set);
            text.push_str("  ");
        }
        text.trim_end().to_owned()
    }
}

/// Columns that a text takes on a terminal: the wide scripts of East Asia take two each.
fn width(text: &str) -> usize {
    text.chars().map(|sign| if is_wide(sign) { 2 } else { 1 }).sum()
}

/// Hangul, CJK and full-width forms (Unicode, East Asian Width `W` and `F`, in broad strokes).
fn is_wide(sign: char) -> bool {
    matches!(
        sign,
        '\u{1100}'..='\u{115f}'
            | '\u{2e80}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff00}'..='\u{ff60}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut table = Table::new(&["city", ">price"]);
        table.row(vec!["杭州".to_owned(), "7".to_owned()]);
        table.row(vec!["Yiwu".to_owned(), "12.50".to_owned()]);
        let widths = table.widths();
        assert_eq!(widths, [4, 5]);
        assert_eq!(table.set(&table.rows[0], &widths), "杭州      7");
    }

    #[test]
    fn a_reader_that_went_away_is_no_failure() {
        let gone = anyhow::Error::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert!(is_closed_pipe(&gone));
        assert!(!is_closed_pipe(&anyhow::anyhow!("full")));
    }
}
