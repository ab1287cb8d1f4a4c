//! What a booking leaves in the store: parcels with routes, their consignment, audit and outbox.

use super::number::next_number;
use super::{Case, Ordered, Routed};
use crate::app::declaring::declare;
use crate::app::watching::WATCH;
use crate::ids::mint;
use crate::limits::LOOK_AGAIN;
use crate::problem::{Answer, ApiError};
use crate::published::InForce;
use crate::records::{
    self, ConsignmentDocument, DeclaredItem, LabelDocument, OrderDocument, ParcelDocument,
    ParcelPersonal, RouteDocument,
};
use crate::wire::addresses::address;
use crate::wire::parcels::entry_word;
use crate::wire::promises::{Known, Promises, number_of, rounded};
use crate::wire::routes;
use jiff::civil;
use portolan_api::ProblemCode;
use portolan_api::manifests::EntryKind;
use portolan_api::parcels::ParcelItem;
use portolan_model::{Identifier, IdentifierScheme, ParcelId, ParcelState};
use portolan_network::Snapshot;
use portolan_routing::Route;
use portolan_routing::split::Share;
use portolan_store::{
    BookCommand, NewAudit, NewConsignment, NewIdentifier, NewOutbox, NewParcel, NewRoute, NewTimer,
    StoreError,
};

/// Saves every parcel of the order, or nothing.
pub async fn save_parcels(case: &Case<'_>, ordered: &[Ordered], routed: &[Routed]) -> Answer<()> {
    let mut parcels = Vec::with_capacity(routed.len());
    for parcel in routed {
        let number = next_number(case, parcel).await?;
        parcels.push(new_parcel(case, ordered, parcel, &number)?);
    }
    let order = case.row.id.to_string();
    let ids: Vec<String> = parcels.iter().map(|parcel| parcel.id.to_string()).collect();
    let told = serde_json::json!({ "order": order, "parcels": ids });
    let document = OrderDocument { service: Some(case.service_key()), ..case.document.clone() };
    let command = BookCommand {
        order: case.row.id,
        order_version: case.row.version,
        order_state: "booked".to_owned(),
        order_document: Some(records::to_text(&document)?),
        parcels,
        consignment: Some(consignment(case, ordered, routed)?),
        audit: vec![NewAudit {
            actor: case.caller.actor(),
            action: "order.book".to_owned(),
            object: order,
            detail: told.to_string(),
        }],
        outbox: vec![NewOutbox {
            topic: "order.booked".to_owned(),
            payload: told.to_string().into_bytes(),
            next_attempt_at: case.now,
        }],
        idempotency: None,
    };
    let saved = case.state.store.parcels_book(case.caller.scope, command, case.now).await;
    saved.map(|_| ()).map_err(|error| match error {
        StoreError::Conflict { .. } => {
            let detail = "the order was booked or changed at the same time: read it again";
            ApiError::new(ProblemCode::StateConflict, detail)
        }
        other => other.into(),
    })
}

fn new_parcel(
    case: &Case<'_>,
    ordered: &[Ordered],
    routed: &Routed,
    number: &Identifier,
) -> Answer<NewParcel> {
    let snapshot = &case.network.snapshot;
    let offer = &routed.offer;
    let mut sold = routes::offer(snapshot, offer, routed.planned.mass.grams());
    let InForce { times, levels, .. } = &*case.network;
    let known = Known { times, live: &routed.live, levels };
    let promised = Promises::new(snapshot, known).tell(&mut sold, &offer.route, case.now);
    // Where too few would ever arrive by the distribution, the date is that of the walk at p90.
    let promised_on = promised.as_ref().map_or(offer.route.date_p90, |told| told.promised.date);
    let foretold = promised.into_iter().flat_map(|told| told.foretold);
    // A parcel keeps its date, not the reasons: they would be most of what is stored of it.
    if let Some(promise) = &mut sold.promise {
        promise.by_date.clear();
        promise.parts.clear();
    }
    let charged_mass_grams = sold.charged_mass_grams.into();
    let price = offer.price;
    let cost = offer.route.price;
    let document = parcel_document(case, ordered, routed, (number, promised_on));
    let personal = ParcelPersonal {
        recipient: address(&case.recipient),
        sender: address(&case.sender),
        sender_en: case.tenant.address_en.clone(),
    };
    let route = RouteDocument {
        sold,
        cost_minor: cost.minor(),
        cost_currency: cost.currency().code().to_owned(),
        foretold: foretold.map(|one| (number_of(one.date), rounded(one.probability, 4))).collect(),
    };
    let id: ParcelId = mint(case.now)?;
    // A parcel that nobody ever scans is looked at too.
    let watch = NewTimer {
        kind: WATCH.to_owned(),
        object: id.to_string(),
        due_at: case.now + LOOK_AGAIN,
        payload: "{}".to_owned(),
    };
    Ok(NewParcel {
        id,
        state: ParcelState::Booked.to_string(),
        service: case.service_key(),
        tracking_number: Some(number.to_string()),
        identifiers: identifiers(case, number),
        route: NewRoute {
            id: mint(case.now)?,
            network: case.network.hash,
            document: records::to_text(&route)?,
        },
        charged_mass_grams,
        price_minor: price.minor(),
        currency: price.currency().code().to_owned(),
        entry: entry_word(entry_of(snapshot, &offer.route)).to_owned(),
        document: records::to_text(&document)?,
        personal: records::to_bytes(&personal)?,
        holds: routed.hold.into_iter().collect(),
        timers: vec![watch],
    })
}

/// The number, and the merchant's own reference to look the parcel up by.
fn identifiers(case: &Case<'_>, number: &Identifier) -> Vec<NewIdentifier> {
    let reference = Identifier::read(IdentifierScheme::MerchantReference, &case.row.reference);
    let known = [Some(number.clone()), reference.ok()].into_iter().flatten();
    known
        .map(|identifier| NewIdentifier {
            scheme: identifier.scheme().to_string(),
            value: identifier.to_string(),
            search_key: identifier.search_key(),
        })
        .collect()
}

fn entry_of(snapshot: &Snapshot, route: &Route) -> EntryKind {
    let first = route.legs.first().map(|leg| &snapshot.legs[leg.leg]);
    if first.is_some_and(|leg| leg.is_drop_off) {
        EntryKind::DropOff
    } else {
        EntryKind::Collection
    }
}

fn parcel_document(
    case: &Case<'_>,
    ordered: &[Ordered],
    routed: &Routed,
    (number, promised_on): (&Identifier, civil::Date),
) -> ParcelDocument {
    let planned = &routed.planned;
    let item = |share: &Share| ParcelItem {
        sku: ordered[share.thing].product.sku().to_string(),
        quantity: share.pieces,
    };
    ParcelDocument {
        order: case.row.id.to_string(),
        reference: case.row.reference.clone(),
        country: case.document.country.clone(),
        scheme: number.scheme().to_string(),
        mass_grams: planned.mass.grams(),
        packaging: planned.packaging.as_ref().map(ToString::to_string),
        size: planned.size.map(|size| size.to_string()),
        items: planned.shares.iter().map(item).collect(),
        declared: declare(ordered, planned),
        declared_currency: case.document.currency.clone(),
        promised_on: promised_on.to_string(),
        undeliverable: case.document.undeliverable.clone(),
        label: label_document(case, &routed.offer.route),
    }
}

/// What the label says of the route: who takes the parcel first, and where it enters the other country.
fn label_document(case: &Case<'_>, route: &Route) -> LabelDocument {
    let snapshot = &case.network.snapshot;
    let line = routes::lines_of(route).first().map(|line| snapshot.lines[*line].name.clone());
    let mut legs = route.legs.iter().map(|leg| &snapshot.legs[leg.leg]);
    let first = legs.clone().next();
    let crossing = legs.find(|leg| leg.crosses_border);
    let code_of = |node: &portolan_network::records::Node| {
        let codes = [&node.impc, &node.iata, &node.unlocode];
        codes.into_iter().find(|code| !code.is_empty()).cloned()
    };
    let drop_off = first.filter(|leg| leg.is_drop_off);
    LabelDocument {
        service: snapshot.services[case.service].name.clone(),
        line: line.unwrap_or_default(),
        operator: first
            .map_or_else(String::new, |leg| snapshot.operators[leg.operator].name.clone()),
        sort_code: crossing.and_then(|leg| code_of(&snapshot.nodes[leg.to])),
        is_postal_export: crossing
            .and_then(|leg| leg.clearance.as_ref())
            .is_some_and(|clearance| clearance.as_str() == "postal"),
        drop_off: drop_off.map(|leg| snapshot.nodes[leg.to].name.clone()),
        time_zone: snapshot.nodes[route.origin].clock.name().as_str().to_owned(),
    }
}

/// Goods of one order to one consignee on one day are declared together.
fn consignment(case: &Case<'_>, ordered: &[Ordered], routed: &[Routed]) -> Answer<NewConsignment> {
    let items: Vec<DeclaredItem> =
        routed.iter().flat_map(|parcel| declare(ordered, &parcel.planned)).collect();
    let document = ConsignmentDocument {
        incoterm: "DDU".to_owned(),
        country: case.document.country.clone(),
        currency: case.document.currency.clone(),
        items,
    };
    Ok(NewConsignment { id: mint(case.now)?, document: records::to_text(&document)? })
}
