use super::*;
use jiff::civil::date;
use serde_json::{Value, json};

/// Hangzhou to Berlin over Frankfurt, sold by one operator and run by two.
fn route(departs: &str) -> QuotedRoute {
    let stop = |key: &str, name: &str, country: &str| json!({"key": key, "name": name, "country": country, "lat": 30.25, "lon": 120.5});
    let (hangzhou, frankfurt) = (stop("hgh", "Hangzhou", "CN"), stop("fra", "Frankfurt", "DE"));
    let berlin = stop("ber", "Berlin", "DE");
    let leg = |from: &Value, to: &Value, departs: &str, arrives: &str, operator: &str| {
        json!({
            "leg": "l", "mode": "air", "operator": operator, "operator_name": operator.to_uppercase(),
            "from": from, "to": to, "departs": departs, "arrives": arrives,
            "departs_p90": departs, "arrives_p90": arrives, "tracked": true, "estimated": false,
        })
    };
    let landed = "2026-03-05T12:00:00+01:00[Europe/Berlin]";
    let (p50, p90) =
        ("2026-03-07T16:00:00+01:00[Europe/Berlin]", "2026-03-10T16:00:00+01:00[Europe/Berlin]");
    let money = json!({"amount": "1.00", "currency": "CNY"});
    let route = json!({
        "services": [], "lines": [], "price": money, "charges": [],
        "operators": [{"operator": "seller", "name": "Seller", "name_zh": ""}],
        "p50": {"date": "2026-03-07", "instant": p50, "days": 5},
        "p90": {"date": "2026-03-10", "instant": p90, "days": 8},
        "loss": 0.01, "loss_percent": "1", "tracked": true,
        "legs": [leg(&hangzhou, &frankfurt, departs, landed, "air"), leg(&frankfurt, &berlin, landed, p50, "post-b")],
        "charged_mass_grams": 1, "requires": [], "incoterm": "DDU",
        "duty": "not asked", "guarantees": [], "estimated": false,
    });
    serde_json::from_value(route).unwrap()
}

#[test]
fn a_sold_route_becomes_a_plan() {
    let plan = plan_of(&route("2026-03-04T12:00:00+08:00[Asia/Shanghai]")).unwrap();
    let countries: Vec<String> = plan.countries().iter().map(ToString::to_string).collect();
    assert_eq!(countries, ["CN", "DE"]);
    let operators: Vec<(&str, &str)> =
        plan.operators().iter().map(|(key, name)| (key.as_str(), name.as_str())).collect();
    assert_eq!(operators, [("air", "AIR"), ("post-b", "POST-B"), ("seller", "Seller")]);
    assert_eq!(plan.origin(), CountryCode::parse("CN").ok());
    // Kept until midnight in Berlin.
    let promise = plan.promise(date(2026, 3, 10)).unwrap();
    assert_eq!(promise.ends_at.to_string(), "2026-03-10T23:00:00Z");
}

#[test]
fn a_route_whose_instants_cannot_be_read_is_no_plan() {
    assert!(plan_of(&route("some day")).is_none());
    let empty =
        QuotedRoute { legs: Vec::new(), ..route("2026-03-04T12:00:00+08:00[Asia/Shanghai]") };
    assert!(plan_of(&empty).is_none());
}
