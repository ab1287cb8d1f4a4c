//! Money: a whole number of minor units of one currency. No binary fraction ever touches it.
//!
//! A [`Currency`] is one of ISO 4217 or one that a [`CurrencyTable`] registered with its own exponent
//! (loyalty points, a stable coin). Sums of different currencies are an error, never a guess; conversion
//! belongs to whoever holds the rates and ends in [`Money::from_decimal_half_up`], which rounds once.

use crate::{ModelError, limits, text};
use rust_decimal::{Decimal, RoundingStrategy};
use std::{cmp::Ordering, collections::BTreeMap, fmt, str::FromStr};

mod iso4217;
#[cfg(test)]
mod tests;

/// A currency: its code and how many decimal places its minor unit has.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency {
    /// Upper-case letters and digits, zero bytes behind.
    code: [u8; 8],
    exponent: u8,
}

impl Currency {
    /// The yuan, what most origins charge in.
    pub const CNY: Self = Self::known(*b"CNY\0\0\0\0\0", 2);
    /// The United States dollar.
    pub const USD: Self = Self::known(*b"USD\0\0\0\0\0", 2);
    /// The euro.
    pub const EUR: Self = Self::known(*b"EUR\0\0\0\0\0", 2);

    const fn known(code: [u8; 8], exponent: u8) -> Self {
        Self { code, exponent }
    }

    /// The ISO 4217 currency of a three-letter code, letter case ignored.
    pub fn iso(code: &str) -> Result<Self, ModelError> {
        let wanted = code.trim().to_ascii_uppercase();
        let index = iso4217::CURRENCIES.binary_search_by_key(&wanted.as_str(), |&(code, _)| code);
        let unknown = |_| ModelError::CurrencyUnknown { found: text::excerpt(code) };
        let (code, exponent) = iso4217::CURRENCIES[index.map_err(unknown)?];
        Ok(Self::build(code, exponent))
    }

    /// `code` has at most eight bytes: the callers have checked.
    fn build(code: &str, exponent: u8) -> Self {
        let mut bytes = [0; 8];
        for (slot, byte) in bytes.iter_mut().zip(code.bytes()) {
            *slot = byte;
        }
        Self { code: bytes, exponent }
    }

    /// The code, upper case.
    #[expect(clippy::missing_panics_doc, reason = "an invariant, held by every constructor")]
    pub fn code(&self) -> &str {
        let length = self.code.iter().position(|&byte| byte == 0).unwrap_or(self.code.len());
        std::str::from_utf8(&self.code[..length]).expect("invariant: a currency code is ASCII")
    }

    /// Decimal places of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD.
    pub const fn exponent(&self) -> u8 {
        self.exponent
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.code(), self.exponent)
    }
}

/// ISO 4217 and the currencies registered beside it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CurrencyTable {
    registered: BTreeMap<String, Currency>,
}

impl CurrencyTable {
    /// ISO 4217 alone.
    pub fn new() -> Self {
        Self::default()
    }

    /// Registers a currency of 3 to 8 upper-case letters and digits with its exponent (0 to 18). A code of
    /// ISO 4217, or one registered with another exponent, is refused.
    pub fn register(&mut self, code: &str, exponent: u8) -> Result<Currency, ModelError> {
        let refuse =
            |reason| Err(ModelError::CurrencyIllegal { found: text::excerpt(code), reason });
        let is_code = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        if !limits::CURRENCY_CODE_LENGTH.contains(&code.len()) || !code.bytes().all(is_code) {
            return refuse("use 3 to 8 upper-case letters and digits");
        }
        if !code.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return refuse("use at least one letter");
        }
        if exponent > limits::CURRENCY_EXPONENT_MAX {
            return refuse("use an exponent of 0 to 18");
        }
        if Currency::iso(code).is_ok() {
            return refuse("ISO 4217 has it already, choose another code");
        }
        let currency = Currency::build(code, exponent);
        match self.registered.get(code) {
            Some(known) if *known != currency => {
                refuse("it is registered with another exponent, choose another code")
            }
            _ => {
                self.registered.insert(code.to_owned(), currency);
                Ok(currency)
            }
        }
    }

    /// The currency of a code, letter case ignored.
    pub fn get(&self, code: &str) -> Result<Currency, ModelError> {
        let wanted = code.trim().to_ascii_uppercase();
        self.registered.get(&wanted).copied().map_or_else(|| Currency::iso(code), Ok)
    }
}

/// An amount of money, possibly negative.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// `minor` minor units of a currency.
    pub const fn from_minor(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in a currency.
    pub const fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// The amount rounded to the currency's minor unit: a half goes away from zero.
    pub fn from_decimal_half_up(amount: Decimal, currency: Currency) -> Result<Self, ModelError> {
        let exponent = u32::from(currency.exponent);
        let strategy = RoundingStrategy::MidpointAwayFromZero;
        let rounded = amount.round_dp_with_strategy(exponent, strategy);
        Self::from_exact(rounded, currency).ok_or_else(|| overflow(currency))
    }

    /// The amount where it has no more decimal places than the currency and fits 64 bits.
    fn from_exact(amount: Decimal, currency: Currency) -> Option<Self> {
        let missing = u32::from(currency.exponent).checked_sub(amount.scale())?;
        let minor = amount.mantissa().checked_mul(10_i128.checked_pow(missing)?)?;
        Some(Self { minor: i64::try_from(minor).ok()?, currency })
    }

    /// Reads `20 EUR`, `EUR 20` or `20.5EUR` in a currency of ISO 4217.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        Self::parse_with(text, &CurrencyTable::new())
    }

    /// Reads an amount as [`Money::parse`] does, with the currencies of a table. More decimal places than
    /// the currency has are an error, unless they are zeros.
    pub fn parse_with(text: &str, currencies: &CurrencyTable) -> Result<Self, ModelError> {
        let fault = || ModelError::MoneyFormat { found: text::excerpt(text) };
        let text = text.trim();
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
        let (number, code) = if text.starts_with(is_number) {
            let end = text.find(|c: char| !is_number(c)).ok_or_else(fault)?;
            text.split_at(end)
        } else {
            // A registered code may hold digits, so the code in front ends at a blank where there is one.
            let end = text.find(char::is_whitespace).or_else(|| text.find(is_number));
            let (code, number) = text.split_at(end.ok_or_else(fault)?);
            (number, code)
        };
        let number = number.trim();
        if !is_plain_decimal(number) {
            return Err(fault());
        }
        let currency = currencies.get(code)?;
        Self::parse_amount(number, currency)
    }

    /// Reads a plain decimal number (`20`, `20.5`, `-3.10`) as an amount of a currency.
    pub fn parse_amount(number: &str, currency: Currency) -> Result<Self, ModelError> {
        let number = number.trim();
        let found = || text::excerpt(number);
        if !is_plain_decimal(number) {
            return Err(ModelError::MoneyFormat { found: found() });
        }
        let amount = Decimal::from_str_exact(number).map_err(|_| overflow(currency))?.normalize();
        if amount.scale() > u32::from(currency.exponent) {
            let (currency, exponent) = (currency.code().to_owned(), currency.exponent);
            return Err(ModelError::MoneyDigits { found: found(), currency, exponent });
        }
        Self::from_exact(amount, currency).ok_or_else(|| overflow(currency))
    }

    /// Whole minor units (cents, where the exponent is 2).
    pub const fn minor(&self) -> i64 {
        self.minor
    }

    /// The currency.
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// The amount in major units, exactly.
    pub fn to_decimal(&self) -> Decimal {
        Decimal::from_i128_with_scale(self.minor.into(), u32::from(self.currency.exponent))
    }

    /// Whether it is below zero.
    pub const fn is_negative(&self) -> bool {
        self.minor < 0
    }

    /// Whether it is nothing.
    pub const fn is_zero(&self) -> bool {
        self.minor == 0
    }

    /// The sum; another currency or an overflow is an error.
    pub fn checked_add(self, other: Self) -> Result<Self, ModelError> {
        self.same_currency(other)?;
        self.with(self.minor.checked_add(other.minor))
    }

    /// The difference; another currency or an overflow is an error.
    pub fn checked_sub(self, other: Self) -> Result<Self, ModelError> {
        self.same_currency(other)?;
        self.with(self.minor.checked_sub(other.minor))
    }

    /// The amount so many times; an overflow is an error.
    pub fn checked_mul(self, times: u32) -> Result<Self, ModelError> {
        self.with(self.minor.checked_mul(times.into()))
    }

    /// The sum of amounts, which is zero of `currency` for none.
    pub fn sum(
        currency: Currency,
        amounts: impl IntoIterator<Item = Self>,
    ) -> Result<Self, ModelError> {
        amounts.into_iter().try_fold(Self::zero(currency), Self::checked_add)
    }

    /// Which is larger; another currency is an error.
    pub fn compare(self, other: Self) -> Result<Ordering, ModelError> {
        self.same_currency(other)?;
        Ok(self.minor.cmp(&other.minor))
    }

    /// The amount itself if it is zero or more, else an error about `what`.
    pub fn not_negative(self, what: &'static str) -> Result<Self, ModelError> {
        if self.is_negative() {
            Err(ModelError::Negative { what, found: self.to_string() })
        } else {
            Ok(self)
        }
    }

    fn with(self, minor: Option<i64>) -> Result<Self, ModelError> {
        let minor = minor.ok_or_else(|| overflow(self.currency))?;
        Ok(Self { minor, currency: self.currency })
    }

    fn same_currency(self, other: Self) -> Result<(), ModelError> {
        if self.currency == other.currency {
            return Ok(());
        }
        let (left, right) = (self.currency.to_string(), other.currency.to_string());
        Err(ModelError::MoneyMixed { left, right })
    }
}

fn overflow(currency: Currency) -> ModelError {
    ModelError::MoneyOverflow { currency: currency.code().to_owned() }
}

/// Whether a text is `12`, `12.5`, `.5`, with a sign or without: no exponent, no grouping.
pub(crate) fn is_plain_decimal(text: &str) -> bool {
    let number = text.strip_prefix(['-', '+']).unwrap_or(text);
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    match number.split_once('.') {
        None => !number.is_empty() && all_digits(number),
        Some((whole, fraction)) => {
            !fraction.is_empty() && all_digits(whole) && all_digits(fraction)
        }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} {}", self.to_decimal(), self.currency))
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Money {
    type Err = ModelError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}
