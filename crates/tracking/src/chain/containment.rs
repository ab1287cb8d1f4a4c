//! What lies in what, and when: bags in despatches, parcels in bags.

use std::collections::BTreeMap;

use portolan_model::Identifier;

use super::{ChainId, EntryId, Span, receptacle, undone};
use crate::limits;

/// An entry that lays one chain's thing into another's, or that takes such an entry back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Laying {
    /// `inner` lay in `outer`.
    In {
        /// The thing inside.
        inner: ChainId,
        /// The receptacle, or the despatch.
        outer: ChainId,
        /// When it lay there.
        span: Span,
    },
    /// An earlier entry does not hold.
    Undo(EntryId),
}

/// What cannot be true together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A thing lay in two receptacles at the same time.
    InTwo {
        /// The thing.
        inner: ChainId,
        /// One receptacle.
        one: ChainId,
        /// The other.
        other: ChainId,
    },
    /// A thing is said to have lain where its own number says that it cannot: a receptacle in a despatch
    /// that is not its own, a despatch in a receptacle.
    AgainstItsNumber {
        /// The thing.
        inner: ChainId,
        /// What it is said to have lain in.
        outer: ChainId,
    },
    /// A receptacle lay in itself, directly or over others.
    InItself(ChainId),
    /// Receptacles are nested deeper, or more of them, than any real ones: what lies further out was
    /// not read.
    TooDeep(ChainId),
}

/// Layings that hold, by the thing inside.
pub(super) type Layings = BTreeMap<ChainId, Vec<(ChainId, Span)>>;

pub(super) fn in_force(layings: &BTreeMap<EntryId, Laying>) -> Layings {
    let undone = undone(layings, |id, laying| match laying {
        Laying::Undo(target) if target < id => Some(*target),
        _ => None,
    });
    let mut held = Layings::new();
    for (_, laying) in layings.iter().filter(|(id, _)| !undone.contains(id)) {
        if let Laying::In { inner, outer, span } = *laying {
            held.entry(inner).or_default().push((outer, span));
        }
    }
    for outers in held.values_mut() {
        outers.sort_unstable();
        outers.dedup();
    }
    held
}

/// The chain and every chain it lay in, each with the time for which its scans hold for the chain; on the
/// way, what cannot be true of where it and they lay.
pub(super) fn reach(
    chain: ChainId,
    span: Span,
    layings: &Layings,
    numbers: &BTreeMap<ChainId, Identifier>,
    faults: &mut Vec<Fault>,
) -> Vec<(ChainId, Span)> {
    let mut found = vec![(chain, span)];
    let mut ways = vec![(vec![chain], span)];
    while let Some((way, span)) = ways.pop() {
        let Some(&inner) = way.last() else { continue };
        let stays: Vec<(ChainId, Span)> = stays_within(inner, span, layings).collect();
        faults.extend(in_two(inner, &stays));
        for (outer, shared) in stays {
            if may_not_lie_in(inner, outer, numbers) {
                faults.push(Fault::AgainstItsNumber { inner, outer });
            }
            if way.contains(&outer) {
                faults.push(Fault::InItself(outer));
            } else if way.len() > limits::NESTING_MAX || found.len() >= limits::REACH_MAX {
                faults.push(Fault::TooDeep(inner));
            } else {
                found.push((outer, shared));
                ways.push((way.iter().copied().chain([outer]).collect(), shared));
            }
        }
    }
    found
}

/// Where a thing lay within a time, by when each stay began.
fn stays_within(
    inner: ChainId,
    span: Span,
    layings: &Layings,
) -> impl Iterator<Item = (ChainId, Span)> {
    let outers = layings.get(&inner).into_iter().flatten();
    outers.filter_map(move |(outer, inside)| Some((*outer, span.shared(inside)?)))
}

/// Where a thing lay in two receptacles at once. Each stay is held against the one before it that lasts
/// longest: whatever overlaps at all overlaps there, and a thousand stays are no million pairs.
fn in_two(inner: ChainId, stays: &[(ChainId, Span)]) -> Vec<Fault> {
    let mut stays = stays.to_vec();
    stays.sort_unstable_by_key(|(outer, span)| (span.from, *outer, span.to));
    let mut found = Vec::new();
    let mut longest: Option<(ChainId, Span)> = None;
    for (outer, span) in stays {
        match longest {
            Some((other, lasting)) if other != outer && lasting.shared(&span).is_some() => {
                let (one, other) = (outer.min(other), outer.max(other));
                found.push(Fault::InTwo { inner, one, other });
            }
            _ => {}
        }
        let lasts_longer = |known: Span| match (span.to, known.to) {
            (_, None) => false,
            (None, Some(_)) => true,
            (Some(to), Some(known)) => to > known,
        };
        if longest.is_none_or(|(_, known)| lasts_longer(known)) {
            longest = Some((outer, span));
        }
    }
    found
}

/// Whether their own numbers say that the one cannot lie in the other.
fn may_not_lie_in(inner: ChainId, outer: ChainId, numbers: &BTreeMap<ChainId, Identifier>) -> bool {
    let both = numbers.get(&inner).zip(numbers.get(&outer));
    both.is_some_and(|(inner, outer)| !receptacle::may_lie_in(inner, outer))
}
