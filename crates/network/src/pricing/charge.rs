//! Charge lines: what one use of a line, leg, zone, process or service costs.

use super::{choose_tariff, exchange::convert, mass::charged_mass};
use crate::{
    RideEnd, Shipment, Snapshot,
    records::{
        Band, OperatorIdx, SourceNote, Surcharge, SurchargeIdx, SurchargeKind, SurchargeSubject,
        Tariff, TariffIdx, TariffSubject,
    },
    word::Word,
};
use jiff::civil;
use portolan_model::{ClientTier, Currency, Money, Side};
use rust_decimal::Decimal;
use thiserror::Error;

/// Who asks for a price, when, for what.
#[derive(Debug, Clone, Copy)]
pub struct PriceRequest<'a> {
    /// Who pays whom.
    pub side: Side,
    /// For `sell`: the kind of client; none for `buy`.
    pub tier: Option<ClientTier>,
    /// The hand-in day: the date of the ready instant at the origin.
    pub day: civil::Date,
    /// The currency of the charges.
    pub currency: Currency,
    /// The parcel.
    pub shipment: &'a Shipment,
    /// The parcel's destination.
    pub destination: &'a RideEnd,
}

/// One use of something that is priced.
#[derive(Debug, Clone, Copy)]
pub struct PricedUse<'a> {
    /// What is used.
    pub subject: TariffSubject,
    /// Where the ride begins; for a service the origin.
    pub from: &'a RideEnd,
    /// Where it ends; for a service the destination.
    pub to: &'a RideEnd,
    /// The operator of the ride before, where this ride begins at a facility after another.
    pub previous: Option<OperatorIdx>,
}

/// One charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargeLine {
    /// What it is for.
    pub subject: TariffSubject,
    /// Why.
    pub kind: ChargeKind,
    /// The mass it was computed with, in grams.
    pub charged_grams: u64,
    /// The amount, rounded once.
    pub amount: Money,
}

/// Why something is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChargeKind {
    /// By a tariff.
    Tariff(TariffIdx),
    /// By a surcharge.
    Surcharge(SurchargeIdx, SurchargeKind),
}

impl ChargeLine {
    /// `freight` for a line or leg, `zone`, `process`, `service`, or the kind of surcharge.
    pub fn kind_name(&self) -> &'static str {
        match (self.kind, self.subject) {
            (ChargeKind::Surcharge(_, kind), _) => kind.as_str(),
            (_, TariffSubject::Line(_) | TariffSubject::Leg(_)) => "freight",
            (_, TariffSubject::Zone(_)) => "zone",
            (_, TariffSubject::Process(_)) => "process",
            (_, TariffSubject::Service(_)) => "service",
        }
    }

    /// Where the price is from.
    pub fn source<'a>(&self, snapshot: &'a Snapshot) -> &'a SourceNote {
        match self.kind {
            ChargeKind::Tariff(tariff) => &snapshot.tariffs[tariff].provenance.source,
            ChargeKind::Surcharge(index, _) => &snapshot.surcharges[index].provenance.source,
        }
    }

    /// The key of the tariff or surcharge.
    pub fn rule_key<'a>(&self, snapshot: &'a Snapshot) -> &'a str {
        match self.kind {
            ChargeKind::Tariff(tariff) => snapshot.tariffs[tariff].key.as_str(),
            ChargeKind::Surcharge(index, _) => snapshot.surcharges[index].key.as_str(),
        }
    }

    /// The key of what is charged for.
    pub fn subject_key<'a>(&self, snapshot: &'a Snapshot) -> &'a str {
        match self.subject {
            TariffSubject::Line(index) => snapshot.lines[index].key.as_str(),
            TariffSubject::Leg(index) => snapshot.legs[index].key.as_str(),
            TariffSubject::Zone(index) => snapshot.nodes[index].key.as_str(),
            TariffSubject::Process(index) => snapshot.processes[index].key.as_str(),
            TariffSubject::Service(index) => snapshot.services[index].key.as_str(),
        }
    }
}

/// Why there is no price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NoPrice {
    /// No tariff of the side and tier fits the ends on the day.
    #[error("no tariff fits: add one for these ends and this day")]
    NoTariff,
    /// The mass lies in no band of the tariff, so it is not carried.
    #[error("{grams} g lie in no band of the tariff: choose another line or a lighter parcel")]
    NoBand {
        /// The tariff.
        tariff: TariffIdx,
        /// The mass that chose no band.
        grams: u64,
    },
    /// No rate of exchange is known.
    #[error("no rate from {from} into {to} is known on the day: add it to fx.csv")]
    NoRate {
        /// The currency of the price.
        from: Currency,
        /// The currency asked for.
        to: Currency,
    },
    /// The amount is beyond what can be counted.
    #[error("the price is too large to count: check the tariff")]
    TooLarge,
}

impl NoPrice {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoTariff => "no_tariff",
            Self::NoBand { .. } => "no_band",
            Self::NoRate { .. } => "no_rate",
            Self::TooLarge => "price_too_large",
        }
    }
}

/// The charge lines of one use: the tariff's, then the surcharges' in the order of their keys. A zone or a
/// process without a tariff costs nothing but its surcharges.
pub fn price_subject(
    snapshot: &Snapshot,
    request: &PriceRequest,
    priced: &PricedUse,
) -> Result<Vec<ChargeLine>, NoPrice> {
    let mut lines = Vec::new();
    let mut base = Base { charge: Decimal::ZERO, currency: request.currency, charged_grams: 0 };
    base.charged_grams = request.shipment.actual.grams().into();
    if let Some(index) = choose_tariff(snapshot, request, priced) {
        let (charge, charged_grams) = price_tariff(snapshot, index, request.shipment, request.day)?;
        base = Base { charge, currency: snapshot.tariffs[index].currency, charged_grams };
        let exact = in_currency(snapshot, request, charge, base.currency)?;
        let kind = ChargeKind::Tariff(index);
        lines.push(charge_line(request, priced.subject, kind, charged_grams, exact)?);
    } else if !matches!(priced.subject, TariffSubject::Zone(_) | TariffSubject::Process(_)) {
        return Err(NoPrice::NoTariff);
    }
    for (index, surcharge) in surcharges_of(snapshot, request, priced) {
        let exact = surcharge_amount(snapshot, request, surcharge, &base)?;
        let kind = ChargeKind::Surcharge(index, surcharge.kind);
        lines.push(charge_line(request, priced.subject, kind, base.charged_grams, exact)?);
    }
    Ok(lines)
}

/// The exact price of a tariff in its own currency on the hand-in day, and the mass charged in grams.
pub fn price_tariff(
    snapshot: &Snapshot,
    tariff: TariffIdx,
    shipment: &Shipment,
    day: civil::Date,
) -> Result<(Decimal, u64), NoPrice> {
    let row = &snapshot.tariffs[tariff];
    let mass = charged_mass(row, shipment);
    let no_band = NoPrice::NoBand { tariff, grams: mass.band_grams };
    let band = band_of(row, mass.band_grams, day).ok_or(no_band)?;
    let price = band_price(band, mass.charged_grams).max(row.minimum_price);
    Ok((price, mass.charged_grams))
}

/// What surcharges are computed on.
struct Base {
    charge: Decimal,
    currency: Currency,
    charged_grams: u64,
}

fn band_of(tariff: &Tariff, grams: u64, day: civil::Date) -> Option<&Band> {
    let holds = |band: &&Band| {
        u64::from(band.from_grams) < grams
            && band.to_grams.is_none_or(|to| grams <= u64::from(to))
            && band.provenance.valid.contains(day)
    };
    tariff.bands.iter().find(holds)
}

/// The price of a charged mass in a band, before the tariff's minimum.
pub(crate) fn band_price(band: &Band, grams: u64) -> Decimal {
    let mut price = band.fixed;
    if !band.per_kg.is_zero() {
        price += band.per_kg * kilograms(grams);
    }
    if band.step_grams > 0 {
        let beyond = grams.saturating_sub(band.first_grams.into());
        price += band.step_price * Decimal::from(beyond.div_ceil(band.step_grams.into()));
    }
    price
}

fn kilograms(grams: u64) -> Decimal {
    Decimal::from_i128_with_scale(grams.into(), 3)
}

fn surcharges_of<'a>(
    snapshot: &'a Snapshot,
    request: &PriceRequest,
    priced: &PricedUse,
) -> Vec<(SurchargeIdx, &'a Surcharge)> {
    let (own, operator) = match priced.subject {
        TariffSubject::Line(line) => {
            (Some(SurchargeSubject::Line(line)), Some(snapshot.lines[line].operator))
        }
        TariffSubject::Leg(leg) => {
            (Some(SurchargeSubject::Leg(leg)), Some(snapshot.legs[leg].operator))
        }
        TariffSubject::Zone(zone) => (Some(SurchargeSubject::Zone(zone)), None),
        TariffSubject::Service(service) => (Some(SurchargeSubject::Service(service)), None),
        TariffSubject::Process(_) => (None, None),
    };
    let subjects = own.into_iter().chain(operator.map(SurchargeSubject::Operator));
    let book = &snapshot.lookups.surcharges;
    let listed = subjects.filter_map(|subject| book.get(&(request.side, subject))).flatten();
    let rows = listed.map(|&index| (index, &snapshot.surcharges[index]));
    let is_relabelled = operator.zip(priced.previous).is_some_and(|(own, other)| own != other);
    let mut found: Vec<_> = rows
        .filter(|(_, row)| row.kind != SurchargeKind::Relabelling || is_relabelled)
        .filter(|(_, row)| applies(row, request))
        .collect();
    found.sort_by_key(|(index, _)| *index);
    found
}

fn applies(row: &Surcharge, request: &PriceRequest) -> bool {
    let destination = request.destination;
    (row.tier.is_none() || row.tier == request.tier)
        && row.provenance.valid.contains(request.day)
        && (row.zones.is_empty() || row.zones.iter().any(|&zone| destination.lies_in(zone)))
        && (row.goods.is_empty() || row.goods.intersects(request.shipment.goods.classes()))
}

fn surcharge_amount(
    snapshot: &Snapshot,
    request: &PriceRequest,
    row: &Surcharge,
    base: &Base,
) -> Result<Decimal, NoPrice> {
    let share = base.charge * row.percent / Decimal::ONE_HUNDRED;
    let share = in_currency(snapshot, request, share, base.currency)?;
    let Some(currency) = row.currency else {
        return Ok(share);
    };
    let amounts = row.per_item + row.per_kg * kilograms(base.charged_grams);
    let amounts = in_currency(snapshot, request, amounts, currency)?;
    let least = in_currency(snapshot, request, row.minimum_price, currency)?;
    Ok((share + amounts).max(least))
}

fn in_currency(
    snapshot: &Snapshot,
    request: &PriceRequest,
    amount: Decimal,
    from: Currency,
) -> Result<Decimal, NoPrice> {
    let to = request.currency;
    if amount.is_zero() {
        return Ok(amount);
    }
    convert(snapshot, amount, from, to, request.day).ok_or(NoPrice::NoRate { from, to })
}

fn charge_line(
    request: &PriceRequest,
    subject: TariffSubject,
    kind: ChargeKind,
    charged_grams: u64,
    exact: Decimal,
) -> Result<ChargeLine, NoPrice> {
    let amount = Money::from_decimal_half_up(exact, request.currency);
    let amount = amount.map_err(|_| NoPrice::TooLarge)?;
    Ok(ChargeLine { subject, kind, charged_grams, amount })
}
