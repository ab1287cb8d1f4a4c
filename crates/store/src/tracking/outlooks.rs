//! Where parcels stand by their timelines, and what is wrong with them, as last looked at.

use crate::{
    Mode, NewOutbox, NewTimer, Page, Store, StoreError, TenantScope, bulk::Insert, outbox,
    parcels::own_key, row::Row, session::Session, timers, value::values,
};
use jiff::Timestamp;
use portolan_model::{ExceptionId, ParcelId};
use std::collections::BTreeMap;

/// Where a parcel stands, and what follows: saved in one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlookSave {
    /// The parcel.
    pub parcel: ParcelId,
    /// Its status, a word of tracking's.
    pub status: String,
    /// The state the parcel gets by it; none to leave it. A cancelled parcel keeps its own.
    pub state: Option<String>,
    /// What is to be expected of it, as JSON text.
    pub document: String,
    /// Everything that is wrong with it now: what is open and not in it is closed.
    pub exceptions: Vec<FoundException>,
    /// Why what is closed by this is closed, as JSON text.
    pub closing: String,
    /// When to look again; none where nothing more can happen by time alone.
    pub look_again: Option<NewTimer>,
    /// The kind of that timer.
    pub timer_kind: String,
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundException {
    /// Its public id, where it is new.
    pub id: ExceptionId,
    /// What it is, a word of the server's: one of a kind is open at a time.
    pub kind: String,
    /// Since when.
    pub since: Timestamp,
    /// What shows it, as JSON text.
    pub evidence: String,
}

/// An exception as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExceptionRow {
    /// Its key inside the store, for cursors.
    pub key: i64,
    /// Its public id.
    pub id: ExceptionId,
    /// The parcel.
    pub parcel: ParcelId,
    /// The number the parcel is tracked by.
    pub tracking_number: Option<String>,
    /// What it is.
    pub kind: String,
    /// Since when.
    pub since: Timestamp,
    /// What shows it.
    pub evidence: String,
    /// When it was found.
    pub opened_at: Timestamp,
    /// When it was found no more.
    pub closed_at: Option<Timestamp>,
    /// Why it was closed.
    pub closing: Option<String>,
}

/// Where a parcel stands, as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlookRow {
    /// The parcel.
    pub parcel: ParcelId,
    /// Its status.
    pub status: String,
    /// What is to be expected of it.
    pub document: String,
    /// When it was last looked at.
    pub updated_at: Timestamp,
}

/// Which exceptions to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExceptionQuery {
    /// The `next` of the page before.
    pub after: Option<i64>,
    /// Rows wanted.
    pub limit: u32,
    /// Only open ones.
    pub is_open: bool,
    /// Only this kind.
    pub kind: Option<String>,
    /// Only this parcel's.
    pub parcel: Option<ParcelId>,
}

const INSERT: Insert = Insert {
    table: "exceptions",
    columns: &["public_id", "parcel_id", "kind", "since", "evidence", "opened_at"],
    suffix: "",
};

impl Store {
    /// Saves where a parcel of the tenant's stands. Answers the kinds of exception opened and closed by it.
    pub async fn outlook_save(
        &self,
        scope: TenantScope,
        save: OutlookSave,
        now: Timestamp,
    ) -> Result<(Vec<String>, Vec<String>), StoreError> {
        self.write((scope, save, now), |session, (scope, save, now)| {
            Box::pin(save_outlook(session, *scope, save, *now))
        })
        .await
    }

    /// Where parcels that the tenant may see stand, of those looked at.
    pub async fn outlooks_find(
        &self,
        scope: TenantScope,
        parcels: &[ParcelId],
        now: Timestamp,
    ) -> Result<Vec<OutlookRow>, StoreError> {
        let head = "SELECT p.public_id, o.* FROM outlooks o JOIN parcels p ON p.id = o.parcel_id
            WHERE p.mode = $2 AND EXISTS (SELECT 1 FROM parcel_parties v
                WHERE v.parcel_id = p.id AND v.tenant_id = $1 AND v.valid_from <= $3
                AND (v.valid_to IS NULL OR v.valid_to > $3))
            AND p.public_id";
        let fixed = values![scope.tenant, scope.mode, now];
        let list = parcels.iter().map(|id| (*id).into()).collect();
        let rows = self.reader().await?.fetch_in(head, fixed, list, "").await?;
        let read = |row: &Row| {
            Ok(OutlookRow {
                parcel: row.id("public_id")?,
                status: row.text("status")?,
                document: row.text("document")?,
                updated_at: row.time("updated_at")?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// A page of exceptions of parcels that the tenant may see, newest first.
    pub async fn exceptions_list(
        &self,
        scope: TenantScope,
        query: &ExceptionQuery,
        now: Timestamp,
    ) -> Result<Page<ExceptionRow>, StoreError> {
        let closed = if query.is_open { "AND e.closed_at IS NULL" } else { "" };
        let sql = format!(
            "SELECT e.*, p.public_id AS parcel, p.tracking_number
            FROM exceptions e JOIN parcels p ON p.id = e.parcel_id
            WHERE p.mode = $2 AND e.id < $4 {closed}
            AND ($5 IS NULL OR e.kind = $5) AND ($6 IS NULL OR p.public_id = $6)
            AND EXISTS (SELECT 1 FROM parcel_parties v
                WHERE v.parcel_id = p.id AND v.tenant_id = $1 AND v.valid_from <= $3
                AND (v.valid_to IS NULL OR v.valid_to > $3))
            ORDER BY e.id DESC LIMIT $7"
        );
        let list =
            crate::ListQuery { after: query.after, limit: query.limit, ..Default::default() };
        let parcel = query.parcel.map(|id| id.as_bytes().to_vec());
        let (tenant, mode, kind) = (scope.tenant, scope.mode, query.kind.clone());
        let wanted = list.rows_wanted()?;
        let values = values![tenant, mode, now, list.below(), kind, parcel, wanted];
        let rows = self.reader().await?.fetch(sql, values).await?;
        let items = rows.iter().map(read).collect::<Result<_, _>>()?;
        Ok(Page::cut(items, query.limit, |row: &ExceptionRow| row.key))
    }

    /// How many exceptions are open, by mode and kind.
    pub async fn exceptions_count(&self) -> Result<Vec<(Mode, String, i64)>, StoreError> {
        let sql = "SELECT p.mode, e.kind, COUNT(*) AS n FROM exceptions e
            JOIN parcels p ON p.id = e.parcel_id WHERE e.closed_at IS NULL
            GROUP BY p.mode, e.kind ORDER BY p.mode, e.kind";
        let rows = self.reader().await?.fetch(sql, vec![]).await?;
        let count =
            |row: &Row| Ok((Mode::parse(&row.text("mode")?)?, row.text("kind")?, row.int("n")?));
        rows.iter().map(count).collect()
    }
}

async fn save_outlook(
    session: &mut Session,
    scope: TenantScope,
    save: &OutlookSave,
    now: Timestamp,
) -> Result<(Vec<String>, Vec<String>), StoreError> {
    let parcel = own_key(session, scope, save.parcel, now).await?;
    if let Some(state) = &save.state {
        let sql = "UPDATE parcels SET state = $2, version = version + 1, updated_at = $3
            WHERE id = $1 AND state <> $2 AND state <> 'cancelled'";
        session.execute(sql, values![parcel, state, now]).await?;
    }
    let sql = "INSERT INTO outlooks (parcel_id, status, document, updated_at)
        VALUES ($1, $2, $3, $4) ON CONFLICT (parcel_id) DO UPDATE SET
        status = excluded.status, document = excluded.document, updated_at = excluded.updated_at";
    session.execute(sql, values![parcel, &save.status, &save.document, now]).await?;
    let (opened, closed) = change_exceptions(session, parcel, save, now).await?;
    let object = save.parcel.to_string();
    match &save.look_again {
        Some(timer) => timers::set(session, scope, std::iter::once(timer)).await?,
        None => drop(timers::cancel(session, scope, &save.timer_kind, &object).await?),
    }
    let told = |topic: &str, kind: &String| NewOutbox {
        topic: topic.to_owned(),
        payload: format!("{{\"parcel\":\"{object}\",\"kind\":\"{kind}\"}}").into_bytes(),
        next_attempt_at: now,
    };
    let mut entries: Vec<NewOutbox> =
        opened.iter().map(|kind| told("exception.opened", kind)).collect();
    entries.extend(closed.iter().map(|kind| told("exception.closed", kind)));
    outbox::append(session, Some(scope), &entries, now).await?;
    Ok((opened, closed))
}

/// Opens what is new, closes what is found no more.
async fn change_exceptions(
    session: &mut Session,
    parcel: i64,
    save: &OutlookSave,
    now: Timestamp,
) -> Result<(Vec<String>, Vec<String>), StoreError> {
    let sql = "SELECT id, kind FROM exceptions WHERE parcel_id = $1 AND closed_at IS NULL";
    let mut open: BTreeMap<String, i64> = BTreeMap::new();
    for row in session.fetch_locked(sql, values![parcel]).await? {
        open.insert(row.text("kind")?, row.int("id")?);
    }
    let mut rows = Vec::new();
    let mut opened = Vec::new();
    for found in &save.exceptions {
        if open.remove(&found.kind).is_none() && !opened.contains(&found.kind) {
            opened.push(found.kind.clone());
            let (kind, evidence) = (&found.kind, &found.evidence);
            rows.push(values![found.id, parcel, kind, found.since, evidence, now]);
        }
    }
    session.insert(&INSERT, rows).await?;
    for id in open.values() {
        let sql = "UPDATE exceptions SET closed_at = $2, closing = $3 WHERE id = $1";
        session.execute(sql, values![*id, now, &save.closing]).await?;
    }
    Ok((opened, open.into_keys().collect()))
}

fn read(row: &Row) -> Result<ExceptionRow, StoreError> {
    Ok(ExceptionRow {
        key: row.int("id")?,
        id: row.id("public_id")?,
        parcel: row.id("parcel")?,
        tracking_number: row.text_maybe("tracking_number")?,
        kind: row.text("kind")?,
        since: row.time("since")?,
        evidence: row.text("evidence")?,
        opened_at: row.time("opened_at")?,
        closed_at: row.time_maybe("closed_at")?,
        closing: row.text_maybe("closing")?,
    })
}
