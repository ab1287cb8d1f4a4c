//! What is kept of a staged file beside its bytes, sealed with them.

use crate::auth::{Actor, Identity};
use crate::problem::{Answer, ApiError};
use crate::records;
use portolan_api::Fault;
use portolan_api::imports::{
    Import, ImportCounts, ImportKept, ImportKind, ImportReading, ImportState, ImportSurvey,
};
use portolan_markets::FileKind;
use portolan_model::{AccountId, ApiKeyId, TenantId};
use portolan_store::StagedRow;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// All that is told of a staged file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// What the file is called.
    pub name: String,
    /// Whose it is, so that a step goes on after a restart.
    pub tenant: String,
    /// Who sent it or changed it last.
    pub actor: String,
    /// How it is read.
    pub reading: ImportReading,
    /// Whether how columns are found is remembered once it is read.
    pub remembers: bool,
    /// Texts in the place of cells, by line and field.
    pub mends: BTreeMap<u32, BTreeMap<String, String>>,
    /// Lines left out by hand.
    pub left_out: BTreeSet<u32>,
    /// What was found in it.
    pub survey: Option<ImportSurvey>,
    /// The rows' fates.
    pub counts: Option<ImportCounts>,
    /// What was kept of it.
    pub kept: Option<ImportKept>,
    /// Whether good ones are kept though others have faults.
    pub is_partial: bool,
    /// What is wrong with it as a whole.
    pub faults: Vec<Fault>,
    /// What is worth a look.
    pub warnings: Vec<Fault>,
}

impl Record {
    /// A file that nothing is known of.
    pub fn new(name: String, caller: &Identity) -> Self {
        Self {
            name,
            tenant: caller.tenant_id.to_string(),
            actor: caller.actor(),
            reading: ImportReading::default(),
            remembers: false,
            mends: BTreeMap::new(),
            left_out: BTreeSet::new(),
            survey: None,
            counts: None,
            kept: None,
            is_partial: false,
            faults: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// As it was sealed.
    pub fn of(row: &StagedRow) -> Answer<Self> {
        let gone = || ApiError::not_found("import", &row.id.to_string());
        records::from_bytes(row.document.kept().ok_or_else(gone)?)
    }

    /// Who goes on with a step after a restart: whoever began it. They were allowed to then.
    pub fn identity(&self, row: &StagedRow) -> Answer<Identity> {
        let account = AccountId::parse(&self.actor).map(Actor::Account);
        let actor = account.or_else(|_| ApiKeyId::parse(&self.actor).map(Actor::Key));
        let tenant_id = TenantId::parse(&self.tenant).map_err(ApiError::internal)?;
        let actor = actor.map_err(ApiError::internal)?;
        Ok(Identity { actor, tenant_id, scope: row.scope, scopes: Vec::new() })
    }
}

/// A kind's name in the store.
pub const fn kind_word(kind: ImportKind) -> &'static str {
    file_kind(kind).as_str()
}

/// A kind as files are read.
pub const fn file_kind(kind: ImportKind) -> FileKind {
    match kind {
        ImportKind::Orders => FileKind::Orders,
        ImportKind::Products => FileKind::Products,
    }
}

/// The kind of a row.
pub fn kind_of(row: &StagedRow) -> Answer<ImportKind> {
    [ImportKind::Orders, ImportKind::Products]
        .into_iter()
        .find(|kind| kind_word(*kind) == row.kind)
        .ok_or_else(|| ApiError::internal(format!("`{}` is no kind of file", row.kind)))
}

/// States by their names in the store.
const STATES: [(&str, ImportState); 6] = [
    (READING, ImportState::Reading),
    (MAPPING, ImportState::Mapping),
    (CHECKED, ImportState::Checked),
    (KEEPING, ImportState::Keeping),
    (KEPT, ImportState::Kept),
    (UNREADABLE, ImportState::Unreadable),
];
pub const READING: &str = "reading";
pub const MAPPING: &str = "mapping";
pub const CHECKED: &str = "checked";
pub const KEEPING: &str = "keeping";
pub const KEPT: &str = "kept";
pub const UNREADABLE: &str = "unreadable";

/// A staged file as it is answered.
pub fn import(row: &StagedRow, record: Record) -> Answer<Import> {
    let state = STATES.into_iter().find(|(word, _)| *word == row.state).map(|(_, state)| state);
    Ok(Import {
        id: row.id.to_string(),
        kind: kind_of(row)?,
        name: record.name,
        bytes: u64::try_from(row.bytes).unwrap_or_default(),
        state: state.ok_or_else(|| ApiError::internal("an import's state"))?,
        revision: revision(row.revision),
        progress: None,
        reading: record.reading,
        survey: record.survey,
        counts: record.counts,
        kept: record.kept,
        faults: record.faults,
        warnings: record.warnings,
        created_at: crate::wire::amounts::instant(row.created_at),
        expires_at: crate::wire::amounts::instant(row.expires_at),
    })
}

/// A revision on the wire.
pub fn revision(revision: i64) -> u32 {
    u32::try_from(revision).unwrap_or(u32::MAX)
}
