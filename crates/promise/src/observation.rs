//! One shipment: what was known when it left, and what became of it.

use jiff::Timestamp;

use crate::place::Place;

/// A further column's cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Extra {
    /// Nothing was told.
    #[default]
    None,
    /// A finite number.
    Number(f64),
    /// A class.
    Text(String),
}

/// What is known of a shipment when its promise is made.
#[derive(Debug, Clone, PartialEq)]
pub struct Features {
    /// When the duration begins: the order, or the hand-in where the history begins there.
    pub shipped_at: Timestamp,
    /// Where it starts.
    pub origin: Place,
    /// Where it goes.
    pub destination: Place,
    /// What was bought; empty where the history does not say.
    pub service: String,
    /// Who hands it in; empty where the history does not say.
    pub seller: String,
    /// Gross mass.
    pub mass_grams: Option<f64>,
    /// What was promised by somebody else at the time, if anything was.
    pub promised_at: Option<Timestamp>,
    /// Further columns, in the order of the history's.
    pub extras: Vec<Extra>,
}

/// A shipment and what became of it, as far as that is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// What was known when it left.
    pub features: Features,
    /// When the carrier had it.
    pub handed_over_at: Option<Timestamp>,
    /// When it arrived; none while under way.
    pub delivered_at: Option<Timestamp>,
}
