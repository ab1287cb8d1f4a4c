//! One message's events, one after the other, into scans.

use std::borrow::Cow;
use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use portolan_model::scan::{Milestone, Occurred, ScanPlace, ScanText};
use portolan_model::{
    Code, CountryCode, GeoPoint, Identifier, IdentifierScheme, Postcode, S10Check,
};
use portolan_model::{S10, Scan};

use super::clock::{self, NoTime};
use super::fault::MessageFault;
use super::fields::{SLOTS, Slot};
use super::meaning::{Told, normal};
use super::path::{Place, Scope};
use super::tree::Tree;
use super::{Adapter, limits};

mod proof;
pub(crate) use proof::sha256_of;

/// A code, or words where there is no code, that no table knows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnknownCode {
    /// The carrier's code.
    pub code: Option<ScanText>,
    /// The carrier's words of the first event with it.
    pub text: Option<ScanText>,
    /// How often it stood in the message.
    pub count: usize,
}

/// Two numbers of one parcel, as a message told them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AlsoKnown {
    /// The number its scans are about.
    pub identifier: Identifier,
    /// The other number.
    pub other: Identifier,
}

/// What was read from one message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The scans, in the order of the message.
    pub scans: Vec<Scan>,
    /// What was not understood, up to [`limits::FAULTS_MAX`].
    pub faults: Vec<MessageFault>,
    /// How many more faults there were.
    pub faults_untold: usize,
    /// Codes that no table knows, up to [`limits::UNKNOWN_CODES_MAX`] different ones.
    pub unknown_codes: Vec<UnknownCode>,
    /// Other numbers of the same parcels.
    pub also_known: Vec<AlsoKnown>,
    /// How many events the message holds.
    pub events: usize,
}

impl Reading {
    /// The reading of a message that cannot be read at all.
    pub(crate) fn unreadable(fault: MessageFault) -> Self {
        Self { faults: vec![fault], ..Self::default() }
    }

    /// Whether something was left out, so that the message should be kept to be read again.
    pub fn is_partial(&self) -> bool {
        self.faults_untold > 0 || self.faults.iter().any(|fault| fault.is_lost)
    }
}

/// Reads a tree by an adapter.
pub(crate) fn read(adapter: &Adapter, tree: &Tree<'_>, received_at: Timestamp) -> Reading {
    let mut reader = Reader {
        adapter,
        tree,
        received_at,
        reading: Reading::default(),
        unknown: HashMap::new(),
        wide: std::array::from_fn(|_| Wide::OfEvent),
        identifier: None,
        spare: String::new(),
    };
    let root = Place { parcel: 0, event: 0 };
    reader.remember(Scope::Message, root);
    let parcels: Vec<usize> = if adapter.parcels.is_empty() {
        vec![0]
    } else {
        adapter.parcels.iter().flat_map(|path| path.list_positions(tree, root)).collect()
    };
    if parcels.is_empty() {
        let what = "no parcel stands where the adapter looks for one".to_owned();
        let mend = "it may be an answer without a parcel, an error, or another layout: look at it";
        reader.fault(MessageFault::new("parcel_missing", what, mend));
    }
    for parcel in parcels {
        if !reader.parcel(parcel) {
            break;
        }
    }
    reader.reading
}

/// A field's value where it is the same for every event of a parcel.
#[derive(Debug, Clone)]
enum Wide<'r> {
    /// It is not: every event has its own.
    OfEvent,
    /// It is, and was looked up.
    Known(Option<Cow<'r, str>>),
}

struct Reader<'r> {
    adapter: &'r Adapter,
    tree: &'r Tree<'r>,
    received_at: Timestamp,
    reading: Reading,
    /// Where in the reading an unknown code stands.
    unknown: HashMap<String, usize>,
    /// Values of the message and of the parcel, by slot: looked up once, however many events there are.
    wide: [Wide<'r>; SLOTS.len()],
    /// The parcel's identifier, where it is not an event's own and was read.
    identifier: Option<Identifier>,
    /// Where words are written in the form in which they are compared.
    spare: String,
}

impl<'r> Reader<'r> {
    fn fault(&mut self, fault: MessageFault) {
        if self.reading.faults.len() < limits::FAULTS_MAX {
            self.reading.faults.push(fault);
        } else {
            self.reading.faults_untold += 1;
        }
    }

    fn value(&self, slot: Slot, place: Place) -> Option<Cow<'r, str>> {
        if let Wide::Known(known) = &self.wide[slot as usize] {
            return known.clone();
        }
        let adapter: &'r Adapter = self.adapter;
        adapter.fields.of(slot).read(self.tree, place)
    }

    /// Looks up the fields that are about this scope and nothing narrower.
    fn remember(&mut self, scope: Scope, place: Place) {
        let adapter: &'r Adapter = self.adapter;
        for (_, slot) in SLOTS {
            let field = adapter.fields.of(slot);
            if field.scope() == scope {
                self.wide[slot as usize] = Wide::Known(field.read(self.tree, place));
            }
        }
    }

    fn text(&self, slot: Slot, place: Place) -> Option<ScanText> {
        self.value(slot, place).and_then(|text| ScanText::read(&text))
    }

    /// Reads one parcel's events; no where the message holds too many.
    fn parcel(&mut self, parcel: usize) -> bool {
        let place = Place { parcel, event: parcel };
        let (tree, adapter) = (self.tree, self.adapter);
        self.remember(Scope::Parcel, place);
        let is_wide = matches!(self.wide[Slot::Identifier as usize], Wide::Known(_));
        self.identifier = None;
        self.identifier = if is_wide { self.identifier(place).ok() } else { None };
        for path in &adapter.events {
            let events = path.list_positions(tree, place);
            self.reading.scans.reserve(events.len().min(limits::EVENTS_MAX));
            for event in events {
                if self.reading.events == limits::EVENTS_MAX {
                    let what = format!("the message holds more than {} events", limits::EVENTS_MAX);
                    self.fault(MessageFault::new("message_long", what, "split it"));
                    return false;
                }
                self.event(Place { parcel, event });
                self.reading.events += 1;
            }
        }
        self.also_known(place);
        true
    }

    fn event(&mut self, place: Place) {
        let number = self.reading.events;
        match self.scan(place) {
            Ok(scan) => self.reading.scans.push(scan),
            Err(fault) => self.fault(fault.at_event(number)),
        }
    }

    fn scan(&mut self, place: Place) -> Result<Scan, MessageFault> {
        let identifier = self.identifier(place)?;
        let scan_place = self.place(place);
        let (code, words) = (self.value(Slot::Code, place), self.value(Slot::Text, place));
        let stage = self.value(Slot::Stage, place);
        let said = (code.as_deref(), words.as_deref(), stage.as_deref());
        let told = self.adapter.meanings.read(said.0, said.1, said.2, &mut self.spare);
        let occurred = self.occurred(place, scan_place.country, told.meaning.milestone)?;
        let code = code.and_then(|code| ScanText::read(&code));
        let raw_text = words.and_then(|words| ScanText::read(&words));
        if told.is_unknown {
            self.count_unknown(told, code.as_ref(), raw_text.as_ref());
        }
        let raw_code = code.or_else(|| ScanText::read(&stage?));
        let reason = told.meaning.reason.or_else(|| {
            let code = self.value(Slot::Reason, place)?;
            self.adapter.meanings.reasons.get(code.trim()).copied()
        });
        Ok(Scan {
            identifier,
            occurred,
            milestone: told.meaning.milestone,
            reason,
            place: scan_place,
            source: self.adapter.name.clone(),
            operator: self.operator(place),
            event_key: self.text(Slot::EventKey, place),
            raw_code,
            raw_text,
            proof: self.proof(place),
            void_of: self.text(Slot::VoidOf, place),
            received_at: self.received_at,
        })
    }

    fn identifier(&self, place: Place) -> Result<Identifier, MessageFault> {
        if let Some(known) = &self.identifier {
            return Ok(known.clone());
        }
        let mend = "look at the message: without a number nobody knows which parcel it is about";
        let Some(text) = self.value(Slot::Identifier, place) else {
            let what = "the event names no parcel".to_owned();
            return Err(MessageFault::new("identifier_missing", what, mend));
        };
        identifier_of(self.adapter.identifier_scheme, text.trim())
            .map_err(|what| MessageFault::new("identifier_illegal", what, mend))
    }

    /// Who holds the parcel, where that is neither the adapter's key nor left open.
    fn operator(&self, place: Place) -> Option<Code> {
        let named = self.value(Slot::Operator, place);
        let named = named.and_then(|word| self.adapter.operators.get(&normal(&word)).cloned());
        let operator = named.unwrap_or_else(|| self.adapter.operator.clone());
        Some(operator).filter(|operator| *operator != self.adapter.name)
    }

    fn occurred(
        &self,
        place: Place,
        country: Option<CountryCode>,
        milestone: Milestone,
    ) -> Result<Occurred, MessageFault> {
        let (times, zones) = (&self.adapter.times, &self.adapter.zones);
        let occurred =
            clock::read(times, zones, country, self.tree, place).map_err(|fault| match fault {
                NoTime::Missing => MessageFault::new(
                    "time_missing",
                    "the event tells no time".to_owned(),
                    "ask the carrier for it: an event without a time has no place in a timeline",
                ),
                NoTime::Unreadable(text) => MessageFault::new(
                    "time_unreadable",
                    format!("`{}` is in none of the adapter's formats", excerpt(&text)),
                    "add its format to `time.formats`",
                ),
            })?;
        let is_early = occurred.wall().year() < limits::YEAR_MIN;
        let ahead = occurred.instant_or_utc().duration_since(self.received_at);
        // A forecast may speak of any day to come.
        let is_late = ahead > SignedDuration::from_hours(24 * limits::DAYS_AHEAD_MAX)
            && milestone != Milestone::Forecast;
        if is_early || is_late {
            let what = format!("the event is told of {}", occurred.wall().date());
            let mend = "it is a placeholder and no time: ask the carrier for the right one";
            return Err(MessageFault::new("time_implausible", what, mend));
        }
        Ok(occurred)
    }

    fn place(&mut self, place: Place) -> ScanPlace {
        let country = self.country(place);
        let postcode =
            self.value(Slot::Postcode, place).and_then(|text| Postcode::parse(&text).ok());
        let latitude = self.value(Slot::Latitude, place);
        let longitude = self.value(Slot::Longitude, place);
        let position = latitude.zip(longitude);
        ScanPlace {
            country,
            city: self.text(Slot::City, place),
            postcode,
            facility: self.text(Slot::Facility, place),
            text: self.text(Slot::Place, place),
            position: position.and_then(|(north, east)| GeoPoint::parse(&north, &east).ok()),
        }
    }

    fn country(&mut self, place: Place) -> Option<CountryCode> {
        let text = self.value(Slot::Country, place)?;
        let text = text.trim();
        let by_letters = CountryCode::from_alpha2(text);
        let country = by_letters.or_else(|| self.adapter.countries.get(&normal(text)).copied());
        if country.is_none() {
            let what = format!("`{}` is no country that is known here", excerpt(text));
            let mend = "add the carrier's word for it to `countries`";
            let number = self.reading.events;
            self.fault(
                MessageFault::new("country_unknown", what, mend).of_value().at_event(number),
            );
        }
        country
    }

    fn count_unknown(&mut self, told: Told, code: Option<&ScanText>, text: Option<&ScanText>) {
        debug_assert!(told.is_unknown, "only what no table knows is counted");
        let key = code.or(text).map_or("", ScanText::as_str);
        if let Some(&at) = self.unknown.get(key) {
            self.reading.unknown_codes[at].count += 1;
        } else if self.unknown.len() < limits::UNKNOWN_CODES_MAX {
            self.unknown.insert(key.to_owned(), self.reading.unknown_codes.len());
            let (code, text) = (code.cloned(), text.cloned());
            self.reading.unknown_codes.push(UnknownCode { code, text, count: 1 });
        }
    }

    fn also_known(&mut self, place: Place) {
        if self.adapter.also_known.is_empty() {
            return;
        }
        let Ok(identifier) = self.identifier(place) else { return };
        for (scheme, field) in &self.adapter.also_known {
            let Some(text) = field.read(self.tree, place) else { continue };
            let Ok(other) = identifier_of(*scheme, text.trim()) else { continue };
            if other.search_key() != identifier.search_key() {
                self.reading.also_known.push(AlsoKnown { identifier: identifier.clone(), other });
            }
        }
    }
}

/// What has the shape of an S10 number as one, its check digit right or wrong; anything else under its
/// scheme as given.
fn identifier_of(scheme: IdentifierScheme, text: &str) -> Result<Identifier, String> {
    let scheme = match S10::check(text) {
        S10Check::Ok(known) => return Ok(Identifier::S10(known)),
        S10Check::InvalidCheckDigit { .. } => IdentifierScheme::S10,
        S10Check::InvalidFormat => scheme,
    };
    Identifier::read(scheme, text).map_err(|fault| fault.to_string())
}

/// A carrier's own text, short enough for a message.
fn excerpt(text: &str) -> String {
    let line = ScanText::read(text).map_or_else(String::new, |line| line.as_str().to_owned());
    if line.chars().count() <= 60 { line } else { line.chars().take(59).chain(['…']).collect() }
}
