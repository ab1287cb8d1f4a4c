//! Every limit of the words in one place, with its unit and its reason.

/// Longest table key, in characters: it must fit a file name and a column of a screen.
pub const CODE_LENGTH_MAX: usize = 64;
/// Longest identifier of any scheme, in characters: SSCC, IMpb and carriers' own numbers fit in half.
pub const IDENTIFIER_LENGTH_MAX: usize = 64;
/// Shortest and longest registered currency code, in characters; ISO 4217 has three.
pub const CURRENCY_CODE_LENGTH: std::ops::RangeInclusive<usize> = 3..=8;
/// Most decimal places of a registered currency: 10^18 still fits 64 bits.
pub const CURRENCY_EXPONENT_MAX: u8 = 18;
/// Heaviest mass of one thing, in grams (100 t): more than an aircraft carries.
pub const MASS_GRAMS_MAX: u32 = 100_000_000;
/// Longest edge of one thing, in millimetres (20 m): more than a rail container is long.
pub const EDGE_MM_MAX: u32 = 20_000;
/// Largest energy of one battery, in milliwatt-hours (1 MWh): more than any parcel holds.
pub const BATTERY_MILLIWATT_HOURS_MAX: u32 = 1_000_000_000;
/// Longest postcode as given, in characters; the longest real ones (Iran, USA+4) have ten.
pub const POSTCODE_LENGTH_MAX: usize = 16;
/// Longest stock-keeping unit, in characters: marketplaces allow 40 to 100.
pub const SKU_LENGTH_MAX: usize = 100;
/// Longest reference a merchant gives an order, in characters.
pub const REFERENCE_LENGTH_MAX: usize = 100;
/// Longest line of text (name, company, address line, city …), in characters.
pub const LINE_LENGTH_MAX: usize = 140;
/// Longest product description, in characters: customs forms cut it shorter themselves.
pub const DESCRIPTION_LENGTH_MAX: usize = 500;
/// Longest note, in characters.
pub const NOTE_LENGTH_MAX: usize = 1_000;
/// Most address lines between company and city: labels have room for four.
pub const ADDRESS_LINES_MAX: usize = 4;
/// Fewest and most digits of a telephone number (ITU-T E.164 allows 15; extensions need a few more).
pub const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 5..=20;
/// Longest e-mail address, in characters (RFC 5321).
pub const EMAIL_LENGTH_MAX: usize = 254;
/// Longest tax number, in characters.
pub const TAX_ID_LENGTH_MAX: usize = 40;
/// Most lines of one order: more is a wholesale order, not a parcel.
pub const ORDER_LINES_MAX: usize = 200;
/// Most pieces of one order line.
pub const QUANTITY_MAX: u32 = 999;
/// Most pieces (boxes) of one parcel.
pub const PIECES_MAX: usize = 99;
/// Most kinds of thing in one parcel, as many as an order may have.
pub const PARCEL_ITEMS_MAX: usize = ORDER_LINES_MAX;
/// Most identifiers one parcel may be known by.
pub const IDENTIFIERS_MAX: usize = 50;
/// Most parcels of one consignment.
pub const CONSIGNMENT_PARCELS_MAX: usize = 1_000;
/// Longest excerpt of a reader's own text in a message, in characters.
pub const EXCERPT_LENGTH_MAX: usize = 60;
/// Longest text of a carrier kept with a scan, in characters: the raw message keeps the whole.
pub const SCAN_TEXT_LENGTH_MAX: usize = 500;
