//! The rows of a history in the order they left, with everything about each that never changes.
//!
//! The order, and every number drawn from a row, depends on what the row says and on nothing else: not on its
//! place in a file, and not on what became of rows that leave at the same time.

use jiff::Timestamp;

use crate::{Extra, Features, Observation, clock::day_of, place::Place};

/// A chain of keys from coarse to fine; habits are learned per key.
pub(crate) type Chain = Vec<u64>;

/// The chains that every row has, before those of its further columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    Destination,
    Origin,
    Lane,
    Service,
    Seller,
    SellerLane,
}

/// How many [`Subject`]s there are.
pub(crate) const SUBJECTS: usize = 6;

/// A row.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Unix seconds.
    pub shipped: i64,
    pub handed: Option<i64>,
    pub delivered: Option<i64>,
    pub facts: Facts,
}

/// What is known of a row when it leaves, in numbers.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    /// Of everything that was known.
    pub hash: u64,
    /// By [`Subject`], then one per further column (empty where it is no class).
    pub chains: Vec<Chain>,
    /// Coordinates, distance, mass, promise, then one per further column; not a number where not told.
    pub numbers: Vec<f64>,
    /// The groups by which promises are bent, coarse to fine.
    pub groups: Vec<u64>,
}

/// Numbers before those of the further columns.
pub(crate) const PLAIN_NUMBERS: usize = 9;

/// A history in the order of its shipments.
#[derive(Debug, Clone, Default)]
pub struct Book {
    pub(crate) entries: Vec<Entry>,
    /// Place of each entry in what the book was made of.
    pub(crate) places: Vec<usize>,
    /// Ends by their instants.
    pub(crate) handovers: Vec<(i64, u32)>,
    pub(crate) deliveries: Vec<(i64, u32)>,
}

impl Book {
    /// Orders observations.
    pub fn new(observations: &[Observation]) -> Self {
        let mut keyed: Vec<(usize, Entry)> =
            observations.iter().map(Entry::of).enumerate().collect();
        keyed.sort_by_key(|(_, e)| (e.shipped, e.facts.hash, e.delivered, e.handed));
        let (places, entries): (Vec<usize>, Vec<Entry>) = keyed.into_iter().unzip();
        let ends = |end: fn(&Entry) -> Option<i64>| {
            let told = (0_u32..).zip(&entries);
            let mut ends: Vec<(i64, u32)> =
                told.filter_map(|(at, entry)| Some((end(entry)?, at))).collect();
            ends.sort_unstable();
            ends
        };
        let handovers = ends(|entry| entry.handed);
        let deliveries = ends(|entry| entry.delivered);
        Self { entries, places, handovers, deliveries }
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Deliveries known at an instant (Unix seconds).
    pub(crate) fn known(&self, second: i64) -> usize {
        self.deliveries.partition_point(|&(at, _)| at < second)
    }

    /// The first day of the book and the last of its shipments.
    pub(crate) fn days(&self) -> (i64, i64) {
        let day = |entry: Option<&Entry>| entry.map_or(0, |entry| day_of(entry.shipped).0);
        (day(self.entries.first()), day(self.entries.last()))
    }
}

impl Entry {
    fn of(observation: &Observation) -> Self {
        let second = |at: Option<Timestamp>| at.map(Timestamp::as_second);
        Self {
            shipped: observation.features.shipped_at.as_second(),
            handed: second(observation.handed_over_at),
            delivered: second(observation.delivered_at),
            facts: Facts::of(&observation.features),
        }
    }
}

impl Facts {
    /// The facts of a shipment.
    pub(crate) fn of(features: &Features) -> Self {
        let mut chains = subject_chains(features);
        let mut numbers = plain_numbers(features);
        let mut hash = chains.iter().flatten().fold(SEED, |hash, &key| mixed(hash ^ key));
        for (column, extra) in (1_u64..).zip(&features.extras) {
            let (number, chain) = match extra {
                Extra::None => (f64::NAN, Vec::new()),
                Extra::Number(number) => (*number, Vec::new()),
                Extra::Text(text) => (f64::NAN, vec![hash_text(0x100 + column, text)]),
            };
            hash = chain.iter().fold(hash, |hash, &key| mixed(hash ^ key));
            numbers.push(number);
            chains.push(chain);
        }
        hash = numbers.iter().fold(hash, |hash, n| mixed(hash ^ n.to_bits()));
        hash = mixed(hash ^ features.shipped_at.as_second().cast_unsigned());
        let region = features.destination.region();
        let service = hash_text(1, &features.service);
        let groups = vec![service, mixed(service ^ hash_text(2, &region))];
        Self { hash, chains, numbers, groups }
    }
}

fn subject_chains(features: &Features) -> Vec<Chain> {
    let seller = hash_text(3, &features.seller);
    let service = hash_text(1, &features.service);
    let destination = keys(4, &features.destination);
    let origin = keys(5, &features.origin);
    let from =
        features.origin.areas.iter().take(2).next_back().map_or(0, |area| hash_text(5, area));
    let lane = destination.iter().map(|key| mixed(key ^ from)).collect();
    let told = |text: &str, chain: Chain| if text.is_empty() { Vec::new() } else { chain };
    let coarse = destination.get(1).or(destination.first()).copied().unwrap_or(0);
    let served = destination.first().copied().unwrap_or(0);
    vec![
        destination,
        origin,
        lane,
        told(&features.service, vec![service, mixed(service ^ served)]),
        told(&features.seller, vec![seller]),
        told(&features.seller, vec![mixed(seller ^ coarse)]),
    ]
}

fn keys(kind: u64, place: &Place) -> Chain {
    place.areas.iter().map(|area| hash_text(kind, area)).collect()
}

#[expect(clippy::cast_precision_loss, reason = "seconds of a few years")]
fn plain_numbers(features: &Features) -> Vec<f64> {
    let degrees = |place: &Place| {
        place.point.map_or([f64::NAN; 2], |point| [point.latitude, point.longitude])
    };
    let [from_lat, from_lon] = degrees(&features.origin);
    let [to_lat, to_lon] = degrees(&features.destination);
    let distance = match (features.origin.point, features.destination.point) {
        (Some(from), Some(to)) => from.distance_km(to),
        _ => f64::NAN,
    };
    let promised = features.promised_at.map_or(f64::NAN, |promised| {
        (promised.as_second() - features.shipped_at.as_second()) as f64 / 86_400.0
    });
    let mass = features.mass_grams.unwrap_or(f64::NAN);
    // Trees cut along the axes only: the two diagonals let them cut a coast.
    vec![
        from_lat,
        from_lon,
        to_lat,
        to_lon,
        to_lat + to_lon,
        to_lat - to_lon,
        distance,
        mass,
        promised,
    ]
}

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// Spreads a number over all bits (the finaliser of splitmix64, Steele and others 2014).
pub(crate) fn mixed(number: u64) -> u64 {
    let mut z = number.wrapping_add(SEED);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A number for a text of a kind (FNV-1a, spread).
pub(crate) fn hash_text(kind: u64, text: &str) -> u64 {
    let start = mixed(kind);
    let hash = text
        .bytes()
        .fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    mixed(hash)
}
