//! The nearest published price of each line and country that the thirty quotes ride.
//!
//! `tables/price_published.csv` lists where to look, nearest first: the line's own card or quote to the
//! country (`own`), another product's to the country (`kin`), its own to the nearest other country (`far`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use portolan_network::Snapshot;
use portolan_network::records::TariffSubject;
use portolan_reference::atlas::Atlas;
use portolan_reference::folder::read_table;
use portolan_reference::record::{Record, Sources};
use portolan_routing::{Live, RouteFilter, Searcher};

use super::{PLACES, query};

const HEADER: &str = "line,country,kind,at,carrier,service,grams,figure,network,percent,source\n";
/// Publishers whose figures may be stated: a post, a platform's own page, and a reseller's single quotes.
const STATED: [&str; 3] = ["China Post", "Wish", "BuckyDrop"];
/// A deviation up to this is rounding and needs no sentence.
const ROUNDING_PERCENT: i64 = 5;

/// What a line's tariff and surcharges charge to a country in fen, the cheapest of its routes.
fn network_fen(snapshot: &Snapshot, line: &str, country: &str, grams: u32) -> Option<i64> {
    let index = snapshot.find_line(line)?;
    let postcode = PLACES.iter().find(|(place, _)| *place == country).map_or("", |place| place.1);
    let filter = RouteFilter { lines: Some([index].into()), ..RouteFilter::default() };
    let query = query(snapshot, country, postcode, grams);
    let routes = Searcher::new(snapshot).search(&Live::none(), &query, &filter).ok()?;
    let of_line = |route: &portolan_routing::Route| -> i64 {
        let own = route.charges.iter().filter(|c| c.subject == TariffSubject::Line(index));
        own.map(|charge| charge.amount.minor()).sum()
    };
    routes.iter().map(of_line).min()
}

/// The prices published by a carrier's service for a mass, in fen, by country; the median where the
/// service's name stands for several.
fn listed(rates: &[Record], reference: &Record) -> BTreeMap<String, (i64, String)> {
    let grams: f64 = reference.get("grams").parse().unwrap();
    let kilograms = grams / 1_000.0;
    let cell = |row: &Record, column: &str| row.get(column).parse::<f64>().unwrap_or(0.0);
    let fits = |row: &&Record| {
        let (from, to) = (cell(row, "w_from_kg_excl"), cell(row, "w_to_kg_incl"));
        row.get("carrier").starts_with(reference.get("carrier"))
            && row.get("service").starts_with(reference.get("service"))
            && ["", "1"].contains(&row.get("zone"))
            && ((from < kilograms && kilograms <= to)
                || (from - to).abs() + (to - kilograms).abs() < 1e-9)
    };
    let mut prices: BTreeMap<String, Vec<(i64, String)>> = BTreeMap::new();
    for row in rates.iter().filter(fits) {
        let price = if row.get("first_price_cny").is_empty() {
            cell(row, "per_kg_cny") * kilograms + cell(row, "per_item_cny")
        } else {
            cell(row, "first_price_cny")
        };
        let year = row.get("year").split(" (").next().unwrap_or_default();
        let source = format!("{}, {year}", row.get("service"));
        #[expect(clippy::cast_possible_truncation, reason = "prices of a few hundred yuan")]
        let fen = (price * 100.0).round() as i64;
        prices.entry(row.get("dest_iso2").to_owned()).or_default().push((fen, source));
    }
    prices.retain(|country, _| country.len() == 2);
    prices
        .into_iter()
        .map(|(country, mut own)| {
            own.sort();
            (country, own.swap_remove((own.len() - 1) / 2))
        })
        .collect()
}

/// Holds the line of every quote against the nearest published price, as `facts/published_prices.csv`.
pub fn compare(snapshot: &Snapshot, sources: &Sources, facts: &Path) -> String {
    let rates = read_table(&facts.join("rates.csv")).unwrap();
    let atlas = Atlas::read(sources).unwrap();
    let mut text = String::from(HEADER);
    for (line, country) in lanes(snapshot) {
        let references = sources.table("tables/price_published").unwrap().iter();
        let found = references.filter(|row| row.get("line") == line).find_map(|reference| {
            let listed = listed(&rates, reference);
            let at = match reference.get("kind") {
                "far" => nearest(&atlas, &country, listed.keys())?,
                _ => country.clone(),
            };
            let (fen, source) = listed.get(&at)?.clone();
            let grams: u32 = reference.get("grams").parse().unwrap();
            Some((reference, at.clone(), fen, source, network_fen(snapshot, &line, &at, grams)?))
        });
        assert!(found.is_some(), "nothing is published beside {line} to {country}");
        let (reference, at, fen, source, network) = found.unwrap();
        let percent = (network * 200 / fen - 199).div_euclid(2);
        let is_stated = STATED.iter().any(|name| reference.get("carrier").starts_with(name));
        let figure = if is_stated { amount(fen) } else { String::new() };
        writeln!(
            text,
            "{line},{country},{},{at},\"{}\",\"{}\",{},{figure},{},{percent},\"{}\"",
            reference.get("kind"),
            reference.get("carrier"),
            reference.get("service"),
            reference.get("grams"),
            amount(network),
            source.replace('"', "'"),
        )
        .unwrap();
    }
    text
}

fn amount(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// The lines and countries of the thirty quotes.
fn lanes(snapshot: &Snapshot) -> BTreeSet<(String, String)> {
    let mut searcher = Searcher::new(snapshot);
    let mut lanes = BTreeSet::new();
    for (country, postcode) in PLACES {
        let quote =
            searcher.quote(&Live::none(), &query(snapshot, country, postcode, 500)).unwrap();
        for offer in quote.offers {
            let lines = offer.route.rides.iter().filter_map(|ride| ride.line);
            lanes
                .extend(lines.map(|line| {
                    (snapshot.lines[line].key.as_str().to_owned(), country.to_owned())
                }));
        }
    }
    lanes
}

fn nearest<'a>(
    atlas: &Atlas,
    country: &str,
    others: impl Iterator<Item = &'a String>,
) -> Option<String> {
    let position = |code: &str| {
        let nation = atlas.nation(code).ok()?;
        Some(atlas.airport(&nation.gateway).ok()?.position)
    };
    let own = position(country)?;
    let far = others.filter_map(|code| Some((position(code)?.km_to(own), code)));
    far.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, code)| code.clone())
}

/// What was published beside the lines of the quotes, as committed.
pub struct Prices {
    rows: Vec<Record>,
    references: Vec<Record>,
}

impl Prices {
    /// Reads the committed comparison and holds the network's prices to those it was made with.
    pub fn read(snapshot: &Snapshot, sources: &Sources) -> Self {
        let rows = sources.table("facts/published_prices").unwrap().to_vec();
        for row in &rows {
            let grams = row.get("grams").parse().unwrap();
            let (line, at) = (row.get("line"), row.get("at"));
            let network = network_fen(snapshot, line, at, grams).map(amount);
            assert_eq!(
                network.as_deref(),
                Some(row.get("network")),
                "{line} to {at} has another price than when it was compared: compare again"
            );
        }
        let references = sources.table("tables/price_published").unwrap().to_vec();
        Self { rows, references }
    }

    /// A row's cells on price: what it is beside, how far off, and why.
    pub fn cells(&self, line: &str, country: &str) -> (String, String, String) {
        let found = self.rows.iter().find(|r| r.get("line") == line && r.get("country") == country);
        assert!(found.is_some(), "{line} to {country} was never compared");
        let row = found.unwrap();
        let percent: i64 = row.get("percent").parse().unwrap();
        let reference = self.references.iter().find(|reference| {
            ["line", "carrier", "service", "kind"]
                .iter()
                .all(|column| reference.get(column) == row.get(column))
        });
        let why = reference.expect("the table of references has the row").get("why");
        let at = if row.get("at") == country { "" } else { row.get("at") };
        let figure = match row.get("figure") {
            "" => String::new(),
            figure => format!(", {figure} CNY"),
        };
        let mass = if row.get("grams") == "500" { "" } else { " for 1.2 kg" };
        let kind = match row.get("kind") {
            "own" => "",
            "kin" => "another product: ",
            _ => "nearest: ",
        };
        let source = row.get("source").replace('|', "/");
        let beside = format!("{kind}{source}{figure}{mass} {at}");
        let is_plain = row.get("kind") == "own" && percent.abs() <= ROUNDING_PERCENT;
        let why = if is_plain { String::new() } else { format!("price: {why}") };
        (beside.trim_end().to_owned(), format!("{percent:+} %"), why)
    }
}
