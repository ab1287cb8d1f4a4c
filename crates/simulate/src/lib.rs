//! A small world that moves: booked parcels go their way by the network's figures, with a truth of their own.
//!
//! Pure: time, seed and network come in as arguments, and the same seed and parcels give the same world to
//! the byte. [`World`] moves parcels and yields what happens in the order of simulated time; [`Reporters`]
//! tell it as the carriers would, each in its own format, as far as anybody tells it at all. What it
//! deliberately does not do: speak HTTP (the program does), share any figure or formula with the promise it
//! is there to judge, or lie; faults and garbled messages come later.

mod booked;
mod chance;
mod journey;
pub mod limits;
mod milestones;
mod reporters;
#[cfg(test)]
mod testing;
mod world;

pub use booked::{Booked, BookedLeg, EntryFault};
pub use journey::{Happening, Outcome};
pub use reporters::{Channel, Report, Reporters, condense};
pub use world::World;
