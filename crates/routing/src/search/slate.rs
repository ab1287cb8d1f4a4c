//! The memory that searches work in, one after the other: labels, bags, prices, routes found.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::front::Front;
use super::menu::Menu;
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
        (self.price <= other.price) & self.is_no_worse_but_for_price(other)
    }

    /// The same, whatever the prices.
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "which of the three tells cannot be foretold, and a wrong guess costs more than the others"
    )]
    pub fn is_no_worse_but_for_price(&self, other: &Self) -> bool {
        (self.times.p50 <= other.times.p50)
            & (self.times.p90 <= other.times.p90)
            & self.survival.is_at_least(other.survival)
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

/// What of a label is compared with others of its stand, side by side with theirs.
#[derive(Debug)]
struct Standing {
    measures: Measures,
    legs: u8,
    /// The label.
    id: u32,
}

/// More than any price: what cannot be paid for. Three of them can be added.
pub(crate) const CLOSED: i64 = i64::MAX / 4;

/// Everything that a search writes down.
#[derive(Debug, Default)]
pub(crate) struct Slate {
    /// All labels.
    pub labels: Vec<Label>,
    /// Routes that no other beats, so far.
    pub(super) front: Front,
    /// What is paid where routes start, by the place of the start; none where the parcel may not.
    pub start_prices: Vec<Option<i64>>,
    /// The moves that the parcel may take.
    pub menu: Menu,
    /// What each of them costs it, in minor units: the processes before the leg and at its end, and the ride if it
    /// ends there; [`CLOSED`] where it cannot be bought.
    pub costs: Vec<i64>,
    /// What is paid at least from each stand; [`CLOSED`] where nothing leads on.
    pub price_left: Vec<i64>,
    /// Stands from which some move leads to one that was not told when they were counted.
    pub open: Vec<u32>,
    /// The labels that no other of their stand beats, by stand, and by whether what must be used was.
    bags: [Vec<Vec<Standing>>; 2],
    /// Stands with labels.
    filled: Vec<u32>,
    /// Labels to be extended, by the price and then the time they come to at least.
    queue: BinaryHeap<Reverse<(i64, i64, u32)>>,
}

impl Slate {
    /// Wipes it for a search of a lane.
    pub fn clear(&mut self, ways: &Ways) {
        self.labels.clear();
        self.front.clear();
        self.start_prices.clear();
        self.open.clear();
        self.queue.clear();
        for stand in self.filled.drain(..) {
            self.bags[0][stand as usize].clear();
            self.bags[1][stand as usize].clear();
        }
        let stands = ways.chart.posts().len();
        self.price_left.clear();
        self.price_left.resize(stands, CLOSED);
        if self.bags[0].len() < stands {
            self.bags.iter_mut().for_each(|bags| bags.resize_with(stands, Vec::new));
        }
    }

    /// What a move from a stand costs; none where it may not be taken.
    pub fn cost_of(&self, stand: u32, slot: Slot) -> Option<i64> {
        let range = self.menu.of(stand);
        let place =
            self.menu.onwards[range.clone()].iter().position(|onward| onward.slot == slot)?;
        Some(self.costs[range.start + place]).filter(|&cost| cost < CLOSED)
    }

    /// Adds a label that comes to `least`, unless another of its stand beats it; drops those it beats.
    pub fn insert(&mut self, label: Label, least: &Measures) -> Result<(), RoutingError> {
        let id = u32::try_from(self.labels.len()).unwrap_or(u32::MAX);
        let bag = &mut self.bags[usize::from(label.is_used)][label.stand as usize];
        let (legs, measures) = (label.legs, label.measures);
        let beats = |other: &Standing| (other.legs <= legs) & other.measures.is_no_worse(&measures);
        if bag.iter().any(beats) {
            return Ok(());
        }
        let labels = &mut self.labels;
        bag.retain(|other| {
            let is_beaten = (legs <= other.legs) & measures.is_no_worse(&other.measures);
            if is_beaten {
                labels[other.id as usize].is_alive = false;
            }
            !is_beaten
        });
        if bag.is_empty() {
            self.filled.push(label.stand);
        }
        bag.push(Standing { measures, legs, id });
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
