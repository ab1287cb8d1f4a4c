//! Which lines serve each service and country: found by asking the compiled network for offers on several
//! days, from several cities, at a mass in each band. Sell prices must cover the dearest of them.

pub mod goods;
#[cfg(test)]
mod tests;

use crate::{check_prices::read_network, pricing::table::read_rows};
use anyhow::{Context as _, Result};
use jiff::{civil, tz::TimeZone};
use portolan_model::{ClientTier, CountryCode, Currency, Goods, Mass, Money, Postcode};
use portolan_network::{Shipment, Snapshot, compile};
use portolan_routing::{Endpoint, EntryWish, Live, Query, Searcher};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::Path,
};

/// When and from where is asked: Hangzhou, Harbin, Shenzhen and Ürümqi, on six days of the week and in three
/// seasons, outside the peak; always at ten in the morning.
const ASKED: &[(&str, civil::Date)] = &[
    ("310000", civil::date(2026, 3, 2)),
    ("150000", civil::date(2026, 3, 6)),
    ("830000", civil::date(2026, 3, 8)),
    ("518000", civil::date(2026, 4, 16)),
    ("518000", civil::date(2026, 6, 10)),
    ("310000", civil::date(2026, 9, 12)),
];
const HOUR: i8 = 10;
const CHINA: &str = "CN";
/// A declared value that no service's limit stands against, in minor units of the euro.
const VALUE_MINOR: i64 = 2_000;

/// Bands of mass: the heaviest of the band and the mass that stands for it, in grams.
pub const BANDS: &[(u32, u32)] = &[
    (250, 200),
    (1_000, 800),
    (2_000, 1_800),
    (5_000, 3_000),
    (10_000, 8_000),
    (20_000, 15_000),
    (70_000, 25_000),
];

/// The lines that serve a service and country in each band, from [`BANDS`].
pub type Sold = BTreeMap<(String, String), Vec<BTreeSet<String>>>;

/// Asks the network and writes `price_sold.csv` into `tables`; for the goods too, and then
/// `price_sold_goods.csv` instead, which needs a network whose sell prices cover general goods already.
///
/// # Errors
/// When the network cannot be read or searched.
pub fn run(network: &Path, tables: &Path, asked: Asked) -> Result<()> {
    let snapshot = compile(&read_network(network)?)?;
    match asked {
        Asked::Lines => {
            fs::write(tables.join("price_sold.csv"), sold_csv(&find_sold(&snapshot)?))?;
        }
        Asked::Goods => {
            fs::write(tables.join("price_sold_goods.csv"), goods::find_csv(&snapshot)?)?;
        }
    }
    Ok(())
}

/// What is asked of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The lines that serve general goods.
    Lines,
    /// What other goods cost more.
    Goods,
}

/// The committed table.
pub fn committed() -> Result<Sold> {
    read_sold(include_str!("../../tables/price_sold.csv"))
}

/// Asks for offers to every country.
///
/// # Errors
/// When a search cannot be made at all.
pub fn find_sold(snapshot: &Snapshot) -> Result<Sold> {
    let mut sold = Sold::new();
    let mut searcher = Searcher::new(snapshot);
    for country in snapshot.countries.iter().filter(|country| country.code.as_str() != CHINA) {
        for (band, (_, grams)) in BANDS.iter().enumerate() {
            for (origin, day) in ASKED {
                let query = query_of(country.code, origin, *day, *grams)?;
                let Ok(quote) = searcher.quote(&Live::none(), &query) else { continue };
                for offer in quote.offers {
                    let service = snapshot.services[offer.service].key.as_str().to_owned();
                    let key = (service, country.code.as_str().to_owned());
                    let bands = sold.entry(key);
                    let bands = bands.or_insert_with(|| vec![BTreeSet::new(); BANDS.len()]);
                    let lines = offer.route.rides.iter().filter_map(|ride| ride.line);
                    let keys = lines.map(|line| snapshot.lines[line].key.as_str().to_owned());
                    bands[band].extend(keys);
                }
            }
        }
    }
    Ok(sold)
}

fn query_of(to: CountryCode, from: &str, day: civil::Date, grams: u32) -> Result<Query> {
    let zone = TimeZone::get("Asia/Shanghai")?;
    let currency = Currency::iso("CNY")?;
    Ok(Query {
        from: Endpoint::Postcode {
            country: CountryCode::parse(CHINA)?,
            postcode: Some(Postcode::parse(from)?),
        },
        to: Endpoint::Postcode { country: to, postcode: None },
        ready: day.at(HOUR, 0, 0, 0).to_zoned(zone)?.timestamp(),
        shipment: Shipment {
            actual: Mass::from_grams(grams)?,
            size: None,
            goods: Goods::general(),
            value: Money::from_minor(VALUE_MINOR, Currency::iso("EUR")?),
        },
        tier: ClientTier::Developing,
        currency,
        entry: EntryWish::Any,
        given_fields: None,
        explain: false,
    })
}

fn column(heaviest: u32) -> String {
    format!("to_{heaviest}")
}

fn sold_csv(sold: &Sold) -> String {
    let mut text = String::from("service,country");
    for (heaviest, _) in BANDS {
        // Writing to a string cannot fail.
        let _ = write!(text, ",{}", column(*heaviest));
    }
    text.push('\n');
    for ((service, country), bands) in sold {
        let _ = write!(text, "{service},{country}");
        for lines in bands {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let _ = write!(text, ",{}", lines.join("|"));
        }
        text.push('\n');
    }
    text
}

fn read_sold(text: &str) -> Result<Sold> {
    let rows = read_rows("price_sold.csv", text, |row| {
        let key = (row.text("service")?.to_owned(), row.text("country")?.to_owned());
        let bands = BANDS.iter().map(|(heaviest, _)| {
            let cell = row.text(&column(*heaviest))?;
            Ok(cell.split('|').filter(|line| !line.is_empty()).map(str::to_owned).collect())
        });
        Ok((key, bands.collect::<Result<Vec<BTreeSet<String>>>>().context("bands")?))
    })?;
    Ok(rows.into_iter().collect())
}
