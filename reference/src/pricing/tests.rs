//! All prices of a small world: nothing missing, nothing falling, services in order.

use super::*;
use crate::world::{Country, Line, Process, Zone};
use std::collections::BTreeSet;

const SERVICES: [&str; 4] = ["economy", "standard", "priority", "express"];
const OTHERS: [&str; 5] = ["domestic", "import-mail", "import-direct", "import-bonded", "business"];

/// A line for every model, to every country that its model prices.
fn world() -> World {
    let tables = PriceTables::committed().unwrap();
    let countries = tables.zones.keys().enumerate().map(|(index, code)| Country {
        code: code.clone(),
        name: code.clone(),
        currency: "EUR".into(),
        region: String::new(),
        subregion: String::new(),
        gateway: String::new(),
        distance_km: 800 + 70 * u32::try_from(index).unwrap(),
        is_large: true,
    });
    let lines = tables.terms.iter().map(|terms| {
        let mut line = Line {
            key: terms.model.clone(),
            operator: "yunexpress".into(),
            export_mode: "dedicated_line".into(),
            price_model: terms.model.clone(),
            countries: tables.zones.keys().cloned().collect(),
            facilities: Vec::new(),
        };
        if terms.kind == tables::Kind::Fixed {
            let own = tables.fixed.iter().filter(|band| band.model == terms.model);
            let ends: BTreeSet<String> = own.map(|band| band.to.clone()).collect();
            let is_inbound = terms.model.ends_with("-inbound");
            let (facilities, countries): (Vec<String>, Vec<String>) =
                ends.into_iter().filter(|end| !end.contains('*')).partition(|_| is_inbound);
            line.countries = countries;
            line.facilities = facilities;
            if is_inbound {
                line.facilities = vec!["wh-de-1".into()];
            }
        }
        line
    });
    let zone = |key: &str, is_remote: bool| Zone {
        key: key.into(),
        country: "GB".into(),
        is_remote,
        is_delivery: true,
        is_collection: false,
    };
    World {
        countries: countries.collect(),
        zones: vec![zone("gb", false), zone("gb-highlands", true)],
        lines: lines.collect(),
        processes: vec![Process {
            key: "wh-de-1-pick".into(),
            facility: "wh-de-1".into(),
            country: "DE".into(),
            kind: "handling".into(),
        }],
        services: SERVICES.into_iter().chain(OTHERS).map(str::to_owned).collect(),
    }
}

/// A cell as hundredths, empty as nothing.
fn cell(text: &str) -> i64 {
    if text.is_empty() { 0 } else { table::hundredths(text).unwrap() }
}

/// The price of a charged mass in hundredths, by the page of the format.
fn price_of(tariff: &Tariff, grams: i64) -> Option<i64> {
    let holds = |band: &&Band| {
        i64::from(band.from_grams) < grams && band.to_grams.is_none_or(|to| grams <= i64::from(to))
    };
    let band = tariff.bands.iter().find(holds)?;
    let mut charged = grams.max(cell(&tariff.minimum_grams) / 100);
    let unit = cell(&tariff.round_up_grams) / 100;
    if unit > 0 {
        charged = (charged + unit - 1) / unit * unit;
    }
    let mut price = cell(&band.flat) + cell(&band.per_item) + cell(&band.first_price);
    price += cell(&band.per_kg) * charged / 1_000;
    let step = cell(&band.step_grams) / 100;
    if step > 0 {
        let beyond = (charged - cell(&band.first_grams) / 100).max(0);
        price += cell(&band.step_price) * ((beyond + step - 1) / step);
    }
    Some(price)
}

fn masses() -> impl Iterator<Item = i64> {
    (1..=40).map(|step| step * 50).chain((5..=60).map(|step| step * 500)).chain([1, 99, 2_001])
}

#[test]
fn every_line_has_a_tariff_for_every_end() {
    let world = world();
    let prices = price(&world).unwrap();
    let known: BTreeSet<(&str, &str)> =
        prices.tariffs.iter().map(|row| (row.of.as_str(), row.to.as_str())).collect();
    for line in &world.lines {
        for to in line.countries.iter().chain(&line.facilities) {
            assert!(known.contains(&(line.key.as_str(), to.as_str())), "{} to {to}", line.key);
        }
    }
    let keys: BTreeSet<&str> = prices.tariffs.iter().map(|row| row.tariff.as_str()).collect();
    assert_eq!(keys.len(), prices.tariffs.len(), "keys are unique");
}

#[test]
fn no_tariff_has_a_hole_or_a_falling_price() {
    for tariff in price(&world()).unwrap().tariffs {
        let mut reached = (0, 0);
        for grams in masses().collect::<BTreeSet<_>>() {
            let Some(price) = price_of(&tariff, grams) else { continue };
            assert!(price >= reached.1, "{} falls at {grams} g", tariff.tariff);
            reached = (grams, price);
        }
        assert!(reached.1 > 0, "{} is free", tariff.tariff);
        for pair in tariff.bands.windows(2) {
            assert_eq!(pair[0].to_grams, Some(pair[1].from_grams), "{}", tariff.tariff);
        }
    }
}

#[test]
fn every_row_has_a_source_and_says_whether_it_is_estimated() {
    let prices = price(&world()).unwrap();
    for tariff in &prices.tariffs {
        assert!(!tariff.source.is_empty(), "{}", tariff.tariff);
        assert_eq!(tariff.source.contains("rule:"), tariff.is_estimated, "{}", tariff.source);
    }
    for row in &prices.surcharges {
        assert!(!row.source.is_empty(), "{}", row.surcharge);
        assert_eq!(row.source.contains("rule:"), row.is_estimated, "{}", row.surcharge);
    }
}

#[test]
fn a_faster_service_is_never_cheaper_and_a_mature_client_never_dearer() {
    let prices = price(&world()).unwrap();
    let find = |service: &str, from: &str, to: &str, tier: &str| {
        prices
            .tariffs
            .iter()
            .find(|row| row.of == service && row.from == from && row.to == to && row.tier == tier)
    };
    let sells: Vec<&Tariff> = prices.tariffs.iter().filter(|row| row.side == "sell").collect();
    assert!(sells.len() > 1_000, "every country is sold");
    for own in sells {
        let at = SERVICES.iter().position(|service| *service == own.of).unwrap_or(0);
        for slower in &SERVICES[..at] {
            let Some(slower) = find(slower, &own.from, &own.to, &own.tier) else { continue };
            for grams in masses() {
                let (Some(low), Some(high)) = (price_of(slower, grams), price_of(own, grams))
                else {
                    continue;
                };
                assert!(low <= high, "{} above {} at {grams} g", slower.tariff, own.tariff);
            }
        }
        if own.tier == "mature" {
            let other = find(&own.of, &own.from, &own.to, "developing").unwrap();
            for grams in masses() {
                assert!(price_of(own, grams) <= price_of(other, grams), "{}", own.tariff);
            }
        }
    }
}

#[test]
fn nothing_is_sold_below_the_cheapest_line() {
    let world = world();
    let prices = price(&world).unwrap();
    let tables = PriceTables::committed().unwrap();
    let fuel = |line: &str| tables.get_terms(line).map_or(0, |terms| terms.fuel_percent);
    let rules = sell::rules().unwrap();
    for country in ["FR", "US", "BR", "KE", "FJ", "KZ", "RU", "AU"] {
        for rule in &rules {
            let own = prices.tariffs.iter().filter(|row| {
                row.side == "sell"
                    && row.of == rule.service
                    && row.to == country
                    && row.from == "CN"
            });
            for sell in own {
                let buys: Vec<&Tariff> = prices
                    .tariffs
                    .iter()
                    .filter(|row| row.scope == "line" && row.to == country && rule.holds(&row.of))
                    .filter(|row| !row.of.starts_with("owh-"))
                    .collect();
                for grams in masses() {
                    let costs = buys.iter().filter_map(|buy| {
                        Some(price_of(buy, grams)? * (100 + fuel(&buy.of)) / 100)
                    });
                    let (Some(cost), Some(price)) = (costs.min(), price_of(sell, grams)) else {
                        continue;
                    };
                    assert!(price > cost, "{} at {grams} g: {price} for {cost}", sell.tariff);
                }
            }
        }
    }
}

#[test]
fn remote_zones_are_named_where_a_row_asks_for_them() {
    let prices = price(&world()).unwrap();
    let row = prices.surcharges.iter().find(|row| row.surcharge == "dhl-remote").unwrap();
    assert_eq!(row.zones, "gb-highlands");
    assert!(
        !prices.surcharges.iter().any(|row| row.surcharge == "wanb-remote"),
        "no such operator"
    );
}

#[test]
fn the_work_of_a_warehouse_is_priced_in_its_country() {
    let prices = price(&world()).unwrap();
    let row = prices.tariffs.iter().find(|row| row.of == "wh-de-1-pick").unwrap();
    assert_eq!((row.scope.as_str(), row.currency.as_str()), ("process", "EUR"));
}

#[test]
fn a_service_whose_lines_begin_at_ten_kilograms_has_a_price_from_there() {
    let prices = price(&world()).unwrap();
    let own = prices.tariffs.iter().find(|row| row.tariff == "sell-business-cn-us-mature").unwrap();
    assert_eq!((price_of(own, 10_000), price_of(own, 10_001).is_some()), (None, true));
}
