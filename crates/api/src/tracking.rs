//! Tracking: what is told, what became of it, a parcel's timeline and what is to be expected of it.

use crate::batch::ItemAnswer;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Scans told as one JSON document; as NDJSON they are lines of the same objects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScansDraft {
    /// Scans with the members of `portolan normalize`'s lines: `identifier`, `occurred_at`, `milestone`
    /// and `carrier` at least.
    #[schema(value_type = Vec<Object>)]
    pub items: Vec<serde_json::Value>,
}

/// How scans are answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ScansQuery {
    /// Whether every scan is answered, or those alone that were refused; all when absent.
    #[param(inline)]
    pub answers: Option<AnswersWanted>,
}

/// Which answers a batch wants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnswersWanted {
    /// One for every item.
    #[default]
    All,
    /// For items that were refused alone.
    Failed,
}

/// What became of scans. All that were not refused are on disk when this is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ScansAnswer {
    /// Scans that were not known before.
    pub new: u32,
    /// Scans that had been told before, word for word.
    pub known: u32,
    /// Items that are no scans; they are kept in quarantine.
    pub failed: u32,
    /// One answer an item (or a refused item, if so wanted), in their order.
    pub results: Vec<ItemAnswer>,
}

/// What became of a carrier's message. It is on disk when this is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InboundAnswer {
    /// The adapter that read it.
    pub adapter: String,
    /// Events in the message.
    pub events: u32,
    /// Scans that were not known before.
    pub new: u32,
    /// Scans that had been told before.
    pub known: u32,
    /// What was not understood.
    pub faults: Vec<MessageFault>,
    /// Codes that no table knows; their events are kept as `unknown`.
    pub unknown_codes: Vec<UnknownCode>,
    /// Whether the message, or a part of it, could not be read and is kept in quarantine.
    pub quarantined: bool,
    /// Whether it was understood and told of nothing: a carrier's answer before its first event. It is
    /// counted, and not kept.
    pub without_events: bool,
}

/// Something in a message that was not understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MessageFault {
    /// The event, from 0; absent where the whole message is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<u32>,
    /// Stable code.
    pub code: String,
    /// What is wrong, and what to do about it.
    pub what: String,
}

/// A carrier's code that no table knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnknownCode {
    /// The code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The carrier's words with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// How often it stood in the message.
    pub count: u32,
}

/// A parcel's timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ParcelTimeline {
    /// `par_…`.
    pub parcel: String,
    /// Where it stands, in one word; the list is in the book under reference/statuses.
    pub status: String,
    /// The same in more detail.
    pub sub_status: String,
    /// What happened, in the order it happened.
    pub events: Vec<TimelineEvent>,
    /// Who held it, one after the other.
    pub custody: Vec<CustodyStretch>,
    /// Where nobody said anything for longer than they should.
    pub blind: Vec<BlindStretch>,
    /// What cannot be true together, in words.
    pub contradictions: Vec<String>,
    /// Whole days since the last thing that happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_since_last_scan: Option<i64>,
    /// Scans whose code no table knew.
    pub unknown_codes: u32,
    /// What is to be expected.
    pub outlook: Outlook,
    /// What is wrong now.
    pub exceptions: Vec<OpenException>,
    /// Every number that leads to it.
    pub numbers: Vec<LinkedNumber>,
    /// What it lay in.
    pub receptacles: Vec<ReceptacleStay>,
    /// Where the buyer follows it.
    pub page: String,
    /// Whether there were more scans than are read.
    pub is_cut: bool,
}

/// Something that happened, told once or more often.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TimelineEvent {
    /// What, by the list in the book under reference/statuses.
    pub milestone: String,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When: RFC 3339 with its offset, a local time without one, or a day.
    pub occurred_at: String,
    /// `second`, `minute` or `day`.
    pub time_precision: String,
    /// What the offset rests on: `message`, `field`, `place`, `operator` or `none`.
    pub utc_offset_source: String,
    /// The instant it is sorted by.
    pub at: String,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<EventPlace>,
    /// Key of who held the parcel by it.
    pub holder: String,
    /// What each teller called it.
    pub words: Vec<CarrierWords>,
    /// What proves it.
    pub proof: Vec<ProofItem>,
    /// Whether a later scan took it back.
    pub is_void: bool,
    /// How many scans it is made of.
    pub scans: u32,
    /// When we first heard of it.
    pub received_at: String,
}

/// Where an event happened, as far as it was told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EventPlace {
    /// ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// City or town.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// A code of the facility.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facility: Option<String>,
    /// The place in the carrier's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Degrees north.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Degrees east.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
}

/// A teller's own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CarrierWords {
    /// Key of who said it.
    pub source: String,
    /// The code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Something that proves an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProofItem {
    /// `mass`, `size`, `condition`, `piece`, `seal`, `photo`, `signatory`, `code` or `device`.
    pub kind: String,
    /// What it is.
    pub value: String,
}

/// Who held the parcel for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CustodyStretch {
    /// `sender`, `operator`, `authority` or `recipient`.
    pub keeper: String,
    /// Key of the operator, or of who presented it to the authority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// Since when.
    pub from: String,
    /// Until when; absent for the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The place in `events` of what proves it; absent where a document does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<u32>,
    /// The hand-over document that proves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
}

/// A time without a scan that lasted too long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BlindStretch {
    /// The place in `events` of what was heard last before it.
    pub after: u32,
    /// Since when.
    pub from: String,
    /// Until when.
    pub to: String,
    /// Hours of silence that were allowed.
    pub allowed_hours: i64,
    /// Whether it lasts.
    pub is_open: bool,
}

/// What is to be expected of a parcel.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Outlook {
    /// The promised date at the destination.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promised_on: Option<String>,
    /// The date by which it arrives in half of all cases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p50: Option<String>,
    /// The date by which it arrives in nine of ten.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p90: Option<String>,
    /// The probability that it is lost; absent where silence says nothing of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loss: Option<f64>,
    /// What is due, in order.
    #[serde(default)]
    pub next: Vec<ExpectedStep>,
}

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExpectedStep {
    /// What.
    pub milestone: String,
    /// The name of who will do it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// About when, at the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
}

/// Something that is wrong now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OpenException {
    /// `reported`, `stalled`, `blind`, `off_route`, `customs_hold`, `failed_delivery`,
    /// `promise_at_risk`, `promise_broken` or `presumed_lost`.
    pub kind: String,
    /// Since when.
    pub since: String,
    /// The place in `events` of what shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<u32>,
    /// In words.
    pub what: String,
}

/// A number that leads to a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LinkedNumber {
    /// The entry, for taking it back; absent where a carrier said it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<i64>,
    /// The number's letters and digits.
    pub number: String,
    /// `booking`, `reuse`, whoever linked it, or the adapter that said so.
    pub source: String,
    /// From when it is the parcel's; absent: always before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Until when; absent: still.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// A stay in a receptacle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReceptacleStay {
    /// The entry, for taking it back.
    pub entry: i64,
    /// The number inside.
    pub inner: String,
    /// The receptacle's number.
    pub outer: String,
    /// From when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// A number to be linked to a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkDraft {
    /// The number.
    pub number: String,
    /// From when it is the parcel's (RFC 3339); always before when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Until when; still when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Why, such as `relabelled`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A link as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LinkWritten {
    /// The entry.
    pub link: i64,
}

/// What lay in a receptacle for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContentsDraft {
    /// The numbers inside, at most 10,000: parcels, or receptacles of a despatch.
    pub numbers: Vec<String>,
    /// From when (RFC 3339).
    pub from: String,
    /// Until when; still when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// Contents as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContentsWritten {
    /// The receptacle's number, letters and digits.
    pub receptacle: String,
    /// The entries, in the order of the numbers.
    pub entries: Vec<i64>,
}

/// A counted hand-over between two operators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOverDraft {
    /// The document's key: the same again is the same hand-over.
    pub document: String,
    /// Key of who gave.
    pub giver: String,
    /// Key of who took.
    pub taker: String,
    /// When the count was closed (RFC 3339).
    pub at: String,
    /// Numbers that the giver said were there, at most 10,000.
    pub declared: Vec<String>,
    /// Numbers that the taker counted, at most 10,000.
    pub counted: Vec<String>,
}

/// A hand-over as counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HandOverCounted {
    /// `hov_…`.
    pub id: String,
    /// The document's key.
    pub document: String,
    /// Declared and counted: custody moved.
    pub accepted: Vec<String>,
    /// Declared and not counted: the giver still answers for them.
    pub short: Vec<String>,
    /// Counted and not declared.
    pub over: Vec<String>,
}

/// An exception of a parcel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ParcelException {
    /// `exc_…`.
    pub id: String,
    /// `par_…`.
    pub parcel: String,
    /// The number the parcel is tracked by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// As in a timeline.
    pub kind: String,
    /// Since when.
    pub since: String,
    /// When it was found.
    pub opened_at: String,
    /// When it was found no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<String>,
    /// What shows it.
    #[schema(value_type = Object)]
    pub evidence: serde_json::Value,
    /// What closed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub closing: Option<serde_json::Value>,
}

/// Which exceptions to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExceptionsQuery {
    /// Only those that are open.
    pub open: Option<bool>,
    /// Only this kind.
    pub kind: Option<String>,
    /// Only this parcel's (`par_…`).
    pub parcel: Option<String>,
    /// Items wanted, 1 to 200; 50 when absent.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A message in quarantine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Quarantined {
    /// `qua_…`.
    pub id: String,
    /// The adapter that could not read it; `scans` for lines of our own.
    pub adapter: String,
    /// Stable code of what is wrong.
    pub reason: String,
    /// What is wrong, and what to do about it.
    pub what: String,
    /// Bytes of the message.
    pub bytes: u64,
    /// How often it came.
    pub times: i64,
    /// When it came first.
    pub received_at: String,
    /// When it is removed, settled or not.
    pub expires_at: String,
    /// `read` or `dismissed`; absent while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settled_as: Option<String>,
}
