//! What parcels teach: taken in by mode, saved with how far each has taught or not at all.

use crate::{
    on_both_engines,
    world::{World, at, book, new_order, new_parcel},
};
use portolan_store::{LessonDay, LessonsSave, Mode, ParcelTaught, TenantScope};

on_both_engines!(parcels_teach_once_whoever_learns, test_and_live_parcels_teach_apart);

fn save(version: i64, day: i32, parcels: Vec<ParcelTaught>) -> LessonsSave {
    let days = ["legs", "dates"].map(|kind| LessonDay {
        kind: kind.to_owned(),
        day,
        document: format!("{kind} of {day} by {version}"),
    });
    let document = format!("{{\"of\":{version}}}");
    LessonsSave { mode: Mode::Live, version, days: days.to_vec(), parcels, document, kept_from: 0 }
}

async fn parcels_teach_once_whoever_learns(mut world: World) {
    for reference in ["A-1", "A-2", "A-3"] {
        world.booked(reference).await;
    }
    let enrol = |world: &World, before, limit| {
        let store = world.store.clone();
        async move { store.lessons_enrol(Mode::Live, at(before), limit).await.unwrap() }
    };
    assert_eq!(enrol(&world, 0, 10).await, 0, "what was just booked waits");
    assert_eq!((enrol(&world, 100, 2).await, enrol(&world, 100, 2).await), (2, 1));
    assert_eq!(enrol(&world, 200, 2).await, 0, "each is taken in once");
    let due = world.store.lessons_due(Mode::Live, at(100), 10).await.unwrap();
    assert_eq!(due.len(), 3);
    assert!(due.iter().all(|one| one.taught_to.is_none() && one.state == "booked"));
    assert!(world.store.lessons_due(Mode::Live, at(99), 10).await.unwrap().is_empty());
    let taught = |index: usize, due_at| ParcelTaught {
        parcel: due[index].parcel,
        taught_to: Some((at(50), 7)),
        judged_at: Some(at(60)),
        due_at,
    };
    let first = save(0, 20_000, vec![taught(0, None), taught(1, Some(at(500)))]);
    assert_eq!(world.store.lessons_save(first.clone(), at(101)).await.unwrap(), 1);
    // Another that decided on the same version: nothing of it is kept.
    let other = save(0, 20_001, vec![taught(2, None)]);
    let refused = world.store.lessons_save(other, at(102)).await.unwrap_err();
    assert_eq!(refused.code(), "store_conflict");
    world.reopen().await;
    let mut days = world.store.lesson_days_list(Mode::Live, 0).await.unwrap();
    days.reverse();
    assert_eq!(days, first.days);
    let row = world.store.learning_find(Mode::Live).await.unwrap().unwrap();
    assert_eq!((row.version, row.document.as_str(), row.updated_at), (1, "{\"of\":0}", at(101)));
    let left = world.store.lessons_due(Mode::Live, at(400), 10).await.unwrap();
    assert_eq!(left, [due[2].clone()]);
    let later = world.store.lessons_due(Mode::Live, at(500), 10).await.unwrap();
    let last = later.last().unwrap();
    assert_eq!((last.taught_to, last.judged_at), (Some((at(50), 7)), Some(at(60))));
    // What changed since a version, and what is too old.
    let second = LessonsSave { kept_from: 20_001, ..save(1, 20_002, vec![]) };
    assert_eq!(world.store.lessons_save(second.clone(), at(103)).await.unwrap(), 2);
    for after in [0, 1] {
        let mut days = world.store.lesson_days_list(Mode::Live, after).await.unwrap();
        days.reverse();
        assert_eq!(days, second.days, "what is too old is gone");
    }
}

async fn test_and_live_parcels_teach_apart(world: World) {
    world.booked("A-1").await;
    let test = TenantScope { mode: Mode::Test, ..world.us };
    let new = new_order("A-1");
    world.store.orders_insert(test, std::slice::from_ref(&new), at(0)).await.unwrap();
    let order = world.store.order_find(test, new.id).await.unwrap().unwrap();
    world.store.parcels_book(test, book(&order, vec![new_parcel()]), at(0)).await.unwrap();
    for mode in [Mode::Live, Mode::Test] {
        assert!(world.store.learning_find(mode).await.unwrap().is_none());
        world.store.lessons_enrol(mode, at(100), 10).await.unwrap();
        let due = world.store.lessons_due(mode, at(100), 10).await.unwrap();
        assert_eq!(due.iter().map(|one| one.parcel.scope.mode).collect::<Vec<_>>(), [mode]);
    }
}
