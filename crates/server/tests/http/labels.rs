//! Labels over HTTP: in the printer's language, kept as first drawn, and many in one file.

use crate::world::{World, order, products};
use serde_json::json;

/// Books an order to a recipient of this name; answers the parcel's id.
async fn parcel_to(world: &World, reference: &str, name: &str) -> String {
    let mut draft = order(reference, &[("WALNUT-500", 1)]);
    draft["recipient"]["name"] = json!(name);
    world.post("/v1/products", &products()).await.good();
    let made = world.post("/v1/orders", &json!({ "items": [draft] })).await.good();
    let id = made["results"][0]["id"].as_str().unwrap();
    let path = format!("/v1/orders/{id}/book");
    let booked = world.post(&path, &json!({ "service": "standard" })).await.good();
    booked["parcels"][0]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_label_comes_in_the_language_of_its_printer() {
    let world = World::new().await;
    let id = parcel_to(&world, "A-1", "Erika Mustermann").await;
    let get = async |query: &str| world.get(&format!("/v1/parcels/{id}/label{query}")).await;
    for (query, media_type, start) in [
        ("", "application/pdf", &b"%PDF-"[..]),
        ("?format=pdf", "application/pdf", b"%PDF-"),
        ("?format=png", "image/png", b"\x89PNG"),
        ("?format=png&dpi=300", "image/png", b"\x89PNG"),
        ("?format=zpl", "application/zpl", b"^XA"),
        ("?format=zpl&dpi=300", "application/zpl", b"^XA"),
    ] {
        let label = get(query).await;
        assert_eq!(label.header("content-type"), media_type, "{query}");
        assert!(label.bytes.starts_with(start), "{query}");
        assert_eq!(get(query).await.bytes, label.bytes, "the kept label is given again: {query}");
    }
    assert_ne!(get("?format=png").await.bytes, get("?format=png&dpi=300").await.bytes);
    for query in ["?format=png&dpi=72", "?format=png&page=0", "?format=png&page=9", "?format=doc"] {
        let refused = get(query).await;
        assert!((400..500).contains(&refused.status), "{query} {}", refused.status);
    }
}

#[tokio::test]
async fn many_labels_are_one_file_or_none() {
    let world = World::new().await;
    let mut parcels = Vec::new();
    for (number, name) in ["Erika Mustermann", "Ольга Фёдорова", "Zoë"].iter().enumerate()
    {
        parcels.push(parcel_to(&world, &format!("A-{number}"), name).await);
    }
    let printed = world.post("/v1/labels", &json!({ "parcels": parcels })).await;
    assert_eq!(printed.status, 200, "{}", String::from_utf8_lossy(&printed.bytes));
    assert_eq!(printed.header("content-type"), "application/pdf");
    assert!(printed.bytes.starts_with(b"%PDF-"));

    // Printing changes nothing: under a key it is done again, and nothing personal is kept beside the key.
    let body = json!({ "parcels": parcels });
    for _ in 0..2 {
        let keyed = world.post_once("print-1", "/v1/labels", &body).await;
        assert_eq!(keyed.header("content-type"), "application/pdf");
    }

    // One name that nothing draws, and nothing is printed; the parcel is told by its place.
    parcels.push(parcel_to(&world, "A-9", "Zoë 🙂").await);
    let refused =
        world.post("/v1/labels", &json!({ "parcels": parcels })).await.problem("invalid_fields");
    assert_eq!(refused["faults"][0]["field"], "parcels[3]", "{refused}");
    assert_eq!(refused["faults"][0]["code"], "label_script");
    let one =
        world.get(&format!("/v1/parcels/{}/label", parcels[3])).await.problem("invalid_fields");
    assert_eq!(one["faults"][0]["code"], "label_script");

    for wrong in [vec![], vec![&parcels[0], &parcels[0]]] {
        world.post("/v1/labels", &json!({ "parcels": wrong })).await.problem("invalid_fields");
    }
    let stranger = "par_01jz8q5v7m3k9x2c4d6f8g0h1j";
    world.post("/v1/labels", &json!({ "parcels": [stranger] })).await.problem("not_found");
    world.post(&format!("/v1/parcels/{}/cancel", parcels[0]), &json!({})).await.good();
    let cancelled = json!({ "parcels": [&parcels[0]] });
    world.post("/v1/labels", &cancelled).await.problem("state_conflict");
}

#[tokio::test]
async fn a_cancelled_parcel_has_no_label_though_one_was_printed() {
    let world = World::new().await;
    let id = parcel_to(&world, "A-1", "Erika Mustermann").await;
    let path = format!("/v1/parcels/{id}/label");
    assert_eq!(world.get(&path).await.status, 200);
    world.post(&format!("/v1/parcels/{id}/cancel"), &json!({})).await.good();
    world.get(&path).await.problem("state_conflict");
    world.post("/v1/labels", &json!({ "parcels": [id] })).await.problem("state_conflict");
}
