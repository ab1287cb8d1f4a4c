//! The promise of a route as it is shown: the date, the curve, why that date and why not an earlier one.

use crate::wire::amounts::money;
use jiff::{Timestamp, civil};
use portolan_api::promise::{
    CurvePoint, DateProbability, FasterRoute, Promise, PromisePart, WhyNotFaster,
};
use portolan_api::quotes::QuotedRoute;
use portolan_model::Money;
use portolan_network::{Snapshot, Word as _};
use portolan_promise::outcomes::Levels;
use portolan_routing::distribution::{
    Chain, DatePromise, Forecaster, Part, PartOf, Stage, TimesTaken, Why,
};
use portolan_routing::{Live, Route};

/// The probability that a date is promised with.
pub const PROMISED: f64 = 0.9;
/// What the worlds of every promise are drawn from: fixed, so that the same quote promises the same.
const SEED: u64 = 1;
const EPOCH: civil::Date = civil::Date::constant(1970, 1, 1);
const SECONDS_PER_HOUR: f64 = 3_600.0;

/// What the shell knows beside the network.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The times taken, as far as they were learned.
    pub times: &'a TimesTaken,
    /// What is full.
    pub live: &'a Live,
    /// What was really kept of dates told before.
    pub levels: &'a Levels,
}

/// Promises for the routes of one network.
pub struct Promises<'s> {
    forecaster: Forecaster<'s>,
    times: &'s TimesTaken,
    levels: &'s Levels,
}

/// A promise of one route, and what the distribution told.
#[derive(Debug, Clone)]
pub struct ToldRoute {
    /// What is promised.
    pub promised: DatePromise,
    /// The place of the part that takes most hours.
    pub binding: u32,
    /// The probability by each date before it was calibrated.
    pub foretold: Vec<DatePromise>,
}

/// A promise, and what is needed to compare it with others.
#[derive(Debug, Clone)]
pub struct Told {
    /// Its place among the routes of its list.
    pub index: usize,
    /// What is promised.
    pub promised: DatePromise,
    /// At which price.
    pub price: Money,
    /// The place of the part that takes most hours.
    pub binding: u32,
}

impl<'s> Promises<'s> {
    /// Promises on a network.
    pub fn new(snapshot: &'s Snapshot, known: Known<'s>) -> Self {
        let forecaster = Forecaster::new(snapshot, known.times, known.live, SEED);
        Self { forecaster, times: known.times, levels: known.levels }
    }

    /// Sets the promise of a shown route; none where too few parcels would arrive.
    pub fn tell(
        &mut self,
        shown: &mut QuotedRoute,
        route: &Route,
        ready: Timestamp,
    ) -> Option<ToldRoute> {
        let chain = Chain::of_route(route);
        let arrivals = self.forecaster.arrivals(&chain, ready);
        let snapshot = self.forecaster.snapshot();
        let country = country_of(snapshot, &chain);
        // A route at cost stands for the service that would sell it, or for none: then for all.
        let service = shown.service.clone().unwrap_or_default();
        let level = self.levels.level(&service, &country, PROMISED);
        let kept = |one: DatePromise| {
            let probability = self.levels.share(&service, &country, one.probability);
            DatePromise { probability, ..one }
        };
        let promised = kept(arrivals.promise(level)?);
        let foretold = arrivals.by_date();
        let why = self.forecaster.why(&chain, ready, level);
        let parts = why.iter().flat_map(|why| &why.parts);
        let probability = |one: DatePromise| DateProbability {
            date: one.date.to_string(),
            probability: rounded(one.probability, 4),
        };
        shown.promise = Some(Promise {
            date: promised.date.to_string(),
            probability: rounded(promised.probability, 4),
            days: days_between(route.hand_in, promised.date),
            by_date: foretold.iter().copied().map(kept).map(probability).collect(),
            parts: parts.map(|part| shown_part(snapshot, &chain, part)).collect(),
            why_not_faster: None,
            times: if is_learned(self.times, &chain) { "learned" } else { "published" }.to_owned(),
        });
        let binding = why.as_ref().and_then(binding_place).unwrap_or(0);
        Some(ToldRoute { promised, binding, foretold })
    }

    /// Sets the promises of a list of shown routes and compares them; answers the curve over them.
    pub fn tell_all(
        &mut self,
        shown: &mut [QuotedRoute],
        routes: &[(&Route, Money)],
        ready: Timestamp,
    ) -> Vec<CurvePoint> {
        let mut told = Vec::with_capacity(shown.len());
        for (index, (shown, &(route, price))) in shown.iter_mut().zip(routes).enumerate() {
            if let Some(one) = self.tell(shown, route, ready) {
                let ToldRoute { promised, binding, .. } = one;
                told.push(Told { index, promised, price, binding });
            }
        }
        for one in &told {
            let next = next_faster(&told, one).map(|other| faster(shown, one, other));
            if let Some(promise) = &mut shown[one.index].promise {
                promise.why_not_faster = Some(WhyNotFaster { next, binding_part: one.binding });
            }
        }
        curve(&told)
    }
}

/// The country that a way ends in.
pub fn country_of(snapshot: &Snapshot, chain: &Chain) -> String {
    snapshot.countries[snapshot.nodes[chain.destination].country].code.to_string()
}

/// The routes that promise earlier than one: of the latest such date the cheapest.
fn next_faster<'t>(told: &'t [Told], one: &Told) -> Option<&'t Told> {
    let faster = told.iter().filter(|other| other.promised.date < one.promised.date);
    faster.min_by_key(|other| {
        (std::cmp::Reverse(other.promised.date), other.price.minor(), other.index)
    })
}

fn faster(shown: &[QuotedRoute], one: &Told, other: &Told) -> FasterRoute {
    let extra = other.price.minor().saturating_sub(one.price.minor());
    FasterRoute {
        index: place(other.index),
        service: shown[other.index].service.clone(),
        date: other.promised.date.to_string(),
        days_earlier: days_between(other.promised.date, one.promised.date),
        price: money(other.price),
        extra: money(Money::from_minor(extra, other.price.currency())),
    }
}

/// The dates that can be promised, each at a price that no earlier one has, earliest and dearest first.
pub fn curve(told: &[Told]) -> Vec<CurvePoint> {
    let mut sorted: Vec<&Told> = told.iter().collect();
    sorted.sort_by_key(|one| (one.promised.date, one.price.minor(), one.index));
    let mut points: Vec<CurvePoint> = Vec::new();
    let mut lowest = i64::MAX;
    for one in sorted {
        if one.price.minor() < lowest {
            lowest = one.price.minor();
            points.push(CurvePoint {
                date: one.promised.date.to_string(),
                probability: rounded(one.promised.probability, 4),
                price: money(one.price),
                index: place(one.index),
            });
        }
    }
    points
}

fn binding_place(why: &Why) -> Option<u32> {
    let binding = why.binding()?;
    why.parts.iter().position(|part| part == binding).map(place)
}

fn is_learned(times: &TimesTaken, chain: &Chain) -> bool {
    chain.stages.iter().any(|stage| match *stage {
        Stage::Ride(leg, _) => times.has_leg(leg),
        Stage::Work(process) => times.has_process(process),
    })
}

fn shown_part(snapshot: &Snapshot, chain: &Chain, part: &Part) -> PromisePart {
    let name = |node| snapshot.nodes[node].name.clone();
    let (kind, key, what, from, to) = match part.of {
        PartOf::Leg(leg) => {
            let row = &snapshot.legs[leg];
            ("leg", row.key.to_string(), row.mode.to_string(), name(row.from), name(row.to))
        }
        PartOf::Process(process) => {
            let row = &snapshot.processes[process];
            let at = name(row.facility);
            ("process", row.key.to_string(), row.kind.as_str().to_owned(), at.clone(), at)
        }
        PartOf::Delivery => {
            let row = &snapshot.nodes[chain.destination];
            ("delivery", row.key.to_string(), String::new(), row.name.clone(), row.name.clone())
        }
    };
    PromisePart {
        kind: kind.to_owned(),
        key,
        what,
        from,
        to,
        waiting_hours: hours(part.waiting_seconds),
        moving_hours: hours(part.moving_seconds),
        spread_hours: hours(part.spread_seconds),
    }
}

/// Hours to the tenth.
#[expect(clippy::cast_precision_loss, reason = "seconds of a year fit a double exactly")]
fn hours(seconds: i64) -> f64 {
    rounded(seconds as f64 / SECONDS_PER_HOUR, 1)
}

/// A date's number, from 1970.
pub fn number_of(date: civil::Date) -> i32 {
    EPOCH.until(date).map_or(0, |span| span.get_days())
}

/// The date of a number.
pub fn date_of(number: i32) -> Option<civil::Date> {
    EPOCH.checked_add(jiff::Span::new().try_days(number).ok()?).ok()
}

/// A number to so many decimals.
pub fn rounded(number: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    // Without the sum a small negative number would be told as `-0`.
    (number * scale).round() / scale + 0.0
}

fn days_between(from: civil::Date, to: civil::Date) -> u32 {
    from.until(to).ok().and_then(|span| u32::try_from(span.get_days()).ok()).unwrap_or(0)
}

fn place(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_model::CurrencyTable;

    fn told(index: usize, date: &str, minor: i64) -> Told {
        let currency = CurrencyTable::new().get("EUR").unwrap();
        let promised = DatePromise { date: date.parse().unwrap(), probability: 0.93 };
        Told { index, promised, price: Money::from_minor(minor, currency), binding: 0 }
    }

    fn offers() -> [Told; 4] {
        [
            told(0, "2026-12-09", 500),
            told(1, "2026-12-01", 2_000),
            told(2, "2026-12-05", 2_100),
            told(3, "2026-12-05", 900),
        ]
    }

    #[test]
    fn the_curve_falls_and_leaves_out_what_is_dearer_and_later() {
        let all = offers();
        let points: Vec<_> =
            curve(&all).into_iter().map(|p| (p.date, p.price.amount, p.index)).collect();
        let expected =
            [("2026-12-01", "20.00", 1), ("2026-12-05", "9.00", 3), ("2026-12-09", "5.00", 0)];
        assert_eq!(points, expected.map(|(d, a, i)| (d.to_owned(), a.to_owned(), i)));
        assert!(curve(&[]).is_empty());
    }

    #[test]
    fn the_next_faster_is_the_cheapest_of_the_latest_earlier_date() {
        let all = offers();
        assert_eq!(next_faster(&all, &all[0]).unwrap().index, 3);
        assert_eq!(next_faster(&all, &all[3]).unwrap().index, 1);
        assert!(next_faster(&all, &all[1]).is_none());
    }

    #[test]
    fn figures_are_rounded_and_nothing_is_minus_nothing() {
        assert!((hours(3_900) - 1.1).abs() < 1e-9);
        assert!(hours(-100).is_sign_positive());
        assert_eq!(days_between("2026-02-27".parse().unwrap(), "2026-03-02".parse().unwrap()), 3);
    }
}
