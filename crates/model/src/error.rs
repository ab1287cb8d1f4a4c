//! What can be wrong with a value, in words that say what to do about it.
//!
//! [`ModelError`] is one fault of one value; [`FieldFault`] names the field too, for words with many
//! fields that report all their faults at once. Codes are stable: interfaces match on them.

use crate::limits;
use thiserror::Error;

/// Why a value cannot be built.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ModelError {
    /// Text that is not an id of the wanted kind.
    #[error(
        "`{found}` is not an id of this kind: write `{prefix}_` and 26 characters of 0-9 a-z without i l o u"
    )]
    Id {
        /// The prefix of the wanted kind.
        prefix: &'static str,
        /// The text found.
        found: String,
    },
    /// 128 bits that are no UUID of version 7.
    #[error("{found} is not a version 7 UUID: take the id from where it was made")]
    IdVersion {
        /// The UUID in its usual text.
        found: String,
    },
    /// A table key with other characters than allowed.
    #[error(
        "`{found}` is not a key: start with a-z or 0-9, then at most 63 of a-z 0-9 _ . -, lower case"
    )]
    Code {
        /// The text found.
        found: String,
    },
    /// A word that is not in its closed list.
    #[error("`{found}` is no {what}: use one of {allowed}")]
    Choice {
        /// The list's name.
        what: &'static str,
        /// The text found.
        found: String,
        /// The names allowed.
        allowed: String,
    },
    /// Text that does not look like an S10 identifier.
    #[error("`{found}` is not an S10 identifier: write two letters, nine digits and two letters")]
    S10Format {
        /// The text found.
        found: String,
    },
    /// A well-formed S10 identifier with a wrong check digit.
    #[error(
        "`{found}` has a wrong check digit: {expected} was expected, check for a misread digit"
    )]
    S10CheckDigit {
        /// The text found.
        found: String,
        /// The digit that belongs there.
        expected: u8,
    },
    /// Text that does not look like an office of exchange.
    #[error("`{found}` is not an office of exchange: write the six letters of its IMPC code")]
    Impc {
        /// The text found.
        found: String,
    },
    /// Text that does not look like a despatch.
    #[error("`{found}` is not a despatch: write fifteen letters and five digits (UPU S8)")]
    S8Format {
        /// The text found.
        found: String,
    },
    /// Text that does not look like a receptacle.
    #[error("`{found}` is not a receptacle: write its despatch and nine digits (UPU S9)")]
    S9Format {
        /// The text found.
        found: String,
    },
    /// An identifier that is empty, too long or holds unprintable characters.
    #[error("`{found}` is not an identifier: write 1 to 64 printable characters")]
    Identifier {
        /// The text found.
        found: String,
    },
    /// A currency in no table.
    #[error("currency `{found}` is unknown: use an ISO 4217 code such as EUR, or register it")]
    CurrencyUnknown {
        /// The text found.
        found: String,
    },
    /// A registration that is not allowed.
    #[error("currency `{found}` cannot be registered: {reason}")]
    CurrencyIllegal {
        /// The code.
        found: String,
        /// Why not, and what to do.
        reason: &'static str,
    },
    /// Text that is no amount of money.
    #[error(
        "`{found}` is not an amount of money: write a number and a currency, such as `20.50 EUR`"
    )]
    MoneyFormat {
        /// The text found.
        found: String,
    },
    /// An amount with more decimal places than its currency has.
    #[error(
        "`{found}` has more than {exponent} decimal places, which {currency} does not have: round it"
    )]
    MoneyDigits {
        /// The text found.
        found: String,
        /// The currency's code.
        currency: String,
        /// Its decimal places.
        exponent: u8,
    },
    /// An amount or sum beyond 64 bits of minor units.
    #[error("the amount in {currency} is too large to count: split it")]
    MoneyOverflow {
        /// The currency's code.
        currency: String,
    },
    /// Two amounts of different currencies where one was needed.
    #[error("{left} and {right} cannot be added or compared: convert one of them first")]
    MoneyMixed {
        /// The first currency's code.
        left: String,
        /// The second currency's code.
        right: String,
    },
    /// Text that is no mass.
    #[error(
        "`{found}` is not a mass: write a positive number and kg, g, lb or oz, such as `350 g`"
    )]
    MassFormat {
        /// The text found.
        found: String,
    },
    /// A mass of nothing, or beyond the limit.
    #[error("a mass of {grams} g is out of range: give 1 g to {} g", limits::MASS_GRAMS_MAX)]
    MassRange {
        /// The mass asked for.
        grams: u64,
    },
    /// Text that is no size.
    #[error(
        "`{found}` is not a size: write three lengths and mm, cm, m or in, such as `30x20x10 cm`, or `roll 90x12 cm`"
    )]
    SizeFormat {
        /// The text found.
        found: String,
    },
    /// An edge of nothing, or beyond the limit.
    #[error("an edge of {mm} mm is out of range: give 1 mm to {} mm", limits::EDGE_MM_MAX)]
    SizeRange {
        /// The edge asked for, in millimetres.
        mm: u64,
    },
    /// Goods of no class at all.
    #[error("the goods have no class: name at least one, `general` where nothing special applies")]
    GoodsEmpty,
    /// The battery class without the kind of battery.
    #[error("the goods hold a battery of no kind: add it, such as `UN3481 contained_in`")]
    BatteryMissing,
    /// Text that is no battery kind.
    #[error(
        "`{found}` is not a battery kind: write UN number and packing, such as `UN3481 contained_in`"
    )]
    BatteryFormat {
        /// The text found.
        found: String,
    },
    /// A UN number with a packing it does not stand for.
    #[error(
        "{un} cannot be `{packing}`: UN3090 and UN3480 travel `alone`, UN3091 and UN3481 `packed_with` or `contained_in` equipment"
    )]
    BatteryPair {
        /// The UN number's name.
        un: &'static str,
        /// The packing's name.
        packing: &'static str,
    },
    /// An energy of nothing, or beyond the limit.
    #[error(
        "a battery of `{found}` is out of range: give the watt-hours as a positive number such as `18.5`"
    )]
    BatteryEnergy {
        /// The text found.
        found: String,
    },
    /// Text that is no HS code.
    #[error("`{found}` is not an HS code: write 6 to 10 digits, such as 8518.30")]
    Hs {
        /// The text found.
        found: String,
    },
    /// Text that names no country.
    #[error("country `{found}` is unknown: use the two-letter ISO 3166-1 code, such as FR")]
    Country {
        /// The text found.
        found: String,
    },
    /// Coordinates off the globe.
    #[error(
        "latitude {latitude} and longitude {longitude} micro-degrees are off the globe: give -90 to 90 and -180 to 180 degrees"
    )]
    Point {
        /// Latitude in micro-degrees.
        latitude: i64,
        /// Longitude in micro-degrees.
        longitude: i64,
    },
    /// Text that is no pair of coordinates.
    #[error("`{found}` is not a coordinate: write decimal degrees, such as 30.2741")]
    Degrees {
        /// The text found.
        found: String,
    },
    /// Text that cannot be a postcode anywhere.
    #[error("`{found}` is not a postcode: write at most 16 letters, digits, blanks and dashes")]
    Postcode {
        /// The text found.
        found: String,
    },
    /// Text that is no telephone number.
    #[error(
        "`{found}` is not a telephone number: write 5 to 20 digits, such as +33 1 23 45 67 89, as text"
    )]
    Phone {
        /// The text found.
        found: String,
    },
    /// Text that is no e-mail address.
    #[error("`{found}` is not an e-mail address: write it as name@example.org")]
    Email {
        /// The text found.
        found: String,
    },
    /// A time zone that is not in the database.
    #[error("time zone `{found}` is unknown: use an IANA name, such as Asia/Shanghai")]
    TimeZone {
        /// The text found.
        found: String,
    },
    /// Text that is no instant.
    #[error("`{found}` is not an instant: write it as 2026-11-22T10:00:00+08:00[Asia/Shanghai]")]
    Instant {
        /// The text found.
        found: String,
    },
    /// Text that is no date.
    #[error("`{found}` is not a date: write it as 2026-11-22")]
    Date {
        /// The text found.
        found: String,
    },
    /// A period that ends before it begins.
    #[error("the period from {from} to {to} is empty: swap the two")]
    Period {
        /// Its beginning.
        from: String,
        /// Its end.
        to: String,
    },
    /// Text that is missing where some is needed.
    #[error("{what} is empty: fill it in")]
    TextEmpty {
        /// What it is.
        what: &'static str,
    },
    /// Text beyond its limit.
    #[error("{what} has {length} characters: shorten it to {max}")]
    TextLong {
        /// What it is.
        what: &'static str,
        /// Its characters.
        length: usize,
        /// Characters allowed.
        max: usize,
    },
    /// Text with control characters, direction marks or other unprintable ones.
    #[error("{what} holds the unprintable character U+{character:04X}: type it anew")]
    TextUnprintable {
        /// What it is.
        what: &'static str,
        /// The first offending character's number.
        character: u32,
    },
    /// A count outside its limits.
    #[error("{what} number {found}: give {min} to {max}")]
    Count {
        /// What is counted.
        what: &'static str,
        /// How many were given.
        found: usize,
        /// Fewest allowed.
        min: usize,
        /// Most allowed.
        max: usize,
    },
    /// An amount below zero where none can be.
    #[error("{what} is {found}: give zero or more")]
    Negative {
        /// What it is.
        what: &'static str,
        /// The amount found.
        found: String,
    },
    /// Two goods of one thing that contradict each other, or a thing linked to itself.
    #[error("{what}: {mend}")]
    Contradiction {
        /// What contradicts what.
        what: &'static str,
        /// What to do.
        mend: &'static str,
    },
    /// A step that a parcel in its state cannot take.
    #[error("a parcel that is {from} cannot become {to}: read its state anew")]
    Transition {
        /// The state it has.
        from: &'static str,
        /// The state asked for.
        to: &'static str,
    },
}

impl ModelError {
    /// The stable code of the fault, for interfaces and tests.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Id { .. } => "id_format",
            Self::IdVersion { .. } => "id_version",
            Self::Code { .. } => "code_format",
            Self::Choice { .. } => "choice_unknown",
            Self::Impc { .. } => "impc",
            Self::S8Format { .. } => "s8_format",
            Self::S9Format { .. } => "s9_format",
            Self::S10Format { .. } => "s10_format",
            Self::S10CheckDigit { .. } => "s10_check_digit",
            Self::Identifier { .. } => "identifier_format",
            Self::CurrencyUnknown { .. } => "currency_unknown",
            Self::CurrencyIllegal { .. } => "currency_illegal",
            Self::MoneyFormat { .. } => "money_format",
            Self::MoneyDigits { .. } => "money_digits",
            Self::MoneyOverflow { .. } => "money_overflow",
            Self::MoneyMixed { .. } => "money_mixed",
            Self::MassFormat { .. } => "mass_format",
            Self::MassRange { .. } => "mass_range",
            Self::SizeFormat { .. } => "size_format",
            Self::SizeRange { .. } => "size_range",
            Self::GoodsEmpty => "goods_empty",
            Self::BatteryMissing => "battery_missing",
            Self::BatteryFormat { .. } => "battery_format",
            Self::BatteryPair { .. } => "battery_pair",
            Self::BatteryEnergy { .. } => "battery_energy",
            Self::Hs { .. } => "hs_format",
            Self::Country { .. } => "country_unknown",
            Self::Point { .. } => "point_range",
            Self::Degrees { .. } => "degrees_format",
            Self::Postcode { .. } => "postcode_format",
            Self::Phone { .. } => "phone_format",
            Self::Email { .. } => "email_format",
            Self::TimeZone { .. } => "time_zone_unknown",
            Self::Instant { .. } => "instant_format",
            Self::Date { .. } => "date_format",
            Self::Period { .. } => "period_empty",
            Self::TextEmpty { .. } => "text_empty",
            Self::TextLong { .. } => "text_long",
            Self::TextUnprintable { .. } => "text_unprintable",
            Self::Count { .. } => "count_range",
            Self::Negative { .. } => "amount_negative",
            Self::Contradiction { .. } => "contradiction",
            Self::Transition { .. } => "transition_illegal",
        }
    }

    /// The same fault, told of a named field.
    pub fn in_field(self, field: &'static str) -> FieldFault {
        FieldFault { field, error: self }
    }
}

/// One fault of one field of a word with many fields.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{field}: {error}")]
pub struct FieldFault {
    /// The field's name, as in the input struct.
    pub field: &'static str,
    /// What is wrong with it.
    #[source]
    pub error: ModelError,
}

impl FieldFault {
    /// The stable code of the fault.
    pub const fn code(&self) -> &'static str {
        self.error.code()
    }

    /// What is wrong: the message up to its remedy.
    pub fn what(&self) -> String {
        let message = self.error.to_string();
        message.rsplit_once(": ").map_or(message.clone(), |(what, _)| what.to_owned())
    }

    /// What to do about it: the message's remedy.
    pub fn mend(&self) -> String {
        let message = self.error.to_string();
        message.rsplit_once(": ").map_or(message.clone(), |(_, mend)| mend.to_owned())
    }
}
