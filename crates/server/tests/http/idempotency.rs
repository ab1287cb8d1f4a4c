//! A POST under a key is done once, whatever happens in between.

use crate::world::{Answer, World, order, products};
use portolan_store::{IdempotencyBegin, Mode, TenantScope};
use reqwest::Method;
use serde_json::json;
use sha2::{Digest as _, Sha256};

#[tokio::test]
async fn a_repeated_booking_is_answered_from_before_also_after_a_restart() {
    let mut world = World::new().await;
    let id = world.order("A-1", &[("SCARF", 1)]).await;
    let (path, body) = (format!("/v1/orders/{id}/book"), json!({ "service": "economy" }));
    let first = world.post_once("key-1", &path, &body).await;
    let again = world.post_once("\"key-1\"", &path, &body).await;
    assert_eq!((first.status, &first.bytes), (again.status, &again.bytes));
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(first.header("idempotency-replayed"), "");
    world.restart().await;
    let later = world.post_once("key-1", &path, &body).await;
    assert_eq!(first.bytes, later.bytes);
    world.post_once("key-2", &path, &body).await.problem("state_conflict");
}

#[tokio::test]
async fn another_request_under_the_key_is_refused() {
    let world = World::new().await;
    world.post("/v1/products", &products()).await.good();
    let batch = |reference| json!({ "items": [order(reference, &[("SCARF", 1)])] });
    world.post_once("key-1", "/v1/orders", &batch("A-1")).await.good();
    let other = world.post_once("key-1", "/v1/orders", &batch("A-2")).await;
    other.problem("idempotency_mismatch");
    let bob = world.http.request(Method::POST, world.url("/v1/orders"));
    let bob = bob.bearer_auth(&world.bob.token).header("idempotency-key", "key-1");
    let bob = Answer::of(bob.json(&batch("A-2")).send().await.unwrap()).await;
    assert_eq!(bob.status, 200, "keys of two tenants do not meet");
}

#[tokio::test]
async fn a_refusal_is_kept_but_a_missing_scope_is_not() {
    let world = World::new().await;
    let bad = json!({ "items": [] });
    let first = world.post_once("key-1", "/v1/orders", &bad).await;
    first.problem("invalid_fields");
    assert_eq!(world.post_once("key-1", "/v1/orders", &bad).await.bytes, first.bytes);
    let weak = world.key_with(&[]).await;
    let request = world.http.request(Method::POST, world.url("/v1/quotes")).bearer_auth(weak);
    let request = request.header("idempotency-key", "key-2").json(&crate::world::walnuts());
    Answer::of(request.send().await.unwrap()).await.problem("scope_missing");
    world.post_once("key-2", "/v1/quotes", &crate::world::walnuts()).await.good();
}

#[tokio::test]
async fn a_request_still_running_is_told_and_taken_over_after_its_lease() {
    let world = World::new().await;
    let body = serde_json::to_vec(&crate::world::walnuts()).unwrap();
    let mut digest = Sha256::new();
    digest.update(b"POST\0/v1/quotes\0");
    digest.update(&body);
    let now = world.clock.now();
    let begin = IdempotencyBegin {
        key: "key-1".into(),
        fingerprint: digest.finalize().into(),
        lease_until: now + jiff::SignedDuration::from_secs(60),
        expires_at: now + jiff::SignedDuration::from_hours(24),
    };
    let scope = TenantScope::new(world.alice.key, Mode::Test);
    world.store.idempotency_begin(scope, &begin, now).await.unwrap();
    let running = world.post_once("key-1", "/v1/quotes", &crate::world::walnuts()).await;
    running.problem("idempotency_in_progress");
    assert_eq!(running.header("retry-after"), "1");
    world.clock.advance(jiff::SignedDuration::from_secs(61));
    world.post_once("key-1", "/v1/quotes", &crate::world::walnuts()).await.good();
}

#[tokio::test]
async fn the_secret_of_a_key_is_in_no_replay() {
    let world = World::new().await;
    let body = json!({ "name": "shop", "scopes": ["quotes:read"] });
    let first = world.post_once("key-1", "/v1/keys", &body).await;
    assert_eq!(first.status, 201);
    let secret = first.json()["secret"].as_str().unwrap().to_owned();
    let again = world.post_once("key-1", "/v1/keys", &body).await;
    assert_eq!(again.status, 201);
    assert!(again.json()["secret"].is_null());
    assert_eq!(again.json()["key"], first.json()["key"]);
    let quote = world.http.request(Method::POST, world.url("/v1/quotes")).bearer_auth(&secret);
    let quote = quote.json(&crate::world::walnuts()).send().await.unwrap();
    assert_eq!(quote.status(), 200);
    let id = first.json()["key"]["id"].as_str().unwrap().to_owned();
    let gone = world.request(Method::DELETE, &format!("/v1/keys/{id}")).send().await.unwrap();
    assert_eq!(gone.status(), 204);
    let after = world.http.request(Method::GET, world.url("/v1/network")).bearer_auth(&secret);
    Answer::of(after.send().await.unwrap()).await.problem("key_unknown");
}

#[tokio::test]
async fn a_key_makes_no_key_that_may_more() {
    let world = World::new().await;
    let weak = world.key_with(&[portolan_api::Scope::KeysWrite]).await;
    let ask = async |body: serde_json::Value| {
        let request = world.http.request(Method::POST, world.url("/v1/keys")).bearer_auth(&weak);
        Answer::of(request.json(&body).send().await.unwrap()).await
    };
    ask(json!({ "name": "x", "scopes": ["orders:write"] })).await.problem("invalid_fields");
    let live = json!({ "name": "x", "scopes": ["keys:write"], "mode": "live" });
    ask(live).await.problem("scope_missing");
}

#[tokio::test]
async fn bad_keys_are_refused() {
    let world = World::new().await;
    for bad in ["\"\"", "with blank", &"x".repeat(201)] {
        let answer = world.post_once(bad, "/v1/quotes", &crate::world::walnuts()).await;
        answer.problem("malformed_request");
    }
}
