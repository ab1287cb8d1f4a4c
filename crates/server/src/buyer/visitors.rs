//! How many numbers one address may look up: a budget that fills up again over the hour.
//!
//! Another number has its price, one that nobody knows three times as much, and looking again at the same
//! number a fiftieth, known or not: who waits for a parcel pays next to nothing, who walks through numbers is
//! stopped after a few dozen. The budget is asked before the store is, so a refusal tells nothing about a
//! number. Kept in memory: each process counts by itself.

use std::collections::hash_map::RandomState;
use std::collections::{HashMap, VecDeque};
use std::hash::BuildHasher;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use crate::limits::{VISITOR_NUMBERS, VISITORS_MAX};

/// Milliseconds in which an empty budget is full again. A budget is counted in them: waiting a
/// millisecond gives one back.
const FULL_MS: u64 = 3_600_000;
/// The part of a number's price that looking at it again costs.
const AGAIN_PART: u64 = 50;
/// What an unknown number costs beside its price, in prices.
const MISSED_PRICES: u64 = 2;
/// Numbers remembered of one visitor, the newest.
const NUMBERS_MAX: usize = 64;

/// How many different numbers one address may look up in an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitorLimit {
    /// Numbers an hour, and at once.
    pub numbers: u32,
}

impl Default for VisitorLimit {
    fn default() -> Self {
        Self { numbers: VISITOR_NUMBERS }
    }
}

/// Everybody who looked.
#[derive(Debug)]
pub struct Visitors {
    limit: VisitorLimit,
    /// Numbers are kept as keyed hashes: memory holds no list of who looked at which parcel.
    hashes: RandomState,
    budgets: Mutex<HashMap<IpAddr, Budget>>,
}

#[derive(Debug)]
struct Budget {
    left_ms: u64,
    at: Timestamp,
    numbers: VecDeque<u64>,
}

/// That a look was let through; a number that turns out unknown is to be told with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    visitor: IpAddr,
    is_new: bool,
}

impl Visitors {
    /// Full budgets for everybody.
    pub fn new(limit: VisitorLimit) -> Self {
        Self { limit, hashes: RandomState::new(), budgets: Mutex::default() }
    }

    /// Takes what a look costs; where it is not there, the seconds until it is.
    pub fn look(&self, client: IpAddr, number: &str, now: Timestamp) -> Result<Look, u64> {
        let visitor = visitor_of(client);
        let hash = self.hashes.hash_one(number);
        let mut budgets = self.budgets.lock().unwrap_or_else(PoisonError::into_inner);
        if budgets.len() >= VISITORS_MAX && !budgets.contains_key(&visitor) {
            Self::make_room(&mut budgets, now);
        }
        let fresh = || Budget { left_ms: FULL_MS, at: now, numbers: VecDeque::new() };
        let budget = budgets.entry(visitor).or_insert_with(fresh);
        let left_ms = budget.refilled(now);
        let is_new = !budget.numbers.contains(&hash);
        let cost = if is_new { self.price_ms() } else { self.price_ms() / AGAIN_PART };
        let Some(left) = left_ms.checked_sub(cost) else {
            return Err((cost - left_ms).div_ceil(1_000));
        };
        budget.left_ms = left;
        budget.at = now.max(budget.at);
        if is_new {
            if budget.numbers.len() >= NUMBERS_MAX {
                budget.numbers.pop_front();
            }
            budget.numbers.push_back(hash);
        }
        Ok(Look { visitor, is_new })
    }

    /// Nobody knows the number: takes what that costs beside the look.
    pub fn missed(&self, look: Look) {
        let mut budgets = self.budgets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(budget) = budgets.get_mut(&look.visitor).filter(|_| look.is_new) {
            budget.left_ms = budget.left_ms.saturating_sub(MISSED_PRICES * self.price_ms());
        }
    }

    /// What a number costs.
    fn price_ms(&self) -> u64 {
        (FULL_MS / u64::from(self.limit.numbers.max(1))).max(1)
    }

    /// Full budgets say nothing and are dropped; where that is not enough, the tenth that looked longest
    /// ago.
    fn make_room(budgets: &mut HashMap<IpAddr, Budget>, now: Timestamp) {
        budgets.retain(|_, budget| budget.refilled(now) < FULL_MS);
        if budgets.len() >= VISITORS_MAX {
            let mut times: Vec<Timestamp> = budgets.values().map(|budget| budget.at).collect();
            let tenth = times.len() / 10;
            let (_, oldest, _) = times.select_nth_unstable(tenth);
            let oldest = *oldest;
            budgets.retain(|_, budget| budget.at > oldest);
        }
    }
}

impl Budget {
    fn refilled(&self, now: Timestamp) -> u64 {
        let passed = now.as_millisecond().saturating_sub(self.at.as_millisecond());
        self.left_ms.saturating_add(u64::try_from(passed).unwrap_or_default()).min(FULL_MS)
    }
}

/// Of version 6 the network of 64 bits: one subscriber has at least that.
fn visitor_of(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000).unwrap() + SignedDuration::from_secs(seconds)
    }

    fn visitors(numbers: u32) -> Visitors {
        Visitors::new(VisitorLimit { numbers })
    }

    #[test]
    fn a_few_dozen_numbers_then_one_every_while() {
        let visitors = visitors(40);
        let home = ip("203.0.113.9");
        for index in 0..40 {
            assert!(visitors.look(home, &format!("N{index}"), at(0)).is_ok(), "{index}");
        }
        assert_eq!(visitors.look(home, "N40", at(0)), Err(90));
        assert_eq!(visitors.look(home, "N40", at(89)), Err(1));
        assert!(visitors.look(home, "N40", at(90)).is_ok());
        assert!(visitors.look(home, "N41", at(90)).is_err());
        assert!(visitors.look(ip("203.0.113.10"), "N41", at(90)).is_ok(), "addresses do not share");
        let later = at(90 + 7_200);
        let more = (100..200).filter(|n| visitors.look(home, &format!("N{n}"), later).is_ok());
        assert_eq!(more.count(), 40, "never more than the budget");
    }

    #[test]
    fn the_same_number_again_is_cheap_and_not_free() {
        let visitors = visitors(4);
        let home = ip("203.0.113.9");
        let again = (0..1_000).take_while(|_| visitors.look(home, "N1", at(0)).is_ok()).count();
        assert_eq!(again, 1 + 3 * 50);
        assert_eq!(visitors.look(home, "N1", at(0)), Err(18));
    }

    #[test]
    fn a_number_that_nobody_knows_costs_three_and_waiting_for_it_next_to_nothing() {
        let visitors = visitors(10);
        let home = ip("203.0.113.9");
        for index in 0..3 {
            let look = visitors.look(home, &format!("N{index}"), at(0)).unwrap();
            visitors.missed(look);
        }
        let look = visitors.look(home, "N0", at(0)).unwrap();
        visitors.missed(look);
        assert!(visitors.look(home, "N0", at(0)).is_ok());
        let refused = visitors.look(home, "N3", at(0));
        assert!(refused.is_err(), "9 points and two looks again are spent: {refused:?}");
    }

    #[test]
    fn a_subscriber_of_version_six_is_one_visitor() {
        let visitors = visitors(1);
        assert!(visitors.look(ip("2001:db8:1:2::1"), "N1", at(0)).is_ok());
        assert!(visitors.look(ip("2001:db8:1:2:ffff::9"), "N2", at(0)).is_err());
        assert!(visitors.look(ip("2001:db8:1:3::1"), "N2", at(0)).is_ok());
        assert!(visitors.look(ip("203.0.113.9"), "N1", at(0)).is_ok());
        assert!(visitors.look(ip("::ffff:203.0.113.9"), "N2", at(0)).is_err());
    }

    #[test]
    fn memory_stays_bounded_and_who_spent_is_remembered() {
        let visitors = visitors(1);
        let spent = ip("203.0.113.9");
        let address = |index: u32| IpAddr::V4((0x0a00_0000 + index).into());
        let many = u32::try_from(VISITORS_MAX).unwrap() + 500;
        for index in 0..many {
            assert!(visitors.look(address(index), "N1", at(1)).is_ok());
            if index == many - 400 {
                assert!(visitors.look(spent, "N1", at(2)).is_ok());
            }
        }
        assert!(visitors.budgets.lock().unwrap().len() <= VISITORS_MAX);
        assert!(visitors.look(spent, "N2", at(2)).is_err());
        assert!(visitors.look(spent, "N2", at(2 + 3_600)).is_ok());
    }

    #[test]
    fn a_clock_that_goes_back_gives_nothing() {
        let visitors = visitors(1);
        assert!(visitors.look(ip("203.0.113.9"), "N1", at(0)).is_ok());
        assert!(visitors.look(ip("203.0.113.9"), "N2", at(-86_400)).is_err());
    }
}
