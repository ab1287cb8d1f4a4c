//! Calibration on invented facts: what it may read, that it repeats itself, that it finds what is there.

use super::{facts::FactTexts, *};
use crate::pricing::tables::TableTexts;
use proptest::prelude::*;
use std::fmt::Write as _;

/// Invented: a carrier with a card to four countries, quoted too; a carrier without one.
const CARD: &[(&str, i64, i64)] = &[("FR", 20, 60), ("DE", 20, 60), ("PL", 30, 80), ("JP", 10, 30)];
const QUOTED: &[&str] = &["FR", "DE", "PL", "JP", "KR", "GB"];
const DISTANCES: &[(&str, i64)] =
    &[("FR", 9_000), ("DE", 8_800), ("PL", 8_000), ("JP", 1_800), ("KR", 900), ("GB", 9_200)];

const TERMS: &str = "\
model,kind,based_on,item,percent,add,cards,mass_max_grams,volumetric_divisor,volumetric_side_mm,\
minimum_grams,round_up_grams,fuel_percent,source
swift-air,market,,,,,Swift Air,30000,8000,,50,,,invented
slow-post,linear,,10,,,,2000,,,50,,,invented
swift-fast,scaled,swift-air,,,,Swift Fast,30000,8000,,50,,,invented
";
const ZONES: &str =
    "country,zone,source\nFR,west,x\nDE,west,x\nGB,west,x\nPL,east,x\nJP,far,x\nKR,far,x\n";
const ZONE_NAMES: &str = "zone,name,like,percent,source\nwest,W,,,\neast,E,,,\nfar,F,,,\n";
const COMPARED: &str = "quoted,countries,carrier,line,goods,calibrates,source\n\
Swift Post,,Swift,slow-post,,yes,x\nSlow Post,,Slow,slow-post,,yes,x\n";

fn tables() -> PriceTables {
    PriceTables::read(&TableTexts {
        terms: TERMS,
        zones: ZONES,
        zone_names: ZONE_NAMES,
        models: "model,zone,per_item,per_kg,per_kg_per_1000_km,heavy_percent,percent\n",
        adjustments: "model,at,percent,add\n",
        fixed: "model,from,to,currency,from_grams,to_grams,per_item,per_kg,first_grams,\
                first_price,step_grams,step_price,source,estimated\n",
    })
    .unwrap()
}

const HEADER: &str = "carrier,service,dest_iso2,zone,w_from_kg_excl,w_to_kg_incl,per_kg_cny,\
                      per_item_cny,first_kg,first_price_cny,step_kg,step_price_cny,note\n";

/// The file of rates, with the price of the quote of a number changed by `change`.
fn rates(change: impl Fn(usize, i64) -> i64) -> String {
    let mut text = HEADER.to_owned();
    for (country, item, kg) in CARD {
        writeln!(text, "Swift (CN),Swift Air,{country},,0,30,{kg},{item},,,,,").unwrap();
        let (item, kg) = (item * 3 / 2, kg * 3 / 2);
        writeln!(text, "Swift (CN),Swift Fast,{country},,0,20,{kg},{item},,,,,").unwrap();
    }
    let mut number = 0;
    for (index, country) in QUOTED.iter().enumerate() {
        // Three in a row, so that each service has odd and even numbers.
        for service in ["Swift Post", "Slow Post", "Slow Post"] {
            number += 1;
            let yuan = change(number, 50 + 10 * i64::try_from(index).unwrap());
            writeln!(text, "Reseller,{service},{country},,1.2,1.2,,,1.2,{yuan},,,").unwrap();
        }
    }
    text
}

fn facts(rates: &str) -> Facts {
    let mut distances = "origin_iata,dest_iso2,gc_km\n".to_owned();
    for (country, km) in DISTANCES {
        writeln!(distances, "PVG,{country},{km}\nCAN,{country},1").unwrap();
    }
    Facts::read(&FactTexts { rates, distances: &distances, quotes: COMPARED }).unwrap()
}

fn sheet(rates: &str) -> (String, String) {
    let sheet = calibrate(&facts(rates), &tables()).unwrap();
    (sheet.models_csv(), sheet.adjustments_csv())
}

#[test]
fn quotes_of_a_carrier_with_a_card_and_every_odd_one_are_held_out() {
    let facts = facts(&rates(|_, yuan| yuan));
    assert_eq!(facts.quotes.len(), 18);
    for quote in &facts.quotes {
        let expected = quote.carrier == "Swift" || quote.number % 2 == 1;
        assert_eq!(quote.is_held_out, expected, "{quote:?}");
    }
    assert_eq!(facts.calibration_quotes().count(), 6);
    assert_eq!(facts.held_out_quotes().count(), 12);
    assert!(facts.held_out_quotes().any(|quote| quote.carrier == "Slow"));
}

#[test]
fn what_is_held_out_changes_nothing() {
    let honest = rates(|_, yuan| yuan);
    let held_out: Vec<usize> = facts(&honest).held_out_quotes().map(|quote| quote.number).collect();
    let spoilt = rates(|number, yuan| if held_out.contains(&number) { yuan * 10 } else { yuan });
    assert_ne!(honest, spoilt);
    assert_eq!(sheet(&honest), sheet(&spoilt));
}

#[test]
fn what_is_not_held_out_is_used() {
    let honest = rates(|_, yuan| yuan);
    let used: Vec<usize> = facts(&honest).calibration_quotes().map(|quote| quote.number).collect();
    for chosen in used {
        let other = rates(|number, yuan| if number == chosen { yuan * 3 } else { yuan });
        assert_ne!(sheet(&honest), sheet(&other), "quote {chosen}");
    }
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    let rates = rates(|_, yuan| yuan);
    assert_eq!(sheet(&rates), sheet(&rates));
}

#[test]
fn a_linear_card_is_found_again() {
    let facts = facts(&rates(|_, yuan| yuan));
    let mut tables = tables();
    tables.apply(&calibrate(&facts, &tables).unwrap());
    for (model, share) in [("swift-air", 100), ("swift-fast", 150)] {
        for (country, item, kg) in CARD {
            let to = Destination { country, distance_km: facts.distances[*country] };
            let rate = rate_of(&tables, model, to).unwrap();
            for grams in [100, 500, 1_200, 5_000] {
                let published = (item * 100 + kg * grams / 10) * share / 100;
                let error = error_ppm(rate.price_fen(grams), published);
                assert!(error <= 60_000, "{model} {country} {grams} g: {error} ppm, {rate:?}");
            }
        }
    }
}

#[test]
fn a_card_that_is_suspended_or_of_a_remote_zone_is_not_used() {
    let mut text = rates(|_, yuan| yuan);
    let honest = sheet(&text);
    text.push_str("Swift (CN),Swift Air,KR,,0,30,500,20,,,,,suspended\n");
    text.push_str("Swift (CN),Swift Air,KR,3,0,30,500,20,,,,,\n");
    assert_eq!(honest, sheet(&text));
    text.push_str("Swift (CN),Swift Air,KR,1,0,30,500,20,,,,,\n");
    assert_ne!(honest, sheet(&text));
}

proptest! {
    #[test]
    fn the_weighted_median_is_nearest_of_all(
        mut values in prop::collection::vec((-1_000_i64..1_000, 1_i64..50), 1..20)
    ) {
        let distance = |from: i64, values: &[(i64, i64)]| -> i64 {
            values.iter().map(|(value, weight)| (value - from).abs() * weight).sum()
        };
        let middle = fit::weighted_median(&mut values).unwrap();
        let least = distance(middle, &values);
        for (value, _) in &values {
            prop_assert!(least <= distance(*value, &values));
        }
    }

    #[test]
    fn an_exact_price_is_fitted_exactly(item in 0_i64..100, kg in 1_i64..200, slope in 0_i64..40) {
        let points: Vec<Point> = [(1_000, 300), (5_000, 1_000), (9_000, 2_000), (12_000, 700)]
            .into_iter()
            .map(|(km, grams)| {
                let kg_fen = kg * 100 + slope * 25 * km / 1_000;
                Point { km, grams, price_fen: (item * 100 + kg_fen * grams / 1_000).max(1) }
            })
            .collect();
        let found = fit::fit_by_distance(&points, item * 100).unwrap();
        prop_assert!(found.error_ppm <= 400, "{found:?}");
    }
}
