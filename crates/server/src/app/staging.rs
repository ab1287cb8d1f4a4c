//! Staged imports: sent, read, mapped, mended, kept.
//!
//! A change of a person is saved first, under a new revision; then the file is read anew in a task of its own, whose
//! outcome is saved only while that revision stands. So two people never undo each other, and a process
//! that dies leaves a state from which another goes on.

mod check;
mod keep;
mod record;
mod rows;

use crate::auth::Identity;
use crate::ids::mint;
use crate::limits::{
    STAGED_KEPT, STAGED_LEASE, STAGED_LISTED, STAGED_MENDS_MAX, STAGED_NAME_LENGTH_MAX, STAGED_WAIT,
};
use crate::live::Change;
use crate::problem::{Answer, ApiError};
use crate::records;
use crate::state::AppState;
use crate::upload::Upload;
use check::check;
use keep::keep;
use portolan_api::imports::{
    Import, ImportKeep, ImportKind, ImportMend, ImportReread, ImportRowQuery, ImportRows,
    ImportStart,
};
use portolan_api::{ProblemCode, Scope};
use portolan_model::ImportId;
use portolan_store::{NewStaged, StagedChange, StagedRow};
use record::{CHECKED, KEEPING, MAPPING, READING, Record, UNREADABLE, file_kind, kind_of};

/// Who brings in products must be allowed to make them; orders are what the operation asks for.
fn require(caller: &Identity, kind: ImportKind) -> Answer<()> {
    if kind == ImportKind::Orders || caller.may(Scope::ProductsWrite) {
        return Ok(());
    }
    let detail = format!("this key or role lacks the scope `{}`", Scope::ProductsWrite.name());
    Err(ApiError::new(ProblemCode::ScopeMissing, detail))
}

/// Takes a file in and begins to read it.
pub async fn start(
    state: &AppState,
    caller: &Identity,
    query: ImportStart,
    upload: Upload,
) -> Answer<Import> {
    require(caller, query.kind)?;
    let name: String = query.name.unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_control()).collect();
    if name.chars().count() > STAGED_NAME_LENGTH_MAX {
        let what = format!("a name of more than {STAGED_NAME_LENGTH_MAX} characters");
        return Err(ApiError::invalid_field("name", what, "shorten it", "text_long"));
    }
    let now = state.clock.now();
    let file = tokio::task::spawn_blocking(move || upload.read()).await;
    let file = file.map_err(ApiError::internal)?.map_err(ApiError::internal)?;
    let id: ImportId = mint(now)?;
    let record = Record::new(name, caller);
    let new = NewStaged {
        id,
        kind: file_kind(query.kind).as_str().to_owned(),
        state: READING.to_owned(),
        file,
        document: records::to_bytes(&record)?,
        expires_at: now + STAGED_KEPT,
    };
    state.store.staged_create(caller.scope, new, now).await?;
    run(state, caller, id, 1).await
}

/// One import.
pub async fn get(state: &AppState, caller: &Identity, id: ImportId) -> Answer<Import> {
    let row = find(state, caller, id).await?;
    shown(state, &row)
}

/// The tenant's latest imports.
pub async fn list(state: &AppState, caller: &Identity) -> Answer<Vec<Import>> {
    let rows = state.store.staged_list(caller.scope, STAGED_LISTED).await?;
    rows.iter().map(|row| shown(state, row)).collect()
}

async fn find(state: &AppState, caller: &Identity, id: ImportId) -> Answer<StagedRow> {
    let row = state.store.staged_find(caller.scope, id).await?;
    let row = row.filter(|row| row.expires_at > state.clock.now());
    row.ok_or_else(|| ApiError::not_found("import", &id.to_string()))
}

fn shown(state: &AppState, row: &StagedRow) -> Answer<Import> {
    let mut import = record::import(row, Record::of(row)?)?;
    if matches!(row.state.as_str(), READING | KEEPING) {
        import.progress = state.staged.progress(row.id);
    }
    Ok(import)
}

/// A page of rows with their fates.
pub async fn list_rows(
    state: &AppState,
    caller: &Identity,
    id: ImportId,
    query: &ImportRowQuery,
) -> Answer<ImportRows> {
    let row = find(state, caller, id).await?;
    rows::list(state, caller, &row, query).await
}

/// Reads a file otherwise from now on.
pub async fn reread(
    state: &AppState,
    caller: &Identity,
    id: ImportId,
    asked: ImportReread,
) -> Answer<Import> {
    change(state, caller, id, asked.revision, |record| {
        record.reading = asked.reading;
        record.remembers = asked.remember;
        Ok(())
    })
    .await
}

/// Mends a row, or leaves it out.
pub async fn mend(
    state: &AppState,
    caller: &Identity,
    (id, line): (ImportId, u32),
    asked: ImportMend,
) -> Answer<Import> {
    change(state, caller, id, asked.revision, |record| mend_row(record, line, &asked)).await
}

fn mend_row(record: &mut Record, line: u32, asked: &ImportMend) -> Answer<()> {
    let Some(survey) = &record.survey else {
        return Err(ApiError::new(ProblemCode::StateConflict, "the file was not read yet"));
    };
    let is_field = |name: &String| survey.fields.iter().any(|field| field.field == *name);
    if let Some(unknown) = asked.cells.keys().find(|name| !is_field(name)) {
        let what = format!("`{unknown}` is no field of such a file");
        let mend = "take a field that the import lists";
        return Err(ApiError::invalid_field("cells", what, mend, "choice_unknown"));
    }
    let mended = record.mends.entry(line).or_default();
    for (field, text) in &asked.cells {
        match text {
            Some(text) => mended.insert(field.clone(), text.clone()),
            None => mended.remove(field),
        };
    }
    record.mends.retain(|_, cells| !cells.is_empty());
    match asked.is_left_out {
        Some(true) => record.left_out.insert(line),
        Some(false) => record.left_out.remove(&line),
        None => false,
    };
    let count = record.mends.values().map(std::collections::BTreeMap::len).sum::<usize>();
    if count + record.left_out.len() > STAGED_MENDS_MAX {
        let detail = format!(
            "more than {STAGED_MENDS_MAX} cells of one file are mended here: mend the file itself and send it anew"
        );
        return Err(ApiError::new(ProblemCode::StateConflict, detail));
    }
    Ok(())
}

/// Saves a person's change under a new revision and reads the file anew.
async fn change(
    state: &AppState,
    caller: &Identity,
    id: ImportId,
    revision: u32,
    edit: impl FnOnce(&mut Record) -> Answer<()>,
) -> Answer<Import> {
    let row = find(state, caller, id).await?;
    require(caller, kind_of(&row)?)?;
    let mut record = Record::of(&row)?;
    if record::revision(row.revision) != revision {
        return Err(changed_meanwhile());
    }
    edit(&mut record)?;
    record.actor = caller.actor();
    let states: &[&str] = &[READING, MAPPING, CHECKED, UNREADABLE];
    let new = save(state, &row, (states, READING), &record, true).await?;
    run(state, caller, id, new).await
}

fn changed_meanwhile() -> ApiError {
    let detail = "somebody changed this import meanwhile: look at it anew, then try again";
    ApiError::new(ProblemCode::StateConflict, detail)
}

/// Saves a change of a person; answers its revision.
async fn save(
    state: &AppState,
    row: &StagedRow,
    (from_states, to): (&'static [&'static str], &str),
    record: &Record,
    is_revised: bool,
) -> Answer<i64> {
    let now = state.clock.now();
    let change = StagedChange {
        id: row.id,
        revision: row.revision,
        from_states,
        state: to.to_owned(),
        is_revised,
        claimed_until: matches!(to, READING | KEEPING).then(|| now + STAGED_LEASE),
        document: Some(records::to_bytes(record)?),
        removes_file: to == record::KEPT,
    };
    let saved = state.store.staged_change(row.scope, change, now).await;
    let saved = saved.map_err(|error| match error {
        portolan_store::StoreError::Conflict { .. } => changed_meanwhile(),
        other => other.into(),
    })?;
    state.live.tell(row.scope, Change::Import, &row.id);
    Ok(saved)
}

/// Keeps what is good.
pub async fn keep_good(
    state: &AppState,
    caller: &Identity,
    id: ImportId,
    asked: ImportKeep,
) -> Answer<Import> {
    let row = find(state, caller, id).await?;
    require(caller, kind_of(&row)?)?;
    let mut record = Record::of(&row)?;
    if record::revision(row.revision) != asked.revision {
        return Err(changed_meanwhile());
    }
    let rejected = record.counts.map_or(0, |counts| counts.rejected);
    if rejected > 0 && !asked.partial {
        let detail = format!(
            "{rejected} of them have faults: mend or leave them out, or keep the good ones with `partial`"
        );
        return Err(ApiError::new(ProblemCode::StateConflict, detail));
    }
    record.is_partial = asked.partial;
    record.actor = caller.actor();
    let new = save(state, &row, (&[CHECKED], KEEPING), &record, true).await?;
    run(state, caller, id, new).await
}

/// Throws an import away.
pub async fn remove(state: &AppState, caller: &Identity, id: ImportId) -> Answer<()> {
    let row = find(state, caller, id).await?;
    require(caller, kind_of(&row)?)?;
    if row.state == KEEPING {
        let detail = "it is being kept: wait until it is done";
        return Err(ApiError::new(ProblemCode::StateConflict, detail));
    }
    state.staged.forget(id);
    state.store.staged_remove(caller.scope, id, state.clock.now()).await?;
    state.live.tell(caller.scope, Change::Import, &id);
    Ok(())
}

/// Runs the step that an import stands at, and answers how it stands after it, or after a moment.
async fn run(state: &AppState, caller: &Identity, id: ImportId, revision: i64) -> Answer<Import> {
    let work = step(state.clone(), caller.clone(), id, revision);
    // A step that takes longer goes on by itself; a caller that hangs up does not stop it.
    let _ = tokio::time::timeout(STAGED_WAIT, tokio::spawn(work)).await;
    get(state, caller, id).await
}

async fn step(state: AppState, caller: Identity, id: ImportId, revision: i64) {
    let running = state.staged.begin(id);
    let done = async {
        // What was kept in part is read once more, for what is left of it.
        loop {
            let row = find(&state, &caller, id).await?;
            match row.state.as_str() {
                KEEPING if row.revision == revision => keep(&state, &caller, row, &running).await?,
                READING if row.revision == revision => {
                    return check(&state, &caller, row, &running).await;
                }
                _ => return Ok(()),
            }
        }
    };
    let outcome: Answer<()> = done.await;
    state.staged.end(id, &running);
    if let Err(error) = outcome {
        // The claim lapses, and the step is begun anew.
        tracing::warn!(import = %id, problem = ?error.into_problem().code, "a step of an import failed");
    }
}

/// Goes on with steps that nobody works on any more, and forgets files whose time is over.
pub async fn tend(state: &AppState) -> Answer<()> {
    let now = state.clock.now();
    let removed = state.store.staged_sweep(now).await?;
    if removed > 0 {
        tracing::info!(removed, "staged files were forgotten");
    }
    for row in state.store.staged_abandoned(&[READING, KEEPING], now, 4).await? {
        let record = Record::of(&row)?;
        let caller = record.identity(&row)?;
        let states: &[&str] = if row.state == READING { &[READING] } else { &[KEEPING] };
        save(state, &row, (states, states[0]), &record, false).await?;
        tokio::spawn(step(state.clone(), caller, row.id, row.revision));
    }
    Ok(())
}
