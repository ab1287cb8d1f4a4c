//! How far a parcel has come, in five stages that a buyer knows.

use maud::{Markup, html};
use portolan_model::Status;
use portolan_model::scan::Phase;
use portolan_tracking::texts::{Phrase, Texts};
use portolan_tracking::timeline::Timeline;

/// The stages in order.
const STAGES: [Phrase; 5] = [
    Phrase::StageAccepted,
    Phrase::StageLeft,
    Phrase::StageArrived,
    Phrase::StageOut,
    Phrase::StageDelivered,
];

/// The stages with the one it is in; nothing for a parcel that goes back or ended otherwise.
pub fn stages(timeline: &Timeline, texts: &Texts) -> Markup {
    let reached = reached(timeline);
    html! {
        @if let Some(reached) = reached {
            ol.stages aria-label=(texts.phrase(Phrase::Progress)) {
                @for (index, stage) in STAGES.iter().enumerate() {
                    li.done[index + 1 < reached] aria-current=[(index + 1 == reached).then_some("step")] {
                        (texts.phrase(*stage))
                    }
                }
            }
        }
    }
}

/// How many stages it has reached.
fn reached(timeline: &Timeline) -> Option<usize> {
    match timeline.status() {
        Status::Delivered => return Some(STAGES.len()),
        Status::Returning | Status::Returned | Status::Exception => return None,
        _ => {}
    }
    let stage = |phase| match phase {
        Phase::Origin | Phase::Export => 1,
        Phase::LineHaul => 2,
        Phase::Import | Phase::Destination => 3,
        Phase::Delivery => 4,
        _ => 0,
    };
    let counted = timeline.events.iter().filter(|event| event.counts());
    Some(counted.map(|event| stage(event.milestone.phase())).max().unwrap_or_default())
}
