//! Compares prices, as the compiled network charges them, with the point quotes that calibration has not
//! seen. It prices the line of each quote by the network's own rules and prints tables; it judges nothing
//! but the two bounds of [`Report::verdict`].

mod report;
#[cfg(test)]
mod tests;

use crate::pricing::{
    calibrate::{
        calibrate,
        facts::{Facts, Quote},
        fit::median,
        read_facts,
    },
    rate::{Destination, charged_grams, rate_of},
    table::read_rows,
    tables::PriceTables,
};
use anyhow::{Context as _, Result, bail};
use jiff::civil;
use portolan_model::{CountryCode, Currency, Goods, Mass, Money, Side, Size};
use portolan_network::{
    NetworkSource, RideEnd, Shipment, Snapshot, TableFile, compile,
    pricing::{PriceRequest, PricedUse, price_subject},
    records::TariffSubject,
};
use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write as _},
    path::Path,
};

pub use report::Report;

/// Why a quote is farther off than it may be, by quoted service and country.
pub type Explained = BTreeMap<(String, String), String>;

/// The day of the quotes.
const QUOTE_DAY: civil::Date = civil::date(2026, 1, 27);
/// The quoted parcel is a cube of this edge.
const EDGE_MM: u32 = 120;
/// What a parcel with a battery is taken to hold.
const BATTERY_GOODS: &str = "general|UN3481 contained_in";
const ORIGIN: &str = "CN";
/// Its cards reach Russia alone, so that its quotes count as of a carrier without a card.
const ONE_CARD_CARRIER: &str = "China Post";
const MILLION: i64 = 1_000_000;

/// A quote beside what the network charges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The quote.
    pub quote: Quote,
    /// What the network charges in fen, or why it charges nothing.
    pub modelled: Result<i64, String>,
    /// What one price per kilogram would say, in fen.
    pub naive_fen: i64,
}

impl Compared {
    /// How far the network is from the quote, in parts per million of the quote.
    pub fn error_ppm(&self) -> Option<i64> {
        let modelled = *self.modelled.as_ref().ok()?;
        Some((modelled - self.quote.price_fen).abs() * MILLION / self.quote.price_fen.max(1))
    }

    /// Whether one of the two is more than `times` the other.
    pub fn is_beyond(&self, times: i64) -> bool {
        self.modelled.as_ref().is_ok_and(|&modelled| {
            modelled > self.quote.price_fen * times || self.quote.price_fen > modelled * times
        })
    }
}

/// Prices the line of every held-out quote.
///
/// # Errors
/// When the facts name a country or goods that no network can know.
pub fn check(snapshot: &Snapshot, facts: &Facts) -> Result<Report> {
    let naive_fen_per_kg = naive_price(facts)?;
    let mut compared = Vec::new();
    for quote in facts.held_out_quotes() {
        compared.push(Compared {
            quote: quote.clone(),
            modelled: charge_fen(snapshot, quote)?,
            naive_fen: naive_fen_per_kg * quote.grams / 1_000,
        });
    }
    let used = facts.calibration_quotes().count();
    Ok(Report { compared, used, naive_fen_per_kg })
}

/// What the network charges for the parcel of a quote on its line: the tariff and all surcharges.
fn charge_fen(snapshot: &Snapshot, quote: &Quote) -> Result<Result<i64, String>> {
    let found = snapshot.lines.entries().find(|(_, line)| line.key.as_str() == quote.line);
    let Some((line, _)) = found else {
        return Ok(Err(format!("no line {}", quote.line)));
    };
    let ends = (end_of(snapshot, ORIGIN)?, end_of(snapshot, &quote.country)?);
    let (Some(from), Some(to)) = ends else {
        return Ok(Err(format!("no zone in {}", quote.country)));
    };
    let currency = Currency::iso("CNY")?;
    let goods = if quote.goods == "battery" { BATTERY_GOODS } else { "general" };
    let shipment = Shipment {
        actual: Mass::from_grams(u32::try_from(quote.grams)?)?,
        size: Some(Size::new_box(EDGE_MM, EDGE_MM, EDGE_MM)?),
        goods: Goods::parse(goods)?,
        value: Money::zero(currency),
    };
    let request = PriceRequest {
        side: Side::Buy,
        tier: None,
        day: QUOTE_DAY,
        currency,
        shipment: &shipment,
        destination: &to,
    };
    let priced =
        PricedUse { subject: TariffSubject::Line(line), from: &from, to: &to, previous: None };
    Ok(match price_subject(snapshot, &request, &priced) {
        Ok(charges) => Ok(charges.iter().map(|charge| charge.amount.minor()).sum()),
        Err(reason) => Err(reason.to_string()),
    })
}

/// The main zone of a country, as if only the country were known.
fn end_of(snapshot: &Snapshot, country: &str) -> Result<Option<RideEnd>> {
    let code = CountryCode::parse(country).with_context(|| format!("country `{country}`"))?;
    Ok(snapshot.zones_of(code, None).ok().map(|matched| matched.end))
}

/// The baseline: the median price per kilogram of the same quotes and cards that calibration sees.
fn naive_price(facts: &Facts) -> Result<i64> {
    let per_kg = |fen: i64, grams: i64| fen * 1_000 / grams.max(1);
    let quotes = facts.calibration_quotes();
    let mut prices: Vec<i64> = quotes.map(|quote| per_kg(quote.price_fen, quote.grams)).collect();
    let grams = facts.quotes.first().map_or(1_000, |quote| quote.grams);
    let holds = |from: i64, to: i64| from < grams && grams <= to;
    let bands = facts.cards.iter().filter(|band| holds(band.from_grams, band.to_grams));
    prices.extend(bands.map(|band| per_kg(band.price_fen(grams), grams)));
    median(&prices).context("there are no prices")
}

/// The stricter reading, in which a carrier with a card to one country alone has a card: calibrates again
/// without any quote of that carrier and compares the models' own prices, since the network is made by
/// the other reading.
///
/// # Errors
/// When the models cannot be fitted.
pub fn check_strictly(facts: &Facts) -> Result<Report> {
    let facts = facts.clone().holding_out(ONE_CARD_CARRIER);
    let mut tables = PriceTables::committed()?;
    tables.apply(&calibrate(&facts, &tables)?);
    let naive_fen_per_kg = naive_price(&facts)?;
    let mut compared = Vec::new();
    for quote in facts.held_out_quotes() {
        let terms = tables.get_terms(&quote.line)?;
        let distance_km = facts.distances.get(&quote.country).copied().unwrap_or(0);
        let to = Destination { country: &quote.country, distance_km };
        let price = rate_of(&tables, &quote.line, to)?.price_fen(charged_grams(terms, quote.grams));
        compared.push(Compared {
            quote: quote.clone(),
            modelled: Ok(price * (100 + terms.fuel_percent) / 100),
            naive_fen: naive_fen_per_kg * quote.grams / 1_000,
        });
    }
    Ok(Report { compared, used: facts.calibration_quotes().count(), naive_fen_per_kg })
}

/// Reads the folder of facts and the network, prints the tables, and fails where the bounds are passed.
///
/// # Errors
/// When something cannot be read, or the prices are too far from the quotes.
pub fn run(facts: &Path, network: &Path) -> Result<()> {
    let facts = read_facts(facts)?;
    let report = check(&compile(&read_network(network)?)?, &facts)?;
    let explained = explained(include_str!("../tables/price_explained.csv"))?;
    let mut text = report.text(&explained);
    text.push_str("\nWith every quote of China Post held out too:\n\n");
    text.push_str(&check_strictly(&facts)?.summary());
    io::stdout().write_all(text.as_bytes())?;
    let faults = report.verdict(&explained);
    if !faults.is_empty() {
        bail!("{}", faults.join("; "));
    }
    Ok(())
}

fn explained(text: &str) -> Result<Explained> {
    let rows = read_rows("price_explained.csv", text, |row| {
        let key = (row.text("quoted")?.to_owned(), row.text("country")?.to_owned());
        Ok((key, row.text("reason")?.to_owned()))
    })?;
    Ok(rows.into_iter().collect())
}

/// The files of a network folder.
///
/// # Errors
/// When the folder cannot be read.
pub fn read_network(folder: &Path) -> Result<NetworkSource> {
    let mut files = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    for entry in entries {
        let path = entry?.path();
        if let Some(name) = path.file_name().and_then(|name| name.to_str()) {
            files.push(TableFile { path: name.to_owned(), bytes: fs::read(&path)? });
        }
    }
    Ok(NetworkSource { folders: vec![files] })
}
