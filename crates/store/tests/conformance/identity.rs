//! Tenants, API keys, networks, and who may open a store at all.

use crate::{
    on_both_engines,
    world::{World, at, code, id, now, tenant_id},
};
use portolan_store::{
    ListQuery, MasterKey, Mode, NewApiKey, NewNetwork, NewTenant, Store, StoreConfig,
};

on_both_engines!(
    a_tenant_is_found_by_id_and_name,
    a_key_opens_what_it_was_made_for_until_revoked,
    the_last_publication_is_in_force,
    another_master_key_is_refused,
    two_processes_open_a_new_database_at_once,
);

async fn a_tenant_is_found_by_id_and_name(world: World) {
    let store = &world.store;
    let new = NewTenant { id: tenant_id(), name: "Hangzhou Toys".into(), document: "{}".into() };
    let keys = store.tenants_insert(std::slice::from_ref(&new), now()).await.unwrap();
    let found = store.tenant_find(new.id).await.unwrap().unwrap();
    assert_eq!(
        (found.key, found.name.as_str(), found.created_at),
        (keys[0], "Hangzhou Toys", now())
    );
    assert_eq!(store.tenant_find_by_name("Hangzhou Toys").await.unwrap(), Some(found));
    assert_eq!(store.tenant_find_by_name("hangzhou").await.unwrap(), None);
    let again = NewTenant { id: tenant_id(), ..new };
    assert_eq!(code(store.tenants_insert(&[again], now()).await), "store_conflict");
    let first = store.tenants_list(&ListQuery::first(2)).await.unwrap();
    assert_eq!(first.items[0].name, "Hangzhou Toys");
    let rest = ListQuery { after: first.next, ..ListQuery::first(2) };
    let rest = store.tenants_list(&rest).await.unwrap();
    assert_eq!((rest.items.len(), rest.next), (1, None));
}

async fn a_key_opens_what_it_was_made_for_until_revoked(world: World) {
    let store = &world.store;
    let test = portolan_store::TenantScope { mode: Mode::Test, ..world.us };
    let scopes = vec!["orders:read".to_owned(), "orders:write".to_owned()];
    let key = NewApiKey { id: id(), label: "shop".into(), scopes: scopes.clone() };
    let made = store.api_key_create(test, &key, now()).await.unwrap();
    assert!(made.token.starts_with("ptl_test_") && made.token.len() == 9 + 64);
    let found = store.api_key_authenticate(&made.token, at(5)).await.unwrap().unwrap();
    assert_eq!((found.scope, found.scopes.clone(), found.last_used_at), (test, scopes, None));
    let found = store.api_key_authenticate(&made.token, at(6)).await.unwrap().unwrap();
    assert_eq!(found.last_used_at, Some(at(5)));
    assert_eq!(store.api_key_authenticate("ptl_test_0", now()).await.unwrap(), None);
    assert_eq!(world.count("SELECT COUNT(*) FROM api_keys WHERE label = 'shop'").await, 1);
    assert!(!format!("{made:?}").contains(&made.token));
    assert!(!store.api_key_revoke(world.us, key.id, at(7)).await.unwrap());
    assert!(store.api_key_revoke(test, key.id, at(7)).await.unwrap());
    assert!(!store.api_key_revoke(test, key.id, at(8)).await.unwrap());
    assert_eq!(store.api_key_authenticate(&made.token, at(9)).await.unwrap(), None);
    let listed = store.api_keys_list(test, &ListQuery::first(10)).await.unwrap();
    assert_eq!(listed.items[0].revoked_at, Some(at(7)));
}

async fn the_last_publication_is_in_force(world: World) {
    let store = &world.store;
    let network = |byte: u8| NewNetwork {
        hash: [byte; 32],
        title: format!("network {byte}"),
        document: vec![byte; 1_000],
    };
    assert_eq!(store.network_published().await.unwrap(), None);
    assert_eq!(code(store.network_publish([1; 32], "", now()).await), "store_not_found");
    assert!(store.network_put(&network(1), now()).await.unwrap());
    assert!(!store.network_put(&network(1), at(1)).await.unwrap());
    assert!(store.network_put(&network(2), at(2)).await.unwrap());
    for (byte, note) in [(1, "first"), (2, "new line"), (1, "back")] {
        store.network_publish([byte; 32], note, at(3)).await.unwrap();
    }
    let current = store.network_published().await.unwrap().unwrap();
    assert_eq!((current.hash, current.note.as_str()), ([1; 32], "back"));
    assert_eq!(store.network_versions_list(10).await.unwrap().len(), 3);
    let kept = store.network_find([2; 32]).await.unwrap().unwrap();
    assert_eq!(kept.document, vec![2; 1_000]);
    assert_eq!(store.network_find([3; 32]).await.unwrap(), None);
}

async fn another_master_key_is_refused(mut world: World) {
    world.store.close().await;
    let wrong = StoreConfig { master_key: MasterKey::from_bytes([1; 32]), ..world.config.clone() };
    let error = Store::open(wrong).await.err().unwrap();
    assert_eq!(error.code(), "store_wrong_master_key");
    world.reopen().await;
    world.store.ping().await.unwrap();
}

async fn two_processes_open_a_new_database_at_once(world: World) {
    let url = if world.is_sqlite() {
        format!("sqlite:{}", world.file().with_file_name("other.db").display())
    } else {
        tokio::task::spawn_blocking(crate::postgres::database).await.unwrap().unwrap()
    };
    let open = || {
        let config = StoreConfig { url: url.clone(), ..world.config.clone() };
        tokio::spawn(Store::open(config))
    };
    let tasks: Vec<_> = (0..4).map(|_| open()).collect();
    for task in tasks {
        task.await.unwrap().unwrap().ping().await.unwrap();
    }
}

#[tokio::test]
async fn an_address_of_neither_engine_is_refused() {
    for url in ["", "mysql://x", "sqlite:", "sqlite::memory:", "/var/lib/x.db"] {
        let config = StoreConfig::new(url, MasterKey::from_bytes([0; 32]));
        assert_eq!(Store::open(config).await.err().unwrap().code(), "store_url", "{url}");
    }
}

#[test]
fn a_master_key_is_64_hexadecimal_digits() {
    let key = MasterKey::from_bytes([0xab; 32]);
    assert_eq!(key.to_hex(), "ab".repeat(32));
    assert_eq!(
        MasterKey::from_hex(&format!(" {} \n", key.to_hex())).unwrap().to_hex(),
        key.to_hex()
    );
    for wrong in ["", "ab", &"zz".repeat(32), &"+a".repeat(32), &"ab".repeat(33)] {
        assert_eq!(code(MasterKey::from_hex(wrong)), "store_master_key_format");
    }
    assert!(!format!("{key:?}").contains("ab"));
    assert_ne!(MasterKey::generate().unwrap().to_hex(), MasterKey::generate().unwrap().to_hex());
}
