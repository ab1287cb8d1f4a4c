//! The moves of a lane that parcels may take by the same rules, and how each is priced.
//!
//! Which moves those are depends on what is refused and wished, not on the mass: parcels of the same goods share
//! a menu, and most of its prices are one multiplication each, lying side by side.

use std::collections::BTreeSet;
use std::ops::Range;

use portolan_model::Currency;
use portolan_network::records::{LegIdx, LineIdx, RestrictionSubject};

use crate::chains::Slot;
use crate::charts::Ways;
use crate::price_list::Flat;
use crate::{EntryWish, limits};

/// What decides, on the lane and day of some chains, which moves may be taken and how they are priced.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Rules {
    /// What does not take the parcel.
    pub refused: BTreeSet<RestrictionSubject>,
    /// The lines that may be ridden; none where all may.
    pub lines: Option<BTreeSet<LineIdx>>,
    /// Whether every leg must be tracked.
    pub tracked_all: bool,
    /// How the parcel is to enter.
    pub entry: EntryWish,
    /// The currency of the prices.
    pub currency: Option<Currency>,
}

/// A move that may be taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Onward {
    /// The stand behind it; [`crate::chart::NONE`] at the destination, where what is done there is not paid.
    pub to: u32,
    /// The move, and how its ride goes on.
    pub slot: Slot,
}

/// A move whose price one multiplication does not tell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Apart {
    /// Its place among the moves.
    pub at: u32,
    /// The fare paid behind it; [`crate::chart::NONE`] where the ride goes on.
    pub fare: u32,
    /// Its leg.
    pub leg: LegIdx,
    /// Whether it is the last: what is done at its end is then not paid.
    pub is_last: bool,
    /// Whether some process around it may cost anything.
    pub has_priced_work: bool,
}

/// The moves that may be taken, by their stands.
#[derive(Debug, Default)]
pub(crate) struct Menu {
    rules: Rules,
    /// The moves.
    pub(super) onwards: Vec<Onward>,
    /// What each costs; for those apart, of no meaning.
    pub(super) flats: Vec<Flat>,
    /// Those whose prices are told one by one.
    pub(super) aparts: Vec<Apart>,
    /// Where those of a stand begin and end.
    ends: Vec<[u32; 2]>,
}

impl Menu {
    /// Empties it for the moves of a lane by some rules.
    pub(super) fn begin(&mut self, rules: Rules, ways: &Ways) {
        self.rules = rules;
        self.onwards.clear();
        self.flats.clear();
        self.aparts.clear();
        self.ends.clear();
        self.ends.resize(ways.chart.posts().len(), [0; 2]);
    }

    /// Adds a move that costs the same for every gram.
    pub(super) fn add_flat(&mut self, onward: Onward, flat: Flat) {
        self.onwards.push(onward);
        self.flats.push(flat);
    }

    /// Adds a move whose price is told by itself; its place is filled in.
    pub(super) fn add_apart(&mut self, onward: Onward, apart: Apart) {
        self.aparts.push(Apart { at: number(self.onwards.len()), ..apart });
        self.add_flat(onward, Flat::default());
    }

    /// Ends the moves of a stand, which begin with the `first`.
    pub(super) fn end_stand(&mut self, stand: u32, first: usize) {
        self.ends[stand as usize] = [number(first), number(self.onwards.len())];
    }

    /// The moves from a stand that may be taken.
    pub(super) fn of(&self, stand: u32) -> Range<usize> {
        let [first, end] = self.ends[stand as usize];
        first as usize..end as usize
    }

    /// Whether it holds by these rules.
    fn is_by(&self, rules: &Rules) -> bool {
        self.rules == *rules
    }

    fn bytes(&self) -> usize {
        self.onwards.capacity() * size_of::<Onward>()
            + self.flats.capacity() * size_of::<Flat>()
            + self.aparts.capacity() * size_of::<Apart>()
            + self.ends.capacity() * size_of::<[u32; 2]>()
    }
}

/// The menus of a lane that its last parcels chose from.
#[derive(Debug, Default)]
pub(crate) struct Menus(Vec<Menu>);

impl Menus {
    /// Takes out the one by some rules, to be given back with [`Self::keep`].
    pub fn take(&mut self, rules: &Rules) -> Option<Menu> {
        let place = self.0.iter().position(|menu| menu.is_by(rules))?;
        Some(self.0.remove(place))
    }

    /// Keeps one; the one used least lately makes place for it.
    pub fn keep(&mut self, menu: Menu) {
        if self.0.len() >= limits::MENUS_KEPT {
            self.0.remove(0);
        }
        self.0.push(menu);
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Bytes they take.
    pub fn bytes(&self) -> usize {
        self.0.iter().map(Menu::bytes).sum()
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
