//! The numbers of routes that nothing found so far beats: what a label comes to at least is held against them.

use super::slate::Measures;

/// How many are compared before it is asked whether one of them was no worse: whether a single one is cannot be
/// foretold, and a processor that guesses wrongly loses more than the comparisons take.
const AT_ONCE: usize = 8;

/// A route that no other beats so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Goal {
    /// Its numbers.
    pub measures: Measures,
    /// Its label at the destination; none where it is known beforehand and not found yet.
    pub label: Option<u32>,
}

/// Routes found, and routes known beforehand, the cheapest first.
#[derive(Debug, Default)]
pub(super) struct Front(Vec<Goal>);

impl Front {
    /// Forgets all.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The labels of the routes found, in the order they were found in.
    pub fn found(&self) -> Vec<u32> {
        let mut labels: Vec<u32> = self.0.iter().filter_map(|goal| goal.label).collect();
        labels.sort_unstable();
        labels
    }

    /// How many routes are found.
    pub fn count_found(&self) -> usize {
        self.0.iter().filter(|goal| goal.label.is_some()).count()
    }

    /// Keeps the numbers of a route known beforehand, unless others known are no worse.
    pub fn add_known(&mut self, measures: Measures) {
        if !self.0.iter().any(|goal| goal.measures.is_no_worse(&measures)) {
            self.insert(Goal { measures, label: None });
        }
    }

    /// Keeps a route found that nothing beats.
    pub fn add_found(&mut self, measures: Measures, label: u32) {
        self.insert(Goal { measures, label: Some(label) });
    }

    /// Drops those that the new one is no worse than.
    fn insert(&mut self, goal: Goal) {
        self.0.retain(|other| !goal.measures.is_no_worse(&other.measures));
        let place = self.0.partition_point(|other| other.measures.price <= goal.measures.price);
        self.0.insert(place, goal);
    }

    /// Whether a route found is no worse in any number, or one known beforehand better: that one is to be found
    /// itself.
    pub fn beats(&self, measures: &Measures) -> bool {
        for some in self.0.chunks(AT_ONCE) {
            let is_no_worse = |goal: &Goal| goal.measures.is_no_worse(measures);
            let is_any = some.iter().fold(false, |any, goal| any | is_no_worse(goal));
            if is_any && some.iter().any(|goal| is_no_worse(goal) && goal.counts_against(measures))
            {
                return true;
            }
            // Those behind are dearer still.
            if some.last().is_some_and(|last| last.measures.price > measures.price) {
                return false;
            }
        }
        false
    }

    /// The least price of a route found that is no worse in any other number, or that makes one known
    /// beforehand better: what comes to that is beaten.
    pub fn ceiling(&self, least: &Measures) -> i64 {
        let mut ceiling = i64::MAX;
        for some in self.0.chunks(AT_ONCE) {
            let is_later_no_worse = |goal: &Goal| goal.measures.is_no_worse_but_for_price(least);
            if !some.iter().fold(false, |any, goal| any | is_later_no_worse(goal)) {
                continue;
            }
            for goal in some.iter().filter(|goal| is_later_no_worse(goal)) {
                let price = goal.measures.price;
                let is_same = Measures { price, ..*least } == goal.measures;
                let is_itself = goal.label.is_none() && is_same;
                ceiling = ceiling.min(price.saturating_add(i64::from(is_itself)));
            }
            return ceiling;
        }
        ceiling
    }
}

impl Goal {
    /// Whether it, being no worse, beats numbers: one known beforehand does not beat itself.
    fn counts_against(&self, measures: &Measures) -> bool {
        self.label.is_some() || self.measures != *measures
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Survival;
    use crate::lane::Seconds;

    fn measures(price: i64, p50: i64) -> Measures {
        Measures { price, times: Seconds { p50, p90: 9 }, survival: Survival::CERTAIN }
    }

    #[test]
    fn a_route_known_beforehand_beats_what_is_worse_and_never_itself() {
        let mut front = Front::default();
        front.add_known(measures(500, 5));
        // It, and another as good in every number, are still to be found.
        assert!(!front.beats(&measures(500, 5)));
        assert!(front.beats(&measures(501, 5)) && front.beats(&measures(500, 6)));
        // What comes to the ceiling is not looked at: at the same hours a unit above, else at once.
        assert_eq!(front.ceiling(&measures(0, 5)), 501);
        assert_eq!(front.ceiling(&measures(0, 6)), 500);
        assert_eq!(front.ceiling(&measures(0, 4)), i64::MAX, "it may come earlier");
        // Once it is found, what is as good is beaten too.
        front.add_found(measures(500, 5), 0);
        assert!(front.beats(&measures(500, 5)));
        assert_eq!(front.ceiling(&measures(0, 5)), 500);
        assert_eq!((front.count_found(), front.0.len()), (1, 1));
    }

    /// Few different numbers, so that many are equal.
    fn any_measures() -> impl Strategy<Value = Measures> {
        (0_i64..6, 0_i64..6, 0_i64..6, 0_u32..4).prop_map(|(price, p50, p90, loss)| Measures {
            price,
            times: Seconds { p50, p90 },
            survival: Survival::CERTAIN.after(loss),
        })
    }

    proptest! {
        /// Whatever the order and the number: as asking each of them by itself.
        #[test]
        fn beats_and_ceiling_are_those_of_the_definitions(
            known in prop::collection::vec(any_measures(), 0..40),
            found in prop::collection::vec(any_measures(), 0..20),
            asked in prop::collection::vec(any_measures(), 30),
        ) {
            let mut front = Front::default();
            for &measures in &known {
                front.add_known(measures);
            }
            let mut labels = Vec::new();
            for (label, &measures) in (0..).zip(&found) {
                if !front.beats(&measures) {
                    front.add_found(measures, label);
                    labels.push((measures, label));
                }
            }
            for asked in asked {
                let is_beaten = labels.iter().any(|(one, _)| one.is_no_worse(&asked))
                    || known.iter().any(|one| one.is_no_worse(&asked) && *one != asked);
                prop_assert_eq!(front.beats(&asked), is_beaten);
                // The ceiling is the least price from which on everything is beaten.
                let ceiling = front.ceiling(&asked);
                for price in 0..8 {
                    let at = Measures { price, ..asked };
                    prop_assert_eq!(front.beats(&at), price >= ceiling, "{} of {}", price, ceiling);
                }
            }
            let left = labels.iter().filter(|(one, _)| {
                !labels.iter().any(|(other, _)| other != one && other.is_no_worse(one))
            });
            prop_assert_eq!(front.found(), left.map(|(_, label)| *label).collect::<Vec<_>>());
        }
    }
}
