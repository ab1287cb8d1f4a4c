//! The parcels that are routed: random lanes over all destinations, masses and goods as a merchant has.

use anyhow::{Context as _, Result};
use jiff::{SignedDuration, Timestamp};
use portolan_bench::Numbers;
use portolan_model::{ClientTier, Goods, Mass, Money, Size};
use portolan_network::records::{CountryIdx, NodeIdx};
use portolan_network::{Shipment, Snapshot};
use portolan_routing::{Endpoint, EntryWish, Query};

/// A Monday; parcels are ready at some hour of its week.
const MONDAY: &str = "2026-11-23T00:00:00Z";
const HOURS: usize = 7 * 24;
/// Goods, so many of a hundred parcels.
const GOODS: [(&str, usize); 5] = [
    ("general", 70),
    ("electronics|UN3481 contained_in", 12),
    ("cosmetic|liquid", 8),
    ("food", 6),
    ("magnet", 4),
];

/// The places of a network that lanes lead from and to.
pub struct Places {
    pub origins: Vec<NodeIdx>,
    pub destinations: Vec<NodeIdx>,
}

impl Places {
    /// The collection zones of the country that has most of them, and every delivery zone elsewhere.
    pub fn of(snapshot: &Snapshot) -> Result<Self> {
        let zones = |meant: &dyn Fn(NodeIdx) -> bool| -> Vec<NodeIdx> {
            snapshot.nodes.indices().filter(|&node| meant(node)).collect()
        };
        let country = |node: NodeIdx| snapshot.nodes[node].country;
        let all = zones(&|node| snapshot.nodes[node].zone_kinds().collection);
        let count = |wanted: CountryIdx| all.iter().filter(|&&n| country(n) == wanted).count();
        let from = snapshot.countries.indices().max_by_key(|&c| count(c)).context("no country")?;
        let origins: Vec<_> = all.iter().copied().filter(|&node| country(node) == from).collect();
        let destinations =
            zones(&|node| snapshot.nodes[node].zone_kinds().delivery && country(node) != from);
        Ok(Self { origins, destinations })
    }
}

/// The Monday that parcels are ready after.
pub fn monday() -> Result<Timestamp> {
    Ok(MONDAY.parse()?)
}

/// A parcel on a lane.
pub fn parcel(
    snapshot: &Snapshot,
    (from, to): (NodeIdx, NodeIdx),
    ready: Timestamp,
    dice: &mut Numbers,
) -> Result<Query> {
    // Most parcels are light: half of them below 600 g, one of ten above 5 kg.
    let most = [150, 300, 600, 600, 1_200, 2_000, 2_000, 5_000, 5_000, 20_000][dice.below(10)];
    let grams = u32::try_from(30 + dice.below(most))?;
    let side = 60 + u32::try_from(dice.below(100))? + grams / 40;
    let mut share = dice.below(100);
    let goods = GOODS.iter().find(|(_, of_hundred)| {
        let is_meant = share < *of_hundred;
        share = share.saturating_sub(*of_hundred);
        is_meant
    });
    Ok(Query {
        from: Endpoint::Zone(from),
        to: Endpoint::Zone(to),
        ready,
        shipment: Shipment {
            actual: Mass::from_grams(grams)?,
            size: Some(Size::new_box(side + 40, side, side / 2)?),
            goods: Goods::parse(goods.map_or("general", |(goods, _)| goods))?,
            value: Money::parse(&format!("{} USD", 3 + dice.below(120)))?,
        },
        tier: ClientTier::Developing,
        currency: snapshot.base_currency,
        entry: EntryWish::Any,
        given_fields: None,
        explain: false,
    })
}

/// Parcels of random lanes, each ready at an hour of the week. Every round has the same lanes and other
/// parcels: a network is asked about the same places again, but seldom at the same hour.
pub fn random(
    snapshot: &Snapshot,
    places: &Places,
    (count, round): (usize, u64),
) -> Result<Vec<Query>> {
    let (mut lanes, mut dice) = (Numbers::new(2026), Numbers::new(round));
    let mut parcels = Vec::with_capacity(count);
    for _ in 0..count {
        let from = places.origins[lanes.below(places.origins.len())];
        let to = places.destinations[lanes.below(places.destinations.len())];
        let hours = i64::try_from(dice.below(HOURS))?;
        let ready = monday()? + SignedDuration::from_hours(hours);
        parcels.push(parcel(snapshot, (from, to), ready, &mut dice)?);
    }
    Ok(parcels)
}

/// Parcels by lane: `each` on every one of some lanes, all of a lane ready at once.
pub fn sharing(
    snapshot: &Snapshot,
    places: &Places,
    (lanes, each, round): (usize, usize, u64),
) -> Result<Vec<Query>> {
    let (mut ends, mut dice) = (Numbers::new(7), Numbers::new(round));
    let mut parcels = Vec::with_capacity(lanes * each);
    for _ in 0..lanes {
        let from = places.origins[ends.below(places.origins.len())];
        let to = places.destinations[ends.below(places.destinations.len())];
        let ready = monday()? + SignedDuration::from_hours(i64::try_from(dice.below(HOURS))?);
        for _ in 0..each {
            parcels.push(parcel(snapshot, (from, to), ready, &mut dice)?);
        }
    }
    Ok(parcels)
}
