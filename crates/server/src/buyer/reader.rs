//! Who reads: in which language, from which address, and what was typed into the field.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::net::IpAddr;

use axum::extract::{FromRequestParts, Query};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use portolan_tracking::texts::Texts;
use serde::Deserialize;

use super::{client, language};
use crate::state::AppState;

/// Longest text of the field that is looked at, in bytes: a number has at most 64 characters.
const TYPED_MAX: usize = 256;

/// A reader of the page.
pub struct Reader {
    /// What he reads.
    pub texts: &'static Texts,
    /// Where he asks from.
    pub client: IpAddr,
    asked: Asked,
}

/// What stands behind the question mark.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    lang: Option<String>,
    number: Option<String>,
}

impl FromRequestParts<AppState> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let asked = Query::<Asked>::try_from_uri(&parts.uri);
        let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
        let accepted = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let texts = language::of_reader(asked.lang.as_deref(), accepted.unwrap_or_default());
        let client = client::client_of_request(parts, &state.trusted_proxies);
        Ok(Self { texts, client, asked })
    }
}

impl Reader {
    /// The address of the page of the number that was typed, in the language that was picked.
    pub fn number_path(&self) -> Option<String> {
        let number = self.asked.number.as_deref().map(str::trim)?;
        if number.is_empty() || number.len() > TYPED_MAX {
            return None;
        }
        let mut path = format!("/t/{}", escaped(number));
        if self.asked.lang.is_some() {
            let _ = write!(path, "?lang={}", self.texts.language());
        }
        Some(path)
    }
}

/// A text as one segment of a path (RFC 3986).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' => escaped.push(char::from(byte)),
            known if known.is_ascii_alphanumeric() => escaped.push(char::from(known)),
            other => drop(write!(escaped, "%{other:02X}")),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(number: &str, lang: Option<&str>) -> Option<String> {
        let asked = Asked { lang: lang.map(str::to_owned), number: Some(number.to_owned()) };
        let texts = language::of_reader(lang, "");
        Reader { texts, client: std::net::Ipv4Addr::LOCALHOST.into(), asked }.number_path()
    }

    #[test]
    fn a_typed_number_becomes_a_path_and_nothing_else() {
        assert_eq!(path(" RK 1/2?#.. ", None).unwrap(), "/t/RK%201%2F2%3F%23..");
        assert_eq!(path("9Ж", Some("ar")).unwrap(), "/t/9%D0%96?lang=ar");
        assert_eq!(path("A", Some("xx\r\nSet-Cookie: a")).unwrap(), "/t/A?lang=en");
        assert_eq!(path("   ", None), None);
        assert_eq!(path(&"9".repeat(10_000), None), None);
    }
}
