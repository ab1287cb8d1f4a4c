//! Mailing: notices of a few minutes in one letter to each who wishes it, tried again while the server is away.
//!
//! A letter that is due is a timer of its reader, so it survives a restart; what it says is looked up when it
//! is written, so that nobody is mailed what they have read meanwhile. A server that takes a letter and
//! breaks before it says so gets it twice.

use super::noticing::{notice, wishes_of};
use super::people::Who;
use crate::limits::{MAIL_AFTER, MAIL_AGAIN, MAIL_NOTICES, MAIL_PAST, MAIL_TRIES_MAX};
use crate::mail::{Language, Letter, Mailer, digest, invitation};
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use jiff::Timestamp;
use portolan_api::notices::{Notice, NoticeKind};
use portolan_model::AccountId;
use portolan_store::{NewTimer, NoticeRow, TenantScope, TimerRow};

/// The kind of timer that a letter is due by.
pub const MAIL: &str = "mail";

/// Has a letter written to somebody in a few minutes, with all that is new by then.
pub async fn mail_soon(state: &AppState, scope: TenantScope, reader: AccountId) -> Answer<()> {
    // Notices of one span share a letter: each sets the same timer to the same instant.
    let span = i64::try_from(MAIL_AFTER.as_secs()).unwrap_or(i64::MAX);
    let due = (state.clock.now().as_second().div_euclid(span) + 1).saturating_mul(span);
    let due_at = Timestamp::from_second(due).map_err(ApiError::internal)?;
    set(state, scope, reader.to_string(), (due_at, 0)).await
}

async fn set(
    state: &AppState,
    scope: TenantScope,
    object: String,
    (due_at, tries): (Timestamp, u32),
) -> Answer<()> {
    let timer = NewTimer { kind: MAIL.to_owned(), object, due_at, payload: tries.to_string() };
    Ok(state.store.timers_set(scope, &[timer]).await?)
}

/// Writes and sends the letter of a timer. What fails is tried again, for about a day.
pub async fn send_due(state: &AppState, timer: TimerRow) {
    let tries = timer.payload.parse::<u32>().unwrap_or_default() + 1;
    let outcome = send_letter(state, &timer).await;
    let settled: Answer<()> = match outcome {
        Ok(()) => done(state, &timer).await,
        Err(why) if why.is_final || tries >= MAIL_TRIES_MAX => {
            state.metrics.count("letters_given_up", "all", 1);
            tracing::error!(reader = timer.object, why = why.what, "a letter was given up");
            done(state, &timer).await
        }
        Err(why) => {
            tracing::warn!(reader = timer.object, why = why.what, tries, "a letter waits");
            let due_at = state.clock.now() + MAIL_AGAIN * tries;
            set(state, timer.scope, timer.object.clone(), (due_at, tries)).await
        }
    };
    if let Err(error) = settled {
        let why = error.into_problem().detail;
        tracing::warn!(why, "a letter's timer stays and comes again");
    }
}

async fn done(state: &AppState, timer: &TimerRow) -> Answer<()> {
    state.store.timers_done(std::slice::from_ref(timer)).await?;
    Ok(())
}

/// Why a letter was not sent.
struct Unsent {
    what: String,
    is_final: bool,
}

impl From<ApiError> for Unsent {
    fn from(error: ApiError) -> Self {
        Self { what: error.into_problem().detail, is_final: false }
    }
}

impl From<portolan_store::StoreError> for Unsent {
    fn from(error: portolan_store::StoreError) -> Self {
        Self { what: error.to_string(), is_final: false }
    }
}

async fn send_letter(state: &AppState, timer: &TimerRow) -> Result<(), Unsent> {
    let Some(mailer) = &state.mail else { return Ok(()) };
    let Ok(account) = AccountId::parse(&timer.object) else { return Ok(()) };
    let tenant = timer.scope.tenant;
    let readers = state.store.mail_readers(tenant).await?;
    // Somebody who left the team, or is erased, is written to no more.
    let Some(reader) = readers.iter().find(|reader| reader.account == account) else {
        return Ok(());
    };
    let (who, wishes) = (Who::of(&reader.personal)?, wishes_of(reader)?);
    let since = state.clock.now().checked_sub(MAIL_PAST).unwrap_or(Timestamp::MIN);
    let rows = state.store.notices_to_mail(timer.scope, account, (since, MAIL_NOTICES)).await?;
    let Some(last) = rows.last().map(|row| row.key) else { return Ok(()) };
    let told: Vec<(Notice, String)> = rows
        .iter()
        .map(|row: &NoticeRow| notice(row, 0))
        .collect::<Answer<Vec<_>>>()?
        .into_iter()
        .filter(|notice| wishes.kinds.contains(&notice.kind))
        .map(|notice| (page_of(mailer, &notice), notice))
        .map(|(page, notice)| (notice, page))
        .collect();
    if !told.is_empty() && !who.email.is_empty() {
        let language = Language::find(&wishes.language).unwrap_or_default();
        let organisation = organisation_of(state, account, timer.scope).await?;
        let letter = digest(language, &organisation, &told);
        send(state, mailer, (&who.email, &letter)).await?;
    }
    state.store.notices_mailed(timer.scope, account, last).await?;
    Ok(())
}

async fn send(
    state: &AppState,
    mailer: &Mailer,
    (to, letter): (&str, &Letter),
) -> Result<(), Unsent> {
    let sent = mailer.send(to, letter).await;
    let word = if sent.is_ok() { "sent" } else { "failed" };
    state.metrics.count("letters", word, 1);
    sent.map_err(|error| Unsent { what: error.to_string(), is_final: error.is_final() })
}

async fn organisation_of(
    state: &AppState,
    account: AccountId,
    scope: TenantScope,
) -> Result<String, Unsent> {
    let memberships = state.store.memberships_list(account).await?;
    let own = memberships.into_iter().find(|one| one.tenant == scope.tenant);
    Ok(own.map(|one| one.tenant_name).unwrap_or_default())
}

fn page_of(mailer: &Mailer, notice: &Notice) -> String {
    match notice.kind {
        NoticeKind::ImportKept => mailer.page(&format!("imports/{}", notice.object)),
        NoticeKind::ParcelException => mailer.page(&format!("parcels/{}", notice.object)),
        NoticeKind::MemberJoined => mailer.page("team"),
    }
}

/// Mails an invitation; false where there is no mail server, or it did not take it. The link is shown to
/// who invites in any case, so nothing waits for it.
pub async fn mail_invitation(
    state: &AppState,
    (email, organisation, secret): (&str, &str, &str),
) -> bool {
    let Some(mailer) = &state.mail else { return false };
    let link = mailer.page(&format!("join/{secret}"));
    let letter = invitation(Language::default(), organisation, &link);
    match send(state, mailer, (email, &letter)).await {
        Ok(()) => true,
        Err(why) => {
            tracing::warn!(why = why.what, "an invitation was not mailed");
            false
        }
    }
}
