//! What is told of parcels: read, kept, and answered once it is on disk.
//!
//! Nothing is lost: what cannot be read is kept in quarantine with its reason, and can be read again; a
//! number that nobody knows is a chain that waits for its parcel. The same told again changes nothing.

use crate::auth::Identity;
use crate::ids::mint;
use crate::limits::{MESSAGE_KEPT, SHARED_MESSAGE_KEPT};
use crate::problem::{Answer, ApiError};
use crate::state::AppState;
use jiff::Timestamp;
use portolan_api::batch::{ItemAnswer, ItemStatus};
use portolan_api::limits::SCANS_AT_ONCE_MAX;
use portolan_api::tracking::{
    AnswersWanted, InboundAnswer, MessageFault, ScansAnswer, UnknownCode,
};
use portolan_api::{Problem, ProblemCode, Scope};
use portolan_model::{Scan, ScanText};
use portolan_store::{
    NewAlias, NewQuarantined, Realm, ScanFate, ScansAppend, TellScope, ToldMessage, ToldScan,
};
use portolan_tracking::adapter::{Adapter, Reading, scan_line};
use portolan_tracking::record;
use std::sync::Arc;

/// The name under which lines of our own are kept in quarantine.
pub const SCANS: &str = "scans";
/// Faults of a message that are put into words for its quarantine.
const FAULTS_TOLD: usize = 5;

/// Where a caller's words go: to everybody's parcels if its key may, else to its own.
pub fn tells(caller: &Identity) -> TellScope {
    let realm = if caller.may(Scope::ScansNetwork) {
        Realm::Network
    } else {
        Realm::Tenant(caller.scope.tenant)
    };
    TellScope { realm, mode: caller.scope.mode }
}

/// One line that is no scan.
struct Refused {
    index: usize,
    line: String,
    code: &'static str,
    what: String,
}

/// Lines that were read.
struct Lines {
    append: ScansAppend,
    /// The place and the number of each that is a scan.
    read: Vec<(usize, String)>,
    refused: Vec<Refused>,
}

/// Takes scans, one JSON object a line.
pub async fn tell_lines(
    state: &AppState,
    scope: TellScope,
    text: String,
    wanted: AnswersWanted,
) -> Answer<ScansAnswer> {
    let now = state.clock.now();
    // Thousands of lines take longer to read than a thread that serves has time for.
    let read = tokio::task::spawn_blocking(move || read_lines(&text, now)).await;
    let Lines { append, read, refused } = read.map_err(ApiError::internal)??;
    let fates = state.store.scans_append(scope, append, now).await?.fates;
    count(state, SCANS, &fates);
    Ok(answer(&read, &fates, refused, wanted))
}

fn read_lines(text: &str, now: Timestamp) -> Answer<Lines> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let lines: Vec<&str> = lines.take(SCANS_AT_ONCE_MAX + 1).collect();
    if lines.len() > SCANS_AT_ONCE_MAX {
        let detail = format!("send at most {SCANS_AT_ONCE_MAX} scans at once");
        return Err(ApiError::new(ProblemCode::BodyTooLarge, detail));
    }
    let mut append = ScansAppend::default();
    let (mut read, mut refused) = (Vec::new(), Vec::new());
    for (index, line) in lines.iter().enumerate() {
        match scan_line::read(line, now) {
            Ok(scan) => {
                append.scans.push(told(&scan, None));
                read.push((index, scan.identifier.to_string()));
            }
            Err(fault) => {
                let (code, what) = (fault.code(), fault.to_string());
                refused.push(Refused { index, line: (*line).to_owned(), code, what });
            }
        }
    }
    if let Some(first) = refused.first() {
        let told = refused.iter().take(FAULTS_TOLD);
        let told: Vec<String> =
            told.map(|one| format!("line {}: {}", one.index + 1, one.what)).collect();
        let body: Vec<&str> = refused.iter().map(|one| one.line.as_str()).collect();
        append.quarantined.push(NewQuarantined {
            id: mint(now)?,
            adapter: SCANS.to_owned(),
            reason: first.code.to_owned(),
            detail: told.join("; "),
            body: body.join("\n").into_bytes(),
        });
    }
    Ok(Lines { append, read, refused })
}

fn answer(
    read: &[(usize, String)],
    fates: &[ScanFate],
    refused: Vec<Refused>,
    wanted: AnswersWanted,
) -> ScansAnswer {
    let of = |wanted: ScanFate| fates.iter().filter(|fate| **fate == wanted).count();
    let failed = number(refused.len());
    let mut results: Vec<ItemAnswer> = Vec::new();
    if wanted == AnswersWanted::All {
        results.extend(read.iter().zip(fates).map(|((index, id), fate)| ItemAnswer {
            index: number(*index),
            status: match fate {
                ScanFate::New => ItemStatus::Created,
                ScanFate::Known => ItemStatus::Unchanged,
            },
            id: Some(id.clone()),
            problem: None,
        }));
    }
    results.extend(refused.into_iter().map(|one| {
        let detail = format!("{}; the line is kept in quarantine [{}]", one.what, one.code);
        ItemAnswer {
            index: number(one.index),
            status: ItemStatus::Failed,
            id: None,
            problem: Some(Problem::new(ProblemCode::InvalidFields, detail)),
        }
    }));
    results.sort_by_key(|item| item.index);
    let (new, known) = (number(of(ScanFate::New)), number(of(ScanFate::Known)));
    ScansAnswer { new, known, failed, results }
}

/// Takes a carrier's message as it came.
pub async fn tell_message(
    state: &AppState,
    scope: TellScope,
    adapter: Arc<Adapter>,
    body: Vec<u8>,
) -> Answer<InboundAnswer> {
    let now = state.clock.now();
    let reader = Arc::clone(&adapter);
    // Reading a large message takes milliseconds: the server answers others meanwhile.
    let read = move || {
        let reading = reader.read(&body, now);
        (reading, body)
    };
    let (reading, body) = tokio::task::spawn_blocking(read).await.map_err(ApiError::internal)?;
    let name = adapter.name().as_str();
    let append = append_of(&adapter, &reading, body, now)?;
    let fates = state.store.scans_append(scope, append, now).await?.fates;
    count(state, name, &fates);
    let unknown: usize = reading.unknown_codes.iter().map(|unknown| unknown.count).sum();
    if unknown > 0 {
        state.metrics.count("scans_of_unknown_code", name, unknown as u64);
    }
    if reading.is_partial() {
        state.metrics.count("messages_quarantined", name, 1);
    }
    let without_events = reading.events == 0 && !reading.is_partial() && reading.faults.is_empty();
    if without_events {
        state.metrics.count("messages_without_events", name, 1);
    }
    let of = |wanted: ScanFate| fates.iter().filter(|fate| **fate == wanted).count();
    let text = |text: &Option<ScanText>| text.as_ref().map(ToString::to_string);
    Ok(InboundAnswer {
        adapter: name.to_owned(),
        events: number(reading.events),
        new: number(of(ScanFate::New)),
        known: number(of(ScanFate::Known)),
        faults: reading
            .faults
            .iter()
            .map(|fault| MessageFault {
                event: fault.event.map(number),
                code: fault.code.to_owned(),
                what: fault.to_string(),
            })
            .collect(),
        unknown_codes: reading
            .unknown_codes
            .iter()
            .map(|unknown| UnknownCode {
                code: text(&unknown.code),
                text: text(&unknown.text),
                count: number(unknown.count),
            })
            .collect(),
        quarantined: reading.is_partial(),
        without_events,
    })
}

/// What of a message is kept.
fn append_of(
    adapter: &Adapter,
    reading: &Reading,
    body: Vec<u8>,
    now: Timestamp,
) -> Answer<ScansAppend> {
    let name = adapter.name().as_str();
    let alias = |known: &portolan_tracking::adapter::AlsoKnown| NewAlias {
        number: known.identifier.search_key(),
        also: known.other.search_key(),
        source: name.to_owned(),
    };
    let mut append = ScansAppend {
        scans: reading.scans.iter().map(|scan| told(scan, Some(0))).collect(),
        aliases: reading.also_known.iter().map(alias).collect(),
        ..ScansAppend::default()
    };
    if reading.is_partial() {
        let lost = reading.faults.iter().filter(|fault| fault.is_lost);
        let words: Vec<String> = lost.clone().take(FAULTS_TOLD).map(ToString::to_string).collect();
        append.quarantined.push(NewQuarantined {
            id: mint(now)?,
            adapter: name.to_owned(),
            reason: lost.clone().next().map_or("events_many", |fault| fault.code).to_owned(),
            detail: words.join("; "),
            body: body.clone(),
        });
    }
    if !append.scans.is_empty() {
        append.messages.push(ToldMessage {
            adapter: name.to_owned(),
            body,
            samples: adapter.samples(),
            expires_at: now + MESSAGE_KEPT,
            shared_expires_at: now + SHARED_MESSAGE_KEPT,
        });
    }
    Ok(append)
}

/// A scan as it is kept.
pub fn told(scan: &Scan, message: Option<usize>) -> ToldScan {
    let record = record::encode(scan);
    ToldScan {
        number: scan.identifier.search_key(),
        document: record.open,
        personal: record.personal,
        message,
    }
}

fn count(state: &AppState, source: &str, fates: &[ScanFate]) {
    let new = fates.iter().filter(|fate| **fate == ScanFate::New).count() as u64;
    state.metrics.count("scans_new", source, new);
    state.metrics.count("scans_known", source, fates.len() as u64 - new);
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
