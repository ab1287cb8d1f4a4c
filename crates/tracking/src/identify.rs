//! Whose number a text may be: by its shape and its check digit, with a confidence.
//!
//! [`identify`] gives every candidate, the likeliest first. A number whose check digit is wrong stays a
//! candidate and is marked: some posts issue such numbers, and people misread digits. Numbers of digits
//! alone fit several carriers and are never certain. What it deliberately does not do: ask anybody.

mod check;
mod shapes;
#[cfg(test)]
mod tests;

use portolan_model::{CountryCode, IdentifierScheme, S8, S9, S10, S10Check};

use check::Check;
use shapes::{SHAPES, Shape};

/// Longest text looked at, in characters: the longest published number has 34.
pub const LENGTH_MAX: usize = 64;

/// What the check digit says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CheckDigit {
    /// The number has one, and it is right.
    Right,
    /// The number has none, or its rule is not public.
    None,
    /// It is wrong: this one belongs there.
    Wrong {
        /// The digit or letter that belongs there.
        expected: char,
    },
}

/// How sure a candidate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Its letters belong to one carrier, and nothing speaks against it.
    High,
    /// Its shape fits several, and its check digit is right.
    Likely,
    /// Its shape alone fits, or its check digit is wrong.
    Low,
}

impl Confidence {
    /// Its stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Likely => "likely",
            Self::Low => "low",
        }
    }
}

/// Whose number it may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// How sure it is.
    pub confidence: Confidence,
    /// The carrier's key; none for the post of a country without one here.
    pub carrier: Option<&'static str>,
    /// The country whose post issued it: for S10, and of a receptacle or a despatch the one it left.
    pub issuer: Option<CountryCode>,
    /// The name of the format.
    pub format: &'static str,
    /// Who gave it out.
    pub scheme: IdentifierScheme,
    /// What its check digit says.
    pub check: CheckDigit,
    /// The number in its compared form: upper case, without blanks, dots and dashes.
    pub number: String,
}

/// Every candidate of a text, the likeliest first; equal ones in the order of the table. Empty where no
/// shape fits.
pub fn identify(text: &str) -> Vec<Candidate> {
    let Some(number) = compared(text) else { return Vec::new() };
    let mut candidates: Vec<Candidate> =
        [s10(&number), receptacle(&number), despatch(&number)].into_iter().flatten().collect();
    let fitting = SHAPES.iter().filter(|shape| shape.fits(number.as_bytes()));
    candidates.extend(fitting.map(|shape| candidate(shape, &number)));
    // What adds nothing to a better candidate of the same carrier is left out.
    candidates.sort_by_key(|candidate| candidate.confidence);
    let mut seen = Vec::new();
    candidates.retain(|candidate| {
        let is_new = !seen.contains(&(candidate.carrier, candidate.format));
        seen.push((candidate.carrier, candidate.format));
        is_new
    });
    candidates
}

/// Upper case without blanks, dots, dashes and byte-order marks; none where anything else is no ASCII letter
/// or digit, or too much of it.
fn compared(text: &str) -> Option<String> {
    let mut number = String::new();
    for character in text.chars() {
        match character {
            '.' | '-' | '\u{FEFF}' => {}
            blank if blank.is_whitespace() => {}
            known if known.is_ascii_alphanumeric() && number.len() < LENGTH_MAX => {
                number.push(known.to_ascii_uppercase());
            }
            _ => return None,
        }
    }
    if number.is_empty() { None } else { Some(number) }
}

fn s10(number: &str) -> Option<Candidate> {
    let check = match S10::check(number) {
        S10Check::InvalidFormat => return None,
        S10Check::Ok(_) => CheckDigit::Right,
        S10Check::InvalidCheckDigit { expected } => {
            CheckDigit::Wrong { expected: char::from(b'0' + expected % 10) }
        }
    };
    let suffix = number.get(11..)?;
    let issuer = CountryCode::from_alpha2(suffix);
    let carrier = shapes::POSTS.iter().find(|(letters, _)| *letters == suffix).map(|post| post.1);
    let confidence = match (check, issuer.is_some() || carrier.is_some()) {
        (CheckDigit::Wrong { .. }, _) => Confidence::Low,
        (_, true) => Confidence::High,
        (_, false) => Confidence::Likely,
    };
    let (format, number) = ("S10", number.to_owned());
    Some(Candidate {
        confidence,
        carrier,
        issuer,
        format,
        scheme: IdentifierScheme::S10,
        check,
        number,
    })
}

fn receptacle(number: &str) -> Option<Candidate> {
    let bag = S9::parse(number).ok()?;
    let of = between_posts("S9", IdentifierScheme::Receptacle, bag.despatch());
    Some(Candidate { number: bag.to_string(), ..of })
}

fn despatch(number: &str) -> Option<Candidate> {
    let despatch = S8::parse(number).ok()?;
    let of = between_posts("S8", IdentifierScheme::Despatch, despatch);
    Some(Candidate { number: despatch.to_string(), ..of })
}

/// A receptacle or a despatch. Nothing in it can be checked but the countries of its two offices.
fn between_posts(format: &'static str, scheme: IdentifierScheme, despatch: S8) -> Candidate {
    let (origin, destination) = (despatch.origin().country(), despatch.destination().country());
    let is_certain = origin.is_some() && destination.is_some();
    Candidate {
        confidence: if is_certain { Confidence::High } else { Confidence::Low },
        carrier: None,
        issuer: origin,
        format,
        scheme,
        check: CheckDigit::None,
        number: String::new(),
    }
}

fn candidate(shape: &Shape, number: &str) -> Candidate {
    let bytes = number.as_bytes();
    let check = match shape.check {
        Check::None => CheckDigit::None,
        rule => {
            let (from, at) = (usize::from(shape.from), shape.check_at(bytes.len()));
            let expected = rule.expected(&bytes[from..at]);
            if expected == bytes[at] {
                CheckDigit::Right
            } else {
                CheckDigit::Wrong { expected: char::from(expected) }
            }
        }
    };
    let confidence = match (check, shape.is_certain) {
        (CheckDigit::Wrong { .. }, _) | (CheckDigit::None, false) => Confidence::Low,
        (_, true) => Confidence::High,
        (CheckDigit::Right, false) => Confidence::Likely,
    };
    Candidate {
        confidence,
        carrier: shape.carrier,
        issuer: None,
        format: shape.format,
        scheme: shape.scheme,
        check,
        number: number.to_owned(),
    }
}
