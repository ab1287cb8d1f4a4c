//! A quote: what an operator may buy, what a seller is offered, and what is refused and why.
//!
//! Options are the exact Pareto set at cost; offers are one per service at the sell price. Nothing is
//! an error that a person can read as an answer: a parcel that nothing carries has no options and all
//! the reasons.

mod make;
mod reach;
mod refusal;

use jiff::civil;
use portolan_model::{Currency, Money};
use portolan_network::pricing::ChargeLine;
use portolan_network::records::{
    RequiredFieldIdx, RestrictionIdx, RestrictionSubject, ServiceIdx, TariffIdx,
};

use crate::Route;
pub(crate) use make::{offer_alone, quote_of};

/// Note of every quote: prices are before duty, and duty and tax are estimates by the network's rows.
pub const NOTE_DUTY: &str = "duty_is_an_estimate";
/// Note of a quote with more refusals than are explained with a search of their own.
pub const NOTE_EXPLAINED_PARTLY: &str = "refusals_explained_partly";

/// The answer to one query.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// The date of the ready instant at the origin.
    pub hand_in: civil::Date,
    /// The exact Pareto set at cost, in the order of [`crate::Vector`].
    pub options: Vec<RouteOption>,
    /// The best of each service that can offer, cheapest first.
    pub offers: Vec<Offer>,
    /// What could serve the lane but does not take this parcel, and the services without an offer.
    pub refused: Vec<Refused>,
    /// Stable codes of what a reader must know.
    pub notes: Vec<&'static str>,
}

/// One route of the Pareto set.
#[derive(Debug, Clone, PartialEq)]
pub struct RouteOption {
    /// The route at cost.
    pub route: Route,
    /// The services it may serve, whether or not they are sold on this lane.
    pub services: Vec<ServiceIdx>,
    /// The fields it asks for that are not known to be given.
    pub requires: Vec<RequiredFieldIdx>,
}

/// What one service sells on this lane.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// The service.
    pub service: ServiceIdx,
    /// The route it would take, at cost.
    pub route: Route,
    /// What the merchant pays, line by line.
    pub sell: Vec<ChargeLine>,
    /// What the merchant pays.
    pub price: Money,
    /// The fields it asks for that are not known to be given.
    pub requires: Vec<RequiredFieldIdx>,
}

/// One thing that does not take this parcel.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    /// Who or what refuses.
    pub subject: RestrictionSubject,
    /// By which rule.
    pub by: RefusedBy,
    /// The key of that rule's row: a restriction, a required field, a tariff or a service.
    pub rule: String,
    /// The reason in words.
    pub reason: String,
    /// The reason in Chinese, where the rule has it.
    pub reason_zh: String,
    /// Where the rule was published, or the name of the rule that estimated it.
    pub source: String,
    /// Whether the rule follows from an estimate.
    pub estimated: bool,
    /// What the cheapest route over the subject would have been, if only this subject took the parcel;
    /// `None` where that was not asked, or something else stands in the way too.
    pub would: Option<Would>,
    /// Whether some route over the subject would have cost less than each of the options that arrive no
    /// later than it at p90, there being any.
    pub cheaper: bool,
    /// Whether some route over the subject would have arrived earlier at p90 than each of the options
    /// that cost no more than it, there being any.
    pub faster: bool,
}

/// What a refused subject would have made of the parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Would {
    /// The price at cost.
    pub price: Money,
    /// The date at the destination at p50.
    pub date_p50: civil::Date,
    /// The date at the destination at p90.
    pub date_p90: civil::Date,
}

/// The kind of rule that refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusedBy {
    /// Goods, mass, size or value.
    Restriction(RestrictionIdx),
    /// A field that is required and not given.
    MissingField(RequiredFieldIdx),
    /// The tariff of the lane has no band for this mass.
    NoBand(TariffIdx),
    /// The price is in a currency without a rate of exchange on the hand-in day.
    NoRate(Currency),
    /// The service is not sold on the hand-in day at all; a quote passes over it in silence.
    NotInForce,
    /// The service is not sold on this lane.
    NoSellTariff,
    /// The service is not sold to this country.
    NotToCountry,
    /// No route fits what the service demands of lines and tracking.
    NoRoute,
    /// The service's routes arrive later than it may promise.
    TooLate,
    /// The service's routes lose more than it may.
    TooRisky,
}

impl RefusedBy {
    /// The stable code of the kind.
    pub fn code(self) -> &'static str {
        match self {
            Self::Restriction(_) => "restriction",
            Self::MissingField(_) => "missing_field",
            Self::NoBand(_) => "no_band",
            Self::NoRate(_) => "no_exchange_rate",
            Self::NotInForce => "not_in_force",
            Self::NoSellTariff => "no_sell_tariff",
            Self::NotToCountry => "not_to_country",
            Self::NoRoute => "no_route",
            Self::TooLate => "too_late",
            Self::TooRisky => "too_risky",
        }
    }
}
