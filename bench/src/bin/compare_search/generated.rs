//! A network made by dice, as large as a world-wide parcel network, in the files of the format.
//!
//! 600 facilities in 40 countries, some 4,000 scheduled legs with weekly calendars and cut-offs, 3,300 zones
//! of delivery and 40 of collection. Every leg is bought by itself, so that routes may change wherever legs
//! meet: far more ways than a network of lines has. The same legs stand as plain rows for the rivals.

use std::fmt::Write as _;

use portolan_bench::Numbers;
use portolan_network::{NetworkSource, TableFile};

/// Countries; the first is where parcels begin.
const COUNTRIES: [&str; 40] = [
    "CN", "DE", "FR", "GB", "ES", "IT", "PL", "NL", "BE", "SE", "NO", "FI", "DK", "AT", "CH", "CZ",
    "PT", "GR", "IE", "RO", "US", "CA", "MX", "BR", "CL", "AR", "CO", "PE", "JP", "KR", "AU", "NZ",
    "SG", "MY", "TH", "VN", "IN", "AE", "SA", "TR",
];
const FACILITIES_PER_COUNTRY: usize = 15;
const GATEWAYS: usize = 3;
/// The last facilities of a country deliver.
const DEPOTS: usize = 6;
const ZONES_PER_COUNTRY: usize = 84;
const COLLECTION_ZONES: usize = 40;
const OPERATORS: usize = 30;
const DOMESTIC_PER_FACILITY: usize = 3;
const ABROAD_PER_GATEWAY: usize = 20;
/// Zones of time and their offset in hours, the same all the year: the rivals know no changes of clocks.
const CLOCKS: [(&str, i64); 4] =
    [("Asia/Shanghai", 8), ("Africa/Lagos", 1), ("America/Bogota", -5), ("Asia/Tokyo", 9)];
const GOODS: [&str; 4] = ["battery", "liquid", "food", "magnet"];

/// A leg as the rivals know it; places are numbered as in [`World::places`].
pub struct Service {
    pub key: String,
    pub from: usize,
    pub to: usize,
    pub operator: usize,
    pub is_collection: bool,
    /// Minutes of the local day; none for a delivery, which leaves at once after its wait.
    pub departs: Vec<i64>,
    /// Weekdays of all departures, 0 for Monday.
    pub weekdays: Vec<bool>,
    pub cutoff_seconds: i64,
    pub headway_seconds: i64,
    pub p50_seconds: i64,
    pub p90_seconds: i64,
    pub item_minor: i64,
    pub kilogram_minor: i64,
    pub loss_ppm: u32,
}

/// The generated network.
pub struct World {
    pub services: Vec<Service>,
    /// Keys of facilities, then zones; and their offsets in seconds.
    pub places: Vec<(String, i64)>,
    pub facilities: usize,
    /// For each operator the goods it does not take and the most grams it does.
    pub operators: Vec<(Vec<&'static str>, u32)>,
    /// What is done at every facility takes so long.
    pub sorting_seconds: (i64, i64),
}

/// Hours that sorting takes at every facility: half of the parcels, nine of ten.
const SORTING_HOURS: (i64, i64) = (2, 4);

impl World {
    /// The network of a seed.
    pub fn new(seed: u64) -> Self {
        let mut dice = Numbers::new(seed);
        let mut world = Self {
            services: Vec::new(),
            places: Vec::new(),
            facilities: COUNTRIES.len() * FACILITIES_PER_COUNTRY,
            operators: Vec::new(),
            sorting_seconds: (SORTING_HOURS.0 * 3_600, SORTING_HOURS.1 * 3_600),
        };
        for index in 0..world.facilities {
            let country = index / FACILITIES_PER_COUNTRY;
            world.places.push((format!("f{index}"), clock_of(country).1 * 3_600));
        }
        for operator in 0..OPERATORS {
            let banned = GOODS.iter().filter(|_| dice.below(4) == 0).copied().collect();
            let most = [2_000, 5_000, 20_000, 30_000][dice.below(4)];
            // The first of them takes everything, so that something always moves.
            world.operators.push(if operator == 0 { (Vec::new(), 30_000) } else { (banned, most) });
        }
        world.connect(&mut dice);
        world.serve_zones(&mut dice);
        world
    }

    fn connect(&mut self, dice: &mut Numbers) {
        for from in 0..self.facilities {
            let country = from / FACILITIES_PER_COUNTRY;
            let first = country * FACILITIES_PER_COUNTRY;
            for _ in 0..DOMESTIC_PER_FACILITY {
                let to = first + dice.below(FACILITIES_PER_COUNTRY);
                if to != from {
                    self.add_leg(dice, from, to, false);
                }
            }
            if from - first < GATEWAYS {
                for _ in 0..ABROAD_PER_GATEWAY {
                    let other = dice.below(COUNTRIES.len());
                    let to = other * FACILITIES_PER_COUNTRY + dice.below(GATEWAYS);
                    if other != country {
                        self.add_leg(dice, from, to, true);
                    }
                }
            }
        }
    }

    fn add_leg(&mut self, dice: &mut Numbers, from: usize, to: usize, is_abroad: bool) {
        let mut between =
            |low: usize, high: usize| i64::try_from(low + dice.below(high - low)).unwrap_or(0);
        let is_slow = is_abroad && between(0, 3) == 0;
        let hours = match (is_abroad, is_slow) {
            (false, _) => between(3, 14),
            (true, false) => between(8, 22),
            (true, true) => between(70, 700),
        };
        let (item, kilogram) = match (is_abroad, is_slow) {
            (false, _) => (between(60, 400), between(40, 250)),
            (true, false) => (between(400, 1_600), between(1_800, 6_500)),
            (true, true) => (between(250, 800), between(400, 1_800)),
        };
        let often = if is_abroad { between(2, 7) } else { between(5, 8) };
        let mut weekdays = vec![false; 7];
        let first = between(0, 7);
        for day in 0..often {
            weekdays[usize::try_from((first + day * 2) % 7).unwrap_or(0)] = true;
        }
        let departs = (0..=between(0, 2)).map(|_| between(0, 96) * 15).collect();
        self.services.push(Service {
            key: format!("l{}", self.services.len()),
            from,
            to,
            operator: usize::try_from(between(0, OPERATORS)).unwrap_or(0),
            is_collection: false,
            departs,
            weekdays,
            cutoff_seconds: between(1, 7) * 3_600,
            headway_seconds: 0,
            p50_seconds: hours * 3_600,
            p90_seconds: hours * between(12, 20) / 10 * 3_600,
            item_minor: item,
            kilogram_minor: kilogram,
            loss_ppm: u32::try_from(between(20, 600)).unwrap_or(0),
        });
    }

    /// Zones of delivery, each served from one or two depots of its country, then those of collection.
    fn serve_zones(&mut self, dice: &mut Numbers) {
        for country in 0..COUNTRIES.len() {
            let first = (country + 1) * FACILITIES_PER_COUNTRY - DEPOTS;
            for zone in 0..ZONES_PER_COUNTRY {
                let place = self.places.len();
                self.places.push((format!("z{country}-{zone}"), clock_of(country).1 * 3_600));
                let depot = dice.below(DEPOTS);
                for other in 0..=usize::from(dice.below(5) < 2) {
                    self.add_last_leg(dice, first + (depot + other) % DEPOTS, place);
                }
            }
        }
        for zone in 0..COLLECTION_ZONES {
            let place = self.places.len();
            self.places.push((format!("o{zone}"), clock_of(0).1 * 3_600));
            for _ in 0..2 {
                let to = dice.below(FACILITIES_PER_COUNTRY);
                self.add_leg(dice, place, to, false);
                if let Some(leg) = self.services.last_mut() {
                    leg.is_collection = true;
                    leg.weekdays = vec![true; 7];
                    leg.departs = vec![18 * 60];
                }
            }
        }
    }

    fn add_last_leg(&mut self, dice: &mut Numbers, depot: usize, zone: usize) {
        self.add_leg(dice, depot, zone, false);
        if let Some(leg) = self.services.last_mut() {
            leg.departs.clear();
            leg.cutoff_seconds = 0;
            leg.headway_seconds = 24 * 3_600;
        }
    }

    /// Legs with departures.
    pub fn scheduled(&self) -> usize {
        self.services.iter().filter(|leg| !leg.departs.is_empty()).count()
    }

    /// The files of the network.
    pub fn source(&self) -> NetworkSource {
        let files = [
            ("network.toml", NETWORK.to_owned()),
            ("countries.csv", countries()),
            ("operators.csv", operators()),
            ("facilities.csv", self.facilities()),
            ("zones.csv", self.zones()),
            ("processes.csv", self.processes()),
            ("legs.csv", self.legs()),
            ("departures.csv", self.departures()),
            ("tariffs.csv", self.tariffs()),
            ("tariff_bands.csv", self.bands()),
            ("restrictions.csv", self.restrictions()),
            ("services.toml", SERVICES.to_owned()),
        ];
        let table =
            |(path, text): (&str, String)| TableFile { path: path.to_owned(), bytes: text.into() };
        NetworkSource { folders: vec![files.into_iter().map(table).collect()] }
    }

    fn facilities(&self) -> String {
        let head = "facility,name,kind,operator,country,city,timezone,latitude,longitude,source,estimated\n";
        let rows = self.places[..self.facilities].iter().enumerate().map(|(index, (key, _))| {
            let country = index / FACILITIES_PER_COUNTRY;
            format!(
                "{key},{key},sorting_centre,op0,{},x,{},1,1,rule:dice,yes\n",
                COUNTRIES[country],
                clock_of(country).0
            )
        });
        rows.fold(head.to_owned(), |text, row| text + &row)
    }

    fn zones(&self) -> String {
        let mut text =
            "zone,name,country,kinds,postcodes,timezone,latitude,longitude,delivery_weekdays,source,estimated\n"
                .to_owned();
        for (index, (key, _)) in self.places[self.facilities..].iter().enumerate() {
            let (country, zone) = (index / ZONES_PER_COUNTRY, index % ZONES_PER_COUNTRY);
            let is_collection = country >= COUNTRIES.len();
            let country = if is_collection { 0 } else { country };
            let number = if is_collection {
                500 + index - COUNTRIES.len() * ZONES_PER_COUNTRY
            } else {
                zone
            };
            let kinds = if is_collection { "collection|tariff" } else { "delivery|tariff" };
            let _ = writeln!(
                text,
                "{key},{key},{},{kinds},{number:03}*,{},1,1,123456,rule:dice,yes",
                COUNTRIES[country],
                clock_of(country).0
            );
        }
        text
    }

    fn processes(&self) -> String {
        let head = "process,facility,kind,applies,step,weekdays,opens,closes,p50_hours,p90_hours,source,estimated\n";
        let (p50, p90) = SORTING_HOURS;
        let rows = self.places[..self.facilities].iter().map(|(key, _)| {
            format!(
                "sort-{key},{key},sorting,always,1,1234567,00:00,24:00,{p50},{p90},rule:dice,yes\n"
            )
        });
        rows.fold(head.to_owned(), |text, row| text + &row)
    }

    fn legs(&self) -> String {
        let mut text =
            "leg,operator,from,to,mode,clearance,distance_km,headway_hours,p50_hours,p90_hours,tracked,\
             loss_ppm,damage_ppm,source,estimated\n"
                .to_owned();
        for leg in &self.services {
            let headway = match leg.headway_seconds {
                0 => String::new(),
                seconds => (seconds / 3_600).to_string(),
            };
            let clearance = if self.crosses(leg) { "express" } else { "" };
            let _ = writeln!(
                text,
                "{},op{},{},{},courier,{clearance},100,{headway},{},{},yes,{},10,rule:dice,yes",
                leg.key,
                leg.operator,
                self.places[leg.from].0,
                self.places[leg.to].0,
                leg.p50_seconds / 3_600,
                leg.p90_seconds / 3_600,
                leg.loss_ppm
            );
        }
        text
    }

    fn crosses(&self, leg: &Service) -> bool {
        let country = |place: usize| place / FACILITIES_PER_COUNTRY;
        leg.from < self.facilities
            && leg.to < self.facilities
            && country(leg.from) != country(leg.to)
    }

    fn departures(&self) -> String {
        let mut text =
            "departure,leg,weekdays,departs,cutoff_hours,holidays,source,estimated\n".to_owned();
        for leg in &self.services {
            let runs = leg.weekdays.iter().enumerate().filter(|(_, runs)| **runs);
            let weekdays: String = runs.map(|(day, _)| (day + 1).to_string()).collect();
            for (index, minutes) in leg.departs.iter().enumerate() {
                let _ = writeln!(
                    text,
                    "{}-{index},{},{weekdays},{:02}:{:02},{},run,rule:dice,yes",
                    leg.key,
                    leg.key,
                    minutes / 60,
                    minutes % 60,
                    leg.cutoff_seconds / 3_600
                );
            }
        }
        text
    }

    fn tariffs(&self) -> String {
        let mut text =
            "tariff,side,scope,of,from,to,currency,band_by,charge_by,source,estimated\n".to_owned();
        for leg in &self.services {
            let _ = writeln!(text, "{0},buy,leg,{0},,,CNY,actual,actual,rule:dice,yes", leg.key);
        }
        text
    }

    fn bands(&self) -> String {
        let mut text = "tariff,from_grams,to_grams,per_item,per_kg,source,estimated\n".to_owned();
        for leg in &self.services {
            let units = |minor: i64| format!("{}.{:02}", minor / 100, minor % 100);
            let (item, kilogram) = (units(leg.item_minor), units(leg.kilogram_minor));
            let _ = writeln!(text, "{},0,30000,{item},{kilogram},rule:dice,yes", leg.key);
        }
        text
    }

    fn restrictions(&self) -> String {
        let mut text =
            "restriction,scope,of,goods,mass_max_grams,reason,source,estimated\n".to_owned();
        for (index, (banned, most)) in self.operators.iter().enumerate() {
            for goods in banned {
                let _ = writeln!(
                    text,
                    "op{index}-{goods},operator,op{index},{goods},,no {goods},rule:dice,yes"
                );
            }
            let _ =
                writeln!(text, "op{index}-mass,operator,op{index},,{most},too heavy,rule:dice,yes");
        }
        text
    }
}

fn clock_of(country: usize) -> (&'static str, i64) {
    match country {
        0 => CLOCKS[0],
        1..20 | 37..40 => CLOCKS[1],
        20..28 => CLOCKS[2],
        _ => CLOCKS[3],
    }
}

const NETWORK: &str = "format = 1\nnetwork = \"generated\"\ntitle = \"A network made by dice\"\n\
                       base_currency = \"CNY\"\nsource = \"rule:dice\"\n";
const SERVICES: &str = "[[service]]\nservice = \"standard\"\nname = \"Standard\"\nname_zh = \"标准\"\n\
                        lines = [\"*\"]\ntracked = \"any\"\nbest_by = \"price\"\ncountries = [\"*\"]\n\
                        source = \"rule:dice\"\nestimated = true\n";

fn countries() -> String {
    let head = "country,name,currency,postcode_format,postcode_required,source,estimated\n";
    let rows = COUNTRIES.iter().map(|code| format!("{code},{code},CNY,99999,yes,rule:dice,yes\n"));
    rows.fold(head.to_owned(), |text, row| text + &row)
}

fn operators() -> String {
    let head = "operator,name,kind,country,source,estimated\n";
    let rows = (0..OPERATORS).map(|n| format!("op{n},op{n},carrier,CN,rule:dice,yes\n"));
    rows.fold(head.to_owned(), |text, row| text + &row)
}
