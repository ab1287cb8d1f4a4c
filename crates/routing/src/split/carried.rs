//! How heavy a parcel the lines of a service carry to a country: what an order is split by.

use jiff::civil;
use portolan_model::Side;
use portolan_network::Snapshot;
use portolan_network::records::{
    CountryIdx, Direction, End, LineIdx, Restriction, RestrictionSubject, ServiceIdx, Tariff,
    TariffSubject,
};

/// The heaviest parcels, in grams, that the lines of a service take to a country, heaviest first and each
/// once: by the limits on mass that hold for all goods, and by the last band of their tariffs. `u32::MAX`
/// where nothing limits a line.
pub fn heaviest_grams(
    snapshot: &Snapshot,
    service: ServiceIdx,
    country: CountryIdx,
    day: civil::Date,
) -> Vec<u32> {
    let reach = Reach { snapshot, country, day };
    let by_service = least(
        reach.limit_of(RestrictionSubject::Service(service)),
        reach.limit_of(RestrictionSubject::Country(country, Direction::To)),
    );
    let sold = reach.last_band(Side::Sell, TariffSubject::Service(service));
    let most = least(by_service, sold).unwrap_or(u32::MAX);
    let fits = |line: &LineIdx| snapshot.services[service].fits_line(&snapshot.lines[*line].key);
    let lines = snapshot.lines.indices().filter(fits).filter(|line| reach.is_reached(*line));
    let by_line = lines.map(|line| reach.of_line(line).unwrap_or(u32::MAX).min(most));
    let mut grams: Vec<u32> = by_line.collect();
    if grams.is_empty() {
        grams.push(most);
    }
    grams.sort_unstable_by(|a, b| b.cmp(a));
    grams.dedup();
    grams
}

fn least(a: Option<u32>, b: Option<u32>) -> Option<u32> {
    a.into_iter().chain(b).min()
}

/// A network, seen from a destination on a day.
struct Reach<'a> {
    snapshot: &'a Snapshot,
    country: CountryIdx,
    day: civil::Date,
}

impl Reach<'_> {
    /// Whether the line can be left in the country.
    fn is_reached(&self, line: LineIdx) -> bool {
        self.snapshot.lines[line].legs.iter().any(|ride| {
            let to = self.snapshot.legs[ride.leg].to;
            ride.exit && self.snapshot.nodes[to].country == self.country
        })
    }

    fn of_line(&self, line: LineIdx) -> Option<u32> {
        let operator = self.snapshot.lines[line].operator;
        let limits = least(
            self.limit_of(RestrictionSubject::Line(line)),
            self.limit_of(RestrictionSubject::Operator(operator)),
        );
        least(limits, self.last_band(Side::Buy, TariffSubject::Line(line)))
    }

    /// The least limit on mass that a subject sets for all goods to the country.
    fn limit_of(&self, subject: RestrictionSubject) -> Option<u32> {
        let holds = |row: &&Restriction| {
            row.subject == subject
                && row.provenance.valid.contains(self.day)
                && row.goods.classes.is_empty()
                && row.goods.batteries.is_empty()
                && (row.destinations.is_empty()
                    || row.destinations.iter().any(|end| self.is_in(*end)))
        };
        self.snapshot
            .restrictions
            .iter()
            .filter(holds)
            .filter_map(|r| r.limits.mass_max_grams)
            .min()
    }

    /// The end of the last band of a subject's tariffs to the country; of several tariffs, as for remote
    /// areas or tiers, the least, so that whichever is used has a band.
    fn last_band(&self, side: Side, subject: TariffSubject) -> Option<u32> {
        let holds = |row: &&Tariff| {
            row.side == side
                && row.subject == subject
                && row.provenance.valid.contains(self.day)
                && self.is_in(row.to)
        };
        let tariffs = self.snapshot.tariffs.iter().filter(holds);
        let end = |tariff: &Tariff| {
            tariff.bands.iter().map(|band| band.to_grams.unwrap_or(u32::MAX)).max()
        };
        tariffs.filter_map(end).min()
    }

    fn is_in(&self, end: End) -> bool {
        match end {
            End::Anywhere => true,
            End::Country(country) => country == self.country,
            End::Place(node) => self.snapshot.nodes[node].country == self.country,
        }
    }
}
