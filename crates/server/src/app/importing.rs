//! Files of orders and products: every row gets a fate, and what is kept is kept in one command.
//!
//! A file is read where blocking is allowed, a few at a time, because it and its rows are in memory.
//! Without faults, or with `partial`, the good orders that are new are kept together; the same file or
//! the same orders again change nothing.

pub mod report;

use crate::app::ordering::{faults_of, known_skus};
use crate::app::stocking::new_product;
use crate::app::tenancy::{TenantProfile, get_profile};
use crate::auth::Identity;
use crate::ids::mint;
use crate::limits::SKU_CHUNK;
use crate::live::Change;
use crate::problem::{Answer, ApiError, model_fault};
use crate::published::InForce;
use crate::records::{self, GapDocument};
use crate::staged::Running;
use crate::state::AppState;
use crate::upload::Upload;
use crate::wire::orders::new_order;
use portolan_api::orders::{DateOrder as WireDateOrder, ImportQuery, ImportReport};
use portolan_api::products::ProductImportReport;
use portolan_api::{Fault, ProblemCode};
use portolan_markets::orders::OrderFile;
use portolan_markets::products::ProductFile;
use portolan_markets::{DateOrder, ReadOptions, orders, products};
use portolan_model::{ImportId, Sku};
use portolan_store::{
    ImportCommand, ImportOutcome, NewAudit, NewGap, NewOrder, OrderRow, StoreError, WriteFate,
};
use report::Fate;
pub use report::Judged;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// How often an import is decided anew because an order of it came in otherwise meanwhile.
const TRIES_MAX: usize = 3;

/// Takes in a file of orders.
pub async fn import_orders(
    state: &AppState,
    caller: &Identity,
    query: &ImportQuery,
    upload: Upload,
) -> Answer<ImportReport> {
    let _place = state.imports.acquire().await.map_err(ApiError::internal)?;
    let network = state.network.get()?;
    let options = read_options(&get_profile(state, caller).await?, &network, query)?;
    let spooled = upload.clone();
    let bytes = tokio::task::spawn_blocking(move || spooled.read()).await;
    let bytes = Arc::new(bytes.map_err(ApiError::internal)?.map_err(ApiError::internal)?);
    let read = read_orders(state, caller, options, bytes, &Arc::default()).await?;
    let ReadOrders { file, known, .. } = read;
    if !file.faults.is_empty() {
        return Err(unreadable(&file.faults));
    }
    for _ in 0..TRIES_MAX {
        let mut judged = judge(state, caller, &network, &file, &known).await?;
        let is_clean = judged.rejected() == 0;
        let applies = query.dry_run != Some(true) && (is_clean || query.partial == Some(true));
        if !applies {
            return Ok(report::render(&file, &judged, None, false));
        }
        match keep(state, caller, upload.digest, &mut judged).await {
            Ok(import) => {
                let kept = judged.accepted() as u64;
                state.metrics.count("orders_imported", "", kept);
                state.live.tell_many(caller.scope, Change::Order);
                return Ok(report::render(&file, &judged, import, true));
            }
            Err(error) if error.code() == ProblemCode::StateConflict => {}
            Err(error) => return Err(error),
        }
    }
    let detail = "orders of this file keep changing while it is taken in: send it again";
    Err(ApiError::new(ProblemCode::StateConflict, detail))
}

/// How a file is to be read, by the tenant's clock and the network's currencies.
pub fn read_options(
    tenant: &TenantProfile,
    network: &InForce,
    query: &ImportQuery,
) -> Answer<ReadOptions> {
    let currencies = network.snapshot.currencies.clone();
    let currency = query.currency.as_deref().map(|code| currencies.get(code)).transpose();
    let wrong = |error| ApiError::invalid(vec![model_fault("currency", &error)]);
    let date_order = query.dates.map(|order| match order {
        WireDateOrder::DayFirst => DateOrder::DayFirst,
        WireDateOrder::MonthFirst => DateOrder::MonthFirst,
    });
    Ok(ReadOptions {
        encoding: query.encoding.clone(),
        date_order,
        default_currency: currency.map_err(wrong)?,
        currencies,
        ..ReadOptions::new(tenant.zone())
    })
}

/// Orders as they were read, and which of their SKUs are products.
pub struct ReadOrders {
    /// The file.
    pub file: OrderFile,
    /// The tenant's SKUs among those it names.
    pub known: HashSet<String>,
    /// What waits for each SKU that is none: orders, and what was paid for it by currency in minor units.
    waiting: BTreeMap<String, (i64, BTreeMap<String, i64>)>,
}

/// Reads the file twice where it names unknown products: first to learn its SKUs, then with what is
/// known of them.
pub async fn read_orders(
    state: &AppState,
    caller: &Identity,
    options: ReadOptions,
    bytes: Arc<Vec<u8>>,
    running: &Arc<Running>,
) -> Answer<ReadOrders> {
    let (first, skus) = read_blocking(&bytes, options.clone(), None, running).await?;
    let known = known_skus(state, caller, skus.clone()).await?;
    if skus.is_subset(&known) {
        return Ok(ReadOrders { file: first, known, waiting: BTreeMap::new() });
    }
    let waiting = waiting(&first, &known);
    drop(first);
    let known = Arc::new(known);
    let (file, _) = read_blocking(&bytes, options, Some(Arc::clone(&known)), running).await?;
    Ok(ReadOrders { file, known: Arc::unwrap_or_clone(known), waiting })
}

fn waiting(
    file: &OrderFile,
    known: &HashSet<String>,
) -> BTreeMap<String, (i64, BTreeMap<String, i64>)> {
    let mut waiting: BTreeMap<String, (i64, BTreeMap<String, i64>)> = BTreeMap::new();
    for read in &file.orders {
        let mut of_order = HashSet::new();
        for line in read.order.lines().iter().filter(|line| !known.contains(line.sku().as_str())) {
            let (orders, value) = waiting.entry(line.sku().to_string()).or_default();
            *orders += i64::from(of_order.insert(line.sku().as_str()));
            if let Ok(paid) = line.unit_price().checked_mul(line.quantity()) {
                let sum = value.entry(paid.currency().code().to_owned()).or_default();
                *sum = sum.saturating_add(paid.minor());
            }
        }
    }
    waiting
}

/// The SKUs of a file that are no products, as work to do.
pub fn unknown_skus(read: &ReadOrders) -> Answer<Vec<NewGap>> {
    let gap = |(sku, (orders, value)): (&String, &(i64, BTreeMap<String, i64>))| {
        let document = GapDocument { known: BTreeMap::new(), value: value.clone() };
        let document = records::to_text(&document)?;
        Ok(NewGap { sku: sku.clone(), orders: *orders, document })
    };
    read.waiting.iter().map(gap).collect()
}

/// Reads the file with the products known; without any given, all are, and it answers which it names.
async fn read_blocking(
    bytes: &Arc<Vec<u8>>,
    options: ReadOptions,
    known: Option<Arc<HashSet<String>>>,
    running: &Arc<Running>,
) -> Answer<(OrderFile, HashSet<String>)> {
    let (bytes, running) = (Arc::clone(bytes), Arc::clone(running));
    let read = move || {
        let asked = std::cell::RefCell::new(HashSet::new());
        let knows = |sku: &Sku| {
            if let Some(known) = &known {
                known.contains(sku.as_str())
            } else {
                if !asked.borrow().contains(sku.as_str()) {
                    asked.borrow_mut().insert(sku.to_string());
                }
                true
            }
        };
        let file = orders::read_watched(&bytes, &options, &knows, &|rows| running.set(rows));
        (file, asked.into_inner())
    };
    tokio::task::spawn_blocking(read).await.map_err(ApiError::internal)
}

fn unreadable(faults: &[portolan_markets::Fault]) -> ApiError {
    let mut error = ApiError::new(
        ProblemCode::FileUnreadable,
        faults.first().map_or_else(String::new, ToString::to_string),
    );
    error.problem.faults = faults.iter().map(report::wire_fault).collect();
    error
}

/// Decides the fate of every order of the file.
pub async fn judge(
    state: &AppState,
    caller: &Identity,
    network: &InForce,
    file: &OrderFile,
    known: &HashSet<String>,
) -> Answer<Judged> {
    let now = state.clock.now();
    let references: Vec<String> =
        file.orders.iter().map(|read| read.order.reference().to_owned()).collect();
    let mut there: HashMap<String, OrderRow> = HashMap::new();
    for chunk in references.chunks(SKU_CHUNK) {
        let rows = state.store.orders_find_by_reference(caller.scope, chunk).await?;
        there.extend(rows.into_iter().map(|row| (row.reference.clone(), row)));
    }
    let mut judged = Judged::of(file);
    for read in &file.orders {
        let faults = faults_of(&network.snapshot, &read.order, known);
        let new = new_order(mint(now)?, &read.order, true)?;
        let fate = match there.get(read.order.reference()) {
            _ if !faults.is_empty() => Fate::Faulty(faults),
            None => Fate::New,
            Some(row) if row.content_hash == new.content_hash => Fate::There(row.id),
            Some(_) => Fate::Faulty(vec![report::exists(read.order.reference())]),
        };
        judged.push(read, new, fate);
    }
    Ok(judged)
}

/// Keeps the orders that are new, all in one command; answers the import's id.
async fn keep(
    state: &AppState,
    caller: &Identity,
    digest: [u8; 32],
    judged: &mut Judged,
) -> Answer<Option<ImportId>> {
    let orders: Vec<NewOrder> = judged.take_new();
    if orders.is_empty() {
        return Ok(None);
    }
    let outcome = keep_orders(state, caller, (digest, None), orders).await?;
    for written in outcome.orders {
        judged.set_written(&written.reference, written.id, written.fate == WriteFate::Created);
    }
    Ok(Some(outcome.id))
}

/// Keeps orders in one command. The audit names `staged`, the import they came by, or the command's own id.
pub async fn keep_orders(
    state: &AppState,
    caller: &Identity,
    (file, staged): ([u8; 32], Option<ImportId>),
    orders: Vec<NewOrder>,
) -> Answer<ImportOutcome> {
    let now = state.clock.now();
    let mut digest = Sha256::new();
    digest.update(file);
    for order in &orders {
        // Orders of the same content are told apart by their references alone.
        digest.update(order.reference.len().to_be_bytes());
        digest.update(order.reference.as_bytes());
        digest.update(order.content_hash);
    }
    let id: ImportId = mint(now)?;
    let detail = serde_json::json!({ "orders": orders.len() }).to_string();
    let command = ImportCommand {
        id,
        content_hash: digest.finalize().into(),
        document: detail.clone(),
        orders,
        audit: vec![NewAudit {
            actor: caller.actor(),
            action: "orders.import".to_owned(),
            object: staged.unwrap_or(id).to_string(),
            detail,
        }],
    };
    let outcome = state.store.orders_import(caller.scope, command, now).await;
    outcome.map_err(|error| match error {
        StoreError::Limit { limit, .. } => {
            let detail = format!("a file may bring at most {limit} new orders: divide it");
            ApiError::new(ProblemCode::FileUnreadable, detail)
        }
        other => other.into(),
    })
}

/// Which products of a file are there already, the same.
pub struct ProductFates {
    /// Their SKUs.
    pub unchanged: HashSet<String>,
}

/// Decides which products of a file are there already.
pub async fn judge_products(
    state: &AppState,
    caller: &Identity,
    file: &ProductFile,
) -> Answer<ProductFates> {
    let mut unchanged = HashSet::new();
    for chunk in file.products.chunks(SKU_CHUNK) {
        let skus: Vec<String> = chunk.iter().map(|read| read.product.sku().to_string()).collect();
        let rows = state.store.products_find(caller.scope, &skus).await?;
        let there: HashMap<String, String> =
            rows.into_iter().map(|row| (row.sku, row.document)).collect();
        for read in chunk {
            let new = new_product(state, &read.product)?;
            if there.get(&new.sku).is_some_and(|document| *document == new.document) {
                unchanged.insert(new.sku);
            }
        }
    }
    Ok(ProductFates { unchanged })
}

/// Takes in a file of products: all, or none where any has a fault.
pub async fn import_products(
    state: &AppState,
    caller: &Identity,
    query: &ImportQuery,
    upload: Upload,
) -> Answer<ProductImportReport> {
    let _place = state.imports.acquire().await.map_err(ApiError::internal)?;
    let network = state.network.get()?;
    let options = read_options(&get_profile(state, caller).await?, &network, query)?;
    let read = move || upload.read().map(|bytes| products::read(&bytes, &options));
    let file = tokio::task::spawn_blocking(read).await.map_err(ApiError::internal)?;
    let file = file.map_err(ApiError::internal)?;
    if !file.faults.is_empty() {
        return Err(unreadable(&file.faults));
    }
    let faults: Vec<Fault> = file.all_faults().map(report::wire_fault).collect();
    let mut report = ProductImportReport {
        encoding: file.encoding.to_owned(),
        applied: faults.is_empty() && query.dry_run != Some(true),
        products: u32::try_from(file.products.len()).unwrap_or(u32::MAX),
        created: 0,
        updated: 0,
        unchanged: 0,
        faults,
    };
    if report.applied {
        let new = file.products.iter().map(|read| new_product(state, &read.product));
        let new = new.collect::<Answer<Vec<_>>>()?;
        let written = state.store.products_put(caller.scope, &new, state.clock.now()).await?;
        state.live.tell_many(caller.scope, Change::Product);
        for one in written {
            match one.fate {
                WriteFate::Created => report.created += 1,
                WriteFate::Updated => report.updated += 1,
                WriteFate::Unchanged | WriteFate::Conflicting => report.unchanged += 1,
            }
        }
    }
    Ok(report)
}
