//! A network while its references are resolved: arenas that fill up, names that are known, faults found.

use crate::{
    clock::LocalClock,
    fault::Fault,
    index::{Arena, Idx},
    read::{At, CellFault, cell::is_stand_in, suggest},
    records::{
        Agreement, Calendar, CalendarIdx, Country, CountryIdx, Disruption, Duty, End, FxRate,
        Guarantee, IdentifierRange, Leg, LegIdx, Line, LineIdx, Node, NodeIdx, Operator,
        OperatorIdx, Process, ProcessIdx, RequiredField, Restriction, Service, ServiceIdx,
        ServicePoint, Surcharge, Tariff, TariffIdx,
    },
};
use portolan_model::{CountryCode, TimeZoneName};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// A reference that could not be resolved; its fault is told already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unresolved;

/// Records with the names by which rows refer to them.
#[derive(Debug)]
pub(crate) struct Named<T> {
    pub arena: Arena<T>,
    names: HashMap<Box<str>, Idx<T>>,
    /// Names of rows with faults: to refer to them is no fault.
    broken: HashSet<Box<str>>,
    what: &'static str,
    file: &'static str,
}

impl<T> Named<T> {
    fn new(what: &'static str, file: &'static str) -> Self {
        let (names, broken) = (HashMap::new(), HashSet::new());
        Self { arena: Arena::default(), names, broken, what, file }
    }

    /// Adds the record of a row, or remembers the name of one that could not be made.
    pub(crate) fn push(&mut self, at: At, name: &str, record: Option<T>) {
        match record.filter(|_| !at.is_broken) {
            Some(record) => self.add(name, record),
            None => self.break_name(name),
        }
    }

    /// Adds a record.
    pub(crate) fn add(&mut self, name: &str, record: T) {
        let index = self.arena.push(record);
        self.names.insert(name.into(), index);
    }

    /// Gives a record one more name.
    pub(crate) fn alias(&mut self, name: &str, index: Idx<T>) {
        self.names.insert(name.into(), index);
    }

    /// Remembers the name of a row with faults.
    pub(crate) fn break_name(&mut self, name: &str) {
        self.broken.insert(name.into());
    }

    /// The record of a name, without telling a fault.
    pub(crate) fn get(&self, name: &str) -> Option<Idx<T>> {
        self.names.get(name).copied()
    }

    /// Whether some name begins so, be its row faulty or not.
    pub(crate) fn has_prefix(&self, prefix: &str) -> bool {
        let broken = self.broken.iter().map(AsRef::as_ref);
        self.names.keys().map(AsRef::as_ref).chain(broken).any(|n: &str| n.starts_with(prefix))
    }

    fn find(&self, faults: &mut Vec<Fault>, from: (At, &str), name: &str) -> Option<Idx<T>> {
        let found = self.get(name);
        let (at, column) = from;
        let is_unread = at.is_broken && is_stand_in(name);
        if found.is_none() && !self.broken.contains(name) && !is_unread {
            let what = format!("no {} `{name}` is in {}", self.what, self.file);
            let known = self.names.keys().map(AsRef::as_ref);
            let mend = suggest::mend(name, known, &format!("add it to {} or change it", self.file));
            faults.push(at.error(column, CellFault::new("reference_unknown", what, mend)));
        }
        found
    }
}

/// A network while its references are resolved.
#[derive(Debug)]
pub(crate) struct Draft {
    pub faults: Vec<Fault>,
    clocks: HashMap<String, Arc<LocalClock>>,
    pub countries: Named<Country>,
    pub operators: Named<Operator>,
    pub calendars: Named<Calendar>,
    pub nodes: Named<Node>,
    pub processes: Named<Process>,
    pub legs: Named<Leg>,
    pub lines: Named<Line>,
    pub services: Named<Service>,
    pub tariffs: Named<Tariff>,
    pub surcharges: Arena<Surcharge>,
    pub fx: Vec<FxRate>,
    pub duties: Arena<Duty>,
    pub restrictions: Arena<Restriction>,
    pub required_fields: Arena<RequiredField>,
    pub guarantees: Arena<Guarantee>,
    pub agreements: Arena<Agreement>,
    pub disruptions: Arena<Disruption>,
    pub service_points: Named<ServicePoint>,
    pub identifier_ranges: Arena<IdentifierRange>,
}

impl Draft {
    pub(crate) fn new(faults: Vec<Fault>) -> Self {
        Self {
            faults,
            clocks: HashMap::new(),
            countries: Named::new("country", "countries.csv"),
            operators: Named::new("operator", "operators.csv"),
            calendars: Named::new("calendar", "holidays.csv"),
            nodes: Named::new("facility or zone", "facilities.csv or zones.csv"),
            processes: Named::new("process", "processes.csv"),
            legs: Named::new("leg", "legs.csv"),
            lines: Named::new("line", "lines.csv"),
            services: Named::new("service", "services.toml"),
            tariffs: Named::new("tariff", "tariffs.csv"),
            surcharges: Arena::default(),
            fx: Vec::new(),
            duties: Arena::default(),
            restrictions: Arena::default(),
            required_fields: Arena::default(),
            guarantees: Arena::default(),
            agreements: Arena::default(),
            disruptions: Arena::default(),
            service_points: Named::new("service point", "service_points.csv"),
            identifier_ranges: Arena::default(),
        }
    }

    /// Tells an error at a column of a row.
    pub(crate) fn error(&mut self, at: At, column: &str, fault: CellFault) {
        self.faults.push(at.error(column, fault));
    }

    /// Tells a warning at a column of a row.
    pub(crate) fn warning(&mut self, at: At, column: &str, fault: CellFault) {
        self.faults.push(at.warning(column, fault));
    }

    /// The civil clock of a zone of time, one for all its places.
    pub(crate) fn clock(&mut self, zone: &TimeZoneName) -> Arc<LocalClock> {
        let clock = || Arc::new(LocalClock::new(zone.clone()));
        Arc::clone(self.clocks.entry(zone.as_str().to_owned()).or_insert_with(clock))
    }

    /// The country of a code.
    pub(crate) fn country(
        &mut self,
        at: At,
        column: &str,
        code: CountryCode,
    ) -> Option<CountryIdx> {
        self.countries.find(&mut self.faults, (at, column), code.as_str())
    }

    /// The country of a code that is not yet read as one.
    pub(crate) fn country_named(&mut self, at: At, column: &str, code: &str) -> Option<CountryIdx> {
        self.countries.find(&mut self.faults, (at, column), code)
    }

    /// The operator of a key.
    pub(crate) fn operator(&mut self, at: At, column: &str, key: &str) -> Option<OperatorIdx> {
        self.operators.find(&mut self.faults, (at, column), key)
    }

    /// The calendar of a key.
    pub(crate) fn calendar(&mut self, at: At, column: &str, key: &str) -> Option<CalendarIdx> {
        self.calendars.find(&mut self.faults, (at, column), key)
    }

    /// The facility or zone of a key.
    pub(crate) fn node(&mut self, at: At, column: &str, key: &str) -> Option<NodeIdx> {
        self.nodes.find(&mut self.faults, (at, column), key)
    }

    /// The facility of a key.
    pub(crate) fn facility(&mut self, at: At, column: &str, key: &str) -> Option<NodeIdx> {
        let node = self.node(at, column, key)?;
        let is_fine = self.nodes.arena[node].is_facility();
        self.check_kind(at, column, (!is_fine).then_some((key, "facility")));
        is_fine.then_some(node)
    }

    /// The zone of a key.
    pub(crate) fn zone(&mut self, at: At, column: &str, key: &str) -> Option<NodeIdx> {
        let node = self.node(at, column, key)?;
        let is_fine = !self.nodes.arena[node].is_facility();
        self.check_kind(at, column, (!is_fine).then_some((key, "zone")));
        is_fine.then_some(node)
    }

    /// Tells that a place is not of the wanted kind.
    fn check_kind(&mut self, at: At, column: &str, fault: Option<(&str, &str)>) {
        if let Some((key, wanted)) = fault {
            let what = format!("`{key}` is no {wanted}");
            let fault = CellFault::new("reference_kind", what, format!("name a {wanted}"));
            self.error(at, column, fault);
        }
    }

    /// The process that has a row of a key.
    pub(crate) fn process(&mut self, at: At, column: &str, key: &str) -> Option<ProcessIdx> {
        self.processes.find(&mut self.faults, (at, column), key)
    }

    /// The leg of a key.
    pub(crate) fn leg(&mut self, at: At, column: &str, key: &str) -> Option<LegIdx> {
        self.legs.find(&mut self.faults, (at, column), key)
    }

    /// The line of a key.
    pub(crate) fn line(&mut self, at: At, column: &str, key: &str) -> Option<LineIdx> {
        self.lines.find(&mut self.faults, (at, column), key)
    }

    /// The service of a key.
    pub(crate) fn service(&mut self, at: At, column: &str, key: &str) -> Option<ServiceIdx> {
        self.services.find(&mut self.faults, (at, column), key)
    }

    /// The tariff of a key.
    pub(crate) fn tariff(&mut self, at: At, column: &str, key: &str) -> Option<TariffIdx> {
        self.tariffs.find(&mut self.faults, (at, column), key)
    }

    /// The service point of a key.
    pub(crate) fn service_point(
        &mut self,
        at: At,
        column: &str,
        key: &str,
    ) -> Option<Idx<ServicePoint>> {
        self.service_points.find(&mut self.faults, (at, column), key)
    }

    /// The country of two capital letters, or the facility or zone of a key; nothing is anywhere.
    pub(crate) fn end(&mut self, at: At, column: &str, text: Option<&str>) -> Option<End> {
        let Some(text) = text else {
            return Some(End::Anywhere);
        };
        if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return self.countries.find(&mut self.faults, (at, column), text).map(End::Country);
        }
        self.node(at, column, text).map(End::Place)
    }

    /// Resolves each of a list; none unless all are known.
    pub(crate) fn each<T, U>(
        &mut self,
        list: &[T],
        mut resolve: impl FnMut(&mut Self, &T) -> Option<U>,
    ) -> Option<Vec<U>> {
        let resolved: Vec<Option<U>> = list.iter().map(|one| resolve(self, one)).collect();
        resolved.into_iter().collect()
    }
}
