//! What merchants are charged: for each service, lane and tier a margin on the cheapest line that may serve
//! it, never falling with mass and never below the slower service.

use super::sold::{self, Sold};
use super::{
    rows::{Band, Tariff},
    table::{amount, hundredths, read_rows},
};
use crate::world::{Line, World};
use anyhow::{Context as _, Result};
use std::collections::{BTreeMap, BTreeSet};

/// Ends of the sell bands, in grams, with the step by which each band grows. Every service has the same, so
/// that comparing the ends of a band compares the whole of it.
const BANDS: &[(u32, u32)] = &[
    (100, 100),
    (250, 150),
    (500, 250),
    (1_000, 250),
    (2_000, 250),
    (3_000, 250),
    (5_000, 500),
    (10_000, 500),
    (20_000, 1_000),
    (30_000, 1_000),
    (50_000, 1_000),
    (70_000, 1_000),
];
/// What collection is taken to cost: per item and per kilogram, in fen, where the currency is the yuan.
const COLLECTION_FEN: (i64, i64) = (300, 100);
/// Lines from a warehouse abroad are named after its country.
const WAREHOUSE_PREFIX: &str = "owh-";
/// Lines into China.
const IMPORT_PREFIX: &str = "import-";
const CHINA: &str = "CN";
const YUAN: &str = "CNY";
const RULES: &str = include_str!("../../tables/price_sell.csv");
const SERVICES: &str = include_str!("../../tables/services.toml");

/// How a service is priced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The service.
    pub service: String,
    /// The slower service that it is never cheaper than, or empty.
    pub above: String,
    /// Keys of lines, or the beginning of keys and `*`, as `services.toml` lists them.
    pub lines: Vec<String>,
    /// Percent of the cost that developing and mature clients pay.
    pub percent: [(&'static str, i64); 2],
    /// cm³ per kilogram.
    pub divisor: String,
    /// The rule.
    pub source: String,
}

impl Rule {
    /// Whether a line may serve.
    pub fn holds(&self, line: &str) -> bool {
        self.lines.iter().any(|pattern| match pattern.split_once('*') {
            Some((head, tail)) => line.starts_with(head) && line.ends_with(tail),
            None => line == pattern,
        })
    }
}

/// The committed rules, a slower service before the one above it.
pub fn rules() -> Result<Vec<Rule>> {
    let services = service_lines(SERVICES)?;
    read_rows("price_sell.csv", RULES, |row| {
        let percent = |column: &str| Ok::<i64, anyhow::Error>(row.whole(column)?.unwrap_or(100));
        let service = row.text("service")?.to_owned();
        let lines = services.get(&service).cloned();
        Ok(Rule {
            lines: lines.with_context(|| format!("services.toml has no `{service}`"))?,
            service,
            above: row.text("above")?.to_owned(),
            percent: [
                ("developing", percent("developing_percent")?),
                ("mature", percent("mature_percent")?),
            ],
            divisor: row.text("volumetric_divisor")?.to_owned(),
            source: row.text("source")?.to_owned(),
        })
    })
}

/// The lines of each service.
fn service_lines(text: &str) -> Result<BTreeMap<String, Vec<String>>> {
    let table: toml::Table = text.parse()?;
    let services = table.get("service").and_then(toml::Value::as_array);
    let mut lines = BTreeMap::new();
    for service in services.context("services.toml has no services")? {
        let key = service.get("service").and_then(toml::Value::as_str);
        let own = service.get("lines").and_then(toml::Value::as_array);
        let (Some(key), Some(own)) = (key, own) else { continue };
        let own = own.iter().filter_map(toml::Value::as_str).map(str::to_owned);
        lines.insert(key.to_owned(), own.collect());
    }
    Ok(lines)
}

/// From, to and currency: what sell tariffs are for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Lane {
    from: String,
    to: String,
    currency: String,
}

/// A buy tariff read for its price alone.
#[derive(Debug, Clone)]
struct Cost {
    line: String,
    bands: Vec<CostBand>,
    minimum_grams: i64,
    round_up_grams: i64,
    fuel_percent: i64,
}

#[derive(Debug, Clone)]
struct CostBand {
    from_grams: i64,
    to_grams: i64,
    item: i64,
    kg: i64,
    first_grams: i64,
    step_grams: i64,
    step: i64,
}

impl Cost {
    fn read(tariff: &Tariff, fuel_percent: i64) -> Result<Self> {
        let cell = |text: &str| if text.is_empty() { Ok(0) } else { hundredths(text) };
        let whole = |text: &str| Ok::<i64, anyhow::Error>(cell(text)? / 100);
        let bands = tariff.bands.iter().map(|band| {
            Ok(CostBand {
                from_grams: band.from_grams.into(),
                to_grams: band.to_grams.map_or(i64::MAX, i64::from),
                item: cell(&band.flat)? + cell(&band.per_item)? + cell(&band.first_price)?,
                kg: cell(&band.per_kg)?,
                first_grams: whole(&band.first_grams)?,
                step_grams: whole(&band.step_grams)?,
                step: cell(&band.step_price)?,
            })
        });
        Ok(Self {
            line: tariff.of.clone(),
            bands: bands.collect::<Result<_>>().with_context(|| tariff.tariff.clone())?,
            minimum_grams: whole(&tariff.minimum_grams)?,
            round_up_grams: whole(&tariff.round_up_grams)?,
            fuel_percent,
        })
    }

    /// In hundredths, with fuel; nothing where the mass is not carried.
    fn of(&self, grams: i64) -> Option<i64> {
        let holds = |band: &&CostBand| band.from_grams < grams && grams <= band.to_grams;
        let band = self.bands.iter().find(holds)?;
        let mut charged = grams.max(self.minimum_grams);
        if self.round_up_grams > 0 {
            charged = (charged + self.round_up_grams - 1) / self.round_up_grams;
            charged *= self.round_up_grams;
        }
        let mut price = band.item + (band.kg * charged + 999) / 1_000;
        if band.step_grams > 0 {
            let beyond = (charged - band.first_grams).max(0);
            price += band.step * ((beyond + band.step_grams - 1) / band.step_grams);
        }
        Some((price * (100 + self.fuel_percent) + 99) / 100)
    }
}

/// The sell tariffs over `buy`, the tariffs of lines.
pub fn tariffs(
    world: &World,
    buy: &[Tariff],
    fuel_percents: &BTreeMap<String, i64>,
) -> Result<Vec<Tariff>> {
    let lines: BTreeMap<&str, &Line> =
        world.lines.iter().map(|line| (line.key.as_str(), line)).collect();
    let mut lanes: BTreeMap<Lane, Vec<Cost>> = BTreeMap::new();
    for tariff in buy {
        let Some(line) = lines.get(tariff.of.as_str()).filter(|line| line.facilities.is_empty())
        else {
            continue;
        };
        let lane = Lane {
            from: from_of(line, tariff),
            to: tariff.to.clone(),
            currency: tariff.currency.clone(),
        };
        let fuel = fuel_percents.get(&line.key).copied().unwrap_or(0);
        lanes.entry(lane).or_default().push(Cost::read(tariff, fuel)?);
    }
    let known: BTreeSet<&str> = world.services.iter().map(String::as_str).collect();
    let rules: Vec<Rule> =
        rules()?.into_iter().filter(|rule| known.contains(rule.service.as_str())).collect();
    let sold = sold::committed()?;
    let mut sell = Vec::new();
    for (lane, costs) in &lanes {
        for tier in 0..2 {
            sell.extend(lane_tariffs(lane, costs, &rules, &sold, tier));
        }
    }
    Ok(sell)
}

/// Where a parcel on the line comes from: a warehouse's country, what the tariff of an import says, China.
fn from_of(line: &Line, tariff: &Tariff) -> String {
    if let Some(country) = line.key.strip_prefix(WAREHOUSE_PREFIX) {
        return country.to_uppercase();
    }
    let is_abroad = line.key.starts_with(IMPORT_PREFIX) && line.export_mode != "domestic_express";
    if is_abroad { tariff.from.clone() } else { CHINA.to_owned() }
}

/// The price at the beginning and the step of each band, in hundredths.
type Ladder = Vec<Option<(i64, i64)>>;

fn lane_tariffs(
    lane: &Lane,
    costs: &[Cost],
    rules: &[Rule],
    sold: &Sold,
    tier: usize,
) -> Vec<Tariff> {
    let mut ladders: BTreeMap<&str, Ladder> = BTreeMap::new();
    let mut tariffs = Vec::new();
    for rule in rules {
        let own: Vec<&Cost> = costs.iter().filter(|cost| rule.holds(&cost.line)).collect();
        let below = ladders.get(rule.above.as_str()).cloned();
        let below = below.unwrap_or_else(|| vec![None; BANDS.len()]);
        if own.is_empty() {
            ladders.insert(&rule.service, below);
            continue;
        }
        let (name, percent) = rule.percent[tier];
        let serving = sold.get(&(rule.service.clone(), lane.to.clone()));
        let serving = serving.filter(|_| lane.from == CHINA).map(Vec::as_slice);
        let cost = |grams: i64| cost_of(lane, &own, serving, grams);
        let ladder = ladder_of(cost, percent, &below);
        if ladder.iter().any(Option::is_some) {
            tariffs.push(sell_tariff(lane, rule, name, &ladder));
        }
        let highest = ladder.iter().zip(&below);
        ladders.insert(&rule.service, highest.map(|(own, under)| own.or(*under)).collect());
    }
    tariffs
}

/// What a mass costs the network with its collection: the dearest of the lines that were found to serve, or
/// the cheapest of all that may where none was.
fn cost_of(
    lane: &Lane,
    costs: &[&Cost],
    serving: Option<&[BTreeSet<String>]>,
    grams: i64,
) -> Option<i64> {
    let band = sold::BANDS.iter().position(|(heaviest, _)| grams <= i64::from(*heaviest));
    let lines = band.and_then(|band| serving?.get(band));
    let serves = |cost: &&&Cost| lines.is_some_and(|lines| lines.contains(&cost.line));
    let dearest = costs.iter().filter(serves).filter_map(|cost| cost.of(grams)).max();
    let found = dearest.or_else(|| costs.iter().filter_map(|cost| cost.of(grams)).min())?;
    let collection = COLLECTION_FEN.0 + COLLECTION_FEN.1 * grams / 1_000;
    Some(found + if lane.currency == YUAN { collection } else { 0 })
}

/// The price steps of a service: a margin on the cost at both ends of each band, at least what the band
/// before ends with and what the service below asks.
fn ladder_of(cost: impl Fn(i64) -> Option<i64>, percent: i64, below: &Ladder) -> Ladder {
    let target = |grams: i64| Some((cost(grams)? * percent + 99) / 100);
    let mut ladder = Ladder::new();
    let (mut from, mut reached) = (0, 0);
    for (index, (to, step_grams)) in BANDS.iter().enumerate() {
        let (to, step_grams) = (i64::from(*to), i64::from(*step_grams));
        let steps = (to - from) / step_grams;
        let (Some(first), Some(last)) = (target(from + 1), target(to)) else {
            ladder.push(None);
            from = to;
            continue;
        };
        let (under_first, under_last) =
            below[index].map_or((0, 0), |(first, step)| (first, first + step * steps));
        let first = round_up(first.max(reached).max(under_first), 100);
        let climb = (last.max(under_last) - first).max(0);
        let step = round_up((climb + steps - 1) / steps, 10);
        reached = first + step * steps;
        from = to;
        ladder.push(Some((first, step)));
    }
    ladder
}

fn round_up(value: i64, unit: i64) -> i64 {
    (value + unit - 1) / unit * unit
}

fn sell_tariff(lane: &Lane, rule: &Rule, tier: &str, ladder: &Ladder) -> Tariff {
    let mut from_grams = 0;
    let mut bands = Vec::new();
    for (rung, (to_grams, step_grams)) in ladder.iter().zip(BANDS) {
        if let Some((first, step)) = rung {
            bands.push(Band {
                from_grams,
                to_grams: Some(*to_grams),
                first_grams: from_grams.to_string(),
                first_price: amount(*first),
                step_grams: step_grams.to_string(),
                step_price: amount(*step),
                ..Band::default()
            });
        }
        from_grams = *to_grams;
    }
    let from = if lane.from.is_empty() { "any" } else { &lane.from };
    Tariff {
        tariff: format!("sell-{}-{from}-{}-{tier}", rule.service, lane.to).to_lowercase(),
        side: "sell".into(),
        tier: tier.into(),
        scope: "service".into(),
        of: rule.service.clone(),
        from: lane.from.clone(),
        to: lane.to.clone(),
        currency: lane.currency.clone(),
        band_by: "chargeable".into(),
        charge_by: "chargeable".into(),
        volumetric_divisor: rule.divisor.clone(),
        source: format!("{} ({tier})", rule.source),
        is_estimated: true,
        bands,
        ..Tariff::default()
    }
}
