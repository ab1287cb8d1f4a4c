//! What this process holds of staged imports: rows checked last, and how far running steps have come.
//!
//! Both can be made again from the store at any time: another process, or this one after a restart, reads the
//! file anew.

use crate::limits::{STAGED_HELD, STAGED_ROWS_HELD};
use portolan_api::Fault;
use portolan_api::imports::{ImportCounts, ImportProgress};
use portolan_api::orders::RowFate;
use portolan_model::ImportId;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// One row with its fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedRow {
    /// Its line.
    pub line: u32,
    /// Its order or SKU.
    pub key: String,
    /// What would become of it.
    pub fate: RowFate,
    /// The order that is there.
    pub order_id: Option<String>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// Its texts by field, packed.
    pub cells: Cells,
}

/// Texts of a row by field, in one allocation: a large file has millions of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cells(Box<str>);

/// Between cells, and between a field and its text: neither can stand in a cell, control characters are faults.
const CELL_END: char = '\u{1e}';
const FIELD_END: char = '\u{1f}';

impl Cells {
    /// Packs fields and texts; signs of the packing are left out of texts.
    pub fn pack<'a>(cells: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut packed = String::new();
        for (field, text) in cells {
            packed.push_str(field);
            packed.push(FIELD_END);
            packed.extend(text.chars().filter(|c| !matches!(*c, CELL_END | FIELD_END)));
            packed.push(CELL_END);
        }
        Self(packed.into_boxed_str())
    }

    /// The fields and texts, in the order they were packed in.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.split_terminator(CELL_END).filter_map(|cell| cell.split_once(FIELD_END))
    }
}

/// The rows of a file at one revision.
#[derive(Debug, Default)]
pub struct Checked {
    /// Every row below the header.
    pub rows: Vec<CheckedRow>,
    /// The fates, counted.
    pub counts: ImportCounts,
}

/// A step that runs.
#[derive(Debug, Default)]
pub struct Running {
    done: AtomicU32,
    total: AtomicU32,
    is_cancelled: AtomicBool,
}

impl Running {
    /// Says how far it has come; false where it should stop.
    pub fn set(&self, done: u32) -> bool {
        self.done.store(done, Ordering::Relaxed);
        !self.is_cancelled.load(Ordering::Relaxed)
    }

    /// Says how far it goes.
    pub fn set_total(&self, total: u32) {
        self.total.store(total, Ordering::Relaxed);
    }

    /// How far it has come.
    pub fn progress(&self) -> ImportProgress {
        let total = self.total.load(Ordering::Relaxed);
        let done = self.done.load(Ordering::Relaxed);
        ImportProgress { done, total: (total > 0).then_some(total.max(done)) }
    }
}

/// Everything held.
#[derive(Debug, Default)]
pub struct Staged {
    held: Mutex<Vec<(ImportId, i64, Arc<Checked>)>>,
    running: Mutex<HashMap<ImportId, Arc<Running>>>,
}

impl Staged {
    /// The rows of a file at a revision, if they are held.
    pub fn find(&self, id: ImportId, revision: i64) -> Option<Arc<Checked>> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let place = held.iter().position(|one| one.0 == id && one.1 == revision)?;
        let found = held.remove(place);
        let rows = Arc::clone(&found.2);
        held.push(found);
        Some(rows)
    }

    /// Holds the rows of a file; those looked at longest ago make room.
    pub fn hold(&self, id: ImportId, revision: i64, rows: Arc<Checked>) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|one| one.0 != id);
        held.push((id, revision, rows));
        let count = |held: &[(ImportId, i64, Arc<Checked>)]| {
            held.iter().map(|one| one.2.rows.len()).sum::<usize>()
        };
        while held.len() > 1 && (held.len() > STAGED_HELD || count(&held) > STAGED_ROWS_HELD) {
            held.remove(0);
        }
    }

    /// A step begins; one of the same file that still runs is told to stop.
    pub fn begin(&self, id: ImportId) -> Arc<Running> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let new = Arc::new(Running::default());
        if let Some(old) = running.insert(id, Arc::clone(&new)) {
            old.is_cancelled.store(true, Ordering::Relaxed);
        }
        new
    }

    /// A step ended.
    pub fn end(&self, id: ImportId, step: &Arc<Running>) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if running.get(&id).is_some_and(|now| Arc::ptr_eq(now, step)) {
            running.remove(&id);
        }
    }

    /// How far a step of a file has come on this process.
    pub fn progress(&self, id: ImportId) -> Option<ImportProgress> {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.get(&id).map(|step| step.progress())
    }

    /// A file is gone.
    pub fn forget(&self, id: ImportId) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).retain(|one| one.0 != id);
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(old) = running.remove(&id) {
            old.is_cancelled.store(true, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_as_they_were_packed() {
        let cells = [("order", "A-1"), ("note", ""), ("name", "李\u{1f}雷")];
        let packed = Cells::pack(cells.into_iter());
        let back: Vec<_> = packed.iter().collect();
        assert_eq!(back, [("order", "A-1"), ("note", ""), ("name", "李雷")]);
        assert_eq!(Cells::default().iter().count(), 0);
    }

    #[test]
    fn what_was_looked_at_longest_ago_makes_room() {
        let staged = Staged::default();
        let id = |n: u64| ImportId::from_parts(n, [1; 10]);
        for n in 0..=STAGED_HELD as u64 {
            staged.hold(id(n), 1, Arc::default());
            staged.find(id(0), 1);
        }
        assert!(staged.find(id(0), 1).is_some() && staged.find(id(1), 1).is_none());
        assert!(staged.find(id(0), 2).is_none(), "of another revision");
        let (old, new) = (staged.begin(id(0)), staged.begin(id(0)));
        assert!(!old.set(5) && new.set(7));
        staged.end(id(0), &old);
        assert_eq!(staged.progress(id(0)).unwrap().done, 7);
        staged.end(id(0), &new);
        assert_eq!(staged.progress(id(0)), None);
    }
}
