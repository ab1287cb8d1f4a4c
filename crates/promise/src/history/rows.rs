//! The rows below the header.

use std::collections::HashSet;

use jiff::Timestamp;

use super::{
    History, ReadOptions, Row,
    cells::{self, Instant},
    header::{Degrees, Field, Header},
};
use crate::{
    Extra, Fault, Features, Observation,
    fault::excerpt,
    limits,
    place::{Place, Point},
};

/// Seconds of a day.
const DAY: i64 = 86_400;

/// A reader over text in memory.
pub(super) fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes())
}

/// A row in hand.
struct Cells<'a> {
    line: u64,
    header: &'a Header,
    record: &'a csv::StringRecord,
    history: &'a mut History,
}

impl Cells<'_> {
    fn text(&self, column: Option<usize>) -> &str {
        column.and_then(|column| self.record.get(column)).map_or("", str::trim)
    }

    fn of(&self, field: Field) -> &str {
        self.text(self.header.column(field))
    }

    fn warn(&mut self, field: Field, code: &'static str, what: String, mend: &str) {
        let warning = Fault::of_file(code, what, mend);
        self.history.warn(warning.at_line(self.line).in_column(Header::name(field)));
    }

    /// The instant of a field; none where it is empty or cannot be read, which is told.
    fn instant(&mut self, field: Field) -> Option<Instant> {
        let text = self.of(field);
        if cells::is_nothing(text) {
            return None;
        }
        let read = cells::instant(text);
        if read.is_none() {
            let what = format!("`{}` is no instant and was left out", excerpt(text));
            self.warn(field, "instant_unreadable", what, "write it as 2026-11-22T10:30:00+01:00");
        }
        read
    }

    fn degrees(&self, pair: Degrees) -> Option<Point> {
        let latitude = cells::number(self.text(pair.latitude))?;
        Point::new(latitude, cells::number(self.text(pair.longitude))?)
    }

    fn word(&self, field: Field) -> String {
        let text = self.of(field);
        if cells::is_nothing(text) { String::new() } else { text.to_owned() }
    }

    fn mass(&mut self) -> Option<f64> {
        let text = self.of(Field::Mass);
        if cells::is_nothing(text) {
            return None;
        }
        let mass = cells::number(text).filter(|&mass| mass >= 0.0);
        if mass.is_none() {
            let what = format!("`{}` is no mass and was left out", excerpt(text));
            self.warn(Field::Mass, "number_unreadable", what, "write grams in digits");
        }
        mass
    }
}

/// Reads every row below the header.
pub(super) fn read(
    text: &str,
    separator: u8,
    header: &Header,
    options: &ReadOptions,
    history: &mut History,
) -> Result<(), Fault> {
    let mut reader = reader(text, separator);
    let mut record = csv::StringRecord::new();
    // The header was read before.
    let _ = reader.read_record(&mut record);
    let mut seen: HashSet<u64> = HashSet::new();
    let (mut twice, mut first_twice) = (0_usize, 0_u64);
    let mut index = 0_usize;
    while reader.read_record(&mut record).unwrap_or(false) {
        let line = record.position().map_or(0, csv::Position::line);
        if record.as_slice().len() > limits::LINE_BYTES_MAX {
            let mend = "close the quotation mark that begins in this row";
            return Err(Fault::of_file("row_too_long", "the row does not end", mend).at_line(line));
        }
        if index >= limits::ROWS_MAX {
            let what = format!("the file has more than {} rows", limits::ROWS_MAX);
            return Err(Fault::of_file("rows_too_many", what, "leave out the oldest").at_line(line));
        }
        if !seen.insert(crate::book::hash_text(0, record.as_slice())) {
            twice += 1;
            first_twice = if first_twice == 0 { line } else { first_twice };
        }
        history.rows_read += 1;
        take(Cells { line, header, record: &record, history }, options, index);
        index += 1;
    }
    if twice > 0 {
        let what = format!("{twice} rows repeat an earlier one word for word");
        let mend = "take them out if they are no parcels of their own; they were kept";
        history.warn(Fault::of_file("rows_repeated", what, mend).at_line(first_twice));
    }
    Ok(())
}

fn take(mut cells: Cells<'_>, options: &ReadOptions, index: usize) {
    let line = cells.line;
    let told = cells.of(Field::ShippedAt).to_owned();
    let Some(shipped) = cells::instant(&told) else {
        let what = format!("`{}` is no instant, the row was left out", excerpt(&told));
        let mend = "write it as 2026-11-22T10:30:00+01:00 or 2026-11-22";
        let fault = Fault::of_file("shipped_unreadable", what, mend);
        let fault = fault.at_line(line).in_column(Header::name(Field::ShippedAt));
        return cells.history.fault(fault);
    };
    if shipped.at > options.now {
        let what = format!("`{}` is in the future, the row was left out", excerpt(&told));
        let fault = Fault::of_file("shipped_in_future", what, "mend the date, or the clock");
        let fault = fault.at_line(line).in_column(Header::name(Field::ShippedAt));
        return cells.history.fault(fault);
    }
    let delivered_at = arrival(&mut cells, shipped, options.now, Field::DeliveredAt);
    let handed = arrival(&mut cells, shipped, options.now, Field::HandedOverAt);
    let handed_over_at = match (handed, delivered_at) {
        (Some(handed), Some(delivered)) if handed > delivered => {
            let what = "the hand-over is after the delivery and was left out".to_owned();
            cells.warn(Field::HandedOverAt, "handed_over_late", what, "mend one of the two");
            None
        }
        (handed, _) => handed,
    };
    let features = features(&mut cells, shipped.at);
    let observation = Observation { features, handed_over_at, delivered_at };
    cells.history.rows.push(Row { index, observation });
}

/// An end of a stretch that begins when the shipment leaves: not before, not in the future, not absurdly late.
fn arrival(
    cells: &mut Cells<'_>,
    shipped: Instant,
    now: Timestamp,
    field: Field,
) -> Option<Timestamp> {
    let end = cells.instant(field)?;
    let seconds = end.at.as_second() - shipped.at.as_second();
    let told = excerpt(cells.of(field));
    // A bare date is the whole day: the morning of the day it left is no contradiction.
    if end.is_date && (-DAY..0).contains(&seconds) {
        return Some(shipped.at);
    }
    if seconds < 0 {
        let what = format!("`{told}` is before the shipment and was left out");
        cells.warn(field, "arrival_before_departure", what, "mend the clocks: write offsets");
        return None;
    }
    if end.at > now {
        let what = format!("`{told}` is in the future and was left out");
        cells.warn(field, "arrival_in_future", what, "leave it empty while under way");
        return None;
    }
    if seconds > limits::DURATION_DAYS_MAX * DAY {
        let what =
            format!("`{told}` is {} days after the shipment and was left out", seconds / DAY);
        cells.warn(field, "duration_absurd", what, "mend one of the two dates");
        return None;
    }
    Some(end.at)
}

fn features(cells: &mut Cells<'_>, shipped_at: Timestamp) -> Features {
    let header = cells.header;
    let promised_at = cells.instant(Field::PromisedAt).map(|promised| promised.at);
    let mass_grams = cells.mass();
    let extras = header.extras.iter().map(|&column| extra(cells.text(Some(column)))).collect();
    Features {
        shipped_at,
        origin: Place::parse(&cells.word(Field::Origin)).at(cells.degrees(header.origin)),
        destination: Place::parse(&cells.word(Field::Destination))
            .at(cells.degrees(header.destination)),
        service: cells.word(Field::Service),
        seller: cells.word(Field::Seller),
        mass_grams,
        promised_at,
        extras,
    }
}

/// A further column's cell. Instants are never features: what has a date of its own may lie after the shipment.
fn extra(text: &str) -> Extra {
    if cells::is_nothing(text) || cells::has_date_shape(text) {
        return Extra::None;
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Extra::Number(number),
        Ok(_) => Extra::None,
        Err(_) => Extra::Text(text.to_owned()),
    }
}
