//! Every bound of the crate, with its unit and reason.

/// Bytes a history may have: a table of some five million shipments.
pub const FILE_BYTES_MAX: usize = 1 << 30;
/// Bytes a line may have: past that the file is no table, or a quotation mark was never closed.
pub const LINE_BYTES_MAX: usize = 1 << 20;
/// Columns a history may have.
pub const COLUMNS_MAX: usize = 512;
/// Further columns that become features; the rest is told and left out, so that time stays bounded.
pub const EXTRA_COLUMNS_MAX: usize = 40;
/// Rows a history may have.
pub const ROWS_MAX: usize = 5_000_000;
/// Faults told of one file; the others are counted.
pub const FAULTS_TOLD_MAX: usize = 50;
/// Characters of a cell that a message repeats.
pub const EXCERPT_CHARS: usize = 40;
/// Years in which an instant of a history may lie.
pub const YEARS: std::ops::RangeInclusive<i16> = 1970..=2200;
/// Days past which a duration is an error of the books and no transport.
pub const DURATION_DAYS_MAX: i64 = 730;
/// Days after which a parcel nobody heard of is taken for lost, as far as learning goes.
pub const SILENCE_DAYS_MAX: i32 = 90;
/// Different texts a further column may have and still be one of classes.
pub const CLASSES_MAX: usize = 60;
/// Known deliveries without which nothing is predicted.
pub const KNOWN_MIN: usize = 20;
/// Known shipments a model learns from at most, the newest: older ones weigh next to nothing.
pub const LEARNED_MAX: usize = 80_000;
/// Share of known shipments whose hand-over must be known for handling and transit to be learned apart.
pub const HANDED_SHARE_MIN: f64 = 0.5;
