//! `/v1/notices`: what people should know without asking.

use crate::app::noticing;
use crate::auth::{Caller, OrdersRead, Person};
use crate::extract::{Input, Params};
use crate::problem::Answer;
use crate::state::AppState;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use portolan_api::notices::{MailWishes, NoticePage, NoticeQuery, NoticesRead};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of notices.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_notices))
        .routes(routes!(read_notices))
        .routes(routes!(get_mail_wishes, put_mail_wishes))
}

/// List notices, newest first, with how many were not read.
#[utoipa::path(
    get, path = "/v1/notices", tag = "notices", security(("key" = ["orders:read"])),
    params(NoticeQuery),
    responses((status = 200, body = NoticePage)),
)]
pub async fn list_notices(
    caller: Caller<OrdersRead>,
    State(state): State<AppState>,
    Params(query): Params<NoticeQuery>,
) -> Answer<Json<NoticePage>> {
    noticing::list_notices(&state, &caller, &query).await.map(Json)
}

/// Say that a notice and all older ones were read.
#[utoipa::path(
    put, path = "/v1/notices/read", tag = "notices", security(("session" = [])),
    request_body = NoticesRead, responses((status = 204)),
)]
pub async fn read_notices(
    person: Person,
    State(state): State<AppState>,
    Input(read): Input<NoticesRead>,
) -> Answer<StatusCode> {
    noticing::read_notices(&state, &person, &read).await.map(|()| StatusCode::NO_CONTENT)
}

/// Which notices come by mail, and in which language.
#[utoipa::path(
    get, path = "/v1/account/mail", tag = "notices", security(("session" = [])),
    responses((status = 200, body = MailWishes)),
)]
pub async fn get_mail_wishes(
    person: Person,
    State(state): State<AppState>,
) -> Answer<Json<MailWishes>> {
    noticing::mail_wishes(&state, &person).await.map(Json)
}

/// Choose which notices come by mail.
#[utoipa::path(
    put, path = "/v1/account/mail", tag = "notices", security(("session" = [])),
    request_body = MailWishes, responses((status = 200, body = MailWishes)),
)]
pub async fn put_mail_wishes(
    person: Person,
    State(state): State<AppState>,
    Input(wishes): Input<MailWishes>,
) -> Answer<Json<MailWishes>> {
    noticing::set_mail_wishes(&state, &person, wishes).await.map(Json)
}
