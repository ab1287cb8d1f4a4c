//! Bytes to text: told, marked, recognised, or guessed with enough evidence, in that order.
//!
//! A wrong guess would print a wrong name on a label, so a weak one is a fault that asks for the encoding.

use crate::{Fault, ReadOptions, limits};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GBK, REPLACEMENT, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE,
};
use std::borrow::Cow;

#[cfg(test)]
mod tests;

/// The text of a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Decoded<'a> {
    pub text: Cow<'a, str>,
    pub encoding: &'static str,
    /// Whether the encoding is a guess, which its user should look at.
    pub is_guess: bool,
}

/// Beginnings of files that are no text, and what to do with each.
const OTHER_FILES: [(&[u8], &str, &str); 3] = [
    (b"%PDF", "a PDF", "export the orders as CSV"),
    (b"\x1F\x8B", "a gzip file", "unpack it first"),
    (b"SQLite format 3", "a database", "export the orders as CSV"),
];

/// How a compound file begins: an old workbook, or a new one behind a password.
const COMPOUND_MARK: &[u8] = b"\xD0\xCF\x11\xE0";

/// Beginnings of texts that are no table, in lower case: programs write web pages and call them workbooks.
const OTHER_TEXTS: [(&str, &str); 5] = [
    ("<!doctype html", "a web page"),
    ("<html", "a web page"),
    ("<table", "a web page"),
    ("<?xml", "an XML document"),
    ("{\\rtf", "a rich text"),
];

/// Fewest bytes beyond ASCII that a guess may rest on where an East Asian reading is possible: four
/// characters of two bytes.
const EVIDENCE_BYTES: usize = 8;

/// Hints that leave clear evidence alone and sway weak evidence: if they change the reading, it is weak.
const WEAK_HINTS: [Option<&[u8]>; 4] = [None, Some(b"fr"), Some(b"is"), Some(b"lt")];

/// Refuses a file that is too large to be read at once.
pub(crate) fn check_size(bytes: &[u8]) -> Result<(), Fault> {
    if bytes.len() > limits::FILE_BYTES_MAX {
        let what = format!("the file has {} bytes", bytes.len());
        let mend = format!("split it into files of at most {} bytes", limits::FILE_BYTES_MAX);
        return Err(Fault::of_file("file_too_large", what, mend));
    }
    Ok(())
}

/// The fault of a compound file: behind a password a workbook is a package in one, under this name.
fn compound_fault(bytes: &[u8]) -> Fault {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(name.len()).any(|part| part == name) {
        let mend = "open it, take the password off and save it anew";
        return Fault::of_file("file_protected", "the workbook is behind a password", mend);
    }
    let what = "the file is an old Excel workbook (.xls)";
    Fault::of_file("file_not_text", what, "save it as .xlsx or as `CSV UTF-8`")
}

/// Refuses a text that is something else than a table.
fn check_text(decoded: Decoded<'_>) -> Result<Decoded<'_>, Fault> {
    let start: String = decoded.text.trim_start().chars().take(16).collect();
    let start = start.to_ascii_lowercase();
    match OTHER_TEXTS.iter().find(|(beginning, _)| start.starts_with(beginning)) {
        None => Ok(decoded),
        Some((_, kind)) => {
            let what = format!("the file is {kind}, whatever its name says");
            let mend = "open it in a spreadsheet program and save it as .xlsx or as `CSV UTF-8`";
            Err(Fault::of_file("file_not_text", what, mend))
        }
    }
}

/// Reads the bytes of a file as text, or says why not.
pub(crate) fn decode<'a>(bytes: &'a [u8], options: &ReadOptions) -> Result<Decoded<'a>, Fault> {
    if let Some((_, kind, mend)) = OTHER_FILES.iter().find(|row| bytes.starts_with(row.0)) {
        return Err(Fault::of_file("file_not_text", format!("the file is {kind}"), *mend));
    }
    if bytes.starts_with(COMPOUND_MARK) {
        return Err(compound_fault(bytes));
    }
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(bytes) {
        return check_text(read_as(&bytes[mark_bytes..], encoding, false));
    }
    if let Some(label) = &options.encoding {
        return check_text(read_as(bytes, told(label)?, false));
    }
    recognised(bytes).map_or_else(|| guessed(bytes), Ok).and_then(check_text)
}

fn read_as<'a>(bytes: &'a [u8], encoding: &'static Encoding, is_guess: bool) -> Decoded<'a> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Decoded { text, encoding: encoding.name(), is_guess }
}

fn told(label: &str) -> Result<&'static Encoding, Fault> {
    let known = Encoding::for_label(label.as_bytes()).filter(|&known| known != REPLACEMENT);
    known.ok_or_else(|| {
        let what = format!("encoding `{}` is unknown", crate::cells::excerpt(label));
        let mend =
            "use a name such as utf-8, gbk, gb18030, big5, shift_jis, windows-1251 or windows-1252";
        Fault::of_file("encoding_unknown", what, mend)
    })
}

/// UTF-8 (a few damaged places included, which are told cell by cell) and UTF-16 without a mark.
fn recognised(bytes: &[u8]) -> Option<Decoded<'_>> {
    if bytes.contains(&0) {
        let zeros_at = |parity| bytes.iter().skip(parity).step_by(2).filter(|&&b| b == 0).count();
        let (high_first, low_first) = (zeros_at(0), zeros_at(1));
        if low_first > 10 * high_first {
            return Some(read_as(bytes, UTF_16LE, false));
        }
        return (high_first > 10 * low_first).then(|| read_as(bytes, UTF_16BE, false));
    }
    let (mut sound, mut damaged) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        damaged += usize::from(!chunk.invalid().is_empty());
    }
    // In any other encoding hardly a sequence happens to be sound UTF-8.
    (damaged == 0 || sound > 10 * damaged).then(|| read_as(bytes, UTF_8, false))
}

fn guessed(bytes: &[u8]) -> Result<Decoded<'_>, Fault> {
    if bytes.contains(&0) {
        let mend = "export it as CSV in UTF-8";
        return Err(Fault::of_file("file_not_text", "the file holds zero bytes", mend));
    }
    let mut end = bytes.len().min(limits::GUESS_BYTES_MAX);
    // A character is not cut in two at a line's end.
    if end < bytes.len() {
        end = bytes[..end].iter().rposition(|&byte| byte == b'\n').map_or(end, |at| at + 1);
    }
    let sample = &bytes[..end];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, end == bytes.len());
    let best = detector.guess(None, Utf8Detection::Deny);
    let reading = best.decode_without_bom_handling(sample);
    let is_steady = WEAK_HINTS.iter().all(|hint| {
        let other = detector.guess(*hint, Utf8Detection::Deny);
        other == best || other.decode_without_bom_handling(sample).0 == reading.0
    });
    let has_controls = reading.0.chars().any(|c| matches!(c, '\u{80}'..='\u{9F}'));
    if is_steady && !reading.1 && !has_controls && has_evidence(sample) {
        return Ok(read_as(bytes, best, true));
    }
    let what = format!("the file's encoding is uncertain, perhaps {}", best.name());
    let mend = "name it, such as `--encoding gbk`, or save the file as UTF-8";
    Err(Fault::of_file("encoding_uncertain", what, mend))
}

/// Whether there are bytes enough to guess from, or none of the two-byte encodings can read the few.
fn has_evidence(sample: &[u8]) -> bool {
    let beyond_ascii = sample.iter().filter(|byte| !byte.is_ascii()).count();
    let is_readable_in = |encoding: &&'static Encoding| {
        encoding.decode_without_bom_handling_and_without_replacement(sample).is_some()
    };
    beyond_ascii >= EVIDENCE_BYTES
        || ![GBK, BIG5, SHIFT_JIS, EUC_JP, EUC_KR].iter().any(is_readable_in)
}
