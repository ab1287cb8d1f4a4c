//! The day, the currency and the rates of exchange that a consignment is reckoned with.

use crate::CustomsError;
use portolan_model::{CivilDate, Currency};
use rust_decimal::Decimal;

/// Rates of exchange of one day.
pub trait Exchange {
    /// An amount of one currency in another, not rounded; none where no rate is known.
    fn convert(&self, amount: Decimal, from: Currency, to: Currency) -> Option<Decimal>;
}

impl<F: Fn(Decimal, Currency, Currency) -> Option<Decimal>> Exchange for F {
    fn convert(&self, amount: Decimal, from: Currency, to: Currency) -> Option<Decimal> {
        self(amount, from, to)
    }
}

/// On which day, in which currency, at which rates.
#[derive(Clone, Copy)]
pub struct Reckoning<'a> {
    /// The day whose rows count.
    pub date: CivilDate,
    /// The currency of the answer: each charge is rounded once to its minor unit.
    pub currency: Currency,
    /// The rates of that day.
    pub exchange: &'a dyn Exchange,
}

impl Reckoning<'_> {
    /// An amount in another currency; the same currency needs no rate. The currency that has no rate is
    /// the error.
    pub(crate) fn convert(
        &self,
        amount: Decimal,
        from: Currency,
        to: Currency,
    ) -> Result<Decimal, Currency> {
        if from == to {
            return Ok(amount);
        }
        let missing = if from == self.currency { to } else { from };
        self.exchange.convert(amount, from, to).ok_or(missing)
    }

    /// An amount in the currency of the answer.
    pub(crate) fn convert_in(&self, amount: Decimal, from: Currency) -> Result<Decimal, Currency> {
        self.convert(amount, from, self.currency)
    }
}

/// The product, or the error that it is too large.
pub(crate) fn times(left: Decimal, right: Decimal) -> Result<Decimal, CustomsError> {
    left.checked_mul(right).ok_or(CustomsError::Overflow)
}

/// The sum, or the error that it is too large.
pub(crate) fn plus(left: Decimal, right: Decimal) -> Result<Decimal, CustomsError> {
    left.checked_add(right).ok_or(CustomsError::Overflow)
}

/// `whole × part ÷ of`: the share of a part, multiplied first so that a whole part stays exact.
pub(crate) fn share(whole: Decimal, part: Decimal, of: Decimal) -> Result<Decimal, CustomsError> {
    if part == of {
        return Ok(whole);
    }
    times(whole, part)?.checked_div(of).ok_or(CustomsError::Overflow)
}
