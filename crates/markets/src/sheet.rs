//! A table with its header: what each row says of each field, mended where the caller mends it.

use crate::{
    Fate, Fault, FileKind, ReadOptions, RowFate, cells,
    field::{Field, FieldKind, Scope},
    header::{self, Header, ReadHeader, Source},
    layouts::{self, Layout},
    limits,
    table::{Note, Record, Table},
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
    layout: Option<&'static Layout>,
    /// The column without which a row tells of the order and of no item.
    item_column: Option<usize>,
}

/// What is known of a file whether or not its header is sound.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub encoding: &'static str,
    pub separator: Option<char>,
    pub sheet: Option<String>,
    pub header_line: u32,
    pub layout: Option<&'static str>,
    pub faults: Vec<Fault>,
    pub warnings: Vec<Fault>,
}

impl Shape {
    /// What is known of a file that is no table.
    pub(crate) fn of_fault(fault: Fault) -> Self {
        Self {
            encoding: "unknown",
            separator: None,
            sheet: None,
            header_line: 0,
            layout: None,
            faults: vec![fault],
            warnings: Vec::new(),
        }
    }

    /// What is known of a table.
    pub(crate) fn of_table(table: &Table<'_>) -> Self {
        Self {
            encoding: table.encoding,
            separator: table.separator,
            sheet: table.sheet.clone(),
            header_line: table.head.line,
            layout: None,
            faults: Vec::new(),
            warnings: table.warnings.clone(),
        }
    }
}

/// What headings are worth in files of a kind: those of our own, or those of a layout.
pub(crate) fn head_score(headings: &[String], options: &ReadOptions, kind: FileKind) -> usize {
    let own = header::score(headings, kind.fields());
    layouts::find(options.layout.as_deref(), headings, kind)
        .map_or(own, |layout| own.max(layout.score(headings)))
}

/// The layout of a table; a key that is none is a fault.
pub(crate) fn layout_of(
    table: &Table<'_>,
    options: &ReadOptions,
    kind: FileKind,
) -> Result<Option<&'static Layout>, Fault> {
    let told = options.layout.as_deref();
    let found = layouts::find(told, &table.head.headings, kind);
    match told {
        Some(key) if found.is_none() && key != layouts::OWN => {
            let what = format!("there is no layout `{}` of {}", cells::excerpt(key), kind.as_str());
            let all = layouts::all().iter().filter(|layout| layout.kind() == kind);
            let keys: Vec<&str> = all.map(|layout| layout.key.as_str()).collect();
            let mend = format!("use one of {}, or {}", keys.join(", "), layouts::OWN);
            Err(Fault::of_file("layout_unknown", what, mend))
        }
        _ => Ok(found),
    }
}

/// Reads bytes up to the header; a fault of the file as a whole leaves only its shape.
pub(crate) fn open<'a>(
    bytes: &'a [u8],
    options: &ReadOptions,
    kind: FileKind,
) -> Result<Sheet<'a>, Shape> {
    let score = |headings: &[String]| head_score(headings, options, kind);
    let table = Table::open(bytes, options, &score).map_err(Shape::of_fault)?;
    let layout = layout_of(&table, options, kind).map_err(Shape::of_fault)?;
    with_table(table, options, kind.fields(), layout)
}

/// Reads the header of a table.
fn with_table<'a>(
    table: Table<'a>,
    options: &ReadOptions,
    fields: &'static [Field],
    layout: Option<&'static Layout>,
) -> Result<Sheet<'a>, Shape> {
    let (given, line) = (&table.head.headings, table.head.line);
    let ReadHeader { header, faults, warnings } = match (&options.mapping, layout) {
        (Some(mapping), _) => header::mapped(given, fields, line, mapping, layout),
        (None, Some(layout)) => {
            header::mapped(given, fields, line, &layout.mapping(given), Some(layout))
        }
        (None, None) => header::read(given, fields, line),
    };
    let mut shape = Shape::of_table(&table);
    shape.layout = layout.map(|layout| layout.key.as_str());
    shape.faults = faults;
    shape.warnings.extend(warnings);
    shape.warnings.extend(formula_warnings(&table, &header, fields));
    let item_column = layout.and_then(|layout| layout.item_column(given));
    if shape.faults.is_empty() {
        Ok(Sheet { table, fields, header, shape, layout, item_column })
    } else {
        Err(shape)
    }
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
    /// The fields whose cells the caller mended.
    mended: Vec<usize>,
    /// Whether nothing is to be read of it: all its cells are empty, or it was taken out.
    pub is_skipped: bool,
    /// Whether it tells of the order and of no item.
    pub is_of_order: bool,
    /// The layout of its file.
    pub layout: Option<&'static Layout>,
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

    /// Whether the caller mended a field's cell.
    pub(crate) fn is_mended(&self, field: usize) -> bool {
        self.mended.contains(&field)
    }

    /// Puts the text of a cell in a field, with what is wrong with it.
    fn read(&mut self, field: usize, raw: &str) {
        let is_whole = self.fields[field].kind == FieldKind::Address;
        let mut cell = if is_whole { cells::clean(&cells::joined(raw)) } else { cells::clean(raw) };
        // What keeps a spreadsheet from counting stands before letters too: `'SW1A 1AA`.
        let is_code = matches!(self.fields[field].kind, FieldKind::Postcode | FieldKind::Phone);
        if is_code && cell.text.starts_with('\'') {
            cell.text.remove(0);
        }
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
            mended: Vec::new(),
            is_skipped: is_removed || self.layout.is_some_and(|own| own.is_trailer(record.cells)),
            is_of_order: self.lacks_item(record),
            layout: self.layout,
            with_cells: options.with_cells,
        };
        let mends = mends_of(record.line, self.fields, options);
        if record.cells.is_empty() && mends.iter().all(|(_, text)| text.trim().is_empty()) {
            row.is_skipped = true;
            return row;
        }
        row.mended = mends.iter().map(|(place, _)| *place).collect();
        for field in 0..self.fields.len() {
            let mend = mends.iter().find(|(place, _)| *place == field).map(|(_, text)| *text);
            match (mend, self.header.source(field)) {
                (Some(text), _) => row.read(field, text),
                (None, Some(Source::Constant(text))) => row.read(field, text),
                (None, Some(Source::Column(column))) => {
                    self.read_cell(&mut row, field, record, *column);
                }
                (None, Some(Source::Columns(columns))) => match columns.list() {
                    [column] => self.read_cell(&mut row, field, record, *column),
                    _ => row.read(field, &columns.text_of(record.cells)),
                },
                (None, None) => {}
            }
        }
        check_shape(&mut row, record);
        row
    }
}

impl Sheet<'_> {
    /// Reads a cell of the table; an empty one of the order is filled from a merged cell above it.
    fn read_cell(&self, row: &mut Row<'_>, field: usize, record: &Record<'_>, column: usize) {
        let text = record.cells.get(column).unwrap_or_default();
        if text.is_empty()
            && self.fields[field].scope == Scope::Order
            && let Some(merged) = self.table.merged(record.line, column)
        {
            row.read(field, merged);
            return;
        }
        row.read(field, text);
        let kind = self.fields[field].kind;
        let shown = cells::excerpt(text);
        match record.cells.note(column) {
            Some(Note::Date) if !matches!(kind, FieldKind::Date | FieldKind::Text) => {
                let what = format!("a spreadsheet took it for the date {shown}");
                row.fault(
                    field,
                    "became_date",
                    what,
                    "format the column as text, and enter it anew",
                );
            }
            Some(Note::DigitsLost) => {
                let what =
                    format!("`{shown}` is too long for a spreadsheet's number and lost digits");
                row.fault(
                    field,
                    "digits_lost",
                    what,
                    "format the column as text, and enter it anew",
                );
            }
            Some(Note::Unvalued) => {
                let what = "it holds a formula, and the file does not tell its value";
                let mend = "open the file in a spreadsheet program, save it, and send it again";
                row.fault(field, "formula", what, mend);
            }
            Some(Note::Date) | None => {}
        }
    }
}

impl Sheet<'_> {
    /// Whether a row lacks what only rows of items have.
    fn lacks_item(&self, record: &Record<'_>) -> bool {
        let told = self.item_column.map(|column| record.cells.get(column).unwrap_or_default());
        told.is_some_and(|text| text.trim().is_empty())
    }
}

/// Warns of formulas in columns that are read, once a column.
fn formula_warnings(table: &Table<'_>, header: &Header, fields: &[Field]) -> Vec<Fault> {
    let mut warnings = Vec::new();
    for (column, (count, line)) in table.formulas() {
        let Some(field) = (0..fields.len()).find(|field| header.column(*field) == Some(column))
        else {
            continue;
        };
        let what = format!("formulas in the column ({count}): the values they last had were read");
        let fault = Fault::of_file("formula_value", what, "look at some of them once");
        let column = u32::try_from(column + 1).ok();
        let field = Some(fields[field].name);
        warnings.push(Fault { line: Some(line), column, field, ..fault });
    }
    warnings
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
