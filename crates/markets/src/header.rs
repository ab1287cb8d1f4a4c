//! The row of headings: where each field is found.
//!
//! Headings are compared without letter case, blanks, dashes and underscores. A heading nobody knows is left out
//! with a warning, unless it looks like a missing one misspelt: that is a fault, because its data would be lost.
//! Where a mapping says which column is which, headings say nothing.

use crate::{
    Fault, MappedTo, Mapping, cells,
    field::{self, Field},
    layouts::{Columns, Layout},
    limits,
};

#[cfg(test)]
mod tests;

/// Where each field is.
#[derive(Debug, Default)]
pub(crate) struct Header {
    /// The source of each field, by the field's place in its format.
    sources: Vec<Option<Source>>,
    /// The headings as compared.
    headings: Vec<String>,
}

/// Where a field's text is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// A column, from 0.
    Column(usize),
    /// The mapping itself.
    Constant(String),
    /// Several columns of a layout.
    Columns(Columns),
}

/// A header with what is wrong with it and what is worth a look.
pub(crate) struct ReadHeader {
    pub header: Header,
    pub faults: Vec<Fault>,
    pub warnings: Vec<Fault>,
}

impl Header {
    /// Where a field is from; none where the file does not have it.
    pub(crate) fn source(&self, field: usize) -> Option<&Source> {
        self.sources.get(field).and_then(Option::as_ref)
    }

    /// The column of a field, from 0.
    pub(crate) fn column(&self, field: usize) -> Option<usize> {
        match self.source(field) {
            Some(&Source::Column(column)) => Some(column),
            Some(Source::Columns(columns)) => columns.list().first().copied(),
            Some(Source::Constant(_)) | None => None,
        }
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

/// What headings are worth: how many fields they name.
pub(crate) fn score(headings: &[String], fields: &[Field]) -> usize {
    headings.iter().filter(|cell| find_field(&compared(cell), fields).is_some()).count()
}

fn start(headings: &[String], fields: &[Field]) -> Result<Header, Box<ReadHeader>> {
    let sources = vec![None; fields.len()];
    let compared = headings.iter().map(|cell| compared(cell)).collect();
    let header = Header { sources, headings: compared };
    if headings.len() <= limits::COLUMNS_MAX {
        return Ok(header);
    }
    let what = format!("the file has more than {} columns", limits::COLUMNS_MAX);
    let fault = Fault::of_file("columns_too_many", what, "take out those that are not needed");
    Err(Box::new(ReadHeader { header, faults: vec![fault], warnings: Vec::new() }))
}

/// Reads headings of our own; all faults and warnings come together.
pub(crate) fn read(given: &[String], fields: &'static [Field], line: u32) -> ReadHeader {
    let mut header = match start(given, fields) {
        Ok(header) => header,
        Err(refused) => return *refused,
    };
    let (mut faults, mut unknown) = (Vec::new(), Vec::new());
    for (column, heading) in header.headings.iter().enumerate() {
        match find_field(heading, fields) {
            None if heading.is_empty() => {}
            None => unknown.push(column),
            Some(field) => {
                if let Some(first) = header.column(field) {
                    let fault = twice(first, &given[column], fields[field].name);
                    faults.push(at(fault, line, column));
                } else {
                    header.sources[field] = Some(Source::Column(column));
                }
            }
        }
    }
    let mut missing = field::missing(fields, &|place| header.source(place).is_some());
    let mut warnings = Vec::new();
    for column in unknown {
        let heading = &header.headings[column];
        let absent = fields.iter().enumerate().filter(|(place, _)| header.source(*place).is_none());
        match nearest(heading, absent.map(|(_, field)| field)) {
            Some(name) => {
                missing.retain(|field| *field != name);
                faults.push(at(misspelt(&given[column], name), line, column));
            }
            None => warnings.push(at(unread(&given[column]), line, column)),
        }
    }
    faults.extend(missing.into_iter().map(|name| absent_column(name, fields, line)));
    ReadHeader { header, faults, warnings }
}

/// A header whose fields are where a mapping says; its headings are not looked at. Where a layout has
/// several columns for a field and the mapping names the first, all of them are meant.
pub(crate) fn mapped(
    given: &[String],
    fields: &'static [Field],
    line: u32,
    mapping: &Mapping,
    layout: Option<&Layout>,
) -> ReadHeader {
    let mut header = match start(given, fields) {
        Ok(header) => header,
        Err(refused) => return *refused,
    };
    let mut faults = mapping.faults(fields, given.len());
    let mut of_layout = layout.map(|layout| layout.columns(given)).unwrap_or_default();
    for (place, field) in fields.iter().enumerate() {
        header.sources[place] = mapping.of(field).and_then(|to| match to {
            MappedTo::Constant(text) => Some(Source::Constant(text.clone())),
            MappedTo::Column(column) => {
                let column = usize::try_from(*column).ok()?;
                let all = of_layout.remove(field.name);
                let all = all.filter(|all| all.list().first() == Some(&column));
                Some(all.map_or(Source::Column(column), Source::Columns))
            }
        });
    }
    let missing = field::missing(fields, &|place| header.source(place).is_some());
    faults.extend(missing.into_iter().map(|name| absent_column(name, fields, line)));
    ReadHeader { header, faults, warnings: Vec::new() }
}

/// The mapping that headings of our own make, and where `is_close`, those that nearly do: each column is
/// the field that it names, or else the one it is closest to.
pub(crate) fn proposed(given: &[String], fields: &[Field], is_close: IsClose) -> Mapping {
    let mut mapping = Mapping::default();
    let mut unknown = Vec::new();
    let mut put = |name: &str, column: usize| {
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        mapping.fields.entry(name.to_owned()).or_insert(MappedTo::Column(column));
    };
    for (column, heading) in given.iter().map(|cell| compared(cell)).enumerate() {
        match find_field(&heading, fields) {
            Some(field) => put(fields[field].name, column),
            None => unknown.push((column, heading)),
        }
    }
    if is_close == IsClose::No {
        return mapping;
    }
    for (column, heading) in unknown {
        let absent = fields.iter().filter(|field| mapping.of(field).is_none());
        if let Some(name) = nearest(&heading, absent.clone()).or_else(|| part_of(&heading, absent))
        {
            let column = u32::try_from(column).unwrap_or(u32::MAX);
            mapping.fields.insert(name.to_owned(), MappedTo::Column(column));
        }
    }
    mapping
}

/// Whether headings that are nearly a field's are proposed for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IsClose {
    /// Only those that name it.
    No,
    /// Those that look like it too.
    Yes,
}

/// The field whose name or longest alias stands at the end or the beginning of a heading (`Buyer postal code`,
/// `Quantity ordered`).
fn part_of<'a>(heading: &str, fields: impl Iterator<Item = &'a Field>) -> Option<&'static str> {
    let length_of = |field: &Field| {
        let own = field.name.replace('_', "");
        let names = field.aliases.iter().copied().chain([own.as_str()]);
        let parts = names.filter(|name| {
            name.chars().count() >= 4 || !name.is_ascii() && name.chars().count() >= 2
        });
        let parts = parts.filter(|name| heading.ends_with(name) || heading.starts_with(name));
        parts.map(str::len).max().unwrap_or(0)
    };
    let rated = fields.map(|field| (length_of(field), field.name)).filter(|rated| rated.0 > 0);
    rated.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, name)| name)
}

fn at(fault: Fault, line: u32, column: usize) -> Fault {
    Fault { line: Some(line), column: u32::try_from(column + 1).ok(), ..fault }
}

fn twice(first: usize, given: &str, name: &'static str) -> Fault {
    let what = format!("heading `{}` repeats column {}", cells::excerpt(given), first + 1);
    let fault = Fault::of_file("column_repeated", what, "keep one of the two");
    Fault { field: Some(name), ..fault }
}

fn misspelt(given: &str, name: &'static str) -> Fault {
    let what = format!("heading `{}` is unknown", cells::excerpt(given));
    let mend = format!("write `{name}` if that is meant, else take the column out");
    Fault { field: Some(name), ..Fault::of_file("column_unknown", what, mend) }
}

fn unread(given: &str) -> Fault {
    let what =
        format!("heading `{}` is unknown and its column was not read", cells::excerpt(given));
    Fault::of_file("column_unread", what, "take the column out, or rename it")
}

fn absent_column(name: &'static str, fields: &[Field], line: u32) -> Fault {
    let field = field::place_of(name, fields).map(|place| &fields[place]);
    let other = field.and_then(Field::substitute);
    let other = other.map(|other| format!(", or one with `{other}`")).unwrap_or_default();
    let fault = Fault::of_file(
        "column_missing",
        format!("column `{name}` is missing"),
        format!("add a column with the heading `{name}`, or map one to it{other}"),
    );
    Fault { line: Some(line), field: Some(name), ..fault }
}

/// A heading as compared: lower case, without blanks, dashes, underscores, dots and brackets.
pub(crate) fn compared(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || *c == '#');
    kept.flat_map(char::to_lowercase).collect()
}

fn find_field(heading: &str, fields: &[Field]) -> Option<usize> {
    let is_named =
        |field: &Field| compared_equals(field.name, heading) || field.aliases.contains(&heading);
    fields.iter().position(is_named)
}

fn compared_equals(name: &str, heading: &str) -> bool {
    name.bytes().filter(|&byte| byte != b'_').eq(heading.bytes())
}

/// The field whose name or alias is closest to a heading, if it is close: one letter in three may be wrong,
/// and two at most.
fn nearest<'a>(heading: &str, fields: impl Iterator<Item = &'a Field>) -> Option<&'static str> {
    let wanted: Vec<char> = heading.chars().collect();
    let allowed = (wanted.len() / 3).min(2);
    let distance_of = |field: &Field| {
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
