//! A request for a quote to a query, and the quote to its answer.

use crate::problem::Answer;
use crate::wire::amounts::{money, read_mass, read_money, zoned};
use crate::wire::duties::{self, Whole};
use crate::wire::faults::Found;
use crate::wire::places::{Understood, understand};
use crate::wire::promises::{Known, Promises};
use crate::wire::routes;
use jiff::Timestamp;
use portolan_api::duty::DutyStatus;
use portolan_api::quotes::{EntryWish, Incoterm, Quote, QuoteRequest, QuotedRoute, Refusal, Tier};
use portolan_model::{
    BatteryKind, ClientTier, CountryCode, Currency, Goods, GoodsSet, Incoterm as ModelIncoterm,
    ModelError, Money, Size, TimeZoneName, ZonedInstant,
};
use portolan_network::records::{RestrictionSubject, ServiceIdx};
use portolan_network::{Shipment, Snapshot};
use portolan_routing::{
    DeclaredGoods, DutyDesk, EntryWish as RoutingEntry, Offer, Query, Quote as RoutingQuote,
    Refused, Route, RouteOption,
};

/// What a request means on a network.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Where it starts.
    pub from: Understood,
    /// Where it goes.
    pub to: Understood,
    /// The query for the search.
    pub query: Query,
    /// What is declared, for duty.
    pub goods: DeclaredGoods,
    /// Whether goods are taken to be made where the parcel starts.
    pub is_origin_assumed: bool,
}

/// What stands in for what a request leaves out.
#[derive(Debug, Clone, Copy)]
pub struct Defaults {
    /// The time now: a parcel without a ready instant is ready now.
    pub now: Timestamp,
    /// Whose prices.
    pub tier: ClientTier,
    /// The currency of the answer.
    pub currency: Currency,
}

/// Reads a request; every fault is told at once.
pub fn read_request(
    snapshot: &Snapshot,
    request: &QuoteRequest,
    defaults: Defaults,
) -> Answer<Asked> {
    let mut found = Found::default();
    let from = found.keep_or(understand(snapshot, "from", &request.from));
    let to = found.keep_or(understand(snapshot, "to", &request.to));
    let actual = found.keep("weight", read_mass(&request.weight));
    let size = found.keep("size", optional(request.size.as_deref(), Size::parse));
    let goods = found.keep("goods", read_goods(&request.goods, request.battery.as_deref()));
    let currency = request.currency.as_deref();
    let currency = currency.map_or(Ok(defaults.currency), |code| snapshot.currencies.get(code));
    let currency = found.keep("currency", currency);
    let read_value = |text| read_money(text, &snapshot.currencies)?.not_negative("value");
    let value = found.keep("value", request.value.as_ref().map(read_value).transpose());
    let zone = from.as_ref().map_or_else(TimeZoneName::utc, |place| place.zone.clone());
    let ready = request.ready.as_deref();
    let ready = found.keep("ready", optional(ready, |text| ZonedInstant::parse_in(text, &zone)));
    let whole = from.as_ref().zip(value).zip(actual).zip(currency).map(
        |(((from, value), mass), currency)| Whole {
            value: value.unwrap_or_else(|| Money::zero(currency)),
            mass,
            start: CountryCode::from_alpha2(&from.place.country),
        },
    );
    let goods_declared = whole.map(|whole| {
        let (items, registrations) = (&request.items, &request.registrations);
        duties::read_goods(&mut found, items, registrations, whole, &snapshot.currencies)
    });
    let asked = || {
        let (from, to, currency) = (from?, to?, currency?);
        let query = Query {
            from: from.endpoint.clone(),
            to: to.endpoint.clone(),
            ready: ready?.map_or(defaults.now, |ready| ready.instant()),
            shipment: Shipment {
                actual: actual?,
                size: size?,
                goods: goods?,
                value: value?.unwrap_or_else(|| Money::zero(currency)),
            },
            tier: request.tier.map_or(defaults.tier, tier),
            currency,
            entry: entry(request.entry),
            given_fields: None,
            explain: true,
        };
        let is_origin_assumed = duties::is_origin_assumed(&request.items);
        Some(Asked { from, to, query, goods: goods_declared?, is_origin_assumed })
    };
    let asked = asked();
    found.finish(asked)
}

fn optional<T>(
    text: Option<&str>,
    read: impl Fn(&str) -> Result<T, ModelError>,
) -> Result<Option<T>, ModelError> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(read).transpose()
}

/// Goods from class names and a battery; `general` where neither is given.
pub fn read_goods(classes: &[String], battery: Option<&str>) -> Result<Goods, ModelError> {
    let mut set = GoodsSet::EMPTY;
    for class in classes {
        set = set.union(GoodsSet::parse(class)?);
    }
    let battery = optional(battery, BatteryKind::parse)?;
    if set.is_empty() && battery.is_none() {
        Ok(Goods::general())
    } else {
        Goods::new(set, battery)
    }
}

/// A tier from the wire.
pub const fn tier(tier: Tier) -> ClientTier {
    match tier {
        Tier::Developing => ClientTier::Developing,
        Tier::Mature => ClientTier::Mature,
    }
}

/// A wish about entry from the wire.
pub const fn entry(wish: Option<EntryWish>) -> RoutingEntry {
    match wish {
        None | Some(EntryWish::Any) => RoutingEntry::Any,
        Some(EntryWish::Collection) => RoutingEntry::Collection,
        Some(EntryWish::DropOff) => RoutingEntry::DropOff,
    }
}

/// The answer. Options at cost are for those who may see costs.
pub fn answer(
    snapshot: &Snapshot,
    asked: &Asked,
    quote: &RoutingQuote,
    known: Known,
    shows_costs: bool,
) -> Quote {
    let actual = asked.query.shipment.actual.grams();
    let duty = QuoteDuty::new(snapshot, asked, quote);
    let mut promises = Promises::new(snapshot, known);
    let shown_options = if shows_costs { quote.options.as_slice() } else { &[] };
    let show = |option: &RouteOption| {
        let shown = routes::option(snapshot, option, seller(quote, option), actual);
        duty.tell(shown, &option.route, option.route.price, None)
    };
    let mut options: Vec<QuotedRoute> = shown_options.iter().map(show).collect();
    let show = |offer: &Offer| {
        let shown = routes::offer(snapshot, offer, actual);
        duty.tell(shown, &offer.route, offer.price, Some(offer.service))
    };
    let mut offers: Vec<QuotedRoute> = quote.offers.iter().map(show).collect();
    let ready = asked.query.ready;
    let ways: Vec<_> = shown_options.iter().map(|o| (&o.route, o.route.price)).collect();
    let cost_curve = promises.tell_all(&mut options, &ways, ready);
    let ways: Vec<_> = quote.offers.iter().map(|o| (&o.route, o.price)).collect();
    let curve = promises.tell_all(&mut offers, &ways, ready);
    Quote {
        from: asked.from.place.clone(),
        to: asked.to.place.clone(),
        ready: zoned(ready, &asked.from.zone),
        network_version: snapshot.version.to_string(),
        options,
        offers,
        curve,
        cost_curve,
        refused: quote
            .refused
            .iter()
            .map(|refused| refusal(snapshot, refused, shows_costs))
            .collect(),
        notes: quote.notes.iter().map(|&note| note.to_owned()).collect(),
    }
}

/// Duty of the routes of one quote.
struct QuoteDuty<'a> {
    snapshot: &'a Snapshot,
    asked: &'a Asked,
    desk: Option<DutyDesk<'a>>,
}

impl<'a> QuoteDuty<'a> {
    /// The rows of the destination; a quote without a route needs none.
    fn new(snapshot: &'a Snapshot, asked: &'a Asked, quote: &RoutingQuote) -> Self {
        let offered = quote.offers.iter().map(|offer| &offer.route);
        let mut routes = offered.chain(quote.options.iter().map(|option| &option.route));
        let country = routes.next().map(|route| snapshot.nodes[route.destination].country);
        let desk = country.map(|country| DutyDesk::new(snapshot, country));
        Self { snapshot, asked, desk }
    }

    /// A route with its duty at a freight; delivered duty paid where the service is sold so and duty known.
    fn tell(
        &self,
        mut shown: QuotedRoute,
        route: &Route,
        freight: Money,
        service: Option<ServiceIdx>,
    ) -> QuotedRoute {
        let Some(desk) = &self.desk else { return shown };
        let duty = desk.assess(route, &self.asked.goods, freight);
        shown.duty = duties::shown(&duty, self.asked.is_origin_assumed);
        let is_paid = service
            .is_some_and(|service| self.snapshot.services[service].incoterm == ModelIncoterm::Ddp);
        if is_paid && shown.duty.status != DutyStatus::NotKnown {
            shown.incoterm = Incoterm::Ddp;
        }
        shown
    }
}

/// The service that an option stands for: the cheapest that sells this very route as its offer, else the
/// first that the route may serve.
fn seller(quote: &RoutingQuote, option: &RouteOption) -> Option<ServiceIdx> {
    let mut offers = quote.offers.iter();
    let selling = offers.find(|offer| offer.route == option.route).map(|offer| offer.service);
    selling.or_else(|| option.services.first().copied())
}

/// A refusal on the wire; what it would have cost is at cost too.
pub fn refusal(snapshot: &Snapshot, refused: &Refused, shows_costs: bool) -> Refusal {
    let (kind, key, name) = subject(snapshot, refused.subject);
    Refusal {
        subject_kind: kind.to_owned(),
        subject: key,
        name,
        rule: refused.rule.clone(),
        code: refused.by.code().to_owned(),
        reason: refused.reason.clone(),
        reason_zh: refused.reason_zh.clone(),
        source: refused.source.clone(),
        estimated: refused.estimated,
        would_cost: refused.would.filter(|_| shows_costs).map(|would| money(would.price)),
        would_arrive: refused.would.map(|would| would.date_p50.to_string()),
        cheaper: refused.cheaper,
        faster: refused.faster,
    }
}

fn subject(snapshot: &Snapshot, subject: RestrictionSubject) -> (&'static str, String, String) {
    match subject {
        RestrictionSubject::Operator(index) => {
            let row = &snapshot.operators[index];
            ("operator", row.key.to_string(), row.name.clone())
        }
        RestrictionSubject::Line(index) => {
            let row = &snapshot.lines[index];
            ("line", row.key.to_string(), row.name.clone())
        }
        RestrictionSubject::Leg(index) => {
            let row = &snapshot.legs[index];
            let (from, to) = (&snapshot.nodes[row.from].name, &snapshot.nodes[row.to].name);
            ("leg", row.key.to_string(), format!("{from} to {to}"))
        }
        RestrictionSubject::Facility(index) => {
            let row = &snapshot.nodes[index];
            ("facility", row.key.to_string(), row.name.clone())
        }
        RestrictionSubject::Service(index) => {
            let row = &snapshot.services[index];
            ("service", row.key.to_string(), row.name.clone())
        }
        RestrictionSubject::Country(index, _) => {
            let row = &snapshot.countries[index];
            ("country", row.code.to_string(), row.name.clone())
        }
    }
}
