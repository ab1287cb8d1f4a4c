//! Orders parted on the sample network: every piece once, no parcel too heavy, no more parcels than needed.

use jiff::civil;
use portolan_model::{
    CountryCode, Goods, HsCode, Mass, Money, Packaging, Product, ProductInput, Size, Sku,
};
use portolan_network::records::RestrictionSubject;
use portolan_routing::limits::WAYS_MAX;
use portolan_routing::split::{
    Lane, Ordered, Planned, SplitError, may_smaller_pass, plan_ways, usual_boxes,
};
use portolan_routing::{Live, Query, Searcher};

use super::{DESTINATIONS, address, snapshot};

const DAY: civil::Date = civil::date(2026, 11, 23);

fn ordered(sku: &str, pieces: u32, grams: u32, size: &str, goods: &str) -> Ordered {
    let input = ProductInput {
        sku: Sku::parse(sku).unwrap(),
        description_en: "for tests".to_owned(),
        description_local: String::new(),
        mass: Mass::from_grams(grams).unwrap(),
        size: Size::parse(size).unwrap(),
        hs: HsCode::parse("0802.32").unwrap(),
        origin: CountryCode::parse("CN").unwrap(),
        goods: Goods::parse(goods).unwrap(),
        value: Money::parse("1 EUR").unwrap(),
    };
    let product = Product::new(input).unwrap();
    Ordered { product, pieces, unit_price: Money::parse("0.70 EUR").unwrap() }
}

fn lane(service: &str, country: &str) -> Lane<'static> {
    let snapshot = snapshot();
    Lane {
        snapshot,
        service: snapshot.find_service(service).unwrap(),
        country: snapshot.find_country(CountryCode::parse(country).unwrap()).unwrap(),
        day: DAY,
    }
}

fn orders() -> Vec<Vec<Ordered>> {
    let nuts = |pieces| ordered("NUTS", pieces, 500, "16x12x6 cm", "food");
    let lamp =
        |pieces| ordered("LAMP", pieces, 300, "16x12x6 cm", "electronics|UN3481 contained_in");
    let soap = |pieces| ordered("SOAP", pieces, 250, "10x6x4 cm", "liquid");
    let tent = |pieces| ordered("TENT", pieces, 2_900, "90x15x15 cm", "general");
    vec![
        vec![nuts(1)],
        vec![nuts(3), lamp(2)],
        vec![nuts(44)],
        vec![lamp(150)],
        vec![soap(9), lamp(3), nuts(7)],
        vec![tent(1)],
        vec![tent(4), nuts(5)],
    ]
}

#[test]
fn every_piece_travels_once_in_parcels_no_heavier_than_carried() {
    let mut several = 0;
    for service in ["economy", "standard", "priority"] {
        for (country, _) in DESTINATIONS {
            for order in orders() {
                let lane = lane(service, country);
                let ways = match plan_ways(lane, &order, &usual_boxes()) {
                    Ok(ways) => ways,
                    Err(SplitError::PieceTooHeavy { sku, .. }) if sku.as_str() == "TENT" => {
                        continue;
                    }
                    Err(error) => panic!("{service} {country}: {error}"),
                };
                assert!((1..=WAYS_MAX).contains(&ways.len()), "{service} {country}");
                let counts: Vec<usize> = ways.iter().map(Vec::len).collect();
                assert!(counts.is_sorted(), "fewest parcels first: {counts:?}");
                several += usize::from(counts[0] > 1);
                for way in &ways {
                    check_way(&order, way);
                    let heaviest = way.iter().map(|parcel| parcel.mass.grams()).max().unwrap();
                    assert!(heaviest <= most_of(lane), "{service} {country}: {heaviest} g");
                }
            }
        }
    }
    assert!(several > 50, "too few orders had to be split: {several}");
}

/// The highest limit on mass that any line of the service sets, in grams.
fn most_of(lane: Lane) -> u32 {
    let (service, lines) = (&lane.snapshot.services[lane.service], &lane.snapshot.lines);
    let limits = lane.snapshot.restrictions.iter().filter(|row| match row.subject {
        RestrictionSubject::Line(line) => service.fits_line(&lines[line].key),
        _ => false,
    });
    limits.filter_map(|row| row.limits.mass_max_grams).max().unwrap()
}

fn check_way(order: &[Ordered], way: &[Planned]) {
    let mut pieces = vec![0; order.len()];
    for parcel in way {
        let mut net = 0;
        for share in &parcel.shares {
            pieces[share.thing] += share.pieces;
            net += order[share.thing].product.mass().grams() * share.pieces;
        }
        assert!(parcel.mass.grams() > net, "packaging has a mass: {parcel:?}");
        let goods = |share: &portolan_routing::split::Share| order[share.thing].product.goods();
        let is_wet = |goods: Goods| goods.to_string().contains("liquid");
        let wet = parcel.shares.iter().any(|share| is_wet(goods(share)));
        let battery = parcel.goods.battery().is_some();
        assert!(!(wet && battery), "a liquid travels with a battery: {parcel:?}");
    }
    let wanted: Vec<u32> = order.iter().map(|thing| thing.pieces).collect();
    assert_eq!(pieces, wanted);
    let paid: i64 = order.iter().map(|thing| 70 * i64::from(thing.pieces)).sum();
    assert_eq!(way.iter().map(|parcel| parcel.value.minor()).sum::<i64>(), paid);
}

#[test]
fn one_parcel_is_enough_where_nothing_forces_two() {
    for order in [&orders()[0], &orders()[1]] {
        let ways = plan_ways(lane("standard", "DE"), order, &usual_boxes()).unwrap();
        assert_eq!(ways[0].len(), 1);
    }
}

#[test]
fn what_no_line_carries_says_so() {
    let anvil = [ordered("ANVIL", 1, 80_000, "30x30x30 cm", "general")];
    let error = plan_ways(lane("economy", "DE"), &anvil, &usual_boxes()).unwrap_err();
    assert_eq!(error.code(), "piece_too_heavy");
    assert!(error.to_string().contains("`ANVIL`"), "{error}");
    let many = [ordered("BRICK", 900, 1_900, "20x10x6 cm", "general")];
    let error = plan_ways(lane("economy", "DE"), &many, &usual_boxes()).unwrap_err();
    assert_eq!(error, SplitError::TooManyParcels);
}

#[test]
fn boxes_may_be_given_in_any_order() {
    let order = &orders()[6];
    let (boxes, mut turned) = (usual_boxes(), usual_boxes());
    turned.reverse();
    let plan = |boxes: &[Packaging]| plan_ways(lane("standard", "DE"), order, boxes).unwrap();
    assert_eq!(plan(&boxes), plan(&turned));
}

/// What one way is refused for decides whether the next is tried.
#[test]
fn smaller_parcels_may_pass_where_mass_refuses_and_not_where_goods_do() {
    let snapshot = snapshot();
    let refused = |grams: u32, goods: &str| {
        let query = Query {
            from: address(("CN", "311300")),
            to: address(("DE", "10119")),
            ready: "2026-11-23T04:00:00Z".parse().unwrap(),
            shipment: portolan_network::Shipment {
                actual: Mass::from_grams(grams).unwrap(),
                size: None,
                goods: Goods::parse(goods).unwrap(),
                value: Money::parse("30 EUR").unwrap(),
            },
            tier: portolan_model::ClientTier::Developing,
            currency: snapshot.base_currency,
            entry: portolan_routing::EntryWish::Any,
            given_fields: None,
            explain: false,
        };
        Searcher::new(snapshot).quote(&Live::none(), &query).unwrap().refused
    };
    assert!(may_smaller_pass(snapshot, &refused(35_000, "general")));
    assert!(!may_smaller_pass(snapshot, &refused(400, "weapon_replica")));
}
