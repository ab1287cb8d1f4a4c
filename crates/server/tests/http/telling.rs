//! What becomes of messages that tell nothing, or nothing yet, and of parcels that are a test.

use crate::tracking::{get, json_of, line, tell, until};
use crate::world::World;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

async fn send(world: &World, body: &'static [u8]) -> Value {
    let request = world.http.post(world.url("/v1/inbound/usps")).bearer_auth(&world.alice.token);
    json_of(request.body(body).send().await.unwrap(), 200).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_without_events_is_answered_and_counted_as_such() {
    let world = World::fast().await;
    let silent = send(&world, br#"{"trackingNumber": "9400100000000000000005"}"#).await;
    assert_eq!(silent["without_events"], true, "{silent:#}");
    assert_eq!((&silent["events"], &silent["quarantined"]), (&0.into(), &false.into()));
    let told = include_bytes!("../../../../adapters/usps/samples/delivered.json");
    assert_eq!(send(&world, told).await["without_events"], false);
    let broken = send(&world, b"{").await;
    assert_eq!((&broken["without_events"], &broken["quarantined"]), (&false.into(), &true.into()));
    let counted = world.http.get(world.url("/metrics")).send().await.unwrap().text().await.unwrap();
    let line = counted.lines().find(|line| line.contains("messages_without_events")).unwrap();
    assert!(line.contains("usps") && line.ends_with(" 1"), "{line}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_in_quarantine_says_until_when() {
    let world = World::fast().await;
    let days = |days: i64| SignedDuration::from_hours(24 * days);
    let received = world.clock.now();
    send(&world, b"{").await;
    world.clock.advance(days(7));
    send(&world, b"{").await;
    let page = get(&world, &world.alice.token, "/v1/quarantine", 200).await;
    let expires: Timestamp = page["items"][0]["expires_at"].as_str().unwrap().parse().unwrap();
    assert_eq!(expires, received.checked_add(days(180)).unwrap(), "from when it came first");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_told_before_its_number_is_linked_waits_for_it() {
    let world = World::fast().await;
    let token = world.alice.token.clone();
    let told = line("LM 77", "out_for_delivery", "2026-11-24T08:00:00+01:00", "DE");
    assert_eq!(tell(&world, &token, told).await["new"], 1);
    let (parcel, _) = world.booked_parcel().await;
    let path = format!("/v1/parcels/{parcel}/timeline");
    let before = get(&world, &token, &path, 200).await;
    assert!(before["events"].as_array().unwrap().is_empty(), "{before:#}");
    let link = json!({"number": "LM77", "reason": "relabelled"});
    world.post(&format!("/v1/parcels/{parcel}/links"), &link).await.good();
    let after = get(&world, &token, &path, 200).await;
    assert_eq!(after["events"][0]["milestone"], "out_for_delivery");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_of_a_test_parcel_says_that_it_is_one() {
    let world = World::fast().await;
    let (_, number) = world.booked_parcel().await;
    let path = world.url(&format!("/t/{number}?lang=en"));
    let page = world.http.get(path).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("This is a test: no carrier moves this parcel"), "{page}");
    let parcels = |page: &Value| page["items"][0]["mode"] == "test";
    until(&world, &world.alice.token, "/v1/parcels", parcels).await;
}
