//! What was learned, by leg and work, and the file it is kept in.
//!
//! The file is text: a first line that names the format, then a line for each bin of each day,
//! `leg,KEY,DAY,BIN,WEIGHT`, and one for how much of the day told something, `leg,KEY,DAY,told,WEIGHT`. The
//! page `docs/src/formats/lessons.md` says what they mean. The same lessons are the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use portolan_network::Snapshot;
use portolan_network::records::{LegIdx, ProcessIdx};
use thiserror::Error;

use super::Sketch;
use super::sketch::last_bin;

/// The first line of the file.
const HEADER: &str = "portolan lessons 1";
/// Lines a file may have: those of ten thousand legs with a year of days each.
const LINES_MAX: usize = 50_000_000;
/// Most weight of one line: a day of ten million parcels.
const WEIGHT_MAX: u64 = 10_000_000_000_000;
/// Days from 1970 that a line may name: up to the year 2243.
const DAYS: std::ops::Range<i32> = 0..100_000;

/// What is learned of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A leg, by its key.
    Leg(String),
    /// Work at a facility, by the key of its first row.
    Process(String),
}

impl Subject {
    /// Of a leg.
    pub fn of_leg(snapshot: &Snapshot, leg: LegIdx) -> Self {
        Self::Leg(snapshot.legs[leg].key.to_string())
    }

    /// Of a work.
    pub fn of_process(snapshot: &Snapshot, process: ProcessIdx) -> Self {
        Self::Process(snapshot.processes[process].key.to_string())
    }

    /// `leg` or `process`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Leg(_) => "leg",
            Self::Process(_) => "process",
        }
    }

    /// Its key.
    pub fn key(&self) -> &str {
        match self {
            Self::Leg(key) | Self::Process(key) => key,
        }
    }
}

/// Why a file of lessons cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {what}")]
pub struct LessonFault {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what is right.
    pub what: String,
}

/// Everything learned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lessons {
    sketches: BTreeMap<Subject, Sketch>,
}

impl Lessons {
    /// Adds a duration in seconds seen on a numbered day, as weight and as much of it as told something.
    pub fn add(&mut self, subject: &Subject, (day, seconds): (i32, u32), weight: (u64, u64)) {
        if !self.sketches.contains_key(subject) {
            self.sketches.insert(subject.clone(), Sketch::default());
        }
        if let Some(sketch) = self.sketches.get_mut(subject) {
            sketch.add(day, seconds, weight.0, weight.1);
        }
    }

    /// Adds all of other lessons: of other parcels, else they count twice.
    pub fn merge(&mut self, other: &Self) {
        for (subject, sketch) in &other.sketches {
            self.sketches.entry(subject.clone()).or_default().merge(sketch);
        }
    }

    /// What was learned of a subject.
    pub fn find(&self, subject: &Subject) -> Option<&Sketch> {
        self.sketches.get(subject)
    }

    /// Every subject with what was learned of it, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Subject, &Sketch)> {
        self.sketches.iter()
    }

    /// Whether nothing was learned.
    pub fn is_empty(&self) -> bool {
        self.sketches.is_empty()
    }

    /// Every day on which anything was seen, ascending.
    pub fn days(&self) -> BTreeSet<i32> {
        self.sketches.values().flat_map(Sketch::days).map(|(day, _)| day).collect()
    }

    /// What was seen on one day alone.
    #[must_use]
    pub fn of_day(&self, day: i32) -> Self {
        let parts = self
            .sketches
            .iter()
            .filter_map(|(subject, sketch)| Some((subject.clone(), sketch.of_day(day)?)));
        Self { sketches: parts.collect() }
    }

    /// Forgets what was seen on one day.
    pub fn forget_day(&mut self, day: i32) {
        for sketch in self.sketches.values_mut() {
            sketch.forget_day(day);
        }
        self.forget_empty();
    }

    /// The newest day on which anything was seen.
    pub fn newest_day(&self) -> Option<i32> {
        let days = self.sketches.values().filter_map(|sketch| sketch.days().next_back());
        days.map(|(day, _)| day).max()
    }

    /// Forgets what was seen before a numbered day.
    pub fn forget_before(&mut self, day: i32) {
        for sketch in self.sketches.values_mut() {
            sketch.forget_before(day);
        }
        self.forget_empty();
    }

    fn forget_empty(&mut self) {
        self.sketches.retain(|_, sketch| sketch.days().next().is_some());
    }

    /// The lessons as a file.
    pub fn to_text(&self) -> String {
        let mut text = format!("{HEADER}\n");
        for (subject, sketch) in &self.sketches {
            let (kind, key) = (subject.kind(), subject.key());
            for (day, seen) in sketch.days() {
                for (bin, weight) in &seen.bins {
                    let _ = writeln!(text, "{kind},{key},{day},{bin},{weight}");
                }
                let _ = writeln!(text, "{kind},{key},{day},told,{}", seen.informed);
            }
        }
        text
    }

    /// Reads a file of lessons.
    pub fn read(text: &str) -> Result<Self, LessonFault> {
        let mut lines = text.lines().enumerate();
        let fault = |line: usize, what: &str| LessonFault { line: line + 1, what: what.to_owned() };
        match lines.next() {
            Some((_, HEADER)) => {}
            _ => return Err(fault(0, &format!("a file of lessons begins with `{HEADER}`"))),
        }
        let mut lessons = Self::default();
        for (number, line) in lines.filter(|(_, line)| !line.is_empty()) {
            if number > LINES_MAX {
                return Err(fault(number, "the file has too many lines"));
            }
            lessons.read_line(line).map_err(|what| fault(number, what))?;
        }
        Ok(lessons)
    }

    fn read_line(&mut self, line: &str) -> Result<(), &'static str> {
        let cells: Vec<&str> = line.split(',').collect();
        let [kind, key, day, bin, weight] = cells[..] else {
            return Err("a line is `leg,KEY,DAY,BIN,WEIGHT`");
        };
        let subject = match kind {
            "leg" => Subject::Leg(key.to_owned()),
            "process" => Subject::Process(key.to_owned()),
            _ => return Err("the first word is `leg` or `process`"),
        };
        let day: i32 = day.parse().map_err(|_| "the day is no number")?;
        if !DAYS.contains(&day) || key.is_empty() {
            return Err("the day is not one from 1970 to 2243, or the key is empty");
        }
        let weight: u64 = weight.parse().map_err(|_| "the weight is no whole number")?;
        if weight > WEIGHT_MAX {
            return Err("the weight is more than ten million parcels");
        }
        let sketch = self.sketches.entry(subject).or_default();
        if bin == "told" {
            sketch.add_informed(day, weight);
            return Ok(());
        }
        let bin: u16 = bin.parse().map_err(|_| "the bin is no number")?;
        if bin > last_bin() {
            return Err("the bin is beyond the longest duration");
        }
        sketch.add_bin(day, bin, weight);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_as_it_was_written() {
        let mut lessons = Lessons::default();
        lessons.add(&Subject::Leg("fly".to_owned()), (20_000, 86_400), (1_000_000, 900_000));
        lessons.add(&Subject::Process("sort".to_owned()), (20_001, 7_200), (250_000, 0));
        let text = lessons.to_text();
        assert_eq!(Lessons::read(&text).unwrap(), lessons);
        assert_eq!(Lessons::read(&text).unwrap().to_text(), text);
    }

    #[test]
    fn days_are_taken_apart_and_put_together_again() {
        let leg = Subject::Leg("fly".to_owned());
        let mut lessons = Lessons::default();
        lessons.add(&leg, (20_000, 86_400), (1_000_000, 900_000));
        lessons.add(&leg, (20_003, 90_000), (500_000, 0));
        lessons.add(&Subject::Process("sort".to_owned()), (20_003, 7_200), (250_000, 7));
        assert_eq!(lessons.days().into_iter().collect::<Vec<_>>(), [20_000, 20_003]);
        let mut whole = Lessons::default();
        for day in lessons.days() {
            assert_eq!(lessons.of_day(day).days().len(), 1);
            whole.merge(&lessons.of_day(day));
        }
        assert_eq!(whole, lessons);
        whole.forget_day(20_003);
        assert_eq!(whole, lessons.of_day(20_000));
        assert!(lessons.of_day(20_001).is_empty());
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let fault = |rest: &str| Lessons::read(&format!("{HEADER}\n{rest}")).unwrap_err();
        assert_eq!(Lessons::read("leg,a,1,2,3").unwrap_err().line, 1);
        for wrong in [
            "leg,a,1,2",
            "line,a,1,2,3",
            "leg,,1,2,3",
            "leg,a,-1,2,3",
            "leg,a,1,9999,3",
            "leg,a,1,2,-3",
            "leg,a,1,2,NaN",
            "leg,a,1,2,99999999999999999",
        ] {
            assert_eq!(fault(&format!("leg,a,1,2,3\n{wrong}")).line, 3, "{wrong}");
        }
    }
}
