//! Notices: what a tenant's people should know without asking, how far each has read, and who wants mail.

use crate::{
    ListQuery, Page, Personal, Store, StoreError, TenantKey, TenantScope, limits::UNREAD_MAX,
    row::Row, session::Session, value::values,
};
use jiff::Timestamp;
use portolan_model::{AccountId, NoticeId};

/// A notice to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNotice {
    /// Its public id.
    pub id: NoticeId,
    /// What it is about, a word of the caller's.
    pub kind: String,
    /// The id of what it is about.
    pub object: String,
    /// What its sentence needs, as JSON text; never personal data.
    pub document: String,
}

/// A notice as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    /// Its key inside the store, for cursors.
    pub key: i64,
    /// Its public id.
    pub id: NoticeId,
    /// What it is about.
    pub kind: String,
    /// The id of what it is about.
    pub object: String,
    /// What its sentence needs.
    pub document: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A page of notices with what somebody has read of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticesRow {
    /// The notices, the newest first.
    pub page: Page<NoticeRow>,
    /// The key of the last one read; 0 for none.
    pub read_to: i64,
    /// How many were not read, counted up to 1,000.
    pub unread: i64,
}

/// A member who may be written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailReader {
    /// Who.
    pub account: AccountId,
    /// What they are in the tenant.
    pub role: String,
    /// All that is personal of them.
    pub personal: Personal,
    /// What they wish, as JSON text; none where they never said.
    pub wishes: Option<String>,
}

impl Store {
    /// Keeps a notice.
    pub async fn notice_create(
        &self,
        scope: TenantScope,
        new: &NewNotice,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write((scope, new.clone(), now), |session, (scope, new, now)| {
            Box::pin(create(session, *scope, new, *now))
        })
        .await
    }

    /// A page of notices, and how far an account has read; a key has read none.
    pub async fn notices_list(
        &self,
        scope: TenantScope,
        reader: Option<AccountId>,
        query: &ListQuery,
    ) -> Result<NoticesRow, StoreError> {
        let mut session = self.reader().await?;
        let sql = "SELECT * FROM notices WHERE tenant_id = $1 AND mode = $2 AND id < $3
            ORDER BY id DESC LIMIT $4";
        let wanted = query.rows_wanted()?;
        let values = values![scope.tenant, scope.mode, query.below(), wanted];
        let rows = session.fetch(sql, values).await?;
        let items = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let page = Page::cut(items, query.limit, |row| row.key);
        let sql = "SELECT r.read_to FROM notice_readers r JOIN accounts a ON a.id = r.account_id
            WHERE r.tenant_id = $1 AND r.mode = $2 AND a.public_id = $3";
        let account = reader.map(|id| id.as_bytes().to_vec());
        let found = session.fetch_first(sql, values![scope.tenant, scope.mode, account]).await?;
        let read_to = found.map_or(Ok(0), |row| row.int("read_to"))?;
        let sql = "SELECT COUNT(*) AS n FROM (SELECT id FROM notices
            WHERE tenant_id = $1 AND mode = $2 AND id > $3 LIMIT $4) AS newer";
        let values = values![scope.tenant, scope.mode, read_to, UNREAD_MAX];
        let row = session.fetch_first(sql, values).await?;
        let unread = row.map_or(Ok(0), |row| row.int("n"))?;
        Ok(NoticesRow { page, read_to, unread })
    }

    /// Somebody has read a notice and every older one; [`StoreError::NotFound`] where there is no such notice.
    pub async fn notices_read(
        &self,
        scope: TenantScope,
        reader: AccountId,
        up_to: NoticeId,
    ) -> Result<(), StoreError> {
        self.write((scope, reader, up_to), |session, (scope, reader, up_to)| {
            Box::pin(async move {
                let sql = "SELECT id FROM notices
                    WHERE tenant_id = $1 AND mode = $2 AND public_id = $3";
                let row =
                    session.fetch_first(sql, values![scope.tenant, scope.mode, *up_to]).await?;
                let gone = || StoreError::not_found(format!("notice {up_to}"));
                let key = row.ok_or_else(gone)?.int("id")?;
                let sql = "INSERT INTO notice_readers
                    (account_id, tenant_id, mode, read_to, mailed_to)
                    SELECT id, $2, $3, $4, 0 FROM accounts WHERE public_id = $1
                    ON CONFLICT (account_id, tenant_id, mode) DO UPDATE SET read_to =
                    CASE WHEN excluded.read_to > notice_readers.read_to
                    THEN excluded.read_to ELSE notice_readers.read_to END";
                let values = values![*reader, scope.tenant, scope.mode, key];
                session.execute(sql, values).await.map(drop)
            })
        })
        .await
    }

    /// Notices since an instant that an account has neither read nor been mailed, the oldest first, at most
    /// `limit`.
    pub async fn notices_to_mail(
        &self,
        scope: TenantScope,
        reader: AccountId,
        (since, limit): (Timestamp, u32),
    ) -> Result<Vec<NoticeRow>, StoreError> {
        let sql = "SELECT n.* FROM notices n LEFT JOIN accounts a ON a.public_id = $3
            LEFT JOIN notice_readers r
            ON r.account_id = a.id AND r.tenant_id = n.tenant_id AND r.mode = n.mode
            WHERE n.tenant_id = $1 AND n.mode = $2 AND n.created_at >= $4
            AND n.id > COALESCE(r.read_to, 0) AND n.id > COALESCE(r.mailed_to, 0)
            ORDER BY n.id LIMIT $5";
        let values = values![scope.tenant, scope.mode, reader, since, i64::from(limit)];
        self.reader().await?.fetch(sql, values).await?.iter().map(read).collect()
    }

    /// An account was mailed the notice of a key and all older ones.
    pub async fn notices_mailed(
        &self,
        scope: TenantScope,
        reader: AccountId,
        key: i64,
    ) -> Result<(), StoreError> {
        self.write((scope, reader, key), |session, (scope, reader, key)| {
            Box::pin(async move {
                let sql = "INSERT INTO notice_readers
                    (account_id, tenant_id, mode, read_to, mailed_to)
                    SELECT id, $2, $3, 0, $4 FROM accounts WHERE public_id = $1
                    ON CONFLICT (account_id, tenant_id, mode) DO UPDATE SET
                    mailed_to = excluded.mailed_to";
                let values = values![*reader, scope.tenant, scope.mode, *key];
                session.execute(sql, values).await.map(drop)
            })
        })
        .await
    }

    /// What an account wishes to get by mail from a tenant; none where it never said.
    pub async fn mail_wishes_find(
        &self,
        tenant: TenantKey,
        account: AccountId,
    ) -> Result<Option<String>, StoreError> {
        let sql = "SELECT w.document FROM mail_wishes w JOIN accounts a ON a.id = w.account_id
            WHERE w.tenant_id = $1 AND a.public_id = $2";
        let row = self.reader().await?.fetch_first(sql, values![tenant, account]).await?;
        row.map(|row| row.text("document")).transpose()
    }

    /// Keeps what an account wishes to get by mail from a tenant.
    pub async fn mail_wishes_put(
        &self,
        tenant: TenantKey,
        account: AccountId,
        document: &str,
    ) -> Result<(), StoreError> {
        let input = (tenant, account, document.to_owned());
        self.write(input, |session, (tenant, account, document)| {
            Box::pin(async move {
                let sql = "INSERT INTO mail_wishes (account_id, tenant_id, document)
                    SELECT id, $2, $3 FROM accounts WHERE public_id = $1
                    ON CONFLICT (account_id, tenant_id) DO UPDATE SET document = excluded.document";
                session.execute(sql, values![*account, *tenant, document]).await.map(drop)
            })
        })
        .await
    }

    /// The members of a tenant who may be written to, with what they wish.
    pub async fn mail_readers(&self, tenant: TenantKey) -> Result<Vec<MailReader>, StoreError> {
        let members = self.members_list(tenant).await?;
        let sql = "SELECT a.public_id, w.document FROM mail_wishes w
            JOIN accounts a ON a.id = w.account_id WHERE w.tenant_id = $1";
        let mut wishes = std::collections::HashMap::new();
        for row in self.reader().await?.fetch(sql, values![tenant]).await? {
            wishes.insert(row.id("public_id")?, row.text("document")?);
        }
        let reader = |member: crate::MemberRow| MailReader {
            wishes: wishes.get(&member.account).cloned(),
            account: member.account,
            role: member.role,
            personal: member.personal,
        };
        Ok(members.into_iter().map(reader).collect())
    }
}

fn read(row: &Row) -> Result<NoticeRow, StoreError> {
    Ok(NoticeRow {
        key: row.int("id")?,
        id: row.id("public_id")?,
        kind: row.text("kind")?,
        object: row.text("object")?,
        document: row.text("document")?,
        created_at: row.time("created_at")?,
    })
}

async fn create(
    session: &mut Session,
    scope: TenantScope,
    new: &NewNotice,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO notices (public_id, tenant_id, mode, kind, object, document, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let NewNotice { id, kind, object, document } = new;
    let values = values![*id, scope.tenant, scope.mode, kind, object, document, now];
    session.execute(sql, values).await.map(drop)
}
