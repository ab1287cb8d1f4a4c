//! Tables: the rows of one file over all folders, later folders replacing and deleting rows by key.

use super::{
    cell::{CellFault, YesNo, excerpt},
    csv::{QuoteFault, Record, Records},
    row::{At, Column, Row, maybe, need},
    suggest, toml,
};
use crate::{
    fault::{Fault, Severity},
    limits,
    records::{Provenance, SourceNote},
    source::NetworkSource,
};
use jiff::civil;
use portolan_model::{CurrencyTable, Validity};
use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    fmt::Display,
    hash::Hash,
    sync::Arc,
};

/// The columns with which every table ends; the last only in overlays.
const LAST_COLUMNS: [Column; 5] =
    [maybe("valid_from"), maybe("valid_to"), need("source"), maybe("estimated"), maybe("delete")];

/// A row of a table, by its columns.
pub(crate) trait TableRow: Sized {
    /// The file.
    const FILE: &'static str;
    /// Its own columns, keys first.
    const COLUMNS: &'static [Column];
    /// Whether the base must have the file.
    const IS_REQUIRED: bool = false;
    /// Most rows of the file.
    const ROWS_MAX: usize = limits::ROWS_MAX;
    /// The name of the array of tables where the file is TOML.
    const TOML_ARRAY: Option<&'static str> = None;
    /// What no two rows of a folder share.
    type Key: Clone + Ord + Hash + Display;

    /// Reads the key.
    fn key(row: &mut Row) -> Self::Key;
    /// Reads the rest.
    fn read(row: &mut Row, key: Self::Key) -> Self;
}

/// A row, where it stands and what every row has.
#[derive(Debug, Clone)]
pub(crate) struct Placed<T> {
    pub at: At,
    pub provenance: Provenance,
    pub row: T,
}

/// The rows that are left after all folders, in the order of their keys; those with faulty cells too, so
/// that what they refer to is checked as well.
#[derive(Debug)]
pub(crate) struct Table<T: TableRow> {
    pub rows: Vec<(T::Key, Placed<T>)>,
}

/// Reads the tables of a network and gathers their faults.
pub(crate) struct Reader<'a> {
    pub source: &'a NetworkSource,
    pub currencies: CurrencyTable,
    pub faults: Vec<Fault>,
    pub notes: Notes,
}

/// Distinct texts of sources, one copy each.
#[derive(Debug, Default)]
pub(crate) struct Notes(HashSet<Arc<str>>);

impl Notes {
    pub(crate) fn intern(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return Arc::clone(known);
        }
        let note: Arc<str> = text.into();
        self.0.insert(Arc::clone(&note));
        note
    }
}

/// A record whose cells stand in the order of the declared columns.
struct Aligned<'a> {
    at: At,
    cells: Vec<Cow<'a, str>>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(source: &'a NetworkSource) -> Self {
        let notes = Notes::default();
        Self { source, currencies: CurrencyTable::new(), faults: Vec::new(), notes }
    }

    /// Reads a table from all folders.
    pub(crate) fn read<T: TableRow>(&mut self) -> Table<T> {
        let known_faults = self.faults.len();
        let mut slots: HashMap<T::Key, Placed<T>> = HashMap::new();
        let mut is_found = false;
        for (folder, files) in self.source.folders.iter().enumerate() {
            for file in files.iter().filter(|file| file.path == T::FILE) {
                is_found |= folder == 0;
                self.read_file::<T>(folder, &file.bytes, &mut slots);
            }
        }
        if T::IS_REQUIRED && !is_found {
            let what = "the file is missing";
            let fault = CellFault::new("file_missing", what, "add it, if only with its header");
            self.file_fault(T::FILE, 0, None, fault);
        }
        self.cap_faults(T::FILE, known_faults);
        let mut rows: Vec<(T::Key, Placed<T>)> = slots.into_iter().collect();
        rows.sort_by(|(a, _), (b, _)| a.cmp(b));
        Table { rows }
    }

    fn file_fault(
        &mut self,
        file: &str,
        folder: usize,
        row: Option<u32>,
        CellFault { code, what, mend }: CellFault,
    ) {
        let (file, severity) = (file.to_owned(), Severity::Error);
        self.faults.push(Fault { folder, file, row, column: None, severity, code, what, mend });
    }

    /// Keeps the first faults of a table and counts the rest.
    fn cap_faults(&mut self, file: &str, before: usize) {
        let rest = (self.faults.len() - before).saturating_sub(limits::FAULTS_PER_TABLE_MAX);
        if rest > 0 {
            self.faults.truncate(before + limits::FAULTS_PER_TABLE_MAX);
            let what = format!("{rest} more faults are not shown");
            let fault = CellFault::new("faults_more", what, "mend those shown and check again");
            self.file_fault(file, 0, None, fault);
        }
    }

    fn read_file<T: TableRow>(
        &mut self,
        folder: usize,
        bytes: &[u8],
        slots: &mut HashMap<T::Key, Placed<T>>,
    ) {
        if bytes.len() > limits::FILE_BYTES_MAX {
            let most = limits::FILE_BYTES_MAX / (1024 * 1024);
            let what = format!("the file has more than {most} MB");
            let fault = CellFault::new("file_large", what, "split it over overlays");
            return self.file_fault(T::FILE, folder, None, fault);
        }
        let text = self.decode(T::FILE, folder, bytes);
        match T::TOML_ARRAY {
            Some(array) => self.read_toml::<T>(folder, array, &text, slots),
            None => self.read_csv::<T>(folder, &text, slots),
        }
    }

    /// The text of a file; bytes that are not UTF-8 are a fault and read as replacement characters.
    pub(crate) fn decode<'b>(
        &mut self,
        file: &str,
        folder: usize,
        bytes: &'b [u8],
    ) -> Cow<'b, str> {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Cow::Borrowed(text);
        }
        let lines = bytes.split(|&byte| byte == b'\n').zip(1_u32..);
        let bad: Vec<u32> = lines
            .filter(|(line, _)| std::str::from_utf8(line).is_err())
            .map(|(_, number)| number)
            .collect();
        let (first, more) = (bad.first().copied(), bad.len().saturating_sub(1));
        let more = if more > 0 { format!(" and {more} more lines are") } else { " is".to_owned() };
        let what = format!("line {}{more} not UTF-8", first.unwrap_or(1));
        let mend = "save the file as UTF-8 (in a spreadsheet: CSV UTF-8)";
        self.file_fault(file, folder, first, CellFault::new("not_utf8", what, mend));
        String::from_utf8_lossy(bytes)
    }

    fn read_csv<T: TableRow>(
        &mut self,
        folder: usize,
        text: &str,
        slots: &mut HashMap<T::Key, Placed<T>>,
    ) {
        let mut records = Records::new(text);
        let Some(header) = records.next() else {
            let fault = CellFault::new("header_missing", "the file is empty", "add the header row");
            return self.file_fault(T::FILE, folder, None, fault);
        };
        let columns = all_columns::<T>();
        let places = self.read_header::<T>(folder, &header, &columns);
        // Where rows may be deletions, what is missing is told row by row.
        let may_delete = has_delete(&columns, &places);
        let is_absent: Vec<bool> =
            places.iter().map(|place| place.is_none() && !may_delete).collect();
        let width = header.cells.len();
        for (count, record) in records.enumerate() {
            let at = At::new(T::FILE, folder, record.row);
            if count >= T::ROWS_MAX {
                let what = format!("the table has more than {} rows", T::ROWS_MAX);
                let fault = CellFault::new("rows_many", what, "split the network");
                return self.file_fault(T::FILE, folder, Some(record.row), fault);
            }
            if self.is_misshapen(at, &record, width) {
                continue;
            }
            let cell = |place: &Option<usize>| {
                place.and_then(|place| record.cells.get(place)).cloned().unwrap_or_default()
            };
            let cells: Vec<Cow<str>> = places.iter().map(cell).collect();
            self.take_row::<T>(&columns, &is_absent, &Aligned { at, cells }, slots);
        }
    }

    /// Tells what is wrong with a record as a whole: its quotes, its length, the length of its cells.
    fn is_misshapen(&mut self, at: At, record: &Record, width: usize) -> bool {
        let found = record.cells.len();
        let is_behind = |cell: &Cow<str>| !cell.trim().is_empty();
        let fault = if let Some(fault) = record.fault {
            let what = match fault {
                QuoteFault::Open => "a quote is opened and never closed",
                QuoteFault::TextBehind => "text stands behind a closing quote",
            };
            CellFault::new("quotes", what, "double the quotes inside a cell and close it")
        } else if found < width {
            let what = format!("the row has {found} cells, the header {width}");
            CellFault::new("row_short", what, "add the missing commas")
        } else if record.cells[width..].iter().any(is_behind) {
            let what = format!("the row has {found} cells, the header {width}");
            CellFault::new("row_long", what, "put cells with commas in quotes")
        } else if record.cells.iter().any(|cell| cell.len() > limits::CELL_BYTES_MAX) {
            let what = format!("a cell has more than {} bytes", limits::CELL_BYTES_MAX);
            CellFault::new("cell_long", what, "shorten it")
        } else {
            return false;
        };
        self.file_fault(at.file, at.folder, Some(at.row), fault);
        true
    }

    /// Finds the declared columns in a header and tells those unknown, repeated and missing.
    fn read_header<T: TableRow>(
        &mut self,
        folder: usize,
        header: &Record,
        columns: &[Column],
    ) -> Vec<Option<usize>> {
        let at = At::new(T::FILE, folder, header.row);
        let mut places = vec![None; columns.len()];
        let found: Vec<&str> = header.cells.iter().map(|cell| cell.trim()).collect();
        if let [one] = found.as_slice()
            && one.contains([';', '\t'])
        {
            let what = "the columns are not separated by commas";
            let fault = CellFault::new("separator", what, "save the file as CSV with commas");
            self.file_fault(T::FILE, folder, Some(1), fault);
            return places;
        }
        for (place, name) in found.iter().take(limits::COLUMNS_MAX).enumerate() {
            let known = columns.iter().position(|column| column.name == *name);
            let known = known.filter(|_| folder > 0 || *name != "delete");
            let fault = match known {
                Some(index) if places[index].is_none() => {
                    places[index] = Some(place);
                    continue;
                }
                Some(_) => CellFault::new(
                    "column_repeated",
                    "the column stands twice",
                    "remove one of them",
                ),
                None if name.is_empty() => {
                    let what = format!("column {} has no name", place + 1);
                    CellFault::new("column_unnamed", what, "name it or remove it")
                }
                None if *name == "delete" => {
                    let what = "a base has nothing to delete";
                    CellFault::new(
                        "delete_in_base",
                        what,
                        "remove the column; overlays may have it",
                    )
                }
                None => {
                    let names = columns.iter().map(|column| column.name);
                    let mend = suggest::mend(name, names, "remove it");
                    let what = format!("`{}` is no column of this table", excerpt(name));
                    CellFault::new("column_unknown", what, mend)
                }
            };
            self.faults.push(at.error(&excerpt(name), fault));
        }
        let may_delete = has_delete(columns, &places);
        for (column, place) in columns.iter().zip(&places) {
            if column.is_required && place.is_none() && (column.is_key || !may_delete) {
                let fault = CellFault::new("column_missing", "the column is missing", "add it");
                self.faults.push(at.error(column.name, fault));
            }
        }
        places
    }

    fn read_toml<T: TableRow>(
        &mut self,
        folder: usize,
        array: &'static str,
        text: &str,
        slots: &mut HashMap<T::Key, Placed<T>>,
    ) {
        let columns = all_columns::<T>();
        let is_absent = vec![false; columns.len()];
        let (records, faults) = toml::read_array(T::FILE, folder, array, text, &columns);
        self.faults.extend(faults);
        for (row, cells) in records {
            let at = At::new(T::FILE, folder, row);
            let cells = cells.into_iter().map(Cow::Owned).collect();
            self.take_row::<T>(&columns, &is_absent, &Aligned { at, cells }, slots);
        }
    }

    /// Reads one row and lays it over what earlier folders had of its key.
    fn take_row<T: TableRow>(
        &mut self,
        columns: &[Column],
        is_absent: &[bool],
        record: &Aligned,
        slots: &mut HashMap<T::Key, Placed<T>>,
    ) {
        let (at, cells) = (record.at, record.cells.as_slice());
        let (currencies, faults) = (&self.currencies, &mut self.faults);
        let mut row = Row { at, currencies, columns, cells, is_absent, faults, is_broken: false };
        let key = T::key(&mut row);
        if row.is_broken {
            return;
        }
        let key_name = columns[0].name;
        if let Some(known) = slots.get(&key).filter(|slot| slot.at.folder == at.folder) {
            let what = format!("`{key}` stands in row {} already", known.at.row);
            let fault = CellFault::new("key_repeated", what, "give each row a key of its own");
            return row.fault(key_name, fault);
        }
        if row.maybe::<YesNo>("delete").is_some_and(YesNo::is_yes) {
            if slots.remove(&key).is_none() {
                let what = format!("`{key}` is not there to be deleted");
                let known: Vec<String> = slots.keys().take(1000).map(ToString::to_string).collect();
                let names = known.iter().map(String::as_str);
                let mend = suggest::mend(&key.to_string(), names, "remove the row");
                row.fault(key_name, CellFault::new("delete_unknown", what, mend));
            }
            return;
        }
        let value = T::read(&mut row, key.clone());
        let provenance = read_provenance(&mut row, &mut self.notes);
        let at = At { is_broken: row.is_broken, ..at };
        slots.insert(key, Placed { at, provenance, row: value });
    }
}

/// Whether a table has the column with which an overlay deletes rows.
fn has_delete(columns: &[Column], places: &[Option<usize>]) -> bool {
    columns.iter().zip(places).any(|(column, place)| column.name == "delete" && place.is_some())
}

fn all_columns<T: TableRow>() -> Vec<Column> {
    T::COLUMNS.iter().chain(&LAST_COLUMNS).copied().collect()
}

/// Reads what every row has at its end.
fn read_provenance(row: &mut Row, notes: &mut Notes) -> Provenance {
    let from = row.maybe::<civil::Date>("valid_from");
    let to = row.maybe::<civil::Date>("valid_to");
    let valid = Validity::new(from, to).unwrap_or_else(|_| {
        let fault =
            CellFault::new("validity_backwards", "it ends before it begins", "swap the two dates");
        row.fault("valid_to", fault);
        Validity::ALWAYS
    });
    let text = notes.intern(&row.need::<String>("source"));
    let estimated = row.maybe::<YesNo>("estimated").is_some_and(YesNo::is_yes);
    Provenance { valid, source: SourceNote { text, estimated } }
}
