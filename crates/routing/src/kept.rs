//! What a searcher has prepared, taken along: to the next request, and to the next version of a network.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use portolan_model::Side;
use portolan_network::records::{End, SurchargeKind, TariffSubject};
use portolan_network::{NetworkVersion, Snapshot};

use crate::chains::KeptChains;
use crate::chart::is_of_every_day;
use crate::charts::Charts;
use crate::price_list::PriceLists;
use crate::search::Slate;

/// What a [`crate::Searcher`] has prepared of its network, without the network: charts of destinations,
/// timetables, price lists. It holds for the same version, and as far as it can for others: closures,
/// delays, prices, holidays and restrictions leave the charts as they are.
#[derive(Debug)]
pub struct Kept {
    version: NetworkVersion,
    ways: u64,
    charts: Charts,
    lists: PriceLists,
    chains: KeptChains,
    slate: Slate,
}

impl Kept {
    /// What was prepared of a network; `ways` is [`ways_of`] it.
    pub(crate) fn of(
        snapshot: &Snapshot,
        ways: u64,
        (charts, lists, chains, slate): (Charts, PriceLists, KeptChains, Slate),
    ) -> Self {
        Self { version: snapshot.version.clone(), ways, charts, lists, chains, slate }
    }

    /// Whether it was prepared of this version of a network.
    pub fn is_of(&self, snapshot: &Snapshot) -> bool {
        self.version == snapshot.version
    }

    /// Bytes it takes, roughly.
    pub fn bytes(&self) -> usize {
        self.charts.bytes() + self.lists.bytes() + self.chains.bytes()
    }

    /// What of it holds on a network; none where its ways are others. With it the number of its ways.
    pub(crate) fn adapt(
        self,
        snapshot: &Snapshot,
    ) -> Option<(u64, Charts, PriceLists, KeptChains, Slate)> {
        if self.is_of(snapshot) {
            return Some((self.ways, self.charts, self.lists, self.chains, self.slate));
        }
        let is_same = self.ways == ways_of(snapshot);
        is_same.then(|| {
            let (lists, chains) = (PriceLists::of(snapshot), KeptChains::default());
            (self.ways, self.charts.without_days(), lists, chains, self.slate)
        })
    }
}

/// A number that is the same for networks with the same ways: all that charts are made from. Two others
/// have it in common once in 2⁶⁴ times.
pub(crate) fn ways_of(snapshot: &Snapshot) -> u64 {
    let mut hasher = DefaultHasher::new();
    for node in snapshot.nodes.iter() {
        (&node.key, node.is_facility(), node.country, &node.processes).hash(&mut hasher);
        node.clock.name().as_str().hash(&mut hasher);
    }
    for process in snapshot.processes.iter() {
        (process.facility, process.applies, &process.clearance).hash(&mut hasher);
        (process.p50_seconds, process.p90_seconds, is_of_every_day(process)).hash(&mut hasher);
    }
    for leg in snapshot.legs.iter() {
        (leg.from, leg.to, leg.operator, &leg.clearance, leg.crosses_border).hash(&mut hasher);
        (leg.p50_seconds, leg.p90_seconds, leg.headway_seconds, leg.loss_ppm).hash(&mut hasher);
        (leg.is_sold_alone, leg.is_scheduled, leg.rides.len()).hash(&mut hasher);
        for departure in &leg.departures {
            let valid = &departure.provenance.valid;
            (departure.departs.minutes, departure.cutoff_seconds, departure.runs).hash(&mut hasher);
            (valid.from(), valid.to()).hash(&mut hasher);
        }
        for ride in &leg.rides {
            let valid = &ride.provenance.valid;
            (ride.line, ride.stage, ride.entry, ride.exit).hash(&mut hasher);
            (valid.from().is_some() || valid.to().is_some()).hash(&mut hasher);
        }
    }
    for line in snapshot.lines.iter() {
        (&line.key, line.operator).hash(&mut hasher);
    }
    let bought = snapshot.tariffs.iter().filter(|tariff| tariff.side == Side::Buy);
    let ends: BTreeSet<(TariffSubject, End, bool)> =
        bought.map(|tariff| (tariff.subject, tariff.to, tariff.from != End::Anywhere)).collect();
    ends.hash(&mut hasher);
    let relabels = snapshot
        .surcharges
        .iter()
        .filter(|row| row.side == Side::Buy && row.kind == SurchargeKind::Relabelling);
    let relabels: BTreeSet<_> = relabels.map(|row| row.subject).collect();
    relabels.hash(&mut hasher);
    hasher.finish()
}
