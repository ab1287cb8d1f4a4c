//! Sign-ins: who works with the console from where, in which tenant. The secret is in a cookie; only its
//! digest is kept. What the account is in the tenant is read anew each time, so a change counts at once.

use crate::{
    ContentHash, Mode, Store, StoreError, TenantKey, TenantScope,
    keys::{random_words, secret_hash},
    limits::KEY_TOUCH_MICROSECONDS,
    row::Row,
    session::Session,
    value::values,
};
use jiff::{SignedDuration, Timestamp};
use portolan_model::{AccountId, TenantId};

/// How long a sign-in lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignInLife {
    /// From its last use.
    pub idle: SignedDuration,
    /// From when it was made.
    pub whole: SignedDuration,
}

/// A sign-in as kept, with what its account is in its tenant now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInRow {
    /// Its key inside the store.
    pub key: i64,
    /// Who.
    pub account: AccountId,
    /// Whose data, live or test.
    pub scope: TenantScope,
    /// The tenant's public id.
    pub tenant_id: TenantId,
    /// The role there.
    pub role: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_used_at: Timestamp,
}

impl Store {
    /// Signs an account in to one of its tenants: the secret, to be given once.
    pub async fn sign_in_create(
        &self,
        account: AccountId,
        scope: TenantScope,
        now: Timestamp,
    ) -> Result<String, StoreError> {
        let secret = random_words("pts_")?;
        let input = (account, scope, secret_hash(&secret), now);
        self.write(input, |session, (account, scope, hash, now)| {
            Box::pin(create(session, (*account, *scope), *hash, *now))
        })
        .await?;
        Ok(secret)
    }

    /// The sign-in of a secret, unless it ended, is over its life, or the account is no member any more.
    /// Notes the use, at most once a minute.
    pub async fn sign_in_authenticate(
        &self,
        secret: &str,
        life: SignInLife,
        now: Timestamp,
    ) -> Result<Option<SignInRow>, StoreError> {
        let found = self.reader().await?.fetch_first(SELECT, values![secret_hash(secret)]).await?;
        let Some(row) = found.as_ref().map(read).transpose()? else { return Ok(None) };
        let is_over = now.duration_since(row.last_used_at) > life.idle
            || now.duration_since(row.created_at) > life.whole;
        if is_over {
            return Ok(None);
        }
        if now.as_microsecond() - row.last_used_at.as_microsecond() >= KEY_TOUCH_MICROSECONDS {
            let touched = self
                .write((row.key, now), |session, (key, now)| {
                    let sql = "UPDATE sign_ins SET last_used_at = $2 WHERE id = $1";
                    Box::pin(session.execute(sql, values![*key, *now]))
                })
                .await;
            // A full database must still let people in to read.
            if let Err(error) = touched {
                tracing::debug!(%error, "the use of a sign-in was not noted");
            }
        }
        Ok(Some(row))
    }

    /// Goes on in another tenant of the account, or with live or test data; false where the account is no
    /// member there.
    pub async fn sign_in_switch(&self, key: i64, scope: TenantScope) -> Result<bool, StoreError> {
        self.write((key, scope), |session, (key, scope)| {
            Box::pin(async move {
                let sql = "UPDATE sign_ins SET tenant_id = $2, mode = $3
                    WHERE id = $1 AND ended_at IS NULL AND EXISTS (SELECT 1 FROM memberships m
                        WHERE m.account_id = sign_ins.account_id AND m.tenant_id = $2)";
                Ok(session.execute(sql, values![*key, scope.tenant, scope.mode]).await? > 0)
            })
        })
        .await
    }

    /// Ends one sign-in.
    pub async fn sign_in_end(&self, key: i64, now: Timestamp) -> Result<(), StoreError> {
        self.write((key, now), |session, (key, now)| {
            let sql = "UPDATE sign_ins SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
            Box::pin(session.execute(sql, values![*key, *now]))
        })
        .await
        .map(drop)
    }

    /// Ends every sign-in of an account, and answers how many there were.
    pub async fn sign_ins_end(
        &self,
        account: AccountId,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        self.write((account, now), |session, (account, now)| {
            let sql = "UPDATE sign_ins SET ended_at = $2 WHERE ended_at IS NULL
                AND account_id = (SELECT id FROM accounts WHERE public_id = $1)";
            Box::pin(session.execute(sql, values![*account, *now]))
        })
        .await
    }

    /// Forgets sign-ins that were last used before an instant.
    pub async fn sign_ins_forget(&self, before: Timestamp) -> Result<u64, StoreError> {
        self.write(before, |session, before| {
            let sql = "DELETE FROM sign_ins WHERE last_used_at < $1";
            Box::pin(session.execute(sql, values![*before]))
        })
        .await
    }
}

const SELECT: &str = "SELECT s.*, a.public_id AS account, t.public_id AS tenant, m.role
    FROM sign_ins s JOIN accounts a ON a.id = s.account_id JOIN tenants t ON t.id = s.tenant_id
    JOIN memberships m ON m.account_id = s.account_id AND m.tenant_id = s.tenant_id
    WHERE s.secret_hash = $1 AND s.ended_at IS NULL";

async fn create(
    session: &mut Session,
    (account, scope): (AccountId, TenantScope),
    hash: ContentHash,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO sign_ins
        (secret_hash, account_id, tenant_id, mode, created_at, last_used_at)
        SELECT $1, m.account_id, m.tenant_id, $4, $5, $5 FROM memberships m
        JOIN accounts a ON a.id = m.account_id WHERE a.public_id = $2 AND m.tenant_id = $3";
    let values = values![hash, account, scope.tenant, scope.mode, now];
    match session.execute(sql, values).await? {
        0 => Err(StoreError::not_found(format!("member {account}"))),
        _ => Ok(()),
    }
}

fn read(row: &Row) -> Result<SignInRow, StoreError> {
    let mode = Mode::parse(&row.text("mode")?)?;
    Ok(SignInRow {
        key: row.int("id")?,
        account: row.id("account")?,
        scope: TenantScope::new(TenantKey(row.int("tenant_id")?), mode),
        tenant_id: row.id("tenant")?,
        role: row.text("role")?,
        created_at: row.time("created_at")?,
        last_used_at: row.time("last_used_at")?,
    })
}
