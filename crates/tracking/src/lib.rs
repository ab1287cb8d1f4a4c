//! From what carriers tell to what a person may believe: scans, folded into one timeline per parcel.
//!
//! No I/O and no clock. [`timeline`] folds the scans of a parcel, in whatever order and however often they
//! came, into one honest story: status, custody, blind stretches. What it deliberately does not do:
//! store scans, ask carriers, or foretell arrivals; the outlook comes in as an argument.

pub mod timeline;
