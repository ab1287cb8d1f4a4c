//! Places: countries, facilities and zones, calendars, service points.

use super::{
    CalendarIdx, CountryIdx, NodeIdx, OperatorIdx, ProcessIdx, Provenance, TimeOfDay, WeekdayMask,
};
use crate::{clock::LocalClock, word::Word};
use jiff::civil;
use portolan_model::{Code, CountryCode, Currency, GeoPoint};
use std::sync::Arc;

/// A country.
#[derive(Debug, Clone)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: CountryCode,
    /// The name in English.
    pub name: String,
    /// The name in Chinese, empty where none is given.
    pub name_zh: String,
    /// The currency shown for it.
    pub currency: Currency,
    /// The shapes its postcodes have; none where it has no postcodes.
    pub postcode_shapes: Vec<PostcodeShape>,
    /// Whether an address needs a postcode.
    pub postcode_required: bool,
    /// The zone meant when only the country is given.
    pub main_zone: Option<NodeIdx>,
    /// Its customs territory: equal numbers have no border between them.
    pub territory: u16,
    /// The territory's name, or the country's code.
    pub territory_name: String,
    /// Its zones, in the order of their keys.
    pub zones: Vec<NodeIdx>,
    /// Validity and source.
    pub provenance: Provenance,
}

/// A shape of postcodes: `9` a digit, `A` a letter, anything else itself; without blanks and dashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostcodeShape(pub(crate) String);

impl PostcodeShape {
    /// The shape as compared.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    /// A place a parcel can be at.
    Facility(FacilityKind),
    /// A postcode area.
    Zone(ZoneKinds),
}

/// What a zone is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ZoneKinds {
    /// Parcels are collected or brought in here.
    pub collection: bool,
    /// Parcels are delivered here.
    pub delivery: bool,
    /// Tariffs and surcharges name it.
    pub tariff: bool,
}

/// What a facility is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FacilityKind {
    /// Where a collection round ends.
    CollectionPoint,
    /// Where senders bring parcels.
    DropOffPoint,
    /// Where parcels are sorted.
    SortingCentre,
    /// Where a post hands mail to another country's.
    OfficeOfExchange,
    /// An airport.
    Airport,
    /// A rail terminal.
    RailTerminal,
    /// A sea or river port.
    Port,
    /// A land border crossing.
    Border,
    /// A customs office.
    Customs,
    /// A warehouse.
    Warehouse,
    /// A warehouse under customs seal.
    BondedWarehouse,
    /// A delivery depot.
    Depot,
    /// A service point that is a node of its own.
    ServicePoint,
}

impl Word for FacilityKind {
    const WHAT: &'static str = "kind of facility";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::CollectionPoint, "collection_point"),
        (Self::DropOffPoint, "drop_off_point"),
        (Self::SortingCentre, "sorting_centre"),
        (Self::OfficeOfExchange, "office_of_exchange"),
        (Self::Airport, "airport"),
        (Self::RailTerminal, "rail_terminal"),
        (Self::Port, "port"),
        (Self::Border, "border"),
        (Self::Customs, "customs"),
        (Self::Warehouse, "warehouse"),
        (Self::BondedWarehouse, "bonded_warehouse"),
        (Self::Depot, "depot"),
        (Self::ServicePoint, "service_point"),
    ];
}

/// A place that legs join: a facility or a zone.
#[derive(Debug, Clone)]
pub struct Node {
    /// The key.
    pub key: Code,
    /// The name in English.
    pub name: String,
    /// The name in Chinese, empty where none is given.
    pub name_zh: String,
    /// Facility or zone.
    pub kind: NodeKind,
    /// Who runs a facility; none for a zone.
    pub operator: Option<OperatorIdx>,
    /// The country it lies in.
    pub country: CountryIdx,
    /// The country's customs territory.
    pub territory: u16,
    /// The civil clock of the place.
    pub clock: Arc<LocalClock>,
    /// Where it is on the map.
    pub point: GeoPoint,
    /// Its holidays.
    pub calendar: Option<CalendarIdx>,
    /// A facility's city, empty for a zone.
    pub city: String,
    /// A facility's postcode, may be empty.
    pub postcode: String,
    /// A facility's address, may be empty.
    pub address: String,
    /// A facility's IATA code, where known.
    pub iata: String,
    /// A facility's UPU code (IMPC), where known.
    pub impc: String,
    /// A facility's UN/LOCODE, where known.
    pub unlocode: String,
    /// A zone's postcodes; none for a facility.
    pub patterns: Vec<Pattern>,
    /// Names a person may type for a zone.
    pub places: Vec<String>,
    /// The days on which parcels are handed over in a zone.
    pub delivery_weekdays: WeekdayMask,
    /// The legs that leave it, in the order of their keys.
    pub out_legs: Vec<super::LegIdx>,
    /// The legs that reach it, in the order of their keys.
    pub in_legs: Vec<super::LegIdx>,
    /// A facility's processes: import, always, export, by step within each, then by key.
    pub processes: Vec<ProcessIdx>,
    /// Validity and source.
    pub provenance: Provenance,
}

impl Node {
    /// Whether it is a facility.
    pub const fn is_facility(&self) -> bool {
        matches!(self.kind, NodeKind::Facility(_))
    }

    /// What a zone is for; nothing for a facility.
    pub fn zone_kinds(&self) -> ZoneKinds {
        match self.kind {
            NodeKind::Zone(kinds) => kinds,
            NodeKind::Facility(_) => ZoneKinds::default(),
        }
    }
}

/// One pattern of a zone's postcodes, upper case, without blanks and dashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// What it matches.
    pub kind: PatternKind,
}

/// What a pattern matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatternKind {
    /// Every postcode of the country, and an address without one.
    Everything,
    /// Codes that begin so.
    Prefix(String),
    /// This one code.
    Exactly(String),
    /// Codes whose first characters are in the range, both ends inclusive and of equal length.
    Range(String, String),
}

/// The holidays of a place.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// The key.
    pub key: Code,
    /// The days and their names, in order.
    pub days: Vec<(civil::Date, String)>,
    /// The days as numbers from 1970-01-01, in order.
    pub(crate) day_numbers: Vec<i32>,
}

/// What is done at a service point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ServicePointKind {
    /// Parcels are brought in.
    DropOff,
    /// Parcels are fetched.
    PickUp,
    /// Both.
    Both,
    /// A locker, open to both.
    Locker,
}

impl Word for ServicePointKind {
    const WHAT: &'static str = "kind of service point";
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::DropOff, "drop_off"),
        (Self::PickUp, "pick_up"),
        (Self::Both, "both"),
        (Self::Locker, "locker"),
    ];
}

/// A place where buyers fetch and senders bring parcels; not a node, it belongs to a zone.
#[derive(Debug, Clone)]
pub struct ServicePoint {
    /// The key.
    pub key: Code,
    /// Its zone.
    pub zone: NodeIdx,
    /// Who runs it.
    pub operator: OperatorIdx,
    /// What is done there.
    pub kind: ServicePointKind,
    /// Its name.
    pub name: String,
    /// Its address, may be empty.
    pub address: String,
    /// Its postcode, may be empty.
    pub postcode: String,
    /// Where it is.
    pub point: GeoPoint,
    /// The days it opens.
    pub weekdays: WeekdayMask,
    /// When it opens.
    pub opens: TimeOfDay,
    /// When it closes.
    pub closes: TimeOfDay,
    /// Validity and source.
    pub provenance: Provenance,
}
