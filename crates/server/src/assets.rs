//! The web page, embedded in the program; whatever no other route takes comes here.
//!
//! Files with a digest in their name are kept for ever by browsers, the rest is asked for again with its
//! ETag. A path without a file is the page's own address and gets the page, except under `/v1`. Files that were
//! compressed when the page was built are sent so to whom can read it.

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
    let packed = Files::get(&format!("{path}.gz"));
    let is_packed = packed.is_some() && takes_gzip(asked);
    let has_packed = packed.is_some();
    let file = packed.filter(|_| is_packed).unwrap_or(file);
    // The digest is that of the bytes sent, so both forms have ETags of their own.
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
    if has_packed {
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    if is_packed {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}

/// Whether `Accept-Encoding` names gzip without refusing it.
fn takes_gzip(asked: &HeaderMap) -> bool {
    let lists = asked.get_all(header::ACCEPT_ENCODING).into_iter();
    let mut codings = lists.filter_map(|list| list.to_str().ok()).flat_map(|list| list.split(','));
    codings.any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let is_gzip = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        is_gzip && !parts.any(|part| part.strip_prefix("q=").is_some_and(is_nought))
    })
}

fn is_nought(weight: &str) -> bool {
    weight.trim_end_matches('0').trim_end_matches('.').trim_end_matches('0').is_empty()
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

    #[test]
    fn gzip_is_sent_to_whom_says_it_can_read_it() {
        let takes = |lists: &[&'static str]| {
            let mut asked = HeaderMap::new();
            for list in lists {
                asked.append(header::ACCEPT_ENCODING, HeaderValue::from_static(list));
            }
            takes_gzip(&asked)
        };
        assert!(takes(&["gzip"]) && takes(&["br, GZIP;q=0.5"]) && takes(&["br", "deflate, gzip"]));
        assert!(!takes(&[]) && !takes(&["br"]) && !takes(&["identity, x-gzip"]));
        assert!(!takes(&["gzip;q=0"]) && !takes(&["gzip; q=0.000, br"]) && takes(&["gzip;q=0.01"]));
    }

    #[tokio::test]
    async fn a_script_comes_compressed_to_whom_can_read_it_and_plain_to_others() {
        let script =
            Files::iter().find(|path| path.starts_with("assets/index-") && path.ends_with(".js"));
        let script = script.expect("`make web` builds the page before the tests");
        let ask = async |coding: &str| {
            let request = HttpRequest::builder().uri(format!("/{script}"));
            let request =
                request.header(header::ACCEPT_ENCODING, coding).body(Body::empty()).unwrap();
            let response = get_asset(request).await;
            let headers = response.headers().clone();
            (headers, axum::body::to_bytes(response.into_body(), 1 << 24).await.unwrap())
        };
        let ((packed, packed_bytes), (plain, plain_bytes)) = (ask("gzip").await, ask("br").await);
        assert_eq!(packed[header::CONTENT_ENCODING], "gzip");
        assert!(!plain.contains_key(header::CONTENT_ENCODING));
        assert!(packed_bytes.starts_with(&[0x1f, 0x8b]) && packed_bytes.len() < plain_bytes.len());
        for headers in [&packed, &plain] {
            assert_eq!(headers[header::VARY], "accept-encoding");
            assert_eq!(headers[header::CONTENT_TYPE], "text/javascript; charset=utf-8");
        }
        assert_ne!(packed[header::ETAG], plain[header::ETAG]);
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
