//! Limits, errors of every kind as problems, and the order of stopping.

use crate::world::{Answer, World, walnuts};
use portolan_server::RateLimit;
use reqwest::Method;
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn errors_of_the_protocol_are_problems_too() {
    let world = World::new().await;
    world.get("/v1/nothing").await.problem("not_found");
    world.get("/nothing.js").await.problem("not_found");
    let method = world.request(Method::DELETE, "/v1/orders").send().await.unwrap();
    let method = Answer::of(method).await;
    method.problem("method_not_allowed");
    assert!(method.header("allow").contains("GET"));
    let send = async |media_type: &str, body: &'static str| {
        let request = world.request(Method::POST, "/v1/quotes").header("content-type", media_type);
        Answer::of(request.body(body).send().await.unwrap()).await
    };
    send("text/plain", "hello").await.problem("unsupported_media_type");
    send("application/json", "{\"from\":").await.problem("malformed_request");
    send("application/json", "{\"from\":1}").await.problem("invalid_fields");
    send("application/json", "{\"surprise\":1}").await.problem("invalid_fields");
    world.get("/v1/orders?limit=many").await.problem("malformed_request");
    world.get("/v1/orders?limit=0").await.problem("invalid_fields");
    world.get("/v1/orders?cursor=c0000000001").await.problem("malformed_request");
    let scheme = world.http.request(Method::GET, world.url("/v1/orders"));
    let scheme = scheme.header("authorization", "Basic abc").send().await.unwrap();
    Answer::of(scheme).await.problem("key_missing");
}

#[tokio::test]
async fn a_json_body_has_a_limit() {
    let world = World::new().await;
    let request =
        world.request(Method::POST, "/v1/quotes").header("content-type", "application/json");
    let answer = Answer::of(request.body(" ".repeat(2_000_001)).send().await.unwrap()).await;
    answer.problem("body_too_large");
    let request =
        world.request(Method::POST, "/v1/quotes").header("content-type", "application/json");
    let request = request.header("idempotency-key", "k").body(" ".repeat(2_000_001));
    Answer::of(request.send().await.unwrap()).await.problem("body_too_large");
}

#[tokio::test]
async fn a_key_that_asks_too_fast_is_told_when_to_come_back() {
    let world = World::tuned(|config| config.rate = RateLimit { burst: 2, per_second: 1 }).await;
    world.get("/v1/network").await.good();
    world.get("/v1/network").await.good();
    let refused = world.get("/v1/network").await;
    refused.problem("rate_limited");
    assert_eq!(refused.header("retry-after"), "1");
    world.clock.advance(jiff::SignedDuration::from_secs(1));
    world.get("/v1/network").await.good();
    assert_eq!(world.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn what_takes_too_long_is_given_up() {
    let world = World::tuned(|config| config.request_time = Duration::ZERO).await;
    let answer = world.post("/v1/quotes", &walnuts()).await;
    answer.problem("timed_out");
    assert!(!answer.header("retry-after").is_empty());
}

#[tokio::test]
async fn a_busy_server_says_so_at_once_and_still_answers_who_watches_it() {
    let world = World::tuned(|config| config.requests_at_once = 0).await;
    let answer = world.get("/v1/network").await;
    answer.problem("overloaded");
    assert_eq!(answer.header("retry-after"), "1");
    world.get("/readyz").await.good();
}

#[tokio::test]
async fn the_log_holds_nothing_personal() {
    let world = World::new().await;
    let id = world.order("A-1", &[("SCARF", 1)]).await;
    let path = format!("/v1/orders/{id}/book");
    let booked = world.post(&path, &json!({ "service": "economy" })).await.good();
    let parcel = booked["parcels"][0]["id"].as_str().unwrap().to_owned();
    world.get(&format!("/v1/parcels/{parcel}/label")).await;
    world.get("/v1/orders?q=Mustermann").await.good();
    let text = crate::world::log_text();
    assert!(text.contains("/v1/orders/{id}/book"), "the log was taken: {text}");
    for personal in ["Mustermann", "Torstrasse", "1234567", "erika@"] {
        assert!(!text.contains(personal), "{personal} is in the log");
    }
    assert!(!text.contains(&world.alice.token), "a key is in the log");
}

#[tokio::test]
async fn health_metrics_and_headers() {
    let world = World::new().await;
    world.post("/v1/quotes", &walnuts()).await.good();
    let ready = world.get("/readyz").await.good();
    assert_eq!(ready["status"], "ok");
    assert_eq!(ready["network_version"].as_str().unwrap().len(), 64);
    let metrics = world.get("/metrics").await;
    let text = String::from_utf8(metrics.bytes).unwrap();
    let line = "portolan_requests_total{method=\"POST\",route=\"/v1/quotes\",status=\"200\"} 1";
    assert!(text.contains(line), "{text}");
    let page = world.get("/").await;
    assert_eq!(page.status, 200);
    assert!(page.header("content-security-policy").starts_with("default-src 'self'"));
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("x-request-id").len(), 16);
    let private = world.get("/v1/network").await;
    assert_eq!(private.header("cache-control"), "no-store");
    assert_eq!(world.get("/docs").await.status, 200);
    let document = world.get("/openapi.json").await.good();
    assert_eq!(document["openapi"], "3.1.0");
}

#[tokio::test]
async fn a_stopping_server_finishes_what_it_began_and_takes_no_more() {
    let mut world = World::new().await;
    let url = world.url("/v1/quotes");
    let running = world.server.take().unwrap();
    let requests: Vec<_> = (0..4)
        .map(|_| world.http.post(&url).bearer_auth(&world.alice.token).json(&walnuts()).send())
        .map(tokio::spawn)
        .collect();
    let begun = async {
        loop {
            let metrics = world.http.get(url.replace("/v1/quotes", "/metrics")).send().await;
            let text = metrics.unwrap().text().await.unwrap();
            if !text.contains("portolan_requests_in_flight 1\n") || text.contains("/v1/quotes") {
                return;
            }
        }
    };
    begun.await;
    running.shutdown().await.unwrap();
    for request in requests {
        // One that had not reached the server yet finds the door closed; one that had is answered.
        if let Ok(answer) = request.await.unwrap() {
            assert_eq!(answer.status(), 200);
        }
    }
    assert!(world.http.get(&url).send().await.is_err(), "nobody listens any more");
}

#[tokio::test]
async fn nothing_is_quoted_without_a_network() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("store.db").display());
    let key = portolan_store::MasterKey::from_bytes([7; 32]);
    let store =
        portolan_store::Store::open(portolan_store::StoreConfig::new(url, key)).await.unwrap();
    let config = portolan_server::Config::new("127.0.0.1:0".parse().unwrap(), store);
    let server = portolan_server::Server::start(config).await.unwrap();
    let ready = reqwest::get(format!("http://{}/readyz", server.addr)).await.unwrap();
    assert_eq!(ready.status(), 503);
    assert_eq!(
        ready.json::<serde_json::Value>().await.unwrap()["faults"],
        json!(["no network is published"])
    );
    server.shutdown().await.unwrap();
}
