//! Booking and cancelling are all or nothing, and parcels are found again.

use crate::{
    on_both_engines,
    world::{World, at, audit, book, code, grams, hold, id, new_parcel, now, outbox, timer},
};
use portolan_store::{
    Begun, BookCommand, CancelCommand, HoldState, IdempotencyBegin, IdempotencyCompletion,
    ItemResult, ListQuery, ManifestCount, Mode, NewConsignment, NewIdentifier, NewLabel,
    NewManifest, NewParcel, OrderCancel, OrderChange, OrderRow, ParcelChange, Personal,
};

on_both_engines!(
    a_booking_is_found_again_whole,
    of_bookings_at_once_exactly_one_wins,
    a_booking_that_fails_leaves_nothing,
    a_cancelled_parcel_gives_its_capacity_back,
    an_order_is_cancelled_with_its_last_parcel,
    an_order_is_called_off_whole_or_not_at_all,
    parcels_are_listed_and_searched,
    a_parcel_changes_by_version,
    a_manifest_is_counted_once,
    a_label_is_kept_and_replaced,
);

async fn a_booking_is_found_again_whole(world: World) {
    let (store, us) = (&world.store, world.us);
    let order = world.order("R-1").await;
    let held = hold(vec![grams("dep:x", 1_000, 500)]);
    store.hold_place(us, &held, now()).await.unwrap();
    let key = IdempotencyBegin {
        key: "k".into(),
        fingerprint: [3; 32],
        lease_until: at(30),
        expires_at: at(86_400),
    };
    assert_eq!(store.idempotency_begin(us, &key, now()).await.unwrap(), Begun::Fresh);
    let one = new_parcel();
    let due = timer("silence", &one.id.to_string(), at(500));
    let one = NewParcel { holds: vec![held.id], timers: vec![due], ..one };
    let two = new_parcel();
    let consignment = NewConsignment { id: id(), document: "declared".into() };
    let command = BookCommand {
        order_document: Some("booked order".into()),
        consignment: Some(consignment.clone()),
        idempotency: Some(IdempotencyCompletion {
            key: "k".into(),
            fingerprint: [3; 32],
            status: 201,
            body: b"answer".to_vec(),
        }),
        ..book(&order, vec![one.clone(), two.clone()])
    };
    let outcome = store.parcels_book(us, command, at(1)).await.unwrap();
    assert_eq!((outcome.order_version, outcome.parcel_keys.len()), (2, 2));
    let kept = store.order_find(us, order.id).await.unwrap().unwrap();
    assert_eq!((kept.state.as_str(), kept.document.as_str()), ("booked", "booked order"));
    let parcels = store.parcels_of_order(us, order.id, at(1)).await.unwrap();
    assert_eq!(parcels.iter().map(|p| p.id).collect::<Vec<_>>(), [one.id, two.id]);
    let row = &parcels[0];
    assert_eq!((row.key, row.version), (outcome.parcel_keys[0], 1));
    assert_eq!((row.price_minor, row.currency.as_str()), (1_234, "EUR"));
    assert_eq!((row.charged_mass_grams, row.entry.as_str()), (500, "drop_off"));
    assert_eq!(row.consignment, Some(consignment.id));
    assert_eq!(row.personal, Personal::Kept(b"recipient of the parcel".to_vec()));
    assert_eq!(store.orders_of_parcel(us, one.id, at(1)).await.unwrap(), [order.id]);
    let route = store.parcel_route(us, two.id, at(1)).await.unwrap().unwrap();
    assert_eq!((route.id, route.network), (two.route.id, [9; 32]));
    let declared = store.consignment_find(us, consignment.id).await.unwrap().unwrap();
    assert_eq!(declared.document, "declared");
    let hold = store.hold_find(us, held.id).await.unwrap().unwrap();
    assert_eq!((hold.state, hold.parcel), (HoldState::Confirmed, Some(one.id)));
    let replay = Begun::Replay { status: 201, body: b"answer".to_vec() };
    assert_eq!(store.idempotency_begin(us, &key, at(2)).await.unwrap(), replay);
    assert_eq!(store.outbox_count().await.unwrap(), 1);
    let due = store.timers_claim(at(500), at(600), 10).await.unwrap();
    assert_eq!(due[0].object, one.id.to_string());
}

async fn of_bookings_at_once_exactly_one_wins(world: World) {
    let order = world.order("R-1").await;
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let (store, us) = (world.store.clone(), world.us);
            let command = book(&order, vec![new_parcel(), new_parcel()]);
            tokio::spawn(async move { store.parcels_book(us, command, now()).await })
        })
        .collect();
    let mut won = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => won += 1,
            Err(error) => assert_eq!(error.code(), "store_conflict"),
        }
    }
    assert_eq!(won, 1);
    for (sql, rows) in [
        ("SELECT COUNT(*) FROM parcels", 2),
        ("SELECT COUNT(*) FROM routes", 2),
        ("SELECT COUNT(*) FROM parcel_parties", 2),
        ("SELECT COUNT(*) FROM parcel_identifiers", 2),
        ("SELECT COUNT(*) FROM data_keys WHERE kind = 'parcels'", 2),
        ("SELECT COUNT(*) FROM outbox", 1),
        ("SELECT COUNT(*) FROM audit", 1),
        ("SELECT version FROM orders", 2),
    ] {
        assert_eq!(world.count(sql).await, rows, "{sql}");
    }
}

async fn a_booking_that_fails_leaves_nothing(world: World) {
    let (store, us) = (&world.store, world.us);
    let order = world.order("R-1").await;
    let held = hold(vec![grams("dep:x", 1_000, 500)]);
    store.hold_place(us, &held, now()).await.unwrap();
    let good = NewParcel { holds: vec![held.id], ..new_parcel() };
    // Each fails at a later step than the one before.
    let no_hold = NewParcel { holds: vec![id()], ..new_parcel() };
    let same_id = NewParcel { id: good.id, ..new_parcel() };
    let completion = IdempotencyCompletion {
        key: "never begun".into(),
        fingerprint: [0; 32],
        status: 201,
        body: vec![],
    };
    let good = || vec![good.clone()];
    let commands = [
        BookCommand { order_version: 7, ..book(&order, good()) },
        book(&order, [good(), vec![same_id]].concat()),
        book(&order, [good(), vec![no_hold]].concat()),
        BookCommand { idempotency: Some(completion), ..book(&order, good()) },
    ];
    for command in commands {
        assert_eq!(code(store.parcels_book(us, command, now()).await), "store_conflict");
    }
    let unknown = BookCommand { order: id(), ..book(&order, good()) };
    assert_eq!(code(store.parcels_book(us, unknown, now()).await), "store_not_found");
    // A hold that has lapsed is no capacity.
    let late = store.parcels_book(us, book(&order, good()), at(60)).await;
    assert_eq!(code(late), "store_conflict");
    for sql in [
        "SELECT COUNT(*) FROM parcels",
        "SELECT COUNT(*) FROM routes",
        "SELECT COUNT(*) FROM parcel_orders",
        "SELECT COUNT(*) FROM data_keys WHERE kind = 'parcels'",
        "SELECT COUNT(*) FROM outbox",
        "SELECT COUNT(*) FROM audit",
        "SELECT COUNT(*) FROM holds WHERE state <> 'held'",
    ] {
        assert_eq!(world.count(sql).await, 0, "{sql}");
    }
    let kept = store.order_find(us, order.id).await.unwrap().unwrap();
    assert_eq!((kept.version, kept.state.as_str()), (1, "new"));
    store.parcels_book(us, book(&order, good()), at(59)).await.unwrap();
}

fn cancel(parcel: &NewParcel) -> CancelCommand {
    CancelCommand {
        parcel: parcel.id,
        version: 1,
        state: "cancelled".into(),
        document: None,
        order_state: Some("cancelled".into()),
        cancel_timers: vec!["silence".into()],
        audit: vec![audit("parcel.cancel", &parcel.id.to_string())],
        outbox: vec![outbox("parcel.cancelled")],
        idempotency: None,
    }
}

async fn a_cancelled_parcel_gives_its_capacity_back(world: World) {
    let (store, us) = (&world.store, world.us);
    let order = world.order("R-1").await;
    let held = hold(vec![grams("dep:x", 1_000, 600), grams("dep:y", 900, 600)]);
    store.hold_place(us, &held, now()).await.unwrap();
    let parcel = new_parcel();
    let due = timer("silence", &parcel.id.to_string(), at(5));
    let parcel = NewParcel { holds: vec![held.id], timers: vec![due], ..parcel };
    store.parcels_book(us, book(&order, vec![parcel.clone()]), now()).await.unwrap();
    let rival = hold(vec![grams("dep:x", 1_000, 600)]);
    assert_eq!(code(store.hold_place(us, &rival, now()).await), "store_over_capacity");
    let stale = CancelCommand { version: 3, ..cancel(&parcel) };
    assert_eq!(code(store.parcel_cancel(us, stale, at(1)).await), "store_conflict");
    assert_eq!(
        code(store.parcel_cancel(world.them, cancel(&parcel), at(1)).await),
        "store_not_found"
    );
    assert_eq!(store.parcel_cancel(us, cancel(&parcel), at(1)).await.unwrap(), 2);
    assert_eq!(code(store.parcel_cancel(us, cancel(&parcel), at(1)).await), "store_conflict");
    let names = ["dep:x".to_owned(), "dep:y".to_owned()];
    let left = store.capacity_find(Mode::Live, &names).await.unwrap();
    assert_eq!(left.iter().map(|c| c.taken).collect::<Vec<_>>(), [0, 0]);
    store.hold_place(us, &rival, now()).await.unwrap();
    assert!(store.timers_claim(at(9), at(10), 10).await.unwrap().is_empty());
    let row = store.parcel_find(us, parcel.id, at(1)).await.unwrap().unwrap();
    assert_eq!((row.state.as_str(), row.updated_at), ("cancelled", at(1)));
    assert_eq!(store.order_find(us, order.id).await.unwrap().unwrap().state, "cancelled");
    assert_eq!(store.outbox_count().await.unwrap(), 2);
}

async fn an_order_is_cancelled_with_its_last_parcel(world: World) {
    let (store, us) = (&world.store, world.us);
    for round in 0..5 {
        let order = world.order(&format!("R-{round}")).await;
        let parcels = vec![new_parcel(), new_parcel(), new_parcel()];
        store.parcels_book(us, book(&order, parcels.clone()), now()).await.unwrap();
        store.parcel_cancel(us, cancel(&parcels[0]), at(1)).await.unwrap();
        let kept = store.order_find(us, order.id).await.unwrap().unwrap();
        assert_eq!(kept.state, "booked");
        // The last two at once: the one that comes second must see the first.
        let cancel_one = |parcel: &NewParcel| {
            let (store, command) = (store.clone(), cancel(parcel));
            tokio::spawn(async move { store.parcel_cancel(us, command, at(2)).await.unwrap() })
        };
        let tasks = [cancel_one(&parcels[1]), cancel_one(&parcels[2])];
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(store.order_find(us, order.id).await.unwrap().unwrap().state, "cancelled");
    }
}

async fn an_order_is_called_off_whole_or_not_at_all(world: World) {
    let (store, us) = (&world.store, world.us);
    let call_off = |order: &OrderRow, version, parcels: &[NewParcel]| OrderCancel {
        order: OrderChange {
            id: order.id,
            version,
            state: Some("cancelled".into()),
            document: None,
            personal: None,
        },
        parcels: parcels.iter().map(cancel).collect(),
        audit: vec![audit("order.cancel", &order.id.to_string())],
    };
    let state = async |id| store.order_find(us, id).await.unwrap().unwrap().state;
    // An open one has no parcels: it is called off by itself, on its version.
    let open = world.order("R-1").await;
    assert_eq!(
        code(store.order_cancel(us, call_off(&open, 7, &[]), at(1)).await),
        "store_conflict"
    );
    assert_eq!(
        code(store.order_cancel(world.them, call_off(&open, 1, &[]), at(1)).await),
        "store_not_found"
    );
    assert_eq!(state(open.id).await, "open");
    store.order_cancel(us, call_off(&open, 1, &[]), at(1)).await.unwrap();
    assert_eq!(state(open.id).await, "cancelled");
    // A booked one goes with all its parcels, or with none where one changed meanwhile.
    let booked = world.order("R-2").await;
    let parcels = vec![new_parcel(), new_parcel()];
    store.parcels_book(us, book(&booked, parcels.clone()), now()).await.unwrap();
    let change = ParcelChange {
        id: parcels[1].id,
        version: 1,
        state: Some("handed_in".into()),
        document: None,
        audit: vec![],
        outbox: vec![],
    };
    store.parcel_update(us, change, at(1)).await.unwrap();
    let late = call_off(&booked, 2, &parcels);
    assert_eq!(code(store.order_cancel(us, late, at(2)).await), "store_conflict");
    let kept = store.parcel_find(us, parcels[0].id, at(2)).await.unwrap().unwrap();
    assert_eq!((kept.state.as_str(), kept.version), ("booked", 1), "nothing is half done");
    let third = world.order("R-3").await;
    let parcels = vec![new_parcel(), new_parcel()];
    store.parcels_book(us, book(&third, parcels.clone()), now()).await.unwrap();
    let before = world.count("SELECT COUNT(*) FROM audit").await;
    store.order_cancel(us, call_off(&third, 2, &parcels), at(2)).await.unwrap();
    assert_eq!(state(third.id).await, "cancelled");
    let after = world.count("SELECT COUNT(*) FROM audit").await;
    assert_eq!(after, before + 3, "the order and each parcel");
}

async fn parcels_are_listed_and_searched(world: World) {
    let (store, us) = (&world.store, world.us);
    let order = world.order("R-1").await;
    let mut parcels: Vec<_> = (0..7).map(|_| new_parcel()).collect();
    for (n, parcel) in parcels.iter_mut().enumerate() {
        parcel.tracking_number = Some(format!("LX{n}00CN"));
        parcel.state = if n < 3 { "booked" } else { "handed_in" }.into();
    }
    store.parcels_book(us, book(&order, parcels.clone()), now()).await.unwrap();
    let page = store.parcels_list(us, &ListQuery::first(4), now()).await.unwrap();
    let ids: Vec<_> = page.items.iter().map(|p| p.id).collect();
    assert_eq!(ids, [6, 5, 4, 3].map(|n: usize| parcels[n].id));
    let rest = ListQuery { after: page.next, ..ListQuery::first(4) };
    let rest = store.parcels_list(us, &rest, now()).await.unwrap();
    assert_eq!((rest.items.len(), rest.next), (3, None));
    let state = ListQuery { state: Some("booked".into()), ..ListQuery::first(9) };
    assert_eq!(store.parcels_list(us, &state, now()).await.unwrap().items.len(), 3);
    let other = NewIdentifier {
        scheme: "marketplace".into(),
        value: "ae-77 1".into(),
        search_key: "AE771".into(),
    };
    let one = parcels[1].id;
    for _ in 0..2 {
        let added = std::slice::from_ref(&other);
        store.parcel_identifiers_add(us, one, added, now()).await.unwrap();
    }
    assert_eq!(store.parcel_identifiers(us, one, now()).await.unwrap().len(), 2);
    assert_eq!(store.parcels_find_by_identifier(us, "AE771", now()).await.unwrap()[0].id, one);
    for (text, hits) in [("lx1", 1), ("00cn", 7), ("AE-77 1", 1), ("AE77", 0)] {
        let query = ListQuery { text: Some(text.into()), ..ListQuery::first(9) };
        let found = store.parcels_list(us, &query, now()).await.unwrap();
        assert_eq!(found.items.len(), hits, "{text}");
    }
    let counts = store.parcels_count(us, now()).await.unwrap();
    assert_eq!(counts, [("booked".to_owned(), 3), ("handed_in".to_owned(), 4)]);
}

async fn a_parcel_changes_by_version(world: World) {
    let (store, us) = (&world.store, world.us);
    let (_, parcel) = world.booked("R-1").await;
    let change = ParcelChange {
        id: parcel.id,
        version: 1,
        state: Some("handed_in".into()),
        document: None,
        audit: vec![audit("parcel.update", "x")],
        outbox: vec![],
    };
    assert_eq!(store.parcel_update(us, change.clone(), at(1)).await.unwrap(), 2);
    assert_eq!(code(store.parcel_update(us, change.clone(), at(2)).await), "store_conflict");
    let unknown = ParcelChange { id: id(), ..change };
    assert_eq!(code(store.parcel_update(us, unknown, at(2)).await), "store_not_found");
    let row = store.parcel_find(us, parcel.id, at(2)).await.unwrap().unwrap();
    assert_eq!((row.state.as_str(), row.document.as_str()), ("handed_in", "{}"));
    assert_eq!(world.count("SELECT COUNT(*) FROM audit").await, 2);
}

async fn a_manifest_is_counted_once(world: World) {
    let (store, us) = (&world.store, world.us);
    let (_, one) = world.booked("R-1").await;
    let (_, two) = world.booked("R-2").await;
    let (_, three) = world.booked("R-3").await;
    let manifest = |parcels: &[&NewParcel]| NewManifest {
        id: id(),
        entry: "collection".into(),
        document: "window".into(),
        parcels: parcels.iter().map(|p| p.id).collect(),
        audit: vec![],
    };
    let first = manifest(&[&one, &two]);
    store.manifest_create(us, first.clone(), now()).await.unwrap();
    let shown = async |parcel: &NewParcel, when| {
        store.parcel_find(us, parcel.id, when).await.unwrap().unwrap().manifest
    };
    assert_eq!(shown(&one, now()).await, Some(first.id));
    assert_eq!(shown(&three, now()).await, None);
    let overlapping = store.manifest_create(us, manifest(&[&two, &three]), now()).await;
    assert_eq!(code(overlapping), "store_conflict");
    let stray = store.manifest_create(world.them, manifest(&[&three]), now()).await;
    assert_eq!(code(stray), "store_not_found");
    let open = store.manifest_find(us, first.id).await.unwrap().unwrap();
    assert_eq!((open.state.as_str(), open.items.len(), open.counted), ("open", 2, None));
    let count = ManifestCount {
        id: first.id,
        version: 1,
        document: "two short".into(),
        accepted: vec![one.id],
        parcel_state: "handed_in".into(),
        hand_overs: vec![],
        audit: vec![],
    };
    let undeclared = ManifestCount { accepted: vec![three.id], ..count.clone() };
    assert_eq!(code(store.manifest_count(us, undeclared, at(1)).await), "store_not_found");
    store.manifest_count(us, count.clone(), at(1)).await.unwrap();
    assert_eq!(code(store.manifest_count(us, count, at(2)).await), "store_conflict");
    let counted = store.manifest_find(us, first.id).await.unwrap().unwrap();
    assert_eq!((counted.state.as_str(), counted.counted_at), ("counted", Some(at(1))));
    let results: Vec<_> = counted.items.iter().map(|i| (i.parcel, i.result)).collect();
    let (yes, no) = (Some(ItemResult::Accepted), Some(ItemResult::Short));
    assert_eq!(results, [(one.id, yes), (two.id, no)]);
    assert_eq!(store.parcel_find(us, one.id, at(2)).await.unwrap().unwrap().state, "handed_in");
    assert_eq!(store.parcel_find(us, two.id, at(2)).await.unwrap().unwrap().state, "booked");
    assert_eq!(shown(&one, at(2)).await, Some(first.id), "it went with this one");
    assert_eq!(shown(&two, at(2)).await, None, "it was short");
    // A short parcel may be handed in another time.
    let second = manifest(&[&two]);
    store.manifest_create(us, second.clone(), at(3)).await.unwrap();
    assert_eq!(shown(&two, at(3)).await, Some(second.id));
    let open = ListQuery { state: Some("open".into()), ..ListQuery::first(9) };
    assert_eq!(store.manifests_list(us, &open).await.unwrap().items.len(), 1);
}

async fn a_label_is_kept_and_replaced(world: World) {
    let (store, us) = (&world.store, world.us);
    let (_, parcel) = world.booked("R-1").await;
    let label = |bytes: &[u8]| NewLabel {
        id: id(),
        format: "application/pdf".into(),
        bytes: bytes.to_vec(),
    };
    let find = |format: &'static str| store.label_find(us, parcel.id, format, now());
    assert_eq!(find("application/pdf").await.unwrap(), None);
    store.label_put(us, parcel.id, &label(b"%PDF-1"), now()).await.unwrap();
    store.label_put(us, parcel.id, &label(b"%PDF-2"), at(1)).await.unwrap();
    let kept = find("application/pdf").await.unwrap().unwrap();
    assert_eq!(kept.bytes, Personal::Kept(b"%PDF-2".to_vec()));
    assert_eq!(find("zpl").await.unwrap(), None);
    let unknown = store.label_put(us, id(), &label(b"x"), now()).await;
    assert_eq!(code(unknown), "store_not_found");
}
