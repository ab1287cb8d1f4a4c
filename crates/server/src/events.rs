//! `/v1/events`: what changed, as server-sent events.

use crate::auth::{Caller, Identity, OrdersRead};
use crate::live::Told;
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use axum::extract::State;
use axum::response::sse::{Event, Sse};
use futures_util::stream::{Stream, unfold};
use portolan_api::ProblemCode;
use portolan_api::notices::LiveEvent;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::Instant;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// How often a line is told that it is open, and that another process may have changed something.
const TICK: Duration = Duration::from_secs(15);

/// The route of events.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(listen))
}

/// One listener.
struct Line {
    receiver: Receiver<Told>,
    identity: Identity,
    stopped: watch::Receiver<bool>,
    ends_at: Instant,
    next_tick: Instant,
    _place: OwnedSemaphorePermit,
}

/// Hear what changes, as server-sent events: `order`, `parcel`, `import`, `product`, `notice`, each with an id where
/// one thing changed, and `tick` every quarter of a minute.
///
/// The line ends by itself after two minutes, so that a key or a sign-in that was ended hears no more;
/// browsers open it again by themselves.
#[utoipa::path(
    get, path = "/v1/events", tag = "notices", security(("key" = ["orders:read"])),
    responses((status = 200, body = LiveEvent, content_type = "text/event-stream")),
)]
pub async fn listen(
    caller: Caller<OrdersRead>,
    State(state): State<AppState>,
) -> Answer<Sse<impl Stream<Item = Result<Event, Infallible>> + Send>> {
    let place = state.live.places.clone().try_acquire_owned().map_err(|_| {
        let detail = "as many listeners as can be are connected: ask now and then instead";
        ApiError::new(ProblemCode::Overloaded, detail).retry_after(30)
    })?;
    let now = Instant::now();
    let line = Line {
        receiver: state.live.listen(),
        identity: (*caller).clone(),
        stopped: state.stopped.clone(),
        ends_at: now + state.live_time,
        next_tick: now,
        _place: place,
    };
    Ok(Sse::new(unfold(line, |mut line| async move {
        let event = line.next().await?;
        Some((Ok(event), line))
    })))
}

impl Line {
    /// The next event; none once the line ends.
    async fn next(&mut self) -> Option<Event> {
        loop {
            tokio::select! {
                biased;
                _ = async { self.stopped.wait_for(|stopped| *stopped).await.is_ok() } => return None,
                () = tokio::time::sleep_until(self.ends_at) => return None,
                () = tokio::time::sleep_until(self.next_tick) => return Some(self.tick()),
                told = self.receiver.recv() => match told {
                    Ok(told) => if let Some(event) = self.event(&told) { return Some(event) },
                    Err(RecvError::Lagged(_)) => return Some(self.tick()),
                    Err(RecvError::Closed) => return None,
                },
            }
        }
    }

    fn tick(&mut self) -> Event {
        self.next_tick = Instant::now() + TICK;
        Event::default().event("tick").data("{}")
    }

    /// The event, if it is for this listener.
    fn event(&self, told: &Told) -> Option<Event> {
        let is_theirs = told.scope == self.identity.scope && self.identity.may(told.change.scope());
        let data = LiveEvent { id: told.id.clone() };
        let data = is_theirs.then(|| serde_json::to_string(&data).ok())??;
        Some(Event::default().event(told.change.name()).data(data))
    }
}
