//! What becomes of bad input: one test for each row of the table in the book, "Scans", "Bad input".
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jiff::Timestamp;
use portolan_model::scan::OffsetSource;
use portolan_model::{Code, Milestone, Scan, Status};
use portolan_tracking::adapter::signature::SignatureScheme;
use portolan_tracking::adapter::{Adapter, AdapterFile, Reading, limits};
use portolan_tracking::chain::{ChainId, Entry, EntryId, Span, scans_of};
use portolan_tracking::timeline::{Contradiction, FoldRules, Timeline, fold};

fn file(path: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../adapters").join(path)).unwrap()
}

fn adapter(name: &str) -> Adapter {
    load(&String::from_utf8(file(&format!("{name}/adapter.toml"))).unwrap())
}

fn load(toml: &str) -> Adapter {
    Adapter::load(&[AdapterFile { path: "adapter.toml", bytes: toml.as_bytes() }]).unwrap()
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn received() -> Timestamp {
    instant("2026-12-31T00:00:00Z")
}

fn faults(reading: &Reading) -> Vec<&'static str> {
    reading.faults.iter().map(|fault| fault.code).collect()
}

/// A carrier of our own, in Paris, and its message with one event.
fn own() -> Adapter {
    load(
        r#"
format = 1
adapter = "own"
name = "Own"
operator = "own"
source = "this test"
[message]
kind = "json"
[find]
events = "$.events[*]"
[fields]
identifier = "$.number"
code = "@.code"
text = "@.text"
city = "@.city"
[[time]]
path = "@.time"
formats = ["iso"]
[zones]
operator = "Europe/Paris"
[codes]
A = "accepted"
S = "departed_sorting_centre"
D = "delivered"
"#,
    )
}

fn told(events: &[(&str, &str)]) -> Vec<u8> {
    let event = |(code, time): &(&str, &str)| format!(r#"{{"code":"{code}","time":"{time}"}}"#);
    let events: Vec<String> = events.iter().map(event).collect();
    format!(r#"{{"number":"RK000000015CN","events":[{}]}}"#, events.join(",")).into_bytes()
}

fn scans(events: &[(&str, &str)]) -> Vec<Scan> {
    let reading = own().read(&told(events), received());
    assert_eq!(faults(&reading), [] as [&str; 0]);
    reading.scans
}

fn plain(scans: &[Scan]) -> Timeline {
    fold(scans, &FoldRules::PLAIN)
}

#[test]
fn a_message_cut_anywhere_is_refused_as_a_whole() {
    for (name, path) in [
        ("la_poste", "la_poste/samples/delivered.json"),
        ("russian_post", "russian_post/samples/returned.xml"),
        ("ems_emsevt", "ems_emsevt/samples/delivered.edi"),
    ] {
        let (adapter, whole) = (adapter(name), file(path));
        let end = whole.trim_ascii_end().len();
        for cut in (0..end).step_by(7) {
            let reading = adapter.read(&whole[..cut], received());
            assert!(reading.scans.is_empty() && reading.is_partial(), "{path} cut at {cut}");
            let code = faults(&reading)[0];
            assert!(["message_malformed", "message_encoding"].contains(&code), "{path}: {code}");
        }
    }
}

#[test]
fn xml_bombs_and_outside_entities_are_refused_unread() {
    let adapter = adapter("russian_post");
    let bomb = "<!DOCTYPE a [<!ENTITY x \"yyyy\"><!ENTITY z \"&x;&x;&x;&x;\">]><a>&z;</a>";
    assert_eq!(faults(&adapter.read(bomb.as_bytes(), received())), ["xml_doctype"]);
    let outside = "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>";
    assert_eq!(faults(&adapter.read(outside.as_bytes(), received())), ["xml_doctype"]);
    assert_eq!(faults(&adapter.read(b"<a>&nbsp;</a>", received())), ["xml_entity"]);
}

#[test]
fn another_encoding_than_named_is_refused() {
    let text = String::from_utf8(file("la_poste/samples/delivered.json")).unwrap();
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    assert_eq!(faults(&adapter("la_poste").read(&latin, received())), ["message_encoding"]);
}

#[test]
fn a_field_of_a_megabyte_is_cut_and_the_scan_kept() {
    let long = "é ".repeat(500_000);
    let message = String::from_utf8(told(&[("D", "2026-11-22T10:00:00Z")])).unwrap();
    let message = message.replace("\"code\"", &format!("\"text\":\"{long}\",\"code\""));
    let reading = own().read(message.as_bytes(), received());
    assert_eq!(reading.scans[0].milestone, Milestone::Delivered);
    let text = reading.scans[0].raw_text.as_ref().unwrap().as_str().chars().count();
    assert_eq!(text, portolan_model::limits::SCAN_TEXT_LENGTH_MAX);
}

#[test]
fn years_that_are_placeholders_cost_their_event_alone() {
    let events =
        [("A", "0001-01-01T00:00:00Z"), ("D", "2026-11-22T10:00:00Z"), ("S", "2099-12-31")];
    let reading = own().read(&told(&events), received());
    assert_eq!(faults(&reading), ["time_implausible", "time_implausible"]);
    assert_eq!(reading.scans.len(), 1);
    assert!(reading.is_partial(), "the message is kept to be read again");
}

#[test]
fn midnight_told_as_24_00_is_the_next_day_s() {
    let scan = &scans(&[("D", "2026-11-22T24:00:00")])[0];
    assert_eq!(scan.occurred.to_string(), "2026-11-23T00:00:00+01:00");
    let reading = own().read(&told(&[("D", "2026-11-22T24:01:00")]), received());
    assert_eq!(faults(&reading), ["time_unreadable"]);
}

#[test]
fn a_local_time_that_clocks_skip_or_repeat_has_the_offset_of_before() {
    let scans = scans(&[
        ("A", "2026-03-29T02:30:00"),
        ("S", "2026-10-25T02:30:00"),
        ("D", "2026-10-25T03:30:00"),
    ]);
    let times: Vec<String> = scans.iter().map(|scan| scan.occurred.to_string()).collect();
    assert_eq!(
        times,
        ["2026-03-29T02:30:00+01:00", "2026-10-25T02:30:00+02:00", "2026-10-25T03:30:00+01:00"]
    );
    assert!(scans.iter().all(|scan| scan.occurred.offset_source() == OffsetSource::Operator));
    assert!(plain(&scans).contradictions.is_empty());
}

#[test]
fn an_interchange_that_miscounts_is_refused_as_a_whole() {
    let text = String::from_utf8(file("ems_emsevt/samples/delivered.edi")).unwrap();
    let adapter = adapter("ems_emsevt");
    assert!(!adapter.read(text.as_bytes(), received()).scans.is_empty());
    let wrong = text.replace("UNZ+1+", "UNZ+2+");
    let reading = adapter.read(wrong.as_bytes(), received());
    assert_eq!((faults(&reading), reading.scans.len()), (vec!["edifact_count"], 0));
}

#[test]
fn a_bad_signature_is_told_and_a_replay_tells_nothing_new() {
    let body = told(&[("D", "2026-11-22T10:00:00Z")]);
    let scheme = SignatureScheme::SharedSecret;
    assert!(!scheme.is_right(&body, b"secret", "Secret"));
    assert!(!scheme.is_right(&body, b"", ""), "no secret, no right signature");
    assert!(scheme.is_right(&body, b"secret", "secret"));
    // A replay is signed right: it is known by what it says, whenever it comes again.
    let adapter = own();
    let mut twice = adapter.read(&body, received()).scans;
    twice.extend(adapter.read(&body, instant("2027-02-01T00:00:00Z")).scans);
    assert_eq!(plain(&twice), plain(&twice[..1]));
}

#[test]
fn the_same_batch_from_two_carriers_is_one_story_with_both_wordings() {
    let events = [("A", "2026-11-01T09:00:00+01:00"), ("D", "2026-11-22T10:00:00+01:00")];
    let first = scans(&events);
    let mut both = first.clone();
    both.extend(first.iter().cloned().map(|scan| Scan {
        source: Code::parse("aggregator").unwrap(),
        operator: Some(Code::parse("own").unwrap()),
        ..scan
    }));
    let timeline = plain(&both);
    assert_eq!((timeline.events.len(), timeline.status()), (2, Status::Delivered));
    assert!(timeline.events.iter().all(|event| event.words.len() == 2 && event.scans.len() == 2));
    assert!(timeline.contradictions.is_empty());
}

#[test]
fn scans_of_a_parcel_nobody_has_registered_wait_for_their_link() {
    let held = BTreeMap::from([(ChainId(1), scans(&[("A", "2026-11-01T09:00:00Z")]))]);
    let mut entries = BTreeMap::new();
    assert_eq!(scans_of(&entries, &BTreeMap::new(), &held, &BTreeMap::new()).scans, []);
    entries.insert(EntryId(1), Entry::Link { chain: ChainId(1), span: Span::ALWAYS });
    assert_eq!(
        scans_of(&entries, &BTreeMap::new(), &held, &BTreeMap::new()).scans,
        held[&ChainId(1)]
    );
}

#[test]
fn a_clock_that_is_wrong_is_believed_and_what_cannot_be_is_flagged() {
    // Five hours ahead of its receipt: the event stands where it was told, and nothing counts from there.
    let now = instant("2026-11-22T05:00:00Z");
    let ahead = scans(&[("A", "2026-11-21T09:00:00Z"), ("D", "2026-11-22T10:00:00Z")]);
    let rules = FoldRules { now: Some(now), ..FoldRules::PLAIN };
    let timeline = fold(&ahead, &rules);
    assert_eq!((timeline.status(), timeline.blind.len()), (Status::Delivered, 0));
    assert_eq!(timeline.days_since_last_scan(now), Some(0));
    // Behind: a sorting centre is passed before the parcel was accepted.
    let behind = scans(&[("A", "2026-11-21T09:00:00Z"), ("S", "2026-11-21T08:00:00Z")]);
    assert_eq!(plain(&behind).contradictions, [Contradiction::MovedBeforeAcceptance(0)]);
    // More than a year ahead is no clock that is wrong, but no time.
    let limit = limits::DAYS_AHEAD_MAX;
    let reading = own().read(&told(&[("D", "2028-01-05T00:00:00Z")]), received());
    assert_eq!(faults(&reading), ["time_implausible"], "{limit} days");
}

#[test]
fn a_number_issued_again_tells_each_parcel_its_own_time() {
    let all = scans(&[
        ("A", "2025-03-01T09:00:00Z"),
        ("D", "2025-03-20T10:00:00Z"),
        ("A", "2026-11-01T09:00:00Z"),
    ]);
    let held = BTreeMap::from([(ChainId(1), all)]);
    let turn = instant("2026-09-01T00:00:00Z");
    let of = |span: Span| {
        let entries = BTreeMap::from([(EntryId(1), Entry::Link { chain: ChainId(1), span })]);
        plain(&scans_of(&entries, &BTreeMap::new(), &held, &BTreeMap::new()).scans)
    };
    let (before, after) =
        (of(Span { from: None, to: Some(turn) }), of(Span { from: Some(turn), to: None }));
    assert_eq!((before.status(), before.events.len()), (Status::Delivered, 2));
    assert_eq!((after.status(), after.events.len()), (Status::InTransit, 1));
}
