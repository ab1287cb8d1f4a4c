//! Text as it can be printed: composed, single-spaced, in Latin script, with a glyph for every letter.
//!
//! The font is the judge: what it cannot draw is refused by name ([`LabelError::Script`]), never
//! replaced by a box. No transliteration happens here. Start at [`printable`].

use crate::LabelError;
use crate::font::{Face, Fonts};
use unicode_normalization::UnicodeNormalization;

#[cfg(test)]
mod tests;

/// What a person can do about text in another script.
const SCRIPT_MEND: &str =
    "this version prints Latin script only: transliterate it or give its English form";

/// A text in printable form; [`LabelError::Script`] names its field where it has none.
pub(crate) fn printable(
    fonts: &Fonts,
    field: &'static str,
    text: &str,
) -> Result<String, LabelError> {
    let text = compose(text);
    if is_printable(fonts, &text) {
        Ok(text)
    } else {
        Err(LabelError::Script { field, text, mend: SCRIPT_MEND })
    }
}

fn is_printable(fonts: &Fonts, text: &str) -> bool {
    text.chars().all(|letter| is_latin(letter) && fonts.has_glyph(letter))
}

/// Letters with their accents joined, one kind of blank and of hyphen, no blanks at the ends.
fn compose(text: &str) -> String {
    let composed: String = text.nfc().map(plain_sign).collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The hyphens and primes the font lacks, as their everyday forms.
fn plain_sign(letter: char) -> char {
    match letter {
        '\u{2010}' | '\u{2011}' | '\u{2212}' => '-',
        '\u{2032}' | '\u{02B9}' => '\'',
        '\u{2033}' | '\u{02BA}' => '"',
        other => other,
    }
}

/// Whether a letter is Latin, or a sign or mark that Latin text uses. Greek and Cyrillic are not, even
/// where the font has some of them: sorters on the way read Latin.
fn is_latin(letter: char) -> bool {
    matches!(letter,
        ' '..='~'
        | '\u{00A1}'..='\u{024F}'
        | '\u{02BB}'..='\u{02BC}'
        | '\u{0300}'..='\u{0331}'
        | '\u{1E00}'..='\u{1EFF}'
        | '\u{2013}'..='\u{2026}'
        | '€' | '№' | '→')
}

/// Breaks text at blanks into rows no wider than a width; `None` where one word alone is wider.
pub(crate) fn wrap(
    fonts: &Fonts,
    (face, size_pt): (Face, f32),
    text: &str,
    width_mm: f32,
) -> Option<Vec<String>> {
    let fits = |row: &str| fonts.width_mm(face, size_pt, row) <= width_mm;
    let mut rows: Vec<String> = Vec::new();
    for word in text.split(' ') {
        if !fits(word) {
            return None;
        }
        match rows.last_mut() {
            Some(row) if fits(&format!("{row} {word}")) => {
                row.push(' ');
                row.push_str(word);
            }
            _ => rows.push(word.to_owned()),
        }
    }
    Some(rows)
}

/// The largest size, in steps of a quarter point, at which text fits a width; `None` below the least.
pub(crate) fn fit_size(
    fonts: &Fonts,
    face: Face,
    text: &str,
    width_mm: f32,
    sizes_pt: (f32, f32),
) -> Option<f32> {
    let (least, mut size) = sizes_pt;
    while size >= least {
        if fonts.width_mm(face, size, text) <= width_mm {
            return Some(size);
        }
        size -= 0.25;
    }
    None
}

/// Text shortened to a width with an ellipsis; only for what nobody needs whole.
pub(crate) fn shorten(
    fonts: &Fonts,
    (face, size_pt): (Face, f32),
    text: &str,
    width_mm: f32,
) -> String {
    if fonts.width_mm(face, size_pt, text) <= width_mm {
        return text.to_owned();
    }
    let mut letters: Vec<char> = text.chars().collect();
    while letters.pop().is_some() {
        let kept: String = letters.iter().collect();
        let short = format!("{}…", kept.trim_end());
        if fonts.width_mm(face, size_pt, &short) <= width_mm {
            return short;
        }
    }
    String::new()
}
