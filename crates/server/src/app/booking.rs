//! An order becomes parcels: planned, routed, given room and numbers, and saved in one command.
//!
//! Room on departures is held before anything is saved, and given back when something fails: a hold
//! that nobody confirms lapses by itself. A departure that fills up meanwhile is closed to the next
//! search, a few times. Of two bookings of one order exactly one is saved.

mod number;
mod save;

use crate::app::declaring::given_fields;
use crate::app::departures::{departure_of, find_full, room_for};
use crate::app::ordering::{currencies, require_batch};
use crate::app::tenancy::{TenantProfile, get_profile};
use crate::app::{reading, searching};
use crate::auth::Identity;
use crate::ids::mint;
use crate::limits::{BOOK_TRIES_MAX, HOLD_TIME};
use crate::live::Change;
use crate::problem::{Answer, ApiError, fault};
use crate::published::InForce;
use crate::records::{self, OrderDocument, OrderPersonal};
use crate::state::AppState;
use crate::wire::addresses::read_address;
use crate::wire::orders::order as show_order;
use crate::wire::places::of_postcode;
use crate::wire::products::kept_product;
use crate::wire::quotes::entry;
use jiff::Timestamp;
use portolan_api::limits::BOOK_ITEMS_MAX;
use portolan_api::orders::{BookAnswer, BookItem, BookItemAnswer, BookRequest, Booked};
use portolan_api::{Fault, ProblemCode};
use portolan_model::{Address, HoldId, Money, OrderId};
use portolan_network::records::{RestrictionSubject, ServiceIdx};
use portolan_network::{Shipment, Snapshot, Word as _};
use portolan_routing::split::{Lane, Ordered, Planned, SplitError, may_smaller_pass, plan_ways};
use portolan_routing::{Live, Offer, Query, Refused, RefusedBy};
use portolan_store::{NewHold, OrderRow, StoreError};
use std::sync::Arc;

/// All that a booking is decided from.
struct Case<'a> {
    state: &'a AppState,
    caller: &'a Identity,
    network: Arc<InForce>,
    tenant: TenantProfile,
    row: OrderRow,
    document: OrderDocument,
    recipient: Address,
    sender: Address,
    service: ServiceIdx,
    request: &'a BookRequest,
    now: Timestamp,
}

/// A parcel with its route, its room held.
struct Routed {
    planned: Planned,
    offer: Offer,
    hold: Option<HoldId>,
    /// What was full when the route was found.
    live: Live,
}

/// Books one order.
pub async fn book_order(
    state: &AppState,
    caller: &Identity,
    id: OrderId,
    request: &BookRequest,
) -> Answer<Booked> {
    let case = load_case(state, caller, id, request).await?;
    let ordered = load_ordered(&case).await?;
    let ways = plan(&case, &ordered)?;
    let routed = route_order(&case, &ordered, ways).await?;
    if let Err(error) = save::save_parcels(&case, &ordered, &routed).await {
        release(&case, &routed).await;
        return Err(error);
    }
    state.live.tell(caller.scope, Change::Order, &id);
    state.live.tell_many(caller.scope, Change::Parcel);
    state.metrics.count("parcels_booked", &case.service_key(), routed.len() as u64);
    let row = state.store.order_find(caller.scope, id).await?;
    let row = row.ok_or_else(|| ApiError::not_found("order", &id.to_string()))?;
    let order = show_order(&row, &currencies(state))?;
    Ok(Booked { order, parcels: reading::parcels_of_order(state, caller, id).await? })
}

/// Books several orders, each answered by itself.
pub async fn book_orders(
    state: &AppState,
    caller: &Identity,
    items: &[BookItem],
) -> Answer<BookAnswer> {
    require_batch(items.len(), BOOK_ITEMS_MAX)?;
    let mut results = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let request = BookRequest { service: item.service.clone(), entry: item.entry };
        let booked = match OrderId::parse(&item.order) {
            Ok(id) => book_order(state, caller, id, &request).await,
            Err(_) => Err(ApiError::not_found("order", &item.order)),
        };
        let (booked, problem) = match booked {
            Ok(booked) => (Some(booked), None),
            Err(error) => (None, Some(error.into_problem())),
        };
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        results.push(BookItemAnswer { index, order: item.order.clone(), booked, problem });
    }
    Ok(BookAnswer { results })
}

impl Case<'_> {
    fn service_key(&self) -> String {
        self.network.snapshot.services[self.service].key.to_string()
    }
}

async fn load_case<'a>(
    state: &'a AppState,
    caller: &'a Identity,
    id: OrderId,
    request: &'a BookRequest,
) -> Answer<Case<'a>> {
    let row = state.store.order_find(caller.scope, id).await?;
    let row = row.ok_or_else(|| ApiError::not_found("order", &id.to_string()))?;
    if row.state != "open" {
        let detail = format!("order {id} is {} already", row.state);
        return Err(ApiError::new(ProblemCode::StateConflict, detail));
    }
    let network = state.network.get()?;
    let tenant = get_profile(state, caller).await?;
    let document: OrderDocument = records::from_text(&row.document)?;
    let erased = || ApiError::new(ProblemCode::StateConflict, "the order's address was erased");
    let personal: OrderPersonal = records::from_bytes(row.personal.kept().ok_or_else(erased)?)?;
    let recipient = read_address(&personal.recipient)?;
    let no_sender = || {
        let mend = "give `ship_from` with the order, or the tenant an address";
        ApiError::invalid_field(
            "ship_from",
            "nobody says where the goods lie",
            mend,
            "sender_missing",
        )
    };
    let sender = personal.ship_from.as_ref().or(tenant.address.as_ref()).ok_or_else(no_sender)?;
    let sender = read_address(sender)?;
    let service = request.service.as_ref().or(document.service.as_ref());
    let service = find_service(&network, service.map(String::as_str))?;
    let now = state.clock.now();
    Ok(Case {
        state,
        caller,
        network,
        tenant,
        row,
        document,
        recipient,
        sender,
        service,
        request,
        now,
    })
}

fn find_service(network: &InForce, key: Option<&str>) -> Answer<ServiceIdx> {
    let keys = || {
        let services = network.snapshot.services.iter().map(|service| service.key.to_string());
        format!("name one of {}", services.collect::<Vec<_>>().join(", "))
    };
    let Some(key) = key else {
        let what = "neither the request nor the order names a service";
        return Err(ApiError::invalid_field("service", what, &keys(), "service_missing"));
    };
    network.snapshot.find_service(key).ok_or_else(|| {
        let what = format!("the network has no service `{key}`");
        ApiError::invalid_field("service", what, &keys(), "service_unknown")
    })
}

/// The order's lines with their products.
async fn load_ordered(case: &Case<'_>) -> Answer<Vec<Ordered>> {
    let skus: Vec<String> = case.document.lines.iter().map(|line| line.sku.clone()).collect();
    let rows = case.state.store.products_find(case.caller.scope, &skus).await?;
    let currencies = &case.network.snapshot.currencies;
    let currency = currencies.get(&case.document.currency).map_err(ApiError::internal)?;
    let mut ordered = Vec::with_capacity(skus.len());
    let mut faults: Vec<Fault> = Vec::new();
    for (index, line) in case.document.lines.iter().enumerate() {
        let Some(row) = rows.iter().find(|row| row.sku == line.sku) else {
            let what = format!("no product has the SKU `{}`", line.sku);
            let field = format!("lines[{index}].sku");
            faults.push(fault(&field, what, "create the product first", "product_unknown"));
            continue;
        };
        let product = kept_product(&records::from_text(&row.document)?, currencies)?;
        let unit_price = Money::from_minor(line.unit_price_minor, currency);
        ordered.push(Ordered { product, pieces: line.quantity, unit_price });
    }
    if faults.is_empty() { Ok(ordered) } else { Err(ApiError::invalid(faults)) }
}

fn plan(case: &Case<'_>, ordered: &[Ordered]) -> Answer<Vec<Vec<Planned>>> {
    let snapshot = &case.network.snapshot;
    let country = snapshot.find_country(case.recipient.country()).ok_or_else(|| {
        let detail = format!("the network does not go to {}", case.recipient.country());
        ApiError::new(ProblemCode::NoRoute, detail)
    })?;
    let day = case.now.to_zoned(case.tenant.zone().zone().clone()).date();
    let lane = Lane { snapshot, service: case.service, country, day };
    plan_ways(lane, ordered, &case.tenant.boxes()).map_err(split_problem)
}

fn split_problem(error: SplitError) -> ApiError {
    match error {
        SplitError::PieceTooHeavy { .. } | SplitError::TooManyParcels => {
            ApiError::new(ProblemCode::NoRoute, error.to_string())
        }
        SplitError::MassRange { .. } => {
            let (what, code) = (error.to_string(), error.code());
            ApiError::invalid_field("lines", what, "divide the order", code)
        }
        _ => ApiError::internal(error),
    }
}

/// Routes the order in the first way, or, where rules on mass or size refuse that, in the next.
async fn route_order(
    case: &Case<'_>,
    ordered: &[Ordered],
    ways: Vec<Vec<Planned>>,
) -> Answer<Vec<Routed>> {
    let mut first = None;
    for way in ways {
        let mut routed = Vec::with_capacity(way.len());
        let Err(refusal) = route_all(case, ordered, way, &mut routed).await else {
            return Ok(routed);
        };
        release(case, &routed).await;
        let is_final = !refusal.smaller_may_pass;
        first.get_or_insert(refusal.error);
        if is_final {
            break;
        }
    }
    Err(first.unwrap_or_else(|| ApiError::internal("an order without a way to part it")))
}

/// Routes every planned parcel; what was routed before a failure is in `routed`, its room to be
/// given back.
async fn route_all(
    case: &Case<'_>,
    ordered: &[Ordered],
    planned: Vec<Planned>,
    routed: &mut Vec<Routed>,
) -> Result<(), Refusal> {
    for parcel in planned {
        let query = query_of(case, ordered, &parcel)?;
        routed.push(route_parcel(case, parcel, query).await?);
    }
    Ok(())
}

/// A parcel's query. Its value is that of the whole order: the parcels of one order are one consignment,
/// and parting it must not bring it under a limit on value.
fn query_of(case: &Case<'_>, ordered: &[Ordered], parcel: &Planned) -> Answer<Query> {
    let snapshot = &case.network.snapshot;
    let currency = parcel.value.currency();
    let end = |field: &str, address: &Address| {
        of_postcode(snapshot, field, address.country(), address.postcode().cloned())
            .map_err(|fault| ApiError::invalid(vec![fault]))
    };
    Ok(Query {
        from: end("ship_from.postcode", &case.sender)?.endpoint,
        to: end("recipient.postcode", &case.recipient)?.endpoint,
        ready: case.now,
        shipment: Shipment {
            actual: parcel.mass,
            size: parcel.size,
            goods: parcel.goods,
            value: Money::from_minor(case.document.total_minor, currency),
        },
        tier: case.tenant.tier(),
        currency: case.tenant.currency(snapshot),
        entry: entry(case.request.entry),
        given_fields: Some(given_fields(&case.recipient, &case.tenant, ordered, parcel)),
        explain: false,
    })
}

/// The service's best route on which there is room, and the hold on that room.
async fn route_parcel(case: &Case<'_>, planned: Planned, query: Query) -> Result<Routed, Refusal> {
    let snapshot = &case.network.snapshot;
    let mut live = find_full(case.state, case.caller.scope.mode, snapshot, &query).await?;
    for _ in 0..BOOK_TRIES_MAX {
        let (now, asked) = (live.clone(), query.clone());
        let found = searching::offer(case.state, &case.network, now, asked, case.service).await?;
        let offer = found.map_err(|refused| Refusal {
            error: refusal(case, &refused),
            smaller_may_pass: may_smaller_pass(snapshot, &refused),
        })?;
        let items = room_for(snapshot, &offer.route, query.shipment.actual.grams());
        if items.is_empty() {
            return Ok(Routed { planned, offer, hold: None, live });
        }
        let hold = NewHold { id: mint(case.now)?, items, expires_at: case.now + HOLD_TIME };
        match case.state.store.hold_place(case.caller.scope, &hold, case.now).await {
            Ok(()) => return Ok(Routed { planned, offer, hold: Some(hold.id), live }),
            Err(StoreError::OverCapacity { resource, .. }) => {
                let full = departure_of(snapshot, &resource);
                let full = full.ok_or_else(|| ApiError::internal("a hold on no departure"))?;
                live.full_departures.insert(full);
            }
            Err(error) => return Err(error.into()),
        }
    }
    let detail = "departures filled up faster than the order could be booked: try again";
    Err(ApiError::new(ProblemCode::CapacityTaken, detail).retry_after(1).into())
}

/// Why a parcel has no route.
struct Refusal {
    error: ApiError,
    /// Whether rules on mass or size stood against it, so that smaller parcels may pass.
    smaller_may_pass: bool,
}

impl<E: Into<ApiError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self { error: error.into(), smaller_may_pass: false }
    }
}

/// Why the service has no offer: data that is missing, or the rules against the parcel.
fn refusal(case: &Case<'_>, refused: &[Refused]) -> ApiError {
    let snapshot = &case.network.snapshot;
    let missing: Vec<Fault> = refused
        .iter()
        .filter_map(|one| match one.by {
            RefusedBy::MissingField(row) => Some((one, snapshot.required_fields[row].field)),
            _ => None,
        })
        .map(|(one, field)| {
            let mend = "add it to the order, or for fields of the sender to the tenant";
            fault(field.as_str(), one.reason.clone(), mend, "field_missing")
        })
        .collect();
    let name = &snapshot.services[case.service].name;
    let reasons = refused.iter().filter(|one| !matches!(one.by, RefusedBy::MissingField(_)));
    let reasons: Vec<Fault> = reasons
        .map(|one| {
            fault("service", reason_of(snapshot, one), "choose another service", one.by.code())
        })
        .collect();
    let (code, detail, mut faults) = if missing.is_empty() {
        let detail = format!("no route of {name} takes this parcel");
        (ProblemCode::NoRoute, detail, reasons)
    } else {
        let detail = format!("{name} asks for data that is not given");
        (ProblemCode::DataRequired, detail, missing)
    };
    faults.dedup();
    let mut error = ApiError::new(code, detail);
    error.problem.faults = faults;
    error
}

/// A reason with what refuses named, where that is a line.
fn reason_of(snapshot: &Snapshot, refused: &Refused) -> String {
    match refused.subject {
        RestrictionSubject::Line(line) => {
            format!("{}: {}", snapshot.lines[line].name, refused.reason)
        }
        _ => refused.reason.clone(),
    }
}

/// Gives held room back. What cannot be given back lapses by itself.
async fn release(case: &Case<'_>, routed: &[Routed]) {
    let holds: Vec<HoldId> = routed.iter().filter_map(|parcel| parcel.hold).collect();
    if holds.is_empty() {
        return;
    }
    let released = case.state.store.holds_release(case.caller.scope, &holds, case.now).await;
    if let Err(error) = released {
        tracing::warn!(code = error.code(), "held room lapses instead of being given back");
    }
}
