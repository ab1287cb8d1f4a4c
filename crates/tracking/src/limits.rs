//! Every limit of tracking in one place, with its unit and its reason.

/// Receptacles a thing may lie in, one in the other: parcel, bag, despatch, container, train make four.
pub const NESTING_MAX: usize = 8;
/// Stays in receptacles that are read for one chain: a parcel on the longest way has some dozen.
pub const REACH_MAX: usize = 1_000;
/// Events of one number, milestone and moment (a minute, or a day) that a further scan is compared with: a
/// parcel is handled a few times a minute at most. What is past it stands as an event of its own, so that a
/// million scans of one minute are folded in the time of a million, and not of its square.
pub const TELLINGS_MAX: usize = 64;
