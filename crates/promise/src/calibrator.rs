//! Bends curves by what became of earlier promises.
//!
//! A promise's curve says how many deliveries to expect on each day of its life. Per group and phase of life the
//! calibrator keeps, decayed, how many were expected and how many came; their ratio bends the curves of today.
//! Parcels under way count for the days they have been under way, so nothing waits for the slow ones and nothing is
//! learned from the fast alone. A group with little data leans on the one above it. On top a slow hand turns the
//! level of the 90 % promise until as many are kept as it says: each promise is judged on the day it falls due.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

/// Upper edges of the phases of a promise's life, as probabilities of having arrived; the last is open.
const PHASES: [f64; 6] = [0.1, 0.3, 0.55, 0.8, 0.92, 0.99];
/// Days in which what was seen in each phase loses half its weight, for all shipments together.
const HALF_LIFE: [f64; 6] = [8.0, 8.0, 10.0, 14.0, 20.0, 30.0];
/// … and for one group.
const GROUP_HALF_LIFE: f64 = 45.0;
/// Expected deliveries that the group above is worth.
const PRIOR: f64 = 60.0;
/// Expected deliveries that "as the curve says" is worth for all together.
const WHOLE_PRIOR: f64 = 10.0;
/// Least and greatest ratio believed.
const RATIO: (f64, f64) = (0.25, 4.0);
/// How far the slow hand turns for each promise missed or kept too many, against how many fell due.
const TURN: f64 = 0.006;
/// Days in which it turns half-way back by itself: a strike that is over is no reason for long promises.
const TURN_HALF_LIFE: f64 = 30.0;
/// Promises due in a day that count half of a full turn.
const TURN_PRIOR: f64 = 20.0;
/// How far it may turn, in logits of the level.
const TURN_MAX: f64 = 0.8;
/// The promise it watches.
const WATCHED: f64 = 0.9;

/// What was expected and what came.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Count {
    came: f64,
    expected: f64,
}

/// The calibrator: counts alone, so two of them can be merged.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Calibrator {
    whole: [Count; 6],
    groups: BTreeMap<u64, [Count; 6]>,
    /// Kept less wanted of today's promises, and how many, per group; 0 is all.
    due: BTreeMap<u64, (f64, f64)>,
    turned: BTreeMap<u64, f64>,
}

/// One day of a promise's life.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// Probability of having arrived, by its curve, in the morning.
    pub from: f64,
    /// … and when it arrived, or in the evening.
    pub to: f64,
    /// Whether it arrived.
    pub has_arrived: bool,
    /// Probability that it is still to arrive at all, and not lost.
    pub weight: f64,
}

/// How curves are bent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bend {
    ratios: [f64; 6],
    turn: f64,
}

/// Expected deliveries until a probability of having arrived.
fn hazard(probability: f64) -> f64 {
    -libm::log1p(-probability.min(PHASES[5]))
}

impl Calibrator {
    /// One that bends nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Counts a day of a promise's life, for all and for its groups.
    pub fn count(&mut self, groups: &[u64], stretch: Stretch) {
        let mut counts = [Count::default(); 6];
        let mut low = 0.0;
        for (count, &high) in counts.iter_mut().zip(&PHASES) {
            let (from, to) = (stretch.from.clamp(low, high), stretch.to.clamp(low, high));
            count.expected = stretch.weight * (hazard(to) - hazard(from));
            if stretch.has_arrived && stretch.to >= low && stretch.to < high {
                count.came = 1.0;
            }
            low = high;
        }
        add(&mut self.whole, &counts);
        for &group in groups {
            add(self.groups.entry(group).or_default(), &counts);
        }
    }

    /// A promise at 90 % fell due: whether it was kept, and the probability that it was not lost altogether.
    pub fn settle(&mut self, groups: &[u64], is_kept: bool, weight: f64) {
        let off = if is_kept { 1.0 - WATCHED } else { -WATCHED * weight };
        for &group in [0].iter().chain(groups) {
            let due = self.due.entry(group).or_default();
            due.0 += off;
            due.1 += if is_kept { 1.0 } else { weight };
        }
    }

    /// Lets a day pass.
    pub fn pass_day(&mut self) {
        for (group, (off, count)) in std::mem::take(&mut self.due) {
            let turn = self.turned.entry(group).or_default();
            // Kept too many: a lower level will do.
            let step = -TURN * off / (WATCHED * (1.0 - WATCHED)) / (count + TURN_PRIOR);
            *turn = (*turn + step).clamp(-TURN_MAX, TURN_MAX);
        }
        for turn in self.turned.values_mut() {
            *turn *= libm::exp2(-1.0 / TURN_HALF_LIFE);
        }
        for (count, half_life) in self.whole.iter_mut().zip(HALF_LIFE) {
            decay(count, half_life);
        }
        for count in self.groups.values_mut().flatten() {
            decay(count, GROUP_HALF_LIFE);
        }
    }

    /// Adds what another one saw of other promises.
    pub fn merge(&mut self, other: &Self) {
        add(&mut self.whole, &other.whole);
        for (&group, counts) in &other.groups {
            add(self.groups.entry(group).or_default(), counts);
        }
        for (&group, due) in &other.due {
            let own = self.due.entry(group).or_default();
            *own = (own.0 + due.0, own.1 + due.1);
        }
    }

    /// How the curve of a shipment of these groups, coarse to fine, is bent today.
    pub fn bend(&self, groups: &[u64]) -> Bend {
        let mut ratios = std::array::from_fn(|phase| ratio(self.whole[phase], 1.0, WHOLE_PRIOR));
        let mut turn = self.turned.get(&0).copied().unwrap_or(0.0);
        for group in groups {
            if let Some(counts) = self.groups.get(group) {
                ratios = std::array::from_fn(|phase| ratio(counts[phase], ratios[phase], PRIOR));
            }
            turn += self.turned.get(group).copied().unwrap_or(0.0);
        }
        let ratios = ratios.map(|ratio: f64| ratio.clamp(RATIO.0, RATIO.1));
        Bend { ratios, turn: turn.clamp(-TURN_MAX, TURN_MAX) }
    }
}

impl Bend {
    /// None at all.
    pub const NONE: Self = Self { ratios: [1.0; 6], turn: 0.0 };

    /// The probability on the unbent curve that stands for one on the bent.
    pub fn level(&self, probability: f64) -> f64 {
        let far = probability - 0.5;
        // The slow hand turns the far end most, the middle not at all.
        let turned = from_turn(probability, self.turn * (far.max(0.0) / (WATCHED - 0.5)));
        let mut wanted = -libm::log1p(-turned.min(0.999));
        let mut low = 0.0;
        let mut spent = 0.0;
        for (&ratio, &high) in self.ratios.iter().zip(&PHASES) {
            let step = (hazard(high) - hazard(low)) * ratio;
            if step >= wanted {
                return -libm::expm1(-(spent + wanted / ratio));
            }
            wanted -= step;
            spent = hazard(high);
            low = high;
        }
        -libm::expm1(-(spent + wanted / self.ratios[5]))
    }
}

fn from_turn(probability: f64, turn: f64) -> f64 {
    let logit = libm::log(probability / (1.0 - probability)) + turn;
    1.0 / (1.0 + libm::exp(-logit))
}

fn ratio(count: Count, above: f64, prior: f64) -> f64 {
    (count.came + prior * above) / (count.expected + prior)
}

fn add(to: &mut [Count; 6], more: &[Count; 6]) {
    for (count, more) in to.iter_mut().zip(more) {
        count.came += more.came;
        count.expected += more.expected;
    }
}

fn decay(count: &mut Count, half_life: f64) {
    let kept = libm::exp2(-1.0 / half_life);
    count.came *= kept;
    count.expected *= kept;
}
