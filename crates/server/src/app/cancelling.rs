//! A parcel is called off before it is handed in; its room on the departures is given back with it.

use crate::app::ordering::currencies;
use crate::app::reading::get_row;
use crate::app::watching::WATCH;
use crate::auth::Identity;
use crate::live::Change;
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use crate::wire::parcels::parcel;
use portolan_api::ProblemCode;
use portolan_api::parcels::Parcel;
use portolan_model::{ParcelId, ParcelState};
use portolan_store::{CancelCommand, NewAudit, NewOutbox};

/// Cancels a parcel; its order is cancelled with its last one.
pub async fn cancel_parcel(state: &AppState, caller: &Identity, id: ParcelId) -> Answer<Parcel> {
    let row = get_row(state, caller, id).await?;
    let stands = ParcelState::parse(&row.state).map_err(ApiError::internal)?;
    let cancelled = stands.step_to(ParcelState::Cancelled).map_err(|_| {
        let detail = format!("parcel {id} is {stands}: only a booked parcel can be cancelled");
        ApiError::new(ProblemCode::StateConflict, detail)
    })?;
    let now = state.clock.now();
    let told = serde_json::json!({ "parcel": id.to_string() }).to_string();
    let command = CancelCommand {
        parcel: id,
        version: row.version,
        state: cancelled.to_string(),
        document: None,
        order_state: Some("cancelled".to_owned()),
        cancel_timers: vec![WATCH.to_owned()],
        audit: vec![NewAudit {
            actor: caller.actor(),
            action: "parcel.cancel".to_owned(),
            object: id.to_string(),
            detail: "{}".to_owned(),
        }],
        outbox: vec![NewOutbox {
            topic: "parcel.cancelled".to_owned(),
            payload: told.into_bytes(),
            next_attempt_at: now,
        }],
        idempotency: None,
    };
    state.store.parcel_cancel(caller.scope, command, now).await?;
    state.live.tell(caller.scope, Change::Parcel, &row.id);
    state.metrics.count("parcels_cancelled", &row.service, 1);
    let row = get_row(state, caller, id).await?;
    parcel(&row, caller.scope.mode, &currencies(state))
}
