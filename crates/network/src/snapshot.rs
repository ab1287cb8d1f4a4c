//! A network, checked and compiled: immutable, flat, with every reference resolved.
//!
//! Made by [`compile`](crate::compile) or [`check`](crate::check) alone. Live closures and capacity are
//! overlays of whoever asks; nothing here changes.

use crate::{
    index::Arena,
    lookup::Lookups,
    records::{
        Agreement, Calendar, Country, CountryIdx, Disruption, Duty, FxRate, Guarantee,
        IdentifierRange, Leg, LegIdx, Line, LineIdx, Node, NodeIdx, Operator, OperatorIdx, Process,
        ProcessIdx, RequiredField, RequiredFieldIdx, Restriction, RestrictionIdx, Service,
        ServiceIdx, ServicePoint, ServicePointIdx, SourceNote, Surcharge, SurchargeIdx, Tariff,
        TariffIdx,
    },
};
use portolan_model::{Code, CountryCode, Currency, CurrencyTable};
use std::{fmt, sync::Arc};

/// The version of a network: the hash of its sources, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NetworkVersion(pub(crate) Arc<str>);

impl NetworkVersion {
    /// The 64 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NetworkVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A compiled network.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The hash of its sources.
    pub version: NetworkVersion,
    /// The network's key.
    pub network: Code,
    /// Its title.
    pub title: String,
    /// What costs are compared in.
    pub base_currency: Currency,
    /// ISO 4217 and the network's own currencies.
    pub currencies: CurrencyTable,
    /// Where the network as a whole is from.
    pub source: SourceNote,
    /// Countries, in the order of their codes.
    pub countries: Arena<Country>,
    /// Operators, in the order of their keys, as all that follow.
    pub operators: Arena<Operator>,
    /// Facilities and zones.
    pub nodes: Arena<Node>,
    /// Processes, their shifts joined.
    pub processes: Arena<Process>,
    /// Legs with their departures.
    pub legs: Arena<Leg>,
    /// Lines with their legs.
    pub lines: Arena<Line>,
    /// Tariffs with their bands.
    pub tariffs: Arena<Tariff>,
    /// Surcharges.
    pub surcharges: Arena<Surcharge>,
    /// Rates of exchange, one entry per pair.
    pub fx: Vec<FxRate>,
    /// Duties.
    pub duties: Arena<Duty>,
    /// Restrictions.
    pub restrictions: Arena<Restriction>,
    /// Required fields.
    pub required_fields: Arena<RequiredField>,
    /// Services.
    pub services: Arena<Service>,
    /// Guarantees.
    pub guarantees: Arena<Guarantee>,
    /// Agreements.
    pub agreements: Arena<Agreement>,
    /// Calendars of holidays.
    pub calendars: Arena<Calendar>,
    /// Disruptions.
    pub disruptions: Arena<Disruption>,
    /// Service points.
    pub service_points: Arena<ServicePoint>,
    /// Ranges of identifiers.
    pub identifier_ranges: Arena<IdentifierRange>,
    pub(crate) lookups: Lookups,
}

impl Snapshot {
    /// The country of a code.
    pub fn find_country(&self, code: CountryCode) -> Option<CountryIdx> {
        self.countries.indices().find(|&index| self.countries[index].code == code)
    }

    /// The operator of a key.
    pub fn find_operator(&self, key: &str) -> Option<OperatorIdx> {
        find(&self.operators, key, |row| &row.key)
    }

    /// The facility or zone of a key.
    pub fn find_node(&self, key: &str) -> Option<NodeIdx> {
        find(&self.nodes, key, |row| &row.key)
    }

    /// The process that one of the rows of `processes.csv` is a shift of.
    pub fn find_process(&self, key: &str) -> Option<ProcessIdx> {
        let has_row = |process: &Process| process.shifts.iter().any(|s| s.key.as_str() == key);
        self.processes.indices().find(|&index| has_row(&self.processes[index]))
    }

    /// The leg of a key.
    pub fn find_leg(&self, key: &str) -> Option<LegIdx> {
        find(&self.legs, key, |row| &row.key)
    }

    /// The line of a key.
    pub fn find_line(&self, key: &str) -> Option<LineIdx> {
        find(&self.lines, key, |row| &row.key)
    }

    /// The service of a key.
    pub fn find_service(&self, key: &str) -> Option<ServiceIdx> {
        find(&self.services, key, |row| &row.key)
    }

    /// The tariff of a key.
    pub fn find_tariff(&self, key: &str) -> Option<TariffIdx> {
        find(&self.tariffs, key, |row| &row.key)
    }

    /// The surcharge of a key.
    pub fn find_surcharge(&self, key: &str) -> Option<SurchargeIdx> {
        find(&self.surcharges, key, |row| &row.key)
    }

    /// The restriction of a key.
    pub fn find_restriction(&self, key: &str) -> Option<RestrictionIdx> {
        find(&self.restrictions, key, |row| &row.key)
    }

    /// The required field of a key.
    pub fn find_required_field(&self, key: &str) -> Option<RequiredFieldIdx> {
        find(&self.required_fields, key, |row| &row.key)
    }

    /// The service point of a key.
    pub fn find_service_point(&self, key: &str) -> Option<ServicePointIdx> {
        find(&self.service_points, key, |row| &row.key)
    }
}

/// The row of a key in an arena that is sorted by its keys.
fn find<T>(
    arena: &Arena<T>,
    key: &str,
    key_of: impl Fn(&T) -> &Code,
) -> Option<crate::index::Idx<T>> {
    let position = arena.binary_search_by(|row| key_of(row).as_str().cmp(key)).ok()?;
    Some(crate::index::Idx::new(u32::try_from(position).ok()?))
}
