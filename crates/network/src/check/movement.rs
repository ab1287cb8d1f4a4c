//! Warnings about places and movements: islands, unreachable countries, legs nobody can use, borders
//! without customs.

use crate::{
    Fault, Reach, Snapshot,
    check::dates,
    link::RowPlaces,
    read::CellFault,
    records::{
        Applies, FacilityKind, Leg, LineIdx, Node, NodeIdx, NodeKind, Process, ProcessKind, Runs,
        TariffSubject,
    },
};
use portolan_model::{Code, Side};
use std::collections::BTreeSet;

pub(super) fn warnings(snapshot: &Snapshot, reach: &Reach, places: &RowPlaces) -> Vec<Fault> {
    let mut faults = Vec::new();
    for node in snapshot.nodes.iter() {
        let file = if node.is_facility() { "facilities.csv" } else { "zones.csv" };
        let column = if node.is_facility() { "facility" } else { "zone" };
        if let Some(fault) = island(node) {
            faults.push(places.of(file, node.key.as_str()).warning(column, fault));
        }
    }
    let is_destination = |row: &crate::records::Country| {
        row.zones.iter().any(|&zone| snapshot.nodes[zone].zone_kinds().delivery)
    };
    for country in &reach.unreached {
        // A country of origin or transit alone need not be reached.
        let index = snapshot.find_country(country.country);
        if !index.is_some_and(|index| is_destination(&snapshot.countries[index])) {
            continue;
        }
        let what = format!("{} cannot be reached: {}", country.country, country.why);
        let mend = "add what is missing, or delete the country";
        let fault = CellFault::new("country_unreached", what, mend);
        let at = places.of("countries.csv", country.country.as_str());
        faults.push(at.warning("country", fault));
    }
    for leg in snapshot.legs.iter() {
        if let Some(fault) = unusable(snapshot, leg) {
            faults.push(places.of("legs.csv", leg.key.as_str()).warning("leg", fault));
        }
    }
    for line in unsold_lines(snapshot) {
        let key = &snapshot.lines[line].key;
        let what = format!("line `{key}` has no buy tariff");
        let fault = CellFault::new("line_unsold", what, "add one to tariffs.csv");
        faults.push(places.of("lines.csv", key.as_str()).warning("line", fault));
    }
    faults.extend(missing_customs(snapshot, places));
    faults
}

/// What is wrong with a place that nothing reaches or leaves.
fn island(node: &Node) -> Option<CellFault> {
    let (is_reached, is_left) = (!node.in_legs.is_empty(), !node.out_legs.is_empty());
    let key = &node.key;
    let what = match node.kind {
        NodeKind::Facility(_) if !is_reached && !is_left => format!("no leg joins `{key}`"),
        // Parcels may begin in a warehouse: nothing need reach it.
        NodeKind::Facility(FacilityKind::Warehouse | FacilityKind::BondedWarehouse) => return None,
        NodeKind::Facility(_) if !is_reached => format!("no leg reaches `{key}`"),
        NodeKind::Facility(_) if !is_left => format!("no leg leaves `{key}`"),
        NodeKind::Zone(kinds) if kinds.collection && !is_left => {
            format!("nothing is collected in `{key}`")
        }
        NodeKind::Zone(kinds) if kinds.delivery && !is_reached => {
            format!("nothing is delivered in `{key}`")
        }
        _ => return None,
    };
    Some(CellFault::new("island", what, "add a leg or remove the place"))
}

fn unusable(snapshot: &Snapshot, leg: &Leg) -> Option<CellFault> {
    let key = &leg.key;
    if leg.rides.is_empty() && !leg.is_sold_alone {
        let what = format!("leg `{key}` is in no line and has no tariff of its own");
        return Some(CellFault::new("leg_unusable", what, "add it to a line or give it a tariff"));
    }
    let newest = dates::newest(snapshot)?;
    let is_ahead = |departure: &crate::records::Departure| match departure.runs {
        Runs::Once(date) => date >= newest,
        Runs::Weekly(_) => departure.provenance.valid.to().is_none_or(|end| end >= newest),
    };
    let is_over = leg.provenance.valid.to().is_some_and(|end| end < newest);
    if is_over || (leg.is_scheduled && !leg.departures.iter().any(is_ahead)) {
        let what = format!("leg `{key}` does not leave on {newest} or later");
        return Some(CellFault::new("leg_over", what, "add departures, or delete the leg"));
    }
    None
}

fn unsold_lines(snapshot: &Snapshot) -> Vec<LineIdx> {
    let sold: BTreeSet<LineIdx> = snapshot
        .tariffs
        .iter()
        .filter(|tariff| tariff.side == Side::Buy)
        .filter_map(|tariff| match tariff.subject {
            TariffSubject::Line(line) => Some(line),
            _ => None,
        })
        .collect();
    snapshot.lines.indices().filter(|line| !sold.contains(line)).collect()
}

/// Facilities where a leg crosses a border and neither there nor one leg farther inland a process clears
/// its kind of clearance.
fn missing_customs(snapshot: &Snapshot, places: &RowPlaces) -> Vec<Fault> {
    let mut lacking = BTreeSet::new();
    for leg in snapshot.legs.iter().filter(|leg| leg.crosses_border) {
        let Some(clearance) = &leg.clearance else {
            continue;
        };
        for (node, applies) in [(leg.from, Applies::Export), (leg.to, Applies::Import)] {
            if snapshot.nodes[node].is_facility() && !clears(snapshot, node, applies, clearance) {
                lacking.insert((node, applies, clearance));
            }
        }
    }
    let faults = lacking.into_iter().map(|(node, applies, clearance)| {
        let key = &snapshot.nodes[node].key;
        let way = if applies == Applies::Export { "leave" } else { "enter" };
        let what = format!("parcels {way} at `{key}` by `{clearance}` and no process clears them");
        let fault = CellFault::new("customs_missing", what, "add the process to processes.csv");
        places.of("facilities.csv", key.as_str()).warning("facility", fault)
    });
    faults.collect()
}

fn clears(snapshot: &Snapshot, node: NodeIdx, applies: Applies, clearance: &Code) -> bool {
    let kind = match applies {
        Applies::Export => ProcessKind::ExportCustoms,
        Applies::Import | Applies::Always => ProcessKind::ImportCustoms,
    };
    let fits = |process: &Process| {
        (process.applies == applies || process.kind == kind)
            && process.clearance.as_ref().is_none_or(|own| own == clearance)
    };
    let own = &snapshot.nodes[node];
    let inland = match applies {
        Applies::Export => own.in_legs.iter().map(|&leg| snapshot.legs[leg].from).collect(),
        Applies::Import | Applies::Always => {
            own.out_legs.iter().map(|&leg| snapshot.legs[leg].to).collect::<Vec<_>>()
        }
    };
    let at_home =
        inland.into_iter().filter(|&other| snapshot.nodes[other].territory == own.territory);
    let nodes = std::iter::once(node).chain(at_home).map(|node| &snapshot.nodes[node]);
    nodes.flat_map(|node| &node.processes).any(|&index| fits(&snapshot.processes[index]))
}
