//! Every limit of print in one place, with its unit and its reason.

/// Longest text of one barcode, in characters: the longest identifier the model allows. What fits a
/// page is less and is checked against its width.
pub const BARCODE_CHARACTERS_MAX: usize = 64;
/// Narrowest module printed, in millimetres. Below it a 203 dpi print cannot be read and hand scanners
/// begin to fail.
pub const BARCODE_MODULE_MM_MIN: f32 = 0.19;
/// Empty modules at either side of a barcode (ISO/IEC 15417: ten).
pub const BARCODE_QUIET_MODULES: usize = 10;
/// Most different goods of one declaration, as many as one parcel may hold.
pub const CN22_ITEMS_MAX: usize = 200;
/// Rows of goods on a label; more are summed up in the last one.
pub const CN22_ROWS_MAX: usize = 8;
/// Value above which a CN 23 declaration is needed in place of a CN 22, in special drawing rights.
/// From general knowledge of the Universal Postal Convention's regulations, not read from their text:
/// have it confirmed by the post that takes the parcels.
pub const CN22_CEILING_SDR: u32 = 300;
/// Most mass of letter post, in grams. From general knowledge: what weighs more goes by parcel post.
pub const LETTER_POST_GRAMS_MAX: u32 = 2_000;
/// Most parcels on one manifest: 50 pages, what one collection by van brings at most.
pub const MANIFEST_PARCELS_MAX: usize = 2_000;
/// Largest font unpacked, in bytes (32 MB): the largest of the family is a tenth of it.
pub const FONT_BYTES_MAX: u32 = 32_000_000;
/// Highest piece number of one parcel, as in the model.
pub const PIECES_MAX: u16 = 99;
