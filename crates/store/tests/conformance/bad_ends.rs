//! A full disk, a killed process: acknowledged data stays, and nothing is half there.

use crate::{
    on_both_engines,
    world::{MASTER, World, at, book, code, grams, hold, id, new_order, new_parcel, now},
};
use portolan_model::ImportId;
use portolan_store::{
    ImportCommand, ListQuery, MasterKey, Mode, NewOrder, Store, StoreConfig, StoreError,
    TenantScope,
};
use std::process::{Command, Stdio};

on_both_engines!(an_import_killed_midway_is_whole_or_not_there);

/// Tells the child its database; without it the child's test has nothing to do.
const KILL_URL: &str = "PORTOLAN_STORE_KILL_URL";
const KILL_ORDERS: usize = 40_000;

fn import() -> ImportCommand {
    let orders = (0..KILL_ORDERS).map(|n| new_order(&format!("K-{n}"))).collect();
    let id: ImportId = id();
    ImportCommand { id, content_hash: [7; 32], document: "{}".into(), orders, audit: vec![] }
}

/// The process that [`an_import_killed_midway_is_whole_or_not_there`] starts and kills.
#[tokio::test]
async fn child_that_imports() {
    let Ok(url) = std::env::var(KILL_URL) else { return };
    let config = StoreConfig::new(url, MasterKey::from_bytes(MASTER));
    let store = Store::open(config).await.unwrap();
    let tenant = store.tenant_find_by_name("us").await.unwrap().unwrap();
    let scope = TenantScope::new(tenant.key, Mode::Live);
    store.orders_import(scope, import(), now()).await.unwrap();
}

async fn an_import_killed_midway_is_whole_or_not_there(mut world: World) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["bad_ends::child_that_imports", "--exact"])
        .env(KILL_URL, &world.config.url)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    loop {
        let ended = child.try_wait().unwrap();
        assert!(ended.is_none(), "the child ended before it was killed");
        if is_writing(&world).await {
            break;
        }
        tokio::task::yield_now().await;
    }
    child.kill().unwrap();
    child.wait().unwrap();
    while !world.is_sqlite() && is_writing(&world).await {
        tokio::task::yield_now().await;
    }
    world.reopen().await;
    let orders = world.count("SELECT COUNT(*) FROM orders").await;
    let keys = world.count("SELECT COUNT(*) FROM data_keys").await;
    let imports = world.count("SELECT COUNT(*) FROM imports").await;
    let all = i64::try_from(KILL_ORDERS).unwrap();
    assert!([(0, 0, 0), (all, all, 1)].contains(&(orders, keys, imports)), "{orders} {keys}");
    let outcome = world.store.orders_import(world.us, import(), now()).await.unwrap();
    assert_eq!((outcome.replayed, outcome.orders.len()), (orders > 0, KILL_ORDERS));
    assert_eq!(world.count("SELECT COUNT(*) FROM orders").await, all);
}

/// Whether the child is in the middle of its transaction: on SQLite the log has outgrown all that was
/// committed, on PostgreSQL its backend inserts.
async fn is_writing(world: &World) -> bool {
    if world.is_sqlite() {
        let log = world.file().with_extension("db-wal");
        std::fs::metadata(log).is_ok_and(|log| log.len() > 2_000_000)
    } else {
        let sql = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()
            AND query LIKE 'INSERT INTO %' AND state <> 'idle'";
        world.count(sql).await > 0
    }
}

fn heavy(reference: &str, bytes: usize) -> NewOrder {
    NewOrder { document: "x".repeat(bytes), ..new_order(reference) }
}

/// A store whose file may grow by some pages.
async fn nearly_full(pages: i64) -> World {
    let mut world = World::sqlite().await;
    let used = world.count("PRAGMA page_count").await;
    world.config.max_page_count = Some(u32::try_from(used + pages).unwrap());
    world.reopen().await;
    world
}

#[tokio::test]
async fn a_full_database_refuses_reads_on_and_recovers() {
    let mut world = nearly_full(60).await;
    let us = world.us;
    let first = world.order("R-0").await;
    let mut kept = 1;
    let error = loop {
        let order = heavy(&format!("R-{kept}"), 3_000);
        match world.store.orders_insert(us, &[order], now()).await {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
        assert!(kept < 100, "the limit did not hold");
    };
    assert!(matches!(error, StoreError::Full), "{error}");
    assert!(error.to_string().contains("full: nothing was written"));
    let big: Vec<_> = (0..500).map(|n| heavy(&format!("B-{n}"), 2_000)).collect();
    let command = ImportCommand {
        id: id(),
        content_hash: [7; 32],
        document: "{}".into(),
        orders: big,
        audit: vec![],
    };
    assert_eq!(code(world.store.orders_import(us, command.clone(), now()).await), "store_full");
    let mut parcel = new_parcel();
    parcel.document = "x".repeat(100_000);
    let booking = book(&first, vec![parcel]);
    assert_eq!(code(world.store.parcels_book(us, booking.clone(), now()).await), "store_full");
    for sql in ["SELECT COUNT(*) FROM parcels", "SELECT COUNT(*) FROM imports"] {
        assert_eq!(world.count(sql).await, 0, "{sql}");
    }
    let listed = world.store.orders_list(us, &ListQuery::first(1_000)).await.unwrap();
    assert_eq!(listed.items.len(), kept);
    assert!(listed.items.iter().all(|row| row.version == 1 && row.personal.kept().is_some()));
    world.config.max_page_count = None;
    world.reopen().await;
    world.store.orders_import(us, command, now()).await.unwrap();
    world.store.parcels_book(us, booking, now()).await.unwrap();
    let faults = "SELECT COUNT(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'";
    assert_eq!(world.count(faults).await, 0);
}

#[tokio::test]
async fn what_does_not_fit_undoes_no_neighbour() {
    let world = nearly_full(120).await;
    let tasks: Vec<_> = (0..30)
        .map(|n| {
            let (store, us) = (world.store.clone(), world.us);
            let bytes = if n % 5 == 0 { 1_000_000 } else { 100 };
            tokio::spawn(async move {
                store.orders_insert(us, &[heavy(&format!("R-{n}"), bytes)], now()).await
            })
        })
        .collect();
    for (n, task) in tasks.into_iter().enumerate() {
        match task.await.unwrap() {
            Ok(_) => assert_ne!(n % 5, 0),
            Err(error) => assert_eq!((n % 5, error.code()), (0, "store_full")),
        }
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM orders").await, 24);
}

#[tokio::test]
async fn a_full_database_still_lets_its_owner_in() {
    let world = nearly_full(1).await;
    let key = portolan_store::NewApiKey { id: id(), label: "x".into(), scopes: vec![] };
    let made = world.store.api_key_create(world.us, &key, now()).await.unwrap();
    let held = hold(vec![grams("a", 10, 1)]);
    while world.store.hold_place(world.us, &hold(held.items.clone()), now()).await.is_ok() {}
    while world.store.audit_append(None, &[crate::world::audit("x", "y")], now()).await.is_ok() {}
    let found = world.store.api_key_authenticate(&made.token, at(100)).await.unwrap();
    assert_eq!(found.unwrap().id, key.id);
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let world = World::sqlite().await;
    let clone = world.store.clone();
    world.store.close().await;
    assert_eq!(code(clone.orders_insert(world.us, &[new_order("R")], now()).await), "store_closed");
    assert_eq!(code(clone.orders_count(world.us).await), "store_closed");
}

#[tokio::test]
async fn what_waits_when_the_store_closes_is_finished() {
    let world = World::sqlite().await;
    let tasks: Vec<_> = (0..50)
        .map(|n| {
            let (store, us) = (world.store.clone(), world.us);
            let order = new_order(&format!("R-{n}"));
            tokio::spawn(async move { store.orders_insert(us, &[order], now()).await })
        })
        .collect();
    tokio::task::yield_now().await;
    world.store.close().await;
    let mut kept = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => kept += 1,
            Err(error) => assert_eq!(error.code(), "store_closed"),
        }
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM orders").await, kept);
}
