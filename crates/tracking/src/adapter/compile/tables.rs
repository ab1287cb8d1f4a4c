//! Tables of meanings of `adapter.toml`.

use std::collections::HashMap;

use portolan_model::scan::Reason;
use portolan_model::{Code, CountryCode, Milestone};
use toml::{Table, Value};

use crate::adapter::draft::{Findings, join};
use crate::adapter::limits::TEXT_RULES_MAX;
use crate::adapter::meaning::{Meaning, Meanings, normal};

/// Reads every table of meanings.
pub(crate) fn meanings(findings: &mut Findings, table: &Table) -> Meanings {
    let mut meanings = Meanings {
        codes: of_codes(findings, table, "codes"),
        families: longest_first(of_codes(findings, table, "code_families").into_iter().collect()),
        stages: of_codes(findings, table, "stages"),
        reasons: reasons(findings, table),
        ..Meanings::default()
    };
    let Some(texts) = findings.table("", table, "texts") else { return meanings };
    findings.unknown_keys("texts", texts, &["exact", "prefix", "contains"]);
    meanings.exact = of_texts(findings, texts, "exact").into_iter().collect();
    meanings.prefix = longest_first(of_texts(findings, texts, "prefix"));
    meanings.contains = longest_first(of_texts(findings, texts, "contains"));
    meanings
}

fn of_codes(findings: &mut Findings, table: &Table, name: &str) -> HashMap<String, Meaning> {
    let Some(given) = findings.table("", table, name) else { return HashMap::new() };
    let mut codes = HashMap::new();
    for (code, value) in given {
        if let Some(meaning) = meaning(findings, &join(name, code), value) {
            codes.insert(code.trim().to_owned(), meaning);
        }
    }
    codes
}

fn of_texts(findings: &mut Findings, texts: &Table, name: &str) -> Vec<(String, Meaning)> {
    let Some(given) = findings.table("texts", texts, name) else { return Vec::new() };
    let within = join("texts", name);
    if given.len() > TEXT_RULES_MAX {
        let what = format!("there are more than {TEXT_RULES_MAX} rules");
        findings.add(&within, "texts_many", what, "join those with a common beginning");
    }
    let mut rules: Vec<(String, Meaning)> = Vec::new();
    for (text, value) in given {
        let (field, wanted) = (join(&within, text), normal(text));
        if wanted.is_empty() || rules.iter().any(|(known, _)| *known == wanted) {
            let what = "the text is empty, or stands here twice".to_owned();
            findings.add(&field, "text_twice", what, "letter case and blanks do not count");
        } else if let Some(meaning) = meaning(findings, &field, value) {
            rules.push((wanted, meaning));
        }
    }
    rules
}

fn longest_first(mut rules: Vec<(String, Meaning)>) -> Vec<(String, Meaning)> {
    rules.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
    rules
}

/// `"milestone"`, or `["milestone", "reason"]`.
fn meaning(findings: &mut Findings, field: &str, value: &Value) -> Option<Meaning> {
    let words = findings.texts(field, Some(value));
    let (milestone, reason) = match words.as_slice() {
        [milestone] => (*milestone, None),
        [milestone, reason] => (*milestone, Some(*reason)),
        _ => {
            let what = "this names no milestone".to_owned();
            findings.add(field, "meaning", what, "write a milestone, or [milestone, reason]");
            return None;
        }
    };
    let milestone = exactly(findings, field, milestone, Milestone::parse, Milestone::as_str)?;
    let reason = match reason {
        Some(text) => Some(exactly(findings, field, text, Reason::parse, Reason::as_str)?),
        None => None,
    };
    Some(Meaning { milestone, reason })
}

/// A word of a closed list, written as it stands there: no other letter case, no dashes.
fn exactly<T: Copy>(
    findings: &mut Findings,
    field: &str,
    text: &str,
    parse: fn(&str) -> Result<T, portolan_model::ModelError>,
    name: fn(T) -> &'static str,
) -> Option<T> {
    match parse(text) {
        Ok(value) if name(value) == text => Some(value),
        Ok(value) => {
            let mend = format!("write `{}`", name(value));
            findings.add(field, "meaning", format!("`{text}` is not written so"), &mend);
            None
        }
        Err(fault) => {
            findings.add(field, "meaning", fault.to_string(), "use one of these");
            None
        }
    }
}

fn reasons(findings: &mut Findings, table: &Table) -> HashMap<String, Reason> {
    let Some(given) = findings.table("", table, "reasons") else { return HashMap::new() };
    let mut reasons = HashMap::new();
    for code in given.keys() {
        let Some(text) = findings.text("reasons", given, code) else { continue };
        let field = join("reasons", code);
        if let Some(reason) = exactly(findings, &field, text, Reason::parse, Reason::as_str) {
            reasons.insert(code.trim().to_owned(), reason);
        }
    }
    reasons
}

/// The carrier's words for operators, each with the operator's key.
pub(crate) fn operators(findings: &mut Findings, table: &Table) -> HashMap<String, Code> {
    let Some(given) = findings.table("", table, "operators") else { return HashMap::new() };
    let mut operators = HashMap::new();
    for word in given.keys() {
        let Some(text) = findings.text("operators", given, word) else { continue };
        match Code::parse(text) {
            Ok(key) => {
                operators.insert(normal(word), key);
            }
            Err(fault) => {
                let field = join("operators", word);
                findings.add(&field, "key", fault.to_string(), "write the operator's key");
            }
        }
    }
    operators
}

/// Names of countries: three letters, English names, and the carrier's own words, which go before names.
pub(crate) fn countries(findings: &mut Findings, table: &Table) -> HashMap<String, CountryCode> {
    let mut countries: HashMap<String, CountryCode> =
        CountryCode::names().map(|(name, country)| (normal(name), country)).collect();
    let Some(given) = findings.table("", table, "countries") else { return countries };
    for word in given.keys() {
        let Some(text) = findings.text("countries", given, word) else { continue };
        if let Some(country) = CountryCode::from_alpha2(text) {
            countries.insert(normal(word), country);
        } else {
            let what = format!("`{text}` is no country");
            let mend = "write ISO 3166-1 alpha-2";
            findings.add(&join("countries", word), "country", what, mend);
        }
    }
    countries
}
