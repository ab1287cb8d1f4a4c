//! Watching parcels: after each scan, and when nothing is heard, each is looked at again.
//!
//! News and timers are tables, so both survive a restart; a process that dies while it looks loses its
//! claim and another looks. Looking is idempotent: it reads everything told and saves what follows.

use super::following::{Following, follow};
use super::mailing::{MAIL, send_due};
use super::noticing::{Details, notify};
use crate::ids::mint;
use crate::limits::{
    LOOK_AGAIN, LOOK_AGAIN_FAILED, NEWS_POLL, NEWS_ROWS, TIMERS_AT_ONCE, WATCH_LEASE,
};
use crate::live::Change;
use crate::problem::{Answer, ApiError};
use crate::records;
use crate::state::AppState;
use crate::wire::tracking::{exception_words, outlook_of};
use jiff::Timestamp;
use portolan_api::notices::NoticeKind;
use portolan_model::{ParcelId, Status};
use portolan_store::{FoundException, NewTimer, OutlookSave, TenantScope, TimerRow};
use serde_json::json;
use std::collections::BTreeSet;
use tokio::sync::watch;

/// The kind of timer that a parcel is looked at again by.
pub const WATCH: &str = "watch";

/// Looks at what is new and what is due until the server stops.
pub async fn watch_parcels(state: AppState, stopped: watch::Receiver<bool>) {
    loop {
        let is_idle = match look_once(&state).await {
            Ok(looked) => looked == 0,
            Err(error) => {
                tracing::warn!(problem = %error.into_problem().detail, "watching failed");
                true
            }
        };
        if *stopped.borrow() {
            return;
        }
        if is_idle {
            let mut stopped = stopped.clone();
            let stop = stopped.wait_for(|stopped| *stopped);
            if tokio::time::timeout(NEWS_POLL, stop).await.is_ok() {
                return;
            }
        }
    }
}

/// Looks at one claim of news and of timers. Answers how many parcels were looked at.
pub async fn look_once(state: &AppState) -> Answer<usize> {
    let now = state.clock.now();
    let mut looked = 0;
    if state.store.news_waits().await? {
        let news = state.store.news_claim(now, now + WATCH_LEASE, NEWS_ROWS).await?;
        for (scope, parcel) in &news.parcels {
            if let Err(error) = look(state, *scope, *parcel).await {
                look_later(state, *scope, *parcel, error).await?;
            }
        }
        state.store.news_done(&news.keys).await?;
        looked += news.keys.len();
    }
    let due = state.store.timers_claim(now, now + WATCH_LEASE, TIMERS_AT_ONCE).await?;
    for letter in due.iter().filter(|timer| timer.kind == MAIL) {
        // A mail server may take long, and parcels do not wait for it.
        let (state, letter) = (state.clone(), letter.clone());
        tokio::spawn(async move { send_due(&state, letter).await });
    }
    let watches: Vec<&TimerRow> = due.iter().filter(|timer| timer.kind == WATCH).collect();
    let mut seen = BTreeSet::new();
    for timer in watches {
        // Looking sets the timer anew, or cancels it where nothing more can happen.
        let parcel = ParcelId::parse(&timer.object).ok().filter(|parcel| seen.insert(*parcel));
        if let Some(parcel) = parcel
            && let Err(error) = look(state, timer.scope, parcel).await
        {
            look_later(state, timer.scope, parcel, error).await?;
        }
        looked += 1;
    }
    Ok(looked)
}

/// A parcel that cannot be looked at holds up no other: a timer brings it back.
async fn look_later(
    state: &AppState,
    scope: TenantScope,
    parcel: ParcelId,
    error: ApiError,
) -> Answer<()> {
    state.metrics.count("parcels_not_looked_at", error.problem.code.name(), 1);
    tracing::error!(%parcel, cause = ?error, "a parcel was not looked at, it is tried again");
    let object = parcel.to_string();
    let due_at = state.clock.now() + LOOK_AGAIN_FAILED;
    let timer = NewTimer { kind: WATCH.to_owned(), object, due_at, payload: "{}".to_owned() };
    Ok(state.store.timers_set(scope, &[timer]).await?)
}

/// Looks at one parcel and saves what follows.
pub async fn look(state: &AppState, scope: TenantScope, parcel: ParcelId) -> Answer<()> {
    let now = state.clock.now();
    let Some(found) = state.store.parcel_ref(scope, parcel, now).await? else {
        state.store.timer_cancel(scope, WATCH, &parcel.to_string()).await?;
        return Ok(());
    };
    let following = follow(state, found).await?;
    let save = save_of(&following, parcel, now)?;
    let (opened, closed) = state.store.outlook_save(scope, save, now).await?;
    state.live.tell(scope, Change::Parcel, &parcel);
    for kind in opened {
        state.metrics.count("exceptions_opened", &kind, 1);
        let number = following.row.tracking_number.clone().unwrap_or_default();
        let details =
            Details::from([("number".to_owned(), number), ("exception".to_owned(), kind)]);
        let about = (NoticeKind::ParcelException, parcel.to_string());
        notify(state, scope, about, &details).await?;
    }
    for kind in closed {
        state.metrics.count("exceptions_closed", &kind, 1);
    }
    Ok(())
}

fn save_of(following: &Following, parcel: ParcelId, now: Timestamp) -> Answer<OutlookSave> {
    let timeline = &following.timeline;
    let mut exceptions = Vec::new();
    for exception in &following.exceptions {
        let event = exception.shown_by.and_then(|index| timeline.events.get(index));
        let evidence = json!({
            "event": exception.shown_by,
            "milestone": event.map(|event| event.milestone.as_str()),
            "at": event.map(|event| event.at.to_string()),
            "what": exception_words(exception),
        });
        exceptions.push(FoundException {
            id: mint(now)?,
            kind: exception.kind.name().to_owned(),
            since: exception.since,
            evidence: evidence.to_string(),
        });
    }
    let last = timeline.last_event();
    let closing = json!({
        "status": timeline.status().as_str(),
        "milestone": last.map(|event| event.milestone.as_str()),
        "at": last.map(|event| event.at.to_string()),
    });
    let look_at = look_again(following, now);
    let look_again = look_at.map(|due_at| NewTimer {
        kind: WATCH.to_owned(),
        object: parcel.to_string(),
        due_at,
        payload: "{}".to_owned(),
    });
    Ok(OutlookSave {
        parcel,
        status: timeline.sub_status.as_str().to_owned(),
        state: following.state().map(|state| state.to_string()),
        document: records::to_text(&outlook_of(following))?,
        exceptions,
        closing: closing.to_string(),
        look_again,
        timer_kind: WATCH.to_owned(),
    })
}

/// When something may change though nobody says anything; none once the parcel's way is over.
fn look_again(following: &Following, now: Timestamp) -> Option<Timestamp> {
    let timeline = &following.timeline;
    let is_over = matches!(timeline.status(), Status::Delivered | Status::Returned)
        || following.row.state == portolan_model::ParcelState::Cancelled.as_str();
    if is_over {
        return None;
    }
    let usual = now + LOOK_AGAIN;
    let promised = following.promise.map(|promise| promise.ends_at);
    let overdue = timeline.last_event().and_then(|event| {
        let due = following.expected.due.first()?;
        let hours = jiff::SignedDuration::try_from_secs_f64(due.p90_hours * 3_600.0).ok()?;
        event.at.checked_add(hours).ok()
    });
    let soon = [promised, overdue].into_iter().flatten().filter(|at| *at > now);
    // A moment later, so that what is due by then is over.
    soon.map(|at| at + std::time::Duration::from_secs(1)).chain([usual]).min()
}
