//! The tariffs of one hand-in day in one currency as whole numbers: prices of rides without a decimal.
//!
//! A ride is told here where its tariff is in the currency asked for and nothing is charged on top; each
//! amount is exact in billionths of the currency's unit and rounded once, half up, as the rules say. Every
//! other ride is priced by [`portolan_network::pricing`], which this must agree with to the minor unit.

use std::collections::HashMap;

use jiff::civil;
use portolan_model::{Currency, Side};
use portolan_network::Snapshot;
use portolan_network::pricing::{PriceRequest, PricedUse, charged_mass, choose_tariff};
use portolan_network::records::{
    Band, ChargeBasis, Surcharge, SurchargeIdx, SurchargeKind, SurchargeSubject, Tariff, TariffIdx,
    Volumetric,
};
use rust_decimal::Decimal;

use crate::chart::Fare;
use crate::lane::Lane;
use crate::price_book::{RidePrice, RideSubject};

/// Decimal places kept: prices have six at most, and a gram is a thousandth of a kilogram.
const PLACES: u32 = 9;

/// Prices of a day in a currency.
#[derive(Debug)]
pub(crate) struct PriceList {
    day: civil::Date,
    currency: Currency,
    /// By the number of the fare: which tariff prices it, where that does not depend on the lane.
    plans: Vec<Option<Plan>>,
    sheets: Vec<(TariffIdx, Option<Sheet>)>,
    /// The places of tariffs among the sheets.
    places: HashMap<TariffIdx, usize>,
    /// What is charged on top that day, by subject.
    surcharges: HashMap<SurchargeSubject, Vec<SurchargeIdx>>,
    /// The rules of volume of the network's tariffs.
    rules: Vec<Volumetric>,
}

/// How a fare is priced.
#[derive(Debug, Clone, Copy)]
enum Plan {
    /// By a tariff that always fits: the place of its sheet.
    Sheet(usize),
    /// By none.
    NoTariff,
    /// By one that depends on the ends of the lane.
    ByLane,
}

/// A tariff in billionths.
#[derive(Debug)]
struct Sheet {
    bands: Vec<SheetBand>,
    minimum: i64,
    minimum_grams: u64,
    round_up_grams: u64,
    bands_by_volume: bool,
    charges_by_volume: bool,
    /// The place of its rule of volume.
    rule: Option<usize>,
}

#[derive(Debug)]
struct SheetBand {
    from_grams: u64,
    to_grams: u64,
    fixed: i64,
    per_gram: i64,
    first_grams: u64,
    step_grams: u64,
    step: i64,
}

/// The masses of one parcel by the rules of volume met so far.
#[derive(Debug, Default)]
pub(crate) struct Masses(Vec<Option<u64>>);

impl PriceList {
    /// The list of a day in a currency, nothing told yet.
    pub fn new(snapshot: &Snapshot, day: civil::Date, currency: Currency) -> Self {
        let mut surcharges: HashMap<_, Vec<_>> = HashMap::new();
        for (index, row) in snapshot.surcharges.entries() {
            if row.side == Side::Buy && row.tier.is_none() && row.provenance.valid.contains(day) {
                surcharges.entry(row.subject).or_default().push(index);
            }
        }
        let mut rules: Vec<Volumetric> = Vec::new();
        for rule in snapshot.tariffs.iter().filter_map(|tariff| tariff.volumetric) {
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
        let (plans, sheets, places) = (Vec::new(), Vec::new(), HashMap::new());
        Self { day, currency, plans, sheets, places, surcharges, rules }
    }

    /// Whether it is the list of a day in a currency.
    pub fn is_of(&self, day: civil::Date, currency: Currency) -> bool {
        self.day == day && self.currency == currency
    }

    /// The price of a numbered fare; none where it must be priced by the rules themselves.
    pub fn price(
        &mut self,
        lane: &Lane,
        (number, fare): (usize, &Fare),
        masses: &mut Masses,
    ) -> Option<RidePrice> {
        if self.plans.len() <= number {
            self.plans.resize(number + 1, None);
        }
        let plan = if let Some(plan) = self.plans[number] {
            plan
        } else {
            let plan = self.plan_of(lane, fare);
            self.plans[number] = Some(plan);
            plan
        };
        let place = match plan {
            Plan::Sheet(place) => place,
            Plan::NoTariff => return Some(RidePrice::NoTariff),
            Plan::ByLane => match choose(lane, fare) {
                Some(tariff) => self.place_of(lane, tariff),
                None => return Some(RidePrice::NoTariff),
            },
        };
        if self.has_surcharge(lane, fare) {
            return None;
        }
        let (tariff, sheet) = &self.sheets[place];
        sheet.as_ref()?.price(lane, *tariff, masses, self.currency)
    }

    /// The tariff of a fare, if it is the same on every lane.
    fn plan_of(&mut self, lane: &Lane, fare: &Fare) -> Plan {
        let is_facility = |node| lane.snapshot.nodes[node].is_facility();
        if !is_facility(fare.to) || fare.from.is_some_and(|from| !is_facility(from)) {
            return Plan::ByLane;
        }
        match choose(lane, fare) {
            Some(tariff) => Plan::Sheet(self.place_of(lane, tariff)),
            None => Plan::NoTariff,
        }
    }

    /// The place of a tariff's sheet, made where there is none yet.
    fn place_of(&mut self, lane: &Lane, tariff: TariffIdx) -> usize {
        let Self { sheets, places, rules, day, currency, .. } = self;
        *places.entry(tariff).or_insert_with(|| {
            let row = &lane.snapshot.tariffs[tariff];
            let is_told = row.currency == *currency;
            let sheet = if is_told { sheet_of(row, rules, *day) } else { None };
            sheets.push((tariff, sheet));
            sheets.len() - 1
        })
    }

    /// Whether anything is charged on top of a fare for the parcel.
    fn has_surcharge(&self, lane: &Lane, fare: &Fare) -> bool {
        if self.surcharges.is_empty() {
            return false;
        }
        let own = match fare.subject {
            RideSubject::Line(line) => SurchargeSubject::Line(line),
            RideSubject::Leg(leg) => SurchargeSubject::Leg(leg),
        };
        let operator = SurchargeSubject::Operator(fare.subject.operator(lane.snapshot));
        let rows = [own, operator].into_iter().filter_map(|of| self.surcharges.get(&of)).flatten();
        rows.map(|&index| &lane.snapshot.surcharges[index]).any(|row| applies(lane, fare, row))
    }
}

fn applies(lane: &Lane, fare: &Fare, row: &Surcharge) -> bool {
    (row.kind != SurchargeKind::Relabelling || fare.is_relabelled)
        && (row.zones.is_empty() || row.zones.iter().any(|&zone| lane.to.lies_in(zone)))
        && (row.goods.is_empty() || row.goods.intersects(lane.query.shipment.goods.classes()))
}

fn choose(lane: &Lane, fare: &Fare) -> Option<TariffIdx> {
    let request = PriceRequest {
        side: Side::Buy,
        tier: None,
        day: lane.hand_in,
        currency: lane.query.currency,
        shipment: &lane.query.shipment,
        destination: &lane.to,
    };
    let facility = |node| lane.snapshot.end_at_facility(node);
    let is_facility = |node| lane.snapshot.nodes[node].is_facility();
    let begins = fare.from.filter(|&from| is_facility(from)).map(facility);
    let ends = is_facility(fare.to).then(|| facility(fare.to));
    let priced = PricedUse {
        subject: fare.subject.tariff_subject(),
        from: begins.as_ref().unwrap_or(&lane.from),
        to: ends.as_ref().unwrap_or(&lane.to),
        previous: None,
    };
    choose_tariff(lane.snapshot, &request, &priced)
}

/// A tariff in billionths; none where a number of it does not fit.
fn sheet_of(row: &Tariff, rules: &[Volumetric], day: civil::Date) -> Option<Sheet> {
    let bands = row.bands.iter().filter(|band| band.provenance.valid.contains(day));
    let rule = row.volumetric.and_then(|rule| rules.iter().position(|other| *other == rule));
    Some(Sheet {
        bands: bands.map(band_of).collect::<Option<_>>()?,
        minimum: billionths(row.minimum_price)?,
        minimum_grams: row.minimum_grams.into(),
        round_up_grams: row.round_up_grams.max(1).into(),
        bands_by_volume: row.band_by == ChargeBasis::Chargeable,
        charges_by_volume: row.charge_by == ChargeBasis::Chargeable,
        rule,
    })
}

fn band_of(band: &Band) -> Option<SheetBand> {
    Some(SheetBand {
        from_grams: band.from_grams.into(),
        to_grams: band.to_grams.map_or(u64::MAX, u64::from),
        fixed: billionths(band.fixed)?,
        per_gram: billionths(band.per_kg.checked_div(Decimal::ONE_THOUSAND)?)?,
        first_grams: band.first_grams.into(),
        step_grams: band.step_grams.into(),
        step: billionths(band.step_price)?,
    })
}

/// A number in billionths, if it is whole in them and fits.
fn billionths(number: Decimal) -> Option<i64> {
    let number = number.normalize();
    let missing = PLACES.checked_sub(number.scale())?;
    let whole = number.mantissa().checked_mul(10_i128.checked_pow(missing)?)?;
    i64::try_from(whole).ok().filter(|&whole| whole >= 0)
}

impl Sheet {
    fn price(
        &self,
        lane: &Lane,
        tariff: TariffIdx,
        masses: &mut Masses,
        currency: Currency,
    ) -> Option<RidePrice> {
        let actual = u64::from(lane.query.shipment.actual.grams());
        let chargeable = match self.rule {
            Some(rule) => masses.chargeable(lane, tariff, rule),
            None => actual,
        };
        let mass = |by_volume| if by_volume { chargeable } else { actual };
        let band_grams = mass(self.bands_by_volume);
        let is_in = |band: &&SheetBand| band.from_grams < band_grams && band_grams <= band.to_grams;
        let Some(band) = self.bands.iter().find(is_in) else {
            return Some(RidePrice::NoBand(tariff));
        };
        let least = mass(self.charges_by_volume).max(self.minimum_grams);
        let grams = least.next_multiple_of(self.round_up_grams);
        let mut price = band.per_gram.checked_mul(i64::try_from(grams).ok()?)?;
        price = price.checked_add(band.fixed)?;
        if band.step_grams > 0 {
            let steps = grams.saturating_sub(band.first_grams).div_ceil(band.step_grams);
            price = price.checked_add(band.step.checked_mul(i64::try_from(steps).ok()?)?)?;
        }
        let unit = 10_i64.checked_pow(PLACES.checked_sub(currency.exponent().into())?)?;
        Some(RidePrice::Minor(price.max(self.minimum).checked_add(unit / 2)? / unit))
    }
}

impl Masses {
    /// The chargeable mass of the parcel by a rule that a tariff has.
    fn chargeable(&mut self, lane: &Lane, tariff: TariffIdx, rule: usize) -> u64 {
        if self.0.len() <= rule {
            self.0.resize(rule + 1, None);
        }
        *self.0[rule].get_or_insert_with(|| {
            charged_mass(&lane.snapshot.tariffs[tariff], &lane.query.shipment).chargeable_grams
        })
    }
}
