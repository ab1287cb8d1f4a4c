//! Parcels handed in together and counted.

use crate::world::World;
use serde_json::{Value, json};

async fn book(world: &World, reference: &str) -> Value {
    let id = world.order(reference, &[("SCARF", 1)]).await;
    let path = format!("/v1/orders/{id}/book");
    world.post(&path, &json!({ "service": "economy" })).await.good()["parcels"][0].clone()
}

#[tokio::test]
async fn a_count_accepts_what_is_there_and_tells_short_and_over() {
    let world = World::new().await;
    let (first, second) = (book(&world, "A-1").await, book(&world, "A-2").await);
    let ids = json!([first["id"], second["id"]]);
    let collection = json!({
        "kind": "collection", "from": "2026-11-23T14:00:00+08:00", "to": "2026-11-23T17:00:00+08:00",
        "address": { "name": "Alice", "lines": ["Street 1"], "city": "Lin'an", "country": "CN" },
    });
    let draft = json!({ "entry": collection, "parcels": ids });
    let made = world.post("/v1/manifests", &draft).await;
    assert_eq!(made.status, 201, "{}", made.json());
    let made = made.json();
    assert_eq!(made["manifest"]["declared"], 2);
    world.post("/v1/manifests", &draft).await.problem("state_conflict");
    let id = made["manifest"]["id"].as_str().unwrap();
    assert!(first["manifest"].is_null(), "booked, and in no manifest yet");
    for parcel in world.get("/v1/parcels").await.good()["items"].as_array().unwrap() {
        assert_eq!(parcel["manifest"], id);
    }
    let path = format!("/v1/manifests/{id}/count");
    let number = &first["identifiers"][0]["value"];
    let counted = world.post(&path, &json!({ "found": [number, "XX123", "XX123"] })).await.good();
    let document = &counted["hand_over"];
    assert_eq!(document["accepted"], json!([first["id"]]));
    assert_eq!(document["short"], json!([second["id"]]));
    assert_eq!(document["over"], json!(["XX123"]));
    world.post(&path, &json!({ "found": [] })).await.problem("state_conflict");
    let state = |parcel: &Value| format!("/v1/parcels/{}", parcel["id"].as_str().unwrap());
    let accepted = &world.get(&state(&first)).await.good()["parcel"];
    assert_eq!((&accepted["state"], &accepted["manifest"]), (&json!("handed_in"), &json!(id)));
    let short = &world.get(&state(&second)).await.good()["parcel"];
    assert_eq!((&short["state"], &short["manifest"]), (&json!("booked"), &json!(null)));
    let cancel = format!("{}/cancel", state(&first));
    world.post(&cancel, &json!(null)).await.problem("state_conflict");
    let again = json!({ "entry": collection, "parcels": [second["id"]] });
    assert_eq!(world.post("/v1/manifests", &again).await.status, 201, "a short one may go again");
    let listed = world.get("/v1/manifests?state=counted").await.good();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_parcel_cancelled_since_is_not_accepted() {
    let world = World::new().await;
    let parcel = book(&world, "A-1").await;
    let map = world.get("/v1/network/map").await.good();
    let facility = map["nodes"].as_array().unwrap().iter().find(|node| node["kind"] != "zone");
    let entry = json!({ "kind": "drop_off", "at": facility.unwrap()["key"] });
    let draft = json!({ "entry": entry, "parcels": [parcel["id"]] });
    let made = world.post("/v1/manifests", &draft).await.good();
    let id = made["manifest"]["id"].as_str().unwrap();
    let cancel = format!("/v1/parcels/{}/cancel", parcel["id"].as_str().unwrap());
    world.post(&cancel, &json!(null)).await.good();
    let count = json!({ "found": [parcel["id"]] });
    let counted = world.post(&format!("/v1/manifests/{id}/count"), &count).await.good();
    assert_eq!(counted["hand_over"]["accepted"], json!([]));
    assert_eq!(counted["hand_over"]["short"], json!([parcel["id"]]));
    assert_eq!(counted["hand_over"]["over"], json!([parcel["id"]]));
}

#[tokio::test]
async fn a_manifest_names_real_places_times_and_parcels() {
    let world = World::new().await;
    let parcel = book(&world, "A-1").await;
    let post = async |entry: Value, parcels: Value| {
        world.post("/v1/manifests", &json!({ "entry": entry, "parcels": parcels })).await
    };
    let nowhere = json!({ "kind": "drop_off", "at": "nowhere" });
    post(nowhere, json!([parcel["id"]])).await.problem("invalid_fields");
    let backwards = json!({
        "kind": "collection", "from": "2026-11-23T17:00:00Z", "to": "2026-11-23T14:00:00Z",
        "address": { "name": "Alice", "lines": ["Street 1"], "city": "Lin'an", "country": "CN" },
    });
    post(backwards, json!([parcel["id"]])).await.problem("invalid_fields");
    let map = world.get("/v1/network/map").await.good();
    let facility = map["nodes"].as_array().unwrap().iter().find(|node| node["kind"] != "zone");
    let there = json!({ "kind": "drop_off", "at": facility.unwrap()["key"] });
    post(there.clone(), json!([])).await.problem("invalid_fields");
    post(there.clone(), json!(["par_nonsense"])).await.problem("not_found");
    post(there.clone(), json!([parcel["id"], parcel["id"]])).await.problem("invalid_fields");
    assert_eq!(post(there, json!([parcel["id"]])).await.status, 201);
}
