//! What a typed place means: a country, a postcode, a zone or a facility.

use super::fold_name;
use crate::{
    Snapshot,
    index::Arena,
    limits,
    records::{Country, CountryIdx, Node, NodeIdx},
};
use portolan_model::{CountryCode, Postcode};

/// Most words of a country's name and of a postcode.
const NAME_WORDS_MAX: usize = 6;
const POSTCODE_WORDS_MAX: usize = 3;

/// What a typed place turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlaceKind {
    /// A postcode of a country.
    Postcode,
    /// A country.
    Country,
    /// A zone, by its key, its name or a name of a place in it.
    Zone,
    /// A facility, by its key, name, city or code.
    Facility,
}

impl PlaceKind {
    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Postcode => "postcode",
            Self::Country => "country",
            Self::Zone => "zone",
            Self::Facility => "facility",
        }
    }
}

/// One meaning of a typed place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceMatch {
    /// How to show it.
    pub label: String,
    /// What it is.
    pub kind: PlaceKind,
    /// Its country.
    pub country: CountryIdx,
    /// The postcode, for a postcode.
    pub postcode: Option<Postcode>,
    /// The zone or facility.
    pub node: Option<NodeIdx>,
    /// Whether the whole of a name was typed, not only its beginning.
    pub is_exact: bool,
}

/// Names of places as they are compared, sorted.
#[derive(Debug, Clone, Default)]
pub(crate) struct PlaceIndex {
    names: Vec<Name>,
}

/// One name of one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    folded: String,
    /// Lower is meant sooner.
    rank: u8,
    place: Place,
    shown: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Country(CountryIdx),
    Node(NodeIdx),
}

impl PlaceIndex {
    pub(crate) fn new(countries: &Arena<Country>, nodes: &Arena<Node>) -> Self {
        let mut index = Self::default();
        for (place, country) in countries.entries() {
            let place = Place::Country(place);
            for name in [&country.name, &country.name_zh, country.code.english_name()] {
                index.add(name, 0, place);
            }
            index.add(country.code.as_str(), 0, place);
            index.add(country.code.alpha3(), 1, place);
        }
        for (place, node) in nodes.entries() {
            let kinds = node.zone_kinds();
            let is_end = kinds.collection || kinds.delivery;
            let rank = if is_end || node.is_facility() { 2 } else { 4 };
            let place = Place::Node(place);
            for name in [node.key.as_str(), &node.name, &node.name_zh, &node.iata, &node.unlocode] {
                index.add(name, rank, place);
            }
            for name in &node.places {
                index.add(name, rank, place);
            }
            index.add(&node.city, 5, place);
        }
        index.names.sort_unstable();
        index.names.dedup_by(|a, b| a.folded == b.folded && a.place == b.place);
        index
    }

    fn add(&mut self, name: &str, rank: u8, place: Place) {
        let folded = fold_name(name);
        if !folded.is_empty() {
            self.names.push(Name { folded, rank, place, shown: name.to_owned() });
        }
    }

    /// The names that are or begin with a text; those that are it first, then by rank.
    fn list(&self, folded: &str) -> Vec<&Name> {
        let start = self.names.partition_point(|name| name.folded.as_str() < folded);
        let names = self.names[start..].iter();
        let mut found: Vec<_> = names.take_while(|name| name.folded.starts_with(folded)).collect();
        found.sort_by_key(|name| (name.folded != folded, name.rank));
        found
    }
}

impl Snapshot {
    /// What a typed place may mean, best first: `FR 75011`, `DE 10115 Berlin`, `France`, `临安`, `Lin'an`,
    /// a key or code of a facility. Letter case, diacritics and apostrophes do not matter.
    pub fn find_places(&self, text: &str) -> Vec<PlaceMatch> {
        let text: String = text.chars().take(limits::CELL_BYTES_MAX / 8).collect();
        let words: Vec<&str> =
            text.split([' ', ',', ';', '\t', '\u{3000}', '，']).filter(|w| !w.is_empty()).collect();
        let mut found = Vec::new();
        for (country, rest) in self.countries_in(&words) {
            found.extend(self.in_country(country, rest));
        }
        let folded = fold_name(&text);
        if !folded.is_empty() {
            let names = self.lookups.places.list(&folded).into_iter();
            found.extend(names.map(|name| self.meaning(name, &folded)));
        }
        // What was typed in full goes before what was only begun.
        found.sort_by_key(|place| !place.is_exact);
        let mut seen = std::collections::HashSet::new();
        found.retain(|place| seen.insert((place.country, place.node, place.postcode.clone())));
        found.truncate(limits::PLACE_MATCHES_MAX);
        found
    }

    /// The countries that the first or last words name, with the other words; longest names first.
    fn countries_in<'a>(&self, words: &'a [&'a str]) -> Vec<(CountryIdx, &'a [&'a str])> {
        let mut found = Vec::new();
        for count in (1..=words.len().min(NAME_WORDS_MAX)).rev() {
            let (first, rest) = words.split_at(count);
            let (before, last) = words.split_at(words.len() - count);
            found.extend(self.country_named(first).map(|country| (country, rest)));
            found.extend(self.country_named(last).map(|country| (country, before)));
        }
        found
    }

    fn country_named(&self, words: &[&str]) -> Option<CountryIdx> {
        let name = words.join(" ");
        let folded = fold_name(&name);
        let listed = self.lookups.places.list(&folded).into_iter();
        let own =
            listed.take_while(|known| known.folded == folded).find_map(|known| match known.place {
                Place::Country(country) => Some(country),
                Place::Node(_) => None,
            });
        own.or_else(|| self.find_country(CountryCode::parse(&name).ok()?))
    }

    /// What the other words mean once the country is known.
    fn in_country(&self, country: CountryIdx, rest: &[&str]) -> Vec<PlaceMatch> {
        let row = &self.countries[country];
        let code = row.code;
        let place = |label: String, kind, postcode| PlaceMatch {
            label,
            kind,
            country,
            postcode,
            node: None,
            is_exact: true,
        };
        if rest.is_empty() {
            return vec![place(row.name.clone(), PlaceKind::Country, None)];
        }
        if let Some(postcode) = postcode_in(row, rest) {
            let label = format!("{code} {postcode}");
            return vec![place(label, PlaceKind::Postcode, Some(postcode))];
        }
        let folded = fold_name(&rest.join(" "));
        let names = self.lookups.places.list(&folded).into_iter();
        let meanings = names.map(|name| self.meaning(name, &folded));
        meanings.filter(|found| found.country == country && found.node.is_some()).collect()
    }

    fn meaning(&self, name: &Name, typed: &str) -> PlaceMatch {
        let is_exact = name.folded == typed;
        match name.place {
            Place::Country(country) => PlaceMatch {
                label: self.countries[country].name.clone(),
                kind: PlaceKind::Country,
                country,
                postcode: None,
                node: None,
                is_exact,
            },
            Place::Node(node) => {
                let row = &self.nodes[node];
                let is_own_name =
                    fold_name(&row.name) == name.folded || name.shown == row.key.as_str();
                let label = if is_own_name {
                    row.name.clone()
                } else {
                    format!("{} ({})", name.shown, row.name)
                };
                let kind = if row.is_facility() { PlaceKind::Facility } else { PlaceKind::Zone };
                let country = row.country;
                PlaceMatch { label, kind, country, postcode: None, node: Some(node), is_exact }
            }
        }
    }
}

/// The first words that are a postcode of a country, as many of them as can be.
fn postcode_in(country: &Country, words: &[&str]) -> Option<Postcode> {
    for start in 0..words.len() {
        for count in (1..=POSTCODE_WORDS_MAX.min(words.len() - start)).rev() {
            let Ok(postcode) = Postcode::parse(&words[start..start + count].join(" ")) else {
                continue;
            };
            if country.postcode_shapes.iter().any(|shape| shape.fits(postcode.normal())) {
                return Some(postcode);
            }
        }
    }
    None
}
