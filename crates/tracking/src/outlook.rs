//! What silence means: the probability that a parcel is lost while nobody says anything, and what is
//! wrong with it that somebody should look at.
//!
//! P(lost | silent for t) = π / (π + (1 − π) S(t)), with π the loss rate of the stretch to the next
//! expected scan and S the probability that a parcel which is not lost stays silent so long (DESIGN §6).
//! Where no scan is due nothing is inferred from silence. Durations are lognormal through the p50 and p90
//! of their stretch: a written rule until they are learned.
//!
//! Start at [`loss_after`] and [`exceptions_of`]. What comes next on the route is told by who knows the
//! route.

mod exceptions;
#[cfg(test)]
mod tests;

use jiff::SignedDuration;

pub use exceptions::{Exception, ExceptionKind, Promise, Watch, exceptions_of};

/// The way to a scan that is due, from the one before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// Hours until the scan, in half of all cases.
    pub p50_hours: f64,
    /// Hours until the scan, in nine of ten cases.
    pub p90_hours: f64,
    /// How many parcels of a million are lost on it.
    pub loss_ppm: u32,
    /// How many scans of a million are missed at its end, though the parcel passed.
    pub missed_ppm: u32,
}

/// The standard normal's 90 % point.
const Z90: f64 = 1.281_551_565_544_6;

/// Parts of a whole.
fn share(ppm: u32) -> f64 {
    f64::from(ppm.min(1_000_000)) / 1e6
}

/// The probability that a parcel is lost after so long a silence, from the scans that are due next, in
/// order; `None` where none is due.
pub fn loss_after(due: &[Stretch], silent: SignedDuration) -> Option<f64> {
    let first = due.first()?;
    let lost = share(first.loss_ppm);
    let hours = (silent.as_secs_f64() / 3_600.0).max(0.0);
    let silent_alive = silence_of_living(due, hours);
    let all = lost + (1.0 - lost) * silent_alive;
    // Nothing lost and nothing that could be silent so long: the models know no such parcel.
    Some(if all > 0.0 { lost / all } else { 0.0 })
}

/// The probability that a parcel on its way is silent for so many hours: every scan that fell due was
/// missed. With S_k the survival of the sum of the first k stretches and m_k the share missed at the end
/// of the k-th, that is S_1 + m_1 (S_2 − S_1) + m_1 m_2 (S_3 − S_2) + … + m_1 … m_n (1 − S_n).
fn silence_of_living(due: &[Stretch], hours: f64) -> f64 {
    let (mut p50, mut p90) = (0.0, 0.0);
    let mut missed = 1.0;
    let mut before = 0.0;
    let mut silent = 0.0;
    for stretch in due {
        p50 += stretch.p50_hours;
        p90 += stretch.p90_hours;
        // The p90 of a sum is less than the sum of the p90s: the tail is taken rather too long, so that
        // loss is rather said too late.
        let survival = survival(p50, p90, hours).max(before);
        silent += missed * (survival - before);
        before = survival;
        missed *= share(stretch.missed_ppm);
    }
    (silent + missed * (1.0 - before)).clamp(0.0, 1.0)
}

/// The probability that a duration through this p50 and p90 lasts longer than so many hours.
fn survival(p50_hours: f64, p90_hours: f64, hours: f64) -> f64 {
    if hours <= 0.0 {
        return 1.0;
    }
    if p50_hours <= 0.0 || p90_hours <= p50_hours {
        return if hours < p50_hours.max(p90_hours) { 1.0 } else { 0.0 };
    }
    let sigma = libm::log(p90_hours / p50_hours) / Z90;
    let z = libm::log(hours / p50_hours) / sigma;
    libm::erfc(z / std::f64::consts::SQRT_2) / 2.0
}
