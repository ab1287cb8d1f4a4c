//! Text as it can be printed: composed, single-spaced, with a glyph for every letter, broken into rows.
//!
//! The fonts are the judge: what none of them draws is refused by name ([`LabelError::Script`]), never
//! replaced by a box and never left out. Start at [`printable`].

use crate::LabelError;
use crate::font::{Face, Hand};
use crate::shape::{Fonts, is_unseen};
use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript as _};

#[cfg(test)]
mod tests;

/// What a person can do about a character that nothing draws.
const MEND: &str = "write it without that character, or in other letters";
/// The same where the fonts of the other scripts were left out.
const MEND_LATIN: &str = "this program was built without the fonts of other scripts (`make web`): \
                          give its form in Latin letters";

/// A text in printable form; [`LabelError::Script`] names its field where it has none.
pub(crate) fn printable(
    fonts: &Fonts,
    field: &'static str,
    text: &str,
) -> Result<String, LabelError> {
    let text = compose(text);
    match text.chars().find(|letter| !is_drawn(fonts, *letter)) {
        None => Ok(text),
        Some(letter) => {
            let mend = if fonts.set.is_latin_only() { MEND_LATIN } else { MEND };
            Err(LabelError::Script { field, text, letter: named(letter), mend })
        }
    }
}

/// Whether a font draws a letter, or it steers others and draws nothing of its own. Any hand will do.
fn is_drawn(fonts: &Fonts, letter: char) -> bool {
    let is_seen = || !letter.is_control() && fonts.set.find(letter, Hand::Simplified).is_some();
    is_unseen(letter) || is_seen()
}

/// A character and its number, as people look it up.
fn named(letter: char) -> String {
    let number = u32::from(letter);
    if letter.is_control() {
        format!("U+{number:04X}")
    } else {
        format!("`{letter}` (U+{number:04X})")
    }
}

/// Letters with their accents joined, one kind of blank and of hyphen, no blanks at the ends, and none of
/// the signs that order their neighbours about.
fn compose(text: &str) -> String {
    let kept = text.chars().filter(|letter| !is_override(*letter));
    let composed: String = kept.nfc().map(plain_sign).collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Embeddings, overrides and isolates of direction, which could turn an address around, and blanks of no
/// width: neither is a letter, and a label orders its rows itself.
const fn is_override(letter: char) -> bool {
    matches!(letter,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        | '\u{00AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// A text in Latin letters, one by one by a table, or `None` where it is in Latin letters already. Who
/// cannot read the script can at least compare it; names come out as nobody would write them.
pub(crate) fn transliterate(text: &str) -> Option<String> {
    let is_latin = |letter: char| {
        matches!(letter.script(), Script::Latin | Script::Common | Script::Inherited)
    };
    (!text.chars().all(is_latin)).then(|| compose(&any_ascii::any_ascii(text)))
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

/// Breaks text at blanks into rows no wider than a width, and words of scripts without blanks where
/// their rules allow it; `None` where one part alone is wider.
pub(crate) fn wrap(
    fonts: &Fonts,
    (face, size_pt): (Face, f32),
    text: &str,
    width_mm: f32,
) -> Option<Vec<String>> {
    let fits = |row: &str| fonts.width_mm(face, size_pt, row) <= width_mm;
    let mut rows: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match rows.last_mut() {
            Some(row) if fits(&format!("{row} {word}")) => {
                row.push(' ');
                row.push_str(word);
            }
            _ if fits(word) => rows.push(word.to_owned()),
            _ => rows.extend(wrap_word(word, fits)?),
        }
    }
    Some(rows)
}

/// Breaks one word that is wider than a row; `None` for scripts that are broken at blanks alone.
fn wrap_word(word: &str, fits: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    if !word.chars().any(is_written_on) {
        return None;
    }
    let segmenter = LineSegmenter::new_lstm(LineBreakOptions::default());
    let mut rows = Vec::new();
    let (mut start, mut last) = (0, 0);
    for at in segmenter.segment_str(word) {
        if !fits(&word[start..at]) {
            if last == start || !fits(&word[start..last]) {
                return None;
            }
            rows.push(word[start..last].to_owned());
            start = last;
        }
        last = at;
    }
    let rest = &word[start..];
    if !fits(rest) {
        return None;
    }
    rows.push(rest.to_owned());
    Some(rows)
}

/// Letters of scripts that are written without blanks between words: Thai to Khmer, and Chinese
/// characters, kana and Hangul.
const fn is_written_on(letter: char) -> bool {
    matches!(letter,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}')
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
    while let Some(cut) = letters.pop() {
        if is_combining_mark(cut) || is_unseen(cut) {
            continue;
        }
        let kept: String = letters.iter().collect();
        let short = format!("{}…", kept.trim_end());
        if fonts.width_mm(face, size_pt, &short) <= width_mm {
            return short;
        }
    }
    String::new()
}
