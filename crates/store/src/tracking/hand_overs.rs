//! Counted hand-overs between operators: kept once, by their key.

use super::TellScope;
use crate::{ContentHash, Store, StoreError, bulk::Insert, session::Session, value::values};
use jiff::Timestamp;
use portolan_model::HandOverId;

/// A hand-over document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHandOver {
    /// Its public id.
    pub id: HandOverId,
    /// The document's key, of whoever made it.
    pub key: String,
    /// Who gave.
    pub giver: String,
    /// Who took.
    pub taker: String,
    /// When the count was closed.
    pub at: Timestamp,
    /// A digest of all that it says: the same key with another content is a conflict.
    pub content_hash: ContentHash,
    /// The numbers it names, each once.
    pub numbers: Vec<HandOverNumber>,
    /// Who wrote it down.
    pub actor: String,
}

/// A number of a hand-over.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HandOverNumber {
    /// The number's search key.
    pub number: String,
    /// Whether the giver declared it.
    pub declared: bool,
    /// Whether the taker counted it.
    pub counted: bool,
}

/// Whether a hand-over was written, or is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandOverWritten {
    /// Now.
    New,
    /// It was there, the same.
    Known,
}

const INSERT_NUMBERS: Insert = Insert {
    table: "hand_over_numbers",
    columns: &["hand_over_id", "number", "declared", "counted"],
    suffix: "",
};

impl Store {
    /// Keeps a hand-over. The same key with other content is [`StoreError::Conflict`].
    pub async fn hand_over_append(
        &self,
        scope: TellScope,
        document: NewHandOver,
        now: Timestamp,
    ) -> Result<HandOverWritten, StoreError> {
        self.write((scope, document, now), |session, (scope, document, now)| {
            Box::pin(append_hand_over(session, *scope, document, *now))
        })
        .await
    }
}

/// Keeps a hand-over within a transaction.
pub(crate) async fn append_hand_over(
    session: &mut Session,
    scope: TellScope,
    document: &NewHandOver,
    now: Timestamp,
) -> Result<HandOverWritten, StoreError> {
    let sql = "INSERT INTO hand_overs (public_id, realm, mode, key, giver, taker, at, content_hash,
            actor, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (realm, mode, key) DO NOTHING RETURNING id";
    let (realm, mode, key) = (scope.realm.key(), scope.mode, &document.key);
    let (giver, taker, hash) = (&document.giver, &document.taker, document.content_hash);
    let (id, at, actor) = (document.id, document.at, &document.actor);
    let values = values![id, realm, mode, key, giver, taker, at, hash, actor, now];
    let Some(row) = session.fetch_first(sql, values).await? else {
        let sql = "SELECT content_hash FROM hand_overs
            WHERE realm = $1 AND mode = $2 AND key = $3";
        let row = session.fetch_first(sql, values![realm, mode, key]).await?;
        let kept = row.ok_or_else(|| StoreError::corrupt("hand-over"))?.hash("content_hash")?;
        if kept == hash {
            return Ok(HandOverWritten::Known);
        }
        let what = format!("hand-over {key} was written with other content: give it another key");
        return Err(StoreError::conflict(what));
    };
    let id = row.int("id")?;
    let line =
        |n: &HandOverNumber| values![id, &n.number, i64::from(n.declared), i64::from(n.counted)];
    session.insert(&INSERT_NUMBERS, document.numbers.iter().map(line).collect()).await?;
    let numbers = document.numbers.iter().map(|number| number.number.clone()).collect();
    super::news::numbers_changed(session, scope, numbers, now).await?;
    Ok(HandOverWritten::New)
}
