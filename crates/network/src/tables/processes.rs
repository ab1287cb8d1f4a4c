//! `processes.csv`: rows that differ only in weekdays and hours are the shifts of one process.

use crate::{
    draft::Draft,
    read::{
        CellFault, Column, Placed, Row, Table, TableRow,
        cell::{Count, Hours, Step},
        key, maybe, need,
    },
    records::{Applies, NodeIdx, Process, ProcessKind, Shift, TimeOfDay, WeekdayMask},
    timetable::Days,
};
use portolan_model::Code;
use std::collections::BTreeMap;

pub(crate) struct ProcessRow {
    facility: Code,
    kind: ProcessKind,
    applies: Applies,
    clearance: Option<Code>,
    step: Step,
    weekdays: Option<WeekdayMask>,
    opens: Option<TimeOfDay>,
    closes: Option<TimeOfDay>,
    p50: Hours,
    p90: Hours,
    capacity_pieces: Option<Count>,
}

impl TableRow for ProcessRow {
    const FILE: &'static str = "processes.csv";
    const COLUMNS: &'static [Column] = &[
        key("process"),
        need("facility"),
        need("kind"),
        need("applies"),
        maybe("clearance"),
        need("step"),
        maybe("weekdays"),
        maybe("opens"),
        maybe("closes"),
        need("p50_hours"),
        need("p90_hours"),
        maybe("capacity_pieces"),
    ];
    type Key = Code;

    fn key(row: &mut Row) -> Code {
        row.need("process")
    }

    fn read(row: &mut Row, _: Code) -> Self {
        let process = Self {
            facility: row.need("facility"),
            kind: row.need("kind"),
            applies: row.need("applies"),
            clearance: row.maybe("clearance"),
            step: row.need("step"),
            weekdays: row.maybe("weekdays"),
            opens: row.maybe("opens"),
            closes: row.maybe("closes"),
            p50: row.need("p50_hours"),
            p90: row.need("p90_hours"),
            capacity_pieces: row.maybe("capacity_pieces"),
        };
        super::check_hours(row, process.opens, process.closes);
        super::check_quantiles(row, process.p50, process.p90);
        let is_fine = process.applies != Applies::Always || process.clearance.is_none();
        row.check(is_fine, "clearance", || {
            let what = "an `always` process has no clearance";
            CellFault::new("clearance_always", what, "empty it, or write export or import")
        });
        process
    }
}

/// What the shifts of one process have in common.
type Group<'a> = (NodeIdx, Applies, u16, &'static str, Option<&'a Code>);

pub(crate) fn link(draft: &mut Draft, table: &Table<ProcessRow>) {
    let mut groups: BTreeMap<Group, Vec<(&Code, &Placed<ProcessRow>)>> = BTreeMap::new();
    for (key, placed) in &table.rows {
        let row = &placed.row;
        let facility = draft.facility(placed.at, "facility", row.facility.as_str());
        let Some(facility) = facility.filter(|_| !placed.at.is_broken) else {
            draft.processes.break_name(key.as_str());
            continue;
        };
        let step = u16::try_from(row.step.0).expect("invariant: steps are below a thousand");
        let kind = crate::word::Word::as_str(row.kind);
        let group = (facility, row.applies, step, kind, row.clearance.as_ref());
        groups.entry(group).or_default().push((key, placed));
    }
    let mut processes: Vec<_> = groups
        .into_iter()
        .map(|((facility, _, step, ..), rows)| {
            check_shifts(draft, &rows);
            let keys: Vec<Code> = rows.iter().map(|(key, _)| (*key).clone()).collect();
            (keys, join(facility, step, &rows))
        })
        .collect();
    // The key of a process is that of its first row.
    processes.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (keys, process) in processes {
        draft.processes.add(keys[0].as_str(), process);
        let index = draft.processes.get(keys[0].as_str()).expect("invariant: it was just added");
        for key in &keys {
            draft.processes.alias(key.as_str(), index);
        }
    }
    list_by_facility(draft);
}

/// The durations of one process do not depend on the shift: else a later start could end earlier.
fn check_shifts(draft: &mut Draft, rows: &[(&Code, &Placed<ProcessRow>)]) {
    let (first_key, first) = rows[0];
    for (_, other) in &rows[1..] {
        let same = |row: &ProcessRow| (row.p50, row.p90, row.capacity_pieces);
        if same(&first.row) != same(&other.row) {
            let what =
                format!("it is a shift of `{first_key}` but has other durations or capacity");
            let fault = CellFault::new("shifts_differ", what, "make them equal, or give it a step");
            draft.error(other.at, "p50_hours", fault);
        }
    }
}

fn join(facility: NodeIdx, step: u16, rows: &[(&Code, &Placed<ProcessRow>)]) -> Process {
    let (key, first) = rows[0];
    let shift = |(key, placed): &(&Code, &Placed<ProcessRow>)| Shift {
        key: (*key).clone(),
        weekdays: placed.row.weekdays.unwrap_or(WeekdayMask::ALL),
        opens: placed.row.opens.unwrap_or(TimeOfDay::START),
        closes: placed.row.closes.unwrap_or(TimeOfDay::END),
        days: Days::of(&placed.provenance.valid),
        provenance: placed.provenance.clone(),
    };
    Process {
        key: key.clone(),
        facility,
        kind: first.row.kind,
        applies: first.row.applies,
        clearance: first.row.clearance.clone(),
        step,
        p50_seconds: first.row.p50.seconds,
        p90_seconds: first.row.p90.seconds,
        capacity_pieces: first.row.capacity_pieces.map(Count::to_u32),
        shifts: rows.iter().map(shift).collect(),
        provenance: first.provenance.clone(),
    }
}

fn list_by_facility(draft: &mut Draft) {
    let mut order: Vec<_> = draft.processes.arena.entries().collect();
    order.sort_by_key(|(index, process)| (process.applies, process.step, *index));
    for (index, process) in order {
        draft.nodes.arena[process.facility].processes.push(index);
    }
}
