//! What is to be carried, as far as prices and rules ask about it, and where it begins and ends.

use crate::records::{CountryIdx, NodeIdx};
use portolan_model::{Goods, Mass, Money, Size};

/// One parcel, as far as prices and rules ask about it.
#[derive(Debug, Clone)]
pub struct Shipment {
    /// The mass on the scale, packed.
    pub actual: Mass,
    /// The outer size, where known; without it no volume is charged and no limit on sizes is tested.
    pub size: Option<Size>,
    /// Classes and battery.
    pub goods: Goods,
    /// The declared value.
    pub value: Money,
}

/// One end of a ride or a route: a facility, or all the zones that an address lies in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RideEnd {
    /// The country.
    pub country: CountryIdx,
    /// The places, most specific first.
    pub places: Vec<PlaceFit>,
}

/// A place that an end lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlaceFit {
    /// The facility or zone.
    pub node: NodeIdx,
    /// How specific it is: characters of the longest fitting pattern of a zone, 0 for the whole country.
    pub specificity: u8,
}

impl RideEnd {
    /// Whether the end lies in a place.
    pub fn lies_in(&self, node: NodeIdx) -> bool {
        self.places.iter().any(|place| place.node == node)
    }

    /// The end at a facility.
    pub fn at_facility(country: CountryIdx, facility: NodeIdx) -> Self {
        let fit = PlaceFit { node: facility, specificity: u8::MAX };
        Self { country, places: vec![fit] }
    }
}
