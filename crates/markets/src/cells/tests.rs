//! What spreadsheets and web pages leave in cells.

use super::*;
use proptest::prelude::*;

#[test]
fn wrappings_are_taken_off() {
    for (raw, text) in [
        ("  a  b ", "a  b"),
        ("=\"00123\"", "00123"),
        ("'00123", "00123"),
        ("'+33", "+33"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("a\r\nb\tc\u{A0}d", "a  b c d"),
        ("R&D, A & B; C", "R&D, A & B; C"),
        ("3 < 5 > 4", "3 < 5 > 4"),
    ] {
        let cell = clean(raw);
        assert_eq!(
            (cell.text.as_str(), cell.fault, cell.is_mended),
            (text, None, false),
            "{raw:?}"
        );
    }
}

#[test]
fn invisible_marks_are_taken_out_and_said() {
    for raw in ["\u{FEFF}a", "\u{200F}a", "a\u{202E}", "\u{AD}a\u{200B}\u{2066}"] {
        let cell = clean(raw);
        assert_eq!((cell.text.as_str(), cell.is_mended), ("a", true), "{raw:?}");
    }
    assert_eq!(clean("می\u{200C}خواهم").text, "می\u{200C}خواهم");
}

#[test]
fn what_is_not_text_is_told() {
    for (raw, code) in [
        ("a\u{7}b", "control_character"),
        ("a\u{FFFD}b", "cell_unreadable"),
        ("#N/A", "spreadsheet_error"),
        ("########", "spreadsheet_error"),
        ("=A1+B1", "formula"),
        ("=\"a\"&\"b\"", "formula"),
        ("@SUM(A1)", "formula"),
        ("a<br>b", "html"),
        ("</b>", "html"),
        ("<!--x-->", "html"),
        ("A&amp;B", "html"),
        ("&#39;", "html"),
    ] {
        assert_eq!(clean(raw).fault.unwrap().code, code, "{raw:?}");
    }
    assert_eq!(clean(&"x".repeat(4097)).fault.unwrap().code, "cell_too_long");
    assert_eq!(clean(&"x".repeat(4096)).fault, None);
}

proptest! {
    #[test]
    fn cleaning_twice_is_cleaning_once(raw in "[ '=\"<&;#@a0\u{FEFF}]{0,8}|.*") {
        let cell = clean(&raw);
        if cell.fault.is_none() && !cell.text.starts_with('\'') {
            prop_assert_eq!(clean(&cell.text).text, cell.text);
        }
        let _ = excerpt(&raw);
    }
}
