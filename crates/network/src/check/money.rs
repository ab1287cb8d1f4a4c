//! Warnings about money: services without a price, currencies without a rate.

use crate::{
    Fault, Snapshot,
    check::dates::warning,
    link::RowPlaces,
    read::CellFault,
    records::{Duty, DutyMeasure, DutyTerms, TariffSubject},
};
use portolan_model::{Currency, Side};
use std::collections::BTreeSet;

pub(super) fn warnings(snapshot: &Snapshot, places: &RowPlaces) -> Vec<Fault> {
    let mut faults = Vec::new();
    let sells = |index| {
        let subject = TariffSubject::Service(index);
        snapshot.tariffs.iter().any(|row| row.side == Side::Sell && row.subject == subject)
    };
    for (index, service) in snapshot.services.entries() {
        if !sells(index) {
            let what = format!("service `{}` has no sell tariff", service.key);
            let fault = CellFault::new("service_unpriced", what, "add one to tariffs.csv");
            let at = places.of("services.toml", service.key.as_str());
            faults.push(at.warning("service", fault));
        }
    }
    for currency in currencies(snapshot) {
        if !has_rate(snapshot, currency) {
            let what =
                format!("amounts are in {currency}, which has no rate into the base currency");
            faults.push(warning("fx.csv", "fx_missing", what, "add a rate"));
        }
    }
    faults
}

/// The currencies of all prices and limits.
fn currencies(snapshot: &Snapshot) -> BTreeSet<Currency> {
    let tariffs = snapshot.tariffs.iter().map(|row| row.currency);
    let surcharges = snapshot.surcharges.iter().filter_map(|row| row.currency);
    let limits = snapshot.restrictions.iter().filter_map(|row| row.limits.value_max);
    let fields = snapshot.required_fields.iter().filter_map(|row| row.value_over);
    let values = limits.chain(fields).map(|(_, currency)| currency);
    let duties = snapshot.duties.iter().flat_map(currencies_of);
    tariffs.chain(surcharges).chain(values).chain(duties).collect()
}

/// The currencies that a duty needs to be told: without a rate it is not known.
fn currencies_of(duty: &Duty) -> impl Iterator<Item = Currency> {
    let amount = match duty.measure {
        DutyMeasure::Amount(_, currency) => Some(currency),
        DutyMeasure::Percent(_) | DutyMeasure::NotKnown => None,
    };
    let DutyTerms { deduction, minimum_per_kg, relief, .. } = duty.terms;
    let terms = [deduction, minimum_per_kg, relief].into_iter().flatten();
    let threshold = duty.threshold.map(|threshold| threshold.currency);
    terms.map(|(_, currency)| currency).chain(amount).chain(threshold)
}

fn has_rate(snapshot: &Snapshot, currency: Currency) -> bool {
    let base = snapshot.base_currency;
    let pairs = &snapshot.lookups.fx;
    currency == base
        || pairs.contains_key(&(currency, base))
        || pairs.contains_key(&(base, currency))
}
