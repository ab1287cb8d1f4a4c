//! A sketch of durations: counts by day and by size, exact to two percent.
//!
//! A duration falls into the bin of its logarithm; a bin of a day holds millionths of observations, whole
//! numbers. So sketches add up, in any order, to the same; and how much a day counts is decided when it is
//! asked, by how long ago it is.

use std::collections::BTreeMap;

/// A bin is so much of the natural logarithm wide: a duration is told with an error of one percent.
const BIN_WIDTH: f64 = 0.02;
/// An observation, in the unit of weights.
pub const WHOLE: u64 = 1_000_000;

/// Durations by day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch {
    days: BTreeMap<i32, Day>,
}

/// The observations of one day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Day {
    /// Millionths by bin.
    pub bins: BTreeMap<u16, u64>,
    /// Millionths of observations that told something: one that only says what was known is none.
    pub informed: u64,
}

impl Sketch {
    /// Adds a duration of at least a second, seen on a numbered day (from 1970), in millionths of an
    /// observation, so many of them telling something new.
    pub fn add(&mut self, day: i32, seconds: u32, weight: u64, informed: u64) {
        let day = self.days.entry(day).or_default();
        let bin = day.bins.entry(bin_of(seconds)).or_default();
        *bin = bin.saturating_add(weight);
        day.informed = day.informed.saturating_add(informed);
    }

    /// Adds what a file says of a day and a bin.
    pub(crate) fn add_bin(&mut self, day: i32, bin: u16, weight: u64) {
        let bin = self.days.entry(day).or_default().bins.entry(bin).or_default();
        *bin = bin.saturating_add(weight);
    }

    /// Adds what a file says of how much of a day told something.
    pub(crate) fn add_informed(&mut self, day: i32, weight: u64) {
        let day = self.days.entry(day).or_default();
        day.informed = day.informed.saturating_add(weight);
    }

    /// Adds all of another sketch.
    pub fn merge(&mut self, other: &Self) {
        for (&day, seen) in &other.days {
            for (&bin, &weight) in &seen.bins {
                self.add_bin(day, bin, weight);
            }
            self.add_informed(day, seen.informed);
        }
    }

    /// Its days, ascending.
    pub(crate) fn days(&self) -> impl DoubleEndedIterator<Item = (i32, &Day)> {
        self.days.iter().map(|(&day, seen)| (day, seen))
    }

    /// What was seen on one day; none where nothing was.
    pub(crate) fn of_day(&self, day: i32) -> Option<Self> {
        let seen = self.days.get(&day)?.clone();
        Some(Self { days: BTreeMap::from([(day, seen)]) })
    }

    /// Forgets one day.
    pub(crate) fn forget_day(&mut self, day: i32) {
        self.days.remove(&day);
    }

    /// Forgets days before one.
    pub fn forget_before(&mut self, day: i32) {
        self.days = self.days.split_off(&day);
    }

    /// Observations kept, whatever their age.
    pub fn count(&self) -> f64 {
        whole(self.days.values().flat_map(|day| day.bins.values()).sum())
    }
}

/// Millionths as observations.
#[expect(clippy::cast_precision_loss, reason = "a count is told, not kept")]
pub(crate) fn whole(weight: u64) -> f64 {
    weight as f64 / WHOLE as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "logarithms of 32 bits in bins are below 1,200"
)]
fn bin_of(seconds: u32) -> u16 {
    (libm::log(f64::from(seconds.max(1))) / BIN_WIDTH).floor() as u16
}

/// The natural logarithm of the seconds in the middle of a bin.
pub(crate) fn log_of(bin: u16) -> f64 {
    (f64::from(bin) + 0.5) * BIN_WIDTH
}

/// The last bin there is.
pub(crate) fn last_bin() -> u16 {
    bin_of(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_duration_is_kept_within_two_percent(seconds in 1_u32..40_000_000) {
            let told = libm::exp(log_of(bin_of(seconds)));
            prop_assert!((told / f64::from(seconds) - 1.0).abs() < 0.021);
        }

        #[test]
        fn any_order_and_any_parts_add_up_to_the_same(
            seen in prop::collection::vec((0_i32..40, 1_u32..1_000_000, 1_u64..2_000_000), 1..60),
            cut in 0_usize..60,
        ) {
            let add = |all: &[(i32, u32, u64)]| {
                let mut sketch = Sketch::default();
                for &(day, seconds, weight) in all {
                    sketch.add(day, seconds, weight, weight / 2);
                }
                sketch
            };
            let whole = add(&seen);
            let mut turned = seen.clone();
            turned.reverse();
            prop_assert_eq!(&add(&turned), &whole);
            let (one, other) = seen.split_at(cut.min(seen.len()));
            let mut merged = add(other);
            merged.merge(&add(one));
            prop_assert_eq!(&merged, &whole);
        }
    }
}
