//! Known symbols, and every text read back by a decoder that shares only the width table.

use super::{Barcode, Symbology, WIDTHS};
use proptest::prelude::*;
use std::fmt::Write as _;

fn encode(text: &str) -> Barcode {
    Barcode::encode(text, Symbology::Code128).unwrap()
}

/// Reads bars as a scanner does: symbols by their widths, the check symbol, then sets B and C.
fn decode(barcode: &Barcode) -> Result<String, &'static str> {
    let bars = barcode.bars();
    let mut widths = Vec::new();
    for (index, &(at, width)) in bars.iter().enumerate() {
        widths.push(b'0' + u8::try_from(width).unwrap());
        if let Some(&(next, _)) = bars.get(index + 1) {
            widths.push(b'0' + u8::try_from(next - at - width).unwrap());
        }
    }
    let (body, stop) = widths.split_at(widths.len() - 7);
    if stop != b"2331112" {
        return Err("no stop");
    }
    let mut values = Vec::new();
    for symbol in body.chunks(6) {
        values.push(WIDTHS.iter().position(|known| *known == symbol).ok_or("no such symbol")?);
    }
    let check = values.pop().ok_or("empty")?;
    let sum: usize = values.iter().enumerate().map(|(at, value)| at.max(1) * value).sum();
    if sum % 103 != check {
        return Err("check symbol");
    }
    let mut in_c = match values.remove(0) {
        105 => true,
        104 => false,
        _ => return Err("no start"),
    };
    let mut text = String::new();
    for value in values {
        match value {
            102 => {}
            99 if !in_c => in_c = true,
            100 if in_c => in_c = false,
            0..=99 if in_c => write!(text, "{value:02}").unwrap(),
            0..=94 => text.push(char::from(b' ' + u8::try_from(value).unwrap())),
            _ => return Err("a function"),
        }
    }
    Ok(text)
}

#[test]
fn the_width_table_is_that_of_the_standard() {
    for (value, widths) in WIDTHS.iter().enumerate().take(106) {
        let modules: u32 = widths.iter().map(|width| u32::from(width - b'0')).sum();
        let black: u32 = widths.iter().step_by(2).map(|width| u32::from(width - b'0')).sum();
        assert_eq!(modules, 11, "symbol {value}");
        assert_eq!(black % 2, 0, "bars of symbol {value} make an even number of modules");
        assert!(WIDTHS[..value].iter().all(|other| other != widths), "symbol {value} twice");
    }
}

#[test]
fn known_texts_have_their_known_symbols() {
    // The worked example of public descriptions of Code 128: PJJ123C in set B, check symbol 54 when
    // written in set A; in set B the start differs by one, hence 55.
    assert_eq!(encode("PJJ123C").values(), [104, 48, 42, 42, 17, 18, 19, 35, 55, 106]);
    assert_eq!(encode("Wikipedia").values(), [104, 55, 73, 75, 73, 80, 69, 68, 73, 65, 88, 106]);
    assert_eq!(encode("1234").values(), [105, 12, 34, 82, 106]);
}

#[test]
fn sets_switch_where_that_is_shorter() {
    // An S10 identifier: its first digit in set B, the other eight in pairs.
    let s10 = encode("RB123456785CN");
    assert_eq!(&s10.values()[..10], [104, 50, 34, 17, 99, 23, 45, 67, 85, 100]);
    assert_eq!(s10.module_count(), 156);
    assert_eq!(encode("A12B").values().len(), 4 + 3, "two digits are not worth two switches");
    assert_eq!(encode("12345").values().len(), 1 + 4 + 2, "an odd digit last, in set B");
}

#[test]
fn gs1_starts_with_its_function() {
    let sscc = Barcode::encode("00106141412345678908", Symbology::Gs1).unwrap();
    assert_eq!(&sscc.values()[..3], [105, 102, 0]);
    assert_eq!(decode(&sscc).unwrap(), "00106141412345678908");
}

#[test]
fn unprintable_and_endless_texts_are_refused() {
    for text in ["", "é", "a\tb", "包裹", &"1".repeat(crate::limits::BARCODE_CHARACTERS_MAX + 1)]
    {
        let error = Barcode::encode(text, Symbology::Code128).unwrap_err();
        assert_eq!(error.code(), "label_barcode");
    }
}

/// Length of the shortest sequence, by trying every set at every place.
fn shortest(bytes: &[u8], in_c: bool) -> usize {
    let Some((_, rest)) = bytes.split_first() else { return 0 };
    let digits = bytes.len() > 1 && bytes[0].is_ascii_digit() && bytes[1].is_ascii_digit();
    let pair = if digits { 1 + usize::from(!in_c) + shortest(&bytes[2..], true) } else { 99 };
    pair.min(1 + usize::from(in_c) + shortest(rest, false))
}

proptest! {
    #[test]
    fn every_printable_text_is_read_back(text in "[ -~]{1,35}") {
        prop_assert_eq!(decode(&encode(&text)).unwrap(), text);
    }

    #[test]
    fn digits_among_letters_are_read_back(text in "[0-9A-F]{1,35}") {
        prop_assert_eq!(decode(&encode(&text)).unwrap(), text);
    }

    #[test]
    fn no_sequence_is_shorter(text in "[0-9X]{1,16}") {
        let found = encode(&text).values().len() - 3;
        let least = shortest(text.as_bytes(), false).min(shortest(text.as_bytes(), true));
        prop_assert_eq!(found, least);
    }
}
