//! Parses, checks and compiles a network from the bytes of its tables; prices by its tariffs.
//!
//! Bytes in, a [`Snapshot`] out: no I/O, no clock. [`check`] names every fault at once; [`compile`] answers
//! the snapshot or the faults. What moves when is in [`schedule`], what is charged in [`pricing`], what is
//! refused and asked for in [`rules`], where an address lies in [`places`]. The format is the page
//! `docs/src/formats/network.md`, and the rule numbers in the code are of its "How a parcel moves".

pub mod board;
mod check;
mod clock;
mod draft;
mod fault;
#[cfg(test)]
mod fixture;
mod index;
pub mod limits;
mod link;
mod lookup;
pub mod places;
pub mod pricing;
pub mod reach;
mod read;
pub mod records;
pub mod rules;
pub mod schedule;
mod shipment;
pub mod show;
mod snapshot;
mod source;
mod tables;
mod timetable;
pub mod week;
mod word;

pub use check::{Checked, check, compile};
pub use clock::LocalClock;
pub use fault::{Fault, Faults, Severity};
pub use index::{Arena, Idx};
pub use places::{PlaceKind, PlaceMatch, ZoneFault, ZoneMatch};
pub use reach::{CountryReach, Reach, Unreached};
pub use shipment::{PlaceFit, RideEnd, Shipment};
pub use snapshot::{NetworkVersion, Snapshot};
pub use source::{NetworkSource, TableFile, content_hash};
pub use word::Word;
