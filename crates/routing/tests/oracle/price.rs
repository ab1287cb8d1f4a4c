//! Rule 8 and the page's paragraphs on tariffs, written out plainly over the rows of a world.

use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive as _;
use rust_decimal::{Decimal, RoundingStrategy};

use super::rules;
use crate::world::{Band, Case, Tariff, World};

/// One currency into another at the newest rate: directly, inverted, or over the base currency.
pub fn convert(world: &World, day: Date, amount: Decimal, from: &str, to: &str) -> Decimal {
    let base = world.base_currency.as_str();
    rate(world, day, from, to).map_or_else(
        || {
            let (over, under) = rate(world, day, from, base).unwrap();
            let (then, by) = rate(world, day, base, to).unwrap();
            amount * over * then / (under * by)
        },
        |(over, under)| amount * over / under,
    )
}

/// A rate as a fraction.
fn rate(world: &World, day: Date, from: &str, to: &str) -> Option<(Decimal, Decimal)> {
    if from == to {
        return Some((Decimal::ONE, Decimal::ONE));
    }
    let newest = |base: &str, quote: &str| {
        let rows = world.fx.iter().filter(|row| row.base == base && row.quote == quote);
        let known = rows.filter(|row| row.date <= day.to_string());
        known.max_by(|a, b| a.date.cmp(&b.date)).map(|row| row.rate)
    };
    let direct = newest(from, to).map(|rate| (rate, Decimal::ONE));
    direct.or_else(|| newest(to, from).map(|rate| (Decimal::ONE, rate)))
}

/// Half up to minor units.
fn minor(amount: Decimal, currency: &str) -> i64 {
    let digits = if currency == "JPY" { 0 } else { 2 };
    let rounded = amount.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    (rounded * Decimal::from(10_i64.pow(digits))).to_i64().unwrap()
}

/// One use of something that is priced, its ends as words of a case.
pub struct Use<'a> {
    pub scope: &'a str,
    pub of: &'a str,
    pub from: &'a str,
    pub to: &'a str,
    /// Whether the parcel comes from another operator.
    pub is_relabelled: bool,
}

/// Prices of one case, each computed once.
pub struct Prices<'w> {
    pub world: &'w World,
    pub case: &'w Case,
    pub day: Date,
}

impl Prices<'_> {
    /// What a use costs in minor units of the case's currency; `None` where it cannot be bought.
    pub fn price(&self, bought: &Use) -> Option<i64> {
        let tariff = self.tariff_of(bought);
        let (charge, currency, grams) = match tariff {
            Some(tariff) => {
                let (charge, grams) = self.charge(tariff)?;
                (charge, tariff.currency.as_str(), grams)
            }
            None if matches!(bought.scope, "zone" | "process") => {
                (Decimal::ZERO, self.case.currency.as_str(), self.case.grams)
            }
            None => return None,
        };
        let into = self.case.currency.as_str();
        let change = |amount, from: &str| convert(self.world, self.day, amount, from, into);
        let mut total = minor(change(charge, currency), into);
        let operator = match bought.scope {
            "line" => self.world.lines.iter().find(|l| l.key == bought.of).map(|l| &l.operator),
            "leg" => self.world.legs.iter().find(|l| l.key == bought.of).map(|l| &l.operator),
            _ => None,
        };
        let places = rules::places_of(self.world, &self.case.to);
        for row in &self.world.surcharges {
            let is_on_it = (row.scope == bought.scope && row.of == bought.of)
                || (row.scope == "operator" && operator == Some(&row.of));
            let is_there =
                row.zones.is_empty() || places.iter().any(|(place, _)| *place == row.zones);
            let mut classes = self.case.goods.split('|').filter(|class| !class.is_empty());
            let fits = row.goods.is_empty()
                || classes.any(|class| row.goods.split('|').any(|known| known == class));
            let is_due = row.kind != "relabelling" || bought.is_relabelled;
            if !(is_on_it && is_there && fits && is_due) {
                continue;
            }
            let share = charge * row.percent.unwrap_or_default() / Decimal::from(100);
            let kilos = Decimal::from(grams) / Decimal::from(1000);
            let own = row.per_item.unwrap_or_default() + row.per_kg.unwrap_or_default() * kilos;
            let least = change(row.minimum_price.unwrap_or_default(), &row.currency);
            let exact = change(share, currency) + change(own, &row.currency);
            total += minor(exact.max(least), into);
        }
        Some(total)
    }

    /// The tariff whose `to`, then `from`, is most specific.
    fn tariff_of(&self, bought: &Use) -> Option<&Tariff> {
        let rows = self.world.tariffs.iter().filter(|row| {
            row.side == "buy"
                && row.scope == bought.scope
                && row.of == bought.of
                && row.valid.covers(self.day)
        });
        let ranked = rows.filter_map(|row| {
            let to = self.rank(&row.to, bought.to)?;
            Some((to, self.rank(&row.from, bought.from)?, row))
        });
        ranked.max_by_key(|(to, from, _)| (*to, *from)).map(|(.., row)| row)
    }

    /// How specifically a tariff names an end.
    fn rank(&self, named: &str, end: &str) -> Option<usize> {
        if named.is_empty() {
            return Some(0);
        }
        if named == rules::country_of_end(self.world, end) {
            return Some(1);
        }
        let places = rules::places_of(self.world, end);
        places.iter().find(|(place, _)| place == named).map(|(_, fits)| 2 + fits)
    }

    /// The exact price of a tariff and the mass it charges.
    fn charge(&self, tariff: &Tariff) -> Option<(Decimal, u32)> {
        let actual = self.case.grams;
        let chargeable = self.chargeable(tariff);
        let of = |by: &str| if by == "actual" { actual } else { chargeable };
        let mass = of(&tariff.band_by);
        let band: &Band = self.world.bands.iter().find(|band| {
            band.tariff == tariff.key && band.from_grams < mass && mass <= band.to_grams
        })?;
        let unit = tariff.round_up_grams.unwrap_or(1);
        let least = of(&tariff.charge_by).max(tariff.minimum_grams.unwrap_or(0));
        let grams = least.div_ceil(unit) * unit;
        let mut price = band.flat + band.per_item + band.first_price;
        price += band.per_kg * Decimal::from(grams) / Decimal::from(1000);
        if band.step_grams > 0 {
            let steps = grams.saturating_sub(band.first_grams).div_ceil(band.step_grams);
            price += band.step_price * Decimal::from(steps);
        }
        Some((price.max(tariff.minimum_price.unwrap_or_default()), grams))
    }

    fn chargeable(&self, tariff: &Tariff) -> u32 {
        let actual = self.case.grams;
        let (Some(divisor), Some(sides)) = (tariff.volumetric_divisor, self.case.sides_mm) else {
            return actual;
        };
        let cubic_mm: u64 = sides.iter().map(|side| u64::from(*side)).product();
        let volumetric = u32::try_from(cubic_mm.div_ceil(u64::from(divisor))).unwrap();
        let is_long = tariff.volumetric_side_mm.is_none_or(|side| sides[0] > side);
        let is_light = tariff
            .volumetric_ratio
            .is_none_or(|ratio| Decimal::from(volumetric) / Decimal::from(actual) > ratio);
        if volumetric <= actual || !is_long || !is_light {
            return actual;
        }
        let kept = 100 - tariff.volumetric_subtract_percent.unwrap_or(0);
        actual + ((volumetric - actual) * kept).div_ceil(100)
    }
}
