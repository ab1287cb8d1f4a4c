//! The memory that searches work in, one after the other: labels, bags, costs, routes found.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::chart::{Chart, Post};
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

    /// The least that the hours and the loss left from a stand make of it.
    pub fn after(&self, post: &Post) -> Self {
        Self {
            price: self.price,
            times: Seconds {
                p50: self.times.p50 + i64::from(post.p50_left),
                p90: self.times.p90 + i64::from(post.p90_left),
            },
            survival: self.survival.at_most_after(post.kept),
        }
    }
}

/// One way to stand somewhere.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Label {
    /// At what cost.
    pub measures: Measures,
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

/// What a move costs this parcel, without what follows.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cost {
    /// Whether it may be taken at all.
    pub is_open: bool,
    /// The export processes before it.
    pub before: i64,
    /// The ride that ends with it; none where it cannot be bought.
    pub fare: Option<i64>,
    /// The processes at its end; none where one does not take the parcel.
    pub after: Option<i64>,
}

/// No price is known to lead from a stand to the destination.
const UNPRICED: i64 = i64::MAX;

/// Everything that a search writes down.
#[derive(Debug, Default)]
pub(crate) struct Slate {
    /// All labels.
    pub labels: Vec<Label>,
    /// Routes that no other beats, so far.
    pub goals: Vec<Goal>,
    /// What each move of the chart costs; only those from stands in `order` are told.
    pub costs: Vec<Cost>,
    /// The stands that can be reached, those behind first.
    pub order: Vec<u32>,
    /// What is paid at least from each stand.
    price_left: Vec<i64>,
    /// Whether a stand was met by this search: then its number is here.
    marks: Vec<u32>,
    round: u32,
    /// The labels that no other of their stand beats, by stand, and by whether what must be used was.
    bags: [Vec<Vec<u32>>; 2],
    /// Stands with labels.
    filled: Vec<u32>,
    /// Labels to be extended, by the price and then the time they come to at least.
    queue: BinaryHeap<Reverse<(i64, i64, u32)>>,
}

impl Slate {
    /// Wipes it for a search on a chart.
    pub fn clear(&mut self, chart: &Chart) {
        self.labels.clear();
        self.goals.clear();
        self.order.clear();
        self.queue.clear();
        for stand in self.filled.drain(..) {
            self.bags[0][stand as usize].clear();
            self.bags[1][stand as usize].clear();
        }
        let stands = chart.posts().len();
        self.price_left.clear();
        self.price_left.resize(stands, UNPRICED);
        self.round = self.round.wrapping_add(1);
        if self.round == 0 {
            self.marks.fill(0);
            self.round = 1;
        }
        if self.marks.len() < stands {
            self.marks.resize(stands, 0);
        }
        if self.costs.len() < chart.moves().len() {
            self.costs.resize(chart.moves().len(), Cost::default());
        }
        if self.bags[0].len() < stands {
            self.bags.iter_mut().for_each(|bags| bags.resize_with(stands, Vec::new));
        }
    }

    /// Notes that a stand was met; whether it is for the first time.
    pub fn mark(&mut self, stand: u32) -> bool {
        let mark = &mut self.marks[stand as usize];
        std::mem::replace(mark, self.round) != self.round
    }

    /// What is paid at least from a stand; none where nothing leads on.
    pub fn price_left(&self, stand: u32) -> Option<i64> {
        Some(self.price_left[stand as usize]).filter(|&left| left != UNPRICED)
    }

    /// Lowers what is paid at least from a stand; whether it was more.
    pub fn lower_price_left(&mut self, stand: u32, price: i64) -> bool {
        let left = &mut self.price_left[stand as usize];
        let is_less = price < *left;
        *left = price.min(*left);
        is_less
    }

    /// Whether a route found is no worse in any number.
    pub fn is_beaten(&self, measures: &Measures) -> bool {
        self.goals.iter().any(|goal| goal.measures.is_no_worse(measures))
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
