//! Accounts and what they are in each tenant.
//!
//! Who somebody is (name, address of mail) is sealed under a key of the account; the account is found by a
//! digest of the address. A role is the server's word: here it is only kept, and one role can be told that
//! every tenant must go on having.

use crate::{
    Personal, Store, StoreError, TenantKey,
    personal::insert_data_keys,
    row::Row,
    seal::{SealedSubject, Table, WrappedKey},
    session::Session,
    tenants::{self, NewTenant},
    value::values,
};
use jiff::Timestamp;
use portolan_model::{AccountId, TenantId};
use std::fmt;

/// An account with its data key, and which.
macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT a.*, d.wrapped FROM accounts a
            LEFT JOIN data_keys d ON d.subject = a.public_id ",
            $which
        )
    };
}

/// An account to be made.
#[derive(Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// Its public id.
    pub id: AccountId,
    /// The address of mail that it is found by, as the caller writes all of them: one account has it.
    pub mail: String,
    /// All that is personal; sealed before it is written.
    pub personal: Vec<u8>,
    /// The digest of the password, with how it was made.
    pub password: String,
}

/// Shows nothing of the person.
impl fmt::Debug for NewAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewAccount").field("id", &self.id).finish_non_exhaustive()
    }
}

/// An account as kept.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Its public id.
    pub id: AccountId,
    /// All that is personal.
    pub personal: Personal,
    /// The digest of the password; empty once erased, which no password has.
    pub password: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Shows nothing of the person.
impl fmt::Debug for AccountRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccountRow").field("id", &self.id).finish_non_exhaustive()
    }
}

/// What an account is in one tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MembershipRow {
    /// The tenant.
    pub tenant: TenantKey,
    /// The tenant's public id.
    pub tenant_id: TenantId,
    /// The tenant's name.
    pub tenant_name: String,
    /// The role there.
    pub role: String,
}

/// A member of a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRow {
    /// The account.
    pub account: AccountId,
    /// All that is personal of it.
    pub personal: Personal,
    /// Its role.
    pub role: String,
    /// Since when it is a member.
    pub since: Timestamp,
}

/// An account with its person sealed.
pub(crate) struct SealedAccount {
    account: NewAccount,
    digest: [u8; 32],
    sealed: SealedSubject,
}

impl Store {
    /// Makes a tenant and an account that has a role in it. [`StoreError::Conflict`] where the address or
    /// the tenant's name is taken.
    pub async fn account_sign_up(
        &self,
        account: &NewAccount,
        tenant: &NewTenant,
        role: &str,
        now: Timestamp,
    ) -> Result<TenantKey, StoreError> {
        let input = (self.seal_account(account)?, tenant.clone(), role.to_owned(), now);
        self.write(input, |session, (account, tenant, role, now)| {
            Box::pin(async move {
                let keys = tenants::insert(session, std::slice::from_ref(tenant), *now).await?;
                let tenant = keys[0];
                let account = insert(session, account, *now).await?;
                join(session, (tenant, account), role, *now).await?;
                Ok(tenant)
            })
        })
        .await
    }

    /// The account of an address.
    pub async fn account_by_mail(&self, mail: &str) -> Result<Option<AccountRow>, StoreError> {
        let sql = select!("WHERE a.mail_digest = $1");
        let digest = self.mail_digest(mail).to_vec();
        let mut reader = self.reader().await?;
        let row = reader.fetch_first(sql, values![digest]).await?;
        row.as_ref().map(|row| self.read_account(row)).transpose()
    }

    /// The account of an id.
    pub async fn account_find(&self, id: AccountId) -> Result<Option<AccountRow>, StoreError> {
        let sql = select!("WHERE a.public_id = $1");
        let mut reader = self.reader().await?;
        let row = reader.fetch_first(sql, values![id]).await?;
        row.as_ref().map(|row| self.read_account(row)).transpose()
    }

    /// Sets another password and ends every sign-in of the account but one.
    pub async fn account_password_set(
        &self,
        id: AccountId,
        password: &str,
        but: Option<i64>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let input = (id, password.to_owned(), but.unwrap_or(0), now);
        self.write(input, |session, (id, password, but, now)| {
            Box::pin(async move {
                let sql = "UPDATE accounts SET password = $2 WHERE public_id = $1 RETURNING id";
                let row = session.fetch_first(sql, values![*id, password]).await?;
                let row = row.ok_or_else(|| StoreError::not_found(format!("account {id}")))?;
                let sql = "UPDATE sign_ins SET ended_at = $3
                    WHERE account_id = $1 AND id <> $2 AND ended_at IS NULL";
                session.execute(sql, values![row.int("id")?, *but, *now]).await.map(drop)
            })
        })
        .await
    }

    /// Erases who an account was: it cannot be signed in to again, and its address is free.
    /// [`StoreError::Conflict`] where nobody of a tenant would have `needed` any more.
    pub async fn account_erase(
        &self,
        id: AccountId,
        needed: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let input = (id, needed.to_owned(), now);
        self.write(input, |session, (id, needed, now)| Box::pin(erase(session, *id, needed, *now)))
            .await?;
        self.forget_overwritten().await
    }

    /// What an account is in each of its tenants, the oldest first.
    pub async fn memberships_list(&self, id: AccountId) -> Result<Vec<MembershipRow>, StoreError> {
        let sql = "SELECT m.tenant_id, t.public_id, t.name, m.role FROM memberships m
            JOIN accounts a ON a.id = m.account_id JOIN tenants t ON t.id = m.tenant_id
            WHERE a.public_id = $1 ORDER BY m.id";
        let rows = self.reader().await?.fetch(sql, values![id]).await?;
        let membership = |row: &Row| {
            Ok(MembershipRow {
                tenant: TenantKey(row.int("tenant_id")?),
                tenant_id: row.id("public_id")?,
                tenant_name: row.text("name")?,
                role: row.text("role")?,
            })
        };
        rows.iter().map(membership).collect()
    }

    /// A tenant's members, the oldest first.
    pub async fn members_list(&self, tenant: TenantKey) -> Result<Vec<MemberRow>, StoreError> {
        let sql =
            "SELECT a.public_id, a.personal, d.wrapped, m.role, m.created_at FROM memberships m
            JOIN accounts a ON a.id = m.account_id
            LEFT JOIN data_keys d ON d.subject = a.public_id
            WHERE m.tenant_id = $1 ORDER BY m.id";
        let rows = self.reader().await?.fetch(sql, values![tenant]).await?;
        let member = |row: &Row| {
            let account: AccountId = row.id("public_id")?;
            Ok(MemberRow {
                personal: self.open_account(account, row)?,
                account,
                role: row.text("role")?,
                since: row.time("created_at")?,
            })
        };
        rows.iter().map(member).collect()
    }

    /// Gives a member another role. [`StoreError::Conflict`] where nobody would have `needed` any more,
    /// [`StoreError::NotFound`] where the account is no member.
    pub async fn member_role_set(
        &self,
        tenant: TenantKey,
        account: AccountId,
        (role, needed): (&str, &str),
    ) -> Result<(), StoreError> {
        let input = (tenant, account, role.to_owned(), needed.to_owned());
        self.write(input, |session, (tenant, account, role, needed)| {
            Box::pin(async move {
                let member = member(session, (*tenant, *account)).await?;
                let sql = "UPDATE memberships SET role = $2 WHERE id = $1";
                session.execute(sql, values![member.int("id")?, role]).await?;
                keep_one(session, *tenant, (&member.text("role")?, needed)).await
            })
        })
        .await
    }

    /// Takes a member out and ends its sign-ins there; errors as [`Store::member_role_set`].
    pub async fn member_remove(
        &self,
        tenant: TenantKey,
        account: AccountId,
        needed: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let input = (tenant, account, needed.to_owned(), now);
        self.write(input, |session, (tenant, account, needed, now)| {
            Box::pin(async move {
                let member = member(session, (*tenant, *account)).await?;
                let sql = "DELETE FROM memberships WHERE id = $1";
                session.execute(sql, values![member.int("id")?]).await?;
                let sql = "UPDATE sign_ins SET ended_at = $3
                    WHERE account_id = $1 AND tenant_id = $2 AND ended_at IS NULL";
                let values = values![member.int("account_id")?, *tenant, *now];
                session.execute(sql, values).await?;
                keep_one(session, *tenant, (&member.text("role")?, needed)).await
            })
        })
        .await
    }

    /// Seals who somebody is.
    pub(crate) fn seal_account(&self, account: &NewAccount) -> Result<SealedAccount, StoreError> {
        let id = account.id.as_bytes();
        let sealed = self.sealer().seal_subject(Table::Accounts, id, &account.personal)?;
        let digest = self.mail_digest(&account.mail);
        Ok(SealedAccount { account: account.clone(), digest, sealed })
    }

    fn mail_digest(&self, mail: &str) -> [u8; 32] {
        self.sealer().digest(&[b"mail", mail.as_bytes()])
    }

    fn read_account(&self, row: &Row) -> Result<AccountRow, StoreError> {
        let id = row.id("public_id")?;
        Ok(AccountRow {
            id,
            personal: self.open_account(id, row)?,
            password: row.text("password")?,
            created_at: row.time("created_at")?,
        })
    }

    fn open_account(&self, id: AccountId, row: &Row) -> Result<Personal, StoreError> {
        let (wrapped, sealed) = (row.blob_maybe("wrapped")?, row.blob_maybe("personal")?);
        let subject = id.as_bytes();
        let key = WrappedKey { owner: Table::Accounts, subject, wrapped: wrapped.as_deref() };
        self.sealer().open_subject(key, Table::Accounts, sealed.as_deref())
    }
}

/// Writes an account and answers its key.
pub(crate) async fn insert(
    session: &mut Session,
    new: &SealedAccount,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let id = new.account.id;
    let keys = [(*id.as_bytes(), new.sealed.wrapped.as_slice())];
    insert_data_keys(session, Table::Accounts, keys.into_iter(), now).await?;
    let sql = "INSERT INTO accounts (public_id, mail_digest, password, personal, created_at)
        VALUES ($1, $2, $3, $4, $5) RETURNING id";
    let sealed = new.sealed.sealed.as_slice();
    let values = values![id, new.digest.to_vec(), &new.account.password, sealed, now];
    let row = session.fetch_first(sql, values).await?;
    row.ok_or_else(|| StoreError::corrupt("account key"))?.int("id")
}

/// Makes an account a member.
pub(crate) async fn join(
    session: &mut Session,
    (tenant, account): (TenantKey, i64),
    role: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO memberships (tenant_id, account_id, role, created_at)
        VALUES ($1, $2, $3, $4)";
    session.execute(sql, values![tenant, account, role, now]).await.map(drop)
}

/// A membership, its tenant held until the transaction ends: of two changes at once one sees the other.
async fn member(
    session: &mut Session,
    (tenant, account): (TenantKey, AccountId),
) -> Result<Row, StoreError> {
    let hold = "UPDATE tenants SET name = name WHERE id = $1";
    session.execute(hold, values![tenant]).await?;
    let sql = "SELECT m.id, m.account_id, m.role FROM memberships m JOIN accounts a ON a.id = m.account_id
        WHERE m.tenant_id = $1 AND a.public_id = $2";
    let row = session.fetch_first(sql, values![tenant, account]).await?;
    row.ok_or_else(|| StoreError::not_found(format!("member {account}")))
}

/// Where somebody had the needed role until now, somebody must have it still.
async fn keep_one(
    session: &mut Session,
    tenant: TenantKey,
    (had, needed): (&str, &str),
) -> Result<(), StoreError> {
    if had != needed {
        return Ok(());
    }
    let sql = "SELECT id FROM memberships WHERE tenant_id = $1 AND role = $2 LIMIT 1";
    match session.fetch_first(sql, values![tenant, needed]).await? {
        Some(_) => Ok(()),
        None => Err(StoreError::conflict(format!("the last {needed} of a tenant stays one"))),
    }
}

async fn erase(
    session: &mut Session,
    id: AccountId,
    needed: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE accounts SET mail_digest = NULL, password = '', personal = NULL
        WHERE public_id = $1 RETURNING id";
    let row = session.fetch_first(sql, values![id]).await?;
    let key = row.ok_or_else(|| StoreError::not_found(format!("account {id}")))?.int("id")?;
    let sql = "UPDATE data_keys SET wrapped = NULL, erased_at = $2 WHERE subject = $1";
    session.execute(sql, values![id, now]).await?;
    let sql = "UPDATE sign_ins SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL";
    session.execute(sql, values![key, now]).await?;
    let sql = "SELECT tenant_id FROM memberships WHERE account_id = $1 ORDER BY tenant_id";
    for row in session.fetch(sql, values![key]).await? {
        let tenant = TenantKey(row.int("tenant_id")?);
        let member = member(session, (tenant, id)).await?;
        let sql = "DELETE FROM memberships WHERE id = $1";
        session.execute(sql, values![member.int("id")?]).await?;
        keep_one(session, tenant, (&member.text("role")?, needed)).await?;
    }
    Ok(())
}
