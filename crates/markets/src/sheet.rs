//! A table with its header: what each row says of each field, mended where the caller mends it.

use crate::{
    Fate, Fault, ReadOptions, RowFate, cells,
    field::Field,
    header::{self, Header, ReadHeader, Source},
    limits,
    table::{Record, Table},
};
use portolan_model::ModelError;
use std::ops::ControlFlow;

#[cfg(test)]
mod tests;

/// A file whose header is sound.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    table: Table<'a>,
    pub fields: &'static [Field],
    pub header: Header,
    pub shape: Shape,
}

/// What is known of a file whether or not its header is sound.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub encoding: &'static str,
    pub separator: Option<char>,
    pub faults: Vec<Fault>,
    pub warnings: Vec<Fault>,
}

impl Shape {
    /// What is known of a file that is no table.
    pub(crate) fn of_fault(fault: Fault) -> Self {
        Self { encoding: "unknown", separator: None, faults: vec![fault], warnings: Vec::new() }
    }

    /// What is known of a table.
    pub(crate) fn of_table(table: &Table<'_>) -> Self {
        Self {
            encoding: table.encoding,
            separator: table.separator,
            faults: Vec::new(),
            warnings: table.warnings.clone(),
        }
    }
}

/// Reads bytes up to the header; a fault of the file as a whole leaves only its shape.
pub(crate) fn open<'a>(
    bytes: &'a [u8],
    options: &ReadOptions,
    fields: &'static [Field],
) -> Result<Sheet<'a>, Shape> {
    let score = |headings: &[String]| header::score(headings, fields);
    let table = Table::open(bytes, options, &score).map_err(Shape::of_fault)?;
    let (given, line) = (&table.head.headings, table.head.line);
    let ReadHeader { header, faults, warnings } = match &options.mapping {
        Some(mapping) => header::mapped(given, fields, line, mapping),
        None => header::read(given, fields, line),
    };
    let mut shape = Shape::of_table(&table);
    shape.faults = faults;
    shape.warnings.extend(warnings);
    if shape.faults.is_empty() { Ok(Sheet { table, fields, header, shape }) } else { Err(shape) }
}

/// A row below the header, with what is wrong with it so far.
#[derive(Debug)]
pub(crate) struct Row<'s> {
    /// The line it begins on, from 1.
    pub line: u32,
    pub faults: Vec<Fault>,
    pub warnings: Vec<Fault>,
    header: &'s Header,
    fields: &'static [Field],
    /// The cell of each field.
    cells: Vec<String>,
    /// Whether nothing is to be read of it: all its cells are empty, or it was taken out.
    pub is_skipped: bool,
    /// Whether the caller wants the texts of its fields.
    with_cells: bool,
}

impl Row<'_> {
    /// The text of a field; empty where the file has no such column.
    pub(crate) fn text(&self, field: usize) -> &str {
        self.cells.get(field).map_or("", String::as_str)
    }

    /// Whether a field is filled.
    pub(crate) fn has(&self, field: usize) -> bool {
        !self.text(field).is_empty()
    }

    /// Puts another text in a field, mended.
    pub(crate) fn set(&mut self, field: usize, text: String) {
        if let Some(cell) = self.cells.get_mut(field) {
            *cell = text;
        }
    }

    /// Puts the text of a cell in a field, with what is wrong with it.
    fn read(&mut self, field: usize, raw: &str) {
        let cell = cells::clean(raw);
        self.set(field, cell.text);
        if cell.is_mended {
            let what = "invisible marks were taken out of the cell".to_owned();
            self.warn(field, "marks_removed", what, "look at the text once");
        }
        if let Some(fault) = cell.fault {
            self.fault(field, fault.code, fault.what, fault.mend);
        }
    }

    /// The heading of a field's column, as compared.
    pub(crate) fn heading(&self, field: usize) -> &str {
        self.header.heading(field)
    }

    fn build(&self, field: usize, code: &'static str, what: String, mend: String) -> Fault {
        let column = self.header.column(field).and_then(|column| u32::try_from(column + 1).ok());
        let field = self.fields.get(field).map(|spec| spec.name);
        Fault { line: Some(self.line), column, field, what, mend, code }
    }

    /// Tells a fault of a field.
    pub(crate) fn fault(
        &mut self,
        field: usize,
        code: &'static str,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) {
        let fault = self.build(field, code, what.into(), mend.into());
        // A field is told about once: its first fault is the cause of the others.
        let is_told = self.faults.iter().any(|told| told.field == fault.field);
        if !is_told && self.faults.len() < limits::ROW_FAULTS_MAX {
            self.faults.push(fault);
        }
    }

    /// Tells a warning of a field.
    pub(crate) fn warn(&mut self, field: usize, code: &'static str, what: String, mend: &str) {
        let warning = self.build(field, code, what, mend.to_owned());
        self.warnings.push(warning);
    }

    /// The value, or its error told as a fault of a field.
    pub(crate) fn keep<T>(&mut self, field: usize, result: Result<T, ModelError>) -> Option<T> {
        result.map_err(|error| self.tell(field, error)).ok()
    }

    /// Tells a model's error as a fault of a field.
    pub(crate) fn tell(&mut self, field: usize, error: ModelError) {
        let fault = error.in_field("");
        self.fault(field, fault.code(), fault.what(), fault.mend());
    }

    /// Tells that a field is empty and must not be.
    pub(crate) fn require(&mut self, field: usize) -> bool {
        if !self.has(field) {
            self.fault(field, "cell_empty", "the cell is empty", "fill it in");
        }
        self.has(field)
    }

    /// The row's fate so far: skipped, rejected where it has a fault, else accepted.
    pub(crate) fn into_fate(self, key: Option<String>) -> RowFate {
        let fate = match (self.is_skipped, self.faults.is_empty()) {
            (true, _) => Fate::Skipped,
            (false, true) => Fate::Accepted,
            (false, false) => Fate::Rejected,
        };
        let faults = if fate == Fate::Rejected { self.faults } else { Vec::new() };
        let mut texts = Vec::new();
        if self.with_cells {
            let (fields, header) = (self.fields, self.header);
            let named = fields.iter().enumerate().zip(self.cells);
            let is_known =
                |place: usize, text: &String| !text.is_empty() || header.source(place).is_some();
            let known = named.filter(|((place, _), text)| is_known(*place, text));
            texts = known.map(|((_, field), text)| (field.name, text)).collect();
        }
        RowFate { line: self.line, key, fate, faults, cells: texts }
    }
}

impl Sheet<'_> {
    /// Calls `take` with every row below the header, and `watch` now and then with how many those were.
    /// More rows than the limit are one fault of the file, as is a watcher who says `false`; the rest is
    /// not read.
    pub(crate) fn for_each_row<'s>(
        &'s self,
        options: &ReadOptions,
        watch: Watch<'_>,
        mut take: impl FnMut(Row<'s>),
    ) -> Result<(), Fault> {
        let (mut count, mut refusal) = (0_u32, None);
        self.table.for_each(&mut |record| {
            if record.line <= self.table.head.line {
                return ControlFlow::Continue(());
            }
            count += 1;
            if count as usize > limits::ROWS_MAX {
                let what = format!("the file has more than {} rows", limits::ROWS_MAX);
                let fault = Fault::of_file("rows_too_many", what, "split it");
                refusal = Some(fault.at_line(record.line));
                return ControlFlow::Break(());
            }
            if count.is_multiple_of(limits::WATCH_ROWS) && !watch(count) {
                let what = format!("the reading was stopped after {count} rows");
                refusal = Some(Fault::of_file("cancelled", what, "send the file again"));
                return ControlFlow::Break(());
            }
            take(self.row(&record, options));
            ControlFlow::Continue(())
        });
        refusal.map_or(Ok(()), Err)
    }

    fn row(&self, record: &Record<'_>, options: &ReadOptions) -> Row<'_> {
        let is_removed = options.removed.contains(&record.line);
        let mut row = Row {
            line: record.line,
            faults: Vec::new(),
            warnings: Vec::new(),
            header: &self.header,
            fields: self.fields,
            cells: vec![String::new(); self.fields.len()],
            is_skipped: is_removed,
            with_cells: options.with_cells,
        };
        let mends = mends_of(record.line, self.fields, options);
        if record.cells.is_empty() && mends.iter().all(|(_, text)| text.trim().is_empty()) {
            row.is_skipped = true;
            return row;
        }
        for field in 0..self.fields.len() {
            let mend = mends.iter().find(|(place, _)| *place == field).map(|(_, text)| *text);
            let told = || match self.header.source(field)? {
                Source::Column(column) => record.cells.get(*column),
                Source::Constant(text) => Some(text.as_str()),
            };
            row.read(field, mend.or_else(told).unwrap_or_default());
        }
        check_shape(&mut row, record);
        row
    }
}

/// Told now and then how many rows were read; `false` stops the reading.
pub(crate) type Watch<'w> = &'w dyn Fn(u32) -> bool;

/// The mends of a row, by the field's place.
fn mends_of<'o>(line: u32, fields: &[Field], options: &'o ReadOptions) -> Vec<(usize, &'o str)> {
    let from = (line, String::new());
    let own = options.mends.range(from..).take_while(|((at, _), _)| *at == line);
    let place = |name: &str| crate::field::place_of(name, fields);
    own.filter_map(|((_, name), text)| Some((place(name)?, text.as_str()))).collect()
}

/// Tells of cells beyond the header, and of a quotation mark that nothing closes.
fn check_shape(row: &mut Row<'_>, record: &Record<'_>) {
    let whole = usize::MAX;
    if record.is_open {
        let what = "a quotation mark in this row is not closed";
        row.fault(whole, "quote_open", what, "close it, or double it if it is part of the text");
    }
    let width = row.header.width();
    let beyond = record.cells.iter().skip(width).any(|cell| !cell.trim().is_empty());
    if beyond {
        let what = format!("the row has {} cells and the header {width}", record.cells.len());
        let mend = "put cells that hold the separator in quotation marks";
        row.fault(whole, "row_too_long", what, mend);
    }
}
