//! What a cell may hold: one parser per kind of value.

use crate::{
    limits,
    records::{Pattern, PatternKind, PostcodeShape, TimeOfDay, WeekdayMask},
    word::Word,
};
use jiff::{Timestamp, civil};
use portolan_model::{
    BatteryKind, BatteryPacking, BatteryUn, ClientTier, Code, CountryCode, Currency, CurrencyTable,
    GoodsClass, GoodsSet, Incoterm, Side, TimeZoneName,
};
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// Longest excerpt of a cell in a message, in characters.
const EXCERPT_CHARACTERS: usize = 40;

/// The key that stands for an unreadable one.
const STAND_IN_KEY: &str = "0.unreadable";
/// The country that stands for an unreadable one: an uninhabited island (Bouvet).
const STAND_IN_COUNTRY: &str = "BV";

/// Whether a name may be a stand-in for one that could not be read.
pub(crate) fn is_stand_in(name: &str) -> bool {
    matches!(name, "" | STAND_IN_KEY | STAND_IN_COUNTRY)
}

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CellFault {
    pub code: &'static str,
    pub what: String,
    pub mend: String,
}

impl CellFault {
    pub(crate) fn new(
        code: &'static str,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self { code, what: what.into(), mend: mend.into() }
    }

    fn bad(code: &'static str, text: &str, is_no: &str, mend: &str) -> Self {
        Self::new(code, format!("`{}` is {is_no}", excerpt(text)), mend)
    }
}

/// A cell's text, short and printable.
pub(crate) fn excerpt(text: &str) -> String {
    let printable = text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c });
    let mut short: String = printable.take(EXCERPT_CHARACTERS + 1).collect();
    if short.chars().count() > EXCERPT_CHARACTERS {
        short.pop();
        short.push('…');
    }
    short
}

/// A value that a cell can hold. Texts are trimmed and not empty.
pub(crate) trait Cell: Sized {
    /// Reads the text.
    fn parse(text: &str, currencies: &CurrencyTable) -> Result<Self, CellFault>;
    /// What stands for a faulty value so that the rest of the row can still be read.
    fn stand_in() -> Self;
}

impl<W: Word> Cell for W {
    fn parse(text: &str, _: &CurrencyTable) -> Result<Self, CellFault> {
        W::find(text).ok_or_else(|| {
            let names = W::WORDS.iter().map(|(_, name)| *name);
            let all: Vec<_> = names.clone().collect();
            let mend = super::suggest::mend(text, names, &format!("use one of {}", all.join(", ")));
            CellFault::bad("word_unknown", text, &format!("no {}", W::WHAT), &mend)
        })
    }
    fn stand_in() -> Self {
        W::WORDS[0].0
    }
}

impl Word for Side {
    const WHAT: &'static str = "side";
    const WORDS: &'static [(Self, &'static str)] = &[(Self::Buy, "buy"), (Self::Sell, "sell")];
}

impl Word for ClientTier {
    const WHAT: &'static str = "client tier";
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Developing, "developing"), (Self::Mature, "mature")];
}

impl Word for Incoterm {
    const WHAT: &'static str = "incoterm";
    const WORDS: &'static [(Self, &'static str)] = &[(Self::Ddu, "ddu"), (Self::Ddp, "ddp")];
}

/// `yes` or `no`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum YesNo {
    No,
    Yes,
}

impl Word for YesNo {
    const WHAT: &'static str = "answer";
    const WORDS: &'static [(Self, &'static str)] = &[(Self::No, "no"), (Self::Yes, "yes")];
}

impl YesNo {
    pub(crate) fn is_yes(self) -> bool {
        self == Self::Yes
    }
}

impl Cell for String {
    fn parse(text: &str, _: &CurrencyTable) -> Result<Self, CellFault> {
        match text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            Some(found) => {
                let what =
                    format!("the text holds the control character U+{:04X}", u32::from(found));
                Err(CellFault::new("text_unprintable", what, "type it anew"))
            }
            None => Ok(text.to_owned()),
        }
    }
    fn stand_in() -> Self {
        Self::new()
    }
}

impl Cell for Code {
    fn parse(text: &str, _: &CurrencyTable) -> Result<Self, CellFault> {
        let mend = "start with a-z or 0-9, then at most 63 of a-z 0-9 _ . -, lower case";
        Self::parse(text).map_err(|_| CellFault::bad("key_format", text, "no key", mend))
    }
    fn stand_in() -> Self {
        Self::parse(STAND_IN_KEY).expect("invariant: it is written as a key")
    }
}

impl Cell for CountryCode {
    fn parse(text: &str, _: &CurrencyTable) -> Result<Self, CellFault> {
        let mend = "use the two capital letters of ISO 3166-1, such as FR";
        let is_code = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        let found = is_code.then(|| Self::from_alpha2(text)).flatten();
        found.ok_or_else(|| CellFault::bad("country_unknown", text, "no country", mend))
    }
    fn stand_in() -> Self {
        Self::from_alpha2(STAND_IN_COUNTRY).expect("invariant: it is of ISO 3166-1")
    }
}

impl Cell for Currency {
    fn parse(text: &str, currencies: &CurrencyTable) -> Result<Self, CellFault> {
        let mend = "use a code of ISO 4217 such as EUR, or add a [[currency]] to network.toml";
        let is_code = text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        let found = currencies.get(text).ok().filter(|_| is_code);
        found.ok_or_else(|| CellFault::bad("currency_unknown", text, "no currency", mend))
    }
    fn stand_in() -> Self {
        Self::CNY
    }
}

impl Cell for TimeZoneName {
    fn parse(text: &str, _: &CurrencyTable) -> Result<Self, CellFault> {
        let mend = "use an IANA name such as Asia/Shanghai";
        Self::parse(text)
            .map_err(|_| CellFault::bad("timezone_unknown", text, "no time zone", mend))
    }
    fn stand_in() -> Self {
        Self::utc()
    }
}

impl Cell for civil::Date {
    fn parse(text: &str, _: &CurrencyTable) -> Result<Self, CellFault> {
        let is_shaped = text.len() == 10 && text.as_bytes().get(4) == Some(&b'-');
        let found = is_shaped.then(|| text.parse().ok()).flatten();
        found
            .ok_or_else(|| CellFault::bad("date_format", text, "no date", "write it as 2026-11-22"))
    }
    fn stand_in() -> Self {
        civil::date(2000, 1, 1)
    }
}

impl Cell for Timestamp {
    fn parse(text: &str, _: &CurrencyTable) -> Result<Self, CellFault> {
        let mend = "write it with its offset, as 2026-12-24T00:00+01:00";
        text.parse().map_err(|_| CellFault::bad("instant_format", text, "no instant", mend))
    }
    fn stand_in() -> Self {
        Self::UNIX_EPOCH
    }
}

impl Cell for TimeOfDay {
    fn parse(text: &str, _: &CurrencyTable) -> Result<Self, CellFault> {
        let digits = |part: &str| {
            let is_two = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            is_two.then(|| part.parse::<u16>().ok()).flatten()
        };
        let parts = text.split_once(':').and_then(|(h, m)| digits(h).zip(digits(m)));
        let minutes = parts.filter(|&(_, m)| m < 60).map(|(h, m)| h * 60 + m);
        let found = minutes.filter(|&minutes| minutes <= 1440).map(|minutes| Self { minutes });
        let mend = "write hours and minutes as 09:30, 24:00 at the latest";
        found.ok_or_else(|| CellFault::bad("time_format", text, "no time of day", mend))
    }
    fn stand_in() -> Self {
        Self::START
    }
}

impl Cell for WeekdayMask {
    fn parse(text: &str, _: &CurrencyTable) -> Result<Self, CellFault> {
        let mend = "write the digits of the days, 1 for Monday to 7 for Sunday, such as 12345";
        let mut mask = Self::NONE;
        for byte in text.bytes() {
            let day = byte.wrapping_sub(b'1');
            if day > 6 || mask.contains(day) {
                return Err(CellFault::bad("weekdays_format", text, "no list of weekdays", mend));
            }
            mask = mask.with(day);
        }
        Ok(mask)
    }
    fn stand_in() -> Self {
        Self::ALL
    }
}

impl Cell for Pattern {
    fn parse(text: &str, _: &CurrencyTable) -> Result<Self, CellFault> {
        Self::parse(text).ok_or_else(|| {
            let mend = "write `*`, a prefix `75*`, a code `75011`, or a range of equal length \
                        `310000-311999`, the smaller first";
            CellFault::bad("pattern_format", text, "no pattern of postcodes", mend)
        })
    }
    fn stand_in() -> Self {
        Self { kind: PatternKind::Everything }
    }
}

impl Cell for PostcodeShape {
    fn parse(text: &str, _: &CurrencyTable) -> Result<Self, CellFault> {
        let mend = "write 9 for a digit, A for a letter, anything else for itself, such as AA9 9AA";
        Self::parse(text)
            .ok_or_else(|| CellFault::bad("shape_format", text, "no shape of postcodes", mend))
    }
    fn stand_in() -> Self {
        Self(String::from("9"))
    }
}

/// The classes of goods that a cell lists; `any` is all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct GoodsName(pub GoodsSet);

impl Cell for GoodsName {
    fn parse(text: &str, _: &CurrencyTable) -> Result<Self, CellFault> {
        if text == "any" {
            return Ok(Self(GoodsClass::ALL.iter().copied().collect()));
        }
        let found = GoodsClass::ALL.iter().find(|class| class.as_str() == text);
        found.map(|&class| Self(GoodsSet::of(class))).ok_or_else(|| {
            let names = GoodsClass::NAMES.iter().copied();
            let all = format!("use any or one of {}", GoodsClass::NAMES.join(", "));
            let mend = super::suggest::mend(text, names, &all);
            CellFault::bad("goods_unknown", text, "no class of goods", &mend)
        })
    }
    fn stand_in() -> Self {
        Self(GoodsSet::EMPTY)
    }
}

/// A battery as a rule names it: `UN3481`, `UN3481/contained_in`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BatteryName(pub BatteryUn, pub Option<BatteryPacking>);

impl Cell for BatteryName {
    fn parse(text: &str, _: &CurrencyTable) -> Result<Self, CellFault> {
        let (un, packing) = text.split_once('/').map_or((text, None), |(un, p)| (un, Some(p)));
        let fault = || {
            let mend = "write a UN number of 3090, 3091, 3480 and 3481, and a packing where it \
                        matters, such as UN3481/contained_in";
            CellFault::bad("battery_format", text, "no kind of battery", mend)
        };
        let un = BatteryUn::parse(un).map_err(|_| fault())?;
        let packing = packing.map(BatteryPacking::parse).transpose().map_err(|_| fault())?;
        if let Some(packing) = packing {
            BatteryKind::new(un, packing, None).map_err(|_| fault())?;
        }
        Ok(Self(un, packing))
    }
    fn stand_in() -> Self {
        Self(BatteryUn::Un3481, None)
    }
}

/// A whole number from `MIN` to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Whole<const MIN: u64, const MAX: u64>(pub u64);

impl<const MIN: u64, const MAX: u64> Whole<MIN, MAX> {
    /// The number, where `MAX` fits 32 bits.
    pub(crate) fn to_u32(self) -> u32 {
        u32::try_from(self.0).expect("invariant: the bound fits 32 bits")
    }
}

impl<const MIN: u64, const MAX: u64> Cell for Whole<MIN, MAX> {
    fn parse(text: &str, _: &CurrencyTable) -> Result<Self, CellFault> {
        let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let found = is_digits.then(|| text.parse::<u64>().ok()).flatten();
        let found = found.filter(|number| (MIN..=MAX).contains(number)).map(Self);
        let mend = format!("write a whole number from {MIN} to {MAX}");
        found.ok_or_else(|| CellFault::bad("number_format", text, "out of range", &mend))
    }
    fn stand_in() -> Self {
        Self(MIN)
    }
}

/// Grams, from 1.
pub(crate) type Grams = Whole<1, { limits::MASS_GRAMS_MAX as u64 }>;
/// Grams, from 0.
pub(crate) type GramsFrom = Whole<0, { limits::MASS_GRAMS_MAX as u64 }>;
/// Grams of a departure: a ship's load.
pub(crate) type LoadGrams = Whole<1, 1_000_000_000_000>;
/// Millimetres.
pub(crate) type Millimetres = Whole<1, { limits::LENGTH_MM_MAX as u64 }>;
/// Kilometres.
pub(crate) type Kilometres = Whole<0, { limits::DISTANCE_KM_MAX as u64 }>;
/// Parts per million.
pub(crate) type PartsPerMillion = Whole<0, 1_000_000>;
/// Pieces, days and other counts, from 1.
pub(crate) type Count = Whole<1, 1_000_000_000>;
/// Stages and steps.
pub(crate) type Step = Whole<1, 999>;

/// A whole number that may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Preference(pub i32);

impl Cell for Preference {
    fn parse(text: &str, _: &CurrencyTable) -> Result<Self, CellFault> {
        let mend = "write a whole number from -1000 to 1000";
        let found = text.parse::<i32>().ok().filter(|number| number.abs() <= 1000);
        found.map(Self).ok_or_else(|| CellFault::bad("number_format", text, "out of range", mend))
    }
    fn stand_in() -> Self {
        Self(0)
    }
}

/// A plain decimal number: digits, a point, digits; no exponent, no grouping.
fn decimal(text: &str, decimals_max: u32) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().any(|byte| byte.is_ascii_digit());
    let found = is_plain.then(|| Decimal::from_str_exact(text).ok()).flatten()?.normalize();
    (found.scale() <= decimals_max).then_some(found)
}

/// A price, zero or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Price(pub Decimal);

impl Cell for Price {
    fn parse(text: &str, _: &CurrencyTable) -> Result<Self, CellFault> {
        let decimals = limits::PRICE_DECIMALS_MAX;
        let found = decimal(text, decimals);
        let fits = |price: &Decimal| {
            !price.is_sign_negative() && *price <= Decimal::from(limits::PRICE_MAX)
        };
        let mend = format!(
            "write zero or more with at most {decimals} decimals, up to {}, such as 12.5",
            limits::PRICE_MAX
        );
        let fault = || CellFault::bad("price_format", text, "no price", &mend);
        found.filter(fits).map(Self).ok_or_else(fault)
    }
    fn stand_in() -> Self {
        Self(Decimal::ZERO)
    }
}

/// A percentage from 0 to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Percent<const MAX: u32>(pub Decimal);

impl<const MAX: u32> Cell for Percent<MAX> {
    fn parse(text: &str, _: &CurrencyTable) -> Result<Self, CellFault> {
        let fits =
            |percent: &Decimal| !percent.is_sign_negative() && *percent <= Decimal::from(MAX);
        let found = decimal(text, limits::PRICE_DECIMALS_MAX).filter(fits).map(Self);
        let mend = format!("write a number from 0 to {MAX} without a sign, such as 12.5");
        found.ok_or_else(|| CellFault::bad("percent_format", text, "no percentage", &mend))
    }
    fn stand_in() -> Self {
        Self(Decimal::ZERO)
    }
}

/// A number above zero: a rate of exchange, a divisor, a ratio.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Positive(pub Decimal);

impl Cell for Positive {
    fn parse(text: &str, _: &CurrencyTable) -> Result<Self, CellFault> {
        let fits = |number: &Decimal| {
            *number > Decimal::ZERO && *number <= Decimal::from(limits::PRICE_MAX)
        };
        // Rates of weak currencies need more places than prices have.
        let found = decimal(text, 12).filter(fits).map(Self);
        let mend = "write a number above zero with at most 12 decimals, such as 7.85";
        found.ok_or_else(|| CellFault::bad("number_format", text, "out of range", mend))
    }
    fn stand_in() -> Self {
        Self(Decimal::ONE)
    }
}

/// Hours with up to two decimals, kept in seconds: a hundredth of an hour is 36 seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hours {
    pub seconds: u32,
}

impl Cell for Hours {
    fn parse(text: &str, _: &CurrencyTable) -> Result<Self, CellFault> {
        let fits = |hours: &Decimal| {
            !hours.is_sign_negative() && *hours <= Decimal::from(limits::DURATION_HOURS_MAX)
        };
        let hours = decimal(text, 2).filter(fits);
        let seconds = hours.and_then(|hours| (hours * Decimal::from(3600)).to_u32());
        let mend = "write hours with at most two decimals, up to a year, such as 36.5";
        let fault = || CellFault::bad("hours_format", text, "no duration", mend);
        seconds.map(|seconds| Self { seconds }).ok_or_else(fault)
    }
    fn stand_in() -> Self {
        Self { seconds: 0 }
    }
}

/// Degrees from `-MAX` to `MAX`, kept in micro-degrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Degrees<const MAX: i32> {
    pub micro: i32,
}

impl<const MAX: i32> Cell for Degrees<MAX> {
    fn parse(text: &str, _: &CurrencyTable) -> Result<Self, CellFault> {
        let fits = |degrees: &Decimal| degrees.abs() <= Decimal::from(MAX);
        let micro = decimal(text, 15)
            .filter(fits)
            .and_then(|degrees| (degrees * Decimal::from(1_000_000)).round().to_i32());
        let mend = format!("write decimal degrees from -{MAX} to {MAX}, such as 30.2741");
        let fault = || CellFault::bad("degrees_format", text, "no coordinate", &mend);
        micro.map(|micro| Self { micro }).ok_or_else(fault)
    }
    fn stand_in() -> Self {
        Self { micro: 0 }
    }
}
