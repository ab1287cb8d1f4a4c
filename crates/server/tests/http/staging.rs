//! Staged imports: looked at, mapped, mended by two people, kept in part, kept whole, found again.

use crate::world::{Answer, World, repository};
use reqwest::Method;
use serde_json::{Value, json};

async fn send(world: &World, method: Method, path: &str, body: &Value) -> Answer {
    Answer::of(world.request(method, path).json(body).send().await.unwrap()).await
}

fn example(name: &str) -> Vec<u8> {
    std::fs::read(repository().join("examples").join(name)).unwrap()
}

/// Waits until no step runs.
async fn settled(world: &World, import: &Value) -> Value {
    let path = format!("/v1/imports/{}", import["id"].as_str().unwrap());
    for _ in 0..600 {
        let now = world.get(&path).await.good();
        if now["state"] != "reading" && now["state"] != "keeping" {
            return now;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("it never settled");
}

async fn start(world: &World, kind: &str, file: impl Into<reqwest::Body>) -> Value {
    let path = format!("/v1/imports?kind={kind}&name=a%20file.csv");
    let begun = world.upload(&path, file).await.good();
    settled(world, &begun).await
}

async fn rows(world: &World, import: &Value, query: &str) -> Value {
    let id = import["id"].as_str().unwrap();
    world.get(&format!("/v1/imports/{id}/rows?{query}")).await.good()
}

async fn mend(world: &World, import: &Value, line: u64, body: Value) -> Answer {
    let id = import["id"].as_str().unwrap();
    let mut body = body;
    body["revision"] = import["revision"].clone();
    send(world, Method::PATCH, &format!("/v1/imports/{id}/rows/{line}"), &body).await
}

async fn keep(world: &World, import: &Value, partial: bool) -> Answer {
    let id = import["id"].as_str().unwrap();
    let body = json!({ "revision": import["revision"], "partial": partial });
    send(world, Method::POST, &format!("/v1/imports/{id}/keep"), &body).await
}

async fn with_products(world: &World) {
    let import = start(world, "products", example("products.csv")).await;
    assert_eq!((&import["state"], &import["counts"]["rejected"]), (&json!("checked"), &json!(0)));
    let kept = settled(world, &keep(world, &import, false).await.good()).await;
    assert_eq!(kept["state"], "kept", "{kept}");
    assert_eq!(kept["kept"]["created"], import["counts"]["items"]);
}

#[tokio::test]
async fn a_sound_file_is_kept_and_found_there_when_it_comes_again() {
    let world = World::new().await;
    with_products(&world).await;
    let import = start(&world, "orders", example("orders.csv")).await;
    assert_eq!(import["state"], "checked", "{import}");
    assert_eq!(
        (&import["counts"]["items"], &import["counts"]["accepted"]),
        (&json!(200), &json!(200))
    );
    assert_eq!(import["name"], "a file.csv");
    assert_eq!(world.get("/v1/orders").await.good()["items"], json!([]), "nothing is kept yet");
    let page = rows(&world, &import, "limit=3&fate=accepted").await;
    assert_eq!(page["items"].as_array().unwrap().len(), 3);
    assert_eq!(page["total"], import["counts"]["rows"]);
    let next = page["next_cursor"].as_str().unwrap();
    let second = rows(&world, &import, &format!("limit=3&fate=accepted&cursor={next}")).await;
    assert!(second["items"][0]["line"].as_u64() > page["items"][2]["line"].as_u64());
    let cell = |row: &Value, field: &str| {
        let cells = row["cells"].as_array().unwrap().iter();
        cells.clone().find(|cell| cell["field"] == field).map(|cell| cell["text"].clone())
    };
    assert_eq!(cell(&page["items"][0], "order").unwrap(), page["items"][0]["key"]);
    let kept = settled(&world, &keep(&world, &import, false).await.good()).await;
    assert_eq!((&kept["state"], &kept["kept"]["created"]), (&json!("kept"), &json!(200)));
    let orders = world.get("/v1/orders?limit=200").await.good();
    assert_eq!(orders["items"].as_array().unwrap().len(), 200);
    keep(&world, &kept, false).await.problem("state_conflict");
    let again = start(&world, "orders", example("orders.csv")).await;
    assert_eq!(
        (&again["counts"]["unchanged"], &again["counts"]["accepted"]),
        (&json!(200), &json!(0))
    );
    let there = rows(&world, &again, "limit=1").await;
    assert!(there["items"][0]["order_id"].as_str().unwrap().starts_with("ord_"));
    let list = world.get("/v1/imports").await.good();
    assert_eq!(list["items"].as_array().unwrap().len(), 3);
    let notices = world.get("/v1/notices").await.good();
    assert_eq!(
        (&notices["items"][0]["kind"], &notices["unread"]),
        (&json!("import_kept"), &json!(2))
    );
}

const HEAD: &str =
    "order,date,sku,quantity,unit_price,currency,name,address1,city,postcode,country\n";

fn row(order: &str, sku: &str, postcode: &str) -> String {
    format!("{order},2026-11-22,{sku},1,20.00,EUR,Erika Muster,Street 1,Berlin,{postcode},DE\n")
}

#[tokio::test]
async fn faults_are_mended_in_place_left_out_or_left_behind() {
    let mut world = World::new().await;
    with_products(&world).await;
    let file = [
        HEAD,
        &row("A-1", "WALNUT-2KG", "10115"),
        &row("A-2", "WALNUT-2KG", "1011"),
        &row("A-3", "NO-SUCH", "10115"),
        &row("A-4", "ALSO-NOT", "10115"),
    ]
    .concat();
    let import = start(&world, "orders", file.clone()).await;
    assert_eq!(
        (&import["counts"]["accepted"], &import["counts"]["rejected"]),
        (&json!(1), &json!(3))
    );
    let refused = keep(&world, &import, false).await.problem("state_conflict");
    assert!(refused["detail"].as_str().unwrap().contains("3 of them"));
    // What is missing is work to do, with what waits for it.
    let gaps = world.get("/v1/products/gaps").await.good();
    let gap = &gaps["items"][1];
    assert_eq!((&gap["sku"], &gap["orders_waiting"]), (&json!("NO-SUCH"), &json!(1)));
    assert_eq!(gap["value_waiting"], json!([{ "amount": "20.00", "currency": "EUR" }]));
    assert!(gap["missing"].as_array().unwrap().contains(&json!("hs_code")), "{gap}");
    let wrong = rows(&world, &import, "fate=rejected&q=a-2").await;
    assert_eq!(wrong["items"][0]["faults"][0]["field"], "postcode", "{wrong}");
    let line = wrong["items"][0]["line"].as_u64().unwrap();
    let first = mend(&world, &import, line, json!({ "cells": { "postcode": "10117" } })).await;
    // Another who looked at the same revision is told, and undoes nothing.
    mend(&world, &import, line, json!({ "cells": { "postcode": "99999" } }))
        .await
        .problem("state_conflict");
    mend(&world, &first.good(), line, json!({ "cells": { "colour": "red" } }))
        .await
        .problem("invalid_fields");
    let mended = settled(&world, &first.good()).await;
    assert_eq!(mended["counts"]["accepted"], 2, "{mended}");
    let shown = rows(&world, &mended, "q=a-2").await;
    let cells = shown["items"][0]["cells"].as_array().unwrap();
    assert!(cells.contains(&json!({ "field": "postcode", "text": "10117", "is_mended": true })));
    // It is all in the store: a restart loses nothing.
    world.restart().await;
    let left = mend(&world, &mended, 4, json!({ "is_left_out": true })).await.good();
    let left = settled(&world, &left).await;
    assert_eq!(
        (&left["counts"]["rejected"], &left["counts"]["rows_skipped"]),
        (&json!(1), &json!(1))
    );
    let part = settled(&world, &keep(&world, &left, true).await.good()).await;
    assert_eq!(
        (&part["state"], &part["kept"]["created"]),
        (&json!("checked"), &json!(2)),
        "{part}"
    );
    assert_eq!((&part["counts"]["unchanged"], &part["counts"]["rejected"]), (&json!(2), &json!(1)));
    let orders = world.get("/v1/orders").await.good();
    assert_eq!(orders["items"].as_array().unwrap().len(), 2);
    let also = mend(&world, &part, 5, json!({ "cells": { "sku": "WALNUT-2KG" } })).await.good();
    let also = settled(&world, &also).await;
    let whole = settled(&world, &keep(&world, &also, false).await.good()).await;
    assert_eq!(
        (&whole["state"], &whole["kept"]["created"]),
        (&json!("kept"), &json!(3)),
        "{whole}"
    );
    assert!(rows(&world, &whole, "").await["items"].as_array().unwrap().is_empty());
    assert!(world.get("/v1/products/gaps").await.good()["items"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn unknown_headings_are_mapped_once_and_remembered() {
    let world = World::new().await;
    with_products(&world).await;
    let file = "Nr;Tag;Artikel;Stk;Preis;Kunde;Strasse;Ort;PLZ\n\
        A-1;22.11.2026;WALNUT-2KG;2;19,90;Erika Muster;Weg 1;Berlin;10115\n";
    let import = start(&world, "orders", file).await;
    assert_eq!(import["state"], "mapping", "{import}");
    let columns = import["survey"]["columns"].as_array().unwrap();
    assert_eq!(
        (&columns[5]["heading"], &columns[5]["samples"]),
        (&json!("Kunde"), &json!(["Erika Muster"]))
    );
    keep(&world, &import, false).await.problem("state_conflict");
    let id = import["id"].as_str().unwrap();
    let columns = json!({
        "order": { "column": 1 }, "date": { "column": 2 }, "sku": { "column": 3 },
        "quantity": { "column": 4 }, "unit_price": { "column": 5 }, "name": { "column": 6 },
        "address1": { "column": 7 }, "city": { "column": 8 }, "postcode": { "column": 9 },
        "country": { "text": "DE" }, "currency": { "text": "EUR" },
    });
    let reading = json!({ "columns": columns });
    let body = json!({ "revision": import["revision"], "reading": reading, "remember": true });
    let path = format!("/v1/imports/{id}/reading");
    let read = settled(&world, &send(&world, Method::PUT, &path, &body).await.good()).await;
    assert_eq!(
        (&read["state"], &read["counts"]["accepted"]),
        (&json!("checked"), &json!(1)),
        "{read}"
    );
    send(&world, Method::PUT, &path, &body).await.problem("state_conflict");
    let next = start(&world, "orders", file.replace("A-1", "A-2")).await;
    assert_eq!(
        (&next["state"], &next["survey"]["is_remembered"]),
        (&json!("checked"), &json!(true))
    );
    assert_eq!(rows(&world, &next, "").await["items"][0]["key"], "A-2");
    let kept = settled(&world, &keep(&world, &next, false).await.good()).await;
    assert_eq!(kept["kept"]["created"], 1, "{kept}");
    let both = json!({ "sku": { "column": 1, "text": "X" } });
    let body = json!({ "revision": read["revision"], "reading": { "columns": both } });
    let wrong = settled(&world, &send(&world, Method::PUT, &path, &body).await.good()).await;
    assert_eq!(wrong["state"], "unreadable", "{wrong}");
    assert_eq!(wrong["faults"][0]["field"], "columns");
    let gone = Answer::of(
        world.request(Method::DELETE, &format!("/v1/imports/{id}")).send().await.unwrap(),
    );
    assert_eq!(gone.await.status, 204);
    world.get(&format!("/v1/imports/{id}")).await.problem("not_found");
}

#[tokio::test]
async fn a_column_of_whole_addresses_is_proposed_and_taken_apart() {
    let world = World::new().await;
    with_products(&world).await;
    let file = "订单号,日期,SKU,数量,单价,币种,收件人,地址,国家\n\
        C-1,2026-11-22,WALNUT-2KG,2,19.90,EUR,Erika Muster,\"Weg 1, 10115 Berlin\",DE\n\
        C-2,2026-11-22,WALNUT-2KG,2,19.90,EUR,Erika Muster,Weg 1,DE\n";
    let import = start(&world, "orders", file).await;
    assert_eq!(import["state"], "mapping", "{import}");
    let fields = import["survey"]["fields"].as_array().unwrap();
    let of = |name: &str| fields.iter().find(|one| one["field"] == name).unwrap();
    assert_eq!(of("full_address")["source"], json!({ "column": 8 }));
    assert_eq!(
        (&of("city")["unless"], &of("city")["source"]),
        (&json!("full_address"), &json!(null))
    );
    let sourced = fields.iter().filter(|one| one.get("source").is_some());
    let columns: serde_json::Map<_, _> = sourced
        .map(|one| (one["field"].as_str().unwrap().to_owned(), one["source"].clone()))
        .collect();
    let body = json!({ "revision": import["revision"], "reading": { "columns": columns } });
    let path = format!("/v1/imports/{}", import["id"].as_str().unwrap());
    let reread = send(&world, Method::PUT, &format!("{path}/reading"), &body).await.good();
    let read = settled(&world, &reread).await;
    let shown = rows(&world, &read, "").await;
    let cell = |row: usize, name: &str| {
        let cells = shown["items"][row]["cells"].as_array().unwrap();
        cells.iter().find(|cell| cell["field"] == name).map(|cell| cell["text"].clone())
    };
    assert_eq!(cell(0, "city"), Some(json!("Berlin")), "{shown}");
    assert_eq!((cell(0, "postcode"), cell(1, "city")), (Some(json!("10115")), None));
    assert_eq!(shown["items"][1]["faults"][0]["code"], "address_unsplit");
    let mend =
        json!({ "revision": read["revision"], "cells": { "address1": "Weg 1", "city": "Hof" } });
    let mended = send(&world, Method::PATCH, &format!("{path}/rows/3"), &mend).await.good();
    let mended = settled(&world, &mended).await;
    assert_eq!(mended["counts"]["accepted"], 2, "{mended}");
}

#[tokio::test]
async fn products_that_lack_something_are_work_to_do() {
    let world = World::new().await;
    let file = "sku,description_en,mass,length,width,height,hs_code,origin,goods,value,currency\n\
        CUP,A cup,200 g,8 cm,8 cm,9 cm,6911.10,CN,fragile,4.00,EUR\n\
        BELL,A bell,300 g,8 cm,8 cm,9 cm,,CN,,7.00,EUR\n";
    let import = start(&world, "products", file).await;
    assert_eq!(
        (&import["counts"]["accepted"], &import["counts"]["rejected"]),
        (&json!(1), &json!(1))
    );
    let gaps = world.get("/v1/products/gaps").await.good();
    assert_eq!(gaps["items"][0]["sku"], "BELL");
    assert_eq!(gaps["items"][0]["missing"], json!(["hs_code", "goods"]));
    assert_eq!(gaps["items"][0]["known"]["mass"], "300 g");
    let part = settled(&world, &keep(&world, &import, true).await.good()).await;
    assert_eq!(part["kept"]["created"], 1, "{part}");
    let found = world.get("/v1/hs-codes?q=bell%20of%20brass&limit=20").await.good();
    let codes: Vec<&str> = found["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["hs_code"].as_str().unwrap())
        .collect();
    assert!(codes.contains(&"830610"), "{codes:?}");
    world.get("/v1/hs-codes?q=x&limit=0").await.problem("invalid_fields");
    let check = world.get("/v1/network/check").await.good();
    assert_eq!(check["errors"], 0);
    assert!(check["reached"].as_array().unwrap().iter().any(|one| one["country"] == "DE"));
}

#[tokio::test]
async fn what_is_no_table_is_unreadable_and_says_why() {
    let world = World::new().await;
    for (file, code) in [(&b""[..], "file_empty"), (b"%PDF-1.7\n", "file_not_text")] {
        let import = start(&world, "orders", file).await;
        assert_eq!(import["state"], "unreadable", "{import}");
        assert_eq!(import["faults"][0]["code"], code, "{import}");
    }
    world.upload("/v1/imports?kind=cats", "a,b\n").await.problem("malformed_request");
    let weak = world.key_with(&[portolan_api::Scope::OrdersWrite]).await;
    let request = world.http.post(world.url("/v1/imports?kind=products")).bearer_auth(&weak);
    Answer::of(request.body("sku\n").send().await.unwrap()).await.problem("scope_missing");
}

#[tokio::test]
async fn of_two_who_change_an_order_the_second_is_told() {
    let world = World::new().await;
    let order = world.order("A-1", &[("SCARF", 1)]).await;
    let path = format!("/v1/orders/{order}");
    let seen = world.get(&path).await.good();
    let mut draft = crate::world::order("A-1", &[("SCARF", 2)]);
    draft["recipient"]["city"] = json!("Lyon");
    let change = json!({ "version": seen["version"], "order": draft });
    let changed = send(&world, Method::PUT, &path, &change).await.good();
    assert_eq!(
        (&changed["recipient"]["city"], &changed["lines"][0]["quantity"]),
        (&json!("Lyon"), &json!(2))
    );
    assert_ne!(changed["version"], seen["version"]);
    send(&world, Method::PUT, &path, &change).await.problem("state_conflict");
    assert_eq!(world.get(&path).await.good(), changed, "it undid nothing");
    let other = json!({ "version": changed["version"], "order": crate::world::order("B-1", &[("SCARF", 1)]) });
    send(&world, Method::PUT, &path, &other).await.problem("invalid_fields");
    let unknown = json!({ "version": changed["version"], "order": crate::world::order("A-1", &[("NONE", 1)]) });
    send(&world, Method::PUT, &path, &unknown).await.problem("invalid_fields");
    world.post(&format!("{path}/book"), &json!({ "service": "economy" })).await.good();
    let late = json!({ "version": changed["version"], "order": draft });
    send(&world, Method::PUT, &path, &late).await.problem("state_conflict");
}

#[tokio::test]
async fn thousands_of_orders_of_the_same_goods_are_all_kept() {
    let world = World::new().await;
    with_products(&world).await;
    let rows = (0..4_100).map(|number| row(&format!("A-{number}"), "WALNUT-2KG", "10115"));
    let file: String = std::iter::once(HEAD.to_owned()).chain(rows).collect();
    let import = start(&world, "orders", file).await;
    assert_eq!(import["counts"]["accepted"], 4_100, "{import}");
    let kept = settled(&world, &keep(&world, &import, false).await.good()).await;
    assert_eq!((&kept["state"], &kept["kept"]["created"]), (&json!("kept"), &json!(4_100)));
}

#[tokio::test]
async fn what_stands_in_a_file_is_not_kept_beside_an_idempotency_key() {
    let world = World::new().await;
    let file = [HEAD, &row("A-1", "WALNUT-2KG", "10115")].concat();
    let send = async || {
        let request = world.request(Method::POST, "/v1/imports?kind=orders");
        let request = request.header("idempotency-key", "once").body(file.clone());
        Answer::of(request.send().await.unwrap()).await.good()
    };
    let (first, again) = (send().await, send().await);
    assert!(first["survey"].to_string().contains("Erika Muster"), "{first}");
    assert_eq!(again["id"], first["id"], "the same is done once");
    assert!(!again.to_string().contains("Erika Muster"), "{again}");
}
