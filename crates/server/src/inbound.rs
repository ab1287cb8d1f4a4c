//! `/v1/inbound`: carriers' messages as they are, with a key of ours or to an address of their own.

use crate::app::auditing::audit;
use crate::app::telling::{self, tells};
use crate::auth::{Caller, ScansWrite};
use crate::extract::{Input, Params, PathId, PathText};
use crate::ids::mint;
use crate::limits::TOLD_BYTES_MAX;
use crate::paging::{list_query, page};
use crate::problem::{Answer, ApiError};
use crate::scans::read_body;
use crate::state::AppState;
use crate::wire::amounts::instant;
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode};
use portolan_api::inbound::{InboundAddress, InboundDraft};
use portolan_api::tracking::InboundAnswer;
use portolan_api::{Page, PageQuery, ProblemCode};
use portolan_model::id;
use portolan_store::NewInbound;
use portolan_tracking::adapter::Adapter;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Longest secret of an address, in bytes.
const SECRET_BYTES_MAX: usize = 1_000;

/// The routes that need a key.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(create_message))
        .layer(DefaultBodyLimit::max(TOLD_BYTES_MAX))
        .routes(routes!(list_addresses, create_address))
        .routes(routes!(revoke_address))
}

/// The route that needs none: its token names an address.
pub fn open_router() -> axum::Router<AppState> {
    axum::Router::new()
        .route("/inbound/{adapter}/{token}", axum::routing::post(receive_message))
        .layer(DefaultBodyLimit::max(TOLD_BYTES_MAX))
}

/// Send a carrier's message as it came: JSON, XML, CSV or EDIFACT, by the adapter's format.
///
/// What is answered is on disk: its scans, and what could not be read in quarantine. The same message
/// again changes nothing.
#[utoipa::path(
    post, path = "/v1/inbound/{adapter}", tag = "tracking", security(("key" = ["scans:write"])),
    params(("adapter" = String, Path, description = "Name of an adapter, such as `usps`")),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 200, body = InboundAnswer)),
)]
pub async fn create_message(
    caller: Caller<ScansWrite>,
    State(state): State<AppState>,
    PathText(name): PathText,
    body: Result<Bytes, BytesRejection>,
) -> Answer<Json<InboundAnswer>> {
    let adapter = state.carriers.get(&name)?;
    let body = read_body(body)?.to_vec();
    telling::tell_message(&state, tells(&caller), adapter, body).await.map(Json)
}

/// A message to an address of its own: signed where its carrier signs, else the token is the secret.
async fn receive_message(
    State(state): State<AppState>,
    Path((name, token)): Path<(String, String)>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Answer<Json<InboundAnswer>> {
    let missing = || {
        let detail = "there is no such address, or it was revoked: ask its owner for another";
        ApiError::new(ProblemCode::KeyUnknown, detail)
    };
    let address = state.store.inbound_find(&token).await?.ok_or_else(missing)?;
    if address.adapter != name {
        return Err(missing());
    }
    let adapter = state.carriers.get(&name)?;
    let body = read_body(body)?;
    if let Some(secret) = &address.secret
        && !is_signed(&adapter, &headers, &body, secret)
    {
        state.metrics.count("messages_of_wrong_signature", &name, 1);
        let detail = "the message is not signed by this address's secret: nothing of it was kept";
        return Err(ApiError::new(ProblemCode::KeyUnknown, detail));
    }
    telling::tell_message(&state, address.tells, adapter, body.to_vec()).await.map(Json)
}

fn is_signed(adapter: &Adapter, headers: &HeaderMap, body: &[u8], secret: &[u8]) -> bool {
    let Some(signature) = adapter.signature() else { return false };
    let header = headers.get(&signature.header).and_then(|value| value.to_str().ok());
    header.is_some_and(|header| signature.scheme.is_right(body, secret, header))
}

/// List the addresses that carriers send messages to, newest first.
#[utoipa::path(
    get, path = "/v1/inbound-addresses", tag = "tracking", security(("key" = ["scans:write"])),
    params(PageQuery),
    responses((status = 200, body = Page<InboundAddress>)),
)]
pub async fn list_addresses(
    caller: Caller<ScansWrite>,
    State(state): State<AppState>,
    Params(query): Params<PageQuery>,
) -> Answer<Json<Page<InboundAddress>>> {
    let list = list_query(query.limit, query.cursor.as_deref(), None, None)?;
    let rows = state.store.inbound_list(caller.scope, &list).await?;
    page(rows, |row| Ok(shown(&row, None))).map(Json)
}

/// Make an address for a carrier that has no key of ours; its path is told once.
#[utoipa::path(
    post, path = "/v1/inbound-addresses", tag = "tracking", security(("key" = ["scans:write"])),
    request_body = InboundDraft,
    responses((status = 201, body = InboundAddress)),
)]
pub async fn create_address(
    caller: Caller<ScansWrite>,
    State(state): State<AppState>,
    Input(draft): Input<InboundDraft>,
) -> Answer<(StatusCode, Json<InboundAddress>)> {
    let adapter = state.carriers.get(&draft.adapter)?;
    let secret = draft.secret.map(String::into_bytes).filter(|secret| !secret.is_empty());
    let refuse = |what: &str, mend: &str| {
        Err(ApiError::invalid_field("secret", what.to_owned(), mend, "secret"))
    };
    match (&secret, adapter.signature()) {
        (None, Some(_)) => return refuse("this carrier signs its messages", "give the secret"),
        (Some(_), None) => {
            let what = "how this carrier signs is not known";
            return refuse(what, "leave it out: the path itself is secret");
        }
        (Some(secret), Some(_)) if secret.len() > SECRET_BYTES_MAX => {
            return refuse("the secret is too long", "give at most 1,000 bytes");
        }
        _ => {}
    }
    let now = state.clock.now();
    let adapter = draft.adapter;
    let new = NewInbound { id: mint(now)?, realm: tells(&caller).realm, adapter, secret };
    let made = state.store.inbound_create(caller.scope, &new, now).await?;
    audit(&state, &caller, "inbound_address.create", new.id).await?;
    let path = format!("/inbound/{}/{}", new.adapter, made.token);
    Ok((StatusCode::CREATED, Json(shown(&made.address, Some(path)))))
}

/// Revoke an address: messages to it are refused from then on.
#[utoipa::path(
    delete, path = "/v1/inbound-addresses/{id}", tag = "tracking",
    security(("key" = ["scans:write"])),
    params(("id" = String, Path, description = "`inb_…`")),
    responses((status = 204)),
)]
pub async fn revoke_address(
    caller: Caller<ScansWrite>,
    State(state): State<AppState>,
    PathId(id): PathId<id::Inbound>,
) -> Answer<StatusCode> {
    let revoked = state.store.inbound_revoke(caller.scope, id, state.clock.now()).await?;
    if revoked {
        audit(&state, &caller, "inbound_address.revoke", id).await?;
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::not_found("address", &id.to_string()))
    }
}

fn shown(row: &portolan_store::InboundAddress, path: Option<String>) -> InboundAddress {
    InboundAddress {
        id: row.id.to_string(),
        adapter: row.adapter.clone(),
        signed: row.secret.is_some(),
        path,
        created_at: instant(row.created_at),
        revoked_at: row.revoked_at.map(instant),
    }
}
