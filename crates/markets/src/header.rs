//! The first row: which column holds which field.
//!
//! Headings are compared without letter case, blanks, dashes and underscores. A heading nobody knows is left out
//! with a warning, unless it looks like a missing one misspelt: that is a fault, because its data would be lost.

use crate::{Fault, cells, limits};

#[cfg(test)]
mod tests;

/// A field of a format and the headings it goes by.
#[derive(Debug)]
pub(crate) struct FieldSpec {
    /// The field's name in the format.
    pub name: &'static str,
    /// Other headings, as compared: lower case, without blanks, dashes and underscores.
    pub aliases: &'static [&'static str],
    pub need: Need,
}

/// Whether a file must have a field's column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Must,
    May,
    /// Unless the file has that other field.
    Unless(&'static str),
}

/// Where each field is.
#[derive(Debug, Default)]
pub(crate) struct Header {
    /// The column of each field, from 0, by the field's place in its format.
    columns: Vec<Option<usize>>,
    /// The headings as compared.
    headings: Vec<String>,
}

impl Header {
    /// The column of a field, from 0.
    pub(crate) fn column(&self, field: usize) -> Option<usize> {
        self.columns.get(field).copied().flatten()
    }

    /// The heading of a field's column, as compared: it can carry a unit.
    pub(crate) fn heading(&self, field: usize) -> &str {
        self.column(field).and_then(|column| self.headings.get(column)).map_or("", String::as_str)
    }

    /// How many columns the header has.
    pub(crate) fn width(&self) -> usize {
        self.headings.len()
    }
}

/// What a header is worth: how many fields it has.
pub(crate) fn score<'a>(cells: impl Iterator<Item = &'a str>, fields: &[FieldSpec]) -> usize {
    cells.filter(|cell| find_field(&compared(cell), fields).is_some()).count()
}

/// Reads a header; all faults and warnings come together.
pub(crate) fn read<'a>(
    cells: impl Iterator<Item = &'a str>,
    fields: &[FieldSpec],
) -> (Header, Vec<Fault>, Vec<Fault>) {
    let given: Vec<String> = cells.map(|cell| cells::clean(cell).text).collect();
    let headings: Vec<String> = given.iter().map(|cell| compared(cell)).collect();
    let mut header = Header { columns: vec![None; fields.len()], headings };
    if given.len() > limits::COLUMNS_MAX {
        let what = format!("the file has {} columns", given.len());
        let mend = format!("keep at most {}", limits::COLUMNS_MAX);
        return (header, vec![Fault::of_file("columns_too_many", what, mend)], Vec::new());
    }
    let (mut faults, mut unknown) = (Vec::new(), Vec::new());
    for (column, heading) in header.headings.iter().enumerate() {
        match find_field(heading, fields) {
            None if heading.is_empty() => {}
            None => unknown.push(column),
            Some(field) => match header.columns[field] {
                None => header.columns[field] = Some(column),
                Some(first) => {
                    faults.push(twice(column, first, &given[column], fields[field].name));
                }
            },
        }
    }
    let mut missing = missing_fields(&header, fields);
    let mut warnings = Vec::new();
    for column in unknown {
        let heading = &header.headings[column];
        let absent =
            fields.iter().enumerate().filter(|(field, _)| header.columns[*field].is_none());
        match nearest(heading, absent.map(|(_, field)| field)) {
            Some(name) => {
                missing.retain(|field| *field != name);
                faults.push(misspelt(column, &given[column], name));
            }
            None => warnings.push(unread(column, &given[column])),
        }
    }
    faults.extend(missing.into_iter().map(absent_column));
    (header, faults, warnings)
}

fn missing_fields(header: &Header, fields: &[FieldSpec]) -> Vec<&'static str> {
    let has = |name: &str| {
        fields
            .iter()
            .position(|field| field.name == name)
            .is_some_and(|at| header.column(at).is_some())
    };
    let is_missing = |field: &&FieldSpec| match field.need {
        Need::Must => !has(field.name),
        Need::May => false,
        Need::Unless(other) => !has(field.name) && !has(other),
    };
    fields.iter().filter(is_missing).map(|field| field.name).collect()
}

fn at_column(fault: Fault, column: usize) -> Fault {
    Fault { line: Some(1), column: u32::try_from(column + 1).ok(), ..fault }
}

fn twice(column: usize, first: usize, given: &str, name: &'static str) -> Fault {
    let what = format!("heading `{}` repeats column {}", cells::excerpt(given), first + 1);
    let fault = Fault::of_file("column_repeated", what, "keep one of the two");
    at_column(Fault { field: Some(name), ..fault }, column)
}

fn misspelt(column: usize, given: &str, name: &'static str) -> Fault {
    let what = format!("heading `{}` is unknown", cells::excerpt(given));
    let mend = format!("write `{name}` if that is meant, else take the column out");
    at_column(Fault { field: Some(name), ..Fault::of_file("column_unknown", what, mend) }, column)
}

fn unread(column: usize, given: &str) -> Fault {
    let what =
        format!("heading `{}` is unknown and its column was not read", cells::excerpt(given));
    at_column(Fault::of_file("column_unread", what, "take the column out, or rename it"), column)
}

fn absent_column(name: &'static str) -> Fault {
    let fault = Fault::of_file(
        "column_missing",
        format!("column `{name}` is missing"),
        format!("add a column with the heading `{name}`"),
    );
    Fault { line: Some(1), field: Some(name), ..fault }
}

/// A heading as compared: lower case, without blanks, dashes, underscores, dots and brackets.
fn compared(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || *c == '#');
    kept.flat_map(char::to_lowercase).collect()
}

fn find_field(heading: &str, fields: &[FieldSpec]) -> Option<usize> {
    let is_named = |field: &FieldSpec| {
        compared_equals(field.name, heading) || field.aliases.contains(&heading)
    };
    fields.iter().position(is_named)
}

fn compared_equals(name: &str, heading: &str) -> bool {
    name.bytes().filter(|&byte| byte != b'_').eq(heading.bytes())
}

/// The field whose name or alias is closest to a heading, if it is close: one letter in three may be wrong,
/// and two at most.
fn nearest<'a>(heading: &str, fields: impl Iterator<Item = &'a FieldSpec>) -> Option<&'static str> {
    let wanted: Vec<char> = heading.chars().collect();
    let allowed = (wanted.len() / 3).min(2);
    let distance_of = |field: &FieldSpec| {
        let own = field.name.replace('_', "");
        let names = field.aliases.iter().copied().chain([own.as_str()]);
        names.map(|name| distance(&wanted, name)).min().unwrap_or(usize::MAX)
    };
    let rated = fields.map(|field| (distance_of(field), field.name));
    rated.min().filter(|&(rated, _)| rated <= allowed).map(|(_, name)| name)
}

/// How many letters must be changed, put in or left out to make one text of the other (Levenshtein).
fn distance(left: &[char], right: &str) -> usize {
    let mut row: Vec<usize> = (0..=left.len()).collect();
    for (index, letter) in right.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (place, &own) in left.iter().enumerate() {
            let changed = diagonal + usize::from(own != letter);
            diagonal = row[place + 1];
            row[place + 1] = changed.min(row[place] + 1).min(diagonal + 1);
        }
    }
    row[left.len()]
}
