//! Duty and tax of a quote: what is charged on import, by which row, and what is not known.

use crate::money::{Money, MoneyText};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A line of goods, for duty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteItem {
    /// HS code, 6 to 10 digits; what depends on it is not known without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hs: Option<String>,
    /// Pieces; one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<u32>,
    /// Value of all pieces; the parcel's value when there is one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<MoneyText>,
    /// Where it was made, ISO 3166-1 alpha-2; the country the parcel starts in when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
}

/// What is known of duty and tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DutyStatus {
    /// Everything charged is known: `total` says how much.
    Known,
    /// Something is not known: `unknown` says what and why, `lines` what is known beside it.
    NotKnown,
    /// The route crosses no customs border.
    NoBorder,
}

/// Duty, tax and fees on import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Duty {
    /// What is known.
    pub status: DutyStatus,
    /// Everything charged; absent where anything is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Money>,
    /// What of it is taken at the border.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_import: Option<Money>,
    /// What of it the seller or platform takes with the price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_sale: Option<Money>,
    /// The scheme the goods come under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// The day of import whose rows counted: half of the parcels arrive by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Each charge by its row.
    pub lines: Vec<DutyLine>,
    /// What is not known, and why.
    pub unknown: Vec<DutyNote>,
    /// What the answer rests on without having been told.
    pub conditions: Vec<DutyNote>,
    /// Whether any row used is doubtful.
    pub doubtful: bool,
}

/// One charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DutyLine {
    /// Key of the row of `duties.csv`.
    pub row: String,
    /// `duty`, `excise`, `tax` or `fee`.
    pub kind: String,
    /// The charge's name, such as `vat`.
    pub charge: String,
    /// Of what it is taken, such as `value_freight_and_duty` or `subheading`.
    pub basis: String,
    /// How much of that there is: an amount of the total's currency, or a count, as decimal text.
    pub base: String,
    /// The rate, such as `20 %` or `3 EUR`.
    pub rate: String,
    /// What is charged.
    pub amount: Money,
    /// `import` at the border, `sale` with the price.
    pub collected: String,
    /// Whether it is too little to be collected.
    pub waived: bool,
    /// The first day the row holds, if it says one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<String>,
    /// The last day the row holds, if it says one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<String>,
    /// Where the row was published.
    pub source: String,
    /// Whether the sources disagree or the rule was not seen confirmed.
    pub doubtful: bool,
    /// Whether it follows from a written rule.
    pub estimated: bool,
}

/// Something that is not known, or taken for granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DutyNote {
    /// The charge it is about, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charge: Option<String>,
    /// A stable code, such as `rate_not_held` or `hs_code_missing`.
    pub code: String,
    /// In words.
    pub reason: String,
}

impl Duty {
    /// Nothing is known, for one reason.
    pub fn not_known(code: &str, reason: &str) -> Self {
        let note = DutyNote { charge: None, code: code.to_owned(), reason: reason.to_owned() };
        Self { unknown: vec![note], ..Self::bare(DutyStatus::NotKnown) }
    }

    /// A status and nothing beside it.
    pub const fn bare(status: DutyStatus) -> Self {
        Self {
            status,
            total: None,
            at_import: None,
            at_sale: None,
            scheme: None,
            date: None,
            lines: Vec::new(),
            unknown: Vec::new(),
            conditions: Vec::new(),
            doubtful: false,
        }
    }
}

/// Reads duty as it is, or as the text that stood in its place when duty was not computed.
pub(crate) fn read_kept<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Duty, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Kept {
        Told(Box<Duty>),
        Text(String),
    }
    Ok(match Kept::deserialize(from)? {
        Kept::Told(duty) => *duty,
        Kept::Text(text) => Duty::not_known("not_told", &text),
    })
}
