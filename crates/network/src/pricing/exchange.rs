//! Rates of exchange: the newest on or before a day, directly, inverted, or over the base currency.

use crate::{Snapshot, records::FxRate};
use jiff::civil;
use portolan_model::Currency;
use rust_decimal::Decimal;

/// A rate as a fraction, so that an inverted rate stays exact until it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Units of the wanted currency …
    pub multiply: Decimal,
    /// … for so many of the given one.
    pub divide: Decimal,
}

impl Rate {
    /// One for one.
    pub const ONE: Self = Self { multiply: Decimal::ONE, divide: Decimal::ONE };

    /// An amount of the given currency in the wanted one; none where it is too large to count.
    pub fn apply(&self, amount: Decimal) -> Option<Decimal> {
        amount.checked_mul(self.multiply)?.checked_div(self.divide)
    }

    fn then(self, next: Self) -> Option<Self> {
        let multiply = self.multiply.checked_mul(next.multiply)?;
        Some(Self { multiply, divide: self.divide.checked_mul(next.divide)? })
    }

    fn inverted(self) -> Self {
        Self { multiply: self.divide, divide: self.multiply }
    }
}

/// The rate from one currency into another on a day: the newest on or before it, directly, inverted, or
/// over the base currency.
pub fn fx_rate(
    snapshot: &Snapshot,
    from: Currency,
    to: Currency,
    day: civil::Date,
) -> Option<Rate> {
    let base = snapshot.base_currency;
    let over_base = || {
        let first = either_way(snapshot, from, base, day)?;
        first.then(either_way(snapshot, base, to, day)?)
    };
    either_way(snapshot, from, to, day).or_else(over_base)
}

/// An amount of one currency in another, not yet rounded.
pub fn convert(
    snapshot: &Snapshot,
    amount: Decimal,
    from: Currency,
    to: Currency,
    day: civil::Date,
) -> Option<Decimal> {
    if from == to { Some(amount) } else { fx_rate(snapshot, from, to, day)?.apply(amount) }
}

fn either_way(snapshot: &Snapshot, from: Currency, to: Currency, day: civil::Date) -> Option<Rate> {
    if from == to {
        return Some(Rate::ONE);
    }
    let direct = |from: Currency, to: Currency| {
        let pair = &snapshot.fx[*snapshot.lookups.fx.get(&(from, to))?];
        newest(pair, day).map(|rate| Rate { multiply: rate, divide: Decimal::ONE })
    };
    direct(from, to).or_else(|| direct(to, from).map(Rate::inverted))
}

fn newest(pair: &FxRate, day: civil::Date) -> Option<Decimal> {
    let known = pair.rates.partition_point(|rate| rate.date <= day);
    let counts = pair.rates[..known].iter().rev().find(|rate| rate.valid.contains(day));
    counts.map(|rate| rate.rate)
}
