//! The made-up world: regions, sellers, a carrier with its calendar and its pace.

use super::{COLUMNS, Scenario, draws::Draws, told};
use crate::{
    clock::{DAY_SECONDS, day_of, weekday_of},
    place::Point,
};

/// First day: 2024-01-01, a Monday.
const FIRST_DAY: i64 = 19_723;
/// Days of the history.
const DAYS: usize = 640;
/// Days the calendar knows beyond it.
const AFTER: usize = 400;
const REGIONS: usize = 27;
const SELLERS: usize = 500;
const CATEGORIES: [&str; 8] =
    ["toys", "books", "shoes", "garden", "phones", "furniture", "beauty", "tools"];

struct Region {
    center: Point,
    weight: f64,
    /// How much longer the last mile takes.
    factor: f64,
    strikes: bool,
}

struct Seller {
    region: usize,
    at: Point,
    weight: f64,
    /// Median of handling in working days, before and after the seller changes habits.
    handling: [f64; 2],
    changes_on: usize,
    sigma: f64,
    category: usize,
}

pub(super) struct World {
    scenario: Scenario,
    regions: Vec<Region>,
    sellers: Vec<Seller>,
    /// How slow transit is, day by day.
    pace: Vec<f64>,
    /// Share of a delivery day that each day is, where there is no strike, and where there is one.
    open: Vec<[f64; 2]>,
}

/// Everything about an order but its luck.
pub(super) struct Order {
    pub shipped: i64,
    seller: usize,
    region: usize,
    to: Point,
    is_express: bool,
    mass: f64,
    freight: f64,
    distance: f64,
}

/// An order's luck.
pub(super) struct Life {
    handed: i64,
    pub delivered: i64,
    is_lost: bool,
}

impl World {
    pub fn new(scenario: Scenario, draws: &mut Draws) -> Self {
        let regions: Vec<Region> = (0..REGIONS).map(|at| region(scenario, at, draws)).collect();
        let sellers = (0..SELLERS).map(|at| seller(scenario, at, &regions, draws)).collect();
        Self { scenario, regions, sellers, pace: pace(scenario, draws), open: calendar(scenario) }
    }

    pub fn orders(&self, rows: usize, draws: &mut Draws) -> Vec<Order> {
        let regions: Vec<f64> = self.regions.iter().map(|region| region.weight).collect();
        let sellers: Vec<f64> = self.sellers.iter().map(|seller| seller.weight).collect();
        let days: Vec<f64> = (0..DAYS).map(volume_of).collect();
        (0..rows)
            .map(|_| {
                let day = draws.pick(&days);
                let (seller, region) = (draws.pick(&sellers), draws.pick(&regions));
                let to = near(self.regions[region].center, 1.2, draws);
                let hour = (14.0 + 4.5 * draws.normal()).rem_euclid(24.0);
                let mass = draws.log_normal(700.0, 1.0);
                let distance = self.sellers[seller].at.distance_km(to);
                let freight = (9.0 + mass / 900.0 + distance / 130.0) * draws.between(0.9, 1.1);
                let shipped = begin_of(day) + whole(hour * 3_600.0);
                let is_express = draws.share() < 0.2;
                Order { shipped, seller, region, to, is_express, mass, freight, distance }
            })
            .collect()
    }

    /// Draws what becomes of an order.
    pub fn live(&self, order: &Order, draws: &mut Draws) -> Life {
        let seller = &self.sellers[order.seller];
        let day = place_of(order.shipped);
        let median = seller.handling[usize::from(day >= seller.changes_on)];
        let work = draws.log_normal(median, seller.sigma);
        let handed = self.walk(order.shipped, work, false, 16.0 + 1.5 * draws.normal());
        let region = &self.regions[order.region];
        let speed = if order.is_express { 0.6 } else { 1.0 };
        let base = (1.2 + order.distance / 330.0) * region.factor * speed;
        let heavy = if order.mass > 3_000.0 { 1.15 } else { 1.0 };
        let pace = self.pace[place_of(handed)];
        let mut transit = draws.log_normal(base * heavy * pace, 0.33);
        if draws.share() < 0.05 {
            transit += -6.0 * libm::log(draws.share());
        }
        let hour = 14.5 + 2.8 * draws.normal();
        let delivered = self.walk(handed, transit, region.strikes, hour);
        Life { handed, delivered, is_lost: draws.share() < self.lost_share() }
    }

    fn lost_share(&self) -> f64 {
        if self.scenario == Scenario::CensoredTail { 0.02 } else { 0.004 }
    }

    /// Spends work over open days and ends at an hour.
    fn walk(&self, from: i64, work: f64, strikes: bool, hour: f64) -> i64 {
        let begin = place_of(from);
        let mut left = work - self.open[begin][usize::from(strikes)] * 0.4;
        let mut day = begin;
        while left > 0.0 && day + 1 < self.open.len() {
            day += 1;
            left -= self.open[day][usize::from(strikes)];
        }
        let at = begin_of(day) + whole(hour.clamp(7.0, 22.0) * 3_600.0);
        at.max(from + 3_600)
    }

    /// Until when the history tells, given its last shipment.
    pub fn told_until(&self, last: i64) -> i64 {
        let more = if self.scenario == Scenario::CensoredTail { 0 } else { 120 };
        last + more * DAY_SECONDS
    }

    pub fn cells(&self, order: &Order, life: &Life, until: i64) -> [String; COLUMNS.len()] {
        let seller = &self.sellers[order.seller];
        let has_places = self.scenario != Scenario::Lanes;
        let instant = |at: i64, is_known: bool| {
            if is_known && at <= until { told(at) } else { String::new() }
        };
        let degrees = |d: f64| if has_places { format!("{d:.4}") } else { String::new() };
        // The shop's own promise: so many days a kilometre, with a good margin, whatever the season.
        let margin = 9.0 + order.distance / 130.0 * if order.is_express { 0.7 } else { 1.0 };
        let promised = begin_of(place_of(order.shipped) + days_of(margin));
        [
            told(order.shipped),
            instant(life.delivered, !life.is_lost),
            self.place(seller.region, seller.at),
            self.place(order.region, order.to),
            if order.is_express { "express" } else { "economy" }.to_owned(),
            format!("s{:03}", order.seller),
            format!("{:.0}", order.mass),
            told(promised),
            instant(life.handed, has_places && self.scenario != Scenario::Strike),
            degrees(seller.at.latitude),
            degrees(seller.at.longitude),
            degrees(order.to.latitude),
            degrees(order.to.longitude),
            format!("{:.2}", order.freight),
            CATEGORIES[seller.category].to_owned(),
        ]
    }

    /// `XA 0712`: two digits for the region, two for the part of it. By name where the history has no codes.
    fn place(&self, region: usize, at: Point) -> String {
        let part = |degrees: f64| degrees.rem_euclid(1.0) * 10.0;
        if self.scenario == Scenario::Lanes {
            format!("Town {:.0}, Region {region:02}", part(at.latitude).floor())
        } else {
            format!(
                "XA {region:02}{:.0}{:.0}",
                part(at.latitude).floor(),
                part(at.longitude).floor()
            )
        }
    }
}

fn region(scenario: Scenario, at: usize, draws: &mut Draws) -> Region {
    let center =
        Point { latitude: draws.between(-28.0, -3.0), longitude: draws.between(-60.0, -37.0) };
    #[expect(clippy::cast_precision_loss, reason = "regions")]
    let rank = 1.0 + at as f64;
    let weight = if scenario == Scenario::Lanes { 1.0 / (rank * rank) } else { 1.0 / rank };
    Region { center, weight, factor: draws.log_normal(1.0, 0.18), strikes: at.is_multiple_of(2) }
}

fn seller(scenario: Scenario, at: usize, regions: &[Region], draws: &mut Draws) -> Seller {
    let region = if draws.share() < 0.6 { 0 } else { draws.pick(&vec![1.0; regions.len()]) };
    let spread = if scenario == Scenario::Sellers { 0.9 } else { 0.5 };
    let before = draws.log_normal(1.6, spread);
    let after = if scenario == Scenario::Sellers && draws.share() < 0.5 {
        draws.log_normal(1.6, spread)
    } else {
        before
    };
    #[expect(clippy::cast_precision_loss, reason = "sellers")]
    let weight = 1.0 / (4.0 + at as f64);
    Seller {
        region,
        at: near(regions[region].center, 0.8, draws),
        weight,
        handling: [before, after],
        changes_on: draws.pick(&vec![1.0; DAYS]),
        sigma: draws.between(0.25, 0.6),
        category: draws.pick(&[1.0; CATEGORIES.len()]),
    }
}

/// How slow transit is each day: a slow wander, a slow December, and the drift.
fn pace(scenario: Scenario, draws: &mut Draws) -> Vec<f64> {
    let mut wander = 0.0;
    (0..DAYS + AFTER)
        .map(|day| {
            wander = wander * 0.97 + 0.022 * draws.normal();
            #[expect(clippy::cast_precision_loss, reason = "days")]
            let gone = (day as f64 / DAYS as f64).min(1.0);
            let drift = match scenario {
                Scenario::Drift => 1.35 - 0.45 * gone,
                Scenario::CensoredTail => 0.9 + 0.25 * gone,
                _ => 1.0,
            };
            let of_year = day % 365;
            let season = if (325..360).contains(&of_year) { 1.18 } else { 1.0 };
            drift * season * libm::exp(wander)
        })
        .collect()
}

/// Whole days from Monday to Friday, part of Saturday; a holiday a month, and the strike.
fn calendar(scenario: Scenario) -> Vec<[f64; 2]> {
    (0..DAYS + AFTER)
        .map(|day| {
            let holiday = [0, 42, 88, 120, 150, 249, 284, 305, 318, 358].contains(&(day % 365));
            let open = match weekday_of(FIRST_DAY + whole_days(day)) {
                _ if holiday => 0.0,
                5 => 0.35,
                6 => 0.0,
                _ => 1.0,
            };
            // Ten days of strike three quarters into the history.
            let is_strike = scenario == Scenario::Strike && (480..490).contains(&day);
            [open, if is_strike { open * 0.05 } else { open }]
        })
        .collect()
}

/// Orders of a day against those of others: the business grows, Sundays are slow, late November is not.
#[expect(clippy::cast_precision_loss, reason = "days")]
fn volume_of(day: usize) -> f64 {
    let growth = 0.4 + day as f64 / DAYS as f64;
    let week = [1.15, 1.15, 1.1, 1.05, 1.0, 0.75, 0.8][weekday_of(FIRST_DAY + whole_days(day))];
    let peak = if (326..332).contains(&(day % 365)) { 2.2 } else { 1.0 };
    growth * week * peak
}

fn near(center: Point, spread: f64, draws: &mut Draws) -> Point {
    Point {
        latitude: center.latitude + spread * draws.normal(),
        longitude: center.longitude + spread * draws.normal(),
    }
}

fn whole_days(day: usize) -> i64 {
    i64::try_from(day).unwrap_or(i64::MAX)
}

fn begin_of(day: usize) -> i64 {
    (FIRST_DAY + whole_days(day)) * DAY_SECONDS
}

fn place_of(second: i64) -> usize {
    usize::try_from(day_of(second).0 - FIRST_DAY).unwrap_or(0).min(DAYS + AFTER - 1)
}

#[expect(clippy::cast_possible_truncation, reason = "seconds of a day")]
fn whole(seconds: f64) -> i64 {
    seconds as i64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "days of a promise")]
fn days_of(days: f64) -> usize {
    days.ceil() as usize
}
