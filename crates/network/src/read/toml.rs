//! TOML files as rows of cells, so that the same table layer reads them; and `network.toml`.

use super::{
    cell::CellFault,
    row::{At, Column},
    suggest,
    table::Reader,
};
use crate::{fault::Fault, records::SourceNote};
use portolan_model::{Code, Currency};
use std::{borrow::Cow, ops::Range};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// The file that says what a network is.
pub(crate) const MANIFEST_FILE: &str = "network.toml";
/// The only format there is.
const FORMAT: &str = "1";

/// Rows of cells with their lines, and the faults found on the way.
type Rows = (Vec<(u32, Vec<String>)>, Vec<Fault>);

/// The tables of an array, each as one row of cells in the order of the columns.
pub(crate) fn read_array(
    file: &'static str,
    folder: usize,
    array: &'static str,
    text: &str,
    columns: &[Column],
) -> Rows {
    let document = Document::new(file, folder, text);
    let (tree, mut faults) = document.parse();
    let mut rows = Vec::new();
    for (name, value) in tree.get_ref() {
        let at = document.at(&name.span());
        let DeValue::Array(tables) = value.get_ref() else {
            faults.push(at.error(name.get_ref(), not_the_array(array)));
            continue;
        };
        if name.get_ref() != array {
            faults.push(at.error(name.get_ref(), not_the_array(array)));
            continue;
        }
        for table in tables {
            let at = document.at(&table.span());
            let DeValue::Table(table) = table.get_ref() else {
                faults.push(at.error(array, not_the_array(array)));
                continue;
            };
            let cells = document.cells(table, columns, folder > 0, &mut faults);
            rows.push((at.row, cells));
        }
    }
    (rows, faults)
}

fn not_the_array(array: &str) -> CellFault {
    let what = format!("only [[{array}]] stands in this file");
    CellFault::new("toml_unknown", what, format!("write [[{array}]] or remove it"))
}

/// A TOML text and where it is.
struct Document<'a> {
    file: &'static str,
    folder: usize,
    text: &'a str,
}

impl<'a> Document<'a> {
    fn new(file: &'static str, folder: usize, text: &'a str) -> Self {
        Self { file, folder, text: text.strip_prefix('\u{FEFF}').unwrap_or(text) }
    }

    fn parse(&self) -> (Spanned<DeTable<'a>>, Vec<Fault>) {
        let (tree, errors) = DeTable::parse_recoverable(self.text);
        let faults = errors.iter().map(|error| {
            let at = self.at(&error.span().unwrap_or(0..0));
            let what = error.message().lines().next().unwrap_or("it cannot be read").to_owned();
            let fault =
                CellFault::new("toml_syntax", what, "write it as in the page of the format");
            Fault { column: None, ..at.error("", fault) }
        });
        (tree, faults.collect())
    }

    /// The line where a span begins.
    fn at(&self, span: &Range<usize>) -> At {
        let breaks = self.text.get(..span.start).unwrap_or_default().matches('\n').count();
        let row = u32::try_from(breaks + 1).unwrap_or(u32::MAX);
        At::new(self.file, self.folder, row)
    }

    fn cells(
        &self,
        table: &DeTable,
        columns: &[Column],
        is_overlay: bool,
        faults: &mut Vec<Fault>,
    ) -> Vec<String> {
        let mut cells = vec![String::new(); columns.len()];
        for (name, value) in table {
            let at = self.at(&name.span());
            let known = columns.iter().position(|column| column.name == name.get_ref().as_ref());
            let Some(index) = known.filter(|_| is_overlay || name.get_ref() != "delete") else {
                let names = columns.iter().map(|column| column.name);
                let mend = suggest::mend(name.get_ref(), names, "remove it");
                let what = format!("`{}` is no key of this table", name.get_ref());
                faults.push(at.error(name.get_ref(), CellFault::new("column_unknown", what, mend)));
                continue;
            };
            if let Some(text) = cell_text(value.get_ref()) {
                cells[index] = text;
            } else {
                let what = format!("a {} cannot stand here", value.get_ref().type_str());
                let mend = "write a text, a number or a list of texts";
                faults.push(at.error(name.get_ref(), CellFault::new("toml_type", what, mend)));
            }
        }
        cells
    }
}

/// A value as the text that a cell of a CSV table would hold.
fn cell_text(value: &DeValue) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().replace('_', "")),
        DeValue::Float(number) => Some(number.as_str().replace('_', "")),
        DeValue::Boolean(answer) => Some(if *answer { "yes" } else { "no" }.to_owned()),
        DeValue::Datetime(instant) => Some(instant.to_string()),
        DeValue::Array(values) => {
            let parts: Option<Vec<_>> = values.iter().map(|v| cell_text(v.get_ref())).collect();
            parts.map(|parts| parts.join("|"))
        }
        DeValue::Integer(_) | DeValue::Table(_) => None,
    }
}

/// What `network.toml` says.
#[derive(Debug, Clone)]
pub(crate) struct Manifest {
    pub network: Code,
    pub title: String,
    pub base_currency: Currency,
    pub source: SourceNote,
}

const MANIFEST_COLUMNS: [Column; 6] = [
    super::need("format"),
    super::key("network"),
    super::need("title"),
    super::need("base_currency"),
    super::need("source"),
    super::maybe("estimated"),
];
const CURRENCY_COLUMNS: [Column; 2] = [super::need("code"), super::need("exponent")];

/// Reads `network.toml` of every folder: a later one replaces an earlier one of the same key, currencies
/// are added. Registers the currencies with the reader.
pub(crate) fn read_manifest(reader: &mut Reader) -> Option<Manifest> {
    let source = reader.source;
    let mut manifest: Option<Manifest> = None;
    for (folder, files) in source.folders.iter().enumerate() {
        let file = files.iter().find(|file| file.path == MANIFEST_FILE);
        let Some(file) = file else {
            if folder == 0 {
                let mend = "add it with format, network, title, base_currency and source";
                let fault = CellFault::new("file_missing", "the file is missing", mend);
                let at = At::new(MANIFEST_FILE, folder, 1);
                reader.faults.push(Fault { row: None, column: None, ..at.error("", fault) });
            }
            continue;
        };
        let text = reader.decode(MANIFEST_FILE, folder, &file.bytes).into_owned();
        let document = Document::new(MANIFEST_FILE, folder, &text);
        let (tree, faults) = document.parse();
        let is_parsed = faults.is_empty();
        reader.faults.extend(faults);
        let mut own = tree.into_inner();
        let currencies = own.remove("currency");
        register_currencies(reader, &document, currencies.as_ref().map(Spanned::get_ref));
        if !is_parsed {
            continue;
        }
        if let Some(read) = read_own(reader, &document, &own) {
            let is_other = manifest.as_ref().is_some_and(|base| base.network != read.network);
            if is_other {
                let what = format!("`{}` is not the network that is overlaid", read.network);
                let fault = CellFault::new("network_other", what, "use the key of the base");
                let at = At::new(MANIFEST_FILE, folder, 1);
                reader.faults.push(at.error("network", fault));
            }
            manifest = Some(read);
        }
    }
    manifest
}

fn read_own(reader: &mut Reader, document: &Document, table: &DeTable) -> Option<Manifest> {
    let texts = document.cells(table, &MANIFEST_COLUMNS, true, &mut reader.faults);
    let cells: Vec<Cow<str>> = texts.into_iter().map(Cow::Owned).collect();
    let mut row = super::Row {
        at: document.at(&(0..0)),
        currencies: &reader.currencies,
        columns: &MANIFEST_COLUMNS,
        cells: &cells,
        is_absent: &[false; MANIFEST_COLUMNS.len()],
        faults: &mut reader.faults,
        is_broken: false,
    };
    let format: String = row.need("format");
    if !format.is_empty() && format != FORMAT {
        let what = format!("format {format} is not known");
        row.fault("format", CellFault::new("format_unknown", what, "write format = 1"));
    }
    let network = row.need("network");
    let title = row.need("title");
    let base_currency = row.need("base_currency");
    let text = row.need::<String>("source");
    let is_estimated = row.maybe::<super::cell::YesNo>("estimated");
    let is_broken = row.is_broken;
    let estimated = is_estimated.is_some_and(super::cell::YesNo::is_yes);
    let source = SourceNote { text: reader.notes.intern(&text), estimated };
    (!is_broken).then_some(Manifest { network, title, base_currency, source })
}

fn register_currencies(reader: &mut Reader, document: &Document, value: Option<&DeValue>) {
    let Some(DeValue::Array(tables)) = value else {
        return;
    };
    for table in tables {
        let at = document.at(&table.span());
        let DeValue::Table(table) = table.get_ref() else {
            continue;
        };
        let cells = document.cells(table, &CURRENCY_COLUMNS, true, &mut reader.faults);
        let fault = match cells[1].parse::<u8>() {
            Ok(exponent) => match reader.currencies.register(&cells[0], exponent) {
                Ok(_) => continue,
                Err(error) => {
                    let words = error.to_string();
                    let (what, mend) = words.split_once(": ").unwrap_or((&words, "change it"));
                    CellFault::new("currency_illegal", what, mend)
                }
            },
            Err(_) => {
                CellFault::new("currency_illegal", "the exponent is no number", "write 0 to 18")
            }
        };
        reader.faults.push(at.error("currency", fault));
    }
}
