//! A network, a parcel and its routes in a few words each.
//!
//! One thing a line: `kind`, then its words in order, then options `name=value` or bare flags.
//!
//! ```text
//! land CN CNY Asia/Shanghai               country, currency, zone of time (territory=eu)
//! zone hz CN 31* collection               key, country, postcodes, kinds (weekdays= calendar=)
//! hall hgh CN                             a facility (calendar= operator=)
//! leg fetch hz hgh 2h/4h                  from, to, p50/p90 (mode= headway= clearance= loss=
//!                                         operator= untracked)
//! leave fly 135 22:00                     a departure: weekdays or a date, time (cutoff= skip)
//! work hgh always 1 2h/3h                 a process: applies, step, p50/p90 (weekdays= hours=
//!                                         clearance=)
//! line packet alpha >1:fetch 2:fly 3:last<   stages; `>` may be entered, `<` may be left
//! price line packet 10 + 2/kg             what it costs (from= to= currency= upto= side= of=)
//! extra relabelling operator beta 5       a surcharge in the land's first currency
//! refuse line packet food                 a restriction: scope, of, goods or `any` (upto= to=)
//! field line packet recipient_phone       a required field (clearance=)
//! rest eve 2026-12-24                     a holiday of a calendar
//! closed leg fly 2026-03-05T00:00Z 2026-03-06T00:00Z      (delay=6h instead of closing)
//! rate EUR CNY 2026-01-01 8
//! full fly 2026-03-05T14:00Z
//! parcel CN 31000 to FR 75011 2026-03-04T01:00Z 1000g     (goods= currency= entry= tracked lines=)
//! ```
//!
//! A route is one line: price, arrivals as the destination's clock shows them, loss in ppm, rides:
//! `12.00 CNY | 03-06 09:00 | 03-07 09:00 | 150 | fetch packet(fly last)`.

use jiff::Timestamp;
use portolan_network::{Snapshot, compile};
use portolan_routing::{Route, search, verify};
use rust_decimal::Decimal;

use crate::ask::{filter_of, live_of, query_of};
use crate::world::{
    Band, Case, Country, Departure, Disruption, Facility, Fx, Holiday, Leg, Line, LineLeg, Process,
    RequiredField, Restriction, Surcharge, Tariff, World, Zone, tables,
};

/// Searches the network and parcel of a text and compares the routes with the expected lines.
pub fn expect_routes(text: &str, expected: &[&str]) {
    let (world, case) = read(text);
    let snapshot = snapshot_of(&world);
    let query = query_of(&snapshot, &case);
    let (live, filter) = (live_of(&snapshot, &case), filter_of(&snapshot, &case));
    let routes = search(&snapshot, &live, &query, &filter).unwrap();
    for route in &routes {
        verify(&snapshot, &query, route).unwrap();
    }
    let found: Vec<_> = routes.iter().map(|route| line_of(&snapshot, route)).collect();
    assert_eq!(found, expected, "\n{text}");
}

pub fn snapshot_of(world: &World) -> Snapshot {
    compile(&tables::source_of(world, None)).unwrap_or_else(|faults| panic!("{faults}: {faults:?}"))
}

/// A route as one line.
pub fn line_of(snapshot: &Snapshot, route: &Route) -> String {
    let zone = snapshot.nodes[route.destination].clock.name().zone().clone();
    let local = |at: Timestamp| at.to_zoned(zone.clone()).strftime("%m-%d %H:%M").to_string();
    let rides = route.rides.iter().map(|ride| {
        let legs = route.legs[ride.first..=ride.last].iter();
        let legs: Vec<_> = legs.map(|leg| snapshot.legs[leg.leg].key.as_str()).collect();
        match ride.line {
            Some(line) => format!("{}({})", snapshot.lines[line].key, legs.join(" ")),
            None => legs.join(" "),
        }
    });
    let rides: Vec<_> = rides.collect();
    let ppm = route.survival.loss_ppb() / 1_000;
    format!(
        "{} | {} | {} | {ppm} | {}",
        route.price,
        local(route.arrival_p50),
        local(route.arrival_p90),
        rides.join(" ")
    )
}

/// A text as a world and a case.
pub fn read(text: &str) -> (World, Case) {
    let mut reader =
        Reader { world: World::default(), case: None, zones: Vec::new(), full: vec![] };
    reader.world.operators = ["alpha", "beta", "gamma"].map(str::to_owned).to_vec();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        reader.read(&Words { line, words: words[1..].to_vec() }, words[0]);
    }
    let mut case = reader.case.expect("a parcel");
    case.full = reader.full;
    (reader.world, case)
}

struct Reader {
    world: World,
    case: Option<Case>,
    /// Zones of time by country.
    zones: Vec<(String, String)>,
    full: Vec<(String, Timestamp)>,
}

struct Words<'t> {
    line: &'t str,
    words: Vec<&'t str>,
}

impl Words<'_> {
    /// The word at a place, options left out.
    fn at(&self, place: usize) -> String {
        let plain: Vec<_> = self.words.iter().filter(|word| !word.contains('=')).collect();
        plain.get(place).unwrap_or_else(|| panic!("too few words: {}", self.line)).to_string()
    }

    fn option(&self, name: &str) -> String {
        let mut named = self.words.iter().filter_map(|word| word.split_once('='));
        named.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).unwrap_or_default()
    }

    fn or(&self, name: &str, otherwise: &str) -> String {
        let found = self.option(name);
        if found.is_empty() { otherwise.to_owned() } else { found }
    }

    fn has(&self, flag: &str) -> bool {
        self.words.contains(&flag)
    }
}

/// `2h` or `30m` in minutes.
fn minutes(text: &str) -> i64 {
    match text.strip_suffix('h') {
        Some(hours) => hours.parse::<i64>().unwrap() * 60,
        None => text.strip_suffix('m').map_or(0, |minutes| minutes.parse().unwrap()),
    }
}

/// `2h/4h` in minutes; one alone is both.
fn both(text: &str) -> (i64, i64) {
    let (p50, p90) = text.split_once('/').unwrap_or((text, text));
    (minutes(p50), minutes(p90))
}

impl Reader {
    fn read(&mut self, words: &Words, kind: &str) {
        match kind {
            "land" => self.land(words),
            "zone" => self.zone(words),
            "hall" => self.hall(words),
            "leg" => self.leg(words),
            "leave" => self.leave(words),
            "work" => self.work(words),
            "line" => self.line(words),
            "price" => self.price(words),
            "extra" => self.extra(words),
            "refuse" => self.refuse(words),
            "field" => self.field(words),
            "rest" => {
                let (calendar, date) = (words.at(0), words.at(1));
                self.world.holidays.push(Holiday { calendar, date });
            }
            "closed" => self.closed(words),
            "rate" => {
                let rate = words.at(3).parse().unwrap();
                let (base, quote, date) = (words.at(0), words.at(1), words.at(2));
                self.world.fx.push(Fx { base, quote, date, rate });
            }
            "full" => self.full.push((words.at(0), words.at(1).parse().unwrap())),
            "service" => {
                self.world.services +=
                    &words.line.strip_prefix("service").unwrap().replace('~', "\n");
            }
            "parcel" => self.parcel(words),
            _ => panic!("unknown kind: {}", words.line),
        }
    }

    fn land(&mut self, words: &Words) {
        let (code, currency) = (words.at(0), words.at(1));
        if self.world.base_currency.is_empty() {
            self.world.base_currency.clone_from(&currency);
        }
        self.zones.push((code.clone(), words.at(2)));
        let territory = words.option("territory");
        self.world.countries.push(Country { code, currency, territory });
    }

    fn zone_of_time(&self, country: &str) -> String {
        self.zones.iter().find(|(code, _)| code == country).unwrap().1.clone()
    }

    fn zone(&mut self, words: &Words) {
        let country = words.at(1);
        self.world.zones.push(Zone {
            key: words.at(0),
            timezone: self.zone_of_time(&country),
            country,
            postcodes: words.at(2),
            kinds: words.at(3),
            delivery_weekdays: words.option("weekdays"),
            calendar: words.option("calendar"),
        });
    }

    fn hall(&mut self, words: &Words) {
        let country = words.at(1);
        self.world.facilities.push(Facility {
            key: words.at(0),
            operator: words.or("operator", "alpha"),
            timezone: self.zone_of_time(&country),
            country,
            calendar: words.option("calendar"),
        });
    }

    fn leg(&mut self, words: &Words) {
        let (p50_minutes, p90_minutes) = both(&words.at(3));
        self.world.legs.push(Leg {
            key: words.at(0),
            operator: words.or("operator", "alpha"),
            from: words.at(1),
            to: words.at(2),
            mode: words.or("mode", "road"),
            clearance: words.option("clearance"),
            headway_minutes: minutes(&words.option("headway")),
            p50_minutes,
            p90_minutes,
            tracked: !words.has("untracked"),
            loss_ppm: words.or("loss", "0").parse().unwrap(),
            ..Leg::default()
        });
    }

    fn leave(&mut self, words: &Words) {
        let (leg, days) = (words.at(0), words.at(1));
        let is_date = days.contains('-');
        self.world.departures.push(Departure {
            key: format!("d{}", self.world.departures.len()),
            leg,
            weekdays: if is_date { String::new() } else { days.clone() },
            date: if is_date { days } else { String::new() },
            departs: words.at(2),
            cutoff_minutes: minutes(&words.option("cutoff")),
            skip_holidays: words.has("skip"),
            ..Departure::default()
        });
    }

    fn work(&mut self, words: &Words) {
        let (p50_minutes, p90_minutes) = both(&words.at(3));
        let hours = words.or("hours", "-");
        let (opens, closes) = hours.split_once('-').unwrap();
        let applies = words.at(1);
        let kind = match applies.as_str() {
            "import" => "import_customs",
            "export" => "export_customs",
            _ => "sorting",
        };
        self.world.processes.push(Process {
            key: format!("w{}", self.world.processes.len()),
            facility: words.at(0),
            kind: kind.to_owned(),
            applies,
            clearance: words.option("clearance"),
            step: words.at(2).parse().unwrap(),
            weekdays: words.option("weekdays"),
            opens: opens.to_owned(),
            closes: closes.to_owned(),
            p50_minutes,
            p90_minutes,
        });
    }

    fn line(&mut self, words: &Words) {
        let key = words.at(0);
        self.world.lines.push(Line { key: key.clone(), operator: words.at(1) });
        for word in &words.words[2..] {
            let plain = word.trim_start_matches('>').trim_end_matches('<');
            let (stage, leg) = plain.split_once(':').unwrap();
            self.world.line_legs.push(LineLeg {
                line: key.clone(),
                leg: leg.to_owned(),
                stage: stage.parse().unwrap(),
                entry: word.starts_with('>'),
                exit: word.ends_with('<'),
            });
        }
    }

    fn price(&mut self, words: &Words) {
        let key = format!("t{}", self.world.tariffs.len());
        let per_kg = words.words.iter().find_map(|word| word.strip_suffix("/kg"));
        self.world.tariffs.push(Tariff {
            key: key.clone(),
            side: words.or("side", "buy"),
            scope: words.at(0),
            of: words.at(1),
            from: words.option("from"),
            to: words.option("to"),
            currency: words.or("currency", &self.world.base_currency),
            band_by: "actual".to_owned(),
            charge_by: "actual".to_owned(),
            ..Tariff::default()
        });
        self.world.bands.push(Band {
            tariff: key,
            to_grams: words.or("upto", "30000").parse().unwrap(),
            flat: words.at(2).parse().unwrap(),
            per_kg: per_kg.map_or(Decimal::ZERO, |price| price.parse().unwrap()),
            ..Band::default()
        });
    }

    fn extra(&mut self, words: &Words) {
        self.world.surcharges.push(Surcharge {
            key: format!("s{}", self.world.surcharges.len()),
            side: "buy".to_owned(),
            kind: words.at(0),
            scope: words.at(1),
            of: words.at(2),
            per_item: Some(words.at(3).parse().unwrap()),
            currency: self.world.base_currency.clone(),
            ..Surcharge::default()
        });
    }

    fn refuse(&mut self, words: &Words) {
        let goods = words.at(2);
        let mass = words.option("upto");
        self.world.restrictions.push(Restriction {
            key: format!("r{}", self.world.restrictions.len()),
            scope: words.at(0),
            of: words.at(1),
            direction: words.option("direction"),
            destinations: words.option("to"),
            goods: if goods == "any" { String::new() } else { goods },
            mass_max_grams: (!mass.is_empty()).then(|| mass.parse().unwrap()),
            ..Restriction::default()
        });
    }

    fn field(&mut self, words: &Words) {
        self.world.required_fields.push(RequiredField {
            key: format!("q{}", self.world.required_fields.len()),
            country: words.option("country"),
            scope: words.at(0),
            of: words.at(1),
            clearance: words.option("clearance"),
            field: words.at(2),
        });
    }

    fn closed(&mut self, words: &Words) {
        let delay = words.option("delay");
        self.world.disruptions.push(Disruption {
            key: format!("x{}", self.world.disruptions.len()),
            scope: words.at(0),
            of: words.at(1),
            from: words.at(2),
            to: words.at(3),
            effect: if delay.is_empty() { "closed" } else { "delay" }.to_owned(),
            delay_minutes: minutes(&delay),
        });
    }

    fn parcel(&mut self, words: &Words) {
        let route = words.line.strip_prefix("parcel ").unwrap();
        let (from, rest) = route.split_once(" to ").unwrap();
        let rest: Vec<&str> = rest.split_whitespace().collect();
        let ready = rest.iter().position(|word| word.contains('T') && word.contains(':')).unwrap();
        let lines = words.option("lines");
        self.case = Some(Case {
            from: from.to_owned(),
            to: rest[..ready].join(" "),
            ready: rest[ready].to_owned(),
            currency: words.or("currency", &self.world.base_currency),
            grams: rest[ready + 1].trim_end_matches('g').parse().unwrap(),
            sides_mm: None,
            goods: words.option("goods"),
            value: (Decimal::TEN, self.world.base_currency.clone()),
            lines: (!lines.is_empty()).then(|| lines.split('|').map(str::to_owned).collect()),
            tracked_all: words.has("tracked"),
            entry: words.or("entry", "any"),
            full: Vec::new(),
        });
    }
}
