//! What is charged: tariffs, surcharges and rates of exchange, by the rules of the network format.
//!
//! Every charge is an exact decimal, changed into the quote's currency at the rate of the hand-in day and
//! rounded once, half up, to minor units. A ride is priced from where the line was entered to where it was
//! left; zones and processes cost nothing unless a tariff says so.

mod charge;
mod choose;
mod exchange;
mod mass;
#[cfg(test)]
mod tests;

pub(crate) use charge::band_price;
pub use charge::{
    ChargeKind, ChargeLine, NoPrice, PriceRequest, PricedUse, price_subject, price_tariff,
};
pub use choose::choose_tariff;
pub use exchange::{Rate, convert, fx_rate};
pub use mass::{ChargedMass, charged_mass};
