//! Every operation asks for a key and a scope, and shows nobody another tenant's things.

use crate::world::{Answer, World};
use reqwest::Method;
use serde_json::{Value, json};

/// What is open to all: for machines that watch the server.
const PUBLIC: [&str; 3] = ["/healthz", "/metrics", "/readyz"];

fn operations() -> Vec<(Method, String, Value)> {
    let document: Value = serde_json::from_str(portolan_api::OPENAPI_JSON).unwrap();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let method: Method = method.to_uppercase().parse().unwrap();
            found.push((method, path.clone(), operation.clone()));
        }
    }
    found
}

async fn send(world: &World, method: &Method, path: &str, token: Option<&str>) -> Answer {
    let mut request = world.http.request(method.clone(), world.url(path));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    if *method == Method::POST || *method == Method::PUT {
        request = request.json(&body_of(path));
    }
    Answer::of(request.send().await.unwrap()).await
}

/// A body that is right as far as reading it goes, so that only access decides.
fn body_of(path: &str) -> Value {
    match path.rsplit('/').next().unwrap() {
        "book" => json!({ "service": "economy" }),
        "count" => json!({ "found": [] }),
        _ => json!({}),
    }
}

#[tokio::test]
async fn every_operation_refuses_without_a_key_and_without_its_scope() {
    let world = World::new().await;
    let weak = world.key_with(&[]).await;
    for (method, path, operation) in operations() {
        let scopes = operation["security"][0]["key"].as_array();
        if PUBLIC.contains(&path.as_str()) {
            assert!(scopes.is_none());
            assert_eq!(send(&world, &method, &path, None).await.status, 200, "{path}");
            continue;
        }
        let scopes = scopes.unwrap_or_else(|| panic!("{method} {path} names no scope"));
        assert_eq!(scopes.len(), 1, "{method} {path}");
        let path = path.replace("{id}", "nothing").replace("{sku}", "nothing");
        let none = send(&world, &method, &path, None).await;
        none.problem("key_missing");
        assert_eq!(none.header("www-authenticate"), "Bearer");
        send(&world, &method, &path, Some("ptl_test_nonsense")).await.problem("key_unknown");
        let refused = send(&world, &method, &path, Some(&weak)).await.problem("scope_missing");
        let scope = scopes[0].as_str().unwrap();
        assert!(refused["detail"].as_str().unwrap().contains(scope), "{method} {path}: {refused}");
    }
}

#[tokio::test]
async fn every_object_of_another_tenant_is_not_found() {
    let world = World::new().await;
    let order = world.order("A-1", &[("SCARF", 1)]).await;
    let booked =
        world.post(&format!("/v1/orders/{order}/book"), &json!({ "service": "economy" })).await;
    let parcel = booked.good()["parcels"][0]["id"].as_str().unwrap().to_owned();
    let map = world.get("/v1/network/map").await.good();
    let facility = map["nodes"].as_array().unwrap().iter().find(|node| node["kind"] != "zone");
    let entry = json!({ "kind": "drop_off", "at": facility.unwrap()["key"] });
    let made = world.post("/v1/manifests", &json!({ "entry": entry, "parcels": [parcel] })).await;
    let manifest = made.json()["manifest"]["id"].as_str().unwrap().to_owned();
    let keys = world.get("/v1/keys").await.good();
    let key = keys["items"][0]["id"].as_str().unwrap().to_owned();
    let mut uncovered = Vec::new();
    for (method, path, _) in operations() {
        if !path.contains('{') {
            continue;
        }
        let of = path.trim_start_matches("/v1/").split('/').next().unwrap();
        let id = match of {
            "orders" => order.as_str(),
            "parcels" => parcel.as_str(),
            "manifests" => manifest.as_str(),
            "keys" => key.as_str(),
            "products" => "SCARF",
            _ => {
                uncovered.push(path);
                continue;
            }
        };
        if method == Method::PUT {
            // A PUT makes an object of the caller's own: Alice's must stay as it was.
            continue;
        }
        let path = path.replace("{id}", id).replace("{sku}", id);
        send(&world, &method, &path, Some(&world.bob.token)).await.problem("not_found");
        let other = send(&world, &method, &path, Some(&world.alice.token)).await;
        assert_ne!(other.status, 404, "{method} {path} is there for its owner");
    }
    assert!(uncovered.is_empty(), "not covered: {uncovered:?}");
    for list in ["orders", "parcels", "manifests", "products"] {
        let answer =
            send(&world, &Method::GET, &format!("/v1/{list}"), Some(&world.bob.token)).await;
        assert_eq!(answer.good()["items"], json!([]), "{list}");
    }
    let entry = json!({ "entry": entry, "parcels": [parcel] });
    let taken = world.http.request(Method::POST, world.url("/v1/manifests"));
    let taken = taken.bearer_auth(&world.bob.token).json(&entry).send().await.unwrap();
    Answer::of(taken).await.problem("not_found");
}
