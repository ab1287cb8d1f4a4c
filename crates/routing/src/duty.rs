//! Duty and tax of a route: the network's rows for its destination, asked for its goods and freight.
//!
//! The rows of the day on which half of the parcels arrive count, at the rates of exchange of the
//! hand-in day. Turns records of the network into words of `portolan-customs`; reckons nothing itself.

use std::collections::BTreeSet;

use jiff::civil;
use portolan_customs::{
    Assessment, Basis, ChargeKind, Collected, CustomsError, Declaration, DeclarationInput, DutyRow,
    DutyRowInput, DutyTable, Item, Measure, Measured, Reckoning, Terms, Threshold, assess,
};
use portolan_model::{Code, CountryCode, Currency, Money};
use portolan_network::Snapshot;
use portolan_network::pricing::convert;
use portolan_network::records::{
    CountryIdx, Duty, DutyBasis, DutyCollected, DutyKind, DutyMeasure, DutyTerms, DutyThreshold,
    DutyValue,
};
use rust_decimal::Decimal;

use crate::Route;

#[cfg(test)]
mod tests;

/// What is declared of a parcel's goods.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeclaredGoods {
    /// The goods, all values of one currency.
    pub items: Vec<Item>,
    /// Registrations and numbers that go with them, such as `ioss_number`.
    pub given: BTreeSet<Code>,
}

/// What a route says of duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RouteDuty {
    /// The route crosses no customs border.
    NoBorder,
    /// The goods have no value that duty could be taken of.
    NoValue,
    /// The freight cannot be told in the currency of the goods.
    NoRate(Currency),
    /// What is charged, and what is not known.
    Assessed(Assessment),
    /// The goods cannot be declared.
    Refused(CustomsError),
}

/// The rows of one destination.
#[derive(Debug, Clone)]
pub struct DutyDesk<'s> {
    snapshot: &'s Snapshot,
    country: CountryCode,
    table: DutyTable,
}

impl<'s> DutyDesk<'s> {
    /// The rows of a country.
    pub fn new(snapshot: &'s Snapshot, country: CountryIdx) -> Self {
        let code = snapshot.countries[country].code;
        let own = snapshot.duties.iter().filter(|duty| duty.countries.contains(&country));
        let table = DutyTable::new(own.filter_map(row_of).map(|row| (code, row)));
        Self { snapshot, country: code, table }
    }

    /// Duty and tax of goods on a route to the country, at a freight, in the freight's currency.
    pub fn assess(&self, route: &Route, goods: &DeclaredGoods, freight: Money) -> RouteDuty {
        let crossing = route.legs.iter().rev().map(|leg| &self.snapshot.legs[leg.leg]);
        let Some(entry) = crossing.into_iter().find(|leg| leg.crosses_border) else {
            return RouteDuty::NoBorder;
        };
        let Some(first) = goods.items.first() else {
            return RouteDuty::NoValue;
        };
        if goods.items.iter().all(|item| item.value.is_zero()) {
            return RouteDuty::NoValue;
        }
        let exchange = |amount, from, to| self.convert(amount, from, to, route.hand_in);
        let reckoning =
            Reckoning { date: route.date_p50, currency: freight.currency(), exchange: &exchange };
        let currency = first.value.currency();
        let told = exchange(freight.to_decimal(), freight.currency(), currency);
        let Some(told) = told.and_then(|told| Money::from_decimal_half_up(told, currency).ok())
        else {
            return RouteDuty::NoRate(currency);
        };
        let declaration = Declaration::new(DeclarationInput {
            destination: self.country,
            items: goods.items.clone(),
            freight: told,
            parcels: 1,
            clearance: entry.clearance.clone(),
            given: goods.given.clone(),
            bought_this_year: None,
        });
        match declaration.and_then(|declaration| assess(&self.table, &declaration, &reckoning)) {
            Ok(assessment) => RouteDuty::Assessed(assessment),
            Err(error) => RouteDuty::Refused(error),
        }
    }

    fn convert(
        &self,
        amount: Decimal,
        from: Currency,
        to: Currency,
        day: civil::Date,
    ) -> Option<Decimal> {
        convert(self.snapshot, amount, from, to, day)
    }
}

/// A row of the network as a row of law. The network's check has seen that measure and basis fit.
fn row_of(duty: &Duty) -> Option<DutyRow> {
    DutyRow::new(DutyRowInput {
        key: duty.key.clone(),
        schemes: duty.schemes.clone(),
        kind: match duty.kind {
            DutyKind::Duty => ChargeKind::Duty,
            DutyKind::Excise => ChargeKind::Excise,
            DutyKind::Tax => ChargeKind::Tax,
            DutyKind::Fee => ChargeKind::Fee,
        },
        charge: duty.charge.clone(),
        basis: basis_of(duty.basis),
        measure: match duty.measure {
            DutyMeasure::Percent(percent) => Measure::Percent(percent),
            DutyMeasure::Amount(amount, currency) => Measure::Amount(amount, currency),
            DutyMeasure::NotKnown => Measure::NotKnown,
        },
        terms: terms_of(duty.terms),
        hs_prefixes: duty.hs_prefixes.clone(),
        origins: duty.origins.clone(),
        threshold: duty.threshold.map(threshold_of),
        requires: duty.requires.clone(),
        clearances: duty.clearances.clone(),
        collected: match duty.collected {
            DutyCollected::Import => Collected::Import,
            DutyCollected::Sale => Collected::Sale,
        },
        is_doubtful: duty.is_doubtful,
        validity: duty.provenance.valid,
        source: duty.provenance.source.text.to_string(),
        is_estimated: duty.provenance.source.estimated,
    })
    .ok()
}

const fn basis_of(basis: DutyBasis) -> Basis {
    match basis {
        DutyBasis::Value => Basis::Value,
        DutyBasis::ValueAndFreight => Basis::ValueAndFreight,
        DutyBasis::ValueFreightAndDuty => Basis::ValueFreightAndDuty,
        DutyBasis::Gross => Basis::Gross,
        DutyBasis::Duty => Basis::Duty,
        DutyBasis::Item => Basis::Item,
        DutyBasis::Subheading => Basis::Subheading,
        DutyBasis::Parcel => Basis::Parcel,
        DutyBasis::Consignment => Basis::Consignment,
    }
}

const fn terms_of(terms: DutyTerms) -> Terms {
    let DutyTerms { collected_percent, deduction, minimum_per_kg, relief } = terms;
    Terms { collected_percent, deduction, minimum_per_kg, relief }
}

fn threshold_of(threshold: DutyThreshold) -> Threshold {
    let DutyThreshold { of, from, to, year_to, currency } = threshold;
    let of = match of {
        DutyValue::Goods => Measured::Goods,
        DutyValue::GoodsAndFreight => Measured::GoodsAndFreight,
        DutyValue::Item => Measured::Item,
    };
    Threshold { of, from, to, year_to, currency }
}
