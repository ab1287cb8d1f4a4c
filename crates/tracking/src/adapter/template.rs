//! The adapter inverted: what truly happened to a parcel, written as the carrier's own message.
//!
//! The section `[template]` of `adapter.toml` holds the texts of a message and of one event in it, with
//! values in double braces, and says by which of the carrier's codes each milestone is told.
//! [`Adapter::write`] fills them in; [`check`] reads every milestone's message back by the same adapter and
//! names what does not come back. What it deliberately does not do: invent codes, or tell what the carrier
//! has no code for. Simulated carriers speak through it; no real message is ever changed by it.

mod check;
mod pattern;
mod read;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::Offset;
use portolan_model::scan::{Reason, ScanPlace, ScanText};
use portolan_model::{
    CountryCode, Identifier, IdentifierScheme, Mass, Milestone, Postcode, TimeZoneName,
};
use thiserror::Error;

pub use check::check;
use pattern::Pattern;
pub(crate) use read::template;

use super::{Adapter, MessageKind};

/// Something that truly happened to a parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrueEvent {
    /// What.
    pub milestone: Milestone,
    /// Why.
    pub reason: Option<Reason>,
    /// When.
    pub at: Timestamp,
    /// The offset of the clocks where it happened.
    pub offset: Offset,
    /// Where.
    pub place: ScanPlace,
    /// The mass that was measured.
    pub mass: Option<Mass>,
}

/// The parcel that a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject<'s> {
    /// The number the carrier knows it by.
    pub identifier: &'s Identifier,
    /// Other numbers of it.
    pub also_known: &'s [Identifier],
    /// Where it comes from.
    pub origin: Option<CountryCode>,
    /// Where it goes.
    pub destination: Option<CountryCode>,
}

/// Which of the events known so far a message of the carrier holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// All of them: the message is the answer to a question about a number.
    All,
    /// Only those not told before: the message is sent when something happens.
    New,
}

/// Why a message was not written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TemplateFault {
    /// The adapter has no template.
    #[error("the adapter `{adapter}` has no section `[template]`: write one")]
    Missing {
        /// Its key.
        adapter: String,
    },
    /// No event was given, or none that the carrier has a code for.
    #[error("the carrier has no code for any of the events: leave the message out")]
    Untold,
}

impl TemplateFault {
    /// Its stable name.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "template_missing",
            Self::Untold => "template_untold",
        }
    }
}

/// What is told, and why.
type Meaning = (Milestone, Option<Reason>);

/// A template, ready to be filled in.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    message: Vec<Piece>,
    event: Vec<Piece>,
    between: String,
    is_newest_first: bool,
    holds: Holds,
    tells: BTreeMap<Meaning, Words>,
}

/// The carrier's own words for one meaning, by their names in the template.
type Words = BTreeMap<String, String>;

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// Written as it stands.
    Text(Box<str>),
    /// Written with what it stands for.
    Value(Value),
}

/// What stands between double braces.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Identifier,
    AlsoKnown(IdentifierScheme),
    Origin,
    Destination,
    Events,
    Latest,
    EventCount,
    SegmentCount,
    Time {
        pattern: Pattern,
        zone: Option<TimeZoneName>,
    },
    EpochSeconds,
    EpochMilliseconds,
    Country,
    City,
    Postcode,
    Facility,
    Place,
    MassGrams,
    /// One of the words by which a milestone is told.
    Word(Box<str>),
}

impl Adapter {
    /// Which events a message of this carrier holds; none where the adapter has no template.
    pub fn holds(&self) -> Option<Holds> {
        self.template.as_ref().map(|template| template.holds)
    }

    /// Whether the carrier has a code for a milestone, with this reason or without one.
    pub fn can_tell(&self, milestone: Milestone, reason: Option<Reason>) -> bool {
        let template = self.template.as_ref();
        template.is_some_and(|template| template.find(milestone, reason).is_some())
    }

    /// The milestones that the carrier has a code for, each with the reason that the code gives.
    pub fn list_told(&self) -> Vec<(Milestone, Option<Reason>)> {
        self.template.iter().flat_map(|template| template.tells.keys().copied()).collect()
    }

    /// Writes events of one parcel as one message of the carrier. Events it has no code for are left out.
    pub fn write(
        &self,
        subject: Subject<'_>,
        events: &[TrueEvent],
    ) -> Result<Vec<u8>, TemplateFault> {
        let template = self.template.as_ref();
        let template = template
            .ok_or_else(|| TemplateFault::Missing { adapter: self.name.as_str().to_owned() })?;
        let mut told: Vec<Told<'_>> = events.iter().filter_map(|one| template.told(one)).collect();
        told.sort_by_key(|one| one.event.at);
        let latest = told.last().ok_or(TemplateFault::Untold)?.clone();
        if template.is_newest_first {
            told.reverse();
        }
        let (kind, encoding) = (&self.kind, self.encoding);
        let writing = Writing { kind, encoding, template, subject, told: &told, latest: &latest };
        Ok(encoding.encode(&writing.message()).0.into_owned())
    }
}

impl Template {
    fn find(&self, milestone: Milestone, reason: Option<Reason>) -> Option<&Words> {
        let exact = self.tells.get(&(milestone, reason));
        exact.or_else(|| self.tells.get(&(milestone, None)))
    }

    fn told<'t>(&'t self, event: &'t TrueEvent) -> Option<Told<'t>> {
        self.find(event.milestone, event.reason).map(|words| Told { event, words })
    }
}

/// An event with the carrier's words for it.
#[derive(Debug, Clone)]
struct Told<'t> {
    event: &'t TrueEvent,
    words: &'t Words,
}

/// One message as it is written.
struct Writing<'w> {
    kind: &'w MessageKind,
    encoding: &'static encoding_rs::Encoding,
    template: &'w Template,
    subject: Subject<'w>,
    told: &'w [Told<'w>],
    latest: &'w Told<'w>,
}

impl Writing<'_> {
    fn message(&self) -> String {
        let first = self.fill(&self.template.message, self.latest, 0);
        if !self.template.message.contains(&Piece::Value(Value::SegmentCount)) {
            return first;
        }
        self.fill(&self.template.message, self.latest, segments(&first))
    }

    fn fill(&self, pieces: &[Piece], told: &Told<'_>, segments: usize) -> String {
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(written) => text.push_str(written),
                Piece::Value(Value::Events) => {
                    let events = self.told.iter().map(|one| self.event(one));
                    text.push_str(&events.collect::<Vec<_>>().join(&self.template.between));
                }
                Piece::Value(Value::Latest) => text.push_str(&self.event(self.latest)),
                Piece::Value(Value::SegmentCount) => text.push_str(&segments.to_string()),
                Piece::Value(value) => {
                    let meant = self.value(value, told).unwrap_or_default();
                    text.push_str(&escape(self.kind, &self.held(meant)));
                }
            }
        }
        text
    }

    /// The text with a question mark for every character that the encoding does not hold.
    fn held(&self, text: String) -> String {
        if !self.encoding.encode(&text).2 {
            return text;
        }
        let is_held = |c: char| !self.encoding.encode(c.encode_utf8(&mut [0; 4])).2;
        text.chars().map(|c| if is_held(c) { c } else { '?' }).collect()
    }

    fn event(&self, told: &Told<'_>) -> String {
        self.fill(&self.template.event, told, 0)
    }

    fn value(&self, value: &Value, told: &Told<'_>) -> Option<String> {
        let (event, place) = (told.event, &told.event.place);
        let said = |text: Option<&ScanText>| text.map(|text| text.as_str().to_owned());
        match value {
            Value::Identifier => Some(self.subject.identifier.to_string()),
            Value::AlsoKnown(scheme) => {
                let mut known = self.subject.also_known.iter();
                known.find(|one| one.scheme() == *scheme).map(ToString::to_string)
            }
            Value::Origin => self.subject.origin.map(|country| country.to_string()),
            Value::Destination => self.subject.destination.map(|country| country.to_string()),
            Value::EventCount => Some(self.told.len().to_string()),
            Value::Time { pattern, zone } => {
                let there = |zone: &TimeZoneName| zone.zone().to_offset(event.at);
                Some(pattern.write(event.at, zone.as_ref().map_or(event.offset, there)))
            }
            Value::EpochSeconds => Some(event.at.as_second().to_string()),
            Value::EpochMilliseconds => Some(event.at.as_millisecond().to_string()),
            Value::Country => place.country.map(|country| country.to_string()),
            Value::City => said(place.city.as_ref()),
            Value::Postcode => place.postcode.as_ref().map(Postcode::as_given).map(str::to_owned),
            Value::Facility => said(place.facility.as_ref()),
            Value::Place => said(place.text.as_ref()).or_else(|| said(place.city.as_ref())),
            Value::MassGrams => event.mass.map(|mass| mass.grams().to_string()),
            Value::Word(name) => told.words.get(&**name).cloned(),
            Value::Events | Value::Latest | Value::SegmentCount => None,
        }
    }
}

/// How many segments the message of an interchange has, from UNH to UNT, both counted.
fn segments(text: &str) -> usize {
    let mut tags = Vec::new();
    let (mut is_released, mut is_start) = (false, true);
    for (at, character) in text.char_indices() {
        if is_start && !character.is_whitespace() {
            tags.push(text.get(at..at + 3).unwrap_or_default());
            is_start = false;
        }
        match character {
            _ if is_released => is_released = false,
            '?' => is_released = true,
            '\'' => is_start = true,
            _ => {}
        }
    }
    let first = tags.iter().position(|&tag| tag == "UNH").unwrap_or_default();
    let last = tags.iter().position(|&tag| tag == "UNT").unwrap_or_default();
    last.saturating_sub(first) + 1
}

/// A value as it may stand within a text of the format.
fn escape(kind: &MessageKind, text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match (kind, character) {
            (MessageKind::Json, '"' | '\\')
            | (MessageKind::Edifact { .. }, '?' | '\'' | '+' | ':') => {
                escaped.push(if *kind == MessageKind::Json { '\\' } else { '?' });
                escaped.push(character);
            }
            (MessageKind::Xml, '&') => escaped.push_str("&amp;"),
            (MessageKind::Xml, '<') => escaped.push_str("&lt;"),
            (MessageKind::Xml, '>') => escaped.push_str("&gt;"),
            (MessageKind::Xml, '"') => escaped.push_str("&quot;"),
            (MessageKind::Csv { .. }, '"') => escaped.push_str("\"\""),
            (_, control) if control.is_control() => escaped.push(' '),
            (_, other) => escaped.push(other),
        }
    }
    escaped
}
