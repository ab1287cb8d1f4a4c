//! Workbooks (XLSX): which sheet is read, and its cells as the texts a person sees, or nearly.
//!
//! Formulas are read by the value they had when the file was saved. Numbers become texts without loss; what
//! a spreadsheet may have spoilt is noted with the cell.

use super::{Body, Cells, Head, HeadSearch, Note, Record, Score, Table, archive, headless};
use crate::{Fault, ReadOptions, cells, limits, survey::WorkbookSheet};
use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx, XlsxCellReader};
use std::{
    collections::BTreeMap,
    io::Cursor,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
};

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// The rows of a sheet.
#[derive(Debug, Default)]
pub(crate) struct Grid {
    rows: Vec<GridRow>,
    /// Merged cells that span rows: the last line and the text, by column and first line.
    merges: BTreeMap<(usize, u32), (u32, String)>,
    /// By column: how many cells below the headings are formulas, and the line of the first.
    formulas: BTreeMap<usize, (u32, u32)>,
}

#[derive(Debug, Default)]
struct GridRow {
    line: u32,
    cells: csv::StringRecord,
    notes: Vec<(usize, Note)>,
}

impl Grid {
    pub(super) fn for_each(&self, take: &mut dyn FnMut(Record<'_>) -> ControlFlow<()>) {
        for row in &self.rows {
            let cells = Cells { record: &row.cells, notes: &row.notes };
            if take(Record { line: row.line, cells, is_open: false }).is_break() {
                return;
            }
        }
    }

    /// The text of the merged cell that covers a line of a column from above.
    pub(super) fn merged(&self, line: u32, column: usize) -> Option<&str> {
        let (at, (last, text)) = self.merges.range(..=(column, line)).next_back()?;
        (at.0 == column && line <= *last).then_some(text)
    }

    /// By column: how many of its cells below the headings are formulas, and the line of the first.
    pub(super) const fn formulas(&self) -> &BTreeMap<usize, (u32, u32)> {
        &self.formulas
    }
}

/// Opens a workbook.
pub(super) fn open<'a>(
    bytes: &'a [u8],
    options: &ReadOptions,
    score: Score<'_>,
) -> Result<Table<'a>, Fault> {
    let measured = archive::measure(bytes)?;
    let read = || -> Result<Table<'a>, Fault> {
        let mut book: Book<'a> = Xlsx::new(Cursor::new(bytes)).map_err(|_| archive::damaged())?;
        let sheets = sheets_of(&book);
        let (name, head) = choose(&mut book, &sheets, options, score)?;
        let grid = grid_of(&mut book, &name, head.line)?;
        let warnings = hidden_warnings(&sheets, &name, measured.hidden_rows);
        let separator = None;
        let (encoding, sheet) = ("XLSX", Some(name));
        Ok(Table { body: Body::Grid(grid), head, encoding, separator, sheets, sheet, warnings })
    };
    // The reader of workbooks counts columns and rows without a look at their size; a hostile one makes it
    // panic. Nothing of ours is half changed then.
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(archive::damaged()))
}

fn sheets_of(book: &Book<'_>) -> Vec<WorkbookSheet> {
    let tables = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let sheet = |sheet: &calamine::Sheet| WorkbookSheet {
        name: sheet.name.clone(),
        is_hidden: sheet.visible != SheetVisible::Visible,
    };
    tables.take(limits::SHEETS_MAX).map(sheet).collect()
}

/// The sheet that was told, or the first of those whose headings make most sense; a visible one where none
/// makes any.
fn choose(
    book: &mut Book<'_>,
    sheets: &[WorkbookSheet],
    options: &ReadOptions,
    score: Score<'_>,
) -> Result<(String, Head), Fault> {
    if let Some(wanted) = &options.sheet {
        let Some(sheet) = sheets.iter().find(|sheet| sheet.name == *wanted) else {
            let what = format!("the workbook has no sheet `{}`", cells::excerpt(wanted));
            let names: Vec<_> = sheets.iter().map(|sheet| cells::excerpt(&sheet.name)).collect();
            let mend = format!("choose one of: {}", names.join(", "));
            return Err(Fault::of_file("sheet_absent", what, mend));
        };
        let head = head_of(book, &sheet.name, options, score)?;
        return head.map(|head| (sheet.name.clone(), head)).ok_or_else(|| headless(options));
    }
    let mut best: Option<((usize, bool), String, Head)> = None;
    for sheet in sheets {
        // A sheet that cannot be read need not be the one that is meant.
        let Ok(Some(head)) = head_of(book, &sheet.name, options, score) else { continue };
        let worth = (head.score, !sheet.is_hidden);
        if best.as_ref().is_none_or(|best| worth > best.0) {
            best = Some((worth, sheet.name.clone(), head));
        }
    }
    best.map(|(_, name, head)| (name, head)).ok_or_else(|| headless(options))
}

fn head_of(
    book: &mut Book<'_>,
    sheet: &str,
    options: &ReadOptions,
    score: Score<'_>,
) -> Result<Option<Head>, Fault> {
    let mut search = HeadSearch::new(options, score);
    each_row(book, sheet, &mut |row, _| {
        let cells = Cells { record: &row.cells, notes: &row.notes };
        search.look(&Record { line: row.line, cells, is_open: false })
    })?;
    Ok(search.best)
}

/// All rows of a sheet, as far as the limits go, with its merges.
fn grid_of(book: &mut Book<'_>, sheet: &str, head_line: u32) -> Result<Grid, Fault> {
    let mut grid = Grid::default();
    // One row more than is read, so that it is told.
    let rows_max = limits::ROWS_MAX.saturating_add(1).saturating_add(head_line as usize);
    each_row(book, sheet, &mut |row, formulas| {
        if row.line > head_line {
            for &column in formulas {
                let told = grid.formulas.entry(column).or_insert((0, row.line));
                told.0 += 1;
            }
        }
        grid.rows.push(row);
        if grid.rows.len() < rows_max { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    let regions = book.merge_cells_by_sheet_name(sheet).map_err(|_| archive::damaged())?;
    for region in regions {
        let (first, last) = (region.start.0.saturating_add(1), region.end.0.saturating_add(1));
        let column = usize::try_from(region.start.1).unwrap_or(usize::MAX);
        let at = grid.rows.binary_search_by_key(&first, |row| row.line);
        let text = at.ok().and_then(|at| grid.rows[at].cells.get(column));
        if let Some(text) = text.filter(|text| !text.is_empty() && last > first) {
            let text = text.to_owned();
            grid.merges.insert((column, first), (last, text));
        }
    }
    Ok(grid)
}

/// Calls `take` with each row and the columns of its formulas, until it breaks.
fn each_row(
    book: &mut Book<'_>,
    sheet: &str,
    take: &mut dyn FnMut(GridRow, &[usize]) -> ControlFlow<()>,
) -> Result<(), Fault> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(|_| archive::damaged())?;
    let mut row = RowInMaking::default();
    while let Some(cell) = next_cell(&mut reader)? {
        if cell.line != row.line {
            if cell.line < row.line {
                return Err(archive::damaged());
            }
            if row.give(take).is_break() {
                return Ok(());
            }
            row.line = cell.line;
        }
        row.put(cell);
    }
    let _ = row.give(take);
    Ok(())
}

struct ReadCell {
    line: u32,
    column: usize,
    text: String,
    note: Option<Note>,
    is_formula: bool,
}

fn next_cell(reader: &mut XlsxCellReader<'_, Cursor<&[u8]>>) -> Result<Option<ReadCell>, Fault> {
    let cell = reader.next_cell_with_formula_metadata().map_err(|_| archive::damaged())?;
    let Some(cell) = cell else { return Ok(None) };
    let is_formula = cell.formula.is_some();
    let (text, note) = match text_of(&cell.value) {
        (text, None) if is_formula && text.is_empty() => (text, Some(Note::Unvalued)),
        told => told,
    };
    let (line, column) = (cell.pos.0.saturating_add(1), cell.pos.1);
    let column = usize::try_from(column).unwrap_or(usize::MAX);
    Ok(Some(ReadCell { line, column, text, note, is_formula }))
}

#[derive(Default)]
struct RowInMaking {
    line: u32,
    cells: Vec<String>,
    notes: Vec<(usize, Note)>,
    formulas: Vec<usize>,
}

impl RowInMaking {
    fn put(&mut self, cell: ReadCell) {
        // The first column too many is kept, so that it is told.
        if cell.column > limits::COLUMNS_MAX || cell.text.is_empty() && cell.note.is_none() {
            return;
        }
        if self.cells.len() <= cell.column {
            self.cells.resize(cell.column + 1, String::new());
        }
        self.cells[cell.column] = cell.text;
        if let Some(note) = cell.note {
            self.notes.push((cell.column, note));
        }
        if cell.is_formula {
            self.formulas.push(cell.column);
        }
    }

    fn give(
        &mut self,
        take: &mut dyn FnMut(GridRow, &[usize]) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if self.line == 0 {
            return ControlFlow::Continue(());
        }
        let cells = self.cells.drain(..).collect::<csv::StringRecord>();
        let notes = std::mem::take(&mut self.notes);
        let taken = take(GridRow { line: self.line, cells, notes }, &self.formulas);
        self.formulas.clear();
        taken
    }
}

/// Beyond it a float does not hold every whole number (2 to the power of 53).
const WHOLE_MAX: f64 = 9_007_199_254_740_992.0;

/// A cell's value as text, and what a spreadsheet did to it.
fn text_of(value: &DataRef<'_>) -> (String, Option<Note>) {
    match value {
        DataRef::Empty => (String::new(), None),
        DataRef::String(text) | DataRef::DurationIso(text) => (text.clone(), None),
        DataRef::SharedString(text) => ((*text).to_owned(), None),
        DataRef::Bool(is_true) => ((if *is_true { "TRUE" } else { "FALSE" }).to_owned(), None),
        DataRef::Int(number) => (number.to_string(), None),
        DataRef::Float(number) => number_text(*number),
        DataRef::DateTime(told) if told.is_duration() || told.as_f64() < 1.0 => {
            number_text(told.as_f64())
        }
        DataRef::DateTime(told) => {
            let (year, month, day, hour, minute, second, _) = told.to_ymd_hms_milli();
            let day = format!("{year:04}-{month:02}-{day:02}");
            let is_midnight = (hour, minute, second) == (0, 0, 0);
            let clock = format!("T{hour:02}:{minute:02}:{second:02}");
            (if is_midnight { day } else { day + &clock }, Some(Note::Date))
        }
        DataRef::DateTimeIso(text) => (text.clone(), Some(Note::Date)),
        DataRef::Error(error) => (error.to_string(), None),
    }
}

/// A number as a spreadsheet shows it in a cell that is wide enough: fifteen digits, without a power of ten.
fn number_text(number: f64) -> (String, Option<Note>) {
    if number.abs() > WHOLE_MAX || !number.is_finite() {
        return (number.to_string(), Some(Note::DigitsLost));
    }
    if number.fract() == 0.0 {
        return (format!("{number:.0}"), None);
    }
    let rounded = format!("{number:.14e}").parse::<f64>().unwrap_or(number);
    (rounded.to_string(), None)
}

fn hidden_warnings(sheets: &[WorkbookSheet], name: &str, hidden_rows: u32) -> Vec<Fault> {
    let mut warnings = Vec::new();
    if sheets.iter().any(|sheet| sheet.name == name && sheet.is_hidden) {
        let what = format!("the sheet `{}` is hidden and was read", cells::excerpt(name));
        warnings.push(Fault::of_file(
            "sheet_hidden",
            what,
            "choose another sheet if it is not meant",
        ));
    }
    if hidden_rows > 0 {
        let what =
            format!("the workbook hides {hidden_rows} rows; hidden rows are read like others");
        let mend = "delete the rows that are not meant, or take them out here";
        warnings.push(Fault::of_file("rows_hidden", what, mend));
    }
    warnings
}
