//! Timelines as they are shown.

use crate::app::following::Following;
use crate::wire::amounts::instant;
use jiff::Timestamp;
use portolan_api::tracking::{
    BlindStretch, CarrierWords, CustodyStretch, EventPlace, ExpectedStep, LinkedNumber,
    OpenException, Outlook, ParcelException, ParcelTimeline, ProofItem, Quarantined,
    ReceptacleStay, TimelineEvent,
};
use portolan_model::{Proof, ScanPlace, ScanText};
use portolan_store::{ExceptionRow, QuarantineRow};
use portolan_tracking::chain::{ChainId, Fault};
use portolan_tracking::outlook::{Exception, ExceptionKind};
use portolan_tracking::plan::NextStep;
use portolan_tracking::timeline::{Contradiction, Custody, CustodyProof, Event, Keeper};
use std::collections::BTreeSet;
use std::time::Duration;

/// A parcel's whole timeline.
pub fn timeline_of(following: &Following) -> ParcelTimeline {
    let timeline = &following.timeline;
    let mut contradictions: Vec<String> =
        timeline.contradictions.iter().map(contradiction_words).collect();
    let number_of = |chain: ChainId| following.chains.get(&chain).map_or("?", String::as_str);
    contradictions.extend(following.faults.iter().map(|fault| fault_words(*fault, number_of)));
    contradictions.dedup();
    let number = following.row.tracking_number.clone().unwrap_or_default();
    ParcelTimeline {
        parcel: following.row.id.to_string(),
        status: timeline.status().as_str().to_owned(),
        sub_status: timeline.sub_status.as_str().to_owned(),
        events: timeline.events.iter().map(event_of).collect(),
        custody: timeline.custody.iter().map(custody_of).collect(),
        blind: timeline
            .blind
            .iter()
            .map(|stretch| BlindStretch {
                after: index(stretch.after),
                from: instant(stretch.from),
                to: instant(stretch.to),
                allowed_hours: stretch.allowed.as_hours(),
                is_open: stretch.is_open,
            })
            .collect(),
        contradictions,
        days_since_last_scan: timeline.days_since_last_scan(following.read_at),
        unknown_codes: index(timeline.unknown_count()),
        outlook: outlook_of(following),
        exceptions: following.exceptions.iter().map(open_exception).collect(),
        numbers: numbers_of(following),
        receptacles: receptacles_of(following),
        page: format!("/t/{number}"),
        is_cut: following.told.is_cut,
    }
}

fn index(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn text(text: Option<&ScanText>) -> Option<String> {
    text.map(ToString::to_string)
}

fn event_of(event: &Event) -> TimelineEvent {
    let words = event.words.iter().map(|words| CarrierWords {
        source: words.source.to_string(),
        code: text(words.code.as_ref()),
        text: text(words.text.as_ref()),
    });
    let received = event.scans.iter().map(|scan| scan.received_at).min().unwrap_or_default();
    TimelineEvent {
        milestone: event.milestone.as_str().to_owned(),
        reason: event.reason.map(|reason| reason.as_str().to_owned()),
        occurred_at: event.occurred.to_string(),
        time_precision: event.occurred.precision().as_str().to_owned(),
        utc_offset_source: event.occurred.offset_source().as_str().to_owned(),
        at: instant(event.at),
        place: place_of(&event.place),
        holder: event.holder.to_string(),
        words: words.collect(),
        proof: proof_of(&event.proof),
        is_void: event.is_void,
        scans: index(event.scans.len()),
        received_at: instant(received),
    }
}

fn place_of(place: &ScanPlace) -> Option<EventPlace> {
    let degrees = |micro: i32| f64::from(micro) / 1e6;
    (!place.is_empty()).then(|| EventPlace {
        country: place.country.map(|country| country.to_string()),
        city: text(place.city.as_ref()),
        facility: text(place.facility.as_ref()),
        text: text(place.text.as_ref()),
        lat: place.position.map(|point| degrees(point.latitude_micro())),
        lon: place.position.map(|point| degrees(point.longitude_micro())),
    })
}

fn proof_of(proof: &Proof) -> Vec<ProofItem> {
    let digit = |nibble: u8| char::from_digit(nibble.into(), 16).unwrap_or_default();
    let hex = |bytes: &[u8; 32]| -> String {
        bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    };
    let items = [
        ("mass", proof.mass.map(|mass| format!("{} g", mass.grams()))),
        ("size", proof.size.map(|size| size.to_string())),
        ("condition", proof.condition.map(|condition| condition.as_str().to_owned())),
        ("piece", proof.piece.map(|piece| format!("{}/{}", piece.number(), piece.of()))),
        ("seal", text(proof.seal.as_ref())),
        ("photo", proof.photo_sha256.as_ref().map(hex)),
        ("signatory", text(proof.signatory.as_ref())),
        ("code", text(proof.code.as_ref())),
        ("device", text(proof.device.as_ref())),
    ];
    let given = items.into_iter().filter_map(|(kind, value)| Some((kind, value?)));
    given.map(|(kind, value)| ProofItem { kind: kind.to_owned(), value }).collect()
}

fn custody_of(stretch: &Custody) -> CustodyStretch {
    let (keeper, operator) = match &stretch.keeper {
        Keeper::Sender => ("sender", None),
        Keeper::Operator(operator) => ("operator", Some(operator.to_string())),
        Keeper::Authority(by) => ("authority", Some(by.to_string())),
        Keeper::Recipient => ("recipient", None),
    };
    let (event, document) = match &stretch.proof {
        CustodyProof::Event(place) => (Some(index(*place)), None),
        CustodyProof::Document(document) => (None, Some(document.to_string())),
    };
    CustodyStretch {
        keeper: keeper.to_owned(),
        operator,
        from: instant(stretch.from),
        to: stretch.to.map(instant),
        event,
        document,
    }
}

/// What is to be expected, as it is shown and kept.
pub fn outlook_of(following: &Following) -> Outlook {
    let step = |step: &NextStep| ExpectedStep {
        milestone: step.milestone.as_str().to_owned(),
        operator: step.operator.clone(),
        about: step.about.map(|date| date.to_string()),
    };
    Outlook {
        promised_on: following.promise.map(|promise| promise.date.to_string()),
        p50: following.expected.window.map(|(p50, _)| p50.to_string()),
        p90: following.expected.window.map(|(_, p90)| p90.to_string()),
        loss: following.loss,
        next: following.expected.next.iter().map(step).collect(),
    }
}

fn open_exception(exception: &Exception) -> OpenException {
    OpenException {
        kind: exception.kind.name().to_owned(),
        since: instant(exception.since),
        event: exception.shown_by.map(index),
        what: exception_words(exception),
    }
}

/// An exception in words for those who work on it.
pub fn exception_words(exception: &Exception) -> String {
    match exception.kind {
        ExceptionKind::Reported(sub_status) => format!("the carrier reports: {sub_status}"),
        ExceptionKind::Stalled => "the next scan is later than in nine of ten cases".to_owned(),
        ExceptionKind::Blind => "nobody said anything for longer than they should".to_owned(),
        ExceptionKind::OffRoute => "it was seen where its route does not pass".to_owned(),
        ExceptionKind::CustomsHold => "customs hold it longer than usual".to_owned(),
        ExceptionKind::FailedDelivery => "a delivery failed".to_owned(),
        ExceptionKind::PromiseAtRisk => {
            "it will more likely than not arrive after the promised day".to_owned()
        }
        ExceptionKind::PromiseBroken => "the promised day is over".to_owned(),
        ExceptionKind::PresumedLost { probability } => {
            format!("it is lost with a probability of {:.0} %", probability * 100.0)
        }
    }
}

fn contradiction_words(contradiction: &Contradiction) -> String {
    let (event, what) = match contradiction {
        Contradiction::MovedAfterDelivery(event) => (event, "it moved after it was delivered"),
        Contradiction::MovedAfterReturn(event) => (event, "it moved after it was returned"),
        Contradiction::MovedAfterDestruction(event) => (event, "it moved after it was destroyed"),
        Contradiction::MovedBeforeAcceptance(event) => {
            (event, "it moved before it was taken over from its sender")
        }
        Contradiction::ScannedThoughShort(event) => {
            (event, "its taker counted it as short and scanned it all the same")
        }
    };
    format!("event {event}: {what}")
}

fn fault_words<'n>(fault: Fault, number_of: impl Fn(ChainId) -> &'n str) -> String {
    match fault {
        Fault::InTwo { inner, one, other } => {
            let (inner, one, other) = (number_of(inner), number_of(one), number_of(other));
            format!("{inner} lay in two receptacles at the same time, {one} and {other}")
        }
        Fault::AgainstItsNumber { inner, outer } => {
            let (inner, outer) = (number_of(inner), number_of(outer));
            format!(
                "{inner} is said to have lain in {outer}, where by its number it does not belong"
            )
        }
        Fault::InItself(chain) => format!("the receptacle {} lay in itself", number_of(chain)),
        Fault::TooDeep(chain) => {
            format!("{} lay in receptacles nested deeper than real ones", number_of(chain))
        }
    }
}

fn numbers_of(following: &Following) -> Vec<LinkedNumber> {
    let undone: BTreeSet<i64> =
        following.told.links.iter().filter_map(|link| link.undoes).collect();
    let held = following.told.links.iter();
    let held = held.filter(|link| link.undoes.is_none() && !undone.contains(&link.key));
    let links = held.map(|link| LinkedNumber {
        link: Some(link.key),
        number: link.number.clone(),
        source: link.source.clone(),
        from: link.from.map(instant),
        to: link.to.map(instant),
    });
    let aliases = following.told.aliases.iter().map(|alias| LinkedNumber {
        link: None,
        number: alias.also.clone(),
        source: alias.source.clone(),
        from: None,
        to: None,
    });
    links.chain(aliases).collect()
}

fn receptacles_of(following: &Following) -> Vec<ReceptacleStay> {
    let layings = &following.told.layings;
    let undone: BTreeSet<i64> = layings.iter().filter_map(|laying| laying.undoes).collect();
    let held = layings.iter().filter(|one| one.undoes.is_none() && !undone.contains(&one.key));
    let stay = held.map(|laying| ReceptacleStay {
        entry: laying.key,
        inner: laying.inner.clone(),
        outer: laying.outer.clone(),
        from: laying.from.map(instant),
        to: laying.to.map(instant),
    });
    stay.collect()
}

/// An exception as listed.
pub fn exception(row: &ExceptionRow) -> ParcelException {
    let json = |text: &str| serde_json::from_str(text).unwrap_or_default();
    ParcelException {
        id: row.id.to_string(),
        parcel: row.parcel.to_string(),
        number: row.tracking_number.clone(),
        kind: row.kind.clone(),
        since: instant(row.since),
        opened_at: instant(row.opened_at),
        closed_at: row.closed_at.map(instant),
        evidence: json(&row.evidence),
        closing: row.closing.as_deref().map(json),
    }
}

/// A message in quarantine as listed.
pub fn quarantined(row: &QuarantineRow, kept: Duration) -> Quarantined {
    let expires_at = row.received_at.checked_add(kept).unwrap_or(Timestamp::MAX);
    Quarantined {
        id: row.id.to_string(),
        adapter: row.adapter.clone(),
        reason: row.reason.clone(),
        what: row.detail.clone(),
        bytes: row.body.len() as u64,
        times: row.times,
        received_at: instant(row.received_at),
        expires_at: instant(expires_at),
        settled_as: row.settled_as.map(|settled| settled.as_str().to_owned()),
    }
}
