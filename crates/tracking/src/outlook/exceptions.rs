//! What is wrong with a parcel now, each with the evidence for it. An exception is closed when it is no
//! longer found: the list depends on the timeline, the outlook and the clock alone.

use jiff::{SignedDuration, Timestamp, civil};
use portolan_model::{Code, CountryCode, Status, SubStatus};

use super::{Stretch, loss_after};
use crate::timeline::{Event, Timeline};

/// What was promised of a parcel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Promise {
    /// The last day on which its delivery keeps the promise.
    pub date: civil::Date,
    /// The first instant after that day at the destination.
    pub ends_at: Timestamp,
}

/// What is known of a parcel beside its timeline.
#[derive(Debug, Clone, Copy)]
pub struct Watch<'a> {
    /// The clock.
    pub now: Timestamp,
    /// The promise, where there is one.
    pub promise: Option<Promise>,
    /// The arrival in half of all cases, from where it is now.
    pub arrival_p50: Option<Timestamp>,
    /// The scans due next, in order.
    pub due: &'a [Stretch],
    /// The countries that its route passes; `None` where the route is not known.
    pub countries: Option<&'a [CountryCode]>,
    /// Operators that have no part in its route. One that nobody knows is none of them: its name proves
    /// nothing.
    pub strangers: &'a [Code],
    /// From which probability of loss a parcel is presumed lost.
    pub lost_from: f64,
    /// How long customs may hold a parcel before somebody should ask.
    pub customs_patience: SignedDuration,
}

/// Something that somebody should look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Exception {
    /// What it is.
    pub kind: ExceptionKind,
    /// Since when.
    pub since: Timestamp,
    /// The place in the timeline of the event that shows it.
    pub shown_by: Option<usize>,
}

/// The kinds of exception.
#[derive(Debug, Clone, PartialEq)]
pub enum ExceptionKind {
    /// The carriers themselves say that something is wrong.
    Reported(SubStatus),
    /// The next scan is overdue: later than in nine of ten cases.
    Stalled,
    /// Nobody said anything for longer than allowed.
    Blind,
    /// It was seen in a country that its route does not pass, or with an operator that has no part in it.
    OffRoute,
    /// Customs hold it longer than usual.
    CustomsHold,
    /// A delivery failed.
    FailedDelivery,
    /// It will more likely than not arrive after the promised day.
    PromiseAtRisk,
    /// The promised day is over.
    PromiseBroken,
    /// It is more likely lost than the limit allows.
    PresumedLost {
        /// The probability.
        probability: f64,
    },
}

impl ExceptionKind {
    /// Its stable name.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Reported(_) => "reported",
            Self::Stalled => "stalled",
            Self::Blind => "blind",
            Self::OffRoute => "off_route",
            Self::CustomsHold => "customs_hold",
            Self::FailedDelivery => "failed_delivery",
            Self::PromiseAtRisk => "promise_at_risk",
            Self::PromiseBroken => "promise_broken",
            Self::PresumedLost { .. } => "presumed_lost",
        }
    }
}

/// Everything that is wrong now, in the order of [`ExceptionKind`]'s list.
pub fn exceptions_of(timeline: &Timeline, watch: &Watch) -> Vec<Exception> {
    let status = timeline.status();
    let is_over = matches!(status, Status::Delivered | Status::Returned);
    let mut found = Vec::new();
    let by = timeline.standing_by.and_then(|index| Some((index, timeline.events.get(index)?)));
    let mut add = |kind, since, shown_by| found.push(Exception { kind, since, shown_by });
    if let Some((index, event)) = by {
        let sub_status = timeline.sub_status;
        if status == Status::Exception {
            add(ExceptionKind::Reported(sub_status), event.at, Some(index));
        }
        if sub_status == SubStatus::CustomsHeld
            && watch.now.duration_since(event.at) > watch.customs_patience
        {
            add(ExceptionKind::CustomsHold, event.at, Some(index));
        }
        if status == Status::DeliveryFailed {
            add(ExceptionKind::FailedDelivery, event.at, Some(index));
        }
    }
    for stretch in timeline.blind.iter().filter(|stretch| stretch.is_open) {
        add(ExceptionKind::Blind, stretch.from, Some(stretch.after));
    }
    if let Some(index) = timeline.events.iter().rposition(|event| is_off_route(event, watch)) {
        add(ExceptionKind::OffRoute, timeline.events[index].at, Some(index));
    }
    if is_over {
        if let (Some((index, event)), Some(promise)) = (by, watch.promise)
            && event.at >= promise.ends_at
        {
            add(ExceptionKind::PromiseBroken, promise.ends_at, Some(index));
        }
        found.retain(|exception| exception.kind != ExceptionKind::Blind);
        return found;
    }
    found.extend(of_the_outlook(timeline, watch));
    found
}

/// What the outlook tells of a parcel that is still on its way.
fn of_the_outlook(timeline: &Timeline, watch: &Watch) -> Vec<Exception> {
    let mut found = Vec::new();
    let last = timeline.events.iter().rposition(Event::counts);
    let mut add = |kind, since| found.push(Exception { kind, since, shown_by: last });
    if let Some(promise) = watch.promise {
        if watch.now >= promise.ends_at {
            add(ExceptionKind::PromiseBroken, promise.ends_at);
        } else if watch.arrival_p50.is_some_and(|arrival| arrival >= promise.ends_at) {
            add(ExceptionKind::PromiseAtRisk, watch.now);
        }
    }
    let is_live = timeline.sub_status.status() != Status::Unknown && !is_ended(timeline.sub_status);
    let Some(event) = last.map(|index| &timeline.events[index]).filter(|_| is_live) else {
        return found;
    };
    let silent = watch.now.duration_since(event.at);
    let is_overdue =
        |stretch: &Stretch| silent.as_secs_f64() > stretch.p90_hours.max(0.0) * 3_600.0;
    if watch.due.first().is_some_and(is_overdue) {
        add(ExceptionKind::Stalled, event.at);
    }
    if let Some(probability) = loss_after(watch.due, silent)
        && probability >= watch.lost_from
    {
        add(ExceptionKind::PresumedLost { probability }, event.at);
    }
    found
}

fn is_ended(sub_status: SubStatus) -> bool {
    matches!(
        sub_status,
        SubStatus::Lost | SubStatus::Seized | SubStatus::Destroyed | SubStatus::Cancelled
    )
}

fn is_off_route(event: &Event, watch: &Watch) -> bool {
    let is_elsewhere = event.place.country.is_some_and(|country| {
        watch.countries.is_some_and(|countries| !countries.contains(&country))
    });
    let is_with_another = watch.strangers.contains(&event.holder);
    event.counts() && (is_elsewhere || is_with_another)
}
