//! Scans told over HTTP, and what a parcel's timeline makes of them.

use crate::world::{TestTenant, World, repository};
use jiff::SignedDuration;
use portolan_api::Scope;
use portolan_server::RateLimit;
use portolan_store::{AuditQuery, Mode, Realm, ScansAppend, TellScope, TenantScope, ToldScan};
use portolan_tracking::adapter::{Adapter, AdapterFile, scan_line};
use portolan_tracking::record;
use reqwest::Response;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::time::Duration;

/// The clock stands still, and with it the rate's bucket: tests ask more often than a caller may.
const AT_ONCE: RateLimit = RateLimit { burst: 100_000, per_second: 100_000 };

impl World {
    pub async fn fast() -> Self {
        Self::tuned(|config| config.rate = AT_ONCE).await
    }

    /// A booked parcel of Alice's, and the number it is tracked by.
    pub async fn booked_parcel(&self) -> (String, String) {
        self.booked_as("A-1").await
    }

    pub async fn booked_as(&self, reference: &str) -> (String, String) {
        let id = self.order(reference, &[("SCARF", 1)]).await;
        let (path, service) = (format!("/v1/orders/{id}/book"), json!({ "service": "standard" }));
        let booked = self.post(&path, &service).await.good();
        let parcel = &booked["parcels"][0];
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&parcel["id"]), text(&parcel["identifiers"][0]["value"]))
    }

    pub async fn key_of(&self, tenant: &TestTenant, scopes: &[Scope]) -> String {
        crate::world::make_test_key(&self.store, tenant, scopes).await
    }
}

pub async fn json_of(response: Response, status: u16) -> Value {
    let answer = crate::world::Answer::of(response).await;
    assert_eq!(answer.status, status, "{}", String::from_utf8_lossy(&answer.bytes));
    answer.json()
}

/// One scan line of a number.
pub fn line(number: &str, milestone: &str, at: &str, country: &str) -> String {
    json!({
        "identifier": number, "occurred_at": at, "milestone": milestone,
        "carrier": "example-post", "place": { "country": country }, "raw_text": format!("said {milestone}"),
    })
    .to_string()
}

pub async fn tell(world: &World, token: &str, body: String) -> Value {
    let request = world.http.post(world.url("/v1/scans")).bearer_auth(token);
    let request = request.header("content-type", "application/x-ndjson").body(body);
    json_of(request.send().await.unwrap(), 200).await
}

pub async fn get(world: &World, token: &str, path: &str, status: u16) -> Value {
    let request = world.http.get(world.url(path)).bearer_auth(token);
    json_of(request.send().await.unwrap(), status).await
}

/// Waits until a page of JSON satisfies a condition: the watcher looks within moments.
pub async fn until(
    world: &World,
    token: &str,
    path: &str,
    is_so: impl Fn(&Value) -> bool,
) -> Value {
    for _ in 0..200 {
        let value = get(world, token, path, 200).await;
        if is_so(&value) {
            return value;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{path} never got there: {:#}", get(world, token, path, 200).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scans_make_a_timeline_and_move_the_parcel() {
    let world = World::fast().await;
    let token = world.alice.token.clone();
    let (parcel, number) = world.booked_parcel().await;
    let path = format!("/v1/parcels/{parcel}/timeline");
    let before = get(&world, &token, &path, 200).await;
    assert_eq!(
        (before["status"].as_str(), before["events"].as_array().unwrap().len()),
        (Some("unknown"), 0)
    );
    assert!(before["outlook"]["p50"].is_string(), "a booked parcel has an outlook: {before:#}");
    let lines = [
        line(&number, "departed_outward_office", "2026-11-25T20:00:00+08:00", "CN"),
        line(&number, "accepted", "2026-11-23T15:00:00+08:00", "CN"),
        "{\"identifier\": \"half".to_owned(),
        line("UNKNOWN12345", "accepted", "2026-11-23T15:00:00+08:00", "CN"),
    ];
    let answer = tell(&world, &token, lines.join("\n")).await;
    assert_eq!((answer["new"].as_u64(), answer["failed"].as_u64()), (Some(3), Some(1)));
    assert_eq!(answer["results"][2]["status"], "failed");
    let again = tell(&world, &token, lines.join("\n")).await;
    assert_eq!((again["new"].as_u64(), again["known"].as_u64()), (Some(0), Some(3)));
    let timeline = get(&world, &token, &path, 200).await;
    let milestones: Vec<&str> = timeline["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["milestone"].as_str().unwrap())
        .collect();
    assert_eq!(milestones, ["accepted", "departed_outward_office"]);
    assert_eq!(timeline["events"][0]["words"][0]["text"], "said accepted");
    let listed =
        until(&world, &token, "/v1/parcels", |page| page["items"][0]["state"] == "in_transit")
            .await;
    assert_eq!(listed["items"][0]["id"], parcel.as_str());
    let quarantine = get(&world, &token, "/v1/quarantine", 200).await;
    assert_eq!(quarantine["items"].as_array().unwrap().len(), 1);
    assert_eq!(quarantine["items"][0]["times"], 2);
    // Another tenant sees nothing of it, and its words do not reach the parcel.
    get(&world, &world.bob.token, &path, 404).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tenants_words_reach_its_own_parcels_alone() {
    let world = World::fast().await;
    let (parcel, number) = world.booked_parcel().await;
    let bob = world.key_of(&world.bob, &[Scope::ScansWrite]).await;
    tell(&world, &bob, line(&number, "delivered", "2026-11-25T20:00:00+08:00", "CN")).await;
    let path = format!("/v1/parcels/{parcel}/timeline");
    let timeline = get(&world, &world.alice.token, &path, 200).await;
    assert_eq!(timeline["events"].as_array().unwrap().len(), 0, "{timeline:#}");
    let network = world.key_of(&world.bob, &[Scope::ScansWrite, Scope::ScansNetwork]).await;
    tell(&world, &network, line(&number, "accepted", "2026-11-23T20:00:00+08:00", "CN")).await;
    let timeline = get(&world, &world.alice.token, &path, 200).await;
    assert_eq!(timeline["events"].as_array().unwrap().len(), 1);
    let reader = world.key_of(&world.alice, &[Scope::ParcelsRead]).await;
    let request = world.http.post(world.url("/v1/scans")).bearer_auth(reader).body("{}");
    assert_eq!(request.send().await.unwrap().status(), 403);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn silence_opens_an_exception_and_a_scan_closes_it() {
    let mut world = World::fast().await;
    let token = world.alice.token.clone();
    let (parcel, number) = world.booked_parcel().await;
    tell(&world, &token, line(&number, "accepted", "2026-11-23T12:00:00+08:00", "CN")).await;
    until(&world, &token, "/v1/parcels", |page| page["items"][0]["state"] == "handed_in").await;
    world.clock.advance(SignedDuration::from_hours(24 * 40));
    // The timers were set before the restart and are kept through it.
    world.restart().await;
    let open = "/v1/exceptions?open=true";
    let page =
        until(&world, &token, open, |page| !page["items"].as_array().unwrap().is_empty()).await;
    let kinds: Vec<&str> =
        page["items"].as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"blind") && kinds.contains(&"promise_broken"), "{kinds:?}");
    assert_eq!(page["items"][0]["parcel"], parcel.as_str());
    tell(&world, &token, line(&number, "delivered", "2026-12-30T12:00:00Z", "FR")).await;
    let all = until(&world, &token, "/v1/exceptions", |page| {
        let items = page["items"].as_array().unwrap();
        items.iter().any(|e| e["kind"] == "blind" && e["closed_at"].is_string())
    })
    .await;
    let blind =
        all["items"].as_array().unwrap().iter().find(|e| e["kind"] == "blind").unwrap().clone();
    assert_eq!(blind["closing"]["milestone"], "delivered");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_carriers_message_is_read_kept_and_replayed() {
    let world = World::fast().await;
    let token = world.alice.token.clone();
    let send = |adapter: &str, body: &'static [u8]| {
        let path = world.url(&format!("/v1/inbound/{adapter}"));
        world.http.post(path).bearer_auth(&token).body(body).send()
    };
    let cut = json_of(send("usps", b"{\"trackingNumber\": \"94").await.unwrap(), 200).await;
    assert_eq!((cut["quarantined"].as_bool(), cut["new"].as_u64()), (Some(true), Some(0)));
    let message = include_bytes!("../../../../adapters/usps/samples/delivered.json");
    let read = json_of(send("usps", message).await.unwrap(), 200).await;
    assert!(read["new"].as_u64().unwrap() > 0, "{read:#}");
    let again = json_of(send("usps", message).await.unwrap(), 200).await;
    assert_eq!((again["new"].as_u64(), &again["known"]), (Some(0), &read["new"]));
    assert_eq!(send("nobody", b"{}").await.unwrap().status(), 404);
    let page = get(&world, &token, "/v1/quarantine", 200).await;
    let id = page["items"][0]["id"].as_str().unwrap();
    let message =
        world.http.get(world.url(&format!("/v1/quarantine/{id}/message"))).bearer_auth(&token);
    assert_eq!(
        message.send().await.unwrap().bytes().await.unwrap().as_ref(),
        b"{\"trackingNumber\": \"94"
    );
    let replay =
        world.http.post(world.url(&format!("/v1/quarantine/{id}/replay"))).bearer_auth(&token);
    assert_eq!(json_of(replay.send().await.unwrap(), 200).await["quarantined"], true);
    let dismiss = world.http.delete(world.url(&format!("/v1/quarantine/{id}"))).bearer_auth(&token);
    assert_eq!(dismiss.send().await.unwrap().status(), 204);
    let page = get(&world, &token, "/v1/quarantine", 200).await;
    assert!(page["items"].as_array().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_takes_signed_messages_alone() {
    let world = World::fast().await;
    let token = world.alice.token.clone();
    let make = |draft: Value| {
        world.http.post(world.url("/v1/inbound-addresses")).bearer_auth(&token).json(&draft).send()
    };
    let made = json_of(make(json!({"adapter": "usps"})).await.unwrap(), 201).await;
    let path = made["path"].as_str().unwrap().to_owned();
    let message = include_bytes!("../../../../adapters/usps/samples/delivered.json").to_vec();
    let send = |path: &str| world.http.post(world.url(path)).body(message.clone()).send();
    let read = json_of(send(&path).await.unwrap(), 200).await;
    assert!(read["new"].as_u64().unwrap() > 0);
    assert_eq!(
        send("/inbound/usps/0000000000000000000000000000000000000000").await.unwrap().status(),
        401
    );
    let id = made["id"].as_str().unwrap();
    let revoke =
        world.http.delete(world.url(&format!("/v1/inbound-addresses/{id}"))).bearer_auth(&token);
    assert_eq!(revoke.send().await.unwrap().status(), 204);
    assert_eq!(send(&path).await.unwrap().status(), 401);
}

/// A carrier's format of the operator's own, whose messages are signed.
fn signing_adapter() -> Adapter {
    let toml = std::fs::read_to_string(repository().join("adapters/usps/adapter.toml")).unwrap();
    let signature = "[signature]\nscheme = \"sha256_slash_secret_hex\"\nheader = \"x-signature\"\n";
    let toml = format!("{}\n{signature}", toml.replacen("\"usps\"", "\"signer\"", 1));
    let file = AdapterFile { path: "adapter.toml", bytes: toml.as_bytes() };
    Adapter::load(&[file]).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_carrier_that_signs_must_sign_rightly() {
    let world = World::tuned(|config| config.adapters.push(signing_adapter())).await;
    let token = world.alice.token.clone();
    let make = |draft: Value| {
        world.http.post(world.url("/v1/inbound-addresses")).bearer_auth(&token).json(&draft).send()
    };
    assert_eq!(make(json!({"adapter": "signer"})).await.unwrap().status(), 422);
    assert_eq!(make(json!({"adapter": "usps", "secret": "x"})).await.unwrap().status(), 422);
    let made = make(json!({"adapter": "signer", "secret": "hush"})).await.unwrap();
    let made = json_of(made, 201).await;
    assert_eq!(made["signed"], true);
    let url = world.url(made["path"].as_str().unwrap());
    let message = include_bytes!("../../../../adapters/usps/samples/delivered.json").to_vec();
    let signed = |secret: &str| {
        let text = [message.as_slice(), b"/", secret.as_bytes()].concat();
        let digit = |nibble: u8| char::from_digit(nibble.into(), 16).unwrap();
        let hash = Sha256::digest(text);
        let hex: String = hash.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect();
        world.http.post(&url).header("x-signature", hex).body(message.clone()).send()
    };
    assert_eq!(world.http.post(&url).body(message.clone()).send().await.unwrap().status(), 401);
    assert_eq!(signed("guess").await.unwrap().status(), 401);
    let read = json_of(signed("hush").await.unwrap(), 200).await;
    assert!(read["new"].as_u64().unwrap() > 0);
    // Replayed by whoever overheard it, it changes nothing.
    let replayed = json_of(signed("hush").await.unwrap(), 200).await;
    assert_eq!((replayed["new"].as_u64(), &replayed["known"]), (Some(0), &read["new"]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bag_laid_into_another_despatch_than_its_own_is_flagged() {
    let world = World::fast().await;
    let token = world.alice.token.clone();
    let (parcel, number) = world.booked_parcel().await;
    let post = |path: String, body: Value| {
        world.http.post(world.url(&path)).bearer_auth(&token).json(&body).send()
    };
    // A bag bears the number of its despatch: laid into another it is flagged, and read all the same.
    let bagged = [
        ("USJFKADEFRAAAUN60001001110123", number.as_str()),
        ("USJFKADEFRAAAUN60002", "USJFKADEFRAAAUN60001001110123"),
    ];
    let mut entries = Vec::new();
    for (outer, inner) in bagged {
        let inside = json!({"numbers": [inner], "from": "2026-11-22T00:00:00Z", "to": "2026-11-23T00:00:00Z"});
        let path = format!("/v1/receptacles/{outer}/contents");
        let written = json_of(post(path.clone(), inside).await.unwrap(), 201).await;
        entries.push((path, written["entries"][0].as_i64().unwrap()));
    }
    let path = format!("/v1/parcels/{parcel}/timeline");
    let flagged = get(&world, &token, &path, 200).await;
    let what = "USJFKADEFRAAAUN60001001110123 is said to have lain in USJFKADEFRAAAUN60002, \
                where by its number it does not belong";
    assert_eq!(flagged["contradictions"], json!([what]));
    for (path, entry) in entries {
        let undo = world.http.delete(world.url(&format!("{path}/{entry}"))).bearer_auth(&token);
        assert_eq!(undo.send().await.unwrap().status(), 200);
    }
    assert_eq!(get(&world, &token, &path, 200).await["contradictions"], json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn numbers_are_linked_bagged_and_handed_over() {
    let world = World::fast().await;
    let token = world.alice.token.clone();
    let (parcel, number) = world.booked_parcel().await;
    let post = |path: String, body: Value| {
        world.http.post(world.url(&path)).bearer_auth(&token).json(&body).send()
    };
    let linked = post(
        format!("/v1/parcels/{parcel}/links"),
        json!({"number": "LM 123", "reason": "relabelled"}),
    );
    let linked = json_of(linked.await.unwrap(), 201).await;
    let bag = json!({"numbers": [number], "from": "2026-11-24T00:00:00Z"});
    json_of(post("/v1/receptacles/BAG1/contents".into(), bag).await.unwrap(), 201).await;
    let in_itself = json!({"numbers": ["BAG1"], "from": "2026-11-24T00:00:00Z"});
    assert_eq!(
        post("/v1/receptacles/BAG1/contents".into(), in_itself).await.unwrap().status(),
        422
    );
    let hand_over = json!({
        "document": "ho-1", "giver": "example-post", "taker": "example-air",
        "at": "2026-11-24T10:00:00Z", "declared": [number, "RX1"], "counted": [number, "RX2"],
    });
    let counted =
        json_of(post("/v1/hand-overs".into(), hand_over.clone()).await.unwrap(), 201).await;
    assert_eq!((&counted["short"], &counted["over"]), (&json!(["RX1"]), &json!(["RX2"])));
    json_of(post("/v1/hand-overs".into(), hand_over).await.unwrap(), 201).await;
    let lines = [
        line("LM123", "out_for_delivery", "2026-11-30T08:00:00+01:00", "FR"),
        line("BAG1", "departed_by_transport", "2026-11-25T08:00:00+08:00", "CN"),
        line("BAG1", "departed_by_transport", "2026-11-20T08:00:00+08:00", "CN"),
    ];
    tell(&world, &token, lines.join("\n")).await;
    let path = format!("/v1/parcels/{parcel}/timeline");
    let timeline = get(&world, &token, &path, 200).await;
    let milestones: Vec<&str> = timeline["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["milestone"].as_str().unwrap())
        .collect();
    assert_eq!(
        milestones,
        ["departed_by_transport", "out_for_delivery"],
        "a bag's scans reach what is inside then"
    );
    assert_eq!(timeline["custody"][0]["document"], "ho-1", "{timeline:#}");
    let link = linked["link"].as_i64().unwrap();
    let unlink = world
        .http
        .delete(world.url(&format!("/v1/parcels/{parcel}/links/{link}")))
        .bearer_auth(&token);
    assert_eq!(unlink.send().await.unwrap().status(), 200);
    let timeline = get(&world, &token, &path, 200).await;
    assert_eq!(timeline["events"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_count_of_a_manifest_is_the_first_hand_over_and_what_was_done_is_audited() {
    let world = World::fast().await;
    let (parcel, _) = world.booked_parcel().await;
    let map = world.get("/v1/network/map").await.good();
    let facility = map["nodes"].as_array().unwrap().iter().find(|node| node["kind"] != "zone");
    let entry = json!({ "kind": "drop_off", "at": facility.unwrap()["key"] });
    let made = world.post("/v1/manifests", &json!({ "entry": entry, "parcels": [parcel] })).await;
    let manifest = made.good()["manifest"]["id"].as_str().unwrap().to_owned();
    let path = format!("/v1/manifests/{manifest}/count");
    world.post(&path, &json!({ "found": [parcel] })).await.good();
    let timeline = world.get(&format!("/v1/parcels/{parcel}/timeline")).await.good();
    let document = timeline["custody"][0]["document"].as_str().unwrap();
    assert!(document.starts_with(&manifest.to_lowercase()), "{timeline:#}");
    let made = world.post("/v1/inbound-addresses", &json!({ "adapter": "usps" })).await.good();
    let scope = TenantScope::new(world.alice.key, Mode::Test);
    let query = AuditQuery { limit: 50, ..AuditQuery::default() };
    let trail = world.store.audit_list(scope, &query).await.unwrap().items;
    let of =
        |action: &str| trail.iter().find(|row| row.action == action).map(|row| row.object.clone());
    assert_eq!(of("inbound_address.create").as_deref(), made["id"].as_str());
    assert_eq!(of("manifest.count"), Some(manifest));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_parcel_that_cannot_be_read_holds_up_no_other() {
    let world = World::fast().await;
    let token = world.alice.token.clone();
    let (broken, number) = world.booked_as("A-1").await;
    let (whole, other) = world.booked_as("A-2").await;
    let scope = TellScope { realm: Realm::Network, mode: Mode::Test };
    let scan = line(&other, "accepted", "2026-11-23T12:00:00+08:00", "CN");
    let scan = scan_line::read(&scan, world.clock.now()).unwrap();
    let record = record::encode(&scan);
    let told = |number: String, document: Vec<u8>| ToldScan {
        number,
        document,
        personal: Vec::new(),
        message: None,
    };
    // By other hands than ours, and both in one row of news.
    let scans = vec![told(number, vec![0xff]), told(other, record.open)];
    let append = ScansAppend { scans, ..ScansAppend::default() };
    world.store.scans_append(scope, append.clone(), world.clock.now()).await.unwrap();
    let path = "/v1/parcels?state=handed_in";
    let page = until(&world, &token, path, |page| page["items"][0]["id"] == *whole).await;
    assert_eq!(page["items"].as_array().unwrap().len(), 1);
    get(&world, &token, &format!("/v1/parcels/{broken}/timeline"), 500).await;
    for _ in 0..200 {
        if !world.store.news_waits().await.unwrap() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the news is still there: a timer was to bring it back");
}
