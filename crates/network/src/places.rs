//! Where an address lies, what a typed place means, and which service points are near.

mod name;
mod nearest;
mod pattern;
mod search;
#[cfg(test)]
mod tests;
mod zones;

pub use name::fold_name;
pub(crate) use search::PlaceIndex;
pub use search::{PlaceKind, PlaceMatch};
pub use zones::{ZoneFault, ZoneMatch};
