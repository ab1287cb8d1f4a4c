//! Warnings about money: services without a price, currencies without a rate.

use crate::{
    Fault, Snapshot, check::dates::warning, link::RowPlaces, read::CellFault,
    records::TariffSubject,
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
                format!("prices are in {currency}, which has no rate into the base currency");
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
    tariffs.chain(surcharges).chain(values).collect()
}

fn has_rate(snapshot: &Snapshot, currency: Currency) -> bool {
    let base = snapshot.base_currency;
    let pairs = &snapshot.lookups.fx;
    currency == base
        || pairs.contains_key(&(currency, base))
        || pairs.contains_key(&(base, currency))
}
