//! Prices against tables computed by hand.

use super::*;
use crate::{
    RideEnd, Shipment, Snapshot,
    fixture::{address, day, line, node, parcel, snapshot},
    records::{OperatorIdx, TariffSubject},
};
use portolan_model::{ClientTier, Currency, Side};
use proptest::prelude::*;
use rust_decimal::Decimal;

struct Case<'a> {
    side: Side,
    tier: Option<ClientTier>,
    day: &'a str,
    currency: &'a str,
    from: (&'a str, &'a str),
    to: (&'a str, &'a str),
    previous: Option<OperatorIdx>,
}

const TO_PARIS: Case = Case {
    side: Side::Buy,
    tier: None,
    day: "2026-11-20",
    currency: "CNY",
    from: ("CN", "310000"),
    to: ("FR", "75011"),
    previous: None,
};

fn charges(
    network: &Snapshot,
    case: &Case,
    subject: TariffSubject,
    shipment: &Shipment,
) -> Result<Vec<String>, NoPrice> {
    let (from, to) =
        (address(network, case.from.0, case.from.1), address(network, case.to.0, case.to.1));
    let request = PriceRequest {
        side: case.side,
        tier: case.tier,
        day: day(case.day),
        currency: Currency::iso(case.currency).unwrap(),
        shipment,
        destination: &to,
    };
    let priced = PricedUse { subject, from: &from, to: &to, previous: case.previous };
    let lines = price_subject(network, &request, &priced)?;
    Ok(lines
        .iter()
        .map(|line| format!("{} {} {}", line.kind_name(), line.rule_key(network), line.amount))
        .collect())
}

fn sp(network: &Snapshot) -> TariffSubject {
    TariffSubject::Line(line(network, "sp"))
}

/// The first charge of the small packet.
fn freight(network: &Snapshot, case: &Case, shipment: &Shipment) -> String {
    charges(network, case, sp(network), shipment).unwrap().remove(0)
}

#[test]
fn the_most_specific_end_prices_the_ride() {
    let network = snapshot(&[]);
    let general = |grams| parcel(grams, "", "general", "20 EUR");
    let elsewhere = Case { to: ("FR", "69001"), ..TO_PARIS };
    for (case, grams, expected) in [
        (&TO_PARIS, 2000, "freight sp-paris-buy 148.00 CNY"),
        (&TO_PARIS, 501, "freight sp-paris-buy 58.06 CNY"),
        (&TO_PARIS, 500, "freight sp-paris-buy 52.00 CNY"),
        (&TO_PARIS, 123, "freight sp-paris-buy 26.36 CNY"),
        // Charged as the least mass of 50 g.
        (&TO_PARIS, 1, "freight sp-paris-buy 21.40 CNY"),
        (&elsewhere, 2000, "freight sp-fr-buy 160.00 CNY"),
    ] {
        assert_eq!(freight(&network, case, &general(grams)), expected, "{grams} g");
    }
}

#[test]
fn surcharges_follow_the_charge_in_the_order_of_keys() {
    let network = snapshot(&[]);
    let yun = network.find_operator("yun");
    let case = Case { previous: yun, ..TO_PARIS };
    let food = parcel(2000, "", "food", "20 EUR");
    assert_eq!(
        charges(&network, &case, sp(&network), &food).unwrap(),
        [
            "freight sp-paris-buy 148.00 CNY",
            "fuel sp-fuel 18.50 CNY",
            "goods sp-goods 5.00 CNY",
            "relabelling sp-label 0.80 CNY",
            // 2 + 1 × 2 EUR at 8.2.
            "remote_area sp-remote 32.80 CNY",
        ]
    );
    // The same operator, other goods, an older rate, the least price of 3 EUR.
    let own = Case { previous: network.find_operator("cnpost"), day: "2026-10-15", ..TO_PARIS };
    let light = parcel(100, "", "general", "20 EUR");
    assert_eq!(
        charges(&network, &own, sp(&network), &light).unwrap(),
        [
            "freight sp-paris-buy 24.80 CNY",
            "fuel sp-fuel 3.10 CNY",
            "remote_area sp-remote 24.30 CNY",
        ]
    );
    let near = Case { to: ("FR", "92100"), ..TO_PARIS };
    assert_eq!(charges(&network, &near, sp(&network), &light).unwrap().len(), 2);
}

#[test]
fn volume_counts_by_the_tariffs_rule() {
    let network = snapshot(&[]);
    let to_london = Case { to: ("GB", "SW1A 1AA"), currency: "EUR", ..TO_PARIS };
    for (grams, size, expected) in [
        // 14000 g of volume, 12000 beyond, three quarters of it charged: 11000 g, 21 steps.
        (2000, "700x400x300 mm", "27.35"),
        // No side longer than 600 mm: 2000 g, three steps.
        (2000, "600x400x300 mm", "7.55"),
        // 584 g of volume are not more than one and a half of 400 g.
        (400, "700x100x50 mm", "4.25"),
        // 2010 g are charged as 2100 g: four steps.
        (2010, "", "8.65"),
    ] {
        let shipment = parcel(grams, size, "general", "20 EUR");
        let expected = format!("freight sp-gb-buy {expected} EUR");
        assert_eq!(freight(&network, &to_london, &shipment), expected, "{grams} g {size}");
    }
    let tariff = &network.tariffs[network.find_tariff("de-buy").unwrap()];
    let mass = charged_mass(tariff, &parcel(1000, "300x200x200 mm", "general", "1 EUR"));
    let expected = ChargedMass {
        actual_grams: 1000,
        chargeable_grams: 2400,
        band_grams: 1000,
        charged_grams: 2500,
    };
    assert_eq!(mass, expected);
    // 12,160,701 mm³ are 2432.14 g, which is a whole gram more.
    let uneven = charged_mass(tariff, &parcel(1000, "301x201x201 mm", "general", "1 EUR"));
    assert_eq!(uneven.chargeable_grams, 2433);
    // A roll is charged for the box around it.
    let roll = charged_mass(tariff, &parcel(1000, "roll 90x12 cm", "general", "1 EUR"));
    assert_eq!(roll.chargeable_grams, 2592);
}

#[test]
fn a_charge_is_converted_exactly_and_rounded_once_half_up() {
    let network = snapshot(&[
        (
            "tariffs.csv",
            "tariff,side,scope,of,to,currency,source\nhalf,buy,line,wh,GB,CNY,rule:t\n",
        ),
        ("tariff_bands.csv", "tariff,from_grams,per_kg,source\nhalf,0,0.5,rule:t\n"),
    ]);
    let to_london = Case { to: ("GB", "SW1A 1AA"), ..TO_PARIS };
    let wh = TariffSubject::Line(line(&network, "wh"));
    for (grams, currency, expected) in [
        (10, "CNY", "0.01"),
        (9, "CNY", "0.00"),
        (30, "CNY", "0.02"),
        (164, "EUR", "0.01"),
        (2000, "GBP", "0.11"),
    ] {
        let case = Case { currency, ..to_london };
        let found = charges(&network, &case, wh, &parcel(grams, "", "general", "1 EUR")).unwrap();
        assert_eq!(found[0], format!("freight half {expected} {currency}"), "{grams} g");
    }
    let in_euro = Case { currency: "EUR", ..TO_PARIS };
    assert_eq!(
        freight(&network, &in_euro, &parcel(2000, "", "general", "1 EUR")),
        "freight sp-paris-buy 18.05 EUR"
    );
}

#[test]
fn rates_are_the_newest_directly_inverted_or_over_the_base() {
    let network = snapshot(&[]);
    let rate = |from: &str, to: &str, on: &str| {
        let (from, to) = (Currency::iso(from).unwrap(), Currency::iso(to).unwrap());
        convert(&network, Decimal::from(1000), from, to, day(on))
            .map(|amount| amount.round_dp(6).normalize().to_string())
    };
    assert_eq!(rate("EUR", "CNY", "2026-10-31").unwrap(), "8100");
    assert_eq!(rate("EUR", "CNY", "2026-11-01").unwrap(), "8200");
    assert_eq!(rate("CNY", "EUR", "2026-11-02").unwrap(), "121.95122");
    assert_eq!(rate("EUR", "GBP", "2026-11-02").unwrap(), "885.6");
    assert_eq!(rate("GBP", "GBP", "2026-01-01").unwrap(), "1000");
    assert_eq!(rate("EUR", "CNY", "2026-09-30"), None);
    assert_eq!(rate("EUR", "USD", "2026-11-02"), None);
}

#[test]
fn a_tier_goes_before_none_and_days_are_kept() {
    let network = snapshot(&[]);
    let standard = TariffSubject::Service(network.find_service("standard").unwrap());
    let parcel = parcel(1000, "", "general", "20 EUR");
    for (tier, expected) in [
        (ClientTier::Mature, "service std-sell-mature 115.00 CNY"),
        (ClientTier::Developing, "service std-sell 130.00 CNY"),
    ] {
        let case = Case { side: Side::Sell, tier: Some(tier), ..TO_PARIS };
        assert_eq!(charges(&network, &case, standard, &parcel).unwrap(), [expected]);
    }
    let before = Case { day: "2025-12-31", ..TO_PARIS };
    assert_eq!(charges(&network, &before, sp(&network), &parcel), Err(NoPrice::NoTariff));
}

#[test]
fn what_has_no_price_says_why() {
    let network = snapshot(&[]);
    let heavy = parcel(2001, "", "general", "20 EUR");
    let tariff = network.find_tariff("sp-paris-buy").unwrap();
    let no_band = Err(NoPrice::NoBand { tariff, grams: 2001 });
    assert_eq!(charges(&network, &TO_PARIS, sp(&network), &heavy), no_band);
    let light = parcel(100, "", "general", "20 EUR");
    let in_dollars = Case { currency: "USD", ..TO_PARIS };
    let found = charges(&network, &in_dollars, sp(&network), &light);
    assert_eq!(found, Err(NoPrice::NoRate { from: Currency::CNY, to: Currency::USD }));
    let to_berlin = Case { to: ("DE", "10115"), ..TO_PARIS };
    assert_eq!(charges(&network, &to_berlin, sp(&network), &light), Err(NoPrice::NoTariff));
    // Zones and processes cost nothing unless a tariff says so.
    let zone = |key: &str| TariffSubject::Zone(node(&network, key));
    assert_eq!(charges(&network, &TO_PARIS, zone("cn-hgh"), &light), Ok(vec![]));
    assert_eq!(
        charges(&network, &TO_PARIS, zone("fr-paris"), &light).unwrap(),
        ["zone paris-buy 1.64 CNY"]
    );
    let customs = TariffSubject::Process(network.find_process("cdg-customs").unwrap());
    assert_eq!(
        charges(&network, &TO_PARIS, customs, &light).unwrap(),
        ["process customs-buy 6.15 CNY"]
    );
}

#[test]
fn where_a_ride_begins_decides_between_equal_ends() {
    let network = snapshot(&[
        (
            "tariffs.csv",
            "tariff,side,scope,of,from,to,currency,source\nnear,buy,line,wh,cn-hgh,FR,CNY,rule:t\nland,buy,line,wh,CN,FR,CNY,rule:t\nplace,buy,line,wh,hgh-sort,,CNY,rule:t\n",
        ),
        (
            "tariff_bands.csv",
            "tariff,from_grams,flat,source\nnear,0,1,rule:t\nland,0,2,rule:t\nplace,0,3,rule:t\n",
        ),
    ]);
    let wh = TariffSubject::Line(line(&network, "wh"));
    let to = address(&network, "FR", "75011");
    let shipment = parcel(10, "", "general", "1 EUR");
    let request = PriceRequest {
        side: Side::Buy,
        tier: None,
        day: day("2026-11-20"),
        currency: Currency::CNY,
        shipment: &shipment,
        destination: &to,
    };
    let chosen = |from: &RideEnd, to: &RideEnd| {
        let priced = PricedUse { subject: wh, from, to, previous: None };
        let found = choose_tariff(&network, &request, &priced).unwrap();
        network.tariffs[found].key.to_string()
    };
    let hangzhou = address(&network, "CN", "310000");
    let shanghai = RideEnd { country: hangzhou.country, places: Vec::new() };
    assert_eq!(chosen(&hangzhou, &to), "near");
    assert_eq!(chosen(&shanghai, &to), "land");
    // Where it ends goes before where it begins.
    let sorting = network.end_at_facility(node(&network, "hgh-sort"));
    assert_eq!(chosen(&sorting, &to), "land");
    assert_eq!(chosen(&sorting, &address(&network, "DE", "10115")), "place");
}

proptest! {
    /// Between the edges of bands a heavier parcel never costs less.
    #[test]
    fn heavier_is_never_cheaper_within_a_band(a in 501_u32..=2000, b in 501_u32..=2000) {
        let network = snapshot(&[]);
        let tariff = network.find_tariff("sp-paris-buy").unwrap();
        let price = |grams| price_tariff(&network, tariff, &parcel(grams, "", "general", "1 EUR"), day("2026-11-20")).unwrap().0;
        prop_assert!(price(a.min(b)) <= price(a.max(b)));
    }
}
