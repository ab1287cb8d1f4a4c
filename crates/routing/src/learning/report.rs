//! What was learned, leg by leg, for a person to look at.

use portolan_network::Snapshot;

use super::shrinkage::teach;
use super::{Lessons, Subject};

/// The newest two weeks against what was before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drift {
    /// The median before, in seconds.
    pub median_before_seconds: f64,
    /// The median of the newest two weeks, in seconds.
    pub median_now_seconds: f64,
    /// Whether the difference is more than chance allows, so that what was before counts a tenth.
    pub is_change: bool,
}

/// A leg or a work, what is published of it and what was learned.
#[derive(Debug, Clone, PartialEq)]
pub struct SubjectReport {
    /// The leg or work.
    pub subject: Subject,
    /// The published p50 and p90, in seconds.
    pub published_seconds: (f64, f64),
    /// The learned p50 and p90, in seconds: of its own observations, its lane's and its mode's.
    pub learned_seconds: (f64, f64),
    /// Observations kept of it, whatever their age.
    pub samples: f64,
    /// What they are worth: aged, those of one day together, without what told nothing new.
    pub worth: f64,
    /// Whether it has changed of late; none where too little was seen to say.
    pub drift: Option<Drift>,
}

impl Lessons {
    /// Every leg and work of a network that was learned of, by itself or through its neighbours, on a
    /// numbered day.
    pub fn report(&self, snapshot: &Snapshot, today: i32) -> Vec<SubjectReport> {
        let told = teach(self, snapshot, today).into_iter().map(|taught| SubjectReport {
            published_seconds: taught.published(),
            learned_seconds: (taught.median_seconds(), taught.p90_seconds()),
            samples: self.find(&taught.member.subject).map_or(0.0, super::Sketch::count),
            worth: taught.count,
            drift: taught.drift,
            subject: taught.member.subject,
        });
        told.collect()
    }
}
