//! What every story starts from: an open store with two tenants, and makers of rows.

use jiff::{SignedDuration, Timestamp};
use portolan_model::{
    TenantId,
    id::{Id, Kind},
};
use portolan_store::{
    BookCommand, CapacityUnit, HoldItem, LeaseRequest, MasterKey, Mode, NewAudit, NewHold,
    NewIdentifier, NewOrder, NewOutbox, NewParcel, NewRoute, NewTenant, NewTimer, OrderRow, Store,
    StoreConfig, StoreError, TenantScope,
};
use sqlx::{Connection as _, PgConnection, Row as _};
use std::{
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering},
};

static COUNTER: AtomicU64 = AtomicU64::new(1);

/// The key that every story's store is sealed with.
pub const MASTER: [u8; 32] = [42; 32];

/// A new id of any kind; ids made later are greater.
pub fn id<K: Kind>() -> Id<K> {
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    let mut random = [0; 10];
    random[2..].copy_from_slice(&number.to_be_bytes());
    Id::from_parts(1_780_000_000_000 + number, random)
}

/// The stories' time, `seconds` after their start.
pub fn at(seconds: i64) -> Timestamp {
    let start = Timestamp::from_second(1_780_000_000).unwrap();
    start.checked_add(SignedDuration::from_secs(seconds)).unwrap()
}

/// The instant at which most of a story happens.
pub fn now() -> Timestamp {
    at(0)
}

pub struct World {
    pub store: Store,
    pub config: StoreConfig,
    /// The tenant of the story.
    pub us: TenantScope,
    /// Another tenant.
    pub them: TenantScope,
    /// SQLite's folder; removed at the end.
    pub folder: Option<tempfile::TempDir>,
}

impl World {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("data/portolan.db").display());
        Self::open(url, Some(folder)).await
    }

    pub async fn postgres() -> Self {
        let url = tokio::task::spawn_blocking(crate::postgres::database).await.unwrap();
        Self::open(url.unwrap_or_else(|error| panic!("{error}")), None).await
    }

    async fn open(url: String, folder: Option<tempfile::TempDir>) -> Self {
        let config = StoreConfig::new(url, MasterKey::from_bytes(MASTER));
        let store = Store::open(config.clone()).await.unwrap();
        let tenant = |name: &str| NewTenant { id: id(), name: name.into(), document: "{}".into() };
        let tenants = [tenant("us"), tenant("them")];
        let keys = store.tenants_insert(&tenants, now()).await.unwrap();
        let scope = |index: usize| TenantScope::new(keys[index], Mode::Live);
        Self { us: scope(0), them: scope(1), store, config, folder }
    }

    /// Closes the store and opens it again, as a restart does.
    pub async fn reopen(&mut self) {
        self.store.close().await;
        self.store = Store::open(self.config.clone()).await.unwrap();
    }

    /// A second process on the same database.
    pub async fn second(&self) -> Store {
        Store::open(self.config.clone()).await.unwrap()
    }

    /// The SQLite file.
    pub fn file(&self) -> PathBuf {
        PathBuf::from(self.config.url.strip_prefix("sqlite:").unwrap())
    }

    /// Whether it is SQLite.
    pub fn is_sqlite(&self) -> bool {
        self.folder.is_some()
    }

    /// The first column of each row of a statement, as numbers, past the store.
    pub async fn raw(&self, sql: &'static str) -> anyhow::Result<Vec<i64>> {
        if self.is_sqlite() {
            Ok(self.on_sqlite(sql)?)
        } else {
            let mut connection = PgConnection::connect(&self.config.url).await?;
            let rows = sqlx::query(sql).fetch_all(&mut connection).await?;
            Ok(rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?)
        }
    }

    /// The first column of each row of a statement on SQLite, past the store.
    pub fn on_sqlite<T: rusqlite::types::FromSql>(&self, sql: &str) -> rusqlite::Result<Vec<T>> {
        let connection = rusqlite::Connection::open(self.config.url.trim_start_matches("sqlite:"))?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        let mut statement = connection.prepare(sql)?;
        statement.query_map([], |row| row.get(0))?.collect()
    }

    /// The first column of each row of a statement on SQLite, as bytes.
    pub fn blobs(&self, sql: &'static str) -> Vec<Vec<u8>> {
        self.on_sqlite(sql).unwrap()
    }

    /// How many rows a table has.
    pub async fn count(&self, sql: &'static str) -> i64 {
        self.raw(sql).await.unwrap()[0]
    }

    /// One order of ours, kept.
    pub async fn order(&self, reference: &str) -> OrderRow {
        let order = new_order(reference);
        self.store.orders_insert(self.us, std::slice::from_ref(&order), now()).await.unwrap();
        self.store.order_find(self.us, order.id).await.unwrap().unwrap()
    }

    /// One order of ours with one parcel booked.
    pub async fn booked(&self, reference: &str) -> (OrderRow, NewParcel) {
        let order = self.order(reference).await;
        let parcel = new_parcel();
        let command = book(&order, vec![parcel.clone()]);
        self.store.parcels_book(self.us, command, now()).await.unwrap();
        (order, parcel)
    }
}

pub fn new_order(reference: &str) -> NewOrder {
    NewOrder {
        id: id(),
        reference: reference.into(),
        state: "new".into(),
        content_hash: [1; 32],
        document: format!("{{\"reference\":\"{reference}\"}}"),
        personal: format!("recipient of {reference}").into_bytes(),
    }
}

pub fn new_parcel() -> NewParcel {
    let parcel = id();
    NewParcel {
        id: parcel,
        state: "booked".into(),
        service: "standard".into(),
        tracking_number: Some(format!("RB{parcel}CN")),
        identifiers: vec![NewIdentifier {
            scheme: "s10".into(),
            value: format!("RB {parcel} CN"),
            search_key: format!("RB{parcel}CN").replace('_', "").to_uppercase(),
        }],
        route: NewRoute { id: id(), network: [9; 32], document: "{\"legs\":[]}".into() },
        charged_mass_grams: 500,
        price_minor: 1_234,
        currency: "EUR".into(),
        entry: "drop_off".into(),
        document: "{}".into(),
        personal: b"recipient of the parcel".to_vec(),
        holds: vec![],
        timers: vec![],
    }
}

pub fn book(order: &OrderRow, parcels: Vec<NewParcel>) -> BookCommand {
    BookCommand {
        order: order.id,
        order_version: order.version,
        order_state: "booked".into(),
        order_document: None,
        parcels,
        consignment: None,
        audit: vec![audit("order.book", &order.id.to_string())],
        outbox: vec![outbox("parcel.booked")],
        idempotency: None,
    }
}

pub fn audit(action: &str, object: &str) -> NewAudit {
    NewAudit {
        actor: "system".into(),
        action: action.into(),
        object: object.into(),
        detail: "{}".into(),
    }
}

pub fn outbox(topic: &str) -> NewOutbox {
    NewOutbox { topic: topic.into(), payload: b"{}".to_vec(), next_attempt_at: now() }
}

pub fn timer(kind: &str, object: &str, due_at: Timestamp) -> NewTimer {
    NewTimer { kind: kind.into(), object: object.into(), due_at, payload: "{}".into() }
}

pub fn grams(resource: &str, capacity: i64, amount: i64) -> HoldItem {
    HoldItem { resource: resource.into(), unit: CapacityUnit::Grams, capacity, amount }
}

/// A hold that lapses after a minute.
pub fn hold(items: Vec<HoldItem>) -> NewHold {
    NewHold { id: id(), items, expires_at: at(60) }
}

pub fn lease(range: &str, numbers: (i64, i64), block_size: u32, count: u32) -> LeaseRequest {
    LeaseRequest { range: range.into(), first: numbers.0, last: numbers.1, block_size, count }
}

pub fn tenant_id() -> TenantId {
    id()
}

/// The code of an outcome that must be an error.
pub fn code<T: std::fmt::Debug>(outcome: Result<T, StoreError>) -> &'static str {
    outcome.unwrap_err().code()
}
