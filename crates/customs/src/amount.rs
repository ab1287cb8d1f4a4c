//! What a row charges of the goods it counts for, exactly and before rounding.

use crate::reckoning::{plus, share, times};
use crate::{Basis, ChargeKind, CustomsError, Declaration, DutyRow, Gap, Measure, Rate, Reckoning};
use portolan_model::Currency;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// What one row charges.
#[derive(Debug, Clone)]
pub(crate) struct Charged {
    pub kind: ChargeKind,
    pub basis: Basis,
    /// The goods, in order.
    pub items: Vec<usize>,
    /// How much of the basis there is.
    pub base: Decimal,
    pub rate: Rate,
    /// By the full rate, which is what later charges are taken of.
    pub full: Decimal,
    /// What is collected of it.
    pub due: Decimal,
    /// A charge of at most that is not collected.
    pub relief: Option<Decimal>,
}

/// Why a row's amount cannot be told, or why nothing can be reckoned at all.
pub(crate) enum NoAmount {
    Gap(Gap),
    Error(CustomsError),
}

impl From<CustomsError> for NoAmount {
    fn from(error: CustomsError) -> Self {
        Self::Error(error)
    }
}

/// Values and rates of one declaration.
pub(crate) struct Scale<'a> {
    pub declaration: &'a Declaration,
    pub reckoning: &'a Reckoning<'a>,
}

impl Scale<'_> {
    /// What a row charges of the goods at `items`; `before` is what duty and excise have charged.
    pub(crate) fn charge(
        &self,
        row: &DutyRow,
        items: Vec<usize>,
        before: &[Charged],
    ) -> Result<Charged, NoAmount> {
        let (base, rate, raw) = match row.measure {
            Measure::NotKnown => {
                let (row, source) = (row.key.clone(), row.source.clone());
                return Err(NoAmount::Gap(Gap::NotKnown { row, source }));
            }
            Measure::Percent(percent) => {
                let base = self.value_base(row, &items, before)?;
                // A gross basis holds its own tax: base ÷ (1 − p) is what p is taken of.
                let of = match row.basis {
                    Basis::Gross => Decimal::ONE_HUNDRED - percent,
                    _ => Decimal::ONE_HUNDRED,
                };
                let raw = times(base, percent)?.checked_div(of).ok_or(CustomsError::Overflow)?;
                let whole = if row.basis == Basis::Gross { plus(base, raw)? } else { base };
                (whole, Rate::Percent(percent), raw)
            }
            Measure::Amount(amount, currency) => {
                let count = Decimal::from(self.count(row.basis, &items)?);
                let raw = self.convert(times(amount, count)?, currency)?;
                (count, Rate::Amount(amount, currency), raw)
            }
        };
        let full = self.termed(row, raw, &items)?;
        let collected = row.terms.collected_percent.unwrap_or(Decimal::ONE_HUNDRED);
        let due = share(full, collected, Decimal::ONE_HUNDRED)?;
        let relief = row.terms.relief.map(|(amount, currency)| self.convert(amount, currency));
        let relief = relief.transpose()?;
        Ok(Charged { kind: row.kind, basis: row.basis, items, base, rate, full, due, relief })
    }

    /// An amount after the least per kilogram and the deduction.
    fn termed(&self, row: &DutyRow, raw: Decimal, items: &[usize]) -> Result<Decimal, NoAmount> {
        let mut amount = raw;
        if let Some((per_kg, currency)) = row.terms.minimum_per_kg {
            let all = self.declaration.items();
            let grams: u64 = items.iter().map(|&at| u64::from(all[at].mass.grams())).sum();
            let least = times(per_kg, Decimal::new(i64::try_from(grams).unwrap_or(i64::MAX), 3))?;
            amount = amount.max(self.convert(least, currency)?);
        }
        if let Some((deduction, currency)) = row.terms.deduction {
            amount = (amount - self.convert(deduction, currency)?).max(Decimal::ZERO);
        }
        Ok(amount)
    }

    /// The value a percentage is taken of, in the currency of the answer.
    fn value_base(
        &self,
        row: &DutyRow,
        items: &[usize],
        before: &[Charged],
    ) -> Result<Decimal, NoAmount> {
        let (own, all) = self.weights(items);
        let value = self.value_of(items);
        let freight = share(self.declaration.freight(), own, all)?;
        let goods = match row.basis {
            Basis::Value => value,
            Basis::Duty => Decimal::ZERO,
            _ => plus(value, freight)?,
        };
        let mut base = self.convert(goods, self.declaration.currency())?;
        if row.basis.holds_duty() {
            for charged in before.iter().filter(|charged| is_part(row.kind, charged)) {
                base = plus(base, self.part_of(charged, items)?)?;
            }
        }
        Ok(base)
    }

    /// What of a charge falls on some goods.
    fn part_of(&self, charged: &Charged, items: &[usize]) -> Result<Decimal, CustomsError> {
        let own: Vec<usize> =
            charged.items.iter().copied().filter(|at| items.contains(at)).collect();
        if own.len() == charged.items.len() {
            return Ok(charged.full);
        }
        let of = self.value_of(&charged.items);
        if of.is_zero() {
            return share(charged.full, self.pieces_of(&own), self.pieces_of(&charged.items));
        }
        share(charged.full, self.value_of(&own), of)
    }

    /// By what freight is shared: by value, or by pieces where nothing has a value.
    fn weights(&self, items: &[usize]) -> (Decimal, Decimal) {
        if !self.declaration.value().is_zero() {
            return (self.value_of(items), self.declaration.value());
        }
        let all: Vec<usize> = (0..self.declaration.items().len()).collect();
        (self.pieces_of(items), self.pieces_of(&all))
    }

    fn value_of(&self, items: &[usize]) -> Decimal {
        items.iter().map(|&at| self.declaration.items()[at].value.to_decimal()).sum()
    }

    fn pieces_of(&self, items: &[usize]) -> Decimal {
        items.iter().map(|&at| Decimal::from(self.declaration.items()[at].quantity)).sum()
    }

    /// How many of a counted basis.
    fn count(&self, basis: Basis, items: &[usize]) -> Result<u64, NoAmount> {
        let all = self.declaration.items();
        Ok(match basis {
            Basis::Item => items.iter().map(|&at| u64::from(all[at].quantity)).sum(),
            Basis::Parcel => self.declaration.parcels().into(),
            Basis::Subheading => {
                let codes = items.iter().map(|&at| all[at].hs.as_ref());
                let codes: Option<BTreeSet<_>> =
                    codes.map(|hs| hs.map(portolan_model::HsCode::subheading)).collect();
                codes.ok_or(NoAmount::Gap(Gap::HsCode))?.len() as u64
            }
            // The values are told apart from the counts where a row is made.
            _ => 1,
        })
    }

    fn convert(&self, amount: Decimal, currency: Currency) -> Result<Decimal, NoAmount> {
        let converted = self.reckoning.convert_in(amount, currency);
        converted.map_err(|missing| NoAmount::Gap(Gap::Exchange(missing)))
    }
}

/// Whether a charge is part of the basis of a kind: duty is part of a surcharge on it, both of excise,
/// all of them of a tax. A surcharge on duty is no part of another.
fn is_part(kind: ChargeKind, charged: &Charged) -> bool {
    match kind {
        ChargeKind::Duty => charged.kind == ChargeKind::Duty && charged.basis != Basis::Duty,
        ChargeKind::Excise => charged.kind == ChargeKind::Duty,
        ChargeKind::Tax | ChargeKind::Fee => {
            matches!(charged.kind, ChargeKind::Duty | ChargeKind::Excise)
        }
    }
}
