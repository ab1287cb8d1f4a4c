//! `lines.csv` and `line_legs.csv`

use super::Pair;
use crate::{
    draft::Draft,
    read::{
        At, CellFault, Column, Row, Table, TableRow,
        cell::{Step, YesNo},
        key, maybe, need,
    },
    records::{ExportMode, LegRide, Line, LineIdx, LineLeg},
    timetable::Interruptions,
};
use portolan_model::Code;
use std::collections::{HashMap, HashSet};

pub(crate) struct LineRow {
    name: String,
    name_zh: String,
    operator: Code,
    export_mode: ExportMode,
    description: String,
}

impl TableRow for LineRow {
    const FILE: &'static str = "lines.csv";
    const COLUMNS: &'static [Column] = &[
        key("line"),
        need("name"),
        maybe("name_zh"),
        need("operator"),
        need("export_mode"),
        maybe("description"),
    ];
    type Key = Code;

    fn key(row: &mut Row) -> Code {
        row.need("line")
    }

    fn read(row: &mut Row, _: Code) -> Self {
        Self {
            name: row.need("name"),
            name_zh: row.text("name_zh"),
            operator: row.need("operator"),
            export_mode: row.need("export_mode"),
            description: row.text("description"),
        }
    }
}

pub(crate) struct LineLegRow {
    stage: Step,
    entry: bool,
    exit: bool,
}

impl TableRow for LineLegRow {
    const FILE: &'static str = "line_legs.csv";
    const COLUMNS: &'static [Column] =
        &[key("line"), key("leg"), need("stage"), maybe("entry"), maybe("exit")];
    type Key = Pair<Code, Code>;

    fn key(row: &mut Row) -> Self::Key {
        Pair(row.need("line"), row.need("leg"))
    }

    fn read(row: &mut Row, _: Self::Key) -> Self {
        Self {
            stage: row.need("stage"),
            entry: row.maybe("entry").is_some_and(YesNo::is_yes),
            exit: row.maybe("exit").is_some_and(YesNo::is_yes),
        }
    }
}

pub(crate) fn link(draft: &mut Draft, lines: &Table<LineRow>, legs: &Table<LineLegRow>) {
    for (key, placed) in &lines.rows {
        let row = &placed.row;
        let operator = draft.operator(placed.at, "operator", row.operator.as_str());
        let line = operator.map(|operator| Line {
            key: key.clone(),
            name: row.name.clone(),
            name_zh: row.name_zh.clone(),
            operator,
            export_mode: row.export_mode,
            description: row.description.clone(),
            legs: Vec::new(),
            disruptions: Vec::new(),
            interruptions: Interruptions::default(),
            provenance: placed.provenance.clone(),
        });
        draft.lines.push(placed.at, key.as_str(), line);
    }
    let places = link_legs(draft, legs);
    // A line with a faulty leg is not checked: its stages are not known.
    let is_lost = |leg: &Code| draft.legs.get(leg.as_str()).is_none();
    let lost = legs.rows.iter().filter(|(Pair(_, leg), row)| row.at.is_broken || is_lost(leg));
    let torn: HashSet<Code> = lost.map(|(Pair(line, _), _)| line.clone()).collect();
    let whole = lines.rows.iter().filter(|(key, _)| !torn.contains(key));
    for (key, placed) in whole {
        if let Some(line) = draft.lines.get(key.as_str()) {
            check_stages(draft, line, placed.at, &places);
        }
    }
}

/// Where the row of each leg of each line stands.
type Places = HashMap<(LineIdx, Code), At>;

fn link_legs(draft: &mut Draft, table: &Table<LineLegRow>) -> Places {
    let mut places = Places::new();
    for (Pair(line_key, leg_key), placed) in &table.rows {
        let (at, row) = (placed.at, &placed.row);
        let line = draft.line(at, "line", line_key.as_str());
        let leg = draft.leg(at, "leg", leg_key.as_str());
        let (Some(line), Some(leg), false) = (line, leg, at.is_broken) else {
            continue;
        };
        let stage = u16::try_from(row.stage.0).expect("invariant: stages are below a thousand");
        let (entry, exit) = (row.entry, row.exit);
        draft.lines.arena[line].legs.push(LineLeg { leg, stage, entry, exit });
        let provenance = placed.provenance.clone();
        draft.legs.arena[leg].rides.push(LegRide { line, stage, entry, exit, provenance });
        places.insert((line, leg_key.clone()), at);
    }
    for line in draft.lines.arena.as_mut_slice() {
        line.legs.sort_by_key(|leg| (leg.stage, leg.leg));
    }
    places
}

/// Checks that a line can be entered and left, and that every leg lies between an entry and an exit.
fn check_stages(draft: &mut Draft, index: LineIdx, at: At, places: &Places) {
    let line = &draft.lines.arena[index];
    let legs = line.legs.clone();
    let lack = if legs.is_empty() {
        Some(("line_empty", "the line has no legs", "add them to line_legs.csv"))
    } else if !legs.iter().any(|leg| leg.entry) {
        Some(("line_no_entry", "no leg of the line is an entry", "mark one with entry = yes"))
    } else if !legs.iter().any(|leg| leg.exit) {
        Some(("line_no_exit", "no leg of the line is an exit", "mark one with exit = yes"))
    } else {
        None
    };
    if let Some((code, what, mend)) = lack {
        return draft.error(at, "line", CellFault::new(code, what, mend));
    }
    let follows = |first: &LineLeg, then: &LineLeg| {
        first.stage < then.stage
            && draft.legs.arena[first.leg].to == draft.legs.arena[then.leg].from
    };
    let mut is_entered: Vec<bool> = legs.iter().map(|leg| leg.entry).collect();
    for then in 0..legs.len() {
        let before = (0..then).any(|first| is_entered[first] && follows(&legs[first], &legs[then]));
        is_entered[then] |= before;
    }
    let mut is_left: Vec<bool> = legs.iter().map(|leg| leg.exit).collect();
    for first in (0..legs.len()).rev() {
        let after =
            (first..legs.len()).any(|then| is_left[then] && follows(&legs[first], &legs[then]));
        is_left[first] |= after;
    }
    for ((leg, is_entered), is_left) in legs.iter().zip(is_entered).zip(is_left) {
        if is_entered && is_left {
            continue;
        }
        let key = draft.legs.arena[leg.leg].key.clone();
        let what = if is_entered {
            format!("from leg `{key}` no exit of the line is reached")
        } else {
            format!("leg `{key}` is reached from no entry of the line")
        };
        let mend = "give it a stage between legs that join it, or mark it entry or exit";
        let at = places.get(&(index, key)).copied().unwrap_or(at);
        draft.error(at, "stage", CellFault::new("line_unconnected", what, mend));
    }
}
