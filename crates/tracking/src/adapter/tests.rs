use super::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path as FsPath, PathBuf};

use proptest::prelude::*;

/// A file by its path and its bytes.
type File = (String, Vec<u8>);

/// The adapters of the repository, each with its files.
fn folders() -> Vec<(String, Vec<File>)> {
    let root = FsPath::new(env!("CARGO_MANIFEST_DIR")).join("../../adapters");
    let mut folders: Vec<PathBuf> =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
        .into_iter()
        .map(|folder| {
            let mut files = Vec::new();
            for inner in [folder.clone(), folder.join("samples")] {
                for entry in fs::read_dir(&inner).unwrap() {
                    let path = entry.unwrap().path();
                    if path.is_file() {
                        let name = path.strip_prefix(&folder).unwrap().to_str().unwrap();
                        files.push((name.to_owned(), fs::read(&path).unwrap()));
                    }
                }
            }
            files.sort();
            (folder.file_name().unwrap().to_str().unwrap().to_owned(), files)
        })
        .collect()
}

fn borrowed(files: &[File]) -> Vec<AdapterFile<'_>> {
    files.iter().map(|(path, bytes)| AdapterFile { path, bytes }).collect()
}

fn load(name: &str, files: &[File]) -> Adapter {
    Adapter::load(&borrowed(files)).unwrap_or_else(|faults| {
        let words: Vec<String> = faults.faults.iter().map(ToString::to_string).collect();
        panic!("{name}:\n{}", words.join("\n"))
    })
}

#[test]
fn every_sample_gives_exactly_the_scans_expected_of_it() {
    let bless = std::env::var_os("ADAPTERS_UPDATE").is_some();
    let mut wrong = String::new();
    for (name, files) in folders() {
        let adapter = load(&name, &files);
        assert_eq!(adapter.name().as_str(), name, "the folder bears the adapter's key");
        for outcome in sample::check(&adapter, &borrowed(&files)) {
            if bless {
                let root = FsPath::new(env!("CARGO_MANIFEST_DIR")).join("../../adapters");
                let path = root.join(&name).join(sample::expected_path(&outcome.path));
                fs::write(path, outcome.lines.join("\n") + "\n").unwrap();
            } else if !outcome.is_right() {
                let expected = outcome.expected.unwrap_or_default();
                let found = outcome.lines;
                writeln!(wrong, "{name}/{}:", outcome.path).unwrap();
                for (at, line) in found.iter().enumerate() {
                    if expected.get(at) != Some(line) {
                        writeln!(wrong, "  found    {line}").unwrap();
                        let told = expected.get(at).map_or("nothing", |line| line);
                        writeln!(wrong, "  expected {told}").unwrap();
                    }
                }
                for line in expected.iter().skip(found.len()) {
                    writeln!(wrong, "  missing  {line}").unwrap();
                }
            }
        }
    }
    assert!(wrong.is_empty(), "ADAPTERS_UPDATE=1 rewrites them; review what it wrote\n{wrong}");
}

#[test]
fn every_adapter_shows_every_case() {
    for (name, files) in folders() {
        let adapter = load(&name, &files);
        let outcomes = sample::check(&adapter, &borrowed(&files));
        let shown: BTreeSet<sample::Case> =
            outcomes.iter().flat_map(|outcome| outcome.cases.clone()).collect();
        for case in sample::REQUIRED {
            let is_excused = adapter.samples_without().iter().any(|(excused, _)| *excused == case);
            let word = case.as_str();
            assert!(
                shown.contains(&case) != is_excused,
                "{name}: {word} shown or excused, not both"
            );
        }
        assert!(outcomes.len() >= 5, "{name} has fewer than five samples");
    }
}

#[test]
fn every_expected_line_reads_back_as_the_scan_it_was_written_from() {
    for (name, files) in folders() {
        let adapter = load(&name, &files);
        for (path, bytes) in &files {
            if path.starts_with(sample::FOLDER) && !path.ends_with(sample::EXPECTED) {
                for scan in adapter.read(bytes, sample::received_at()).scans {
                    let line = scan_line::write(&scan);
                    let read = scan_line::read(&line, Timestamp::UNIX_EPOCH).unwrap();
                    assert_eq!(read, scan, "{line}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_any_adapter_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for (name, files) in folders() {
            let reading = load(&name, &files).read(&bytes, sample::received_at());
            prop_assert!(!reading.faults.is_empty() || reading.scans.is_empty());
        }
    }
}

/// The least adapter, for faults and limits.
const LEAST: &str = r#"
format = 1
adapter = "least"
name = "Least"
operator = "least"
source = "this test"
[message]
kind = "json"
[find]
events = "$.events[*]"
[fields]
identifier = "@.number"
code = "@.code"
text = "@.text"
country = "@.country"
mass = "@.mass"
mass_unit = { fixed = "kg" }
[[time]]
path = "@.time"
formats = ["iso"]
[codes]
D = "delivered"
"#;

fn least(toml: &str) -> Result<Adapter, AdapterFaults> {
    Adapter::load(&[AdapterFile { path: "adapter.toml", bytes: toml.as_bytes() }])
}

fn read_least(message: impl AsRef<[u8]>) -> Reading {
    least(LEAST).unwrap().read(message.as_ref(), sample::received_at())
}

fn event(fields: &str) -> String {
    format!(
        r#"{{"events": [{{"number": "A1", "code": "D", "time": "2026-11-22T10:00:00" {fields}}}]}}"#
    )
}

fn fault_codes(reading: &Reading) -> Vec<&'static str> {
    reading.faults.iter().map(|fault| fault.code).collect()
}

#[test]
fn every_fault_of_an_adapter_is_told_at_once() {
    let broken = r#"
format = 2
adapter = "Not A Key"
name = ""
colour = "red"
[message]
kind = "fax"
encoding = "utf-99"
[find]
events = "events"
[fields]
identifier = { path = "$.a", fixed = "b" }
text = { path = "$.a", then = ["shout"] }
sort = "$.x"
[[time]]
path = "$.t"
formats = ["hh:mm"]
zone = "Mars/Olympus"
[zones.places]
XX = "Europe/Paris"
[codes]
A = "arrived"
B = ["delivered", "because"]
C = "Delivered"
[texts.exact]
"a  b" = "held"
"A b" = "held"
[signature]
scheme = "rot13"
"#;
    let faults = least(broken).unwrap_err().faults;
    let fields: BTreeSet<(&str, &str)> =
        faults.iter().map(|fault| (fault.field.as_str(), fault.code)).collect();
    let expected = [
        ("adapter", "key"),
        ("codes.A", "meaning"),
        ("codes.B", "meaning"),
        ("codes.C", "meaning"),
        ("colour", "field_unknown"),
        ("fields.identifier", "field_kind"),
        ("fields.sort", "field_unknown"),
        ("fields.text.then", "transform"),
        ("find.events", "path"),
        ("format", "format_unknown"),
        ("message.encoding", "encoding"),
        ("message.kind", "message_kind"),
        ("name", "field_kind"),
        ("operator", "field_missing"),
        ("signature.header", "field_missing"),
        ("signature.scheme", "signature_scheme"),
        ("source", "field_missing"),
        ("texts.exact.A b", "text_twice"),
        ("time[0].formats", "time_format"),
        ("time[0].zone", "zone"),
        ("zones.places.XX", "country"),
    ];
    // Of two texts that are the same to a reader, either may be named.
    let told: BTreeSet<(&str, &str)> = fields
        .into_iter()
        .map(
            |(field, code)| {
                if code == "text_twice" { ("texts.exact.A b", code) } else { (field, code) }
            },
        )
        .collect();
    assert_eq!(told, BTreeSet::from(expected));
    assert!(faults.iter().all(|fault| !fault.what.is_empty() && !fault.mend.is_empty()));
}

#[test]
fn a_file_that_is_no_toml_names_its_line() {
    let faults = least("format = 1\nname = \n").unwrap_err().faults;
    assert_eq!((faults.len(), faults[0].code), (1, "adapter_toml"));
    assert!(faults[0].what.starts_with("line 2"), "{}", faults[0]);
    assert_eq!(Adapter::load(&[]).unwrap_err().faults[0].code, "adapter_missing");
    let latin = AdapterFile { path: "adapter.toml", bytes: b"name = \"\xE9\"" };
    assert_eq!(Adapter::load(&[latin]).unwrap_err().faults[0].code, "adapter_encoding");
}

#[test]
fn an_unknown_code_is_unknown_and_counted_however_often() {
    let events: Vec<String> = (0..3)
        .map(|n| format!(r#"{{"number": "A{n}", "code": "Z", "time": "2026-11-22"}}"#))
        .collect();
    let reading = read_least(format!(r#"{{"events": [{}]}}"#, events.join(",")));
    assert!(reading.scans.iter().all(|scan| scan.milestone == portolan_model::Milestone::Unknown));
    assert_eq!((reading.unknown_codes.len(), reading.unknown_codes[0].count), (1, 3));
    assert!(!reading.is_partial(), "an unknown code costs no scan");
}

#[test]
fn times_that_are_none_are_told_and_take_no_other_event_along() {
    let times = ["0001-01-01T00:00:00", "1999-12-31", "2099-01-01T00:00:00", "soon", ""];
    for (time, code) in times.into_iter().zip([
        "time_implausible",
        "time_implausible",
        "time_implausible",
        "time_unreadable",
        "time_missing",
    ]) {
        let good = r#"{"number": "A1", "code": "D", "time": "2026-11-22T24:00:00"}"#;
        let bad = format!(r#"{{"number": "A1", "code": "D", "time": "{time}"}}"#);
        let reading = read_least(format!(r#"{{"events": [{bad}, {good}]}}"#));
        assert_eq!(fault_codes(&reading), [code], "{time}");
        assert_eq!((reading.scans.len(), reading.faults[0].event), (1, Some(0)));
        assert_eq!(reading.scans[0].occurred.to_string(), "2026-11-23T00:00:00");
        assert!(reading.is_partial());
    }
}

#[test]
fn endless_texts_are_cut_and_endless_numbers_refused() {
    let long = "x".repeat(1_000_000);
    let reading = read_least(event(&format!(r#", "text": "{long}""#)));
    let text = reading.scans[0].raw_text.as_ref().unwrap();
    assert_eq!(text.as_str().chars().count(), portolan_model::limits::SCAN_TEXT_LENGTH_MAX);
    let reading = read_least(event("").replace("A1", &long));
    assert_eq!(fault_codes(&reading), ["identifier_illegal"]);
    assert!(reading.faults[0].to_string().len() < 400, "the fault is short");
    let long = " ".repeat(limits::MESSAGE_BYTES_MAX + 1);
    assert_eq!(fault_codes(&read_least(long)), ["message_long"]);
}

#[test]
fn too_many_events_and_faults_are_bounded_and_said() {
    let events = vec![r#"{"number":"A1","code":"D","time":"2026-11-22"}"#; limits::EVENTS_MAX + 5];
    let reading = read_least(format!(r#"{{"events": [{}]}}"#, events.join(",")));
    assert_eq!((reading.scans.len(), reading.events), (limits::EVENTS_MAX, limits::EVENTS_MAX));
    assert_eq!(fault_codes(&reading), ["message_long"]);
    let events = vec!["{}"; limits::FAULTS_MAX + 7];
    let reading = read_least(format!(r#"{{"events": [{}]}}"#, events.join(",")));
    assert_eq!((reading.faults.len(), reading.faults_untold), (limits::FAULTS_MAX, 7));
}

#[test]
fn a_value_that_is_not_understood_does_not_cost_the_scan() {
    let reading = read_least(event(r#", "country": "Atlantis", "mass": "heavy""#));
    assert_eq!(fault_codes(&reading), ["country_unknown", "proof_unreadable"]);
    assert_eq!(reading.scans.len(), 1);
    assert!(!reading.is_partial());
    let reading = read_least(event(r#", "country": "germany", "mass": 1.25"#));
    assert_eq!(reading.scans[0].place.country.unwrap().as_str(), "DE");
    assert_eq!(reading.scans[0].proof.mass.unwrap().grams(), 1_250);
    assert!(read_least(event(r#", "mass": "0.00""#)).scans[0].proof.mass.is_none());
}

#[test]
fn encodings_are_read_as_told_and_wrong_ones_said() {
    let message = event("").replace("A1", "Ж1");
    let with_mark = [b"\xEF\xBB\xBF".as_slice(), message.as_bytes()].concat();
    assert_eq!(read_least(with_mark).scans[0].identifier.to_string(), "Ж1");
    let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode(&message);
    assert_eq!(fault_codes(&read_least(&cyrillic)), ["message_encoding"]);
    let utf16: Vec<u8> = message.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(
        fault_codes(&read_least([b"\xFF\xFE".as_slice(), &utf16].concat())),
        ["message_encoding"]
    );
    let toml = LEAST.replace("kind = \"json\"", "kind = \"json\"\nencoding = \"windows-1251\"");
    let reading = least(&toml).unwrap().read(&cyrillic, sample::received_at());
    assert_eq!(reading.scans[0].identifier.to_string(), "Ж1");
}

#[test]
fn an_xml_document_is_read_in_the_encoding_it_declares() {
    let toml = LEAST.replace("json", "xml").replace("$.events[*]", "$/e/v");
    let toml = toml.replace("\"@.", "\"@/");
    let adapter = least(&toml).unwrap();
    let body = "<e><v><number>Ж1</number><code>D</code><time>2026-11-22</time></v></e>";
    let declared = format!("<?xml version=\"1.0\" encoding=\"windows-1251\"?>{body}");
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&declared);
    let reading = adapter.read(&bytes, sample::received_at());
    assert_eq!(reading.scans[0].identifier.to_string(), "Ж1");
    let unknown =
        adapter.read(declared.replace("windows-1251", "klingon").as_bytes(), sample::received_at());
    assert_eq!(fault_codes(&unknown), ["message_encoding"]);
}

#[test]
fn what_is_told_once_counts_for_the_events_it_is_told_of() {
    let toml = LEAST
        .replace("events = \"$.events[*]\"", "parcels = \"$.parcels[*]\"\nevents = \"^.events[*]\"")
        .replace("identifier = \"@.number\"", "identifier = \"^.number\"\ndevice = \"$.device\"");
    let one = r#"{"number": "A1", "events": [{"code": "D", "time": "2026-11-22"}]}"#;
    let two =
        one.replace("A1", "A2").replace("}]", "}, {\"code\": \"D\", \"time\": \"2026-11-23\"}]");
    let none = r#"{"events": [{"code": "D", "time": "2026-11-22"}]}"#;
    let message = format!(r#"{{"device": "gate 7", "parcels": [{one}, {two}, {none}]}}"#);
    let reading = least(&toml).unwrap().read(message.as_bytes(), sample::received_at());
    let numbers: Vec<String> = reading.scans.iter().map(|s| s.identifier.to_string()).collect();
    assert_eq!(numbers, ["A1", "A2", "A2"]);
    assert_eq!(fault_codes(&reading), ["identifier_missing"], "no number of the parcel before");
    let devices = reading.scans.iter().filter_map(|scan| scan.proof.device.as_ref());
    assert!(devices.map(portolan_model::ScanText::as_str).eq(["gate 7"; 3]));
}

#[test]
fn a_table_is_read_row_by_row() {
    let toml = LEAST
        .replace("kind = \"json\"", "kind = \"csv\"\nseparator = \";\"")
        .replace("$.events[*]", "$/row")
        .replace("\"@.", "\"@/");
    let text = "number;code;time;text\nA1;D;2026-11-22T10:00;at the door\nA2;Z;2026-11-23;\n";
    let reading = least(&toml).unwrap().read(text.as_bytes(), sample::received_at());
    assert_eq!((reading.scans.len(), reading.unknown_codes.len()), (2, 1));
    assert_eq!(reading.scans[0].raw_text.as_ref().unwrap().as_str(), "at the door");
}

/// The line of the support table for one adapter.
fn support(name: &str, files: &[File]) -> String {
    let adapter = load(name, files);
    let outcomes = sample::check(&adapter, &borrowed(files));
    let shown: BTreeSet<sample::Case> =
        outcomes.iter().flat_map(|outcome| outcome.cases.clone()).collect();
    let mut line = format!("| `{name}` | {} | {}", adapter.title(), adapter.format());
    write!(line, " | {} | {}", adapter.meanings_known(), outcomes.len()).unwrap();
    for case in sample::REQUIRED {
        write!(line, " | {}", if shown.contains(&case) { "yes" } else { "—" }).unwrap();
    }
    let signature = adapter.signature().map_or("—", |signature| signature.scheme.as_str());
    write!(line, " | {signature} |").unwrap();
    line
}

#[test]
fn the_support_table_of_the_book_is_what_the_adapters_show() {
    let mut table = vec![
        "| adapter | carrier | format | meanings | samples | in transit | delivered | failed | \
         customs | returned | unknown code | signature |"
            .to_owned(),
        "|---|---|---|---|---|---|---|---|---|---|---|---|".to_owned(),
    ];
    table.extend(folders().iter().map(|(name, files)| support(name, files)));
    let page = FsPath::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/src/formats/adapters.md");
    let text = fs::read_to_string(&page).unwrap();
    let (before, rest) = text.split_once("<!-- support -->\n").unwrap();
    let (found, after) = rest.split_once("<!-- /support -->").unwrap();
    let wanted = table.join("\n") + "\n";
    if std::env::var_os("ADAPTERS_UPDATE").is_some() {
        let page_text = format!("{before}<!-- support -->\n{wanted}<!-- /support -->{after}");
        fs::write(page, page_text).unwrap();
    } else {
        assert_eq!(found, wanted, "ADAPTERS_UPDATE=1 rewrites it");
    }
}
