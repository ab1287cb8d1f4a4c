//! What is prepared goes from request to request, and never changes an answer.

use super::*;
use crate::wire::quotes::{Defaults, read_request};
use portolan_model::{ClientTier, Currency};
use portolan_network::{NetworkSource, TableFile, compile};
use portolan_routing::{Live, Query};

fn sample() -> Snapshot {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../network/sample");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| {
        let entry = entry.unwrap();
        let path = entry.file_name().into_string().unwrap();
        TableFile { path, bytes: std::fs::read(entry.path()).unwrap() }
    });
    let of_kind =
        |path: &str| path.rsplit_once('.').is_some_and(|(_, kind)| matches!(kind, "csv" | "toml"));
    let files = files.filter(|file| of_kind(&file.path));
    compile(&NetworkSource { folders: vec![files.collect()] }).unwrap()
}

fn query(snapshot: &Snapshot, to: &str) -> Query {
    let request = serde_json::json!({
        "from": "Lin'an", "to": to, "weight": "500g", "value": "20 EUR", "currency": "EUR",
        "ready": "2026-11-23T10:00:00+08:00",
    });
    let request = serde_json::from_value(request).unwrap();
    let defaults = Defaults {
        now: jiff::Timestamp::UNIX_EPOCH,
        tier: ClientTier::Developing,
        currency: Currency::EUR,
    };
    read_request(snapshot, &request, defaults).unwrap().query
}

#[test]
fn what_one_request_prepared_serves_the_next() {
    let (snapshot, live) = (sample(), Live::none());
    let prepared = Prepared::default();
    for to in ["DE 10119", "FR 75011", "DE 10119"] {
        let query = query(&snapshot, to);
        let quote = prepared.search(&snapshot, |searcher| searcher.quote(&live, &query)).unwrap();
        assert!(!quote.options.is_empty());
        assert_eq!(quote, portolan_routing::quote(&snapshot, &live, &query).unwrap(), "{to}");
        assert_eq!(prepared.idle(), 1);
    }
    let query = query(&snapshot, "DE 10119");
    let before = prepared.search(&snapshot, |searcher| searcher.bytes_kept());
    prepared.search(&snapshot, |searcher| searcher.quote(&live, &query)).unwrap();
    assert_eq!(prepared.search(&snapshot, |searcher| searcher.bytes_kept()), before);
    assert!(before > Searcher::new(&snapshot).bytes_kept());
}

#[test]
fn searches_at_once_prepare_each_their_own() {
    let snapshot = sample();
    let prepared = Prepared::default();
    prepared.search(&snapshot, |_| prepared.search(&snapshot, |_| assert_eq!(prepared.idle(), 0)));
    assert_eq!(prepared.idle(), 2);
}
