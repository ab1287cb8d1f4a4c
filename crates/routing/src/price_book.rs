//! Prices of one query, each computed once: rides by their ends, processes, and the zones at both ends.
//!
//! Shared by all the searches of a quote: prices do not depend on what a search may use.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use portolan_model::{Currency, Money, Side};
use portolan_network::pricing::{
    ChargeKind, ChargeLine, NoPrice, PriceRequest, PricedUse, price_subject,
};
use portolan_network::records::{
    LegIdx, LineIdx, NodeIdx, OperatorIdx, ProcessIdx, TariffIdx, TariffSubject,
};
use portolan_network::{RideEnd, Snapshot};

use crate::RoutingError;
use crate::chart::{Fare, Fares};
use crate::lane::Lane;
use crate::price_list::{Flat, Masses, PriceList, Told};

/// What is bought as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum RideSubject {
    /// A ride on a line.
    Line(LineIdx),
    /// A leg by itself.
    Leg(LegIdx),
}

impl RideSubject {
    /// Who sells it.
    pub fn operator(self, snapshot: &Snapshot) -> OperatorIdx {
        match self {
            Self::Line(line) => snapshot.lines[line].operator,
            Self::Leg(leg) => snapshot.legs[leg].operator,
        }
    }

    /// What its tariffs name.
    pub fn tariff_subject(self) -> TariffSubject {
        match self {
            Self::Line(line) => TariffSubject::Line(line),
            Self::Leg(leg) => TariffSubject::Leg(leg),
        }
    }
}

/// What the price of a ride depends on, within one query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RideKey {
    /// What is bought.
    pub subject: RideSubject,
    /// Where it begins.
    pub from: NodeIdx,
    /// Where it ends.
    pub to: NodeIdx,
    /// Whether the parcel comes from another operator.
    pub is_relabelled: bool,
}

/// Why a ride cannot be bought, or its price in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RidePrice {
    /// It can be bought.
    Minor(i64),
    /// No tariff fits its ends.
    NoTariff,
    /// The mass lies in no band of the tariff.
    NoBand(TariffIdx),
    /// The tariff's currency has no rate of exchange.
    NoRate(Currency),
}

/// The prices found so far.
pub(crate) struct PriceBook<'a> {
    list: &'a mut PriceList,
    masses: Masses,
    fixed: Result<i64, NoZonePrice>,
    /// The charge lines of the zones, where they have any.
    zones: Vec<ChargeLine>,
    rides: BTreeMap<RideKey, RidePrice>,
    /// What fares told to a reader cost, and by which tariff; by the number of the fare.
    told: BTreeMap<u32, Option<Told>>,
    processes: BTreeMap<ProcessIdx, Option<i64>>,
    /// The charge lines of rides and processes told to a reader.
    ride_lines: BTreeMap<RideKey, Vec<ChargeLine>>,
    process_lines: BTreeMap<ProcessIdx, Vec<ChargeLine>>,
}

impl<'a> PriceBook<'a> {
    /// A book that holds the zones of a lane.
    pub fn new(lane: &Lane, list: &'a mut PriceList) -> Result<Self, RoutingError> {
        let (fixed, zones) = match fixed_charges(lane)? {
            Ok(charges) => (Ok(total_minor(&charges)?), charges),
            Err(none) => (Err(none), Vec::new()),
        };
        list.begin_parcel();
        Ok(Self {
            list,
            masses: Masses::default(),
            fixed,
            zones,
            rides: BTreeMap::new(),
            told: BTreeMap::new(),
            processes: BTreeMap::new(),
            ride_lines: BTreeMap::new(),
            process_lines: BTreeMap::new(),
        })
    }

    /// The charge lines of the zones; none where one of them does not take the mass.
    pub fn zone_lines(&self) -> Option<&[ChargeLine]> {
        self.fixed.is_ok().then_some(&self.zones)
    }

    /// The charge lines of a ride.
    pub fn ride_lines(&mut self, lane: &Lane, ride: RideKey) -> Result<&[ChargeLine], NoPrice> {
        match self.ride_lines.entry(ride) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(place) => Ok(place.insert(ride_charges(lane, ride)?)),
        }
    }

    /// The charge lines of a process.
    pub fn process_lines(
        &mut self,
        lane: &Lane,
        process: ProcessIdx,
    ) -> Result<&[ChargeLine], NoPrice> {
        match self.process_lines.entry(process) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(place) => Ok(place.insert(process_charges(lane, process)?)),
        }
    }

    /// What every route of the lane pays for the zones it begins and ends in, in minor units, or the
    /// zone whose tariff has no band for the mass: then nothing is carried.
    pub fn fixed_minor(&self) -> Result<i64, NoZonePrice> {
        self.fixed
    }

    /// The price of a ride in minor units, or `None` where it cannot be bought.
    pub fn ride_minor(&mut self, lane: &Lane, ride: RideKey) -> Result<Option<i64>, RoutingError> {
        Ok(self.ride_price(lane, ride)?.minor())
    }

    /// A numbered fare as what one multiplication tells for every parcel up to a mass: most are such.
    pub fn flat(
        &mut self,
        lane: &Lane,
        fares: &Fares,
        number: u32,
    ) -> Result<Option<Flat>, RoutingError> {
        if self.list.flat_of(number as usize).is_none() {
            self.fare_price(lane, fares, number)?;
        }
        Ok(self.list.flat_of(number as usize))
    }

    /// The prices of many such fares in minor units, and `none` for those not for the mass.
    pub fn flat_minors(&self, flats: &[Flat], grams: u64, none: i64, minors: &mut Vec<i64>) {
        self.list.flat_minors(flats, grams, none, minors);
    }

    /// The price of a numbered fare, or why it has none.
    pub fn fare_price(
        &mut self,
        lane: &Lane,
        fares: &Fares,
        number: u32,
    ) -> Result<RidePrice, RoutingError> {
        let at = number as usize;
        let flat = self.list.flat(at, lane.query.shipment.actual.grams());
        if let Some(known) = flat.map(|told| told.price).or_else(|| self.list.known(at)) {
            return Ok(known);
        }
        let fare = &fares.all()[at];
        let price = match self.list.tell(lane, (at, fare), &mut self.masses) {
            Some(told) => told.price,
            None => price_of(lane, fare.key(lane))?,
        };
        debug_assert_eq!(Ok(price), price_of(lane, fare.key(lane)), "a price is a price");
        self.list.keep(at, price);
        Ok(price)
    }

    /// Adds the charge lines of a ride, told by the number of its fare where that is known.
    pub fn charge_fare(
        &mut self,
        lane: &Lane,
        fares: &Fares,
        (number, ride): (u32, RideKey),
        charges: &mut Vec<ChargeLine>,
    ) -> Result<(), NoPrice> {
        let flat = self.list.flat(number as usize, lane.query.shipment.actual.grams());
        let told = if flat.is_some() {
            flat
        } else if let Some(told) = self.told.get(&number) {
            *told
        } else {
            let fare = fares.all().get(number as usize);
            let told = fare
                .and_then(|fare| self.list.tell(lane, (number as usize, fare), &mut self.masses));
            self.told.insert(number, told);
            told
        };
        if let Some(told) = told
            && let (RidePrice::Minor(minor), Some((tariff, charged_grams))) = (told.price, told.by)
        {
            let subject = ride.subject.tariff_subject();
            let amount = Money::from_minor(minor, lane.query.currency);
            let kind = ChargeKind::Tariff(tariff);
            let line = ChargeLine { subject, kind, charged_grams, amount };
            debug_assert_eq!(
                Ok(std::slice::from_ref(&line)),
                ride_charges(lane, ride).as_deref(),
                "a charge is a charge"
            );
            charges.push(line);
            return Ok(());
        }
        charges.extend_from_slice(self.ride_lines(lane, ride)?);
        Ok(())
    }

    /// The price of a ride, or why it has none.
    pub fn ride_price(&mut self, lane: &Lane, ride: RideKey) -> Result<RidePrice, RoutingError> {
        if let Some(&known) = self.rides.get(&ride) {
            return Ok(known);
        }
        let price = price_of(lane, ride)?;
        self.rides.insert(ride, price);
        Ok(price)
    }

    /// The price of a process in minor units, or `None` where its tariff has no band for the mass.
    pub fn process_minor(
        &mut self,
        lane: &Lane,
        process: ProcessIdx,
    ) -> Result<Option<i64>, RoutingError> {
        if let Some(&known) = self.processes.get(&process) {
            return Ok(known);
        }
        let minor = match process_charges(lane, process) {
            Ok(charges) => Some(total_minor(&charges)?),
            Err(NoPrice::NoBand { .. }) => None,
            Err(other) => return Err(other.into()),
        };
        self.processes.insert(process, minor);
        Ok(minor)
    }
}

impl Fare {
    /// The same on a lane.
    fn key(&self, lane: &Lane) -> RideKey {
        let Self { subject, from, to, is_relabelled } = *self;
        // Where no tariff asks, any place of the lane serves.
        RideKey { subject, from: from.unwrap_or(lane.origins[0]), to, is_relabelled }
    }
}

impl RidePrice {
    /// In minor units; none where it cannot be bought.
    pub fn minor(self) -> Option<i64> {
        match self {
            Self::Minor(minor) => Some(minor),
            Self::NoTariff | Self::NoBand(_) | Self::NoRate(_) => None,
        }
    }
}

/// The price of a ride, or why it has none.
fn price_of(lane: &Lane, ride: RideKey) -> Result<RidePrice, RoutingError> {
    Ok(match ride_charges(lane, ride) {
        Ok(charges) => RidePrice::Minor(total_minor(&charges)?),
        Err(NoPrice::NoTariff) => RidePrice::NoTariff,
        Err(NoPrice::NoBand { tariff, .. }) => RidePrice::NoBand(tariff),
        Err(NoPrice::NoRate { from, .. }) => RidePrice::NoRate(from),
        Err(NoPrice::TooLarge) => return Err(RoutingError::PriceRange),
    })
}

/// The charge lines of a ride.
pub(crate) fn ride_charges(lane: &Lane, ride: RideKey) -> Result<Vec<ChargeLine>, NoPrice> {
    let operator = ride.subject.operator(lane.snapshot);
    let other = lane.snapshot.operators.indices().find(|&other| other != operator);
    let (from, to) = (lane.ride_from(ride.from), lane.ride_to(ride.to));
    let priced = PricedUse {
        subject: ride.subject.tariff_subject(),
        from: &from,
        to: &to,
        previous: other.filter(|_| ride.is_relabelled),
    };
    price_subject(lane.snapshot, &buy_request(lane), &priced)
}

/// The charge lines of a process.
pub(crate) fn process_charges(
    lane: &Lane,
    process: ProcessIdx,
) -> Result<Vec<ChargeLine>, NoPrice> {
    lane_charges(lane, TariffSubject::Process(process), &lane.from, &lane.to)
}

/// A zone whose tariff has no band for the mass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoZonePrice {
    /// The zone.
    pub zone: NodeIdx,
    /// The tariff.
    pub tariff: TariffIdx,
}

/// The charge lines of the zones that the origin and the destination lie in.
pub(crate) fn fixed_charges(
    lane: &Lane,
) -> Result<Result<Vec<ChargeLine>, NoZonePrice>, RoutingError> {
    let mut charges = Vec::new();
    let places = lane.from.places.iter().chain(&lane.to.places).map(|place| place.node);
    for zone in places.filter(|&node| !lane.snapshot.nodes[node].is_facility()) {
        match lane_charges(lane, TariffSubject::Zone(zone), &lane.from, &lane.to) {
            Ok(more) => charges.extend(more),
            Err(NoPrice::NoBand { tariff, .. }) => return Ok(Err(NoZonePrice { zone, tariff })),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(Ok(charges))
}

fn lane_charges(
    lane: &Lane,
    subject: TariffSubject,
    from: &RideEnd,
    to: &RideEnd,
) -> Result<Vec<ChargeLine>, NoPrice> {
    let priced = PricedUse { subject, from, to, previous: None };
    price_subject(lane.snapshot, &buy_request(lane), &priced)
}

fn buy_request<'a>(lane: &'a Lane) -> PriceRequest<'a> {
    PriceRequest {
        side: Side::Buy,
        tier: None,
        day: lane.hand_in,
        currency: lane.query.currency,
        shipment: &lane.query.shipment,
        destination: &lane.to,
    }
}

/// The sum of charges in minor units.
pub(crate) fn total_minor(charges: &[ChargeLine]) -> Result<i64, RoutingError> {
    charges.iter().try_fold(0_i64, |total, charge| {
        total.checked_add(charge.amount.minor()).ok_or(RoutingError::PriceRange)
    })
}
