//! What a consignment is charged under one scheme.
//!
//! Charges are reckoned in the order duty, surcharges on duty, excise, tax, fee, since each may be taken
//! of those before. Within a charge every line of goods finds its one row; the goods of one row are
//! charged together, as one exact decimal rounded once.

use crate::amount::{Charged, NoAmount, Scale};
use crate::choose::{Choice, choose};
use crate::{
    Assessment, Basis, ChargeKind, Condition, CustomsError, Declaration, DutyLine, DutyRow, Gap,
    Measure, Reckoning, Scheme, Unknown,
};
use portolan_model::{Code, Money};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;

/// Duty, tax and fees of a consignment under a scheme on the reckoning's day.
///
/// Whether the scheme is open to the consignment is [`assess`](crate::assess)'s question, not asked here.
pub fn duty(
    declaration: &Declaration,
    scheme: &Scheme,
    reckoning: &Reckoning,
) -> Result<Assessment, CustomsError> {
    let rows = scheme.rows_on(reckoning.date);
    let (country, date) = (declaration.destination(), reckoning.date);
    let mut assessment = Assessment::empty(country, date, reckoning.currency, Vec::new());
    assessment.scheme = Some(scheme.name().clone());
    for kind in [ChargeKind::Duty, ChargeKind::Tax] {
        if !rows.iter().any(|row| row.kind == kind) {
            assessment.unknown.push(Unknown { charge: None, gap: Gap::Kind(kind) });
        }
    }
    let mut assessor = Assessor {
        scale: Scale { declaration, reckoning },
        charged: Vec::new(),
        // Without any row of duty, every tax taken of duty is not known.
        open: if assessment.unknown.iter().any(|one| one.gap == Gap::Kind(ChargeKind::Duty)) {
            (0..declaration.items().len()).collect()
        } else {
            BTreeSet::new()
        },
        assessment,
    };
    for (charge, rows) in charges(&rows) {
        assessor.assess(&charge, &rows)?;
    }
    Ok(assessor.assessment)
}

/// The rows by charge, in the order in which charges rest on each other.
fn charges<'r>(rows: &[&'r DutyRow]) -> Vec<(Code, Vec<&'r DutyRow>)> {
    let mut charges: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for &row in rows {
        let is_surcharge = row.basis == Basis::Duty;
        charges.entry((row.kind, is_surcharge, row.charge.clone())).or_default().push(row);
    }
    charges.into_iter().map(|((_, _, charge), rows)| (charge, rows)).collect()
}

struct Assessor<'a> {
    scale: Scale<'a>,
    charged: Vec<Charged>,
    /// Goods whose duty or excise is not known.
    open: BTreeSet<usize>,
    assessment: Assessment,
}

impl Assessor<'_> {
    /// One charge: every line of goods finds its row, the goods of a row are charged together.
    fn assess(&mut self, charge: &Code, rows: &[&DutyRow]) -> Result<(), CustomsError> {
        let mut by_row: BTreeMap<&Code, (&DutyRow, Vec<usize>)> = BTreeMap::new();
        for (at, item) in self.scale.declaration.items().iter().enumerate() {
            let (declaration, reckoning) = (self.scale.declaration, self.scale.reckoning);
            match choose(rows, item, declaration, reckoning)? {
                Choice::Row(row) => by_row.entry(&row.key).or_insert((row, vec![])).1.push(at),
                Choice::Free => {}
                Choice::Gap(gap) => self.miss(charge, rows[0].kind, &[at], gap),
            }
        }
        let mut charged = Vec::new();
        for (row, items) in by_row.into_values() {
            if is_possible_fee(row) {
                self.note_possible_fee(row);
            } else if row.basis.holds_duty() && items.iter().any(|at| self.open.contains(at)) {
                self.miss(charge, row.kind, &items, Gap::Duty);
            } else {
                match self.scale.charge(row, items.clone(), &self.charged) {
                    Ok(one) => charged.push((row, one)),
                    Err(NoAmount::Gap(gap)) => self.miss(charge, row.kind, &items, gap),
                    Err(NoAmount::Error(error)) => return Err(error),
                }
            }
        }
        self.settle(charged)
    }

    /// Waives what is too little to collect, rounds, and keeps lines and amounts.
    fn settle(&mut self, charged: Vec<(&DutyRow, Charged)>) -> Result<(), CustomsError> {
        let sum: Decimal = charged.iter().map(|(_, one)| one.due).sum();
        for (row, mut one) in charged {
            let is_waived = one.relief.is_some_and(|relief| sum <= relief) && !sum.is_zero();
            if is_waived {
                (one.full, one.due) = (Decimal::ZERO, Decimal::ZERO);
            }
            self.note_yearly_limit(row);
            let currency = self.scale.reckoning.currency;
            let amount = Money::from_decimal_half_up(one.due, currency);
            self.assessment.lines.push(DutyLine {
                row: row.key.clone(),
                kind: row.kind,
                charge: row.charge.clone(),
                basis: row.basis,
                base: one.base,
                rate: one.rate,
                amount: amount.map_err(|_| CustomsError::Overflow)?,
                collected: row.collected,
                is_waived,
                items: one.items.clone(),
                validity: row.validity,
                source: row.source.clone(),
                is_doubtful: row.is_doubtful,
                is_estimated: row.is_estimated,
            });
            self.charged.push(one);
        }
        Ok(())
    }

    /// Notes that a charge on some goods is not known.
    fn miss(&mut self, charge: &Code, kind: ChargeKind, items: &[usize], gap: Gap) {
        if matches!(kind, ChargeKind::Duty | ChargeKind::Excise) {
            self.open.extend(items);
        }
        let unknown = Unknown { charge: Some(charge.clone()), gap };
        if !self.assessment.unknown.contains(&unknown) {
            self.assessment.unknown.push(unknown);
        }
    }

    fn note_possible_fee(&mut self, row: &DutyRow) {
        let (charge, source) = (row.charge.clone(), row.source.clone());
        let condition = Condition::PossibleFee { row: row.key.clone(), charge, source };
        self.assessment.conditions.push(condition);
    }

    fn note_yearly_limit(&mut self, row: &DutyRow) {
        let has_limit = row.threshold.is_some_and(|threshold| threshold.year_to.is_some());
        if has_limit && self.scale.declaration.bought_this_year().is_none() {
            let condition = Condition::YearlyLimit { row: row.key.clone() };
            self.assessment.conditions.push(condition);
        }
    }
}

/// Whether a row announces a fee whose amount is not known and that is not confirmed.
fn is_possible_fee(row: &DutyRow) -> bool {
    row.kind == ChargeKind::Fee && row.measure == Measure::NotKnown && row.is_doubtful
}
