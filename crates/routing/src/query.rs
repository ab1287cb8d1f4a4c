//! What is asked of a search or a quote: the lane, the parcel, and what the shell knows of today.
//!
//! Plain data. A [`Query`] is turned into nodes and pricing ends by [`crate::lane`]; nothing here
//! looks anything up.

use std::collections::BTreeSet;

use jiff::{Timestamp, civil};
use portolan_model::{ClientTier, CountryCode, Currency, Postcode};
use portolan_network::records::{FieldSet, LegIdx, LineIdx, NodeIdx};
use portolan_network::{PlaceKind, PlaceMatch, Shipment, Snapshot};

/// Where a parcel begins or ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Endpoint {
    /// An address, known by its postcode, or a whole country where the country has a main zone.
    Postcode {
        /// The country.
        country: CountryCode,
        /// The postcode; may be absent where the country needs none or has a main zone.
        postcode: Option<Postcode>,
    },
    /// A zone named as such ("Lin'an").
    Zone(NodeIdx),
    /// A facility: the parcel is already there, or ends there.
    Facility(NodeIdx),
}

impl Endpoint {
    /// The end that a typed place means.
    pub fn of_place(snapshot: &Snapshot, place: &PlaceMatch) -> Self {
        match (place.kind, place.node) {
            (PlaceKind::Zone, Some(zone)) => Self::Zone(zone),
            (PlaceKind::Facility, Some(facility)) => Self::Facility(facility),
            _ => Self::Postcode {
                country: snapshot.countries[place.country].code,
                postcode: place.postcode.clone(),
            },
        }
    }
}

/// How a parcel is to enter the network, where it begins at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EntryWish {
    /// Whatever is best.
    #[default]
    Any,
    /// The first leg fetches the parcel.
    Collection,
    /// The first leg has mode `drop_off`: the sender brings it.
    DropOff,
}

impl EntryWish {
    /// Whether a leg is as wished, of which it is told whether the sender brings the parcel; none where it does
    /// not leave a zone.
    pub(crate) fn is_met_by(self, drop_off: Option<bool>) -> bool {
        match (self, drop_off) {
            (Self::Any, _) | (_, None) => true,
            (Self::Collection, Some(is_drop_off)) => !is_drop_off,
            (Self::DropOff, Some(is_drop_off)) => is_drop_off,
        }
    }
}

/// One parcel to be routed.
#[derive(Debug, Clone)]
pub struct Query {
    /// Where it begins.
    pub from: Endpoint,
    /// Where it ends.
    pub to: Endpoint,
    /// From when it can be handed in; its date at the origin is the hand-in day that prices go by.
    pub ready: Timestamp,
    /// Mass, size, goods and value.
    pub shipment: Shipment,
    /// Which sell tariffs apply.
    pub tier: ClientTier,
    /// The currency every price is told in.
    pub currency: Currency,
    /// How it enters the network.
    pub entry: EntryWish,
    /// The fields the caller has; then a missing required one refuses. `None`: they are only listed.
    pub given_fields: Option<FieldSet>,
    /// Whether refusals are searched for what they would have cost and when they would have arrived.
    pub explain: bool,
}

/// What the shell knows that the published network does not: departures without room.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Live {
    /// Departures that take no more, by leg and the instant the timetable names (before any delay).
    pub full_departures: BTreeSet<(LegIdx, Timestamp)>,
}

impl Live {
    /// Nothing is full.
    pub fn none() -> Self {
        Self::default()
    }
}

/// What a route must satisfy beyond the rules. The default admits every route.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RouteFilter {
    /// The lines that may be ridden; `None`: all. Legs bought by themselves are not lines.
    pub lines: Option<BTreeSet<LineIdx>>,
    /// Whether every leg must be tracked.
    pub tracked_all: bool,
    /// The latest date at the destination, with every duration at its p90.
    pub date_p90_max: Option<civil::Date>,
    /// The greatest loss, in parts per million.
    pub loss_ppm_max: Option<u32>,
}
