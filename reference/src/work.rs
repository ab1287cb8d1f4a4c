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

/// Adds a process, at the hours that `tables/hours.csv` holds for it where any were published.
///
/// # Errors
/// When its key is taken.
pub fn process(draft: &mut Draft, work: Work) -> Result<()> {
    draft.node(work.facility)?;
    let published = draft.sources.table("tables/hours")?.iter().find(|row| {
        let clearance = row.get("clearance");
        row.get("facility") == work.facility
            && row.get("kind") == work.kind
            && (clearance.is_empty() || clearance == work.clearance)
    });
    let (shift, source) = match published {
        Some(row) => {
            let shift = (row.get("weekdays"), row.get("opens"), row.get("closes"));
            (shift, format!("rule:customs-1; {}", row.get("source")))
        }
        None => (work.shift, "rule:customs-1".to_owned()),
    };
    let row = Row::estimate(source)
        .set("process", work.key)
        .set("facility", work.facility)
        .set("kind", work.kind)
        .set("applies", work.applies)
        .set("clearance", work.clearance)
        .set("step", work.step)
        .set("weekdays", shift.0)
        .set("opens", shift.1)
        .set("closes", shift.2)
        .number("p50_hours", work.hours.0)
        .number("p90_hours", work.hours.1)
        .set("capacity_pieces", work.capacity);
    draft.tables.add("processes", row)
}
