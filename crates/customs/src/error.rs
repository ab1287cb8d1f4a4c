//! Why a consignment cannot be reckoned with at all.

use thiserror::Error;

/// What is wrong with a declaration or a row. What a table does not know is no error but an
/// [`Unknown`](crate::Unknown) of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CustomsError {
    /// A declaration without goods.
    #[error("nothing is declared: give at least one line of goods")]
    NoGoods,
    /// A line of no pieces.
    #[error("a line of goods has no pieces: give at least one")]
    NoPieces,
    /// Values or freight in several currencies, or below zero.
    #[error("values and freight are in {left} and {right}: give all of them in one currency")]
    Currencies {
        /// One currency.
        left: String,
        /// Another.
        right: String,
    },
    /// A value or freight below zero.
    #[error("a value or the freight is below zero: give zero or more")]
    Negative,
    /// Parts of one consignment that go to several countries.
    #[error("parts of one consignment go to {left} and {right}: declare them apart")]
    Destinations {
        /// One country.
        left: String,
        /// Another.
        right: String,
    },
    /// A row that says a rate in percent of something that is counted, or the reverse.
    #[error(
        "row `{row}` takes {what}: a percentage is of a value, an amount for each of what is counted"
    )]
    RowBasis {
        /// The row's key.
        row: String,
        /// What it says.
        what: &'static str,
    },
    /// An amount too large to count.
    #[error("an amount is too large to count: check the values")]
    Overflow,
}

impl CustomsError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoGoods => "customs_no_goods",
            Self::NoPieces => "customs_no_pieces",
            Self::Currencies { .. } => "customs_currencies",
            Self::Negative => "customs_negative",
            Self::Destinations { .. } => "customs_destinations",
            Self::RowBasis { .. } => "customs_row_basis",
            Self::Overflow => "customs_overflow",
        }
    }
}
