//! The distribution of one arrival, and what is asked of it.
//!
//! Probabilities are of arriving at all: a parcel that is lost, or that no departure takes on, arrives by no
//! date. Dates are civil dates at the destination, kept until their end.

use jiff::{Timestamp, civil};
use portolan_network::LocalClock;

/// The instant of what never arrives.
pub(crate) const NEVER: i64 = i64::MAX;

/// A civil date at the destination with the probability that the parcel is there by its end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DatePromise {
    /// The date.
    pub date: civil::Date,
    /// The probability, 0 to 1.
    pub probability: f64,
}

/// When a parcel arrives, in each of the worlds.
#[derive(Debug, Clone)]
pub struct Arrivals<'s> {
    /// Seconds from 1970, ascending; [`NEVER`] where no departure or shift took it on.
    seconds: Vec<i64>,
    /// The probability that it is not lost.
    survival: f64,
    clock: &'s LocalClock,
}

impl<'s> Arrivals<'s> {
    pub(crate) fn new(mut seconds: Vec<i64>, survival: f64, clock: &'s LocalClock) -> Self {
        seconds.sort_unstable();
        Self { seconds, survival, clock }
    }

    /// When a share of the parcels that are not lost have arrived; none where fewer ever do.
    pub fn instant(&self, share: f64) -> Option<Timestamp> {
        let second = *self.seconds.get(rank(share, self.seconds.len()))?;
        if second == NEVER { None } else { Timestamp::from_second(second).ok() }
    }

    /// The date of [`Self::instant`] at the destination.
    pub fn date(&self, share: f64) -> Option<civil::Date> {
        self.instant(share).map(|instant| self.clock.date(instant))
    }

    /// The probability that it has arrived by the end of a date.
    pub fn probability_by(&self, date: civil::Date) -> f64 {
        let Ok(next) = date.tomorrow() else { return self.probability_ever() };
        self.probability_before(self.clock.start_of_day(next))
    }

    /// The probability that it has arrived before an instant.
    pub fn probability_before(&self, instant: Timestamp) -> f64 {
        let second = instant.as_second().min(NEVER - 1);
        self.survival * portion(self.seconds.partition_point(|&at| at < second), self.seconds.len())
    }

    /// The probability that it arrives at all.
    pub fn probability_ever(&self) -> f64 {
        let arrived = self.seconds.partition_point(|&at| at < NEVER);
        self.survival * portion(arrived, self.seconds.len())
    }

    /// The first date by which it has arrived with a probability, and the probability it has really. Where
    /// losses alone keep it from that, the date is that of the parcels that are not lost, with the
    /// probability as it is; none where too few are ever taken on.
    pub fn promise(&self, probability: f64) -> Option<DatePromise> {
        let wanted = probability / self.survival.max(f64::EPSILON);
        let share = if wanted <= 1.0 { wanted } else { probability };
        let date = self.date(share)?;
        Some(DatePromise { date, probability: self.probability_by(date) })
    }

    /// The probability of having arrived by the end of each date on which some of it arrives, ascending.
    pub fn by_date(&self) -> Vec<DatePromise> {
        let mut found: Vec<DatePromise> = Vec::new();
        let mut at = 0;
        while let Some(&second) = self.seconds.get(at).filter(|&&second| second < NEVER) {
            let Ok(instant) = Timestamp::from_second(second) else { break };
            let date = self.clock.date(instant);
            found.push(DatePromise { date, probability: self.probability_by(date) });
            let Ok(next) = date.tomorrow() else { break };
            let end = self.clock.start_of_day(next).as_second();
            at = self.seconds.partition_point(|&later| later < end).max(at + 1);
        }
        found
    }
}

/// The place of the first of so many ascending that a share does not exceed.
pub(crate) fn rank(share: f64, count: usize) -> usize {
    let whole = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    // A share that is a whole number of worlds but for rounding is that number.
    let up_to = (share.clamp(0.0, 1.0) * whole - 1e-9).ceil().max(1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and the number of worlds"
    )]
    let place = up_to as usize;
    place - 1
}

fn portion(part: usize, whole: usize) -> f64 {
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if whole == 0 { 0.0 } else { count(part) / count(whole) }
}
