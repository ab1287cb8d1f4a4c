//! The ways to one destination as a small graph: where a parcel can stand, and the moves that lead on.
//!
//! A [`Stand`] is a place and what is being ridden there; a [`Move`] takes one leg, alone or on a line. All of
//! them are in the [`Atlas`] of the network. A [`Chart`] is the part of it from which the last stands before
//! a destination can be reached in 8 legs, with the least legs, hours and loss that are left from each stand:
//! zones that are delivered from the same stands share one. None of it depends on the parcel, the day, prices
//! or closures.
//! What it deliberately leaves open: whether a move may be taken today, when, and for how much.

mod arrivals;
mod atlas;
mod between;
mod draw;
mod fares;
mod passages;
mod season;
mod work;

use portolan_network::records::{LegIdx, LineIdx, NodeIdx, OperatorIdx};

use crate::limits;
use crate::relabelling::LastOperator;
use crate::replay::Step;
pub(crate) use arrivals::Arrivals;
pub(crate) use atlas::{Atlas, Survey};
pub(crate) use between::Between;
pub(crate) use fares::{Fare, Fares};
pub(crate) use passages::Passages;
pub(crate) use season::{Recurring, Season};
pub(crate) use work::{LegFacts, LegWork, is_of_every_day};

/// No stand, or no fare, where a number of one is kept.
pub(crate) const NONE: u32 = u32::MAX;

/// Where a parcel is and what decides how it may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Stand {
    /// The place.
    pub node: NodeIdx,
    /// Whether it is on a line.
    pub riding: Riding,
}

/// Whether a parcel is on a line or free to take another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Riding {
    /// The last ride is paid. Who it was bought from decides whether the next one relabels.
    Free(LastOperator),
    /// On a line, to be paid when it is left.
    On {
        /// The line.
        line: LineIdx,
        /// The stage of the last leg.
        stage: u16,
        /// Where the line was entered, if its price depends on that.
        entered: Option<NodeIdx>,
        /// Whether entering it relabelled, if that is charged for.
        is_relabelled: bool,
    },
}

/// One leg taken from a stand, alone or on a line; with what is asked of the leg when it is priced.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "facts of a leg, each of its own")]
pub(crate) struct Move {
    /// The leg.
    pub leg: LegIdx,
    /// The line, [`NONE`] where the leg is bought by itself.
    line: u32,
    /// What is paid if the ride ends with it, [`NONE`] where it cannot.
    pub fare: u32,
    /// Where the parcel stands if the ride goes on, [`NONE`] where that leads nowhere.
    pub on: u32,
    /// Where it stands if the ride ends, [`NONE`] where that leads nowhere.
    pub free: u32,
    /// Whether it is the last, to the destination.
    pub is_last: bool,
    /// Whether a ride begins with it.
    pub enters: bool,
    /// Whether the leg counts as part of the line on some days only.
    pub is_dated: bool,
    /// Who moves.
    pub operator: OperatorIdx,
    /// Whether parcels are tracked.
    pub is_tracked: bool,
    /// Whether the sender brings the parcel; none where the leg does not leave a zone.
    pub drop_off: Option<bool>,
    /// Whether some process before it or at its end may cost anything.
    pub has_priced_work: bool,
}

impl Move {
    /// The line it is ridden on.
    pub fn line(&self) -> Option<LineIdx> {
        (self.line != NONE).then(|| LineIdx::new(self.line))
    }

    /// It as a step of a route.
    pub fn bare(&self) -> Step {
        Step { leg: self.leg, line: self.line(), enters: self.enters, fare: self.fare }
    }
}

/// A stand with what is left at least from there to a last stand, the last leg not counted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Post {
    /// Its number in the atlas.
    pub stand: u32,
    /// Its place.
    pub node: NodeIdx,
    first_move: u32,
    moves: u32,
    /// Legs, the last one counted.
    pub legs_left: u8,
    /// Seconds with every duration at its p50, without waiting.
    pub p50_left: u32,
    /// The same at p90.
    pub p90_left: u32,
    /// The greatest survival, in 2⁻³², rounded up.
    pub kept: u64,
}

/// All ways to some last stands.
#[derive(Debug)]
pub(crate) struct Chart {
    posts: Vec<Post>,
    moves: Vec<Move>,
    /// The place among the posts of every stand of the atlas.
    places: Vec<u32>,
}

impl Chart {
    /// The stands, the last ones first.
    pub fn posts(&self) -> &[Post] {
        &self.posts
    }

    /// All moves but the last; those of a stand are at [`Post::moves`].
    pub fn moves(&self) -> &[Move] {
        &self.moves
    }

    /// The place of a stand of the atlas; none where no way leads from there.
    pub fn place_of(&self, stand: u32) -> Option<u32> {
        self.places.get(stand as usize).copied().filter(|&place| place != NONE)
    }

    /// Whether a stand was in the atlas when it was drawn.
    pub fn knows(&self, stand: u32) -> bool {
        (stand as usize) < self.places.len()
    }

    /// Bytes it takes.
    pub fn bytes(&self) -> usize {
        size_of_val::<[Post]>(&self.posts)
            + size_of_val::<[Move]>(&self.moves)
            + size_of_val::<[u32]>(&self.places)
            + size_of::<Self>()
    }
}

impl Post {
    /// The places of its moves among [`Chart::moves`].
    pub fn moves(&self) -> std::ops::Range<usize> {
        let first = self.first_move as usize;
        first..first + self.moves as usize
    }

    /// Whether the destination is in reach after so many legs.
    pub fn is_in_reach(&self, legs: u8) -> bool {
        usize::from(self.legs_left.saturating_add(legs)) <= limits::LEGS_MAX
    }
}

/// What is left at least from the last stands of a destination on: its last legs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LastLegs {
    /// Seconds with every duration at its p50, without waiting.
    pub p50: u32,
    /// The same at p90.
    pub p90: u32,
    /// The greatest survival, in 2⁻³².
    pub kept: u64,
}

impl LastLegs {
    /// Of some last moves.
    pub fn of(work: &LegWork, moves: &[(u32, Move)]) -> Self {
        draw::last_legs(work, moves)
    }
}
