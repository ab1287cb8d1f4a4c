//! Tariffs, surcharges and rates of exchange of a random world.

use rust_decimal::Decimal;

use super::{Maker, OPERATORS};
use crate::world::random::Random;
use crate::world::{Band, Fx, Surcharge, Tariff};

/// Where the bands of a tariff begin and end, in grams.
const CUTS: [&[u32]; 3] = [&[0, 30_000], &[0, 900, 2_000, 30_000], &[0, 2_000]];

impl Maker {
    pub(super) fn tariffs(&mut self) {
        for line in self.world.lines.clone() {
            self.tariffs_of("line", &line.key, 95);
        }
        for leg in self.world.legs.clone() {
            // On a long way short cuts that nobody sells make dead ends look possible.
            let is_short_cut = leg.key.starts_with(['a', 's']);
            let percent = match (self.is_long, is_short_cut) {
                (true, true) => 60,
                (true, false) => 98,
                (false, _) => 88,
            };
            self.tariffs_of("leg", &leg.key, percent);
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

    pub(super) fn surcharges(&mut self) {
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

    pub(super) fn fx(&mut self) {
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
}
