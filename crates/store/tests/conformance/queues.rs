//! Idempotency records, the outbox, timers and the audit trail.

use crate::{
    on_both_engines,
    world::{World, at, audit, code, now, outbox, timer},
};
use portolan_store::{AuditQuery, Begun, IdempotencyBegin, IdempotencyCompletion, OutboxRow};
use std::collections::HashSet;

on_both_engines!(
    a_request_is_done_once_and_answered_the_same,
    a_request_that_died_is_taken_over,
    of_requests_at_once_one_is_fresh,
    the_outbox_survives_a_restart,
    claimers_at_once_get_different_entries,
    a_late_claimer_removes_nothing,
    timers_move_fire_and_are_cancelled,
    the_audit_trail_only_grows,
);

fn request(key: &str, byte: u8) -> IdempotencyBegin {
    IdempotencyBegin {
        key: key.into(),
        fingerprint: [byte; 32],
        lease_until: at(30),
        expires_at: at(3_600),
    }
}

fn completion(key: &str, byte: u8) -> IdempotencyCompletion {
    IdempotencyCompletion {
        key: key.into(),
        fingerprint: [byte; 32],
        status: 201,
        body: b"{\"name\":\"Jean Valjean\"}".to_vec(),
    }
}

async fn a_request_is_done_once_and_answered_the_same(world: World) {
    let (store, us) = (&world.store, world.us);
    let begin = |byte, now| {
        let request = request("k", byte);
        async move { store.idempotency_begin(us, &request, now).await.unwrap() }
    };
    assert_eq!(code(store.idempotency_complete(us, completion("k", 1)).await), "store_conflict");
    assert_eq!(begin(1, now()).await, Begun::Fresh);
    assert_eq!(begin(1, at(1)).await, Begun::InProgress);
    assert_eq!(begin(2, at(1)).await, Begun::Mismatch);
    store.idempotency_complete(us, completion("k", 1)).await.unwrap();
    let body = completion("k", 1).body;
    assert_eq!(begin(1, at(2)).await, Begun::Replay { status: 201, body });
    assert_eq!(begin(2, at(2)).await, Begun::Mismatch);
    assert_eq!(code(store.idempotency_complete(us, completion("k", 1)).await), "store_conflict");
    let theirs = store.idempotency_begin(world.them, &request("k", 2), at(2)).await.unwrap();
    assert_eq!(theirs, Begun::Fresh);
    assert_eq!(store.idempotency_expire(at(3_600)).await.unwrap(), 2);
    assert_eq!(begin(2, at(3_601)).await, Begun::Fresh);
    store.idempotency_abandon(us, "k", [1; 32]).await.unwrap();
    assert_eq!(begin(2, now()).await, Begun::InProgress);
    store.idempotency_abandon(us, "k", [2; 32]).await.unwrap();
    assert_eq!(begin(1, now()).await, Begun::Fresh);
}

async fn a_request_that_died_is_taken_over(mut world: World) {
    let us = world.us;
    let first = request("k", 1);
    assert_eq!(world.store.idempotency_begin(us, &first, now()).await.unwrap(), Begun::Fresh);
    world.reopen().await;
    let later = IdempotencyBegin { lease_until: at(90), ..request("k", 1) };
    let begin = |now| world.store.idempotency_begin(us, &later, now);
    assert_eq!(begin(at(29)).await.unwrap(), Begun::InProgress);
    assert_eq!(begin(at(30)).await.unwrap(), Begun::Fresh);
    assert_eq!(begin(at(31)).await.unwrap(), Begun::InProgress);
}

async fn of_requests_at_once_one_is_fresh(world: World) {
    let tasks: Vec<_> = (0..12)
        .map(|_| {
            let (store, us) = (world.store.clone(), world.us);
            tokio::spawn(async move {
                store.idempotency_begin(us, &request("k", 1), now()).await.unwrap()
            })
        })
        .collect();
    let mut fresh = 0;
    for task in tasks {
        match task.await.unwrap() {
            Begun::Fresh => fresh += 1,
            other => assert_eq!(other, Begun::InProgress),
        }
    }
    assert_eq!(fresh, 1);
}

async fn the_outbox_survives_a_restart(mut world: World) {
    let us = world.us;
    let mut later = outbox("later");
    later.next_attempt_at = at(100);
    let entries = [outbox("a"), later];
    world.store.outbox_append(Some(us), &entries, now()).await.unwrap();
    world.store.outbox_append(None, &[outbox("own")], now()).await.unwrap();
    let claimed = world.store.outbox_claim(now(), at(30), 10).await.unwrap();
    let topics: Vec<_> = claimed.iter().map(|e| (e.topic.as_str(), e.scope)).collect();
    assert_eq!(topics, [("a", Some(us)), ("own", None)]);
    world.reopen().await;
    let store = &world.store;
    assert!(store.outbox_claim(at(29), at(60), 10).await.unwrap().is_empty());
    let again = store.outbox_claim(at(30), at(60), 10).await.unwrap();
    assert_eq!(again.iter().map(|e| e.attempts).collect::<Vec<_>>(), [2, 2]);
    store.outbox_retry(&again[0], at(90), "refused").await.unwrap();
    assert_eq!(store.outbox_done(&again[1..]).await.unwrap(), 1);
    assert!(store.outbox_claim(at(89), at(95), 10).await.unwrap().is_empty());
    let last = store.outbox_claim(at(100), at(130), 10).await.unwrap();
    let topics: Vec<_> = last.iter().map(|e| (e.topic.as_str(), e.attempts)).collect();
    assert_eq!(topics, [("a", 3), ("later", 1)]);
    assert_eq!(store.outbox_done(&last).await.unwrap(), 2);
    assert_eq!(store.outbox_count().await.unwrap(), 0);
}

async fn claimers_at_once_get_different_entries(world: World) {
    let entries: Vec<_> = (0..100).map(|_| outbox("t")).collect();
    world.store.outbox_append(Some(world.us), &entries, now()).await.unwrap();
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let store = world.store.clone();
            tokio::spawn(async move { store.outbox_claim(now(), at(30), 10).await.unwrap() })
        })
        .collect();
    let mut keys = HashSet::new();
    for task in tasks {
        let claimed: Vec<OutboxRow> = task.await.unwrap();
        assert_eq!(claimed.len(), 10);
        assert!(claimed.iter().all(|entry| keys.insert(entry.key)));
    }
}

async fn a_late_claimer_removes_nothing(world: World) {
    let store = &world.store;
    store.outbox_append(Some(world.us), &[outbox("t")], now()).await.unwrap();
    let late = store.outbox_claim(now(), at(30), 1).await.unwrap();
    let present = store.outbox_claim(at(31), at(60), 1).await.unwrap();
    assert_eq!(store.outbox_done(&late).await.unwrap(), 0);
    store.outbox_retry(&late[0], at(40), "late").await.unwrap();
    assert_eq!(store.outbox_done(&present).await.unwrap(), 1);
}

async fn timers_move_fire_and_are_cancelled(mut world: World) {
    let us = world.us;
    let set =
        [timer("eta", "p1", at(10)), timer("eta", "p2", at(20)), timer("claim", "p1", at(30))];
    world.store.timers_set(us, &set).await.unwrap();
    let moved = [timer("eta", "p1", at(99)), timer("eta", "p1", at(25))];
    world.store.timers_set(us, &moved).await.unwrap();
    world.reopen().await;
    let store = &world.store;
    let due = store.timers_claim(at(25), at(40), 10).await.unwrap();
    let names: Vec<_> = due.iter().map(|t| (t.object.as_str(), t.due_at, t.scope)).collect();
    assert_eq!(names, [("p2", at(20), us), ("p1", at(25), us)]);
    // Moved while it was claimed: what the claimer finishes is the old one.
    store.timers_set(us, &[timer("eta", "p1", at(50))]).await.unwrap();
    assert_eq!(store.timers_done(&due).await.unwrap(), 1);
    assert!(!store.timer_cancel(world.them, "claim", "p1").await.unwrap());
    assert!(store.timer_cancel(us, "claim", "p1").await.unwrap());
    assert!(!store.timer_cancel(us, "claim", "p1").await.unwrap());
    let due = store.timers_claim(at(60), at(70), 10).await.unwrap();
    assert_eq!((due.len(), due[0].object.as_str(), due[0].attempts), (1, "p1", 1));
}

async fn the_audit_trail_only_grows(world: World) {
    let (store, us) = (&world.store, world.us);
    let entries = [audit("order.book", "ord_1"), audit("order.cancel", "ord_1"), audit("x", "y")];
    store.audit_append(Some(us), &entries, now()).await.unwrap();
    store.audit_append(None, &[audit("network.publish", "n")], now()).await.unwrap();
    let query = AuditQuery { object: Some("ord_1".into()), after: None, limit: 1 };
    let page = store.audit_list(us, &query).await.unwrap();
    assert_eq!(page.items[0].action, "order.cancel");
    let next = AuditQuery { after: page.next, ..query };
    assert_eq!(store.audit_list(us, &next).await.unwrap().items[0].action, "order.book");
    for sql in ["DELETE FROM audit", "UPDATE audit SET actor = 'somebody else'"] {
        let error = world.raw(sql).await.unwrap_err().to_string();
        assert!(error.contains("append-only"), "{error}");
    }
    let all = AuditQuery { limit: 100, ..AuditQuery::default() };
    assert_eq!(store.audit_list(us, &all).await.unwrap().items.len(), 3);
    assert_eq!(store.audit_list(world.them, &all).await.unwrap().items.len(), 0);
}
