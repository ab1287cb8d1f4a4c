//! Tariffs, surcharges, services and guarantees as plain rows.

use super::Record;
use crate::{
    Snapshot, Word,
    records::{Band, LinePattern, SurchargeSubject, Tariff, TariffSubject},
};
use rust_decimal::Decimal;

impl Snapshot {
    pub(super) fn show_money(&self, key: &str) -> Vec<Record> {
        let mut records = Vec::new();
        records.extend(self.find_tariff(key).map(|index| self.show_tariff(&self.tariffs[index])));
        records.extend(self.find_surcharge(key).map(|index| {
            let row = &self.surcharges[index];
            let of = match row.subject {
                SurchargeSubject::Line(line) => &self.lines[line].key,
                SurchargeSubject::Leg(leg) => &self.legs[leg].key,
                SurchargeSubject::Zone(zone) => &self.nodes[zone].key,
                SurchargeSubject::Service(service) => &self.services[service].key,
                SurchargeSubject::Operator(operator) => &self.operators[operator].key,
            };
            Record::new("surcharge", &row.key, &row.provenance)
                .with("side", &row.side)
                .with_some("tier", row.tier)
                .with("of", &of)
                .with("kind", &row.kind.as_str())
                .with("goods", &row.goods)
                .with("percent", &amount(row.percent))
                .with("per_item", &amount(row.per_item))
                .with("per_kg", &amount(row.per_kg))
                .with("minimum_price", &amount(row.minimum_price))
                .with_some("currency", row.currency)
        }));
        records.extend(self.find_service(key).map(|index| {
            let row = &self.services[index];
            let lines = row.lines.iter().map(|pattern| match pattern {
                LinePattern::Prefix(prefix) => format!("{prefix}*"),
                LinePattern::Exactly(line) => line.to_string(),
            });
            Record::new("service", &row.key, &row.provenance)
                .with("name", &&row.name)
                .with("name_zh", &&row.name_zh)
                .with("lines", &lines.collect::<Vec<_>>().join("|"))
                .with("tracked", &row.tracked.as_str())
                .with_some("days_max_p90", row.days_max_p90)
                .with_some("loss_ppm_max", row.loss_ppm_max)
                .with("best_by", &row.best_by.as_str())
        }));
        let guarantee = self.guarantees.iter().find(|row| row.key.as_str() == key);
        records.extend(guarantee.map(|row| {
            Record::new("guarantee", &row.key, &row.provenance)
                .with("service", &&self.services[row.service].key)
                .with("cause", &row.cause.as_str())
                .with_some("days", row.days)
                .with("pays", &row.pays.as_str())
                .with("percent", &row.percent)
                .with_some("cap", row.cap.map(|(cap, currency)| format!("{cap} {currency}")))
        }));
        records
    }

    fn show_tariff(&self, row: &Tariff) -> Record {
        let (scope, of) = match row.subject {
            TariffSubject::Line(line) => ("line", &self.lines[line].key),
            TariffSubject::Leg(leg) => ("leg", &self.legs[leg].key),
            TariffSubject::Zone(zone) => ("zone", &self.nodes[zone].key),
            TariffSubject::Process(process) => ("process", &self.processes[process].key),
            TariffSubject::Service(service) => ("service", &self.services[service].key),
        };
        let bands: Vec<String> = row.bands.iter().map(band).collect();
        Record::new("tariff", &row.key, &row.provenance)
            .with("side", &row.side)
            .with_some("tier", row.tier)
            .with("scope", &scope)
            .with("of", &of)
            .with("from", &self.end_name(row.from))
            .with("to", &self.end_name(row.to))
            .with("currency", &row.currency)
            .with("band_by", &row.band_by.as_str())
            .with("charge_by", &row.charge_by.as_str())
            .with_some("volumetric_divisor", row.volumetric.map(|rule| rule.divisor))
            .with("minimum_grams", &row.minimum_grams)
            .with("round_up_grams", &row.round_up_grams)
            .with("minimum_price", &amount(row.minimum_price))
            .with("bands", &bands.join("|"))
    }
}

/// An amount, empty for nothing.
fn amount(value: Decimal) -> String {
    if value.is_zero() { String::new() } else { value.normalize().to_string() }
}

fn band(row: &Band) -> String {
    let to = row.to_grams.map_or_else(|| "…".to_owned(), |grams| grams.to_string());
    let mut parts = vec![row.fixed.normalize().to_string()];
    if !row.per_kg.is_zero() {
        parts.push(format!("{} per kg", row.per_kg.normalize()));
    }
    if row.step_grams > 0 {
        let (price, step) = (row.step_price.normalize(), row.step_grams);
        parts.push(format!("{price} per {step} g after {} g", row.first_grams));
    }
    format!("{} to {to} g: {}", row.from_grams, parts.join(" + "))
}
