//! What a file looks like before it is read: its sheets, its columns, and which column could be which field.
//!
//! [`survey`] is for a screen on which a person says which column is which. It tells as much as can be told
//! of any table, whatever its headings; only a file without a table has nothing but a fault.

use crate::{
    Fault, FileKind, MappedTo, Mapping, ReadOptions, cells, field,
    header::{self, IsClose},
    layouts::{Layout, Marked},
    limits,
    sheet::{self, Shape},
    table::Table,
};
use std::{fmt::Write as _, ops::ControlFlow};

#[cfg(test)]
mod tests;

/// What a file looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// What the file is taken for.
    pub kind: FileKind,
    /// The sheets of a workbook, in its order; none of a text.
    pub sheets: Vec<WorkbookSheet>,
    /// The name of the sheet that is read.
    pub sheet: Option<String>,
    /// The name of the encoding; `XLSX` for a workbook, `unknown` where the file is no table.
    pub encoding: &'static str,
    /// The sign between the cells of a text.
    pub separator: Option<char>,
    /// The line of the headings, from 1; 0 where there are none.
    pub header_line: u32,
    /// The columns, in the file's order.
    pub columns: Vec<SurveyColumn>,
    /// How many rows below the headings are not empty.
    pub row_count: u32,
    /// The layout whose headings these are.
    pub layout: Option<RecognisedLayout>,
    /// The mapping proposed, or the one of the options.
    pub mapping: Mapping,
    /// What the proposal rests on.
    pub proposed_by: ProposedBy,
    /// The required fields that the mapping lacks.
    pub unmapped: Vec<&'static str>,
    /// Why the file cannot be read as it is.
    pub faults: Vec<Fault>,
    /// What is worth a look.
    pub warnings: Vec<Fault>,
}

/// One sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkbookSheet {
    /// Its name.
    pub name: String,
    /// Whether the workbook hides it.
    pub is_hidden: bool,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyColumn {
    /// Its heading as written; may be empty.
    pub heading: String,
    /// The first different texts in it that are not empty, five at most.
    pub samples: Vec<String>,
}

/// A marketplace's or program's layout that a file was found to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecognisedLayout {
    /// Its key.
    pub key: &'static str,
    /// Its name, for people.
    pub name: String,
    /// What the layout rests on.
    pub marked: Marked,
}

/// What a proposed mapping rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProposedBy {
    /// The caller's own mapping.
    Options,
    /// Headings of our own format, every field that must be there included.
    OwnHeadings,
    /// The layout that was recognised.
    Layout,
    /// Headings that are ours or look like ours; some may be wrong.
    Closeness,
}

impl ProposedBy {
    /// The stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Options => "options",
            Self::OwnHeadings => "own_headings",
            Self::Layout => "layout",
            Self::Closeness => "closeness",
        }
    }
}

impl Survey {
    /// A text that two files have in common if their kind, headings and order of columns are the same: a
    /// mapping is remembered by it. Long; hash it for a key.
    pub fn fingerprint(&self) -> String {
        let mut text = self.kind.as_str().to_owned();
        for column in &self.columns {
            // The length keeps headings apart whatever they hold.
            let heading = header::compared(&column.heading);
            let _ = write!(text, "|{}:{heading}", heading.len());
        }
        text
    }

    fn of_shape(kind: FileKind, shape: Shape) -> Self {
        Self {
            kind,
            sheets: Vec::new(),
            sheet: None,
            encoding: shape.encoding,
            separator: shape.separator,
            header_line: 0,
            columns: Vec::new(),
            row_count: 0,
            layout: None,
            mapping: Mapping::default(),
            proposed_by: ProposedBy::Closeness,
            unmapped: field::missing(kind.fields(), &|_| false),
            faults: shape.faults,
            warnings: shape.warnings,
        }
    }
}

/// Looks at a file without reading its orders or products.
pub fn survey(bytes: &[u8], options: &ReadOptions, kind: FileKind) -> Survey {
    let fields = kind.fields();
    let score = |headings: &[String]| sheet::head_score(headings, options, kind);
    let table = match Table::open(bytes, options, &score) {
        Ok(table) => table,
        Err(fault) => return Survey::of_shape(kind, Shape::of_fault(fault)),
    };
    let mut told = Survey::of_shape(kind, Shape::of_table(&table));
    told.header_line = table.head.line;
    (told.sheets, told.sheet) = (table.sheets.clone(), table.sheet.clone());
    if table.head.headings.len() > limits::COLUMNS_MAX {
        told.faults = header::read(&table.head.headings, fields, table.head.line).faults;
        return told;
    }
    let layout = match sheet::layout_of(&table, options, kind) {
        Ok(layout) => layout,
        Err(fault) => {
            told.faults.push(fault);
            None
        }
    };
    told.layout = layout.map(|layout| RecognisedLayout {
        key: layout.key.as_str(),
        name: layout.name.clone(),
        marked: layout.marked,
    });
    (told.mapping, told.proposed_by) = propose(&table, options, kind, layout);
    let has = |place: usize| told.mapping.of(&fields[place]).is_some();
    told.unmapped = field::missing(fields, &has);
    told.faults.extend(told.mapping.faults(fields, table.head.headings.len()));
    look_through(&table, &mut told);
    told
}

fn propose(
    table: &Table<'_>,
    options: &ReadOptions,
    kind: FileKind,
    layout: Option<&Layout>,
) -> (Mapping, ProposedBy) {
    if let Some(mapping) = &options.mapping {
        return (mapping.clone(), ProposedBy::Options);
    }
    // The headings of a layout are told by all of them together; one of them may well be a name of ours that
    // means something else.
    if let Some(layout) = layout {
        return (layout.mapping(&table.head.headings), ProposedBy::Layout);
    }
    let (headings, fields) = (&table.head.headings, kind.fields());
    let own = header::proposed(headings, fields, IsClose::No);
    if field::missing(fields, &|place| own.of(&fields[place]).is_some()).is_empty() {
        return (own, ProposedBy::OwnHeadings);
    }
    let close = header::proposed(headings, fields, IsClose::Yes);
    (with_whole_address(close, headings), ProposedBy::Closeness)
}

/// Where one column is called the address and none the city, the whole address is in it. `Address 1` has others
/// beside it.
fn with_whole_address(mut mapping: Mapping, headings: &[String]) -> Mapping {
    let is_apart = ["full_address", "city", "address2"].iter().any(|name| mapping.names(name));
    let Some(MappedTo::Column(column)) = mapping.fields.get("address1") else { return mapping };
    let heading = usize::try_from(*column).ok().and_then(|column| headings.get(column));
    if is_apart || heading.is_none_or(|heading| heading.trim_end().ends_with('1')) {
        return mapping;
    }
    if let Some(to) = mapping.fields.remove("address1") {
        mapping.fields.insert("full_address".to_owned(), to);
    }
    mapping
}

/// Counts the rows and takes the samples.
fn look_through(table: &Table<'_>, told: &mut Survey) {
    let of_heading = |heading: &String| SurveyColumn { heading: heading.clone(), samples: vec![] };
    let mut columns: Vec<SurveyColumn> = table.head.headings.iter().map(of_heading).collect();
    let mut count = 0_u32;
    table.for_each(&mut |record| {
        if record.line <= table.head.line || record.cells.is_empty() {
            return ControlFlow::Continue(());
        }
        count += 1;
        if count as usize > limits::ROWS_MAX {
            let what = format!("the file has more than {} rows", limits::ROWS_MAX);
            let fault = Fault::of_file("rows_too_many", what, "split it");
            told.faults.push(fault.at_line(record.line));
            return ControlFlow::Break(());
        }
        for (column, cell) in columns.iter_mut().zip(record.cells.iter()) {
            if column.samples.len() < limits::SAMPLES_MAX && !cell.trim().is_empty() {
                let sample = cells::excerpt(&cells::clean(cell).text);
                if !sample.is_empty() && !column.samples.contains(&sample) {
                    column.samples.push(sample);
                }
            }
        }
        ControlFlow::Continue(())
    });
    told.row_count = count.min(u32::try_from(limits::ROWS_MAX).unwrap_or(u32::MAX));
    told.columns = columns;
}
