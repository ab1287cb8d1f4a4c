//! Drawing a chart: back from the last stands, then what is left at least from each stand.

use super::{Atlas, Chart, LastLegs, LegWork, Move, NONE, Post};
use crate::limits;

const FAR: u8 = u8::MAX;
/// Survival is kept in 2⁻³² here.
const CERTAIN: u64 = 1 << 32;

impl Chart {
    /// The ways to some last stands of an atlas.
    pub fn to(atlas: &Atlas, work: &LegWork, last: &[u32]) -> Self {
        let mut legs_left = vec![FAR; atlas.len()];
        let mut found = Vec::new();
        for &stand in last {
            legs_left[stand as usize] = 1;
            found.push(stand);
        }
        let mut at = 0;
        while let Some(&stand) = found.get(at) {
            at += 1;
            let legs = legs_left[stand as usize] + 1;
            if usize::from(legs) > limits::LEGS_MAX {
                continue;
            }
            for &before in atlas.before(stand) {
                if legs_left[before as usize] == FAR {
                    legs_left[before as usize] = legs;
                    found.push(before);
                }
            }
        }
        let mut places = vec![NONE; atlas.len()];
        for (place, &stand) in (0_u32..).zip(&found) {
            places[stand as usize] = place;
        }
        let mut chart = Self { posts: Vec::with_capacity(found.len()), moves: Vec::new(), places };
        for stand in found {
            chart.add(atlas, stand, legs_left[stand as usize]);
        }
        chart.moves.shrink_to_fit();
        chart.bound(work, last.len());
        chart
    }

    fn add(&mut self, atlas: &Atlas, stand: u32, legs_left: u8) {
        let place = |next: u32| if next == NONE { NONE } else { self.places[next as usize] };
        let first_move = number(self.moves.len());
        let moves = atlas.moves_of(stand).iter().filter_map(|step| {
            let (on, free) = (place(step.on), place(step.free));
            (on != NONE || free != NONE).then_some(Move { on, free, ..*step })
        });
        self.moves.extend(moves);
        self.posts.push(Post {
            stand,
            node: atlas.node_of(stand),
            first_move,
            moves: number(self.moves.len()) - first_move,
            legs_left,
            p50_left: u32::MAX,
            p90_left: u32::MAX,
            kept: 0,
        });
    }

    /// The least hours and loss from every stand, over as many legs as a route may have.
    fn bound(&mut self, work: &LegWork, last: usize) {
        for post in &mut self.posts[..last] {
            (post.p50_left, post.p90_left, post.kept) = (0, 0, CERTAIN);
        }
        for _ in 0..limits::LEGS_MAX {
            let mut is_settled = true;
            for at in last..self.posts.len() {
                let mut best = self.posts[at];
                for step in &self.moves[best.moves()] {
                    let facts = work.facts(step.leg);
                    let kept = CERTAIN - lost(facts.loss_ppm);
                    let [p50, p90] = facts.through.map(i64::from);
                    for next in [step.on, step.free].into_iter().filter(|&next| next != NONE) {
                        let next = self.posts[next as usize];
                        if next.kept > 0 {
                            let p50 = p50 + i64::from(next.p50_left);
                            let p90 = p90 + i64::from(next.p90_left);
                            best.improve(p50, p90, both(kept, next.kept));
                        }
                    }
                }
                let old = &mut self.posts[at];
                let is_same = (old.p50_left, old.p90_left, old.kept)
                    == (best.p50_left, best.p90_left, best.kept);
                is_settled &= is_same;
                *old = best;
            }
            if is_settled {
                return;
            }
        }
    }
}

impl Post {
    fn improve(&mut self, p50: i64, p90: i64, kept: u64) {
        self.p50_left = self.p50_left.min(u32::try_from(p50).unwrap_or(u32::MAX));
        self.p90_left = self.p90_left.min(u32::try_from(p90).unwrap_or(u32::MAX));
        self.kept = self.kept.max(kept.clamp(1, CERTAIN));
    }
}

pub(super) fn last_legs(work: &LegWork, moves: &[(u32, Move)]) -> LastLegs {
    let mut least = LastLegs { p50: u32::MAX, p90: u32::MAX, kept: 1 };
    for (_, step) in moves {
        let facts = work.facts(step.leg);
        let [p50, p90] = facts.to_end;
        (least.p50, least.p90) = (least.p50.min(p50), least.p90.min(p90));
        least.kept = least.kept.max(CERTAIN - lost(facts.loss_ppm));
    }
    least
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(NONE)
}

/// The product of two shares in 2⁻³², rounded up.
pub(super) fn both(a: u64, b: u64) -> u64 {
    let product = (u128::from(a) * u128::from(b)) >> 32;
    u64::try_from(product).unwrap_or(CERTAIN) + 1
}

/// What a leg loses, rounded down, in 2⁻³².
fn lost(loss_ppm: u32) -> u64 {
    (u64::from(loss_ppm.min(1_000_000)) << 32) / 1_000_000
}
