//! Every limit of the interface that a caller can meet, with its unit and its reason.

/// Most items of one page, when `limit` asks for more or for none see [`PAGE_ITEMS`].
pub const PAGE_ITEMS_MAX: u32 = 200;
/// Items of a page when `limit` is not given: a screen's worth.
pub const PAGE_ITEMS: u32 = 50;
/// Most items of one batch: each is decided by itself within one request's time.
pub const BATCH_ITEMS_MAX: usize = 500;
/// Most orders booked by one request: each is a search of its own.
pub const BOOK_ITEMS_MAX: usize = 200;
/// Most labels printed in one file.
pub const LABELS_MAX: usize = 1_000;
/// Most parcels of one manifest: a full lorry.
pub const MANIFEST_PARCELS_MAX: usize = 5_000;
/// Largest JSON body, in bytes (2 MB): a full batch is a quarter of it.
pub const JSON_BYTES_MAX: usize = 2_000_000;
/// Largest file to import, in bytes (100 MB).
pub const IMPORT_BYTES_MAX: u64 = 100_000_000;
/// Longest `Idempotency-Key`, in characters: a UUID has 36.
pub const IDEMPOTENCY_KEY_LENGTH_MAX: usize = 200;
/// Rows that an import's report lists; beyond it only faulty rows count, in `rows_omitted`.
pub const REPORT_ROWS_MAX: usize = 10_000;
/// Most scans told at once: a depot's shift.
pub const SCANS_AT_ONCE_MAX: usize = 20_000;
/// Most numbers of one receptacle or hand-over: a despatch of many bags.
pub const NUMBERS_AT_ONCE_MAX: usize = 10_000;
