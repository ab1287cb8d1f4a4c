//! `portolan promise evaluate --scans`: the promise of whole ways, from the booking to the door, judged by
//! journeys whose truth is known.
//!
//! The journeys that were ready first are there to learn from, the others to judge; nothing that was told
//! after the first judged one is learned. Every judged parcel is looked at when it is booked, after each scan
//! and once a day, as a server does.

use std::path::Path;
use std::process::ExitCode;

use anyhow::ensure;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use portolan_network::Snapshot;
use portolan_routing::Live;
use portolan_routing::distribution::{Forecaster, Remaining, Standing, TimesTaken};
use portolan_routing::learning::{Lessons, Sight, day_of, mark_of, sights_of};
use portolan_tracking::outlook::{Stretch, loss_after};

use super::booked::{self, Booked};
use super::scans_print as print;
use crate::args::Format;
use crate::commands::network_learn::learn;
use crate::journeys::{self, Journey};
use crate::networks;

/// Share of the journeys that are only learned from.
const LEARNED_SHARE: f64 = 0.7;
/// The probability that dates are promised with.
pub const PROMISED: f64 = 0.9;
/// A delivery is said to be late when it is more likely late than not.
const LATE_FROM: f64 = 0.5;
/// From which probability a parcel is presumed lost, as in the server.
const LOST_FROM: f64 = 0.9;
/// Scans of a million that are missed, as in the server.
const MISSED_PPM: u32 = 50_000;
/// Days that a lost parcel is looked at.
const LOOKED_DAYS: i64 = 150;
/// What the worlds are drawn from.
pub const SEED: u64 = 1;
/// Parts of the journey that coverage is told by.
pub const PARTS: usize = 5;

/// What was said in one part of the journeys.
#[derive(Debug, Clone, Copy, Default)]
pub struct Said {
    pub looks: usize,
    /// Arrived by the date of the 90 %.
    pub by_p90: usize,
    /// Arrived between the dates of the 10 % and the 90 %.
    pub inside: usize,
    /// Days between the median and what happened, summed.
    pub error_days: f64,
    /// Days from the look to the date of the 90 %, summed.
    pub length_days: f64,
}

/// How well one set of times told journeys.
#[derive(Debug, Clone, Default)]
pub struct Judged {
    pub name: &'static str,
    pub journeys: usize,
    pub parts: [Said; PARTS],
    pub kept: usize,
    pub late: usize,
    pub late_told: usize,
    pub lead_days: f64,
    pub false_late: usize,
    pub lost: usize,
    /// Of these, where somebody would have scanned the parcel once more.
    pub lost_due: usize,
    pub lost_told: usize,
    pub loss_days: f64,
    pub false_lost: usize,
    pub booked: Booked,
}

pub fn run(
    folders: &[std::path::PathBuf],
    file: &Path,
    format: Format,
) -> anyhow::Result<ExitCode> {
    let snapshot = networks::load(folders)?;
    let mut journeys = journeys::read_all(file, &snapshot)?;
    journeys.sort_by_key(|journey| journey.ready);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "a share of a count"
    )]
    let cut = (journeys.len() as f64 * LEARNED_SHARE) as usize;
    ensure!(cut > 0 && cut < journeys.len(), "{} has too few journeys to judge", file.display());
    let judged = journeys.split_off(cut);
    let until = judged[0].ready;
    let mut lessons = Lessons::default();
    let sum = learn(&snapshot, &journeys, until, &mut lessons);
    let published = TimesTaken::published();
    let learned = lessons.times(&snapshot, day_of(until));
    let mut scores = [
        judge(&snapshot, "as published", &published, &judged),
        judge(&snapshot, "learned", &learned, &judged),
    ];
    let all: Vec<&Journey> = journeys.iter().chain(&judged).collect();
    for (score, times) in scores.iter_mut().zip([&published, &learned]) {
        score.booked = booked::judge(&snapshot, times, &all, journeys.len());
    }
    match format {
        Format::Json => print::json(&sum, until, &scores)?,
        Format::Table => print::tables(&sum, until, &scores)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn judge(
    snapshot: &Snapshot,
    name: &'static str,
    times: &TimesTaken,
    journeys: &[Journey],
) -> Judged {
    let live = Live::none();
    let mut forecaster = Forecaster::new(snapshot, times, &live, SEED);
    let mut judged = Judged { name, journeys: journeys.len(), ..Judged::default() };
    for journey in journeys {
        judge_one(&mut forecaster, journey, &mut judged);
    }
    judged
}

fn judge_one(forecaster: &mut Forecaster, journey: &Journey, judged: &mut Judged) {
    let snapshot = forecaster.snapshot();
    let (sights, _) = sights_of(snapshot, &journey.chain, &journey.scans);
    let booked = forecaster.arrivals(&journey.chain, journey.ready);
    let Some(promise) = booked.promise(PROMISED) else { return };
    let clock = &snapshot.nodes[journey.chain.destination].clock;
    let delivered = journey.delivered_at.map(|at| (at, clock.date(at)));
    let promise_ends =
        promise.date.tomorrow().map_or(Timestamp::MAX, |day| clock.start_of_day(day));
    let (mut late_at, mut lost_at, mut is_due) = (None, None, false);
    let unlaid = unlaid_of(snapshot, journey);
    for look in looks(journey, (&sights, &unlaid)) {
        let remaining = forecaster.remaining(&journey.chain, look.standing);
        if let (Some((at, date)), true) = (delivered, look.is_told) {
            let part = part_of(journey.ready, look.standing.now, at);
            say(&mut judged.parts[part], &remaining, (look.standing.now, at, date));
        }
        is_due = look.standing.mark.is_some() && !remaining.due.is_empty();
        let in_time = remaining.arrivals.probability_before(promise_ends);
        if late_at.is_none() && in_time < LATE_FROM && look.standing.now < promise_ends {
            late_at = Some(look.standing.now);
        }
        if lost_at.is_none() && loss(&remaining, &look).is_some_and(|p| p >= LOST_FROM) {
            lost_at = Some(look.standing.now);
            if journey.lost_at.is_some() {
                break;
            }
        }
    }
    match (delivered, journey.lost_at) {
        (Some((_, date)), _) => {
            count_delivered(judged, (date, promise.date), late_at, promise_ends);
            judged.false_lost += usize::from(lost_at.is_some());
        }
        (None, Some(lost)) => {
            judged.lost += 1;
            judged.lost_due += usize::from(is_due);
            if let Some(at) = lost_at {
                judged.lost_told += 1;
                judged.loss_days += days(lost, at);
            }
        }
        (None, None) => {}
    }
}

fn count_delivered(
    judged: &mut Judged,
    (date, promised): (Date, Date),
    late_at: Option<Timestamp>,
    promise_ends: Timestamp,
) {
    if date <= promised {
        judged.kept += 1;
        judged.false_late += usize::from(late_at.is_some());
        return;
    }
    judged.late += 1;
    if let Some(at) = late_at {
        judged.late_told += 1;
        judged.lead_days += days(at, promise_ends);
    }
}

/// A moment at which a parcel is looked at.
struct Look {
    standing: Standing,
    /// When anything was told last, laid or not.
    last: Timestamp,
    /// Whether something was just told, or it was just booked.
    is_told: bool,
}

/// When something was told that cannot be laid on the chain, in order.
fn unlaid_of(snapshot: &Snapshot, journey: &Journey) -> Vec<Timestamp> {
    let scans = journey.scans.iter();
    let unlaid = scans
        .filter(|scan| mark_of(snapshot, &journey.chain, scan.milestone, &scan.place).is_none());
    let mut unlaid: Vec<_> = unlaid.filter_map(|scan| scan.occurred.instant()).collect();
    unlaid.sort_unstable();
    unlaid
}

/// When it is booked, after each scan that can be laid, and once a day in between, until it is there.
fn looks(journey: &Journey, (sights, unlaid): (&[Sight], &[Timestamp])) -> Vec<Look> {
    let mut told: Vec<Sight> = sights.to_vec();
    told.sort_by_key(|sight| (sight.at, sight.mark));
    let end = journey.delivered_at.unwrap_or_else(|| {
        let laid = told.last().map_or(journey.ready, |sight| sight.at);
        unlaid.last().map_or(laid, |&at| at.max(laid))
            + SignedDuration::from_hours(24 * LOOKED_DAYS)
    });
    told.retain(|sight| sight.at < end);
    let mut looks = Vec::new();
    let ready = journey.ready;
    let mut standing = Standing { mark: None, since: ready, quiet: ready, now: ready };
    let look_at = |standing: Standing, now: Timestamp, is_told| {
        let (quiet, last) = words(unlaid, standing.since, now);
        Look { standing: Standing { quiet, now, ..standing }, last, is_told }
    };
    for next in told.into_iter().map(Some).chain([None]) {
        let until = next.map_or(end, |sight| sight.at);
        looks.push(look_at(standing, standing.now, true));
        let mut now = standing.now + SignedDuration::from_hours(24);
        while now < until {
            looks.push(look_at(standing, now, false));
            now += SignedDuration::from_hours(24);
        }
        let Some(sight) = next else { break };
        let at = sight.at;
        standing = Standing { mark: Some(sight.mark), since: at, quiet: at, now: at };
    }
    looks
}

/// Until when it was quiet after a moment, and when the last word was, by what was told and cannot be laid.
fn words(unlaid: &[Timestamp], since: Timestamp, now: Timestamp) -> (Timestamp, Timestamp) {
    let first = unlaid.partition_point(|&at| at <= since);
    let end = unlaid.partition_point(|&at| at <= now);
    let told = unlaid.get(first..end).unwrap_or_default();
    (told.first().copied().unwrap_or(now), told.last().copied().unwrap_or(since))
}

fn say(said: &mut Said, remaining: &Remaining, (now, at, date): (Timestamp, Timestamp, Date)) {
    let arrivals = &remaining.arrivals;
    let (Some(low), Some(high)) = (arrivals.date(0.1), arrivals.date(0.9)) else { return };
    let Some((middle, last)) = arrivals.instant(0.5).zip(arrivals.instant(0.9)) else { return };
    said.looks += 1;
    said.by_p90 += usize::from(date <= high);
    said.inside += usize::from(low <= date && date <= high);
    said.error_days += days(middle, at).abs();
    said.length_days += days(now, last);
}

/// The part of its journey that a parcel has done.
fn part_of(ready: Timestamp, now: Timestamp, delivered: Timestamp) -> usize {
    let share = days(ready, now) / days(ready, delivered).max(f64::EPSILON);
    (1..PARTS)
        .rev()
        .find(|&part| share >= f64::from(u8::try_from(part).unwrap_or(0)) / 5.0)
        .unwrap_or(0)
}

/// The probability that it is lost, where a scan is due.
fn loss(remaining: &Remaining, look: &Look) -> Option<f64> {
    look.standing.mark?;
    let due: Vec<Stretch> = remaining
        .due
        .iter()
        .map(|scan| Stretch {
            p50_hours: scan.p50_hours,
            p90_hours: scan.p90_hours,
            loss_ppm: scan.loss_ppm,
            missed_ppm: MISSED_PPM,
        })
        .collect();
    loss_after(&due, look.standing.now.duration_since(look.last))
}

fn days(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_secs_f64() / 86_400.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_ends_the_silence_whether_it_can_be_laid_or_not() {
        let at = |hour: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hour);
        let unlaid = [2, 5, 9, 20].map(at);
        // Since the fourth hour something was told in the fifth and the ninth; what comes later is not known yet.
        assert_eq!(words(&unlaid, at(4), at(12)), (at(5), at(9)));
        assert_eq!(words(&unlaid, at(5), at(9)), (at(9), at(9)), "at the same moment is not since");
        assert_eq!(words(&unlaid, at(10), at(12)), (at(12), at(10)), "nothing was told");
        assert_eq!(words(&[], at(1), at(3)), (at(3), at(1)));
    }
}
