//! What searches have prepared of the network in force, handed from one request to the next.
//!
//! A request takes it for the time of its search and gives it back; one that finds none prepares its own. So
//! there are never more than searches at once, and no request waits for another. What a later version of the
//! network leaves standing is used on.

use std::sync::{Mutex, PoisonError};

use crate::limits::PREPARED_BYTES_MAX;
use portolan_network::Snapshot;
use portolan_routing::{Kept, Searcher};

#[cfg(test)]
mod tests;

/// What is not in use, the latest given back last.
#[derive(Debug, Default)]
pub struct Prepared(Mutex<Vec<Kept>>);

impl Prepared {
    /// Runs a search on a network with the best of what was prepared before.
    pub fn search<T>(&self, snapshot: &Snapshot, run: impl FnOnce(&mut Searcher) -> T) -> T {
        let mut searcher = match self.take(snapshot) {
            Some(kept) => Searcher::resume(snapshot, kept),
            None => Searcher::new(snapshot),
        };
        let found = run(&mut searcher);
        self.give_back(searcher.into_kept());
        found
    }

    /// The latest that was prepared of a version of the network, else of another.
    fn take(&self, snapshot: &Snapshot) -> Option<Kept> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = all.iter().rposition(|kept| kept.is_of(snapshot));
        match same {
            Some(at) => Some(all.remove(at)),
            None => all.pop(),
        }
    }

    /// Keeps it for another request; what was given back longest ago goes where there is too much.
    fn give_back(&self, kept: Kept) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(kept);
        let mut bytes = 0;
        let is_within = |kept: &&Kept| {
            bytes += kept.bytes();
            bytes <= PREPARED_BYTES_MAX
        };
        let fit = all.iter().rev().take_while(is_within).count();
        // The latest stays in any case: it alone is bounded by what a searcher keeps.
        let gone = all.len() - fit.max(1);
        all.drain(..gone);
    }

    /// How many there are that no request uses.
    #[cfg(test)]
    fn idle(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}
