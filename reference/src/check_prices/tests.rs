//! The check itself: what it charges, what it calls an error, when it fails.

use super::*;
use crate::pricing::calibrate::facts::FactTexts;

fn row(country: &str, quoted: i64, modelled: Option<i64>) -> Compared {
    Compared {
        quote: Quote {
            number: 1,
            quoted: "Swift".into(),
            carrier: "Swift".into(),
            line: "swift-air".into(),
            goods: String::new(),
            country: country.into(),
            grams: 1_200,
            price_fen: quoted,
            is_held_out: true,
            calibrates: false,
        },
        modelled: modelled.ok_or_else(|| "no tariff".to_owned()),
        naive_fen: 6_000,
    }
}

fn report(rows: Vec<Compared>) -> Report {
    Report { compared: rows, used: 0, naive_fen_per_kg: 5_000 }
}

fn explain(country: &str) -> Explained {
    [(("Swift".to_owned(), country.to_owned()), "a reason".to_owned())].into()
}

#[test]
fn the_median_error_is_of_the_quote() {
    let report = report(vec![
        row("FR", 10_000, Some(11_000)),
        row("DE", 10_000, Some(7_000)),
        row("PL", 20_000, Some(22_000)),
    ]);
    assert_eq!(report.median_ppm(), Some(100_000));
    assert_eq!(report.naive_median_ppm(), Some(400_000));
    assert!(report.verdict(&Explained::new()).is_empty());
}

#[test]
fn a_median_above_the_bound_fails() {
    let report = report(vec![row("FR", 10_000, Some(13_600)), row("DE", 10_000, Some(6_400))]);
    assert_eq!(report.verdict(&Explained::new()), ["the median error is 36.0 %"]);
}

#[test]
fn beyond_three_times_must_be_explained_by_name() {
    let near = |country| row(country, 10_000, Some(10_000));
    for modelled in [30_100, 3_300] {
        let far = row("GB", 10_000, Some(modelled));
        assert!(far.is_beyond(3) && !far.is_beyond(4));
        let report = report(vec![near("FR"), far, near("DE")]);
        assert_eq!(report.verdict(&explain("FR")), ["Swift to GB is beyond 3 times"]);
        assert!(report.verdict(&explain("GB")).is_empty());
        assert!(report.text(&explain("GB")).contains("- Swift to GB: a reason"));
    }
    assert!(!row("GB", 10_000, Some(30_000)).is_beyond(3));
}

#[test]
fn a_quote_without_a_price_fails() {
    let report = report(vec![row("FR", 10_000, Some(10_000)), row("DE", 10_000, None)]);
    assert_eq!(report.verdict(&Explained::new()), ["Swift to DE: no tariff"]);
    assert_eq!(self::report(Vec::new()).verdict(&Explained::new()), ["nothing was compared"]);
}

/// Invented quotes on the committed network: ePacket to Russia is a published price, 12 CNY and 60 CNY/kg.
#[test]
fn the_network_charges_what_its_tariff_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../network/reference");
    let snapshot = compile(&read_network(&folder).unwrap()).unwrap();
    let rates = "carrier,service,dest_iso2,zone,w_from_kg_excl,w_to_kg_incl,per_kg_cny,per_item_cny,\
                 first_kg,first_price_cny,step_kg,step_price_cny,note\n\
                 R,EUB,RU,,1.2,1.2,,,1.2,80,,,\nR,EUB,FR,,1.2,1.2,,,1.2,70,,,\nR,Gone,RU,,1.2,1.2,,,1.2,9,,,\n";
    let facts = Facts::read(&FactTexts {
        rates,
        distances: "origin_iata,dest_iso2,gc_km\n",
        quotes: "quoted,countries,carrier,line,goods,calibrates,source\n\
                 EUB,,Post,cnpost-epacket,,,x\nGone,,Post,no-such-line,,,x\n",
    })
    .unwrap();
    let report = check(&snapshot, &facts).unwrap();
    let modelled: Vec<_> = report.compared.iter().map(|row| row.modelled.clone()).collect();
    assert_eq!(modelled, [Ok(8_400), Err("no line no-such-line".to_owned())]);
    assert_eq!(report.compared[0].error_ppm(), Some(50_000));
}
