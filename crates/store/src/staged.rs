//! Staged files: sent, looked at and mended before anything of them is kept.
//!
//! The bytes of a file, and a document with all that is told of it, are sealed under a key of the file. A change names
//! the revision it was decided on. When a file is kept its bytes are removed; when it is thrown away or its
//! time is over, all of it is.

use crate::{
    Personal, Store, StoreError, TenantKey, TenantScope,
    bulk::Insert,
    limits::{STAGED_FILES_MAX, STAGED_PIECE_BYTES},
    mode::Mode,
    personal::{data_key, insert_data_keys},
    row::Row,
    seal::{DataKey, SealedSubject, Table, WrappedKey},
    session::Session,
    value::{Value, values},
};
use jiff::Timestamp;
use portolan_model::ImportId;
use std::fmt;

/// A file to be staged.
#[derive(Clone, PartialEq, Eq)]
pub struct NewStaged {
    /// Its public id.
    pub id: ImportId,
    /// What it holds, a word of the caller's.
    pub kind: String,
    /// Where it stands, a word of the caller's.
    pub state: String,
    /// Its bytes; compressed and sealed before they are written.
    pub file: Vec<u8>,
    /// What is told of it; sealed before it is written.
    pub document: Vec<u8>,
    /// When it is forgotten.
    pub expires_at: Timestamp,
}

/// Shows nothing of the file.
impl fmt::Debug for NewStaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewStaged").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A staged file without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagedRow {
    /// Its key inside the store, for cursors.
    pub key: i64,
    /// Its public id.
    pub id: ImportId,
    /// Whose it is.
    pub scope: TenantScope,
    /// What it holds.
    pub kind: String,
    /// Where it stands.
    pub state: String,
    /// Counts the changes of people, from 1.
    pub revision: i64,
    /// Its length, in bytes.
    pub bytes: i64,
    /// What is told of it.
    pub document: Personal,
    /// Until when somebody works on it.
    pub claimed_until: Option<Timestamp>,
    /// When it was sent.
    pub created_at: Timestamp,
    /// When it is forgotten.
    pub expires_at: Timestamp,
}

/// A change of a staged file.
#[derive(Clone, PartialEq, Eq)]
pub struct StagedChange {
    /// Which.
    pub id: ImportId,
    /// The revision it was decided on.
    pub revision: i64,
    /// The state it must be in.
    pub from_states: &'static [&'static str],
    /// Where it stands from now on.
    pub state: String,
    /// Whether a person changed it, so that it has a new revision.
    pub is_revised: bool,
    /// Until when somebody works on it.
    pub claimed_until: Option<Timestamp>,
    /// What is told of it from now on; none leaves it.
    pub document: Option<Vec<u8>>,
    /// Whether its bytes, and what it would need, are removed.
    pub removes_file: bool,
}

/// Shows nothing of the file.
impl fmt::Debug for StagedChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("StagedChange");
        shown.field("id", &self.id).field("revision", &self.revision).field("state", &self.state);
        shown.finish_non_exhaustive()
    }
}

const SELECT: &str = "SELECT s.*, d.wrapped FROM staged_files s
    LEFT JOIN data_keys d ON d.subject = s.public_id";
const PIECES: Insert =
    Insert { table: "staged_pieces", columns: &["file_id", "seq", "sealed"], suffix: "" };

impl Store {
    /// Stages a file. [`StoreError::Limit`] where the tenant has too many that are not kept.
    pub async fn staged_create(
        &self,
        scope: TenantScope,
        new: NewStaged,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let bytes = i64::try_from(new.file.len()).unwrap_or(i64::MAX);
        let (file, id) = (new.file, *new.id.as_bytes());
        let packed = tokio::task::spawn_blocking(move || zstd::bulk::compress(&file, 1)).await;
        let packed = packed.map_err(|_| StoreError::corrupt("compression"))?;
        let packed = packed.map_err(|_| StoreError::corrupt("compression"))?;
        let (key, wrapped) = self.sealer().new_data_key(Table::StagedFiles, &id)?;
        let sealed = key.seal(Table::StagedFiles, &id, &new.document)?;
        let pieces = seal_pieces(key, &id, &packed)?;
        let head = Head { id: new.id, kind: new.kind, state: new.state, bytes };
        let subject = SealedSubject { wrapped, sealed };
        let input = (scope, head, subject, pieces, (now, new.expires_at));
        self.write(input, |session, (scope, head, subject, pieces, times)| {
            Box::pin(create(session, *scope, (head, subject), pieces, *times))
        })
        .await
    }

    /// One staged file.
    pub async fn staged_find(
        &self,
        scope: TenantScope,
        id: ImportId,
    ) -> Result<Option<StagedRow>, StoreError> {
        let sql = format!("{SELECT} WHERE s.tenant_id = $1 AND s.mode = $2 AND s.public_id = $3");
        let mut reader = self.reader().await?;
        let rows = reader.fetch_prepared(sql, values![scope.tenant, scope.mode, id]).await?;
        rows.first().map(|row| self.read_staged(row)).transpose()
    }

    /// A tenant's staged files, the newest first, at most `limit`.
    pub async fn staged_list(
        &self,
        scope: TenantScope,
        limit: u32,
    ) -> Result<Vec<StagedRow>, StoreError> {
        let sql =
            format!("{SELECT} WHERE s.tenant_id = $1 AND s.mode = $2 ORDER BY s.id DESC LIMIT $3");
        let values = values![scope.tenant, scope.mode, i64::from(limit)];
        let rows = self.reader().await?.fetch_prepared(sql, values).await?;
        rows.iter().map(|row| self.read_staged(row)).collect()
    }

    /// Files in one of some states whom nobody works on any more, of every tenant, at most `limit`.
    pub async fn staged_abandoned(
        &self,
        states: &[&str],
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<StagedRow>, StoreError> {
        let head = format!("{SELECT} WHERE s.claimed_until < $1 AND s.expires_at > $1 AND s.state");
        let states: Vec<Value> = states.iter().map(|state| Value::from(*state)).collect();
        let rows = self.reader().await?.fetch_in(&head, values![now], states, "").await?;
        rows.iter().take(limit as usize).map(|row| self.read_staged(row)).collect()
    }

    /// The bytes of a file; none where there is none, or they were removed.
    pub async fn staged_file(
        &self,
        scope: TenantScope,
        id: ImportId,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT p.seq, p.sealed, s.bytes, d.wrapped FROM staged_files s
            JOIN staged_pieces p ON p.file_id = s.id JOIN data_keys d ON d.subject = s.public_id
            WHERE s.tenant_id = $1 AND s.mode = $2 AND s.public_id = $3 ORDER BY p.seq";
        let rows = self.reader().await?.fetch(sql, values![scope.tenant, scope.mode, id]).await?;
        let Some(first) = rows.first() else { return Ok(None) };
        let wrapped = first.blob_maybe("wrapped")?;
        let subject = id.as_bytes();
        let key = WrappedKey { owner: Table::StagedFiles, subject, wrapped: wrapped.as_deref() };
        let Some(key) = self.sealer().data_key(key)? else { return Ok(None) };
        let length = usize::try_from(first.int("bytes")?).unwrap_or_default();
        let mut packed = Vec::new();
        for (place, row) in rows.iter().enumerate() {
            let plain = key.open(Table::StagedPieces, subject, &row.blob("sealed")?)?;
            let seq = plain.first_chunk::<8>().map(|seq| u64::from_be_bytes(*seq));
            if seq != Some(place as u64) {
                return Err(StoreError::corrupt("piece of a staged file"));
            }
            packed.extend_from_slice(&plain[8..]);
        }
        let unpack = move || zstd::bulk::decompress(&packed, length);
        let file = tokio::task::spawn_blocking(unpack).await;
        let file = file.map_err(|_| StoreError::corrupt("staged file"))?;
        file.map(Some).map_err(|_| StoreError::corrupt("staged file"))
    }

    /// Changes a staged file, and answers its revision. [`StoreError::Conflict`] where it has another revision or
    /// state by now, [`StoreError::NotFound`] where there is none.
    pub async fn staged_change(
        &self,
        scope: TenantScope,
        change: StagedChange,
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        let key = self.staged_key(change.id).await?;
        let subject = change.id.as_bytes();
        let seal = |plain: &Vec<u8>| key.seal(Table::StagedFiles, subject, plain);
        let sealed = change.document.as_ref().map(seal).transpose()?;
        self.write((scope, change, sealed, now), |session, (scope, change, sealed, now)| {
            Box::pin(apply(session, *scope, (change, sealed.as_deref()), *now))
        })
        .await
    }

    /// Throws a file away with all that is told of it; true where there was one.
    pub async fn staged_remove(
        &self,
        scope: TenantScope,
        id: ImportId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let removed = self
            .write((scope, id, now), |session, (scope, id, now)| {
                Box::pin(async move {
                    let sql = "SELECT id, public_id FROM staged_files
                        WHERE tenant_id = $1 AND mode = $2 AND public_id = $3";
                    let rows = session.fetch(sql, values![scope.tenant, scope.mode, *id]).await?;
                    remove(session, &rows, *now).await
                })
            })
            .await?;
        Ok(removed > 0)
    }

    /// Throws away the files of every tenant whose time is over, and answers how many.
    pub async fn staged_sweep(&self, now: Timestamp) -> Result<u64, StoreError> {
        self.write(now, |session, now| {
            Box::pin(async move {
                let sql = "SELECT id, public_id FROM staged_files WHERE expires_at <= $1 LIMIT 100";
                let rows = session.fetch(sql, values![*now]).await?;
                remove(session, &rows, *now).await
            })
        })
        .await
    }

    /// How a file with these headings was read before.
    pub async fn mapping_find(
        &self,
        tenant: TenantKey,
        kind: &str,
        digest: [u8; 32],
    ) -> Result<Option<String>, StoreError> {
        let sql = "SELECT document FROM file_mappings
            WHERE tenant_id = $1 AND kind = $2 AND digest = $3";
        let row = self.reader().await?.fetch_first(sql, values![tenant, kind, digest]).await?;
        row.map(|row| row.text("document")).transpose()
    }

    /// Remembers how a file with these headings is read.
    pub async fn mapping_put(
        &self,
        tenant: TenantKey,
        (kind, digest): (&str, [u8; 32]),
        document: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let input = (tenant, kind.to_owned(), digest, document.to_owned(), now);
        self.write(input, |session, (tenant, kind, digest, document, now)| {
            Box::pin(async move {
                let sql =
                    "INSERT INTO file_mappings (tenant_id, kind, digest, document, updated_at)
                    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant_id, kind, digest) DO UPDATE
                    SET document = excluded.document, updated_at = excluded.updated_at";
                let values = values![*tenant, kind, *digest, document, *now];
                session.execute(sql, values).await.map(drop)
            })
        })
        .await
    }

    async fn staged_key(&self, id: ImportId) -> Result<DataKey, StoreError> {
        let mut reader = self.reader().await?;
        let subject = id.as_bytes();
        let wrapped = data_key(&mut reader, subject).await?;
        let key = WrappedKey { owner: Table::StagedFiles, subject, wrapped: wrapped.as_deref() };
        let key = self.sealer().data_key(key)?;
        key.ok_or_else(|| StoreError::not_found(format!("import {id}")))
    }

    fn read_staged(&self, row: &Row) -> Result<StagedRow, StoreError> {
        let id: ImportId = row.id("public_id")?;
        let (wrapped, sealed) = (row.blob_maybe("wrapped")?, row.blob_maybe("sealed")?);
        let subject = id.as_bytes();
        let key = WrappedKey { owner: Table::StagedFiles, subject, wrapped: wrapped.as_deref() };
        let mode = Mode::parse(&row.text("mode")?)?;
        Ok(StagedRow {
            document: self.sealer().open_subject(key, Table::StagedFiles, sealed.as_deref())?,
            id,
            key: row.int("id")?,
            scope: TenantScope::new(TenantKey(row.int("tenant_id")?), mode),
            kind: row.text("kind")?,
            state: row.text("state")?,
            revision: row.int("revision")?,
            bytes: row.int("bytes")?,
            claimed_until: row.time_maybe("claimed_until")?,
            created_at: row.time("created_at")?,
            expires_at: row.time("expires_at")?,
        })
    }
}

/// What of a new file is not sealed.
struct Head {
    id: ImportId,
    kind: String,
    state: String,
    bytes: i64,
}

/// The packed bytes in pieces, each sealed with its place in front of it.
fn seal_pieces(key: DataKey, id: &[u8; 16], packed: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
    let pieces = packed.chunks(STAGED_PIECE_BYTES).zip(0_u64..);
    let seal = |(piece, seq): (&[u8], u64)| {
        let plain = [&seq.to_be_bytes(), piece].concat();
        key.seal(Table::StagedPieces, id, &plain)
    };
    pieces.map(seal).collect()
}

async fn create(
    session: &mut Session,
    scope: TenantScope,
    (head, subject): (&Head, &SealedSubject),
    pieces: &[Vec<u8>],
    (now, expires_at): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    let sql = "SELECT COUNT(*) AS n FROM staged_files s WHERE tenant_id = $1 AND expires_at > $2
        AND EXISTS (SELECT 1 FROM staged_pieces p WHERE p.file_id = s.id)";
    let row = session.fetch_first(sql, values![scope.tenant, now]).await?;
    if row.map_or(Ok(0), |row| row.int("n"))? >= STAGED_FILES_MAX {
        return Err(StoreError::Limit { what: "files that are not kept", limit: STAGED_FILES_MAX });
    }
    let keys = [(*head.id.as_bytes(), subject.wrapped.as_slice())];
    insert_data_keys(session, Table::StagedFiles, keys.into_iter(), now).await?;
    let sql = "INSERT INTO staged_files (public_id, tenant_id, mode, kind, state, revision, bytes,
        sealed, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9) RETURNING id";
    let sealed = subject.sealed.as_slice();
    let values = values![
        head.id,
        scope.tenant,
        scope.mode,
        &head.kind,
        &head.state,
        head.bytes,
        sealed,
        now,
        expires_at,
    ];
    let row = session.fetch_first(sql, values).await?;
    let file = row.ok_or_else(|| StoreError::corrupt("staged file"))?.int("id")?;
    let rows = pieces.iter().zip(0_i64..);
    let rows = rows.map(|(piece, seq)| values![file, seq, piece.as_slice()]).collect();
    session.insert(&PIECES, rows).await.map(drop)
}

async fn apply(
    session: &mut Session,
    scope: TenantScope,
    (change, sealed): (&StagedChange, Option<&[u8]>),
    now: Timestamp,
) -> Result<i64, StoreError> {
    let sql = "SELECT id, revision, state FROM staged_files
        WHERE tenant_id = $1 AND mode = $2 AND public_id = $3 AND expires_at > $4";
    let values = values![scope.tenant, scope.mode, change.id, now];
    let rows = session.fetch_locked(sql, values).await?;
    let gone = || StoreError::not_found(format!("import {}", change.id));
    let row = rows.first().ok_or_else(gone)?;
    let (key, revision, state) = (row.int("id")?, row.int("revision")?, row.text("state")?);
    if revision != change.revision {
        let what = format!("it has revision {revision} by now, not {}", change.revision);
        return Err(StoreError::conflict(what));
    }
    if !change.from_states.contains(&state.as_str()) {
        return Err(StoreError::conflict(format!("it is {state} by now")));
    }
    let revision = revision + i64::from(change.is_revised);
    let sql = "UPDATE staged_files SET revision = $2, state = $3, claimed_until = $4,
        sealed = COALESCE($5, sealed) WHERE id = $1";
    let sealed = sealed.map(<[u8]>::to_vec);
    let values = values![key, revision, &change.state, change.claimed_until, sealed];
    session.execute(sql, values).await?;
    if change.removes_file {
        session.execute("DELETE FROM staged_pieces WHERE file_id = $1", values![key]).await?;
        session.execute("DELETE FROM product_gaps WHERE file_id = $1", values![key]).await?;
    }
    Ok(revision)
}

/// Removes files with all that hangs on them, and destroys their keys.
async fn remove(session: &mut Session, rows: &[Row], now: Timestamp) -> Result<u64, StoreError> {
    for row in rows {
        let (key, id) = (row.int("id")?, row.id::<portolan_model::id::Import>("public_id")?);
        for sql in [
            "DELETE FROM staged_pieces WHERE file_id = $1",
            "DELETE FROM product_gaps WHERE file_id = $1",
            "DELETE FROM staged_files WHERE id = $1",
        ] {
            session.execute(sql, values![key]).await?;
        }
        let sql = "UPDATE data_keys SET wrapped = NULL, erased_at = $2 WHERE subject = $1";
        session.execute(sql, values![id, now]).await?;
    }
    Ok(rows.len() as u64)
}
