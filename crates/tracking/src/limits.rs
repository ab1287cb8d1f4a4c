//! Every limit of tracking in one place, with its unit and its reason.

/// Receptacles a thing may lie in, one in the other: parcel, bag, despatch, container, train make four.
pub const NESTING_MAX: usize = 8;
/// Stays in receptacles that are read for one chain: a parcel on the longest way has some dozen.
pub const REACH_MAX: usize = 1_000;
