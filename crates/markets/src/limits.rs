//! Every limit of reading in one place, with its unit and its reason.

/// Largest file, in bytes (100 MB): what the HTTP interface takes as one body.
pub const FILE_BYTES_MAX: usize = 100_000_000;
/// Most rows of one file, header and empty ones not counted: two days of a large bureau.
pub const ROWS_MAX: usize = 200_000;
/// Most columns of one file: the widest marketplace exports have about a hundred.
pub const COLUMNS_MAX: usize = 300;
/// Longest cell, in bytes (4 KiB): longer means an unclosed quotation mark or a pasted page.
pub const CELL_BYTES_MAX: usize = 4096;
/// How much of a file its encoding is guessed from, in bytes: guessing reads every byte several times.
pub const GUESS_BYTES_MAX: usize = 1_000_000;
/// Most faults told of one row: a row of rubbish needs no hundred sentences.
pub const ROW_FAULTS_MAX: usize = 30;
/// First and last day number of a spreadsheet that is read as a date: 1954 to 2119. Smaller numbers are
/// quantities in the wrong column, larger ones are dates written without signs.
pub const SERIAL_DAYS: std::ops::RangeInclusive<i64> = 20_000..=80_000;
/// First and last year an order can be of.
pub const ORDER_YEARS: std::ops::RangeInclusive<i16> = 2000..=2099;
/// Among how many rows from the first the headings are looked for: exports have a title and a few blank rows
/// above them.
pub const HEADER_ROWS_MAX: usize = 20;
/// Most texts of a column that a survey shows.
pub const SAMPLES_MAX: usize = 5;
/// After how many rows the caller is told how far the reading is.
pub const WATCH_ROWS: u32 = 1_000;
/// Most bytes that a workbook may unpack to (300 MB): a hundred thousand rows of forty columns take about 200.
pub const UNPACKED_BYTES_MAX: usize = 300_000_000;
/// Most parts of a workbook's archive: one holds a few dozen, its pictures included.
pub const ARCHIVE_PARTS_MAX: usize = 10_000;
/// Most texts that a workbook may say its cells share: a reader makes room for them before it sees any.
pub const SHARED_TEXTS_MAX: usize = 10_000_000;
/// Most sheets of a workbook that are looked at.
pub const SHEETS_MAX: usize = 200;
