//! Load → decide → save, and nowhere else: one file per thing that is done.
//!
//! Handlers call in here with a caller and wire types; decisions are made by the domain crates from
//! what was loaded, and everything of one decision is saved in one command of the store.

pub mod auditing;
pub mod booking;
pub mod cancelling;
pub mod checking;
pub mod declaring;
pub mod departures;
pub mod expecting;
pub mod following;
pub mod foreseeing;
pub mod handing_in;
pub mod importing;
pub mod judging;
pub mod key_keeping;
pub mod labelling;
pub mod learning;
pub mod mailing;
pub mod naming;
pub mod noticing;
pub mod ordering;
pub mod people;
pub mod quoting;
pub mod reading;
pub mod searching;
pub mod staging;
pub mod stocking;
pub mod team;
pub mod telling;
pub mod tenancy;
pub mod tying;
pub mod watching;
