//! Compares days as the compiled network gives them with published ranges.
//!
//! One line is searched door to door from Hangzhou on fourteen days running; the mean of its p50 is held
//! against the middle of the range, the mean of its p90 against its end. Rows that are a platform's limit
//! are left out: they say when a merchant is fined, not how long a parcel takes. Beside it stands what
//! the rules say of a country when nothing published about the country itself is used.

mod report;

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use jiff::civil;
use portolan_model::{ClientTier, CountryCode, Currency, Goods, Mass, Money, Size};
use portolan_network::records::LineIdx;
use portolan_network::{Shipment, Snapshot, compile};
use portolan_routing::{Endpoint, EntryWish, Live, Query, RouteFilter, Searcher};

use crate::atlas::Atlas;
use crate::days::{DayBook, Days, Range};
use crate::folder::{read_network, read_sources, read_table};
use crate::record::{Record, Sources};

pub use report::Report;

/// First day of hand-in, and how many days follow: two weeks without a holiday in China.
const FIRST_DAY: civil::Date = civil::date(2026, 3, 2);
const HAND_INS: i32 = 14;
/// Hour of hand-in.
const HAND_IN_HOUR: i8 = 10;
/// Zone of hand-in.
const ORIGIN: &str = "cn-hangzhou";
/// Goods tried in turn: special lines refuse what is general.
const GOODS: [&str; 4] = ["general", "clothing", "cosmetic", "battery|UN3481 contained_in"];
const GRAMS: u32 = 600;
const EDGE_MM: u32 = 150;
/// Cents of US dollars declared: within the limit of lines for cheap goods.
const VALUE: &str = "4 USD";
/// The rule by which a country's days follow from other countries' alone.
const HELD_OUT: &str = "rule:days-3";
/// What a row that is no transit time says.
const LIMIT: &str = "platform limit";

/// A published range of one line to one country.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// Our line.
    pub line: String,
    /// Country.
    pub country: String,
    /// `carrier` or `reseller`.
    pub publisher: &'static str,
    /// In calendar days.
    pub range: Range,
}

/// A published range beside the network's days.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// The range.
    pub published: Published,
    /// The network's days; `None` where it has no route.
    pub network: Option<Days>,
    /// What the rules alone say.
    pub by_rule: Option<Days>,
    /// Whether that is rule:days-3, which sees nothing published about the country.
    pub is_held_out: bool,
}

/// Runs the check and prints its tables.
///
/// # Errors
/// When something cannot be read, the median error is too great, or a row is far off without a reason.
pub fn run(facts: &Path, root: &Path, networks: &[&Path]) -> Result<()> {
    let sources = read_sources(root)?;
    let snapshot =
        compile(&read_network(networks)?).map_err(|faults| anyhow::anyhow!("{faults}"))?;
    let published = read_published(&read_table(&facts.join("transit.csv"))?, &sources)?;
    let report = Report::new(compare(&snapshot, &sources, published)?, &sources)?;
    io::stdout().write_all(report.text().as_bytes())?;
    let faults = report.faults();
    if !faults.is_empty() {
        bail!("{}", faults.join("; "));
    }
    Ok(())
}

/// The ranges of `transit.csv` for our lines: one row for each line, country, publisher and range;
/// regions stand for the countries of `tables/transit_regions.csv`.
///
/// # Errors
/// When a number cannot be read.
pub fn read_published(rows: &[Record], sources: &Sources) -> Result<Vec<Published>> {
    let atlas = Atlas::read(sources)?;
    let mut found: BTreeMap<(String, String, &'static str, String), Published> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.get("measure").contains(LIMIT)) {
        let Some(line) = line_of(row, sources)? else { continue };
        let is_reseller = row.get("carrier").contains("reseller");
        let publisher = if is_reseller { "reseller" } else { "carrier" };
        let range = Range::read(row)?;
        let reach = sources.row("tables/lines", "line", &line)?.list("destinations");
        let reach = atlas.countries_of(&reach)?;
        // A region stands for those of its countries that the line serves; what goes to China is no export.
        let is_region = row.get("dest_iso2").starts_with('*');
        let is_compared =
            |country: &String| country != "CN" && (!is_region || reach.contains(country));
        let countries = countries_of(row.get("dest_iso2"), sources);
        for country in countries.into_iter().filter(is_compared) {
            let ends = format!("{:.1}-{:.1}", range.min, range.max);
            let published =
                Published { line: line.clone(), country: country.clone(), publisher, range };
            found.insert((line.clone(), country, publisher, ends), published);
        }
    }
    Ok(found.into_values().collect())
}

/// Our line for a carrier's service: the longest beginning that fits.
fn line_of(row: &Record, sources: &Sources) -> Result<Option<String>> {
    let (carrier, service) = (row.get("carrier"), row.get("service"));
    let fits = |known: &&Record| {
        carrier.starts_with(known.get("carrier")) && service.starts_with(known.get("service"))
    };
    let known = sources.table("tables/transit_services")?.iter().filter(fits);
    let best = known.max_by_key(|known| known.get("carrier").len() + known.get("service").len());
    Ok(best.map(|known| known.get("line").to_owned()))
}

fn countries_of(code: &str, sources: &Sources) -> Vec<String> {
    if !code.starts_with('*') {
        return vec![code.to_owned()];
    }
    let region = sources.row("tables/transit_regions", "region", code);
    region.map_or(Vec::new(), |row| row.list("countries").into_iter().map(str::to_owned).collect())
}

/// Holds every range against the network and against the rules.
///
/// # Errors
/// When a table cannot be read.
pub fn compare(
    snapshot: &Snapshot,
    sources: &Sources,
    published: Vec<Published>,
) -> Result<Vec<Compared>> {
    let atlas = Atlas::read(sources)?;
    let book = DayBook::read(sources, &atlas)?;
    let mut searcher = Searcher::new(snapshot);
    let mut known: BTreeMap<(String, String), Option<Days>> = BTreeMap::new();
    let mut compared = Vec::new();
    for published in published {
        let lane = (published.line.clone(), published.country.clone());
        let network = if let Some(days) = known.get(&lane) {
            *days
        } else {
            let days = days_of(&mut searcher, &published.line, &published.country)?;
            known.insert(lane, days);
            days
        };
        let nation = atlas.nations.get(&published.country);
        let by_rule = nation.and_then(|nation| book.by_rule(&published.line, nation).ok());
        let is_held_out = by_rule.as_ref().is_some_and(|target| target.source == HELD_OUT);
        let by_rule = by_rule.map(|target| target.days);
        compared.push(Compared { published, network, by_rule, is_held_out });
    }
    Ok(compared)
}

/// Mean days of a line to a country, over the days of hand-in; `None` where there is no route.
///
/// # Errors
/// When a word of the query cannot be read.
pub fn days_of(searcher: &mut Searcher, line: &str, country: &str) -> Result<Option<Days>> {
    let snapshot = searcher.snapshot();
    let Some(line) = snapshot.find_line(line) else { return Ok(None) };
    for goods in GOODS {
        let mut sum = Days { p50: 0.0, p90: 0.0 };
        let mut found = 0;
        for day in 0..HAND_INS {
            let query = query(snapshot, country, goods, day)?;
            if let Some(days) = fastest(searcher, &query, line)? {
                sum = Days { p50: sum.p50 + days.p50, p90: sum.p90 + days.p90 };
                found += 1;
            }
        }
        if found > 0 {
            let count = f64::from(found);
            return Ok(Some(Days { p50: sum.p50 / count, p90: sum.p90 / count }));
        }
    }
    Ok(None)
}

fn fastest(searcher: &mut Searcher, query: &Query, line: LineIdx) -> Result<Option<Days>> {
    let filter = RouteFilter { lines: Some([line].into()), ..RouteFilter::default() };
    let routes = searcher.search(&Live::none(), query, &filter)?;
    let p50 = routes.iter().map(portolan_routing::Route::days_p50).min();
    let p90 = routes.iter().map(portolan_routing::Route::days_p90).min();
    Ok(p50.zip(p90).map(|(p50, p90)| Days { p50: f64::from(p50), p90: f64::from(p90) }))
}

fn query(snapshot: &Snapshot, country: &str, goods: &str, day: i32) -> Result<Query> {
    let date = FIRST_DAY.checked_add(jiff::Span::new().days(day))?;
    let ready = date.at(HAND_IN_HOUR, 0, 0, 0).in_tz("Asia/Shanghai")?.timestamp();
    let origin = snapshot.find_node(ORIGIN).with_context(|| format!("no zone {ORIGIN}"))?;
    Ok(Query {
        from: Endpoint::Zone(origin),
        to: Endpoint::Postcode { country: CountryCode::parse(country)?, postcode: None },
        ready,
        shipment: Shipment {
            actual: Mass::from_grams(GRAMS)?,
            size: Some(Size::new_box(EDGE_MM, EDGE_MM, EDGE_MM)?),
            goods: Goods::parse(goods)?,
            value: Money::parse(VALUE)?,
        },
        tier: ClientTier::Developing,
        currency: Currency::iso("CNY")?,
        entry: EntryWish::Collection,
        given_fields: None,
        explain: false,
    })
}
