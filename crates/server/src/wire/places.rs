//! Places: typed text to an endpoint of a search, and what it was understood as.

use crate::problem::fault;
use portolan_api::Fault;
use portolan_api::network::{Place, PlaceKind};
use portolan_api::quotes::PlaceText;
use portolan_model::{CountryCode, Postcode, TimeZoneName};
use portolan_network::{PlaceKind as Kind, PlaceMatch, Snapshot};
use portolan_routing::Endpoint;

/// A place as understood.
#[derive(Debug, Clone)]
pub struct Understood {
    /// For the answer.
    pub place: Place,
    /// For the search.
    pub endpoint: Endpoint,
    /// Whose clock tells times there.
    pub zone: TimeZoneName,
}

/// What a caller's place means; `field` names it in the fault.
pub fn understand(snapshot: &Snapshot, field: &str, text: &PlaceText) -> Result<Understood, Fault> {
    match text {
        PlaceText::Text(text) => understand_text(snapshot, field, text),
        PlaceText::Postcode(given) => {
            let unknown =
                |error: portolan_model::ModelError| crate::problem::model_fault(field, &error);
            let country = CountryCode::parse(&given.country).map_err(unknown)?;
            let postcode = given.postcode.as_deref().map(str::trim).filter(|code| !code.is_empty());
            let postcode = postcode.map(Postcode::parse).transpose().map_err(unknown)?;
            of_postcode(snapshot, field, country, postcode)
        }
    }
}

fn understand_text(snapshot: &Snapshot, field: &str, text: &str) -> Result<Understood, Fault> {
    let found = snapshot.find_places(text);
    let exact = found.iter().find(|place| place.is_exact);
    match (exact, found.as_slice()) {
        (Some(place), _) | (None, [place]) => of_match(snapshot, field, place),
        (None, []) => {
            let mend = "write a city, `CC postcode`, a country or the key of a facility";
            Err(fault(field, format!("no place is called `{text}`"), mend, "place_unknown"))
        }
        (None, [first, second, ..]) => {
            let what = format!("`{text}` may mean {} or {}", first.label, second.label);
            Err(fault(field, what, "write the whole name", "place_ambiguous"))
        }
    }
}

fn of_match(snapshot: &Snapshot, field: &str, found: &PlaceMatch) -> Result<Understood, Fault> {
    let country = snapshot.countries[found.country].code;
    let Some(node) = found.node else {
        return of_postcode(snapshot, field, country, found.postcode.clone());
    };
    let endpoint = match found.kind {
        Kind::Facility => Endpoint::Facility(node),
        _ => Endpoint::Zone(node),
    };
    let zone = snapshot.nodes[node].clock.name().clone();
    Ok(Understood { place: place(snapshot, found), endpoint, zone })
}

/// The endpoint of an address.
pub fn of_postcode(
    snapshot: &Snapshot,
    field: &str,
    country: CountryCode,
    postcode: Option<Postcode>,
) -> Result<Understood, Fault> {
    let zones = snapshot.zones_of(country, postcode.as_ref()).map_err(|error| {
        let text = error.to_string();
        let (what, mend) = text.split_once(": ").unwrap_or((text.as_str(), ""));
        fault(field, what, mend, error.code())
    })?;
    let node = zones.end.places.first().map(|place| place.node);
    let zone =
        node.map_or_else(TimeZoneName::utc, |node| snapshot.nodes[node].clock.name().clone());
    let label = match &postcode {
        Some(code) => format!("{country} {}", code.as_given()),
        None => snapshot.countries[zones.end.country].name.clone(),
    };
    let place = Place {
        label,
        country: country.to_string(),
        postcode: postcode.as_ref().map(|code| code.as_given().to_owned()),
        key: node.map(|node| snapshot.nodes[node].key.to_string()),
        kind: if postcode.is_some() { PlaceKind::Postcode } else { PlaceKind::Country },
    };
    Ok(Understood { place, endpoint: Endpoint::Postcode { country, postcode }, zone })
}

/// A place on the wire.
pub fn place(snapshot: &Snapshot, found: &PlaceMatch) -> Place {
    Place {
        label: found.label.clone(),
        country: snapshot.countries[found.country].code.to_string(),
        postcode: found.postcode.as_ref().map(|code| code.as_given().to_owned()),
        key: found.node.map(|node| snapshot.nodes[node].key.to_string()),
        kind: match found.kind {
            Kind::Postcode => PlaceKind::Postcode,
            Kind::Country => PlaceKind::Country,
            Kind::Zone => PlaceKind::Zone,
            Kind::Facility => PlaceKind::Facility,
        },
    }
}
