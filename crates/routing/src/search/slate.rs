//! The memory that searches work in, one after the other: labels, bags, prices, routes found.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use crate::chains::Slot;
use crate::charts::Ways;
use crate::error::Limit;
use crate::lane::Seconds;
use crate::{RoutingError, Survival, limits};

/// The four numbers of a label; less is better but for survival.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Measures {
    /// Paid so far, in minor units.
    pub price: i64,
    /// When it can go on.
    pub times: Seconds,
    /// The probability of having come so far.
    pub survival: Survival,
}

impl Measures {
    /// Whether it is no worse in any number.
    pub fn is_no_worse(&self, other: &Self) -> bool {
        self.price <= other.price
            && self.times.p50 <= other.times.p50
            && self.times.p90 <= other.times.p90
            && self.survival >= other.survival
    }
}

/// One way to stand somewhere.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Label {
    /// At what cost.
    pub measures: Measures,
    /// The chain of legs to there.
    pub link: u32,
    /// Where.
    pub stand: u32,
    /// The label it came from.
    pub parent: u32,
    /// The move it came by; of no meaning where it came from none.
    pub slot: Slot,
    /// Legs taken.
    pub legs: u8,
    /// Whether what must be used was used.
    pub is_used: bool,
    /// Whether it is still to be extended.
    pub is_alive: bool,
}

/// A label at the destination.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Goal {
    /// Which.
    pub label: u32,
    /// Its numbers.
    pub measures: Measures,
}

/// A move that this parcel may take to a stand, with what is paid for it: the processes before the leg and at
/// its end, and the ride if it ends there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Onward {
    /// In minor units.
    pub cost: i64,
    /// The stand behind it; [`NONE`] at the destination, where what is done there is not paid.
    pub to: u32,
    /// The move, and how its ride goes on.
    pub slot: Slot,
}

/// More than any price: what cannot be paid for. Three of them can be added.
pub(crate) const CLOSED: i64 = i64::MAX / 4;

/// Everything that a search writes down.
#[derive(Debug, Default)]
pub(crate) struct Slate {
    /// All labels.
    pub labels: Vec<Label>,
    /// Routes that no other beats, so far.
    pub goals: Vec<Goal>,
    /// Numbers of routes known beforehand that no other beats and that are not among those found yet.
    rivals: Vec<Measures>,
    /// The moves that the parcel may take, by their stands.
    pub onwards: Vec<Onward>,
    /// Where those of a stand begin and end; told where something is left to be paid.
    ends: Vec<[u32; 2]>,
    /// What is paid at least from each stand; [`CLOSED`] where nothing leads on.
    pub price_left: Vec<i64>,
    /// The labels that no other of their stand beats, by stand, and by whether what must be used was.
    bags: [Vec<Vec<u32>>; 2],
    /// Stands with labels.
    filled: Vec<u32>,
    /// Labels to be extended, by the price and then the time they come to at least.
    queue: BinaryHeap<Reverse<(i64, i64, u32)>>,
}

impl Slate {
    /// Wipes it for a search of a lane.
    pub fn clear(&mut self, ways: &Ways) {
        self.labels.clear();
        self.goals.clear();
        self.rivals.clear();
        self.queue.clear();
        for stand in self.filled.drain(..) {
            self.bags[0][stand as usize].clear();
            self.bags[1][stand as usize].clear();
        }
        let stands = ways.chart.posts().len();
        self.price_left.clear();
        self.price_left.resize(stands, CLOSED);
        self.onwards.clear();
        self.ends.clear();
        self.ends.resize(stands, [0; 2]);
        if self.bags[0].len() < stands {
            self.bags.iter_mut().for_each(|bags| bags.resize_with(stands, Vec::new));
        }
    }

    /// Ends the moves of a stand, which begin with the `first`.
    pub fn end_stand(&mut self, stand: u32, first: usize) {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        self.ends[stand as usize] = [number(first), number(self.onwards.len())];
    }

    /// The moves from a stand that may be taken.
    pub fn onwards_of(&self, stand: u32) -> Range<usize> {
        let [first, end] = self.ends[stand as usize];
        first as usize..end as usize
    }

    /// The least that is paid from before a move on, by what is known of the stand behind it.
    pub fn least_by(&self, onward: &Onward) -> i64 {
        let left = self.price_left.get(onward.to as usize);
        onward.cost + left.copied().unwrap_or(0)
    }

    /// What a move from a stand costs; none where it may not be taken.
    pub fn cost_of(&self, stand: u32, slot: Slot) -> Option<i64> {
        let mut onwards = self.onwards[self.onwards_of(stand)].iter();
        onwards.find(|onward| onward.slot == slot).map(|onward| onward.cost)
    }

    /// Keeps the numbers of a route known beforehand.
    pub fn add_rival(&mut self, measures: Measures) {
        if !self.rivals.iter().any(|rival| rival.is_no_worse(&measures)) {
            self.rivals.retain(|rival| !measures.is_no_worse(rival));
            self.rivals.push(measures);
        }
    }

    /// Drops the routes that one found is no worse than.
    pub fn drop_beaten_by(&mut self, measures: &Measures) {
        self.goals.retain(|goal| !measures.is_no_worse(&goal.measures));
        self.rivals.retain(|rival| !measures.is_no_worse(rival));
    }

    /// Whether a route found is no worse in any number, or one known beforehand better: that one is to be found
    /// itself. The one that was comes nearer to the front: it is likely to be so again.
    pub fn is_beaten(&mut self, measures: &Measures) -> bool {
        if let Some(at) = self.goals.iter().position(|goal| goal.measures.is_no_worse(measures)) {
            self.goals.swap(at, at / 2);
            return true;
        }
        let better = |rival: &Measures| rival.is_no_worse(measures) && rival != measures;
        let found = self.rivals.iter().position(better);
        if let Some(at) = found {
            self.rivals.swap(at, at / 2);
        }
        found.is_some()
    }

    /// The least price of a route found that is no worse in any other number, or that makes one known
    /// beforehand better: what comes to that is beaten.
    pub fn ceiling(&self, least: &Measures) -> i64 {
        let is_no_worse =
            |other: &Measures| Measures { price: least.price, ..*other }.is_no_worse(least);
        let goals = self.goals.iter().map(|goal| &goal.measures);
        let found = goals.filter(|goal| is_no_worse(goal)).map(|goal| goal.price);
        let rivals = self.rivals.iter().filter(|rival| is_no_worse(rival));
        let known = rivals.map(|rival| {
            let is_same = rival.times == least.times && rival.survival == least.survival;
            rival.price.saturating_add(i64::from(is_same))
        });
        found.chain(known).min().unwrap_or(i64::MAX)
    }

    /// Adds a label that comes to `least`, unless another of its stand beats it; drops those it beats.
    pub fn insert(&mut self, label: Label, least: &Measures) -> Result<(), RoutingError> {
        let id = u32::try_from(self.labels.len()).unwrap_or(u32::MAX);
        let bag = &mut self.bags[usize::from(label.is_used)][label.stand as usize];
        let labels = &mut self.labels;
        let beats = |a: &Label, b: &Label| a.legs <= b.legs && a.measures.is_no_worse(&b.measures);
        if bag.iter().any(|&other| beats(&labels[other as usize], &label)) {
            return Ok(());
        }
        bag.retain(|&other| {
            let other = &mut labels[other as usize];
            other.is_alive = !beats(&label, other);
            other.is_alive
        });
        if bag.is_empty() {
            self.filled.push(label.stand);
        }
        bag.push(id);
        self.queue.push(Reverse((least.price, least.times.p90, id)));
        self.push(label).map(|_| ())
    }

    /// Keeps a label.
    pub fn push(&mut self, label: Label) -> Result<u32, RoutingError> {
        if self.labels.len() >= limits::LABELS_MAX {
            return Err(RoutingError::TooLarge(Limit::Labels));
        }
        let id = u32::try_from(self.labels.len()).unwrap_or(u32::MAX);
        self.labels.push(label);
        Ok(id)
    }

    /// The next label to be extended.
    pub fn take_next(&mut self) -> Option<u32> {
        while let Some(Reverse((_, _, id))) = self.queue.pop() {
            if self.labels[id as usize].is_alive {
                return Some(id);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measures(price: i64, p50: i64) -> Measures {
        Measures { price, times: Seconds { p50, p90: 9 }, survival: Survival::CERTAIN }
    }

    #[test]
    fn a_route_known_beforehand_beats_what_is_worse_and_never_itself() {
        let mut slate = Slate::default();
        slate.add_rival(measures(500, 5));
        // It, and another as good in every number, are still to be found.
        assert!(!slate.is_beaten(&measures(500, 5)));
        assert!(slate.is_beaten(&measures(501, 5)) && slate.is_beaten(&measures(500, 6)));
        // What comes to the ceiling is not looked at: at the same hours a unit above, else at once.
        assert_eq!(slate.ceiling(&measures(0, 5)), 501);
        assert_eq!(slate.ceiling(&measures(0, 6)), 500);
        assert_eq!(slate.ceiling(&measures(0, 4)), i64::MAX, "it may come earlier");
        // Once it is found, what is as good is beaten too.
        slate.goals.push(Goal { label: 0, measures: measures(500, 5) });
        assert!(slate.is_beaten(&measures(500, 5)));
        assert_eq!(slate.ceiling(&measures(0, 5)), 500);
    }
}
