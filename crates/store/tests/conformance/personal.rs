//! Personal data is nowhere in clear, and gone once erased.

use crate::{
    on_both_engines,
    world::{World, at, book, code, id, new_order, new_parcel, now},
};
use portolan_store::{
    IdempotencyBegin, IdempotencyCompletion, NewLabel, OrderChange, Personal, Subject,
};
use std::{fs, path::Path};

on_both_engines!(
    an_erased_order_takes_its_parcels_along,
    an_erased_parcel_leaves_the_order,
    a_second_store_reads_what_the_first_sealed,
);

const SECRET: &[u8] = b"Jean Valjean, 55 rue Plumet, +33 1 23 45 67 89";

fn label() -> NewLabel {
    NewLabel { id: id(), format: "application/pdf".into(), bytes: SECRET.to_vec() }
}

async fn an_erased_order_takes_its_parcels_along(world: World) {
    let (store, us) = (&world.store, world.us);
    let (order, parcel) = world.booked("R-1").await;
    let (other, _) = world.booked("R-2").await;
    store.label_put(us, parcel.id, &label(), now()).await.unwrap();
    assert!(store.personal_erase(us, Subject::Order(order.id), at(1)).await.unwrap());
    assert!(!store.personal_erase(us, Subject::Order(order.id), at(2)).await.unwrap());
    let row = store.order_find(us, order.id).await.unwrap().unwrap();
    assert_eq!((row.personal, row.reference.as_str()), (Personal::Erased, "R-1"));
    let row = store.parcel_find(us, parcel.id, at(2)).await.unwrap().unwrap();
    assert_eq!((row.personal, row.price_minor), (Personal::Erased, 1_234));
    let kept = store.label_find(us, parcel.id, "application/pdf", at(2)).await.unwrap().unwrap();
    assert_eq!(kept.bytes, Personal::Erased);
    for sql in [
        "SELECT COUNT(*) FROM orders WHERE reference = 'R-1' AND personal IS NOT NULL",
        "SELECT COUNT(*) FROM labels WHERE sealed IS NOT NULL",
        "SELECT COUNT(*) FROM data_keys WHERE erased_at IS NOT NULL AND wrapped IS NOT NULL",
    ] {
        assert_eq!(world.count(sql).await, 0, "{sql}");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM data_keys WHERE wrapped IS NULL").await, 2);
    assert_eq!(code(store.label_put(us, parcel.id, &label(), at(3)).await), "store_conflict");
    let change = OrderChange {
        id: order.id,
        version: 2,
        state: None,
        document: None,
        personal: Some(SECRET.to_vec()),
    };
    assert_eq!(code(store.order_update(us, change, at(3)).await), "store_conflict");
    let row = store.order_find(us, other.id).await.unwrap().unwrap();
    assert_eq!(row.personal, Personal::Kept(b"recipient of R-2".to_vec()));
}

async fn an_erased_parcel_leaves_the_order(world: World) {
    let (store, us) = (&world.store, world.us);
    let (order, parcel) = world.booked("R-1").await;
    assert!(store.personal_erase(us, Subject::Parcel(parcel.id), at(1)).await.unwrap());
    let row = store.parcel_find(us, parcel.id, at(2)).await.unwrap().unwrap();
    assert_eq!(row.personal, Personal::Erased);
    let row = store.order_find(us, order.id).await.unwrap().unwrap();
    assert!(row.personal.kept().is_some());
    let unknown = store.personal_erase(us, Subject::Order(id()), at(1)).await;
    assert_eq!(code(unknown), "store_not_found");
}

async fn a_second_store_reads_what_the_first_sealed(world: World) {
    let order = world.order("R-1").await;
    let second = world.second().await;
    let row = second.order_find(world.us, order.id).await.unwrap().unwrap();
    assert_eq!(row.personal, order.personal);
    second.close().await;
}

/// Every byte of the database's folder: file, log and shared index.
fn bytes(folder: &Path) -> Vec<u8> {
    let files = fs::read_dir(folder).unwrap();
    files.flat_map(|file| fs::read(file.unwrap().path()).unwrap()).collect()
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[tokio::test]
async fn files_hold_no_plaintext_ever_and_no_key_after_erasing() {
    let world = World::sqlite().await;
    let (store, us) = (&world.store, world.us);
    let mut order = new_order("REFERENCE-IN-CLEAR");
    order.personal = SECRET.to_vec();
    store.orders_insert(us, std::slice::from_ref(&order), now()).await.unwrap();
    let row = store.order_find(us, order.id).await.unwrap().unwrap();
    let mut parcel = new_parcel();
    parcel.personal = SECRET.to_vec();
    store.parcels_book(us, book(&row, vec![parcel.clone()]), now()).await.unwrap();
    store.label_put(us, parcel.id, &label(), now()).await.unwrap();
    let request = IdempotencyBegin {
        key: "k".into(),
        fingerprint: [0; 32],
        lease_until: at(9),
        expires_at: at(99),
    };
    store.idempotency_begin(us, &request, now()).await.unwrap();
    let (key, body) = ("k".to_owned(), SECRET.to_vec());
    let answer = IdempotencyCompletion { key, fingerprint: [0; 32], status: 200, body };
    store.idempotency_complete(us, answer).await.unwrap();

    let folder = world.file().parent().unwrap().to_owned();
    let wrapped = world.blobs("SELECT wrapped FROM data_keys WHERE wrapped IS NOT NULL");
    let sealed = world
        .blobs("SELECT personal FROM orders UNION SELECT personal FROM parcels UNION SELECT sealed FROM labels");
    assert_eq!((wrapped.len(), sealed.len()), (2, 3));
    let before = bytes(&folder);
    assert!(holds(&before, b"REFERENCE-IN-CLEAR"), "the search itself works");
    assert!(!holds(&before, b"Valjean") && !holds(&before, b"rue Plumet"));
    assert!(wrapped.iter().chain(&sealed).all(|secret| holds(&before, secret)));

    assert!(store.personal_erase(us, Subject::Order(order.id), at(1)).await.unwrap());
    let after = bytes(&folder);
    assert!(holds(&after, b"REFERENCE-IN-CLEAR"));
    assert!(wrapped.iter().all(|key| !holds(&after, key)), "a wrapped key is still in the files");
    assert!(sealed.iter().all(|text| !holds(&after, text)), "a ciphertext is still in the files");
}
