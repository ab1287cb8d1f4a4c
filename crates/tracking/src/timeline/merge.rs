//! Events from scans: the same thing told twice is one event, the richer copy filling the poorer.
//!
//! Scans are first sorted by what they say, so that the outcome depends on the set of scans alone. Two
//! scans tell the same when number and milestone agree and time and place are compatible, whoever told
//! them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use portolan_model::scan::{Piece, TimePrecision};
use portolan_model::{Code, Identifier, Milestone, Occurred, Proof, Scan, ScanPlace, ScanText};

use super::{Event, Wording};
use crate::limits;

/// The events that scans tell of, in no particular order of time.
pub(super) fn events_of(scans: &[Scan]) -> Vec<Event> {
    // The first arrival of a scan is the one that counts: the same told again is no other scan.
    let mut told: Vec<&Scan> = scans.iter().collect();
    told.sort_by(|a, b| sayings(a).cmp(&sayings(b)).then(a.received_at.cmp(&b.received_at)));
    told.dedup_by(|later, first| sayings(later) == sayings(first));
    let voided = voided_keys(&told);
    told.sort_by_cached_key(|scan| std::cmp::Reverse(richness(scan)));
    let mut groups: Vec<Event> = Vec::new();
    let mut index = Index::new();
    for scan in told {
        let is_void = is_voided(scan, &voided);
        let what = (scan.milestone, &scan.identifier, scan.proof.piece, is_void);
        let moments = Moments::of(&scan.occurred);
        let candidates = index.get(&(moments.sought(&scan.occurred), what));
        let fitting = candidates
            .into_iter()
            .flatten()
            .copied()
            .find(|&group: &usize| tells(scan, &groups[group]));
        if let Some(group) = fitting {
            fill(&mut groups[group], scan);
            continue;
        }
        for moment in moments.all(&scan.occurred).into_iter().flatten() {
            let known = index.entry((moment, what)).or_default();
            if known.len() < limits::TELLINGS_MAX {
                known.push(groups.len());
            }
        }
        groups.push(event_of(scan, is_void));
    }
    for event in &mut groups {
        event.words.sort();
        event.words.dedup();
        event.scans.sort();
    }
    groups
}

/// Where an event is looked for: by its instant, its wall's clock or its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Moment {
    /// Minutes since 1970.
    Instant(i64),
    /// Minutes of the wall's clock since 1970.
    Wall(i64),
    /// The day alone, counted from 1970.
    Day(i64),
}

/// What two scans must have in common to tell of the same event: milestone, number, piece, and whether they
/// were taken back.
type What<'a> = (Milestone, &'a Identifier, Option<Piece>, bool);

/// Events by every moment they can be looked for by, and what must be the same.
type Index<'a> = BTreeMap<(Moment, What<'a>), Vec<usize>>;

/// The moments of a scan.
struct Moments {
    instant: Option<Moment>,
    wall: Moment,
    day: Moment,
}

impl Moments {
    fn of(occurred: &Occurred) -> Self {
        let wall = Offset::UTC.to_timestamp(occurred.wall()).map_or(0, Timestamp::as_second);
        let minute = |seconds: i64| seconds.div_euclid(60);
        Self {
            instant: occurred.instant().map(|at| Moment::Instant(minute(at.as_second()))),
            wall: Moment::Wall(minute(wall)),
            day: Moment::Day(wall.div_euclid(24 * 60 * 60)),
        }
    }

    /// The moment to look for the event of a scan by. Scans come richest first, so that every event found
    /// is told at least as exactly.
    fn sought(&self, occurred: &Occurred) -> Moment {
        match occurred.precision() {
            TimePrecision::Day => self.day,
            _ => self.instant.unwrap_or(self.wall),
        }
    }

    fn all(&self, occurred: &Occurred) -> [Option<Moment>; 3] {
        match occurred.precision() {
            TimePrecision::Day => [Some(self.day), None, None],
            _ => [Some(self.day), Some(self.wall), self.instant],
        }
    }
}

/// All that a scan says, without when it reached us.
fn sayings(scan: &Scan) -> impl Ord + '_ {
    let what = (&scan.identifier, scan.milestone, scan.reason, scan.occurred, &scan.place);
    let who = (&scan.source, &scan.operator, &scan.event_key, &scan.void_of);
    (what, who, (&scan.raw_code, &scan.raw_text, &scan.proof))
}

type EventKey<'a> = (&'a Identifier, &'a Code, &'a ScanText);

fn voided_keys<'a>(scans: &[&'a Scan]) -> BTreeSet<EventKey<'a>> {
    let voids = scans
        .iter()
        .filter_map(|scan| scan.void_of.as_ref().map(|key| (&scan.identifier, &scan.source, key)));
    voids.collect()
}

/// Whether its own teller took a scan back. A scan that takes back is itself no event that counts.
fn is_voided(scan: &Scan, voided: &BTreeSet<EventKey>) -> bool {
    let key = scan.event_key.as_ref();
    scan.void_of.is_some()
        || key.is_some_and(|key| voided.contains(&(&scan.identifier, &scan.source, key)))
}

/// How much a scan tells: exact times first, then places and proof. Of equals the order of
/// [`sayings`] stays, since sorting is stable.
fn richness(scan: &Scan) -> (TimePrecision, bool, usize) {
    let place = &scan.place;
    let told = [
        place.country.is_some(),
        place.city.is_some(),
        place.postcode.is_some(),
        place.facility.is_some(),
        place.text.is_some(),
        place.position.is_some(),
        scan.reason.is_some(),
        scan.operator.is_some(),
        scan.event_key.is_some(),
        scan.raw_text.is_some(),
        scan.proof != Proof::default(),
    ];
    let is_placed_in_time = scan.occurred.offset().is_some();
    (scan.occurred.precision(), is_placed_in_time, told.iter().filter(|told| **told).count())
}

/// Whether a scan tells of an event that is known already, where [`What`] is the same.
fn tells(scan: &Scan, event: &Event) -> bool {
    is_either_unknown_or_same(scan.reason.as_ref(), event.reason.as_ref())
        && is_same_time(&scan.occurred, &event.occurred)
        && is_same_place(&scan.place, &event.place)
}

fn is_either_unknown_or_same<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
    one.zip(other).is_none_or(|(one, other)| one == other)
}

/// Whether two times may be the same: as exactly as the less exact of the two was told, on the wall's
/// clock where an offset is missing.
fn is_same_time(one: &Occurred, other: &Occurred) -> bool {
    let precision = one.precision().min(other.precision());
    if let (Some(one), Some(other)) = (one.instant(), other.instant())
        && precision != TimePrecision::Day
    {
        let seconds = |instant: Timestamp| match precision {
            TimePrecision::Second => instant.as_second(),
            _ => instant.as_second().div_euclid(60),
        };
        return seconds(one) == seconds(other);
    }
    let clock = |wall: DateTime| match precision {
        TimePrecision::Day => (wall.date(), 0, 0, 0),
        TimePrecision::Minute => (wall.date(), wall.hour(), wall.minute(), 0),
        TimePrecision::Second => (wall.date(), wall.hour(), wall.minute(), wall.second()),
    };
    clock(one.wall()) == clock(other.wall())
}

fn is_same_place(one: &ScanPlace, other: &ScanPlace) -> bool {
    let cities = one.city.as_ref().zip(other.city.as_ref());
    let is_same_city = cities.is_none_or(|(one, other)| {
        one == other || one.as_str().to_lowercase() == other.as_str().to_lowercase()
    });
    is_either_unknown_or_same(one.country.as_ref(), other.country.as_ref())
        && is_same_city
        && is_either_unknown_or_same(one.postcode.as_ref(), other.postcode.as_ref())
        && is_either_unknown_or_same(one.facility.as_ref(), other.facility.as_ref())
}

fn event_of(scan: &Scan, is_void: bool) -> Event {
    Event {
        milestone: scan.milestone,
        reason: scan.reason,
        occurred: scan.occurred,
        at: scan.occurred.instant_or_utc(),
        place: scan.place.clone(),
        holder: scan.holder().clone(),
        proof: scan.proof.clone(),
        words: words_of(scan).into_iter().collect(),
        is_void,
        scans: vec![scan.clone()],
    }
}

fn words_of(scan: &Scan) -> Option<Wording> {
    let wording = Wording {
        source: scan.source.clone(),
        code: scan.raw_code.clone(),
        text: scan.raw_text.clone(),
    };
    (wording.code.is_some() || wording.text.is_some()).then_some(wording)
}

/// What the event lacks, from a copy that is told less exactly.
fn fill(event: &mut Event, scan: &Scan) {
    let (place, more) = (&mut event.place, &scan.place);
    place.country = place.country.or(more.country);
    place.city = place.city.take().or_else(|| more.city.clone());
    place.postcode = place.postcode.take().or_else(|| more.postcode.clone());
    place.facility = place.facility.take().or_else(|| more.facility.clone());
    place.text = place.text.take().or_else(|| more.text.clone());
    place.position = place.position.or(more.position);
    event.reason = event.reason.or(scan.reason);
    let (proof, more) = (&mut event.proof, &scan.proof);
    proof.mass = proof.mass.or(more.mass);
    proof.size = proof.size.or(more.size);
    proof.condition = proof.condition.or(more.condition);
    proof.seal = proof.seal.take().or_else(|| more.seal.clone());
    proof.photo_sha256 = proof.photo_sha256.or(more.photo_sha256);
    proof.signatory = proof.signatory.take().or_else(|| more.signatory.clone());
    proof.code = proof.code.take().or_else(|| more.code.clone());
    proof.device = proof.device.take().or_else(|| more.device.clone());
    event.words.extend(words_of(scan));
    event.scans.push(scan.clone());
}
