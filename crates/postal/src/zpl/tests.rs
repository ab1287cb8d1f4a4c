//! Commands read back as a printer would by the guide: the graphic unpacked, the bars drawn, and the label
//! compared with the one drawn in dots.

use crate::barcode::{Barcode, Symbology};
use crate::label::tests::{label, pages_of_label};
use crate::raster::{Bars, Bitmap, Resolution};
use crate::testing::LATIN;
use crate::{LabelInput, render_label_zpl};
use portolan_model::{Identifier, IdentifierScheme};
use proptest::prelude::*;

fn between<'z>(zpl: &'z str, start: &str, end: &str) -> &'z str {
    let from = zpl.find(start).unwrap() + start.len();
    &zpl[from..from + zpl[from..].find(end).unwrap()]
}

fn hex(row: &[u8]) -> String {
    row.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02X}"))
}

/// Unpacks a graphic by the rules of `^GF` in compressed hexadecimal, apart from the code that packs it.
fn unpack(packed: &str, digits_per_row: usize) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    let (mut row, mut times) = (String::new(), 0);
    for sign in packed.chars() {
        match sign {
            'G'..='Y' => times += sign as usize - 'F' as usize,
            'g'..='z' => times += 20 * (sign as usize - 'f' as usize),
            ':' => rows.push(rows.last().unwrap().clone()),
            ',' => row.push_str(&"0".repeat(digits_per_row - row.len())),
            '!' => row.push_str(&"F".repeat(digits_per_row - row.len())),
            digit => {
                assert!(digit.is_ascii_hexdigit(), "{digit}");
                row.push_str(&digit.to_string().repeat(times.max(1)));
                times = 0;
            }
        }
        assert!(row.len() <= digits_per_row);
        if row.len() == digits_per_row {
            rows.push(std::mem::take(&mut row));
        }
    }
    assert!(row.is_empty() && times == 0);
    rows
}

/// Reads the data of `^BC` in mode N: symbols from start to the last before the check symbol.
fn symbols(data: &str) -> Vec<u8> {
    let mut symbols = Vec::new();
    let mut in_c = false;
    let mut signs = data.chars();
    while let Some(sign) = signs.next() {
        let value = match (sign, in_c) {
            ('>', _) => match signs.next().unwrap() {
                ':' => 104,
                ';' => 105,
                '5' => 99,
                '6' => 100,
                '8' => 102,
                '0' => 30,
                '<' => 62,
                '=' => 94,
                other => panic!("`>{other}`"),
            },
            (tens, true) => {
                let ones = signs.next().unwrap();
                format!("{tens}{ones}").parse().unwrap()
            }
            (letter, false) => {
                assert!(letter != '^' && letter != '~', "a command within the data");
                u8::try_from(letter).unwrap() - b' '
            }
        };
        match value {
            99 | 105 if sign == '>' => in_c = true,
            100 | 104 if sign == '>' => in_c = false,
            _ => {}
        }
        symbols.push(value);
    }
    symbols
}

#[test]
fn a_label_is_read_back_dot_for_dot() {
    for resolution in [Resolution::Dpi203, Resolution::Dpi300] {
        let input = label("RB123456785CN", 3);
        let zpl = render_label_zpl(&LATIN, &input, resolution).unwrap();
        assert!(zpl.starts_with("^XA\n") && zpl.ends_with("^XZ\n"));
        assert_eq!(zpl.matches("^XA").count(), 1);
        let graphic: Vec<&str> = between(&zpl, "^GFA,", "^FS").splitn(4, ',').collect();
        let bytes_per_row: usize = graphic[2].parse().unwrap();
        let rows = unpack(graphic[3], bytes_per_row * 2);
        assert_eq!(rows.len() * bytes_per_row, graphic[0].parse::<usize>().unwrap());
        assert_eq!(graphic[0], graphic[1]);

        let page = pages_of_label(&input).remove(0);
        let (left_out, placed) = Bitmap::of(&LATIN, &page, resolution, Bars::LeftOut).unwrap();
        for (y, row) in rows.iter().enumerate() {
            for x in 0..left_out.width {
                let digit = u8::from_str_radix(&row[x / 4..=x / 4], 16).unwrap();
                let is_black = digit & (8 >> (x % 4)) != 0;
                assert_eq!(is_black, left_out.is_black(x, y), "{x} {y}");
            }
        }
        let code = Barcode::encode("RB123456785CN", Symbology::Code128).unwrap();
        let said = symbols(between(&zpl, "^FD", "^FS"));
        assert_eq!(said, code.values()[..code.values().len() - 2]);
        let at = placed[0];
        let wanted =
            format!("^FO{},{}^BY{}^BCN,{},N,N,N,N^FD", at.left, at.top, at.module, at.height);
        assert!(zpl.contains(&wanted), "{wanted}");
        assert!(zpl.len() < 80_000, "{} bytes", zpl.len());
    }
}

#[test]
fn an_sscc_says_its_function_and_signs_of_the_language_stay_data() {
    let data = |scheme, text: &str| {
        let tracking = Identifier::read(scheme, text).unwrap();
        let input = LabelInput { tracking, ..label("RB123456785CN", 0) };
        let zpl = render_label_zpl(&LATIN, &input, Resolution::Dpi203).unwrap();
        between(&zpl, "^FD", "^FS").to_owned()
    };
    let sscc = data(IdentifierScheme::Sscc, "106141412345678908");
    assert_eq!(sscc, ">;>800106141412345678908");
    assert_eq!(data(IdentifierScheme::Other, "A^XZ~>b"), ">:A><XZ>=>0b");
}

proptest! {
    #[test]
    fn every_barcode_is_said_whole(text in "[ -~]{1,24}") {
        let code = Barcode::encode(&text, Symbology::Code128).unwrap();
        let wanted = &code.values()[..code.values().len() - 2];
        prop_assert_eq!(symbols(&super::field_data(&code)), wanted);
    }

    #[test]
    fn every_graphic_is_unpacked_whole(
        rows in prop::collection::vec(prop::collection::vec(prop_oneof![Just(0_u8), Just(255), any::<u8>()], 5), 1..30),
        long in 1_usize..900,
    ) {
        let wanted: Vec<String> = rows.iter().map(|row| hex(row)).collect();
        prop_assert_eq!(unpack(&super::pack(rows.into_iter()), 10), wanted);
        let mut wide = vec![0xAA_u8; long];
        wide.push(0xA5);
        let wanted = hex(wide.as_slice());
        let digits = wanted.len();
        prop_assert_eq!(unpack(&super::pack(std::iter::once(wide)), digits), [wanted]);
    }
}
