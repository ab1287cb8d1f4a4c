//! What is to be expected of a parcel: its booked way, shifted by what was told of it so far.
//!
//! Legs, a timeline and the clock in, dates and dues out. Whoever has a distribution of the rest of the way
//! gives what it foresees; without it, a rule: the last
//! thing that happened is laid on the way by its phase, its country and its city; what remains from there,
//! at its p50 and at its p90, is added to when it happened. A parcel that is overdue at the next stop is
//! there now at the earliest. Loss is the way's, shared over its legs by their time. How a way is found is
//! not known here: whoever booked it says it.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, Zoned, civil};
use portolan_model::scan::Phase;
use portolan_model::{Code, CountryCode, GeoPoint, Milestone, Status};

use crate::outlook::{Promise, Stretch};
use crate::timeline::{Event, Timeline, default_silence};

/// How many of a million due scans are missed though the parcel passed: an estimate, as no carrier
/// publishes it, and rather too high, so that loss is rather said too late.
pub const MISSED_PPM: u32 = 50_000;
/// What is allowed beyond the p90 before silence is blind: scans are told late.
const TELLING_SLACK: SignedDuration = SignedDuration::from_hours(24);
/// A p90 is at least so many hundredths of its p50.
const P90_LEAST_PERCENT: f64 = 1.15;
const SECONDS_PER_HOUR: f64 = 3_600.0;

/// A place of a planned way.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedPlace {
    /// Its name.
    pub name: String,
    /// Its country.
    pub country: Option<CountryCode>,
    /// Where it is.
    pub position: Option<GeoPoint>,
}

/// When something is planned: in half of all cases by the clock of its place, and in nine of ten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedTime {
    /// In half of all cases.
    pub p50: Zoned,
    /// In nine of ten.
    pub p90: Timestamp,
}

/// One leg as planned.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedLeg {
    /// Where it leaves.
    pub from: PlannedPlace,
    /// Where it ends.
    pub to: PlannedPlace,
    /// The name of who runs it.
    pub operator_name: String,
    /// Whether its end is scanned.
    pub is_tracked: bool,
    /// When it leaves.
    pub leaves: PlannedTime,
    /// When it ends.
    pub reaches: PlannedTime,
}

/// The way that a parcel is to take, read for what is to be expected on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    legs: Vec<PlannedLeg>,
    arrival: PlannedTime,
    loss: f64,
    operators: BTreeMap<Code, String>,
}

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    /// What.
    pub milestone: Milestone,
    /// The name of who will do it.
    pub operator: Option<String>,
    /// About when, at the place.
    pub about: Option<civil::Date>,
}

/// A place on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop {
    /// Its name.
    pub name: String,
    /// Its country.
    pub country: Option<CountryCode>,
    /// Where it is.
    pub position: GeoPoint,
    /// When the parcel was seen there, if it was.
    pub seen_at: Option<Timestamp>,
}

/// How far a parcel has come: at the place that a leg leaves, or on the leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Position {
    leg: usize,
    is_on: bool,
}

/// What a distribution of the rest of the way says.
#[derive(Debug, Clone)]
pub struct Foreseen {
    /// Arrival at p50 and p90.
    pub arrival: (Timestamp, Timestamp),
    /// The scans due next, in order, from the last that was laid on the way.
    pub due: Vec<Stretch>,
}

/// What is to be expected.
#[derive(Debug, Clone, Default)]
pub struct Expected {
    /// Arrival at p50 and p90, as instants and as dates at the destination.
    pub arrival: Option<(Timestamp, Timestamp)>,
    /// The same as dates.
    pub window: Option<(civil::Date, civil::Date)>,
    /// The scans due next, in order, since the last that was told.
    pub due: Vec<Stretch>,
    /// What comes next.
    pub next: Vec<NextStep>,
}

impl Plan {
    /// A way of these legs, when it ends, the probability that a parcel is lost on it, and everybody who
    /// sells or runs a part of it, with their names; none where it has no legs.
    pub fn new(
        legs: Vec<PlannedLeg>,
        arrival: PlannedTime,
        loss: f64,
        operators: BTreeMap<Code, String>,
    ) -> Option<Self> {
        (!legs.is_empty()).then_some(Self { legs, arrival, loss, operators })
    }

    /// The promise of a date: kept until that day's end at the destination.
    pub fn promise(&self, date: civil::Date) -> Option<Promise> {
        let ends_at =
            date.tomorrow().ok()?.to_zoned(self.arrival.p50.time_zone().clone()).ok()?.timestamp();
        Some(Promise { date, ends_at })
    }

    /// Every country it passes.
    pub fn countries(&self) -> Vec<CountryCode> {
        let stops = self.legs.iter().flat_map(|leg| [&leg.from, &leg.to]);
        let mut countries: Vec<CountryCode> = stops.filter_map(|stop| stop.country).collect();
        countries.sort_unstable();
        countries.dedup();
        countries
    }

    /// Everybody who sells or runs a part of it, with their names.
    pub const fn operators(&self) -> &BTreeMap<Code, String> {
        &self.operators
    }

    /// Where it comes from.
    pub fn origin(&self) -> Option<CountryCode> {
        self.legs.first().and_then(|leg| leg.from.country)
    }

    /// How long nobody need say anything after an event; none where no scan is due.
    pub fn allowed_silence(&self, event: &Event) -> Option<SignedDuration> {
        let usual = default_silence(event)?;
        let Some(position) = self.position(event) else { return Some(usual) };
        let due = self.due(position);
        let next = due.first()?;
        let seconds = SignedDuration::try_from_secs_f64(next.p90_hours * SECONDS_PER_HOUR).ok()?;
        Some(seconds.checked_add(TELLING_SLACK)?.max(usual))
    }

    /// What is to be expected after a timeline.
    pub fn expect(
        &self,
        timeline: &Timeline,
        foreseen: Option<Foreseen>,
        now: Timestamp,
    ) -> Expected {
        let is_over =
            matches!(timeline.status(), Status::Delivered | Status::Returned | Status::Returning)
                || matches!(timeline.last_event(), Some(e) if e.milestone.phase() == Phase::Ended);
        if is_over {
            return Expected::default();
        }
        let told: Vec<&Event> = timeline.events.iter().filter(|event| event.counts()).collect();
        let furthest = told.iter().filter_map(|event| self.position(event)).max();
        let (position, since) = match (furthest, told.last()) {
            (Some(position), Some(last)) => (position, last.at),
            // Nothing that is on the route was told: it has not left yet.
            _ => (Position { leg: 0, is_on: false }, now.max(self.legs[0].leaves.p50.timestamp())),
        };
        let planned = both(self.planned(position));
        let arrival = both(&self.arrival);
        let rest =
            |to: Timestamp, from: Timestamp| to.duration_since(from).max(SignedDuration::ZERO);
        let rest50 = rest(arrival.0, planned.0);
        let least = rest50.as_secs_f64() * P90_LEAST_PERCENT;
        let least = SignedDuration::try_from_secs_f64(least).unwrap_or(rest50);
        let rest90 = rest(arrival.1, planned.1).max(least);
        let due = if furthest.is_some() { self.due(position) } else { Vec::new() };
        let next_stop = due.first().map_or((0.0, 0.0), |due| (due.p50_hours, due.p90_hours));
        let arrive = |rest: SignedDuration, next_hours: f64| {
            let next = SignedDuration::try_from_secs_f64(next_hours * SECONDS_PER_HOUR);
            let after = rest.saturating_sub(next.unwrap_or(SignedDuration::ZERO));
            let on_plan = since.saturating_add(rest).unwrap_or(since);
            let from_now = now.saturating_add(after.max(SignedDuration::ZERO)).unwrap_or(now);
            on_plan.max(from_now)
        };
        let p50 = arrive(rest50, next_stop.0);
        let p90 = arrive(rest90, next_stop.1).max(p50);
        let Foreseen { arrival: (p50, p90), due } =
            foreseen.unwrap_or(Foreseen { arrival: (p50, p90), due });
        let date = |at: Timestamp| at.to_zoned(self.arrival.p50.time_zone().clone()).date();
        Expected {
            arrival: Some((p50, p90)),
            window: Some((date(p50), date(p90))),
            next: self.next(position, p50.duration_since(arrival.0)),
            due,
        }
    }

    /// When the plan has a parcel there.
    fn planned(&self, position: Position) -> &PlannedTime {
        let leg = &self.legs[position.leg.min(self.legs.len() - 1)];
        match position.leg.checked_sub(1).and_then(|before| self.legs.get(before)) {
            Some(before) if !position.is_on => &before.reaches,
            _ => &leg.leaves,
        }
    }

    /// The ends of the tracked legs that are still to come. Untracked legs add their time to the next.
    fn due(&self, position: Position) -> Vec<Stretch> {
        let hours = |to: Timestamp, from: Timestamp| {
            (to.duration_since(from).as_secs_f64() / SECONDS_PER_HOUR).max(0.0)
        };
        let (end, start) = (both(&self.arrival).0, both(&self.legs[0].leaves).0);
        let whole = hours(end, start).max(1.0);
        let mut since = both(self.planned(position));
        let mut due = Vec::new();
        for leg in self.legs.iter().skip(position.leg).filter(|leg| leg.is_tracked) {
            let reaches = both(&leg.reaches);
            let p50_hours = hours(reaches.0, since.0);
            let p90_hours = hours(reaches.1, since.1).max(p50_hours * P90_LEAST_PERCENT);
            let share = (self.loss * p50_hours / whole).clamp(0.0, 1.0);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a share between 0 and 1, as parts of a million"
            )]
            let loss_ppm = (share * 1e6).round() as u32;
            due.push(Stretch { p50_hours, p90_hours, loss_ppm, missed_ppm: MISSED_PPM });
            since = reaches;
        }
        due
    }

    /// The leg that leaves the first country, and the one that enters the last.
    fn borders(&self) -> Option<(usize, usize)> {
        let first = self.legs.first()?.from.country;
        let last = self.legs.last()?.to.country;
        let exit =
            self.legs.iter().position(|leg| leg.from.country == first && leg.to.country != first);
        let entry =
            self.legs.iter().rposition(|leg| leg.from.country != last && leg.to.country == last);
        exit.zip(entry)
    }

    /// Where an event has a parcel on the route; none where it says nothing of that.
    fn position(&self, event: &Event) -> Option<Position> {
        let last = self.legs.len() - 1;
        let at = |leg: usize| Some(Position { leg: leg.min(last), is_on: false });
        let on = |leg: usize| Some(Position { leg: leg.min(last), is_on: true });
        let (exit, entry) = self.borders().unwrap_or((last, last));
        let is_here = |place: &PlannedPlace| {
            event.place.country.is_some() && place.country == event.place.country
        };
        let inward = if self.borders().is_some() { entry + 1 } else { last };
        let city = self.by_city(event);
        // A long way changes transports, and passes export customs again, far from where it left.
        let beyond = city.filter(|position| position.leg > exit);
        match event.milestone {
            Milestone::Accepted => on(0),
            Milestone::ArrivedAtOriginFacility => city.or_else(|| at(1.min(exit))),
            Milestone::DepartedOriginFacility => on(1.min(exit)),
            Milestone::DepartedOutwardOffice
            | Milestone::HandedToTransport
            | Milestone::DepartedByTransport => on(beyond.map_or(exit, |position| position.leg)),
            Milestone::ArrivedByTransport
            | Milestone::ArrivedAtTransitOffice
            | Milestone::DepartedTransitOffice => {
                if is_here(&self.legs[last].to) {
                    at(inward)
                } else {
                    city.or_else(|| on(exit))
                }
            }
            Milestone::OutForDelivery => on(last),
            milestone => match milestone.phase() {
                Phase::Origin => on(0),
                Phase::Export => beyond.or_else(|| at(exit)),
                Phase::LineHaul => on(exit),
                Phase::Import => at(inward),
                Phase::Destination => city.or_else(|| at(inward)),
                Phase::Delivery => at(last),
                Phase::Any => {
                    let reached = self.legs.iter().rposition(|leg| is_here(&leg.to));
                    let at_origin = is_here(&self.legs[0].from).then_some(0);
                    match (is_here(&self.legs[last].to), at_origin) {
                        (true, _) => at(inward),
                        (false, Some(_)) => city.or_else(|| on(0)),
                        (false, None) => reached.and_then(|leg| at(leg + 1)),
                    }
                }
                _ => None,
            },
        }
    }

    /// The furthest place of the route that the event's city names.
    fn by_city(&self, event: &Event) -> Option<Position> {
        let city = event.place.city.as_ref()?.as_str().to_lowercase();
        let is_there = |stop: &PlannedPlace| {
            event.place.country.is_none_or(|country| stop.country == Some(country))
                && stop.name.to_lowercase().contains(&city)
        };
        let reached = self.legs.iter().rposition(|leg| is_there(&leg.to))? + 1;
        (reached < self.legs.len()).then_some(Position { leg: reached, is_on: false })
    }

    /// What comes after a position, each about when: as planned, moved by how late it is.
    fn next(&self, position: Position, late: SignedDuration) -> Vec<NextStep> {
        let last = self.legs.len() - 1;
        let mut steps = Vec::new();
        let mut add = |milestone, operator: &str, at: &Zoned| {
            let about = at.checked_add(late).map_or_else(|_| at.date(), |about| about.date());
            let operator = Some(operator.to_owned()).filter(|name| !name.is_empty());
            steps.push(NextStep { milestone, operator, about: Some(about) });
        };
        if let Some((exit, entry)) = self.borders() {
            let (out, inward) = (&self.legs[exit], &self.legs[entry]);
            if position <= (Position { leg: exit, is_on: false }) {
                add(Milestone::DepartedOutwardOffice, &out.operator_name, &out.leaves.p50);
            }
            if position.leg <= entry {
                let at = &inward.reaches.p50;
                add(Milestone::ArrivedAtInwardOffice, &inward.operator_name, at);
                let next = self.legs.get(entry + 1).map_or(at, |leg| &leg.leaves.p50);
                let next = next.with_time_zone(at.time_zone().clone());
                add(Milestone::ReleasedByImportCustoms, "", &next);
            }
        }
        let delivery = &self.legs[last];
        let zone = delivery.reaches.p50.time_zone();
        let arrival = self.arrival.p50.with_time_zone(zone.clone());
        if position < (Position { leg: last, is_on: true }) {
            add(Milestone::OutForDelivery, &delivery.operator_name, &arrival);
        }
        add(Milestone::Delivered, &delivery.operator_name, &arrival);
        steps
    }

    /// The places of the route, each with when the parcel was first known to have passed it.
    pub fn stops(&self, timeline: &Timeline) -> Vec<Stop> {
        let passed: Vec<(Position, Timestamp)> = timeline
            .events
            .iter()
            .filter(|event| event.counts())
            .filter_map(|event| {
                let is_over = event.milestone.phase() == Phase::Delivered;
                let end = Position { leg: self.legs.len(), is_on: false };
                let position = if is_over { Some(end) } else { self.position(event) };
                Some((position?, event.at))
            })
            .collect();
        let first = self.legs.first().map(|leg| (&leg.from, 0));
        let rest = self.legs.iter().enumerate().map(|(index, leg)| (&leg.to, index + 1));
        let stop = |(stop, index): (&PlannedPlace, usize)| {
            let seen = passed.iter().find(|(position, _)| position.leg >= index);
            Some(Stop {
                name: stop.name.clone(),
                country: stop.country,
                position: stop.position?,
                seen_at: seen.map(|(_, at)| *at),
            })
        };
        first.into_iter().chain(rest).filter_map(stop).collect()
    }
}

/// Both times as instants.
fn both(time: &PlannedTime) -> (Timestamp, Timestamp) {
    (time.p50.timestamp(), time.p90)
}
