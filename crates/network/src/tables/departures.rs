//! `departures.csv`

use crate::{
    draft::Draft,
    read::{
        CellFault, Column, Placed, Row, Table, TableRow,
        cell::{Count, Hours, LoadGrams},
        key, maybe, need,
    },
    records::{Departure, LegIdx, Runs, TimeOfDay, WeekdayMask},
    timetable::Timetable,
    word::Word,
};
use jiff::civil;
use portolan_model::Code;

pub(crate) struct DepartureRow {
    leg: Code,
    weekdays: Option<WeekdayMask>,
    date: Option<civil::Date>,
    departs: TimeOfDay,
    cutoff: Option<Hours>,
    holidays: Option<Holidays>,
    capacity_grams: Option<LoadGrams>,
    capacity_pieces: Option<Count>,
}

/// What a departure does on holidays.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holidays {
    Run,
    Skip,
}

impl Word for Holidays {
    const WHAT: &'static str = "way with holidays";
    const WORDS: &'static [(Self, &'static str)] = &[(Self::Run, "run"), (Self::Skip, "skip")];
}

impl TableRow for DepartureRow {
    const FILE: &'static str = "departures.csv";
    const COLUMNS: &'static [Column] = &[
        key("departure"),
        need("leg"),
        maybe("weekdays"),
        maybe("date"),
        need("departs"),
        maybe("cutoff_hours"),
        maybe("holidays"),
        maybe("capacity_grams"),
        maybe("capacity_pieces"),
    ];
    type Key = Code;

    fn key(row: &mut Row) -> Code {
        row.need("departure")
    }

    fn read(row: &mut Row, _: Code) -> Self {
        let departure = Self {
            leg: row.need("leg"),
            weekdays: row.maybe("weekdays"),
            date: row.maybe("date"),
            departs: row.need("departs"),
            cutoff: row.maybe("cutoff_hours"),
            holidays: row.maybe("holidays"),
            capacity_grams: row.maybe("capacity_grams"),
            capacity_pieces: row.maybe("capacity_pieces"),
        };
        row.check(departure.weekdays.is_some() != departure.date.is_some(), "weekdays", || {
            let what = "it leaves either on weekdays or on one date";
            CellFault::new("departure_days", what, "fill in exactly one of weekdays and date")
        });
        departure
    }
}

/// Gives each leg its departures, in the order of their time of day, then of their keys.
pub(crate) fn link(draft: &mut Draft, table: &Table<DepartureRow>) {
    for (key, placed) in &table.rows {
        let (at, row) = (placed.at, &placed.row);
        let Some(leg) = draft.leg(at, "leg", row.leg.as_str()) else {
            continue;
        };
        if at.is_broken {
            continue;
        }
        let departure = departure(key, placed);
        if let Runs::Once(date) = departure.runs
            && !departure.provenance.valid.contains(date)
        {
            let what = format!("{date} is not one of the days on which the row counts");
            let fault = CellFault::new("departure_never", what, "change the date or the validity");
            draft.error(at, "date", fault);
        }
        check_headway(draft, placed, leg);
        let record = &mut draft.legs.arena[leg];
        record.is_scheduled = true;
        record.departures.push(departure);
    }
    for leg in draft.legs.arena.as_mut_slice() {
        leg.departures.sort_by(|a, b| (a.departs, &a.key).cmp(&(b.departs, &b.key)));
        leg.timetable = Timetable::new(&leg.provenance.valid, &leg.departures);
    }
}

fn departure(key: &Code, placed: &Placed<DepartureRow>) -> Departure {
    let row = &placed.row;
    Departure {
        key: key.clone(),
        runs: row
            .date
            .map_or_else(|| Runs::Weekly(row.weekdays.unwrap_or(WeekdayMask::ALL)), Runs::Once),
        departs: row.departs,
        cutoff_seconds: row.cutoff.map_or(0, |cutoff| cutoff.seconds),
        skips_holidays: row.holidays == Some(Holidays::Skip),
        capacity_grams: row.capacity_grams.map(|grams| grams.0),
        capacity_pieces: row.capacity_pieces.map(Count::to_u32),
        provenance: placed.provenance.clone(),
    }
}

fn check_headway(draft: &mut Draft, placed: &Placed<DepartureRow>, leg: LegIdx) {
    let record = &draft.legs.arena[leg];
    if record.headway_seconds.is_some() && record.departures.is_empty() {
        let what = format!("leg `{}` has a headway, which its departures replace", record.key);
        let fault = CellFault::new("headway_unused", what, "empty headway_hours of the leg");
        draft.warning(placed.at, "leg", fault);
    }
}
