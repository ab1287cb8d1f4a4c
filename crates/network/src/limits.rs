//! Every limit of the network in one place, with its unit and its reason.

/// Largest file in bytes: two million service points with addresses are half of it.
pub const FILE_BYTES_MAX: usize = 512 * 1024 * 1024;
/// Longest cell in bytes: a reason or a list of postcodes, not a document.
pub const CELL_BYTES_MAX: usize = 4 * 1024;
/// Most rows of a table: the world's postal lanes are a tenth of it.
pub const ROWS_MAX: usize = 1_000_000;
/// Most rows of `service_points.csv`: every parcel locker and shop of the largest countries together.
pub const SERVICE_POINT_ROWS_MAX: usize = 2_000_000;
/// Most columns of a table: thrice what any table has.
pub const COLUMNS_MAX: usize = 100;
/// Most faults kept per table: a reader mends the first hundreds; the rest is counted.
pub const FAULTS_PER_TABLE_MAX: usize = 10_000;
/// Most folders of a network: a base and its overlays.
pub const FOLDERS_MAX: usize = 64;
/// Longest duration or headway in hours (a year).
pub const DURATION_HOURS_MAX: u32 = 8_784;
/// Most decimal places of a price, a rate or a percentage as written.
pub const PRICE_DECIMALS_MAX: u32 = 6;
/// Largest price as written, in units of its currency.
pub const PRICE_MAX: u32 = 1_000_000_000;
/// Heaviest mass that a table may name, in grams (100 t).
pub const MASS_GRAMS_MAX: u32 = 100_000_000;
/// Longest length that a table may name, in millimetres (100 m).
pub const LENGTH_MM_MAX: u32 = 100_000;
/// Longest distance of a leg in kilometres: once around the Earth.
pub const DISTANCE_KM_MAX: u32 = 40_100;
/// Most legs of a route (rule 9 of the format).
pub const ROUTE_LEGS_MAX: usize = 8;
/// Days after the ready instant within which a departure is taken (rule 4 of the format).
pub const HORIZON_DAYS: i64 = 200;
/// Days within which a shift or a delivery day is looked for: a year and a holiday week.
pub const SEARCH_DAYS_MAX: i32 = 373;
/// Closures that a parcel waits for in a row: more are a closure without end.
pub const CLOSURES_IN_A_ROW_MAX: usize = 1_000;
/// Most places that a search for a place answers with.
pub const PLACE_MATCHES_MAX: usize = 20;
/// Most tariffs of one subject that are compared in pairs for ambiguity: a line to every country by tier.
pub const TARIFF_PAIRS_MAX: usize = 4_000_000;
