//! One parcel's whole journey, as it truly goes: departures, durations, customs, the door.
//!
//! Legs and work take lognormal times through the network's p50 and p90; what shares a departure shares
//! most of its delay. Which departure is caught follows from the timetable: who misses a cut-off waits for
//! the next. What is told, and by whom, follows from who tracks the leg.

use jiff::{SignedDuration, Timestamp};
use portolan_model::scan::{Reason, ScanPlace};
use portolan_model::{Code, Mass, Milestone};
use portolan_network::Snapshot;
use portolan_network::records::{
    LegIdx, LineIdx, NodeIdx, NodeKind, OperatorIdx, OperatorKind, ProcessIdx, ProcessKind,
};
use portolan_network::schedule::{self, Boarding, Clock};

use crate::booked::{Booked, Way};
use crate::chance::{Chance, Spread, mixed};
use crate::limits;
use crate::milestones::{leaving, place_of, reaching, side_of};

/// Something that truly happened to a parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// The parcel, as its server calls it.
    pub parcel: String,
    /// When.
    pub at: Timestamp,
    /// The offset of the clocks where it happened.
    pub offset: jiff::tz::Offset,
    /// What.
    pub milestone: Milestone,
    /// Why.
    pub reason: Option<Reason>,
    /// Where.
    pub place: ScanPlace,
    /// The operator that tells it; none where nobody does.
    pub teller: Option<Code>,
    /// The mass that was measured.
    pub mass: Option<Mass>,
}

/// How a journey ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// With its recipient.
    Delivered(Timestamp),
    /// At the facility where its route ends.
    Waiting(Timestamp),
    /// Lost on a leg: nothing is heard of it any more.
    Lost(Timestamp),
    /// No departure or shift comes that would take it on.
    Stranded(Timestamp),
}

/// What a journey is computed in.
pub(crate) struct Ground<'g> {
    pub(crate) snapshot: &'g Snapshot,
    pub(crate) chance: Chance,
}

/// The journey of a parcel.
pub(crate) fn travel(ground: &Ground<'_>, booked: &Booked, way: &Way) -> (Vec<Happening>, Outcome) {
    let legs = way.legs.iter().map(|&(leg, _)| leg).collect();
    let mut walk = Walk {
        ground,
        booked,
        way,
        legs,
        key: way.number.to_string(),
        at: booked.ready,
        happened: Vec::new(),
    };
    let outcome = walk.go();
    walk.happened.sort_by_key(|one| one.at);
    (walk.happened, outcome)
}

struct Walk<'w> {
    ground: &'w Ground<'w>,
    booked: &'w Booked,
    way: &'w Way,
    legs: Vec<LegIdx>,
    /// What the parcel's own draws are named by: its number.
    key: String,
    /// Where the walk has come to.
    at: Timestamp,
    happened: Vec<Happening>,
}

impl Walk<'_> {
    fn go(&mut self) -> Outcome {
        let mut last = None;
        for (taken, &(leg, line)) in self.way.legs.iter().enumerate() {
            if !self.be_handled(last, leg, taken) || !self.depart(leg, line, taken) {
                return Outcome::Stranded(self.at);
            }
            let row = &self.ground.snapshot.legs[leg];
            let name = [self.key.as_str(), "lost", row.key.as_str()];
            if self.ground.chance.happens(row.loss_ppm, &name) {
                return Outcome::Lost(self.at);
            }
            if matches!(self.ground.snapshot.nodes[row.to].kind, NodeKind::Zone(_)) {
                return self.deliver(leg);
            }
            self.arrive(leg, taken);
            last = Some(leg);
        }
        self.wait_for_recipient()
    }

    /// Work at the facility before the next leg; no where a shift never comes.
    fn be_handled(&mut self, last: Option<LegIdx>, next: LegIdx, taken: usize) -> bool {
        let snapshot = self.ground.snapshot;
        let NodeKind::Facility(_) = snapshot.nodes[snapshot.legs[next].from].kind else {
            return true;
        };
        let processes: Vec<ProcessIdx> =
            schedule::processes_between(snapshot, last, next).collect();
        processes.into_iter().all(|process| self.be_processed(process, taken))
    }

    fn be_processed(&mut self, index: ProcessIdx, taken: usize) -> bool {
        let (snapshot, chance) = (self.ground.snapshot, self.ground.chance);
        let process = &snapshot.processes[index];
        let spread = Spread { p50_seconds: process.p50_seconds, p90_seconds: process.p90_seconds };
        let end = schedule::process_end(snapshot, index, self.at, Clock::P50);
        let Some(start) = end.and_then(|end| before(end, spread.p50_seconds)) else { return false };
        let day = snapshot.nodes[process.facility].clock.date(start).to_string();
        let shared = chance.deviate(&["process", process.key.as_str(), &day]);
        let own = chance.deviate(&[&self.key, "process", process.key.as_str()]);
        let seconds = spread.at(mixed(shared, own, limits::SHARED_BY_DAY_PERCENT));
        self.at = after(start, seconds);
        let (presented, held, released, by) = match process.kind {
            ProcessKind::ExportCustoms => (
                Milestone::PresentedToExportCustoms,
                Milestone::HeldByExportCustoms,
                Milestone::ReleasedByExportCustoms,
                taken,
            ),
            ProcessKind::ImportCustoms => (
                Milestone::PresentedToImportCustoms,
                Milestone::HeldByImportCustoms,
                Milestone::ReleasedByImportCustoms,
                taken.saturating_sub(1),
            ),
            _ => return true,
        };
        let teller = self.teller(by);
        self.tell(presented, start, process.facility, teller);
        let usual = spread.p90_seconds.saturating_mul(limits::HELD_AFTER_P90S);
        if seconds > usual {
            self.tell(held, after(start, usual), process.facility, teller);
        }
        self.tell(released, self.at, process.facility, teller);
        true
    }

    /// Leaves on the first departure that is caught; no where none comes.
    fn depart(&mut self, leg: LegIdx, line: Option<LineIdx>, taken: usize) -> bool {
        let (snapshot, ready) = (self.ground.snapshot, self.at);
        let row = &snapshot.legs[leg];
        let horizon_end = schedule::horizon_end(ready);
        let boarding = Boarding { leg, line, clock: Clock::P50, horizon_end };
        // On demand the timetable adds half a headway at p50; the world waits for a round of its own.
        let half =
            row.headway_seconds.filter(|_| !row.is_scheduled).map_or(0, |headway| headway / 2);
        let round = if row.is_scheduled { ready } else { self.next_round(leg, ready) };
        let asked = before(round, half).unwrap_or(round);
        let Some(found) = schedule::next_departure(snapshot, boarding, asked) else {
            return false;
        };
        self.at = found.leaves.max(ready);
        let side = side_of(snapshot, &self.legs, row.from, taken);
        if let Some(milestone) = leaving(snapshot, leg, side) {
            self.tell(milestone, self.at, row.from, self.teller(taken));
        }
        let hands_over = matches!(snapshot.nodes[row.to].kind, NodeKind::Zone(_)) && taken > 0;
        if hands_over && self.operator(taken) != self.operator(taken - 1) {
            let giver = self.teller(taken - 1);
            self.tell(Milestone::HandedToLastCarrier, self.at, row.from, giver);
        }
        let key = found.scheduled.to_string();
        let shared = self.ground.chance.deviate(&["departure", row.key.as_str(), &key]);
        let own = self.ground.chance.deviate(&[&self.key, "leg", row.key.as_str()]);
        let spread = Spread { p50_seconds: row.p50_seconds, p90_seconds: row.p90_seconds };
        let deviate = mixed(shared, own, limits::SHARED_BY_DEPARTURE_PERCENT);
        self.at = after(self.at, spread.at(deviate));
        true
    }

    /// When the next round of an on-demand leg starts: rounds leave a headway apart, at a beat of the leg's
    /// own, so that parcels ready between two of them go together.
    fn next_round(&self, leg: LegIdx, ready: Timestamp) -> Timestamp {
        let row = &self.ground.snapshot.legs[leg];
        let Some(headway) = row.headway_seconds.filter(|&seconds| seconds > 0) else {
            return ready;
        };
        let beat = self.ground.chance.within(&(0..headway), &["beat", row.key.as_str()]);
        let since = (ready.as_second() - i64::from(beat)).rem_euclid(i64::from(headway));
        let wait = if since == 0 { 0 } else { i64::from(headway) - since };
        ready.checked_add(SignedDuration::from_secs(wait)).unwrap_or(ready)
    }

    fn arrive(&mut self, leg: LegIdx, taken: usize) {
        let snapshot = self.ground.snapshot;
        let to = snapshot.legs[leg].to;
        let side = side_of(snapshot, &self.legs, to, taken + 1);
        if let Some(milestone) = reaching(snapshot, leg, side) {
            self.tell(milestone, self.at, to, self.teller(taken));
        }
    }

    /// From the last vehicle to the door: on a delivery day, by day, perhaps at the second try.
    fn deliver(&mut self, leg: LegIdx) -> Outcome {
        let snapshot = self.ground.snapshot;
        let zone = snapshot.legs[leg].to;
        let teller = self.teller(self.legs.len() - 1);
        let left = self.at;
        let fails = self.ground.chance.happens(limits::ATTEMPT_FAILED_PPM, &[&self.key, "attempt"]);
        for attempt in ["first", "second"] {
            let Some(door) = self.at_door(zone, attempt) else { return Outcome::Stranded(self.at) };
            let out = self
                .ground
                .chance
                .within(&limits::OUT_BEFORE_MINUTES, &[&self.key, "out", attempt]);
            let departed = self.happened.last().map_or(left, |one| one.at);
            let out = before(door, out * 60).unwrap_or(door).max(departed);
            self.tell(Milestone::OutForDelivery, out, zone, teller);
            self.at = door;
            if attempt == "first" && fails {
                self.tell(Milestone::DeliveryFailed, door, zone, teller);
                if let Some(failed) = self.happened.last_mut() {
                    failed.reason = Some(Reason::AddresseeAbsent);
                }
                let clock = &snapshot.nodes[zone].clock;
                let Ok(next) = clock.date(door).tomorrow() else { return Outcome::Stranded(door) };
                self.at = clock.start_of_day(next);
                continue;
            }
            break;
        }
        self.tell(Milestone::Delivered, self.at, zone, teller);
        Outcome::Delivered(self.at)
    }

    /// When it is at the door, having reached the zone: on the day the network says, within the hours of a
    /// courier's round, or as soon after them as it came.
    fn at_door(&self, zone: NodeIdx, attempt: &str) -> Option<Timestamp> {
        let snapshot = self.ground.snapshot;
        let day = schedule::delivery(snapshot, zone, self.at)?;
        let name = [self.key.as_str(), "door", attempt];
        let minute = self.ground.chance.within(&limits::ROUND_MINUTES, &name);
        let start = snapshot.nodes[zone].clock.start_of_day(day.date);
        Some(after(start, minute * 60).max(day.instant))
    }

    /// A route that ends at a facility: the recipient fetches it from there.
    fn wait_for_recipient(&mut self) -> Outcome {
        let Some(&last) = self.legs.last() else { return Outcome::Stranded(self.at) };
        let to = self.ground.snapshot.legs[last].to;
        let teller = self.teller(self.legs.len() - 1);
        self.tell(Milestone::ReadyForPickUp, self.at, to, teller);
        Outcome::Waiting(self.at)
    }

    fn tell(
        &mut self,
        milestone: Milestone,
        at: Timestamp,
        node: NodeIdx,
        teller: Option<OperatorIdx>,
    ) {
        let snapshot = self.ground.snapshot;
        let node = &snapshot.nodes[node];
        let mass = self.booked.mass.filter(|_| milestone == Milestone::Accepted);
        self.happened.push(Happening {
            parcel: self.booked.parcel.clone(),
            at,
            offset: node.clock.name().zone().to_offset(at),
            milestone,
            reason: None,
            place: place_of(snapshot, node),
            teller: teller.map(|teller| snapshot.operators[teller].key.clone()),
            mass,
        });
    }

    /// Who tells of a leg: its operator where that tracks parcels, else the one that sells its line; nobody
    /// where the leg is not tracked.
    fn teller(&self, position: usize) -> Option<OperatorIdx> {
        let leg = self.way.legs.get(position)?.0;
        if self.ground.snapshot.legs[leg].tracked { self.operator(position) } else { None }
    }

    fn operator(&self, position: usize) -> Option<OperatorIdx> {
        let snapshot = self.ground.snapshot;
        let &(leg, line) = self.way.legs.get(position)?;
        let own = snapshot.legs[leg].operator;
        let tells_parcels = matches!(
            snapshot.operators[own].kind,
            OperatorKind::Post | OperatorKind::Carrier | OperatorKind::Consolidator
        );
        let seller = line.map(|line| snapshot.lines[line].operator);
        if tells_parcels { Some(own) } else { seller.or(Some(own)) }
    }
}

fn after(at: Timestamp, seconds: u32) -> Timestamp {
    at.checked_add(SignedDuration::from_secs(seconds.into())).unwrap_or(Timestamp::MAX)
}

fn before(at: Timestamp, seconds: u32) -> Option<Timestamp> {
    at.checked_sub(SignedDuration::from_secs(seconds.into())).ok()
}
