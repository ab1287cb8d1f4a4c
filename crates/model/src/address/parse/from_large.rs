//! Chinese and Japanese addresses in their own letters: from the largest place to the smallest, often without a
//! sign between.
//!
//! Regions are found by the list of them, cities by the word they end in. What has neither is told as no city.

use super::{AddressInput, AddressRules};
use crate::CountryCode;

/// How many letters the name of a city has at most, with its county.
const CITY_LETTERS_MAX: usize = 12;

/// Whether an address is written so: its country is one of those, and it is in their letters.
pub(super) fn is_meant(country: CountryCode, parts: &[String]) -> bool {
    // Hiragana, katakana and Chinese characters.
    let is_own = |c: char| matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}');
    matches!(country.as_str(), "CN" | "JP") && parts.iter().any(|part| part.contains(is_own))
}

/// Takes region and city from the head of the first parts.
pub(super) fn take_places(
    parts: &mut Vec<String>,
    country: CountryCode,
    rules: &AddressRules,
    input: &mut AddressInput,
) {
    let Some(first) = parts.first_mut() else { return };
    if let Some(rest) = without_country(first, country, rules) {
        *first = rest;
    }
    let mut is_apart = false;
    if let Some(end) = region_end(first, country, rules) {
        is_apart = end == first.len() && parts.len() > 2;
        input.region = take_head(parts, end);
    }
    let Some(head) = parts.first() else { return };
    let end = match country.as_str() {
        "CN" => chinese_city_end(head, &input.region),
        _ => japanese_city_end(head),
    };
    // A part of its own behind the region is the city, whatever it ends in, if a street follows.
    let has_number = head.contains(|c: char| c.is_numeric());
    match end {
        Some(end) => input.city = take_head(parts, end),
        None if is_apart && !has_number => input.city = parts.remove(0),
        None => {}
    }
}

/// Cuts the head off the first part, which goes where nothing is left of it.
fn take_head(parts: &mut Vec<String>, end: usize) -> String {
    let (head, rest) = (parts[0][..end].to_owned(), parts[0][end..].trim().to_owned());
    if rest.is_empty() {
        parts.remove(0);
    } else {
        parts[0] = rest;
    }
    head
}

/// The text behind the country's name, where a region follows it: `日本` begins other names too.
fn without_country(text: &str, country: CountryCode, rules: &AddressRules) -> Option<String> {
    let names: &[&str] = match country.as_str() {
        "CN" => &["中华人民共和国", "中国"],
        _ => &["日本国", "日本"],
    };
    let rest = names.iter().find_map(|name| text.strip_prefix(name))?.trim_start();
    region_end(rest, country, rules).map(|_| rest.to_owned())
}

/// Where the region ends that a text begins with: by its key or its name, in China also without the last letter
/// of `广东省` and `北京市`.
fn region_end(text: &str, country: CountryCode, rules: &AddressRules) -> Option<usize> {
    let names = || rules.regions().iter().flat_map(|region| [region.key, region.name]);
    let whole = names().filter(|name| text.starts_with(name)).map(str::len).max();
    if whole.is_some() || country.as_str() != "CN" {
        return whole;
    }
    let shorts = names().filter_map(|name| name.strip_suffix(['省', '市']));
    // A city may go by the name of its province: Jilin.
    let is_head = |short: &&str| {
        text.strip_prefix(short).is_some_and(|rest| !rest.is_empty() && !rest.starts_with('市'))
    };
    shorts.filter(is_head).map(str::len).max()
}

/// Where a city of China ends: the places under a city that is a province are its districts.
fn chinese_city_end(text: &str, region: &str) -> Option<usize> {
    let is_province = ["北京", "天津", "上海", "重庆"].iter().any(|city| region.starts_with(city));
    let ends: &[&str] =
        if is_province { &["区", "县"] } else { &["市", "自治州", "地区", "盟"] };
    let mut starts = text.char_indices().take(CITY_LETTERS_MAX).skip(1).map(|(at, _)| at);
    let found = |at: usize| {
        let end = ends.iter().find(|end| text[at..].starts_with(*end))?;
        Some(at + end.len())
    };
    let end = starts.find_map(found)?;
    // The city of Jinshi ends in the word twice.
    Some(if text[end..].starts_with('市') { end + '市'.len_utf8() } else { end })
}

/// Where a city, a ward or a town with its county ends in Japan. The words for them are parts of names too.
fn japanese_city_end(text: &str) -> Option<usize> {
    let letters: Vec<(usize, char)> = text.char_indices().take(CITY_LETTERS_MAX + 1).collect();
    let mut is_in_county = false;
    for (place, &(at, letter)) in letters.iter().enumerate().skip(1) {
        let next = letters.get(place + 1).map(|(_, next)| *next);
        let is_end = match letter {
            // Yokkaichi: the word is in the name before it ends it. Yoichi: the county goes by the town's name.
            '市' => !is_in_county && !matches!(next, Some('市' | '郡')),
            '区' => !is_in_county,
            '町' | '村' => is_in_county,
            _ => false,
        };
        if is_end {
            return Some(at + letter.len_utf8());
        }
        // Koriyama and Gamagori are cities whose names have the word for a county in them.
        is_in_county |= letter == '郡' && !matches!(next, Some('山' | '市'));
    }
    None
}
