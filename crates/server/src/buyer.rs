//! The buyer's page: where a parcel is, for whoever knows one of its numbers, without signing in.
//!
//! Rendered here, useful without scripts, in the reader's language, and small: [`page`] draws a parcel,
//! [`notice`] says that there is none or that too many were asked for. [`visitors`] keeps anybody from
//! walking through the numbers, by the address that [`client`] finds. What the page deliberately does not
//! show: names, addresses, postcodes, and carriers' free text, which may hold a courier's name, a telephone
//! number or who signed.

pub mod client;
mod events;
mod frame;
mod language;
mod map;
mod notice;
mod page;
mod progress;
mod reader;
mod standing;
#[cfg(test)]
mod tests;
pub mod visitors;

use crate::app::following;
use crate::state::AppState;
use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use portolan_model::Identifier;
use portolan_tracking::texts::Texts;
use reader::Reader;

/// Asks search engines not to list it.
const ROBOTS: &str = "x-robots-tag";

/// The routes: a page per number, and one that asks for a number. No key is needed.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/t", get(ask_number))
        .route("/t/", get(ask_number))
        .route("/t/{number}", get(get_page))
}

/// The field for a number; filled in, the way to its page.
async fn ask_number(reader: Reader) -> Response {
    match reader.number_path() {
        Some(path) => Redirect::to(&path).into_response(),
        None => answer(StatusCode::OK, reader.texts, notice::ask(reader.texts)),
    }
}

/// The page of the parcel that a number leads to.
async fn get_page(
    State(state): State<AppState>,
    reader: Reader,
    path: Result<Path<String>, PathRejection>,
) -> Response {
    let texts = reader.texts;
    let text = path.map(|Path(text)| text.trim().to_owned()).unwrap_or_default();
    let Some(key) = search_key(&text) else {
        return answer(StatusCode::NOT_FOUND, texts, notice::not_a_number(&text, texts));
    };
    let now = state.clock.now();
    // Before the store is asked: a refusal knows nothing of the number.
    let look = match state.visitors.look(reader.client, &key, now) {
        Ok(look) => look,
        Err(seconds) => return refuse(seconds, texts),
    };
    match following::followed(&state, &text).await {
        Ok(Some(followed)) => answer(StatusCode::OK, texts, page::page(&followed, texts, now)),
        Ok(None) => {
            state.visitors.missed(look);
            answer(StatusCode::NOT_FOUND, texts, notice::unknown(&text, texts))
        }
        Err(error) => {
            let status = error.into_response().status();
            answer(status, texts, notice::failed(texts))
        }
    }
}

/// What a number is searched by: letters and digits. A text without any is no number.
fn search_key(text: &str) -> Option<String> {
    let identifier = Identifier::parse(text).ok()?;
    text.chars().any(char::is_alphanumeric).then(|| identifier.search_key())
}

fn refuse(seconds: u64, texts: &Texts) -> Response {
    let page = notice::too_many(seconds, texts);
    let mut response = answer(StatusCode::TOO_MANY_REQUESTS, texts, page);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

fn answer(status: StatusCode, texts: &Texts, page: String) -> Response {
    let mut headers = HeaderMap::new();
    let fixed = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::VARY, "accept-language"),
    ];
    headers.extend(fixed.map(|(name, value)| (name, HeaderValue::from_static(value))));
    headers.insert(ROBOTS, HeaderValue::from_static("noindex, nofollow"));
    if let Ok(language) = HeaderValue::from_str(texts.language()) {
        headers.insert(header::CONTENT_LANGUAGE, language);
    }
    (status, headers, page).into_response()
}
