//! A file as rows of cells: its encoding, its separator, its header and the lines its rows begin on.

use crate::{
    Fate, Fault, ReadOptions, RowFate, cells,
    header::{self, FieldSpec, Header},
    limits, text_encoding,
};
use portolan_model::ModelError;

#[cfg(test)]
mod tests;

/// Signs between cells, in the order they are tried.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A file whose header is sound.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    text: std::borrow::Cow<'a, str>,
    pub fields: &'static [FieldSpec],
    pub header: Header,
    pub shape: Shape,
}

/// What is known of a file whether or not its header is sound.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub encoding: &'static str,
    pub separator: char,
    pub faults: Vec<Fault>,
    pub warnings: Vec<Fault>,
}

/// Reads bytes up to the header; a fault of the file as a whole leaves only its shape.
pub(crate) fn open<'a>(
    bytes: &'a [u8],
    options: &ReadOptions,
    fields: &'static [FieldSpec],
) -> Result<Sheet<'a>, Shape> {
    let decoded = text_encoding::decode(bytes, options).map_err(|fault| Shape {
        encoding: "unknown",
        separator: ',',
        faults: vec![fault],
        warnings: Vec::new(),
    })?;
    let (separator, first) = first_record(&decoded.text, fields);
    let (header, faults, mut warnings) = header::read(first.iter(), fields);
    if decoded.is_guess {
        let what = format!("the encoding was taken to be {}", decoded.encoding);
        let mend = "look at some names, and name the encoding if they are wrong";
        warnings.insert(0, Fault::of_file("encoding_guessed", what, mend));
    }
    let encoding = decoded.encoding;
    let mut shape = Shape { encoding, separator: char::from(separator), faults, warnings };
    if first.iter().all(|cell| cell.trim().is_empty()) {
        let mend = "begin it with a row of headings";
        shape.faults = vec![Fault::of_file("file_empty", "the file has no header", mend)];
    }
    if shape.faults.is_empty() {
        Ok(Sheet { text: decoded.text, fields, header, shape })
    } else {
        Err(shape)
    }
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes())
}

/// The header under the separator that makes most sense of it.
fn first_record(text: &str, fields: &[FieldSpec]) -> (u8, csv::StringRecord) {
    let mut best = (0, b',', csv::StringRecord::new());
    for separator in SEPARATORS {
        let mut record = csv::StringRecord::new();
        // Reading text from memory fails only where it is no UTF-8, and this is.
        if !reader(text, separator).read_record(&mut record).unwrap_or(false) {
            continue;
        }
        let score = header::score(record.iter(), fields);
        if score > best.0 || best.2.is_empty() {
            best = (score, separator, record);
        }
    }
    (best.1, best.2)
}

/// A row below the header, with what is wrong with it so far.
#[derive(Debug)]
pub(crate) struct Row<'s> {
    /// The line it begins on, from 1.
    pub line: u32,
    pub faults: Vec<Fault>,
    pub warnings: Vec<Fault>,
    header: &'s Header,
    fields: &'static [FieldSpec],
    /// The cell of each field.
    cells: Vec<String>,
    /// Whether every cell of it is empty, columns without a field included.
    pub is_empty: bool,
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
        let fate = match (self.is_empty, self.faults.is_empty()) {
            (true, _) => Fate::Skipped,
            (false, true) => Fate::Accepted,
            (false, false) => Fate::Rejected,
        };
        RowFate { line: self.line, key, fate, faults: self.faults }
    }
}

impl Sheet<'_> {
    /// Calls `take` with every row below the header. More rows than the limit are one fault of the file, and
    /// the rest is not read.
    pub(crate) fn for_each_row<'s>(&'s self, mut take: impl FnMut(Row<'s>)) -> Result<(), Fault> {
        let mut reader = reader(&self.text, u8::try_from(self.shape.separator).unwrap_or(b','));
        let mut record = csv::StringRecord::new();
        let mut lines = LineCounter { text: self.text.as_bytes(), byte: 0, line: 1 };
        let mut index = 0_usize;
        loop {
            let start = byte_of(reader.position());
            if !reader.read_record(&mut record).unwrap_or(false) {
                return Ok(());
            }
            let line = lines.line_of_record(start);
            if index > limits::ROWS_MAX {
                let what = format!("the file has more than {} rows", limits::ROWS_MAX);
                return Err(Fault::of_file("rows_too_many", what, "split it").at_line(line));
            }
            if index > 0 {
                let end = byte_of(reader.position());
                let is_last = end >= self.text.len();
                let raw = self.text.get(start..end).unwrap_or_default();
                let is_open = is_last && has_open_quote(raw, self.shape.separator);
                take(self.row(line, &record, is_open));
            }
            index += 1;
        }
    }

    fn row(&self, line: u32, record: &csv::StringRecord, is_open: bool) -> Row<'_> {
        let is_empty = record.iter().all(|cell| cell.trim().is_empty());
        let mut row = Row {
            line,
            faults: Vec::new(),
            warnings: Vec::new(),
            header: &self.header,
            fields: self.fields,
            cells: vec![String::new(); self.fields.len()],
            is_empty,
        };
        if is_empty {
            return row;
        }
        for field in 0..self.fields.len() {
            let raw = self.header.column(field).and_then(|column| record.get(column));
            let cell = cells::clean(raw.unwrap_or_default());
            row.set(field, cell.text);
            if cell.is_mended {
                let what = "invisible marks were taken out of the cell".to_owned();
                row.warn(field, "marks_removed", what, "look at the text once");
            }
            if let Some(fault) = cell.fault {
                row.fault(field, fault.code, fault.what, fault.mend);
            }
        }
        check_shape(&mut row, record, is_open);
        row
    }
}

/// Tells of cells beyond the header, and of a quotation mark that nothing closes.
fn check_shape(row: &mut Row<'_>, record: &csv::StringRecord, is_open: bool) {
    let whole = usize::MAX;
    if is_open {
        let what = "a quotation mark in this row is not closed";
        row.fault(whole, "quote_open", what, "close it, or double it if it is part of the text");
    }
    let width = row.header.width();
    let beyond = record.iter().skip(width).any(|cell| !cell.trim().is_empty());
    if beyond {
        let what = format!("the row has {} cells and the header {width}", record.len());
        let mend = "put cells that hold the separator in quotation marks";
        row.fault(whole, "row_too_long", what, mend);
    }
}

/// Where a reader is, in bytes; a file in memory is never longer than memory can count.
fn byte_of(position: &csv::Position) -> usize {
    usize::try_from(position.byte()).unwrap_or(usize::MAX)
}

/// Counts lines up to where records begin; a line ends with LF, CR LF or CR.
struct LineCounter<'a> {
    text: &'a [u8],
    byte: usize,
    line: u32,
}

impl LineCounter<'_> {
    /// The line of the record that is read from `start`, from 1: empty lines before it belong to no record.
    fn line_of_record(&mut self, start: usize) -> u32 {
        let start = start.min(self.text.len());
        let is_break = |&byte: &u8| matches!(byte, b'\r' | b'\n');
        let blank = self.text[start..].iter().take_while(|byte| is_break(byte)).count();
        while self.byte < start + blank {
            let is_pair = self.text[self.byte..].starts_with(b"\r\n");
            if is_break(&self.text[self.byte]) && !is_pair {
                self.line = self.line.saturating_add(1);
            }
            self.byte += 1;
        }
        self.line
    }
}

/// Whether a row's text ends inside a quoted cell.
fn has_open_quote(raw: &str, separator: char) -> bool {
    let (mut is_inside, mut is_start) = (false, true);
    for character in raw.chars() {
        match character {
            '"' if is_inside || is_start => is_inside = !is_inside,
            _ => {}
        }
        // A quotation mark counts at a cell's start, and after a closing one (a doubled mark).
        is_start = !is_inside && (character == separator || matches!(character, '\r' | '\n' | '"'));
    }
    is_inside
}
