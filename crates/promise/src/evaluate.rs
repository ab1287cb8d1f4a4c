//! Goes through a history day by day, predicts every shipment from what was known, and learns anew now and then.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::{
    Bend, Book, Calibrator, Curve, Model, PromiseError,
    calibrator::Stretch,
    clock::{DAY_SECONDS, day_of},
    limits,
};

/// Days between two lessons at least.
const LESSON_DAYS: i64 = 28;
/// Days before the first judged day from which predictions are made to calibrate by.
const WARM_DAYS: i64 = 100;
/// Known deliveries with which warming up may begin.
const WARM_KNOWN_MIN: usize = 60;
/// Probabilities that a calibration plot shows.
pub const TENTHS: [f64; 9] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
/// The promise.
const PROMISED: f64 = 0.9;
/// Share of shipments before the default first judged one.
const LEARNED_SHARE: f64 = 0.7;

/// What was predicted for one row, in days after its shipment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prediction {
    /// The row's place in what the book was made of.
    pub row: usize,
    /// One in ten arrives sooner.
    pub p10: f64,
    /// Half do.
    pub p50: f64,
    /// Nine in ten do: the promise.
    pub p90: f64,
}

/// What an evaluation said.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Evaluation {
    /// One per judged row, in the order of the rows.
    pub predictions: Vec<Prediction>,
    /// Days by which it has arrived with 10 %, 20 % … 90 %, one per prediction.
    pub tenths: Vec<[f64; 9]>,
}

/// A shipment under way whose promise calibrates.
struct Live {
    at: u32,
    curve: Curve,
    /// Probability of having arrived this morning, by the unbent curve.
    gone: f64,
}

/// The shipment at which judging begins when nobody says: the first 70 % learn.
pub fn default_test_from(book: &Book) -> Option<Timestamp> {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in a list"
    )]
    let at = (book.len() as f64 * LEARNED_SHARE) as usize;
    let entry = book.entries.get(at.min(book.len().saturating_sub(1)))?;
    Timestamp::from_second(entry.shipped).ok()
}

/// Predicts every row shipped at or after an instant, in the order of the rows.
///
/// # Errors
/// When too little is known at that instant, or no row is left to predict.
pub fn run(book: &Book, test_from: Timestamp) -> Result<Evaluation, PromiseError> {
    let from = test_from.as_second();
    let first = book.entries.partition_point(|entry| entry.shipped < from);
    let (Some(judged), Some(last)) = (book.entries.get(first), book.entries.last()) else {
        return Err(PromiseError::NothingToJudge(test_from));
    };
    let first_day = day_of(judged.shipped).0;
    let mut walk = Walk::begin(book, warm_day(book, first_day), from)?;
    for day in walk.day..=day_of(last.shipped).0 {
        walk.pass_day(day)?;
    }
    walk.said.sort_by_key(|(prediction, _)| prediction.row);
    let (predictions, tenths) = walk.said.into_iter().unzip();
    Ok(Evaluation { predictions, tenths })
}

/// The day on which predicting begins: early enough to calibrate, late enough to know something.
fn warm_day(book: &Book, first_judged: i64) -> i64 {
    let known = book.deliveries.get(WARM_KNOWN_MIN).map_or(i64::MAX, |&(at, _)| day_of(at).0 + 1);
    let book_begins = book.days().0;
    (first_judged - WARM_DAYS).max(known).max(book_begins + LESSON_DAYS).min(first_judged)
}

struct Walk<'b> {
    book: &'b Book,
    from: i64,
    day: i64,
    model: Model,
    next_lesson: i64,
    calibrator: Calibrator,
    live: Vec<Live>,
    /// Promises by the day they fall due: place in the book and second.
    dues: BTreeMap<i64, Vec<(u32, i64)>>,
    /// Next row to be predicted.
    next: usize,
    lost: Lost,
    said: Vec<(Prediction, [f64; 9])>,
}

impl<'b> Walk<'b> {
    fn begin(book: &'b Book, day: i64, from: i64) -> Result<Self, PromiseError> {
        let next = book.entries.partition_point(|entry| entry.shipped < day * DAY_SECONDS);
        Ok(Self {
            book,
            from,
            day,
            model: Model::learn(book, morning(day))?,
            next_lesson: day + LESSON_DAYS,
            calibrator: Calibrator::new(),
            live: Vec::new(),
            dues: BTreeMap::new(),
            next,
            lost: Lost::of(book, day * DAY_SECONDS),
            said: Vec::new(),
        })
    }

    fn pass_day(&mut self, day: i64) -> Result<(), PromiseError> {
        if day >= self.next_lesson {
            self.model = Model::learn(self.book, morning(day))?;
            self.lost = Lost::of(self.book, day * DAY_SECONDS);
            self.next_lesson = day + LESSON_DAYS;
        }
        self.model.advance(self.book, morning(day));
        self.predict_day(day);
        self.calibrate(day);
        Ok(())
    }

    fn predict_day(&mut self, day: i64) {
        let mut bends: BTreeMap<u64, Bend> = BTreeMap::new();
        while let Some(entry) = self.book.entries.get(self.next) {
            if entry.shipped >= (day + 1) * DAY_SECONDS {
                break;
            }
            let curve = self.model.predict_facts(&entry.facts, entry.shipped);
            let groups = &entry.facts.groups;
            let finest = groups.last().copied().unwrap_or(0);
            let calibrator = &self.calibrator;
            let bend = bends.entry(finest).or_insert_with(|| calibrator.bend(groups));
            let p90 = curve.days(bend.level(PROMISED));
            if entry.shipped >= self.from {
                let row = self.book.places[self.next];
                let tenths = TENTHS.map(|p| curve.days(bend.level(p)));
                let prediction = Prediction { row, p10: tenths[0], p50: tenths[4], p90 };
                self.said.push((prediction, tenths));
            }
            #[expect(clippy::cast_possible_truncation, reason = "seconds of a promise")]
            let due = entry.shipped + (p90 * 86_400.0) as i64;
            let at = u32::try_from(self.next).unwrap_or(u32::MAX);
            self.dues.entry(day_of(due).0).or_default().push((at, due));
            self.live.push(Live { at, curve, gone: 0.0 });
            self.next += 1;
        }
    }

    /// Counts what the day did to every promise under way.
    fn calibrate(&mut self, day: i64) {
        let evening = (day + 1) * DAY_SECONDS;
        let latest = i64::from(limits::SILENCE_DAYS_MAX) * DAY_SECONDS;
        let (book, calibrator, lost) = (self.book, &mut self.calibrator, self.lost);
        self.live.retain_mut(|live| {
            let entry = &book.entries[live.at as usize];
            let groups = &entry.facts.groups;
            let stop = entry.delivered.filter(|&stop| stop < evening);
            let weight = lost.still_coming(live.gone);
            let to = live.curve.probability_by(stop.unwrap_or(evening));
            let stretch = Stretch { from: live.gone, to, has_arrived: stop.is_some(), weight };
            calibrator.count(groups, stretch);
            live.gone = to;
            stop.is_none() && evening - entry.shipped < latest
        });
        // Kept or missed, a promise is judged on the day it falls due: judging the kept ones as they arrive
        // would see the fast of a growing business first.
        for (at, due) in self.dues.remove(&day).unwrap_or_default() {
            let entry = &book.entries[at as usize];
            let is_kept = entry.delivered.is_some_and(|stop| stop <= due);
            calibrator.settle(&entry.facts.groups, is_kept, lost.still_coming(PROMISED));
        }
        calibrator.pass_day();
    }
}

/// Share of shipments that nobody ever hears of again.
#[derive(Debug, Clone, Copy)]
struct Lost(f64);

impl Lost {
    /// Of those that left long enough ago, and not before the last months, the ones that have not arrived.
    fn of(book: &Book, now: i64) -> Self {
        let known = &book.deliveries[..book.known(now)];
        let length = |&(stop, at): &(i64, u32)| stop - book.entries[at as usize].shipped;
        let mut lengths: Vec<i64> = known.iter().map(length).collect();
        lengths.sort_unstable();
        let usual = lengths.get(lengths.len() * 97 / 100).copied().unwrap_or(0);
        let latest = i64::from(limits::SILENCE_DAYS_MAX) * DAY_SECONDS;
        let wait = (LOST_AFTER * usual).clamp(LOST_DAYS_MIN * DAY_SECONDS, latest);
        let begin = now - wait - LOST_WINDOW_DAYS * DAY_SECONDS;
        let place = |second: i64| book.entries.partition_point(|entry| entry.shipped < second);
        let old = &book.entries[place(begin)..place(now - wait)];
        let lost = old.iter().filter(|e| e.delivered.is_none_or(|stop| stop >= now)).count();
        #[expect(clippy::cast_precision_loss, reason = "counts of rows")]
        let share = (lost as f64 + LOST_PRIOR) / (old.len() as f64 + 1.0);
        Self(share.min(LOST_SHARE_MAX))
    }

    /// Probability that a parcel under way will still come, when of those that come a share has come already.
    fn still_coming(self, gone: f64) -> f64 {
        let coming = (1.0 - self.0) * (1.0 - gone);
        (coming / (coming + self.0)).clamp(0.0, 1.0)
    }
}

/// A parcel is taken for lost after so many times what all but 3 % take …
const LOST_AFTER: i64 = 3;
/// … but not within so many days.
const LOST_DAYS_MIN: i64 = 12;
/// Days over which lost ones are counted.
const LOST_WINDOW_DAYS: i64 = 200;
/// Shipments taken to be lost, of one, before any was seen.
const LOST_PRIOR: f64 = 0.005;
/// Past this share it is the history that is incomplete.
const LOST_SHARE_MAX: f64 = 0.5;

fn morning(day: i64) -> Timestamp {
    Timestamp::from_second(day * DAY_SECONDS).unwrap_or(Timestamp::MAX)
}
