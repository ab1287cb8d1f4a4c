//! Reading a staged file: what is in it, where each field is found, and the fate of every row.

use super::record::{CHECKED, MAPPING, READING, Record, UNREADABLE, file_kind, kind_of};
use super::save;
use crate::app::importing::{
    Judged, judge, judge_products, read_options, read_orders, report, unknown_skus,
};
use crate::app::tenancy::get_profile;
use crate::auth::Identity;
use crate::problem::{Answer, ApiError};
use crate::records;
use crate::staged::{Cells, Checked, CheckedRow, Running};
use crate::state::AppState;
use portolan_api::imports::{
    ImportColumn, ImportCounts, ImportField, ImportKind, ImportLayout, ImportReading, ImportSource,
    ImportSurvey,
};
use portolan_api::orders::{ImportQuery, RowFate};
use portolan_markets::orders::OrderFile;
use portolan_markets::products::ProductFile;
use portolan_markets::{
    MappedTo, Mapping, ProposedBy, ReadOptions, RowFate as FileRow, Survey, survey,
};
use portolan_model::Sku;
use portolan_store::{NewGap, StagedRow};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The file of an import with the options it is read by.
pub struct Opened {
    /// Its bytes.
    pub bytes: Arc<Vec<u8>>,
    /// How they are read.
    pub options: ReadOptions,
}

/// Reads the file and saves what was found, while its revision stands.
pub async fn check(
    state: &AppState,
    caller: &Identity,
    row: StagedRow,
    running: &Arc<Running>,
) -> Answer<()> {
    let _place = state.imports.acquire().await.map_err(ApiError::internal)?;
    let mut record = Record::of(&row)?;
    let kind = kind_of(&row)?;
    let mut opened = match open(state, caller, &row, &record).await {
        Ok(opened) => opened,
        Err(error) if !error.problem.faults.is_empty() => {
            record.faults = error.into_problem().faults;
            return save(state, &row, (&[READING], UNREADABLE), &record, false).await.map(drop);
        }
        Err(error) => return Err(error),
    };
    let surveyed = look(&opened, kind).await?;
    let (surveyed, is_remembered) =
        recall(state, caller, (&row, &record), surveyed, &mut opened).await?;
    running.set_total(surveyed.row_count);
    record.faults = surveyed.faults.iter().map(report::wire_fault).collect();
    record.warnings = surveyed.warnings.iter().map(report::wire_fault).collect();
    record.survey = Some(survey_of(&surveyed, is_remembered));
    record.counts = None;
    let is_guessed = surveyed.proposed_by == ProposedBy::Closeness;
    if !surveyed.faults.is_empty() {
        return save(state, &row, (&[READING], UNREADABLE), &record, false).await.map(drop);
    }
    if is_guessed || !surveyed.unmapped.is_empty() {
        return save(state, &row, (&[READING], MAPPING), &record, false).await.map(drop);
    }
    let outcome = read_rows(state, caller, &row, (opened, &record), running).await?;
    let state_now = match outcome {
        Outcome::Unreadable(faults) => {
            record.faults = faults;
            UNREADABLE
        }
        Outcome::Checked { checked, gaps } => {
            state.store.gaps_put(row.scope, row.id, &gaps, state.clock.now()).await?;
            record.counts = Some(checked.counts);
            state.staged.hold(row.id, row.revision, Arc::new(checked));
            CHECKED
        }
    };
    if record.remembers && state_now == CHECKED {
        remember(state, &row, &surveyed, &record).await?;
    }
    save(state, &row, (&[READING], state_now), &record, false).await.map(drop)
}

/// The file's bytes and options. What is wrong with the options is a fault of the import.
async fn open(
    state: &AppState,
    caller: &Identity,
    row: &StagedRow,
    record: &Record,
) -> Answer<Opened> {
    let network = state.network.get()?;
    let bytes = state.store.staged_file(row.scope, row.id).await?;
    let bytes = bytes.ok_or_else(|| ApiError::not_found("file of import", &row.id.to_string()))?;
    let ImportReading { encoding, sheet, currency, dates, columns } = record.reading.clone();
    let query = ImportQuery { encoding, currency, dates, ..ImportQuery::default() };
    let mut options = read_options(&get_profile(state, caller).await?, &network, &query)?;
    options.sheet = sheet;
    options.mapping = columns.as_ref().map(mapping_of).transpose()?;
    options.with_cells = true;
    options.removed = record.left_out.clone();
    for (line, cells) in &record.mends {
        let cells = cells.iter().map(|(field, text)| ((*line, field.clone()), text.clone()));
        options.mends.extend(cells);
    }
    Ok(Opened { bytes: Arc::new(bytes), options })
}

/// The same for a file that was checked: with the columns that were remembered for it.
pub async fn open_checked(
    state: &AppState,
    caller: &Identity,
    row: &StagedRow,
    record: &Record,
) -> Answer<Opened> {
    let mut opened = open(state, caller, row, record).await?;
    if opened.options.mapping.is_none()
        && let Some(survey) = record.survey.as_ref().filter(|survey| survey.is_remembered)
    {
        let sources = survey.fields.iter();
        let sources = sources.filter_map(|one| Some((one.field.clone(), one.source.clone()?)));
        opened.options.mapping = Some(mapping_of(&sources.collect())?);
    }
    Ok(opened)
}

fn mapping_of(columns: &BTreeMap<String, ImportSource>) -> Answer<Mapping> {
    let mut mapping = Mapping::default();
    for (field, source) in columns {
        let to = match (source.column, &source.text) {
            (Some(column), None) if column > 0 => MappedTo::Column(column - 1),
            (None, Some(text)) => MappedTo::Constant(text.clone()),
            _ => {
                let what = format!("`{field}` has neither a column from 1 nor a text, or both");
                let mend = "give one of them";
                return Err(ApiError::invalid_field("columns", what, mend, "choice_unknown"));
            }
        };
        mapping.fields.insert(field.clone(), to);
    }
    Ok(mapping)
}

async fn look(opened: &Opened, kind: ImportKind) -> Answer<Survey> {
    let (bytes, options) = (Arc::clone(&opened.bytes), opened.options.clone());
    let look = move || survey(&bytes, &options, file_kind(kind));
    tokio::task::spawn_blocking(look).await.map_err(ApiError::internal)
}

fn digest_of(surveyed: &Survey) -> [u8; 32] {
    Sha256::digest(surveyed.fingerprint()).into()
}

/// Takes the columns as they were found in an earlier file with these headings, unless a person said otherwise or
/// the headings are our own.
async fn recall(
    state: &AppState,
    caller: &Identity,
    (row, record): (&StagedRow, &Record),
    surveyed: Survey,
    opened: &mut Opened,
) -> Answer<(Survey, bool)> {
    let is_told = record.reading.columns.is_some();
    if is_told || surveyed.proposed_by == ProposedBy::OwnHeadings || surveyed.columns.is_empty() {
        return Ok((surveyed, false));
    }
    let tenant = caller.scope.tenant;
    let found = state.store.mapping_find(tenant, &row.kind, digest_of(&surveyed)).await?;
    let Some(text) = found else { return Ok((surveyed, false)) };
    let columns: BTreeMap<String, ImportSource> = records::from_text(&text)?;
    opened.options.mapping = Some(mapping_of(&columns)?);
    Ok((look(opened, kind_of(row)?).await?, true))
}

async fn remember(
    state: &AppState,
    row: &StagedRow,
    surveyed: &Survey,
    record: &Record,
) -> Answer<()> {
    let Some(columns) = &record.reading.columns else { return Ok(()) };
    let (tenant, now) = (row.scope.tenant, state.clock.now());
    let key = (row.kind.as_str(), digest_of(surveyed));
    Ok(state.store.mapping_put(tenant, key, &records::to_text(columns)?, now).await?)
}

fn survey_of(surveyed: &Survey, is_remembered: bool) -> ImportSurvey {
    let source = |name: &str| match surveyed.mapping.fields.get(name)? {
        MappedTo::Column(column) => {
            Some(ImportSource { column: Some(column.saturating_add(1)), text: None })
        }
        MappedTo::Constant(text) => Some(ImportSource { column: None, text: Some(text.clone()) }),
    };
    let fields = surveyed.kind.fields().iter().map(|field| ImportField {
        field: field.name.to_owned(),
        is_required: field.is_required(),
        unless: field.substitute().map(str::to_owned),
        source: source(field.name),
    });
    let columns = surveyed.columns.iter().zip(1_u32..).map(|(column, place)| ImportColumn {
        column: place,
        heading: column.heading.clone(),
        samples: column.samples.clone(),
    });
    ImportSurvey {
        encoding: surveyed.encoding.to_owned(),
        sheets: surveyed.sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        sheet: surveyed.sheet.clone(),
        rows: surveyed.row_count,
        layout: surveyed.layout.as_ref().map(|layout| ImportLayout {
            layout: layout.key.to_owned(),
            name: layout.name.clone(),
        }),
        is_remembered,
        columns: columns.collect(),
        fields: fields.collect(),
    }
}

/// What came of reading the rows.
pub enum Outcome {
    /// The file cannot be read.
    Unreadable(Vec<portolan_api::Fault>),
    /// Every row has a fate.
    Checked {
        /// The rows.
        checked: Checked,
        /// SKUs that are no products.
        gaps: Vec<NewGap>,
    },
}

/// Reads the rows and decides their fates.
pub async fn read_rows(
    state: &AppState,
    caller: &Identity,
    row: &StagedRow,
    (opened, record): (Opened, &Record),
    running: &Arc<Running>,
) -> Answer<Outcome> {
    if kind_of(row)? == ImportKind::Products {
        return check_products(state, caller, opened, (record, running)).await;
    }
    let network = state.network.get()?;
    let Opened { bytes, options } = opened;
    let read = read_orders(state, caller, options, bytes, running).await?;
    if !read.file.faults.is_empty() {
        return Ok(Outcome::Unreadable(read.file.faults.iter().map(report::wire_fault).collect()));
    }
    let judged = judge(state, caller, &network, &read.file, &read.known).await?;
    let gaps = unknown_skus(&read)?;
    let checked = checked_orders(&read.file, &judged, record);
    Ok(Outcome::Checked { checked, gaps })
}

fn checked_orders(file: &OrderFile, judged: &Judged, record: &Record) -> Checked {
    let shown = |row: &FileRow| {
        let told = report::render_row(row, judged);
        let cells = pack(row, record);
        let (line, key, fate) = (told.line, told.order, told.fate);
        CheckedRow { line, key, fate, order_id: told.order_id, faults: told.faults, cells }
    };
    let rows: Vec<CheckedRow> = file.rows.iter().map(shown).collect();
    let mut counts = row_counts(&rows);
    let count = |found: usize| u32::try_from(found).unwrap_or(u32::MAX);
    counts.items = count(judged.len());
    counts.accepted = count(judged.accepted());
    counts.rejected = count(judged.rejected());
    counts.unchanged = counts.items - counts.accepted - counts.rejected;
    Checked { rows, counts }
}

/// The texts of a row; of one that is left out, those that were mended.
fn pack(row: &FileRow, record: &Record) -> Cells {
    if !row.cells.is_empty() {
        return Cells::pack(row.cells.iter().map(|(field, text)| (*field, text.as_str())));
    }
    let mended = record.mends.get(&row.line).into_iter().flatten();
    Cells::pack(mended.map(|(field, text)| (field.as_str(), text.as_str())))
}

fn row_counts(rows: &[CheckedRow]) -> ImportCounts {
    let count = |fate: RowFate| {
        let found = rows.iter().filter(|row| row.fate == fate).count();
        u32::try_from(found).unwrap_or(u32::MAX)
    };
    let skipped = count(RowFate::Skipped);
    let all = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    ImportCounts {
        rows: all - skipped,
        rows_rejected: count(RowFate::Rejected),
        rows_skipped: skipped,
        ..ImportCounts::default()
    }
}

async fn check_products(
    state: &AppState,
    caller: &Identity,
    Opened { bytes, options }: Opened,
    (record, running): (&Record, &Arc<Running>),
) -> Answer<Outcome> {
    let watch = Arc::clone(running);
    let read =
        move || portolan_markets::products::read_watched(&bytes, &options, &|rows| watch.set(rows));
    let file = tokio::task::spawn_blocking(read).await.map_err(ApiError::internal)?;
    if !file.faults.is_empty() {
        return Ok(Outcome::Unreadable(file.faults.iter().map(report::wire_fault).collect()));
    }
    let fates = judge_products(state, caller, &file).await?;
    let shown = |row: &FileRow| {
        let is_there = row.key.as_ref().is_some_and(|sku| fates.unchanged.contains(sku));
        let fate = match row.fate {
            portolan_markets::Fate::Accepted if is_there => RowFate::Unchanged,
            portolan_markets::Fate::Accepted => RowFate::Accepted,
            portolan_markets::Fate::Rejected => RowFate::Rejected,
            portolan_markets::Fate::Skipped => RowFate::Skipped,
        };
        CheckedRow {
            line: row.line,
            key: row.key.clone().unwrap_or_default(),
            fate,
            order_id: None,
            faults: row.faults.iter().map(report::wire_fault).collect(),
            cells: pack(row, record),
        }
    };
    let rows: Vec<CheckedRow> = file.rows.iter().map(shown).collect();
    let mut counts = row_counts(&rows);
    (counts.items, counts.rejected) = (counts.rows, counts.rows_rejected);
    counts.unchanged = u32::try_from(fates.unchanged.len()).unwrap_or(u32::MAX);
    counts.accepted = counts.items - counts.rejected - counts.unchanged;
    Ok(Outcome::Checked { checked: Checked { rows, counts }, gaps: product_gaps(&file)? })
}

/// Rows of products that lack something: work to do.
fn product_gaps(file: &ProductFile) -> Answer<Vec<NewGap>> {
    let mut gaps = BTreeMap::new();
    for row in file.rows.iter().filter(|row| !row.faults.is_empty()) {
        let Some(sku) = row.key.as_ref().and_then(|sku| Sku::parse(sku).ok()) else { continue };
        let is_faulty = |name: &str| row.faults.iter().any(|fault| fault.field == Some(name));
        let known = row.cells.iter().filter(|(name, text)| !text.is_empty() && !is_faulty(name));
        let known = known.filter(|(name, _)| *name != "sku");
        let known = known.map(|(name, text)| ((*name).to_owned(), text.clone())).collect();
        let document = records::GapDocument { known, value: BTreeMap::new() };
        let document = records::to_text(&document)?;
        gaps.insert(sku.to_string(), NewGap { sku: sku.to_string(), orders: 0, document });
    }
    Ok(gaps.into_values().collect())
}
