//! Why a query could not be answered at all.
//!
//! A parcel that nothing carries is an answer (an empty list and the reasons), not an error.

use portolan_model::Currency;
use portolan_network::pricing::NoPrice;

use crate::limits;

/// A query that cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RoutingError {
    /// The origin or destination is not a place of this network.
    #[error("{end}: {what}")]
    Place {
        /// Which end: `from` or `to`.
        end: &'static str,
        /// What is wrong with it, and what is right.
        what: String,
        /// The stable code of the fault.
        code: &'static str,
    },
    /// A tariff's currency has no rate of exchange to the currency asked for.
    #[error("no rate of exchange between {from} and {to} on or before the hand-in day")]
    NoRate {
        /// The currency of the tariff.
        from: Currency,
        /// The currency asked for.
        to: Currency,
    },
    /// A limit of this crate was passed, so the exact answer is not known.
    #[error("the search passed its limit of {0}; ask for fewer lines or a narrower lane")]
    TooLarge(Limit),
    /// An amount of money left its range.
    #[error("a price leaves the range of amounts")]
    PriceRange,
}

/// The limits that can be passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// [`limits::LABELS_MAX`].
    Labels,
    /// [`limits::OPTIONS_MAX`].
    Options,
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Labels => write!(f, "{} labels", limits::LABELS_MAX),
            Self::Options => write!(f, "{} routes", limits::OPTIONS_MAX),
        }
    }
}

impl RoutingError {
    /// The stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Place { code, .. } => code,
            Self::NoRate { .. } => "no_exchange_rate",
            Self::TooLarge(_) => "search_too_large",
            Self::PriceRange => "price_out_of_range",
        }
    }
}

impl From<NoPrice> for RoutingError {
    fn from(none: NoPrice) -> Self {
        match none {
            NoPrice::NoRate { from, to } => Self::NoRate { from, to },
            NoPrice::TooLarge | NoPrice::NoTariff | NoPrice::NoBand { .. } => Self::PriceRange,
        }
    }
}
