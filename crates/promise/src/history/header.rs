//! The first row: which column holds what, and which further columns are features.

use std::collections::BTreeMap;

use super::{History, ReadOptions};
use crate::{Fault, fault::excerpt, limits};

/// Columns with a meaning of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    ShippedAt,
    DeliveredAt,
    Origin,
    Destination,
    Service,
    Seller,
    Mass,
    PromisedAt,
    HandedOverAt,
}

const FIELDS: [(Field, &str, bool); 9] = [
    (Field::ShippedAt, "shipped_at", true),
    (Field::DeliveredAt, "delivered_at", true),
    (Field::Origin, "origin", true),
    (Field::Destination, "destination", true),
    (Field::Service, "service", false),
    (Field::Seller, "seller", false),
    (Field::Mass, "mass_g", false),
    (Field::PromisedAt, "promised_at", false),
    (Field::HandedOverAt, "handed_over_at", false),
];

/// Signs between cells, in the order they are tried.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Columns with a pair of degrees.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Degrees {
    pub latitude: Option<usize>,
    pub longitude: Option<usize>,
}

/// Where everything is.
#[derive(Debug, Default)]
pub(super) struct Header {
    fields: BTreeMap<Field, usize>,
    /// Columns of the features, in order.
    pub extras: Vec<usize>,
    pub origin: Degrees,
    pub destination: Degrees,
}

impl Header {
    /// The column of a field, from 0.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.fields.get(&field).copied()
    }

    /// The heading of a field.
    pub fn name(field: Field) -> &'static str {
        FIELDS.iter().find(|(own, ..)| *own == field).map_or("", |(_, name, _)| name)
    }

    /// Reads the headings; all faults come together.
    pub fn read(
        headings: &[String],
        options: &ReadOptions,
        history: &mut History,
    ) -> Result<Self, Vec<Fault>> {
        if headings.iter().all(String::is_empty) {
            let mend = "begin it with a row of headings";
            return Err(vec![Fault::of_file("file_empty", "the file has no header", mend)]);
        }
        if headings.len() > limits::COLUMNS_MAX {
            let what = format!("the file has {} columns", headings.len());
            let mend = format!("keep at most {}", limits::COLUMNS_MAX);
            return Err(vec![Fault::of_file("columns_too_many", what, mend)]);
        }
        let mut header = Self::default();
        let mut faults = Vec::new();
        for (column, heading) in headings.iter().enumerate() {
            let is_ignored = options.ignored.iter().any(|name| compared(name) == *heading);
            if !heading.is_empty() && !is_ignored {
                header.place(column, heading, history, &mut faults);
            }
        }
        for (field, name, is_required) in FIELDS {
            if is_required && header.column(field).is_none() {
                let what = format!("column `{name}` is missing");
                let mend = format!("add a column with the heading `{name}`");
                let fault = Fault::of_file("column_missing", what, mend);
                faults.push(fault.at_line(1).in_column(name));
            }
        }
        history.extra_columns =
            header.extras.iter().map(|&column| headings[column].clone()).collect();
        if faults.is_empty() { Ok(header) } else { Err(faults) }
    }

    fn place(
        &mut self,
        column: usize,
        heading: &str,
        history: &mut History,
        faults: &mut Vec<Fault>,
    ) {
        if let Some((field, name, _)) = FIELDS.iter().find(|(_, name, _)| *name == heading) {
            if let Some(first) = self.fields.insert(*field, column) {
                let what = format!("heading `{name}` repeats column {}", first + 1);
                let fault = Fault::of_file("column_repeated", what, "keep one of the two");
                faults.push(fault.at_line(1).in_column(name));
            }
            return;
        }
        self.note_degrees(column, heading);
        if self.extras.len() < limits::EXTRA_COLUMNS_MAX {
            self.extras.push(column);
        } else {
            let what = format!("heading `{}` is one feature too many", excerpt(heading));
            let mend = format!("keep the {} that matter", limits::EXTRA_COLUMNS_MAX);
            let warning = Fault::of_file("column_unread", what, mend);
            history.warn(warning.at_line(1).in_column(heading));
        }
    }

    /// `origin_lat`, `seller_longitude`, `customer_lng` …: whose coordinates a column tells.
    fn note_degrees(&mut self, column: usize, heading: &str) {
        let words: Vec<&str> = heading.split('_').collect();
        let has = |names: &[&str]| words.iter().any(|word| names.contains(word));
        let end = if has(&["origin", "seller", "sender", "from", "pickup", "warehouse"]) {
            &mut self.origin
        } else if has(&["destination", "dest", "customer", "buyer", "receiver", "recipient", "to"])
        {
            &mut self.destination
        } else {
            return;
        };
        if has(&["lat", "latitude"]) {
            end.latitude = end.latitude.or(Some(column));
        } else if has(&["lng", "lon", "long", "longitude"]) {
            end.longitude = end.longitude.or(Some(column));
        }
    }
}

/// A heading as compared: lower case, with underscores for blanks and dashes.
fn compared(heading: &str) -> String {
    heading.trim().to_lowercase().replace([' ', '-'], "_")
}

/// The header under the separator that makes most sense of it.
pub(super) fn first_record(text: &str) -> (u8, Vec<String>) {
    let read = |separator: u8| {
        let mut record = csv::StringRecord::new();
        let mut reader = super::rows::reader(text, separator);
        // Reading text from memory fails only where it is no UTF-8, and this is.
        let _ = reader.read_record(&mut record);
        record.iter().map(compared).collect::<Vec<String>>()
    };
    let score = |headings: &[String]| {
        FIELDS.iter().filter(|(_, name, _)| headings.iter().any(|own| own == name)).count()
    };
    let mut best = (SEPARATORS[0], read(SEPARATORS[0]));
    for separator in SEPARATORS {
        let headings = read(separator);
        if score(&headings) > score(&best.1) {
            best = (separator, headings);
        }
    }
    best
}
