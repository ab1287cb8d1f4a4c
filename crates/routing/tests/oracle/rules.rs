//! Rules 2 to 6 and 10 of "How a parcel moves", written out plainly over the rows of a world.
//!
//! Days are tried one after the other; nothing is prepared, nothing is shared with the code under test.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;

use crate::world::{Case, Departure, Disruption, Leg, Process, World};

/// Half or nine tenths of a headway, p50 or p90 of a duration.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    P50,
    P90,
}

pub fn is_zone(world: &World, place: &str) -> bool {
    world.zones.iter().any(|zone| zone.key == place)
}

pub fn country_of<'w>(world: &'w World, place: &str) -> &'w str {
    let zone = world.zones.iter().find(|zone| zone.key == place).map(|zone| &zone.country);
    let facility = world.facilities.iter().find(|f| f.key == place).map(|f| &f.country);
    zone.or(facility).unwrap()
}

pub fn territory<'w>(world: &'w World, place: &str) -> &'w str {
    let code = country_of(world, place);
    let country = world.countries.iter().find(|country| country.code == code).unwrap();
    if country.territory.is_empty() { &country.code } else { &country.territory }
}

pub fn crosses(world: &World, leg: &Leg) -> bool {
    territory(world, &leg.from) != territory(world, &leg.to)
}

fn zone_of_time(world: &World, place: &str) -> TimeZone {
    let zone = world.zones.iter().find(|zone| zone.key == place).map(|zone| &zone.timezone);
    let facility = world.facilities.iter().find(|f| f.key == place).map(|f| &f.timezone);
    TimeZone::get(zone.or(facility).unwrap()).unwrap()
}

fn is_holiday(world: &World, place: &str, date: Date) -> bool {
    let zone = world.zones.iter().find(|zone| zone.key == place).map(|zone| &zone.calendar);
    let facility = world.facilities.iter().find(|f| f.key == place).map(|f| &f.calendar);
    let calendar = zone.or(facility).unwrap();
    let date = date.to_string();
    world.holidays.iter().any(|holiday| holiday.calendar == *calendar && holiday.date == date)
}

fn is_weekday(weekdays: &str, date: Date) -> bool {
    let digit = date.weekday().to_monday_one_offset().to_string();
    weekdays.is_empty() || weekdays.contains(&digit)
}

/// A local time as an instant: moved forward by a gap, the first of two.
fn at(date: Date, time: &str, zone: &TimeZone) -> Timestamp {
    let local = if time == "24:00" {
        date.tomorrow().unwrap().to_datetime(Time::midnight())
    } else {
        date.to_datetime(format!("{time}:00").parse().unwrap())
    };
    zone.to_ambiguous_timestamp(local).compatible().unwrap()
}

fn local_date(instant: Timestamp, zone: &TimeZone) -> Date {
    zone.to_datetime(instant).date()
}

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

/// The postcodes of a pattern list, and how many characters they fix.
fn fit(patterns: &str, postcode: &str) -> Option<usize> {
    let fits = patterns.split('|').filter_map(|pattern| {
        if pattern == "*" {
            return Some(0);
        }
        if let Some(prefix) = pattern.strip_suffix('*') {
            return postcode.starts_with(prefix).then_some(prefix.len());
        }
        if let Some((first, last)) = pattern.split_once('-') {
            let head = &postcode[..first.len()];
            return (first <= head && head <= last).then_some(first.len());
        }
        (pattern == postcode).then_some(pattern.len())
    });
    fits.max()
}

/// The places an end lies in, each with how specific it is: a facility, or the zones of a postcode.
pub fn places_of(world: &World, end: &str) -> Vec<(String, usize)> {
    let Some((country, postcode)) = end.split_once(' ') else {
        return vec![(end.to_owned(), 99)];
    };
    let zones = world.zones.iter().filter(|zone| zone.country == country);
    zones.filter_map(|zone| Some((zone.key.clone(), fit(&zone.postcodes, postcode)?))).collect()
}

pub fn country_of_end<'w>(world: &'w World, end: &'w str) -> &'w str {
    end.split_once(' ').map_or_else(|| country_of(world, end), |(country, _)| country)
}

/// Rule 2 and its mirror: the nodes of an end that are of a kind.
pub fn nodes_of(world: &World, end: &str, kind: &str) -> Vec<String> {
    let places = places_of(world, end).into_iter().map(|(place, _)| place);
    let is_meant = |place: &String| {
        let zone = world.zones.iter().find(|zone| zone.key == *place);
        zone.is_none_or(|zone| zone.kinds.split('|').any(|known| known == kind))
    };
    places.filter(is_meant).collect()
}

/// The hand-in day: the date of the ready instant at the most specific place of the origin.
pub fn hand_in(world: &World, case: &Case) -> Date {
    let places = places_of(world, &case.from);
    let (place, _) = places.iter().max_by_key(|(_, fits)| *fits).unwrap();
    local_date(case.ready.parse().unwrap(), &zone_of_time(world, place))
}

/// Rule 3: the processes of a facility between two legs, in order, one row standing for its shifts.
pub fn processes_between<'w>(
    world: &'w World,
    facility: &str,
    last: Option<&Leg>,
    next: &Leg,
) -> Vec<&'w Process> {
    let mut found: Vec<&Process> = Vec::new();
    for applies in ["import", "always", "export"] {
        let crossing = match applies {
            "import" => last.filter(|leg| crosses(world, leg)),
            "export" => Some(next).filter(|leg| crosses(world, leg)),
            _ => Some(next),
        };
        let Some(crossing) = crossing else { continue };
        let mut rows: Vec<_> = world
            .processes
            .iter()
            .filter(|row| row.facility == facility && row.applies == applies)
            .filter(|row| row.clearance.is_empty() || row.clearance == crossing.clearance)
            .filter(|row| row.key.ends_with("-0"))
            .collect();
        rows.sort_by_key(|row| row.step);
        found.extend(rows);
    }
    found
}

/// When a process ends that a parcel is there for.
pub fn process_end(world: &World, process: &Process, there: Timestamp, clock: Clock) -> Timestamp {
    let name = process.key.strip_suffix("-0").unwrap();
    let zone = zone_of_time(world, &process.facility);
    let mut best: Option<Timestamp> = None;
    let mut date = local_date(there, &zone).yesterday().unwrap();
    for _ in 0..40 {
        for shift in world.processes.iter().filter(|row| row.key.starts_with(&format!("{name}-"))) {
            if !is_weekday(&shift.weekdays, date) || is_holiday(world, &shift.facility, date) {
                continue;
            }
            let opens = if shift.opens.is_empty() { "00:00" } else { &shift.opens };
            let closes = if shift.closes.is_empty() { "24:00" } else { &shift.closes };
            let start = at(date, opens, &zone).max(there);
            if start < at(date, closes, &zone) {
                best = Some(best.map_or(start, |known| known.min(start)));
            }
        }
        date = date.tomorrow().unwrap();
    }
    best.unwrap()
        + minutes(if clock == Clock::P50 { process.p50_minutes } else { process.p90_minutes })
}

/// When a departure leaves on a date, by the timetable; `None` where it does not run then.
pub fn instant_of(world: &World, departure: &Departure, date: Date) -> Option<Timestamp> {
    let leg = world.legs.iter().find(|leg| leg.key == departure.leg).unwrap();
    let runs = if departure.date.is_empty() {
        is_weekday(&departure.weekdays, date)
    } else {
        departure.date == date.to_string()
    };
    let rests = departure.skip_holidays && is_holiday(world, &leg.from, date);
    let is_valid = departure.valid.covers(date) && leg.valid.covers(date);
    (runs && !rests && is_valid)
        .then(|| at(date, &departure.departs, &zone_of_time(world, &leg.from)))
}

/// The closures or delays of a leg ridden on a line: when from, until, by how many minutes.
fn disruptions(
    world: &World,
    leg: &Leg,
    line: Option<&str>,
    effect: &str,
) -> Vec<(Timestamp, Timestamp, i64)> {
    // A closed place closes what leaves for it as well; a delay is of what leaves it.
    let places = if effect == "closed" { vec![&leg.from, &leg.to] } else { vec![&leg.from] };
    let hits = world.disruptions.iter().filter(|row| row.effect == effect).filter(|row| match row
        .scope
        .as_str()
    {
        "leg" => row.of == leg.key,
        "line" => line == Some(row.of.as_str()),
        "facility" => places.contains(&&row.of),
        _ => places.iter().any(|place| row.of == country_of(world, place)),
    });
    let instants = |row: &Disruption| (row.from.parse().unwrap(), row.to.parse().unwrap());
    hits.map(|row| (instants(row).0, instants(row).1, row.delay_minutes)).collect()
}

/// A parcel that waits for a leg.
#[derive(Clone, Copy)]
pub struct Waiting<'a> {
    pub leg: &'a Leg,
    /// The line it is ridden on.
    pub line: Option<&'a str>,
    pub ready: Timestamp,
    pub clock: Clock,
}

/// Rules 4 and 5: when a leg really leaves that a parcel is ready for.
pub fn leaves(world: &World, case: &Case, waiting: Waiting) -> Option<Timestamp> {
    let Waiting { leg, line, ready, clock } = waiting;
    let closures = disruptions(world, leg, line, "closed");
    let closed_until = |instant: Timestamp| {
        let now = closures.iter().filter(|(from, to, _)| *from <= instant && instant < *to);
        now.map(|(_, to, _)| *to).max()
    };
    let start: Timestamp = case.ready.parse().unwrap();
    let horizon = start + SignedDuration::from_hours(200 * 24);
    let is_scheduled = world.departures.iter().any(|row| row.leg == leg.key);
    let scheduled = if is_scheduled {
        let may_leave = |departs: Timestamp| {
            let is_full = case.full.contains(&(leg.key.clone(), departs));
            closed_until(departs).is_none() && !is_full && departs <= horizon
        };
        first_departure(world, leg, (ready, horizon), may_leave)?
    } else {
        on_demand(leg, (ready, clock), &zone_of_time(world, &leg.from), closed_until)?
    };
    if scheduled > horizon {
        return None;
    }
    let delays = disruptions(world, leg, line, "delay");
    let delays = delays.iter().filter(|(from, to, _)| *from <= scheduled && scheduled < *to);
    let delayed = delays.map(|(_, to, by)| (scheduled + minutes(*by)).min(*to)).max();
    Some(delayed.unwrap_or(scheduled))
}

/// The first departure that a parcel ready at an instant is in time for, day by day.
fn first_departure(
    world: &World,
    leg: &Leg,
    (ready, horizon): (Timestamp, Timestamp),
    may_leave: impl Fn(Timestamp) -> bool,
) -> Option<Timestamp> {
    let zone = zone_of_time(world, &leg.from);
    let rows: Vec<_> = world.departures.iter().filter(|row| row.leg == leg.key).collect();
    let mut date = local_date(ready, &zone).yesterday().unwrap();
    while at(date, "00:00", &zone) <= horizon {
        // Two days at a time: the end of one may be the beginning of the next.
        let days = [date, date.tomorrow().unwrap()];
        let departures = days.iter().flat_map(|day| {
            rows.iter().filter_map(|row| Some((row, instant_of(world, row, *day)?)))
        });
        let in_time = departures.filter(|(row, at)| *at - minutes(row.cutoff_minutes) >= ready);
        if let Some(first) = in_time.map(|(_, at)| at).filter(|at| may_leave(*at)).min() {
            return Some(first);
        }
        date = date.tomorrow().unwrap();
    }
    None
}

fn on_demand(
    leg: &Leg,
    (ready, clock): (Timestamp, Clock),
    zone: &TimeZone,
    closed_until: impl Fn(Timestamp) -> Option<Timestamp>,
) -> Option<Timestamp> {
    let tenths = if clock == Clock::P50 { 5 } else { 9 };
    let mut instant = ready + SignedDuration::from_secs(leg.headway_minutes * 6 * tenths);
    let date = local_date(instant, zone);
    if !leg.valid.from.is_empty() && date.to_string() < leg.valid.from {
        instant = at(leg.valid.from.parse().unwrap(), "00:00", zone);
    }
    while let Some(end) = closed_until(instant) {
        instant = end;
    }
    leg.valid.covers(local_date(instant, zone)).then_some(instant)
}

/// Rule 6: when a parcel is there for good that reaches a place.
pub fn delivered(world: &World, place: &str, reached: Timestamp) -> Timestamp {
    let Some(zone) = world.zones.iter().find(|zone| zone.key == place) else { return reached };
    let clock = zone_of_time(world, place);
    let first = local_date(reached, &clock);
    let mut date = first;
    while !is_weekday(&zone.delivery_weekdays, date) || is_holiday(world, place, date) {
        date = date.tomorrow().unwrap();
    }
    if date == first { reached } else { at(date, "00:00", &clock) }
}

/// Rule 10: whether something takes the parcel.
pub fn refuses(
    world: &World,
    case: &Case,
    (scope, of, direction): (&str, &str, &str),
    convert: &impl Fn(Decimal, &str, &str) -> Decimal,
) -> bool {
    let to = country_of_end(world, &case.to);
    let to_places = places_of(world, &case.to);
    let has = |list: &str, wanted: &str| list.split('|').any(|item| item == wanted);
    world.restrictions.iter().any(|row| {
        let is_meant = row.scope == scope && row.of == of && row.direction == direction;
        let is_there = row.destinations.is_empty()
            || has(&row.destinations, to)
            || to_places.iter().any(|(place, _)| has(&row.destinations, place));
        let fits = row.goods.is_empty()
            || case.goods.split('|').any(|class| !class.is_empty() && has(&row.goods, class));
        let [long, wide, high] = case.sides_mm.unwrap_or([0; 3]);
        let has_limit = row.mass_max_grams.is_some()
            || row.side_max_mm.is_some()
            || row.sum_max_mm.is_some()
            || row.value_max.is_some();
        let breaks = row.mass_max_grams.is_some_and(|max| case.grams > max)
            || row.side_max_mm.is_some_and(|max| long > max)
            || row.sum_max_mm.is_some_and(|max| long + wide + high > max)
            || row
                .value_max
                .is_some_and(|max| convert(case.value.0, &case.value.1, &row.currency) > max);
        is_meant && is_there && fits && (breaks || !has_limit)
    })
}
