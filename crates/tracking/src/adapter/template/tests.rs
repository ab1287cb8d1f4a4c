use super::check::is_same_time;
use super::*;
use crate::adapter::{AdapterFile, sample};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use std::fs;
use std::path::Path;

fn adapter_of(toml: &str) -> Result<Adapter, Vec<String>> {
    let file = AdapterFile { path: "adapter.toml", bytes: toml.as_bytes() };
    Adapter::load(&[file]).map_err(|faults| faults.faults.iter().map(ToString::to_string).collect())
}

/// The adapters of the repository.
fn adapters() -> Vec<Adapter> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../adapters");
    let folders = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<_> = folders.filter(|path| path.is_dir()).collect();
    folders.sort();
    let text = |path: &Path| fs::read_to_string(path.join("adapter.toml")).unwrap();
    folders.iter().map(|path| adapter_of(&text(path)).unwrap()).collect()
}

const SMALL: &str = r#"
format = 1
adapter = "small"
name = "Small"
operator = "small"
source = "made up"
[message]
kind = "json"
[find]
events = "$.events[*]"
[fields]
identifier = "$.number"
code = "@.code"
place = "@.place"
[[time]]
path = "@.at"
formats = ["iso"]
[codes]
A = "accepted"
D = "delivered"
F = ["delivery_failed", "addressee_absent"]
[template]
between = ","
message = '{"number":"{{identifier}}","events":[{{events}}]}'
event = '{"code":"{{code}}","at":"{{time:YYYY-MM-DDThh:mm:ssZ}}","place":"{{place}}"}'
[template.tells]
accepted = "A"
delivered = { code = "D" }
"delivery_failed/addressee_absent" = "F"
"#;

fn event(milestone: Milestone, at: &str) -> TrueEvent {
    let (at, offset) = (at.parse().unwrap(), Offset::from_hours(8).unwrap());
    TrueEvent { milestone, reason: None, at, offset, place: ScanPlace::default(), mass: None }
}

fn subject(identifier: &Identifier) -> Subject<'_> {
    let country = CountryCode::from_alpha2;
    Subject { identifier, also_known: &[], origin: country("CN"), destination: country("FR") }
}

#[test]
fn every_template_of_the_repository_comes_back() {
    let adapters = adapters();
    assert!(adapters.len() >= 12, "{}", adapters.len());
    for adapter in adapters {
        assert!(adapter.holds().is_some(), "{} has no template", adapter.name());
        let faults: Vec<String> = check(&adapter).iter().map(ToString::to_string).collect();
        assert!(faults.is_empty(), "{}:\n{}", adapter.name(), faults.join("\n"));
        for needed in [Milestone::OutForDelivery, Milestone::Delivered] {
            // YunExpress has one code for a parcel that is out and for a try that failed.
            let without = adapter.name().as_str() == "yunexpress" && needed != Milestone::Delivered;
            assert!(adapter.can_tell(needed, None) || without, "{} {needed:?}", adapter.name());
        }
    }
}

#[test]
fn a_code_that_means_something_else_is_named() {
    let wrong = SMALL.replace("delivered = { code = \"D\" }", "delivered = \"A\"");
    let faults = check(&adapter_of(&wrong).unwrap());
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].field, "template.tells.delivered");
    assert_eq!(faults[0].code, "template_unread");
    assert!(faults[0].what.contains("`accepted`"), "{}", faults[0]);
    // A clock an hour off, and a number that is not where the adapter looks for it.
    for (from, to) in [("hh:mm:ssZ", "hh:mm:ss+07:00"), ("\"number\":", "\"other\":")] {
        let faults = check(&adapter_of(&SMALL.replacen(from, to, 1)).unwrap());
        assert_eq!(faults.len(), 3, "{to}");
    }
}

#[test]
fn faults_of_a_template_are_told_with_their_field() {
    let cases = [
        ("{{code}}", "{{cod}}", "template.event: `cod` is no value of a template"),
        ("{{events}}", "{{events", "template.message: double braces"),
        ("[{{events}}]", "[]", "template.message: the message has no place"),
        ("{{place}}", "{{latest}}", "template.event: an event holds"),
        ("accepted = \"A\"", "taken = \"A\"", "template.tells.taken"),
        ("accepted = \"A\"", "accepted = 7", "template.tells.accepted"),
        ("time:YYYY", "time:YYY", "template.event: `Y` 3 times"),
        ("{{time:", "{{time@Moon/Base:", "template.event:"),
        ("between", "beetween", "template.beetween: no such field"),
    ];
    for (from, to, wanted) in cases {
        let faults = adapter_of(&SMALL.replacen(from, to, 1)).unwrap_err();
        assert!(faults.iter().any(|fault| fault.contains(wanted)), "{to}: {faults:?}");
    }
}

#[test]
fn what_a_carrier_has_no_code_for_is_left_out() {
    let adapter = adapter_of(SMALL).unwrap();
    let number = Identifier::parse("X1").unwrap();
    let at = "2026-11-05T04:07:09Z";
    let untold = [event(Milestone::HandedToTransport, at)];
    let fault = adapter.write(subject(&number), &untold).unwrap_err();
    assert_eq!(fault, TemplateFault::Untold);
    let mut both = vec![event(Milestone::Accepted, at)];
    both.extend(untold);
    let bytes = adapter.write(subject(&number), &both).unwrap();
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        r#"{"number":"X1","events":[{"code":"A","at":"2026-11-05T12:07:09+08:00","place":""}]}"#
    );
    let plain = adapter_of(SMALL.split("[template]").next().unwrap()).unwrap();
    let fault = plain.write(subject(&number), &both).unwrap_err();
    assert_eq!(fault.code(), "template_missing");
}

#[test]
fn what_an_encoding_cannot_hold_becomes_a_question_mark() {
    let adapters = adapters();
    let post = adapters.iter().find(|one| one.name().as_str() == "ems_emsevt").unwrap();
    let number = Identifier::parse("RK000000014CN").unwrap();
    let mut one = event(Milestone::Accepted, "2026-11-05T04:07:09Z");
    one.place.facility = ScanText::read("杭州+'1");
    let bytes = post.write(subject(&number), &[one]).unwrap();
    let reading = post.read(&bytes, sample::received_at());
    assert!(reading.faults.is_empty(), "{:?}", reading.faults);
    assert_eq!(reading.scans[0].place.facility.as_ref().unwrap().as_str(), "??+'1");
}

/// A country with its clock: those whose zone an adapter takes from the country are told by it.
const CLOCKS: [(&str, &str); 8] = [
    ("CN", "Asia/Shanghai"),
    ("FR", "Europe/Paris"),
    ("AE", "Asia/Dubai"),
    ("US", "America/Chicago"),
    ("IN", "Asia/Kolkata"),
    ("GB", "Europe/London"),
    ("BY", "Europe/Minsk"),
    ("BR", "America/Sao_Paulo"),
];

/// Instants between changes of clocks, so that every local time is there once.
const SECONDS: std::ops::Range<i64> = 1_793_700_000..1_804_900_000;

fn true_event(told: Vec<Meaning>) -> impl Strategy<Value = TrueEvent> {
    let place = (prop::sample::select(CLOCKS.to_vec()), "[ -~äö北]{0,12}", "[A-Z0-9]{0,6}");
    (prop::sample::select(told), SECONDS, place).prop_map(
        |((milestone, reason), second, ((country, zone), city, postcode))| {
            let at = Timestamp::from_second(second).unwrap();
            let offset = TimeZone::get(zone).unwrap().to_offset(at);
            let place = ScanPlace {
                country: CountryCode::from_alpha2(country),
                city: ScanText::read(&city),
                text: ScanText::read(&city),
                postcode: Postcode::parse(&postcode).ok(),
                ..ScanPlace::default()
            };
            let mass = Mass::from_grams(740).ok();
            TrueEvent { milestone, reason, at, offset, place, mass }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// What is written is read back by the same adapter: milestone, reason, number and time.
    #[test]
    fn what_is_written_is_read_back(
        seeds in prop::collection::vec(true_event(vec![(Milestone::Unknown, None)]), 1..6),
        choices in prop::collection::vec(0..1_000_usize, 6),
        serial in 0..99_999_999_u32,
    ) {
        let number = s10(serial);
        for adapter in adapters() {
            let told = adapter.list_told();
            let mut events: Vec<TrueEvent> = seeds.clone();
            for (event, choice) in events.iter_mut().zip(&choices) {
                (event.milestone, event.reason) = told[choice % told.len()];
            }
            let bytes = adapter.write(subject(&number), &events).unwrap();
            let reading = adapter.read(&bytes, sample::received_at());
            let text = String::from_utf8_lossy(&bytes).into_owned();
            prop_assert!(reading.faults.is_empty(), "{} {:?} {}", adapter.name(), reading.faults, text);
            prop_assert!(reading.unknown_codes.is_empty(), "{} {}", adapter.name(), text);
            prop_assert_eq!(reading.scans.len(), events.len());
            events.sort_by_key(|event| event.at);
            let mut scans = reading.scans;
            if adapter.template.as_ref().unwrap().is_newest_first {
                scans.reverse();
            }
            for (scan, event) in scans.iter().zip(&events) {
                let name = adapter.name();
                prop_assert_eq!(&scan.identifier, &number, "{}", name);
                prop_assert_eq!((scan.milestone, scan.reason), (event.milestone, event.reason));
                prop_assert!(is_same_time(scan, event), "{name} {} {:?}", scan.occurred, event);
            }
        }
    }
}

/// An S10 number of a serial, with its check digit.
fn s10(serial: u32) -> Identifier {
    let found = (0..10).find_map(|digit| {
        let text = format!("RK{serial:08}{digit}CN");
        Identifier::parse(&text).ok().filter(|read| read.scheme() == IdentifierScheme::S10)
    });
    found.unwrap()
}
