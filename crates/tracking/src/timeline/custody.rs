//! Who held the parcel: from one acceptance to the next, with what proves each.
//!
//! Custody moves by a hand-over document, for what was accepted, or by a scan of the next holder; never
//! by the word of the one who gave the parcel away.

use jiff::Timestamp;
use portolan_model::scan::Phase;
use portolan_model::{Code, Milestone};

use super::{Contradiction, Event, standing};

/// Somebody who holds a parcel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keeper {
    /// Its sender.
    Sender,
    /// An operator.
    Operator(Code),
    /// Customs or security, to whom an operator presented it.
    Authority(Code),
    /// Its recipient.
    Recipient,
}

/// What proves that custody moved.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum CustodyProof {
    /// The event at this place of the timeline.
    Event(usize),
    /// A hand-over document.
    Document(Code),
}

/// A stretch of custody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Custody {
    /// Who.
    pub keeper: Keeper,
    /// Since when.
    pub from: Timestamp,
    /// Until the next one took over; `None` for the last.
    pub to: Option<Timestamp>,
    /// What proves that it began.
    pub proof: CustodyProof,
}

/// What a hand-over document says of one parcel.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HandOver {
    /// When it was closed.
    pub at: Timestamp,
    /// The document.
    pub document: Code,
    /// Who gave.
    pub giver: Code,
    /// Who took.
    pub taker: Code,
    /// Whether the parcel was there: accepted, or declared and short.
    pub accepted: bool,
}

/// The stretches of custody in order, and where takers scanned what their documents say was short.
pub(super) fn of(events: &[Event], hand_overs: &[HandOver]) -> (Vec<Custody>, Vec<Contradiction>) {
    let mut documents: Vec<&HandOver> = hand_overs.iter().collect();
    documents.sort();
    documents.dedup();
    let short: Vec<&&HandOver> = documents.iter().filter(|document| !document.accepted).collect();
    let mut accepted = documents.iter().filter(|document| document.accepted).peekable();
    let document_move = |document: &HandOver| {
        let proof = CustodyProof::Document(document.document.clone());
        (document.at, Keeper::Operator(document.taker.clone()), proof)
    };
    let mut moves: Vec<(Timestamp, Keeper, CustodyProof)> = Vec::new();
    let mut contradictions = Vec::new();
    for (index, event) in events.iter().enumerate().filter(|(_, event)| event.counts()) {
        let Some(keeper) = keeper_of(event) else { continue };
        // A document before a scan of the same instant: it says more.
        while let Some(document) = accepted.next_if(|document| document.at <= event.at) {
            moves.push(document_move(document));
        }
        moves.push((event.at, keeper, CustodyProof::Event(index)));
        let is_short =
            short.iter().any(|document| document.taker == event.holder && document.at <= event.at);
        if is_short {
            contradictions.push(Contradiction::ScannedThoughShort(index));
        }
    }
    moves.extend(accepted.map(|document| document_move(document)));
    (stretches(moves), contradictions)
}

/// Who holds the parcel by an event, where it says so.
fn keeper_of(event: &Event) -> Option<Keeper> {
    let milestone = event.milestone;
    if !standing::is_physical(milestone) {
        return None;
    }
    Some(match (milestone, milestone.phase()) {
        (
            Milestone::PresentedToExportCustoms
            | Milestone::HeldByExportCustoms
            | Milestone::PresentedToImportCustoms
            | Milestone::HeldByImportCustoms,
            _,
        ) => Keeper::Authority(event.holder.clone()),
        (_, Phase::Delivered) => Keeper::Recipient,
        (_, Phase::Returned) => Keeper::Sender,
        _ => Keeper::Operator(event.holder.clone()),
    })
}

/// Joins moves to the same keeper. A day without a time counts from its midnight, so that a stretch may
/// begin before the one ahead of it; it then begins with it.
fn stretches(moves: Vec<(Timestamp, Keeper, CustodyProof)>) -> Vec<Custody> {
    let mut custody: Vec<Custody> = Vec::new();
    for (at, keeper, proof) in moves {
        let mut from = at;
        match custody.last_mut() {
            Some(last) if last.keeper == keeper => continue,
            Some(last) => {
                from = at.max(last.from);
                last.to = Some(from);
            }
            None => {}
        }
        custody.push(Custody { keeper, from, to: None, proof });
    }
    custody
}
