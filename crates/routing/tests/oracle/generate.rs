//! Random small worlds: lines with branches, several operators and currencies, places on both sides of
//! the date line, days on which clocks change.

mod money;
mod movement;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::rules;
use crate::world::random::Random;
use crate::world::{Case, Country, Disruption, Facility, Holiday, Restriction, Valid, World, Zone};

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

const OPERATORS: [&str; 3] = ["alpha", "beta", "gamma"];

/// The world and the parcel of a seed.
pub fn generate(seed: u64) -> (World, Case) {
    let mut maker = Maker {
        random: Random::new(seed),
        world: World::default(),
        day: Date::MIN,
        far: "d",
        is_long: false,
    };
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
    /// Whether the way is so long that the limit of eight legs counts.
    is_long: bool,
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
        self.is_long = self.random.chance(12);
        let facilities =
            if self.is_long { self.random.within(7, 9) } else { self.random.within(3, 6) };
        for index in 0..facilities {
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

    fn restrictions(&mut self) {
        for index in 0..self.random.within(0, if self.is_long { 0 } else { 2 }) {
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
