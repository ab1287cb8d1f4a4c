//! One honest timeline from the scans of a parcel.
//!
//! [`fold`] takes scans in any order, any number of times, in any batches, and gives the same timeline:
//! it sorts by what they say, never by when they came. Nothing un-delivers a parcel but a scan that says
//! so; a late scan slots into its time; a richer copy of an event fills the poorer one. What cannot be
//! true together is kept and flagged, not dropped.
//!
//! Start at [`fold`]; [`merge`] makes events of scans, [`order`] puts them into time, [`standing`] tells
//! where the parcel stands, [`custody`] who holds it, [`silence`] where nobody said anything.

mod custody;
mod merge;
mod order;
mod silence;
mod standing;
#[cfg(test)]
mod tests;

use jiff::{SignedDuration, Timestamp};
use portolan_model::scan::{Reason, ScanText};
use portolan_model::{Code, Milestone, Occurred, Proof, Scan, ScanPlace, Status, SubStatus};

pub use custody::{Custody, CustodyProof, HandOver, Keeper};
pub use silence::{BlindStretch, default_silence};

/// What the fold goes by beside the scans.
pub struct FoldRules<'a> {
    /// Hand-over documents that name the parcel.
    pub hand_overs: &'a [HandOver],
    /// How long nobody need say anything after an event; `None` where no scan is due at all.
    pub allowed_silence: &'a dyn Fn(&Event) -> Option<SignedDuration>,
    /// Until when silence is counted after the last event; `None`: not at all.
    pub now: Option<Timestamp>,
}

impl FoldRules<'_> {
    /// No documents, the silence of [`default_silence`], nothing counted after the last event.
    pub const PLAIN: FoldRules<'static> =
        FoldRules { hand_overs: &[], allowed_silence: &default_silence, now: None };
}

/// One carrier's own words for an event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wording {
    /// Who said it.
    pub source: Code,
    /// The code.
    pub code: Option<ScanText>,
    /// The words.
    pub text: Option<ScanText>,
}

/// Something that happened to the parcel, told once or more often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub milestone: Milestone,
    /// Why.
    pub reason: Option<Reason>,
    /// When, as the most exact teller has it.
    pub occurred: Occurred,
    /// The instant the timeline goes by: of a time without offset, the wall's clock taken for UTC.
    pub at: Timestamp,
    /// Where, filled from all tellers.
    pub place: ScanPlace,
    /// Who held the parcel by it.
    pub holder: Code,
    /// What proves it, filled from all tellers.
    pub proof: Proof,
    /// What each teller called it.
    pub words: Vec<Wording>,
    /// Whether a later scan took it back: it is shown, and counts for nothing.
    pub is_void: bool,
    /// The scans it is made of, without repetitions.
    pub scans: Vec<Scan>,
}

/// What cannot be true together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Contradiction {
    /// The event at this place of the timeline moves a parcel that was delivered before.
    MovedAfterDelivery(usize),
    /// It moves a parcel that was back with its sender.
    MovedAfterReturn(usize),
    /// It moves a parcel that was destroyed.
    MovedAfterDestruction(usize),
    /// It is told to have happened before the parcel was taken over from the sender.
    MovedBeforeAcceptance(usize),
    /// A hand-over document says that the parcel was not there, and its taker scanned it all the same.
    ScannedThoughShort(usize),
}

/// A parcel's story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// What happened, in the order it happened.
    pub events: Vec<Event>,
    /// Where the parcel stands.
    pub sub_status: SubStatus,
    /// The place in the timeline of the event that it stands there by.
    pub standing_by: Option<usize>,
    /// Who held it, one after the other.
    pub custody: Vec<Custody>,
    /// Where nobody said anything for longer than they should.
    pub blind: Vec<BlindStretch>,
    /// What cannot be true together.
    pub contradictions: Vec<Contradiction>,
}

impl Timeline {
    /// Where the parcel stands, in one word.
    pub const fn status(&self) -> Status {
        self.sub_status.status()
    }

    /// The last thing that happened; notes and what was taken back do not count.
    pub fn last_event(&self) -> Option<&Event> {
        self.events.iter().rev().find(|event| event.counts())
    }

    /// Whole days since the last thing that happened.
    pub fn days_since_last_scan(&self, now: Timestamp) -> Option<i64> {
        let silent = now.duration_since(self.last_event()?.at);
        Some((silent.as_hours() / 24).max(0))
    }

    /// Scans whose code no table knew.
    pub fn unknown_count(&self) -> usize {
        self.events.iter().filter(|event| event.milestone == Milestone::Unknown).count()
    }
}

/// The timeline of a parcel from the scans of all its chains.
pub fn fold(scans: &[Scan], rules: &FoldRules) -> Timeline {
    let events = order::in_time(merge::events_of(scans));
    let standing = standing::of(&events);
    let (custody, short) = custody::of(&events, rules.hand_overs);
    let mut contradictions = standing.contradictions;
    contradictions.extend(short);
    contradictions.sort_unstable();
    let is_over = standing.is_over;
    let blind = silence::blind_stretches(&events, rules, is_over);
    Timeline {
        events,
        sub_status: standing.sub_status,
        standing_by: standing.by,
        custody,
        blind,
        contradictions,
    }
}

impl Event {
    /// Whether something happened by it: notes and what was taken back do not count.
    pub fn counts(&self) -> bool {
        !self.is_void && self.milestone.phase() != portolan_model::scan::Phase::Note
    }
}
