//! Staged files, what they would need, and notices.

use crate::{
    on_both_engines,
    world::{World, at, code, id, now, tenant_id},
};
use portolan_model::ImportId;
use portolan_store::{
    ListQuery, NewAccount, NewGap, NewNotice, NewProduct, NewStaged, NewTenant, StagedChange,
    TenantScope,
};

on_both_engines!(
    a_file_is_staged_changed_and_gone,
    a_change_is_decided_on_the_present_revision,
    gaps_are_summed_over_files_until_there_is_a_product,
    notices_are_read_by_each_for_themselves,
);

fn staged(file: Vec<u8>) -> NewStaged {
    NewStaged {
        id: id(),
        kind: "orders".into(),
        state: "reading".into(),
        file,
        document: b"Mei's secret file.csv".to_vec(),
        expires_at: at(1_000),
    }
}

fn change(id: ImportId, revision: i64) -> StagedChange {
    StagedChange {
        id,
        revision,
        from_states: &["reading"],
        state: "checked".into(),
        is_revised: true,
        claimed_until: None,
        document: Some(b"what was found of Mei".to_vec()),
        removes_file: false,
    }
}

async fn a_file_is_staged_changed_and_gone(mut world: World) {
    // More than one piece, and nothing that shrinks.
    let mut state = 7_u32;
    let noise = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    });
    let file: Vec<u8> = noise.take(2_500_000).collect();
    let new = staged(file.clone());
    world.store.staged_create(world.us, new.clone(), now()).await.unwrap();
    assert_eq!(world.count("SELECT COUNT(*) FROM staged_pieces").await, 3);
    world.reopen().await;
    let store = &world.store;
    assert_eq!(store.staged_file(world.us, new.id).await.unwrap().as_deref(), Some(&*file));
    assert_eq!(store.staged_file(world.them, new.id).await.unwrap(), None);
    assert_eq!(store.staged_find(world.them, new.id).await.unwrap(), None);
    assert!(store.staged_list(world.them, 10).await.unwrap().is_empty());
    assert!(!store.staged_remove(world.them, new.id, now()).await.unwrap());
    let row = store.staged_find(world.us, new.id).await.unwrap().unwrap();
    assert_eq!((row.revision, row.bytes, row.state.as_str()), (1, 2_500_000, "reading"));
    assert_eq!(row.document.kept(), Some(new.document.as_slice()));
    assert!(!format!("{new:?}{row:?}").contains("secret"));
    if world.is_sqlite() {
        let sealed = world.blobs("SELECT sealed FROM staged_files").concat();
        assert!(!sealed.windows(6).any(|window| window == b"secret"), "it is sealed");
    }
    let kept = StagedChange {
        state: "kept".into(),
        removes_file: true,
        document: None,
        is_revised: false,
        ..change(new.id, 1)
    };
    assert_eq!(store.staged_change(world.us, kept, at(5)).await.unwrap(), 1);
    assert_eq!(store.staged_file(world.us, new.id).await.unwrap(), None);
    let row = store.staged_find(world.us, new.id).await.unwrap().unwrap();
    assert_eq!(row.document.kept(), Some(new.document.as_slice()), "what is told of it stays");
    assert_eq!(store.staged_sweep(at(999)).await.unwrap(), 0);
    assert_eq!(store.staged_sweep(at(1_000)).await.unwrap(), 1);
    assert_eq!(store.staged_find(world.us, new.id).await.unwrap(), None);
    let keys = "SELECT COUNT(*) FROM data_keys WHERE wrapped IS NOT NULL AND kind = 'staged_files'";
    assert_eq!(world.count(keys).await, 0, "its key is destroyed");
}

async fn a_change_is_decided_on_the_present_revision(world: World) {
    let (store, us) = (&world.store, world.us);
    let new = staged(b"order,date".to_vec());
    store.staged_create(us, new.clone(), now()).await.unwrap();
    assert_eq!(store.staged_change(us, change(new.id, 1), at(1)).await.unwrap(), 2);
    let in_any_state = StagedChange { from_states: &["checked"], ..change(new.id, 1) };
    let late = store.staged_change(us, in_any_state, at(2)).await;
    assert_eq!(code(late), "store_conflict");
    let elsewhere = store.staged_change(us, change(new.id, 2), at(2)).await;
    assert_eq!(code(elsewhere), "store_conflict", "it is checked by now");
    let foreign = store.staged_change(world.them, change(new.id, 2), at(2)).await;
    assert_eq!(code(foreign), "store_not_found");
    let again = StagedChange {
        from_states: &["checked", "reading"],
        state: "reading".into(),
        claimed_until: Some(at(10)),
        ..change(new.id, 2)
    };
    assert_eq!(store.staged_change(us, again, at(3)).await.unwrap(), 3);
    let abandoned = async |now| store.staged_abandoned(&["reading"], now, 5).await.unwrap();
    assert!(abandoned(at(10)).await.is_empty());
    let found = abandoned(at(11)).await;
    assert_eq!((found.len(), found[0].id, found[0].scope), (1, new.id, us));
    assert!(store.staged_abandoned(&["keeping"], at(11), 5).await.unwrap().is_empty());
    let over = store.staged_change(us, change(new.id, 3), at(1_000)).await;
    assert_eq!(code(over), "store_not_found", "its time is over");
    for _ in 0..49 {
        store.staged_create(us, staged(vec![1]), now()).await.unwrap();
    }
    let too_many = store.staged_create(us, staged(vec![1]), now()).await;
    assert_eq!(code(too_many), "store_limit");
    store.staged_create(world.them, staged(vec![1]), now()).await.unwrap();
    let digest = [3; 32];
    let tenant = us.tenant;
    assert_eq!(store.mapping_find(tenant, "orders", digest).await.unwrap(), None);
    for document in ["{}", "{\"sku\":2}"] {
        store.mapping_put(tenant, ("orders", digest), document, now()).await.unwrap();
        let found = store.mapping_find(tenant, "orders", digest).await.unwrap();
        assert_eq!(found.as_deref(), Some(document));
    }
    assert_eq!(store.mapping_find(tenant, "products", digest).await.unwrap(), None);
    assert_eq!(store.mapping_find(world.them.tenant, "orders", digest).await.unwrap(), None);
}

async fn gaps_are_summed_over_files_until_there_is_a_product(world: World) {
    let (store, us) = (&world.store, world.us);
    let files = [staged(vec![1]), staged(vec![2])];
    for file in &files {
        store.staged_create(us, file.clone(), now()).await.unwrap();
    }
    let gap = |sku: &str, orders| {
        let document = format!("{{\"of\":{orders}}}");
        NewGap { sku: sku.into(), orders, document }
    };
    let first = [gap("CUP", 2), gap("BELL", 4), gap("100%", 1)];
    store.gaps_put(us, files[0].id, &first, at(1)).await.unwrap();
    store.gaps_put(us, files[1].id, &[gap("CUP", 9)], at(2)).await.unwrap();
    store.gaps_put(us, files[1].id, &[gap("CUP", 3)], at(3)).await.unwrap();
    let foreign = store.gaps_put(world.them, files[0].id, &[], at(1)).await;
    assert_eq!(code(foreign), "store_not_found");
    let list = async |query: &ListQuery| {
        let page = store.gaps_list(us, query).await.unwrap();
        let told = page.items.iter().map(|gap| (gap.sku.clone(), gap.orders)).collect::<Vec<_>>();
        (told, page.next)
    };
    let told = |rows: &[(&str, i64)]| {
        rows.iter().map(|(sku, orders)| ((*sku).to_owned(), *orders)).collect::<Vec<_>>()
    };
    let (page, next) = list(&ListQuery::first(2)).await;
    assert_eq!(page, told(&[("CUP", 5), ("BELL", 4)]));
    let rest = ListQuery { after: next, ..ListQuery::first(2) };
    assert_eq!(list(&rest).await, (told(&[("100%", 1)]), None));
    let search = ListQuery { text: Some("0%".into()), ..ListQuery::first(2) };
    assert_eq!(list(&search).await.0, told(&[("100%", 1)]));
    let cup = store.gaps_list(us, &ListQuery::first(1)).await.unwrap().items.remove(0);
    assert_eq!(cup.documents, ["{\"of\":2}", "{\"of\":3}"]);
    assert_eq!(cup.seen_at, at(1));
    assert!(store.gaps_list(world.them, &ListQuery::first(9)).await.unwrap().items.is_empty());
    let product = NewProduct { id: id(), sku: "CUP".into(), document: "{}".into() };
    store.products_put(us, &[product], at(4)).await.unwrap();
    assert_eq!(list(&ListQuery::first(9)).await.0, told(&[("BELL", 4), ("100%", 1)]));
    store.staged_remove(us, files[0].id, at(5)).await.unwrap();
    assert!(list(&ListQuery::first(9)).await.0.is_empty(), "they go with their file");
}

async fn notices_are_read_by_each_for_themselves(world: World) {
    let store = &world.store;
    let account = |mail: &str| NewAccount {
        id: id(),
        mail: mail.into(),
        personal: mail.as_bytes().to_vec(),
        password: "digest".into(),
    };
    let (mei, jan) = (account("mei@shop.example"), account("jan@shop.example"));
    let shop = NewTenant { id: tenant_id(), name: "shop".into(), document: "{}".into() };
    let other = NewTenant { id: tenant_id(), name: "other".into(), document: "{}".into() };
    let tenant = store.account_sign_up(&mei, &shop, "owner", now()).await.unwrap();
    store.account_sign_up(&jan, &other, "owner", now()).await.unwrap();
    let us = TenantScope { tenant, ..world.us };
    let notices: Vec<NewNotice> = (0..3)
        .map(|place| NewNotice {
            id: id(),
            kind: "import_kept".into(),
            object: format!("imp_{place}"),
            document: "{}".into(),
        })
        .collect();
    for (notice, second) in notices.iter().zip(0..) {
        store.notice_create(us, notice, at(second)).await.unwrap();
    }
    let list = async |reader, limit| {
        store.notices_list(us, reader, &ListQuery::first(limit)).await.unwrap()
    };
    let page = list(Some(mei.id), 2).await;
    assert_eq!((page.unread, page.read_to, page.page.items.len()), (3, 0, 2));
    assert_eq!(page.page.items[0].object, "imp_2", "the newest first");
    store.notices_read(us, mei.id, notices[1].id).await.unwrap();
    store.notices_read(us, mei.id, notices[0].id).await.unwrap();
    let read = list(Some(mei.id), 9).await;
    assert_eq!((read.unread, read.read_to), (1, read.page.items[1].key), "it never goes back");
    assert_eq!(list(Some(jan.id), 9).await.unread, 3);
    assert_eq!(list(None, 9).await.unread, 3);
    let mail = async |since| {
        let found = store.notices_to_mail(us, mei.id, (at(since), 9)).await.unwrap();
        found.into_iter().map(|notice| notice.object).collect::<Vec<_>>()
    };
    assert_eq!(mail(0).await, ["imp_2"], "what was read is not mailed");
    assert!(mail(3).await.is_empty());
    let of_jan = store.notices_to_mail(us, jan.id, (at(1), 1)).await.unwrap();
    assert_eq!(of_jan[0].object, "imp_1", "the oldest first");
    store.notices_mailed(us, mei.id, read.page.items[0].key).await.unwrap();
    assert!(mail(0).await.is_empty());
    assert_eq!(list(Some(mei.id), 9).await.unread, 1, "mailed is not read");
    let foreign = store.notices_read(world.them, mei.id, notices[2].id).await;
    assert_eq!(code(foreign), "store_not_found");
    let theirs = store.notices_list(world.them, None, &ListQuery::first(9)).await.unwrap();
    assert!(theirs.page.items.is_empty() && theirs.unread == 0);
    assert_eq!(store.mail_wishes_find(tenant, mei.id).await.unwrap(), None);
    for wishes in ["{}", "{\"language\":\"zh\"}"] {
        store.mail_wishes_put(tenant, mei.id, wishes).await.unwrap();
        let found = store.mail_wishes_find(tenant, mei.id).await.unwrap();
        assert_eq!(found.as_deref(), Some(wishes));
    }
    let readers = store.mail_readers(tenant).await.unwrap();
    assert_eq!(readers.len(), 1);
    assert_eq!(readers[0].wishes.as_deref(), Some("{\"language\":\"zh\"}"));
    assert_eq!(readers[0].personal.kept(), Some(mei.personal.as_slice()));
}
