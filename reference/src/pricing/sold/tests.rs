//! Offers of the committed network: no merchant is sold a route below its cost.

use super::*;

/// Days and cities other than those that prices were made from.
const OTHER_DAYS: &[civil::Date] = &[civil::date(2026, 4, 14), civil::date(2026, 9, 10)];
const OTHER_ORIGIN: &str = "518000";

#[test]
fn no_offer_is_below_its_cost() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../network/reference");
    let snapshot = compile(&read_network(&folder).unwrap()).unwrap();
    let mut searcher = Searcher::new(&snapshot);
    let (mut offers, mut below) = (0, Vec::new());
    for country in
        ["FR", "US", "BR", "KE", "FJ", "RU", "KZ", "JP", "SA", "JM", "GB", "NP", "ZA", "NE"]
    {
        for day in OTHER_DAYS {
            for grams in [150, 1_200, 4_000, 15_000] {
                let code = CountryCode::parse(country).unwrap();
                let query = query_of(code, OTHER_ORIGIN, *day, grams).unwrap();
                for offer in searcher.quote(&Live::none(), &query).unwrap().offers {
                    offers += 1;
                    if offer.price.minor() < offer.route.price.minor() {
                        let service = snapshot.services[offer.service].key.as_str();
                        below.push(format!("{service} to {country}, {grams} g, {day}"));
                    }
                }
            }
        }
    }
    assert!(offers >= 14 * 3 * 3, "only {offers} offers");
    assert!(below.is_empty(), "sold below cost: {below:#?}");
}

#[test]
fn the_table_is_read_as_it_is_written() {
    let sold = committed().unwrap();
    assert_eq!(read_sold(&sold_csv(&sold)).unwrap(), sold);
    assert!(sold.len() > 600, "only {} services and countries", sold.len());
}
