//! How addresses are written in each country: order of lines, fields that must be there, postcodes, regions.
//!
//! The rules are the table `countries.tsv`, whose source and licence stand at its head. They are habits, not
//! law: what the network demands of an address is told by its own tables.

use crate::CountryCode;
use regex_lite::Regex;
use std::{
    collections::HashMap,
    sync::{LazyLock, OnceLock},
};

#[cfg(test)]
mod tests;

const TABLE: &str = include_str!("countries.tsv");

/// The row of countries without one, and of cells that are empty.
const DEFAULT_KEY: &str = "ZZ";

static RULES: LazyLock<HashMap<&'static str, AddressRules>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
    let rows: Vec<Vec<&str>> = rows.map(|line| line.split('\t').collect()).collect();
    let default = rows.iter().find(|row| row[0] == DEFAULT_KEY);
    let default = default.expect("invariant: the table has the row of countries without one");
    rows.iter().map(|row| (row[0], AddressRules::of_row(row, default))).collect()
});

/// A part of an address, as the rules know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AddressField {
    /// The person.
    Name,
    /// The firm.
    Company,
    /// Street and number and what stands beside them.
    Lines,
    /// The city.
    City,
    /// State, province, oblast.
    Region,
    /// The postcode.
    Postcode,
}

impl AddressField {
    /// The field's name in an [`AddressInput`](crate::AddressInput).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Company => "company",
            Self::Lines => "lines",
            Self::City => "city",
            Self::Region => "region",
            Self::Postcode => "postcode",
        }
    }

    /// The field of a letter in the table; parts of a city and sorting codes are none of ours.
    const fn of_letter(letter: char) -> Option<Self> {
        match letter {
            'N' => Some(Self::Name),
            'O' => Some(Self::Company),
            'A' => Some(Self::Lines),
            'C' => Some(Self::City),
            'S' => Some(Self::Region),
            'Z' => Some(Self::Postcode),
            _ => None,
        }
    }
}

/// In whose letters an address is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Script {
    /// The country's own.
    Local,
    /// Latin ones, for those who read no others.
    Latin,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Field(AddressField),
    /// A part that addresses here do not have.
    Unknown,
    Sign(char),
}

/// One state, province or the like of a country.
#[derive(Debug)]
pub struct Region {
    /// How the post writes it; often an abbreviation.
    pub key: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its name in Latin letters.
    pub latin_name: &'static str,
    /// The pattern that its postcodes begin with; empty where there is none.
    postcode_start: &'static str,
    start: OnceLock<Option<Regex>>,
}

impl Region {
    /// Whether a postcode is one of the region's; none where nothing is known of that.
    pub fn has_postcode(&self, postcode: &str) -> Option<bool> {
        if self.postcode_start.is_empty() {
            return None;
        }
        let build = || Regex::new(&format!("^(?:{})", self.postcode_start)).ok();
        let pattern = self.start.get_or_init(build).as_ref()?;
        Some(pattern.is_match(&postcode.trim().to_uppercase()))
    }
}

/// How addresses are written in a country.
#[derive(Debug)]
pub struct AddressRules {
    local: Vec<Vec<Piece>>,
    latin: Vec<Vec<Piece>>,
    required: Vec<AddressField>,
    upper: Vec<AddressField>,
    postcode: &'static str,
    examples: Vec<&'static str>,
    regions: Vec<Region>,
    whole: OnceLock<Option<Regex>>,
    within: OnceLock<Option<Regex>>,
}

impl AddressRules {
    /// The rules of a country; those of a country nothing is known of ask for street and city.
    ///
    /// # Panics
    /// Never: the table that is built in has the row of those countries, and a test reads it.
    pub fn of(country: CountryCode) -> &'static Self {
        let found = RULES.get(country.as_str()).or_else(|| RULES.get(DEFAULT_KEY));
        found.expect("invariant: the table has the row of countries without one")
    }

    fn of_row(row: &[&'static str], default: &[&'static str]) -> Self {
        let own = |column: usize| row.get(column).copied().unwrap_or_default();
        let cell = |column: usize| match own(column) {
            "" => default.get(column).copied().unwrap_or_default(),
            text => text,
        };
        let letters = |column| cell(column).chars().filter_map(AddressField::of_letter).collect();
        let local = lines_of(cell(1));
        let latin = if own(2).is_empty() { local.clone() } else { lines_of(own(2)) };
        let list = |column| own(column).split('~').collect::<Vec<&'static str>>();
        let (keys, names, latin_names, starts) = (list(7), list(8), list(9), list(10));
        let or = |text: Option<&&'static str>, other: &'static str| {
            text.copied().filter(|text| !text.is_empty()).unwrap_or(other)
        };
        let region = |(place, &key): (usize, &&'static str)| {
            let name = or(names.get(place), key);
            let latin_name = or(latin_names.get(place), name);
            let postcode_start = starts.get(place).copied().unwrap_or_default();
            Region { key, name, latin_name, postcode_start, start: OnceLock::new() }
        };
        Self {
            local,
            latin,
            required: letters(3),
            upper: letters(4),
            postcode: own(5),
            examples: own(6).split(',').filter(|text| !text.is_empty()).collect(),
            regions: keys
                .iter()
                .enumerate()
                .filter(|(_, key)| !key.is_empty())
                .map(region)
                .collect(),
            whole: OnceLock::new(),
            within: OnceLock::new(),
        }
    }

    /// Whether an address needs a field.
    pub fn is_required(&self, field: AddressField) -> bool {
        self.required.contains(&field)
    }

    /// Whether the post asks for a field in capitals.
    pub fn is_upper(&self, field: AddressField) -> bool {
        self.upper.contains(&field)
    }

    /// Whether addresses have a field at all.
    pub fn has(&self, field: AddressField) -> bool {
        self.local.iter().flatten().any(|piece| *piece == Piece::Field(field))
    }

    /// Whether a line of the country's format is these words, in lower case, beside its fields.
    pub(super) fn has_words(&self, words: &str) -> bool {
        let sign = |piece: &Piece| if let Piece::Sign(sign) = piece { Some(*sign) } else { None };
        let mut lines = self.local.iter().map(|line| line.iter().filter_map(sign));
        lines.any(|line| line.collect::<String>().trim().to_lowercase() == words)
    }

    /// Postcodes as the post writes them; none where nothing is known of them.
    pub fn postcode_examples(&self) -> &[&'static str] {
        &self.examples
    }

    /// Whether a text has the shape of the country's postcodes; none where nothing is known of them. Letter case
    /// does not matter.
    pub fn is_postcode(&self, text: &str) -> Option<bool> {
        let build = || self.pattern(|pattern| format!("^(?:{pattern})$"));
        let pattern = self.whole.get_or_init(build).as_ref()?;
        Some(pattern.is_match(&text.trim().to_uppercase()))
    }

    /// Where the last postcode in a text is, in bytes. It stands apart from other letters and digits.
    pub(super) fn find_postcode(&self, text: &str) -> Option<std::ops::Range<usize>> {
        let build = || self.pattern(|pattern| format!("(?:{pattern})"));
        let pattern = self.within.get_or_init(build).as_ref()?;
        let is_apart = |range: &std::ops::Range<usize>| {
            let before = text[..range.start].chars().next_back();
            let behind = text[range.end..].chars().next();
            ![before, behind].into_iter().flatten().any(|c| c.is_ascii_alphanumeric() || c == '-')
        };
        pattern.find_iter(text).map(|found| found.range()).filter(is_apart).last()
    }

    fn pattern(&self, wrap: impl FnOnce(&str) -> String) -> Option<Regex> {
        if self.postcode.is_empty() { None } else { Regex::new(&wrap(self.postcode)).ok() }
    }

    /// How many digits a postcode has, where it has nothing else.
    pub(super) fn postcode_digits(&self) -> Option<usize> {
        let count = self.postcode.strip_prefix(r"\d{")?.strip_suffix('}')?;
        count.parse().ok()
    }

    /// The states, provinces and the like that the post knows; none where it needs none.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// The region that goes by a key or a name, letter case ignored. Names of China's regions in Latin letters may
    /// be without the word for a province or a city (`Guangdong Sheng`, `Beijing Shi`).
    pub fn find_region(&self, text: &str) -> Option<&Region> {
        let wanted = text.trim().to_lowercase();
        let is_named = |region: &&Region| {
            let latin = region.latin_name;
            let bare = [" Sheng", " Shi"].iter().find_map(|word| latin.strip_suffix(word));
            [region.key, region.name, latin, bare.unwrap_or(latin)]
                .iter()
                .any(|name| name.to_lowercase() == wanted)
        };
        self.regions.iter().find(is_named)
    }

    /// Whether the country in its own letters writes the postcode or the region before the street.
    pub(super) fn is_from_large(&self) -> bool {
        let mut pieces = self.local.iter().flatten();
        let first = pieces.find(|piece| matches!(piece, Piece::Field(_)));
        matches!(first, Some(Piece::Field(AddressField::Postcode | AddressField::Region)))
    }

    pub(super) fn lines(&self, script: Script) -> &[Vec<Piece>] {
        match script {
            Script::Local => &self.local,
            Script::Latin => &self.latin,
        }
    }
}

/// The lines of a format such as `%N%n%O%n%A%n%Z %C`.
fn lines_of(format: &str) -> Vec<Vec<Piece>> {
    let mut lines = vec![Vec::new()];
    let mut letters = format.chars();
    while let Some(letter) = letters.next() {
        let piece = match letter {
            '%' => match letters.next() {
                Some('n') => {
                    lines.push(Vec::new());
                    continue;
                }
                Some(letter) => {
                    AddressField::of_letter(letter).map_or(Piece::Unknown, Piece::Field)
                }
                None => break,
            },
            sign => Piece::Sign(sign),
        };
        if let Some(line) = lines.last_mut() {
            line.push(piece);
        }
    }
    lines
}
