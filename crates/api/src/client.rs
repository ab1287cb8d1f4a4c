//! A small client for our own server: quotes, orders, booking, parcels, labels.
//!
//! It speaks plain HTTP to one server and nothing else, sends the same idempotency key when the
//! caller gives one, and turns every problem into [`ClientError::Problem`].

use crate::labels::{LabelQuery, LabelsDraft};
use crate::manifests::ManifestDetail;
use crate::orders::{BookRequest, Booked, ImportQuery, ImportReport, Order};
use crate::page::{Page, PageQuery};
use crate::parcels::{Parcel, ParcelDetail, ParcelQuery};
use crate::problem::Problem;
use crate::products::ProductImportReport;
use crate::quotes::{Quote, QuoteRequest};
use crate::tracking::{AnswersWanted, InboundAnswer, ParcelTimeline, ScansAnswer, ScansQuery};
use reqwest::{Method, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

/// Why a request did not bring what was asked for.
#[derive(Debug, Error)]
pub enum ClientError {
    /// The server could not be reached, or the connection broke.
    #[error("the server at {url} did not answer: {source}")]
    Unreachable {
        /// What was asked.
        url: String,
        /// Why.
        #[source]
        source: reqwest::Error,
    },
    /// The server answered a problem.
    #[error("{}: {}", .0.title, .0.detail)]
    Problem(Box<Problem>),
    /// The server answered something that is not of this interface.
    #[error(
        "status {status} with a body that is not of this interface: is {url} a portolan server"
    )]
    Strange {
        /// What was asked.
        url: String,
        /// The HTTP status.
        status: u16,
    },
}

impl ClientError {
    /// Stable code of the error; that of the problem where the server gave one.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "server_unreachable",
            Self::Problem(problem) => problem.code.name(),
            Self::Strange { .. } => "server_strange",
        }
    }
}

/// A connection to one server with one API key.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    key: String,
}

impl Client {
    /// A client for the server at `base`, such as `http://127.0.0.1:8080`.
    pub fn new(base: &str, key: &str) -> Result<Self, ClientError> {
        let base = base.trim_end_matches('/').to_owned();
        let http = reqwest::Client::builder()
            .no_proxy()
            .build()
            .map_err(|source| ClientError::Unreachable { url: base.clone(), source })?;
        Ok(Self { http, base, key: key.to_owned() })
    }

    /// Asks for a quote.
    pub async fn quote(&self, request: &QuoteRequest) -> Result<Quote, ClientError> {
        self.json(self.request(Method::POST, "/v1/quotes").json(request)).await
    }

    /// Sends a file of orders.
    pub async fn import_orders(
        &self,
        file: Vec<u8>,
        query: &ImportQuery,
        idempotency_key: Option<&str>,
    ) -> Result<ImportReport, ClientError> {
        let request =
            self.request(Method::POST, &with_query("/v1/orders/import", query)).body(file);
        let request = request.header("content-type", "text/csv");
        self.json(keyed(request, idempotency_key)).await
    }

    /// Sends a file of products.
    pub async fn import_products(&self, file: Vec<u8>) -> Result<ProductImportReport, ClientError> {
        let request = self.request(Method::POST, "/v1/products/import").body(file);
        self.json(request.header("content-type", "text/csv")).await
    }

    /// Orders, newest first.
    pub async fn list_orders(&self, page: &PageQuery) -> Result<Page<Order>, ClientError> {
        self.json(self.request(Method::GET, &with_query("/v1/orders", page))).await
    }

    /// Books one order.
    pub async fn book_order(
        &self,
        order: &str,
        book: &BookRequest,
        idempotency_key: Option<&str>,
    ) -> Result<Booked, ClientError> {
        let path = format!("/v1/orders/{order}/book");
        self.json(keyed(self.request(Method::POST, &path).json(book), idempotency_key)).await
    }

    /// Parcels, newest first.
    pub async fn list_parcels(&self, page: &PageQuery) -> Result<Page<Parcel>, ClientError> {
        self.json(self.request(Method::GET, &with_query("/v1/parcels", page))).await
    }

    /// Parcels in a state or with a number, newest first.
    pub async fn search_parcels(&self, query: &ParcelQuery) -> Result<Page<Parcel>, ClientError> {
        self.json(self.request(Method::GET, &with_query("/v1/parcels", query))).await
    }

    /// Tells scans, one a line; only those that were refused are answered one by one.
    pub async fn tell_scans(&self, lines: Vec<u8>) -> Result<ScansAnswer, ClientError> {
        let query = ScansQuery { answers: Some(AnswersWanted::Failed) };
        let request = self.request(Method::POST, &with_query("/v1/scans", &query)).body(lines);
        self.json(request.header("content-type", "application/x-ndjson")).await
    }

    /// Sends a carrier's message as it is, to be read by the adapter of this name.
    pub async fn tell_message(
        &self,
        adapter: &str,
        message: Vec<u8>,
    ) -> Result<InboundAnswer, ClientError> {
        let path = format!("/v1/inbound/{adapter}");
        let request = self.request(Method::POST, &path).body(message);
        self.json(request.header("content-type", "application/octet-stream")).await
    }

    /// One parcel in full.
    pub async fn get_parcel(&self, parcel: &str) -> Result<ParcelDetail, ClientError> {
        self.json(self.request(Method::GET, &format!("/v1/parcels/{parcel}"))).await
    }

    /// What happened to a parcel, and what is to be expected of it.
    pub async fn get_timeline(&self, parcel: &str) -> Result<ParcelTimeline, ClientError> {
        self.json(self.request(Method::GET, &format!("/v1/parcels/{parcel}/timeline"))).await
    }

    /// A parcel's label as asked for.
    pub async fn get_label(
        &self,
        parcel: &str,
        query: &LabelQuery,
    ) -> Result<Vec<u8>, ClientError> {
        let format = query.format.unwrap_or_default().word();
        let mut path = format!("/v1/parcels/{parcel}/label?format={format}");
        for (name, value) in [("dpi", query.dpi), ("page", query.page)] {
            if let Some(value) = value {
                path = format!("{path}&{name}={value}");
            }
        }
        self.file(self.request(Method::GET, &path)).await
    }

    /// The labels of many parcels in one PDF.
    pub async fn print_labels(&self, draft: &LabelsDraft) -> Result<Vec<u8>, ClientError> {
        self.file(self.request(Method::POST, "/v1/labels").json(draft)).await
    }

    /// One manifest with its parcels.
    pub async fn get_manifest(&self, manifest: &str) -> Result<ManifestDetail, ClientError> {
        self.json(self.request(Method::GET, &format!("/v1/manifests/{manifest}"))).await
    }

    async fn file(&self, request: RequestBuilder) -> Result<Vec<u8>, ClientError> {
        let (response, url) = self.send(request).await?;
        let bytes = response.bytes().await;
        Ok(bytes.map_err(|source| ClientError::Unreachable { url, source })?.to_vec())
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.key)
    }

    async fn json<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, ClientError> {
        let (response, url) = self.send(request).await?;
        let status = response.status().as_u16();
        response.json().await.map_err(|_| ClientError::Strange { url, status })
    }

    async fn send(&self, request: RequestBuilder) -> Result<(Response, String), ClientError> {
        let answer = request.send().await;
        let response = answer.map_err(|source| ClientError::Unreachable {
            url: source.url().map_or_else(|| self.base.clone(), ToString::to_string),
            source: source.without_url(),
        })?;
        let url = response.url().to_string();
        let status = response.status();
        if status.is_success() {
            return Ok((response, url));
        }
        match response.json::<Problem>().await {
            Ok(problem) => Err(ClientError::Problem(Box::new(problem))),
            Err(_) => Err(ClientError::Strange { url, status: status.as_u16() }),
        }
    }
}

fn keyed(request: RequestBuilder, idempotency_key: Option<&str>) -> RequestBuilder {
    match idempotency_key {
        Some(key) => request.header("idempotency-key", format!("\"{key}\"")),
        None => request,
    }
}

/// A path with the members of `query` that are given; their values need no more than this escaping.
fn with_query<Q: Serialize>(path: &str, query: &Q) -> String {
    let mut out = String::from(path);
    let members = serde_json::to_value(query).unwrap_or_default();
    let given = members.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
    for (n, (name, value)) in given.enumerate() {
        out.push(if n == 0 { '?' } else { '&' });
        out.push_str(name);
        out.push('=');
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        escape_into(&mut out, &text);
    }
    out
}

/// Percent-encodes everything but the unreserved characters of RFC 3986.
fn escape_into(out: &mut String, text: &str) {
    use std::fmt::Write as _;
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_leaves_out_what_is_absent_and_escapes_the_rest() {
        let query = ImportQuery {
            dry_run: Some(true),
            encoding: Some("gb 18030&x".into()),
            ..ImportQuery::default()
        };
        let path = with_query("/v1/orders/import", &query);
        assert_eq!(path, "/v1/orders/import?dry_run=true&encoding=gb%2018030%26x");
        assert_eq!(with_query("/v1/orders", &PageQuery::default()), "/v1/orders");
    }
}
