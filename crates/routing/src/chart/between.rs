//! What of a chart lies on some way of at most 8 legs from where a route begins.

use std::collections::VecDeque;
use std::sync::OnceLock;

use super::{Chart, NONE};

/// Stands of a chart, by their places.
#[derive(Debug)]
pub(crate) struct Between {
    /// The stands, the fewest legs from the destination first.
    stands: Vec<u32>,
    /// The same in a better order for counting back prices, once one parcel has shown it.
    by_price: OnceLock<Vec<u32>>,
}

impl Between {
    /// The stands that routes from some starts may pass.
    pub fn of(chart: &Chart, starts: impl Iterator<Item = u32>) -> Self {
        let mut legs = vec![u8::MAX; chart.posts().len()];
        let mut queue: VecDeque<u32> = starts.collect();
        for &start in &queue {
            legs[start as usize] = 0;
        }
        while let Some(at) = queue.pop_front() {
            let post = &chart.posts()[at as usize];
            let next_legs = legs[at as usize].saturating_add(1);
            for step in &chart.moves()[post.moves()] {
                for next in [step.on, step.free].into_iter().filter(|&next| next != NONE) {
                    let known = &mut legs[next as usize];
                    if *known == u8::MAX && chart.posts()[next as usize].is_in_reach(next_legs) {
                        *known = next_legs;
                        queue.push_back(next);
                    }
                }
            }
        }
        let all = (0..).zip(&legs);
        let stands = all.filter(|(_, legs)| **legs != u8::MAX).map(|(place, _)| place).collect();
        Self { stands, by_price: OnceLock::new() }
    }

    /// The stands, in the order that the first parcel showed where there was one.
    pub fn stands(&self) -> &[u32] {
        self.by_price.get().unwrap_or(&self.stands)
    }

    /// Keeps the order of what is paid from each stand, for the next parcels: theirs is much the same.
    pub fn show(&self, price_left: impl Fn(u32) -> i64) {
        self.by_price.get_or_init(|| {
            let mut stands = self.stands.clone();
            stands.sort_by_key(|&stand| price_left(stand));
            stands
        });
    }

    /// Bytes it takes, both orders counted.
    pub fn bytes(&self) -> usize {
        2 * size_of_val::<[u32]>(&self.stands) + size_of::<Self>()
    }
}
