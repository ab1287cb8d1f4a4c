//! Files of orders: a fate per row, all or none, limits, and nothing taken twice.

use crate::world::{Answer, World, repository};
use reqwest::Method;
use serde_json::{Value, json};

fn example(name: &str) -> Vec<u8> {
    std::fs::read(repository().join("examples").join(name)).unwrap()
}

async fn with_products(world: &World) {
    let report = world.upload("/v1/products/import", example("products.csv")).await.good();
    assert_eq!(report["applied"], true, "{report}");
    assert_eq!(report["created"], report["products"]);
}

const IMPORT: &str = "/v1/orders/import";

fn fates(report: &Value, fate: &str) -> usize {
    report["rows"].as_array().unwrap().iter().filter(|row| row["fate"] == fate).count()
}

#[tokio::test]
async fn two_hundred_orders_are_taken_once_and_can_be_booked() {
    let world = World::new().await;
    with_products(&world).await;
    let file = example("orders.csv");
    let dry = world.upload(&format!("{IMPORT}?dry_run=true"), file.clone()).await.good();
    assert_eq!(
        (&dry["applied"], &dry["accepted"]),
        (&json!(false), &json!(200)),
        "{}",
        dry["rows"]
    );
    assert_eq!(world.get("/v1/orders").await.good()["items"], json!([]), "a dry run keeps nothing");
    let taken = world.upload(IMPORT, file.clone()).await.good();
    assert_eq!(taken["applied"], true);
    assert_eq!((&taken["accepted"], &taken["rejected"]), (&json!(200), &json!(0)));
    assert!(taken["import"].as_str().unwrap().starts_with("imp_"));
    let again = world.upload(IMPORT, file).await.good();
    assert_eq!((&again["accepted"], &again["unchanged"]), (&json!(0), &json!(200)), "{again}");
    assert_eq!(fates(&again, "unchanged"), again["rows"].as_array().unwrap().len());
    let orders = world.get("/v1/orders?limit=200").await.good();
    assert_eq!(orders["items"].as_array().unwrap().len(), 200);
    let id = taken["rows"][0]["order_id"].as_str().unwrap();
    let booked =
        world.post(&format!("/v1/orders/{id}/book"), &json!({ "service": "standard" })).await;
    booked.good();
}

#[tokio::test]
async fn a_faulty_file_is_taken_in_part_only_on_request() {
    let world = World::new().await;
    with_products(&world).await;
    let file = example("orders-bad.csv");
    let whole = world.upload(IMPORT, file.clone()).await.good();
    assert_eq!(whole["applied"], false);
    assert!(whole["rejected"].as_u64().unwrap() > 10, "{whole}");
    assert_eq!(world.get("/v1/orders").await.good()["items"], json!([]), "all or none");
    for row in whole["rows"].as_array().unwrap() {
        for fault in row["faults"].as_array().unwrap() {
            assert!(fault["line"].is_u64() && fault["code"].is_string(), "{row}");
        }
    }
    let part = world.upload(&format!("{IMPORT}?partial=true"), file).await.good();
    assert_eq!(part["applied"], true);
    let kept = world.get("/v1/orders?limit=200").await.good()["items"].as_array().unwrap().len();
    assert_eq!(part["accepted"], kept);
    assert!(kept > 0);
}

const HEAD: &str =
    "order,date,sku,quantity,unit_price,currency,name,address1,city,postcode,country\n";

fn row(order: &str, quantity: u32, postcode: &str, country: &str) -> String {
    format!(
        "{order},2026-11-22,WALNUT-2KG,{quantity},20.00,EUR,Erika,Street 1,City,{postcode},{country}\n"
    )
}

#[tokio::test]
async fn a_postcode_of_another_country_and_a_changed_order_are_faults() {
    let world = World::new().await;
    with_products(&world).await;
    let good = format!("{HEAD}{}", row("A-1", 1, "10119", "DE"));
    world.upload(IMPORT, good).await.good();
    let mixed = [
        row("A-1", 2, "10119", "DE"),
        row("A-2", 1, "SW1A 1AA", "DE"),
        row("A-3", 1, "75011", "FR"),
    ];
    let report = world.upload(IMPORT, format!("{HEAD}{}", mixed.concat())).await.good();
    assert_eq!(report["applied"], false);
    assert_eq!(report["rows"][0]["faults"][0]["code"], "order_exists");
    assert_eq!(report["rows"][1]["faults"][0]["code"], "postcode_shape");
    assert_eq!(report["rows"][1]["faults"][0]["field"], "postcode");
    assert_eq!(report["rows"][1]["faults"][0]["line"], 3);
    assert_eq!(report["rows"][2]["fate"], "accepted");
}

#[tokio::test]
async fn other_encodings_are_read_and_files_of_nothing_refused() {
    let world = World::new().await;
    with_products(&world).await;
    let text =
        format!("{HEAD}{}", row("A-1", 1, "10119", "DE").replace("Erika", "\u{59da}\u{660e}"));
    let name: &[u8] = &[0xd2, 0xa6, 0xc3, 0xf7];
    let (before, after) = text.split_once("\u{59da}\u{660e}").unwrap();
    let gbk = [before.as_bytes(), name, after.as_bytes()].concat();
    let report = world.upload(&format!("{IMPORT}?encoding=gbk"), gbk).await.good();
    assert_eq!(report["accepted"], 1, "{report}");
    let id = report["rows"][0]["order_id"].as_str().unwrap();
    let order = world.get(&format!("/v1/orders/{id}")).await.good();
    assert_eq!(order["recipient"]["name"], "\u{59da}\u{660e}");
    world.upload(IMPORT, "").await.problem("file_unreadable");
    world.upload(IMPORT, "nothing,known\n1,2\n").await.problem("file_unreadable");
    world.upload(&format!("{IMPORT}?encoding=klingon"), text).await.problem("file_unreadable");
}

#[tokio::test]
async fn a_file_under_an_idempotency_key_is_taken_once() {
    let world = World::new().await;
    with_products(&world).await;
    let send = async |file: String| {
        let request = world.request(Method::POST, IMPORT).header("idempotency-key", "file-1");
        Answer::of(request.body(file).send().await.unwrap()).await
    };
    let file = format!("{HEAD}{}", row("A-1", 1, "10119", "DE"));
    let first = send(file.clone()).await;
    assert_eq!(first.good()["accepted"], 1);
    let again = send(file.clone()).await;
    assert_eq!(again.bytes, first.bytes);
    assert_eq!(again.header("idempotency-replayed"), "true");
    send(format!("{file}{}", row("A-2", 1, "10119", "DE"))).await.problem("idempotency_mismatch");
}

/// Resident memory of this process, in kilobytes.
fn resident_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// So many megabytes, made as they are sent, their length not told beforehand.
fn stream(megabytes: usize) -> reqwest::Body {
    struct Megabytes(usize);
    impl http_body::Body for Megabytes {
        type Data = bytes::Bytes;
        type Error = std::convert::Infallible;
        fn poll_frame(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, Self::Error>>> {
            static MEGABYTE: [u8; 1_000_000] = [b'x'; 1_000_000];
            let Some(left) = self.0.checked_sub(1) else { return std::task::Poll::Ready(None) };
            self.0 = left;
            let frame = http_body::Frame::data(bytes::Bytes::from_static(&MEGABYTE));
            std::task::Poll::Ready(Some(Ok(frame)))
        }
    }
    reqwest::Body::wrap(Megabytes(megabytes))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_over_a_hundred_megabytes_is_refused_while_it_is_read_with_flat_memory() {
    let world = World::new().await;
    let before = resident_kilobytes();
    let announced = world.request(Method::POST, IMPORT).header("content-length", "100000001");
    Answer::of(announced.body(stream(101)).send().await.unwrap()).await.problem("body_too_large");
    let refused = world.upload(IMPORT, stream(110)).await;
    refused.problem("body_too_large");
    let keyed = world.request(Method::POST, IMPORT).header("idempotency-key", "big");
    Answer::of(keyed.body(stream(110)).send().await.unwrap()).await.problem("body_too_large");
    let grown = resident_kilobytes().saturating_sub(before);
    assert!(grown < 60_000, "memory grew by {grown} kB");
    world.get("/healthz").await.good();
}

#[tokio::test]
async fn a_full_store_takes_nothing_of_a_file_and_says_so() {
    let mut world = World::new().await;
    with_products(&world).await;
    world.restart().await;
    let path = world.database_path();
    let pages = u32::try_from(std::fs::metadata(path).unwrap().len() / 4096).unwrap();
    world.restart_with(|config| config.max_page_count = Some(pages + 3)).await;
    let full = world.upload(IMPORT, example("orders.csv")).await;
    full.problem("store_full");
    assert_eq!(full.status, 507);
    assert_eq!(world.get("/v1/orders").await.good()["items"], json!([]), "nothing half-applied");
    world.restart_with(|config| config.max_page_count = None).await;
    assert_eq!(world.upload(IMPORT, example("orders.csv")).await.good()["accepted"], 200);
}
