//! The carriers' messages, as they came.

use super::{TellScope, chains::subject, packing::unpack};
use crate::{
    Store, StoreError,
    seal::{Table, WrappedKey},
    value::values,
};
use jiff::Timestamp;

/// A message as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRow {
    /// The adapter that read it.
    pub adapter: String,
    /// When it came.
    pub received_at: Timestamp,
    /// Its bytes; none where what it was about was erased.
    pub body: Option<Vec<u8>>,
}

impl Store {
    /// A message that a scan of a number in a realm points to.
    pub async fn message_find(
        &self,
        scope: TellScope,
        number: &str,
        key: i64,
    ) -> Result<Option<MessageRow>, StoreError> {
        let sql = "SELECT m.*, c.wrapped, d.body AS samples FROM messages m
            LEFT JOIN chains c ON c.id = m.chain_id
            LEFT JOIN dictionaries d ON d.id = m.dictionary_id
            WHERE m.id = $1 AND EXISTS (SELECT 1 FROM scans s JOIN chains t ON t.id = s.chain_id
                WHERE t.realm = $2 AND t.mode = $3 AND t.number = $4 AND s.message_id = m.id)";
        let values = values![key, scope.realm.key(), scope.mode, number];
        let Some(row) = self.reader().await?.fetch_first(sql, values).await? else {
            return Ok(None);
        };
        let sealed = row.blob("body")?;
        let packed = if row.int_maybe("chain_id")?.is_none() {
            self.sealer().open_direct(Table::Messages, &row.hash("digest")?, &sealed)
        } else {
            let subject = subject(self.sealer(), scope.realm.key(), scope.mode, number);
            let wrapped = row.blob_maybe("wrapped")?;
            let wrapped = wrapped.as_deref();
            let key = WrappedKey { owner: Table::Scans, subject: &subject, wrapped };
            let key = self.sealer().data_key(key)?;
            key.map(|key| key.open(Table::Messages, &subject, &sealed)).transpose()?
        };
        let samples = row.blob_maybe("samples")?;
        let body = packed.map(|packed| unpack(&packed, samples.as_deref())).transpose()?;
        let (adapter, received_at) = (row.text("adapter")?, row.time("received_at")?);
        Ok(Some(MessageRow { adapter, received_at, body }))
    }

    /// Removes messages whose time is over. Answers how many.
    pub async fn messages_expire(&self, now: Timestamp) -> Result<u64, StoreError> {
        self.write(now, |session, now| {
            Box::pin(async move {
                let sql = "DELETE FROM messages WHERE id IN (SELECT id FROM messages
                    WHERE expires_at <= $1 ORDER BY expires_at LIMIT 10000)";
                session.execute(sql, values![*now]).await
            })
        })
        .await
    }
}
