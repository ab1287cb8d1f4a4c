//! Room on departures: how a departure is named in the store, which are full, and what a route takes.

use crate::problem::Answer;
use crate::state::AppState;
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use portolan_network::Snapshot;
use portolan_network::records::{Leg, LegIdx};
use portolan_routing::{Live, Query, Route};
use portolan_store::{CapacityUnit, HoldItem, Mode};

/// The name of a departure: its instant first, so that names sort by time.
fn resource(leg: &Leg, scheduled: Timestamp) -> String {
    format!("dep:{scheduled}@{}", leg.key)
}

/// The departure of a name, if the network still has its leg.
pub fn departure_of(snapshot: &Snapshot, resource: &str) -> Option<(LegIdx, Timestamp)> {
    let (instant, leg) = resource.strip_prefix("dep:")?.split_once('@')?;
    Some((snapshot.find_leg(leg)?, instant.parse().ok()?))
}

/// The departures with less room than a parcel needs, this month and next. What is missed here is
/// refused when it is held, so this only saves searches.
pub async fn find_full(
    state: &AppState,
    mode: Mode,
    snapshot: &Snapshot,
    query: &Query,
) -> Answer<Live> {
    let mut live = Live::none();
    let limited = |leg: &Leg| leg.departures.iter().any(|dep| limits_of(leg, dep).next().is_some());
    if !snapshot.legs.iter().any(limited) {
        return Ok(live);
    }
    let ready = query.ready.to_zoned(TimeZone::UTC);
    let months = [ready.clone(), ready.checked_add(1.month()).unwrap_or(ready)];
    let spare = [
        (CapacityUnit::Grams, i64::from(query.shipment.actual.grams())),
        (CapacityUnit::Pieces, 1),
    ];
    for month in months {
        let prefix = format!("dep:{}", month.strftime("%Y-%m-"));
        for (unit, spare) in spare {
            let short = state.store.capacity_short(mode, &prefix, unit, spare).await?;
            let full = short.iter().filter_map(|row| departure_of(snapshot, &row.resource));
            live.full_departures.extend(full);
        }
    }
    Ok(live)
}

/// What a parcel of some mass takes of every limited departure on its route.
pub fn room_for(snapshot: &Snapshot, route: &Route, mass_grams: u32) -> Vec<HoldItem> {
    let mut items = Vec::new();
    for taken in route.legs.iter() {
        let leg = &snapshot.legs[taken.leg];
        let departure = taken.departure.and_then(|index| leg.departures.get(usize::from(index)));
        let (Some(departure), Some(scheduled)) = (departure, taken.scheduled_p50) else { continue };
        for (unit, capacity) in limits_of(leg, departure) {
            let amount = match unit {
                CapacityUnit::Grams => i64::from(mass_grams),
                CapacityUnit::Pieces => 1,
            };
            items.push(HoldItem { resource: resource(leg, scheduled), unit, capacity, amount });
        }
    }
    items
}

/// A departure's limits: its own, else its leg's.
fn limits_of(
    leg: &Leg,
    departure: &portolan_network::records::Departure,
) -> impl Iterator<Item = (CapacityUnit, i64)> + use<> {
    let grams = departure.capacity_grams.or(leg.capacity_grams);
    let grams = grams.map(|grams| (CapacityUnit::Grams, i64::try_from(grams).unwrap_or(i64::MAX)));
    let pieces = departure.capacity_pieces.or(leg.capacity_pieces);
    let pieces = pieces.map(|pieces| (CapacityUnit::Pieces, i64::from(pieces)));
    grams.into_iter().chain(pieces)
}
