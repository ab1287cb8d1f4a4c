//! The earliest arrivals at a last stand, from every stand and at every minute of the week.
//!
//! What a parcel must wait for is most of what a way takes; counted without waiting, the hours left say little.
//! Here each stand has its departures of the week that lead on soonest, with the least that is taken from
//! being ready for each to a last stand, found by carrying them back over the chart from where it ends.
//! They hold whatever closes, is full or is refused: each of these can only make a parcel later.

use portolan_network::week::{WEEK_SECONDS, second_of_week};

use super::{Chart, NONE, Recurring, Season};
use crate::lane::Seconds;
use crate::limits;

#[cfg(test)]
mod tests;

/// Seconds of the week.
const WEEK: i32 = 604_800;
const _: () = assert!(WEEK as i64 == WEEK_SECONDS, "a week is a week");
/// No way leads on without a timetable.
const NEVER: i32 = i32::MAX;

/// Earliest arrivals, to the minute.
#[derive(Debug)]
pub(crate) struct Arrivals {
    /// Where the departures of a stand of the atlas begin, on each clock.
    first: Vec<[u32; 2]>,
    departures: Vec<Departure>,
    /// Seconds to a last stand without any timetable.
    walks: Vec<[i32; 2]>,
    /// Until when they hold: what departs later may be on no timetable of now.
    until: i64,
}

/// Ready by a minute of the week, a parcel takes so many minutes. Ways longer than `u16` are cut short.
#[derive(Debug, Clone, Copy)]
struct Departure {
    ready: u16,
    takes: u16,
}

impl Arrivals {
    /// The earliest arrivals at the first `last` stands of a chart.
    pub fn to(chart: &Chart, season: &Season, last: usize) -> Self {
        let clocks = [0, 1].map(|clock| Profiles::of(chart, season, (clock, last)));
        let stands = chart.posts().iter().map(|post| post.stand as usize + 1).max().unwrap_or(0);
        let mut places = vec![NONE; stands];
        for (place, post) in (0..).zip(chart.posts()) {
            places[post.stand as usize] = place;
        }
        let mut arrivals = Self {
            first: Vec::with_capacity(stands + 1),
            departures: Vec::new(),
            walks: Vec::with_capacity(stands),
            until: season.span.end,
        };
        for place in places {
            let mut first = [0; 2];
            let mut walks = [NEVER; 2];
            for (clock, profiles) in clocks.iter().enumerate() {
                first[clock] = u32::try_from(arrivals.departures.len()).unwrap_or(NONE);
                if place != NONE {
                    let profile = &profiles.of[place as usize];
                    walks[clock] = profile.walk;
                    arrivals.departures.extend(profile.legs.iter().copied().map(Departure::of));
                }
            }
            arrivals.first.push(first);
            arrivals.walks.push(walks);
        }
        let end = u32::try_from(arrivals.departures.len()).unwrap_or(NONE);
        arrivals.first.push([end; 2]);
        arrivals.departures.shrink_to_fit();
        arrivals
    }

    /// When a parcel can be at a last stand at the earliest; none where it never can.
    pub fn earliest(&self, stand: u32, at: Seconds) -> Option<Seconds> {
        let at_stand = stand as usize;
        let (first, walks) = (self.first.get(at_stand)?, self.walks.get(at_stand)?);
        let middle = first[1] as usize;
        let end = self.first[at_stand + 1][0] as usize;
        let p50 = self.of_clock(&self.departures[first[0] as usize..middle], walks[0], at.p50)?;
        let p90 = self.of_clock(&self.departures[middle..end], walks[1], at.p90)?;
        Some(Seconds { p50, p90 })
    }

    fn of_clock(&self, departures: &[Departure], walk: i32, at: i64) -> Option<i64> {
        let walked = (walk != NEVER).then(|| at + i64::from(walk));
        let Some(first) = departures.first() else { return walked };
        let (second, monday) = second_of_week(at);
        let minute = second / 60;
        let next = departures.partition_point(|departure| i64::from(departure.ready) < minute);
        let ridden = match departures.get(next) {
            Some(next) => monday + next.arrives(),
            None => monday + WEEK_SECONDS + first.arrives(),
        };
        let ridden = ridden.min(self.until.max(at));
        Some(walked.map_or(ridden, |walked| walked.min(ridden)))
    }

    /// Bytes it takes.
    pub fn bytes(&self) -> usize {
        size_of_val::<[_]>(&self.first)
            + size_of_val::<[_]>(&self.departures)
            + size_of_val::<[_]>(&self.walks)
            + size_of::<Self>()
    }
}

impl Departure {
    /// Ready no earlier and there no later than it is.
    fn of((ready, arrives): (i32, i32)) -> Self {
        // Who is ready by a second is ready by its minute.
        let ready = ready.div_euclid(60);
        let takes = arrives.div_euclid(60) - ready;
        Self {
            ready: u16::try_from(ready).unwrap_or(u16::MAX),
            takes: u16::try_from(takes).unwrap_or(u16::MAX),
        }
    }

    /// Seconds from the beginning of the week in which it leaves.
    fn arrives(self) -> i64 {
        (i64::from(self.ready) + i64::from(self.takes)) * 60
    }
}

/// The departures of a stand that no other beats, in the order of the week: ready by, there at.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Profile {
    legs: Vec<(i32, i32)>,
    walk: i32,
}

impl Profile {
    /// When a parcel that is there at a second, counted from the beginning of some week, arrives.
    fn arrives(&self, at: i32) -> Option<i32> {
        let walked = (self.walk != NEVER).then(|| at.saturating_add(self.walk));
        let Some(first) = self.legs.first() else { return walked };
        let (second, week) = (at.rem_euclid(WEEK), at.div_euclid(WEEK) * WEEK);
        let next = self.legs.partition_point(|&(ready, _)| ready < second);
        let ridden = match self.legs.get(next) {
            Some(&(_, arrives)) => week.saturating_add(arrives),
            None => week.saturating_add(WEEK).saturating_add(first.1),
        };
        Some(walked.map_or(ridden, |walked| walked.min(ridden)))
    }
}

/// Profiles by the place of a stand, on one clock.
struct Profiles {
    of: Vec<Profile>,
}

impl Profiles {
    fn of(chart: &Chart, season: &Season, (clock, last): (usize, usize)) -> Self {
        let posts = chart.posts();
        let empty = Profile { legs: Vec::new(), walk: NEVER };
        let mut profiles = Self { of: vec![empty; posts.len()] };
        for profile in &mut profiles.of[..last] {
            profile.walk = 0;
        }
        // The nearest first: then most stands are told once or twice.
        let mut order: Vec<usize> = (last..posts.len()).collect();
        order.sort_by_key(|&at| posts[at].p50_left);
        let (mut changed, mut told) = (vec![1_u32; posts.len()], vec![0_u32; posts.len()]);
        let mut now = 1;
        for _ in 0..limits::LEGS_MAX {
            let mut is_settled = true;
            for &at in &order {
                let next = chart.moves()[posts[at].moves()].iter();
                let mut next = next.flat_map(|step| [step.on, step.free]);
                if !next.any(|next| next != NONE && changed[next as usize] > told[at]) {
                    continue;
                }
                (now, told[at]) = (now + 1, now);
                let profile = profiles.tell(chart, season, (clock, at));
                if profile != profiles.of[at] {
                    profiles.of[at] = profile;
                    changed[at] = now;
                    is_settled = false;
                }
            }
            if is_settled {
                break;
            }
        }
        profiles
    }

    /// The profile of a stand by those that its moves lead to.
    fn tell(&self, chart: &Chart, season: &Season, (clock, at): (usize, usize)) -> Profile {
        let mut found = Vec::new();
        let mut walk = NEVER;
        for step in &chart.moves()[chart.posts()[at].moves()] {
            let nexts = [step.on, step.free].into_iter().filter(|&next| next != NONE);
            for next in nexts.map(|next| &self.of[next as usize]) {
                match season.leg(step.leg) {
                    Recurring::At(passages) => {
                        found.extend(passages.iter().filter_map(|passage| {
                            let arrives = next.arrives(passage.arrives[clock])?;
                            Some(in_week(passage.ready[clock], arrives))
                        }));
                    }
                    Recurring::Always(takes) => {
                        let takes = takes[clock];
                        walk = walk.min(next.walk.saturating_add(takes));
                        let legs = next.legs.iter();
                        found.extend(legs.map(|&(ready, at)| in_week(ready - takes, at)));
                    }
                }
            }
        }
        Profile { legs: unbeaten(found, walk), walk }
    }
}

/// A departure in its week.
fn in_week(ready: i32, arrives: i32) -> (i32, i32) {
    let week = ready.div_euclid(WEEK) * WEEK;
    (ready - week, arrives.saturating_sub(week))
}

/// Those that no later departure beats, nor a way without a timetable.
fn unbeaten(mut found: Vec<(i32, i32)>, walk: i32) -> Vec<(i32, i32)> {
    found.sort_unstable();
    found.dedup_by_key(|&mut (ready, _)| ready);
    let first = found.iter().map(|&(_, arrives)| arrives).min();
    let mut best = first.map_or(NEVER, |first| first.saturating_add(WEEK));
    let mut kept = Vec::new();
    for &(ready, arrives) in found.iter().rev() {
        if arrives < best {
            best = arrives;
            if arrives < ready.saturating_add(walk) {
                kept.push((ready, arrives));
            }
        }
    }
    kept.reverse();
    kept
}
