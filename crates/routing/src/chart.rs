//! The ways to one destination as a small graph: where a parcel can stand, and the moves that lead on.
//!
//! A [`Stand`] is a place and what is being ridden there; a [`Move`] takes one leg, alone or on a line.
//! Only what lies on some way of at most 8 legs to the destination is kept, with the least legs, hours and
//! loss that are left from each stand. None of it depends on the parcel, the day, prices or closures, so one
//! chart serves every parcel to the destination; origins are added as they are asked for, in `explore`.
//! What it deliberately leaves open: whether a move may be taken today, when, and for how much.

mod explore;
mod fares;
mod work;

use std::collections::{BTreeMap, HashMap};

use portolan_network::Snapshot;
use portolan_network::records::{LegIdx, LineIdx, NodeIdx};

use crate::limits;
use crate::relabelling::LastOperator;
use explore::LegsLeft;
pub(crate) use fares::{Fare, Fares};
pub(crate) use work::{LegWork, is_of_every_day};

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

/// One leg taken from a stand, alone or on a line.
#[derive(Debug, Clone, Copy)]
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
    /// Whether the ride may end here because this is the destination.
    pub is_last: bool,
    /// Whether a ride begins with it.
    pub enters: bool,
    /// Whether the leg counts as part of the line on some days only.
    pub is_dated: bool,
}

impl Move {
    /// The line it is ridden on.
    pub fn line(&self) -> Option<LineIdx> {
        (self.line != NONE).then(|| LineIdx::new(self.line))
    }
}

/// A stand with what is left at least from there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Post {
    first_move: u32,
    moves: u32,
    /// Legs.
    pub legs_left: u8,
    /// Seconds with every duration at its p50, without waiting.
    pub p50_left: u32,
    /// The same at p90.
    pub p90_left: u32,
    /// The greatest survival, in 2⁻³², rounded up.
    pub kept: u64,
}

/// All ways to one destination from the origins asked for so far.
#[derive(Debug)]
pub(crate) struct Chart {
    destinations: Vec<NodeIdx>,
    posts: Vec<Post>,
    moves: Vec<Move>,
    ids: HashMap<Stand, u32>,
    /// The stand that a route begins at, by place; none where no way leads from there.
    starts: BTreeMap<NodeIdx, Option<u32>>,
    legs_left: LegsLeft,
}

impl Chart {
    /// The chart of some destinations, without any origin.
    pub fn new(snapshot: &Snapshot, destinations: &[NodeIdx]) -> Self {
        Self {
            destinations: destinations.to_vec(),
            posts: Vec::new(),
            moves: Vec::new(),
            ids: HashMap::new(),
            starts: BTreeMap::new(),
            legs_left: LegsLeft::to(snapshot, destinations),
        }
    }

    /// The stand at which a route that begins in a place starts, the ways from there charted if they were
    /// not; none where no way leads to the destination.
    pub fn start(&mut self, survey: &mut Survey, origin: NodeIdx) -> Option<u32> {
        if let Some(&known) = self.starts.get(&origin) {
            return known;
        }
        let start = explore::add_origin(self, survey, origin);
        self.starts.insert(origin, start);
        start
    }

    /// The stands.
    pub fn posts(&self) -> &[Post] {
        &self.posts
    }

    /// All moves; those of a stand are at [`Post::moves`].
    pub fn moves(&self) -> &[Move] {
        &self.moves
    }

    /// Bytes it takes, roughly: a hash map keeps an eighth of its places free.
    pub fn bytes(&self) -> usize {
        size_of_val::<[Post]>(&self.posts)
            + size_of_val::<[Move]>(&self.moves)
            + self.ids.capacity() * (size_of::<(Stand, u32)>() + 1) * 8 / 7
            + self.starts.len() * size_of::<(NodeIdx, Option<u32>)>()
            + self.legs_left.bytes()
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

/// What charts are made from: the network, what is bought on it and what is done around each leg.
pub(crate) struct Survey<'a> {
    /// The network.
    pub snapshot: &'a Snapshot,
    /// Everything that can be bought.
    pub fares: &'a mut Fares,
    /// Processes around each leg.
    pub work: &'a LegWork,
}
