//! An address as the lines of a label, in the order of its country.

use super::{
    Address,
    rules::{AddressField, AddressRules, Piece, Script},
};

#[cfg(test)]
mod tests;

/// A line of an address, and the fields in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressLine {
    /// The line.
    pub text: String,
    /// What it holds, in its order.
    pub fields: Vec<AddressField>,
}

impl AddressLine {
    /// Whether a field is in the line.
    pub fn has(&self, field: AddressField) -> bool {
        self.fields.contains(&field)
    }
}

/// The lines of an address, from the addressee to the city, without the country: that stands below them in the
/// language of the country it is sent from. No field is lost: a city that the country's format has no place for
/// stands beside the street, a region or a postcode behind the city.
pub fn lines(address: &Address, script: Script) -> Vec<AddressLine> {
    let rules = AddressRules::of(address.country());
    let mut out = Vec::new();
    for pieces in rules.lines(script) {
        push_line(&mut out, pieces, &|field| texts(address, field, script));
    }
    for field in [AddressField::Region, AddressField::Postcode] {
        let is_there = out.iter().any(|line: &AddressLine| line.has(field));
        if let (false, [(text, _)]) = (is_there, texts(address, field, script).as_slice()) {
            push_behind(&mut out, field, text);
        }
    }
    out
}

/// The lines as texts.
pub fn format(address: &Address, script: Script) -> Vec<String> {
    lines(address, script).into_iter().map(|line| line.text).collect()
}

/// The script an address is in: Latin where all of it is.
pub fn script_of(address: &Address) -> Script {
    if address.is_latin() { Script::Latin } else { Script::Local }
}

/// The texts of a field, each with the field it is of: a city without a place of its own is one of the lines.
fn texts(address: &Address, field: AddressField, script: Script) -> Vec<(String, AddressField)> {
    let one = |text: Option<&str>| text.map(|text| (text.to_owned(), field)).into_iter().collect();
    match field {
        AddressField::Name => one(address.name()),
        AddressField::Company => one(address.company()),
        AddressField::City => one(Some(address.city())),
        AddressField::Region => one(address.region()),
        AddressField::Postcode => one(address.postcode().map(ToString::to_string).as_deref()),
        AddressField::Lines => {
            let mut all: Vec<_> =
                address.lines().iter().map(|line| (line.clone(), field)).collect();
            if is_city_homeless(address) {
                let rules = AddressRules::of(address.country());
                // The street is the smaller place: it stands before the city in Latin letters, and after it
                // where the country itself writes from large to small.
                let from_large = script == Script::Local && rules.is_from_large();
                let place = if from_large { 0 } else { all.len() };
                all.insert(place, (address.city().to_owned(), AddressField::City));
            }
            all
        }
    }
}

/// Whether the country's format has no place for the city, and nothing else names it.
fn is_city_homeless(address: &Address) -> bool {
    let rules = AddressRules::of(address.country());
    let city = address.city().to_lowercase();
    let is_region = address.region().is_some_and(|region| region.to_lowercase() == city);
    !rules.has(AddressField::City) && !is_region && !rules.has_words(&city)
}

/// Adds what a line of the format says. Signs before a field that is empty are left out with it; where a field
/// has several lines, what stands behind it is behind the last.
fn push_line(
    out: &mut Vec<AddressLine>,
    pieces: &[Piece],
    texts: &dyn Fn(AddressField) -> Vec<(String, AddressField)>,
) {
    let new_line = || AddressLine { text: String::new(), fields: Vec::new() };
    let (mut line, mut signs, mut is_first) = (new_line(), String::new(), true);
    for piece in pieces {
        let own = match piece {
            Piece::Sign(sign) => {
                signs.push(*sign);
                continue;
            }
            Piece::Unknown => Vec::new(),
            Piece::Field(field) => texts(*field),
        };
        if !own.is_empty() && (is_first || !line.text.is_empty()) {
            line.text.push_str(&signs);
        }
        for (index, (text, field)) in own.iter().enumerate() {
            if index > 0 {
                out.push(std::mem::replace(&mut line, new_line()));
            }
            line.text.push_str(text);
            line.fields.push(*field);
        }
        signs.clear();
        is_first = false;
    }
    if !line.fields.is_empty() {
        line.text.push_str(&signs);
        let text = line.text.trim().to_owned();
        out.push(AddressLine { text, ..line });
    }
}

/// Adds a field that the format has no place for behind the line of the city.
fn push_behind(out: &mut Vec<AddressLine>, field: AddressField, text: &str) {
    match out.iter_mut().find(|line| line.has(AddressField::City)) {
        Some(line) => {
            line.text.push_str(", ");
            line.text.push_str(text);
            line.fields.push(field);
        }
        None => out.push(AddressLine { text: text.to_owned(), fields: vec![field] }),
    }
}
