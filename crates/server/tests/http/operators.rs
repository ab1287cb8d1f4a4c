//! One operator under the network's key and under a carrier's name: `4px` and `fourpx`.

use crate::tracking::{get, json_of};
use crate::world::{World, repository};
use serde_json::json;

/// The reference network, where `standard` is sold by 4PX's line alone.
fn narrowed() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(repository().join("network/reference")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    let file = folder.path().join("services.toml");
    let services = std::fs::read_to_string(&file).unwrap();
    let (before, standard) = services.split_once("service = \"standard\"").unwrap();
    let (named, lines) = standard.split_once("lines = [").unwrap();
    let (_, after) = lines.split_once(']').unwrap();
    let narrowed = format!("{before}service = \"standard\"{named}lines = [\"4px-air\"]{after}");
    std::fs::write(&file, narrowed).unwrap();
    folder
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_carrier_tells_under_its_own_name_is_the_network_s_operator() {
    let (network, folder) = (narrowed(), tempfile::tempdir().unwrap());
    let url = format!("sqlite:{}", folder.path().join("store.db").display());
    let world = World::on(url, folder, |_| {}, network.path().to_str().unwrap()).await;
    let token = world.alice.token.clone();
    let (parcel, number) = world.booked_parcel().await;
    let message = json!({"result": 1, "data": [{"queryCode": number, "tracks": [
        {"tkCode": "FPX_D_SD", "tkDesc": "Out for delivery.", "tkTimezone": "UTC+01:00",
         "tkDate": "2026-12-04T07:00:00.000+0000"},
        {"tkCode": "FPX_M_DFOA", "tkDesc": "Departure from the original airport",
         "tkTimezone": "UTC+08:00", "tkDate": "2026-11-27T05:09:00.000+0000"},
        {"tkCode": "FPX_C_SPLS", "tkDesc": "4px picked up shipment.", "tkTimezone": "UTC+08:00",
         "tkDate": "2026-11-24T05:09:00.000+0000"},
    ]}]});
    let inbound = world.http.post(world.url("/v1/inbound/fourpx")).bearer_auth(&token);
    let read = json_of(inbound.json(&message).send().await.unwrap(), 200).await;
    assert_eq!(read["new"], 3, "{read:#}");
    // A document written in the network's words, before the first scan.
    let hand_over = json!({
        "document": "ho-1", "giver": "seller", "taker": "4px", "at": "2026-11-24T05:00:00Z",
        "declared": [number], "counted": [number],
    });
    let hand_over =
        world.http.post(world.url("/v1/hand-overs")).bearer_auth(&token).json(&hand_over);
    json_of(hand_over.send().await.unwrap(), 201).await;
    let path = format!("/v1/parcels/{parcel}/timeline");
    let timeline = get(&world, &token, &path, 200).await;
    let custody = timeline["custody"].as_array().unwrap();
    // One stretch: the document and the scans after it are about the same operator.
    assert_eq!(custody.len(), 1, "{timeline:#}");
    assert_eq!((&custody[0]["operator"], &custody[0]["document"]), (&json!("4px"), &json!("ho-1")));
    let event = &timeline["events"][0];
    assert_eq!(event["holder"], "4px");
    assert_eq!(event["words"][0]["source"], "fourpx", "who told it stays as it was");
    let kinds: Vec<&str> = timeline["exceptions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    assert!(!kinds.contains(&"off_route"), "{kinds:?}");
    // An operator of the network that the route does not use is off the route.
    let stray = crate::tracking::line(&number, "in_transit", "2026-12-04T08:00:00+01:00", "DE")
        .replace("example-post", "evri");
    crate::tracking::tell(&world, &token, stray).await;
    let timeline = get(&world, &token, &path, 200).await;
    let off =
        timeline["exceptions"].as_array().unwrap().iter().any(|one| one["kind"] == "off_route");
    assert!(off, "{:#}", timeline["exceptions"]);
    let page = world.http.get(world.url(&format!("/t/{number}?lang=en"))).send().await.unwrap();
    let page = page.text().await.unwrap();
    assert!(page.contains("4PX") && !page.contains("Fourpx"), "{page}");
}
