//! Staged imports: a file is sent once, looked at, mended in place, and then kept.
//!
//! The file stays on the server, sealed, until it is kept, thrown away or forgotten. Nothing of it is an order or a
//! product before it is kept. [`crate::orders::ImportQuery`] is the way without stages, for programs.

use crate::orders::{DateOrder, RowFate};
use crate::problem::Fault;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// What buyers bought.
    Orders,
    /// What order lines are made of.
    Products,
}

/// What a file that is sent holds, and what it is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportStart {
    /// What it holds.
    #[param(inline)]
    pub kind: ImportKind,
    /// The file's name, for people; at most 200 characters.
    pub name: Option<String>,
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// The file is being read; ask again.
    Reading,
    /// It can be read, but fields that must be there have no column yet.
    Mapping,
    /// Every row has a fate; it can be mended and kept.
    Checked,
    /// The good rows are being kept.
    Keeping,
    /// They were kept; nothing of it changes any more.
    Kept,
    /// The file cannot be read at all, or not as it is told to be; `faults` say why.
    Unreadable,
}

/// How far a step has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportProgress {
    /// Rows read, or orders or products kept.
    pub done: u32,
    /// Of how many, as far as it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
}

/// How a file is read. What is left out is found out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ImportReading {
    /// Encoding of the file, such as `gbk`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Name of the sheet of a workbook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Currency of amounts that name none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Whether `03/04/2026` is in April or in March.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dates: Option<DateOrder>,
    /// Where each field is found, by the field's name; absent: as proposed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub columns: Option<BTreeMap<String, ImportSource>>,
}

/// Where a field is found: in a column, or the same for every row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ImportSource {
    /// The column, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// The text that every row has instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A staged import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Import {
    /// `imp_…`.
    pub id: String,
    /// What the file holds.
    pub kind: ImportKind,
    /// What the file is called.
    pub name: String,
    /// The file's length, in bytes.
    pub bytes: u64,
    /// Where it stands.
    pub state: ImportState,
    /// Counts every change of how it is read and every mend; a change names the one it was made on.
    pub revision: u32,
    /// How far the step that runs has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<ImportProgress>,
    /// How it is read.
    pub reading: ImportReading,
    /// What was found in the file; absent while it is read for the first time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub survey: Option<ImportSurvey>,
    /// The rows' fates, counted; absent until every row has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<ImportCounts>,
    /// What was kept; absent before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept: Option<ImportKept>,
    /// What is wrong with the file as a whole.
    pub faults: Vec<Fault>,
    /// What was mended or left out in reading, and is worth a look.
    pub warnings: Vec<Fault>,
    /// When it was sent; RFC 3339.
    pub created_at: String,
    /// When it is forgotten; RFC 3339.
    pub expires_at: String,
}

/// The latest imports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportList {
    /// The newest first.
    pub items: Vec<Import>,
}

/// What was found in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportSurvey {
    /// The encoding it is read in.
    pub encoding: String,
    /// The sheets of a workbook; empty for a file of text.
    pub sheets: Vec<String>,
    /// The sheet that is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Rows below the header.
    pub rows: u32,
    /// The layout it was recognised as: a marketplace's export, or our own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout: Option<ImportLayout>,
    /// Whether columns are found as they were for an earlier file with these headings.
    pub is_remembered: bool,
    /// The file's columns, in order.
    pub columns: Vec<ImportColumn>,
    /// Every field that a file of this kind can have.
    pub fields: Vec<ImportField>,
}

/// A known layout of files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportLayout {
    /// Its key.
    pub layout: String,
    /// Its name.
    pub name: String,
}

/// One column of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportColumn {
    /// Its place, from 1.
    pub column: u32,
    /// Its heading as written.
    pub heading: String,
    /// Texts of its first rows.
    pub samples: Vec<String>,
}

/// One field that a file can have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportField {
    /// Its name.
    pub field: String,
    /// Whether no row can do without it.
    pub is_required: bool,
    /// The field that may be there in its place, where one of the two must be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unless: Option<String>,
    /// Where it is found now; absent where nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<ImportSource>,
}

/// How many rows and orders (or products) have which fate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportCounts {
    /// Rows that are not empty.
    pub rows: u32,
    /// Rows with faults of their own or of their order.
    pub rows_rejected: u32,
    /// Rows that are empty or left out.
    pub rows_skipped: u32,
    /// Orders or products of the file.
    pub items: u32,
    /// Of these, without fault and new or changed.
    pub accepted: u32,
    /// There already with the same content.
    pub unchanged: u32,
    /// With faults.
    pub rejected: u32,
}

/// What was kept of an import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportKept {
    /// New ones.
    pub created: u32,
    /// Changed ones; products alone.
    pub updated: u32,
    /// Those there already, the same.
    pub unchanged: u32,
    /// Those left behind with their faults.
    pub rejected: u32,
}

/// Which rows to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportRowQuery {
    /// Only those with this fate.
    #[param(inline)]
    pub fate: Option<RowFate>,
    /// Only those whose order or SKU contains this.
    pub q: Option<String>,
    /// Items wanted, 1 to 200; 50 when absent.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Rows of a staged file, in the file's order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ImportRows {
    /// Where the import stood; what was read of an earlier revision is not mixed with it.
    pub revision: u32,
    /// How many rows the filter leaves, over all pages.
    pub total: u32,
    /// The rows.
    pub items: Vec<StagedRow>,
    /// To be given as `cursor` for the next page; null on the last.
    #[schema(required)]
    pub next_cursor: Option<String>,
}

/// One row of a staged file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StagedRow {
    /// Its line, the header being 1; a workbook's own row number.
    pub line: u32,
    /// Its order or SKU, as far as it says.
    pub key: String,
    /// What would become, or became, of it.
    pub fate: RowFate,
    /// The order that is there, or was kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<String>,
    /// The text of each field that has a source or was mended.
    pub cells: Vec<StagedCell>,
    /// Whether it was left out by hand.
    pub is_left_out: bool,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

/// One cell of a staged row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StagedCell {
    /// The field.
    pub field: String,
    /// Its text as it is read.
    pub text: String,
    /// Whether it was mended by hand.
    pub is_mended: bool,
}

/// A row mended, or left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ImportMend {
    /// The import's revision that was looked at; refused where it has changed since.
    pub revision: u32,
    /// New texts by field; null takes a mend back.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub cells: BTreeMap<String, Option<String>>,
    /// Whether the row is left out; absent: as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_left_out: Option<bool>,
}

/// How a file is to be read from now on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ImportReread {
    /// The import's revision that was looked at; refused where it has changed since.
    pub revision: u32,
    /// How it is read.
    pub reading: ImportReading,
    /// Whether the columns are remembered for files with the same headings.
    pub remember: bool,
}

/// Keep what is good.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ImportKeep {
    /// The import's revision that was looked at; refused where it has changed since.
    pub revision: u32,
    /// Keep the good ones though others have faults. Otherwise it is all or none.
    pub partial: bool,
}
