//! Rates of the committed tables: every model prices every country, and no price falls with mass.

use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

static TABLES: LazyLock<PriceTables> = LazyLock::new(|| PriceTables::committed().unwrap());

fn tables() -> &'static PriceTables {
    &TABLES
}

fn modelled(tables: &PriceTables) -> Vec<String> {
    let priced = tables.terms.iter().filter(|terms| terms.kind != Kind::Fixed);
    priced.map(|terms| terms.model.clone()).collect()
}

#[test]
fn every_model_has_a_rate_for_every_country() {
    let tables = tables();
    for model in modelled(tables) {
        for country in tables.zones.keys() {
            let rate = rate_of(tables, &model, Destination { country, distance_km: 9_000 });
            let rate = rate.unwrap_or_else(|fault| panic!("{model} to {country}: {fault:#}"));
            assert!(rate.item_fen >= 100 && rate.kg_fen >= 100, "{model} to {country}: {rate:?}");
            assert!(rate.heavy_kg_fen <= rate.kg_fen, "{model} to {country}: {rate:?}");
        }
    }
}

#[test]
fn a_rate_is_whole_yuan() {
    let rate = Rate { item_fen: 1_250, kg_fen: 3_340, heavy_kg_fen: 2_960 };
    let scaled = rate.scaled(110, 500);
    assert_eq!(scaled, Rate { item_fen: 1_900, kg_fen: 3_700, heavy_kg_fen: 3_300 });
    assert_eq!(rate.scaled(0, -5_000).item_fen, 100, "never less than one yuan");
}

#[test]
fn both_bands_meet_at_two_kilograms() {
    let rate = Rate { item_fen: 2_000, kg_fen: 8_000, heavy_kg_fen: 6_000 };
    assert_eq!(rate.price_fen(2_000), 18_000);
    assert_eq!(rate.heavy_item_fen() + rate.heavy_kg_fen * 2, 18_000);
    assert_eq!(rate.price_fen(3_000), 24_000);
}

#[test]
fn mass_is_charged_by_the_terms() {
    let tables = tables();
    let express = tables.get_terms("dhl-express").unwrap();
    assert_eq!([1, 500, 501, 1_200].map(|g| charged_grams(express, g)), [500, 500, 1_000, 1_500]);
    let packet = tables.get_terms("cnpost-registered").unwrap();
    assert_eq!([1, 50, 51].map(|grams| charged_grams(packet, grams)), [50, 50, 51]);
}

#[test]
fn an_unknown_country_or_model_is_refused() {
    let tables = tables();
    let to = |country| Destination { country, distance_km: 1 };
    assert!(rate_of(tables, "yun-economy", to("QQ")).is_err());
    assert!(rate_of(tables, "no-such", to("FR")).is_err());
    assert!(rate_of(tables, "owh-de", to("FR")).is_err(), "written by hand");
}

proptest! {
    #[test]
    fn no_price_falls_with_mass(
        model in 0_usize..100, country in 0_usize..300, km in 0_i64..20_000, grams in 1_i64..30_000
    ) {
        let tables = tables();
        let models = modelled(tables);
        let model = &models[model % models.len()];
        let country = tables.zones.keys().nth(country % tables.zones.len()).unwrap();
        let rate = rate_of(tables, model, Destination { country, distance_km: km }).unwrap();
        prop_assert!(rate.price_fen(grams) <= rate.price_fen(grams + 1));
    }

    #[test]
    fn farther_is_never_cheaper_within_a_zone(model in 0_usize..100, km in 0_i64..19_000) {
        let tables = tables();
        let models = modelled(tables);
        let model = &models[model % models.len()];
        let price = |distance_km| {
            let to = Destination { country: "FR", distance_km };
            rate_of(tables, model, to).unwrap().price_fen(1_000)
        };
        prop_assert!(price(km) <= price(km + 1_000));
    }
}
