//! Capacity never exceeds its limit, and no serial number is handed out twice.

use crate::{
    on_both_engines,
    world::{World, at, code, grams, hold, lease, now},
};
use portolan_store::{CapacityUnit, HoldItem, HoldState, Mode, NewHold, StoreError, TenantScope};
use std::collections::HashSet;

on_both_engines!(
    holds_at_once_never_exceed_the_limit,
    a_hold_over_several_resources_gets_all_or_none,
    crossing_holds_do_not_deadlock,
    a_lapsed_hold_makes_room,
    confirm_and_release_are_idempotent,
    modes_and_units_are_apart,
    full_resources_are_listed,
    leased_numbers_are_unique_over_tasks_stores_and_restarts,
    an_exhausted_range_says_so_and_may_grow,
);

async fn taken(world: &World, resource: &str) -> i64 {
    let found = world.store.capacity_find(Mode::Live, &[resource.to_owned()]).await.unwrap();
    found.first().map_or(0, |capacity| capacity.taken)
}

async fn holds_at_once_never_exceed_the_limit(world: World) {
    let tasks: Vec<_> = (0..40)
        .map(|n| {
            let store = world.store.clone();
            let scope = if n % 2 == 0 { world.us } else { world.them };
            tokio::spawn(async move {
                store.hold_place(scope, &hold(vec![grams("dep:x", 1_000, 90)]), now()).await
            })
        })
        .collect();
    let mut placed = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(()) => placed += 1,
            Err(error) => assert_eq!(error.code(), "store_over_capacity"),
        }
    }
    assert_eq!(placed, 11);
    assert_eq!(taken(&world, "dep:x").await, 990);
}

async fn a_hold_over_several_resources_gets_all_or_none(world: World) {
    let (store, us) = (&world.store, world.us);
    store.hold_place(us, &hold(vec![grams("b", 100, 80)]), now()).await.unwrap();
    let wide = hold(vec![grams("a", 100, 50), grams("b", 100, 50), grams("c", 100, 50)]);
    match store.hold_place(us, &wide, now()).await.unwrap_err() {
        StoreError::OverCapacity { resource, unit, capacity, left, asked } => {
            assert_eq!(
                (resource.as_str(), unit, capacity, left, asked),
                ("b", "grams", 100, 20, 50)
            );
        }
        other => panic!("{other}"),
    }
    assert_eq!((taken(&world, "a").await, taken(&world, "c").await), (0, 0));
    assert_eq!(store.hold_find(us, wide.id).await.unwrap(), None);
    let bad = [hold(vec![]), hold(vec![grams("a", 100, 0)]), hold(vec![grams("a", 100, -5)])];
    for bad in bad {
        assert_eq!(code(store.hold_place(us, &bad, now()).await), "store_limit");
    }
    let twice = hold(vec![grams("a", 100, 1), grams("a", 100, 1)]);
    assert_eq!(code(store.hold_place(us, &twice, now()).await), "store_conflict");
}

async fn crossing_holds_do_not_deadlock(world: World) {
    let tasks: Vec<_> = (0..30)
        .map(|n| {
            let (store, us) = (world.store.clone(), world.us);
            let mut items: Vec<HoldItem> =
                ["a", "b", "c"].iter().map(|name| grams(name, 10_000, 1)).collect();
            if n % 2 == 0 {
                items.reverse();
            }
            tokio::spawn(async move {
                let hold = hold(items);
                store.hold_place(us, &hold, now()).await.unwrap();
                store.holds_release(us, &[hold.id], now()).await.unwrap();
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    for name in ["a", "b", "c"] {
        assert_eq!(taken(&world, name).await, 0);
    }
}

async fn a_lapsed_hold_makes_room(world: World) {
    let (store, us) = (&world.store, world.us);
    let first = hold(vec![grams("a", 100, 100), grams("b", 100, 100)]);
    store.hold_place(us, &first, now()).await.unwrap();
    let next = hold(vec![grams("a", 100, 60)]);
    assert_eq!(code(store.hold_place(us, &next, at(59)).await), "store_over_capacity");
    store.hold_place(us, &NewHold { expires_at: at(120), ..next.clone() }, at(60)).await.unwrap();
    assert_eq!((taken(&world, "a").await, taken(&world, "b").await), (60, 0));
    assert_eq!(store.hold_find(us, first.id).await.unwrap().unwrap().state, HoldState::Expired);
    assert_eq!(code(store.holds_confirm(us, &[first.id], at(61)).await), "store_conflict");
    assert_eq!(code(store.hold_place(us, &first, at(61)).await), "store_conflict");
    assert_eq!(store.holds_expire(at(119)).await.unwrap(), 0);
    assert_eq!(store.holds_expire(at(120)).await.unwrap(), 1);
    assert_eq!(taken(&world, "a").await, 0);
}

async fn confirm_and_release_are_idempotent(world: World) {
    let (store, us) = (&world.store, world.us);
    let one = hold(vec![grams("a", 100, 30)]);
    for _ in 0..2 {
        store.hold_place(us, &one, now()).await.unwrap();
    }
    assert_eq!(taken(&world, "a").await, 30);
    for _ in 0..2 {
        store.holds_confirm(us, &[one.id], at(1)).await.unwrap();
    }
    // What is confirmed does not lapse.
    assert_eq!(store.holds_expire(at(1_000)).await.unwrap(), 0);
    assert_eq!(code(store.holds_confirm(world.them, &[one.id], at(1)).await), "store_conflict");
    store.holds_release(world.them, &[one.id], at(2)).await.unwrap();
    assert_eq!(taken(&world, "a").await, 30);
    for _ in 0..2 {
        store.holds_release(us, &[one.id], at(2)).await.unwrap();
    }
    assert_eq!(taken(&world, "a").await, 0);
    assert_eq!(code(store.holds_confirm(us, &[one.id], at(3)).await), "store_conflict");
}

async fn modes_and_units_are_apart(world: World) {
    let (store, us) = (&world.store, world.us);
    let test = TenantScope { mode: Mode::Test, ..us };
    let pieces = HoldItem { unit: CapacityUnit::Pieces, ..grams("a", 3, 3) };
    store.hold_place(us, &hold(vec![grams("a", 100, 100), pieces.clone()]), now()).await.unwrap();
    store.hold_place(test, &hold(vec![grams("a", 100, 100)]), now()).await.unwrap();
    let full = store.hold_place(us, &hold(vec![pieces]), now()).await;
    assert_eq!(code(full), "store_over_capacity");
    let live = store.capacity_find(Mode::Live, &["a".into()]).await.unwrap();
    let units: Vec<_> = live.iter().map(|c| (c.unit, c.capacity, c.taken)).collect();
    assert_eq!(units, [(CapacityUnit::Grams, 100, 100), (CapacityUnit::Pieces, 3, 3)]);
}

async fn full_resources_are_listed(world: World) {
    let (store, us) = (&world.store, world.us);
    let items = vec![grams("dep:a", 100, 95), grams("dep:b", 100, 10), grams("own:c", 100, 99)];
    store.hold_place(us, &hold(items), now()).await.unwrap();
    let short = |spare| store.capacity_short(Mode::Live, "dep:", CapacityUnit::Grams, spare);
    let names = |found: Vec<portolan_store::Capacity>| {
        found.into_iter().map(|c| c.resource).collect::<Vec<_>>()
    };
    assert_eq!(names(short(6).await.unwrap()), ["dep:a"]);
    assert_eq!(names(short(5).await.unwrap()), Vec::<String>::new());
    assert_eq!(names(short(91).await.unwrap()), ["dep:a", "dep:b"]);
    // A lower limit stops further holds and takes none away.
    store.capacity_set(Mode::Live, "dep:b", CapacityUnit::Grams, 5).await.unwrap();
    assert_eq!(taken(&world, "dep:b").await, 10);
    let more = store.hold_place(us, &hold(vec![grams("dep:b", 100, 1)]), now()).await;
    assert_eq!(code(more), "store_over_capacity");
}

async fn leased_numbers_are_unique_over_tasks_stores_and_restarts(mut world: World) {
    let mut seen = HashSet::new();
    for _ in 0..2 {
        let second = world.second().await;
        let tasks: Vec<_> = (0..16)
            .map(|n| {
                let store = if n % 2 == 0 { world.store.clone() } else { second.clone() };
                tokio::spawn(async move {
                    let mut numbers = vec![];
                    for count in [1, 7, 30] {
                        let request = lease("RB", (1_000, 99_999), 10, count);
                        numbers.extend(store.identifiers_lease(&request, now()).await.unwrap());
                    }
                    numbers
                })
            })
            .collect();
        for task in tasks {
            for number in task.await.unwrap() {
                assert!((1_000..=99_999).contains(&number));
                assert!(seen.insert(number), "{number} twice");
            }
        }
        second.close().await;
        world.reopen().await;
    }
    assert_eq!(seen.len(), 2 * 16 * 38);
    // What a restart loses is less than one block per process and restart.
    let next = world.count("SELECT next_number FROM identifier_ranges").await;
    assert!(next - 1_000 - 2 * 16 * 38 < 4 * 10, "{next}");
}

async fn an_exhausted_range_says_so_and_may_grow(world: World) {
    let store = &world.store;
    let ask = |last, count| {
        let request = lease("RB", (1, last), 4, count);
        async move { store.identifiers_lease(&request, now()).await }
    };
    assert_eq!(ask(10, 7).await.unwrap(), (1..=7).collect::<Vec<_>>());
    match ask(10, 4).await.unwrap_err() {
        StoreError::IdentifiersExhausted { range, left, asked } => {
            assert_eq!((range.as_str(), left, asked), ("RB", 3, 4));
        }
        other => panic!("{other}"),
    }
    assert_eq!(ask(10, 3).await.unwrap(), [8, 9, 10]);
    assert_eq!(code(ask(10, 1).await), "store_identifiers_exhausted");
    assert_eq!(ask(12, 2).await.unwrap(), [11, 12]);
    let elsewhere = lease("RB", (5, 100), 4, 1);
    assert_eq!(code(store.identifiers_lease(&elsewhere, now()).await), "store_conflict");
    for wrong in [lease("X", (1, 9), 0, 1), lease("X", (1, 9), 1, 0), lease("X", (9, 1), 1, 1)] {
        assert_eq!(code(store.identifiers_lease(&wrong, now()).await), "store_limit");
    }
}
