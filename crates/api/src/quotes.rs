//! Quotes: what a parcel would cost, when it would arrive, and what was refused and why.

use crate::duty::{Duty, QuoteItem};
use crate::money::{MassText, Money, MoneyText};
use crate::network::Place;
use crate::promise::{CurvePoint, Promise};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A parcel to be quoted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuoteRequest {
    /// Where it starts.
    pub from: PlaceText,
    /// Where it goes.
    pub to: PlaceText,
    /// Gross mass, packed.
    pub weight: MassText,
    /// Outer size, such as `30x20x10 cm` or `roll 90x12 cm`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<String>,
    /// Declared value of the goods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<MoneyText>,
    /// Goods classes, such as `food`; `general` when absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goods: Vec<String>,
    /// Kind of battery, such as `UN3481 contained_in`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub battery: Option<String>,
    /// When it can be handed in (RFC 3339); now when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ready: Option<String>,
    /// Whose prices; the tenant's own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<Tier>,
    /// How it enters the network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<EntryWish>,
    /// Currency of the answer; the network's base currency when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// What is declared, for duty: with one line its value may be left to `value`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<QuoteItem>,
    /// Registrations and numbers that go with the goods, such as `ioss_number`, beside the tenant's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub registrations: Vec<String>,
}

/// A place as a caller may write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum PlaceText {
    /// `Lin'an`, `临安`, `FR 75011`, `FR`, a facility's key.
    Text(String),
    /// Country and postcode apart.
    Postcode(CountryPostcode),
}

/// A country with or without a postcode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountryPostcode {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// The postcode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
}

/// Kind of client, which chooses the sell prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// A seller that is growing.
    Developing,
    /// A seller with steady volume.
    Mature,
}

/// How a parcel is to enter the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntryWish {
    /// Either way.
    Any,
    /// Fetched at the sender's address.
    Collection,
    /// Brought by the sender.
    DropOff,
}

/// The answer to a quote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Quote {
    /// Where it starts, as understood.
    pub from: Place,
    /// Where it goes, as understood.
    pub to: Place,
    /// When it can be handed in, with the zone of the origin.
    pub ready: String,
    /// The network the answer was computed on.
    pub network_version: String,
    /// The routes that no other beats on price, both dates and loss, at what operators charge.
    /// Empty without the scope `costs:read`.
    pub options: Vec<QuotedRoute>,
    /// The best route of each service, at the sell price.
    pub offers: Vec<QuotedRoute>,
    /// Price against date over the offers: the dates that can be promised, each at its lowest price,
    /// earliest and dearest first.
    pub curve: Vec<CurvePoint>,
    /// The same over the options at cost. Empty without the scope `costs:read`.
    pub cost_curve: Vec<CurvePoint>,
    /// What was refused, by which rule, and what it would have cost.
    pub refused: Vec<Refusal>,
    /// Codes of what the answer does not hold, such as `duty_is_an_estimate`.
    pub notes: Vec<String>,
}

/// One route with its price and dates: an option at cost, or an offer at the sell price.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct QuotedRoute {
    /// Key of a service. Of an offer: the service offered. Of an option: the service that offers this
    /// very route, the one with the lowest sell price if several do; where none does, the first of
    /// `services`; absent where `services` is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The service's name; absent where `service` is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_name: Option<String>,
    /// The service's name in Chinese, if given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_name_zh: Option<String>,
    /// Of an option: every service whose demands the route meets, sold on this lane or not, in the
    /// order of their keys. Of an offer: the service offered alone.
    pub services: Vec<String>,
    /// The lines ridden, in order.
    pub lines: Vec<RouteLine>,
    /// Who carries it, in order, each once.
    pub operators: Vec<RouteOperator>,
    /// The price before duty.
    pub price: Money,
    /// What the price is made of.
    pub charges: Vec<Charge>,
    /// Arrival if every leg takes its median time.
    pub p50: Arrival,
    /// Arrival if every leg takes the time that nine in ten keep.
    pub p90: Arrival,
    /// The date that is promised, with its probability; absent where too few parcels would ever arrive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<Promise>,
    /// Probability of loss, 0 to 1.
    pub loss: f64,
    /// The same in percent, rounded for reading.
    pub loss_percent: String,
    /// Whether every leg is tracked.
    pub tracked: bool,
    /// The legs in order.
    pub legs: Vec<RouteLeg>,
    /// The mass that was charged, in grams: the greatest over the tariffs used.
    pub charged_mass_grams: u32,
    /// Data the destination or a line asks for before a label can be made.
    pub requires: Vec<RequiredField>,
    /// Terms of delivery.
    pub incoterm: Incoterm,
    /// Duty and tax on import, by the network's rows: not part of the price.
    #[serde(deserialize_with = "crate::duty::read_kept")]
    pub duty: Duty,
    /// What is paid when the service's promise is missed.
    pub guarantees: Vec<Guarantee>,
    /// Whether any figure used follows from a rule instead of a publication.
    pub estimated: bool,
}

/// Who pays duty and tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Incoterm {
    /// Delivered duty unpaid: the recipient pays.
    #[serde(rename = "DDU")]
    Ddu,
    /// Delivered duty paid: the sender pays.
    #[serde(rename = "DDP")]
    Ddp,
}

/// A line on a route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RouteLine {
    /// Its key.
    pub line: String,
    /// Its name.
    pub name: String,
    /// Its name in Chinese, if given.
    pub name_zh: String,
    /// Key of the operator that sells it.
    pub operator: String,
}

/// An operator on a route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RouteOperator {
    /// Its key.
    pub operator: String,
    /// Its name.
    pub name: String,
    /// Its name in Chinese, if given.
    pub name_zh: String,
}

/// One line of a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Charge {
    /// `freight`, `zone`, `process`, `service`, or the kind of surcharge: `fuel`, `remote_area`, …
    pub kind: String,
    /// In words.
    pub label: String,
    /// How much.
    pub amount: Money,
    /// Key of the line, leg, zone, process or service charged for.
    pub subject: String,
    /// Where the tariff was published.
    pub source: String,
    /// Whether it follows from a rule instead.
    pub estimated: bool,
}

/// An arrival at the recipient's door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Arrival {
    /// The civil date at the destination.
    pub date: String,
    /// The instant, with the destination's zone.
    pub instant: String,
    /// Calendar days from the hand-in day.
    pub days: u32,
}

/// One leg of a route.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RouteLeg {
    /// Its key.
    pub leg: String,
    /// `air`, `rail`, `road`, … (an open list).
    pub mode: String,
    /// Key of its operator.
    pub operator: String,
    /// The operator's name.
    pub operator_name: String,
    /// The place it leaves.
    pub from: Stop,
    /// The place it reaches.
    pub to: Stop,
    /// Key of the line it is ridden on, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// Departure with every leg before at its median, with the zone of the place it leaves.
    pub departs: String,
    /// Arrival likewise, with the zone of the place it reaches.
    pub arrives: String,
    /// Departure with every leg before at its p90.
    pub departs_p90: String,
    /// Arrival likewise.
    pub arrives_p90: String,
    /// Whether the parcel is scanned on it.
    pub tracked: bool,
    /// Whether its figures follow from a rule.
    pub estimated: bool,
}

/// A place on a route.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Stop {
    /// Key of the facility or zone.
    pub key: String,
    /// Its name.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// A datum that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequiredField {
    /// Its name, such as `recipient_tax_id`.
    pub field: String,
    /// Why, in words.
    pub reason: String,
    /// Where the demand was published.
    pub source: String,
}

/// What a service pays when it fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Guarantee {
    /// Its key.
    pub guarantee: String,
    /// `late`, `lost`, `damaged`, `customs` or `short`.
    pub cause: String,
    /// Days after which it is late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// `freight_share` or `declared_value`.
    pub pays: String,
    /// How much of it, in percent, as decimal text.
    pub percent: String,
    /// At most this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap: Option<Money>,
}

/// Something that was not offered, and the rule that says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Refusal {
    /// `operator`, `line`, `leg`, `facility`, `service` or `country`.
    pub subject_kind: String,
    /// Its key.
    pub subject: String,
    /// Its name.
    pub name: String,
    /// Key of the rule: of a restriction, a required field, a tariff or a service.
    pub rule: String,
    /// Kind of rule: `restriction`, `missing_field`, `no_band`, `no_sell_tariff`, `too_late`, …
    pub code: String,
    /// The rule in words.
    pub reason: String,
    /// The rule in Chinese, if given.
    pub reason_zh: String,
    /// Where the rule was published.
    pub source: String,
    /// Whether it follows from a rule of ours.
    pub estimated: bool,
    /// What the best route through it would have cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub would_cost: Option<Money>,
    /// When it would have arrived (median), as a date at the destination.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub would_arrive: Option<String>,
    /// Whether it would have been cheaper than anything allowed.
    pub cheaper: bool,
    /// Whether it would have been faster than anything allowed.
    pub faster: bool,
}
