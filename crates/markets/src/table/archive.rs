//! A zip archive before anything reads it: what is in it, and what it unpacks to.
//!
//! A few kilobytes can unpack to gigabytes, and an archive's own figures can lie, so every part is unpacked
//! once and counted before a reader of workbooks is let in.

use crate::{Fault, limits};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// What a measured archive holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Measured {
    /// How many rows its sheets hide.
    pub hidden_rows: u32,
}

/// Files that are zip archives and no workbook we read: a name inside, what it is, and the mend.
const OTHER_ARCHIVES: [(&str, &str, &str); 4] = [
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)", "save it as .xlsx or as `CSV UTF-8`"),
    ("content.xml", "an OpenDocument file", "save it as .xlsx or as `CSV UTF-8`"),
    ("Index/Document.iwa", "a file of Numbers", "export it as Excel (.xlsx) or CSV"),
    ("word/document.xml", "a Word document", "export the table as .xlsx or CSV"),
];

/// Unpacks every part, keeps none, and refuses what is no workbook or too large.
pub(super) fn measure(bytes: &[u8]) -> Result<Measured, Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let names: Vec<String> =
        archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
    for (inside, kind, mend) in OTHER_ARCHIVES {
        if names.iter().any(|name| name == inside) {
            return Err(Fault::of_file("file_not_text", format!("the file is {kind}"), mend));
        }
    }
    if !names.iter().any(|name| name == "[Content_Types].xml") {
        let what = "the file is a zip archive";
        return Err(Fault::of_file("file_not_text", what, "unpack it first"));
    }
    if archive.len() > limits::ARCHIVE_PARTS_MAX {
        return Err(too_large());
    }
    let mut buffer = vec![0_u8; 64 * 1024];
    let (mut total, mut measured) = (0_usize, Measured::default());
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_| damaged())?;
        let mut scan = XmlScan::default();
        loop {
            let count = part.read(&mut buffer).map_err(|_| damaged())?;
            if count == 0 {
                break;
            }
            total = total.saturating_add(count);
            if total > limits::UNPACKED_BYTES_MAX {
                return Err(too_large());
            }
            scan.read(&buffer[..count]);
        }
        scan.check()?;
        measured.hidden_rows = measured.hidden_rows.saturating_add(scan.hidden_rows);
    }
    Ok(measured)
}

/// A fault of an archive that cannot be read.
pub(super) fn damaged() -> Fault {
    let mend = "open it in a spreadsheet program and save it anew";
    Fault::of_file("workbook_damaged", "the workbook is damaged", mend)
}

fn too_large() -> Fault {
    let max = limits::UNPACKED_BYTES_MAX;
    let what = format!("the workbook unpacks to more than {max} bytes");
    Fault::of_file("workbook_too_large", what, "split it, or save the sheet as `CSV UTF-8`")
}

/// What is looked for in the XML of a part, without parsing it.
#[derive(Debug, Default)]
struct XmlScan {
    /// The beginning of the tag being read; none between tags.
    tag: Option<Vec<u8>>,
    hidden_rows: u32,
    /// How much of [`COUNT_NAME`] stands before the next byte.
    matched: usize,
    /// What stands behind the attribute that tells how many texts are shared.
    count_text: Option<Vec<u8>>,
    /// Whether it tells more than the file can hold.
    is_boasting: bool,
}

/// The attribute by which a reader makes room for shared texts before it has seen any.
const COUNT_NAME: &[u8] = b"uniqueCount";
/// How much is looked at behind it, in bytes.
const COUNT_TEXT_BYTES: usize = 64;
/// How much of a tag is looked at, in bytes: a row's attributes are fewer.
const TAG_BYTES: usize = 512;

impl XmlScan {
    fn read(&mut self, chunk: &[u8]) {
        for &byte in chunk {
            self.follow_count(byte);
            match (byte, &mut self.tag) {
                (b'<', _) => self.tag = Some(Vec::new()),
                (b'>', Some(tag)) => {
                    self.hidden_rows += u32::from(is_hidden_row(tag));
                    self.tag = None;
                }
                (_, Some(tag)) if tag.len() < TAG_BYTES => tag.push(byte),
                _ => {}
            }
        }
    }

    fn follow_count(&mut self, byte: u8) {
        if let Some(text) = &mut self.count_text {
            text.push(byte);
            if text.len() == COUNT_TEXT_BYTES {
                self.judge_count();
            }
            return;
        }
        self.matched = if byte == COUNT_NAME[self.matched] {
            self.matched + 1
        } else {
            usize::from(byte == COUNT_NAME[0])
        };
        if self.matched == COUNT_NAME.len() {
            self.matched = 0;
            self.count_text = Some(Vec::new());
        }
    }

    /// More than a million texts and more than the limit of bytes are the same lie: each text takes bytes.
    fn judge_count(&mut self) {
        let Some(text) = self.count_text.take() else { return };
        let is_sign = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\'');
        let behind: Vec<u8> = text.iter().copied().skip_while(is_sign).collect();
        let digits: Vec<u8> = behind.iter().copied().take_while(u8::is_ascii_digit).collect();
        let count = std::str::from_utf8(&digits).ok().and_then(|text| text.parse::<usize>().ok());
        let is_too_many = count.is_none_or(|count| count > limits::SHARED_TEXTS_MAX);
        self.is_boasting |= behind.is_empty() || !digits.is_empty() && is_too_many;
    }

    fn check(&mut self) -> Result<(), Fault> {
        self.judge_count();
        if self.is_boasting { Err(too_large()) } else { Ok(()) }
    }
}

/// Whether a tag begins a row that is not shown.
fn is_hidden_row(tag: &[u8]) -> bool {
    let is_row = tag.strip_prefix(b"row").is_some_and(|rest| rest.starts_with(b" "));
    let has = |text: &[u8]| tag.windows(text.len()).any(|part| part == text);
    is_row && (has(b" hidden=\"1\"") || has(b" hidden=\"true\""))
}
