//! From the tables of `adapter.toml` to an [`Adapter`]: paths, formats and tables are read once, here.

mod tables;
mod ways;

use toml::{Table, Value};

use portolan_model::{Code, IdentifierScheme};

use super::draft::{FILE, Findings, join};
use super::fields::{Fields, SLOTS, Slot};
use super::path::{Path, Syntax};
use super::sample::{Case, REQUIRED};
use super::signature::{Signature, SignatureScheme};
use super::{Adapter, MessageKind, clock};

const TOP: [&str; 23] = [
    "format",
    "adapter",
    "name",
    "operator",
    "source",
    "identifier_scheme",
    "message",
    "find",
    "fields",
    "also_known",
    "time",
    "zones",
    "codes",
    "code_families",
    "texts",
    "stages",
    "reasons",
    "operators",
    "countries",
    "signature",
    "notes",
    "samples_without",
    "template",
];

/// The version of the format that this program reads.
const FORMAT: i64 = 1;

/// Reads the tables; none where something without which nothing works is at fault.
pub(crate) fn compile(table: &Table, findings: &mut Findings) -> Option<Adapter> {
    findings.unknown_keys("", table, &TOP);
    match table.get("format").and_then(Value::as_integer) {
        Some(FORMAT) => {}
        _ => findings.add("format", "format_unknown", "not a format known here".into(), "write 1"),
    }
    let name = key(findings, table, "adapter");
    let title = findings.wanted_text("", table, "name").map(str::to_owned);
    let operator = key(findings, table, "operator");
    let source = findings.wanted_text("", table, "source").map(str::to_owned);
    let identifier_scheme = scheme(findings, "", table).unwrap_or(IdentifierScheme::Carrier);
    let kind = message(findings, table);
    let syntax = kind.as_ref().map_or(Syntax::Members, |(kind, _)| kind.syntax());
    let (parcels, events) = find(findings, table, syntax);
    let fields = fields(findings, table, syntax);
    let also_known = also_known(findings, table, syntax);
    let times = times(findings, table, syntax);
    let zones = zones(findings, table);
    let meanings = tables::meanings(findings, table);
    let operators = tables::operators(findings, table);
    let countries = tables::countries(findings, table);
    let signature = signature(findings, table);
    let samples_without = samples_without(findings, table);
    let template = super::template::template(findings, table);
    check_meaning(findings, &fields, &meanings);
    let (kind, encoding) = kind?;
    Some(Adapter {
        name: name?,
        title: title?,
        operator: operator?,
        source: source?,
        identifier_scheme,
        kind,
        encoding,
        parcels,
        events,
        fields,
        also_known,
        times,
        zones,
        meanings,
        operators,
        countries,
        signature,
        samples_without,
        template,
        samples: None,
    })
}

fn key(findings: &mut Findings, table: &Table, field: &str) -> Option<Code> {
    let text = findings.wanted_text("", table, field)?;
    let mend = "write lower-case letters, digits and `_`";
    Code::parse(text).map_err(|fault| findings.add(field, "key", fault.to_string(), mend)).ok()
}

fn scheme(findings: &mut Findings, within: &str, table: &Table) -> Option<IdentifierScheme> {
    let text = findings.text(within, table, "identifier_scheme")?;
    let read = IdentifierScheme::parse(text);
    let field = join(within, "identifier_scheme");
    read.map_err(|fault| findings.add(&field, "scheme", fault.to_string(), "use one of these")).ok()
}

fn message(
    findings: &mut Findings,
    table: &Table,
) -> Option<(MessageKind, &'static encoding_rs::Encoding)> {
    let Some(message) = findings.table("", table, "message") else {
        if !table.contains_key("message") {
            findings.missing("message");
        }
        return None;
    };
    findings.unknown_keys("message", message, &["kind", "encoding", "separator", "groups"]);
    let label = findings.text("message", message, "encoding").unwrap_or("utf-8");
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes());
    if encoding.is_none() {
        let what = format!("`{label}` is no encoding of the WHATWG list");
        findings.add("message.encoding", "encoding", what, "write its label, as `windows-1251`");
    }
    let kind = match findings.wanted_text("message", message, "kind")? {
        "json" => MessageKind::Json,
        "xml" => MessageKind::Xml,
        "csv" => {
            let separator = findings.text("message", message, "separator").unwrap_or(",");
            let byte = if separator == "tab" { Some(&b'\t') } else { separator.as_bytes().first() };
            MessageKind::Csv { separator: *byte.unwrap_or(&b',') }
        }
        "edifact" => {
            let groups = findings.texts("message.groups", message.get("groups"));
            MessageKind::Edifact { groups: groups.into_iter().map(Into::into).collect() }
        }
        other => {
            let what = format!("`{other}` is no kind of message");
            let mend = "use one of json, xml, csv, edifact";
            findings.add("message.kind", "message_kind", what, mend);
            return None;
        }
    };
    Some((kind, encoding?))
}

fn find(findings: &mut Findings, table: &Table, syntax: Syntax) -> (Vec<Path>, Vec<Path>) {
    let Some(find) = findings.table("", table, "find") else {
        findings.missing("find.events");
        return (Vec::new(), Vec::new());
    };
    findings.unknown_keys("find", find, &["parcels", "events"]);
    let mut read = |key: &str| {
        let field = join("find", key);
        let texts = findings.texts(&field, find.get(key));
        let paths = texts.into_iter().filter_map(|text| ways::path(findings, &field, text, syntax));
        paths.collect::<Vec<_>>()
    };
    let (parcels, events) = (read("parcels"), read("events"));
    if !find.contains_key("events") {
        findings.missing("find.events");
    }
    (parcels, events)
}

fn fields(findings: &mut Findings, table: &Table, syntax: Syntax) -> Fields {
    let mut fields = Fields::default();
    let Some(given) = findings.table("", table, "fields") else {
        findings.missing("fields.identifier");
        return fields;
    };
    let names: Vec<&str> = SLOTS.iter().map(|(name, _)| *name).collect();
    findings.unknown_keys("fields", given, &names);
    for (name, slot) in SLOTS {
        if let Some(value) = given.get(name) {
            fields.set(slot, ways::field(findings, &join("fields", name), value, syntax));
        }
    }
    if !given.contains_key("identifier") {
        findings.missing("fields.identifier");
    }
    fields
}

fn also_known(
    findings: &mut Findings,
    table: &Table,
    syntax: Syntax,
) -> Vec<(IdentifierScheme, super::field::Field)> {
    let Some(given) = findings.table("", table, "also_known") else { return Vec::new() };
    let mut known = Vec::new();
    for (name, value) in given {
        let within = join("also_known", name);
        match IdentifierScheme::parse(name) {
            Ok(scheme) => known.push((scheme, ways::field(findings, &within, value, syntax))),
            Err(fault) => {
                findings.add(&within, "scheme", fault.to_string(), "use one of these");
            }
        }
    }
    known
}

fn times(findings: &mut Findings, table: &Table, syntax: Syntax) -> Vec<clock::TimeWay> {
    let ways = match table.get("time") {
        Some(Value::Array(ways)) => ways.as_slice(),
        Some(_) => {
            let mend = "write `[[time]]` and its fields below";
            findings.add("time", "field_kind", "this is no list of tables".to_owned(), mend);
            &[]
        }
        None => {
            findings.missing("time");
            &[]
        }
    };
    let mut times = Vec::new();
    for (position, way) in ways.iter().enumerate() {
        let within = format!("time[{position}]");
        match way.as_table() {
            Some(way) => times.push(ways::time(findings, &within, way, syntax)),
            None => findings.add(&within, "field_kind", "this is no table".to_owned(), "write one"),
        }
    }
    times
}

fn zones(findings: &mut Findings, table: &Table) -> clock::Zones {
    let mut zones = clock::Zones::default();
    let Some(given) = findings.table("", table, "zones") else { return zones };
    findings.unknown_keys("zones", given, &["local", "operator", "places"]);
    zones.is_local = findings.flag("zones", given, "local");
    if let Some(text) = findings.text("zones", given, "operator") {
        zones.operator = ways::zone(findings, "zones.operator", text);
    }
    let Some(places) = findings.table("zones", given, "places") else { return zones };
    for name in places.keys() {
        let field = join("zones.places", name);
        let country = portolan_model::CountryCode::from_alpha2(name);
        if country.is_none() {
            let what = "no country has these two letters".to_owned();
            findings.add(&field, "country", what, "write ISO 3166-1 alpha-2");
        }
        let text = findings.text("zones.places", places, name);
        let read = text.and_then(|text| ways::zone(findings, &field, text));
        if let (Some(country), Some(read)) = (country, read) {
            zones.places.insert(country, read);
        }
    }
    zones
}

fn signature(findings: &mut Findings, table: &Table) -> Option<Signature> {
    let given = findings.table("", table, "signature")?;
    findings.unknown_keys("signature", given, &["scheme", "header"]);
    let header = findings.wanted_text("signature", given, "header").map(str::to_owned);
    let text = findings.wanted_text("signature", given, "scheme")?;
    let scheme = SignatureScheme::parse(text);
    if scheme.is_none() {
        let what = format!("`{text}` is no scheme of signatures");
        let mend = format!("use one of {}", SignatureScheme::names().join(", "));
        findings.add("signature.scheme", "signature_scheme", what, &mend);
    }
    Some(Signature { scheme: scheme?, header: header? })
}

/// The cases that no sample shows, each with the reason.
fn samples_without(findings: &mut Findings, table: &Table) -> Vec<(Case, String)> {
    let Some(given) = findings.table("", table, "samples_without") else { return Vec::new() };
    let names: Vec<&str> = REQUIRED.iter().map(|case| case.as_str()).collect();
    findings.unknown_keys("samples_without", given, &names);
    let mut without = Vec::new();
    for case in REQUIRED {
        if let Some(reason) = findings.text("samples_without", given, case.as_str()) {
            without.push((case, reason.to_owned()));
        }
    }
    without
}

/// An adapter that reads codes needs a table of codes, and so on: else every event would be unknown.
fn check_meaning(findings: &mut Findings, fields: &Fields, meanings: &super::meaning::Meanings) {
    let given = |slot| fields.of(slot).is_given();
    if !given(Slot::Code) && !given(Slot::Text) && !given(Slot::Stage) {
        findings.missing("fields.code");
    }
    let tables = [
        ("codes", Slot::Code, meanings.codes.is_empty()),
        ("stages", Slot::Stage, meanings.stages.is_empty()),
        ("reasons", Slot::Reason, meanings.reasons.is_empty()),
    ];
    for (name, slot, is_empty) in tables {
        if !is_empty && !given(slot) {
            let what = format!("there is a table `{name}`, but no field to look up in it");
            let field = SLOTS[slot as usize].0;
            findings.add(&join("fields", field), "field_missing", what, "add the field");
        }
    }
    let has_texts =
        !meanings.exact.is_empty() || !meanings.prefix.is_empty() || !meanings.contains.is_empty();
    if meanings.codes.is_empty() && meanings.stages.is_empty() && !has_texts {
        let what = "no table says what anything means".to_owned();
        findings.add("codes", "meaning_missing", what, &format!("write `[codes]` in {FILE}"));
    }
}
