//! The demonstration's days: a clock that starts weeks ago and catches up, and orders that come in as it goes.
//!
//! Nothing the demonstration shows lies in the future: what it tells happened by its own clock, which never
//! runs ahead of the real one and keeps real time once it has caught up.

use std::collections::VecDeque;

use anyhow::Context as _;
use jiff::{SignedDuration, Timestamp};
use portolan_server::Clock;

#[cfg(test)]
mod tests;

/// How far behind the clock starts: four weeks, so that even slow lines bring a parcel to its door.
const BEHIND_HOURS: i64 = 28 * 24;
/// How much of it has passed when the demonstration opens, so that parcels stand at every stage.
const PASSED_HOURS: i64 = 14 * 24;
/// How much faster than real time the rest goes by: a day in twenty seconds.
const TIMES_FASTER: i32 = 4_320;
/// How often every example order comes in, each time under a number of its own.
const ROUNDS: usize = 3;
/// Of how many orders one is left to be booked by hand.
const LEFT_OPEN_EVERY: usize = 5;

/// The clock and what is still to come in.
pub struct Days {
    clock: Clock,
    opened: Timestamp,
    coming: VecDeque<Coming>,
}

/// An order that comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coming {
    /// When.
    pub at: Timestamp,
    /// Its rows as an order file.
    pub file: Vec<u8>,
    /// Whether it names the service it wants.
    pub has_service: bool,
    /// Whether it is booked at once; else it waits for somebody to do it.
    pub is_booked: bool,
}

impl Days {
    /// The days up to `now`, with these example orders spread over them.
    pub fn new(now: Timestamp, orders: &[u8]) -> anyhow::Result<Self> {
        let start = now.checked_sub(SignedDuration::from_hours(BEHIND_HOURS))?;
        let coming = spread(start, orders)?;
        Ok(Self { clock: Clock::fixed(start), opened: now, coming })
    }

    /// The clock that the server goes by.
    pub fn clock(&self) -> Clock {
        self.clock.clone()
    }

    /// Moves the clock on by some hours of those that have passed before anybody looks; no once they are
    /// over.
    pub fn pass(&self, hours: i64) -> anyhow::Result<bool> {
        let rest = SignedDuration::from_hours(BEHIND_HOURS - PASSED_HOURS);
        let until = self.opened.checked_sub(rest)?;
        self.clock.advance(SignedDuration::from_hours(hours));
        Ok(self.clock.now() < until)
    }

    /// Opens the demonstration: from now on the clock is moved by [`Self::tick`].
    pub const fn open(&mut self, now: Timestamp) {
        self.opened = now;
    }

    /// Moves the clock on as real time has passed, until it shows `now`.
    pub fn tick(&mut self, now: Timestamp) {
        let real = now.duration_since(self.opened);
        self.opened = now;
        let fast = real.checked_mul(TIMES_FASTER).unwrap_or(SignedDuration::MAX);
        let behind = now.duration_since(self.clock.now());
        self.clock.advance(fast.min(behind).max(SignedDuration::ZERO));
    }

    /// The next order that has come in by the clock.
    pub fn take_order(&mut self) -> Option<Coming> {
        self.coming.pop_front_if(|one| one.at <= self.clock.now())
    }
}

/// The example orders, each under numbers of its own, one after the other over the days.
fn spread(start: Timestamp, orders: &[u8]) -> anyhow::Result<VecDeque<Coming>> {
    let mut reader = csv::Reader::from_reader(orders);
    let header = reader.headers()?.clone();
    let column = |name: &str| {
        let position = header.iter().position(|known| known == name);
        position.with_context(|| format!("the example orders have no column `{name}`"))
    };
    let (number, date, service) = (column("order")?, column("date")?, column("service")?);
    let mut examples: Vec<Vec<csv::StringRecord>> = Vec::new();
    for row in reader.records() {
        let row = row?;
        match examples.last_mut().filter(|rows| rows[0].get(number) == row.get(number)) {
            Some(rows) => rows.push(row),
            None => examples.push(vec![row]),
        }
    }
    let count = i64::try_from(examples.len() * ROUNDS)?.max(1);
    let mut coming = VecDeque::new();
    let rounds = (1..=ROUNDS).flat_map(|round| examples.iter().map(move |rows| (round, rows)));
    for (position, (round, rows)) in rounds.enumerate() {
        let seconds = BEHIND_HOURS * 3_600 * i64::try_from(position)? / count;
        let at = start.checked_add(SignedDuration::from_secs(seconds))?;
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&header)?;
        for row in rows {
            let cells = row.iter().enumerate().map(|(index, cell)| match index {
                index if index == number && round > 1 => format!("{cell}-{round}"),
                index if index == date => at.strftime("%Y-%m-%d %H:%M").to_string(),
                _ => cell.to_owned(),
            });
            writer.write_record(cells)?;
        }
        let file = writer.into_inner().context("an order in memory was not written")?;
        let has_service = rows[0].get(service).is_some_and(|cell| !cell.trim().is_empty());
        let is_booked = position % LEFT_OPEN_EVERY != LEFT_OPEN_EVERY - 1;
        coming.push_back(Coming { at, file, has_service, is_booked });
    }
    Ok(coming)
}
