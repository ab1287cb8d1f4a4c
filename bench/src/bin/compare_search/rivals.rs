//! What one would write instead, on the generated network: rounds without bounds, and a plain shortest
//! path for the price alone. Both know its legs as plain rows, departures as sorted seconds, prices as
//! two numbers per leg, and nothing of tariffs, zones of time, holidays or lines.

use std::collections::BTreeSet;

use pathfinding::prelude::dijkstra;

use crate::generated::{Service, World};

/// Legs of a route at most.
const LEGS: usize = 8;
/// Departures are written out for so many days.
const DAYS: i64 = 230;
const DAY: i64 = 86_400;

/// What is asked of a rival.
pub struct Asked {
    pub from: usize,
    pub to: usize,
    pub ready: i64,
    pub grams: i64,
    /// The operators that take the parcel.
    pub takes: Vec<bool>,
}

/// Price, both arrivals, parts per billion lost.
pub type Found = (i64, i64, i64, u32);

/// The network as a rival keeps it.
pub struct Rival<'w> {
    world: &'w World,
    out: Vec<Vec<u32>>,
    departures: Vec<Vec<i64>>,
}

#[derive(Clone)]
struct Label {
    price: i64,
    p50: i64,
    p90: i64,
    kept: f64,
    legs: usize,
}

impl Label {
    /// Whether it is no worse in any number, and has no more legs: else it may have to stop before.
    fn is_no_worse(&self, other: &Self) -> bool {
        self.legs <= other.legs && self.is_no_worse_route(other)
    }

    /// The same of labels at the destination, where legs do not matter.
    fn is_no_worse_route(&self, other: &Self) -> bool {
        self.price <= other.price
            && self.p50 <= other.p50
            && self.p90 <= other.p90
            && self.kept >= other.kept
    }
}

impl<'w> Rival<'w> {
    /// Writes the departures out from the midnight (UTC) of a Monday.
    pub fn new(world: &'w World, monday: i64) -> Self {
        let mut out = vec![Vec::new(); world.places.len()];
        for (index, leg) in world.services.iter().enumerate() {
            out[leg.from].push(u32::try_from(index).unwrap_or(u32::MAX));
        }
        let departures = world.services.iter().map(|leg| {
            let offset = world.places[leg.from].1;
            let days = (-2..DAYS)
                .filter(|day| leg.weekdays[usize::try_from(day.rem_euclid(7)).unwrap_or(0)]);
            let at =
                |day: i64| leg.departs.iter().map(move |m| monday + day * DAY + m * 60 - offset);
            let mut all: Vec<i64> = days.flat_map(at).collect();
            all.sort_unstable();
            all
        });
        Self { world, out, departures: departures.collect() }
    }

    fn leg(&self, index: u32) -> &'w Service {
        &self.world.services[index as usize]
    }

    /// When a parcel that stands ready leaves.
    fn leaves(&self, index: u32, ready: i64, wait: i64) -> Option<i64> {
        let leg = self.leg(index);
        if leg.departs.is_empty() {
            return Some(ready + wait);
        }
        let all = &self.departures[index as usize];
        all.get(all.partition_point(|at| at - leg.cutoff_seconds < ready)).copied()
    }

    /// The day of delivery: Sundays are waited out.
    fn delivered(&self, place: usize, at: i64) -> i64 {
        let local = at + self.world.places[place].1;
        // 1970-01-01 was a Thursday.
        let is_sunday = (local.div_euclid(DAY) + 3).rem_euclid(7) == 6;
        if is_sunday { (local.div_euclid(DAY) + 1) * DAY - self.world.places[place].1 } else { at }
    }

    fn take(&self, asked: &Asked, index: u32, label: &Label) -> Option<Label> {
        let leg = self.leg(index);
        let half = leg.headway_seconds / 2;
        let p50 = self.leaves(index, label.p50, half)? + leg.p50_seconds;
        let p90 = self.leaves(index, label.p90, leg.headway_seconds * 9 / 10)? + leg.p90_seconds;
        let price = label.price + price(leg, asked.grams);
        let kept = label.kept * (1.0 - f64::from(leg.loss_ppm) / 1e6);
        let is_facility = leg.to < self.world.facilities;
        let (sort50, sort90) = if is_facility { self.world.sorting_seconds } else { (0, 0) };
        Some(Label { price, p50: p50 + sort50, p90: p90 + sort90, kept, legs: label.legs + 1 })
    }

    fn may_take(&self, asked: &Asked, index: u32) -> bool {
        let leg = self.leg(index);
        (leg.to < self.world.facilities || leg.to == asked.to) && asked.takes[leg.operator]
    }

    /// Rounds of one leg each over all labels, dropping those beaten where they stand or by a route found.
    pub fn rounds(&self, asked: &Asked) -> Vec<Found> {
        let start = Label { price: 0, p50: asked.ready, p90: asked.ready, kept: 1.0, legs: 0 };
        let mut bags: Vec<Vec<Label>> = vec![Vec::new(); self.out.len()];
        let mut goals: Vec<Label> = Vec::new();
        let mut round = vec![(asked.from, start)];
        for _ in 0..LEGS {
            let mut next: Vec<(usize, Label)> = Vec::new();
            for (place, label) in round {
                let is_beaten = |other: &Label| other.is_no_worse(&label) && !other.is_same(&label);
                if bags[place].iter().any(is_beaten)
                    || goals.iter().any(|g| g.is_no_worse_route(&label))
                {
                    continue;
                }
                for &index in self.out[place].iter().filter(|&&index| self.may_take(asked, index)) {
                    let Some(mut label) = self.take(asked, index, &label) else { continue };
                    let to = self.leg(index).to;
                    if to == asked.to {
                        label.p50 = self.delivered(to, label.p50);
                        label.p90 = self.delivered(to, label.p90);
                    }
                    if goals.iter().any(|goal| goal.is_no_worse_route(&label)) {
                        continue;
                    }
                    if to == asked.to {
                        goals.retain(|other| !label.is_no_worse_route(other));
                        goals.push(label);
                        continue;
                    }
                    let bag = &mut bags[to];
                    if bag.iter().any(|other| other.is_no_worse(&label)) {
                        continue;
                    }
                    bag.retain(|other| !label.is_no_worse(other));
                    bag.push(label.clone());
                    next.push((to, label));
                }
            }
            round = next;
        }
        let found: BTreeSet<Found> = goals.iter().map(Label::found).collect();
        found.into_iter().collect()
    }

    /// The cheapest price by a plain shortest path over places, times and legs; nothing else is known of it.
    pub fn cheapest(&self, asked: &Asked) -> Option<i64> {
        let start = (asked.from, asked.ready, 0_usize);
        let latest = asked.ready + (DAYS - 30) * DAY;
        let next = |&(place, ready, legs): &(usize, i64, usize)| {
            let may = legs < LEGS && place != asked.to;
            let out = if may { &self.out[place][..] } else { &[] };
            let steps =
                out.iter().filter(|&&index| self.may_take(asked, index)).filter_map(|&index| {
                    let label = Label { price: 0, p50: ready, p90: ready, kept: 1.0, legs: 0 };
                    let taken = self.take(asked, index, &label)?;
                    let is_near = taken.p50 <= latest;
                    is_near.then_some(((self.leg(index).to, taken.p50, legs + 1), taken.price))
                });
            steps.collect::<Vec<_>>()
        };
        dijkstra(&start, next, |&(place, ..)| place == asked.to).map(|(_, price)| price)
    }
}

/// Half up to whole minor units, as each charge is.
fn price(leg: &Service, grams: i64) -> i64 {
    leg.item_minor + (leg.kilogram_minor * grams + 500) / 1_000
}

impl Label {
    fn is_same(&self, other: &Self) -> bool {
        self.is_no_worse(other) && other.is_no_worse(self)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a billion"
    )]
    fn found(&self) -> Found {
        (self.price, self.p50, self.p90, ((1.0 - self.kept) * 1e9).round() as u32)
    }
}
