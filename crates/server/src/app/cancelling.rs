//! A parcel, or an order with all its parcels, is called off before it is handed in; the room on the departures
//! is given back with it.

use crate::app::ordering::{currencies, get_order};
use crate::app::reading::get_row;
use crate::app::watching::WATCH;
use crate::auth::Identity;
use crate::live::Change;
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use crate::wire::orders::state_word;
use crate::wire::parcels::parcel;
use jiff::Timestamp;
use portolan_api::ProblemCode;
use portolan_api::orders::{OrderDetail, OrderState};
use portolan_api::parcels::Parcel;
use portolan_model::{OrderId, ParcelId, ParcelState};
use portolan_store::{CancelCommand, NewAudit, NewOutbox, OrderCancel, OrderChange, ParcelRow};

/// Cancels a parcel; its order is cancelled with its last one.
pub async fn cancel_parcel(state: &AppState, caller: &Identity, id: ParcelId) -> Answer<Parcel> {
    let row = get_row(state, caller, id).await?;
    let now = state.clock.now();
    state.store.parcel_cancel(caller.scope, command_of(caller, &row, now)?, now).await?;
    tell_cancelled(state, caller, &row);
    let row = get_row(state, caller, id).await?;
    parcel(&row, caller.scope.mode, &currencies(state))
}

/// Cancels an order and every parcel of it: all of them, or none where one was handed in already.
pub async fn cancel_order(state: &AppState, caller: &Identity, id: OrderId) -> Answer<OrderDetail> {
    let row = state.store.order_find(caller.scope, id).await?;
    let row = row.ok_or_else(|| ApiError::not_found("order", &id.to_string()))?;
    let cancelled = state_word(OrderState::Cancelled);
    if row.state == cancelled {
        let detail = format!("order {id} is cancelled already");
        return Err(ApiError::new(ProblemCode::StateConflict, detail));
    }
    let now = state.clock.now();
    let parcels = state.store.parcels_of_order(caller.scope, id, now).await?;
    let called_off = ParcelState::Cancelled.to_string();
    let parcels: Vec<_> = parcels.into_iter().filter(|row| row.state != called_off).collect();
    let commands = parcels.iter().map(|row| command_of(caller, row, now)).collect::<Answer<_>>()?;
    let command = OrderCancel {
        order: OrderChange {
            id,
            version: row.version,
            state: Some(cancelled.to_owned()),
            document: None,
            personal: None,
        },
        parcels: commands,
        audit: vec![entry(caller, "order.cancel", &id)],
    };
    state.store.order_cancel(caller.scope, command, now).await?;
    for row in &parcels {
        tell_cancelled(state, caller, row);
    }
    state.live.tell(caller.scope, Change::Order, &id);
    get_order(state, caller, id).await
}

/// What is written for a parcel that can still be cancelled.
fn command_of(caller: &Identity, row: &ParcelRow, now: Timestamp) -> Answer<CancelCommand> {
    let id = row.id;
    let stands = ParcelState::parse(&row.state).map_err(ApiError::internal)?;
    let cancelled = stands.step_to(ParcelState::Cancelled).map_err(|_| {
        let detail = format!("parcel {id} is {stands}: only a booked parcel can be cancelled");
        ApiError::new(ProblemCode::StateConflict, detail)
    })?;
    let told = serde_json::json!({ "parcel": id.to_string() }).to_string();
    Ok(CancelCommand {
        parcel: id,
        version: row.version,
        state: cancelled.to_string(),
        document: None,
        order_state: Some(state_word(OrderState::Cancelled).to_owned()),
        cancel_timers: vec![WATCH.to_owned()],
        audit: vec![entry(caller, "parcel.cancel", &id)],
        outbox: vec![NewOutbox {
            topic: "parcel.cancelled".to_owned(),
            payload: told.into_bytes(),
            next_attempt_at: now,
        }],
        idempotency: None,
    })
}

fn entry(caller: &Identity, action: &str, object: &dyn std::fmt::Display) -> NewAudit {
    NewAudit {
        actor: caller.actor(),
        action: action.to_owned(),
        object: object.to_string(),
        detail: "{}".to_owned(),
    }
}

fn tell_cancelled(state: &AppState, caller: &Identity, row: &ParcelRow) {
    state.live.tell(caller.scope, Change::Parcel, &row.id);
    state.metrics.count("parcels_cancelled", &row.service, 1);
}
