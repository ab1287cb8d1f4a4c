//! Required fields: which a route asks for, and which any route of a lane might.

use portolan_model::Code;
use portolan_network::records::{LineIdx, OperatorIdx, RequiredFieldIdx, ServiceIdx};
use portolan_network::rules::{FieldQuestion, required_fields};

use crate::Route;
use crate::lane::Lane;

/// The fields that some route and service of the lane might ask for, in the order of their keys.
pub(crate) fn asked_somewhere(lane: &Lane) -> Vec<RequiredFieldIdx> {
    let snapshot = lane.snapshot;
    let lines: Vec<LineIdx> = snapshot.lines.indices().collect();
    let operators: Vec<OperatorIdx> = snapshot.operators.indices().collect();
    let clearances: Vec<Code> =
        snapshot.legs.iter().filter_map(|leg| leg.clearance.clone()).collect();
    let ask = |service| {
        let question = FieldQuestion {
            country: lane.to.country,
            lines: &lines,
            operators: &operators,
            service,
            clearances: &clearances,
            shipment: &lane.query.shipment,
            day: lane.hand_in,
        };
        required_fields(snapshot, &question)
    };
    let services = snapshot.services.indices().map(Some);
    let mut all: Vec<_> = services.chain([None]).flat_map(ask).collect();
    all.sort();
    all.dedup();
    all
}

/// The fields that a route asks for, sold as a service or not, and that are not known to be given.
pub(crate) fn asked_by(
    lane: &Lane,
    route: &Route,
    service: Option<ServiceIdx>,
) -> Vec<RequiredFieldIdx> {
    let snapshot = lane.snapshot;
    let lines: Vec<LineIdx> = route.rides.iter().filter_map(|ride| ride.line).collect();
    let line_operators = lines.iter().map(|&line| snapshot.lines[line].operator);
    let leg_operators = route.legs.iter().map(|leg| snapshot.legs[leg.leg].operator);
    let operators: Vec<_> = line_operators.chain(leg_operators).collect();
    let crossing = route.legs.iter().map(|leg| &snapshot.legs[leg.leg]);
    let clearances: Vec<_> =
        crossing.filter(|leg| leg.crosses_border).filter_map(|leg| leg.clearance.clone()).collect();
    let question = FieldQuestion {
        country: lane.to.country,
        lines: &lines,
        operators: &operators,
        service,
        clearances: &clearances,
        shipment: &lane.query.shipment,
        day: lane.hand_in,
    };
    let mut asked = required_fields(snapshot, &question);
    if let Some(given) = lane.query.given_fields {
        asked.retain(|&index| !given.contains(snapshot.required_fields[index].field));
    }
    asked
}
