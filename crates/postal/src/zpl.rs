//! Pages in ZPL II, the language of many label printers.
//!
//! The barcode is the printer's own (`^BC`), in the same code sets and whole dots as everywhere else; all
//! else is one graphic (`^GFA`), because the letters a printer has are few and their widths not ours.
//! No printer was at hand: tests read the commands back by the guide's rules. Start at [`write_page`].

use crate::LabelError;
use crate::barcode::Barcode;
use crate::font::FontSet;
use crate::page::{Mark, Page};
use crate::raster::{Bars, Bitmap, Resolution};
use std::fmt::Write as _;

#[cfg(test)]
mod tests;

/// Writes one page as one label.
pub(crate) fn write_page(
    set: &FontSet,
    page: &Page,
    resolution: Resolution,
) -> Result<String, LabelError> {
    let (bitmap, placed) = Bitmap::of(set, page, resolution, Bars::LeftOut)?;
    let bytes_per_row = bitmap.width.div_ceil(8);
    let bytes = bytes_per_row * bitmap.height;
    let mut zpl = format!("^XA\n^PW{}\n^LL{}\n^LH0,0\n^LS0\n", bitmap.width, bitmap.height);
    let graphic = pack(bitmap.rows());
    write_to(&mut zpl, format_args!("^FO0,0^GFA,{bytes},{bytes},{bytes_per_row},{graphic}^FS\n"));
    let barcodes = page.marks.iter().filter_map(|mark| match mark {
        Mark::Barcode(barcode) => Some(&barcode.code),
        _ => None,
    });
    for (code, at) in barcodes.zip(placed) {
        let data = field_data(code);
        let (left, top, module, height) = (at.left, at.top, at.module, at.height);
        write_to(
            &mut zpl,
            format_args!("^FO{left},{top}^BY{module}^BCN,{height},N,N,N,N^FD{data}^FS\n"),
        );
    }
    zpl.push_str("^XZ\n");
    Ok(zpl)
}

fn write_to(zpl: &mut String, text: std::fmt::Arguments<'_>) {
    zpl.write_fmt(text).expect("a string takes what is written");
}

/// A barcode's symbols as `^BC` takes them in mode N: `>:` and `>;` start sets B and C, `>5` and `>6`
/// change to C and B, `>8` is FNC1, and three signs go by a code of their own (ZPL II Programming Guide,
/// table of invocation characters of Code 128). The printer adds check symbol and stop.
fn field_data(code: &Barcode) -> String {
    let mut data = String::new();
    let values = code.values();
    let mut in_c = values[0] == Barcode::START_C;
    data.push_str(if in_c { ">;" } else { ">:" });
    for &value in &values[1..values.len() - 2] {
        match value {
            Barcode::FNC1 => data.push_str(">8"),
            Barcode::CODE_C if !in_c => {
                data.push_str(">5");
                in_c = true;
            }
            Barcode::CODE_B if in_c => {
                data.push_str(">6");
                in_c = false;
            }
            pair if in_c => write_to(&mut data, format_args!("{pair:02}")),
            letter => match char::from(b' ' + letter) {
                '>' => data.push_str(">0"),
                '^' => data.push_str("><"),
                '~' => data.push_str(">="),
                plain => data.push(plain),
            },
        }
    }
    data
}

/// Rows of dots in hexadecimal, repeats counted: a letter from `G` to `Y` repeats the next digit 1 to 19
/// times, one from `g` to `z` 20 to 400 times; a comma ends a row in white, `!` in black; a colon is the
/// row above again.
fn pack(rows: impl Iterator<Item = Vec<u8>>) -> String {
    let mut packed = String::new();
    let mut above = String::new();
    for row in rows {
        let digits = row.iter().fold(String::with_capacity(row.len() * 2), |mut digits, byte| {
            write_to(&mut digits, format_args!("{byte:02X}"));
            digits
        });
        if digits == above {
            packed.push(':');
            continue;
        }
        let (kept, end) = match digits.as_bytes().last() {
            Some(b'0') => (digits.trim_end_matches('0'), ","),
            Some(b'F') => (digits.trim_end_matches('F'), "!"),
            _ => (digits.as_str(), ""),
        };
        let mut rest = kept.as_bytes();
        while let Some(&digit) = rest.first() {
            let count = rest.iter().take_while(|other| **other == digit).count();
            repeat(&mut packed, digit, count);
            rest = &rest[count..];
        }
        packed.push_str(end);
        above = digits;
    }
    packed
}

/// Writes a digit so many times.
fn repeat(packed: &mut String, digit: u8, count: usize) {
    if count == 1 {
        packed.push(char::from(digit));
        return;
    }
    let mut left = count;
    while left > 0 {
        let now = left.min(419);
        for (step, place) in [(now / 20, b'f'), (now % 20, b'F')] {
            // At most twenty steps of each: `now` is below 420.
            let step = u8::try_from(step).unwrap_or_default();
            if step > 0 {
                packed.push(char::from(place + step));
            }
        }
        packed.push(char::from(digit));
        left -= now;
    }
}
