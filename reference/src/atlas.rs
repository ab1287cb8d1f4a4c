//! Countries, groups of countries, airports and origin cities, read once and shared by every story.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};

use crate::geo::Position;
use crate::record::{Record, Sources};

/// Countries between which no customs border is crossed, by the name of their territory.
const TERRITORIES: [(&str, &str); 2] = [
    ("eu", "AT|BE|BG|HR|CY|CZ|DK|EE|FI|FR|DE|GR|HU|IE|IT|LV|LT|LU|MT|NL|PL|PT|RO|SK|SI|ES|SE|MC"),
    ("eaeu", "RU|KZ|BY|KG|AM"),
];

/// What times and risks are alike in (`tables/groups.csv`).
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Days to it over days to Europe, by the medians of one published card (rule:groups-1).
    pub ratio: f64,
    /// How many times the loss of delivery in Europe.
    pub loss: f64,
    /// Hours of tracked delivery from the office of exchange, at p50 and p90.
    pub deliver: (f64, f64),
    /// Hours of postal customs.
    pub customs: (f64, f64),
    /// Flights a week on a lane.
    pub flights: usize,
    /// Days on which parcels are delivered.
    pub weekdays: String,
}

/// A country with its group.
#[derive(Debug, Clone, PartialEq)]
pub struct Nation {
    /// ISO 3166-1 alpha-2.
    pub code: String,
    /// Name in English.
    pub name: String,
    /// Name in Chinese.
    pub name_zh: String,
    /// ISO 4217.
    pub currency: String,
    /// Region by UN M49.
    pub region: String,
    /// Subregion by UN M49.
    pub subregion: String,
    /// Code of its gateway airport.
    pub gateway: String,
    /// Its group.
    pub group: Group,
    /// Where the row comes from.
    pub source: String,
}

impl Nation {
    /// The code in lower case, as keys are built from it.
    pub fn lower(&self) -> String {
        self.code.to_lowercase()
    }
}

/// An airport.
#[derive(Debug, Clone, PartialEq)]
pub struct Airport {
    /// IATA code.
    pub iata: String,
    /// Name.
    pub name: String,
    /// City.
    pub city: String,
    /// Country.
    pub country: String,
    /// Zone of time.
    pub timezone: String,
    /// Where it lies.
    pub position: Position,
    /// Where the row comes from.
    pub source: String,
}

/// A city in China that parcels start from.
#[derive(Debug, Clone, PartialEq)]
pub struct City {
    /// Key.
    pub key: String,
    /// Name in English.
    pub name: String,
    /// Name in Chinese.
    pub name_zh: String,
    /// Where it lies, rounded to 0.01 degree.
    pub position: Position,
    /// Code of its office of exchange; empty where it has none.
    pub impc: String,
    /// Airport its mail flies from.
    pub mail_gateway: String,
    /// City of the domestic hub that serves it.
    pub domestic_hub: String,
    /// Patterns of its postcodes.
    pub postcodes: String,
    /// Names a person may type.
    pub places: String,
    /// Its own airport.
    pub airport: String,
}

/// Everything about places that the stories share.
#[derive(Debug, Clone, Default)]
pub struct Atlas {
    /// Countries by code.
    pub nations: BTreeMap<String, Nation>,
    /// Airports by code.
    pub airports: BTreeMap<String, Airport>,
    /// Origin cities, as listed.
    pub cities: Vec<City>,
    sets: BTreeMap<String, Vec<String>>,
}

impl Atlas {
    /// Reads the atlas.
    ///
    /// # Errors
    /// When a table is missing or a country belongs to no group.
    pub fn read(sources: &Sources) -> Result<Self> {
        let mut atlas = Self::default();
        for row in sources.table("tables/country_sets")? {
            let members = row.list("countries").into_iter().map(str::to_owned).collect();
            atlas.sets.insert(row.get("set").into(), members);
        }
        for row in sources.table("facts/airports")? {
            let airport = read_airport(row)?;
            atlas.airports.insert(airport.iata.clone(), airport);
        }
        for row in sources.table("tables/origin_cities")? {
            atlas.cities.push(read_city(row)?);
        }
        let groups = sources.table("tables/groups")?;
        for row in sources.table("facts/countries")? {
            let nation = read_nation(row, groups)?;
            atlas.nations.insert(nation.code.clone(), nation);
        }
        Ok(atlas)
    }

    /// A country.
    ///
    /// # Errors
    /// When there is none of that code.
    pub fn nation(&self, code: &str) -> Result<&Nation> {
        self.nations.get(code).with_context(|| format!("no country {code}"))
    }

    /// An airport.
    ///
    /// # Errors
    /// When there is none of that code.
    pub fn airport(&self, iata: &str) -> Result<&Airport> {
        self.airports.get(iata).with_context(|| format!("no airport {iata}"))
    }

    /// An origin city.
    ///
    /// # Errors
    /// When there is none of that key.
    pub fn city(&self, key: &str) -> Result<&City> {
        self.cities.iter().find(|c| c.key == key).with_context(|| format!("no city {key}"))
    }

    /// The members of a set of countries.
    ///
    /// # Errors
    /// When there is no such set.
    pub fn set(&self, name: &str) -> Result<&[String]> {
        self.sets.get(name).map(Vec::as_slice).with_context(|| format!("no set {name}"))
    }

    /// The countries that a list of codes, sets (`@large`), `*` and exceptions (`!RU`) means, China
    /// only where it is named; facilities named in the list are left out.
    ///
    /// # Errors
    /// When a set does not exist.
    pub fn countries_of(&self, list: &[&str]) -> Result<Vec<String>> {
        let mut codes = std::collections::BTreeSet::new();
        for item in list {
            if *item == "*" {
                codes.extend(self.nations.keys().filter(|code| *code != "CN").cloned());
            } else if let Some(set) = item.strip_prefix('@') {
                codes.extend(self.set(set)?.iter().cloned());
            } else if let Some(code) = item.strip_prefix('!') {
                codes.remove(code);
            } else if self.nations.contains_key(*item) {
                codes.insert((*item).to_owned());
            } else if item.len() == 2 {
                bail!("no country {item}");
            }
        }
        Ok(codes.into_iter().collect())
    }

    /// The name of the customs territory a country belongs to with others; empty for its own.
    pub fn territory(code: &str) -> &'static str {
        let within = |members: &str| members.split('|').any(|member| member == code);
        TERRITORIES.iter().find(|(_, members)| within(members)).map_or("", |(name, _)| name)
    }

    /// Whether a customs border lies between two countries.
    pub fn is_border(from: &str, to: &str) -> bool {
        let territory = Self::territory(from);
        from != to && (territory.is_empty() || territory != Self::territory(to))
    }
}

fn position(row: &Record) -> Result<Position> {
    Ok(Position { latitude: row.number("latitude")?, longitude: row.number("longitude")? })
}

fn read_airport(row: &Record) -> Result<Airport> {
    Ok(Airport {
        iata: row.get("iata").into(),
        name: row.get("name").into(),
        city: row.get("city").into(),
        country: row.get("country").into(),
        timezone: row.get("timezone").into(),
        position: position(row)?,
        source: row.get("source").into(),
    })
}

fn read_city(row: &Record) -> Result<City> {
    Ok(City {
        key: row.get("city").into(),
        name: row.get("name").into(),
        name_zh: row.get("name_zh").into(),
        position: position(row)?,
        impc: row.get("impc").into(),
        mail_gateway: row.get("mail_gateway").into(),
        domestic_hub: row.get("domestic_hub").into(),
        postcodes: row.get("postcodes").into(),
        places: row.get("places").into(),
        airport: row.get("airport").into(),
    })
}

fn read_nation(row: &Record, groups: &[Record]) -> Result<Nation> {
    let (code, subregion) = (row.get("country"), row.get("subregion"));
    let named = groups.iter().find(|group| group.list("countries").contains(&code));
    let group = named
        .or_else(|| groups.iter().find(|group| group.list("subregions").contains(&subregion)))
        .with_context(|| format!("{code} belongs to no group"))?;
    Ok(Nation {
        code: code.into(),
        name: row.get("name").into(),
        name_zh: row.get("name_zh").into(),
        currency: row.get("currency").into(),
        region: row.get("region").into(),
        subregion: subregion.into(),
        gateway: row.get("gateway").into(),
        group: Group {
            name: group.get("group").into(),
            ratio: group.number("ratio")?,
            loss: group.number("loss")?,
            deliver: (group.number("deliver_p50")?, group.number("deliver_p90")?),
            customs: (group.number("customs_p50")?, group.number("customs_p90")?),
            flights: group.number("flights")?,
            weekdays: group.get("weekdays").into(),
        },
        source: row.get("source").into(),
    })
}
