//! A whole address in one cell, taken apart into the fields of the row.
//!
//! The country is from a column of its own. What has a cell of its own is as that says, and where the two differ a
//! person decides: nothing is guessed, and a cell that was mended stands.

use super::fields::{
    ADDRESS1, ADDRESS2, ADDRESS3, CITY, COUNTRY, EMAIL, FIELDS, FULL_ADDRESS, PHONE, POSTCODE,
    REGION,
};
use crate::{cells::excerpt, sheet::Row};
use portolan_model::{
    AddressInput, CountryCode,
    address::parse::{ParsedAddress, parse},
};

#[cfg(test)]
mod tests;

/// What helps whatever cannot be taken apart.
const MEND: &str =
    "part street, city and postcode with commas, or fill in `address1`, `city` and `postcode`";

/// Takes the whole address apart, where the row has one. `false` where that cannot be done, with a fault.
pub(super) fn split(row: &mut Row<'_>) -> bool {
    // Street and city by themselves need nothing else: so a row is mended whose whole address is beyond help.
    if !row.has(FULL_ADDRESS) || row.has(ADDRESS1) && row.has(CITY) {
        return true;
    }
    if !row.require(COUNTRY) {
        return false;
    }
    let country = CountryCode::parse(row.text(COUNTRY));
    let Some(country) = row.keep(COUNTRY, country) else { return false };
    let parsed = parse(row.text(FULL_ADDRESS), Some(country));
    if let Some((code, what)) = fault_of(row, &parsed, country) {
        row.fault(FULL_ADDRESS, code, what, MEND);
        return false;
    }
    fill(row, parsed.input);
    true
}

/// Why an address was not taken apart: a code, and words.
fn fault_of(
    row: &Row<'_>,
    parsed: &ParsedAddress,
    country: CountryCode,
) -> Option<(&'static str, String)> {
    let input = &parsed.input;
    if input.country != country.as_str() {
        let found = CountryCode::parse(&input.country).ok()?.english_name();
        let own = country.english_name();
        let what = format!("the address names {found}, and the column of the country {own}");
        return Some(("address_differs", what));
    }
    if let Some(part) = parsed.unplaced.first() {
        let what = format!("`{}` is one part more than an address has lines", excerpt(part));
        return Some(("address_unsplit", what));
    }
    if input.city.is_empty() && !row.has(CITY) {
        let what = "nothing in the address tells where the street ends and the city begins";
        return Some(("address_unsplit", what.to_owned()));
    }
    if input.lines.is_empty() && !row.has(ADDRESS1) {
        return Some(("address_unsplit", "the address has a city, and no street".to_owned()));
    }
    let street = input.lines.join(" ");
    let found = [
        (ADDRESS1, &street),
        (CITY, &input.city),
        (REGION, &input.region),
        (POSTCODE, &input.postcode),
    ];
    let (field, text) = found.into_iter().find(|(field, text)| {
        let own = row.text(*field);
        let is_other = !own.is_empty() && !text.is_empty() && folded(own) != folded(text);
        is_other && !row.is_mended(*field)
    })?;
    let (name, own) = (FIELDS[field].name, excerpt(row.text(field)));
    let what = format!("the address says `{}`, and the column of `{name}` `{own}`", excerpt(text));
    Some(("address_differs", what))
}

/// A text without letter case, signs and blanks.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Puts what was found in the fields that have no text and no mend of their own.
fn fill(row: &mut Row<'_>, input: AddressInput) {
    let mut lines = input.lines.into_iter();
    let (first, second) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let rest = lines.collect::<Vec<_>>().join(", ");
    for (field, text) in [
        (ADDRESS1, first),
        (ADDRESS2, second),
        (ADDRESS3, rest),
        (CITY, input.city),
        (REGION, input.region),
        (POSTCODE, input.postcode),
        (PHONE, input.phone),
        (EMAIL, input.email),
    ] {
        if !row.has(field) && !row.is_mended(field) {
            row.set(field, text);
        } else if matches!(field, PHONE | EMAIL)
            && !text.is_empty()
            && folded(&text) != folded(row.text(field))
        {
            let what = format!("the address names `{}` too, which was not read", excerpt(&text));
            row.warn(field, "address_contact_unread", what, "keep the one that is right");
        }
    }
}
