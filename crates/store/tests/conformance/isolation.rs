//! Tenants and modes are apart in every family of methods; a parcel is seen by its parties alone.

use crate::{
    on_both_engines,
    world::{World, at, audit, code, grams, hold, id, new_order, now, outbox, timer},
};
use portolan_model::ParcelId;
use portolan_store::{
    AuditQuery, CancelCommand, HoldState, ListQuery, ManifestCount, Mode, NewApiKey, NewIdentifier,
    NewLabel, NewManifest, NewParty, NewProduct, OrderChange, ParcelChange, PartyRole,
    ProductChange, Subject, TenantScope, WriteFate,
};

on_both_engines!(
    strangers_read_nothing,
    strangers_change_nothing,
    a_party_sees_a_parcel_in_its_time_and_changes_nothing,
    references_and_skus_are_each_tenants_own,
);

/// Another tenant, and our own in the other mode.
fn strangers(world: &World) -> [TenantScope; 2] {
    [world.them, TenantScope { mode: Mode::Test, ..world.us }]
}

async fn strangers_read_nothing(world: World) {
    let (store, us) = (&world.store, world.us);
    let (order, parcel) = world.booked("R-1").await;
    let product = NewProduct { id: id(), sku: "A".into(), document: "1".into() };
    store.products_put(us, &[product], now()).await.unwrap();
    let key = NewApiKey { id: id(), label: "x".into(), scopes: vec![] };
    store.api_key_create(us, &key, now()).await.unwrap();
    let manifest = NewManifest {
        id: id(),
        entry: "collection".into(),
        document: "{}".into(),
        parcels: vec![parcel.id],
        audit: vec![],
    };
    store.manifest_create(us, manifest.clone(), now()).await.unwrap();
    let label = NewLabel { id: id(), format: "zpl".into(), bytes: vec![1] };
    store.label_put(us, parcel.id, &label, now()).await.unwrap();
    let held = hold(vec![grams("a", 10, 1)]);
    store.hold_place(us, &held, now()).await.unwrap();
    let (all, search) = (ListQuery::first(10), parcel.identifiers[0].search_key.as_str());
    assert_eq!(store.parcels_list(us, &all, now()).await.unwrap().items.len(), 1);
    for them in strangers(&world) {
        assert!(store.order_find(them, order.id).await.unwrap().is_none());
        assert!(store.orders_find(them, &[order.id]).await.unwrap().is_empty());
        assert!(store.orders_find_by_reference(them, &["R-1".into()]).await.unwrap().is_empty());
        assert!(store.orders_list(them, &all).await.unwrap().items.is_empty());
        assert!(store.orders_count(them).await.unwrap().is_empty());
        assert!(store.parcel_find(them, parcel.id, now()).await.unwrap().is_none());
        assert!(store.parcels_find(them, &[parcel.id], now()).await.unwrap().is_empty());
        assert!(store.parcels_of_order(them, order.id, now()).await.unwrap().is_empty());
        assert!(store.orders_of_parcel(them, parcel.id, now()).await.unwrap().is_empty());
        assert!(store.parcels_find_by_identifier(them, search, now()).await.unwrap().is_empty());
        assert!(store.parcels_list(them, &all, now()).await.unwrap().items.is_empty());
        assert!(store.parcels_count(them, now()).await.unwrap().is_empty());
        assert!(store.parcel_identifiers(them, parcel.id, now()).await.unwrap().is_empty());
        assert!(store.parcel_route(them, parcel.id, now()).await.unwrap().is_none());
        assert!(store.label_find(them, parcel.id, "zpl", now()).await.unwrap().is_none());
        assert!(store.product_find(them, "A").await.unwrap().is_none());
        assert!(store.products_list(them, &all).await.unwrap().items.is_empty());
        assert_eq!(store.products_count(them).await.unwrap(), 0);
        assert!(store.api_keys_list(them, &all).await.unwrap().items.is_empty());
        assert!(store.manifest_find(them, manifest.id).await.unwrap().is_none());
        assert!(store.manifests_list(them, &all).await.unwrap().items.is_empty());
        assert!(store.hold_find(them, held.id).await.unwrap().is_none());
        let audit = AuditQuery { limit: 10, ..AuditQuery::default() };
        assert!(store.audit_list(them, &audit).await.unwrap().items.is_empty());
    }
}

async fn strangers_change_nothing(world: World) {
    let (store, us) = (&world.store, world.us);
    let (order, parcel) = world.booked("R-1").await;
    let fresh = world.order("R-2").await;
    let held = hold(vec![grams("a", 10, 1)]);
    store.hold_place(us, &held, now()).await.unwrap();
    store.timers_set(us, &[timer("eta", "p", at(1))]).await.unwrap();
    let manifest = NewManifest {
        id: id(),
        entry: "collection".into(),
        document: "{}".into(),
        parcels: vec![parcel.id],
        audit: vec![],
    };
    store.manifest_create(us, manifest.clone(), now()).await.unwrap();
    let product = NewProduct { id: id(), sku: "A".into(), document: "1".into() };
    store.products_put(us, &[product], now()).await.unwrap();
    let state = Some("stolen".to_owned());
    for them in strangers(&world) {
        let change = OrderChange {
            id: order.id,
            version: 2,
            state: state.clone(),
            document: None,
            personal: None,
        };
        assert_eq!(code(store.order_update(them, change, now()).await), "store_not_found");
        let booking = crate::world::book(&fresh, vec![crate::world::new_parcel()]);
        assert_eq!(code(store.parcels_book(them, booking, now()).await), "store_not_found");
        let change = ParcelChange {
            id: parcel.id,
            version: 1,
            state: state.clone(),
            document: None,
            audit: vec![audit("x", "y")],
            outbox: vec![outbox("x")],
        };
        assert_eq!(code(store.parcel_update(them, change, now()).await), "store_not_found");
        let counted = ManifestCount {
            id: manifest.id,
            version: 1,
            document: "{}".into(),
            accepted: vec![],
            parcel_state: "stolen".into(),
            hand_overs: vec![],
            audit: vec![],
        };
        assert_eq!(code(store.manifest_count(them, counted, now()).await), "store_not_found");
        for subject in [Subject::Order(order.id), Subject::Parcel(parcel.id)] {
            assert_eq!(code(store.personal_erase(them, subject, now()).await), "store_not_found");
        }
        store.holds_release(them, &[held.id], now()).await.unwrap();
        assert!(!store.timer_cancel(them, "eta", "p").await.unwrap());
        let change = ProductChange { sku: "A".into(), version: 1, document: "2".into() };
        assert_eq!(code(store.product_update(them, change, now()).await), "store_not_found");
        break_in(&world, them, parcel.id).await;
    }
    assert_eq!(store.hold_find(us, held.id).await.unwrap().unwrap().state, HoldState::Held);
    let row = store.parcel_find(us, parcel.id, now()).await.unwrap().unwrap();
    assert_eq!((row.state.as_str(), row.version), ("booked", 1));
    assert!(row.personal.kept().is_some());
    assert_eq!(store.order_find(us, order.id).await.unwrap().unwrap().state, "booked");
}

/// A stranger neither cancels a parcel nor adds anything to it, itself as a party least of all.
async fn break_in(world: &World, them: TenantScope, parcel: ParcelId) {
    let store = &world.store;
    let cancel = CancelCommand {
        parcel,
        version: 1,
        state: "stolen".into(),
        document: None,
        order_state: Some("stolen".into()),
        cancel_timers: vec![],
        audit: vec![],
        outbox: vec![],
        idempotency: None,
    };
    assert_eq!(code(store.parcel_cancel(them, cancel, now()).await), "store_not_found");
    let known = NewIdentifier { scheme: "other".into(), value: "v".into(), search_key: "V".into() };
    let added = store.parcel_identifiers_add(them, parcel, &[known], now()).await;
    assert_eq!(code(added), "store_not_found");
    let label = NewLabel { id: id(), format: "zpl".into(), bytes: vec![1] };
    assert_eq!(code(store.label_put(them, parcel, &label, now()).await), "store_not_found");
    let party = NewParty {
        tenant: them.tenant,
        role: PartyRole::Carrier,
        valid_from: now(),
        valid_to: None,
    };
    let added = store.parcel_party_add(them, parcel, &party, now()).await;
    assert_eq!(code(added), "store_not_found");
}

async fn a_party_sees_a_parcel_in_its_time_and_changes_nothing(world: World) {
    let (store, us, them) = (&world.store, world.us, world.them);
    let (order, parcel) = world.booked("R-1").await;
    let party = |role, from, to| NewParty {
        tenant: them.tenant,
        role,
        valid_from: at(from),
        valid_to: Some(at(to)),
    };
    store.parcel_party_add(us, parcel.id, &party(PartyRole::Carrier, 10, 20), now()).await.unwrap();
    store
        .parcel_party_add(us, parcel.id, &party(PartyRole::Warehouse, 15, 30), now())
        .await
        .unwrap();
    for (second, sees) in [(9, 0), (10, 1), (17, 1), (29, 1), (30, 0)] {
        let seen = store.parcels_list(them, &ListQuery::first(5), at(second)).await.unwrap();
        assert_eq!(seen.items.len(), sees, "at {second}");
        let found = store.parcel_find(them, parcel.id, at(second)).await.unwrap();
        assert_eq!(found.is_some(), sees == 1, "at {second}");
        let route = store.parcel_route(them, parcel.id, at(second)).await.unwrap();
        assert_eq!(route.is_some(), sees == 1, "at {second}");
    }
    // The order stays the merchant's alone, and so does the right to change.
    assert!(store.orders_of_parcel(them, parcel.id, at(12)).await.unwrap().is_empty());
    assert!(store.order_find(them, order.id).await.unwrap().is_none());
    let change = ParcelChange {
        id: parcel.id,
        version: 1,
        state: Some("stolen".into()),
        document: None,
        audit: vec![],
        outbox: vec![],
    };
    assert_eq!(code(store.parcel_update(them, change, at(12)).await), "store_not_found");
    let erased = store.personal_erase(them, Subject::Parcel(parcel.id), at(12)).await;
    assert_eq!(code(erased), "store_not_found");
}

async fn references_and_skus_are_each_tenants_own(world: World) {
    let store = &world.store;
    let [them, test] = strangers(&world);
    for scope in [world.us, them, test] {
        let written = store.orders_insert(scope, &[new_order("R-1")], now()).await.unwrap();
        assert_eq!(written[0].fate, WriteFate::Created);
        let product = NewProduct { id: id(), sku: "A".into(), document: "1".into() };
        let written = store.products_put(scope, &[product], now()).await.unwrap();
        assert_eq!(written[0].fate, WriteFate::Created);
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM orders").await, 3);
}
