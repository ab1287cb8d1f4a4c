//! A parcel followed: its chains read, folded into one timeline, and what is to be expected of it.

use super::expecting::plan_of;
use super::foreseeing::Way;
use crate::problem::{Answer, ApiError};
use crate::records::{self, ParcelDocument, ParcelPersonal, RouteDocument};
use crate::state::AppState;
use jiff::{SignedDuration, Timestamp, civil};
use portolan_model::{Code, CountryCode, Identifier, ParcelState, Scan, Status, SubStatus};
use portolan_store::{Mode, ParcelRef, ParcelRow, Personal, Realm, Told};
use portolan_tracking::chain::{self, ChainId, Entry, EntryId, Laying, Span};
use portolan_tracking::operators::OperatorNames;
use portolan_tracking::outlook::{self, Exception, Promise, Watch, exceptions_of};
use portolan_tracking::plan::{Expected, NextStep, Plan, Stop};
use portolan_tracking::record;
use portolan_tracking::timeline::{Event, FoldRules, HandOver, Timeline, default_silence, fold};
use std::collections::{BTreeMap, BTreeSet};

/// What may be told of a parcel to whoever knows one of its numbers: nothing personal beyond the city.
#[derive(Debug, Clone)]
pub struct Followed {
    /// The number as asked for.
    pub number: String,
    /// Whether it is a test's, which nobody moves.
    pub is_test: bool,
    /// What happened.
    pub timeline: Timeline,
    /// Its other public numbers.
    pub other_numbers: Vec<String>,
    /// The service's name.
    pub service: Option<String>,
    /// Where it comes from.
    pub origin_country: Option<CountryCode>,
    /// Where it goes.
    pub destination_country: Option<CountryCode>,
    /// The city it goes to.
    pub destination_city: Option<String>,
    /// The date at the destination that was promised.
    pub promised_on: Option<civil::Date>,
    /// When it will probably arrive: the dates of the p50 and of the p90, at the destination.
    pub window: Option<(civil::Date, civil::Date)>,
    /// What is due next, in order.
    pub next: Vec<NextStep>,
    /// The places on its way, in order.
    pub stops: Vec<Stop>,
    /// What is wrong with it now.
    pub exceptions: Vec<Exception>,
    /// The names of the operators that its timeline speaks of, as far as they are known.
    pub operators: BTreeMap<Code, String>,
}

/// From which probability of loss a parcel is presumed lost: nine to one.
const LOST_FROM: f64 = 0.9;
/// How long customs may hold a parcel before somebody should ask: a written rule.
const CUSTOMS_PATIENCE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Realms that one parcel's numbers are told in at most; more are no real parcel's.
const REALMS_MAX: i64 = 1_000;

/// A parcel and everything that follows from what was told of it.
pub struct Following {
    /// Its row.
    pub row: ParcelRow,
    /// Its document.
    pub document: ParcelDocument,
    /// What was told.
    pub told: Told,
    /// Its timeline.
    pub timeline: Timeline,
    /// What cannot be true of its receptacles.
    pub faults: Vec<chain::Fault>,
    /// The numbers of the chains that the faults name.
    pub chains: BTreeMap<ChainId, String>,
    /// The names of the network's operators that it speaks of.
    pub operators: BTreeMap<Code, String>,
    /// Its route, where it can be read.
    pub plan: Option<Plan>,
    /// What is to be expected.
    pub expected: Expected,
    /// What was promised.
    pub promise: Option<Promise>,
    /// The probability that it is lost.
    pub loss: Option<f64>,
    /// What is wrong now.
    pub exceptions: Vec<Exception>,
    /// When it was read.
    pub read_at: Timestamp,
}

/// Reads everything told of a parcel and folds it.
pub async fn follow(state: &AppState, parcel: ParcelRef) -> Answer<Following> {
    let now = state.clock.now();
    let gone = || ApiError::not_found("parcel", &parcel.id.to_string());
    let row = state.store.parcel_find(parcel.scope, parcel.id, now).await?.ok_or_else(gone)?;
    let route = state.store.parcel_route(parcel.scope, parcel.id, now).await?;
    let told = state.store.parcel_told(parcel).await?;
    let document: ParcelDocument = records::from_text(&row.document)?;
    let route: Option<RouteDocument> =
        route.map(|route| records::from_text(&route.document)).transpose()?;
    let plan = route.as_ref().and_then(|route| plan_of(&route.sold));
    let network = state.network.find();
    let way = network.clone().zip(route);
    let way = way.and_then(|(network, route)| Way::find(network, &route.sold));
    let unnamed = OperatorNames::default();
    let names =
        network.as_ref().map_or(&unnamed, |network| network.operator_names(&state.carriers));
    let found = Found { row, document, told, plan, way };
    fold_told(found, names, now)
}

/// What the store has of a parcel.
struct Found {
    row: ParcelRow,
    document: ParcelDocument,
    told: Told,
    plan: Option<Plan>,
    way: Option<Way>,
}

/// The timeline and what follows from it: pure. Carriers and documents name operators in their own ways:
/// here, where they first meet the network's, all get the network's keys.
fn fold_told(found: Found, names: &OperatorNames, now: Timestamp) -> Answer<Following> {
    let Found { row, document, told, plan, way } = found;
    let (all, chains) = scans_of(&told)?;
    let scans: Vec<Scan> = all.scans.into_iter().map(|scan| names.settle_scan(scan)).collect();
    let hand_overs = hand_overs_of(&told).into_iter();
    let hand_overs: Vec<HandOver> = hand_overs.map(|one| names.settle_hand_over(one)).collect();
    let silence = |event: &Event| match &plan {
        Some(plan) => plan.allowed_silence(event),
        None => default_silence(event),
    };
    let rules = FoldRules { hand_overs: &hand_overs, allowed_silence: &silence, now: Some(now) };
    let timeline = fold(&scans, &rules);
    let foreseen = way.and_then(|way| way.foresee(&timeline, now));
    let expected = plan.as_ref().map(|plan| plan.expect(&timeline, foreseen, now));
    let expected = expected.unwrap_or_default();
    let date = document.promised_on.parse().ok();
    let promise = date.zip(plan.as_ref()).and_then(|(date, plan)| plan.promise(date));
    let last = timeline.last_event().map(|event| event.at);
    let loss = last.and_then(|at| outlook::loss_after(&expected.due, now.duration_since(at)));
    let countries = plan.as_ref().map(Plan::countries);
    let strangers = plan.as_ref().map(|plan| strangers_of(&timeline, plan, names));
    let strangers = strangers.unwrap_or_default();
    let watch = Watch {
        now,
        promise,
        arrival_p50: expected.arrival.map(|(p50, _)| p50),
        due: &expected.due,
        countries: countries.as_deref(),
        strangers: &strangers,
        lost_from: LOST_FROM,
        customs_patience: CUSTOMS_PATIENCE,
    };
    let is_called_off = row.state == ParcelState::Cancelled.as_str();
    let exceptions = if is_called_off { Vec::new() } else { exceptions_of(&timeline, &watch) };
    let faults = all.faults;
    let operators = operators_of(&timeline, &hand_overs, names);
    Ok(Following {
        row,
        document,
        told,
        timeline,
        faults,
        chains,
        operators,
        plan,
        expected,
        promise,
        loss,
        exceptions,
        read_at: now,
    })
}

/// Operators of the network that had the parcel though its route does not use them.
fn strangers_of(timeline: &Timeline, plan: &Plan, names: &OperatorNames) -> Vec<Code> {
    let holders = timeline.events.iter().map(|event| &event.holder);
    let strange = |key: &&Code| names.is_known(key) && !plan.operators().contains_key(*key);
    holders.filter(strange).cloned().collect::<BTreeSet<Code>>().into_iter().collect()
}

/// The names of the operators that a timeline and its documents speak of.
fn operators_of(
    timeline: &Timeline,
    hand_overs: &[HandOver],
    names: &OperatorNames,
) -> BTreeMap<Code, String> {
    let holders = timeline.events.iter().map(|event| &event.holder);
    let takers = hand_overs.iter().map(|hand_over| &hand_over.taker);
    let named = |key: &Code| Some((key.clone(), names.name_of(key)?.to_owned()));
    holders.chain(takers).filter_map(named).collect()
}

/// The scans that reach a parcel over its links, aliases and receptacles, and the numbers of its chains.
pub fn scans_of(told: &Told) -> Answer<(chain::Told, BTreeMap<ChainId, String>)> {
    let mut places: BTreeMap<(Realm, &str), ChainId> = BTreeMap::new();
    let mut realms: BTreeSet<Realm> = told.scans.iter().map(|scan| scan.realm).collect();
    realms.extend(told.layings.iter().map(|laying| laying.realm));
    let mut chain_of = |realm: Realm, number| {
        let next = ChainId(i64::try_from(places.len()).unwrap_or(i64::MAX));
        *places.entry((realm, number)).or_insert(next)
    };
    let entry_of = |key: i64, realm: usize| {
        EntryId(key.saturating_mul(REALMS_MAX).saturating_add(i64::try_from(realm).unwrap_or(0)))
    };
    let mut entries = BTreeMap::new();
    for link in &told.links {
        for (index, realm) in realms.iter().enumerate() {
            let entry = if let Some(target) = link.undoes {
                Entry::Undo(entry_of(target, index))
            } else {
                let span = Span { from: link.from, to: link.to };
                Entry::Link { chain: chain_of(*realm, link.number.as_str()), span }
            };
            entries.insert(entry_of(link.key, index), entry);
        }
    }
    // An alias holds for as long as the number it stands beside is the parcel's.
    let linked = chain::linked(&entries);
    let mut next = i64::MAX;
    for alias in &told.aliases {
        for realm in &realms {
            let mine = chain_of(*realm, alias.number.as_str());
            let also = chain_of(*realm, alias.also.as_str());
            for (_, span) in linked.iter().filter(|(chain, _)| *chain == mine) {
                entries.insert(EntryId(next), Entry::Link { chain: also, span: *span });
                next -= 1;
            }
        }
    }
    let mut layings = BTreeMap::new();
    for laying in &told.layings {
        let entry = match laying.undoes {
            Some(target) => Laying::Undo(EntryId(target)),
            None => Laying::In {
                inner: chain_of(laying.realm, laying.inner.as_str()),
                outer: chain_of(laying.realm, laying.outer.as_str()),
                span: Span { from: laying.from, to: laying.to },
            },
        };
        layings.insert(EntryId(laying.key), entry);
    }
    let mut scans: BTreeMap<ChainId, Vec<Scan>> = BTreeMap::new();
    for row in &told.scans {
        let personal = row.personal.as_deref();
        let scan = record::decode(&row.document, personal, row.received_at);
        let scan = scan.map_err(ApiError::internal)?;
        scans.entry(chain_of(row.realm, row.number.as_str())).or_default().push(scan);
    }
    let chains: BTreeMap<ChainId, String> =
        places.into_iter().map(|((_, number), chain)| (chain, number.to_owned())).collect();
    let known =
        |(chain, number): (&ChainId, &String)| Some((*chain, Identifier::parse(number).ok()?));
    let numbers = chains.iter().filter_map(known).collect();
    Ok((chain::scans_of(&entries, &layings, &scans, &numbers), chains))
}

/// What hand-overs say of the parcel: one counted under one of its numbers is there, though another of
/// them was declared.
fn hand_overs_of(told: &Told) -> Vec<HandOver> {
    let mut found: BTreeMap<&str, HandOver> = BTreeMap::new();
    for row in &told.hand_overs {
        let keys = (Code::parse(&row.document), Code::parse(&row.giver), Code::parse(&row.taker));
        let (Ok(document), Ok(giver), Ok(taker)) = keys else { continue };
        let accepted = row.counted;
        let hand_over = HandOver { at: row.at, document, giver, taker, accepted };
        let kept = found.entry(row.document.as_str()).or_insert(hand_over);
        kept.accepted |= accepted;
    }
    found.into_values().collect()
}

/// The parcel that a public number leads to, as its page shows it; test parcels where no real one has it.
pub async fn followed(state: &AppState, number: &str) -> Answer<Option<Followed>> {
    let key = Identifier::parse(number).map(|known| known.search_key());
    let Ok(key) = key else { return Ok(None) };
    let mut found = state.store.parcels_by_number(&key, Mode::Live).await?;
    if found.is_empty() {
        found = state.store.parcels_by_number(&key, Mode::Test).await?;
    }
    let Some(parcel) = found.into_iter().next() else { return Ok(None) };
    let is_test = parcel.scope.mode == Mode::Test;
    let following = follow(state, parcel).await?;
    let mut operators = state.carriers.operator_names();
    operators.extend(following.operators.clone());
    let planned = following.plan.as_ref().map(|plan| plan.operators().clone());
    operators.extend(planned.unwrap_or_default());
    let followed = following.into_followed(number, &key, operators);
    Ok(Some(Followed { is_test, ..followed }))
}

impl Following {
    fn into_followed(self, number: &str, key: &str, operators: BTreeMap<Code, String>) -> Followed {
        let personal = match &self.row.personal {
            Personal::Kept(bytes) => records::from_bytes::<ParcelPersonal>(bytes).ok(),
            Personal::Erased => None,
        };
        let city = personal.map(|personal| personal.recipient.city);
        let destination = CountryCode::parse(&self.document.country).ok();
        let others = self.numbers().into_iter().filter(|other| other != key).collect();
        Followed {
            number: number.to_owned(),
            is_test: false,
            other_numbers: others,
            service: Some(self.document.label.service.clone()),
            origin_country: self.plan.as_ref().and_then(Plan::origin),
            destination_country: destination,
            destination_city: city.filter(|city| !city.trim().is_empty()),
            promised_on: self.promise.map(|promise| promise.date),
            window: self.expected.window,
            next: self.expected.next,
            stops: self.plan.map(|plan| plan.stops(&self.timeline)).unwrap_or_default(),
            timeline: self.timeline,
            exceptions: self.exceptions,
            operators,
        }
    }

    /// The numbers that lead to it now, letters and digits.
    pub fn numbers(&self) -> Vec<String> {
        let undone: BTreeSet<i64> = self.told.links.iter().filter_map(|link| link.undoes).collect();
        let held = self.told.links.iter().filter(|link| {
            link.undoes.is_none() && link.to.is_none() && !undone.contains(&link.key)
        });
        let mut numbers: Vec<String> = held.map(|link| link.number.clone()).collect();
        numbers.extend(self.told.aliases.iter().map(|alias| alias.also.clone()));
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The state that a parcel gets by its timeline; none to leave it.
    pub fn state(&self) -> Option<ParcelState> {
        match (self.timeline.status(), self.timeline.sub_status) {
            (_, SubStatus::PickedUp) => Some(ParcelState::HandedIn),
            (_, SubStatus::Lost) => Some(ParcelState::Lost),
            (_, SubStatus::Seized | SubStatus::Destroyed) => Some(ParcelState::Disposed),
            (Status::InTransit | Status::DeliveryFailed, _) => Some(ParcelState::InTransit),
            (Status::Customs, _) => Some(ParcelState::AtCustoms),
            (Status::OutForDelivery, _) => Some(ParcelState::OutForDelivery),
            (Status::ReadyForPickUp, _) => Some(ParcelState::AvailableForPickup),
            (Status::Delivered, _) => Some(ParcelState::Delivered),
            (Status::Returning, _) => Some(ParcelState::Returning),
            (Status::Returned, _) => Some(ParcelState::Returned),
            (Status::Unknown | Status::InfoReceived | Status::Exception, _) => None,
        }
    }
}
