//! The zones an address lies in.

use crate::{
    RideEnd, Snapshot,
    records::{CountryIdx, Node, NodeIdx, NodeKind, Pattern, PostcodeShape},
    shipment::PlaceFit,
};
use portolan_model::{CountryCode, GeoPoint, Postcode};
use thiserror::Error;

/// The zones an address lies in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneMatch {
    /// The country and its zones, most specific first, then by key.
    pub end: RideEnd,
    /// Whether the main zone of the country, or a zone alone, stood for a postcode.
    pub is_assumed: bool,
}

/// Why an address lies in no zone.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ZoneFault {
    /// The network does not know the country.
    #[error("the network does not know {country}: choose one of its countries")]
    CountryUnknown {
        /// The country.
        country: CountryCode,
    },
    /// The postcode does not have a shape of the country's.
    #[error("`{postcode}` is no postcode of {country}: write it as {shapes}")]
    PostcodeShape {
        /// The postcode as given.
        postcode: String,
        /// The country.
        country: CountryCode,
        /// Its shapes, 9 a digit and A a letter.
        shapes: String,
    },
    /// The country needs a postcode and has no main zone.
    #[error("{country} needs a postcode: give one, such as {shapes}")]
    PostcodeMissing {
        /// The country.
        country: CountryCode,
        /// Its shapes, 9 a digit and A a letter.
        shapes: String,
    },
    /// No zone holds the postcode.
    #[error("no zone of {country} holds `{postcode}`: the network does not go there")]
    NoZone {
        /// The country.
        country: CountryCode,
        /// The postcode as given, empty for none.
        postcode: String,
    },
}

impl ZoneFault {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::CountryUnknown { .. } => "country_not_in_network",
            Self::PostcodeShape { .. } => "postcode_shape",
            Self::PostcodeMissing { .. } => "postcode_missing",
            Self::NoZone { .. } => "no_zone",
        }
    }
}

impl Snapshot {
    /// The zones that an address lies in. Without a postcode the main zone of the country is meant, and
    /// every zone that holds it; a country without a main zone and without postcodes is its `*` zones.
    pub fn zones_of(
        &self,
        country: CountryCode,
        postcode: Option<&Postcode>,
    ) -> Result<ZoneMatch, ZoneFault> {
        let index = self.find_country(country).ok_or(ZoneFault::CountryUnknown { country })?;
        let row = &self.countries[index];
        let shapes = || {
            let shapes: Vec<_> = row.postcode_shapes.iter().map(PostcodeShape::as_str).collect();
            shapes.join(" or ")
        };
        if let Some(code) = postcode.filter(|_| !row.postcode_shapes.is_empty()) {
            if !row.postcode_shapes.iter().any(|shape| shape.fits(code.normal())) {
                let postcode = code.as_given().to_owned();
                return Err(ZoneFault::PostcodeShape { postcode, country, shapes: shapes() });
            }
            let places = self.places_where(index, |zone| best_fit(zone, code.normal()));
            let postcode = code.as_given().to_owned();
            return matched(index, places, false).ok_or(ZoneFault::NoZone { country, postcode });
        }
        if let Some(zone) = row.main_zone {
            return Ok(self.zones_of_zone(zone));
        }
        if row.postcode_required {
            return Err(ZoneFault::PostcodeMissing { country, shapes: shapes() });
        }
        let places = self.places_where(index, |zone| best_fit(zone, ""));
        let postcode = String::new();
        matched(index, places, false).ok_or(ZoneFault::NoZone { country, postcode })
    }

    /// The zones that an address lies in of which only one zone is known: that zone, and every other that
    /// holds the whole of its first pattern.
    pub fn zones_of_zone(&self, zone: NodeIdx) -> ZoneMatch {
        let node = &self.nodes[zone];
        let code = node.patterns.first().map_or("", |pattern| pattern.representative());
        let mut places = self.places_where(node.country, |other| best_fit(other, code));
        let own = node.patterns.first().map_or(0, Pattern::specificity);
        // The zone itself is meant, so nothing is more specific than it.
        places.retain(|place| place.node != zone);
        let specificity = places.first().map_or(own, |place| place.specificity.max(own));
        places.insert(0, PlaceFit { node: zone, specificity });
        ZoneMatch { end: RideEnd { country: node.country, places }, is_assumed: true }
    }

    /// The end at a facility.
    pub fn end_at_facility(&self, facility: NodeIdx) -> RideEnd {
        RideEnd::at_facility(self.nodes[facility].country, facility)
    }

    /// Where an address is on the map: the point of its most specific zone.
    pub fn point_of(&self, end: &RideEnd) -> Option<GeoPoint> {
        end.places.first().map(|place| self.nodes[place.node].point)
    }

    fn places_where(
        &self,
        country: CountryIdx,
        fit: impl Fn(&Node) -> Option<u8>,
    ) -> Vec<PlaceFit> {
        let zones = self.countries[country].zones.iter();
        let fits = zones.filter_map(|&node| {
            fit(&self.nodes[node]).map(|specificity| PlaceFit { node, specificity })
        });
        let mut places: Vec<_> = fits.collect();
        places.sort_by_key(|place| (std::cmp::Reverse(place.specificity), place.node));
        places
    }
}

/// The longest pattern of a zone that fits a postcode, in characters.
fn best_fit(zone: &Node, postcode: &str) -> Option<u8> {
    debug_assert!(matches!(zone.kind, NodeKind::Zone(_)), "only zones have patterns");
    let fitting = zone.patterns.iter().filter(|pattern| pattern.fits(postcode));
    fitting.map(Pattern::specificity).max()
}

fn matched(country: CountryIdx, places: Vec<PlaceFit>, is_assumed: bool) -> Option<ZoneMatch> {
    let found = !places.is_empty();
    found.then_some(ZoneMatch { end: RideEnd { country, places }, is_assumed })
}
