//! What a snapshot finds quickly: tariffs by subject and end, surcharges and rules by subject, rates by
//! pair, places by name, service points by latitude.

use crate::{
    places::PlaceIndex,
    records::{
        CountryIdx, End, RestrictionIdx, RestrictionSubject, ServicePointIdx, SurchargeIdx,
        SurchargeSubject, TariffIdx, TariffSubject,
    },
};
use portolan_model::{Currency, Side};
use std::collections::HashMap;

/// The prepared answers of a snapshot.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lookups {
    /// Tariffs by side, subject and where the ride ends, in the order of keys.
    pub tariffs: HashMap<(Side, TariffSubject, End), Vec<TariffIdx>>,
    /// Surcharges by side and subject, in the order of keys.
    pub surcharges: HashMap<(Side, SurchargeSubject), Vec<SurchargeIdx>>,
    /// Restrictions by subject, in the order of keys.
    pub restrictions: HashMap<RestrictionSubject, Vec<RestrictionIdx>>,
    /// The position of a pair of currencies in the snapshot's rates.
    pub fx: HashMap<(Currency, Currency), usize>,
    /// Names that a person may type.
    pub places: PlaceIndex,
    /// Service points by country, from south to north: latitude in micro-degrees and the point.
    pub service_points: HashMap<CountryIdx, Vec<(i32, ServicePointIdx)>>,
}
