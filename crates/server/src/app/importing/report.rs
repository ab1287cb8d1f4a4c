//! The fate of every order and row of a file, and the report that tells it.

use crate::problem::fault;
use portolan_api::Fault;
use portolan_api::limits::REPORT_ROWS_MAX;
use portolan_api::orders::{ImportReport, ImportRow, RowFate};
use portolan_markets::orders::{OrderFile, ReadOrder};
use portolan_markets::{Fate as FileFate, Fault as FileFault};
use portolan_model::{ImportId, OrderId};
use portolan_store::NewOrder;
use std::collections::{HashMap, HashSet};

/// What becomes of an order that was read without fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is new.
    New,
    /// It was there already with the same content.
    There(OrderId),
    /// It was kept now.
    Kept(OrderId),
    /// The network, the products or an order that is there speak against it.
    Faulty(Vec<Fault>),
}

/// The orders of a file with their fates.
#[derive(Debug, Default)]
pub struct Judged {
    fates: Vec<Fate>,
    new: Vec<Option<NewOrder>>,
    by_reference: HashMap<String, usize>,
    by_line: HashMap<u32, usize>,
    unread: usize,
}

impl Judged {
    /// No order judged yet; those with faulty rows are counted.
    pub fn of(file: &OrderFile) -> Self {
        let faulty = file.rows.iter().filter(|row| row.fate == FileFate::Rejected);
        let unread: HashSet<_> = faulty.map(|row| row.key.clone().ok_or(row.line)).collect();
        Self { unread: unread.len(), ..Self::default() }
    }

    /// Adds an order with its fate.
    pub fn push(&mut self, read: &ReadOrder, new: NewOrder, fate: Fate) {
        let index = self.fates.len();
        self.by_reference.insert(new.reference.clone(), index);
        self.by_line.extend(read.file_lines.iter().map(|line| (*line, index)));
        self.new.push((fate == Fate::New).then_some(new));
        self.fates.push(fate);
    }

    /// Orders of the file, good and faulty.
    pub fn len(&self) -> usize {
        self.fates.len() + self.unread
    }

    /// Orders that cannot be kept.
    pub fn rejected(&self) -> usize {
        self.unread + self.fates.iter().filter(|fate| matches!(fate, Fate::Faulty(_))).count()
    }

    /// Orders that are new, or were until they were kept.
    pub fn accepted(&self) -> usize {
        self.fates.iter().filter(|fate| matches!(fate, Fate::New | Fate::Kept(_))).count()
    }

    /// The new orders, to be kept.
    pub fn take_new(&mut self) -> Vec<NewOrder> {
        self.new.iter_mut().filter_map(Option::take).collect()
    }

    /// An order was kept, or found there with the same content.
    pub fn set_written(&mut self, reference: &str, id: OrderId, is_new: bool) {
        if let Some(&index) = self.by_reference.get(reference) {
            self.fates[index] = if is_new { Fate::Kept(id) } else { Fate::There(id) };
        }
    }
}

/// The report on a file.
pub fn render(
    file: &OrderFile,
    judged: &Judged,
    import: Option<ImportId>,
    applied: bool,
) -> ImportReport {
    let count = |found: usize| u32::try_from(found).unwrap_or(u32::MAX);
    let there = judged.fates.iter().filter(|fate| matches!(fate, Fate::There(_))).count();
    let shown = file.rows.len().min(REPORT_ROWS_MAX);
    let rows = file.rows[..shown].iter().map(|row| render_row(row, judged));
    let late_faults = file.rows[shown..].iter().filter(|row| !row.faults.is_empty());
    let rows: Vec<ImportRow> =
        rows.chain(late_faults.take(REPORT_ROWS_MAX).map(|row| render_row(row, judged))).collect();
    ImportReport {
        import: import.map(|id| id.to_string()),
        encoding: file.encoding.to_owned(),
        applied,
        orders: count(judged.fates.len() + judged.unread),
        accepted: count(judged.accepted()),
        unchanged: count(there),
        rejected: count(judged.rejected()),
        rows_omitted: count(file.rows.len() - rows.len()),
        rows,
        warnings: file.warnings.iter().take(REPORT_ROWS_MAX).map(wire_fault).collect(),
    }
}

/// What is told of one row.
pub fn render_row(row: &portolan_markets::RowFate, judged: &Judged) -> ImportRow {
    let fate = judged.by_line.get(&row.line).map(|&index| &judged.fates[index]);
    let (told, order_id, faults) = match (row.fate, fate) {
        (FileFate::Skipped, _) => (RowFate::Skipped, None, Vec::new()),
        (FileFate::Rejected, _) | (FileFate::Accepted, None) => {
            (RowFate::Rejected, None, Vec::new())
        }
        (FileFate::Accepted, Some(Fate::New)) => (RowFate::Accepted, None, Vec::new()),
        (FileFate::Accepted, Some(Fate::Kept(id))) => (RowFate::Accepted, Some(*id), Vec::new()),
        (FileFate::Accepted, Some(Fate::There(id))) => (RowFate::Unchanged, Some(*id), Vec::new()),
        (FileFate::Accepted, Some(Fate::Faulty(faults))) => {
            (RowFate::Rejected, None, at_line(faults, row.line))
        }
    };
    ImportRow {
        line: row.line,
        order: row.key.clone().unwrap_or_default(),
        fate: told,
        order_id: order_id.map(|id| id.to_string()),
        faults: row.faults.iter().map(wire_fault).chain(faults).collect(),
    }
}

/// The faults told of a row; a file's columns have no `recipient.` before their names.
fn at_line(faults: &[Fault], line: u32) -> Vec<Fault> {
    let told = |fault: &Fault| {
        let field = fault.field.strip_prefix("recipient.").unwrap_or(&fault.field).to_owned();
        Fault { line: Some(line), field, ..fault.clone() }
    };
    faults.iter().map(told).collect()
}

/// A file's fault on the wire.
pub fn wire_fault(found: &FileFault) -> Fault {
    Fault {
        line: found.line,
        field: found.field.unwrap_or_default().to_owned(),
        what: found.what.clone(),
        mend: found.mend.clone(),
        code: found.code.to_owned(),
    }
}

/// The order is there with other content.
pub fn exists(reference: &str) -> Fault {
    let what = format!("order `{reference}` is here with other content");
    fault("order", what, "give a changed order a new reference", "order_exists")
}
