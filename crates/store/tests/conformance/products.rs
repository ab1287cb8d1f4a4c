//! Products: put, changed, searched and paged.

use crate::{
    on_both_engines,
    world::{World, at, code, id, now},
};
use portolan_store::{ListQuery, NewProduct, ProductChange, WriteFate};

on_both_engines!(
    a_put_creates_updates_or_leaves,
    an_update_needs_the_present_version,
    pages_and_search_cover_every_product_once,
    a_large_set_is_put_whole,
    puts_of_the_same_skus_at_once_do_not_deadlock,
);

fn product(sku: &str, document: &str) -> NewProduct {
    NewProduct { id: id(), sku: sku.into(), document: document.into() }
}

fn change(sku: &str, version: i64, document: &str) -> ProductChange {
    ProductChange { sku: sku.into(), version, document: document.into() }
}

async fn a_put_creates_updates_or_leaves(world: World) {
    let (store, us) = (&world.store, world.us);
    let first =
        store.products_put(us, &[product("A", "1"), product("B", "1")], now()).await.unwrap();
    assert!(first.iter().all(|w| w.fate == WriteFate::Created && w.version == 1));
    let set = [product("B", "2"), product("C", "1"), product("A", "1")];
    let second = store.products_put(us, &set, at(1)).await.unwrap();
    let fates: Vec<_> = second.iter().map(|w| (w.fate, w.version)).collect();
    assert_eq!(
        fates,
        [(WriteFate::Updated, 2), (WriteFate::Created, 1), (WriteFate::Unchanged, 1)]
    );
    assert_eq!((second[0].id, second[2].id), (first[1].id, first[0].id));
    let kept = store.product_find(us, "B").await.unwrap().unwrap();
    assert_eq!((kept.document.as_str(), kept.created_at, kept.updated_at), ("2", now(), at(1)));
    let twice = store.products_put(us, &[product("D", "1"), product("D", "2")], now()).await;
    assert_eq!(code(twice), "store_conflict");
    assert_eq!(store.products_count(us).await.unwrap(), 3);
}

async fn an_update_needs_the_present_version(world: World) {
    let (store, us) = (&world.store, world.us);
    store.products_put(us, &[product("A", "1")], now()).await.unwrap();
    assert_eq!(store.product_update(us, change("A", 1, "2"), at(1)).await.unwrap(), 2);
    assert_eq!(code(store.product_update(us, change("A", 1, "3"), at(2)).await), "store_conflict");
    assert_eq!(code(store.product_update(us, change("B", 1, "3"), at(2)).await), "store_not_found");
    assert_eq!(store.product_find(us, "A").await.unwrap().unwrap().document, "2");
}

async fn pages_and_search_cover_every_product_once(world: World) {
    let (store, us) = (&world.store, world.us);
    let skus = ["Apple_1", "apple_2", "APPLE-3", "Pear%4", "ÄPFEL"];
    let set: Vec<_> = skus.iter().map(|sku| product(sku, "1")).collect();
    store.products_put(us, &set, now()).await.unwrap();
    let mut seen = vec![];
    let mut query = ListQuery::first(2);
    loop {
        let page = store.products_list(us, &query).await.unwrap();
        assert!(page.items.len() <= 2);
        seen.extend(page.items.into_iter().map(|row| row.sku));
        match page.next {
            Some(next) => query.after = Some(next),
            None => break,
        }
    }
    seen.sort();
    let mut all = skus.map(str::to_owned);
    all.sort();
    assert_eq!(seen, all);
    for (text, hits) in [("apple", 3), ("APPLE_", 2), ("%", 1), ("\\", 0), ("äpf", 1), (" ", 5)] {
        let query = ListQuery { text: Some(text.into()), ..ListQuery::first(10) };
        assert_eq!(store.products_list(us, &query).await.unwrap().items.len(), hits, "{text}");
    }
    let too_long = store.products_list(us, &ListQuery::first(1_001)).await;
    assert_eq!(code(too_long), "store_limit");
}

async fn a_large_set_is_put_whole(world: World) {
    let (store, us) = (&world.store, world.us);
    let set: Vec<_> = (0..12_000).map(|n| product(&format!("SKU-{n}"), "1")).collect();
    let written = store.products_put(us, &set, now()).await.unwrap();
    assert!(written.iter().zip(&set).all(|(w, p)| w.id == p.id && w.fate == WriteFate::Created));
    let skus: Vec<String> = set.iter().map(|p| p.sku.clone()).collect();
    assert_eq!(store.products_find(us, &skus).await.unwrap().len(), 12_000);
    assert!(store.products_find(us, &[]).await.unwrap().is_empty());
}

async fn puts_of_the_same_skus_at_once_do_not_deadlock(world: World) {
    let tasks: Vec<_> = (0..8)
        .map(|task| {
            let (store, us) = (world.store.clone(), world.us);
            let mut set: Vec<_> =
                (0..200).map(|n| product(&format!("S{n}"), &task.to_string())).collect();
            if task % 2 == 0 {
                set.reverse();
            }
            tokio::spawn(async move { store.products_put(us, &set, now()).await })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap().len(), 200);
    }
    assert_eq!(world.store.products_count(world.us).await.unwrap(), 200);
    assert_eq!(world.count("SELECT MAX(version) FROM products").await, 8);
}
