//! Rules for text that people type: one line, printable, within its limit.
//!
//! Text is trimmed and otherwise kept as given; nothing is silently removed from its middle.

use crate::{ModelError, limits};

/// A reader's own text, short enough for a message and without control characters.
pub(crate) fn excerpt(text: &str) -> String {
    let printable = text.trim().chars().map(|c| if is_unprintable(c) { '\u{FFFD}' } else { c });
    let mut short: String = printable.take(limits::EXCERPT_LENGTH_MAX + 1).collect();
    if short.chars().count() > limits::EXCERPT_LENGTH_MAX {
        short.pop();
        short.push('…');
    }
    short
}

/// Whether a character has no place on a label: controls, direction marks, byte-order marks,
/// invisible joiners other than those scripts need, and the replacement character of a bad decoding.
pub(crate) fn is_unprintable(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{00AD}'
                | '\u{200B}'
                | '\u{200E}'..='\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FEFF}'
                | '\u{FFF0}'..='\u{FFFF}'
        )
}

/// A line of text: trimmed, not empty, printable, at most `max` characters.
pub(crate) fn line(what: &'static str, text: &str, max: usize) -> Result<String, ModelError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ModelError::TextEmpty { what });
    }
    let length = text.chars().count();
    if length > max {
        return Err(ModelError::TextLong { what, length, max });
    }
    match text.chars().find(|&character| is_unprintable(character)) {
        Some(found) => Err(ModelError::TextUnprintable { what, character: u32::from(found) }),
        None => Ok(text.to_owned()),
    }
}

/// A line of text that may be empty, which is `None`.
pub(crate) fn optional_line(
    what: &'static str,
    text: &str,
    max: usize,
) -> Result<Option<String>, ModelError> {
    if text.trim().is_empty() { Ok(None) } else { line(what, text, max).map(Some) }
}

/// How many things there are, checked against their limits.
pub(crate) fn count(
    what: &'static str,
    found: usize,
    allowed: std::ops::RangeInclusive<usize>,
) -> Result<(), ModelError> {
    let (min, max) = (*allowed.start(), *allowed.end());
    if allowed.contains(&found) { Ok(()) } else { Err(ModelError::Count { what, found, min, max }) }
}
