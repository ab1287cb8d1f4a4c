//! What a message and an adapter may be at most, each with its unit and its reason.

/// Longest message, in bytes (8 MiB): a day's batch of a large carrier is a tenth of it.
pub const MESSAGE_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Deepest nesting of lists, objects and elements: no carrier's layout goes past twenty.
pub const DEPTH_MAX: usize = 64;
/// Most values of one message: keeps what 8 MiB of empty lists take in memory within bounds.
pub const NODES_MAX: usize = 500_000;
/// Most events of one message: what is above it is refused and said, never silently cut.
pub const EVENTS_MAX: usize = 20_000;
/// Most faults told of one message: past it only their number is kept.
pub const FAULTS_MAX: usize = 100;
/// Most different unknown codes told of one message.
pub const UNKNOWN_CODES_MAX: usize = 100;
/// Longest text a field may give to the tables, in bytes: a longer one is cut before it is looked up.
pub const FIELD_BYTES_MAX: usize = 4_096;
/// Earliest year of an event: what is before it is a clock that was never set (`0001`, `1970`).
pub const YEAR_MIN: i16 = 2000;
/// How far ahead of its receipt an event may lie, in days: further is no date but a placeholder (`2099`).
pub const DAYS_AHEAD_MAX: i64 = 366;
/// Most bytes of samples that are kept: what messages have in common is said by a few of them.
pub const SAMPLES_BYTES_MAX: usize = 32 * 1024;
/// Largest `adapter.toml`, in bytes.
pub const ADAPTER_BYTES_MAX: usize = 1024 * 1024;
/// Most steps of a path, alternatives of a field and transforms of a value.
pub const FIELD_PARTS_MAX: usize = 16;
/// Most text rules of one kind of match: they are tried one after the other.
pub const TEXT_RULES_MAX: usize = 500;
