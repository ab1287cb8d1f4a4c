//! Where a parcel stands: a walk over its events in the order they happened.
//!
//! An end is left only by what undoes it: a delivery by a scan that takes it back or starts a return, a
//! loss by anybody who has the parcel in hand. Everything else after an end is a contradiction, and
//! changes nothing.

use portolan_model::scan::Phase;
use portolan_model::{Milestone, Status, SubStatus};

use super::{Contradiction, Event};

/// What the walk found.
pub(super) struct Standing {
    pub sub_status: SubStatus,
    /// The place of the event it stands there by.
    pub by: Option<usize>,
    pub contradictions: Vec<Contradiction>,
    /// Whether nothing more is to come.
    pub is_over: bool,
}

pub(super) fn of(events: &[Event]) -> Standing {
    let mut standing = Standing {
        sub_status: SubStatus::Unknown,
        by: None,
        contradictions: Vec::new(),
        is_over: false,
    };
    let accepted = events.iter().position(|e| e.counts() && e.milestone == Milestone::Accepted);
    for (index, event) in events.iter().enumerate().filter(|(_, event)| event.counts()) {
        let is_early = accepted.is_some_and(|at| index < at && is_physical(event.milestone));
        if is_early {
            standing.contradictions.push(Contradiction::MovedBeforeAcceptance(index));
        }
        match next(standing.sub_status, event) {
            Next::To(sub_status) => {
                standing.sub_status = sub_status;
                standing.by = Some(index);
            }
            Next::Stays => {}
            Next::Contradicts(why) => standing.contradictions.push(why(index)),
        }
    }
    standing.is_over = is_end(standing.sub_status);
    standing
}

enum Next {
    To(SubStatus),
    Stays,
    Contradicts(fn(usize) -> Contradiction),
}

fn next(now: SubStatus, event: &Event) -> Next {
    let milestone = event.milestone;
    let told = milestone.sub_status(event.reason);
    match now.status() {
        Status::Delivered => after_delivery(milestone, told),
        Status::Returned => match milestone.phase() {
            Phase::Return | Phase::Returned | Phase::Any => Next::Stays,
            _ => Next::Contradicts(Contradiction::MovedAfterReturn),
        },
        Status::Returning => after_return_began(milestone, told),
        Status::Exception if is_end(now) => after_end(now, milestone, told),
        Status::Unknown | Status::InfoReceived => Next::To(told),
        _ => on_the_way(milestone, told),
    }
}

fn after_delivery(milestone: Milestone, told: SubStatus) -> Next {
    match milestone {
        Milestone::DeliveryReversed => Next::To(told),
        _ if matches!(milestone.phase(), Phase::Return | Phase::Returned) => Next::To(told),
        _ if milestone.phase() == Phase::Delivered || milestone.phase() == Phase::Any => {
            Next::Stays
        }
        // Told afterwards, and of before: a sender's late announcement moves nothing.
        _ if milestone.phase() == Phase::Announced => Next::Stays,
        _ => Next::Contradicts(Contradiction::MovedAfterDelivery),
    }
}

/// On its way back a parcel passes the same places: only its end is news. Whoever it is delivered to
/// is its sender.
fn after_return_began(milestone: Milestone, told: SubStatus) -> Next {
    match milestone.phase() {
        Phase::Returned | Phase::Ended => Next::To(told),
        Phase::Delivered => Next::To(SubStatus::Returned),
        _ if matches!(milestone, Milestone::Lost) => Next::To(told),
        _ => Next::Stays,
    }
}

fn after_end(now: SubStatus, milestone: Milestone, told: SubStatus) -> Next {
    let is_undone = match now {
        SubStatus::Lost | SubStatus::Cancelled => is_physical(milestone),
        SubStatus::Seized => matches!(
            milestone,
            Milestone::ReleasedByExportCustoms | Milestone::ReleasedByImportCustoms
        ),
        _ => false,
    };
    match milestone.phase() {
        _ if is_undone => Next::To(told),
        Phase::Announced | Phase::Any | Phase::Ended => Next::Stays,
        _ if now == SubStatus::Destroyed => Next::Contradicts(Contradiction::MovedAfterDestruction),
        _ => Next::Stays,
    }
}

fn on_the_way(milestone: Milestone, told: SubStatus) -> Next {
    match milestone {
        // An announcement told of a parcel that somebody has already is no step back.
        Milestone::Announced
        | Milestone::CollectionFailed
        | Milestone::Measured
        | Milestone::Relabelled
        | Milestone::DeliveryScheduled => Next::Stays,
        _ => Next::To(told),
    }
}

/// Whether nothing is due after it.
const fn is_end(sub_status: SubStatus) -> bool {
    matches!(
        sub_status,
        SubStatus::Delivered
            | SubStatus::DeliveredPickUp
            | SubStatus::DeliveredElsewhere
            | SubStatus::Returned
            | SubStatus::Lost
            | SubStatus::Seized
            | SubStatus::Destroyed
            | SubStatus::Cancelled
    )
}

/// Whether somebody must have had the parcel in hand.
pub(super) const fn is_physical(milestone: Milestone) -> bool {
    match milestone.phase() {
        Phase::Announced | Phase::Ended | Phase::Note => false,
        Phase::Any => matches!(
            milestone,
            Milestone::Measured | Milestone::Relabelled | Milestone::Found | Milestone::InTransit
        ),
        _ => !matches!(
            milestone,
            Milestone::ExportCancelled
                | Milestone::ImportTerminated
                | Milestone::DeliveryScheduled
                | Milestone::DeliveryReversed
        ),
    }
}
