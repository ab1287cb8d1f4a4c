//! Chains, and what ties them to parcels.
//!
//! A chain is the scans of one identifier in one period. It knows no parcel: dated entries link chains to
//! parcels and lay them into receptacles, and an entry is undone by another, so that a re-labelling, a
//! join or its undoing rewrites no scan. A receptacle's scans are kept once and reach its contents when
//! they are read, by the time each was inside.
//!
//! Start at [`scans_of`]. [`despatch_of`] says what a receptacle's own number tells of where it lies.

mod containment;
mod receptacle;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use portolan_model::{Identifier, Scan};

pub use containment::{Fault, Laying};
pub use receptacle::{despatch_of, may_lie_in};

/// A chain's number in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChainId(pub i64);

/// An entry's number in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub i64);

/// A time with two ends, the first included and the second not; either may be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// From when; `None`: always before.
    pub from: Option<Timestamp>,
    /// Until when; `None`: still.
    pub to: Option<Timestamp>,
}

impl Span {
    /// All of time.
    pub const ALWAYS: Self = Self { from: None, to: None };

    /// Whether an instant lies in it.
    pub fn contains(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= at) && self.to.is_none_or(|to| at < to)
    }

    /// What lies in both; `None` where nothing does.
    pub fn shared(&self, other: &Self) -> Option<Self> {
        let from = self.from.max(other.from);
        let to = match (self.to, other.to) {
            (Some(one), Some(another)) => Some(one.min(another)),
            (one, another) => one.or(another),
        };
        let is_empty = from.zip(to).is_some_and(|(from, to)| to <= from);
        (!is_empty).then_some(Self { from, to })
    }
}

/// An entry that links a chain to a parcel, or that takes such an entry back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entry {
    /// The chain tells of the parcel in a span of time.
    Link {
        /// The chain.
        chain: ChainId,
        /// When it does.
        span: Span,
    },
    /// An earlier entry does not hold.
    Undo(EntryId),
}

/// What is told of one parcel: the scans of its chains, and those of what they lay in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// Every scan, each once.
    pub scans: Vec<Scan>,
    /// What cannot be true together about its receptacles.
    pub faults: Vec<Fault>,
}

/// The scans that reach a parcel over its links and, nested, over the receptacles its chains lay in.
///
/// `entries` are those of the parcel by their numbers; `layings` and `scans` may hold more than its own.
/// `numbers` are the chains' identifiers, as far as known: what lies where its own number says that it
/// cannot is told among the faults, and its scans are read all the same.
pub fn scans_of(
    entries: &BTreeMap<EntryId, Entry>,
    layings: &BTreeMap<EntryId, Laying>,
    scans: &BTreeMap<ChainId, Vec<Scan>>,
    numbers: &BTreeMap<ChainId, Identifier>,
) -> Told {
    let mut told = Told::default();
    let layings = containment::in_force(layings);
    let mut reached: BTreeSet<(ChainId, usize)> = BTreeSet::new();
    for (chain, span) in linked(entries) {
        let reach = containment::reach(chain, span, &layings, numbers, &mut told.faults);
        for (chain, span) in reach {
            let known = scans.get(&chain).map_or(&[][..], Vec::as_slice);
            for (index, scan) in known.iter().enumerate() {
                if span.contains(scan.occurred.instant_or_utc()) && reached.insert((chain, index)) {
                    told.scans.push(scan.clone());
                }
            }
        }
    }
    told.faults.sort_unstable();
    told.faults.dedup();
    told
}

/// The links that are not undone. An undoing may itself be undone; then what it undid holds again.
pub fn linked(entries: &BTreeMap<EntryId, Entry>) -> Vec<(ChainId, Span)> {
    let undoing = |id: &EntryId, entry: &Entry| match entry {
        // Only what was written before can be undone, so that this walk ends.
        Entry::Undo(target) if target < id => Some(*target),
        _ => None,
    };
    let undone = undone(entries, undoing);
    let links = entries.iter().filter(|(id, _)| !undone.contains(id));
    links
        .filter_map(|(_, entry)| match entry {
            Entry::Link { chain, span } => Some((*chain, *span)),
            Entry::Undo(_) => None,
        })
        .collect()
}

/// The entries that others take back, newest first, so that what is taken back itself takes nothing.
fn undone<E>(
    entries: &BTreeMap<EntryId, E>,
    undoing: impl Fn(&EntryId, &E) -> Option<EntryId>,
) -> BTreeSet<EntryId> {
    let mut undone = BTreeSet::new();
    for (id, entry) in entries.iter().rev() {
        if let Some(target) = undoing(id, entry).filter(|_| !undone.contains(id)) {
            undone.insert(target);
        }
    }
    undone
}
