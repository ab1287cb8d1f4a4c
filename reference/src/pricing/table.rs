//! Reads one table of `reference/tables`: a header, then rows whose cells are asked for by name.

use anyhow::{Context as _, Result};
use csv::{ReaderBuilder, StringRecord};

/// A row with the names of its columns.
#[derive(Debug, Clone)]
pub struct Row<'t> {
    table: &'t str,
    header: StringRecord,
    cells: StringRecord,
    number: usize,
}

impl Row<'_> {
    /// The text of a cell; a column that is not there is a fault of the table.
    pub fn text(&self, column: &str) -> Result<&str> {
        let at = self.header.iter().position(|name| name == column);
        let at = at.with_context(|| format!("{} has no column `{column}`", self.table))?;
        Ok(self.cells.get(at).unwrap_or_default().trim())
    }

    /// A whole number, or nothing where the cell is empty.
    pub fn whole(&self, column: &str) -> Result<Option<i64>> {
        let text = self.text(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        let value = text.parse().with_context(|| self.place(column))?;
        Ok(Some(value))
    }

    /// An amount with at most two decimals, in hundredths; nothing where the cell is empty.
    pub fn hundredths(&self, column: &str) -> Result<Option<i64>> {
        let text = self.text(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        let value = hundredths(text).with_context(|| self.place(column))?;
        Ok(Some(value))
    }

    fn place(&self, column: &str) -> String {
        format!("{}, row {}, column `{column}`", self.table, self.number)
    }
}

/// Every row of a table, read by `read`.
pub fn read_rows<T>(
    table: &str,
    text: &str,
    mut read: impl FnMut(&Row) -> Result<T>,
) -> Result<Vec<T>> {
    let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
    let header = reader.headers().with_context(|| table.to_owned())?.clone();
    let mut rows = Vec::new();
    for (index, cells) in reader.records().enumerate() {
        let cells = cells.with_context(|| table.to_owned())?;
        let row = Row { table, header: header.clone(), cells, number: index + 2 };
        rows.push(read(&row).with_context(|| format!("{table}, row {}", row.number))?);
    }
    Ok(rows)
}

/// `12.5` as 1250: an exact amount in hundredths, rounded half up beyond them.
pub fn hundredths(text: &str) -> Result<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse()? };
    let mut thousandths: String = part.chars().chain("000".chars()).take(3).collect();
    if thousandths.is_empty() {
        thousandths.push('0');
    }
    let part: i64 = thousandths.parse()?;
    let value = whole * 100 + (part + 5) / 10;
    Ok(if digits.len() < text.len() { -value } else { value })
}

/// 1250 as `12.5`: an amount in hundredths as a cell shows it.
pub fn amount(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, part) = (hundredths.abs() / 100, hundredths.abs() % 100);
    match part {
        0 => format!("{sign}{whole}"),
        part if part % 10 == 0 => format!("{sign}{whole}.{}", part / 10),
        part => format!("{sign}{whole}.{part:02}"),
    }
}
