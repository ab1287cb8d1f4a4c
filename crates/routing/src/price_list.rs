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

/// Billionths of the minor unit of most currencies, which have two decimal places.
const CENT: i64 = 10_000_000;

/// Price lists kept: those of a few seasons in the currencies of a few clients.
const LISTS_KEPT: usize = 6;

/// The price lists of a network. Days between which no tariff and no surcharge begins or ends share one.
#[derive(Debug)]
pub(crate) struct PriceLists {
    /// The days on which some price begins to count or no longer does.
    changes: Vec<civil::Date>,
    lists: Vec<PriceList>,
}

impl PriceLists {
    /// None told yet.
    pub fn of(snapshot: &Snapshot) -> Self {
        let bought = snapshot.tariffs.iter().filter(|tariff| tariff.side == Side::Buy);
        let tariffs = bought.flat_map(|tariff| {
            let bands = tariff.bands.iter().map(|band| &band.provenance);
            bands.chain([&tariff.provenance])
        });
        let rows = tariffs.chain(snapshot.surcharges.iter().map(|row| &row.provenance));
        let days = rows.flat_map(|row| {
            let after = row.valid.to().and_then(|last| last.tomorrow().ok());
            [row.valid.from(), after]
        });
        let mut changes: Vec<_> = days.flatten().collect();
        changes.sort_unstable();
        changes.dedup();
        Self { changes, lists: Vec::new() }
    }

    /// The list of a day in a currency.
    pub fn list(
        &mut self,
        snapshot: &Snapshot,
        day: civil::Date,
        currency: Currency,
    ) -> &mut PriceList {
        let season = self.changes.partition_point(|&change| change <= day);
        let is_meant = |list: &PriceList| list.season == season && list.currency == currency;
        let list = match self.lists.iter().position(is_meant) {
            Some(at) => self.lists.remove(at),
            None => PriceList::new(snapshot, (day, season), currency),
        };
        self.lists.truncate(LISTS_KEPT - 1);
        self.lists.insert(0, list);
        &mut self.lists[0]
    }

    /// Bytes kept, roughly.
    pub fn bytes(&self) -> usize {
        self.lists.iter().map(PriceList::bytes).sum()
    }
}

/// Prices of some days in a currency.
#[derive(Debug)]
pub(crate) struct PriceList {
    /// One of the days, and how many changes were before it.
    day: civil::Date,
    season: usize,
    currency: Currency,
    /// Billionths of a minor unit of the currency; none where it has too many decimal places.
    unit: Option<i64>,
    /// By the number of the fare: which tariff prices it, where that does not depend on the lane.
    plans: Vec<Option<Plan>>,
    /// What of it is asked about thousands of times a search, close together.
    flats: Vec<Flat>,
    /// The prices told of a parcel, by the number of the fare, each with the parcel it was told of.
    told: Vec<(u32, RidePrice)>,
    parcel: u32,
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
    /// By one price for every mass and another for each gram, for every parcel up to a mass.
    Flat(TariffIdx),
    /// By a tariff that always fits: the place of its sheet.
    Sheet(usize),
    /// By none.
    NoTariff,
    /// By one that depends on the ends of the lane.
    ByLane,
}

/// A fare with one price for every mass and another for each gram, in billionths.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Flat {
    fixed: i64,
    per_gram: i64,
    /// The masses it is for; nought where a fare is not such.
    below_grams: u64,
}

impl Flat {
    /// Nothing is paid, whatever the mass.
    pub const NOTHING: Self = Self { fixed: 0, per_gram: 0, below_grams: u64::MAX };

    /// In minor units, of which one is so many billionths; none where it is not for the mass.
    #[inline]
    fn minor(self, grams: u64, unit: i64) -> Option<i64> {
        let by_mass = self.per_gram * i64::try_from(grams).ok()?;
        (grams < self.below_grams).then(|| (self.fixed + by_mass + unit / 2) / unit)
    }
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

/// What a fare costs, and by which tariff with which mass, where one says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told {
    /// The price.
    pub price: RidePrice,
    /// The tariff and the mass charged in grams; none where there is no price.
    pub by: Option<(TariffIdx, u64)>,
}

impl Told {
    const NO_TARIFF: Self = Self { price: RidePrice::NoTariff, by: None };

    const fn no_band(tariff: TariffIdx) -> Self {
        Self { price: RidePrice::NoBand(tariff), by: None }
    }
}

/// The masses of one parcel by the rules of volume met so far.
#[derive(Debug, Default)]
pub(crate) struct Masses(Vec<Option<u64>>);

impl PriceList {
    /// The list of a day in a currency, nothing told yet.
    fn new(snapshot: &Snapshot, (day, season): (civil::Date, usize), currency: Currency) -> Self {
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
        let places = PLACES.checked_sub(currency.exponent().into());
        Self {
            day,
            season,
            currency,
            unit: places.and_then(|places| 10_i64.checked_pow(places)),
            plans: Vec::new(),
            flats: Vec::new(),
            told: Vec::new(),
            parcel: 0,
            sheets: Vec::new(),
            places: HashMap::new(),
            surcharges,
            rules,
        }
    }

    /// Forgets the prices of the parcel before.
    pub fn begin_parcel(&mut self) {
        if let Some(next) = self.parcel.checked_add(1) {
            self.parcel = next;
        } else {
            self.told.clear();
            self.parcel = 1;
        }
    }

    /// The price of a numbered fare for the parcel, if it was told and kept.
    pub fn known(&self, number: usize) -> Option<RidePrice> {
        let (parcel, price) = self.told.get(number)?;
        (*parcel == self.parcel).then_some(*price)
    }

    /// Keeps the price of a numbered fare for the parcel.
    pub fn keep(&mut self, number: usize, price: RidePrice) {
        if self.told.len() <= number {
            self.told.resize(number + 1, (0, RidePrice::NoTariff));
        }
        self.told[number] = (self.parcel, price);
    }

    /// A numbered fare as what one multiplication tells, where its plan is known to be such.
    pub fn flat_of(&self, number: usize) -> Option<Flat> {
        self.flats.get(number).copied().filter(|flat| flat.below_grams > 0)
    }

    /// The prices of many such fares in minor units, and `none` for those that have none for the mass.
    pub fn flat_minors(&self, flats: &[Flat], grams: u64, none: i64, minors: &mut Vec<i64>) {
        minors.clear();
        // Without a unit nothing is flat but what costs nothing.
        let unit = self.unit.unwrap_or(1);
        let minor = |flat: &Flat| flat.minor(grams, unit).unwrap_or(none);
        // Most prices of a search are told here, and a processor divides by what it knows much sooner.
        if unit == CENT {
            minors.extend(flats.iter().map(|flat| flat.minor(grams, CENT).unwrap_or(none)));
        } else {
            minors.extend(flats.iter().map(minor));
        }
    }

    /// What a numbered fare costs where its plan is known to be flat.
    pub fn flat(&self, number: usize, grams: u32) -> Option<Told> {
        let Some(Some(Plan::Flat(tariff))) = self.plans.get(number) else { return None };
        let grams = u64::from(grams);
        Some(match self.flats[number].minor(grams, self.unit?) {
            Some(minor) => Told { price: RidePrice::Minor(minor), by: Some((*tariff, grams)) },
            None => Told::no_band(*tariff),
        })
    }

    fn bytes(&self) -> usize {
        let bands = self.sheets.iter().filter_map(|(_, sheet)| sheet.as_ref());
        size_of_val::<[_]>(&self.plans)
            + size_of_val::<[_]>(&self.flats)
            + size_of_val::<[_]>(&self.told)
            + size_of_val::<[_]>(&self.sheets)
            + bands.map(|sheet| size_of_val::<[_]>(&sheet.bands)).sum::<usize>()
            + self.places.capacity() * size_of::<(TariffIdx, usize)>()
    }

    /// What a numbered fare costs; none where it must be priced by the rules themselves.
    pub fn tell(
        &mut self,
        lane: &Lane,
        (number, fare): (usize, &Fare),
        masses: &mut Masses,
    ) -> Option<Told> {
        if self.plans.len() <= number {
            self.plans.resize(number + 1, None);
            self.flats.resize(number + 1, Flat::default());
        }
        let plan = if let Some(plan) = self.plans[number] {
            plan
        } else {
            let plan = self.plan_of(lane, (number, fare));
            self.plans[number] = Some(plan);
            plan
        };
        let place = match plan {
            Plan::Flat(_) => return self.flat(number, lane.query.shipment.actual.grams()),
            Plan::Sheet(place) => place,
            Plan::NoTariff => return Some(Told::NO_TARIFF),
            Plan::ByLane => match choose(lane, fare) {
                Some(tariff) => self.place_of(lane, tariff),
                None => return Some(Told::NO_TARIFF),
            },
        };
        if self.has_surcharge(lane, fare) {
            return None;
        }
        let (tariff, sheet) = &self.sheets[place];
        sheet.as_ref()?.tell(lane, *tariff, masses, self.unit?)
    }

    /// The tariff of a fare, if it is the same on every lane.
    fn plan_of(&mut self, lane: &Lane, (number, fare): (usize, &Fare)) -> Plan {
        let is_facility = |node| lane.snapshot.nodes[node].is_facility();
        if !is_facility(fare.to) || fare.from.is_some_and(|from| !is_facility(from)) {
            return Plan::ByLane;
        }
        let Some(tariff) = choose(lane, fare) else { return Plan::NoTariff };
        let place = self.place_of(lane, tariff);
        let flat = self.sheets[place].1.as_ref().and_then(Sheet::flat);
        match flat.filter(|_| self.surcharges_of(lane, fare).next().is_none()) {
            Some(flat) if self.unit.is_some() => {
                self.flats[number] = flat;
                Plan::Flat(tariff)
            }
            _ => Plan::Sheet(place),
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
        let rows = self.surcharges_of(lane, fare);
        rows.map(|index| &lane.snapshot.surcharges[index]).any(|row| applies(lane, fare, row))
    }

    /// What is charged on top of a fare that day for some parcel.
    fn surcharges_of(&self, lane: &Lane, fare: &Fare) -> impl Iterator<Item = SurchargeIdx> {
        let own = match fare.subject {
            RideSubject::Line(line) => SurchargeSubject::Line(line),
            RideSubject::Leg(leg) => SurchargeSubject::Leg(leg),
        };
        let operator = SurchargeSubject::Operator(fare.subject.operator(lane.snapshot));
        let of = if self.surcharges.is_empty() { None } else { Some([own, operator]) };
        let rows = of.into_iter().flatten().filter_map(|of| self.surcharges.get(&of));
        rows.flatten().copied()
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
    /// It as two numbers, where it is no more than that.
    fn flat(&self) -> Option<Flat> {
        let [band] = self.bands.as_slice() else { return None };
        let is_plain = self.minimum == 0
            && self.minimum_grams == 0
            && self.round_up_grams == 1
            && band.from_grams == 0
            && band.step_grams == 0
            && (self.rule.is_none() || !(self.bands_by_volume || self.charges_by_volume));
        // Then nothing overflows, whatever the mass.
        let is_small = band.fixed < i64::MAX >> 2 && band.per_gram < i64::MAX >> 34;
        (is_plain && is_small).then_some(Flat {
            fixed: band.fixed,
            per_gram: band.per_gram,
            below_grams: band.to_grams.saturating_add(1),
        })
    }

    fn tell(&self, lane: &Lane, tariff: TariffIdx, masses: &mut Masses, unit: i64) -> Option<Told> {
        let actual = u64::from(lane.query.shipment.actual.grams());
        let chargeable = match self.rule {
            Some(rule) => masses.chargeable(lane, tariff, rule),
            None => actual,
        };
        let mass = |by_volume| if by_volume { chargeable } else { actual };
        let band_grams = mass(self.bands_by_volume);
        let is_in = |band: &&SheetBand| band.from_grams < band_grams && band_grams <= band.to_grams;
        let Some(band) = self.bands.iter().find(is_in) else {
            return Some(Told::no_band(tariff));
        };
        let least = mass(self.charges_by_volume).max(self.minimum_grams);
        let grams = least.next_multiple_of(self.round_up_grams);
        let mut price = band.per_gram.checked_mul(i64::try_from(grams).ok()?)?;
        price = price.checked_add(band.fixed)?;
        if band.step_grams > 0 {
            let steps = grams.saturating_sub(band.first_grams).div_ceil(band.step_grams);
            price = price.checked_add(band.step.checked_mul(i64::try_from(steps).ok()?)?)?;
        }
        let minor = price.max(self.minimum).checked_add(unit / 2)? / unit;
        Some(Told { price: RidePrice::Minor(minor), by: Some((tariff, grams)) })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_fare_holds_up_to_its_last_gram_and_is_rounded_half_up() {
        // 1.00 and 0.00125 a gram, up to 30 kg.
        let flat = Flat { fixed: 1_000_000_000, per_gram: 1_250_000, below_grams: 30_001 };
        assert_eq!(flat.minor(0, CENT), Some(100));
        assert_eq!(flat.minor(3, CENT), Some(100), "0.375 of a cent is none");
        assert_eq!(flat.minor(4, CENT), Some(101), "half a cent is one");
        assert_eq!(flat.minor(30_000, CENT), Some(3_850));
        assert_eq!(flat.minor(30_001, CENT), None);
        assert_eq!(Flat::NOTHING.minor(u64::from(u32::MAX), CENT), Some(0));
        assert_eq!(Flat::default().minor(0, CENT), None);
    }
}
