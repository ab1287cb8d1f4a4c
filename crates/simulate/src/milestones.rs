//! What a step of a journey is called: the milestone of leaving and of reaching a place.

use portolan_model::Milestone;
use portolan_network::Snapshot;
use portolan_network::records::{FacilityKind, LegIdx, Node, NodeIdx, NodeKind};

/// On which part of its way a place lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Origin,
    Transit,
    Destination,
}

/// The part of the way on which a place lies, being reached or left after so many legs.
pub(crate) fn side_of(snapshot: &Snapshot, legs: &[LegIdx], node: NodeIdx, taken: usize) -> Side {
    let destination = legs.last().map(|&leg| snapshot.legs[leg].to);
    let in_territory =
        |other: NodeIdx| snapshot.nodes[other].territory == snapshot.nodes[node].territory;
    let crosses = |leg: &LegIdx| snapshot.legs[*leg].crosses_border;
    let has_crossed = legs.iter().take(taken).any(crosses);
    // Within one territory the way begins at the first facility and belongs to the delivery from there.
    let is_inland = !legs.iter().any(crosses);
    if destination.is_some_and(in_territory) && (has_crossed || (is_inland && taken > 1)) {
        return Side::Destination;
    }
    if has_crossed { Side::Transit } else { Side::Origin }
}

/// What leaving a place on a leg is, where it is told at all.
pub(crate) fn leaving(snapshot: &Snapshot, leg: LegIdx, side: Side) -> Option<Milestone> {
    let leg = &snapshot.legs[leg];
    let NodeKind::Facility(kind) = snapshot.nodes[leg.from].kind else {
        return (!leg.is_drop_off).then_some(Milestone::Accepted);
    };
    let is_office = kind == FacilityKind::OfficeOfExchange;
    if leg.crosses_border && !is_office {
        return Some(Milestone::DepartedByTransport);
    }
    match side {
        Side::Origin if is_office => Some(Milestone::DepartedOutwardOffice),
        Side::Origin if is_port(kind) => Some(Milestone::DepartedByTransport),
        Side::Origin => Some(Milestone::DepartedOriginFacility),
        Side::Transit if is_office => Some(Milestone::DepartedTransitOffice),
        Side::Transit => Some(Milestone::DepartedByTransport),
        Side::Destination if is_office => Some(Milestone::DepartedInwardOffice),
        Side::Destination if is_port(kind) || is_last(kind) => None,
        Side::Destination => Some(Milestone::DepartedSortingCentre),
    }
}

/// What reaching a facility by a leg is; none where the leg ends in a zone.
pub(crate) fn reaching(snapshot: &Snapshot, leg: LegIdx, side: Side) -> Option<Milestone> {
    let leg = &snapshot.legs[leg];
    let NodeKind::Facility(kind) = snapshot.nodes[leg.to].kind else { return None };
    if leg.is_drop_off && matches!(snapshot.nodes[leg.from].kind, NodeKind::Zone(_)) {
        return Some(Milestone::Accepted);
    }
    let is_office = kind == FacilityKind::OfficeOfExchange;
    Some(match side {
        Side::Origin if is_office => Milestone::ArrivedAtOutwardOffice,
        Side::Origin if is_port(kind) => Milestone::HandedToTransport,
        Side::Origin => Milestone::ArrivedAtOriginFacility,
        Side::Transit if is_office => Milestone::ArrivedAtTransitOffice,
        Side::Transit => Milestone::ArrivedByTransport,
        Side::Destination if is_office => Milestone::ArrivedAtInwardOffice,
        Side::Destination if is_port(kind) || leg.crosses_border => Milestone::ArrivedByTransport,
        Side::Destination if is_last(kind) => Milestone::ArrivedAtDeliveryOffice,
        Side::Destination => Milestone::ArrivedAtSortingCentre,
    })
}

/// What a carrier says that has no code for a milestone: that it moves, or nothing.
pub(crate) const fn coarser(milestone: Milestone) -> Option<Milestone> {
    match milestone {
        Milestone::ArrivedAtOriginFacility
        | Milestone::DepartedOriginFacility
        | Milestone::ArrivedAtOutwardOffice
        | Milestone::DepartedOutwardOffice
        | Milestone::HandedToTransport
        | Milestone::DepartedByTransport
        | Milestone::ArrivedByTransport
        | Milestone::ArrivedAtTransitOffice
        | Milestone::DepartedTransitOffice
        | Milestone::ArrivedAtInwardOffice
        | Milestone::DepartedInwardOffice
        | Milestone::ArrivedAtSortingCentre
        | Milestone::DepartedSortingCentre => Some(Milestone::InTransit),
        _ => None,
    }
}

const fn is_port(kind: FacilityKind) -> bool {
    matches!(
        kind,
        FacilityKind::Airport
            | FacilityKind::RailTerminal
            | FacilityKind::Port
            | FacilityKind::Border
    )
}

const fn is_last(kind: FacilityKind) -> bool {
    matches!(kind, FacilityKind::Depot | FacilityKind::ServicePoint)
}

/// Where something happened, as a scan tells it.
pub(crate) fn place_of(snapshot: &Snapshot, node: &Node) -> portolan_model::scan::ScanPlace {
    use portolan_model::scan::{ScanPlace, ScanText};
    let codes = [&node.impc, &node.unlocode, &node.iata];
    let code = codes.into_iter().find(|code| !code.is_empty());
    let city = if node.city.is_empty() { &node.name } else { &node.city };
    ScanPlace {
        country: Some(snapshot.countries[node.country].code),
        city: ScanText::read(city),
        postcode: portolan_model::Postcode::parse(&node.postcode).ok(),
        facility: code.and_then(|code| ScanText::read(code)),
        text: ScanText::read(&node.name),
        position: Some(node.point),
    }
}
