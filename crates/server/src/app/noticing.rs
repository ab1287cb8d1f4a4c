//! Notices: made when something happens, listed, read, and mailed to those who wish it.

use crate::app::mailing;
use crate::auth::{Actor, Identity, Person};
use crate::ids::mint;
use crate::live::Change;
use crate::mail::Language;
use crate::paging::{list_query, page};
use crate::problem::{Answer, ApiError};
use crate::records;
use crate::state::AppState;
use crate::wire::amounts::instant;
use portolan_api::Role;
use portolan_api::notices::{MailWishes, Notice, NoticeKind, NoticePage, NoticeQuery, NoticesRead};
use portolan_model::NoticeId;
use portolan_store::{MailReader, NewNotice, NoticeRow, TenantScope};
use std::collections::BTreeMap;

/// What a notice's sentence needs, by name.
pub type Details = BTreeMap<String, String>;

/// Keeps a notice, tells it to who listens, and has it mailed to who wishes.
pub async fn notify(
    state: &AppState,
    scope: TenantScope,
    (kind, object): (NoticeKind, String),
    details: &Details,
) -> Answer<()> {
    let now = state.clock.now();
    let document = records::to_text(details)?;
    let notice = NewNotice { id: mint(now)?, kind: kind.name().to_owned(), object, document };
    state.store.notice_create(scope, &notice, now).await?;
    state.live.tell(scope, Change::Notice, &notice.id);
    state.metrics.count("notices", kind.name(), 1);
    if state.mail.is_none() {
        return Ok(());
    }
    for reader in state.store.mail_readers(scope.tenant).await? {
        if wishes_of(&reader)?.kinds.contains(&kind) {
            mailing::mail_soon(state, scope, reader.account).await?;
        }
    }
    Ok(())
}

/// What somebody wishes to get by mail; who never said gets what went wrong with parcels, if that is their work.
pub fn wishes_of(reader: &MailReader) -> Answer<MailWishes> {
    let Some(text) = &reader.wishes else {
        let minds = matches!(Role::find(&reader.role), Some(Role::Owner | Role::Seller));
        let kinds = if minds { vec![NoticeKind::ParcelException] } else { Vec::new() };
        return Ok(MailWishes { language: Language::default().name().to_owned(), kinds });
    };
    records::from_text(text)
}

/// A page of notices.
pub async fn list_notices(
    state: &AppState,
    caller: &Identity,
    query: &NoticeQuery,
) -> Answer<NoticePage> {
    let list = list_query(query.limit, query.cursor.as_deref(), None, None)?;
    let reader = match caller.actor {
        Actor::Account(account) => Some(account),
        Actor::Key(_) => None,
    };
    let found = state.store.notices_list(caller.scope, reader, &list).await?;
    let shown = page(found.page, |row| notice(&row, found.read_to))?;
    let unread = u32::try_from(found.unread).unwrap_or(u32::MAX);
    Ok(NoticePage { unread, items: shown.items, next_cursor: shown.next_cursor })
}

/// A notice as it is answered.
pub fn notice(row: &NoticeRow, read_to: i64) -> Answer<Notice> {
    let kind = NoticeKind::find(&row.kind);
    Ok(Notice {
        id: row.id.to_string(),
        kind: kind.ok_or_else(|| ApiError::internal(format!("`{}` is no notice", row.kind)))?,
        object: row.object.clone(),
        details: records::from_text(&row.document)?,
        at: instant(row.created_at),
        is_read: row.key <= read_to,
    })
}

/// Somebody has read a notice and all older ones.
pub async fn read_notices(state: &AppState, person: &Person, read: &NoticesRead) -> Answer<()> {
    let unknown = || ApiError::not_found("notice", &read.up_to);
    let up_to = NoticeId::parse(&read.up_to).map_err(|_| unknown())?;
    Ok(state.store.notices_read(person.identity.scope, person.account, up_to).await?)
}

/// What somebody wishes to get by mail.
pub async fn mail_wishes(state: &AppState, person: &Person) -> Answer<MailWishes> {
    let readers = state.store.mail_readers(person.identity.scope.tenant).await?;
    let own = readers.iter().find(|reader| reader.account == person.account);
    own.map_or_else(|| Err(ApiError::not_found("account", "of this sign-in")), wishes_of)
}

/// Keeps what somebody wishes to get by mail.
pub async fn set_mail_wishes(
    state: &AppState,
    person: &Person,
    mut wishes: MailWishes,
) -> Answer<MailWishes> {
    if Language::find(&wishes.language).is_none() {
        let what = format!("there are no mails in `{}`", wishes.language);
        let mend = "take `en` or `zh`";
        return Err(ApiError::invalid_field("language", what, mend, "choice_unknown"));
    }
    wishes.kinds.sort();
    wishes.kinds.dedup();
    let tenant = person.identity.scope.tenant;
    let text = records::to_text(&wishes)?;
    state.store.mail_wishes_put(tenant, person.account, &text).await?;
    Ok(wishes)
}
