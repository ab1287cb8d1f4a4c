//! Lists are walked by cursors: every item once, whatever comes in meanwhile.

use crate::world::{World, order, products};
use serde_json::json;

#[tokio::test]
async fn a_list_walked_by_its_cursors_holds_every_item_once() {
    let world = World::new().await;
    world.post("/v1/products", &products()).await.good();
    let orders: Vec<_> = (0..7).map(|n| order(&format!("A-{n}"), &[("SCARF", 1)])).collect();
    world.post("/v1/orders", &json!({ "items": orders })).await.good();
    let mut seen = Vec::new();
    let mut path = "/v1/orders?limit=3".to_owned();
    loop {
        let page = world.get(&path).await.good();
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= 3);
        seen.extend(items.iter().map(|order| order["reference"].as_str().unwrap().to_owned()));
        if seen.len() == 3 {
            let late = json!({ "items": [order("LATE", &[("SCARF", 1)])] });
            world.post("/v1/orders", &late).await.good();
        }
        match page["next_cursor"].as_str() {
            Some(cursor) => path = format!("/v1/orders?limit=3&cursor={cursor}"),
            None => break,
        }
    }
    seen.sort();
    assert_eq!(seen, ["A-0", "A-1", "A-2", "A-3", "A-4", "A-5", "A-6"]);
    let found = world.get("/v1/orders?q=late&state=open").await.good();
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    assert_eq!(world.get("/v1/orders?state=booked").await.good()["items"], json!([]));
}
