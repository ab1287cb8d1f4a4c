//! The list of the Harmonized System, searched by words: which subheadings a description may belong to.
//!
//! It proposes and never decides: who declares answers for the code. The list is HS 2022 as UN Comtrade tells it, open
//! data (PDDL) of the project `datasets/harmonized-system`, without its sections and its total.

use std::collections::{BTreeMap, HashMap, HashSet};

#[cfg(test)]
mod tests;

const LIST: &str = include_str!("../data/hs2022.csv");
/// What the list is called.
pub const EDITION: &str = "HS 2022";

/// How much a word of a subheading's own text counts beside one of its heading's and its chapter's. Estimated: chosen
/// on the descriptions in the tests.
const OWN: f64 = 3.0;
const OF_HEADING: f64 = 2.0;
const OF_CHAPTER: f64 = 1.0;
/// Words that tell nothing apart.
const STOP: [&str; 22] = [
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "it", "nec", "no", "of",
    "on", "or", "the", "to", "with", "whether", "thereof",
];
/// What follows these words, up to the next comma or semicolon, is what a text is not about.
const EXCLUDING: [&str; 5] = ["than", "excluding", "except", "not", "without"];

/// A subheading that may fit.
#[derive(Debug, Clone, PartialEq)]
pub struct HsMatch<'l> {
    /// Its six digits.
    pub code: &'l str,
    /// Its text.
    pub description: &'l str,
    /// The texts of its chapter and its heading.
    pub within: Vec<&'l str>,
    /// The words that were found, as asked.
    pub found_by: Vec<String>,
    /// How well it fits, for the order alone.
    pub score: f64,
}

struct Entry {
    code: String,
    description: String,
}

/// The list with its index of words.
pub struct HsList {
    /// Chapters, headings and subheadings by code.
    texts: BTreeMap<String, String>,
    subheadings: Vec<Entry>,
    /// Which subheadings a word speaks of, and how much it counts there.
    words: HashMap<String, Vec<(u32, f64)>>,
}

impl HsList {
    /// Reads the list that is built in.
    pub fn built_in() -> Self {
        Self::read(LIST)
    }

    fn read(text: &str) -> Self {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let mut texts = BTreeMap::new();
        for record in reader.records().flatten() {
            if let (Some(code), Some(description)) = (record.get(0), record.get(1)) {
                texts.insert(code.to_owned(), description.to_owned());
            }
        }
        let mut list = Self { subheadings: Vec::new(), words: HashMap::new(), texts };
        for (code, description) in list.texts.iter().filter(|(code, _)| code.len() == 6) {
            let place = u32::try_from(list.subheadings.len()).unwrap_or(u32::MAX);
            let mut weights: HashMap<String, f64> = HashMap::new();
            let above = |length: usize| {
                code.get(..length)
                    .and_then(|above| list.texts.get(above))
                    .map_or("", String::as_str)
            };
            let parts =
                [(description.as_str(), OWN), (above(4), OF_HEADING), (above(2), OF_CHAPTER)];
            for (text, weight) in parts {
                for word in words_about(text) {
                    let known = weights.entry(word).or_default();
                    *known = known.max(weight);
                }
            }
            for (word, weight) in weights {
                list.words.entry(word).or_default().push((place, weight));
            }
            let entry = Entry { code: code.clone(), description: description.clone() };
            list.subheadings.push(entry);
        }
        list
    }

    /// How many subheadings there are.
    pub fn count(&self) -> usize {
        self.subheadings.len()
    }

    /// The subheadings that a description, or the beginning of a code, may mean, likeliest first.
    pub fn search(&self, text: &str, limit: usize) -> Vec<HsMatch<'_>> {
        let digits: String = text.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
        if digits.len() >= 2 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return self.of_code(&digits, limit);
        }
        let mut asked: Vec<(String, String)> = Vec::new();
        for word in split(text) {
            let stem = stem_of(&word);
            if !STOP.contains(&word.as_str()) && !asked.iter().any(|(_, known)| *known == stem) {
                asked.push((word, stem));
            }
        }
        let mut scores: HashMap<u32, (f64, Vec<usize>)> = HashMap::new();
        let all = self.subheadings.len();
        for (index, (_, stem)) in asked.iter().enumerate() {
            let Some(places) = self.words.get(stem) else { continue };
            let rarity = (to_f64(all + 1) / to_f64(places.len())).ln();
            for (place, weight) in places {
                let (score, found) = scores.entry(*place).or_default();
                *score += rarity * weight;
                found.push(index);
            }
        }
        let mut found: Vec<(u32, f64, Vec<usize>)> = scores
            .into_iter()
            // What holds more of the words comes before what holds one of them often.
            .map(|(place, (score, found))| (place, score * to_f64(found.len()), found))
            .collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(limit);
        let word = |index: &usize| asked.get(*index).map(|(word, _)| word.clone());
        found
            .into_iter()
            .filter_map(|(place, score, found)| {
                let found_by = found.iter().filter_map(word).collect();
                self.matched(place, found_by, score)
            })
            .collect()
    }

    fn of_code(&self, digits: &str, limit: usize) -> Vec<HsMatch<'_>> {
        let begins = digits.get(..6).unwrap_or(digits);
        let first = self.subheadings.partition_point(|entry| entry.code.as_str() < begins);
        let fitting = self.subheadings[first..].iter().take_while(|e| e.code.starts_with(begins));
        let places = (first..).zip(fitting).take(limit);
        let place = |(place, _)| u32::try_from(place).ok();
        places
            .filter_map(place)
            .filter_map(|place| self.matched(place, vec![digits.to_owned()], 0.0))
            .collect()
    }

    fn matched(&self, place: u32, found_by: Vec<String>, score: f64) -> Option<HsMatch<'_>> {
        let Entry { code, description } = self.subheadings.get(place as usize)?;
        let above = |length: usize| code.get(..length).and_then(|above| self.texts.get(above));
        let within = [above(2), above(4)].into_iter().flatten().map(String::as_str).collect();
        Some(HsMatch { code, description, within, found_by, score })
    }
}

#[expect(clippy::cast_precision_loss, reason = "some thousand subheadings")]
const fn to_f64(count: usize) -> f64 {
    count as f64
}

/// The stems of the words that a text is about.
fn words_about(text: &str) -> HashSet<String> {
    let mut stems = HashSet::new();
    for part in text.split([',', ';']) {
        for word in split(part) {
            if EXCLUDING.contains(&word.as_str()) {
                break;
            }
            if !STOP.contains(&word.as_str()) {
                stems.insert(stem_of(&word));
            }
        }
    }
    stems
}

fn split(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace(['\'', '’'], "").replace("n.e.c.", "nec");
    let mut words = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '-') {
        let parts: Vec<&str> = word.split('-').filter(|part| !part.is_empty()).collect();
        if parts.len() > 1 && parts.iter().any(|part| part.len() == 1) {
            // A T-shirt is no shirt.
            words.push(parts.concat());
        } else {
            words.extend(parts.into_iter().filter(|part| part.len() > 1).map(str::to_owned));
        }
    }
    words
}

/// A word without the ending of its plural: enough for a list whose words are mostly nouns.
fn stem_of(word: &str) -> String {
    let ends = [("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x")];
    for (end, mend) in ends {
        if let Some(stem) = word.strip_suffix(end).filter(|stem| stem.len() > 2) {
            return format!("{stem}{mend}");
        }
    }
    let is_plural = word.len() > 3 && word.ends_with('s') && !word.ends_with("ss");
    let one = word.strip_suffix('s').filter(|_| is_plural).unwrap_or(word);
    // Scarf and scarves, knife and knives, glove and gloves.
    let stem = one.strip_suffix("ve").or_else(|| one.strip_suffix("fe"));
    stem.map_or_else(|| one.to_owned(), |stem| format!("{stem}f"))
}
