//! Parcels: booked in one transaction, cancelled in one, seen by their parties alone.

mod booking;
mod types;
mod visible;

use visible::{INSERT_PARTIES, PAGE, SELECT, VISIBLE, change_own, insert_identifiers, search_key};
pub(crate) use visible::{own_key, own_keys, visible_key};

pub use types::{
    BookCommand, BookOutcome, CancelCommand, ConsignmentRow, IdentifierRow, NewConsignment,
    NewIdentifier, NewParcel, NewParty, NewRoute, OrderCancel, ParcelChange, ParcelRow, PartyRole,
    RouteRow,
};

use crate::{
    ListQuery, PAGE_ROWS_MAX, Page, Store, StoreError, TenantScope, audit, outbox,
    value::{Value, values},
};
use jiff::Timestamp;
use portolan_model::{ConsignmentId, OrderId, ParcelId};

impl Store {
    /// The parcel with this public id, if the tenant may see it at `now`.
    pub async fn parcel_find(
        &self,
        scope: TenantScope,
        id: ParcelId,
        now: Timestamp,
    ) -> Result<Option<ParcelRow>, StoreError> {
        Ok(self.parcels_find(scope, &[id], now).await?.into_iter().next())
    }

    /// The parcels with these public ids that the tenant may see, in no order.
    pub async fn parcels_find(
        &self,
        scope: TenantScope,
        ids: &[ParcelId],
        now: Timestamp,
    ) -> Result<Vec<ParcelRow>, StoreError> {
        let list = ids.iter().map(|id| Value::from(*id)).collect();
        self.parcels_in(scope, "AND p.public_id", list, now).await
    }

    /// The parcels of an order that the tenant may see, in the order booked.
    pub async fn parcels_of_order(
        &self,
        scope: TenantScope,
        order: OrderId,
        now: Timestamp,
    ) -> Result<Vec<ParcelRow>, StoreError> {
        let sql = format!(
            "{SELECT} AND p.id IN (SELECT b.parcel_id FROM parcel_orders b
            JOIN orders o ON o.id = b.order_id WHERE o.public_id = $4) ORDER BY p.id"
        );
        self.parcels_read(sql, values![scope.tenant, scope.mode, now, order]).await
    }

    /// The orders a parcel was booked for.
    pub async fn orders_of_parcel(
        &self,
        scope: TenantScope,
        parcel: ParcelId,
        now: Timestamp,
    ) -> Result<Vec<OrderId>, StoreError> {
        let mut reader = self.reader().await?;
        let Some(key) = visible_key(&mut reader, scope, parcel, now).await? else {
            return Ok(vec![]);
        };
        let sql = "SELECT o.public_id FROM parcel_orders b JOIN orders o ON o.id = b.order_id
            WHERE b.parcel_id = $1 AND o.tenant_id = $2 AND o.mode = $3 ORDER BY o.id";
        let rows = reader.fetch(sql, values![key, scope.tenant, scope.mode]).await?;
        rows.iter().map(|row| row.id("public_id")).collect()
    }

    /// The parcels known by an identifier's search key (letters and digits, upper case).
    pub async fn parcels_find_by_identifier(
        &self,
        scope: TenantScope,
        search_key: &str,
        now: Timestamp,
    ) -> Result<Vec<ParcelRow>, StoreError> {
        let sql = format!(
            "{SELECT} AND p.id IN (SELECT parcel_id FROM parcel_identifiers WHERE search_key = $4)
            ORDER BY p.id DESC LIMIT $5"
        );
        let limit = i64::from(PAGE_ROWS_MAX);
        let values = values![scope.tenant, scope.mode, now, search_key, limit];
        self.parcels_read(sql, values).await
    }

    /// A page of parcels that the tenant may see; `text` searches the tracking number and the identifiers.
    pub async fn parcels_list(
        &self,
        scope: TenantScope,
        query: &ListQuery,
        now: Timestamp,
    ) -> Result<Page<ParcelRow>, StoreError> {
        let key = query.text.as_deref().map(search_key);
        let values = values![
            scope.tenant,
            scope.mode,
            now,
            query.below(),
            &query.state,
            query.pattern(),
            key,
            query.rows_wanted()?,
        ];
        let items = self.parcels_read(format!("{SELECT} {PAGE}"), values).await?;
        Ok(Page::cut(items, query.limit, |row| row.key))
    }

    /// How many parcels are in each state.
    pub async fn parcels_count(
        &self,
        scope: TenantScope,
        now: Timestamp,
    ) -> Result<Vec<(String, i64)>, StoreError> {
        let sql = format!(
            "SELECT p.state, COUNT(*) AS n FROM parcels p WHERE p.mode = $2 AND {VISIBLE}
            GROUP BY p.state ORDER BY p.state"
        );
        let values = values![scope.tenant, scope.mode, now];
        let rows = self.reader().await?.fetch(sql, values).await?;
        rows.iter().map(|row| Ok((row.text("state")?, row.int("n")?))).collect()
    }

    /// The identifiers a parcel is known by.
    pub async fn parcel_identifiers(
        &self,
        scope: TenantScope,
        parcel: ParcelId,
        now: Timestamp,
    ) -> Result<Vec<IdentifierRow>, StoreError> {
        let mut reader = self.reader().await?;
        let Some(key) = visible_key(&mut reader, scope, parcel, now).await? else {
            return Ok(vec![]);
        };
        let sql = "SELECT scheme, value FROM parcel_identifiers WHERE parcel_id = $1 ORDER BY id";
        let rows = reader.fetch(sql, values![key]).await?;
        rows.iter()
            .map(|row| Ok(IdentifierRow { scheme: row.text("scheme")?, value: row.text("value")? }))
            .collect()
    }

    /// Adds identifiers to a parcel of the tenant's; known ones are passed over.
    pub async fn parcel_identifiers_add(
        &self,
        scope: TenantScope,
        parcel: ParcelId,
        identifiers: &[NewIdentifier],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let input = (scope, parcel, identifiers.to_vec(), now);
        self.write(input, |session, (scope, parcel, identifiers, now)| {
            Box::pin(async move {
                let key = own_key(session, *scope, *parcel, *now).await?;
                let keyed: Vec<_> = identifiers.iter().map(|one| (key, one)).collect();
                insert_identifiers(session, &keyed).await
            })
        })
        .await
    }

    /// The route a parcel was booked on.
    pub async fn parcel_route(
        &self,
        scope: TenantScope,
        parcel: ParcelId,
        now: Timestamp,
    ) -> Result<Option<RouteRow>, StoreError> {
        let mut reader = self.reader().await?;
        let Some(key) = visible_key(&mut reader, scope, parcel, now).await? else {
            return Ok(None);
        };
        let sql = "SELECT r.* FROM routes r JOIN parcels p ON p.route_id = r.id WHERE p.id = $1";
        let Some(row) = reader.fetch_first(sql, values![key]).await? else { return Ok(None) };
        let (id, network) = (row.id("public_id")?, row.hash("network_hash")?);
        Ok(Some(RouteRow { id, network, document: row.text("document")? }))
    }

    /// A consignment of the tenant's.
    pub async fn consignment_find(
        &self,
        scope: TenantScope,
        id: ConsignmentId,
    ) -> Result<Option<ConsignmentRow>, StoreError> {
        let sql = "SELECT * FROM consignments
            WHERE tenant_id = $1 AND mode = $2 AND public_id = $3";
        let values = values![scope.tenant, scope.mode, id];
        let Some(row) = self.reader().await?.fetch_first(sql, values).await? else {
            return Ok(None);
        };
        let (id, created_at) = (row.id("public_id")?, row.time("created_at")?);
        Ok(Some(ConsignmentRow { id, document: row.text("document")?, created_at }))
    }

    /// Changes one parcel of the tenant's if it still has its version, else [`StoreError::Conflict`].
    /// Answers the new version.
    pub async fn parcel_update(
        &self,
        scope: TenantScope,
        change: ParcelChange,
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        self.write((scope, change, now), |session, (scope, change, now)| {
            Box::pin(async move {
                let ParcelChange { id, version, state, document, audit, outbox } = change;
                let changed = (*id, *version, state.as_ref(), document.as_ref());
                let (_, version) = change_own(session, *scope, changed, *now).await?;
                audit::append(session, Some(*scope), audit, *now).await?;
                outbox::append(session, Some(*scope), outbox, *now).await?;
                Ok(version)
            })
        })
        .await
    }

    /// Lets another tenant see a parcel of this tenant's.
    pub async fn parcel_party_add(
        &self,
        scope: TenantScope,
        parcel: ParcelId,
        party: &NewParty,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let input = (scope, parcel, party.clone(), now);
        self.write(input, |session, (scope, parcel, party, now)| {
            Box::pin(async move {
                let key = own_key(session, *scope, *parcel, *now).await?;
                let (role, tenant) = (party.role.as_str(), party.tenant);
                let row = values![key, tenant, role, party.valid_from, party.valid_to];
                session.insert(&INSERT_PARTIES, vec![row]).await.map(drop)
            })
        })
        .await
    }
}
