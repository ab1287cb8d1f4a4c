//! What the published network holds, as far as a caller needs its names.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The published network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Network {
    /// Content hash: every decision records it.
    pub version: String,
    /// Its title.
    pub title: String,
    /// What costs are compared in.
    pub base_currency: String,
    /// How many operators.
    pub operators: u32,
    /// How many facilities.
    pub facilities: u32,
    /// How many lines.
    pub lines: u32,
    /// What a seller can buy.
    pub services: Vec<NetworkService>,
    /// The countries it knows.
    pub countries: Vec<NetworkCountry>,
}

/// One service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NetworkService {
    /// Its key.
    pub service: String,
    /// Its name.
    pub name: String,
    /// Its name in Chinese, if given.
    pub name_zh: String,
}

/// One country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NetworkCountry {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Its name.
    pub name: String,
    /// Its name in Chinese, if given.
    pub name_zh: String,
    /// Whether an address needs a postcode.
    pub postcode_required: bool,
}

/// The graph for a map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NetworkMap {
    /// Facilities and zones.
    pub nodes: Vec<MapNode>,
    /// Legs between them.
    pub legs: Vec<MapLeg>,
}

/// One place on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MapNode {
    /// Key of the facility or zone.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Kind of facility, or `zone`.
    pub kind: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// One leg on the map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MapLeg {
    /// Key of the leg.
    pub key: String,
    /// Key of the place it leaves.
    pub from: String,
    /// Key of the place it reaches.
    pub to: String,
    /// `air`, `rail`, `road`, … (an open list).
    pub mode: String,
    /// Key of its operator.
    pub operator: String,
}

/// What to look for among places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PlaceQuery {
    /// A city, a zone, `CC`, `CC postcode`, a facility's key or name, in any script.
    pub q: String,
}

/// Places that fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlaceList {
    /// Best first.
    pub items: Vec<Place>,
}

/// One place a parcel can come from or go to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Place {
    /// In words.
    pub label: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// The postcode, when the text gave one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// Key of the zone or facility.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What kind of place.
    pub kind: PlaceKind,
}

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// A whole country: its main gateway's zone is meant.
    Country,
    /// A postcode.
    Postcode,
    /// A zone.
    Zone,
    /// A facility.
    Facility,
}

/// Where to look for service points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ServicePointQuery {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// The postcode to be near to.
    pub postcode: Option<String>,
    /// How many, 1 to 50; 5 when absent.
    pub limit: Option<u32>,
}

/// Service points, nearest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ServicePointList {
    /// The points.
    pub items: Vec<ServicePoint>,
}

/// One service point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ServicePoint {
    /// Its key.
    pub service_point: String,
    /// Its name.
    pub name: String,
    /// `drop_off`, `pick_up`, `both` or `locker`.
    pub kind: String,
    /// Key of its operator.
    pub operator: String,
    /// Street and number.
    pub address: String,
    /// Its postcode.
    pub postcode: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// What checking the published network found, and what it reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NetworkCheck {
    /// The version that was checked.
    pub version: String,
    /// Faults that would stop it from being published.
    pub errors: u32,
    /// What is worth a look.
    pub warnings: u32,
    /// What was found, at most 1,000.
    pub findings: Vec<NetworkFinding>,
    /// Every country that can be reached.
    pub reached: Vec<CountryReached>,
    /// Every country that cannot, and why.
    pub unreached: Vec<CountryUnreached>,
}

/// One finding of the check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NetworkFinding {
    /// Whether it stops the network from being published.
    pub is_error: bool,
    /// The table.
    pub file: String,
    /// The row, the header being 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// The column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub mend: String,
    /// Stable code.
    pub code: String,
}

/// A country that can be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CountryReached {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Fewest legs of a way to it.
    pub legs_min: u32,
    /// Services that reach it.
    pub services: Vec<String>,
    /// How many lines reach it.
    pub lines: u32,
}

/// A country that cannot be reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CountryUnreached {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Why not.
    pub why: String,
}
