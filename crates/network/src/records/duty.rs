//! What a destination charges: duty, excise, tax and fees.

use super::{CountryIdx, Provenance};
use crate::word::Word;
use portolan_model::{Code, CountryCode, Currency};
use rust_decimal::Decimal;

/// One charge of a destination. What the fields mean together is told in `docs/src/reference/duty.md`.
#[derive(Debug, Clone)]
pub struct Duty {
    /// The key.
    pub key: Code,
    /// The countries of import.
    pub countries: Vec<CountryIdx>,
    /// The schemes it belongs to.
    pub schemes: Vec<Code>,
    /// What it is.
    pub kind: DutyKind,
    /// The charge's name: rows of one name compete.
    pub charge: Code,
    /// HS codes that begin so; none for all.
    pub hs_prefixes: Vec<String>,
    /// Where the goods were made; none for anywhere.
    pub origins: Vec<CountryCode>,
    /// Of what.
    pub basis: DutyBasis,
    /// How much.
    pub measure: DutyMeasure,
    /// What changes the amount.
    pub terms: DutyTerms,
    /// From whom it is taken.
    pub collected: DutyCollected,
    /// Only for values in this band.
    pub threshold: Option<DutyThreshold>,
    /// What opens its schemes.
    pub requires: Vec<Code>,
    /// The clearances its schemes are for; none for all.
    pub clearances: Vec<Code>,
    /// Whether sources disagree or the rule was not seen confirmed.
    pub is_doubtful: bool,
    /// Validity and source.
    pub provenance: Provenance,
}

/// What a duty is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DutyKind {
    /// Customs duty.
    Duty,
    /// Excise or consumption tax.
    Excise,
    /// A tax on turnover.
    Tax,
    /// A fee.
    Fee,
}

impl Word for DutyKind {
    const WHAT: &'static str = "kind of duty";
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Duty, "duty"), (Self::Excise, "excise"), (Self::Tax, "tax"), (Self::Fee, "fee")];
}

/// Of what a duty is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DutyBasis {
    /// The value of the goods.
    Value,
    /// Value and freight.
    ValueAndFreight,
    /// Value, freight, duty and excise.
    ValueFreightAndDuty,
    /// Value, freight, duty, excise and the charge itself.
    Gross,
    /// Duty alone.
    Duty,
    /// Each item.
    Item,
    /// Each distinct tariff subheading.
    Subheading,
    /// Each parcel.
    Parcel,
    /// Each consignment.
    Consignment,
}

impl DutyBasis {
    /// Whether it is counted instead of valued.
    pub const fn is_counted(self) -> bool {
        matches!(self, Self::Item | Self::Subheading | Self::Parcel | Self::Consignment)
    }
}

impl Word for DutyBasis {
    const WHAT: &'static str = "basis of duty";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Value, "value"),
        (Self::ValueAndFreight, "value_and_freight"),
        (Self::ValueFreightAndDuty, "value_freight_and_duty"),
        (Self::Gross, "gross"),
        (Self::Duty, "duty"),
        (Self::Item, "item"),
        (Self::Subheading, "subheading"),
        (Self::Parcel, "parcel"),
        (Self::Consignment, "consignment"),
    ];
}

/// How much a duty is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DutyMeasure {
    /// So many percent of a value.
    Percent(Decimal),
    /// So much for each.
    Amount(Decimal, Currency),
    /// Something is charged that the table does not hold.
    NotKnown,
}

/// What changes the amount of a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DutyTerms {
    /// So many percent of the amount are collected; none for all.
    pub collected_percent: Option<Decimal>,
    /// Taken off.
    pub deduction: Option<(Decimal, Currency)>,
    /// At least so much for each kilogram.
    pub minimum_per_kg: Option<(Decimal, Currency)>,
    /// A charge of at most that is not collected.
    pub relief: Option<(Decimal, Currency)>,
}

/// Who takes a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DutyCollected {
    /// Customs, at the border.
    Import,
    /// The seller, with the price.
    Sale,
}

impl Word for DutyCollected {
    const WHAT: &'static str = "way of collecting";
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Import, "import"), (Self::Sale, "sale")];
}

/// A band of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DutyThreshold {
    /// Of what the value is.
    pub of: DutyValue,
    /// More than that.
    pub from: Option<Decimal>,
    /// At most that.
    pub to: Option<Decimal>,
    /// At most that in a year.
    pub year_to: Option<Decimal>,
    /// The currency of the three.
    pub currency: Currency,
}

/// Of what the value of a band is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DutyValue {
    /// The goods of the consignment.
    Goods,
    /// Goods and freight.
    GoodsAndFreight,
    /// One item.
    Item,
}

impl Word for DutyValue {
    const WHAT: &'static str = "value";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::Goods, "goods"),
        (Self::GoodsAndFreight, "goods_and_freight"),
        (Self::Item, "item"),
    ];
}
