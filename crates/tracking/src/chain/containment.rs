//! What lies in what, and when: bags in despatches, parcels in bags.

use std::collections::BTreeMap;

use super::{ChainId, EntryId, Span, undone};
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

/// Where a thing itself lay in two receptacles at once.
pub(super) fn faults_of(inner: ChainId, layings: &Layings, faults: &mut Vec<Fault>) {
    let outers = layings.get(&inner).map_or(&[][..], Vec::as_slice);
    for (index, (one, span)) in outers.iter().enumerate() {
        for (other, other_span) in &outers[index + 1..] {
            if one != other && span.shared(other_span).is_some() {
                faults.push(Fault::InTwo { inner, one: *one, other: *other });
            }
        }
    }
}

/// The chain and every chain it lay in, each with the time for which its scans hold for the chain.
pub(super) fn reach(
    chain: ChainId,
    span: Span,
    layings: &Layings,
    faults: &mut Vec<Fault>,
) -> Vec<(ChainId, Span)> {
    let mut found = vec![(chain, span)];
    let mut ways = vec![(vec![chain], span)];
    while let Some((way, span)) = ways.pop() {
        let Some(&inner) = way.last() else { continue };
        for &(outer, inside) in layings.get(&inner).into_iter().flatten() {
            let Some(shared) = span.shared(&inside) else { continue };
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
