//! What a network reaches: every country from any collection zone, by lines and services, or why not.
//!
//! Counts legs and looks at where lines may be entered and left and whether they can be bought at all; it
//! does not look at times, masses or goods.

use crate::{
    Snapshot, limits,
    records::{
        CountryIdx, End, ExportMode, LegIdx, LineIdx, NodeIdx, Service, ServiceIdx,
        ServiceTracking, Tariff, TariffSubject,
    },
    word::Word,
};
use portolan_model::{Code, CountryCode, Side};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

#[cfg(test)]
mod tests;

/// What a network reaches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    /// The countries that parcels can be delivered in, in the order of their codes.
    pub reached: Vec<CountryReach>,
    /// The others, and why.
    pub unreached: Vec<Unreached>,
}

/// A country that parcels can be delivered in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountryReach {
    /// The country.
    pub country: CountryCode,
    /// The fewest legs from a collection zone to a delivery zone.
    pub legs_min: u8,
    /// The lines that can be left there.
    pub lines: Vec<Code>,
    /// The services whose lines get there and that go there.
    pub services: Vec<Code>,
    /// The same by the mode of the line that is left there, in the order of the modes' list.
    pub modes: Vec<ModeReach>,
}

/// What gets to a country by lines of one mode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModeReach {
    /// The mode.
    pub mode: ExportMode,
    /// The lines of the mode that can be left there.
    pub lines: Vec<Code>,
    /// The services that get there by one of them.
    pub services: Vec<Code>,
}

/// A country that no parcel can be delivered in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreached {
    /// The country.
    pub country: CountryCode,
    /// Why, in words.
    pub why: &'static str,
}

impl Reach {
    pub(crate) fn of(snapshot: &Snapshot) -> Self {
        let book = TariffEnds::new(snapshot);
        let all = Walk::run(snapshot, &book, None);
        let mut services: BTreeMap<CountryIdx, Vec<(Code, BTreeSet<LineIdx>)>> = BTreeMap::new();
        for (index, service) in snapshot.services.entries() {
            let walk = Walk::run(snapshot, &book, Some(index));
            let left = walk.left_by_country(snapshot);
            for country in walk.countries(snapshot) {
                if service.serves(country) {
                    let lines = left.get(&country).cloned().unwrap_or_default();
                    services.entry(country).or_default().push((service.key.clone(), lines));
                }
            }
        }
        let left = all.left_by_country(snapshot);
        let mut reach = Self::default();
        for (index, country) in snapshot.countries.entries() {
            let Some(legs_min) = all.legs_to(snapshot, index) else {
                let why = why_unreached(snapshot, index);
                reach.unreached.push(Unreached { country: country.code, why });
                continue;
            };
            let services = services.remove(&index).unwrap_or_default();
            let lines = left.get(&index).cloned().unwrap_or_default();
            reach.reached.push(CountryReach {
                country: country.code,
                legs_min,
                modes: modes_of(snapshot, &lines, &services),
                lines: keys_of(snapshot, lines.iter()),
                services: services.into_iter().map(|(service, _)| service).collect(),
            });
        }
        reach
    }
}

/// Where the tariffs by which lines are bought end.
struct TariffEnds(HashMap<LineIdx, Vec<End>>);

impl TariffEnds {
    fn new(snapshot: &Snapshot) -> Self {
        let mut ends: HashMap<LineIdx, Vec<End>> = HashMap::new();
        for tariff in snapshot.tariffs.iter() {
            if let Tariff { side: Side::Buy, subject: TariffSubject::Line(line), to, .. } = tariff {
                ends.entry(*line).or_default().push(*to);
            }
        }
        Self(ends)
    }

    /// Whether a ride on a line that ends at a node can be bought.
    fn sells(&self, snapshot: &Snapshot, line: LineIdx, exit: NodeIdx) -> bool {
        let country = snapshot.nodes[exit].country;
        let fits = |end: &End| match *end {
            End::Anywhere => true,
            End::Country(named) => named == country,
            // A zone of tariffs may hold the postcodes of a zone of delivery.
            End::Place(named) => named == exit || snapshot.nodes[named].country == country,
        };
        self.0.get(&line).is_some_and(|ends| ends.iter().any(fits))
    }
}

/// All that is reached from the collection zones within the most legs of a route.
#[derive(Default)]
struct Walk {
    /// Where a parcel may be between rides, and after how many legs at least.
    free: HashMap<NodeIdx, u8>,
    /// Legs taken on lines.
    ridden: HashSet<(LegIdx, LineIdx)>,
    /// Where lines are left.
    left: BTreeSet<(LineIdx, NodeIdx)>,
}

impl Walk {
    fn run(snapshot: &Snapshot, book: &TariffEnds, service: Option<ServiceIdx>) -> Self {
        let service = service.map(|index| &snapshot.services[index]);
        let mut walk = Self::default();
        let is_start = |node: &NodeIdx| snapshot.nodes[*node].zone_kinds().collection;
        let mut nodes: Vec<NodeIdx> = snapshot.nodes.indices().filter(is_start).collect();
        walk.free.extend(nodes.iter().map(|&node| (node, 0)));
        let mut riding: Vec<(LegIdx, LineIdx)> = Vec::new();
        for legs in 1..=limits::ROUTE_LEGS_MAX {
            let legs = u8::try_from(legs).expect("invariant: a route has at most eight legs");
            let (mut next_nodes, mut next_riding) = (Vec::new(), Vec::new());
            for (leg, line) in walk.steps(snapshot, service, &nodes, &riding) {
                let to = snapshot.legs[leg].to;
                let is_left = match line {
                    None => true,
                    Some(line) => {
                        next_riding.push((leg, line));
                        let left = may_leave(snapshot, leg, line) && book.sells(snapshot, line, to);
                        if left {
                            walk.left.insert((line, to));
                        }
                        left
                    }
                };
                if is_left && !walk.free.contains_key(&to) {
                    walk.free.insert(to, legs);
                    next_nodes.push(to);
                }
            }
            (nodes, riding) = (next_nodes, next_riding);
        }
        walk
    }

    /// The legs that can be taken next, each on a line or bought by itself.
    fn steps(
        &mut self,
        snapshot: &Snapshot,
        service: Option<&Service>,
        nodes: &[NodeIdx],
        riding: &[(LegIdx, LineIdx)],
    ) -> Vec<(LegIdx, Option<LineIdx>)> {
        let fits_leg = |leg: LegIdx| {
            let needs_tracking = service.is_some_and(|s| s.tracked == ServiceTracking::All);
            !needs_tracking || snapshot.legs[leg].tracked
        };
        let fits_line =
            |line: LineIdx| service.is_none_or(|s| s.fits_line(&snapshot.lines[line].key));
        let mut steps = Vec::new();
        let legs = nodes.iter().flat_map(|&node| &snapshot.nodes[node].out_legs);
        for &leg in legs.filter(|&&leg| fits_leg(leg)) {
            let row = &snapshot.legs[leg];
            if row.is_sold_alone {
                steps.push((leg, None));
            }
            let entries = row.rides.iter().filter(|ride| ride.entry && fits_line(ride.line));
            steps.extend(entries.map(|ride| (leg, Some(ride.line))));
        }
        for &(last, line) in riding {
            let stage = stage_on(snapshot, last, line);
            let legs = &snapshot.nodes[snapshot.legs[last].to].out_legs;
            let goes_on =
                |leg: &&LegIdx| stage_on(snapshot, **leg, line) > stage && fits_leg(**leg);
            steps.extend(legs.iter().filter(goes_on).map(|&leg| (leg, Some(line))));
        }
        steps.retain(|&(leg, line)| line.is_none_or(|line| self.ridden.insert((leg, line))));
        steps
    }

    fn delivered<'a>(&'a self, snapshot: &'a Snapshot) -> impl Iterator<Item = (CountryIdx, u8)> {
        let nodes = self.free.iter().map(|(&node, &legs)| (&snapshot.nodes[node], legs));
        let zones = nodes.filter(|(node, legs)| node.zone_kinds().delivery && *legs > 0);
        zones.map(|(node, legs)| (node.country, legs))
    }

    fn countries(&self, snapshot: &Snapshot) -> BTreeSet<CountryIdx> {
        self.delivered(snapshot).map(|(country, _)| country).collect()
    }

    fn legs_to(&self, snapshot: &Snapshot, country: CountryIdx) -> Option<u8> {
        let own = self.delivered(snapshot).filter(|(other, _)| *other == country);
        own.map(|(_, legs)| legs).min()
    }

    /// The lines that can be left in each country.
    fn left_by_country(&self, snapshot: &Snapshot) -> BTreeMap<CountryIdx, BTreeSet<LineIdx>> {
        let mut lines: BTreeMap<CountryIdx, BTreeSet<LineIdx>> = BTreeMap::new();
        for (line, node) in &self.left {
            lines.entry(snapshot.nodes[*node].country).or_default().insert(*line);
        }
        lines
    }
}

fn keys_of<'a>(snapshot: &Snapshot, lines: impl Iterator<Item = &'a LineIdx>) -> Vec<Code> {
    lines.map(|line| snapshot.lines[*line].key.clone()).collect()
}

/// The lines that are left in a country and the services that get there by them, mode by mode.
fn modes_of(
    snapshot: &Snapshot,
    lines: &BTreeSet<LineIdx>,
    services: &[(Code, BTreeSet<LineIdx>)],
) -> Vec<ModeReach> {
    let modes = ExportMode::WORDS.iter().map(|(mode, _)| *mode);
    let by_mode = modes.filter_map(|mode| {
        let is_own = |line: &&LineIdx| snapshot.lines[**line].export_mode == mode;
        let own = keys_of(snapshot, lines.iter().filter(is_own));
        let by_it = services.iter().filter(|(_, lines)| lines.iter().any(|line| is_own(&line)));
        let services = by_it.map(|(service, _)| service.clone()).collect();
        (!own.is_empty()).then_some(ModeReach { mode, lines: own, services })
    });
    by_mode.collect()
}

/// The stage of a leg on a line, 0 where it is not on it.
fn stage_on(snapshot: &Snapshot, leg: LegIdx, line: LineIdx) -> u16 {
    let ride = snapshot.legs[leg].rides.iter().find(|ride| ride.line == line);
    ride.map_or(0, |ride| ride.stage)
}

fn may_leave(snapshot: &Snapshot, leg: LegIdx, line: LineIdx) -> bool {
    snapshot.legs[leg].rides.iter().any(|ride| ride.line == line && ride.exit)
}

fn why_unreached(snapshot: &Snapshot, country: CountryIdx) -> &'static str {
    let zones = snapshot.countries[country].zones.iter().map(|&zone| &snapshot.nodes[zone]);
    let delivery: Vec<_> = zones.filter(|zone| zone.zone_kinds().delivery).collect();
    let legs: Vec<_> =
        delivery.iter().flat_map(|zone| &zone.in_legs).map(|&leg| &snapshot.legs[leg]).collect();
    if delivery.is_empty() {
        "it has no zone of kind delivery"
    } else if legs.is_empty() {
        "no leg ends in its delivery zones"
    } else if legs.iter().all(|leg| leg.rides.is_empty() && !leg.is_sold_alone) {
        "the legs into its delivery zones are in no line and have no tariff"
    } else {
        "no lines and legs that can be bought join it to a collection zone within eight legs"
    }
}
