//! Every operation asks for a key and a scope, and shows nobody another tenant's things.

use crate::world::{Answer, World, make_test_key, new_id};
use portolan_api::Scope;
use portolan_store::{NewAccount, NewInvitation};
use reqwest::Method;
use serde_json::{Value, json};

/// What is open to all: for machines that watch the server.
const PUBLIC: [&str; 3] = ["/healthz", "/metrics", "/readyz"];

/// What makes a sign-in: it asks for a password or an invitation.
const OPEN: [&str; 3] = ["/v1/accounts", "/v1/session", "/v1/invitations/accept"];

/// Every operation of the document: method, path, what it says.
pub fn operations() -> Vec<(Method, String, Value)> {
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
    if *method == Method::POST || *method == Method::PUT || *method == Method::PATCH {
        request = request.json(&body_of(path));
    }
    Answer::of(request.send().await.unwrap()).await
}

/// A body that is right as far as reading it goes, so that only access decides.
pub fn body_of(path: &str) -> Value {
    match path.rsplit('/').next().unwrap() {
        _ if path.starts_with("/v1/members/") => json!({ "role": "agent" }),
        "book" => json!({ "service": "economy" }),
        "count" => json!({ "found": [] }),
        "links" => json!({ "number": "X1" }),
        "contents" => json!({ "numbers": ["X1"], "from": "2026-11-24T00:00:00Z" }),
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
        if OPEN.contains(&path.as_str()) && method == Method::POST {
            assert!(operation["security"].is_null(), "{path} is open");
            continue;
        }
        if operation["security"][0]["session"].is_array() {
            send(&world, &method, &path, None).await.problem("key_missing");
            send(&world, &method, &path, Some(&world.alice.token)).await.problem("scope_missing");
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

/// Paths that name no object of a tenant's: carriers' formats, and what a caller says in its own realm.
const ADDRESSES_NO_OBJECT: [&str; 2] =
    ["/v1/inbound/{adapter}", "/v1/receptacles/{number}/contents"];

/// Lists that hold a tenant's own things.
const LISTS: [&str; 9] = [
    "orders",
    "parcels",
    "manifests",
    "products",
    "products/gaps",
    "quarantine",
    "inbound-addresses",
    "exceptions",
    "imports",
];

/// What Alice told: a message in quarantine, an address, an entry of a bag's contents, a link.
struct Told {
    quarantined: String,
    address: String,
    entry: String,
    link: String,
}

async fn told_by(world: &World, token: &str, parcel: &str) -> Told {
    let post = |path: &str, body: Value| {
        world.http.post(world.url(path)).bearer_auth(token).json(&body).send()
    };
    let cut = world.http.post(world.url("/v1/inbound/usps")).bearer_auth(token).body("{\"cut");
    let cut = Answer::of(cut.send().await.unwrap()).await.good();
    assert_eq!(cut["quarantined"], true);
    let get = |path: String| world.http.get(world.url(&path)).bearer_auth(token).send();
    let list = Answer::of(get("/v1/quarantine".to_owned()).await.unwrap()).await.good();
    let made = post("/v1/inbound-addresses", json!({ "adapter": "usps" })).await.unwrap();
    let made = Answer::of(made).await.good();
    let path = "/v1/receptacles/BAG1/contents";
    let written = Answer::of(post(path, body_of(path)).await.unwrap()).await.good();
    let timeline = get(format!("/v1/parcels/{parcel}/timeline")).await.unwrap();
    let timeline = Answer::of(timeline).await.good();
    Told {
        quarantined: list["items"][0]["id"].as_str().unwrap().to_owned(),
        address: made["id"].as_str().unwrap().to_owned(),
        entry: written["entries"][0].to_string(),
        link: timeline["numbers"][0]["link"].to_string(),
    }
}

/// A member and an open invitation of Alice's.
async fn people_of(world: &World) -> (String, String) {
    let (store, now) = (&world.store, world.clock.now());
    let invitation = |role: &str| NewInvitation {
        id: new_id(),
        role: role.to_owned(),
        personal: b"{}".to_vec(),
        expires_at: now + jiff::SignedDuration::from_hours(1),
    };
    let account = NewAccount {
        id: new_id(),
        mail: "agent@alice.example".to_owned(),
        personal: b"{}".to_vec(),
        password: String::new(),
    };
    let secret = store.invitation_create(world.alice.key, &invitation("agent"), now).await.unwrap();
    store.invitation_accept_new(&secret, &account, now).await.unwrap();
    let open = invitation("agent");
    store.invitation_create(world.alice.key, &open, now).await.unwrap();
    (account.id.to_string(), open.id.to_string())
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
    // Who runs the network sees what is told of all of it: these keys do not.
    let own: Vec<Scope> =
        Scope::ALL.into_iter().filter(|scope| *scope != Scope::ScansNetwork).collect();
    let alice = make_test_key(&world.store, &world.alice, &own).await;
    let bob = make_test_key(&world.store, &world.bob, &own).await;
    let told = told_by(&world, &alice, &parcel).await;
    let (member, invitation) = people_of(&world).await;
    let import = world.upload("/v1/imports?kind=orders", "order,date\n").await.good();
    let import = import["id"].as_str().unwrap().to_owned();
    let mut uncovered = Vec::new();
    for (method, path, _) in operations() {
        if !path.contains('{') || ADDRESSES_NO_OBJECT.contains(&path.as_str()) {
            continue;
        }
        let of = path.trim_start_matches("/v1/").split('/').next().unwrap();
        let id = match of {
            "orders" => order.as_str(),
            "parcels" => parcel.as_str(),
            "manifests" => manifest.as_str(),
            "keys" => key.as_str(),
            "products" => "SCARF",
            "quarantine" => told.quarantined.as_str(),
            "inbound-addresses" => told.address.as_str(),
            "receptacles" => "BAG1",
            "imports" => import.as_str(),
            "members" => member.as_str(),
            "invitations" => invitation.as_str(),
            _ => {
                uncovered.push(path);
                continue;
            }
        };
        if method == Method::PUT && of != "imports" {
            // A PUT makes an object of the caller's own: Alice's must stay as it was.
            continue;
        }
        let path = path.replace("{id}", id).replace("{sku}", id).replace("{number}", id);
        let path = path.replace("{line}", "2");
        let path = path.replace("{link}", &told.link).replace("{entry}", &told.entry);
        send(&world, &method, &path, Some(&bob)).await.problem("not_found");
        if ["members", "imports"].contains(&of) && method == Method::DELETE {
            // Alice's is still to be changed: that shows that it is there.
            continue;
        }
        let other = send(&world, &method, &path, Some(&alice)).await;
        assert_ne!(other.status, 404, "{method} {path} is there for its owner");
    }
    assert!(uncovered.is_empty(), "not covered: {uncovered:?}");
    for list in LISTS {
        let answer = send(&world, &Method::GET, &format!("/v1/{list}"), Some(&bob)).await;
        assert_eq!(answer.good()["items"], json!([]), "{list}");
    }
    let entry = json!({ "entry": entry, "parcels": [parcel] });
    let taken = world.http.request(Method::POST, world.url("/v1/manifests"));
    let taken = taken.bearer_auth(&world.bob.token).json(&entry).send().await.unwrap();
    Answer::of(taken).await.problem("not_found");
}
