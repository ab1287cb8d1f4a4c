//! Manifests: parcels declared together, and the count that hands them over.

use crate::auth::Identity;
use crate::ids::mint;
use crate::paging::{list_query, page};
use crate::problem::{Answer, ApiError, fault, field_fault, model_fault};
use crate::records::{self, ManifestDocument, RouteDocument};
use crate::state::AppState;
use crate::wire::addresses::read_address;
use crate::wire::amounts::instant;
use crate::wire::parcels::{entry_of, entry_word};
use jiff::Timestamp;
use portolan_api::limits::MANIFEST_PARCELS_MAX;
use portolan_api::manifests::{
    CountDraft, Entry, EntryKind, HandOver, Manifest, ManifestDetail, ManifestDraft, ManifestQuery,
    ManifestState,
};
use portolan_api::{Fault, Page, ProblemCode};
use portolan_model::{Identifier, ManifestId, ParcelId, ParcelState, ZonedInstant};
use portolan_store::{
    HandOverNumber, ManifestCount, ManifestRow, NewAudit, NewHandOver, NewManifest, ParcelRow,
};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A page of manifests.
pub async fn list_manifests(
    state: &AppState,
    caller: &Identity,
    query: &ManifestQuery,
) -> Answer<Page<Manifest>> {
    let word = query.state.map(|state| match state {
        ManifestState::Open => "open",
        ManifestState::Counted => "counted",
    });
    let list = list_query(query.limit, query.cursor.as_deref(), word, None)?;
    let rows = state.store.manifests_list(caller.scope, &list).await?;
    page(rows, |row| manifest(&row))
}

/// One manifest.
pub async fn get_manifest(
    state: &AppState,
    caller: &Identity,
    id: ManifestId,
) -> Answer<ManifestDetail> {
    manifest_detail(&get_row(state, caller, id).await?)
}

async fn get_row(state: &AppState, caller: &Identity, id: ManifestId) -> Answer<ManifestRow> {
    let row = state.store.manifest_find(caller.scope, id).await?;
    row.ok_or_else(|| ApiError::not_found("manifest", &id.to_string()))
}

fn manifest(row: &ManifestRow) -> Answer<Manifest> {
    let document: ManifestDocument = records::from_text(&row.document)?;
    Ok(Manifest {
        id: row.id.to_string(),
        state: if row.state == "counted" { ManifestState::Counted } else { ManifestState::Open },
        entry: entry_of(&row.entry),
        declared: document.declared,
        created_at: instant(row.created_at),
        counted_at: row.counted_at.map(instant),
    })
}

fn manifest_detail(row: &ManifestRow) -> Answer<ManifestDetail> {
    let document: ManifestDocument = records::from_text(&row.document)?;
    Ok(ManifestDetail {
        manifest: manifest(row)?,
        entry: document.entry,
        parcels: row.items.iter().map(|item| item.parcel.to_string()).collect(),
        hand_over: row.counted.as_deref().map(records::from_text).transpose()?,
    })
}

/// Declares booked parcels for collection or drop-off.
pub async fn create_manifest(
    state: &AppState,
    caller: &Identity,
    draft: &ManifestDraft,
) -> Answer<ManifestDetail> {
    check_entry(state, &draft.entry)?;
    let parcels = read_parcel_ids(&draft.parcels, MANIFEST_PARCELS_MAX)?;
    let now = state.clock.now();
    let rows = state.store.parcels_find(caller.scope, &parcels, now).await?;
    require_booked(&parcels, &rows)?;
    let id: ManifestId = mint(now)?;
    let declared = u32::try_from(parcels.len()).unwrap_or(u32::MAX);
    let entry = match draft.entry {
        Entry::Collection { .. } => EntryKind::Collection,
        Entry::DropOff { .. } => EntryKind::DropOff,
    };
    let document = ManifestDocument { entry: draft.entry.clone(), declared };
    let new = NewManifest {
        id,
        entry: entry_word(entry).to_owned(),
        document: records::to_text(&document)?,
        parcels,
        audit: vec![audit(caller, "manifest.create", id)],
    };
    state.store.manifest_create(caller.scope, new, now).await?;
    get_manifest(state, caller, id).await
}

fn audit(caller: &Identity, action: &str, id: ManifestId) -> NewAudit {
    NewAudit {
        actor: caller.actor(),
        action: action.to_owned(),
        object: id.to_string(),
        detail: "{}".to_owned(),
    }
}

/// A collection's address is the merchant's own place; a drop-off's facility is one of the network.
fn check_entry(state: &AppState, entry: &Entry) -> Answer<()> {
    let mut faults: Vec<Fault> = Vec::new();
    match entry {
        Entry::Collection { address, from, to } => {
            let wrong = read_address(address).err().unwrap_or_default();
            faults.extend(wrong.iter().map(|one| field_fault("entry.address", one)));
            let mut read = |field: &str, text: &str| {
                let instant = ZonedInstant::parse_in(text, &portolan_model::TimeZoneName::utc());
                instant.map_err(|error| faults.push(model_fault(field, &error))).ok()
            };
            let window = read("entry.from", from).zip(read("entry.to", to));
            if window.is_some_and(|(from, to)| from.instant() >= to.instant()) {
                let mend = "give a later instant";
                faults.push(fault(
                    "entry.to",
                    "the window ends before it begins",
                    mend,
                    "period_empty",
                ));
            }
        }
        Entry::DropOff { at } => {
            let network = state.network.get()?;
            let snapshot = &network.snapshot;
            let facility =
                snapshot.find_node(at).filter(|node| snapshot.nodes[*node].is_facility());
            if facility.is_none() && snapshot.find_service_point(at).is_none() {
                let what = format!("the network has no facility or service point `{at}`");
                let mend = "take a key from /v1/network/service-points";
                faults.push(fault("entry.at", what, mend, "facility_unknown"));
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(ApiError::invalid(faults)) }
}

/// Reads the ids of 1 to `most` parcels, none named twice.
pub fn read_parcel_ids(given: &[String], most: usize) -> Answer<Vec<ParcelId>> {
    if !(1..=most).contains(&given.len()) {
        let what = format!("{} parcels", given.len());
        let mend = format!("give 1 to {most}");
        return Err(ApiError::invalid_field("parcels", what, &mend, "count_range"));
    }
    let mut seen = HashSet::new();
    let mut parcels = Vec::with_capacity(given.len());
    for text in given {
        let id = ParcelId::parse(text).map_err(|_| ApiError::not_found("parcel", text))?;
        if !seen.insert(id) {
            let what = format!("`{id}` is named twice");
            return Err(ApiError::invalid_field("parcels", what, "name it once", "twice"));
        }
        parcels.push(id);
    }
    Ok(parcels)
}

fn require_booked(parcels: &[ParcelId], rows: &[ParcelRow]) -> Answer<()> {
    let found: HashMap<ParcelId, &ParcelRow> = rows.iter().map(|row| (row.id, row)).collect();
    for id in parcels {
        let row = found.get(id).ok_or_else(|| ApiError::not_found("parcel", &id.to_string()))?;
        if row.state != ParcelState::Booked.as_str() {
            let detail = format!("parcel {id} is {}: only booked parcels are handed in", row.state);
            return Err(ApiError::new(ProblemCode::StateConflict, detail));
        }
    }
    Ok(())
}

/// Counts a manifest: what was declared and found is handed in, the rest is short or over.
pub async fn count_manifest(
    state: &AppState,
    caller: &Identity,
    id: ManifestId,
    count: &CountDraft,
) -> Answer<ManifestDetail> {
    let row = get_row(state, caller, id).await?;
    if row.state == "counted" {
        let detail = format!("manifest {id} was counted already: its hand-over document stands");
        return Err(ApiError::new(ProblemCode::StateConflict, detail));
    }
    if count.found.len() > MANIFEST_PARCELS_MAX {
        let what = format!("{} parcels found", count.found.len());
        return Err(ApiError::invalid_field("found", what, "give at most 5,000", "count_range"));
    }
    let now = state.clock.now();
    let declared: Vec<ParcelId> = row.items.iter().map(|item| item.parcel).collect();
    let rows = state.store.parcels_find(caller.scope, &declared, now).await?;
    let counted = compare(&declared, &rows, &count.found, now);
    let accepted: Answer<Vec<ParcelId>> =
        counted.accepted.iter().map(|id| ParcelId::parse(id).map_err(ApiError::internal)).collect();
    let takers = takers(state, caller, &rows).await?;
    let command = ManifestCount {
        id,
        version: row.version,
        document: records::to_text(&counted)?,
        accepted: accepted?,
        parcel_state: ParcelState::HandedIn.to_string(),
        hand_overs: hand_overs(&rows, &takers, (id, &counted), caller, now)?,
        audit: vec![audit(caller, "manifest.count", id)],
    };
    state.store.manifest_count(caller.scope, command, now).await?;
    get_manifest(state, caller, id).await
}

/// Who takes each parcel first, by its route.
async fn takers(
    state: &AppState,
    caller: &Identity,
    rows: &[ParcelRow],
) -> Answer<HashMap<ParcelId, String>> {
    let now = state.clock.now();
    let mut takers = HashMap::new();
    for row in rows {
        let Some(route) = state.store.parcel_route(caller.scope, row.id, now).await? else {
            continue;
        };
        let route: RouteDocument = records::from_text(&route.document)?;
        takers.extend(route.sold.legs.first().map(|leg| (row.id, leg.operator.clone())));
    }
    Ok(takers)
}

/// The count as the first hand-overs of custody, one a taker.
fn hand_overs(
    rows: &[ParcelRow],
    takers: &HashMap<ParcelId, String>,
    (id, counted): (ManifestId, &HandOver),
    caller: &Identity,
    now: Timestamp,
) -> Answer<Vec<NewHandOver>> {
    let mut by_taker: BTreeMap<&str, Vec<HandOverNumber>> = BTreeMap::new();
    for row in rows {
        let (Some(taker), Some(number)) = (takers.get(&row.id), &row.tracking_number) else {
            continue;
        };
        let counted = counted.accepted.contains(&row.id.to_string());
        let number = HandOverNumber { number: search_key(number), declared: true, counted };
        by_taker.entry(taker).or_default().push(number);
    }
    let document = |(taker, numbers): (&str, Vec<HandOverNumber>)| {
        let key = format!("{id}-{taker}").to_lowercase();
        let content_hash = Sha256::digest(format!("{numbers:?}")).into();
        let (taker, actor) = (taker.to_owned(), caller.actor());
        let giver = "merchant".to_owned();
        Ok(NewHandOver { id: mint(now)?, key, giver, taker, at: now, content_hash, numbers, actor })
    };
    by_taker.into_iter().map(document).collect()
}

/// What was found against what was declared. A parcel cancelled since cannot be accepted: where it is
/// found all the same, it is over.
fn compare(
    declared: &[ParcelId],
    rows: &[ParcelRow],
    found: &[String],
    now: Timestamp,
) -> HandOver {
    let booked = rows.iter().filter(|row| row.state == ParcelState::Booked.as_str());
    let mut known: HashMap<String, ParcelId> = HashMap::new();
    for row in booked {
        known.insert(row.id.to_string(), row.id);
        known.extend(row.tracking_number.iter().map(|number| (search_key(number), row.id)));
    }
    let mut accepted: HashSet<ParcelId> = HashSet::new();
    let mut over: Vec<String> = Vec::new();
    for text in found.iter().map(|text| text.trim()) {
        match known.get(text).or_else(|| known.get(&search_key(text))) {
            Some(id) => drop(accepted.insert(*id)),
            None if over.iter().any(|one| one == text) => {}
            None => over.push(text.to_owned()),
        }
    }
    let (accepted, short): (Vec<ParcelId>, Vec<ParcelId>) =
        declared.iter().copied().partition(|id| accepted.contains(id));
    let texts = |ids: Vec<ParcelId>| ids.into_iter().map(|id| id.to_string()).collect();
    HandOver {
        declared: u32::try_from(declared.len()).unwrap_or(u32::MAX),
        accepted: texts(accepted),
        short: texts(short),
        over,
        counted_at: instant(now),
    }
}

/// How a scanned number is compared.
fn search_key(text: &str) -> String {
    Identifier::parse(text).map_or_else(|_| text.to_owned(), |identifier| identifier.search_key())
}
