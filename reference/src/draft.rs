//! The network under construction: what every story adds to, and the words they add it with.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};

use crate::atlas::Atlas;
use crate::days::DayBook;
use crate::geo::Position;
use crate::record::{Record, Sources};
use crate::rows::{Row, Tables, plain};

/// A facility or zone that legs may join.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Country it lies in.
    pub country: String,
    /// Where it lies.
    pub position: Position,
    /// Whether it is a zone.
    pub is_zone: bool,
}

/// How a line is built (`tables/lines.csv` with `tables/ways.csv`).
#[derive(Debug, Clone, PartialEq)]
pub struct LineWay {
    /// Its key.
    pub key: String,
    /// Who sells it.
    pub operator: String,
    /// The price model.
    pub price_model: String,
    /// A word of the format.
    pub export_mode: String,
    /// Which story builds it.
    pub family: String,
    /// The product whose legs it uses, where the story has several.
    pub product: String,
    /// The operator whose hubs it starts from.
    pub hubs: String,
    /// Where it leaves China, or the warehouses it starts from.
    pub gateways: Vec<String>,
    /// The class of delivery legs.
    pub delivery: String,
    /// The clearance of legs that cross a border.
    pub clearance: String,
    /// The countries it goes to.
    pub countries: Vec<String>,
    /// The facilities it goes to.
    pub facilities: Vec<String>,
}

/// When a leg runs.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Runs {
    /// Whenever something is there.
    #[default]
    AtOnce,
    /// Every so many hours.
    Every(f64),
    /// On days of the week, at a local time, with a cut-off in hours.
    Weekly {
        /// ISO digits.
        weekdays: String,
        /// `HH:MM`.
        departs: String,
        /// Hours before departure.
        cutoff: f64,
        /// Whether holidays of the place it leaves are skipped.
        skips_holidays: bool,
    },
}

/// A leg to be added.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Leg {
    /// Its key.
    pub key: String,
    /// Who runs it.
    pub operator: String,
    /// Where it starts.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// A word of the format.
    pub mode: &'static str,
    /// The clearance, used where the leg crosses a customs border.
    pub clearance: String,
    /// Hours at p50 and p90.
    pub hours: (f64, f64),
    /// When it runs.
    pub runs: Runs,
    /// The class of rule:loss-1 it is lost by.
    pub risk: Risk,
    /// Factor of the place on that class.
    pub risk_factor: f64,
    /// Source of its times.
    pub source: String,
}

/// The classes of rule:loss-1: what is lost and damaged, in parts per million, and whether it is tracked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Risk {
    /// Fetched from a sender.
    Collection,
    /// Brought by a sender.
    DropOff,
    /// By road between facilities.
    #[default]
    Road,
    /// By rail.
    Rail,
    /// By sea.
    Sea,
    /// Across a border post.
    Border,
    /// By air.
    Flight,
    /// By air, without scans.
    UntrackedFlight,
    /// To the door, scanned.
    Delivery,
    /// To the door, without scans.
    UntrackedDelivery,
    /// Express mail to the door.
    EmsDelivery,
    /// An express carrier to the door.
    ExpressDelivery,
    /// From a warehouse or within China to the door.
    LocalDelivery,
}

impl Risk {
    /// Loss and damage in parts per million.
    pub fn ppm(self) -> (f64, f64) {
        match self {
            Self::Collection => (60.0, 120.0),
            Self::DropOff => (20.0, 40.0),
            Self::Road => (30.0, 60.0),
            Self::Rail | Self::LocalDelivery => (150.0, 200.0),
            Self::Sea => (200.0, 250.0),
            Self::Border => (80.0, 80.0),
            Self::Flight => (60.0, 80.0),
            Self::UntrackedFlight => (900.0, 150.0),
            Self::Delivery => (600.0, 300.0),
            Self::UntrackedDelivery => (6000.0, 600.0),
            Self::EmsDelivery => (300.0, 250.0),
            Self::ExpressDelivery => (120.0, 150.0),
        }
    }

    /// Whether the leg is scanned.
    pub fn is_tracked(self) -> bool {
        !matches!(self, Self::UntrackedFlight | Self::UntrackedDelivery)
    }
}

/// The stage of a line, and whether it may be entered or left there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The line is entered by this leg.
    Entry(u8),
    /// In between.
    Middle(u8),
    /// The line is left after this leg.
    Exit(u8),
    /// A line of one leg.
    Only(u8),
}

/// The network under construction.
#[derive(Debug)]
pub struct Draft<'a> {
    /// What was read.
    pub sources: &'a Sources,
    /// Places.
    pub atlas: Atlas,
    /// Days.
    pub days: DayBook,
    /// The rows made.
    pub tables: Tables,
    /// Facilities and zones by key.
    pub nodes: BTreeMap<String, Node>,
    /// How lines are built, in the order of their table.
    pub ways: Vec<LineWay>,
    /// Zones that parcels are delivered to, by country.
    pub delivery_zones: BTreeMap<String, Vec<String>>,
    /// Delivery zones that are remote.
    pub remote_zones: Vec<String>,
    legs: BTreeMap<String, Leg>,
}

impl<'a> Draft<'a> {
    /// An empty network over what was read.
    ///
    /// # Errors
    /// When a table cannot be read.
    pub fn new(sources: &'a Sources) -> Result<Self> {
        let atlas = Atlas::read(sources)?;
        let ways = read_ways(sources, &atlas)?;
        Ok(Self {
            sources,
            days: DayBook::read(sources, &atlas)?,
            atlas,
            tables: Tables::default(),
            nodes: BTreeMap::new(),
            ways,
            delivery_zones: BTreeMap::new(),
            remote_zones: Vec::new(),
            legs: BTreeMap::new(),
        })
    }

    /// The lines that a story builds.
    pub fn ways_of(&self, family: &str) -> Vec<LineWay> {
        self.ways.iter().filter(|way| way.family == family).cloned().collect()
    }

    /// Adds a facility.
    ///
    /// # Errors
    /// When its key is taken by another.
    pub fn facility(&mut self, row: Row, position: Position) -> Result<()> {
        let key = row.get("facility").to_owned();
        let country = row.get("country").to_owned();
        let calendar = self.calendar_of(&country);
        let row = row
            .number("latitude", round(position.latitude))
            .number("longitude", round(position.longitude))
            .set("calendar", calendar);
        self.tables.add("facilities", row)?;
        self.nodes.insert(key, Node { country, position, is_zone: false });
        Ok(())
    }

    /// The calendar of a country; empty where none is known.
    pub fn calendar_of(&self, country: &str) -> String {
        let key = country.to_lowercase();
        let rows = self.sources.optional("facts/holidays");
        if rows.iter().any(|row| row.get("calendar") == key) { key } else { String::new() }
    }

    /// Adds a leg with its departures; the clearance is kept only where it crosses a customs border.
    ///
    /// # Errors
    /// When an end does not exist or another leg has its key.
    pub fn leg(&mut self, leg: Leg) -> Result<()> {
        if let Some(other) = self.legs.get(&leg.key) {
            ensure!(*other == leg, "two legs {}:\n{other:?}\n{leg:?}", leg.key);
            return Ok(());
        }
        let (from, to) = (self.node(&leg.from)?, self.node(&leg.to)?);
        let is_border = Atlas::is_border(&from.country, &to.country);
        let km = from.position.km_to(to.position);
        let (loss, damage) = leg.risk.ppm();
        let headway = match &leg.runs {
            Runs::Every(hours) => plain(*hours),
            _ => String::new(),
        };
        let is_far = !from.is_zone && !to.is_zone;
        let row = Row::estimate(format!("{}; rule:loss-1", leg.source))
            .set("leg", &leg.key)
            .set("operator", &leg.operator)
            .set("from", &leg.from)
            .set("to", &leg.to)
            .set("mode", leg.mode)
            .set("clearance", if is_border { leg.clearance.as_str() } else { "" })
            .set(
                "distance_km",
                if is_far { plain((km / 10.0).round() * 10.0) } else { String::new() },
            )
            .set("headway_hours", headway)
            .number("p50_hours", leg.hours.0)
            .number("p90_hours", leg.hours.1.max(leg.hours.0))
            .set("tracked", if leg.risk.is_tracked() { "yes" } else { "no" })
            .set("loss_ppm", plain((loss * leg.risk_factor).round()))
            .set("damage_ppm", plain((damage * leg.risk_factor).round()));
        self.tables.add("legs", row)?;
        if let Runs::Weekly { weekdays, departs, cutoff, skips_holidays } = &leg.runs {
            let row = Row::estimate("rule:schedule-1")
                .set("departure", &leg.key)
                .set("leg", &leg.key)
                .set("weekdays", weekdays)
                .set("departs", departs)
                .number("cutoff_hours", *cutoff)
                .set("holidays", if *skips_holidays { "skip" } else { "run" });
            self.tables.add("departures", row)?;
        }
        self.legs.insert(leg.key.clone(), leg);
        Ok(())
    }

    /// Puts a leg into a line.
    ///
    /// # Errors
    /// When the leg does not exist, or the line has it at another stage.
    pub fn ride(&mut self, line: &str, leg: &str, stage: Stage) -> Result<()> {
        ensure!(self.legs.contains_key(leg), "{line}: no leg {leg}");
        let (number, entry, exit) = match stage {
            Stage::Entry(number) => (number, "yes", "no"),
            Stage::Middle(number) => (number, "no", "no"),
            Stage::Exit(number) => (number, "no", "yes"),
            Stage::Only(number) => (number, "yes", "yes"),
        };
        let row = Row::estimate("rule:line-1")
            .set("line", line)
            .set("leg", leg)
            .set("stage", number.to_string())
            .set("entry", entry)
            .set("exit", exit);
        self.tables.add("line_legs", row)
    }

    /// A facility or zone.
    ///
    /// # Errors
    /// When there is none of that key.
    pub fn node(&self, key: &str) -> Result<&Node> {
        self.nodes.get(key).with_context(|| format!("no facility or zone {key}"))
    }

    /// Great-circle kilometres between two facilities or zones.
    ///
    /// # Errors
    /// When one does not exist.
    pub fn km(&self, from: &str, to: &str) -> Result<f64> {
        Ok(self.node(from)?.position.km_to(self.node(to)?.position))
    }

    /// The legs that start at a place.
    pub fn has_leg(&self, key: &str) -> bool {
        self.legs.contains_key(key)
    }

    /// The zones of a country that parcels are delivered to.
    pub fn zones_of(&self, country: &str) -> Vec<String> {
        self.delivery_zones.get(country).cloned().unwrap_or_default()
    }
}

/// Degrees rounded to a hundredth: about a kilometre.
fn round(degrees: f64) -> f64 {
    (degrees * 100.0).round() / 100.0
}

/// Hours by road: the way is 1.25 times the great circle, at 50 km/h with rests (rule:transit-1).
pub fn road_hours(km: f64) -> (f64, f64) {
    let driving = km * 1.25 / 50.0;
    let resting = (driving / 9.0).floor() * 3.0;
    let p50 = (driving + resting + 0.5).ceil();
    (p50, (p50 * 1.4 + 0.5).ceil())
}

fn read_ways(sources: &Sources, atlas: &Atlas) -> Result<Vec<LineWay>> {
    let mut ways = Vec::new();
    for row in sources.table("tables/lines")? {
        let way = sources.row("tables/ways", "line", row.get("line"))?;
        let reach = row.list("destinations");
        let text = |row: &Record, column: &str| row.get(column).to_owned();
        ways.push(LineWay {
            key: text(row, "line"),
            operator: text(row, "operator"),
            price_model: text(row, "price_model"),
            export_mode: text(row, "export_mode"),
            family: text(way, "family"),
            product: text(way, "product"),
            hubs: text(way, "hubs"),
            gateways: way.list("gateways").into_iter().map(str::to_owned).collect(),
            delivery: text(way, "delivery"),
            clearance: text(way, "clearance"),
            countries: atlas.countries_of(&reach)?,
            facilities: reach
                .iter()
                .filter(|item| item.len() > 2 && !item.starts_with(['@', '!']))
                .map(|item| (*item).to_owned())
                .collect(),
        });
    }
    Ok(ways)
}
