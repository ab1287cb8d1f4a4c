//! Where a parcel stands: the headline, when it arrives, what a buyer should know, who has it, what is due.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use portolan_model::{Code, CountryCode, Status, SubStatus};
use portolan_tracking::outlook::ExceptionKind;
use portolan_tracking::plan::NextStep;
use portolan_tracking::texts::{Counted, Phrase, Texts};
use portolan_tracking::timeline::{CustodyProof, Keeper};

use super::frame::number_mark;
use super::progress;
use crate::app::following::Followed;

/// Things that are due and shown; a route has at most eight legs.
const NEXT_MAX: usize = 12;
/// Other numbers that are shown.
const NUMBERS_MAX: usize = 8;

/// The year that dates are written without.
pub fn this_year(now: Timestamp) -> i16 {
    now.to_zoned(TimeZone::UTC).year()
}

/// The headline: the number, the status, the dates.
pub fn headline(followed: &Followed, texts: &Texts, now: Timestamp) -> Markup {
    let timeline = &followed.timeline;
    let is_delivered = timeline.status() == Status::Delivered;
    html! {
        section.sheet {
            h1 { (texts.phrase(Phrase::Number)) " " (number_mark(&followed.number)) }
            @if followed.is_test { p.small { strong { (texts.phrase(Phrase::TestParcel)) } } }
            p.status.good[is_delivered] { (status(followed, texts)) }
            (dates(followed, texts, now))
            @if !is_over(followed) && let Some(days) = timeline.days_since_last_scan(now) {
                p.small { (heard(days, texts)) }
            }
            (progress::stages(timeline, texts))
        }
    }
}

fn heard(days: i64, texts: &Texts) -> String {
    match u64::try_from(days) {
        Ok(days) if days > 0 => texts.count(Counted::HeardDays, days),
        _ => texts.phrase(Phrase::HeardLately).to_owned(),
    }
}

/// What it says above all. Of an exception the event says more than "something is wrong".
fn status<'t>(followed: &Followed, texts: &'t Texts) -> &'t str {
    let timeline = &followed.timeline;
    let by = timeline.standing_by.and_then(|index| timeline.events.get(index));
    match (timeline.status(), by) {
        (Status::Exception, Some(event)) => texts.milestone(event.milestone),
        (status, _) => texts.status(status),
    }
}

/// Whether nothing is to be expected any more.
fn is_over(followed: &Followed) -> bool {
    matches!(
        followed.timeline.sub_status,
        SubStatus::Lost | SubStatus::Seized | SubStatus::Destroyed | SubStatus::Cancelled
    ) || matches!(followed.timeline.status(), Status::Delivered | Status::Returned)
}

fn is_presumed_lost(followed: &Followed) -> bool {
    followed.exceptions.iter().any(|one| matches!(one.kind, ExceptionKind::PresumedLost { .. }))
}

fn dates(followed: &Followed, texts: &Texts, now: Timestamp) -> Markup {
    let (timeline, year) = (&followed.timeline, this_year(now));
    let day = |date| texts.dates().day(date, year);
    let by = timeline.standing_by.and_then(|index| timeline.events.get(index));
    if timeline.status() == Status::Delivered {
        let delivered = by.map(|event| day(event.occurred.wall().date()));
        return html! {
            @if let Some(date) = delivered {
                p.when-due { (texts.filled(Phrase::DeliveredOn, &[("date", &date)])) }
            }
        };
    }
    let is_live = !is_over(followed) && !is_presumed_lost(followed);
    let is_live = is_live && timeline.status() != Status::Returning;
    let window = followed.window.filter(|(_, to)| is_live && is_ahead(*to, now));
    let range = window.map(|(from, to)| texts.dates().range(from, to, year));
    html! {
        @if let Some(range) = range {
            p.when-due { (texts.filled(Phrase::Expected, &[("date", &range)])) }
            @if window.is_some_and(|(from, to)| from < to) {
                p.small { (texts.phrase(Phrase::WindowNote)) }
            }
        }
        @if let Some(promised) = followed.promised_on.filter(|_| is_live) {
            p { (texts.filled(Phrase::Promised, &[("date", &day(promised))])) }
        }
    }
}

/// Whether a day is not over everywhere on Earth.
fn is_ahead(date: Date, now: Timestamp) -> bool {
    date >= now.to_zoned(TimeZone::UTC).date().yesterday().unwrap_or(date)
}

/// What a buyer should know, in calm words; the graver says what the lesser would.
pub fn notes(followed: &Followed, texts: &Texts) -> Markup {
    let kinds: Vec<&ExceptionKind> = followed.exceptions.iter().map(|one| &one.kind).collect();
    let has = |wanted: fn(&ExceptionKind) -> bool| kinds.iter().any(|kind| wanted(kind));
    let is_lost = has(|kind| matches!(kind, ExceptionKind::PresumedLost { .. }));
    let is_broken = has(|kind| matches!(kind, ExceptionKind::PromiseBroken));
    let is_blind = has(|kind| matches!(kind, ExceptionKind::Blind));
    let is_said = |kind: &&&ExceptionKind| match kind {
        ExceptionKind::PresumedLost { .. } | ExceptionKind::Reported(_) => true,
        ExceptionKind::Stalled => !is_lost && !is_blind,
        ExceptionKind::PromiseAtRisk => !is_lost && !is_broken,
        _ => !is_lost,
    };
    let is_closed = matches!(followed.timeline.status(), Status::Delivered | Status::Returned);
    let said: Vec<&&ExceptionKind> = kinds.iter().filter(is_said).filter(|_| !is_closed).collect();
    html! {
        @if !said.is_empty() {
            section.sheet.notes {
                h2 { (texts.phrase(Phrase::PleaseNote)) }
                ul { @for kind in said { li { (texts.exception(kind)) } } }
            }
        }
    }
}

/// From where to where, who has it, its numbers.
pub fn facts(followed: &Followed, texts: &Texts, now: Timestamp) -> Markup {
    let country = |code: CountryCode| texts.country(code).to_owned();
    let to = [followed.destination_city.clone(), followed.destination_country.map(country)];
    let to: Vec<String> = to.into_iter().flatten().collect();
    let row = |name: Phrase, value: &Markup| {
        html! { dt { (texts.phrase(name)) } dd { (value) } }
    };
    let numbers: Vec<&String> = followed.other_numbers.iter().take(NUMBERS_MAX).collect();
    html! {
        section.sheet {
            dl {
                @if let Some(from) = followed.origin_country {
                    (row(Phrase::From, &html! { (texts.country(from)) }))
                }
                @if !to.is_empty() { (row(Phrase::To, &places(&to, texts))) }
                (holder(followed, texts, now))
                @if let Some(service) = &followed.service {
                    (row(Phrase::Service, &html! { bdi { (service) } }))
                }
                @if !numbers.is_empty() {
                    (row(Phrase::OtherNumbers, &html! {
                        @for number in &numbers { div { (number_mark(number)) } }
                    }))
                }
            }
        }
    }
}

/// Names of places behind one another, each in its own direction.
pub fn places(names: &[String], texts: &Texts) -> Markup {
    html! {
        @for (index, name) in names.iter().enumerate() {
            @if index > 0 { (texts.phrase(Phrase::Comma)) }
            bdi { (name) }
        }
    }
}

fn holder(followed: &Followed, texts: &Texts, now: Timestamp) -> Markup {
    let Some(custody) = followed.timeline.custody.last() else { return html! {} };
    let (who, by) = match &custody.keeper {
        Keeper::Sender => (texts.phrase(Phrase::WithSender).to_owned(), None),
        Keeper::Recipient => (texts.phrase(Phrase::WithRecipient).to_owned(), None),
        Keeper::Operator(operator) => (operator_name(followed, operator), None),
        Keeper::Authority(operator) => {
            let name = operator_name(followed, operator);
            let by = texts.filled(Phrase::PresentedBy, &[("operator", &name)]);
            (texts.phrase(Phrase::WithAuthority).to_owned(), Some(by))
        }
    };
    // The day as it was told there; a document has its instant alone.
    let day = match &custody.proof {
        CustodyProof::Event(index) => {
            followed.timeline.events.get(*index).map(|event| event.occurred.wall().date())
        }
        CustodyProof::Document(_) => None,
    };
    let day = day.unwrap_or_else(|| custody.from.to_zoned(TimeZone::UTC).date());
    let day = texts.dates().day(day, this_year(now));
    html! {
        dt { (texts.phrase(Phrase::Holder)) }
        dd {
            bdi { (who) } (texts.phrase(Phrase::Comma)) (texts.filled(Phrase::Since, &[("date", &day)]))
            @if let Some(by) = by { br; span.small { (by) } }
        }
    }
}

/// An operator's name; where none is known, its key with blanks and capitals.
pub fn operator_name(followed: &Followed, operator: &Code) -> String {
    let spelled = || {
        let words = operator.as_str().split(['_', '-']).map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            first.into_iter().chain(letters).collect::<String>()
        });
        words.collect::<Vec<_>>().join(" ")
    };
    followed.operators.get(operator).cloned().unwrap_or_else(spelled)
}

/// What happens next: in a sentence, then what is due, with dates.
pub fn next(followed: &Followed, texts: &Texts, now: Timestamp) -> Markup {
    let steps: &[NextStep] = if is_over(followed) || is_presumed_lost(followed) {
        &[]
    } else {
        &followed.next[..followed.next.len().min(NEXT_MAX)]
    };
    html! {
        section.sheet {
            h2 { (texts.phrase(Phrase::WhatNext)) }
            p { (texts.next(followed.timeline.status())) }
            @if !steps.is_empty() {
                ol.due { @for step in steps { li { (due(step, texts, now)) } } }
            }
        }
    }
}

fn due(step: &NextStep, texts: &Texts, now: Timestamp) -> Markup {
    let about = step.about.map(|date| texts.dates().day(date, this_year(now)));
    html! {
        (texts.due(step.milestone))
        @if let Some(operator) = &step.operator { span.small { " · " bdi { (operator) } } }
        @if let Some(date) = about {
            span.small { " · " (texts.filled(Phrase::About, &[("date", &date)])) }
        }
    }
}
