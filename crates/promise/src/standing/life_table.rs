//! A period life table on the logarithm of age: of what is this old today, how much arrives today.
//!
//! It is the Kaplan–Meier estimate of a cohort that would live through nothing but the last days. Parcels under way
//! count in every bin they pass; those that arrive end their bin.

/// Logarithm at the lower edge of the first bin.
const FIRST: f64 = -1.4;
/// Width of a bin.
const WIDTH: f64 = 0.1;
/// Bins: the last ends at some 400 days.
const BINS: usize = 75;
/// Days in which an observation loses half its weight.
const HALF_LIFE: f64 = 8.0;
/// Arrivals, decayed, below which a table says nothing.
const EVENTS_MIN: f64 = 3.0;

/// The table.
#[derive(Debug, Clone)]
pub(super) struct LifeTable {
    exposure: [f64; BINS],
    events: [f64; BINS],
}

impl LifeTable {
    /// An empty table.
    pub fn new() -> Self {
        Self { exposure: [0.0; BINS], events: [0.0; BINS] }
    }

    /// A parcel grew from one age to another, and arrived or not.
    #[expect(clippy::cast_precision_loss, reason = "bins")]
    pub fn expose(&mut self, from: f64, to: f64, has_arrived: bool) {
        let place = |log: f64| ((log - FIRST) / WIDTH).clamp(0.0, BINS as f64 - 1e-9);
        let (from, to) = (place(from), place(to));
        let (first, last) = (bin(from), bin(to));
        for at in first..=last {
            let begin = from.max(at as f64);
            let end = to.min(at as f64 + 1.0);
            self.exposure[at] += (end - begin).max(0.0);
        }
        if has_arrived {
            self.events[last] += 1.0;
        }
    }

    /// Lets a day pass.
    pub fn decay(&mut self) {
        let kept = libm::exp2(-1.0 / HALF_LIFE);
        for value in self.exposure.iter_mut().chain(&mut self.events) {
            *value *= kept;
        }
    }

    /// The logarithm of the age that half of the cohort reaches.
    #[expect(clippy::cast_precision_loss, reason = "bins")]
    pub fn median(&self) -> Option<f64> {
        if self.events.iter().sum::<f64>() < EVENTS_MIN {
            return None;
        }
        let half = core::f64::consts::LN_2;
        let mut hazard = 0.0;
        for at in 0..BINS {
            let step =
                if self.exposure[at] > 0.0 { self.events[at] / self.exposure[at] } else { 0.0 };
            if step > 0.0 && hazard + step >= half {
                return Some(FIRST + WIDTH * (at as f64 + (half - hazard) / step));
            }
            hazard += step;
        }
        None
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in the table")]
fn bin(place: f64) -> usize {
    place as usize
}
