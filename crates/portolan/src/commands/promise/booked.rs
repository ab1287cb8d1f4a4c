//! The dates that journeys were promised when they were booked: as told, and calibrated by what became of those
//! booked before.
//!
//! Day by day: a journey is told by the outcomes that were known on the morning it was ready, and is an outcome
//! itself on the day after the last date it was told of, whether it has arrived by then or not.

use std::collections::BTreeMap;

use jiff::civil::Date;
use portolan_network::Snapshot;
use portolan_promise::outcomes::{Levels, Outcome, Outcomes};
use portolan_routing::Live;
use portolan_routing::distribution::{Arrivals, DatePromise, Forecaster, TimesTaken};
use portolan_routing::learning::day_of;

use crate::journeys::Journey;

use super::scans::{PROMISED, SEED};

/// Journeys do not name the service they were sold by: all are of one.
const SERVICE: &str = "";

/// How one way of picking dates did.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Picked {
    /// Dates promised.
    pub promised: usize,
    /// Of them those of parcels that arrived by then.
    pub kept: usize,
    /// Days from when they were ready, summed.
    pub length_days: f64,
    /// What was said of the dates, summed.
    pub said: f64,
}

/// Dates as told and calibrated.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Booked {
    /// Picked at the probability that is promised.
    pub as_told: Picked,
    /// Picked at the told probability at which as many were really kept of late.
    pub calibrated: Picked,
    /// The told probabilities that dates were picked at, summed.
    pub levels: f64,
}

/// Goes through all journeys in the order they were ready, and judges those from one on.
pub fn judge(
    snapshot: &Snapshot,
    times: &TimesTaken,
    journeys: &[&Journey],
    judged_from: usize,
) -> Booked {
    let live = Live::none();
    let mut forecaster = Forecaster::new(snapshot, times, &live, SEED);
    let mut known = Known::default();
    let mut booked = Booked::default();
    for (place, journey) in journeys.iter().enumerate() {
        let levels = known.levels_on(day_of(journey.ready));
        let arrivals = forecaster.arrivals(&journey.chain, journey.ready);
        let node = &snapshot.nodes[journey.chain.destination];
        let country = snapshot.countries[node.country].code.to_string();
        let arrived = journey.delivered_at.map(|at| node.clock.date(at));
        let has_ended = arrived.is_some() || journey.lost_at.is_some();
        if place >= judged_from && has_ended {
            let level = levels.level(SERVICE, &country, PROMISED);
            let ready = node.clock.date(journey.ready);
            booked.as_told.count(arrivals.promise(PROMISED), (ready, arrived));
            let picked = arrivals.promise(level).map(|one| {
                let probability = levels.share(SERVICE, &country, one.probability);
                DatePromise { probability, ..one }
            });
            booked.calibrated.count(picked, (ready, arrived));
            booked.levels += level;
        }
        if has_ended {
            known.wait(&arrivals, country, arrived);
        }
    }
    booked
}

impl Picked {
    fn count(&mut self, promise: Option<DatePromise>, (ready, arrived): (Date, Option<Date>)) {
        let Some(promise) = promise else { return };
        self.promised += 1;
        self.kept += usize::from(arrived.is_some_and(|date| date <= promise.date));
        self.length_days += f64::from(number_of(promise.date) - number_of(ready));
        self.said += promise.probability;
    }
}

/// Outcomes that are known, and those that are not yet.
#[derive(Default)]
struct Known {
    outcomes: Outcomes,
    waiting: BTreeMap<i32, Vec<Waiting>>,
    /// The levels of the day they were asked for last.
    levels: Option<(i32, Levels)>,
}

struct Waiting {
    country: String,
    told: Vec<(i32, f64)>,
    arrived: Option<i32>,
}

impl Known {
    /// What was really kept, by the outcomes of the days before one.
    fn levels_on(&mut self, day: i32) -> &Levels {
        let later = self.waiting.split_off(&day);
        for (due, all) in std::mem::replace(&mut self.waiting, later) {
            for one in &all {
                let place = (SERVICE, one.country.as_str());
                self.outcomes.count(&Outcome::of(place, &one.told, one.arrived, due));
            }
        }
        if self.levels.as_ref().is_none_or(|(of, _)| *of != day) {
            self.levels = Some((day, self.outcomes.levels(day - 1)));
        }
        &self.levels.get_or_insert_default().1
    }

    fn wait(&mut self, arrivals: &Arrivals, country: String, arrived: Option<Date>) {
        let by_date = arrivals.by_date().into_iter();
        let told: Vec<(i32, f64)> =
            by_date.map(|one| (number_of(one.date), one.probability)).collect();
        let Some(&(last, _)) = told.last() else { return };
        let arrived = arrived.map(number_of).filter(|date| *date <= last);
        self.waiting.entry(last + 1).or_default().push(Waiting { country, told, arrived });
    }
}

/// A date's number, from 1970.
fn number_of(date: Date) -> i32 {
    date.since(Date::constant(1970, 1, 1)).map_or(0, |span| span.get_days())
}
