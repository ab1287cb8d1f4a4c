//! The web page, embedded in the program; whatever no other route takes comes here.
//!
//! Files with a digest in their name are kept for ever by browsers, the rest is asked for again with its
//! ETag. A path without a file is the page's own address and gets the page, except under `/v1`.

use crate::problem::ApiError;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use portolan_api::ProblemCode;
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Files;

/// Answered where the page was not built into the program.
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Portolan</title>\
<h1>Portolan</h1><p>The server runs. The page was not built into this program: run <code>make web</code> \
and build it again.</p><p><a href=\"/docs\">Reference of the HTTP interface</a></p></html>\n";

/// Whether the page was built into this program.
pub fn has_console() -> bool {
    Files::get("index.html").is_some()
}

/// The file of a path, the page, or the problem that there is nothing.
pub async fn get_asset(request: Request) -> Response {
    let uri = request.uri().clone();
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    if !is_read || uri.path() == "/v1" || uri.path().starts_with("/v1/") {
        return nothing(&uri);
    }
    let path = uri.path().trim_start_matches('/');
    if let Some(file) = Files::get(path).filter(|_| !path.is_empty()) {
        return answer_file(path, file, request.headers());
    }
    let has_extension = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    if has_extension {
        return nothing(&uri);
    }
    match Files::get("index.html") {
        Some(page) => answer_file("index.html", page, request.headers()),
        None => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], NOT_BUILT).into_response(),
    }
}

fn nothing(uri: &Uri) -> Response {
    let detail = format!("nothing is at `{}`; the reference is at /docs", uri.path());
    ApiError::new(ProblemCode::NotFound, detail).into_response()
}

fn answer_file(path: &str, file: EmbeddedFile, asked: &HeaderMap) -> Response {
    let digest = file.metadata.sha256_hash();
    let etag = digest[..12].iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    let etag = format!("\"{etag}\"");
    let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_known = known.is_some_and(|known| known.split(',').any(|one| one.trim() == etag));
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Body::from(file.data.into_owned()).into_response()
    };
    let keeps = if path.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(path)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keeps));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request as HttpRequest;

    async fn status(method: &str, path: &str) -> u16 {
        let request = HttpRequest::builder().method(method).uri(path).body(Body::empty()).unwrap();
        get_asset(request).await.status().as_u16()
    }

    #[tokio::test]
    async fn the_page_is_behind_every_address_of_its_own_and_no_other() {
        assert_eq!(status("GET", "/").await, 200);
        assert_eq!(status("GET", "/parcels/par_1").await, 200);
        assert_eq!(status("GET", "/v1/nothing").await, 404);
        assert_eq!(status("GET", "/missing.js").await, 404);
        assert_eq!(status("GET", "/../Cargo.toml").await, 404);
        assert_eq!(status("POST", "/").await, 404);
    }
}
