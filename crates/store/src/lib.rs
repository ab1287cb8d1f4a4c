//! Everything durable: SQLite by default, PostgreSQL beyond one machine.
//!
//! One concrete [`Store`] over two engines, cheap to clone; its methods live by aggregate (`orders`,
//! `parcels`, `holds` …) and are noun-first and set-based. Documents are opaque text or bytes: this
//! crate knows ids, keys, states, amounts and times, and no rule of the domain. It has no clock: every
//! instant comes in as an argument and is kept in microseconds. Merchant data is read and written
//! through a [`TenantScope`], and personal data only sealed. Start at [`Store::open`].

mod bulk;
mod config;
mod error;
mod limits;
mod migrate;
mod mode;
mod page;
mod postgres;
mod row;
mod seal;
mod session;
mod sqlite;
mod store;
mod value;

pub mod accounts;
pub mod audit;
pub mod gaps;
pub mod holds;
pub mod idempotency;
pub mod identifiers;
pub mod invitations;
pub mod keys;
pub mod labels;
pub mod lessons;
pub mod manifests;
pub mod networks;
pub mod notices;
pub mod orders;
pub mod outbox;
pub mod parcels;
pub mod personal;
pub mod products;
pub mod sign_ins;
pub mod staged;
pub mod tenants;
pub mod timers;
pub mod tracking;

#[cfg(feature = "testing")]
pub mod testing;

pub use accounts::{AccountRow, MemberRow, MembershipRow, NewAccount};
pub use audit::{AuditQuery, AuditRow, NewAudit};
pub use config::{Engine, MasterKey, StoreConfig};
pub use error::StoreError;
pub use gaps::{GapRow, NewGap};
pub use holds::{Capacity, CapacityUnit, HoldItem, HoldRow, HoldState, NewHold};
pub use idempotency::{Begun, IdempotencyBegin, IdempotencyCompletion};
pub use identifiers::LeaseRequest;
pub use invitations::{InvitationRow, NewInvitation};
pub use keys::{ApiKeyCreated, ApiKeyRow, NewApiKey};
pub use labels::{Label, NewLabel};
pub use lessons::{LearningRow, LessonDay, LessonsSave, ParcelTaught, ParcelToTeach};
pub use limits::{BATCH_ROWS_MAX, PAGE_ROWS_MAX};
pub use manifests::{ItemResult, ManifestCount, ManifestItem, ManifestRow, NewManifest};
pub use mode::{Mode, TenantKey, TenantScope};
pub use networks::{NetworkRow, NetworkVersionRow, NewNetwork};
pub use notices::{MailReader, NewNotice, NoticeRow, NoticesRow};
pub use orders::{
    ImportCommand, ImportOutcome, NewOrder, OrderChange, OrderRow, OrderWritten, WriteFate,
};
pub use outbox::{NewOutbox, OutboxRow};
pub use page::{ContentHash, ListQuery, Page};
pub use parcels::{
    BookCommand, BookOutcome, CancelCommand, ConsignmentRow, IdentifierRow, NewConsignment,
    NewIdentifier, NewParcel, NewParty, NewRoute, OrderCancel, ParcelChange, ParcelRow, PartyRole,
    RouteRow,
};
pub use personal::{Personal, Subject};
pub use products::{NewProduct, ProductChange, ProductRow, ProductWritten};
pub use sign_ins::{SignInLife, SignInRow};
pub use staged::{NewStaged, StagedChange, StagedRow};
pub use store::Store;
pub use tenants::{NewTenant, TenantRow};
pub use timers::{NewTimer, TimerRow};
pub use tracking::{
    AliasRow, ExceptionQuery, ExceptionRow, FoundException, HandOverNumber, HandOverRow,
    HandOverWritten, InboundAddress, InboundCreated, LayingRow, LinkRow, LinksAppend, MessageRow,
    NewAlias, NewHandOver, NewInbound, NewLaying, NewLink, NewQuarantined, News, OutlookRow,
    OutlookSave, ParcelRef, QuarantineRow, Realm, ScanFate, ScanRow, ScansAppend, ScansAppended,
    Settled, TellScope, Told, ToldMessage, ToldScan,
};
