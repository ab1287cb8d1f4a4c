//! Tying numbers to parcels, into receptacles, and into hand-overs: dated entries that others take back.

use super::auditing::audit;
use super::telling::tells;
use crate::auth::Identity;
use crate::ids::mint;
use crate::problem::{Answer, ApiError, fault};
use crate::state::AppState;
use jiff::Timestamp;
use portolan_api::limits::NUMBERS_AT_ONCE_MAX;
use portolan_api::problem::Fault;
use portolan_api::tracking::{
    ContentsDraft, ContentsWritten, HandOverCounted, HandOverDraft, LinkDraft, LinkWritten,
};
use portolan_model::{Code, Identifier, ParcelId};
use portolan_store::{HandOverNumber, LinksAppend, NewHandOver, NewLaying, NewLink};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Longest reason of a link, in characters.
const REASON_LENGTH_MAX: usize = 100;

/// Links a number to a parcel of the caller's.
pub async fn link_number(
    state: &AppState,
    caller: &Identity,
    parcel: ParcelId,
    draft: &LinkDraft,
) -> Answer<LinkWritten> {
    let mut faults = Vec::new();
    let number = read_number("number", &draft.number, &mut faults);
    let from = read_instant("from", draft.from.as_deref(), &mut faults);
    let to = read_instant("to", draft.to.as_deref(), &mut faults);
    require_span(from, to, &mut faults);
    let reason = draft.reason.as_deref().unwrap_or("linked").trim();
    if reason.chars().count() > REASON_LENGTH_MAX || reason.chars().any(char::is_control) {
        let mend = "say it in at most 100 printable characters";
        faults.push(fault("reason", "the reason is too long", mend, "text_length"));
    }
    if !faults.is_empty() {
        return Err(ApiError::invalid(faults));
    }
    let link = NewLink::Number { number, from, to };
    write_link(state, caller, parcel, link, reason).await
}

/// Takes a link of a parcel back; what it led to is the parcel's no more.
pub async fn unlink(
    state: &AppState,
    caller: &Identity,
    parcel: ParcelId,
    link: i64,
) -> Answer<LinkWritten> {
    write_link(state, caller, parcel, NewLink::Undo(link), "taken back").await
}

async fn write_link(
    state: &AppState,
    caller: &Identity,
    parcel: ParcelId,
    link: NewLink,
    source: &str,
) -> Answer<LinkWritten> {
    let (now, actor) = (state.clock.now(), caller.actor());
    let append = LinksAppend { links: vec![link], source: source.to_owned(), actor };
    let keys = state.store.links_append(caller.scope, parcel, append, now).await?;
    let link = keys.first().copied();
    audit(state, caller, "parcel.link", parcel).await?;
    Ok(LinkWritten { link: link.ok_or_else(|| ApiError::internal("no link was written"))? })
}

/// Writes down what lay in a receptacle.
pub async fn put_contents(
    state: &AppState,
    caller: &Identity,
    receptacle: &str,
    draft: &ContentsDraft,
) -> Answer<ContentsWritten> {
    let mut faults = Vec::new();
    let outer = read_number("receptacle", receptacle, &mut faults);
    let inner = read_numbers("numbers", &draft.numbers, &mut faults);
    let from = read_instant("from", Some(&draft.from), &mut faults);
    let to = read_instant("to", draft.to.as_deref(), &mut faults);
    require_span(from, to, &mut faults);
    if inner.is_empty() && faults.is_empty() {
        faults.push(fault("numbers", "there are none", "name what lay inside", "count_range"));
    }
    if inner.contains(&outer) {
        let what = format!("`{outer}` cannot lie in itself");
        faults.push(fault("numbers", what, "leave it out", "in_itself"));
    }
    if !faults.is_empty() {
        return Err(ApiError::invalid(faults));
    }
    let laying =
        |inner: &String| NewLaying::In { inner: inner.clone(), outer: outer.clone(), from, to };
    let layings: Vec<NewLaying> = inner.iter().map(laying).collect();
    let now = state.clock.now();
    let entries = state.store.layings_append(tells(caller), &layings, &caller.actor(), now).await?;
    audit(state, caller, "receptacle.fill", &outer).await?;
    Ok(ContentsWritten { receptacle: outer, entries })
}

/// Takes an entry of a receptacle's contents back.
pub async fn take_back_contents(
    state: &AppState,
    caller: &Identity,
    receptacle: &str,
    entry: i64,
) -> Answer<ContentsWritten> {
    let undo = [NewLaying::Undo(entry)];
    let (now, actor) = (state.clock.now(), caller.actor());
    let entries = state.store.layings_append(tells(caller), &undo, &actor, now).await?;
    audit(state, caller, "receptacle.take_back", receptacle).await?;
    Ok(ContentsWritten { receptacle: receptacle.to_owned(), entries })
}

/// Writes a counted hand-over down; custody of what was accepted moves by it.
pub async fn hand_over(
    state: &AppState,
    caller: &Identity,
    draft: &HandOverDraft,
) -> Answer<HandOverCounted> {
    let mut faults = Vec::new();
    let key = read_code("document", &draft.document, &mut faults);
    let giver = read_code("giver", &draft.giver, &mut faults);
    let taker = read_code("taker", &draft.taker, &mut faults);
    let at = read_instant("at", Some(&draft.at), &mut faults);
    let declared = read_numbers("declared", &draft.declared, &mut faults);
    let counted = read_numbers("counted", &draft.counted, &mut faults);
    if declared.is_empty() && counted.is_empty() && faults.is_empty() {
        faults.push(fault("declared", "nothing was handed over", "name numbers", "count_range"));
    }
    let (Some(key), Some(giver), Some(taker), Some(at), true) =
        (key, giver, taker, at, faults.is_empty())
    else {
        return Err(ApiError::invalid(faults));
    };
    let mut numbers: BTreeMap<&String, (bool, bool)> = BTreeMap::new();
    for number in &declared {
        numbers.entry(number).or_default().0 = true;
    }
    for number in &counted {
        numbers.entry(number).or_default().1 = true;
    }
    let line = |(number, (declared, counted)): (&&String, &(bool, bool))| HandOverNumber {
        number: (*number).clone(),
        declared: *declared,
        counted: *counted,
    };
    let numbers: Vec<HandOverNumber> = numbers.iter().map(line).collect();
    let mut digest = Sha256::new();
    digest.update(format!("{giver}\n{taker}\n{at}"));
    for one in &numbers {
        digest.update(format!("\n{} {} {}", one.number, one.declared, one.counted));
    }
    let now = state.clock.now();
    let document = NewHandOver {
        id: mint(now)?,
        key: key.to_string(),
        giver: giver.to_string(),
        taker: taker.to_string(),
        at,
        content_hash: digest.finalize().into(),
        numbers,
        actor: caller.actor(),
    };
    let id = document.id.to_string();
    state.store.hand_over_append(tells(caller), document, now).await?;
    audit(state, caller, "hand_over.write", &key).await?;
    let texts = |set: BTreeSet<&String>| set.into_iter().cloned().collect();
    Ok(HandOverCounted {
        id,
        document: key.to_string(),
        accepted: texts(declared.intersection(&counted).collect()),
        short: texts(declared.difference(&counted).collect()),
        over: texts(counted.difference(&declared).collect()),
    })
}

fn read_number(field: &str, text: &str, faults: &mut Vec<Fault>) -> String {
    match Identifier::parse(text) {
        Ok(known) => known.search_key(),
        Err(error) => {
            let mend = "give a number of 1 to 64 printable characters";
            faults.push(fault(field, error.to_string(), mend, "identifier"));
            String::new()
        }
    }
}

fn read_numbers(field: &str, texts: &[String], faults: &mut Vec<Fault>) -> BTreeSet<String> {
    if texts.len() > NUMBERS_AT_ONCE_MAX {
        let what = format!("{} numbers", texts.len());
        faults.push(fault(field, what, "give at most 10,000", "count_range"));
        return BTreeSet::new();
    }
    let read =
        |(index, text): (usize, &String)| read_number(&format!("{field}[{index}]"), text, faults);
    texts.iter().enumerate().map(read).collect()
}

fn read_code(field: &str, text: &str, faults: &mut Vec<Fault>) -> Option<Code> {
    Code::parse(text)
        .map_err(|error| {
            let mend = "give a key of small letters, digits, dashes and underscores";
            faults.push(fault(field, error.to_string(), mend, "code"));
        })
        .ok()
}

fn read_instant(field: &str, text: Option<&str>, faults: &mut Vec<Fault>) -> Option<Timestamp> {
    let read = text?.parse();
    read.map_err(|_| {
        let mend = "write it as 2026-11-22T10:00:00Z";
        faults.push(fault(field, "this is no instant", mend, "instant"));
    })
    .ok()
}

fn require_span(from: Option<Timestamp>, to: Option<Timestamp>, faults: &mut Vec<Fault>) {
    if from.zip(to).is_some_and(|(from, to)| to <= from) {
        let mend = "give a later instant";
        faults.push(fault("to", "the time ends before it begins", mend, "period_empty"));
    }
}
