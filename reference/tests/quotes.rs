//! Thirty quotes to thirty countries, as a page of the book shows them: a parcel of 500 g of general goods
//! worth 20 USD from Hangzhou, each offer's line beside what was published of it.
//!
//! `PORTOLAN_UPDATE=1 cargo test -p portolan-reference --test quotes` writes the table anew; what it says
//! must then be read, and each deviation explained below it.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::fmt::Write as _;
use std::path::Path;

use portolan_model::{ClientTier, CountryCode, Goods, Mass, Money, Postcode};
use portolan_network::pricing::ChargeKind;
use portolan_network::records::TariffSubject;
use portolan_network::{Shipment, Snapshot, check};
use portolan_reference::folder::{read_network, read_sources};
use portolan_reference::record::{Record, Sources};
use portolan_routing::{Endpoint, EntryWish, Live, Offer, Query, Searcher};

const PAGE: &str = "../docs/src/networks/reference-quotes.md";
const BEGIN: &str = "<!-- quotes: begin -->\n";
const END: &str = "<!-- quotes: end -->\n";

/// Where to: the largest markets of the platforms and some that hardly anybody quotes.
const PLACES: [(&str, &str); 30] = [
    ("US", "10001"),
    ("CA", "M5V 3L9"),
    ("MX", "06000"),
    ("BR", "01310-100"),
    ("CL", "8320000"),
    ("GB", "SW1A 1AA"),
    ("FR", "75011"),
    ("DE", "10115"),
    ("ES", "28001"),
    ("IT", "00118"),
    ("NL", "1011 AB"),
    ("PL", "00-001"),
    ("SE", "111 22"),
    ("CH", "8001"),
    ("TR", "34000"),
    ("RU", "101000"),
    ("KZ", "050000"),
    ("UA", "01001"),
    ("SA", "11564"),
    ("AE", ""),
    ("IL", "6100000"),
    ("ZA", "2000"),
    ("NG", "100001"),
    ("KE", "00100"),
    ("IN", "110001"),
    ("SG", "018956"),
    ("JP", "100-0001"),
    ("KR", "03051"),
    ("AU", "2000"),
    ("NZ", "1010"),
];

fn query(snapshot: &Snapshot, country: &str, postcode: &str) -> Query {
    let end = |country: &str, postcode: &str| Endpoint::Postcode {
        country: CountryCode::parse(country).unwrap(),
        postcode: Postcode::parse(postcode).ok(),
    };
    Query {
        from: end("CN", "310000"),
        to: end(country, postcode),
        ready: "2026-03-02T10:00:00+08:00".parse().unwrap(),
        shipment: Shipment {
            actual: Mass::from_grams(500).unwrap(),
            size: None,
            goods: Goods::parse("general").unwrap(),
            value: Money::parse("20.00 USD").unwrap(),
        },
        tier: ClientTier::Developing,
        currency: snapshot.base_currency,
        entry: EntryWish::Any,
        given_fields: None,
        explain: false,
    }
}

/// The line that an offer rides and what it costs on it, with the source of that price.
fn ridden(snapshot: &Snapshot, offer: &Offer) -> (String, String) {
    let charge =
        offer.route.charges.iter().find_map(|charge| match (charge.subject, charge.kind) {
            (TariffSubject::Line(line), ChargeKind::Tariff(tariff)) => Some((line, tariff, charge)),
            _ => None,
        });
    let Some((line, tariff, charge)) = charge else { return (String::new(), String::new()) };
    let source = &snapshot.tariffs[tariff].provenance.source;
    let mark = if source.estimated { "~" } else { "" };
    let price = format!("{mark}{} CNY: {}", charge.amount.to_decimal(), source.text);
    (snapshot.lines[line].key.to_string(), price.replace('|', "/"))
}

/// What was published of a line's days to a country: calendar days, working days counted as 7 for 5.
fn published(transit: &[Record], line: &str, country: &str) -> Option<(i64, i64, String)> {
    let of = |wanted: &str| {
        transit.iter().find(|row| row.get("line") == line && row.get("country") == wanted)
    };
    let row = of(country).or_else(|| of("*"))?;
    let days = |column: &str| {
        let days: i64 = row.get(column).parse().ok()?;
        Some(if row.get("unit").starts_with("working") { (days * 7 + 4) / 5 } else { days })
    };
    // One bound alone is both.
    let (min, max) = (days("days_min"), days("days_max"));
    Some((min.or(max)?, max.or(min)?, row.get("source").replace('|', "/")))
}

fn deviation(days: i64, min: i64, max: i64) -> String {
    match days {
        _ if days < min => format!("{} under", min - days),
        _ if days > max => format!("{} over", days - max),
        _ => "inside".to_owned(),
    }
}

fn table(snapshot: &Snapshot, sources: &Sources) -> String {
    let transit = sources.table("facts/transit").unwrap();
    let mut table = String::from(
        "| to | service | sold at | line, and what it costs | days p50 / p90 | published | p50 is |\n\
         |---|---|---|---|---|---|---|\n",
    );
    let mut searcher = Searcher::new(snapshot);
    for (country, postcode) in PLACES {
        let quote = searcher.quote(&Live::none(), &query(snapshot, country, postcode)).unwrap();
        let services: Vec<&str> = quote
            .offers
            .iter()
            .map(|offer| snapshot.services[offer.service].key.as_str())
            .collect();
        assert!(services.len() >= 2, "{country}: {services:?}");
        for offer in &quote.offers {
            let route = &offer.route;
            let (line, cost) = ridden(snapshot, offer);
            let days = |date: jiff::civil::Date| i64::from((date - route.hand_in).get_days());
            let (p50, p90) = (days(route.date_p50), days(route.date_p90));
            let (range, fit) = match published(transit, &line, country) {
                Some((min, max, source)) => {
                    (format!("{min}–{max}: {source}"), deviation(p50, min, max))
                }
                None => ("none; a rule's".to_owned(), "–".to_owned()),
            };
            let service = &snapshot.services[offer.service].key;
            let price = offer.price.to_decimal();
            writeln!(
                table,
                "| {country} {postcode} | {service} | {price} | `{line}` {cost} | {p50} / {p90} | {range} | {fit} |"
            )
            .unwrap();
        }
    }
    table
}

#[test]
fn thirty_quotes_stand_in_the_book() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let network = read_network(&[&root.join("../network/reference")]).unwrap();
    let checked = check(&network);
    let snapshot = checked.snapshot.expect("the committed network compiles");
    let table = table(&snapshot, &read_sources(root).unwrap());
    let path = root.join(PAGE);
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(BEGIN).expect("the page marks where the table begins");
    let (told, after) = rest.split_once(END).expect("the page marks where the table ends");
    if std::env::var_os("PORTOLAN_UPDATE").is_some() {
        std::fs::write(&path, [before, BEGIN, &table, END, after].concat()).unwrap();
        return;
    }
    assert!(
        told == table,
        "the quotes changed: run with PORTOLAN_UPDATE=1, read the difference, explain deviations"
    );
}
