//! Quarantine: messages that could not be read, or not wholly, kept until what kept them from it is
//! mended and they are read again.

use super::{Realm, TellScope};
use crate::{
    ListQuery, Mode, Page, Store, StoreError,
    bulk::Insert,
    row::Row,
    seal::Table,
    session::Session,
    value::{Value, values},
};
use jiff::Timestamp;
use portolan_model::QuarantineId;

/// A message to be kept in quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewQuarantined {
    /// Its public id.
    pub id: QuarantineId,
    /// The adapter that could not read it.
    pub adapter: String,
    /// A stable code of what is wrong.
    pub reason: String,
    /// What is wrong, in words.
    pub detail: String,
    /// Its bytes; sealed before they are written.
    pub body: Vec<u8>,
}

/// A message in quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantineRow {
    /// Its key inside the store, for cursors.
    pub key: i64,
    /// Its public id.
    pub id: QuarantineId,
    /// The adapter that could not read it.
    pub adapter: String,
    /// A stable code of what is wrong.
    pub reason: String,
    /// What is wrong, in words.
    pub detail: String,
    /// Its bytes.
    pub body: Vec<u8>,
    /// How often it came.
    pub times: i64,
    /// When it came first.
    pub received_at: Timestamp,
    /// When it was settled.
    pub settled_at: Option<Timestamp>,
    /// How it was settled.
    pub settled_as: Option<Settled>,
}

/// How a message in quarantine was settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// It was read again, and wholly.
    Read,
    /// Somebody looked at it and put it aside.
    Dismissed,
}

impl Settled {
    /// The word kept and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Dismissed => "dismissed",
        }
    }
}

pub(super) struct SealedQuarantined {
    message: NewQuarantined,
    digest: [u8; 32],
    sealed: Vec<u8>,
}

/// The same message again is counted, not kept again; one that was settled is looked at anew.
const INSERT: Insert = Insert {
    table: "quarantine",
    columns: &[
        "public_id",
        "realm",
        "mode",
        "adapter",
        "digest",
        "reason",
        "detail",
        "body",
        "times",
        "received_at",
    ],
    suffix: "ON CONFLICT (realm, mode, digest) DO UPDATE SET times = quarantine.times + 1,
        reason = excluded.reason, detail = excluded.detail, settled_at = NULL, settled_as = NULL",
};

pub(super) async fn insert_quarantined(
    session: &mut Session,
    scope: TellScope,
    messages: &[SealedQuarantined],
    now: Timestamp,
) -> Result<(), StoreError> {
    let (realm, mode) = (scope.realm.key(), scope.mode);
    // One by one: PostgreSQL refuses to update a row twice in one statement.
    for one in messages {
        let m = &one.message;
        let sealed = one.sealed.as_slice();
        let (adapter, reason, detail) = (&m.adapter, &m.reason, &m.detail);
        let row =
            values![m.id, realm, mode, adapter, one.digest, reason, detail, sealed, 1_i64, now];
        session.insert(&INSERT, vec![row]).await?;
    }
    Ok(())
}

impl Store {
    pub(super) fn seal_quarantined(
        &self,
        _scope: TellScope,
        message: &NewQuarantined,
    ) -> Result<SealedQuarantined, StoreError> {
        let parts: [&[u8]; 3] = [b"quarantine", message.adapter.as_bytes(), &message.body];
        let digest = self.sealer().digest(&parts);
        let sealed = self.sealer().seal_direct(Table::Quarantine, &digest, &message.body)?;
        let message = NewQuarantined { body: vec![], ..message.clone() };
        Ok(SealedQuarantined { message, digest, sealed })
    }

    /// A page of a realm's quarantine, newest first; with `state` `open` only what is not settled.
    pub async fn quarantine_list(
        &self,
        scope: TellScope,
        query: &ListQuery,
    ) -> Result<Page<QuarantineRow>, StoreError> {
        let sql = "SELECT * FROM quarantine WHERE realm = $1 AND mode = $2 AND id < $3
            AND ($4 IS NULL OR settled_at IS NULL) ORDER BY id DESC LIMIT $5";
        let (realm, state) = (scope.realm.key(), query.state.clone());
        let wanted = query.rows_wanted()?;
        let values = values![realm, scope.mode, query.below(), state, wanted];
        let rows = self.reader().await?.fetch(sql, values).await?;
        let items = rows.iter().map(|row| self.read_quarantined(row)).collect::<Result<_, _>>()?;
        Ok(Page::cut(items, query.limit, |row: &QuarantineRow| row.key))
    }

    /// A message of a realm's quarantine.
    pub async fn quarantine_find(
        &self,
        scope: TellScope,
        id: QuarantineId,
    ) -> Result<Option<QuarantineRow>, StoreError> {
        let sql = "SELECT * FROM quarantine WHERE realm = $1 AND mode = $2 AND public_id = $3";
        let values = values![scope.realm.key(), scope.mode, id];
        let row = self.reader().await?.fetch_first(sql, values).await?;
        row.map(|row| self.read_quarantined(&row)).transpose()
    }

    /// Settles a message of the quarantine; true where it was open.
    pub async fn quarantine_settle(
        &self,
        scope: TellScope,
        id: QuarantineId,
        settled: Settled,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.write((scope, id, settled, now), |session, (scope, id, settled, now)| {
            Box::pin(async move {
                let sql = "UPDATE quarantine SET settled_at = $4, settled_as = $5
                    WHERE realm = $1 AND mode = $2 AND public_id = $3 AND settled_at IS NULL";
                let (realm, mode) = (scope.realm.key(), scope.mode);
                let values = values![realm, mode, *id, *now, settled.as_str()];
                Ok(session.execute(sql, values).await? > 0)
            })
        })
        .await
    }

    /// Removes what came first before an instant, settled or not; of very many the oldest first. Answers how
    /// many.
    pub async fn quarantine_expire(&self, before: Timestamp) -> Result<u64, StoreError> {
        self.write(before, |session, before| {
            Box::pin(async move {
                let sql = "DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine
                    WHERE received_at < $1 ORDER BY id LIMIT 10000)";
                session.execute(sql, values![*before]).await
            })
        })
        .await
    }

    /// How many messages of each realm and mode are not settled.
    pub async fn quarantine_count(&self) -> Result<Vec<(Realm, Mode, i64)>, StoreError> {
        let sql = "SELECT realm, mode, COUNT(*) AS n FROM quarantine WHERE settled_at IS NULL
            GROUP BY realm, mode ORDER BY realm, mode";
        let rows = self.reader().await?.fetch(sql, Vec::<Value>::new()).await?;
        let count = |row: &Row| {
            let realm = Realm::of(row.int("realm")?);
            Ok((realm, Mode::parse(&row.text("mode")?)?, row.int("n")?))
        };
        rows.iter().map(count).collect()
    }

    fn read_quarantined(&self, row: &Row) -> Result<QuarantineRow, StoreError> {
        let digest = row.hash("digest")?;
        let body = self.sealer().open_direct(Table::Quarantine, &digest, &row.blob("body")?);
        let settled = match row.text_maybe("settled_as")?.as_deref() {
            None => None,
            Some("read") => Some(Settled::Read),
            Some("dismissed") => Some(Settled::Dismissed),
            Some(_) => return Err(StoreError::corrupt("settled_as")),
        };
        Ok(QuarantineRow {
            key: row.int("id")?,
            id: row.id("public_id")?,
            adapter: row.text("adapter")?,
            reason: row.text("reason")?,
            detail: row.text("detail")?,
            body: body.ok_or_else(|| StoreError::corrupt("message in quarantine"))?,
            times: row.int("times")?,
            received_at: row.time("received_at")?,
            settled_at: row.time_maybe("settled_at")?,
            settled_as: settled,
        })
    }
}
