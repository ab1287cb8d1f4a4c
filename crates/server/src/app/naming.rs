//! Names, map and places of the network in force.

use crate::problem::{Answer, ApiError, model_fault};
use crate::state::AppState;
use crate::wire::amounts::degrees;
use crate::wire::places::place;
use portolan_api::network::{
    MapLeg, MapNode, Network, NetworkCountry, NetworkMap, NetworkService, PlaceList, PlaceQuery,
    ServicePoint, ServicePointList, ServicePointQuery,
};
use portolan_model::{CountryCode, Postcode};
use portolan_network::records::NodeKind;
use portolan_network::{Snapshot, Word as _};

/// Service points answered when the caller does not say how many, and at most.
const SERVICE_POINTS: u32 = 5;
const SERVICE_POINTS_MAX: u32 = 50;

/// The network's version, services and countries.
pub fn describe_network(state: &AppState) -> Answer<Network> {
    let network = state.network.get()?;
    let snapshot = &network.snapshot;
    let count = |found: usize| u32::try_from(found).unwrap_or(u32::MAX);
    let services = snapshot.services.iter().map(|service| NetworkService {
        service: service.key.to_string(),
        name: service.name.clone(),
        name_zh: service.name_zh.clone(),
    });
    let countries = snapshot.countries.iter().map(|country| NetworkCountry {
        country: country.code.to_string(),
        name: country.name.clone(),
        name_zh: country.name_zh.clone(),
        postcode_required: country.postcode_required,
    });
    Ok(Network {
        version: snapshot.version.to_string(),
        title: snapshot.title.clone(),
        base_currency: snapshot.base_currency.code().to_owned(),
        operators: count(snapshot.operators.len()),
        facilities: count(snapshot.nodes.iter().filter(|node| node.is_facility()).count()),
        lines: count(snapshot.lines.len()),
        services: services.collect(),
        countries: countries.collect(),
    })
}

/// Places and legs for a map.
pub fn draw_network(state: &AppState) -> Answer<NetworkMap> {
    let network = state.network.get()?;
    let snapshot = &network.snapshot;
    let nodes = snapshot.nodes.iter().map(|node| {
        let (lat, lon) = degrees(node.point);
        let kind = match node.kind {
            NodeKind::Facility(kind) => kind.as_str(),
            NodeKind::Zone(_) => "zone",
        };
        let country = snapshot.countries[node.country].code.to_string();
        let (key, name) = (node.key.to_string(), node.name.clone());
        MapNode { key, name, kind: kind.to_owned(), lat, lon, country }
    });
    let legs = snapshot.legs.iter().map(|leg| MapLeg {
        key: leg.key.to_string(),
        from: snapshot.nodes[leg.from].key.to_string(),
        to: snapshot.nodes[leg.to].key.to_string(),
        mode: leg.mode.to_string(),
        operator: snapshot.operators[leg.operator].key.to_string(),
    });
    Ok(NetworkMap { nodes: nodes.collect(), legs: legs.collect() })
}

/// Places that a text may mean.
pub fn find_places(state: &AppState, query: &PlaceQuery) -> Answer<PlaceList> {
    let network = state.network.get()?;
    let found = network.snapshot.find_places(&query.q);
    Ok(PlaceList { items: found.iter().map(|one| place(&network.snapshot, one)).collect() })
}

/// Service points near a postcode.
pub fn find_service_points(
    state: &AppState,
    query: &ServicePointQuery,
) -> Answer<ServicePointList> {
    let network = state.network.get()?;
    let wrong =
        |field: &'static str| move |error| ApiError::invalid(vec![model_fault(field, &error)]);
    let country = CountryCode::parse(&query.country).map_err(wrong("country"))?;
    let postcode = query.postcode.as_deref().map(Postcode::parse);
    let postcode = postcode.transpose().map_err(wrong("postcode"))?;
    let count = query.limit.unwrap_or(SERVICE_POINTS).clamp(1, SERVICE_POINTS_MAX) as usize;
    let snapshot = &network.snapshot;
    let found = snapshot.nearest_service_points(country, postcode.as_ref(), count);
    Ok(ServicePointList {
        items: found.into_iter().map(|index| service_point(snapshot, index)).collect(),
    })
}

fn service_point(
    snapshot: &Snapshot,
    index: portolan_network::records::ServicePointIdx,
) -> ServicePoint {
    let row = &snapshot.service_points[index];
    let (lat, lon) = degrees(row.point);
    ServicePoint {
        service_point: row.key.to_string(),
        name: row.name.clone(),
        kind: row.kind.as_str().to_owned(),
        operator: snapshot.operators[row.operator].key.to_string(),
        address: row.address.clone(),
        postcode: row.postcode.clone(),
        lat,
        lon,
    }
}
