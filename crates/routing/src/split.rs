//! From an order to the parcels it needs: one, unless goods, mass or room force more.
//!
//! Start at [`plan_ways`]: it answers the ways to part an order, fewest parcels first, each parcel packed
//! in the smallest box that holds it and weighed with that box. Who has routed the first way and was
//! refused asks [`may_smaller_pass`] whether the next is worth a try. Nothing here is routed or priced, and
//! which parting costs least is not weighed yet.

mod boxes;
mod carried;
mod fill;
mod plan;

use jiff::civil;
use portolan_model::{Code, Goods, Mass, ModelError, Money, Product, Size, Sku};
use portolan_network::Snapshot;
use portolan_network::records::{CountryIdx, ServiceIdx};

use crate::limits::SPLIT_PARCELS_MAX;
use crate::{Refused, RefusedBy};

pub use boxes::usual_boxes;
pub use plan::plan_ways;

/// Pieces of a product as they were ordered.
#[derive(Debug, Clone)]
pub struct Ordered {
    /// The product.
    pub product: Product,
    /// How many.
    pub pieces: u32,
    /// What the buyer paid for one.
    pub unit_price: Money,
}

/// So many pieces of one of the things ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Which thing, as its place in the list of [`Ordered`].
    pub thing: usize,
    /// How many pieces.
    pub pieces: u32,
}

/// A parcel to be routed.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// Which things are inside, and how many of each.
    pub shares: Vec<Share>,
    /// All goods inside.
    pub goods: Goods,
    /// Packed.
    pub mass: Mass,
    /// Outer size; none where several pieces travel in a wrapping of their own.
    pub size: Option<Size>,
    /// Key of the packaging; none for a wrapping of its own.
    pub packaging: Option<Code>,
    /// What the buyer paid for what is inside.
    pub value: Money,
}

/// Where an order goes and by what.
#[derive(Debug, Clone, Copy)]
pub struct Lane<'a> {
    /// The network in force.
    pub snapshot: &'a Snapshot,
    /// The service.
    pub service: ServiceIdx,
    /// The destination.
    pub country: CountryIdx,
    /// The day of hand-in.
    pub day: civil::Date,
}

/// Why an order cannot be parted into parcels.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SplitError {
    /// One piece is heavier, with what it is packed in, than a parcel may be.
    #[error("one packed `{sku}` is heavier than the {limit_grams} g this service carries there")]
    PieceTooHeavy {
        /// The product.
        sku: Sku,
        /// The heaviest parcel carried, in grams.
        limit_grams: u64,
    },
    /// More parcels than one order may have.
    #[error("the order would need more than {SPLIT_PARCELS_MAX} parcels: divide it")]
    TooManyParcels,
    /// Nothing limits a parcel's mass, and this one's cannot be counted.
    #[error("{grams} g in one parcel is more than can be counted")]
    MassRange {
        /// The mass, packed.
        grams: u64,
    },
    /// The prices of what is in a parcel do not add up.
    #[error("what the buyer paid cannot be added up")]
    Value(#[source] ModelError),
}

impl SplitError {
    /// The stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::PieceTooHeavy { .. } => "piece_too_heavy",
            Self::TooManyParcels => "parcels_too_many",
            Self::MassRange { .. } => "mass_range",
            Self::Value(error) => error.code(),
        }
    }
}

/// Whether rules on mass or size are among those against a parcel, so that smaller ones may pass.
/// `refused` are all refusals of its quote: lines refuse by size, and a service without a line only says
/// that it has no route.
pub fn may_smaller_pass(snapshot: &Snapshot, refused: &[Refused]) -> bool {
    refused.iter().any(|one| is_about_mass_or_size(snapshot, one.by))
}

fn is_about_mass_or_size(snapshot: &Snapshot, by: RefusedBy) -> bool {
    let RefusedBy::Restriction(row) = by else { return matches!(by, RefusedBy::NoBand(_)) };
    let limits = &snapshot.restrictions[row].limits;
    let sizes = [
        limits.mass_max_grams,
        limits.side_max_mm,
        limits.sum_max_mm,
        limits.length_plus_girth_max_mm,
    ];
    sizes.iter().any(Option::is_some)
}

#[cfg(test)]
mod tests;
