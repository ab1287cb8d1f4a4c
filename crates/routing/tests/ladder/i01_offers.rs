use portolan_network::Snapshot;
use portolan_routing::{NOTE_DUTY, Quote, quote};

use super::notation::{read, snapshot_of};
use crate::ask::{live_of, query_of};

const NETWORK: &str = "land CN CNY Asia/Shanghai
     hall hub CN
     hall depot CN
     zone hz CN 31* collection
     leg slow hub depot 240h/300h loss=400
     leg fast hub depot 20h/30h untracked
     leg mid hub depot 90h/100h loss=100
     line tram alpha >1:slow<
     line jet beta >1:fast<
     line bus beta >1:mid<
     price line tram 1
     price line jet 20
     price line bus 5
     price service cheap 3 side=sell
     price service rapid 30 side=sell
     price service safe 9 side=sell
     price service tracked 10 side=sell
     price service never 10 side=sell
     parcel hub to depot 2026-03-04T01:00:00Z 1000g";

fn service(key: &str, more: &str) -> String {
    format!(
        "service [[service]]~service = \"{key}\"~name = \"{key}\"~countries = [\"*\"]~{more}~\
         source = \"rule of the test\"~estimated = true~\n"
    )
}

fn answer(text: &str) -> (Snapshot, Quote) {
    let (world, case) = read(text);
    let snapshot = snapshot_of(&world);
    let mut query = query_of(&snapshot, &case);
    query.explain = true;
    let quote = quote(&snapshot, &live_of(&snapshot, &case), &query).unwrap();
    (snapshot, quote)
}

fn services() -> String {
    [
        service("cheap", "lines = [\"*\"]~tracked = \"any\"~best_by = \"price\""),
        service("rapid", "lines = [\"*\"]~tracked = \"any\"~best_by = \"p90\"~days_max_p90 = 2"),
        service(
            "safe",
            "lines = [\"t*\", \"bus\"]~tracked = \"any\"~best_by = \"p50\"~loss_ppm_max = 200",
        ),
        service("tracked", "lines = [\"*\"]~tracked = \"all\"~best_by = \"p50\""),
        service("never", "lines = [\"jet\"]~tracked = \"all\"~best_by = \"price\""),
        service("unsold", "lines = [\"*\"]~tracked = \"any\"~best_by = \"price\""),
    ]
    .concat()
}

/// Each service offers its best route at its own price, and the rest say why not.
#[test]
fn one_offer_per_service() {
    let (snapshot, quote) = answer(&format!("{}\n{NETWORK}", services()));
    let offers = quote.offers.iter().map(|offer| {
        let line = offer.route.rides[0].line.unwrap();
        let service = &snapshot.services[offer.service].key;
        format!("{service} {} {}", offer.price, snapshot.lines[line].key)
    });
    let offers: Vec<_> = offers.collect();
    let expected = [
        "cheap 3.00 CNY tram",
        "safe 9.00 CNY bus",
        "tracked 10.00 CNY bus",
        "rapid 30.00 CNY jet",
    ];
    assert_eq!(offers, expected);
    let refused: Vec<_> =
        quote.refused.iter().map(|row| format!("{} {}", row.rule, row.by.code())).collect();
    assert_eq!(refused, ["never no_route", "unsold no_sell_tariff"]);
    assert_eq!(quote.notes, [NOTE_DUTY]);
}

/// Options are the Pareto set with the services that admit each.
#[test]
fn options_name_their_services() {
    let (snapshot, quote) = answer(&format!("{}\n{NETWORK}", services()));
    let options = quote.options.iter().map(|option| {
        let line = option.route.rides[0].line.unwrap();
        let keys = option.services.iter().map(|&s| snapshot.services[s].key.as_str());
        format!("{}: {}", snapshot.lines[line].key, keys.collect::<Vec<_>>().join(" "))
    });
    let options: Vec<_> = options.collect();
    let expected =
        ["tram: cheap tracked unsold", "bus: cheap safe tracked unsold", "jet: cheap rapid unsold"];
    assert_eq!(options, expected);
}

/// A promise that no route keeps is a reason in words.
#[test]
fn too_late_and_too_risky() {
    let late =
        service("safe", "lines = [\"tram\"]~tracked = \"any\"~best_by = \"p90\"~days_max_p90 = 2");
    let risky = service(
        "tracked",
        "lines = [\"tram\"]~tracked = \"any\"~best_by = \"p90\"~loss_ppm_max = 1",
    );
    let rest = ["cheap", "rapid", "never"]
        .map(|key| service(key, "lines = [\"*\"]~tracked = \"any\"~best_by = \"price\""))
        .concat();
    let (_, quote) = answer(&format!("{late}{risky}{rest}\n{NETWORK}"));
    let refused: Vec<_> =
        quote.refused.iter().map(|row| (row.by.code(), row.reason.as_str())).collect();
    assert_eq!(
        refused,
        [
            ("too_late", "it promises 2 days, and the fastest route takes 12"),
            ("too_risky", "its routes lose more than 1 parcels of a million"),
        ]
    );
}
