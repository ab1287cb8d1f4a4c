//! Countries and territories by their ISO 3166-1 code.
//!
//! A value is always one of the table; people may write the two or the three letters or the English or
//! Chinese name.

use crate::{ModelError, text};
use std::{collections::HashMap, fmt, str::FromStr, sync::LazyLock};

mod iso3166;
#[cfg(test)]
mod tests;

/// Other English names in use, lower case without signs, beside those of the table.
const ALIASES: &[(&str, &str)] = &[
    ("america", "US"),
    ("bolivia plurinational state of", "BO"),
    ("bosnia", "BA"),
    ("brasil", "BR"),
    ("brunei darussalam", "BN"),
    ("burma", "MM"),
    ("cape verde", "CV"),
    ("congo brazzaville", "CG"),
    ("congo kinshasa", "CD"),
    ("czech republic", "CZ"),
    ("deutschland", "DE"),
    ("east timor", "TL"),
    ("england", "GB"),
    ("espana", "ES"),
    ("great britain", "GB"),
    ("holland", "NL"),
    ("hong kong", "HK"),
    ("iran islamic republic of", "IR"),
    ("ivory coast", "CI"),
    ("korea", "KR"),
    ("korea republic of", "KR"),
    ("lao pdr", "LA"),
    ("macao", "MO"),
    ("macau", "MO"),
    ("macedonia", "MK"),
    ("moldova republic of", "MD"),
    ("northern ireland", "GB"),
    ("palestine", "PS"),
    ("peoples republic of china", "CN"),
    ("polska", "PL"),
    ("republic of korea", "KR"),
    ("russian federation", "RU"),
    ("scotland", "GB"),
    ("swaziland", "SZ"),
    ("syrian arab republic", "SY"),
    ("taiwan province of china", "TW"),
    ("tanzania united republic of", "TZ"),
    ("the netherlands", "NL"),
    ("turkey", "TR"),
    ("uae", "AE"),
    ("uk", "GB"),
    ("united kingdom of great britain and northern ireland", "GB"),
    ("us outlying islands", "UM"),
    ("us virgin islands", "VI"),
    ("us of america", "US"),
    ("usa", "US"),
    ("vatican", "VA"),
    ("viet nam", "VN"),
    ("wales", "GB"),
    ("中国台湾", "TW"),
    ("中国澳门", "MO"),
    ("中国香港", "HK"),
    ("俄罗斯联邦", "RU"),
    ("大韩民国", "KR"),
    ("澳门", "MO"),
    ("香港", "HK"),
];

/// Names of the countries in English and Chinese as a table, with its source.
const NAMES_TABLE: &str = include_str!("country/names.csv");

/// Every name that is read, folded; the table of ISO 3166-1 goes before the others.
static NAMES: LazyLock<HashMap<String, CountryCode>> = LazyLock::new(|| {
    let own = iso3166::COUNTRIES.iter().map(|row| (folded(row.2), row.0));
    let others = other_names().map(|(name, code)| (name.to_owned(), code));
    let known = |(name, code): (String, &str)| Some((name, CountryCode::from_alpha2(code)?));
    others.chain(own).filter_map(known).collect()
});

/// The names beside those of ISO 3166-1, folded, with the two letters of their countries.
fn other_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = NAMES_TABLE.lines().filter(|line| !line.starts_with('#'));
    ALIASES.iter().copied().chain(lines.filter_map(|line| line.split_once(',')))
}

/// A country of ISO 3166-1, or Kosovo as `XK`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CountryCode([u8; 2]);

impl CountryCode {
    /// Reads two letters, three letters or an English or Chinese name, letter case ignored.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let unknown = || ModelError::Country { found: text::excerpt(text) };
        let trimmed = text.trim();
        let found = match trimmed.len() {
            2 => Self::from_alpha2(trimmed),
            3 => {
                let wanted = trimmed.to_ascii_uppercase();
                let mut rows = iso3166::COUNTRIES.iter();
                rows.find(|row| row.1 == wanted).and_then(|row| Self::from_alpha2(row.0))
            }
            _ => None,
        };
        found.or_else(|| Self::from_name(trimmed)).ok_or_else(unknown)
    }

    /// The country of two letters, letter case ignored.
    pub fn from_alpha2(letters: &str) -> Option<Self> {
        let bytes: [u8; 2] = letters.as_bytes().try_into().ok()?;
        let code = Self(bytes.map(|byte| byte.to_ascii_uppercase()));
        code.index().map(|_| code)
    }

    fn from_name(name: &str) -> Option<Self> {
        // Folding drops digits; a name with a postcode behind it is more than a country.
        if name.contains(|c: char| c.is_numeric()) {
            return None;
        }
        NAMES.get(folded(name).as_str()).copied()
    }

    fn index(self) -> Option<usize> {
        let wanted = std::str::from_utf8(&self.0).ok()?;
        iso3166::COUNTRIES.binary_search_by_key(&wanted, |row| row.0).ok()
    }

    fn row(self) -> &'static (&'static str, &'static str, &'static str) {
        let index = self.index().expect("invariant: a country code is built from the table only");
        &iso3166::COUNTRIES[index]
    }

    /// The two letters, upper case.
    pub fn as_str(&self) -> &'static str {
        self.row().0
    }

    /// The three letters, upper case.
    pub fn alpha3(&self) -> &'static str {
        self.row().1
    }

    /// The English short name, never an abbreviation: in capitals it is the last line of an address.
    pub fn english_name(&self) -> &'static str {
        self.row().2
    }

    /// Every country, sorted by its two letters.
    pub fn all() -> impl Iterator<Item = Self> {
        iso3166::COUNTRIES.iter().filter_map(|row| Self::from_alpha2(row.0))
    }

    /// Every name that [`Self::parse`] knows, the three letters included, for whoever looks up many: the
    /// names of the table, then others in use.
    pub fn names() -> impl Iterator<Item = (&'static str, Self)> {
        let own =
            Self::all().flat_map(|known| [(known.english_name(), known), (known.alpha3(), known)]);
        let others = other_names();
        let others = others.filter_map(|(name, code)| Some((name, Self::from_alpha2(code)?)));
        own.chain(others)
    }
}

/// A name without letter case, accents and signs, `and` for `&`, words one blank apart.
fn folded(name: &str) -> String {
    let mut letters = String::with_capacity(name.len());
    for character in name.chars().flat_map(char::to_lowercase) {
        match character {
            'å' | 'ã' | 'á' | 'à' | 'ä' | 'â' => letters.push('a'),
            'é' | 'è' | 'ê' | 'ë' => letters.push('e'),
            'í' | 'ì' | 'î' | 'ï' => letters.push('i'),
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' => letters.push('o'),
            'ú' | 'ù' | 'û' | 'ü' => letters.push('u'),
            'ç' => letters.push('c'),
            'ñ' => letters.push('n'),
            '&' => letters.push_str(" and "),
            '\'' | '’' | '.' | '\u{307}' => {}
            kept if kept.is_alphabetic() => letters.push(kept),
            _ => letters.push(' '),
        }
    }
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for CountryCode {
    type Err = ModelError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
