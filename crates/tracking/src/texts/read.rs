//! Reads a file of texts, and tells everything that is wrong with it at once.

use std::collections::BTreeMap;

use portolan_model::scan::Reason;
use portolan_model::{CountryCode, Milestone, Status, SubStatus};
use toml::Table;

use super::dates::DateTexts;
use super::phrase::{Counted, Phrase};
use super::plural::{PluralForm, PluralRule};
use super::{Direction, EXCEPTIONS, Texts, TextsFault};

/// What to do about a text that is not there.
const WRITE: &str = "write it as text in quotation marks";

impl Texts {
    /// Reads a file, or tells all that is wrong with it.
    pub fn read(file: &str, text: &str) -> Result<Self, Vec<TextsFault>> {
        let mut reader = Reader { file, faults: Vec::new() };
        let table = text.parse::<Table>().unwrap_or_else(|error| {
            reader.fault(format!("not TOML: {}", error.message()), "mend the line it names");
            Table::new()
        });
        if let Some(fault) = reader.faults.pop() {
            return Err(vec![fault]);
        }
        let (direction, plural) = (reader.direction(&table), reader.plural(&table));
        let reported = SubStatus::ALL
            .iter()
            .copied()
            .filter(|sub_status| sub_status.status() == Status::Exception);
        let texts = Self {
            language: reader.word(&table, "language"),
            name: reader.word(&table, "name"),
            direction,
            plural,
            milestones: reader.words(&table, "milestone", Milestone::ALL, Milestone::as_str),
            statuses: reader.words(&table, "status", Status::ALL, Status::as_str),
            next: reader.words(&table, "next", Status::ALL, Status::as_str),
            due: reader.some_words(&table, "due", Milestone::ALL, Milestone::as_str),
            reasons: reader.words(&table, "reason", Reason::ALL, Reason::as_str),
            exceptions: reader.words(&table, "exception", EXCEPTIONS, |name| name),
            reported: {
                let all: Vec<SubStatus> = reported.collect();
                reader.words(&table, "reported", &all, SubStatus::as_str)
            },
            phrases: reader.phrases(&table),
            counts: reader.counts(&table, plural),
            dates: reader.dates(&table),
            countries: reader.countries(&table),
        };
        if reader.faults.is_empty() { Ok(texts) } else { Err(reader.faults) }
    }
}

struct Reader<'a> {
    file: &'a str,
    faults: Vec<TextsFault>,
}

impl Reader<'_> {
    fn fault(&mut self, what: String, mend: &'static str) {
        self.faults.push(TextsFault { file: self.file.to_owned(), what, mend });
    }

    fn word(&mut self, table: &Table, key: &str) -> String {
        if let Some(text) = text_of(table, key) {
            return text.to_owned();
        }
        self.fault(format!("{key} is missing"), WRITE);
        String::new()
    }

    fn direction(&mut self, table: &Table) -> Direction {
        match self.word(table, "direction").as_str() {
            "ltr" => Direction::LeftToRight,
            "rtl" => Direction::RightToLeft,
            _ => {
                self.fault("direction is neither of its words".to_owned(), "write ltr or rtl");
                Direction::LeftToRight
            }
        }
    }

    fn plural(&mut self, table: &Table) -> PluralRule {
        let name = self.word(table, "plural");
        let found = PluralRule::ALL.iter().copied().find(|rule| rule.as_str() == name);
        found.unwrap_or_else(|| {
            let names: Vec<&str> = PluralRule::ALL.iter().map(|rule| rule.as_str()).collect();
            let what = format!("plural names no rule of {}", names.join(", "));
            self.fault(what, "name the one by which the language counts");
            PluralRule::None
        })
    }

    /// The words of a section that must have all of them.
    fn words<K: Copy + Ord>(
        &mut self,
        table: &Table,
        section: &str,
        all: &[K],
        name_of: impl Fn(K) -> &'static str,
    ) -> BTreeMap<K, String> {
        let found = self.some_words(table, section, all, &name_of);
        for &key in all.iter().filter(|key| !found.contains_key(key)) {
            self.fault(format!("{section}.{} is missing", name_of(key)), WRITE);
        }
        found
    }

    /// The words of a section that may have any of them.
    fn some_words<K: Copy + Ord>(
        &mut self,
        table: &Table,
        section: &str,
        all: &[K],
        name_of: impl Fn(K) -> &'static str,
    ) -> BTreeMap<K, String> {
        let empty = Table::new();
        let words = section_of(table, section).unwrap_or(&empty);
        for name in words.keys() {
            if !all.iter().any(|&key| name_of(key) == name) {
                self.fault(format!("{section}.{name} is no {section}"), "take the line out");
            }
        }
        let texts = all
            .iter()
            .filter_map(|&key| text_of(words, name_of(key)).map(|text| (key, text.to_owned())));
        texts.collect()
    }

    fn phrases(&mut self, table: &Table) -> BTreeMap<Phrase, String> {
        let phrases = self.words(table, "phrase", Phrase::ALL, Phrase::as_str);
        for (phrase, text) in &phrases {
            self.braces(&format!("phrase.{}", phrase.as_str()), text, phrase.values(), true);
        }
        phrases
    }

    /// What stands in braces must be what is filled in, or else a reader would see the braces.
    fn braces(&mut self, key: &str, text: &str, values: &[&str], all: bool) {
        let found: Vec<&str> = text
            .split('{')
            .skip(1)
            .map(|rest| rest.split_once('}').map_or("", |(value, _)| value))
            .collect();
        let is_right = found.iter().all(|value| values.contains(value));
        if !is_right || (all && values.iter().any(|value| !found.contains(value))) {
            let mend = "write in braces what the same line of en.toml has in braces";
            self.fault(format!("{key} has other values in braces than it is filled with"), mend);
        }
    }

    fn counts(
        &mut self,
        table: &Table,
        rule: PluralRule,
    ) -> BTreeMap<(Counted, PluralForm), String> {
        let empty = Table::new();
        let section = section_of(table, "count").unwrap_or(&empty);
        let mut counts = BTreeMap::new();
        for &counted in Counted::ALL {
            let forms = section_of(section, counted.as_str()).unwrap_or(&empty);
            for &form in rule.forms() {
                let key = format!("count.{}.{}", counted.as_str(), form.as_str());
                match text_of(forms, form.as_str()) {
                    Some(text) => {
                        self.braces(&key, text, &["count"], false);
                        counts.insert((counted, form), text.to_owned());
                    }
                    None => self.fault(format!("{key} is missing"), WRITE),
                }
            }
        }
        counts
    }

    fn dates(&mut self, table: &Table) -> DateTexts {
        let empty = Table::new();
        let section = section_of(table, "date").unwrap_or(&empty);
        let mut pattern = |key: &str, values: &[&str]| {
            let text = self.word(section, key);
            self.braces(&format!("date.{key}"), &text, values, true);
            text
        };
        let day = pattern("day", &["weekday", "day", "month"]);
        let day_of_year = pattern("day_of_year", &["weekday", "day", "month", "year"]);
        let range = pattern("range", &["from", "to"]);
        DateTexts {
            weekdays: self.names(section, "weekdays", 7),
            months: self.names(section, "months", 12),
            day,
            day_of_year,
            range,
        }
    }

    fn names(&mut self, section: &Table, key: &str, count: usize) -> Vec<String> {
        let list = section.get(key).and_then(toml::Value::as_array);
        let names = list.into_iter().flatten().filter_map(toml::Value::as_str);
        let names: Vec<String> = names.map(str::to_owned).collect();
        if names.len() != count {
            self.fault(format!("date.{key} has not {count} names"), "write a list of texts");
        }
        names
    }

    fn countries(&mut self, table: &Table) -> BTreeMap<CountryCode, String> {
        let empty = Table::new();
        let section = section_of(table, "country").unwrap_or(&empty);
        let mut countries = BTreeMap::new();
        for letters in section.keys() {
            match (CountryCode::from_alpha2(letters), text_of(section, letters)) {
                (Some(country), Some(name)) => drop(countries.insert(country, name.to_owned())),
                _ => self.fault(
                    format!("country.{letters} is no country with a name"),
                    "take the line out",
                ),
            }
        }
        countries
    }
}

fn section_of<'t>(table: &'t Table, section: &str) -> Option<&'t Table> {
    table.get(section).and_then(toml::Value::as_table)
}

fn text_of<'t>(table: &'t Table, key: &str) -> Option<&'t str> {
    table.get(key).and_then(toml::Value::as_str).filter(|text| !text.trim().is_empty())
}
