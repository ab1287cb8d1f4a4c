//! When every chain of legs of a lane stands where: told once, for all parcels that are ready at once.
//!
//! Times and losses depend on the lane, the instant the parcel is ready, timetables and full departures, but
//! neither on what is sent nor on prices. So the searches of a lane share a tree: a [`Link`] is one leg more,
//! with both clocks, the survival, and the least that both can come to at the destination. It is written when
//! some search first goes there. Chains of lanes asked about again are kept up to a number of bytes.
//! What it deliberately knows nothing of: prices, refusals, and which chains are worth going on with.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Arc, Weak};

use jiff::{Timestamp, civil};
use portolan_network::records::{LegIdx, NodeIdx};

use crate::chart::{Chart, NONE, Passages};
use crate::charts::Ways;
use crate::lane::{Lane, Seconds};
use crate::search::{Menu, Menus};
use crate::{Route, Survival, limits};

/// A leg was not followed yet, or leads nowhere.
const UNTOLD: u32 = NONE;
const NOWHERE: u32 = NONE - 1;

/// A chain of legs by its last.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link {
    /// When it can go on, or is there for good at the destination.
    pub times: Seconds,
    /// When it can be at the destination at the earliest.
    pub least: Seconds,
    /// The probability of having come so far.
    pub survival: Survival,
    /// The most that is left of it at the destination.
    pub survival_left: Survival,
    /// Where it stands, as a place of the chart; [`NONE`] at the destination.
    pub stand: u32,
    /// Where the links that follow begin; [`NONE`] before the first was asked for.
    next: u32,
}

impl Link {
    /// One that stands somewhere, with the least it can come to.
    pub fn standing(
        stand: u32,
        (times, survival): (Seconds, Survival),
        (least, survival_left): (Seconds, Survival),
    ) -> Self {
        Self { times, least, survival, survival_left, stand, next: NONE }
    }

    /// One that has arrived.
    pub fn at_destination(times: Seconds, survival: Survival) -> Self {
        Self::standing(NONE, (times, survival), (times, survival))
    }
}

/// A move by its place among those of its stand, and whether it leads to the second of its two stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Slot(u32);

impl Slot {
    /// Of a move at a place.
    pub fn of(place: usize, is_second: bool) -> Self {
        Self(u32::try_from(2 * place).unwrap_or(NONE - 1) | u32::from(is_second))
    }

    /// The place of its move.
    pub fn place(self) -> usize {
        (self.0 / 2) as usize
    }
}

/// A route that some parcel of the lane took.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Answer {
    /// Its link at the destination.
    pub link: u32,
    /// Where it starts, as a place among the starts.
    pub start: usize,
    /// Its legs.
    pub legs: u8,
    /// The stands it leaves and the moves it leaves them by.
    pub path: [(u32, Slot); limits::LEGS_MAX],
}

/// What follows a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// No search went there yet.
    Untold,
    /// Nothing: no departure, or no timetable leads on behind it.
    Nowhere,
    /// A link.
    Link(u32),
}

/// The chains of one lane from one instant on.
#[derive(Debug, Default)]
pub(crate) struct Chains {
    links: Vec<Link>,
    /// By link and slot: the link that follows.
    nexts: Vec<u32>,
    /// The links without a leg, by the place of their start.
    starts: Vec<u32>,
    /// Routes that parcels took lately; in the same order as told to a reader, without what they cost.
    answers: Vec<Answer>,
    routes: Vec<Route>,
    /// The answer that is forgotten next.
    oldest: usize,
    /// What the last parcels chose from.
    menus: Menus,
    /// Whether the lane was asked about before.
    is_shared: bool,
}

impl Chains {
    /// Whether nothing is told.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Adds the next start.
    pub fn start(&mut self, link: Option<Link>) {
        let link = link.map_or(NOWHERE, |link| self.add(link));
        self.starts.push(link);
    }

    /// The link of a start; none where no parcel can begin.
    pub fn first(&self, start: usize) -> Option<u32> {
        self.starts.get(start).copied().filter(|&link| link != NOWHERE)
    }

    /// A link.
    pub fn link(&self, link: u32) -> &Link {
        &self.links[link as usize]
    }

    /// The link that follows by a slot of as many moves as counted.
    pub fn next(&mut self, (link, slot): (u32, Slot), count: impl Fn() -> usize) -> Next {
        let link = &mut self.links[link as usize];
        if link.next == NONE {
            link.next = number(self.nexts.len());
            self.nexts.resize(self.nexts.len() + 2 * count(), UNTOLD);
        }
        match self.nexts[link.next as usize + slot.0 as usize] {
            UNTOLD => Next::Untold,
            NOWHERE => Next::Nowhere,
            next => Next::Link(next),
        }
    }

    /// Tells the links that follow by a move, those of its first and second stand; answers that of a slot.
    pub fn tell(&mut self, (from, slot): (u32, Slot), links: [Option<Link>; 2]) -> Option<u32> {
        let first = (self.links[from as usize].next + (slot.0 & !1)) as usize;
        let told = links.map(|link| link.map_or(NOWHERE, |link| self.add(link)));
        self.nexts[first..first + 2].copy_from_slice(&told);
        let told = told[(slot.0 & 1) as usize];
        (told != NOWHERE).then_some(told)
    }

    /// The menus that the last parcels chose from.
    pub fn menus(&mut self) -> &mut Menus {
        &mut self.menus
    }

    /// Keeps a menu for the next parcels, where there were some before.
    pub fn keep_menu(&mut self, menu: &mut Menu) {
        if self.is_shared {
            self.menus.keep(std::mem::take(menu));
        }
    }

    /// Routes that parcels took lately.
    pub fn answers(&self) -> &[Answer] {
        &self.answers
    }

    /// The route of an answer, without what it costs, where it was told before.
    pub fn route(&self, link: u32) -> Option<&Route> {
        self.place_of(link).map(|place| &self.routes[place])
    }

    /// Keeps an answer and its route.
    pub fn keep(&mut self, answer: Answer, route: &Route) {
        if self.place_of(answer.link).is_some() {
            return;
        }
        let told = route.clone();
        if self.answers.len() < limits::ANSWERS_KEPT {
            self.answers.push(answer);
            self.routes.push(told);
        } else {
            (self.answers[self.oldest], self.routes[self.oldest]) = (answer, told);
            self.oldest = (self.oldest + 1) % limits::ANSWERS_KEPT;
        }
    }

    fn place_of(&self, link: u32) -> Option<usize> {
        self.answers.iter().position(|answer| answer.link == link)
    }

    fn add(&mut self, link: Link) -> u32 {
        self.links.push(link);
        number(self.links.len() - 1)
    }

    fn clear(&mut self) {
        self.links.clear();
        self.nexts.clear();
        self.starts.clear();
        self.answers.clear();
        self.routes.clear();
        self.menus.clear();
        self.oldest = 0;
    }

    fn bytes(&self) -> usize {
        self.links.capacity() * size_of::<Link>()
            + (self.nexts.capacity() + self.starts.capacity()) * size_of::<u32>()
            + self.answers.capacity() * (size_of::<Answer>() + size_of::<Route>())
            + self.routes.iter().map(bytes_of).sum::<usize>()
            + self.menus.bytes()
            + size_of::<Self>()
    }
}

fn bytes_of(route: &Route) -> usize {
    size_of_val::<[_]>(&route.legs)
        + size_of_val::<[_]>(&route.rides)
        + size_of_val::<[_]>(&route.processes)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(NONE)
}

/// What all chains of a lane have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct LaneKey {
    origins: Vec<NodeIdx>,
    destinations: Vec<NodeIdx>,
    ready: i64,
    hand_in: civil::Date,
}

/// The chains of a lane, and what they were told on.
#[derive(Debug, Default)]
struct Told {
    key: Option<LaneKey>,
    chart: Weak<Chart>,
    passages: Weak<Passages>,
    chains: Chains,
    /// Whether the lane was asked about before.
    is_known: bool,
    /// When it was last used, counted in searches.
    used: u64,
}

/// The chains of lanes asked about lately.
#[derive(Debug, Default)]
pub(crate) struct KeptChains {
    /// Those of the last lane.
    last: Told,
    /// Those of lanes that were asked about more than once.
    kept: HashMap<LaneKey, Told>,
    kept_bytes: usize,
    searches: u64,
    /// What lanes were asked about lately, as numbers that two of them have in common once in 2⁶⁴ times.
    asked: HashSet<u64>,
    hasher: RandomState,
    /// The departures that were full when all this was told.
    full: BTreeSet<(LegIdx, Timestamp)>,
}

impl KeptChains {
    /// The chains of a lane as far as they are told. They are told anew when anything they depend on is
    /// another: closures, delays and holidays make other passages, a new origin may make another chart.
    pub fn of_lane(
        &mut self,
        lane: &Lane,
        ways: &Ways,
        passages: Option<&Arc<Passages>>,
    ) -> &mut Chains {
        if self.full != lane.live.full_departures {
            *self = Self { full: lane.live.full_departures.clone(), ..Self::default() };
        }
        let key = LaneKey {
            origins: lane.origins.clone(),
            destinations: lane.destinations.clone(),
            ready: lane.query.ready.as_second(),
            hand_in: lane.hand_in,
        };
        self.searches += 1;
        if self.last.key.as_ref() == Some(&key) {
            self.last.is_known = true;
        } else {
            self.take_up(key);
        }
        let (chart, passages) = (Arc::downgrade(&ways.chart), passages.map(Arc::downgrade));
        let passages = passages.unwrap_or_default();
        let last = &mut self.last;
        last.used = self.searches;
        let is_same = last.chart.ptr_eq(&chart) && last.passages.ptr_eq(&passages);
        if !is_same || last.chains.links.len() > limits::LINKS_MAX {
            last.chains.clear();
            (last.chart, last.passages) = (chart, passages);
        }
        last.chains.is_shared = last.is_known;
        &mut last.chains
    }

    /// Makes the chains of another lane the last ones.
    fn take_up(&mut self, key: LaneKey) {
        let hash = self.hasher.hash_one(&key);
        let is_known = self.asked.contains(&hash);
        if self.asked.len() >= limits::LANES_REMEMBERED {
            self.asked.clear();
        }
        self.asked.insert(hash);
        let found = self.kept.remove(&key);
        self.kept_bytes -= found.as_ref().map_or(0, Told::bytes);
        // A lane that is asked about once leaves its memory to the next one.
        let memory =
            if self.last.is_known { Chains::default() } else { self.last.chains.emptied() };
        let next = found.unwrap_or(Told { key: Some(key), chains: memory, ..Told::default() });
        let before = std::mem::replace(&mut self.last, Told { is_known, ..next });
        if let (true, Some(key)) = (before.is_known, before.key.clone()) {
            self.kept_bytes += before.bytes();
            self.kept.insert(key, before);
        }
        while self.kept_bytes > limits::CHAINS_BYTES_MAX {
            let oldest = self.kept.iter().min_by_key(|(_, told)| told.used);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else { return };
            let old = self.kept.remove(&oldest);
            self.kept_bytes -= old.map_or(0, |old| old.bytes());
        }
    }

    /// Bytes it takes, roughly.
    pub fn bytes(&self) -> usize {
        self.kept_bytes
            + self.last.bytes()
            + self.asked.capacity() * size_of::<u64>()
            + self.full.len() * size_of::<(LegIdx, Timestamp)>()
    }
}

impl Chains {
    /// Its memory without what was told.
    fn emptied(&mut self) -> Self {
        let mut chains = std::mem::take(self);
        chains.clear();
        chains
    }
}

impl Told {
    fn bytes(&self) -> usize {
        let ends = self.key.as_ref().map_or(0, |key| key.origins.len() + key.destinations.len());
        self.chains.bytes() + ends * size_of::<NodeIdx>() + size_of::<Self>()
    }
}
