//! Fields and times of `adapter.toml`.

use portolan_model::TimeZoneName;
use toml::{Table, Value};

use crate::adapter::clock::{Format, TimeWay};
use crate::adapter::draft::{Findings, join};
use crate::adapter::field::{Field, Origin, Transform, Way};
use crate::adapter::limits::FIELD_PARTS_MAX;
use crate::adapter::path::{Path, Syntax};

/// What a table of a field may hold; a time has more.
const KEYS: [&str; 5] = ["path", "join", "with", "fixed", "then"];
const TIME_KEYS: [&str; 10] = [
    "path",
    "join",
    "with",
    "fixed",
    "then",
    "formats",
    "offset",
    "ignore_offset",
    "zone",
    "instant",
];

/// Reads a path.
pub(crate) fn path(
    findings: &mut Findings,
    field: &str,
    text: &str,
    syntax: Syntax,
) -> Option<Path> {
    let read = Path::parse(text, syntax);
    let mend = "see `Paths` in the description of adapters";
    read.map_err(|what| findings.add(field, "path", format!("`{text}`: {what}"), mend)).ok()
}

/// Reads the name of a zone.
pub(crate) fn zone(findings: &mut Findings, field: &str, text: &str) -> Option<TimeZoneName> {
    let mend = "write an IANA name, as `Europe/Paris`";
    let read = TimeZoneName::parse(text);
    read.map_err(|fault| findings.add(field, "zone", fault.to_string(), mend)).ok()
}

/// Reads a field: a path, a table, or a list of these.
pub(crate) fn field(findings: &mut Findings, name: &str, value: &Value, syntax: Syntax) -> Field {
    let given: &[Value] = match value {
        Value::Array(values) => values,
        value => std::slice::from_ref(value),
    };
    if given.is_empty() || given.len() > FIELD_PARTS_MAX {
        let what = format!("a field has 1 to {FIELD_PARTS_MAX} ways");
        findings.add(name, "field_kind", what, "name where it stands");
    }
    let mut ways = Vec::new();
    for value in given {
        ways.extend(match value {
            Value::String(text) => path(findings, name, text, syntax)
                .map(|path| Way { origin: Origin::Path(path), transforms: Vec::new() }),
            Value::Table(table) => {
                findings.unknown_keys(name, table, &KEYS);
                way(findings, name, table, syntax)
            }
            _ => {
                let what = "this is neither a path nor a table".to_owned();
                findings.add(name, "field_kind", what, "write a path");
                None
            }
        });
    }
    Field { ways }
}

fn way(findings: &mut Findings, name: &str, table: &Table, syntax: Syntax) -> Option<Way> {
    let origin = origin(findings, name, table, syntax);
    let mut transforms = Vec::new();
    for text in findings.texts(&join(name, "then"), table.get("then")) {
        let transform = Transform::parse(text);
        if transform.is_none() {
            let what = format!("`{text}` is no transform");
            let mend = "use one of trim, upper, lower, digits, before('…'), after('…'), \
                        before_last('…'), after_last('…'), like('…'), instead('…')";
            findings.add(&join(name, "then"), "transform", what, mend);
        }
        transforms.extend(transform);
    }
    Some(Way { origin: origin?, transforms })
}

fn origin(findings: &mut Findings, name: &str, table: &Table, syntax: Syntax) -> Option<Origin> {
    let given = ["path", "join", "fixed"].map(|key| table.contains_key(key));
    if given.iter().filter(|is_given| **is_given).count() != 1 {
        let what = "a way has one of `path`, `join` and `fixed`".to_owned();
        findings.add(name, "field_kind", what, "leave one of them");
        return None;
    }
    if let Some(text) = findings.text(name, table, "path") {
        return path(findings, name, text, syntax).map(Origin::Path);
    }
    if let Some(text) = findings.text(name, table, "fixed") {
        return Some(Origin::Fixed(text.into()));
    }
    let texts = findings.texts(&join(name, "join"), table.get("join"));
    let count = texts.len();
    let paths: Vec<Path> =
        texts.into_iter().filter_map(|text| path(findings, name, text, syntax)).collect();
    // A separator may be a blank, so it is not trimmed as other texts are.
    let with = table.get("with").and_then(Value::as_str).unwrap_or(" ");
    if paths.len() == count && count > 0 { Some(Origin::Join(paths, with.into())) } else { None }
}

/// Reads one `[[time]]`.
pub(crate) fn time(
    findings: &mut Findings,
    within: &str,
    table: &Table,
    syntax: Syntax,
) -> TimeWay {
    findings.unknown_keys(within, table, &TIME_KEYS);
    let at = Field { ways: way(findings, within, table, syntax).into_iter().collect() };
    let offset = match table.get("offset") {
        Some(value) => field(findings, &join(within, "offset"), value, syntax),
        None => Field::default(),
    };
    let ignore_offset = findings.flag(within, table, "ignore_offset");
    let is_instant = findings.flag(within, table, "instant");
    let own_zone = findings.text(within, table, "zone");
    let own_zone = own_zone.and_then(|text| zone(findings, &join(within, "zone"), text));
    let name = join(within, "formats");
    let texts = findings.texts(&name, table.get("formats"));
    if texts.is_empty() {
        findings.missing(&name);
    }
    let mut formats = Vec::new();
    for text in texts {
        match Format::parse(text) {
            Ok(format) => formats.push(format),
            Err(what) => {
                let mend = "see `Times` in the description of adapters";
                findings.add(&name, "time_format", format!("`{text}`: {what}"), mend);
            }
        }
    }
    TimeWay { at, formats, offset, ignore_offset, zone: own_zone, is_instant }
}
