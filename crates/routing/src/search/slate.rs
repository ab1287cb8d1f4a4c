//! The memory that searches work in, one after the other: labels, bags, costs, routes found.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

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
    /// When it can be there at the earliest.
    pub least: Seconds,
    /// Where.
    pub stand: u32,
    /// The label it came from.
    pub parent: u32,
    /// The move it came by.
    pub step: u32,
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

/// What a move costs this parcel, the processes before it and at its end counted, without what follows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    /// If the ride goes on.
    pub on: i64,
    /// If it ends; at the destination without the processes there.
    pub free: i64,
    /// The least that is paid from before it on; not less than [`CLOSED`] where it leads nowhere.
    pub least: i64,
}

/// More than any price: what cannot be paid for. Three of them can be added.
pub(crate) const CLOSED: i64 = i64::MAX / 4;

impl Cost {
    /// Of a move that may not be taken.
    pub const CLOSED: Self = Self { on: CLOSED, free: CLOSED, least: CLOSED };
}

/// Everything that a search writes down.
#[derive(Debug, Default)]
pub(crate) struct Slate {
    /// All labels.
    pub labels: Vec<Label>,
    /// Routes that no other beats, so far.
    pub goals: Vec<Goal>,
    /// What each move costs; only those from stands that a route may pass are told.
    pub costs: Vec<Cost>,
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
        self.queue.clear();
        for stand in self.filled.drain(..) {
            self.bags[0][stand as usize].clear();
            self.bags[1][stand as usize].clear();
        }
        let stands = ways.chart.posts().len();
        self.price_left.clear();
        self.price_left.resize(stands, CLOSED);
        if self.costs.len() < ways.len() {
            self.costs.resize(ways.len(), Cost::CLOSED);
        }
        if self.bags[0].len() < stands {
            self.bags.iter_mut().for_each(|bags| bags.resize_with(stands, Vec::new));
        }
    }

    /// Whether a route found is no worse in any number. The one that was comes nearer to the front: it is
    /// likely to be so again.
    pub fn is_beaten(&mut self, measures: &Measures) -> bool {
        let found = self.goals.iter().position(|goal| goal.measures.is_no_worse(measures));
        if let Some(at) = found {
            self.goals.swap(at, at / 2);
        }
        found.is_some()
    }

    /// The least price of a route found that is no worse in any other number: what comes to that is beaten.
    pub fn ceiling(&self, least: &Measures) -> i64 {
        let goals = self.goals.iter().map(|goal| &goal.measures);
        let rivals =
            goals.filter(|goal| Measures { price: least.price, ..**goal }.is_no_worse(least));
        rivals.map(|goal| goal.price).min().unwrap_or(i64::MAX)
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
