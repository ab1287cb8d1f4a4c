//! The two sides of a price and the two kinds of client.

use crate::names::named_enum;

named_enum! {
    /// How a merchant stands with the network: prices, credit and guidance follow it.
    pub enum ClientTier("client tier") {
        /// New or small.
        Developing = "developing",
        /// Proven.
        Mature = "mature",
    }
}

named_enum! {
    /// Who pays whom by a tariff.
    pub enum Side("tariff side") {
        /// The network pays an operator.
        Buy = "buy",
        /// A merchant pays the network.
        Sell = "sell",
    }
}
