//! What every move costs this parcel, and what is paid at least from every stand.

use portolan_network::records::ProcessIdx;

use super::Search;
use super::menu::{Apart, Menu, Onward, Rules};
use super::slate::CLOSED;
use crate::RoutingError;
use crate::chains::Slot;
use crate::chart::{Move, NONE};
use crate::price_list::Flat;

impl Search<'_, '_> {
    /// Prices the moves of the chart, and counts back what is paid at least.
    pub(super) fn count_costs(&mut self) -> Result<(), RoutingError> {
        let rules = self.rules();
        if let Some(menu) = self.chains.menus().take(&rules) {
            self.slate.menu = menu;
        } else {
            let mut menu = std::mem::take(&mut self.slate.menu);
            self.fill(&mut menu, rules)?;
            self.slate.menu = menu;
        }
        self.price_moves()?;
        for &stand in self.ways.between.stands() {
            if self.count_back(stand).is_open {
                self.slate.open.push(stand);
            }
        }
        // Most are told in the first round. What is left are moves to stands that came later in it.
        let open = std::mem::take(&mut self.slate.open);
        let is_less = open.iter().fold(false, |any, &stand| any | self.count_back(stand).is_less);
        self.slate.open = open;
        // Then until nothing becomes less: no price is negative.
        while is_less && self.count_all_back() {}
        self.ways.between.show(|stand| self.slate.price_left[stand as usize]);
        Ok(())
    }

    /// What decides which moves may be taken.
    fn rules(&self) -> Rules {
        Rules {
            refused: self.refused.clone(),
            lines: self.filter.lines.clone(),
            tracked_all: self.filter.tracked_all,
            entry: self.lane.query.entry,
            currency: Some(self.lane.query.currency),
        }
    }

    /// Writes down the moves that may be taken.
    fn fill(&mut self, menu: &mut Menu, rules: Rules) -> Result<(), RoutingError> {
        let ways = self.ways;
        menu.begin(rules, ways);
        for &stand in ways.between.stands() {
            if !self.permit.may_touch(ways.chart.posts()[stand as usize].node) {
                continue;
            }
            let first = menu.onwards.len();
            // For each: the places in it are those of the slots.
            let mut steps = ways.steps(stand).enumerate();
            steps.try_for_each(|(place, step)| {
                if self.may_take(step) { self.add(menu, step, place) } else { Ok(()) }
            })?;
            menu.end_stand(stand, first);
        }
        Ok(())
    }

    /// Adds a move that may be taken, at a place among those of its stand: with its ride going on and ended.
    fn add(&mut self, menu: &mut Menu, step: &Move, place: usize) -> Result<(), RoutingError> {
        let apart = |fare| Apart {
            at: NONE,
            fare,
            leg: step.leg,
            is_last: step.is_last,
            has_priced_work: step.has_priced_work,
        };
        if step.on != NONE {
            let onward = Onward { to: step.on, slot: Slot::of(place, false) };
            if step.has_priced_work {
                menu.add_apart(onward, apart(NONE));
            } else {
                menu.add_flat(onward, Flat::NOTHING);
            }
        }
        if step.fare == NONE || !(step.is_last || step.free != NONE) {
            return Ok(());
        }
        let onward = Onward { to: step.free, slot: Slot::of(place, step.on != NONE) };
        let flat = self.prices.flat(self.lane, self.fares, step.fare)?;
        match flat.filter(|_| !step.has_priced_work) {
            Some(flat) => menu.add_flat(onward, flat),
            None => menu.add_apart(onward, apart(step.fare)),
        }
        Ok(())
    }

    /// Prices what is on the menu.
    fn price_moves(&mut self) -> Result<(), RoutingError> {
        let grams = u64::from(self.lane.query.shipment.actual.grams());
        self.prices.flat_minors(&self.slate.menu.flats, grams, CLOSED, &mut self.slate.costs);
        for place in 0..self.slate.menu.aparts.len() {
            let apart = self.slate.menu.aparts[place];
            self.slate.costs[apart.at as usize] = self.price_of(&apart)?.unwrap_or(CLOSED);
        }
        Ok(())
    }

    /// What a move costs whose price is told by itself; none where it cannot be bought.
    fn price_of(&mut self, apart: &Apart) -> Result<Option<i64>, RoutingError> {
        let mut price = match apart.fare {
            NONE => 0,
            fare => match self.prices.fare_price(self.lane, self.fares, fare)?.minor() {
                Some(minor) => minor,
                None => return Ok(None),
            },
        };
        if apart.has_priced_work {
            let Some(before) = self.work_minor(self.work.before(apart.leg))? else {
                return Ok(None);
            };
            let after = if apart.is_last { &[] } else { self.work.after(apart.leg) };
            let Some(after) = self.work_minor(after)? else { return Ok(None) };
            price = price.saturating_add(before).saturating_add(after);
        }
        if price >= CLOSED { Err(RoutingError::PriceRange) } else { Ok(Some(price)) }
    }

    fn work_minor(&mut self, processes: &[ProcessIdx]) -> Result<Option<i64>, RoutingError> {
        let mut sum = 0_i64;
        let work = self.work;
        for &process in processes {
            if !work.is_priced(process) || !self.day.has_process(process) {
                continue;
            }
            let Some(minor) = self.prices.process_minor(self.lane, process)? else {
                return Ok(None);
            };
            sum = sum.checked_add(minor).ok_or(RoutingError::PriceRange)?;
        }
        Ok(Some(sum))
    }

    /// Whether a move may be taken by this parcel on this day, whenever and for how much, if it may be where
    /// the move leads.
    fn may_take(&self, step: &Move) -> bool {
        self.lane.query.entry.is_met_by(step.drop_off)
            && (step.is_tracked || !self.filter.tracked_all)
            && self.permit.may_take_of(step.operator, step.leg)
            && (!step.is_last || self.permit.may_touch(self.work.facts(step.leg).to))
            && step.line().is_none_or(|line| {
                self.may_ride(line) && (!step.is_dated || self.lane.counts(step.leg, line))
            })
    }

    /// Counts back from every stand; whether anything became less.
    fn count_all_back(&mut self) -> bool {
        let mut is_less = false;
        for &stand in self.ways.between.stands() {
            is_less |= self.count_back(stand).is_less;
        }
        is_less
    }

    /// Counts what is paid at least from a stand by what is from those behind.
    fn count_back(&mut self, stand: u32) -> Counted {
        let slate = &mut *self.slate;
        let range = slate.menu.of(stand);
        let (mut least, mut is_open) = (CLOSED, false);
        for (onward, &cost) in slate.menu.onwards[range.clone()].iter().zip(&slate.costs[range]) {
            // At the destination nothing is left.
            let left = slate.price_left.get(onward.to as usize).copied().unwrap_or(0);
            is_open |= left >= CLOSED;
            least = least.min(cost + left);
        }
        let left = &mut slate.price_left[stand as usize];
        let is_less = least < *left;
        *left = least.min(*left);
        Counted { is_less, is_open }
    }
}

/// What counting back from a stand came to.
struct Counted {
    /// Whether it became less.
    is_less: bool,
    /// Whether some stand behind it is not told, or nothing leads on from there.
    is_open: bool,
}
