//! What a carrier's code or words mean: tables of codes, then of texts, then of coarse stages.
//!
//! What no table knows is [`Milestone::Unknown`] and counted. Nothing is ever guessed to be in transit.

use std::collections::HashMap;

use portolan_model::Milestone;
use portolan_model::scan::Reason;

/// A milestone, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Meaning {
    pub(crate) milestone: Milestone,
    pub(crate) reason: Option<Reason>,
}

impl Meaning {
    const UNKNOWN: Self = Self { milestone: Milestone::Unknown, reason: None };
}

/// The tables of one adapter; texts are compared in lower case.
#[derive(Debug, Clone, Default)]
pub(crate) struct Meanings {
    pub(crate) codes: HashMap<String, Meaning>,
    /// Families of codes by their beginning, longest first.
    pub(crate) families: Vec<(String, Meaning)>,
    pub(crate) exact: HashMap<String, Meaning>,
    /// Longest first, so that the most particular rule wins.
    pub(crate) prefix: Vec<(String, Meaning)>,
    pub(crate) contains: Vec<(String, Meaning)>,
    pub(crate) stages: HashMap<String, Meaning>,
    pub(crate) reasons: HashMap<String, Reason>,
}

/// What the tables said of one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) meaning: Meaning,
    /// Whether the finest thing the carrier told is in no table.
    pub(crate) is_unknown: bool,
}

impl Meanings {
    /// Looks a code up, then the words, then the stage; a reason of its own fills one that is missing.
    ///
    /// `spare` is a text to write in, whatever it holds: made once for many events.
    pub(crate) fn read(
        &self,
        code: Option<&str>,
        text: Option<&str>,
        stage: Option<&str>,
        spare: &mut String,
    ) -> Told {
        if let Some(meaning) = code.and_then(|code| self.of_code(code.trim())) {
            return Told { meaning, is_unknown: false };
        }
        let by_text = text.and_then(|text| self.of_text(text, spare));
        let by_stage = || stage.and_then(|stage| self.stages.get(stage.trim()).copied());
        // A code that a table of codes does not know is news, even where the words are understood.
        let is_new_code = code.is_some() && !self.codes.is_empty();
        let is_unknown = is_new_code || by_text.is_none();
        let meaning = by_text.or_else(by_stage).unwrap_or(Meaning::UNKNOWN);
        Told { meaning, is_unknown }
    }

    fn of_code(&self, code: &str) -> Option<Meaning> {
        let by_family = || find(&self.families, |start| code.starts_with(start));
        self.codes.get(code).copied().or_else(by_family)
    }

    fn of_text(&self, text: &str, spare: &mut String) -> Option<Meaning> {
        if self.exact.is_empty() && self.prefix.is_empty() && self.contains.is_empty() {
            return None;
        }
        write_normal(text, spare);
        let wanted = spare.as_str();
        let by_exact = self.exact.get(wanted).copied();
        let first = wanted.as_bytes().first();
        let by_prefix = || {
            find(&self.prefix, |start| {
                start.as_bytes().first() == first && wanted.starts_with(start)
            })
        };
        let by_content = || find(&self.contains, |part| wanted.contains(part));
        by_exact.or_else(by_prefix).or_else(by_content)
    }
}

fn find(rules: &[(String, Meaning)], fits: impl Fn(&str) -> bool) -> Option<Meaning> {
    rules.iter().find(|(text, _)| fits(text)).map(|(_, meaning)| *meaning)
}

/// The form in which texts are compared: trimmed, lower case, one blank where there are several.
pub(crate) fn normal(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    write_normal(text, &mut normal);
    normal
}

/// Writes that form of a text in place of what stands there.
fn write_normal(text: &str, normal: &mut String) {
    normal.clear();
    if text.is_ascii() {
        // A text is compared for every event; most are ASCII, and words need not be parted one by one.
        let mut is_behind_word = false;
        for byte in text.bytes() {
            if byte.is_ascii_whitespace() || byte == b'\x0b' {
                is_behind_word = !normal.is_empty();
                continue;
            }
            if std::mem::take(&mut is_behind_word) {
                normal.push(' ');
            }
            normal.push(char::from(byte.to_ascii_lowercase()));
        }
        return;
    }
    for word in text.split_whitespace() {
        if !normal.is_empty() {
            normal.push(' ');
        }
        if word.is_ascii() {
            normal.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        } else {
            normal.push_str(&word.to_lowercase());
        }
    }
}
