//! How often told dates were kept, and at which told probability a promise is really kept as often as it says.
//!
//! A parcel is told a probability of having arrived by each date. Where it arrives, between the probability by
//! the day before and that by the day itself, is its place on the scale of what was told; of parcels told rightly
//! as many lie in each part of the scale. [`Outcomes`] counts places by day, service and destination over a
//! rolling window, and [`Levels`] reads off them what was really kept at each told probability. A destination
//! with few outcomes leans on its service, that on all, and all on what was told; so without any outcome nothing
//! changes.
//!
//! Which outcomes are known must not hang on how fast they were: count each parcel on the day after the last
//! date it was told of, those that have not arrived by then as later than any.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use thiserror::Error;

#[cfg(test)]
mod tests;

/// The first line of what is kept.
const HEADER: &str = "portolan outcomes 1";
/// Parts of the scale: as many as a route's distribution has worlds.
const STEPS: u16 = 256;
/// An outcome, in the unit of weights.
const WHOLE: u64 = 1_000_000;
/// Days of outcomes that are looked at.
pub const WINDOW_DAYS: i32 = 120;
/// Days in which an outcome loses half its weight.
const HALF_LIFE_DAYS: f64 = 30.0;
/// Outcomes that the group above is worth, and for all together what was told.
const PRIOR: f64 = 50.0;
/// Least and greatest told probability that a date is picked at.
pub const LEVEL: (f64, f64) = (0.7, 0.99);
/// Most weight of one line: a day of ten million parcels.
const WEIGHT_MAX: u64 = 10_000_000_000_000;
/// Days from 1970 that a line may name: up to the year 2243.
const DAYS: std::ops::Range<i32> = 0..100_000;

/// What was told of one parcel, and what became of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome<'a> {
    /// The service it was booked with.
    pub service: &'a str,
    /// The country it went to.
    pub country: &'a str,
    /// The day it is counted on, from 1970.
    pub day: i32,
    /// The probability, as told, of having arrived by the day before it did.
    pub before: f64,
    /// … and by the day it did; 1 where it has not arrived by any date that was told.
    pub by: f64,
}

impl<'a> Outcome<'a> {
    /// The outcome of a parcel that was told probabilities by ascending days, counted on a day. `arrived` is
    /// the day it arrived, none where it has not by then.
    pub fn of(
        (service, country): (&'a str, &'a str),
        told: &[(i32, f64)],
        arrived: Option<i32>,
        day: i32,
    ) -> Self {
        let up_to = |last: i32| {
            let earlier = told.iter().take_while(|(date, _)| *date <= last);
            earlier.map(|(_, probability)| *probability).fold(0.0, f64::max)
        };
        let last = told.last().map_or(i32::MIN, |(date, _)| *date);
        let (before, by) = match arrived {
            Some(date) if date <= last => (up_to(date.saturating_sub(1)), up_to(date)),
            _ => (up_to(last), 1.0),
        };
        Self { service, country, day, before, by }
    }
}

/// Places of outcomes, by day, service and destination.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcomes {
    days: BTreeMap<i32, BTreeMap<Group, Places>>,
}

type Group = (String, String);
/// Millionths of outcomes by part of the scale.
type Places = BTreeMap<u16, u64>;

/// Why a text of outcomes cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {what}")]
pub struct OutcomeFault {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: &'static str,
}

impl Outcomes {
    /// Counts an outcome. What it arrived between is told to a day, so it counts evenly all over it.
    pub fn count(&mut self, outcome: &Outcome) {
        let key = (outcome.service.to_owned(), outcome.country.to_owned());
        let places = self.days.entry(outcome.day).or_default().entry(key).or_default();
        let low = outcome.before.clamp(0.0, 1.0);
        let high = outcome.by.clamp(low, 1.0);
        let mut counted = 0;
        for step in 0..STEPS {
            let up_to = covered((low, high), edge(step + 1));
            // Without the last line a place at the very end would lie beyond the scale.
            let up_to = if step + 1 == STEPS { WHOLE } else { up_to };
            if up_to > counted {
                *places.entry(step).or_default() += up_to - counted;
                counted = up_to;
            }
        }
    }

    /// Adds all of other outcomes: of other parcels, else they count twice.
    pub fn merge(&mut self, other: &Self) {
        for (&day, groups) in &other.days {
            for (group, places) in groups {
                let own = self.days.entry(day).or_default().entry(group.clone()).or_default();
                for (&step, &weight) in places {
                    let kept = own.entry(step).or_default();
                    *kept = kept.saturating_add(weight);
                }
            }
        }
    }

    /// Every day that something was counted on, ascending.
    pub fn days(&self) -> impl Iterator<Item = i32> {
        self.days.keys().copied()
    }

    /// The newest of them.
    pub fn newest_day(&self) -> Option<i32> {
        self.days.keys().next_back().copied()
    }

    /// What was counted on one day alone.
    #[must_use]
    pub fn of_day(&self, day: i32) -> Self {
        let found = self.days.get(&day).map(|groups| (day, groups.clone()));
        Self { days: found.into_iter().collect() }
    }

    /// Forgets one day.
    pub fn forget_day(&mut self, day: i32) {
        self.days.remove(&day);
    }

    /// What is really kept at each told probability, as of a day.
    pub fn levels(&self, today: i32) -> Levels {
        let mut levels = Levels::default();
        for (&day, groups) in self.days.range(today.saturating_sub(WINDOW_DAYS)..=today) {
            let age = f64::from(today - day);
            let kept = libm::exp2(-age / HALF_LIFE_DAYS);
            for (group, places) in groups {
                levels.all.add(places, kept);
                levels.services.entry(group.0.clone()).or_default().add(places, kept);
                levels.groups.entry(group.clone()).or_default().add(places, kept);
            }
        }
        levels
    }

    /// The outcomes as text: the same are the same bytes.
    pub fn to_text(&self) -> String {
        let mut text = format!("{HEADER}\n");
        for (day, groups) in &self.days {
            for ((service, country), places) in groups {
                for (step, weight) in places {
                    let _ = writeln!(text, "{service},{country},{day},{step},{weight}");
                }
            }
        }
        text
    }

    /// Reads what [`Self::to_text`] wrote.
    pub fn read(text: &str) -> Result<Self, OutcomeFault> {
        let mut outcomes = Self::default();
        for (number, line) in text.lines().enumerate() {
            let fault = |what| OutcomeFault { line: number + 1, what };
            if number == 0 {
                if line != HEADER {
                    return Err(fault("outcomes begin with `portolan outcomes 1`"));
                }
                continue;
            }
            outcomes.read_line(line).map_err(fault)?;
        }
        if text.is_empty() {
            return Err(OutcomeFault {
                line: 1,
                what: "outcomes begin with `portolan outcomes 1`",
            });
        }
        Ok(outcomes)
    }

    fn read_line(&mut self, line: &str) -> Result<(), &'static str> {
        let cells: Vec<&str> = line.split(',').collect();
        let [service, country, day, step, weight] = cells[..] else {
            return Err("a line is `SERVICE,COUNTRY,DAY,STEP,WEIGHT`");
        };
        let day: i32 = day.parse().map_err(|_| "the day is no number")?;
        let step: u16 = step.parse().map_err(|_| "the step is no number")?;
        let weight: u64 = weight.parse().map_err(|_| "the weight is no whole number")?;
        if !DAYS.contains(&day) || step >= STEPS || weight > WEIGHT_MAX {
            return Err("the day, the step or the weight is beyond what there is");
        }
        let key = (service.to_owned(), country.to_owned());
        let places = self.days.entry(day).or_default().entry(key).or_default();
        let kept = places.entry(step).or_default();
        *kept = kept.saturating_add(weight);
        Ok(())
    }
}

/// What is really kept at each told probability.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Levels {
    all: Tally,
    services: BTreeMap<String, Tally>,
    groups: BTreeMap<Group, Tally>,
}

/// Weights by part of the scale, as sums up to its upper edge.
#[derive(Debug, Clone, Default, PartialEq)]
struct Tally {
    count: f64,
    places: BTreeMap<u16, f64>,
}

impl Tally {
    fn add(&mut self, places: &Places, kept: f64) {
        for (&step, &weight) in places {
            let weight = whole(weight) * kept;
            *self.places.entry(step).or_default() += weight;
            self.count += weight;
        }
    }

    /// How many of them lie up to a place on the scale.
    fn up_to(&self, told: f64) -> f64 {
        let scaled = told.clamp(0.0, 1.0) * f64::from(STEPS);
        let within = |step: u16| (scaled - f64::from(step)).clamp(0.0, 1.0);
        self.places.iter().map(|(&step, weight)| weight * within(step)).sum()
    }

    fn lean(&self, told: f64, above: f64) -> f64 {
        (self.up_to(told) + PRIOR * above) / (self.count + PRIOR)
    }
}

impl Levels {
    /// How many really arrive of parcels told to with a probability.
    pub fn share(&self, service: &str, country: &str, told: f64) -> f64 {
        let told = told.clamp(0.0, 1.0);
        let mut share = self.all.lean(told, told);
        if let Some(tally) = self.services.get(service) {
            share = tally.lean(told, share);
        }
        if let Some(tally) = self.groups.get(&(service.to_owned(), country.to_owned())) {
            share = tally.lean(told, share);
        }
        share.clamp(0.0, 1.0)
    }

    /// The told probability at which as many as wanted arrive, within [`LEVEL`].
    pub fn level(&self, service: &str, country: &str, wanted: f64) -> f64 {
        if self.all.count <= 0.0 {
            return wanted;
        }
        let (mut low, mut high) = (0.0, 1.0);
        // To a millionth: far finer than a world.
        for _ in 0..20 {
            let middle = f64::midpoint(low, high);
            if self.share(service, country, middle) < wanted {
                low = middle;
            } else {
                high = middle;
            }
        }
        high.clamp(LEVEL.0.min(wanted), LEVEL.1.max(wanted))
    }

    /// What its outcomes are worth, aged: of a service to a country, of the service, and of all.
    pub fn worth(&self, service: &str, country: &str) -> (f64, f64, f64) {
        let group = self.groups.get(&(service.to_owned(), country.to_owned()));
        let service = self.services.get(service);
        let count = |tally: Option<&Tally>| tally.map_or(0.0, |tally| tally.count);
        (count(group), count(service), self.all.count)
    }
}

fn edge(step: u16) -> f64 {
    f64::from(step) / f64::from(STEPS)
}

/// How much of an outcome between two places lies up to an edge.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a share of a million"
)]
fn covered((low, high): (f64, f64), edge: f64) -> u64 {
    if edge <= low {
        return 0;
    }
    if edge >= high {
        return WHOLE;
    }
    ((edge - low) / (high - low) * WHOLE as f64).round() as u64
}

/// Millionths as outcomes.
#[expect(clippy::cast_precision_loss, reason = "a count is told, not kept")]
fn whole(weight: u64) -> f64 {
    weight as f64 / WHOLE as f64
}
