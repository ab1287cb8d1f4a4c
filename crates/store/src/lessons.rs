//! What parcels taught of how long legs take: documents by day, and how far each parcel has taught.
//!
//! A change is decided on a version and saved whole, with the parcels it is of, or not at all: so a parcel
//! teaches each of its scans once, whatever ends between steps and whoever else learns at the same time.

use crate::{
    BATCH_ROWS_MAX, Mode, Store, StoreError, TenantKey, TenantScope, bulk::Insert, row::Row,
    session::Session, tracking::ParcelRef, value::values,
};
use jiff::Timestamp;
use portolan_model::{ParcelId, RouteId};

/// How far learning is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearningRow {
    /// Grows with every change.
    pub version: i64,
    /// What is told of it, as JSON text.
    pub document: String,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// What of a kind was seen on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonDay {
    /// The kind, a word of the caller's.
    pub kind: String,
    /// The day's number, from 1970.
    pub day: i32,
    /// What it taught, in the caller's format.
    pub document: String,
}

/// A parcel that may teach something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParcelToTeach {
    /// The parcel.
    pub parcel: ParcelRef,
    /// Its state.
    pub state: String,
    /// The service it was booked with.
    pub service: String,
    /// When it was booked.
    pub created_at: Timestamp,
    /// The route it was booked on.
    pub route: RouteId,
    /// That route, as JSON text.
    pub route_document: String,
    /// The last scan it has taught by: when, and which moment of its way in the caller's count.
    pub taught_to: Option<(Timestamp, i64)>,
    /// When it was judged by the dates it was told; none where it was not yet.
    pub judged_at: Option<Timestamp>,
}

/// How far a parcel has taught.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParcelTaught {
    /// The parcel.
    pub parcel: ParcelRef,
    /// The last scan it has taught by.
    pub taught_to: Option<(Timestamp, i64)>,
    /// When it was judged by the dates it was told.
    pub judged_at: Option<Timestamp>,
    /// When it may teach more; none where it never will.
    pub due_at: Option<Timestamp>,
}

/// What some parcels taught: saved in one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonsSave {
    /// Whose parcels.
    pub mode: Mode,
    /// The version it was decided on; another by now is a conflict.
    pub version: i64,
    /// The days that changed, each whole.
    pub days: Vec<LessonDay>,
    /// The parcels.
    pub parcels: Vec<ParcelTaught>,
    /// What is told of the learning from now on.
    pub document: String,
    /// Days before this one are forgotten.
    pub kept_from: i32,
}

const ENROL: &str = "INSERT INTO parcel_lessons (parcel_id, mode, due_at)
    SELECT id, mode, $4 FROM parcels WHERE mode = $1 AND id > $2 AND id <= $3
    ON CONFLICT DO NOTHING";
const DAYS: Insert = Insert {
    table: "lesson_days",
    columns: &["mode", "kind", "day", "version", "document"],
    suffix: "ON CONFLICT (mode, kind, day) DO UPDATE SET version = excluded.version,
        document = excluded.document",
};
const PARCELS: Insert = Insert {
    table: "parcel_lessons",
    columns: &["parcel_id", "mode", "taught_to", "taught_mark", "judged_at", "due_at"],
    suffix: "ON CONFLICT (parcel_id) DO UPDATE SET taught_to = excluded.taught_to,
        taught_mark = excluded.taught_mark, judged_at = excluded.judged_at, due_at = excluded.due_at",
};

impl Store {
    /// How far learning from the parcels of a mode is; none where nothing was learned yet.
    pub async fn learning_find(&self, mode: Mode) -> Result<Option<LearningRow>, StoreError> {
        let sql = "SELECT version, document, updated_at FROM learnings WHERE mode = $1";
        let row = self.reader().await?.fetch_first(sql, values![mode]).await?;
        let read = |row: Row| {
            let (version, updated_at) = (row.int("version")?, row.time("updated_at")?);
            Ok(LearningRow { version, document: row.text("document")?, updated_at })
        };
        row.map(read).transpose()
    }

    /// The days that changed after a version, 0 for all of them.
    pub async fn lesson_days_list(
        &self,
        mode: Mode,
        after_version: i64,
    ) -> Result<Vec<LessonDay>, StoreError> {
        let sql = "SELECT kind, day, document FROM lesson_days WHERE mode = $1 AND version > $2
            ORDER BY kind, day";
        let rows = self.reader().await?.fetch(sql, values![mode, after_version]).await?;
        let read = |row: &Row| {
            let day = i32::try_from(row.int("day")?).map_err(|_| StoreError::corrupt("day"))?;
            Ok(LessonDay { kind: row.text("kind")?, day, document: row.text("document")? })
        };
        rows.iter().map(read).collect()
    }

    /// Takes in parcels booked before an instant, oldest first, at most `limit`: each is due from then on.
    /// Answers how many were looked at. An instant well before now leaves no booking out that is still being
    /// saved.
    pub async fn lessons_enrol(
        &self,
        mode: Mode,
        booked_before: Timestamp,
        limit: u32,
    ) -> Result<u64, StoreError> {
        self.write((mode, booked_before, limit), |session, (mode, before, limit)| {
            Box::pin(enrol(session, *mode, *before, *limit))
        })
        .await
    }

    /// Parcels that are due, longest first, at most `limit`.
    pub async fn lessons_due(
        &self,
        mode: Mode,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<ParcelToTeach>, StoreError> {
        let sql =
            "SELECT l.taught_to, l.taught_mark, l.judged_at, p.id, p.public_id, p.state, p.service,
            p.created_at,
            r.public_id AS route, r.document, v.tenant_id
            FROM parcel_lessons l JOIN parcels p ON p.id = l.parcel_id
            JOIN routes r ON r.id = p.route_id
            JOIN parcel_parties v ON v.parcel_id = p.id AND v.role = 'merchant'
            WHERE l.mode = $1 AND l.due_at <= $2 ORDER BY l.due_at, l.parcel_id LIMIT $3";
        let values = values![mode, now, i64::from(limit)];
        let rows = self.reader().await?.fetch(sql, values).await?;
        let read = |row: &Row| {
            let id: ParcelId = row.id("public_id")?;
            let scope = TenantScope::new(TenantKey(row.int("tenant_id")?), mode);
            Ok(ParcelToTeach {
                parcel: ParcelRef { id, scope, key: row.int("id")? },
                state: row.text("state")?,
                service: row.text("service")?,
                created_at: row.time("created_at")?,
                route: row.id("route")?,
                route_document: row.text("document")?,
                taught_to: row.time_maybe("taught_to")?.zip(row.int_maybe("taught_mark")?),
                judged_at: row.time_maybe("judged_at")?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// Saves what parcels taught; [`StoreError::Conflict`] where somebody else learned meanwhile. Answers the
    /// new version.
    pub async fn lessons_save(&self, save: LessonsSave, now: Timestamp) -> Result<i64, StoreError> {
        if save.days.len().max(save.parcels.len()) > BATCH_ROWS_MAX {
            let limit = i64::try_from(BATCH_ROWS_MAX).unwrap_or(i64::MAX);
            return Err(StoreError::Limit { what: "rows in one set", limit });
        }
        self.write((save, now), |session, (save, now)| Box::pin(save_lessons(session, save, *now)))
            .await
    }
}

/// Makes sure that a mode has its row.
async fn begin(session: &mut Session, mode: Mode, now: Timestamp) -> Result<(), StoreError> {
    let sql = "INSERT INTO learnings (mode, version, enrolled_to, document, updated_at)
        VALUES ($1, 0, 0, '{}', $2) ON CONFLICT DO NOTHING";
    session.execute(sql, values![mode, now]).await.map(drop)
}

async fn enrol(
    session: &mut Session,
    mode: Mode,
    before: Timestamp,
    limit: u32,
) -> Result<u64, StoreError> {
    begin(session, mode, before).await?;
    let sql = "SELECT enrolled_to FROM learnings WHERE mode = $1";
    let rows = session.fetch_locked(sql, values![mode]).await?;
    let from = rows.first().ok_or_else(|| StoreError::corrupt("mode"))?.int("enrolled_to")?;
    // Keys grow with time, but for bookings made at once: what follows the first young one waits with it.
    let sql = "SELECT id, created_at FROM parcels WHERE id > $1 ORDER BY id LIMIT $2";
    let mut to = from;
    let mut looked = 0;
    for row in session.fetch(sql, values![from, i64::from(limit)]).await? {
        if row.time("created_at")? >= before {
            break;
        }
        to = row.int("id")?;
        looked += 1;
    }
    if looked > 0 {
        session.execute(ENROL, values![mode, from, to, before]).await?;
        let sql = "UPDATE learnings SET enrolled_to = $2 WHERE mode = $1";
        session.execute(sql, values![mode, to]).await?;
    }
    Ok(looked)
}

async fn save_lessons(
    session: &mut Session,
    save: &LessonsSave,
    now: Timestamp,
) -> Result<i64, StoreError> {
    begin(session, save.mode, now).await?;
    let sql = "UPDATE learnings SET version = version + 1, document = $3, updated_at = $4
        WHERE mode = $1 AND version = $2";
    let values = values![save.mode, save.version, &save.document, now];
    if session.execute(sql, values).await? == 0 {
        return Err(StoreError::conflict("somebody else learned meanwhile"));
    }
    let version = save.version + 1;
    let days = save.days.iter();
    let days =
        days.map(|one| values![save.mode, &one.kind, i64::from(one.day), version, &one.document]);
    session.insert(&DAYS, days.collect()).await?;
    let parcels = save.parcels.iter().map(|one| {
        let (at, mark) = (one.taught_to.map(|to| to.0), one.taught_to.map(|to| to.1));
        values![one.parcel.key, save.mode, at, mark, one.judged_at, one.due_at]
    });
    session.insert(&PARCELS, parcels.collect()).await?;
    let sql = "DELETE FROM lesson_days WHERE mode = $1 AND day < $2";
    session.execute(sql, values![save.mode, i64::from(save.kept_from)]).await?;
    Ok(version)
}
