//! The whole story on both engines: quote, products, orders, booking, label, manifest, count, restart.

use crate::world::{World, walnuts};
use serde_json::json;

async fn tell(mut world: World) {
    assert!(
        !world.post("/v1/quotes", &walnuts()).await.good()["offers"].as_array().unwrap().is_empty()
    );
    let order = world.order("A-1", &[("WALNUT-500", 2)]).await;
    let book = json!({ "service": "standard" });
    let booked = world.post_once("book-1", &format!("/v1/orders/{order}/book"), &book).await;
    let parcel = booked.good()["parcels"][0]["id"].as_str().unwrap().to_owned();
    let label = world.get(&format!("/v1/parcels/{parcel}/label")).await;
    assert!(label.bytes.starts_with(b"%PDF-"));
    let map = world.get("/v1/network/map").await.good();
    let facility = map["nodes"].as_array().unwrap().iter().find(|node| node["kind"] != "zone");
    let entry = json!({ "kind": "drop_off", "at": facility.unwrap()["key"] });
    let made = world.post("/v1/manifests", &json!({ "entry": entry, "parcels": [parcel] })).await;
    let manifest = made.good()["manifest"]["id"].as_str().unwrap().to_owned();
    world.restart().await;
    let again = world.post_once("book-1", &format!("/v1/orders/{order}/book"), &book).await;
    assert_eq!(again.bytes, booked.bytes);
    let count = json!({ "found": [parcel] });
    let counted = world.post(&format!("/v1/manifests/{manifest}/count"), &count).await.good();
    assert_eq!(counted["hand_over"]["accepted"], json!([parcel]));
    let parcel = world.get(&format!("/v1/parcels/{parcel}")).await.good();
    assert_eq!(parcel["parcel"]["state"], "handed_in");
    assert_eq!(parcel["recipient"]["name"], "Erika Mustermann");
}

#[tokio::test]
async fn on_sqlite() {
    tell(World::new().await).await;
}

#[tokio::test]
async fn on_postgresql() {
    let url = portolan_store::testing::database().unwrap();
    let folder = tempfile::tempdir().unwrap();
    tell(World::on(url, folder, |_| {}, "network/sample").await).await;
}
