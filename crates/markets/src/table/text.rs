//! Tables of text: cells between commas, semicolons, tabs or bars, quoted where needed.

use super::{Body, Cells, Head, HeadSearch, Record, Score, Table, headless};
use crate::{Fault, ReadOptions, text_encoding};
use std::ops::ControlFlow;

/// Signs between cells, in the order they are tried.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Opens a text.
pub(super) fn open<'a>(
    bytes: &'a [u8],
    options: &ReadOptions,
    score: Score<'_>,
) -> Result<Table<'a>, Fault> {
    let decoded = text_encoding::decode(bytes, options)?;
    let Some((separator, head)) = head_of(&decoded.text, options, score) else {
        return Err(headless(options));
    };
    let mut warnings = Vec::new();
    if decoded.is_guess {
        let what = format!("the encoding was taken to be {}", decoded.encoding);
        let mend = "look at some names, and name the encoding if they are wrong";
        warnings.push(Fault::of_file("encoding_guessed", what, mend));
    }
    Ok(Table {
        body: Body::Text { text: decoded.text, separator },
        head,
        encoding: decoded.encoding,
        separator: Some(char::from(separator)),
        sheets: Vec::new(),
        sheet: None,
        warnings,
    })
}

/// The headings under the separator that makes most sense of them; where none makes any, under the one that
/// makes most columns.
fn head_of(text: &str, options: &ReadOptions, score: Score<'_>) -> Option<(u8, Head)> {
    let mut best: Option<(u8, Head)> = None;
    for separator in SEPARATORS {
        let mut search = HeadSearch::new(options, score);
        for_each(text, separator, &mut |record| search.look(&record));
        let Some(head) = search.best else { continue };
        let worth = (head.score, head.headings.len());
        let is_better = |(_, best): &(u8, Head)| worth > (best.score, best.headings.len());
        if best.as_ref().is_none_or(is_better) {
            best = Some((separator, head));
        }
    }
    best
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes())
}

/// Calls `take` with every row, until it breaks.
pub(super) fn for_each(
    text: &str,
    separator: u8,
    take: &mut dyn FnMut(Record<'_>) -> ControlFlow<()>,
) {
    let mut reader = reader(text, separator);
    let mut record = csv::StringRecord::new();
    let mut lines = LineCounter { text: text.as_bytes(), byte: 0, line: 1 };
    loop {
        let start = byte_of(reader.position());
        // Reading text from memory fails only where it is no UTF-8, and this is.
        if !reader.read_record(&mut record).unwrap_or(false) {
            return;
        }
        let line = lines.line_of_record(start);
        let end = byte_of(reader.position());
        let raw = text.get(start..end).unwrap_or_default();
        let is_open = end >= text.len() && has_open_quote(raw, char::from(separator));
        let taken = take(Record { line, cells: Cells { record: &record, notes: &[] }, is_open });
        if taken.is_break() {
            return;
        }
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
