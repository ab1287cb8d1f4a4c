//! A network as plain rows, before any of the code under test has seen it.
//!
//! The generator and the ladder's notation make a [`World`]; [`tables`] writes it as the bytes of a
//! network folder; the oracle reads the rows themselves. So a fault of the parser, the compiler or the
//! search shows as a disagreement.

pub mod random;
pub mod tables;

use rust_decimal::Decimal;

#[derive(Clone, Debug, Default)]
pub struct World {
    pub base_currency: String,
    pub countries: Vec<Country>,
    pub operators: Vec<String>,
    pub zones: Vec<Zone>,
    pub facilities: Vec<Facility>,
    pub processes: Vec<Process>,
    pub legs: Vec<Leg>,
    pub departures: Vec<Departure>,
    pub lines: Vec<Line>,
    pub line_legs: Vec<LineLeg>,
    pub tariffs: Vec<Tariff>,
    pub bands: Vec<Band>,
    pub surcharges: Vec<Surcharge>,
    pub fx: Vec<Fx>,
    pub restrictions: Vec<Restriction>,
    pub required_fields: Vec<RequiredField>,
    pub holidays: Vec<Holiday>,
    pub disruptions: Vec<Disruption>,
    pub services: String,
}

/// Inclusive dates, either may be empty.
#[derive(Clone, Debug, Default)]
pub struct Valid {
    pub from: String,
    pub to: String,
}

impl Valid {
    pub fn covers(&self, date: jiff::civil::Date) -> bool {
        let date = date.to_string();
        (self.from.is_empty() || self.from <= date) && (self.to.is_empty() || date <= self.to)
    }
}

#[derive(Clone, Debug, Default)]
pub struct Country {
    pub code: String,
    pub currency: String,
    pub territory: String,
}

#[derive(Clone, Debug, Default)]
pub struct Zone {
    pub key: String,
    pub country: String,
    pub kinds: String,
    pub postcodes: String,
    pub timezone: String,
    pub delivery_weekdays: String,
    pub calendar: String,
}

#[derive(Clone, Debug, Default)]
pub struct Facility {
    pub key: String,
    pub operator: String,
    pub country: String,
    pub timezone: String,
    pub calendar: String,
}

#[derive(Clone, Debug, Default)]
pub struct Process {
    pub key: String,
    pub facility: String,
    pub kind: String,
    pub applies: String,
    pub clearance: String,
    pub step: u32,
    pub weekdays: String,
    pub opens: String,
    pub closes: String,
    pub p50_minutes: i64,
    pub p90_minutes: i64,
}

#[derive(Clone, Debug, Default)]
pub struct Leg {
    pub key: String,
    pub operator: String,
    pub from: String,
    pub to: String,
    pub mode: String,
    pub clearance: String,
    pub headway_minutes: i64,
    pub p50_minutes: i64,
    pub p90_minutes: i64,
    pub tracked: bool,
    pub loss_ppm: u32,
    pub valid: Valid,
}

#[derive(Clone, Debug, Default)]
pub struct Departure {
    pub key: String,
    pub leg: String,
    pub weekdays: String,
    pub date: String,
    pub departs: String,
    pub cutoff_minutes: i64,
    pub skip_holidays: bool,
    pub valid: Valid,
}

#[derive(Clone, Debug, Default)]
pub struct Line {
    pub key: String,
    pub operator: String,
}

#[derive(Clone, Debug, Default)]
pub struct LineLeg {
    pub line: String,
    pub leg: String,
    pub stage: u16,
    pub entry: bool,
    pub exit: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Tariff {
    pub key: String,
    pub side: String,
    pub tier: String,
    pub scope: String,
    pub of: String,
    pub from: String,
    pub to: String,
    pub currency: String,
    pub band_by: String,
    pub charge_by: String,
    pub volumetric_divisor: Option<u32>,
    pub volumetric_side_mm: Option<u32>,
    pub volumetric_ratio: Option<Decimal>,
    pub volumetric_subtract_percent: Option<u32>,
    pub minimum_grams: Option<u32>,
    pub round_up_grams: Option<u32>,
    pub minimum_price: Option<Decimal>,
    pub valid: Valid,
}

#[derive(Clone, Debug, Default)]
pub struct Band {
    pub tariff: String,
    pub from_grams: u32,
    pub to_grams: u32,
    pub flat: Decimal,
    pub per_item: Decimal,
    pub per_kg: Decimal,
    pub first_grams: u32,
    pub first_price: Decimal,
    pub step_grams: u32,
    pub step_price: Decimal,
}

#[derive(Clone, Debug, Default)]
pub struct Surcharge {
    pub key: String,
    pub side: String,
    pub scope: String,
    pub of: String,
    pub kind: String,
    pub zones: String,
    pub goods: String,
    pub percent: Option<Decimal>,
    pub per_item: Option<Decimal>,
    pub per_kg: Option<Decimal>,
    pub minimum_price: Option<Decimal>,
    pub currency: String,
}

#[derive(Clone, Debug, Default)]
pub struct Fx {
    pub base: String,
    pub quote: String,
    pub date: String,
    pub rate: Decimal,
}

#[derive(Clone, Debug, Default)]
pub struct Restriction {
    pub key: String,
    pub scope: String,
    pub of: String,
    pub direction: String,
    pub destinations: String,
    pub goods: String,
    pub mass_max_grams: Option<u32>,
    pub side_max_mm: Option<u32>,
    pub sum_max_mm: Option<u32>,
    pub value_max: Option<Decimal>,
    pub currency: String,
}

#[derive(Clone, Debug, Default)]
pub struct RequiredField {
    pub key: String,
    pub country: String,
    pub scope: String,
    pub of: String,
    pub clearance: String,
    pub field: String,
}

#[derive(Clone, Debug, Default)]
pub struct Holiday {
    pub calendar: String,
    pub date: String,
}

#[derive(Clone, Debug, Default)]
pub struct Disruption {
    pub key: String,
    pub scope: String,
    pub of: String,
    pub from: String,
    pub to: String,
    pub effect: String,
    pub delay_minutes: i64,
}

/// The parcel and lane of one case, in words.
#[derive(Clone, Debug)]
pub struct Case {
    /// `CC 12345`, or the key of a facility.
    pub from: String,
    pub to: String,
    pub ready: String,
    pub currency: String,
    pub grams: u32,
    /// Longest first, in millimetres.
    pub sides_mm: Option<[u32; 3]>,
    /// Classes, separated by `|`; empty: nothing special.
    pub goods: String,
    /// `12.00 EUR`.
    pub value: (Decimal, String),
    pub lines: Option<Vec<String>>,
    pub tracked_all: bool,
    /// `any`, `collection` or `drop_off`.
    pub entry: String,
    /// Departures that are full: leg and instant.
    pub full: Vec<(String, jiff::Timestamp)>,
}
