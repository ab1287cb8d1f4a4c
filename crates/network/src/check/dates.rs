//! Warnings about dates, told against the newest date in the tables, since a check has no clock.

use crate::{Fault, Severity, Snapshot, clock::day_of_date, records::Provenance};
use jiff::civil;

/// Days after which a rate of exchange is old: a month and a week.
const FX_OLD_DAYS: i32 = 38;

/// The newest day on which the tables show that they were kept: beginnings of validity and dates of rates.
/// Holidays and single departures are planned ahead and do not count.
pub(super) fn newest(snapshot: &Snapshot) -> Option<civil::Date> {
    let rates = snapshot.fx.iter().flat_map(|pair| &pair.rates).map(|rate| rate.date);
    let starts = |provenance: &Provenance| provenance.valid.from();
    let legs = snapshot.legs.iter().filter_map(|row| starts(&row.provenance));
    let tariffs = snapshot.tariffs.iter().filter_map(|row| starts(&row.provenance));
    let departures = snapshot.legs.iter().flat_map(|leg| &leg.departures);
    let departures = departures.filter_map(|departure| starts(&departure.provenance));
    rates.chain(legs).chain(tariffs).chain(departures).max()
}

pub(super) fn warnings(snapshot: &Snapshot) -> Vec<Fault> {
    let Some(newest) = newest(snapshot) else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    for calendar in snapshot.calendars.iter() {
        let has_year = |year: i16| calendar.days.iter().any(|(date, _)| date.year() == year);
        for year in [newest.year(), newest.year() + 1] {
            if !has_year(year) {
                let what = format!("calendar `{}` has no holidays of {year}", calendar.key);
                faults.push(warning("holidays.csv", "calendar_old", what, "add them"));
            }
        }
    }
    for pair in &snapshot.fx {
        let Some(last) = pair.rates.last() else {
            continue;
        };
        if day_of_date(newest) - day_of_date(last.date) > FX_OLD_DAYS {
            let what = format!(
                "the newest rate from {} into {} is of {}, and the tables go to {newest}",
                pair.base, pair.quote, last.date
            );
            faults.push(warning("fx.csv", "fx_old", what, "add a newer rate"));
        }
    }
    faults
}

/// A warning about a whole file.
pub(super) fn warning(file: &str, code: &'static str, what: String, mend: &str) -> Fault {
    let (file, mend) = (file.to_owned(), mend.to_owned());
    let severity = Severity::Warning;
    Fault { folder: 0, file, row: None, column: None, severity, code, what, mend }
}
