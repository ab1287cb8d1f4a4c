//! Orders: kept, imported, changed, searched.

use crate::{
    on_both_engines,
    world::{World, at, audit, code, id, new_order, now},
};
use portolan_store::{ImportCommand, ListQuery, NewOrder, OrderChange, Personal, WriteFate};

on_both_engines!(
    an_order_is_read_as_it_was_written,
    a_taken_reference_is_the_same_order_or_a_conflict,
    a_change_needs_the_present_version,
    lists_filter_by_state_and_reference,
    an_import_is_taken_in_once,
    an_import_with_one_conflict_leaves_nothing,
    the_same_import_at_once_is_taken_in_once,
    a_failing_neighbour_undoes_nobody,
);

async fn an_order_is_read_as_it_was_written(world: World) {
    let (store, us) = (&world.store, world.us);
    let order = new_order("R-1");
    let written = store.orders_insert(us, std::slice::from_ref(&order), now()).await.unwrap();
    assert_eq!((written[0].id, written[0].fate), (order.id, WriteFate::Created));
    let row = store.order_find(us, order.id).await.unwrap().unwrap();
    assert_eq!((row.reference, row.state, row.version), ("R-1".into(), "new".into(), 1));
    assert_eq!(row.personal, Personal::Kept(b"recipient of R-1".to_vec()));
    assert_eq!((row.document, row.content_hash), (order.document, [1; 32]));
    assert_eq!((row.created_at, row.updated_at), (now(), now()));
    let found = store.orders_find_by_reference(us, &["R-1".into(), "R-2".into()]).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(store.order_find(us, id()).await.unwrap(), None);
}

async fn a_taken_reference_is_the_same_order_or_a_conflict(world: World) {
    let (store, us) = (&world.store, world.us);
    let first = world.order("R-1").await;
    let other = NewOrder { content_hash: [2; 32], ..new_order("R-1") };
    let twice = [new_order("R-2"), NewOrder { content_hash: [3; 32], ..new_order("R-2") }];
    let [two, two_again] = twice.clone();
    let set = [new_order("R-1"), other, two, two_again];
    let written = store.orders_insert(us, &set, at(1)).await.unwrap();
    let fates: Vec<_> = written.iter().map(|w| w.fate).collect();
    assert_eq!(
        fates,
        [WriteFate::Unchanged, WriteFate::Conflicting, WriteFate::Created, WriteFate::Conflicting,]
    );
    assert_eq!((written[0].id, written[1].id), (first.id, first.id));
    assert_eq!((written[2].id, written[3].id), (twice[0].id, twice[0].id));
    assert_eq!(world.count("SELECT COUNT(*) FROM orders").await, 2);
    assert_eq!(world.count("SELECT COUNT(*) FROM data_keys").await, 2);
}

async fn a_change_needs_the_present_version(world: World) {
    let (store, us) = (&world.store, world.us);
    let order = world.order("R-1").await;
    let change = OrderChange {
        id: order.id,
        version: 1,
        state: Some("held".into()),
        document: None,
        personal: Some(b"moved house".to_vec()),
    };
    assert_eq!(store.order_update(us, change.clone(), at(1)).await.unwrap(), 2);
    let row = store.order_find(us, order.id).await.unwrap().unwrap();
    assert_eq!((row.state.as_str(), &row.document), ("held", &order.document));
    assert_eq!(row.personal, Personal::Kept(b"moved house".to_vec()));
    assert_eq!((row.version, row.updated_at), (2, at(1)));
    assert_eq!(code(store.order_update(us, change.clone(), at(2)).await), "store_conflict");
    let unknown = OrderChange { id: id(), personal: None, ..change };
    assert_eq!(code(store.order_update(us, unknown, at(2)).await), "store_not_found");
}

async fn lists_filter_by_state_and_reference(world: World) {
    let (store, us) = (&world.store, world.us);
    let state = |n: i32| if n % 2 == 0 { "new" } else { "booked" };
    let set: Vec<_> = (0..25)
        .map(|n| NewOrder { state: state(n).into(), ..new_order(&format!("Shop-{n:02}")) })
        .collect();
    store.orders_insert(us, &set, now()).await.unwrap();
    let booked = ListQuery { state: Some("booked".into()), ..ListQuery::first(5) };
    let page = store.orders_list(us, &booked).await.unwrap();
    let references: Vec<_> = page.items.iter().map(|row| row.reference.as_str()).collect();
    assert_eq!(references, ["Shop-23", "Shop-21", "Shop-19", "Shop-17", "Shop-15"]);
    let next = ListQuery { after: page.next, ..booked };
    let next = store.orders_list(us, &next).await.unwrap();
    assert_eq!(next.items[0].reference, "Shop-13");
    let text = ListQuery { text: Some("sHOP-1".into()), ..ListQuery::first(100) };
    let found = store.orders_list(us, &text).await.unwrap();
    assert_eq!((found.items.len(), found.next), (10, None));
    let counts = store.orders_count(us).await.unwrap();
    assert_eq!(counts, [("booked".to_owned(), 12), ("new".to_owned(), 13)]);
}

fn import(hash: u8, references: &[&str]) -> ImportCommand {
    ImportCommand {
        id: id(),
        content_hash: [hash; 32],
        document: format!("report {hash}"),
        orders: references.iter().map(|reference| new_order(reference)).collect(),
        audit: vec![audit("order.import", "file")],
    }
}

async fn an_import_is_taken_in_once(world: World) {
    let (store, us) = (&world.store, world.us);
    let known = world.order("R-1").await;
    let command = import(7, &["R-1", "R-2"]);
    let first = store.orders_import(us, command.clone(), now()).await.unwrap();
    let fates: Vec<_> = first.orders.iter().map(|w| w.fate).collect();
    assert_eq!(fates, [WriteFate::Unchanged, WriteFate::Created]);
    assert_eq!((first.id, first.replayed, first.orders[0].id), (command.id, false, known.id));
    let again = ImportCommand { document: "other".into(), ..import(7, &["R-1", "R-2"]) };
    let again = store.orders_import(us, again, at(1)).await.unwrap();
    assert_eq!((again.id, again.replayed, again.document.as_str()), (command.id, true, "report 7"));
    assert_eq!(again.orders.len(), 2);
    assert!(again.orders.iter().all(|w| w.fate == WriteFate::Unchanged));
    assert_eq!(world.count("SELECT COUNT(*) FROM audit").await, 1);
    let theirs = store.orders_import(world.them, import(7, &["R-1"]), at(1)).await.unwrap();
    assert!(!theirs.replayed && theirs.orders[0].fate == WriteFate::Created);
}

async fn an_import_with_one_conflict_leaves_nothing(world: World) {
    let (store, us) = (&world.store, world.us);
    world.order("R-3").await;
    let mut command = import(7, &["R-1", "R-2", "R-3"]);
    command.orders[2].content_hash = [5; 32];
    let error = store.orders_import(us, command, now()).await.unwrap_err();
    assert_eq!(error.code(), "store_conflict");
    assert!(error.to_string().contains("R-3"), "{error}");
    assert_eq!(world.count("SELECT COUNT(*) FROM orders").await, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM imports").await, 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM data_keys").await, 1);
    let repaired = store.orders_import(us, import(7, &["R-1", "R-2"]), now()).await.unwrap();
    assert!(!repaired.replayed);
}

async fn the_same_import_at_once_is_taken_in_once(world: World) {
    let references: Vec<String> = (0..500).map(|n| format!("R-{n}")).collect();
    let tasks: Vec<_> = (0..6)
        .map(|_| {
            let (store, us) = (world.store.clone(), world.us);
            let names: Vec<&str> = references.iter().map(String::as_str).collect();
            let command = import(7, &names);
            tokio::spawn(async move { store.orders_import(us, command, now()).await.unwrap() })
        })
        .collect();
    let mut fresh = 0;
    for task in tasks {
        let outcome = task.await.unwrap();
        assert_eq!(outcome.orders.len(), 500);
        fresh += usize::from(!outcome.replayed);
    }
    assert_eq!(fresh, 1);
    assert_eq!(world.count("SELECT COUNT(*) FROM orders").await, 500);
}

async fn a_failing_neighbour_undoes_nobody(world: World) {
    let order = world.order("R-0").await;
    let tasks: Vec<_> = (1..=60)
        .map(|n| {
            let (store, us, order) = (world.store.clone(), world.us, order.id);
            tokio::spawn(async move {
                if n % 3 == 0 {
                    let stale = OrderChange {
                        id: order,
                        version: 99,
                        state: Some("lost".into()),
                        document: None,
                        personal: None,
                    };
                    return store.order_update(us, stale, now()).await.is_err();
                }
                store.orders_insert(us, &[new_order(&format!("R-{n}"))], now()).await.is_ok()
            })
        })
        .collect();
    for task in tasks {
        assert!(task.await.unwrap());
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM orders").await, 41);
}
