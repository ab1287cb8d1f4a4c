//! One dated row of law: who charges what of which goods.

use crate::CustomsError;
use portolan_model::{Code, CountryCode, Currency, Validity};
use rust_decimal::Decimal;

/// What a charge is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChargeKind {
    /// Customs duty.
    Duty,
    /// Excise or consumption tax: part of the basis of a tax, as duty is.
    Excise,
    /// A tax on turnover.
    Tax,
    /// A fee: charged only where a row fits.
    Fee,
}

impl ChargeKind {
    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Duty => "duty",
            Self::Excise => "excise",
            Self::Tax => "tax",
            Self::Fee => "fee",
        }
    }
}

/// Of what a charge is taken: the first five are values, the others are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Basis {
    /// The value of the goods.
    Value,
    /// Value and freight.
    ValueAndFreight,
    /// Value, freight, duty and excise at their full rates.
    ValueFreightAndDuty,
    /// Value, freight, duty, excise and the charge itself: at 17 % the sum is divided by 0.83.
    Gross,
    /// Duty and excise alone: a surcharge on them.
    Duty,
    /// Each piece of goods.
    Item,
    /// Each distinct six-digit subheading.
    Subheading,
    /// Each parcel of the consignment.
    Parcel,
    /// The consignment.
    Consignment,
}

impl Basis {
    /// Whether it is counted instead of valued.
    pub const fn is_counted(self) -> bool {
        matches!(self, Self::Item | Self::Subheading | Self::Parcel | Self::Consignment)
    }

    /// Whether duty and excise are part of it.
    pub const fn holds_duty(self) -> bool {
        matches!(self, Self::ValueFreightAndDuty | Self::Gross | Self::Duty)
    }

    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::ValueAndFreight => "value_and_freight",
            Self::ValueFreightAndDuty => "value_freight_and_duty",
            Self::Gross => "gross",
            Self::Duty => "duty",
            Self::Item => "item",
            Self::Subheading => "subheading",
            Self::Parcel => "parcel",
            Self::Consignment => "consignment",
        }
    }
}

/// Who takes the charge from whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Collected {
    /// At the border, from the recipient or from whoever pays for him.
    Import,
    /// By the seller with the price; the recipient pays nothing at the border.
    Sale,
}

impl Collected {
    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Sale => "sale",
        }
    }
}

/// How much is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// So many percent of a valued basis.
    Percent(Decimal),
    /// So much for each of a counted basis.
    Amount(Decimal, Currency),
    /// The law charges something that the table does not hold.
    NotKnown,
}

/// Of what the value is that must lie in a row's band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Measured {
    /// The goods of the consignment.
    Goods,
    /// The goods of the consignment and the freight.
    GoodsAndFreight,
    /// One piece of goods.
    Item,
}

/// A band of values: above `from`, up to and including `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    /// Of what.
    pub of: Measured,
    /// More than that.
    pub from: Option<Decimal>,
    /// At most that.
    pub to: Option<Decimal>,
    /// At most that in a calendar year, this consignment included.
    pub year_to: Option<Decimal>,
    /// The currency of all three.
    pub currency: Currency,
}

/// What may change the amount a rate gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Terms {
    /// So many percent of what the rate gives are collected; none for all.
    pub collected_percent: Option<Decimal>,
    /// Taken off, down to nothing.
    pub deduction: Option<(Decimal, Currency)>,
    /// At least so much for each kilogram.
    pub minimum_per_kg: Option<(Decimal, Currency)>,
    /// A charge of at most that is not collected.
    pub relief: Option<(Decimal, Currency)>,
}

/// The fields of a row, not yet checked against each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyRowInput {
    /// The row's key.
    pub key: Code,
    /// The schemes it belongs to, at least one.
    pub schemes: Vec<Code>,
    /// What it is.
    pub kind: ChargeKind,
    /// The charge's name, such as `vat`: rows of one name compete, rows of several are all charged.
    pub charge: Code,
    /// Of what.
    pub basis: Basis,
    /// How much.
    pub measure: Measure,
    /// What may change it.
    pub terms: Terms,
    /// Goods whose HS code begins with one of these; none for all.
    pub hs_prefixes: Vec<String>,
    /// Goods made in one of these; none for all.
    pub origins: Vec<CountryCode>,
    /// Only consignments of this value.
    pub threshold: Option<Threshold>,
    /// Registrations or numbers without which the schemes of this row are not open.
    pub requires: Vec<Code>,
    /// The clearances for which the schemes of this row are open; none for all.
    pub clearances: Vec<Code>,
    /// From whom it is taken.
    pub collected: Collected,
    /// Whether the sources disagree or the rule was not seen confirmed.
    pub is_doubtful: bool,
    /// On which days it holds.
    pub validity: Validity,
    /// Where it was published.
    pub source: String,
    /// Whether it follows from a written rule.
    pub is_estimated: bool,
}

/// A row whose measure fits its basis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyRow(DutyRowInput);

impl DutyRow {
    /// Checks that a percentage is of a value and an amount for each of what is counted.
    pub fn new(input: DutyRowInput) -> Result<Self, CustomsError> {
        let what = match (input.measure, input.basis.is_counted()) {
            (Measure::Percent(_), true) => Some("a percentage of a count"),
            (Measure::Amount(..), false) => Some("an amount for each of a value"),
            _ => None,
        };
        match what {
            Some(what) => Err(CustomsError::RowBasis { row: input.key.to_string(), what }),
            None => Ok(Self(input)),
        }
    }

    /// Whether it belongs to a scheme.
    pub fn is_of(&self, scheme: &Code) -> bool {
        self.schemes.contains(scheme)
    }
}

impl std::ops::Deref for DutyRow {
    type Target = DutyRowInput;
    fn deref(&self) -> &DutyRowInput {
        &self.0
    }
}
