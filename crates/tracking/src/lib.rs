//! From what carriers tell to what a person may believe: scans, folded into one timeline per parcel.
//!
//! No I/O and no clock. [`timeline`] folds the scans of a parcel, in whatever order and however often they
//! came, into one honest story: status, custody, blind stretches. [`chain`] tells which scans those are,
//! over links, re-labellings and receptacles; [`hand_over`] what was declared, accepted, short and over.
//! [`plan`] lays it on the way that was booked and says what is to be expected; [`outlook`] says what
//! silence means and what is wrong; [`operators`] makes one operator of its many names; [`texts`] says all
//! of it in the reader's language. What it deliberately does not do: store scans, ask carriers, or find
//! ways; the one that was booked comes in as an argument.

pub mod adapter;
pub mod chain;
pub mod hand_over;
pub mod identify;
pub mod limits;
pub mod operators;
pub mod outlook;
pub mod plan;
pub mod record;
#[cfg(test)]
mod testing;
pub mod texts;
pub mod timeline;
