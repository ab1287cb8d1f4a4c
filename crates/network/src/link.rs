//! All tables together: read, resolved, laid out as one snapshot.

use crate::{
    Fault, NetworkSource, NetworkVersion, Snapshot,
    draft::Draft,
    lookup::Lookups,
    places::PlaceIndex,
    read::{At, Manifest, Reader, Table, TableRow, read_manifest},
    records::{CountryIdx, ServicePointIdx},
    source::content_hash,
    tables::{
        self, AgreementRow, CountryRow, DepartureRow, DisruptionRow, DutyRow, FacilityRow, FxRow,
        GuaranteeRow, HolidayRow, IdentifierRangeRow, LegRow, LineLegRow, LineRow, OperatorRow,
        ProcessRow, RequiredFieldRow, RestrictionRow, ServicePointRow, ServiceRow, SurchargeRow,
        TariffBandRow, TariffRow, ZoneRow,
    },
};
use std::{collections::HashMap, fmt::Write};

/// Every file of a network folder.
pub(crate) const FILES: [&str; 24] = [
    "network.toml",
    CountryRow::FILE,
    ZoneRow::FILE,
    FacilityRow::FILE,
    ServicePointRow::FILE,
    OperatorRow::FILE,
    IdentifierRangeRow::FILE,
    ProcessRow::FILE,
    LegRow::FILE,
    DepartureRow::FILE,
    LineRow::FILE,
    LineLegRow::FILE,
    AgreementRow::FILE,
    TariffRow::FILE,
    TariffBandRow::FILE,
    SurchargeRow::FILE,
    FxRow::FILE,
    DutyRow::FILE,
    RestrictionRow::FILE,
    RequiredFieldRow::FILE,
    ServiceRow::FILE,
    GuaranteeRow::FILE,
    HolidayRow::FILE,
    DisruptionRow::FILE,
];

/// A network whose references are resolved, and what was found on the way.
pub(crate) struct Linked {
    pub faults: Vec<Fault>,
    /// Where rows stand.
    pub places: RowPlaces,
    /// Whole only where no fault is an error.
    pub snapshot: Option<Snapshot>,
}

/// Where the rows of some tables stand, by file and key: for what is found about the whole network.
#[derive(Debug, Default)]
pub(crate) struct RowPlaces(HashMap<(&'static str, String), At>);

impl RowPlaces {
    /// Where the row of a key of a file stands.
    pub(crate) fn of(&self, file: &'static str, key: &str) -> At {
        let found = self.0.get(&(file, key.to_owned()));
        found.copied().unwrap_or(At::new(file, 0, 1))
    }

    fn add<T: TableRow>(&mut self, table: &Table<T>) {
        let rows = table.rows.iter();
        self.0.extend(rows.map(|(key, placed)| ((T::FILE, key.to_string()), placed.at)));
    }
}

/// Reads all tables and resolves all references; the snapshot is there where `network.toml` is readable.
pub(crate) fn link(source: &NetworkSource) -> Linked {
    let mut reader = Reader::new(source);
    let manifest = read_manifest(&mut reader);
    let read = Tables::read(&mut reader);
    let mut draft = Draft::new(std::mem::take(&mut reader.faults));
    let places = read.places();
    read.link(&mut draft);
    let faults = std::mem::take(&mut draft.faults);
    let snapshot = manifest.map(|manifest| finish(source, reader, manifest, draft));
    Linked { faults, places, snapshot }
}

struct Tables {
    countries: Table<CountryRow>,
    zones: Table<ZoneRow>,
    facilities: Table<FacilityRow>,
    service_points: Table<ServicePointRow>,
    operators: Table<OperatorRow>,
    identifier_ranges: Table<IdentifierRangeRow>,
    processes: Table<ProcessRow>,
    legs: Table<LegRow>,
    departures: Table<DepartureRow>,
    lines: Table<LineRow>,
    line_legs: Table<LineLegRow>,
    agreements: Table<AgreementRow>,
    tariffs: Table<TariffRow>,
    tariff_bands: Table<TariffBandRow>,
    surcharges: Table<SurchargeRow>,
    fx: Table<FxRow>,
    duties: Table<DutyRow>,
    restrictions: Table<RestrictionRow>,
    required_fields: Table<RequiredFieldRow>,
    services: Table<ServiceRow>,
    guarantees: Table<GuaranteeRow>,
    holidays: Table<HolidayRow>,
    disruptions: Table<DisruptionRow>,
}

impl Tables {
    fn read(reader: &mut Reader) -> Self {
        Self {
            countries: reader.read(),
            zones: reader.read(),
            facilities: reader.read(),
            service_points: reader.read(),
            operators: reader.read(),
            identifier_ranges: reader.read(),
            processes: reader.read(),
            legs: reader.read(),
            departures: reader.read(),
            lines: reader.read(),
            line_legs: reader.read(),
            agreements: reader.read(),
            tariffs: reader.read(),
            tariff_bands: reader.read(),
            surcharges: reader.read(),
            fx: reader.read(),
            duties: reader.read(),
            restrictions: reader.read(),
            required_fields: reader.read(),
            services: reader.read(),
            guarantees: reader.read(),
            holidays: reader.read(),
            disruptions: reader.read(),
        }
    }

    fn places(&self) -> RowPlaces {
        let mut places = RowPlaces::default();
        places.add(&self.countries);
        places.add(&self.zones);
        places.add(&self.facilities);
        places.add(&self.legs);
        places.add(&self.lines);
        places.add(&self.services);
        places
    }

    /// Each table refers only to those linked before it.
    fn link(self, draft: &mut Draft) {
        tables::countries::link(draft, &self.countries);
        tables::operators::link(draft, &self.operators);
        tables::holidays::link(draft, &self.holidays);
        tables::zones::link_nodes(draft, &self.zones, &self.facilities);
        tables::countries::link_main_zones(draft, &self.countries);
        tables::processes::link(draft, &self.processes);
        tables::legs::link(draft, &self.legs);
        tables::departures::link(draft, &self.departures);
        tables::lines::link(draft, &self.lines, &self.line_legs);
        tables::services::link(draft, &self.services);
        tables::guarantees::link(draft, &self.guarantees);
        tables::tariffs::link(draft, &self.tariffs);
        tables::tariff_bands::link(draft, &self.tariff_bands, &self.tariffs);
        tables::ambiguity::check(draft, &self.tariffs);
        tables::surcharges::link(draft, &self.surcharges);
        tables::fx::link(draft, &self.fx);
        tables::duties::link(draft, &self.duties);
        tables::restrictions::link(draft, &self.restrictions);
        tables::required_fields::link(draft, &self.required_fields);
        tables::service_points::link(draft, self.service_points);
        tables::identifier_ranges::link(draft, &self.identifier_ranges);
        tables::agreements::link(draft, &self.agreements);
        tables::disruptions::link(draft, &self.disruptions);
    }
}

fn finish(source: &NetworkSource, reader: Reader, manifest: Manifest, draft: Draft) -> Snapshot {
    let lookups = lookups(&draft);
    Snapshot {
        version: version(source),
        network: manifest.network,
        title: manifest.title,
        base_currency: manifest.base_currency,
        currencies: reader.currencies,
        source: manifest.source,
        countries: draft.countries.arena,
        operators: draft.operators.arena,
        nodes: draft.nodes.arena,
        processes: draft.processes.arena,
        legs: draft.legs.arena,
        lines: draft.lines.arena,
        tariffs: draft.tariffs.arena,
        surcharges: draft.surcharges,
        fx: draft.fx,
        duties: draft.duties,
        restrictions: draft.restrictions,
        required_fields: draft.required_fields,
        services: draft.services.arena,
        guarantees: draft.guarantees,
        agreements: draft.agreements,
        calendars: draft.calendars.arena,
        disruptions: draft.disruptions,
        service_points: draft.service_points.arena,
        identifier_ranges: draft.identifier_ranges,
        lookups,
    }
}

fn version(source: &NetworkSource) -> NetworkVersion {
    let mut digits = String::with_capacity(64);
    for byte in content_hash(source) {
        write!(digits, "{byte:02x}").expect("invariant: writing to a text does not fail");
    }
    NetworkVersion(digits.into())
}

fn lookups(draft: &Draft) -> Lookups {
    let places = PlaceIndex::new(&draft.countries.arena, &draft.nodes.arena);
    let mut lookups = Lookups { places, ..Lookups::default() };
    for (index, row) in draft.tariffs.arena.entries() {
        lookups.tariffs.entry((row.side, row.subject, row.to)).or_default().push(index);
    }
    for (index, row) in draft.surcharges.entries() {
        lookups.surcharges.entry((row.side, row.subject)).or_default().push(index);
    }
    for (index, row) in draft.restrictions.entries() {
        lookups.restrictions.entry(row.subject).or_default().push(index);
    }
    for (index, pair) in draft.fx.iter().enumerate() {
        lookups.fx.insert((pair.base, pair.quote), index);
    }
    lookups.service_points = service_points(draft);
    lookups
}

fn service_points(draft: &Draft) -> HashMap<CountryIdx, Vec<(i32, ServicePointIdx)>> {
    let mut points: HashMap<CountryIdx, Vec<(i32, ServicePointIdx)>> = HashMap::new();
    for (index, row) in draft.service_points.arena.entries() {
        let country = draft.nodes.arena[row.zone].country;
        points.entry(country).or_default().push((row.point.latitude_micro(), index));
    }
    for own in points.values_mut() {
        own.sort_unstable();
    }
    points
}
