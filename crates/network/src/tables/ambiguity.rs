//! Tariffs of which nobody could say which one prices a ride.

use super::TariffRow;
use crate::{
    draft::Draft,
    limits,
    read::{CellFault, Table},
    records::{End, Node, Tariff, TariffIdx, TariffSubject},
};
use portolan_model::{ClientTier, Side};
use std::collections::BTreeMap;

/// Tells each tariff that is equal to an earlier one in side, tier, subject, ends and days.
pub(crate) fn check(draft: &mut Draft, table: &Table<TariffRow>) {
    type Group = (Side, Option<ClientTier>, TariffSubject);
    let mut groups: BTreeMap<Group, Vec<TariffIdx>> = BTreeMap::new();
    for (index, row) in draft.tariffs.arena.entries() {
        groups.entry((row.side, row.tier, row.subject)).or_default().push(index);
    }
    let small =
        groups.values().filter(|group| group.len() * group.len() / 2 < limits::TARIFF_PAIRS_MAX);
    let mut clashes = Vec::new();
    for group in small {
        for (position, &later) in group.iter().enumerate() {
            let equal = |earlier: &&TariffIdx| is_equal(draft, **earlier, later);
            if let Some(&earlier) = group[..position].iter().find(equal) {
                clashes.push((earlier, later));
            }
        }
    }
    for (earlier, later) in clashes {
        let (other, key) =
            (draft.tariffs.arena[earlier].key.clone(), draft.tariffs.arena[later].key.clone());
        let Ok(position) = table.rows.binary_search_by(|(known, _)| known.cmp(&key)) else {
            continue;
        };
        let (_, placed) = &table.rows[position];
        let what = format!("it prices the same as `{other}` on the same days");
        let mend = "make one of them more specific, or end one before the other begins";
        draft.error(placed.at, "tariff", CellFault::new("tariff_ambiguous", what, mend));
    }
}

fn is_equal(draft: &Draft, a: TariffIdx, b: TariffIdx) -> bool {
    let (a, b): (&Tariff, &Tariff) = (&draft.tariffs.arena[a], &draft.tariffs.arena[b]);
    a.provenance.valid.overlaps(&b.provenance.valid)
        && meets(draft, a.to, b.to)
        && meets(draft, a.from, b.from)
}

/// Whether one end of a ride may be named by both equally specifically.
fn meets(draft: &Draft, a: End, b: End) -> bool {
    let (End::Place(first), End::Place(second)) = (a, b) else {
        return a == b;
    };
    if first == second {
        return true;
    }
    let (first, second): (&Node, &Node) = (&draft.nodes.arena[first], &draft.nodes.arena[second]);
    first.country == second.country
        && first.patterns.iter().any(|pattern| {
            let shares = |other: &&crate::records::Pattern| {
                pattern.specificity() == other.specificity() && pattern.overlaps(other)
            };
            second.patterns.iter().any(|other| shares(&other))
        })
}
