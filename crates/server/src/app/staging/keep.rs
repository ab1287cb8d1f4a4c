//! Keeping what is good of a staged file, some thousand at a time.
//!
//! What was kept is found there the same by a step that is begun anew, so a file is kept to its end
//! whatever ends between. While rows with faults are left the file stays, to be mended and kept again.

use super::check::open_checked;
use super::record::{KEEPING, KEPT, READING, Record, kind_of};
use super::save;
use crate::app::auditing::audit;
use crate::app::importing::{judge, judge_products, keep_orders, read_orders};
use crate::app::noticing::{Details, notify};
use crate::app::stocking::new_product;
use crate::auth::Identity;
use crate::limits::STAGED_CHUNK;
use crate::live::Change;
use crate::problem::{Answer, ApiError};
use crate::staged::Running;
use crate::state::AppState;
use portolan_api::ProblemCode;
use portolan_api::imports::{ImportKept, ImportKind};
use portolan_api::notices::NoticeKind;
use portolan_store::{NewOrder, NewProduct, StagedRow, WriteFate};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// Keeps the good ones and saves how the import stands then.
pub async fn keep(
    state: &AppState,
    caller: &Identity,
    row: StagedRow,
    running: &Arc<Running>,
) -> Answer<()> {
    let mut record = Record::of(&row)?;
    let before = record.kept.unwrap_or_default();
    let left = {
        let _place = state.imports.acquire().await.map_err(ApiError::internal)?;
        match kind_of(&row)? {
            ImportKind::Orders => orders(state, caller, (&row, &mut record), running).await?,
            ImportKind::Products => products(state, caller, (&row, &mut record), running).await?,
        }
    };
    let Some(Left { unchanged, rejected }) = left else {
        // What was good when it was looked at is not any more: it is shown again, and no more is kept.
        return save(state, &row, (&[KEEPING], READING), &record, false).await.map(drop);
    };
    let kept = ImportKept { unchanged, rejected, ..record.kept.unwrap_or_default() };
    record.kept = Some(kept);
    let new = kept.created + kept.updated - before.created - before.updated;
    let told = [("created", new), ("rejected", rejected)];
    let details: Details =
        told.into_iter().map(|(name, count)| (name.to_owned(), count.to_string())).collect();
    notify(state, row.scope, (NoticeKind::ImportKept, row.id.to_string()), &details).await?;
    if kept.rejected == 0 {
        state.staged.forget(row.id);
        return save(state, &row, (&[KEEPING], KEPT), &record, false).await.map(drop);
    }
    save(state, &row, (&[KEEPING], READING), &record, false).await.map(drop)
}

/// What a step did not keep.
struct Left {
    /// There already, the same.
    unchanged: u32,
    /// With faults.
    rejected: u32,
}

fn count(found: usize) -> u32 {
    u32::try_from(found).unwrap_or(u32::MAX)
}

/// What is kept so far is saved, so that nothing of it is forgotten, and the claim is prolonged, so that no other
/// process begins the step anew.
async fn go_on(state: &AppState, row: &StagedRow, record: &Record) -> Answer<()> {
    save(state, row, (&[KEEPING], KEEPING), record, false).await.map(drop)
}

/// None where what was good is not any more.
async fn orders(
    state: &AppState,
    caller: &Identity,
    (row, record): (&StagedRow, &mut Record),
    running: &Arc<Running>,
) -> Answer<Option<Left>> {
    let network = state.network.get()?;
    let opened = open_checked(state, caller, row, record).await?;
    let digest: [u8; 32] = Sha256::digest(opened.bytes.as_slice()).into();
    let read = read_orders(state, caller, opened.options, opened.bytes, &Arc::default()).await?;
    let mut judged = judge(state, caller, &network, &read.file, &read.known).await?;
    if !read.file.faults.is_empty() || (judged.rejected() > 0 && !record.is_partial) {
        return Ok(None);
    }
    let (all, rejected) = (judged.len(), judged.rejected());
    let new: Vec<NewOrder> = judged.take_new();
    running.set_total(count(new.len()));
    let mut created = 0;
    for chunk in new.chunks(STAGED_CHUNK) {
        let kept = keep_orders(state, caller, (digest, Some(row.id)), chunk.to_vec()).await;
        let kept = match kept {
            Err(error) if error.code() == ProblemCode::StateConflict => return Ok(None),
            other => other?,
        };
        let is_new = |written: &&portolan_store::OrderWritten| written.fate == WriteFate::Created;
        let new = kept.orders.iter().filter(is_new).count();
        created += new;
        record.kept.get_or_insert_default().created += count(new);
        running.set(count(created));
        state.live.tell_many(row.scope, Change::Order);
        go_on(state, row, record).await?;
    }
    state.metrics.count("orders_imported", "", created as u64);
    Ok(Some(Left { unchanged: count(all - rejected - created), rejected: count(rejected) }))
}

/// None where what was good is not any more.
async fn products(
    state: &AppState,
    caller: &Identity,
    (row, record): (&StagedRow, &mut Record),
    running: &Arc<Running>,
) -> Answer<Option<Left>> {
    let opened = open_checked(state, caller, row, record).await?;
    let read = move || portolan_markets::products::read(&opened.bytes, &opened.options);
    let file = tokio::task::spawn_blocking(read).await.map_err(ApiError::internal)?;
    let faulty = file.rows.iter().filter(|row| !row.faults.is_empty()).count();
    if !file.faults.is_empty() || (faulty > 0 && !record.is_partial) {
        return Ok(None);
    }
    let there = judge_products(state, caller, &file).await?.unchanged;
    let new = file.products.iter().map(|read| new_product(state, &read.product));
    let mut new: Vec<NewProduct> = new.collect::<Answer<_>>()?;
    new.retain(|product| !there.contains(&product.sku));
    running.set_total(count(new.len()));
    let mut left = Left { unchanged: count(there.len()), rejected: count(faulty) };
    for (chunk, done) in new.chunks(STAGED_CHUNK).zip(1..) {
        let written = state.store.products_put(row.scope, chunk, state.clock.now()).await?;
        let kept = record.kept.get_or_insert_default();
        for one in written {
            match one.fate {
                WriteFate::Created => kept.created += 1,
                WriteFate::Updated => kept.updated += 1,
                WriteFate::Unchanged | WriteFate::Conflicting => left.unchanged += 1,
            }
        }
        running.set(count(new.len().min(done * STAGED_CHUNK)));
        state.live.tell_many(row.scope, Change::Product);
        go_on(state, row, record).await?;
    }
    audit(state, caller, "products.import", row.id).await?;
    Ok(Some(left))
}
