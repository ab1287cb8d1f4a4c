//! Booking and cancelling: each one transaction.

use super::{
    BookCommand, BookOutcome, CancelCommand, NewParcel, OrderCancel,
    visible::{INSERT_PARTIES, change_own, insert_identifiers},
};
use crate::{
    Store, StoreError, TenantScope, audit,
    bulk::Insert,
    holds::capacity,
    idempotency::{self, SealedCompletion},
    orders::write::{self, stale},
    outbox,
    page::search_text,
    personal::insert_data_keys,
    seal::{SealedSubject, Table},
    session::Session,
    timers, tracking,
    value::{Value, values},
};
use jiff::Timestamp;
use portolan_model::{IdentifierScheme, ParcelId, RouteId};
use std::collections::HashMap;

impl Store {
    /// Books an order's parcels: all or nothing. Of two bookings of one version exactly one wins, the other
    /// is a [`StoreError::Conflict`].
    pub async fn parcels_book(
        &self,
        scope: TenantScope,
        command: BookCommand,
        now: Timestamp,
    ) -> Result<BookOutcome, StoreError> {
        let booking = self.seal_booking(scope, command)?;
        self.write((scope, booking, now), |session, (scope, booking, now)| {
            Box::pin(book(session, *scope, booking, *now))
        })
        .await
    }

    /// Cancels a parcel of the tenant's and releases its capacity. Answers its new version.
    pub async fn parcel_cancel(
        &self,
        scope: TenantScope,
        command: CancelCommand,
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        let mut command = command;
        let completion = command.idempotency.take();
        let completion = completion.map(|c| self.seal_completion(scope, c)).transpose()?;
        let input = (scope, command, completion, now);
        self.write(input, |session, (scope, command, completion, now)| {
            Box::pin(cancel(session, *scope, (command, completion.as_ref()), *now))
        })
        .await
    }
}

impl Store {
    /// Cancels an order and its parcels: all or nothing. What was changed meanwhile is a
    /// [`StoreError::Conflict`].
    pub async fn order_cancel(
        &self,
        scope: TenantScope,
        command: OrderCancel,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write((scope, command, now), |session, (scope, command, now)| {
            Box::pin(cancel_order(session, *scope, command, *now))
        })
        .await
    }
}

/// A booking whose personal parts are sealed.
struct Booking {
    command: BookCommand,
    subjects: Vec<SealedSubject>,
    completion: Option<SealedCompletion>,
}

impl Store {
    fn seal_booking(
        &self,
        scope: TenantScope,
        mut command: BookCommand,
    ) -> Result<Booking, StoreError> {
        let mut subjects = Vec::with_capacity(command.parcels.len());
        for parcel in &mut command.parcels {
            let plain = std::mem::take(&mut parcel.personal);
            let subject = parcel.id.as_bytes();
            subjects.push(self.sealer().seal_subject(Table::Parcels, subject, &plain)?);
        }
        let completion = command.idempotency.take();
        let completion = completion.map(|c| self.seal_completion(scope, c)).transpose()?;
        Ok(Booking { command, subjects, completion })
    }
}

/// The scheme of identifiers that no scan is about.
const MERCHANT_REFERENCE: &str = IdentifierScheme::MerchantReference.as_str();

const INSERT_ROUTES: Insert = Insert {
    table: "routes",
    columns: &["public_id", "network_hash", "document", "created_at"],
    suffix: "RETURNING id, public_id",
};

const INSERT_PARCELS: Insert = Insert {
    table: "parcels",
    columns: &[
        "public_id",
        "mode",
        "state",
        "service",
        "tracking_number",
        "tracking_search",
        "route_id",
        "consignment_id",
        "charged_mass_grams",
        "price_minor",
        "currency",
        "entry",
        "version",
        "document",
        "personal",
        "created_at",
        "updated_at",
    ],
    suffix: "RETURNING id, public_id",
};

const INSERT_PARCEL_ORDERS: Insert =
    Insert { table: "parcel_orders", columns: &["parcel_id", "order_id"], suffix: "" };

/// Rows are always locked in this order: order, holds, idempotency record.
async fn book(
    session: &mut Session,
    scope: TenantScope,
    booking: &Booking,
    now: Timestamp,
) -> Result<BookOutcome, StoreError> {
    let command = &booking.command;
    let (order, order_version) = take_order(session, scope, command, now).await?;
    let consignment = insert_consignment(session, scope, command, now).await?;
    let parcel_keys = insert_parcels(session, scope, booking, (consignment, now)).await?;
    let links = parcel_keys.iter().map(|key| values![*key, order]).collect();
    session.insert(&INSERT_PARCEL_ORDERS, links).await?;
    let merchant = super::PartyRole::Merchant.as_str();
    let party = |key: &i64| values![*key, scope.tenant, merchant, now, None::<i64>];
    session.insert(&INSERT_PARTIES, parcel_keys.iter().map(party).collect()).await?;
    let keyed = || parcel_keys.iter().copied().zip(&command.parcels);
    let mut identifiers = Vec::new();
    for (key, parcel) in keyed() {
        for identifier in &parcel.identifiers {
            identifiers.push((key, identifier));
        }
    }
    insert_identifiers(session, &identifiers).await?;
    // A merchant's reference is no carrier's number: two merchants may have the same.
    let carried = identifiers.iter().filter(|(_, one)| one.scheme != MERCHANT_REFERENCE);
    let numbers: Vec<(i64, &str)> =
        carried.map(|(key, one)| (*key, one.search_key.as_str())).collect();
    tracking::link_booked(session, scope, &numbers, now).await?;
    for (key, parcel) in keyed() {
        capacity::confirm(session, scope, (&parcel.holds, Some(key)), now).await?;
    }
    timers::set(session, scope, command.parcels.iter().flat_map(|p| &p.timers)).await?;
    audit::append(session, Some(scope), &command.audit, now).await?;
    outbox::append(session, Some(scope), &command.outbox, now).await?;
    if let Some(completion) = &booking.completion {
        idempotency::complete(session, scope, completion).await?;
    }
    Ok(BookOutcome { order_version, parcel_keys })
}

/// Moves the order on, if it still has its version: of two bookings at once only one gets here.
async fn take_order(
    session: &mut Session,
    scope: TenantScope,
    command: &BookCommand,
    now: Timestamp,
) -> Result<(i64, i64), StoreError> {
    let sql = "UPDATE orders SET state = $5, document = COALESCE($6, document),
        version = version + 1, updated_at = $7
        WHERE tenant_id = $1 AND mode = $2 AND public_id = $3 AND version = $4
        RETURNING id, version";
    let (id, version) = (command.order, command.order_version);
    let (state, document) = (&command.order_state, &command.order_document);
    let values = values![scope.tenant, scope.mode, id, version, state, document, now];
    match session.fetch_first(sql, values).await? {
        Some(row) => Ok((row.int("id")?, row.int("version")?)),
        None => Err(stale(session, scope, id, version).await?),
    }
}

async fn insert_consignment(
    session: &mut Session,
    scope: TenantScope,
    command: &BookCommand,
    now: Timestamp,
) -> Result<Option<i64>, StoreError> {
    let Some(consignment) = &command.consignment else { return Ok(None) };
    let sql = "INSERT INTO consignments (public_id, tenant_id, mode, document, created_at)
        VALUES ($1, $2, $3, $4, $5) RETURNING id";
    let (id, document) = (consignment.id, &consignment.document);
    let row = session.fetch_first(sql, values![id, scope.tenant, scope.mode, document, now]);
    row.await?.map(|row| row.int("id")).transpose()
}

/// Answers the parcels' keys in the order given.
async fn insert_parcels(
    session: &mut Session,
    scope: TenantScope,
    booking: &Booking,
    (consignment, now): (Option<i64>, Timestamp),
) -> Result<Vec<i64>, StoreError> {
    let parcels = &booking.command.parcels;
    let route = |p: &NewParcel| values![p.route.id, p.route.network, &p.route.document, now];
    let mut routes: HashMap<RouteId, i64> = HashMap::new();
    for row in session.insert(&INSERT_ROUTES, parcels.iter().map(route).collect()).await? {
        routes.insert(row.id("public_id")?, row.int("id")?);
    }
    let sealed = parcels.iter().zip(&booking.subjects);
    let rows = sealed.clone().map(|(parcel, subject)| {
        let route = routes.get(&parcel.route.id);
        let route = *route.ok_or_else(|| StoreError::corrupt("route"))?;
        Ok(parcel_row(scope, (parcel, subject), (route, consignment), now))
    });
    let rows = rows.collect::<Result<Vec<_>, StoreError>>()?;
    let mut keys: HashMap<ParcelId, i64> = HashMap::new();
    for row in session.insert(&INSERT_PARCELS, rows).await? {
        keys.insert(row.id("public_id")?, row.int("id")?);
    }
    let data_keys = sealed.map(|(p, subject)| (*p.id.as_bytes(), subject.wrapped.as_slice()));
    insert_data_keys(session, Table::Parcels, data_keys, now).await?;
    let key_of = |parcel: &NewParcel| keys.get(&parcel.id).copied();
    parcels.iter().map(|p| key_of(p).ok_or_else(|| StoreError::corrupt("parcel key"))).collect()
}

fn parcel_row(
    scope: TenantScope,
    (parcel, subject): (&NewParcel, &SealedSubject),
    (route, consignment): (i64, Option<i64>),
    now: Timestamp,
) -> Vec<Value> {
    values![
        parcel.id,
        scope.mode,
        &parcel.state,
        &parcel.service,
        &parcel.tracking_number,
        parcel.tracking_number.as_deref().map(search_text),
        route,
        consignment,
        parcel.charged_mass_grams,
        parcel.price_minor,
        &parcel.currency,
        &parcel.entry,
        1,
        &parcel.document,
        subject.sealed.as_slice(),
        now,
        now,
    ]
}

async fn cancel_order(
    session: &mut Session,
    scope: TenantScope,
    command: &OrderCancel,
    now: Timestamp,
) -> Result<(), StoreError> {
    if command.parcels.is_empty() {
        write::update(session, scope, &command.order, now).await?;
    }
    for parcel in &command.parcels {
        cancel(session, scope, (parcel, None), now).await?;
    }
    audit::append(session, Some(scope), &command.audit, now).await
}

async fn cancel(
    session: &mut Session,
    scope: TenantScope,
    (command, completion): (&CancelCommand, Option<&SealedCompletion>),
    now: Timestamp,
) -> Result<i64, StoreError> {
    // The orders first, as booking does: two parcels of one order cancelled at once wait here, so that
    // the second sees the first.
    let lock = "SELECT o.id FROM orders o WHERE o.tenant_id = $1 AND o.mode = $2 AND o.id IN
        (SELECT b.order_id FROM parcel_orders b JOIN parcels p ON p.id = b.parcel_id
        WHERE p.public_id = $3) ORDER BY o.id";
    let orders = values![scope.tenant, scope.mode, command.parcel];
    session.fetch_locked(lock, orders).await?;
    let changed =
        (command.parcel, command.version, Some(&command.state), command.document.as_ref());
    let (key, version) = change_own(session, scope, changed, now).await?;
    capacity::release_parcel(session, key, now).await?;
    if let Some(order_state) = &command.order_state {
        let sql = "UPDATE orders SET state = $5, version = version + 1, updated_at = $6
            WHERE tenant_id = $1 AND mode = $2
            AND id IN (SELECT order_id FROM parcel_orders WHERE parcel_id = $3)
            AND NOT EXISTS (SELECT 1 FROM parcel_orders b JOIN parcels p ON p.id = b.parcel_id
                WHERE b.order_id = orders.id AND p.state <> $4)";
        let (tenant, mode, state) = (scope.tenant, scope.mode, &command.state);
        session.execute(sql, values![tenant, mode, key, state, order_state, now]).await?;
    }
    let object = command.parcel.to_string();
    for kind in &command.cancel_timers {
        timers::cancel(session, scope, kind, &object).await?;
    }
    audit::append(session, Some(scope), &command.audit, now).await?;
    outbox::append(session, Some(scope), &command.outbox, now).await?;
    if let Some(completion) = completion {
        idempotency::complete(session, scope, completion).await?;
    }
    Ok(version)
}
