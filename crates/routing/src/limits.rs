//! Every limit of routing in one place, with its unit and its reason.
//!
//! Passing a limit is an error, never a silently shorter answer: the Pareto set is exact or absent.

/// Most legs of a route (rule 9 of the network format). The longest real chains have six or seven.
pub const LEGS_MAX: usize = 8;

/// Most labels one search may make: 100 bytes each, so half a gigabyte at the very worst. The sample
/// network needs thousands.
pub const LABELS_MAX: usize = 4_000_000;

/// Most routes in one Pareto set. A person reads ten; a network that offers thousands has legs whose
/// prices or times differ by noise.
pub const OPTIONS_MAX: usize = 2_000;

/// Most refusals that one quote explains with a search of their own. The rest keep their rule and
/// reason, and the quote carries the note [`crate::NOTE_EXPLAINED_PARTLY`].
pub const EXPLAINED_MAX: usize = 64;

/// Bytes of charts and arrivals that a [`crate::Searcher`] keeps: those of a network of some thousand
/// delivery zones. What was used least lately goes first.
pub const CHARTS_BYTES_MAX: usize = 160 * 1024 * 1024;

/// Bytes of chains of legs that a [`crate::Searcher`] keeps for lanes asked about again: some hundred lanes of a
/// network of thousands of legs. What was used least lately goes first.
pub const CHAINS_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Links of the chains of one lane, from which on they are told anew for the next parcel: 8 MB.
pub const LINKS_MAX: usize = 100_000;

/// Routes of a lane that are kept to be priced first for its next parcel: a few times as many as most sets have.
pub const ANSWERS_KEPT: usize = 96;

/// Menus of moves that are kept of a lane: one for each kind of goods that a merchant has.
pub const MENUS_KEPT: usize = 6;

/// Lanes remembered to have been asked about lately; one asked about again within them keeps its chains.
pub const LANES_REMEMBERED: usize = 4_096;

/// Parcels that one order is split into at most: beyond it the order is no parcel business.
pub const SPLIT_PARCELS_MAX: usize = 50;

/// Ways to part one order that are tried: each costs a search when it is refused.
pub const WAYS_MAX: usize = 12;

/// How often boxes are filled anew because, with their own mass, they passed the limit.
pub const FILLS_MAX: usize = 4;

/// Worlds that an arrival's distribution is carried through: the standard error of a probability of 90 % is
/// below 2 % even if nothing were stratified, and a quote's routes take a few milliseconds.
pub const WORLDS: usize = 256;

/// Longest time a leg or a work may take, in seconds (a year): what a network may publish at most.
pub const TIME_TAKEN_MAX_SECONDS: u32 = 8_784 * 3_600;

/// Departures after which the rest of a way is kept: 2 KB each, so 16 MB at most; then all are dropped.
pub const AFTERS_KEPT: usize = 8_000;
