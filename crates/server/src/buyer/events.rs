//! The timeline on the page: the newest first, by days, in our words and in each place's own time.

use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, html};
use portolan_model::Milestone;
use portolan_model::scan::{Phase, TimePrecision};
use portolan_tracking::texts::{Counted, Phrase, Texts};
use portolan_tracking::timeline::{Contradiction, Event};

use super::standing::{operator_name, places, this_year};
use crate::app::following::Followed;

/// Events that are shown, the newest; a page stays under 50 kB with them. A parcel has ten to forty.
pub const EVENTS_MAX: usize = 50;
/// Longest name of a place that is shown, in characters.
const PLACE_MAX: usize = 48;
/// Digits from which a carrier's own text of a place may be a telephone number or a postcode.
const DIGITS_MAX: usize = 4;
/// Longest code of a carrier that is shown, in characters.
const CODE_MAX: usize = 24;

/// The timeline, or that there is none yet.
pub fn timeline(followed: &Followed, texts: &Texts, now: Timestamp) -> Markup {
    let events = &followed.timeline.events;
    let told: Vec<usize> =
        (0..events.len()).rev().filter(|index| is_told(&events[*index])).collect();
    let hidden = told.len().saturating_sub(EVENTS_MAX);
    html! {
        section.sheet {
            h2 { (texts.phrase(Phrase::SoFar)) }
            @if told.is_empty() {
                p { (texts.phrase(Phrase::NothingYet)) }
            } @else {
                ol.events { (entries(followed, &told[..told.len() - hidden], texts, now)) }
                @if hidden > 0 {
                    p.small { (texts.count(Counted::EarlierEvents, hidden as u64)) }
                }
                p.small { (texts.phrase(Phrase::TimesNote)) }
            }
        }
    }
}

/// Notes and forecasts without their text say nothing; the text is not shown.
fn is_told(event: &Event) -> bool {
    !matches!(event.milestone, Milestone::Note | Milestone::Forecast)
}

fn entries(followed: &Followed, told: &[usize], texts: &Texts, now: Timestamp) -> Markup {
    let events = &followed.timeline.events;
    let latest = events.iter().rposition(Event::counts);
    let mut day: Option<Date> = None;
    html! {
        @for &index in told {
            @let date = events[index].occurred.wall().date();
            (silence_after(followed, index, texts))
            @if day.replace(date) != Some(date) {
                li.day { h3 { (texts.dates().day(date, this_year(now))) } }
            }
            (entry(followed, index, Some(index) == latest, texts))
        }
    }
}

/// Nothing was heard after this event for longer than there should be nothing.
fn silence_after(followed: &Followed, index: usize, texts: &Texts) -> Markup {
    let stretch = followed.timeline.blind.iter().find(|stretch| stretch.after == index);
    let days = stretch.map(|stretch| stretch.to.duration_since(stretch.from).as_hours() / 24);
    let days = days.and_then(|days| u64::try_from(days).ok()).filter(|days| *days > 0);
    html! {
        @if let Some(days) = days { li.silence { (texts.count(Counted::SilentDays, days)) } }
    }
}

fn entry(followed: &Followed, index: usize, is_latest: bool, texts: &Texts) -> Markup {
    let event = &followed.timeline.events[index];
    let is_doubtful = followed.timeline.contradictions.iter().any(|one| about(*one) == index);
    let place = place_of(event, texts);
    let operator = operator_name(followed, &event.holder);
    html! {
        li.event.latest[is_latest].void[event.is_void] {
            (time_of(event))
            div {
                p.what { (texts.milestone(event.milestone)) }
                @if let Some(reason) = event.reason { p { (texts.reason(reason)) } }
                p.small {
                    @if !place.is_empty() { (places(&place, texts)) " · " }
                    bdi { (operator) }
                }
                @if let Some(code) = unknown_code(event) {
                    p.small { (texts.filled(Phrase::CarrierCode, &[("code", code)])) }
                }
                @if event.is_void { p.small { (texts.phrase(Phrase::TakenBack)) } }
                @if is_doubtful { p.small { (texts.phrase(Phrase::Doubtful)) } }
            }
        }
    }
}

const fn about(contradiction: Contradiction) -> usize {
    match contradiction {
        Contradiction::MovedAfterDelivery(index)
        | Contradiction::MovedAfterReturn(index)
        | Contradiction::MovedAfterDestruction(index)
        | Contradiction::MovedBeforeAcceptance(index)
        | Contradiction::ScannedThoughShort(index) => index,
    }
}

/// The clock on the wall there, with its offset where that is known.
fn time_of(event: &Event) -> Markup {
    let occurred = &event.occurred;
    let wall = occurred.wall();
    let is_day = occurred.precision() == TimePrecision::Day;
    let offset = occurred.offset().map(|offset| {
        let minutes = offset.seconds() / 60;
        let sign = if minutes < 0 { '−' } else { '+' };
        let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
        if minutes == 0 {
            format!("UTC{sign}{hours}")
        } else {
            format!("UTC{sign}{hours}:{minutes:02}")
        }
    });
    html! {
        time datetime=(occurred.to_string()) {
            @if !is_day {
                bdi.figure dir="ltr" { (format!("{:02}:{:02}", wall.hour(), wall.minute())) }
                @if let Some(offset) = offset { span.zone { bdi dir="ltr" { (offset) } } }
            }
        }
    }
}

/// City and country; a carrier's own text only where it cannot be somebody's address.
fn place_of(event: &Event, texts: &Texts) -> Vec<String> {
    let place = &event.place;
    let is_far = matches!(
        event.milestone.phase(),
        Phase::Export | Phase::LineHaul | Phase::Import | Phase::Destination
    );
    let city = place.city.as_ref().map(ToString::to_string);
    let text =
        place.text.as_ref().map(ToString::to_string).filter(|text| is_far && is_harmless(text));
    let city = city.filter(|city| is_harmless(city)).or(text).map(|name| cut(&name));
    let country = place.country.map(|country| texts.country(country).to_owned());
    let country = country.filter(|country| city.as_ref() != Some(country));
    [city, country].into_iter().flatten().collect()
}

fn is_harmless(text: &str) -> bool {
    text.chars().filter(|c| c.is_numeric()).count() <= DIGITS_MAX
}

fn cut(name: &str) -> String {
    if name.chars().count() <= PLACE_MAX {
        return name.to_owned();
    }
    let kept: String = name.chars().take(PLACE_MAX).collect();
    format!("{kept}…")
}

/// The carrier's code of an event that no table knows; never its words.
fn unknown_code(event: &Event) -> Option<&str> {
    let codes = event.words.iter().filter_map(|words| words.code.as_ref());
    let mut codes = codes.map(portolan_model::ScanText::as_str);
    let is_code = |code: &&str| {
        code.len() <= CODE_MAX
            && code.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    codes.find(is_code).filter(|_| event.milestone == Milestone::Unknown)
}
