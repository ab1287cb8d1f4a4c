//! `holidays.csv`: one row per calendar and day.

use super::Pair;
use crate::{
    clock::day_of_date,
    draft::Draft,
    read::{Column, Row, Table, TableRow, key, need},
    records::Calendar,
};
use jiff::civil;
use portolan_model::Code;
use std::collections::BTreeMap;

pub(crate) struct HolidayRow {
    name: String,
}

impl TableRow for HolidayRow {
    const FILE: &'static str = "holidays.csv";
    const COLUMNS: &'static [Column] = &[key("calendar"), key("date"), need("name")];
    type Key = Pair<Code, civil::Date>;

    fn key(row: &mut Row) -> Self::Key {
        Pair(row.need("calendar"), row.need("date"))
    }

    fn read(row: &mut Row, _: Self::Key) -> Self {
        Self { name: row.need("name") }
    }
}

/// A holiday whose row does not count on its day is none.
pub(crate) fn link(draft: &mut Draft, table: &Table<HolidayRow>) {
    let mut calendars: BTreeMap<&Code, Vec<(civil::Date, String)>> = BTreeMap::new();
    for (Pair(calendar, date), placed) in &table.rows {
        let days = calendars.entry(calendar).or_default();
        if !placed.at.is_broken && placed.provenance.valid.contains(*date) {
            days.push((*date, placed.row.name.clone()));
        }
    }
    for (key, days) in calendars {
        let day_numbers = days.iter().map(|(date, _)| day_of_date(*date)).collect();
        let calendar = Calendar { key: key.clone(), days, day_numbers };
        draft.calendars.add(key.as_str(), calendar);
    }
}
