//! Quotes over HTTP on the sample network.

use crate::world::{World, walnuts};
use portolan_api::Scope;
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn walnuts_to_paris_have_offers_options_and_refusals_with_rule_and_source() {
    let world = World::new().await;
    let quote = world.post("/v1/quotes", &walnuts()).await.good();
    assert_eq!(quote["to"]["country"], "FR");
    assert!(!quote["offers"].as_array().unwrap().is_empty(), "{quote}");
    assert!(quote["options"].as_array().unwrap().len() >= 4, "{quote}");
    assert!(quote["refused"].as_array().unwrap().len() >= 2, "{}", quote["refused"]);
    for refused in quote["refused"].as_array().unwrap() {
        assert!(refused["rule"].is_string() && !refused["reason"].as_str().unwrap().is_empty());
    }
    assert_eq!(quote["notes"][0], "duty_is_an_estimate");
    for offer in quote["offers"].as_array().unwrap() {
        let sum: f64 = offer["charges"]
            .as_array()
            .unwrap()
            .iter()
            .map(|charge| charge["amount"]["amount"].as_str().unwrap().parse::<f64>().unwrap())
            .sum();
        let price: f64 = offer["price"]["amount"].as_str().unwrap().parse().unwrap();
        assert!((sum - price).abs() < 0.001, "charges add up: {offer}");
        assert!(offer["p50"]["date"].as_str() <= offer["p90"]["date"].as_str());
        // Walnuts without a code: the flat duty is per code, so nobody can tell.
        assert_eq!(offer["duty"]["status"], "not_known", "{offer}");
        assert_eq!(offer["duty"]["unknown"][0]["code"], "hs_code_missing", "{offer}");
        assert!(offer["duty"]["total"].is_null() && offer["incoterm"] == "DDU");
    }
    assert!(quote["ready"].as_str().unwrap().ends_with("[Asia/Shanghai]"));
}

#[tokio::test]
async fn a_quote_tells_duty_by_row_and_source() {
    let world = World::new().await;
    let mut request = walnuts();
    request["currency"] = json!("EUR");
    request["items"] = json!([
        { "hs": "0802.32", "value": "15 EUR", "quantity": 3 },
        { "hs": "1704.90", "value": "5 EUR", "origin": "CN" },
    ]);
    let quote = world.post("/v1/quotes", &request).await.good();
    for route in
        quote["offers"].as_array().unwrap().iter().chain(quote["options"].as_array().unwrap())
    {
        let duty = &route["duty"];
        assert_eq!(duty["status"], "known", "{duty}");
        // Two codes are two items of EUR 3 each: Council Regulation (EU) 2026/382.
        let flat = &duty["lines"][0];
        assert_eq!(flat["row"], "eu-flat");
        assert_eq!(flat["amount"], json!({ "amount": "6.00", "currency": "EUR" }));
        assert_eq!((&flat["base"], &flat["rate"]), (&json!("2"), &json!("3 EUR")));
        assert!(flat["source"].as_str().unwrap().contains("2026/382"));
        let lines = duty["lines"].as_array().unwrap().iter();
        let sum: f64 =
            lines.map(|l| l["amount"]["amount"].as_str().unwrap().parse::<f64>().unwrap()).sum();
        let total: f64 = duty["total"]["amount"].as_str().unwrap().parse().unwrap();
        assert!((sum - total).abs() < 0.001, "{duty}");
        let codes: Vec<_> =
            duty["conditions"].as_array().unwrap().iter().map(|c| &c["code"]).collect();
        assert!(codes.contains(&&json!("origin_assumed")), "{duty}");
    }
    request["items"][1].as_object_mut().unwrap().remove("value");
    world.post("/v1/quotes", &request).await.problem("invalid_fields");
}

#[tokio::test]
async fn a_seller_does_not_see_costs() {
    let world = World::new().await;
    let token = world.key_with(&[Scope::QuotesRead]).await;
    let request = world.http.request(Method::POST, world.url("/v1/quotes")).bearer_auth(token);
    let quote: serde_json::Value =
        request.json(&walnuts()).send().await.unwrap().json().await.unwrap();
    assert_eq!(quote["options"], json!([]));
    assert!(!quote["offers"].as_array().unwrap().is_empty());
    for refused in quote["refused"].as_array().unwrap() {
        assert!(refused["would_cost"].is_null());
    }
}

#[tokio::test]
async fn every_fault_of_a_request_is_told_at_once() {
    let world = World::new().await;
    let wrong = json!({
        "from": "Atlantis", "to": { "country": "FR", "postcode": "ABC" }, "weight": "-2kg",
        "value": "20 XQX", "goods": ["gold dust"], "ready": "tomorrow",
    });
    let problem = world.post("/v1/quotes", &wrong).await.problem("invalid_fields");
    let faults = problem["faults"].as_array().unwrap();
    let fields: Vec<&str> = faults.iter().map(|fault| fault["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["from", "to", "weight", "goods", "value", "ready"], "{problem}");
    for fault in faults {
        assert!(!fault["mend"].as_str().unwrap().is_empty(), "{fault}");
    }
}

#[tokio::test]
async fn the_network_is_described() {
    let world = World::new().await;
    let network = world.get("/v1/network").await.good();
    assert_eq!(network["version"].as_str().unwrap().len(), 64);
    let countries = network["countries"].as_array().unwrap();
    assert!(countries.iter().any(|country| country["country"] == "FR"));
    let map = world.get("/v1/network/map").await.good();
    let nodes: Vec<_> = map["nodes"].as_array().unwrap().iter().map(|n| n["key"].clone()).collect();
    for leg in map["legs"].as_array().unwrap() {
        assert!(nodes.contains(&leg["from"]) && nodes.contains(&leg["to"]), "{leg}");
    }
    let places = world.get("/v1/network/places?q=%E4%B8%B4%E5%AE%89").await.good();
    assert_eq!(places["items"][0]["country"], "CN", "{places}");
    let points = world.get("/v1/network/service-points?country=FR&postcode=75011").await.good();
    assert!(points["items"].is_array());
    world.get("/v1/network/service-points?country=Nowhere").await.problem("invalid_fields");
}

/// An option stands for the service that offers its route, else for the first that it may serve.
#[tokio::test]
async fn an_option_names_the_service_that_would_sell_it() {
    let world = World::new().await;
    let mut sold = 0;
    for (to, weight) in [("FR 75011", "2kg"), ("DE 10119", "300g"), ("US 90001", "4kg")] {
        let mut request = walnuts();
        request["to"] = json!(to);
        request["weight"] = json!(weight);
        let quote = world.post("/v1/quotes", &request).await.good();
        let offers = quote["offers"].as_array().unwrap();
        let options = quote["options"].as_array().unwrap();
        assert!(!options.is_empty(), "{to}");
        for option in options {
            let offer = offers.iter().find(|offer| offer["legs"] == option["legs"]);
            let expected = match offer {
                Some(offer) => &offer["service"],
                None => &option["services"][0],
            };
            sold += usize::from(offer.is_some());
            assert_eq!(&option["service"], expected, "{to}: {option}");
            assert_eq!(option["service_name"].is_null(), option["service"].is_null());
        }
    }
    assert!(sold >= 3, "only {sold} options are sold");
}
