//! One cell of a spreadsheet: what spreadsheets and web pages leave in it is taken out, or told.
//!
//! Taken out: invisible marks, the wrapping of `="0123"`, a leading apostrophe before digits. Told: formulas,
//! error values, HTML, control characters, endless text. A line break inside a cell becomes a blank.

use crate::limits;
use std::borrow::Cow;

#[cfg(test)]
mod tests;

/// A cell as it is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    pub text: String,
    /// Whether invisible marks were taken out.
    pub is_mended: bool,
    /// What is wrong with it: code, what, mend.
    pub fault: Option<CellFault>,
}

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CellFault {
    pub code: &'static str,
    pub what: String,
    pub mend: &'static str,
}

/// Values a spreadsheet shows instead of a result.
const ERROR_VALUES: [&str; 9] =
    ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#DATA!"];

/// A reader's own text, short enough for a message and without control characters.
pub(crate) fn excerpt(text: &str) -> String {
    let printable = text.trim().chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c });
    let mut short: String = printable.take(60).collect();
    if text.trim().chars().count() > 60 {
        short.push('…');
    }
    short
}

/// The lines of a cell one behind the other, commas between: they part an address as commas do.
pub(crate) fn joined(raw: &str) -> Cow<'_, str> {
    if !raw.contains(['\n', '\r']) || raw.len() > limits::CELL_BYTES_MAX {
        return Cow::Borrowed(raw);
    }
    let lines = raw.split(['\n', '\r']).map(|line| line.trim().trim_end_matches([',', '，']));
    let filled: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    Cow::Owned(filled.join(", "))
}

/// Reads a cell.
pub(crate) fn clean(raw: &str) -> Cell {
    if raw.len() > limits::CELL_BYTES_MAX {
        let what = format!("the cell has {} bytes", raw.len());
        let mend = "shorten it, or close the quotation mark that is open before it";
        let fault = Some(CellFault { code: "cell_too_long", what, mend });
        return Cell { text: String::new(), is_mended: false, fault };
    }
    let mut text = String::with_capacity(raw.len());
    let mut is_mended = false;
    for character in raw.chars() {
        match character {
            '\t' | '\n' | '\r' | '\u{A0}' | '\u{202F}' | '\u{3000}' => text.push(' '),
            mark if is_invisible_mark(mark) => is_mended = true,
            kept => text.push(kept),
        }
    }
    let text = unwrapped(text.trim()).trim().to_owned();
    let fault = fault_of(&text);
    Cell { text, is_mended, fault }
}

/// Marks that nobody sees and nobody types: byte-order marks, directions, joiners, soft hyphens.
///
/// The zero-width joiners U+200C and U+200D stay: Persian and Indic scripts are spelt with them.
fn is_invisible_mark(character: char) -> bool {
    matches!(
        character,
        '\u{FEFF}'
            | '\u{AD}'
            | '\u{200B}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
    )
}

/// `0123` of `="0123"` and of `'0123`, which keep a spreadsheet from counting a text as a number.
fn unwrapped(text: &str) -> &str {
    if let Some(inner) = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'))
        && !inner.contains('"')
    {
        return inner;
    }
    let behind = text.strip_prefix('\'');
    behind.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == '+')).unwrap_or(text)
}

fn fault_of(text: &str) -> Option<CellFault> {
    let fault = |code, what: String, mend| Some(CellFault { code, what, mend });
    if let Some(control) = text.chars().find(|c| c.is_control()) {
        let what = format!("it holds the control character U+{:04X}", u32::from(control));
        return fault("control_character", what, "type the cell anew");
    }
    if text.contains('\u{FFFD}') {
        let what = format!("`{}` holds characters that could not be read", excerpt(text));
        return fault("cell_unreadable", what, "save the file as UTF-8, or name its encoding");
    }
    let is_overflow = text.len() > 2 && text.bytes().all(|byte| byte == b'#');
    if is_overflow || ERROR_VALUES.contains(&text) {
        let what = format!("it holds the spreadsheet's error `{}`", excerpt(text));
        return fault(
            "spreadsheet_error",
            what,
            "mend the formula in the spreadsheet and export again",
        );
    }
    if text.starts_with('=') || text.starts_with('@') {
        let what = format!("it holds the formula `{}`", excerpt(text));
        return fault("formula", what, "export values, not formulas");
    }
    if has_html(text) {
        let what = format!("`{}` holds HTML", excerpt(text));
        return fault("html", what, "paste it as plain text");
    }
    None
}

/// Whether a text holds a tag (`<br>`, `</b>`) or an entity (`&amp;`, `&#39;`).
fn has_html(text: &str) -> bool {
    let is_tag = |rest: &str| {
        let name = rest.strip_prefix('/').unwrap_or(rest);
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!') && name.contains('>')
    };
    let is_entity = |rest: &str| {
        let name = rest.split(';').next().unwrap_or_default();
        let word = name.strip_prefix('#').unwrap_or(name);
        name.len() < rest.len()
            && (2..=8).contains(&name.len())
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    text.match_indices('<').any(|(at, _)| is_tag(&text[at + 1..]))
        || text.match_indices('&').any(|(at, _)| is_entity(&text[at + 1..]))
}
