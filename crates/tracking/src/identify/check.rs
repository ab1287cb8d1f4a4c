//! Rules of check digits, as published in open lists of tracking numbers.

/// The rule of a check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Check {
    /// None, or not public.
    None,
    /// GS1: from the right, three and one by turns; what is missing to ten.
    Gs1,
    /// UPS: from the left, one and two by turns, letters by their ASCII value less three; what is missing
    /// to ten.
    Ups,
    /// Weights by turns from the left; the sum modulo 11, modulo 10.
    Weighted(&'static [u32]),
    /// The number modulo 7.
    Mod7,
    /// Luhn: from the right, two and one by turns, digits of products summed.
    Luhn,
    /// ISO 7064 MOD 37,36.
    Mod37,
}

impl Check {
    /// The digit or letter that belongs behind these letters and digits.
    pub(crate) fn expected(self, data: &[u8]) -> u8 {
        let digits = data.iter().map(|byte| value_of(*byte));
        let sum: u32 = match self {
            Self::None => return b' ',
            Self::Gs1 => digits.rev().zip([3, 1].into_iter().cycle()).map(|(d, w)| d * w).sum(),
            Self::Ups => digits.zip([1, 2].into_iter().cycle()).map(|(d, w)| d * w).sum(),
            Self::Luhn => {
                let doubled = digits.rev().zip([2, 1].into_iter().cycle());
                doubled.map(|(d, w)| d * w / 10 + d * w % 10).sum()
            }
            Self::Weighted(weights) => {
                let sum: u32 = digits.zip(weights.iter().cycle()).map(|(d, w)| d * w).sum();
                return digit(sum % 11 % 10);
            }
            Self::Mod7 => return digit(digits.fold(0, |rest, d| (rest * 10 + d) % 7)),
            Self::Mod37 => return mod37(data),
        };
        digit((10 - sum % 10) % 10)
    }
}

fn digit(value: u32) -> u8 {
    b"0123456789"[value as usize % 10]
}

/// A digit's value; a letter's as UPS counts it.
fn value_of(byte: u8) -> u32 {
    if byte.is_ascii_digit() { u32::from(byte - b'0') } else { u32::from(byte - 3) % 10 }
}

fn mod37(data: &[u8]) -> u8 {
    const LETTERS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let value = |byte: &u8| LETTERS.iter().position(|letter| letter == byte).unwrap_or(0);
    let product = data.iter().map(value).fold(36, |product, value| {
        let sum = (product + value) % 36;
        (if sum == 0 { 36 } else { sum }) * 2 % 37
    });
    LETTERS[(37 - product) % 36]
}
