//! An address in one text, taken apart by the habits of its country.
//!
//! What is found is found by its shape: the country by its name, the postcode by its pattern, the region by the
//! list of them. What has no place is told and not guessed.

use super::{
    AddressInput,
    rules::{AddressField, AddressRules, Piece, Script},
};
use crate::{CountryCode, limits};

mod from_large;
#[cfg(test)]
mod tests;

/// What a text was taken apart into.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ParsedAddress {
    /// The fields that were found; others are empty.
    pub input: AddressInput,
    /// Parts of the text that are in no field.
    pub unplaced: Vec<String>,
}

/// Takes an address apart. Its parts stand between commas, semicolons, bars or line breaks, and the country at
/// the end or at the beginning; `hint` is the country where the text names none, and what is the name of one of
/// its regions is no country's (Georgia).
pub fn parse(text: &str, hint: Option<CountryCode>) -> ParsedAddress {
    let is_break = |c: char| matches!(c, '\n' | '\r' | ',' | ';' | '|' | '，' | '；' | '、');
    let parts = text.split(is_break).map(str::trim).filter(|part| !part.is_empty());
    let mut parts: Vec<String> = parts.map(str::to_owned).collect();
    let mut parsed = ParsedAddress::default();
    take_contacts(&mut parts, &mut parsed.input);
    let Some(country) = take_country(&mut parts, hint).or(hint) else {
        parsed.unplaced = parts;
        return parsed;
    };
    country.as_str().clone_into(&mut parsed.input.country);
    let rules = AddressRules::of(country);
    let is_from_large = from_large::is_meant(country, &parts);
    let place = take_postcode(&mut parts, rules, &mut parsed.input);
    if is_from_large {
        from_large::take_places(&mut parts, country, rules, &mut parsed.input);
    } else {
        let place = take_region(&mut parts, rules, place, &mut parsed.input);
        take_city(&mut parts, place, &mut parsed.input);
    }
    let beyond = parts.split_off(parts.len().min(limits::ADDRESS_LINES_MAX));
    parsed.input.lines = parts;
    parsed.unplaced = beyond;
    parsed
}

/// Words before a telephone number.
const PHONE_WORDS: [&str; 8] = ["Tel", "tel", "TEL", "Phone", "phone", "Mobile", "电话", "手机"];

/// E-mail addresses and telephone numbers, which stand anywhere.
fn take_contacts(parts: &mut Vec<String>, input: &mut AddressInput) {
    parts.retain(|part| {
        let is_email = part.contains('@') && !part.contains(char::is_whitespace);
        let number = PHONE_WORDS.iter().find_map(|word| part.strip_prefix(word)).unwrap_or(part);
        let number = number.trim_start_matches(['.', ':', '：', ' ']);
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        let is_number = number.chars().all(|c| c.is_ascii_digit() || "+ ()-./".contains(c));
        let is_marked = number.starts_with('+') || number.len() < part.len();
        if is_email && input.email.is_empty() {
            part.clone_into(&mut input.email);
            return false;
        }
        let is_phone = is_number && is_marked && limits::PHONE_DIGITS.contains(&digits);
        if is_phone && digits >= 7 && input.phone.is_empty() {
            number.clone_into(&mut input.phone);
            return false;
        }
        true
    });
}

/// The country, where the last part or the first is the name of one.
fn take_country(parts: &mut Vec<String>, hint: Option<CountryCode>) -> Option<CountryCode> {
    let is_region =
        |part: &str| hint.is_some_and(|hint| AddressRules::of(hint).find_region(part).is_some());
    let is_country = |part: &String| {
        // Two letters in lower case are a word, such as `de`.
        let is_word = part.len() <= 3 && part.chars().any(char::is_lowercase);
        let known = if is_word { None } else { CountryCode::parse(part).ok() };
        known.filter(|known| Some(*known) == hint || !is_region(part))
    };
    if let Some(country) = parts.last().and_then(is_country) {
        parts.pop();
        return Some(country);
    }
    let country = parts.first().and_then(is_country)?;
    parts.remove(0);
    Some(country)
}

/// Words before a postcode.
const POSTCODE_WORDS: [&str; 7] = ["CEP", "PLZ", "ZIP", "Postcode", "邮政编码", "邮编", "〒"];

/// The postcode, in the last part that has one; answers where the rest of that part is.
fn take_postcode(
    parts: &mut Vec<String>,
    rules: &AddressRules,
    input: &mut AddressInput,
) -> Option<usize> {
    for place in (0..parts.len()).rev() {
        let Some(range) = rules.find_postcode(&parts[place]) else { continue };
        let part = &parts[place];
        let (before, behind) = (without_word(&part[..range.start]), part[range.end..].trim_start());
        let behind = behind.trim_start_matches(['-', '.', ' ']);
        // The number of a house at the head of a street is none.
        let is_marked = before.is_empty() && range.start > 0;
        let is_street = place == 0 && parts.len() > 1 && !behind.is_empty() && !is_marked;
        if is_street && !rules.is_from_large() {
            continue;
        }
        part[range].clone_into(&mut input.postcode);
        if parts.len() == 1 && is_before_city(rules) && !before.is_empty() && !behind.is_empty() {
            // Nothing but the postcode parts street and city.
            *parts = vec![before.to_owned(), behind.to_owned()];
            return Some(1);
        }
        let rest = format!("{before} {behind}");
        let rest = rest.split_whitespace().collect::<Vec<_>>().join(" ");
        if rest.is_empty() {
            parts.remove(place);
            // The city stands before it, or behind.
            return (place < parts.len()).then_some(place).or_else(|| place.checked_sub(1));
        }
        parts[place] = rest;
        return Some(place);
    }
    None
}

/// What stands before a postcode, without signs and the word for it.
fn without_word(before: &str) -> &str {
    let is_sign = |c: char| matches!(c, ' ' | '-' | '.' | ':' | '：' | '/');
    let trimmed = before.trim_end_matches(is_sign);
    for word in POSTCODE_WORDS {
        let cut = trimmed.len().checked_sub(word.len()).and_then(|at| trimmed.split_at_checked(at));
        let Some((rest, _)) = cut.filter(|(_, end)| end.eq_ignore_ascii_case(word)) else {
            continue;
        };
        // Latin words stand apart.
        if !word.is_ascii() || !rest.ends_with(char::is_alphanumeric) {
            return rest.trim_end_matches(is_sign);
        }
    }
    before.trim_end_matches([' ', '-', '.'])
}

/// Whether the country writes the postcode before the city, on one line.
fn is_before_city(rules: &AddressRules) -> bool {
    let of = |piece: &Piece, field| *piece == Piece::Field(field);
    rules.lines(Script::Latin).iter().any(|line| {
        line.first().is_some_and(|first| of(first, AddressField::Postcode))
            && line.iter().any(|piece| of(piece, AddressField::City))
    })
}

/// The region: a part of its own, or the last words of the one at `place`; answers where the city may be.
fn take_region(
    parts: &mut Vec<String>,
    rules: &AddressRules,
    place: Option<usize>,
    input: &mut AddressInput,
) -> Option<usize> {
    let is_region = |text: &str| rules.find_region(text).is_some();
    if let Some(at) = place.filter(|at| *at < parts.len()) {
        if is_region(&parts[at]) && has_city_before(parts, at, rules) {
            input.region = parts.remove(at);
            return at.checked_sub(1);
        }
        let is_blank = |c: char| matches!(c, ' ' | '-' | '/');
        let part = &parts[at];
        let cut = part
            .char_indices()
            .skip(1)
            .find(|(cut, sign)| is_blank(*sign) && is_region(part[*cut..].trim_matches(is_blank)));
        if let Some((cut, _)) = cut {
            part[cut..].trim_matches(is_blank).clone_into(&mut input.region);
            parts[at] = part[..cut].trim_end_matches(is_blank).to_owned();
        }
        return Some(at);
    }
    if parts.len() > 2 && parts.last().is_some_and(|part| is_region(part)) {
        input.region = parts.pop().unwrap_or_default();
    }
    None
}

/// Whether the part before a region's name is a city, and the region not the city that goes by its name (New
/// York): nothing is before that but the street.
fn has_city_before(parts: &[String], at: usize, rules: &AddressRules) -> bool {
    let is_of_key = |key: &str| key.eq_ignore_ascii_case(&parts[at]);
    let is_key = rules.find_region(&parts[at]).is_some_and(|found| is_of_key(found.key));
    let before = at.checked_sub(1).and_then(|before| parts.get(before));
    let is_street = before.is_none_or(|before| before.contains(|c: char| c.is_ascii_digit()));
    parts.len() > 1 && (is_key || parts.len() > 2 && !is_street)
}

/// The city: the part at `place`, or the last one where there is a street before it.
fn take_city(parts: &mut Vec<String>, place: Option<usize>, input: &mut AddressInput) {
    let at = place.filter(|at| *at < parts.len()).or_else(|| parts.len().checked_sub(1));
    match at {
        // The only part is the street unless its place says that it is the city.
        Some(0) if place.is_none() && parts.len() == 1 => {}
        Some(at) => input.city = parts.remove(at),
        None => {}
    }
}
