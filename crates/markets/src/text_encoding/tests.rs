//! Every way a file tells its encoding, and the files that tell too little.

use super::*;
use encoding_rs::{WINDOWS_1251, WINDOWS_1252};
use portolan_model::TimeZoneName;
use proptest::prelude::*;

const CHINESE: &str = "订单号,日期,商品编码,数量,备注\nA-1,2026-11-22,WALNUT,1,请小心轻放\n";
const RUSSIAN: &str = "order,name,city\nA-1,Иван Примеров,Москва\nA-2,Анна Вымышленная,Казань\n";
const FRENCH: &str = "order,name,city\nA-1,René Exemple,Orléans\nA-2,Hélène Inventée,Besançon\nA-3,Benoît Fictif,Nîmes\n";

fn options(encoding: Option<&str>) -> ReadOptions {
    let zone = TimeZoneName::utc();
    ReadOptions { encoding: encoding.map(str::to_owned), ..ReadOptions::new(zone) }
}

fn bytes_in(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    encoding.encode(text).0.into_owned()
}

fn utf16(text: &str, little: bool) -> Vec<u8> {
    let swap = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
    text.encode_utf16().flat_map(swap).collect()
}

fn read(
    bytes: &[u8],
    encoding: Option<&str>,
) -> Result<(String, &'static str, bool), &'static str> {
    let decoded = decode(bytes, &options(encoding)).map_err(|fault| fault.code)?;
    Ok((decoded.text.into_owned(), decoded.encoding, decoded.is_guess))
}

#[test]
fn marked_files_are_read_whatever_is_told() {
    let mut with_mark = b"\xEF\xBB\xBF".to_vec();
    with_mark.extend(CHINESE.as_bytes());
    assert_eq!(read(&with_mark, Some("gbk")), Ok((CHINESE.to_owned(), "UTF-8", false)));
    for (little, name) in [(true, "UTF-16LE"), (false, "UTF-16BE")] {
        let marked = utf16(&format!("\u{FEFF}{CHINESE}"), little);
        assert_eq!(read(&marked, None), Ok((CHINESE.to_owned(), name, false)));
        let unmarked = utf16(CHINESE, little);
        assert_eq!(read(&unmarked, None), Ok((CHINESE.to_owned(), name, false)));
    }
}

#[test]
fn utf_8_needs_no_telling() {
    assert_eq!(read(CHINESE.as_bytes(), None), Ok((CHINESE.to_owned(), "UTF-8", false)));
    assert_eq!(read(b"order\n", None), Ok(("order\n".to_owned(), "UTF-8", false)));
}

#[test]
fn a_damaged_place_leaves_utf_8() {
    let mut damaged = CHINESE.as_bytes().to_vec();
    damaged.extend(b"A-2,\xE5\xB0,x\n");
    let (text, name, _) = read(&damaged, None).unwrap();
    assert_eq!(name, "UTF-8");
    assert!(text.ends_with("A-2,\u{FFFD},x\n"));
}

#[test]
fn plain_evidence_is_guessed_and_said_to_be_a_guess() {
    for (encoding, text) in [(GBK, CHINESE), (WINDOWS_1251, RUSSIAN), (WINDOWS_1252, FRENCH)] {
        let guess = read(&bytes_in(encoding, text), None);
        assert_eq!(guess, Ok((text.to_owned(), encoding.name(), true)));
    }
}

#[test]
fn weak_evidence_asks() {
    // Two characters of GBK are four letters of windows-1252; one umlaut is half a character of GBK.
    for (encoding, text) in
        [(GBK, "order,note\nA-1,易碎\n"), (WINDOWS_1252, "order,city\nA-1,Köln\n")]
    {
        let bytes = bytes_in(encoding, text);
        assert_eq!(read(&bytes, None), Err("encoding_uncertain"));
        assert_eq!(
            read(&bytes, Some(encoding.name())),
            Ok((text.to_owned(), encoding.name(), false))
        );
    }
}

#[test]
fn a_guess_over_a_long_file_cuts_no_character() {
    let long = CHINESE.repeat(limits::GUESS_BYTES_MAX / CHINESE.len() * 2);
    let (text, name, _) = read(&bytes_in(GBK, &long), None).unwrap();
    assert_eq!((name, text == long), ("GBK", true));
}

#[test]
fn other_names_and_other_files_are_told() {
    for (bytes, encoding, code) in [
        (b"order\n".as_slice(), Some("klingon"), "encoding_unknown"),
        (b"order\n", Some("iso-2022-kr"), "encoding_unknown"),
        (b"%PDF-1.7", Some("gbk"), "file_not_text"),
        (b"a\0\0\0b\xFF", None, "file_not_text"),
    ] {
        assert_eq!(read(bytes, encoding), Err(code));
    }
    let vast = vec![b'a'; limits::FILE_BYTES_MAX + 1];
    assert_eq!(check_size(&vast).map_err(|fault| fault.code), Err("file_too_large"));
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
        let _ = decode(&bytes, &options(None));
        let _ = decode(&bytes, &options(Some("gb18030")));
    }
}
