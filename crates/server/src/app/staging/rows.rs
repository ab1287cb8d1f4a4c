//! Rows of a staged file, a page at a time.

use super::check::{Outcome, open_checked, read_rows};
use super::record::{CHECKED, Record, revision};
use crate::auth::Identity;
use crate::paging::{cursor, list_query};
use crate::problem::{Answer, ApiError};
use crate::staged::{Checked, CheckedRow};
use crate::state::AppState;
use portolan_api::imports::{ImportRowQuery, ImportRows, StagedCell, StagedRow as WireRow};
use portolan_store::StagedRow;
use std::sync::Arc;

/// A page of rows; none before every row has a fate, or once the file is gone.
pub async fn list(
    state: &AppState,
    caller: &Identity,
    row: &StagedRow,
    query: &ImportRowQuery,
) -> Answer<ImportRows> {
    let page = list_query(query.limit, query.cursor.as_deref(), None, query.q.as_deref())?;
    let record = Record::of(row)?;
    let checked = if row.state == CHECKED {
        checked(state, caller, row, &record).await?
    } else {
        Arc::default()
    };
    let text = page.text.as_deref().map(str::to_lowercase);
    let fits = |one: &&CheckedRow| {
        query.fate.is_none_or(|fate| one.fate == fate)
            && text.as_ref().is_none_or(|text| one.key.to_lowercase().contains(text))
    };
    let total = checked.rows.iter().filter(fits).count();
    let after = page.after.unwrap_or(0);
    let mut rest =
        checked.rows.iter().filter(fits).filter(|one| i64::from(one.line) > after).peekable();
    let mut items = Vec::new();
    while items.len() < page.limit as usize
        && let Some(one) = rest.next()
    {
        items.push(shown(one, &record));
    }
    let last = items.last().map(|one| i64::from(one.line));
    Ok(ImportRows {
        revision: revision(row.revision),
        total: u32::try_from(total).unwrap_or(u32::MAX),
        next_cursor: last.filter(|_| rest.peek().is_some()).map(cursor),
        items,
    })
}

/// The rows as they are held, or read anew.
async fn checked(
    state: &AppState,
    caller: &Identity,
    row: &StagedRow,
    record: &Record,
) -> Answer<Arc<Checked>> {
    if let Some(held) = state.staged.find(row.id, row.revision) {
        return Ok(held);
    }
    let _place = state.imports.acquire().await.map_err(ApiError::internal)?;
    if let Some(held) = state.staged.find(row.id, row.revision) {
        return Ok(held);
    }
    let opened = open_checked(state, caller, row, record).await?;
    match read_rows(state, caller, row, (opened, record), &Arc::default()).await? {
        Outcome::Checked { checked, .. } => {
            let checked = Arc::new(checked);
            state.staged.hold(row.id, row.revision, Arc::clone(&checked));
            Ok(checked)
        }
        Outcome::Unreadable(_) => Err(ApiError::internal("a checked file cannot be read")),
    }
}

fn shown(one: &CheckedRow, record: &Record) -> WireRow {
    let mended = record.mends.get(&one.line);
    let is_mended = |field: &str| mended.is_some_and(|cells| cells.contains_key(field));
    let cells = one.cells.iter().map(|(field, text)| StagedCell {
        field: field.to_owned(),
        text: text.to_owned(),
        is_mended: is_mended(field),
    });
    WireRow {
        line: one.line,
        key: one.key.clone(),
        fate: one.fate,
        order_id: one.order_id.clone(),
        cells: cells.collect(),
        is_left_out: record.left_out.contains(&one.line),
        faults: one.faults.clone(),
    }
}
