//! What merchants pay more for goods that the cheapest lines refuse: found by asking the compiled network
//! for offers of such goods and comparing their cost with the sell tariff.

use super::{ASKED, CHINA, query_of};
use crate::pricing::table::{amount, read_rows};
use anyhow::Result;
use portolan_model::Goods;
use portolan_network::{Snapshot, pricing::ChargeKind};
use portolan_routing::{Live, Searcher};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

/// Classes as a surcharge lists them, and goods that stand for them.
const GOODS: &[(&str, &str)] = &[
    ("battery", "general|UN3481 contained_in"),
    ("cosmetic|liquid|powder|paste", "cosmetic"),
    ("magnet", "magnet"),
    ("food", "food"),
    ("document", "document"),
];
/// The masses asked for, in grams: a light one, one that small packets carry, one that they do not.
const GRAMS: [u32; 3] = [300, 1_800, 2_400];
/// What must remain over the cost, in percent of it.
const MARGIN_PERCENT: i64 = 118;
/// Surcharges are multiples of this, in fen, so that many countries share a row.
const STEP_FEN: i64 = 500;

/// A surcharge of a service on goods in some countries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dearer {
    /// The service.
    pub service: String,
    /// Classes, separated by `|`.
    pub goods: String,
    /// Countries.
    pub countries: Vec<String>,
    /// Per item, in fen.
    pub item_fen: i64,
    /// Per kilogram, in fen.
    pub kg_fen: i64,
}

/// The committed rows.
pub fn committed() -> Result<Vec<Dearer>> {
    read_rows("price_sold_goods.csv", include_str!("../../../tables/price_sold_goods.csv"), |row| {
        Ok(Dearer {
            service: row.text("service")?.to_owned(),
            goods: row.text("goods")?.to_owned(),
            countries: row.text("countries")?.split('|').map(str::to_owned).collect(),
            item_fen: row.hundredths("per_item")?.unwrap_or(0),
            kg_fen: row.hundredths("per_kg")?.unwrap_or(0),
        })
    })
}

/// Asks for offers of each kind of goods to every country; the answer is the text of
/// `price_sold_goods.csv`.
///
/// # Errors
/// When a search cannot be made at all.
pub fn find_csv(snapshot: &Snapshot) -> Result<String> {
    let (origin, day) = ASKED[0];
    let mut searcher = Searcher::new(snapshot);
    let mut rows: BTreeMap<(String, &str, i64, i64), Vec<String>> = BTreeMap::new();
    for country in snapshot.countries.iter().filter(|country| country.code.as_str() != CHINA) {
        for (classes, example) in GOODS {
            let mut ask = |grams: u32| -> Result<BTreeMap<String, i64>> {
                let mut query = query_of(country.code, origin, day, grams)?;
                query.shipment.goods = Goods::parse(example)?;
                Ok(searcher.quote(&Live::none(), &query).map_or_else(
                    |_| BTreeMap::new(),
                    |quote| quote.offers.iter().map(|offer| missing(snapshot, offer)).collect(),
                ))
            };
            let asked = [ask(GRAMS[0])?, ask(GRAMS[1])?, ask(GRAMS[2])?];
            let services: BTreeSet<&String> = asked.iter().flat_map(BTreeMap::keys).collect();
            for service in services {
                let lacks = asked.each_ref().map(|offers| offers.get(service).copied());
                let (item, kg) = surcharge_of(lacks.map(|lack| lack.unwrap_or(0)));
                if item + kg > 0 {
                    let key = (service.clone(), *classes, item, kg);
                    rows.entry(key).or_default().push(country.code.as_str().to_owned());
                }
            }
        }
    }
    let mut text = String::from("service,goods,per_item,per_kg,countries\n");
    for ((service, goods, item, kg), countries) in rows {
        let countries = countries.join("|");
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{service},{goods},{},{},{countries}", amount(item), amount(kg));
    }
    Ok(text)
}

/// The service of an offer, and what its tariff lacks to cover the route with a margin, in fen.
fn missing(snapshot: &Snapshot, offer: &portolan_routing::Offer) -> (String, i64) {
    let by_tariff = offer.sell.iter().filter(|line| matches!(line.kind, ChargeKind::Tariff(_)));
    let sold: i64 = by_tariff.map(|line| line.amount.minor()).sum();
    let wanted = offer.route.price.minor() * MARGIN_PERCENT / 100;
    (snapshot.services[offer.service].key.as_str().to_owned(), wanted - sold)
}

/// A surcharge per item and per kilogram that covers what lacks at every mass.
fn surcharge_of(lacks_fen: [i64; 3]) -> (i64, i64) {
    let [light_fen, heavies @ ..] = lacks_fen.map(|lack| lack.max(0));
    let [light, heavy_grams @ ..] = GRAMS.map(i64::from);
    let climbs = heavies.iter().zip(heavy_grams);
    let climb = climbs.map(|(heavy, grams)| (heavy - light_fen) * 1_000 / (grams - light)).max();
    let up = |fen: i64| (fen + STEP_FEN - 1) / STEP_FEN * STEP_FEN;
    let kg = up(climb.unwrap_or(0).max(0));
    (up((light_fen - kg * light / 1_000).max(0)), kg)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_lacks_is_covered(lacks in prop::array::uniform3(-5_000_i64..60_000)) {
            let (item, kg) = surcharge_of(lacks);
            for (grams, lacks) in GRAMS.into_iter().zip(lacks) {
                prop_assert!(item + kg * i64::from(grams) / 1_000 >= lacks);
            }
            prop_assert!(item >= 0 && kg >= 0);
        }
    }
}
