//! Rows of the tables that the generator reads, with cells by column.

use std::collections::BTreeMap;
use std::str::FromStr;

use anyhow::{Context as _, Result, anyhow};

/// A row read from a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    columns: Vec<String>,
    cells: BTreeMap<String, String>,
}

impl Record {
    /// A row of these cells.
    pub fn new(cells: impl IntoIterator<Item = (String, String)>) -> Self {
        let cells: Vec<(String, String)> = cells.into_iter().collect();
        Self {
            columns: cells.iter().map(|(column, _)| column.clone()).collect(),
            cells: cells.into_iter().collect(),
        }
    }

    /// The cell of `column`; empty where there is none.
    pub fn get(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// The cell of `column`, or `default` where it is empty.
    pub fn get_or<'a>(&'a self, column: &str, default: &'a str) -> &'a str {
        match self.get(column) {
            "" => default,
            cell => cell,
        }
    }

    /// The cell as a number.
    ///
    /// # Errors
    /// When it is none; the error names column and cell.
    pub fn number<T: FromStr>(&self, column: &str) -> Result<T> {
        let cell = self.get(column);
        cell.parse().map_err(|_| anyhow!("{cell:?} in column {column} is not a number"))
    }

    /// The cell as a number, `None` where it is empty.
    ///
    /// # Errors
    /// When it is something else.
    pub fn find_number<T: FromStr>(&self, column: &str) -> Result<Option<T>> {
        if self.get(column).is_empty() { Ok(None) } else { self.number(column).map(Some) }
    }

    /// The cell as a list separated by `|`.
    pub fn list(&self, column: &str) -> Vec<&str> {
        self.get(column).split('|').filter(|item| !item.is_empty()).collect()
    }

    /// Whether the cell says `yes`.
    pub fn is_yes(&self, column: &str) -> bool {
        self.get(column) == "yes"
    }

    /// The columns, in the order they were read.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(String::as_str)
    }

    /// The columns and cells.
    pub fn cells(&self) -> impl Iterator<Item = (&str, &str)> {
        self.cells.iter().map(|(column, cell)| (column.as_str(), cell.as_str()))
    }
}

/// All tables and texts read, by path without extension for tables (`facts/fx`) and with it for texts.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Tables.
    pub tables: BTreeMap<String, Vec<Record>>,
    /// Other files.
    pub texts: BTreeMap<String, String>,
}

impl Sources {
    /// The rows of a table.
    ///
    /// # Errors
    /// When it was not read.
    pub fn table(&self, name: &str) -> Result<&[Record]> {
        self.tables.get(name).map(Vec::as_slice).with_context(|| format!("no table {name}"))
    }

    /// The rows of a table that another may not have written yet; none where it is missing.
    pub fn optional(&self, name: &str) -> &[Record] {
        self.tables.get(name).map_or(&[], Vec::as_slice)
    }

    /// A text.
    ///
    /// # Errors
    /// When it was not read.
    pub fn text(&self, name: &str) -> Result<&str> {
        self.texts.get(name).map(String::as_str).with_context(|| format!("no file {name}"))
    }

    /// The row of `name` whose `column` is `value`.
    ///
    /// # Errors
    /// When the table or the row is missing.
    pub fn row(&self, name: &str, column: &str, value: &str) -> Result<&Record> {
        let found = self.table(name)?.iter().find(|row| row.get(column) == value);
        found.with_context(|| format!("{name}: no row with {column} {value}"))
    }
}
