//! Every walk of at most 8 legs, priced and timed one by one, and the vectors that no other beats.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use rust_decimal::prelude::ToPrimitive as _;
use rust_decimal::{Decimal, RoundingStrategy};

use super::price::{Prices, Use, convert};
use super::rules::{self, Clock, Waiting};
use crate::world::{Case, Leg, Process, World};

/// Price in minor units, seconds of both arrivals, parts per billion lost.
pub type Numbers = (i64, i64, i64, u32);

/// Cases with more walks than that are passed over.
const WALKS_MAX: usize = 60_000;

/// The Pareto set of a case by exhaustion; `None` where there are too many walks.
pub fn pareto_by_exhaustion(world: &World, case: &Case) -> Option<BTreeSet<Numbers>> {
    let day = rules::hand_in(world, case);
    let mut oracle = Oracle {
        world,
        case,
        prices: Prices { world, case, day },
        destinations: rules::nodes_of(world, &case.to, "delivery"),
        legs_left: BTreeMap::new(),
        fixed: Some(0),
        departures: RefCell::default(),
        ends: RefCell::default(),
        rides: RefCell::default(),
        found: BTreeSet::new(),
        walks: 0,
    };
    oracle.prepare();
    let ready: Timestamp = case.ready.parse().unwrap();
    if let Some(fixed) = oracle.fixed
        && !oracle.is_refused("country", rules::country_of_end(world, &case.from), "from")
        && !oracle.is_refused("country", rules::country_of_end(world, &case.to), "to")
    {
        for origin in rules::nodes_of(world, &case.from, "collection") {
            if oracle.may_touch(&origin) {
                let start = Stand {
                    place: origin,
                    times: [ready; 2],
                    last: None,
                    riding: None,
                    operator: None,
                    minor: fixed,
                    kept: Decimal::ONE,
                    legs: 0,
                };
                oracle.walk(&start);
            }
        }
    }
    (oracle.walks < WALKS_MAX).then(|| undominated(&oracle.found))
}

fn undominated(all: &BTreeSet<Numbers>) -> BTreeSet<Numbers> {
    let beats =
        |a: &Numbers, b: &Numbers| a != b && a.0 <= b.0 && a.1 <= b.1 && a.2 <= b.2 && a.3 <= b.3;
    all.iter().filter(|one| !all.iter().any(|other| beats(other, one))).copied().collect()
}

/// A parcel at a place, what it has cost and how it came.
#[derive(Clone)]
struct Stand {
    place: String,
    times: [Timestamp; 2],
    last: Option<Leg>,
    riding: Option<Riding>,
    /// Who the last ride was bought from.
    operator: Option<String>,
    minor: i64,
    kept: Decimal,
    legs: usize,
}

#[derive(Clone)]
struct Riding {
    line: String,
    stage: u16,
    entered: String,
    is_relabelled: bool,
}

/// A leg, the line it is ridden on, when the parcel is ready, whether at p50.
type Departing = (String, Option<String>, Timestamp, bool);
/// Scope, key, from, to, whether the operator changes.
type Bought = (String, String, String, String, bool);

struct Oracle<'w> {
    world: &'w World,
    case: &'w Case,
    prices: Prices<'w>,
    destinations: Vec<String>,
    legs_left: BTreeMap<String, usize>,
    /// What the zones at both ends cost; `None` where one of them does not take the mass.
    fixed: Option<i64>,
    departures: RefCell<HashMap<Departing, Option<Timestamp>>>,
    ends: RefCell<HashMap<(String, Timestamp, bool), Timestamp>>,
    rides: RefCell<HashMap<Bought, Option<i64>>>,
    found: BTreeSet<Numbers>,
    walks: usize,
}

const CLOCKS: [Clock; 2] = [Clock::P50, Clock::P90];

impl Oracle<'_> {
    /// The price of the zones, and how many legs are left from every place.
    fn prepare(&mut self) {
        for end in [&self.case.from, &self.case.to] {
            for (place, _) in rules::places_of(self.world, end) {
                if rules::is_zone(self.world, &place) {
                    self.fixed =
                        self.fixed.zip(self.lane_price("zone", &place)).map(|(a, b)| a + b);
                }
            }
        }
        for place in &self.destinations {
            self.legs_left.insert(place.clone(), 0);
        }
        for count in 1..=8 {
            for leg in &self.world.legs {
                let left = self.legs_left.get(&leg.to);
                if left.is_some_and(|left| *left == count - 1) {
                    self.legs_left.entry(leg.from.clone()).or_insert(count);
                }
            }
        }
    }

    fn lane_price(&self, scope: &str, of: &str) -> Option<i64> {
        let (from, to) = (self.case.from.as_str(), self.case.to.as_str());
        let bought = Use { scope, of, from, to, is_relabelled: false };
        self.prices.price(&bought)
    }

    fn is_refused(&self, scope: &str, of: &str, direction: &str) -> bool {
        let day = self.prices.day;
        let convert = |amount, from: &str, to: &str| convert(self.world, day, amount, from, to);
        rules::refuses(self.world, self.case, (scope, of, direction), &convert)
    }

    fn may_touch(&self, place: &str) -> bool {
        rules::is_zone(self.world, place)
            || !self.is_refused("facility", place, "")
                && !self.is_refused("country", rules::country_of(self.world, place), "through")
    }

    fn may_take(&self, stand: &Stand, leg: &Leg) -> bool {
        let is_first = rules::is_zone(self.world, &leg.from);
        let is_wished = match self.case.entry.as_str() {
            "collection" if is_first => leg.mode != "drop_off",
            "drop_off" if is_first => leg.mode == "drop_off",
            _ => true,
        };
        let may_end = !rules::is_zone(self.world, &leg.to) || self.destinations.contains(&leg.to);
        let left = self.legs_left.get(&leg.to);
        is_wished
            && may_end
            && left.is_some_and(|left| stand.legs + 1 + left <= 8)
            && (leg.tracked || !self.case.tracked_all)
            && !self.is_refused("leg", &leg.key, "")
            && !self.is_refused("operator", &leg.operator, "")
            && self.may_touch(&leg.to)
    }

    fn walk(&mut self, stand: &Stand) {
        self.walks += 1;
        if self.walks >= WALKS_MAX {
            return;
        }
        for leg in self.world.legs.iter().filter(|leg| leg.from == stand.place) {
            if !self.may_take(stand, leg) {
                continue;
            }
            let mut here = stand.clone();
            if !rules::is_zone(self.world, &stand.place) {
                let processes =
                    rules::processes_between(self.world, &stand.place, stand.last.as_ref(), leg);
                let prices = processes.iter().map(|row| self.lane_price("process", &row.key));
                let Some(minor) = prices.sum::<Option<i64>>() else { continue };
                here.minor += minor;
                for process in processes {
                    for (clock, time) in CLOCKS.iter().zip(&mut here.times) {
                        *time = self.process_end(process, *time, *clock);
                    }
                }
            }
            if here.riding.is_none() {
                self.ride_alone(&here, leg);
            }
            self.ride_lines(&here, leg);
        }
    }

    fn ride_alone(&mut self, here: &Stand, leg: &Leg) {
        let is_relabelled = here.operator.as_ref().is_some_and(|last| *last != leg.operator);
        let bought = ("leg".to_owned(), leg.key.clone(), leg.from.clone(), leg.to.clone());
        let Some(price) = self.ride_price(bought, is_relabelled) else { return };
        let Some(mut there) = self.travel(here, leg, None) else { return };
        there.minor += price;
        there.operator = Some(leg.operator.clone());
        self.arrive(&there);
    }

    fn ride_lines(&mut self, here: &Stand, leg: &Leg) {
        for row in self.world.line_legs.iter().filter(|row| row.leg == leg.key) {
            let line = self.world.lines.iter().find(|line| line.key == row.line).unwrap();
            let is_wanted = self.case.lines.as_ref().is_none_or(|lines| lines.contains(&row.line));
            let riding = match &here.riding {
                None if row.entry => Riding {
                    line: row.line.clone(),
                    stage: row.stage,
                    entered: leg.from.clone(),
                    is_relabelled: here.operator.as_ref().is_some_and(|o| *o != line.operator),
                },
                Some(on) if on.line == row.line && on.stage < row.stage => {
                    Riding { stage: row.stage, ..on.clone() }
                }
                _ => continue,
            };
            if !is_wanted
                || self.is_refused("line", &line.key, "")
                || self.is_refused("operator", &line.operator, "")
            {
                continue;
            }
            let Some(there) = self.travel(here, leg, Some(&line.key)) else { continue };
            let ends = (riding.entered.clone(), leg.to.clone());
            let bought = ("line".to_owned(), line.key.clone(), ends.0, ends.1);
            let price = if row.exit { self.ride_price(bought, riding.is_relabelled) } else { None };
            if let Some(price) = price {
                let mut left = there.clone();
                left.minor += price;
                left.operator = Some(line.operator.clone());
                self.arrive(&left);
            }
            if !rules::is_zone(self.world, &leg.to) {
                self.walk(&Stand { riding: Some(riding), ..there });
            }
        }
    }

    /// A ride is over: the route may end here, or go on.
    fn arrive(&mut self, there: &Stand) {
        let there = Stand { riding: None, ..there.clone() };
        if self.destinations.contains(&there.place) {
            let [p50, p90] = there
                .times
                .map(|time| rules::delivered(self.world, &there.place, time).as_second());
            let lost = (Decimal::ONE - there.kept) * Decimal::from(1_000_000_000);
            let lost = lost.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
            self.found.insert((there.minor, p50, p90, lost.to_u32().unwrap()));
        }
        if !rules::is_zone(self.world, &there.place) {
            self.walk(&there);
        }
    }

    fn travel(&self, here: &Stand, leg: &Leg, line: Option<&str>) -> Option<Stand> {
        let mut there = here.clone();
        for (clock, time) in CLOCKS.iter().zip(&mut there.times) {
            let leaves = self.leaves(leg, line, *time, *clock)?;
            let minutes = if *clock == Clock::P50 { leg.p50_minutes } else { leg.p90_minutes };
            *time = leaves + jiff::SignedDuration::from_mins(minutes);
        }
        there.place.clone_from(&leg.to);
        there.last = Some(leg.clone());
        there.kept *= Decimal::new(1_000_000 - i64::from(leg.loss_ppm), 6);
        there.legs += 1;
        Some(there)
    }

    fn leaves(
        &self,
        leg: &Leg,
        line: Option<&str>,
        ready: Timestamp,
        clock: Clock,
    ) -> Option<Timestamp> {
        let key = (leg.key.clone(), line.map(str::to_owned), ready, clock == Clock::P50);
        let mut known = self.departures.borrow_mut();
        *known.entry(key).or_insert_with(|| {
            let waiting = Waiting { leg, line, ready, clock };
            rules::leaves(self.world, self.case, waiting)
        })
    }

    fn process_end(&self, process: &Process, there: Timestamp, clock: Clock) -> Timestamp {
        let key = (process.key.clone(), there, clock == Clock::P50);
        let mut known = self.ends.borrow_mut();
        *known.entry(key).or_insert_with(|| rules::process_end(self.world, process, there, clock))
    }

    /// A ride's price; its ends at zones are those of the case.
    fn ride_price(
        &self,
        bought: (String, String, String, String),
        is_relabelled: bool,
    ) -> Option<i64> {
        let (scope, of, from, to) = bought;
        let key = (scope, of, from, to, is_relabelled);
        if let Some(known) = self.rides.borrow().get(&key) {
            return *known;
        }
        let (scope, of, from, to, _) = &key;
        let from = if rules::is_zone(self.world, from) { &self.case.from } else { from };
        let to = if rules::is_zone(self.world, to) { &self.case.to } else { to };
        let price = self.prices.price(&Use { scope, of, from, to, is_relabelled });
        self.rides.borrow_mut().insert(key, price);
        price
    }
}
