//! A network as plain rows for people: how much of what, and every record of a key with its source.

mod money;
mod movement;
#[cfg(test)]
mod tests;

use crate::{
    Snapshot, Word,
    records::{End, Node, NodeKind, PostcodeShape, Provenance},
};
use portolan_model::Code;

/// How many records of one kind there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// The kind, as the file is called.
    pub kind: &'static str,
    /// How many.
    pub count: usize,
}

/// One record as rows of names and values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What it is: `leg`, `line`, `tariff` …
    pub kind: &'static str,
    /// Its key.
    pub key: String,
    /// What it says, in the order of the format; empty values are left out.
    pub fields: Vec<(&'static str, String)>,
    /// The days on which it counts: `2026-01-01 to …`.
    pub valid: String,
    /// Where it is from.
    pub source: String,
    /// Whether it follows from a rule.
    pub estimated: bool,
}

impl Record {
    fn new(kind: &'static str, key: &impl ToString, provenance: &Provenance) -> Self {
        let date = |date: Option<_>| {
            date.map_or_else(|| "…".to_owned(), |d: jiff::civil::Date| d.to_string())
        };
        let valid = &provenance.valid;
        Self {
            kind,
            key: key.to_string(),
            fields: Vec::new(),
            valid: format!("{} to {}", date(valid.from()), date(valid.to())),
            source: provenance.source.text.to_string(),
            estimated: provenance.source.estimated,
        }
    }

    /// Adds a field unless its value is empty.
    fn with(mut self, name: &'static str, value: &(impl ToString + ?Sized)) -> Self {
        let value = value.to_string();
        if !value.is_empty() {
            self.fields.push((name, value));
        }
        self
    }

    /// Adds a field where there is a value.
    fn with_some(self, name: &'static str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.with(name, &value),
            None => self,
        }
    }
}

impl Snapshot {
    /// How many records of each kind there are, in the order of the format.
    pub fn counts(&self) -> Vec<Count> {
        let zones = self.nodes.iter().filter(|node| !node.is_facility()).count();
        let departures = self.legs.iter().map(|leg| leg.departures.len()).sum();
        let bands = self.tariffs.iter().map(|tariff| tariff.bands.len()).sum();
        let rates = self.fx.iter().map(|pair| pair.rates.len()).sum();
        let counts = [
            ("countries", self.countries.len()),
            ("zones", zones),
            ("facilities", self.nodes.len() - zones),
            ("service_points", self.service_points.len()),
            ("operators", self.operators.len()),
            ("identifier_ranges", self.identifier_ranges.len()),
            ("processes", self.processes.len()),
            ("legs", self.legs.len()),
            ("departures", departures),
            ("lines", self.lines.len()),
            ("agreements", self.agreements.len()),
            ("tariffs", self.tariffs.len()),
            ("tariff_bands", bands),
            ("surcharges", self.surcharges.len()),
            ("fx", rates),
            ("duties", self.duties.len()),
            ("restrictions", self.restrictions.len()),
            ("required_fields", self.required_fields.len()),
            ("services", self.services.len()),
            ("guarantees", self.guarantees.len()),
            ("calendars", self.calendars.len()),
            ("disruptions", self.disruptions.len()),
        ];
        counts.map(|(kind, count)| Count { kind, count }).to_vec()
    }

    /// Every record of a key, whatever its kind; a country by its code.
    pub fn show(&self, key: &str) -> Vec<Record> {
        let mut records = Vec::new();
        let country = self.countries.iter().find(|row| row.code.as_str().eq_ignore_ascii_case(key));
        records.extend(country.map(|row| {
            let shapes: Vec<_> = row.postcode_shapes.iter().map(PostcodeShape::as_str).collect();
            Record::new("country", &row.code, &row.provenance)
                .with("name", &&row.name)
                .with("name_zh", &&row.name_zh)
                .with("currency", &row.currency)
                .with("postcode_format", &shapes.join("|"))
                .with("postcode_required", &yes_no(row.postcode_required))
                .with_some("main_zone", row.main_zone.map(|zone| &self.nodes[zone].key))
                .with("customs_territory", &&row.territory_name)
        }));
        records.extend(self.find_node(key).map(|index| self.show_node(&self.nodes[index])));
        records.extend(self.show_movement(key));
        records.extend(self.show_money(key));
        records.extend(self.show_rules(key));
        records
    }

    fn show_node(&self, node: &Node) -> Record {
        let kind = if node.is_facility() { "facility" } else { "zone" };
        let patterns: Vec<String> = node.patterns.iter().map(ToString::to_string).collect();
        let operator = node.operator.map(|operator| &self.operators[operator].key);
        let record = Record::new(kind, &node.key, &node.provenance)
            .with("name", &&node.name)
            .with("name_zh", &&node.name_zh)
            .with("kind", &kind_name(node))
            .with_some("operator", operator)
            .with("country", &self.countries[node.country].code)
            .with("city", &&node.city)
            .with("postcode", &&node.postcode)
            .with("address", &&node.address)
            .with("postcodes", &patterns.join("|"))
            .with("places", &node.places.join("|"))
            .with("timezone", &node.clock.name())
            .with("point", &node.point)
            .with("iata", &&node.iata)
            .with("impc", &&node.impc)
            .with("unlocode", &&node.unlocode)
            .with_some("calendar", node.calendar.map(|index| &self.calendars[index].key));
        let keys =
            |legs: &[crate::records::LegIdx]| join(legs.iter().map(|&leg| &self.legs[leg].key));
        record
            .with(
                "processes",
                &join(node.processes.iter().map(|&index| &self.processes[index].key)),
            )
            .with("legs that leave", &keys(&node.out_legs))
            .with("legs that arrive", &keys(&node.in_legs))
    }

    fn show_rules(&self, key: &str) -> Vec<Record> {
        let mut records = Vec::new();
        records.extend(self.find_restriction(key).map(|index| {
            let row = &self.restrictions[index];
            Record::new("restriction", &row.key, &row.provenance)
                .with("goods", &row.goods.classes)
                .with_some("mass_max_grams", row.limits.mass_max_grams)
                .with_some("mass_min_grams", row.limits.mass_min_grams)
                .with_some("side_max_mm", row.limits.side_max_mm)
                .with_some("sum_max_mm", row.limits.sum_max_mm)
                .with_some("length_plus_girth_max_mm", row.limits.length_plus_girth_max_mm)
                .with_some("value_max", row.limits.value_max.map(|(max, c)| format!("{max} {c}")))
                .with("reason", &&row.reason)
                .with("reason_zh", &&row.reason_zh)
        }));
        records.extend(self.find_required_field(key).map(|index| {
            let row = &self.required_fields[index];
            Record::new("required_field", &row.key, &row.provenance)
                .with_some("country", row.country.map(|country| self.countries[country].code))
                .with_some("clearance", row.clearance.as_ref())
                .with("field", &row.field.as_str())
                .with("reason", &&row.reason)
                .with("reason_zh", &&row.reason_zh)
        }));
        records
    }

    /// A tariff's end as the tables write it.
    fn end_name(&self, end: End) -> String {
        match end {
            End::Anywhere => String::new(),
            End::Country(country) => self.countries[country].code.to_string(),
            End::Place(node) => self.nodes[node].key.to_string(),
        }
    }
}

fn kind_name(node: &Node) -> String {
    match node.kind {
        NodeKind::Facility(kind) => kind.as_str().to_owned(),
        NodeKind::Zone(kinds) => {
            let all = [
                (kinds.collection, "collection"),
                (kinds.delivery, "delivery"),
                (kinds.tariff, "tariff"),
            ];
            let own: Vec<_> = all.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect();
            own.join("|")
        }
    }
}

fn yes_no(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}

fn join<'a>(keys: impl Iterator<Item = &'a Code>) -> String {
    keys.map(Code::as_str).collect::<Vec<_>>().join("|")
}

/// Seconds as the hours that the tables write.
fn hours(seconds: u32) -> String {
    rust_decimal::Decimal::from(seconds)
        .checked_div(rust_decimal::Decimal::from(3600))
        .map_or_else(String::new, |hours| hours.normalize().to_string())
}
