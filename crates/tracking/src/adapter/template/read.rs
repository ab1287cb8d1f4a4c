//! The section `[template]` of `adapter.toml`, read once; every fault is told with the others.

use std::collections::BTreeMap;

use portolan_model::scan::Reason;
use portolan_model::{IdentifierScheme, Milestone, TimeZoneName};
use toml::{Table, Value as Toml};

use super::{Holds, Meaning, Pattern, Piece, Template, Value, Words};
use crate::adapter::draft::{Findings, join};

const KEYS: [&str; 6] = ["message", "event", "between", "newest_first", "holds", "tells"];

/// Reads the template; none where there is none or where it is at fault.
pub(crate) fn template(findings: &mut Findings, table: &Table) -> Option<Template> {
    let given = findings.table("", table, "template")?;
    findings.unknown_keys("template", given, &KEYS);
    let tells = tells(findings, given);
    let words = |name: &str| tells.values().any(|words: &Words| words.contains_key(name));
    let message = pieces(findings, given, "message", &words);
    let event = pieces(findings, given, "event", &words);
    if !message.contains(&Piece::Value(Value::Events)) {
        let what = "the message has no place for its events".to_owned();
        findings.add("template.message", "template_value", what, "write `{{events}}` into it");
    }
    let is_message_value = |piece: &Piece| {
        matches!(piece, Piece::Value(Value::Events | Value::Latest | Value::SegmentCount))
    };
    if event.iter().any(is_message_value) {
        let what = "an event holds what only a message has".to_owned();
        findings.add("template.event", "template_value", what, "take it out of the event");
    }
    let holds = match findings.text("template", given, "holds") {
        None | Some("all") => Holds::All,
        Some("new") => Holds::New,
        Some(other) => {
            let what = format!("`{other}` is neither `all` nor `new`");
            findings.add("template.holds", "template_value", what, "use one of them");
            Holds::All
        }
    };
    let between = given.get("between").and_then(Toml::as_str).unwrap_or_default().to_owned();
    let is_newest_first = findings.flag("template", given, "newest_first");
    Some(Template { message, event, between, is_newest_first, holds, tells })
}

/// By which words each milestone is told.
fn tells(findings: &mut Findings, given: &Table) -> BTreeMap<Meaning, Words> {
    let mut tells = BTreeMap::new();
    let Some(rows) = findings.table("template", given, "tells") else {
        findings.missing("template.tells");
        return tells;
    };
    for (name, value) in rows {
        let field = join("template.tells", name);
        let words = match value {
            Toml::String(code) => Some(BTreeMap::from([("code".to_owned(), code.clone())])),
            Toml::Table(words) if words.values().all(Toml::is_str) => {
                let words = words.iter().filter_map(|(name, word)| Some((name, word.as_str()?)));
                Some(words.map(|(name, word)| (name.clone(), word.to_owned())).collect())
            }
            _ => None,
        };
        if words.is_none() {
            let what = "this is neither a code nor a table of texts".to_owned();
            findings.add(&field, "field_kind", what, "write `\"CODE\"` or `{ code = \"CODE\" }`");
        }
        if let (Some(meaning), Some(words)) = (meaning(findings, &field, name), words) {
            tells.insert(meaning, words);
        }
    }
    tells
}

/// `milestone` or `milestone/reason`.
fn meaning(findings: &mut Findings, field: &str, name: &str) -> Option<Meaning> {
    let (milestone, reason) = match name.split_once('/') {
        Some((milestone, reason)) => (milestone, Some(reason)),
        None => (name, None),
    };
    let mend = "write `milestone` or `\"milestone/reason\"`, as the book lists them";
    let read = || {
        let milestone = Milestone::parse(milestone)?;
        Ok((milestone, reason.map(Reason::parse).transpose()?))
    };
    let read: Result<Meaning, portolan_model::ModelError> = read();
    read.map_err(|fault| findings.add(field, "meaning", fault.to_string(), mend)).ok()
}

/// A text with its values found.
fn pieces(
    findings: &mut Findings,
    given: &Table,
    key: &str,
    is_word: &dyn Fn(&str) -> bool,
) -> Vec<Piece> {
    let field = join("template", key);
    let Some(text) = findings.wanted_text("template", given, key) else { return Vec::new() };
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("{{") {
        if !before.is_empty() {
            pieces.push(Piece::Text(before.into()));
        }
        let Some((name, after)) = behind.split_once("}}") else {
            let what = "double braces are not closed".to_owned();
            findings.add(&field, "template_value", what, "write `}}`");
            return pieces;
        };
        match value(name.trim(), is_word) {
            Ok(value) => pieces.push(Piece::Value(value)),
            Err(what) => {
                let mend = "use a value that the book lists, or a word of `[template.tells]`";
                findings.add(&field, "template_value", what, mend);
            }
        }
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.into()));
    }
    pieces
}

fn value(name: &str, is_word: &dyn Fn(&str) -> bool) -> Result<Value, String> {
    if let Some((way, pattern)) = name.split_once(':') {
        return parameterised(way, pattern);
    }
    Ok(match name {
        "identifier" => Value::Identifier,
        "origin" => Value::Origin,
        "destination" => Value::Destination,
        "events" => Value::Events,
        "latest" => Value::Latest,
        "event_count" => Value::EventCount,
        "segment_count" => Value::SegmentCount,
        "epoch_seconds" => Value::EpochSeconds,
        "epoch_milliseconds" => Value::EpochMilliseconds,
        "country" => Value::Country,
        "city" => Value::City,
        "postcode" => Value::Postcode,
        "facility" => Value::Facility,
        "place" => Value::Place,
        "mass_grams" => Value::MassGrams,
        word if is_word(word) => Value::Word(word.into()),
        other => return Err(format!("`{other}` is no value of a template")),
    })
}

/// `time:PATTERN`, `time@ZONE:PATTERN` or `also_known:SCHEME`.
fn parameterised(way: &str, rest: &str) -> Result<Value, String> {
    match way.split_once('@').map_or((way, None), |(way, zone)| (way, Some(zone))) {
        ("time", zone) => {
            let zone = zone.map(TimeZoneName::parse).transpose();
            let zone = zone.map_err(|fault| fault.to_string())?;
            Ok(Value::Time { pattern: Pattern::parse(rest)?, zone })
        }
        ("also_known", None) => {
            let scheme = IdentifierScheme::parse(rest).map_err(|fault| fault.to_string())?;
            Ok(Value::AlsoKnown(scheme))
        }
        _ => Err(format!("`{way}` takes nothing behind a colon")),
    }
}
