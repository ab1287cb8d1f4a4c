//! A history as people export it: one row a shipment, columns in any order, every fault named at once.
//!
//! [`read`] takes the bytes of one table. A table that cannot be one is refused with every fault of its header;
//! a row that cannot be used is left out and told, a cell that cannot be believed is left empty and told.
//! It reads no clock: `now`, past which nothing can have happened, is an argument.

mod cells;
mod header;
mod rows;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use jiff::Timestamp;

use crate::{Fault, Observation, PromiseError, limits};
use header::Header;

/// A row of a history that can be used.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its place in the file, from 0, the header not counted.
    pub index: usize,
    /// What it tells.
    pub observation: Observation,
}

/// A history as it was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// The rows that can be used, in file order.
    pub rows: Vec<Row>,
    /// How many rows the file has.
    pub rows_read: usize,
    /// Further columns that are features, in the order of every row's extras.
    pub extra_columns: Vec<String>,
    /// Why rows were left out; at most [`limits::FAULTS_TOLD_MAX`].
    pub faults: Vec<Fault>,
    /// How many faults there are, told or not.
    pub faults_count: usize,
    /// What was not believed or not used though its row was; as many at most.
    pub warnings: Vec<Fault>,
    /// How many warnings there are, told or not.
    pub warnings_count: usize,
}

impl History {
    fn fault(&mut self, fault: Fault) {
        self.faults_count += 1;
        if self.faults.len() < limits::FAULTS_TOLD_MAX {
            self.faults.push(fault);
        }
    }

    fn warn(&mut self, warning: Fault) {
        self.warnings_count += 1;
        if self.warnings.len() < limits::FAULTS_TOLD_MAX {
            self.warnings.push(warning);
        }
    }

    /// The observations, in file order.
    pub fn observations(&self) -> Vec<Observation> {
        self.rows.iter().map(|row| row.observation.clone()).collect()
    }
}

/// How a history is read.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadOptions {
    /// Nothing can have happened after it.
    pub now: Timestamp,
    /// Further columns that are no features.
    pub ignored: Vec<String>,
}

/// Reads a history.
///
/// # Errors
/// When the file is no such table: every fault of its header, its encoding or its size.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<History, PromiseError> {
    let refuse = |fault: Fault| PromiseError::Faulty(vec![fault]);
    check_size(bytes).map_err(refuse)?;
    let (text, guessed) = decode(bytes).map_err(refuse)?;
    let (separator, headings) = header::first_record(&text);
    let mut history = History::default();
    if let Some(warning) = guessed {
        history.warn(warning);
    }
    let header = Header::read(&headings, options, &mut history).map_err(PromiseError::Faulty)?;
    rows::read(&text, separator, &header, options, &mut history).map_err(refuse)?;
    Ok(history)
}

fn check_size(bytes: &[u8]) -> Result<(), Fault> {
    if bytes.len() > limits::FILE_BYTES_MAX {
        let what = format!("the file has {} bytes", bytes.len());
        let mend = format!("keep it under {}: leave out the oldest years", limits::FILE_BYTES_MAX);
        return Err(Fault::of_file("file_too_large", what, mend));
    }
    for (line, part) in (1..).zip(bytes.split(|&byte| byte == b'\n')) {
        if part.len() > limits::LINE_BYTES_MAX {
            let what = format!("the line has {} bytes", part.len());
            let mend = "write one row a line, and lines under 1 MiB";
            return Err(Fault::of_file("line_too_long", what, mend).at_line(line));
        }
    }
    Ok(())
}

/// UTF-8 with or without its mark, UTF-16 with one, else Latin-1 with a warning.
fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Option<Fault>), Fault> {
    let wide = |big: bool| {
        let units = bytes[2..].chunks_exact(2).map(move |two| {
            if big {
                u16::from_be_bytes([two[0], two[1]])
            } else {
                u16::from_le_bytes([two[0], two[1]])
            }
        });
        Cow::Owned(char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect::<String>())
    };
    match bytes {
        [0xff, 0xfe, ..] => return Ok((wide(false), None)),
        [0xfe, 0xff, ..] => return Ok((wide(true), None)),
        _ => {}
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.contains(&0) {
        let mend = "export the table as CSV in UTF-8";
        return Err(Fault::of_file("file_not_text", "the file is not text", mend));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((Cow::Borrowed(text), None)),
        Err(error) => {
            let line = bytes[..error.valid_up_to()].split(|&byte| byte == b'\n').count();
            let what = "the text is not UTF-8 and was read as Latin-1";
            let mend = "save it as UTF-8 if names matter";
            let warning = Fault::of_file("encoding_guessed", what, mend).at_line(line as u64);
            Ok((Cow::Owned(bytes.iter().map(|&byte| char::from(byte)).collect()), Some(warning)))
        }
    }
}
