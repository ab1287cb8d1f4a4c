//! Addresses, typed places and near service points on the small network.

use super::*;
use crate::{
    Snapshot,
    fixture::{node, snapshot},
};
use portolan_model::{CountryCode, GeoPoint, Postcode};
use proptest::prelude::*;
use std::fmt::Write;

fn zones(network: &Snapshot, country: &str, postcode: &str) -> Result<Vec<String>, &'static str> {
    let country = CountryCode::parse(country).unwrap();
    let postcode = (!postcode.is_empty()).then(|| Postcode::parse(postcode).unwrap());
    let found = network.zones_of(country, postcode.as_ref()).map_err(|fault| fault.code())?;
    let show = |place: &crate::PlaceFit| {
        format!("{} {}", network.nodes[place.node].key, place.specificity)
    };
    Ok(found.end.places.iter().map(show).collect())
}

#[test]
fn an_address_lies_in_every_zone_that_fits_the_most_specific_first() {
    let network = snapshot(&[]);
    assert_eq!(zones(&network, "FR", "75011").unwrap(), ["fr-75011 5", "fr-paris 2", "fr-all 0"]);
    assert_eq!(zones(&network, "FR", "92 100").unwrap(), ["fr-paris 5", "fr-all 0"]);
    assert_eq!(zones(&network, "FR", "69001").unwrap(), ["fr-all 0"]);
    assert_eq!(zones(&network, "GB", "ec2a 4bx").unwrap(), ["gb-london 4"]);
    assert_eq!(zones(&network, "GB", "e1 6an").unwrap_err(), "no_zone");
    assert_eq!(zones(&network, "FR", "7501").unwrap_err(), "postcode_shape");
    assert_eq!(zones(&network, "GB", "75011").unwrap_err(), "postcode_shape");
    assert_eq!(zones(&network, "DE", "").unwrap_err(), "postcode_missing");
    assert_eq!(zones(&network, "US", "10001").unwrap_err(), "country_not_in_network");
}

#[test]
fn a_country_alone_is_its_main_zone() {
    let network = snapshot(&[]);
    assert_eq!(zones(&network, "FR", "").unwrap(), ["fr-paris 2", "fr-all 0"]);
    assert_eq!(zones(&network, "CN", "").unwrap(), ["cn-hgh 2"]);
    let alone = network.zones_of_zone(node(&network, "fr-75011"));
    assert_eq!(alone.end.places.len(), 3);
    assert_eq!(alone.end.places[0].node, node(&network, "fr-75011"));
}

fn found(network: &Snapshot, text: &str) -> String {
    let places = network.find_places(text);
    places
        .first()
        .map_or_else(String::new, |place| format!("{} {}", place.kind.as_str(), place.label))
}

#[test]
fn places_are_found_however_they_are_typed() {
    let network = snapshot(&[]);
    for (typed, expected) in [
        ("Lin'an", "zone Lin'an (Hangzhou)"),
        ("linan", "zone Lin'an (Hangzhou)"),
        ("LÍN’ĀN", "zone Lin'an (Hangzhou)"),
        ("临安", "zone 临安 (Hangzhou)"),
        ("Hangzhou", "zone Hangzhou"),
        ("FR 75011", "postcode FR 75011"),
        ("fr75011", ""),
        ("75011 Paris, France", "postcode FR 75011"),
        ("DE 10115 Berlin", "postcode DE 10115"),
        ("United Kingdom SW1A 1AA", "postcode GB SW1A 1AA"),
        ("France", "country France"),
        ("FR", "country France"),
        ("fra", "country France"),
        ("法国", "country France"),
        ("DE Berlin", "zone Berlin (Germany)"),
        ("munchen", "zone München (Germany)"),
        ("hgh-sort", "facility Hangzhou sorting centre"),
        ("HGH", "facility HGH (Hangzhou airport)"),
        ("Hangzhou sor", "facility Hangzhou sorting centre"),
        ("atlantis", ""),
        ("'", ""),
        ("", ""),
    ] {
        assert_eq!(found(&network, typed), expected, "{typed}");
    }
}

#[test]
fn names_are_compared_without_marks() {
    for (one, other) in [
        ("São Paulo", "sao paulo"),
        ("Straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("Санкт-Петербург", "санкт петербург"),
        ("Ürümqi", "urumqi"),
        ("ＰＡＲＩＳ", "paris"),
    ] {
        assert_eq!(fold_name(one), fold_name(other));
    }
    assert_ne!(fold_name("दिल्ली"), fold_name("दल"));
}

/// A network with service points spread around Paris.
fn with_points(points: &[(i32, i32)]) -> Snapshot {
    let mut table =
        String::from("service_point,zone,operator,kind,name,latitude,longitude,source\n");
    for (index, (north, east)) in points.iter().enumerate() {
        let (latitude, longitude) = (48.8 + f64::from(*north) / 1e4, 2.3 + f64::from(*east) / 1e4);
        writeln!(table, "p{index},fr-paris,laposte,both,P,{latitude:.5},{longitude:.5},rule:t")
            .unwrap();
    }
    snapshot(&[("service_points.csv", &table)])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_nearest_are_those_of_all(
        points in prop::collection::vec((-9000_i32..9000, -9000_i32..9000), 0..200),
        count in 0_usize..8
    ) {
        let network = with_points(&points);
        let france = CountryCode::parse("FR").unwrap();
        let postcode = Postcode::parse("75011").unwrap();
        let found = network.nearest_service_points(france, Some(&postcode), count);
        let here: GeoPoint = network.nodes[node(&network, "fr-75011")].point;
        let mut all: Vec<_> = network
            .service_points
            .entries()
            .map(|(index, point)| (here.distance_metres(&point.point), index))
            .collect();
        all.sort_unstable();
        let expected: Vec<_> = all.into_iter().take(count).map(|(_, index)| index).collect();
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn a_hundred_thousand_points_are_walked_through_in_part() {
    let spread = |n: i32| (n % 331 * 181 - 30_000, n / 331 * 197 - 30_000);
    let points: Vec<_> = (0..100_000).map(spread).collect();
    let network = with_points(&points);
    let france = CountryCode::parse("FR").unwrap();
    let postcode = Postcode::parse("75011").unwrap();
    assert_eq!(network.service_points.len(), 100_003);
    // A thousand searches in the time of the test: each looks at a small part of the points.
    for _ in 0..1000 {
        assert_eq!(network.nearest_service_points(france, Some(&postcode), 5).len(), 5);
    }
}
