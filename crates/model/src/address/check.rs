//! What looks wrong in an address, in words, by the habits of its country.
//!
//! Nothing here forbids an address: habits have exceptions, and what a carrier demands is the network's rule.

use super::{
    AddressInput,
    rules::{AddressField, AddressRules},
};
use crate::{CountryCode, text};

#[cfg(test)]
mod tests;

/// Something in an address that looks wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressFault {
    /// The field: its name in an [`AddressInput`].
    pub field: &'static str,
    /// The stable code.
    pub code: &'static str,
    /// What looks wrong.
    pub what: String,
    /// What to do about it.
    pub mend: String,
}

/// Everything that looks wrong in an address. Without a country that is known, only that.
pub fn validate(input: &AddressInput) -> Vec<AddressFault> {
    let Ok(country) = CountryCode::parse(&input.country) else {
        let what = format!("country `{}` is unknown", text::excerpt(&input.country));
        let mend = "use the two-letter ISO 3166-1 code, such as FR".to_owned();
        return vec![AddressFault { field: "country", code: "country_unknown", what, mend }];
    };
    let rules = AddressRules::of(country);
    let mut faults = postcode_faults(input, country, rules);
    let is_told = faults.iter().any(|fault| fault.code == "postcode_misplaced");
    for field in [AddressField::Lines, AddressField::City, AddressField::Region] {
        if rules.is_required(field) && value(input, field).is_empty() {
            faults.push(missing(field, country));
        }
    }
    if rules.is_required(AddressField::Postcode) && input.postcode.trim().is_empty() && !is_told {
        faults.push(missing(AddressField::Postcode, country));
    }
    faults.extend(region_fault(input, country, rules));
    faults
}

/// Where an address holds its postcode in a field that is for something else, if the postcode's own field does
/// not look like one. The field's name, and its text.
pub fn find_misplaced_postcode(input: &AddressInput) -> Option<(&'static str, String)> {
    let rules = AddressRules::of(CountryCode::parse(&input.country).ok()?);
    let own = input.postcode.trim();
    if !own.is_empty() && rules.is_postcode(own)? {
        return None;
    }
    let others = [("city", &input.city), ("region", &input.region)];
    // The number of a flat may look like a postcode where nothing speaks against it.
    let lines = input.lines.iter().skip(1).filter(|_| !own.is_empty()).map(|line| ("lines", line));
    let is_postcode = |text: &str| text.len() >= 4 && rules.is_postcode(text) == Some(true);
    let mut all = others.into_iter().chain(lines);
    let found = all.find(|(_, text)| is_postcode(text.trim()))?;
    Some((found.0, found.1.trim().to_owned()))
}

fn value(input: &AddressInput, field: AddressField) -> String {
    match field {
        AddressField::Name => input.name.trim().to_owned(),
        AddressField::Company => input.company.trim().to_owned(),
        AddressField::Lines => input.lines.concat().trim().to_owned(),
        AddressField::City => input.city.trim().to_owned(),
        AddressField::Region => input.region.trim().to_owned(),
        AddressField::Postcode => input.postcode.trim().to_owned(),
    }
}

fn missing(field: AddressField, country: CountryCode) -> AddressFault {
    let (code, thing) = match field {
        AddressField::Lines => ("lines_missing", "a street and a number"),
        AddressField::City => ("city_missing", "a city"),
        AddressField::Region => ("region_missing", "a state or a province"),
        AddressField::Postcode => ("postcode_missing", "a postcode"),
        AddressField::Name | AddressField::Company => ("name_missing", "a name"),
    };
    let what = format!("an address of {} has {thing}, and this one none", named(country));
    let mend = match (field, AddressRules::of(country).postcode_examples()) {
        (AddressField::Postcode, [example, ..]) => format!("add it, such as {example}"),
        _ => "add it".to_owned(),
    };
    AddressFault { field: field.name(), code, what, mend }
}

fn postcode_faults(
    input: &AddressInput,
    country: CountryCode,
    rules: &AddressRules,
) -> Vec<AddressFault> {
    let own = input.postcode.trim();
    let name = named(country);
    if let Some((field, found)) = find_misplaced_postcode(input) {
        let found = text::excerpt(&found);
        let thing = match field {
            "city" => "the city",
            "region" => "the region",
            _ => "an address line",
        };
        let mut what = format!("{thing} is `{found}`, which looks like a postcode of {name}");
        if !own.is_empty() {
            what = format!("{what}, and the postcode is `{}`, which does not", text::excerpt(own));
        }
        let mend =
            format!("put `{found}` in the postcode, and the name of {thing} in its own field");
        return vec![AddressFault { field: "postcode", code: "postcode_misplaced", what, mend }];
    }
    if own.is_empty() || rules.is_postcode(own) != Some(false) {
        return Vec::new();
    }
    let example = rules.postcode_examples().first().copied().unwrap_or_default();
    let such = if example.is_empty() { String::new() } else { format!(", such as {example}") };
    let shape = match rules.postcode_digits() {
        Some(count) => format!("a postcode of {name} has {} digits{such}", in_words(count)),
        None => format!("a postcode of {name} looks otherwise{such}"),
    };
    let what = format!("`{}` is none: {shape}", text::excerpt(own));
    let mend = "correct it, or the country".to_owned();
    vec![AddressFault { field: "postcode", code: "postcode_shape", what, mend }]
}

/// A region that the post does not know, or one that the postcode is not of.
fn region_fault(
    input: &AddressInput,
    country: CountryCode,
    rules: &AddressRules,
) -> Option<AddressFault> {
    let told = input.region.trim();
    if told.is_empty() || rules.regions().is_empty() || !rules.is_required(AddressField::Region) {
        return None;
    }
    // `US-CA` is how ISO 3166-2 writes what the post calls CA.
    let prefix = format!("{country}-");
    let bare = told.strip_prefix(prefix.as_str()).unwrap_or(told);
    let shown = text::excerpt(told);
    let Some(region) = rules.find_region(bare) else {
        let what = format!("`{shown}` is no region that the post of {} knows", named(country));
        let examples: Vec<&str> = rules.regions().iter().take(3).map(|known| known.key).collect();
        let mend = format!("write it as the post does, such as {}", examples.join(", "));
        return Some(AddressFault { field: "region", code: "region_unknown", what, mend });
    };
    let postcode = input.postcode.trim();
    let is_sound = rules.is_postcode(postcode) == Some(true);
    if is_sound && region.has_postcode(postcode) == Some(false) {
        let what = format!("`{postcode}` is no postcode of {}", region.latin_name);
        let mend = "correct the one or the other".to_owned();
        return Some(AddressFault {
            field: "postcode",
            code: "postcode_of_other_region",
            what,
            mend,
        });
    }
    None
}

/// A country's name in the middle of a sentence.
fn named(country: CountryCode) -> String {
    let name = country.english_name();
    let has_article =
        ["United ", "Republic ", "Democratic "].iter().any(|word| name.starts_with(word));
    if has_article { format!("the {name}") } else { name.to_owned() }
}

fn in_words(count: usize) -> String {
    let words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    words.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}
