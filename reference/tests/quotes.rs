//! Thirty quotes to thirty countries, as a page of the book shows them: a parcel of 500 g of general goods
//! worth 20 USD from Hangzhou, the price and the days of each offer's line beside the nearest that was
//! published of it.
//!
//! `PORTOLAN_UPDATE=1 cargo test -p portolan-reference --test quotes` writes the table anew; what it says
//! must then be read. Published prices of private carriers are not shipped: `facts/published_prices.csv`
//! holds how far the network was from them and its price then. Where the network's price has changed the test
//! fails, and `PORTOLAN_FACTS=DIR` beside `PORTOLAN_UPDATE=1` holds the prices against the folder again.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "quotes/published.rs"]
mod published;

use std::fmt::Write as _;
use std::path::Path;

use portolan_model::{ClientTier, CountryCode, Goods, Mass, Money, Postcode};
use portolan_network::pricing::ChargeKind;
use portolan_network::records::TariffSubject;
use portolan_network::{Shipment, Snapshot, check};
use portolan_reference::atlas::Atlas;
use portolan_reference::days::DayBook;
use portolan_reference::folder::{read_network, read_sources};
use portolan_reference::record::{Record, Sources};
use portolan_routing::{Endpoint, EntryWish, Live, Offer, Query, Searcher};
use published::Prices;

const PAGE: &str = "../docs/reference-network.md";
const BEGIN: &str = "<!-- quotes: begin -->\n";
const END: &str = "<!-- quotes: end -->\n";

/// Where to: the largest markets of the platforms and some that hardly anybody quotes.
pub(crate) const PLACES: [(&str, &str); 30] = [
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

pub(crate) fn query(snapshot: &Snapshot, country: &str, postcode: &str, grams: u32) -> Query {
    let end = |country: &str, postcode: &str| Endpoint::Postcode {
        country: CountryCode::parse(country).unwrap(),
        postcode: Postcode::parse(postcode).ok(),
    };
    Query {
        from: end("CN", "310000"),
        to: end(country, postcode),
        ready: "2026-03-02T10:00:00+08:00".parse().unwrap(),
        shipment: Shipment {
            actual: Mass::from_grams(grams).unwrap(),
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

/// The line that an offer rides and what its tariff charges, with the source of that price.
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

/// What was published of a line's days to a country, or to its part of the world: calendar days, working
/// days counted as 7 for 5.
fn published_days(sources: &Sources, line: &str, country: &str) -> Option<(i64, i64, String)> {
    let own: Vec<&Record> = sources
        .table("facts/transit")
        .unwrap()
        .iter()
        .filter(|row| row.get("line") == line)
        .collect();
    let find = |fits: &dyn Fn(&str) -> bool| own.iter().find(|row| fits(row.get("country")));
    let row = find(&|at| at == country)
        .or_else(|| find(&|at| at.len() > 1 && is_in_region(sources, country, at)))
        .or_else(|| find(&|at| at == "*"))?;
    let days = |column: &str| {
        let days: i64 = row.get(column).parse().ok()?;
        Some(if row.get("unit").starts_with("working") { (days * 7 + 4) / 5 } else { days })
    };
    // One bound alone is both.
    let (min, max) = (days("days_min"), days("days_max"));
    let at = row.get("country").trim_start_matches('*');
    let at = if at.is_empty() || at == country { String::new() } else { format!("{at}: ") };
    Some((min.or(max)?, max.or(min)?, format!("{at}{}", row.get("source").replace('|', "/"))))
}

/// Whether a country lies in a part of the world as publications name it.
fn is_in_region(sources: &Sources, country: &str, name: &str) -> bool {
    let nation = sources.row("facts/countries", "country", country).unwrap();
    let is_neighbour = ["Eastern Asia", "South-eastern Asia"].contains(&nation.get("subregion"));
    match name {
        "*Europe" => nation.get("region") == "Europe",
        "*Europe and America" => ["Europe", "Americas"].contains(&nation.get("region")),
        "*Asia neighbours" => is_neighbour,
        "*Other regions" => {
            !is_neighbour && !["Europe", "Americas"].contains(&nation.get("region"))
        }
        _ => false,
    }
}

/// A row's cells on days: the published range, how p50 lies to it, and why where it is not inside.
fn days_cells(sources: &Sources, line: &str, country: &str, p50: i64) -> (String, String, String) {
    let explained = sources.table("tables/quote_days_explained").unwrap();
    let of =
        |row: &&Record| row.get("line") == line && ["*", country].contains(&row.get("country"));
    let why = explained.iter().find(of).map_or("", |row| row.get("why")).to_owned();
    let Some((min, max, source)) = published_days(sources, line, country) else {
        let atlas = Atlas::read(sources).unwrap();
        let book = DayBook::read(sources, &atlas).unwrap();
        let rule = book.target(line, &atlas.nations[country]).map(|target| target.source);
        let why = if let Ok(rule) = rule {
            format!("days: none published for this line to the country; {rule}")
        } else {
            assert!(!why.is_empty(), "{line} to {country}: days of no publication, no rule");
            format!("days: {why}")
        };
        return ("none".into(), "–".into(), why);
    };
    let range = format!("{min}–{max}: {source}");
    let fit = match p50 {
        _ if p50 < min => format!("{} under", min - p50),
        _ if p50 > max => format!("{} over", p50 - max),
        _ => return (range, "inside".into(), String::new()),
    };
    let why = if why.is_empty() { why } else { format!("days: {why}") };
    (range, fit, why)
}

fn table(snapshot: &Snapshot, sources: &Sources, prices: &Prices) -> String {
    let mut table = String::from(
        "| to | service | sold at | line, and what it costs | price beside | is | days p50 / p90 | published | p50 is | why |\n\
         |---|---|---|---|---|---|---|---|---|---|\n",
    );
    let mut searcher = Searcher::new(snapshot);
    let mut unexplained = Vec::new();
    for (country, postcode) in PLACES {
        let quote =
            searcher.quote(&Live::none(), &query(snapshot, country, postcode, 500)).unwrap();
        let services: Vec<&str> = quote
            .offers
            .iter()
            .map(|offer| snapshot.services[offer.service].key.as_str())
            .collect();
        assert!(services.len() >= 3, "{country}: {services:?}");
        for offer in &quote.offers {
            let route = &offer.route;
            let (line, cost) = ridden(snapshot, offer);
            let (beside, percent, price_why) = prices.cells(&line, country);
            let days = |date: jiff::civil::Date| i64::from((date - route.hand_in).get_days());
            let (p50, p90) = (days(route.date_p50), days(route.date_p90));
            let (range, fit, days_why) = days_cells(sources, &line, country, p50);
            if days_why.is_empty() && fit != "inside" {
                unexplained.push(format!("{line} to {country}: {p50}, {fit}, {range}"));
            }
            let why: Vec<String> =
                [price_why, days_why].into_iter().filter(|why| !why.is_empty()).collect();
            let service = &snapshot.services[offer.service].key;
            let price = offer.price.to_decimal();
            writeln!(
                table,
                "| {country} {postcode} | {service} | {price} | `{line}` {cost} | {beside} | {percent} | {p50} / {p90} | {range} | {fit} | {} |",
                why.join("; ")
            )
            .unwrap();
        }
    }
    assert!(
        unexplained.is_empty(),
        "tables/quote_days_explained.csv is silent on {unexplained:#?}"
    );
    table
}

#[test]
fn thirty_quotes_stand_in_the_book() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let network = read_network(&[&root.join("../network/reference")]).unwrap();
    let checked = check(&network);
    let snapshot = checked.snapshot.expect("the committed network compiles");
    let is_update = std::env::var_os("PORTOLAN_UPDATE").is_some();
    if let Some(facts) = std::env::var_os("PORTOLAN_FACTS").filter(|_| is_update) {
        let text = published::compare(&snapshot, &read_sources(root).unwrap(), Path::new(&facts));
        std::fs::write(root.join("facts/published_prices.csv"), text).unwrap();
    }
    let sources = read_sources(root).unwrap();
    let prices = Prices::read(&snapshot, &sources);
    let table = table(&snapshot, &sources, &prices);
    let path = root.join(PAGE);
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(BEGIN).expect("the page marks where the table begins");
    let (told, after) = rest.split_once(END).expect("the page marks where the table ends");
    if is_update {
        std::fs::write(&path, [before, BEGIN, &table, END, after].concat()).unwrap();
        return;
    }
    assert!(
        told == table,
        "the quotes changed: run with PORTOLAN_UPDATE=1, read the difference, explain deviations"
    );
}
