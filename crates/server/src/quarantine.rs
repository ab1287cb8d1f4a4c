//! `/v1/quarantine`: messages that could not be read, or not wholly.

use crate::app::auditing::audit;
use crate::app::telling::{self, SCANS, tells};
use crate::auth::{Caller, ScansWrite};
use crate::extract::{Params, PathId};
use crate::paging::{list_query, page};
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use crate::wire::tracking::quarantined;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use portolan_api::tracking::{AnswersWanted, InboundAnswer, Quarantined};
use portolan_api::{FileBody, Page, PageQuery};
use portolan_model::{QuarantineId, id};
use portolan_store::{QuarantineRow, Settled};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of quarantine.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_quarantine))
        .routes(routes!(get_quarantined))
        .routes(routes!(replay_quarantined))
        .routes(routes!(dismiss_quarantined))
}

/// List messages in quarantine that nobody has settled, newest first.
#[utoipa::path(
    get, path = "/v1/quarantine", tag = "tracking", security(("key" = ["scans:write"])),
    params(PageQuery),
    responses((status = 200, body = Page<Quarantined>)),
)]
pub async fn list_quarantine(
    caller: Caller<ScansWrite>,
    State(state): State<AppState>,
    Params(query): Params<PageQuery>,
) -> Answer<Json<Page<Quarantined>>> {
    let list = list_query(query.limit, query.cursor.as_deref(), Some("open"), None)?;
    let rows = state.store.quarantine_list(tells(&caller), &list).await?;
    page(rows, |row| Ok(quarantined(&row, state.quarantine_kept))).map(Json)
}

/// The message itself, byte for byte.
#[utoipa::path(
    get, path = "/v1/quarantine/{id}/message", tag = "tracking",
    security(("key" = ["scans:write"])),
    params(("id" = String, Path, description = "`qua_…`")),
    responses((status = 200, body = FileBody, content_type = "application/octet-stream")),
)]
pub async fn get_quarantined(
    caller: Caller<ScansWrite>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Quarantine>,
) -> Answer<impl IntoResponse> {
    let row = find(&state, &caller, id).await?;
    let name = format!("attachment; filename=\"{id}.txt\"");
    let kind = "application/octet-stream".to_owned();
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], row.body))
}

/// Read a message again, after its adapter was mended; what can be read now is kept.
#[utoipa::path(
    post, path = "/v1/quarantine/{id}/replay", tag = "tracking",
    security(("key" = ["scans:write"])),
    params(("id" = String, Path, description = "`qua_…`")),
    responses((status = 200, body = InboundAnswer)),
)]
pub async fn replay_quarantined(
    caller: Caller<ScansWrite>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Quarantine>,
) -> Answer<Json<InboundAnswer>> {
    let row = find(&state, &caller, id).await?;
    let scope = tells(&caller);
    let answer = if row.adapter == SCANS {
        let text = String::from_utf8_lossy(&row.body).into_owned();
        let told = telling::tell_lines(&state, scope, text, AnswersWanted::Failed).await?;
        InboundAnswer {
            adapter: row.adapter,
            events: told.new + told.known + told.failed,
            new: told.new,
            known: told.known,
            faults: Vec::new(),
            unknown_codes: Vec::new(),
            quarantined: told.failed > 0,
            without_events: false,
        }
    } else {
        let adapter = state.carriers.get(&row.adapter)?;
        telling::tell_message(&state, scope, adapter, row.body).await?
    };
    audit(&state, &caller, "quarantine.replay", id).await?;
    if !answer.quarantined {
        state.store.quarantine_settle(scope, id, Settled::Read, state.clock.now()).await?;
    }
    Ok(Json(answer))
}

/// Put a message aside that nothing can be made of. It opens again should it come again.
#[utoipa::path(
    delete, path = "/v1/quarantine/{id}", tag = "tracking", security(("key" = ["scans:write"])),
    params(("id" = String, Path, description = "`qua_…`")),
    responses((status = 204)),
)]
pub async fn dismiss_quarantined(
    caller: Caller<ScansWrite>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Quarantine>,
) -> Answer<StatusCode> {
    let (scope, now) = (tells(&caller), state.clock.now());
    if state.store.quarantine_settle(scope, id, Settled::Dismissed, now).await? {
        audit(&state, &caller, "quarantine.dismiss", id).await?;
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::not_found("open message", &id.to_string()))
    }
}

async fn find(
    state: &AppState,
    caller: &Caller<ScansWrite>,
    id: QuarantineId,
) -> Answer<QuarantineRow> {
    let row = state.store.quarantine_find(tells(caller), id).await?;
    row.ok_or_else(|| ApiError::not_found("message", &id.to_string()))
}
