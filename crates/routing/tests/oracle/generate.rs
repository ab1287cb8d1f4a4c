//! Random small worlds: lines with branches, several operators and currencies, places on both sides of
//! the date line, days on which clocks change.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::rules;
use crate::world::random::Random;
use crate::world::{
    Band, Case, Country, Departure, Disruption, Facility, Fx, Holiday, Leg, Line, LineLeg, Process,
    Restriction, Surcharge, Tariff, Valid, World, Zone,
};

/// Country, zone of time, currency, customs territory.
const LANDS: [(&str, &str, &str, &str); 8] = [
    ("CN", "Asia/Shanghai", "CNY", ""),
    ("US", "America/New_York", "USD", ""),
    ("FR", "Europe/Paris", "EUR", "eu"),
    ("DE", "Europe/Berlin", "EUR", "eu"),
    ("NZ", "Pacific/Auckland", "USD", ""),
    ("WS", "Pacific/Apia", "USD", ""),
    ("BR", "America/Sao_Paulo", "USD", ""),
    ("JP", "Asia/Tokyo", "JPY", ""),
];

/// Around changes of clocks in both hemispheres, and between the years.
const DAYS: [&str; 8] = [
    "2026-03-06",
    "2026-03-27",
    "2026-04-03",
    "2026-09-25",
    "2026-10-23",
    "2026-10-30",
    "2026-12-22",
    "2026-06-10",
];

const CLEARANCES: [&str; 3] = ["postal", "express", "general"];
const OPERATORS: [&str; 3] = ["alpha", "beta", "gamma"];
const TIMES: [&str; 10] =
    ["00:00", "01:30", "02:00", "02:30", "03:00", "08:00", "12:15", "18:00", "23:45", "24:00"];

/// Weekdays, from when, until when.
const SHIFTS: [&[(&str, &str, &str)]; 5] = [
    &[("", "", "")],
    &[("12345", "08:00", "18:00")],
    &[("1234567", "06:00", "12:00"), ("12345", "12:00", "24:00")],
    &[("135", "02:30", "03:30"), ("7", "00:00", "02:15")],
    &[("246", "22:00", "24:00")],
];
/// Where the bands of a tariff begin and end, in grams.
const CUTS: [&[u32]; 3] = [&[0, 30_000], &[0, 900, 2_000, 30_000], &[0, 2_000]];

/// The world and the parcel of a seed.
pub fn generate(seed: u64) -> (World, Case) {
    let mut maker =
        Maker { random: Random::new(seed), world: World::default(), day: Date::MIN, far: "d" };
    maker.day = maker.random.pick(&DAYS).parse().unwrap();
    maker.places();
    maker.legs();
    maker.departures();
    maker.lines();
    maker.processes();
    maker.tariffs();
    maker.surcharges();
    maker.fx();
    maker.restrictions();
    maker.disruptions();
    let case = maker.case();
    (maker.world, case)
}

struct Maker {
    random: Random,
    world: World,
    /// Around when the parcel is ready.
    day: Date,
    /// The key of the destination's zones: `d`, or `o` where the lane ends in the zones it begins in.
    far: &'static str,
}

impl Maker {
    fn places(&mut self) {
        let mut lands = LANDS;
        self.random.shuffle(&mut lands);
        let count = usize::try_from(self.random.within(2, 4)).unwrap();
        self.world.base_currency = "CNY".to_owned();
        self.world.operators = OPERATORS.map(str::to_owned).to_vec();
        for (code, _, currency, territory) in &lands[..count] {
            self.world.countries.push(Country {
                code: (*code).to_owned(),
                currency: (*currency).to_owned(),
                territory: (*territory).to_owned(),
            });
        }
        for day in 0..6 {
            if self.random.chance(40) {
                let date = self.date_after(day);
                self.world.holidays.push(Holiday { calendar: "rest".to_owned(), date });
            }
        }
        let far = i64::try_from(count).unwrap() - 1;
        for index in 0..self.random.within(3, 6) {
            let at = usize::try_from(if index == 0 { 0 } else { self.random.within(0, far) });
            let (code, zone, ..) = lands[at.unwrap()];
            let calendar = self.calendar();
            self.world.facilities.push(Facility {
                key: format!("f{index}"),
                operator: self.random.word(&OPERATORS),
                country: code.to_owned(),
                timezone: zone.to_owned(),
                calendar,
            });
        }
        if self.random.chance(12) {
            self.far = "o";
            self.zones(lands[0], "o", "collection|delivery");
        } else {
            self.zones(lands[0], "o", "collection");
            self.zones(lands[1], "d", "delivery");
        }
    }

    /// A zone of the whole country and one of a few codes.
    fn zones(&mut self, (code, timezone, ..): (&str, &str, &str, &str), key: &str, kind: &str) {
        for (name, postcodes) in [("all", "*"), ("some", "10*|20-21")] {
            let weekdays = self.random.word(&["", "", "12345", "1234567", "135", "7"]);
            let calendar = self.calendar();
            let is_only_for_prices = name == "some" && self.random.chance(25);
            self.world.zones.push(Zone {
                key: format!("{key}-{name}"),
                country: code.to_owned(),
                kinds: if is_only_for_prices {
                    "tariff".to_owned()
                } else {
                    format!("{kind}|tariff")
                },
                postcodes: postcodes.to_owned(),
                timezone: timezone.to_owned(),
                delivery_weekdays: weekdays,
                calendar,
            });
        }
    }

    /// Mostly onward from the first facilities to the last, some back.
    fn legs(&mut self) {
        let count = i64::try_from(self.world.facilities.len()).unwrap();
        for index in 0..self.random.within(2, 4) {
            let from = self.zone_for("o", "collection");
            let to = format!("f{}", self.random.within(0, count / 2));
            self.leg(&format!("c{index}"), from, to);
        }
        for index in 0..self.random.within(count, 2 * count + 2) {
            let (mut from, mut to) =
                (self.random.within(0, count - 1), self.random.within(0, count - 1));
            if from > to && self.random.chance(80) {
                (from, to) = (to, from);
            }
            if from != to {
                self.leg(&format!("m{index}"), format!("f{from}"), format!("f{to}"));
            }
        }
        for index in 0..self.random.within(2, 4) {
            let from = format!("f{}", self.random.within(count / 2, count - 1));
            let to = self.zone_for(self.far, "delivery");
            self.leg(&format!("z{index}"), from, to);
        }
    }

    fn zone_for(&mut self, side: &str, kind: &str) -> String {
        let zones = self.world.zones.iter().filter(|zone| zone.key.starts_with(side));
        let zones: Vec<_> = zones.filter(|zone| zone.kinds.contains(kind)).collect();
        self.random.pick(&zones).key.clone()
    }

    fn leg(&mut self, key: &str, from: String, to: String) {
        let random = &mut self.random;
        let is_first = from.starts_with("o-");
        let drops = is_first && random.chance(40);
        let mode =
            if drops { "drop_off".to_owned() } else { random.word(&["road", "air", "rail"]) };
        let crosses = rules::territory(&self.world, &from) != rules::territory(&self.world, &to);
        let clearance = if crosses { random.word(&CLEARANCES) } else { String::new() };
        let p50_minutes = 15 * random.within(0, 200);
        let valid = self.valid(10);
        let random = &mut self.random;
        self.world.legs.push(Leg {
            key: key.to_owned(),
            operator: random.word(&OPERATORS),
            from,
            to,
            mode,
            clearance,
            headway_minutes: if random.chance(30) { 30 * random.within(1, 48) } else { 0 },
            p50_minutes,
            p90_minutes: p50_minutes + 15 * random.within(0, 100),
            tracked: random.chance(75),
            loss_ppm: u32::try_from(random.within(0, 8) * 125).unwrap(),
            valid,
        });
    }

    fn departures(&mut self) {
        let legs: Vec<_> = self.world.legs.iter().map(|leg| leg.key.clone()).collect();
        for leg in legs {
            if self.random.chance(35) {
                continue;
            }
            for index in 0..self.random.within(1, 3) {
                let once = self.random.chance(20);
                let weekdays = self.random.word(&["1234567", "12345", "135", "246", "67", "7"]);
                let ahead = self.random.within(0, 9);
                let valid = if once { Valid::default() } else { self.valid(15) };
                self.world.departures.push(Departure {
                    key: format!("{leg}-{index}"),
                    leg: leg.clone(),
                    weekdays: if once { String::new() } else { weekdays },
                    date: if once { self.date_after(ahead) } else { String::new() },
                    departs: self.random.word(&TIMES),
                    cutoff_minutes: 15 * self.random.within(0, 30),
                    skip_holidays: self.random.chance(40),
                    valid,
                });
            }
            let all = &mut self.world.legs;
            all.iter_mut().find(|row| row.key == leg).unwrap().headway_minutes = 0;
        }
    }

    /// Lines that follow the network for a few stages, and branch.
    fn lines(&mut self) {
        for index in 0..self.random.within(1, 4) {
            let key = format!("l{index}");
            let operator = self.random.word(&OPERATORS);
            self.world.lines.push(Line { key: key.clone(), operator });
            let mut ends = vec![self.random.pick(&self.world.legs).from.clone()];
            for stage in 1..=self.random.within(1, 4) {
                let mut next = Vec::new();
                for branch in 0..2 {
                    let wide = branch == 0 || self.random.chance(40);
                    let from = self.random.pick(&ends).clone();
                    let legs: Vec<_> =
                        self.world.legs.iter().filter(|leg| leg.from == from).cloned().collect();
                    if !wide || legs.is_empty() {
                        continue;
                    }
                    let leg = self.random.pick(&legs).clone();
                    next.push(leg.to.clone());
                    self.line_leg(&key, &leg.key, stage);
                }
                if !next.is_empty() {
                    ends = next;
                }
            }
            self.open_ends(&key);
        }
    }

    fn line_leg(&mut self, line: &str, leg: &str, stage: i64) {
        if self.world.line_legs.iter().any(|row| row.line == line && row.leg == leg) {
            return;
        }
        self.world.line_legs.push(LineLeg {
            line: line.to_owned(),
            leg: leg.to_owned(),
            stage: u16::try_from(stage).unwrap(),
            entry: self.random.chance(45),
            exit: self.random.chance(45),
        });
    }

    /// What nothing leads to can be entered and what leads nowhere left, so that every leg is of use.
    fn open_ends(&mut self, line: &str) {
        let rows: Vec<_> =
            self.world.line_legs.iter().filter(|row| row.line == line).cloned().collect();
        let ends: Vec<_> = rows.iter().map(|row| self.ends_of(&row.leg)).collect();
        for (row, (from, to)) in rows.iter().zip(&ends) {
            let mut others = rows.iter().zip(&ends);
            let is_led_to = others.any(|(other, (_, end))| other.stage < row.stage && end == from);
            let mut others = rows.iter().zip(&ends);
            let goes_on = others.any(|(other, (start, _))| other.stage > row.stage && start == to);
            let all = &mut self.world.line_legs;
            let own = all.iter_mut().find(|own| own.line == line && own.leg == row.leg).unwrap();
            own.entry |= !is_led_to;
            own.exit |= !goes_on;
        }
    }

    fn ends_of(&self, leg: &str) -> (String, String) {
        let leg = self.world.legs.iter().find(|row| row.key == leg).unwrap();
        (leg.from.clone(), leg.to.clone())
    }

    fn processes(&mut self) {
        let facilities: Vec<_> = self.world.facilities.iter().map(|f| f.key.clone()).collect();
        for facility in facilities {
            for (applies, kind) in
                [("always", "sorting"), ("export", "export_customs"), ("import", "import_customs")]
            {
                for step in 1..=self.random.within(0, 2) {
                    self.process(&facility, applies, kind, u32::try_from(step).unwrap());
                }
            }
        }
    }

    fn process(&mut self, facility: &str, applies: &str, kind: &str, step: u32) {
        if self.random.chance(50) {
            return;
        }
        let with_clearance = applies != "always" && self.random.chance(50);
        let clearance = if with_clearance { self.random.word(&CLEARANCES) } else { String::new() };
        let p50_minutes = 15 * self.random.within(0, 40);
        let p90_minutes = p50_minutes + 15 * self.random.within(0, 60);
        let shifts = *self.random.pick(&SHIFTS);
        for (index, (weekdays, opens, closes)) in shifts.iter().enumerate() {
            self.world.processes.push(Process {
                key: format!("{facility}-{applies}-{step}-{index}"),
                facility: facility.to_owned(),
                kind: kind.to_owned(),
                applies: applies.to_owned(),
                clearance: clearance.clone(),
                step,
                weekdays: (*weekdays).to_owned(),
                opens: (*opens).to_owned(),
                closes: (*closes).to_owned(),
                p50_minutes,
                p90_minutes,
            });
        }
    }

    fn tariffs(&mut self) {
        for line in self.world.lines.clone() {
            self.tariffs_of("line", &line.key, 95);
        }
        for leg in self.world.legs.clone() {
            self.tariffs_of("leg", &leg.key, 88);
        }
        for zone in self.world.zones.clone() {
            self.tariffs_of("zone", &zone.key, 20);
        }
        // One shift stands for the process.
        for process in self.world.processes.clone() {
            if process.key.ends_with("-0") {
                self.tariffs_of("process", &process.key, 25);
            }
        }
    }

    /// Up to three tariffs whose ends differ.
    fn tariffs_of(&mut self, scope: &str, of: &str, percent: i64) {
        if !self.random.chance(percent) {
            return;
        }
        let mut seen: Vec<(String, String)> = Vec::new();
        for _ in 0..self.random.within(1, 3) {
            let ends = if self.random.chance(65) {
                (String::new(), String::new())
            } else {
                (self.end("o"), self.end(self.far))
            };
            if !seen.contains(&ends) {
                self.tariff(scope, of, &ends);
                seen.push(ends);
            }
        }
    }

    fn end(&mut self, side: &str) -> String {
        let facility = self.facility();
        let country = self.random.pick(&self.world.countries).code.clone();
        let zones = [format!("{side}-all"), format!("{side}-some")];
        match self.random.within(0, 5) {
            0 | 1 => String::new(),
            2 => country,
            3 => facility,
            _ => self.random.pick(&zones).clone(),
        }
    }

    fn tariff(&mut self, scope: &str, of: &str, (from, to): &(String, String)) {
        let random = &mut self.random;
        let key = format!("t{}", self.world.tariffs.len());
        let by_volume = random.chance(35);
        self.world.tariffs.push(Tariff {
            key: key.clone(),
            side: "buy".to_owned(),
            scope: scope.to_owned(),
            of: of.to_owned(),
            from: from.clone(),
            to: to.clone(),
            currency: random.word(&["CNY", "CNY", "EUR", "USD", "JPY"]),
            band_by: random.word(&["actual", "chargeable"]),
            charge_by: random.word(&["actual", "chargeable"]),
            volumetric_divisor: by_volume.then(|| *random.pick(&[5000, 6000, 8000])),
            volumetric_side_mm: random.chance(20).then_some(400).filter(|_| by_volume),
            volumetric_ratio: random.chance(20).then(|| Decimal::new(15, 1)).filter(|_| by_volume),
            volumetric_subtract_percent: random.chance(20).then_some(50).filter(|_| by_volume),
            minimum_grams: random.chance(20).then_some(500),
            round_up_grams: random.chance(30).then_some(100),
            minimum_price: random.chance(20).then(|| Decimal::from(random.within(1, 40))),
            ..Tariff::default()
        });
        for pair in random.pick(&CUTS).windows(2) {
            let money = |random: &mut Random| Decimal::new(random.within(10, 4_000), 2);
            let steps = random.chance(40);
            self.world.bands.push(Band {
                tariff: key.clone(),
                from_grams: pair[0],
                to_grams: pair[1],
                flat: if random.chance(70) { money(random) } else { Decimal::ZERO },
                per_item: if random.chance(30) { money(random) } else { Decimal::ZERO },
                per_kg: if random.chance(60) { money(random) } else { Decimal::ZERO },
                first_grams: if steps { 500 } else { 0 },
                first_price: if steps { money(random) } else { Decimal::ZERO },
                step_grams: if steps { 250 } else { 0 },
                step_price: if steps { money(random) / Decimal::TEN } else { Decimal::ZERO },
            });
        }
    }

    fn surcharges(&mut self) {
        for index in 0..self.random.within(0, 5) {
            let lines: Vec<_> = self.world.lines.iter().map(|line| line.key.clone()).collect();
            let legs: Vec<_> = self.world.legs.iter().map(|leg| leg.key.clone()).collect();
            let random = &mut self.random;
            let scope = random.word(&["line", "leg", "operator", "operator"]);
            let of = match scope.as_str() {
                "line" => random.pick(&lines).clone(),
                "leg" => random.pick(&legs).clone(),
                _ => random.word(&OPERATORS),
            };
            let (some, all) = (format!("{}-some", self.far), format!("{}-all", self.far));
            let percent = random.chance(50).then(|| Decimal::new(random.within(10, 300), 1));
            self.world.surcharges.push(Surcharge {
                key: format!("s{index}"),
                side: "buy".to_owned(),
                scope,
                of,
                kind: random.word(&["fuel", "relabelling", "relabelling", "remote_area", "goods"]),
                zones: random.word(&["", "", &some, &all]),
                goods: random.word(&["", "", "food", "liquid|powder"]),
                percent,
                per_item: Some(Decimal::new(random.within(1, 900), 2)),
                per_kg: random.chance(30).then(|| Decimal::new(random.within(1, 900), 2)),
                minimum_price: random.chance(20).then(|| Decimal::from(random.within(1, 9))),
                currency: random.word(&["CNY", "EUR", "USD"]),
            });
        }
    }

    fn fx(&mut self) {
        let rates = [("EUR", "CNY", 78_312), ("USD", "CNY", 71_205), ("CNY", "JPY", 208_417)];
        for (base, quote, rate) in rates {
            for (days, change) in [(-90, 0), (-3, 411), (2, 1_777)] {
                let rate = Decimal::new(rate + change, 4);
                let date = self.date_after(days);
                self.world.fx.push(Fx { base: base.into(), quote: quote.into(), date, rate });
            }
        }
        if self.random.chance(50) {
            let (date, rate) = (self.date_after(-10), Decimal::new(10_987, 4));
            self.world.fx.push(Fx { base: "EUR".into(), quote: "USD".into(), date, rate });
        }
    }

    fn restrictions(&mut self) {
        for index in 0..self.random.within(0, 2) {
            let scope = self.random.word(&["operator", "line", "leg", "facility", "country"]);
            let leg = self.random.pick(&self.world.legs).key.clone();
            let line = self.random.pick(&self.world.lines).key.clone();
            let country = self.random.pick(&self.world.countries).code.clone();
            let (facility, to) = (self.facility(), self.destination());
            let random = &mut self.random;
            let direction = random.word(&["from", "to", "through", "through"]);
            let of = match scope.as_str() {
                "operator" => random.word(&OPERATORS),
                "line" => line,
                "leg" => leg,
                "facility" => facility,
                _ => country.clone(),
            };
            let (some, all) = (format!("{}-some", self.far), format!("{}-all", self.far));
            let destinations = random.word(&["", "", &to, &some, &all]);
            self.world.restrictions.push(Restriction {
                key: format!("r{index}"),
                direction: if scope == "country" { direction } else { String::new() },
                scope,
                of,
                destinations,
                goods: random.word(&["", "food", "liquid", "food|powder"]),
                mass_max_grams: random.chance(75).then(|| *random.pick(&[500, 1_500, 2_500])),
                side_max_mm: random.chance(25).then_some(450),
                sum_max_mm: random.chance(25).then_some(900),
                value_max: random.chance(25).then(|| Decimal::from(30)),
                currency: "EUR".to_owned(),
            });
            let row = self.world.restrictions.last_mut().unwrap();
            if row.value_max.is_none() {
                row.currency.clear();
            }
        }
    }

    fn disruptions(&mut self) {
        for index in 0..self.random.within(0, 3) {
            let scope = self.random.word(&["leg", "facility", "line", "country"]);
            let of = match scope.as_str() {
                "leg" => self.random.pick(&self.world.legs).key.clone(),
                "line" => self.random.pick(&self.world.lines).key.clone(),
                "country" => self.random.pick(&self.world.countries).code.clone(),
                _ => self.facility(),
            };
            let from = self.random.within(0, 5);
            let to = from + self.random.within(1, 4);
            let (from, to) = (self.date_after(from), self.date_after(to));
            self.world.disruptions.push(Disruption {
                key: format!("x{index}"),
                scope,
                of,
                from: format!("{from}T02:30:00+01:00"),
                to: format!("{to}T13:00:00+01:00"),
                effect: self.random.word(&["closed", "delay"]),
                delay_minutes: 30 * self.random.within(1, 60),
            });
        }
    }

    fn case(&mut self) -> Case {
        let (origin, destination) = (self.world.countries[0].code.clone(), self.destination());
        let facility = self.facility();
        let random = &mut self.random;
        let goods = random.word(&["", "", "food", "liquid", "food|powder"]);
        let sides =
            [500_i64, 350, 200].map(|most| u32::try_from(random.within(most / 4, most)).unwrap());
        let mut sides_mm = sides;
        sides_mm.sort_by(|a, b| b.cmp(a));
        let hour = random.within(0, 23);
        let grams = [200, 900, 1_800, 2_400];
        let lines: Vec<_> = self.world.lines.iter().map(|line| line.key.clone()).collect();
        let from_facility = random.chance(10);
        let some_lines = random.chance(12).then(|| vec![random.pick(&lines).clone()]);
        let mut case = Case {
            from: if from_facility { "f0".to_owned() } else { format!("{origin} 10001") },
            to: format!("{destination} {}", random.word(&["10115", "20500", "99999"])),
            ready: format!("{}T{hour:02}:10:00Z", self.day),
            currency: random.word(&["CNY", "EUR", "USD", "JPY"]),
            grams: *random.pick(&grams),
            sides_mm: random.chance(70).then_some(sides_mm),
            goods,
            value: (Decimal::from(random.within(1, 60)), random.word(&["EUR", "USD", "CNY"])),
            lines: some_lines,
            tracked_all: random.chance(10),
            entry: random.word(&["any", "any", "any", "any", "any", "collection", "drop_off"]),
            full: Vec::new(),
        };
        if self.random.chance(10) {
            case.to = facility;
        }
        case.full = self.full();
        case
    }

    /// Some of the departures of the first days are full.
    fn full(&mut self) -> Vec<(String, jiff::Timestamp)> {
        let mut full = Vec::new();
        if self.random.chance(70) {
            return full;
        }
        for departure in self.world.departures.clone() {
            for ahead in 0..4 {
                let date: Date = self.date_after(ahead).parse().unwrap();
                let at = rules::instant_of(&self.world, &departure, date);
                if let Some(at) = at.filter(|_| self.random.chance(40)) {
                    full.push((departure.leg.clone(), at));
                }
            }
        }
        full
    }

    fn destination(&self) -> String {
        self.world.countries[usize::from(self.far == "d")].code.clone()
    }

    fn facility(&mut self) -> String {
        self.random.pick(&self.world.facilities).key.clone()
    }

    fn calendar(&mut self) -> String {
        let has_days = !self.world.holidays.is_empty();
        if has_days && self.random.chance(50) { "rest".to_owned() } else { String::new() }
    }

    /// A validity that begins or ends in the first days, so many times of a hundred.
    fn valid(&mut self, percent: i64) -> Valid {
        if !self.random.chance(percent) {
            return Valid::default();
        }
        let ahead = self.random.within(0, 6);
        let date = self.date_after(ahead);
        if self.random.chance(50) {
            Valid { from: date, to: String::new() }
        } else {
            Valid { from: String::new(), to: date }
        }
    }

    fn date_after(&self, days: i64) -> String {
        (self.day + jiff::Span::new().days(days)).to_string()
    }
}
