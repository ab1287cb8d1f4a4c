//! Blind stretches: where nobody said anything for longer than they should.

use jiff::{SignedDuration, Timestamp};
use portolan_model::scan::Phase;

use super::{Event, FoldRules};

/// A time without a scan that lasted too long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlindStretch {
    /// The place in the timeline of the event after which nothing was heard.
    pub after: usize,
    /// Since when.
    pub from: Timestamp,
    /// Until the next event, or until now.
    pub to: Timestamp,
    /// How long silence was allowed.
    pub allowed: SignedDuration,
    /// Whether it lasts.
    pub is_open: bool,
}

/// Days of silence allowed where no route says better: a written rule, not a measurement. Within a
/// country three days, at a border seven, on the long way fourteen, at a pick-up point and with the
/// last office five; after an announcement ten, by when most services call a parcel not handed in.
pub fn default_silence(event: &Event) -> Option<SignedDuration> {
    let days = match event.milestone.phase() {
        Phase::Announced => 10,
        Phase::Origin | Phase::Destination | Phase::Any => 3,
        Phase::Export | Phase::Import => 7,
        Phase::LineHaul | Phase::Return => 14,
        Phase::Delivery => 5,
        Phase::Delivered | Phase::Returned | Phase::Ended | Phase::Note => return None,
    };
    Some(SignedDuration::from_hours(days * 24))
}

/// The stretches between events, and after the last one while more is to come, that were too long.
pub(super) fn blind_stretches(
    events: &[Event],
    rules: &FoldRules,
    is_over: bool,
) -> Vec<BlindStretch> {
    let counted: Vec<(usize, &Event)> =
        events.iter().enumerate().filter(|(_, event)| event.counts()).collect();
    let between = counted.windows(2).map(|two| (two[0], two[1].1.at, false));
    let open = counted.last().filter(|_| !is_over).zip(rules.now);
    let open = open.map(|(last, now)| (*last, now, true));
    let stretches = between.chain(open).filter_map(|((after, event), to, is_open)| {
        let allowed = (rules.allowed_silence)(event)?;
        let silent = to.duration_since(event.at);
        (silent > allowed).then_some(BlindStretch { after, from: event.at, to, allowed, is_open })
    });
    stretches.collect()
}
