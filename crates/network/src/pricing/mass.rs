//! The masses of a parcel under one tariff.

use crate::{
    Shipment,
    records::{ChargeBasis, Tariff, Volumetric},
};
use portolan_model::Size;
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// The masses of a parcel under one tariff, in grams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChargedMass {
    /// On the scale.
    pub actual_grams: u64,
    /// Actual or volumetric, by the tariff's volumetric rule.
    pub chargeable_grams: u64,
    /// What chooses the band.
    pub band_grams: u64,
    /// What is charged: at least the minimum, rounded up.
    pub charged_grams: u64,
}

/// The masses of a parcel under a tariff. Without a size its chargeable mass is its actual mass.
pub fn charged_mass(tariff: &Tariff, shipment: &Shipment) -> ChargedMass {
    let actual_grams = u64::from(shipment.actual.grams());
    let volumetric = tariff.volumetric.as_ref().zip(shipment.size.as_ref());
    let chargeable_grams =
        volumetric.map_or(actual_grams, |(rule, size)| chargeable_grams(rule, size, actual_grams));
    let of = |basis| match basis {
        ChargeBasis::Actual => actual_grams,
        ChargeBasis::Chargeable => chargeable_grams,
    };
    let least = of(tariff.charge_by).max(tariff.minimum_grams.into());
    ChargedMass {
        actual_grams,
        chargeable_grams,
        band_grams: of(tariff.band_by),
        charged_grams: least.next_multiple_of(tariff.round_up_grams.max(1).into()),
    }
}

fn chargeable_grams(rule: &Volumetric, size: &Size, actual_grams: u64) -> u64 {
    // So many cubic centimetres a kilogram are as many cubic millimetres a gram.
    let exact = Decimal::from(size.volume_mm3()) / rule.divisor;
    let volumetric = whole_grams(exact);
    let actual = Decimal::from(actual_grams);
    let is_long = rule.side_mm.is_none_or(|side| size.length_mm() > side);
    let is_light = rule.ratio.is_none_or(|ratio| Decimal::from(volumetric) > ratio * actual);
    if volumetric <= actual_grams || !is_long || !is_light {
        return actual_grams;
    }
    let excess = Decimal::from(volumetric - actual_grams);
    let kept = (Decimal::ONE_HUNDRED - rule.subtract_percent) / Decimal::ONE_HUNDRED;
    actual_grams + whole_grams(excess * kept)
}

fn whole_grams(exact: Decimal) -> u64 {
    exact.ceil().to_u64().expect("invariant: edges and divisors are bounded, so masses fit 64 bits")
}
