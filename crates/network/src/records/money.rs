//! What is charged: tariffs and their bands, surcharges, rates of exchange.

use super::{
    CountryIdx, LegIdx, LineIdx, NodeIdx, OperatorIdx, ProcessIdx, Provenance, ServiceIdx,
};
use crate::word::Word;
use jiff::civil;
use portolan_model::{ClientTier, Code, Currency, GoodsSet, Side, Validity};
use rust_decimal::Decimal;

/// What is charged for one subject between two ends.
#[derive(Debug, Clone)]
pub struct Tariff {
    /// The key.
    pub key: Code,
    /// Who pays whom.
    pub side: Side,
    /// For `sell`: the kind of client; none for both.
    pub tier: Option<ClientTier>,
    /// What is priced.
    pub subject: TariffSubject,
    /// Where the ride begins.
    pub from: End,
    /// Where it ends.
    pub to: End,
    /// The currency of its prices.
    pub currency: Currency,
    /// Which mass chooses the band.
    pub band_by: ChargeBasis,
    /// Which mass is charged.
    pub charge_by: ChargeBasis,
    /// How volume counts; none where the chargeable mass is the actual mass.
    pub volumetric: Option<Volumetric>,
    /// Charged mass is at least that.
    pub minimum_grams: u32,
    /// Charged mass is rounded up to a multiple of that, at least 1.
    pub round_up_grams: u32,
    /// The price is at least that.
    pub minimum_price: Decimal,
    /// Its bands, by mass.
    pub bands: Vec<Band>,
    /// Validity and source.
    pub provenance: Provenance,
}

/// What a tariff prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TariffSubject {
    /// A ride on a line.
    Line(LineIdx),
    /// A leg bought by itself.
    Leg(LegIdx),
    /// Beginning or ending in a zone.
    Zone(NodeIdx),
    /// A process.
    Process(ProcessIdx),
    /// A service.
    Service(ServiceIdx),
}

/// Where a tariff's ride begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum End {
    /// Anywhere.
    Anywhere,
    /// In a country.
    Country(CountryIdx),
    /// In a zone or at a facility.
    Place(NodeIdx),
}

/// Which mass counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChargeBasis {
    /// The mass on the scale.
    Actual,
    /// The greater of actual and volumetric mass, by the tariff's rule.
    Chargeable,
}

impl Word for ChargeBasis {
    const WHAT: &'static str = "basis";
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Actual, "actual"), (Self::Chargeable, "chargeable")];
}

/// How volume becomes mass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Volumetric {
    /// Cubic centimetres per kilogram; so many cubic millimetres are a gram.
    pub divisor: Decimal,
    /// Counts only if the longest side is longer.
    pub side_mm: Option<u32>,
    /// Counts only if volumetric over actual mass is greater.
    pub ratio: Option<Decimal>,
    /// This share, in percent, of what volumetric mass exceeds actual mass is not charged.
    pub subtract_percent: Decimal,
}

/// The price of a range of masses.
#[derive(Debug, Clone)]
pub struct Band {
    /// Masses above that.
    pub from_grams: u32,
    /// Masses up to that, inclusive; none for no end.
    pub to_grams: Option<u32>,
    /// Flat, per item and first price together: what does not depend on mass.
    pub fixed: Decimal,
    /// Per kilogram.
    pub per_kg: Decimal,
    /// The mass that the first price pays for.
    pub first_grams: u32,
    /// The step; 0 where there is none.
    pub step_grams: u32,
    /// Per step begun.
    pub step_price: Decimal,
    /// Validity and source.
    pub provenance: Provenance,
}

/// What is charged on top.
#[derive(Debug, Clone)]
pub struct Surcharge {
    /// The key.
    pub key: Code,
    /// Who pays whom.
    pub side: Side,
    /// For `sell`: the kind of client; none for both.
    pub tier: Option<ClientTier>,
    /// On what.
    pub subject: SurchargeSubject,
    /// Why.
    pub kind: SurchargeKind,
    /// Only if the destination lies in one of them; none for anywhere.
    pub zones: Vec<NodeIdx>,
    /// Only for these classes; empty for all.
    pub goods: GoodsSet,
    /// Of the tariff's charge.
    pub percent: Decimal,
    /// Per item.
    pub per_item: Decimal,
    /// Per kilogram of charged mass.
    pub per_kg: Decimal,
    /// At least that.
    pub minimum_price: Decimal,
    /// The currency of the amounts; none where it is a percentage alone.
    pub currency: Option<Currency>,
    /// Validity and source.
    pub provenance: Provenance,
}

/// On what a surcharge is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SurchargeSubject {
    /// A ride on a line.
    Line(LineIdx),
    /// A leg bought by itself.
    Leg(LegIdx),
    /// Beginning or ending in a zone.
    Zone(NodeIdx),
    /// A service.
    Service(ServiceIdx),
    /// Every line and every leg of an operator.
    Operator(OperatorIdx),
}

/// Why a surcharge is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SurchargeKind {
    /// Fuel.
    Fuel,
    /// A remote area.
    RemoteArea,
    /// A peak season.
    Peak,
    /// A new label, when the parcel comes from another operator.
    Relabelling,
    /// A kind of goods.
    Goods,
    /// Clearing customs.
    Clearance,
}

impl Word for SurchargeKind {
    const WHAT: &'static str = "kind of surcharge";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Fuel, "fuel"),
        (Self::RemoteArea, "remote_area"),
        (Self::Peak, "peak"),
        (Self::Relabelling, "relabelling"),
        (Self::Goods, "goods"),
        (Self::Clearance, "clearance"),
    ];
}

/// The rates between two currencies.
#[derive(Debug, Clone)]
pub struct FxRate {
    /// One of which.
    pub base: Currency,
    /// Is so many of which.
    pub quote: Currency,
    /// The rates, oldest first.
    pub rates: Vec<BaseRate>,
}

/// A rate of one day.
#[derive(Debug, Clone)]
pub struct BaseRate {
    /// The day.
    pub date: civil::Date,
    /// Units of quote for one of base.
    pub rate: Decimal,
    /// When the row counts.
    pub valid: Validity,
    /// Where it is from.
    pub source: super::SourceNote,
}
