//! A route: the legs one parcel takes, when on each clock, what it costs and how likely it arrives.
//!
//! Plain data. The four numbers that routes are compared by are [`Vector`]; its order is the order of
//! every list of routes. What does not depend on the parcel is shared by the routes of parcels that take it.
//! Instants are absolute; dates are those of the destination.

use std::sync::Arc;

use jiff::{Timestamp, civil};
use portolan_model::Money;
use portolan_network::pricing::ChargeLine;
use portolan_network::records::{LegIdx, LineIdx, NodeIdx, ProcessIdx};

/// One way from door to door with its departures: an itinerary.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// Where it begins: a zone or a facility.
    pub origin: NodeIdx,
    /// Where it ends: a zone or a facility.
    pub destination: NodeIdx,
    /// The date of the ready instant at the origin: the day of the tariffs and rules.
    pub hand_in: civil::Date,
    /// The legs, in order.
    pub legs: Arc<[RouteLeg]>,
    /// What was bought: lines ridden and single legs, in order; together they cover all legs.
    pub rides: Arc<[Ride]>,
    /// What is done to the parcel at facilities, in order.
    pub processes: Arc<[RouteProcess]>,
    /// What is paid, in the order zones, then rides and processes as they come.
    pub charges: Vec<ChargeLine>,
    /// The sum of the charges, in the currency of the query.
    pub price: Money,
    /// When it is there for good with every duration at its p50, days without delivery waited out.
    pub arrival_p50: Timestamp,
    /// The same with every duration at its p90.
    pub arrival_p90: Timestamp,
    /// The date of `arrival_p50` at the destination.
    pub date_p50: civil::Date,
    /// The date of `arrival_p90` at the destination: the promise.
    pub date_p90: civil::Date,
    /// The probability that it arrives at all.
    pub survival: Survival,
    /// Whether every leg is tracked.
    pub tracked: bool,
}

impl Route {
    /// The four numbers it is compared by.
    pub fn vector(&self) -> Vector {
        Vector {
            price_minor: self.price.minor(),
            arrival_p50: self.arrival_p50,
            arrival_p90: self.arrival_p90,
            loss_ppb: self.survival.loss_ppb(),
        }
    }

    /// Calendar days from hand-in to `date_p50`.
    pub fn days_p50(&self) -> i32 {
        days_between(self.hand_in, self.date_p50)
    }

    /// Calendar days from hand-in to `date_p90`.
    pub fn days_p90(&self) -> i32 {
        days_between(self.hand_in, self.date_p90)
    }

    /// The probability of loss.
    pub fn loss(&self) -> f64 {
        f64::from(self.survival.loss_ppb()) / 1e9
    }
}

/// Calendar days from `from` to `to`.
fn days_between(from: civil::Date, to: civil::Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// One leg with its times on both clocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteLeg {
    /// The leg.
    pub leg: LegIdx,
    /// The line it is ridden on; `None` where it is bought by itself.
    pub line: Option<LineIdx>,
    /// When it really leaves at p50, delays included.
    pub departs_p50: Timestamp,
    /// When it is at the leg's end at p50.
    pub arrives_p50: Timestamp,
    /// When it really leaves at p90, delays included.
    pub departs_p90: Timestamp,
    /// When it is at the leg's end at p90.
    pub arrives_p90: Timestamp,
    /// The departure taken at p50, as its place in the leg's departures; `None` without a timetable.
    pub departure: Option<u16>,
    /// The instant the timetable names for that departure: what capacity is held by.
    pub scheduled_p50: Option<Timestamp>,
}

/// A stretch bought as one: a ride on a line, or a leg bought by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ride {
    /// The line; `None` for a leg bought by itself.
    pub line: Option<LineIdx>,
    /// Its first leg, as a place in [`Route::legs`].
    pub first: usize,
    /// Its last leg, likewise.
    pub last: usize,
    /// Whether the parcel came from another operator at a facility.
    pub relabelled: bool,
}

/// A process applied to the parcel at a facility.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteProcess {
    /// The facility.
    pub facility: NodeIdx,
    /// The process.
    pub process: ProcessIdx,
    /// How many legs were taken before it.
    pub after_legs: usize,
    /// When it ends at p50.
    pub ends_p50: Timestamp,
    /// When it ends at p90.
    pub ends_p90: Timestamp,
}

/// The four numbers that routes are compared by; less is better in each. The derived order is the
/// order of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vector {
    /// Price in minor units of the query's currency.
    pub price_minor: i64,
    /// Arrival with every duration at its p50.
    pub arrival_p50: Timestamp,
    /// Arrival with every duration at its p90.
    pub arrival_p90: Timestamp,
    /// Probability of loss in parts per billion.
    pub loss_ppb: u32,
}

impl Vector {
    /// Whether it is no worse in any number.
    pub fn is_no_worse(&self, other: &Self) -> bool {
        self.price_minor <= other.price_minor
            && self.arrival_p50 <= other.arrival_p50
            && self.arrival_p90 <= other.arrival_p90
            && self.loss_ppb <= other.loss_ppb
    }
}

/// The probability of arriving at all, in 10⁻¹⁸, rounded down after each leg. An integer, so that the
/// comparison of two routes does not hang on how a processor rounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Survival(u64);

impl Survival {
    /// Nothing can be lost yet.
    pub const CERTAIN: Self = Self(1_000_000_000_000_000_000);

    /// After a leg that loses `loss_ppm` parcels of a million.
    #[must_use]
    pub const fn after(self, loss_ppm: u32) -> Self {
        let whole: u64 = 1_000_000;
        let lost = if (loss_ppm as u64) < whole { loss_ppm as u64 } else { whole };
        // Millionths of millionths at a time, so that nothing overflows: (a · 10⁶ + b) · k ÷ 10⁶.
        let (high, low) = (self.0 / whole, self.0 % whole);
        let kept = whole - lost;
        Self(high * kept + low * kept / whole)
    }

    /// More than it can be after legs that keep at most a share, in 2⁻³².
    pub(crate) const fn at_most_after(self, kept: u64) -> Self {
        // Both factors are below 2³², so the product fits; each rounding is upwards.
        let high = (self.0 >> 28) + 1;
        Self((((high * kept) >> 32) + 1) << 28)
    }

    /// Whether it is no less than another: as `>=`, without an ordering in between, for where millions are compared.
    pub(crate) const fn is_at_least(self, other: Self) -> bool {
        self.0 >= other.0
    }

    /// The probability of loss in parts per billion, rounded to the nearest.
    pub const fn loss_ppb(self) -> u32 {
        let parts = (Self::CERTAIN.0 - self.0 + 500_000_000) / 1_000_000_000;
        debug_assert!(parts <= 1_000_000_000, "at most a billion parts per billion");
        #[expect(clippy::cast_possible_truncation, reason = "a billion fits 32 bits")]
        let parts = parts as u32;
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::Survival;

    #[test]
    fn losses_multiply_and_are_rounded_to_the_nearest_part_per_billion() {
        let half = Survival::CERTAIN.after(500_000);
        assert_eq!(half.after(500_000).loss_ppb(), 750_000_000);
        // 1 − (1 − 10⁻⁶)² = 2 · 10⁻⁶ − 10⁻¹².
        assert_eq!(Survival::CERTAIN.after(1).after(1).loss_ppb(), 2_000);
        assert_eq!(Survival::CERTAIN.loss_ppb(), 0);
        assert_eq!(Survival::CERTAIN.after(1_000_000).loss_ppb(), 1_000_000_000);
    }

    #[test]
    fn the_order_of_legs_does_not_matter_to_what_is_compared() {
        let legs = [125, 999, 3, 70_001, 1, 450_000, 17, 8_191];
        let there = legs.iter().fold(Survival::CERTAIN, |now, &ppm| now.after(ppm));
        let back = legs.iter().rev().fold(Survival::CERTAIN, |now, &ppm| now.after(ppm));
        assert_eq!(there.loss_ppb(), back.loss_ppb());
    }
}
