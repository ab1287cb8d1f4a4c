//! Work done on parcels at facilities: one row of `processes.csv` at a time.

use anyhow::Result;

use crate::draft::Draft;
use crate::rows::Row;

/// A process at a facility, to be added by [`process`].
#[derive(Debug, Clone, Copy)]
pub struct Work<'a> {
    /// Key.
    pub key: &'a str,
    /// Where.
    pub facility: &'a str,
    /// A word of the format.
    pub kind: &'a str,
    /// `always`, `export` or `import`.
    pub applies: &'a str,
    /// Only with this clearance.
    pub clearance: &'a str,
    /// Order.
    pub step: &'a str,
    /// Weekdays, opening and closing; empty for always.
    pub shift: (&'a str, &'a str, &'a str),
    /// Hours.
    pub hours: (f64, f64),
    /// Pieces a shift; empty where none is known.
    pub capacity: &'a str,
}

/// Adds a process.
///
/// # Errors
/// When its key is taken.
pub fn process(draft: &mut Draft, work: Work) -> Result<()> {
    draft.node(work.facility)?;
    let row = Row::estimate("rule:customs-1")
        .set("process", work.key)
        .set("facility", work.facility)
        .set("kind", work.kind)
        .set("applies", work.applies)
        .set("clearance", work.clearance)
        .set("step", work.step)
        .set("weekdays", work.shift.0)
        .set("opens", work.shift.1)
        .set("closes", work.shift.2)
        .number("p50_hours", work.hours.0)
        .number("p90_hours", work.hours.1)
        .set("capacity_pieces", work.capacity);
    draft.tables.add("processes", row)
}
