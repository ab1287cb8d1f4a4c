//! Comma-separated text (RFC 4180) as records with the row numbers that a spreadsheet shows.
//!
//! Why not a library: a record's number must count blank lines and not the breaks inside cells, and a quote
//! that never ends or has text behind it must be a fault, not a guess.

use std::borrow::Cow;

/// One record.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Record<'a> {
    /// The spreadsheet's row, from 1.
    pub row: u32,
    /// The cells, trimmed of nothing.
    pub cells: Vec<Cow<'a, str>>,
    /// What is wrong with its quotes.
    pub fault: Option<QuoteFault>,
}

/// What is wrong with the quotes of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QuoteFault {
    /// A quote is opened and never closed.
    Open,
    /// Text stands between a closing quote and the next comma.
    TextBehind,
}

/// The records of a text, in order; lines of nothing are counted and left out.
pub(crate) struct Records<'a> {
    rest: Option<&'a str>,
    row: u32,
}

impl<'a> Records<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { rest: Some(text.strip_prefix('\u{FEFF}').unwrap_or(text)), row: 0 }
    }

    /// One cell: its text, what follows its separator (none at the end of the record), any fault, and
    /// what is left after the record where it ended here.
    fn cell(text: &'a str) -> CellEnd<'a> {
        let (value, rest, fault) = if let Some(quoted) = text.strip_prefix('"') {
            Self::quoted(quoted)
        } else {
            let end = text.find([',', '\n', '\r']).unwrap_or(text.len());
            (Cow::Borrowed(&text[..end]), &text[end..], None)
        };
        let (next, left) = match rest.as_bytes() {
            [b',', ..] => (Some(&rest[1..]), None),
            [b'\r', b'\n', ..] => (None, Some(&rest[2..])),
            [b'\n' | b'\r', ..] => (None, Some(&rest[1..])),
            _ => (None, None),
        };
        CellEnd { value, next, left, fault }
    }

    /// The cell whose opening quote has been read.
    fn quoted(text: &'a str) -> (Cow<'a, str>, &'a str, Option<QuoteFault>) {
        let mut value = Cow::Borrowed("");
        let mut rest = text;
        loop {
            let Some(end) = rest.find('"') else {
                value += rest;
                return (value, "", Some(QuoteFault::Open));
            };
            value += &rest[..end];
            rest = &rest[end + 1..];
            if let Some(more) = rest.strip_prefix('"') {
                value += "\"";
                rest = more;
                continue;
            }
            let end = rest.find([',', '\n', '\r']).unwrap_or(rest.len());
            let behind = &rest[..end];
            let fault = (!behind.trim().is_empty()).then_some(QuoteFault::TextBehind);
            return (value, &rest[end..], fault);
        }
    }
}

struct CellEnd<'a> {
    value: Cow<'a, str>,
    next: Option<&'a str>,
    left: Option<&'a str>,
    fault: Option<QuoteFault>,
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        loop {
            let mut text = self.rest.filter(|rest| !rest.is_empty())?;
            self.row = self.row.saturating_add(1);
            let mut record = Record { row: self.row, cells: Vec::new(), fault: None };
            loop {
                let end = Self::cell(text);
                record.cells.push(end.value);
                record.fault = record.fault.or(end.fault);
                let Some(next) = end.next else {
                    self.rest = end.left;
                    break;
                };
                text = next;
            }
            if record.fault.is_some() || record.cells.iter().any(|cell| !cell.trim().is_empty()) {
                return Some(record);
            }
        }
    }
}
