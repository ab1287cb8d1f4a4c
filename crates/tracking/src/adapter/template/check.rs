//! Whether a template tells what it says: each of its milestones is written and read back.

use jiff::Timestamp;
use jiff::tz::Offset;
use portolan_model::scan::{OffsetSource, ScanPlace, ScanText, TimePrecision};
use portolan_model::{Identifier, IdentifierScheme};

use super::{Meaning, Subject, TrueEvent};
use crate::adapter::draft::FILE;
use crate::adapter::{Adapter, AdapterFault, sample};

/// What does not come back when the adapter reads what its template wrote; nothing where there is no
/// template.
pub fn check(adapter: &Adapter) -> Vec<AdapterFault> {
    // Made up; of the shape of an S10 number with a right check digit, which every adapter may read.
    let Ok(identifier) = Identifier::parse("RK000000014CN") else { return Vec::new() };
    let told = adapter.list_told();
    told.iter().filter_map(|&meaning| check_meaning(adapter, &identifier, meaning)).collect()
}

fn check_meaning(
    adapter: &Adapter,
    identifier: &Identifier,
    meaning: Meaning,
) -> Option<AdapterFault> {
    let event = probe(meaning)?;
    let subject = Subject { identifier, also_known: &[], origin: None, destination: None };
    let what = match adapter.write(subject, std::slice::from_ref(&event)) {
        Err(fault) => fault.to_string(),
        Ok(bytes) => difference(adapter, &bytes, identifier, &event)?,
    };
    let (milestone, reason) = meaning;
    let reason = reason.map(|reason| format!("/{}", reason.as_str())).unwrap_or_default();
    Some(AdapterFault {
        file: FILE.to_owned(),
        field: format!("template.tells.{}{reason}", milestone.as_str()),
        code: "template_unread",
        what,
        mend: "mend the template, or the code it tells the milestone by".to_owned(),
    })
}

/// An event of this meaning: a made-up one, at noon in Hangzhou.
fn probe((milestone, reason): Meaning) -> Option<TrueEvent> {
    Some(TrueEvent {
        milestone,
        reason,
        at: "2026-11-05T04:07:09Z".parse::<Timestamp>().ok()?,
        offset: Offset::from_hours(8).ok()?,
        place: ScanPlace {
            country: portolan_model::CountryCode::from_alpha2("CN"),
            city: ScanText::read("Hangzhou"),
            ..ScanPlace::default()
        },
        mass: None,
    })
}

/// What the adapter does not read of it as it was.
fn difference(
    adapter: &Adapter,
    bytes: &[u8],
    identifier: &Identifier,
    event: &TrueEvent,
) -> Option<String> {
    let reading = adapter.read(bytes, sample::received_at());
    if let Some(fault) = reading.faults.first() {
        return Some(format!("what it writes cannot be read: {fault}"));
    }
    let [scan] = reading.scans.as_slice() else {
        return Some(format!("one event is written, {} are read", reading.scans.len()));
    };
    if (scan.milestone, scan.reason) != (event.milestone, event.reason) {
        let reason = scan.reason.map(|reason| format!("/{}", reason.as_str()));
        let read = format!("{}{}", scan.milestone.as_str(), reason.unwrap_or_default());
        return Some(format!("it is read as `{read}`"));
    }
    let is_same = scan.identifier.to_string() == identifier.to_string();
    if !is_same || scan.identifier.scheme() != IdentifierScheme::S10 {
        return Some(format!("its number is read as {}", scan.identifier));
    }
    if !is_same_time(scan, event) {
        return Some(format!("its time is read as {}", scan.occurred));
    }
    (!reading.unknown_codes.is_empty()).then(|| "its code is read as unknown".to_owned())
}

/// Whether a scan has the time of an event, as exactly as it was told.
pub(super) fn is_same_time(scan: &portolan_model::Scan, event: &TrueEvent) -> bool {
    let told = &scan.occurred;
    let local = event.offset.to_datetime(event.at);
    let second = |time: jiff::civil::DateTime| time.with().subsec_nanosecond(0).build().ok();
    let minute = |time: jiff::civil::DateTime| second(time)?.with().second(0).build().ok();
    let is_clock_right = match told.precision() {
        TimePrecision::Day => told.wall().date() == local.date(),
        TimePrecision::Minute => minute(told.wall()) == minute(local),
        TimePrecision::Second => second(told.wall()) == second(local),
    };
    if told.offset_source() == OffsetSource::None {
        return is_clock_right;
    }
    let off = told.instant_or_utc().as_second() - event.at.as_second();
    match told.precision() {
        TimePrecision::Day => is_clock_right,
        TimePrecision::Minute => (-59..=0).contains(&off),
        TimePrecision::Second => off == 0,
    }
}
