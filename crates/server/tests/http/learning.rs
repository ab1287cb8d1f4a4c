//! The server learns from the scans of its parcels: by itself, once each, and of the right ones.

use crate::tracking::{line, tell};
use crate::world::{World, walnuts};
use jiff::SignedDuration;
use portolan_promise::outcomes::{Outcome, Outcomes};
use portolan_server::{LearningCounts, RateLimit, find_learning, read_lessons};
use portolan_store::{LessonDay, LessonsSave, Mode, Store};
use serde_json::{Value, json};
use std::time::Duration;

const PARCELS: usize = 3;

fn learns_from_tests(config: &mut portolan_server::Config) {
    config.learn_from = Mode::Test;
    config.rate = RateLimit { burst: 100_000, per_second: 100_000 };
}

async fn counts(store: &Store, mode: Mode) -> LearningCounts {
    find_learning(store, mode).await.unwrap().map(|learning| learning.counts).unwrap_or_default()
}

/// Parcels that took far longer than published, and one whose clocks disagree.
async fn tell_slow_parcels(world: &World) {
    let mut lines = Vec::new();
    for parcel in 0..PARCELS {
        let (_, number) = world.booked_as(&format!("A-{parcel}")).await;
        lines.push(line(&number, "accepted", "2026-11-24T15:00:00+08:00", "CN"));
        lines.push(line(&number, "delivered", "2026-12-29T12:00:00+01:00", "DE"));
    }
    let (_, number) = world.booked_as("B-1").await;
    lines.push(line(&number, "accepted", "2026-11-24T15:00:00+08:00", "CN"));
    lines.push(line(&number, "delivered", "2026-11-23T12:00:00+01:00", "DE"));
    tell(world, &world.alice.token, lines.join("\n")).await;
}

async fn quote(world: &World) -> Value {
    let mut request = walnuts();
    request["to"] = json!("DE 10119");
    request["ready"] = json!("2027-03-01T10:00:00+08:00");
    let quote = world.post("/v1/quotes", &request).await.good();
    let offers = quote["offers"].as_array().unwrap();
    offers.iter().find(|offer| offer["service"] == "standard").unwrap()["promise"].clone()
}

/// Waits until the server, which learns when it starts, has learned what it should.
async fn until_learned(world: &World, is_so: impl Fn(&LearningCounts) -> bool) -> LearningCounts {
    for _ in 0..400 {
        let found = counts(&world.store, Mode::Test).await;
        if is_so(&found) && quote(world).await["times"] == "learned" {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it never learned: {:?}", counts(&world.store, Mode::Test).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_learns_by_itself_each_parcel_once() {
    let mut world = World::tuned(learns_from_tests).await;
    tell_slow_parcels(&world).await;
    let before = quote(&world).await;
    assert_eq!(before["times"], "published");
    // Too young to be judged: of parcels that left today only the fast are known.
    world.clock.advance(SignedDuration::from_hours(24));
    world.restart().await;
    // Old enough.
    world.clock.advance(SignedDuration::from_hours(24 * 90));
    world.restart().await;
    let learned = until_learned(&world, |counts| counts.pairs >= PARCELS).await;
    assert_eq!(learned.pairs, PARCELS, "{learned:?}");
    assert_eq!(learned.parcels_without_way + learned.parcels_unreadable, 0, "{learned:?}");
    let after = quote(&world).await;
    assert!(after["days"].as_u64() > before["days"].as_u64(), "{before} {after}");
    let metrics = world.get("/metrics").await;
    let metrics = String::from_utf8_lossy(&metrics.bytes).into_owned();
    assert!(metrics.contains("kind=\"learned\",label=\"pairs\"} 3"), "{metrics}");
    // Nothing is learned twice, and what was learned is in force from the start.
    let lessons = read_lessons(&world.store, Mode::Test).await.unwrap();
    world.clock.advance(SignedDuration::from_hours(24 * 60));
    world.restart().await;
    assert_eq!(quote(&world).await["times"], "learned");
    // The one whose clocks disagree is not known to be there; after so long it is given up.
    let again = until_learned(&world, |counts| counts.parcels > PARCELS).await;
    assert_eq!((again.pairs, again.parcels), (PARCELS, PARCELS + 1), "{again:?}");
    assert_eq!(again.scans_out_of_order, 1, "{again:?}");
    // All four were told dates; three came later than any, and one before it was accepted.
    assert_eq!((again.promises_judged, again.promises_never), (PARCELS + 1, PARCELS), "{again:?}");
    assert_eq!(read_lessons(&world.store, Mode::Test).await.unwrap(), lessons);
    assert_eq!(counts(&world.store, Mode::Live).await, LearningCounts::default());
}

/// What a parcel has taught once is not taught again when more is told of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_parcel_that_goes_on_teaches_only_what_is_new() {
    let mut world = World::tuned(learns_from_tests).await;
    let (_, number) = world.booked_as("A-1").await;
    let told = [
        line(&number, "accepted", "2026-11-24T15:00:00+08:00", "CN"),
        line(&number, "arrived_at_inward_office", "2026-12-20T12:00:00+01:00", "DE"),
    ];
    tell(&world, &world.alice.token, told.join("\n")).await;
    world.clock.advance(SignedDuration::from_hours(24 * 70));
    world.restart().await;
    let first = until_learned(&world, |counts| counts.pairs > 0).await;
    assert_eq!(first.pairs, 1, "{first:?}");
    let end = line(&number, "delivered", "2027-01-10T12:00:00+01:00", "DE");
    tell(&world, &world.alice.token, end).await;
    world.clock.advance(SignedDuration::from_hours(24 * 20));
    world.restart().await;
    let second = until_learned(&world, |counts| counts.pairs > 1).await;
    assert_eq!(second.pairs, 2, "{second:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn test_parcels_teach_a_live_network_nothing() {
    let mut world = World::tuned(|config| {
        learns_from_tests(config);
        config.learn_from = Mode::Live;
    })
    .await;
    tell_slow_parcels(&world).await;
    world.clock.advance(SignedDuration::from_hours(24 * 90));
    world.restart().await;
    // A pass has been made once the mode has a row.
    for _ in 0..400 {
        if world.store.learning_find(Mode::Live).await.unwrap().is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(world.store.learning_find(Mode::Live).await.unwrap().is_some());
    let now = world.clock.now();
    for mode in [Mode::Live, Mode::Test] {
        assert_eq!(world.store.lessons_due(mode, now, 10).await.unwrap(), []);
        assert_eq!(counts(&world.store, mode).await, LearningCounts::default());
    }
    assert_eq!(quote(&world).await["times"], "published");
}

/// Where nine in ten came later than told, later dates are promised, and no more is said than was kept.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dates_are_calibrated_by_what_became_of_earlier_ones() {
    let mut world = World::tuned(learns_from_tests).await;
    let before = quote(&world).await;
    let mut outcomes = Outcomes::default();
    for _ in 0..500 {
        let (service, country) = ("standard", "DE");
        outcomes.count(&Outcome { service, country, day: 20_800, before: 0.985, by: 0.985 });
    }
    let document = outcomes.to_text();
    let day = LessonDay { kind: "outcomes".to_owned(), day: 20_800, document };
    let save = LessonsSave {
        mode: Mode::Test,
        version: 0,
        days: vec![day],
        parcels: vec![],
        document: "{}".to_owned(),
        kept_from: 0,
    };
    world.store.lessons_save(save, world.clock.now()).await.unwrap();
    world.restart().await;
    let after = quote(&world).await;
    assert_eq!(after["times"], "published", "the legs take as long as they did");
    assert!(after["days"].as_u64() > before["days"].as_u64(), "{before} {after}");
    let said = |promise: &Value, date: &Value| {
        let by_date = promise["by_date"].as_array().unwrap();
        let found = by_date.iter().find(|one| one["date"] == *date).unwrap();
        found["probability"].as_f64().unwrap()
    };
    assert!(said(&before, &before["date"]) >= 0.9);
    assert!(said(&after, &before["date"]) < 0.5, "{after}");
    assert!(after["probability"].as_f64().unwrap() >= 0.9, "{after}");
}
