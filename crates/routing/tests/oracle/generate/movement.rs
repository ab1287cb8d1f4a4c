//! Legs, departures, lines and processes of a random world.

use super::{Maker, OPERATORS};
use crate::oracle::rules;
use crate::world::{Departure, Leg, Line, LineLeg, Process, Valid};

const CLEARANCES: [&str; 3] = ["postal", "express", "general"];
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

impl Maker {
    pub(super) fn legs(&mut self) {
        if self.is_long { self.long_way() } else { self.short_ways() }
    }

    /// A chain through all facilities, some of them passed over.
    fn long_way(&mut self) {
        let last = self.world.facilities.len() - 1;
        let (first, zone) = (self.zone_for("o", "collection"), self.zone_for(self.far, "delivery"));
        self.leg("c0", first, "f0".to_owned());
        self.leg("z0", format!("f{last}"), zone);
        for index in 0..last {
            self.leg(&format!("m{index}"), format!("f{index}"), format!("f{}", index + 1));
            for name in ["a", "s"] {
                if index + 1 < last && self.random.chance(40) {
                    self.short_cut(&format!("{name}{index}"), index);
                }
            }
        }
    }

    /// One leg instead of two, and slower and riskier than both: worth it only to stay within the limit.
    fn short_cut(&mut self, key: &str, index: usize) {
        self.leg(key, format!("f{index}"), format!("f{}", index + 2));
        let leg = self.world.legs.last_mut().unwrap();
        leg.p50_minutes += 9_000;
        leg.p90_minutes += 15_000;
        leg.loss_ppm = 6_000;
    }

    /// Mostly onward from the first facilities to the last, some back.
    fn short_ways(&mut self) {
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
        let valid = self.valid(if self.is_long { 0 } else { 10 });
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

    pub(super) fn departures(&mut self) {
        let legs: Vec<_> = self.world.legs.iter().map(|leg| leg.key.clone()).collect();
        for leg in legs {
            if self.random.chance(if self.is_long { 80 } else { 35 }) {
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
    pub(super) fn lines(&mut self) {
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

    pub(super) fn processes(&mut self) {
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
}
