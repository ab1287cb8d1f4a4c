//! Invitations into a tenant: a secret that one person takes up once.

use crate::{
    ContentHash, Personal, Store, StoreError, TenantKey, accounts,
    accounts::{NewAccount, SealedAccount},
    keys::{random_words, secret_hash},
    personal::insert_data_keys,
    row::Row,
    seal::{SealedSubject, Table, WrappedKey},
    session::Session,
    value::values,
};
use jiff::Timestamp;
use portolan_model::{AccountId, InvitationId, TenantId};
use std::fmt;

/// An open invitation with its tenant and data key, and which.
macro_rules! select {
    ($which:literal) => {
        concat!(
            "SELECT i.*, t.public_id AS tenant, t.name, d.wrapped FROM invitations i
            JOIN tenants t ON t.id = i.tenant_id LEFT JOIN data_keys d ON d.subject = i.public_id
            WHERE i.accepted_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > $1 ",
            $which
        )
    };
}

/// An invitation to be made.
#[derive(Clone, PartialEq, Eq)]
pub struct NewInvitation {
    /// Its public id.
    pub id: InvitationId,
    /// The role that is offered.
    pub role: String,
    /// All that is personal of who is invited; sealed before it is written.
    pub personal: Vec<u8>,
    /// Until when it can be taken up.
    pub expires_at: Timestamp,
}

/// Shows nothing of the person.
impl fmt::Debug for NewInvitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewInvitation").field("id", &self.id).finish_non_exhaustive()
    }
}

/// An invitation that was not taken up yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationRow {
    /// Its public id.
    pub id: InvitationId,
    /// Into which tenant.
    pub tenant: TenantKey,
    /// The tenant's public id.
    pub tenant_id: TenantId,
    /// The tenant's name.
    pub tenant_name: String,
    /// The role that is offered.
    pub role: String,
    /// All that is personal of who is invited.
    pub personal: Personal,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it can be taken up.
    pub expires_at: Timestamp,
}

/// Who takes an invitation up.
enum Guest {
    New(Box<SealedAccount>),
    Known(AccountId),
}

impl Store {
    /// Makes an invitation: its secret, to be given once.
    pub async fn invitation_create(
        &self,
        tenant: TenantKey,
        new: &NewInvitation,
        now: Timestamp,
    ) -> Result<String, StoreError> {
        let secret = random_words("pti_")?;
        let id = new.id.as_bytes();
        let sealed = self.sealer().seal_subject(Table::Invitations, id, &new.personal)?;
        let input = (tenant, new.clone(), sealed, secret_hash(&secret), now);
        self.write(input, |session, (tenant, new, sealed, hash, now)| {
            Box::pin(create(session, (*tenant, new), (sealed, *hash), *now))
        })
        .await?;
        Ok(secret)
    }

    /// A tenant's invitations that can still be taken up, the newest first.
    pub async fn invitations_list(
        &self,
        tenant: TenantKey,
        now: Timestamp,
    ) -> Result<Vec<InvitationRow>, StoreError> {
        let sql = select!("AND i.tenant_id = $2 ORDER BY i.id DESC");
        let mut reader = self.reader().await?;
        let rows = reader.fetch(sql, values![now, tenant]).await?;
        rows.iter().map(|row| self.read_invitation(row)).collect()
    }

    /// The invitation of a secret, if it can still be taken up.
    pub async fn invitation_find(
        &self,
        secret: &str,
        now: Timestamp,
    ) -> Result<Option<InvitationRow>, StoreError> {
        let sql = select!("AND i.secret_hash = $2");
        let mut reader = self.reader().await?;
        let row = reader.fetch_first(sql, values![now, secret_hash(secret)]).await?;
        row.as_ref().map(|row| self.read_invitation(row)).transpose()
    }

    /// Takes an invitation back; true where it could still be taken up.
    pub async fn invitation_withdraw(
        &self,
        tenant: TenantKey,
        id: InvitationId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.write((tenant, id, now), |session, (tenant, id, now)| {
            Box::pin(async move {
                let sql = "UPDATE invitations SET withdrawn_at = $3, personal = NULL
                    WHERE tenant_id = $1 AND public_id = $2 AND accepted_at IS NULL
                    AND withdrawn_at IS NULL";
                let withdrawn = session.execute(sql, values![*tenant, *id, *now]).await? > 0;
                if withdrawn {
                    forget_person(session, *id, *now).await?;
                }
                Ok(withdrawn)
            })
        })
        .await
    }

    /// Takes an invitation up with a new account. [`StoreError::NotFound`] where it cannot be taken up any
    /// more, [`StoreError::Conflict`] where the address has an account.
    pub async fn invitation_accept_new(
        &self,
        secret: &str,
        account: &NewAccount,
        now: Timestamp,
    ) -> Result<TenantKey, StoreError> {
        let guest = Guest::New(Box::new(self.seal_account(account)?));
        self.take_up(secret, guest, now).await
    }

    /// Takes an invitation up with an account that there is. [`StoreError::Conflict`] where it is a member.
    pub async fn invitation_accept(
        &self,
        secret: &str,
        account: AccountId,
        now: Timestamp,
    ) -> Result<TenantKey, StoreError> {
        self.take_up(secret, Guest::Known(account), now).await
    }

    async fn take_up(
        &self,
        secret: &str,
        guest: Guest,
        now: Timestamp,
    ) -> Result<TenantKey, StoreError> {
        self.write((secret_hash(secret), guest, now), |session, (hash, guest, now)| {
            Box::pin(accept(session, *hash, guest, *now))
        })
        .await
    }

    fn read_invitation(&self, row: &Row) -> Result<InvitationRow, StoreError> {
        let id: InvitationId = row.id("public_id")?;
        let (wrapped, sealed) = (row.blob_maybe("wrapped")?, row.blob_maybe("personal")?);
        let subject = id.as_bytes();
        let key = WrappedKey { owner: Table::Invitations, subject, wrapped: wrapped.as_deref() };
        Ok(InvitationRow {
            personal: self.sealer().open_subject(key, Table::Invitations, sealed.as_deref())?,
            id,
            tenant: TenantKey(row.int("tenant_id")?),
            tenant_id: row.id("tenant")?,
            tenant_name: row.text("name")?,
            role: row.text("role")?,
            created_at: row.time("created_at")?,
            expires_at: row.time("expires_at")?,
        })
    }
}

async fn create(
    session: &mut Session,
    (tenant, new): (TenantKey, &NewInvitation),
    (sealed, hash): (&SealedSubject, ContentHash),
    now: Timestamp,
) -> Result<(), StoreError> {
    let keys = [(*new.id.as_bytes(), sealed.wrapped.as_slice())];
    insert_data_keys(session, Table::Invitations, keys.into_iter(), now).await?;
    let sql = "INSERT INTO invitations
        (public_id, tenant_id, role, secret_hash, personal, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let person = sealed.sealed.as_slice();
    let values = values![new.id, tenant, &new.role, hash, person, now, new.expires_at];
    session.execute(sql, values).await.map(drop)
}

async fn accept(
    session: &mut Session,
    hash: ContentHash,
    guest: &Guest,
    now: Timestamp,
) -> Result<TenantKey, StoreError> {
    let sql = "UPDATE invitations SET accepted_at = $2, personal = NULL
        WHERE secret_hash = $1 AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2
        RETURNING public_id, tenant_id, role";
    let row = session.fetch_first(sql, values![hash, now]).await?;
    let row = row.ok_or_else(|| StoreError::not_found("open invitation"))?;
    forget_person(session, row.id("public_id")?, now).await?;
    let account = match guest {
        Guest::New(account) => accounts::insert(session, account, now).await?,
        Guest::Known(id) => {
            let sql = "SELECT id FROM accounts WHERE public_id = $1";
            let found = session.fetch_first(sql, values![*id]).await?;
            found.ok_or_else(|| StoreError::not_found(format!("account {id}")))?.int("id")?
        }
    };
    let tenant = TenantKey(row.int("tenant_id")?);
    accounts::join(session, (tenant, account), &row.text("role")?, now).await?;
    Ok(tenant)
}

/// Destroys the key of who was invited.
async fn forget_person(
    session: &mut Session,
    id: InvitationId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "UPDATE data_keys SET wrapped = NULL, erased_at = $2 WHERE subject = $1";
    session.execute(sql, values![id, now]).await.map(drop)
}
