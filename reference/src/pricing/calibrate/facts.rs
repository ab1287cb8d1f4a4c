//! Published prices as collected in a folder of facts: cards, which models are fitted to, and point
//! quotes, which are split into those that may be used and those that are held out for the check.

use crate::pricing::table::{hundredths, read_rows};
use anyhow::{Context as _, Result};
use std::collections::{BTreeMap, BTreeSet};

/// Distances are measured from this airport, as in the network.
const ORIGIN_AIRPORT: &str = "PVG";
/// A carrier has a card where its cards reach at least this many countries.
const CARD_COUNTRIES_MIN: usize = 2;
/// Zones within a country that a card prices first; the others are remote areas.
const MAIN_ZONES: &[&str] = &["", "1"];

/// One band of a published card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardBand {
    /// Whose card.
    pub carrier: String,
    /// The service as the card names it.
    pub service: String,
    /// Destination.
    pub country: String,
    /// Exclusive.
    pub from_grams: i64,
    /// Inclusive.
    pub to_grams: i64,
    item_fen: i64,
    kg_fen: i64,
    first_grams: i64,
    first_fen: i64,
    step_grams: i64,
    step_fen: i64,
}

impl CardBand {
    /// The card's price of a mass, in fen.
    pub fn price_fen(&self, grams: i64) -> i64 {
        let mut fen = self.item_fen + self.first_fen + (self.kg_fen * grams + 500) / 1_000;
        if self.step_grams > 0 {
            let beyond = (grams - self.first_grams).max(0);
            fen += self.step_fen * ((beyond + self.step_grams - 1) / self.step_grams);
        }
        fen
    }
}

/// A point quote: what one parcel of a mass costs to a country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Its place among the point quotes of the file, from 1.
    pub number: usize,
    /// The service as it was quoted.
    pub quoted: String,
    /// The carrier that carries it, by `price_quotes.csv`.
    pub carrier: String,
    /// The line of the network that it is compared with.
    pub line: String,
    /// The class of goods, or empty.
    pub goods: String,
    /// Destination.
    pub country: String,
    /// The parcel's mass.
    pub grams: i64,
    /// What was quoted, in fen.
    pub price_fen: i64,
    /// Whether calibration may not see it.
    pub is_held_out: bool,
    /// Whether its line's own model is fitted to such quotes.
    pub calibrates: bool,
}

/// Everything calibration and the check read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Bands of cards.
    pub cards: Vec<CardBand>,
    /// Point quotes in the order of the file.
    pub quotes: Vec<Quote>,
    /// Kilometres from Shanghai to each country's gateway.
    pub distances: BTreeMap<String, i64>,
}

/// The texts of the files that are read.
#[derive(Debug, Clone, Copy)]
pub struct FactTexts<'t> {
    /// `rates.csv` of the folder of facts.
    pub rates: &'t str,
    /// `air_distances.csv` of the folder of facts.
    pub distances: &'t str,
    /// `reference/tables/price_quotes.csv`.
    pub quotes: &'t str,
}

/// What a quoted service is compared with.
struct Compared {
    quoted: String,
    countries: Vec<String>,
    calibrates: bool,
    carrier: String,
    line: String,
    goods: String,
}

impl Facts {
    /// Reads the files.
    ///
    /// # Errors
    /// When a file does not have the columns or `price_quotes.csv` does not know a quoted service.
    pub fn read(texts: &FactTexts) -> Result<Self> {
        let compared = read_compared(texts.quotes)?;
        let mut facts = Self { distances: read_distances(texts.distances)?, ..Self::default() };
        let rows = read_rows("rates.csv", texts.rates, |row| {
            let (from, to) =
                (grams(row.text("w_from_kg_excl")?)?, grams(row.text("w_to_kg_incl")?)?);
            let is_usable =
                MAIN_ZONES.contains(&row.text("zone")?) && !row.text("note")?.contains("suspended");
            let band = CardBand {
                carrier: row.text("carrier")?.to_owned(),
                service: row.text("service")?.to_owned(),
                country: row.text("dest_iso2")?.to_owned(),
                from_grams: from,
                to_grams: to,
                item_fen: row.hundredths("per_item_cny")?.unwrap_or(0),
                kg_fen: row.hundredths("per_kg_cny")?.unwrap_or(0),
                first_grams: grams(row.text("first_kg")?)?,
                first_fen: row.hundredths("first_price_cny")?.unwrap_or(0),
                step_grams: grams(row.text("step_kg")?)?,
                step_fen: row.hundredths("step_price_cny")?.unwrap_or(0),
            };
            Ok((band, is_usable))
        })?;
        let (points, bands): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|(band, _)| band.from_grams == band.to_grams);
        facts.cards = bands.into_iter().filter(|(_, usable)| *usable).map(|(b, _)| b).collect();
        let carded = facts.carriers_with_a_card(&compared);
        for (index, (point, _)) in points.into_iter().enumerate() {
            facts.quotes.push(quote_of(index + 1, &point, &compared, &carded)?);
        }
        Ok(facts)
    }

    /// The same facts with every quote of a carrier held out.
    #[must_use]
    pub fn holding_out(mut self, carrier: &str) -> Self {
        for quote in self.quotes.iter_mut().filter(|quote| quote.carrier == carrier) {
            quote.is_held_out = true;
        }
        self
    }

    /// The quotes that calibration may see: of carriers without a card, every second one.
    pub fn calibration_quotes(&self) -> impl Iterator<Item = &Quote> {
        self.quotes.iter().filter(|quote| !quote.is_held_out)
    }

    /// The quotes of the check, which calibration has not seen.
    pub fn held_out_quotes(&self) -> impl Iterator<Item = &Quote> {
        self.quotes.iter().filter(|quote| quote.is_held_out)
    }

    /// The band of a service's card for a mass, where the card has one.
    pub fn card_price(&self, words: &[String], country: &str, grams: i64) -> Option<i64> {
        let fits = |band: &&CardBand| {
            band.country == country
                && band.from_grams < grams
                && grams <= band.to_grams
                && is_of_card(band, words)
        };
        self.cards.iter().find(fits).map(|band| band.price_fen(grams))
    }

    /// The countries that a service's card reaches.
    pub fn card_countries(&self, words: &[String]) -> BTreeSet<&str> {
        let of_card = self.cards.iter().filter(|band| is_of_card(band, words));
        of_card
            .map(|band| band.country.as_str())
            .filter(|country| self.distances.contains_key(*country))
            .collect()
    }

    fn carriers_with_a_card(&self, compared: &[Compared]) -> BTreeSet<String> {
        let reaches = |carrier: &str| {
            let bands = self.cards.iter().filter(|band| band.carrier.starts_with(carrier));
            let countries: BTreeSet<&str> = bands.map(|band| band.country.as_str()).collect();
            countries.iter().filter(|country| **country != "*").count()
        };
        let carriers: BTreeSet<String> =
            compared.iter().map(|service| service.carrier.clone()).collect();
        carriers.into_iter().filter(|carrier| reaches(carrier) >= CARD_COUNTRIES_MIN).collect()
    }
}

/// A card is named by words of its service, or by the whole of it between `=` signs.
fn is_of_card(band: &CardBand, words: &[String]) -> bool {
    words.iter().any(|word| match word.strip_prefix('=') {
        Some(whole) => band.service == whole,
        None => band.service.contains(word.as_str()),
    })
}

fn quote_of(
    number: usize,
    point: &CardBand,
    compared: &[Compared],
    carded: &BTreeSet<String>,
) -> Result<Quote> {
    let holds = |service: &&Compared| {
        let goes_there = service.countries.is_empty() || service.countries.contains(&point.country);
        service.quoted == point.service && goes_there
    };
    let service = compared.iter().find(holds).with_context(|| {
        format!("price_quotes.csv has no `{}` to {}", point.service, point.country)
    })?;
    Ok(Quote {
        number,
        quoted: point.service.clone(),
        carrier: service.carrier.clone(),
        line: service.line.clone(),
        goods: service.goods.clone(),
        country: point.country.clone(),
        grams: point.to_grams,
        price_fen: point.first_fen,
        is_held_out: carded.contains(&service.carrier) || number % 2 == 1,
        calibrates: service.calibrates,
    })
}

fn read_compared(text: &str) -> Result<Vec<Compared>> {
    read_rows("price_quotes.csv", text, |row| {
        let countries = row.text("countries")?.split('|').filter(|country| !country.is_empty());
        Ok(Compared {
            quoted: row.text("quoted")?.to_owned(),
            countries: countries.map(str::to_owned).collect(),
            calibrates: row.text("calibrates")? == "yes",
            carrier: row.text("carrier")?.to_owned(),
            line: row.text("line")?.to_owned(),
            goods: row.text("goods")?.to_owned(),
        })
    })
}

fn read_distances(text: &str) -> Result<BTreeMap<String, i64>> {
    let rows = read_rows("air_distances.csv", text, |row| {
        let is_origin = row.text("origin_iata")? == ORIGIN_AIRPORT;
        Ok((is_origin, row.text("dest_iso2")?.to_owned(), row.whole("gc_km")?.unwrap_or(0)))
    })?;
    Ok(rows.into_iter().filter(|row| row.0).map(|(_, country, km)| (country, km)).collect())
}

/// Kilograms as text in whole grams.
fn grams(kilograms: &str) -> Result<i64> {
    if kilograms.is_empty() {
        return Ok(0);
    }
    let (whole, part) = kilograms.split_once('.').unwrap_or((kilograms, ""));
    let thousandths: String = part.chars().chain("000".chars()).take(3).collect();
    let whole = hundredths(whole)? / 100;
    Ok(whole * 1_000 + thousandths.parse::<i64>()?)
}
