//! Orders become parcels: booked once, split where forced, cancelled, refused with reasons.

use crate::world::{NOW, World, order, products, read_network};
use portolan_network::TableFile;
use portolan_server::{RateLimit, publish_network};
use reqwest::Method;
use serde_json::{Value, json};

fn parcels(booked: &Value) -> &Vec<Value> {
    booked["parcels"].as_array().unwrap()
}

#[tokio::test]
async fn an_order_becomes_a_parcel_with_a_number_a_price_and_a_label() {
    let world = World::new().await;
    let id = world.order("A-1", &[("WALNUT-500", 2), ("SCARF", 1)]).await;
    let path = format!("/v1/orders/{id}/book");
    let booked = world.post(&path, &json!({ "service": "standard" })).await.good();
    assert_eq!(booked["order"]["state"], "booked");
    let [parcel] = parcels(&booked).as_slice() else { panic!("{booked}") };
    assert_eq!(parcel["state"], "booked");
    assert_eq!(parcel["mode"], "test");
    assert!(parcel["mass_grams"].as_u64().unwrap() > 1150, "packed: {parcel}");
    assert_eq!(parcel["items"].as_array().unwrap().len(), 2);
    let number = parcel["identifiers"][0]["value"].as_str().unwrap();
    if parcel["identifiers"][0]["scheme"] == "s10" {
        portolan_model::S10::parse(number).expect("the check digit is right");
    }
    let id = parcel["id"].as_str().unwrap();
    let detail = world.get(&format!("/v1/parcels/{id}")).await.good();
    assert_eq!(detail["recipient"]["name"], "Erika Mustermann");
    assert_eq!(detail["route"]["service"], "standard");
    assert!(!detail["route"]["legs"].as_array().unwrap().is_empty());
    assert_eq!(detail["network_version"].as_str().unwrap().len(), 64);
    let label = world.get(&format!("/v1/parcels/{id}/label")).await;
    assert_eq!(label.header("content-type"), "application/pdf");
    assert!(label.bytes.starts_with(b"%PDF-"), "{}", String::from_utf8_lossy(&label.bytes));
    let again = world.get(&format!("/v1/parcels/{id}/label")).await;
    assert_eq!(again.bytes, label.bytes, "the kept label is given again");
    let found = world.get(&format!("/v1/parcels?q={number}")).await.good();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
}

/// Places where data of the world's orders and tenants is enough for every line.
const DESTINATIONS: [(&str, &str, &str); 6] = [
    ("DE", "10119", "Berlin"),
    ("FR", "75011", "Paris"),
    ("ES", "28001", "Madrid"),
    ("PL", "00-001", "Warsaw"),
    ("GB", "SW1A 1AA", "London"),
    ("JP", "100-0001", "Tokyo"),
];

/// Enough for a test of many bookings.
const AT_ONCE: RateLimit = RateLimit { burst: 10_000, per_second: 10_000 };

/// A booking asks for its own service alone: it must take what a quote of the same parcel shows as offer.
#[tokio::test]
async fn a_booking_takes_the_route_that_a_quote_offers() {
    let world = World::tuned(|config| config.rate = AT_ONCE).await;
    world.post("/v1/products", &products()).await.good();
    let mut booked_routes = 0;
    for (country, postcode, city) in DESTINATIONS {
        for (sku, pieces) in [("SCARF", 1), ("SCARF", 11), ("WALNUT-500", 5), ("LAMP", 3)] {
            for service in ["economy", "standard", "priority"] {
                let reference = format!("{country}-{sku}-{pieces}-{service}");
                let mut draft = order(&reference, &[(sku, pieces)]);
                draft["lines"][0]["unit_price"] = json!("2 EUR");
                draft["recipient"]["country"] = json!(country);
                draft["recipient"]["postcode"] = json!(postcode);
                draft["recipient"]["city"] = json!(city);
                let made = world.post("/v1/orders", &json!({ "items": [draft] })).await.good();
                let id = made["results"][0]["id"].as_str().unwrap();
                let path = format!("/v1/orders/{id}/book");
                let answer = world.post(&path, &json!({ "service": service })).await;
                if answer.status != 200 {
                    answer.problem("no_route");
                    continue;
                }
                let booked = answer.good();
                for parcel in parcels(&booked) {
                    let place = (format!("{country} {postcode}"), 2 * pieces, sku);
                    let offer = offer_for(&world, parcel, place, service).await;
                    let path = format!("/v1/parcels/{}", parcel["id"].as_str().unwrap());
                    let route = &world.get(&path).await.good()["route"];
                    for member in ["legs", "lines", "price", "charges", "p50", "p90", "loss"] {
                        assert_eq!(route[member], offer[member], "{reference}: {member}");
                    }
                }
                booked_routes += 1;
            }
        }
    }
    assert!(booked_routes > 40, "only {booked_routes} could be booked");
}

/// What a service offers in a quote of a booked parcel.
async fn offer_for(
    world: &World,
    parcel: &Value,
    (to, value, sku): (String, u32, &str),
    service: &str,
) -> Value {
    let items = products();
    let product = items["items"].as_array().unwrap().iter().find(|one| one["sku"] == sku).unwrap();
    let quote = world
        .post(
            "/v1/quotes",
            &json!({
                "from": "CN 311300", "to": to, "weight": parcel["mass_grams"],
                "size": parcel["size"], "value": format!("{value} EUR"), "ready": NOW,
                "goods": product["goods"], "battery": product["battery"],
            }),
        )
        .await
        .good();
    let mut offers = quote["offers"].as_array().unwrap().iter();
    offers.find(|offer| offer["service"] == service).unwrap_or_else(|| panic!("{quote}")).clone()
}

#[tokio::test]
async fn two_clients_booking_one_order_at_once_make_one_booking() {
    let world = World::new().await;
    let id = world.order("A-1", &[("SCARF", 1)]).await;
    let path = format!("/v1/orders/{id}/book");
    let body = json!({ "service": "economy" });
    let tries = std::array::from_fn::<_, 8, _>(|_| world.post(&path, &body));
    let [one, two, three, four, rest @ ..] = tries;
    let [five, six, seven, eight] = rest;
    let first = async { tokio::join!(one, two, three, four) };
    let second = async { tokio::join!(five, six, seven, eight) };
    let (first, second) = tokio::join!(first, second);
    let answers = [first.0, first.1, first.2, first.3, second.0, second.1, second.2, second.3];
    let won = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(won, 1);
    for lost in answers.iter().filter(|answer| answer.status != 200) {
        lost.problem("state_conflict");
    }
    let listed = world.get("/v1/parcels").await.good();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1, "{listed}");
}

#[tokio::test]
async fn goods_that_may_not_meet_travel_in_parcels_of_their_own() {
    let world = World::new().await;
    let id = world.order("A-1", &[("LAMP", 1), ("SCARF", 1), ("CELL", 1)]).await;
    let path = format!("/v1/orders/{id}/book");
    let answer = world.post(&path, &json!({ "service": "standard" })).await;
    let problem = answer.problem("no_route");
    let codes: Vec<_> = problem["faults"].as_array().unwrap().iter().map(|f| &f["code"]).collect();
    assert!(codes.contains(&&json!("restriction")), "batteries alone are refused: {problem}");
    let id = world.order("A-2", &[("LAMP", 1), ("SCARF", 1)]).await;
    let booked =
        world.post(&format!("/v1/orders/{id}/book"), &json!({ "service": "standard" })).await;
    assert_eq!(parcels(&booked.good()).len(), 1, "one where nothing forces two");
}

/// An order that the service must split.
async fn heavy_order(world: &World, reference: &str) -> String {
    let mut heavy = order(reference, &[("LAMP", 150)]);
    heavy["lines"][0]["unit_price"] = json!("0.50 EUR");
    world.post("/v1/products", &products()).await.good();
    let made = world.post("/v1/orders", &json!({ "items": [heavy] })).await.good();
    made["results"][0]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_order_heavier_than_the_service_carries_is_split() {
    let world = World::new().await;
    let id = heavy_order(&world, "A-1").await;
    let path = format!("/v1/orders/{id}/book");
    let booked = world.post(&path, &json!({ "service": "standard" })).await.good();
    assert!(parcels(&booked).len() > 1, "{booked}");
    let pieces: u64 = parcels(&booked)
        .iter()
        .flat_map(|parcel| parcel["items"].as_array().unwrap())
        .map(|item| item["quantity"].as_u64().unwrap())
        .sum();
    assert_eq!(pieces, 150, "every piece once");
}

#[tokio::test]
async fn an_order_is_not_split_to_come_under_a_limit_on_value() {
    let world = World::new().await;
    let mut dear = order("A-1", &[("SCARF", 300)]);
    dear["lines"][0]["unit_price"] = json!("1 EUR");
    world.post("/v1/products", &products()).await.good();
    let made = world.post("/v1/orders", &json!({ "items": [dear] })).await.good();
    let id = made["results"][0]["id"].as_str().unwrap();
    let path = format!("/v1/orders/{id}/book");
    world.post(&path, &json!({ "service": "economy" })).await.problem("no_route");
}

#[tokio::test]
async fn what_cannot_be_booked_says_why_and_leaves_the_order_open() {
    let world = World::new().await;
    let id = world.order("A-1", &[("SCARF", 1)]).await;
    let path = format!("/v1/orders/{id}/book");
    world.post(&path, &json!({})).await.problem("invalid_fields");
    world.post(&path, &json!({ "service": "teleport" })).await.problem("invalid_fields");
    let brazil = json!({
        "reference": "BR-1", "lines": [{ "sku": "SCARF", "quantity": 1, "unit_price": "5 EUR" }],
        "recipient": {
            "name": "Ana", "lines": ["Rua 1"], "city": "Sao Paulo", "postcode": "01310-100",
            "country": "BR",
        },
    });
    let made = world.post("/v1/orders", &json!({ "items": [brazil] })).await.good();
    let id = made["results"][0]["id"].as_str().unwrap();
    let path = format!("/v1/orders/{id}/book");
    let problem = world.post(&path, &json!({ "service": "standard" })).await;
    let problem = problem.problem("data_required");
    let fields: Vec<_> =
        problem["faults"].as_array().unwrap().iter().map(|f| &f["field"]).collect();
    assert!(fields.contains(&&json!("recipient_tax_id")), "{problem}");
    let order = world.get(&format!("/v1/orders/{id}")).await.good();
    assert_eq!(order["order"]["state"], "open");
}

#[tokio::test]
async fn a_batch_answers_each_order_by_itself() {
    let world = World::new().await;
    let good = world.order("A-1", &[("SCARF", 1)]).await;
    let items = json!({ "items": [
        { "order": good, "service": "economy" },
        { "order": good, "service": "economy" },
        { "order": "nonsense", "service": "economy" },
    ] });
    let answer = world.post("/v1/orders/book", &items).await.good();
    let results = answer["results"].as_array().unwrap();
    assert_eq!(results[0]["booked"]["order"]["state"], "booked");
    assert_eq!(results[1]["problem"]["code"], "state_conflict");
    assert_eq!(results[2]["problem"]["code"], "not_found");
}

/// The sample network with room for one piece on every departure of every leg.
async fn publish_narrow(world: &World) {
    let mut source = read_network("network/sample");
    let narrow = source.folders[0].iter_mut().find(|file| file.path == "legs.csv").unwrap();
    let text = String::from_utf8(std::mem::take(&mut narrow.bytes)).unwrap();
    let mut rows = text.lines();
    let header = rows.next().unwrap();
    let pieces = header.split(',').position(|name| name == "capacity_pieces").unwrap();
    let mut out = vec![header.to_owned()];
    for row in rows {
        // The columns before it hold no quoted commas.
        let mut cells: Vec<&str> = row.splitn(pieces + 2, ',').collect();
        cells[pieces] = "1";
        out.push(cells.join(","));
    }
    narrow.bytes = out.join("\n").into_bytes();
    let _: &TableFile = narrow;
    publish_network(&world.store, source, "narrow", NOW.parse().unwrap()).await.unwrap();
}

#[tokio::test]
async fn full_departures_are_passed_over_and_cancelling_gives_room_back() {
    let mut world = World::new().await;
    publish_narrow(&world).await;
    world.restart().await;
    let first = world.order("A-1", &[("SCARF", 1)]).await;
    let second = world.order("A-2", &[("SCARF", 1)]).await;
    let third = world.order("A-3", &[("SCARF", 1)]).await;
    let book = json!({ "service": "economy" });
    let mut departures = Vec::new();
    for id in [&first, &second] {
        let booked = world.post(&format!("/v1/orders/{id}/book"), &book).await.good();
        departures.push(departures_of(&world, &parcels(&booked)[0]["id"]).await);
    }
    for departure in &departures[1] {
        assert!(!departures[0].contains(departure), "{departure} had room for one");
    }
    let one = world.get(&format!("/v1/orders/{first}")).await.good();
    let parcel = one["parcels"][0]["id"].as_str().unwrap();
    let cancelled = world.post(&format!("/v1/parcels/{parcel}/cancel"), &json!(null)).await.good();
    assert_eq!(cancelled["state"], "cancelled");
    world
        .post(&format!("/v1/parcels/{parcel}/cancel"), &json!(null))
        .await
        .problem("state_conflict");
    world.get(&format!("/v1/parcels/{parcel}/label")).await.problem("state_conflict");
    let order = world.get(&format!("/v1/orders/{first}")).await.good();
    assert_eq!(order["order"]["state"], "cancelled");
    let booked = world.post(&format!("/v1/orders/{third}/book"), &book).await.good();
    let third = departures_of(&world, &parcels(&booked)[0]["id"]).await;
    assert_eq!(third, departures[0], "the room given back is taken again");
}

#[tokio::test]
async fn an_order_is_cancelled_with_all_its_parcels_or_not_at_all() {
    let world = World::new().await;
    let cancel =
        async |id: &str| world.post(&format!("/v1/orders/{id}/cancel"), &json!(null)).await;
    let open = world.order("A-1", &[("SCARF", 1)]).await;
    let cancelled = cancel(&open).await.good();
    assert_eq!(cancelled["order"]["state"], "cancelled");
    cancel(&open).await.problem("state_conflict");
    let book = json!({ "service": "standard" });
    world.post(&format!("/v1/orders/{open}/book"), &book).await.problem("state_conflict");
    // Two parcels, none of them on its way.
    let split = heavy_order(&world, "A-2").await;
    let booked = world.post(&format!("/v1/orders/{split}/book"), &book).await.good();
    assert!(parcels(&booked).len() > 1, "{booked}");
    let cancelled = cancel(&split).await.good();
    assert_eq!(cancelled["order"]["state"], "cancelled");
    assert!(parcels(&cancelled).iter().all(|parcel| parcel["state"] == "cancelled"), "{cancelled}");
    let trail = world.get("/v1/audit?limit=50").await.good();
    let actions = trail["items"].as_array().unwrap().iter().map(|one| &one["action"]);
    assert_eq!(actions.filter(|action| *action == "order.cancel").count(), 2);
    // One was handed in: the others stay booked.
    let late = heavy_order(&world, "A-3").await;
    let booked = world.post(&format!("/v1/orders/{late}/book"), &book).await.good();
    let map = world.get("/v1/network/map").await.good();
    let facility = map["nodes"].as_array().unwrap().iter().find(|node| node["kind"] != "zone");
    let entry = json!({ "kind": "drop_off", "at": facility.unwrap()["key"] });
    let draft = json!({ "entry": entry, "parcels": [parcels(&booked)[0]["id"]] });
    let manifest = world.post("/v1/manifests", &draft).await.json();
    let count = format!("/v1/manifests/{}/count", manifest["manifest"]["id"].as_str().unwrap());
    let number = &parcels(&booked)[0]["identifiers"][0]["value"];
    world.post(&count, &json!({ "found": [number] })).await.good();
    cancel(&late).await.problem("state_conflict");
    let order = world.get(&format!("/v1/orders/{late}")).await.good();
    assert_eq!(order["order"]["state"], "booked");
    let states: Vec<_> = parcels(&order).iter().map(|parcel| &parcel["state"]).collect();
    assert_eq!(states.iter().filter(|state| **state == "booked").count(), states.len() - 1);
}

/// The scheduled departures of a parcel's route: leg and instant.
async fn departures_of(world: &World, parcel: &Value) -> Vec<String> {
    let source = read_network("network/sample");
    let table = source.folders[0].iter().find(|file| file.path == "departures.csv").unwrap();
    let table = String::from_utf8(table.bytes.clone()).unwrap();
    let has_departures = |leg: &&Value| {
        let key = leg["leg"].as_str().unwrap();
        table.lines().any(|row| row.split(',').nth(1) == Some(key))
    };
    let path = format!("/v1/parcels/{}", parcel.as_str().unwrap());
    let detail = world.get(&path).await.good();
    let legs = detail["route"]["legs"].as_array().unwrap().clone();
    let scheduled = legs.iter().filter(has_departures);
    let told: Vec<String> =
        scheduled.map(|leg| format!("{} {}", leg["leg"], leg["departs"])).collect();
    assert!(!told.is_empty(), "a route without a timetable proves nothing");
    told
}

#[tokio::test]
async fn the_same_order_is_unchanged_and_another_under_its_reference_is_refused() {
    let world = World::new().await;
    world.order("A-1", &[("SCARF", 1)]).await;
    let batch = json!({ "items": [
        order("A-1", &[("SCARF", 1)]),
        order("A-1", &[("SCARF", 2)]),
        order("A-2", &[("NOTHING", 1)]),
    ] });
    let answer = world.post("/v1/orders", &batch).await.good();
    let results = answer["results"].as_array().unwrap();
    assert_eq!(results[0]["status"], "unchanged");
    assert_eq!(results[1]["problem"]["code"], "order_exists");
    assert_eq!(results[2]["problem"]["faults"][0]["code"], "product_unknown");
}

#[tokio::test]
async fn products_are_put_listed_and_shown() {
    let world = World::new().await;
    let made = world.post("/v1/products", &products()).await.good();
    assert_eq!(made["results"][0]["status"], "created", "{made}");
    let again = world.post("/v1/products", &products()).await.good();
    assert_eq!(again["results"][0]["status"], "unchanged");
    let mut lamp = world.get("/v1/products/LAMP").await.good();
    assert_eq!(lamp["battery"], "UN3481 contained_in");
    lamp["mass"] = lamp["mass_grams"].take();
    lamp.as_object_mut().unwrap().remove("mass_grams");
    lamp["mass"] = json!("310 g");
    let put = world.request(Method::PUT, "/v1/products/LAMP").json(&lamp).send().await.unwrap();
    assert_eq!(put.status(), 200);
    assert_eq!(world.get("/v1/products/LAMP").await.good()["mass_grams"], 310);
    let put = world.request(Method::PUT, "/v1/products/OTHER").json(&lamp).send().await.unwrap();
    assert_eq!(put.status(), 422);
    world.get("/v1/products/NOTHING").await.problem("not_found");
}
