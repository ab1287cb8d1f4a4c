//! Code 128 (ISO/IEC 15417): text to bars, with the shortest sequence of code sets.
//!
//! Printable ASCII only, so sets B and C suffice; set A and its control characters never appear.
//! Drawing is the page's business: a [`Barcode`] is bars in modules, its quiet zones not included.
//! Start at [`Barcode::encode`].

use crate::{LabelError, limits};

#[cfg(test)]
mod tests;

/// Widths of the bars and spaces of each symbol value, in modules, bar first; the last is the stop
/// with its final bar. Source: ISO/IEC 15417, table of symbol characters.
const WIDTHS: [&[u8]; 107] = [
    b"212222", b"222122", b"222221", b"121223", b"121322", b"131222", b"122213", b"122312",
    b"132212", b"221213", b"221312", b"231212", b"112232", b"122132", b"122231", b"113222",
    b"123122", b"123221", b"223211", b"221132", b"221231", b"213212", b"223112", b"312131",
    b"311222", b"321122", b"321221", b"312212", b"322112", b"322211", b"212123", b"212321",
    b"232121", b"111323", b"131123", b"131321", b"112313", b"132113", b"132311", b"211313",
    b"231113", b"231311", b"112133", b"112331", b"132131", b"113123", b"113321", b"133121",
    b"313121", b"211331", b"231131", b"213113", b"213311", b"213131", b"311123", b"311321",
    b"331121", b"312113", b"312311", b"332111", b"314111", b"221411", b"431111", b"111224",
    b"111422", b"121124", b"121421", b"141122", b"141221", b"112214", b"112412", b"122114",
    b"122411", b"142112", b"142211", b"241211", b"221114", b"413111", b"241112", b"134111",
    b"111242", b"121142", b"121241", b"114212", b"124112", b"124211", b"411212", b"421112",
    b"421211", b"212141", b"214121", b"412121", b"111143", b"111341", b"131141", b"114113",
    b"114311", b"411113", b"411311", b"113141", b"114131", b"311141", b"411131", b"211412",
    b"211214", b"211232", b"2331112",
];

const START_B: u8 = 104;
const STOP: u8 = 106;

/// Modules of every symbol but the stop.
const SYMBOL_MODULES: usize = 11;

/// What the scanner is told about the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symbology {
    /// Plain Code 128: the text as it stands.
    Code128,
    /// GS1-128: FNC1 first, so that a scanner reads application identifiers, as in `00` and an SSCC.
    Gs1,
}

/// A Code 128 symbol, without its quiet zones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Barcode {
    text: String,
    values: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    B,
    C,
}

/// Fewest symbols still needed from one position on, by the code set in force there.
#[derive(Debug, Clone, Copy)]
struct Remaining {
    in_b: usize,
    in_c: usize,
}

impl Barcode {
    pub(crate) const CODE_C: u8 = 99;
    pub(crate) const CODE_B: u8 = 100;
    pub(crate) const FNC1: u8 = 102;
    pub(crate) const START_C: u8 = 105;

    /// Encodes 1 to [`limits::BARCODE_CHARACTERS_MAX`] printable ASCII characters with as few symbols
    /// as possible.
    ///
    /// # Errors
    /// [`LabelError::Barcode`] for any other text.
    pub fn encode(text: &str, symbology: Symbology) -> Result<Self, LabelError> {
        let bytes = text.as_bytes();
        let printable = bytes.iter().all(|byte| (b' '..=b'~').contains(byte));
        if bytes.is_empty() || bytes.len() > limits::BARCODE_CHARACTERS_MAX || !printable {
            return Err(LabelError::Barcode { text: text.to_owned() });
        }
        let remaining = fewest_symbols(bytes);
        let mut set = if remaining[0].in_c < remaining[0].in_b { Set::C } else { Set::B };
        let mut values = vec![if set == Set::B { START_B } else { Self::START_C }];
        if symbology == Symbology::Gs1 {
            values.push(Self::FNC1);
        }
        let mut at = 0;
        while at < bytes.len() {
            let pair = pair_value(bytes, at);
            let other_is_shorter = match (set, pair) {
                (Set::B, Some(_)) => remaining[at].in_c + 1 < 1 + remaining[at + 1].in_b,
                (Set::B, None) => false,
                (Set::C, Some(_)) => remaining[at].in_b + 1 < 1 + remaining[at + 2].in_c,
                (Set::C, None) => true,
            };
            match (set, other_is_shorter, pair) {
                (Set::B, true, _) => {
                    set = Set::C;
                    values.push(Self::CODE_C);
                }
                (Set::C, true, _) => {
                    set = Set::B;
                    values.push(Self::CODE_B);
                }
                (Set::C, false, Some(value)) => {
                    values.push(value);
                    at += 2;
                }
                (Set::B | Set::C, false, _) => {
                    values.push(bytes[at] - b' ');
                    at += 1;
                }
            }
        }
        values.push(checksum(&values));
        values.push(STOP);
        Ok(Self { text: text.to_owned(), values })
    }

    /// The text it says.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its symbol values from start to stop, check symbol included.
    pub fn values(&self) -> &[u8] {
        &self.values
    }

    /// Its width in modules, quiet zones not included.
    pub fn module_count(&self) -> usize {
        // The stop has two modules more than the others.
        self.values.len() * SYMBOL_MODULES + 2
    }

    /// Its black bars from left to right: where each starts and how wide it is, in modules.
    pub fn bars(&self) -> Vec<(usize, usize)> {
        let mut bars = Vec::with_capacity(self.values.len() * 3 + 1);
        let mut at = 0;
        for &value in &self.values {
            for (index, &width) in WIDTHS[usize::from(value)].iter().enumerate() {
                let width = usize::from(width - b'0');
                if index % 2 == 0 {
                    bars.push((at, width));
                }
                at += width;
            }
        }
        bars
    }
}

/// Counts, from the end, the symbols each rest of the text needs in either set; switching costs one.
fn fewest_symbols(bytes: &[u8]) -> Vec<Remaining> {
    let mut remaining = vec![Remaining { in_b: 0, in_c: 0 }; bytes.len() + 1];
    for at in (0..bytes.len()).rev() {
        let as_character = 1 + remaining[at + 1].in_b;
        let as_pair = match pair_value(bytes, at) {
            Some(_) => 1 + remaining[at + 2].in_c,
            None => as_character + 1,
        };
        remaining[at].in_b = as_character.min(as_pair + 1);
        remaining[at].in_c = as_pair.min(as_character + 1);
    }
    remaining
}

/// The value in set C of the two digits at a position, if two digits stand there.
fn pair_value(bytes: &[u8], at: usize) -> Option<u8> {
    match bytes.get(at..at + 2) {
        Some(&[tens, ones]) if tens.is_ascii_digit() && ones.is_ascii_digit() => {
            Some((tens - b'0') * 10 + (ones - b'0'))
        }
        _ => None,
    }
}

/// The check symbol: the start value plus each later value times its position, modulo 103.
fn checksum(values: &[u8]) -> u8 {
    let weighted = values.iter().enumerate().map(|(position, &value)| {
        let weight = u32::try_from(position.max(1)).expect("a position is below the length limit");
        weight * u32::from(value)
    });
    u8::try_from(weighted.sum::<u32>() % 103).expect("a remainder of 103 fits a byte")
}
