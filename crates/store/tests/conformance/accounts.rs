//! Accounts, sign-ins and invitations.

use crate::{
    on_both_engines,
    world::{World, at, code, id, now, tenant_id},
};
use jiff::SignedDuration;
use portolan_store::{Mode, NewAccount, NewInvitation, NewTenant, SignInLife, TenantScope};

on_both_engines!(
    an_account_is_found_signed_in_and_erased,
    an_invitation_is_taken_up_once,
    the_last_of_a_needed_role_stays,
);

const LIFE: SignInLife =
    SignInLife { idle: SignedDuration::from_hours(1), whole: SignedDuration::from_hours(24) };

fn account(mail: &str) -> NewAccount {
    NewAccount {
        id: id(),
        mail: mail.into(),
        personal: format!("who has {mail}").into_bytes(),
        password: "digest".into(),
    }
}

fn tenant(name: &str) -> NewTenant {
    NewTenant { id: tenant_id(), name: name.into(), document: "{}".into() }
}

async fn an_account_is_found_signed_in_and_erased(world: World) {
    let store = &world.store;
    let (mei, shop) = (account("mei@shop.example"), tenant("shop"));
    let key = store.account_sign_up(&mei, &shop, "owner", now()).await.unwrap();
    let again = NewAccount { id: id(), ..mei.clone() };
    let taken = store.account_sign_up(&again, &tenant("other"), "owner", now()).await;
    assert_eq!(code(taken), "store_conflict");
    assert_eq!(store.tenant_find_by_name("other").await.unwrap(), None, "all or nothing");
    let found = store.account_by_mail("mei@shop.example").await.unwrap().unwrap();
    assert_eq!(found.personal.kept(), Some(mei.personal.as_slice()));
    assert!(!format!("{found:?}{mei:?}").contains("shop.example"));
    let scope = TenantScope::new(key, Mode::Live);
    let secret = store.sign_in_create(mei.id, scope, now()).await.unwrap();
    let known = store.sign_in_authenticate(&secret, LIFE, at(60)).await.unwrap().unwrap();
    assert_eq!((known.account, known.scope, known.role.as_str()), (mei.id, scope, "owner"));
    assert_eq!(store.sign_in_authenticate("pts_0", LIFE, now()).await.unwrap(), None);
    let test = TenantScope::new(key, Mode::Test);
    assert!(store.sign_in_switch(known.key, test).await.unwrap());
    assert!(!store.sign_in_switch(known.key, world.them).await.unwrap(), "no member there");
    let known = store.sign_in_authenticate(&secret, LIFE, at(3_600)).await.unwrap().unwrap();
    assert_eq!((known.scope, known.last_used_at), (test, at(60)));
    assert_eq!(store.sign_in_authenticate(&secret, LIFE, at(7_300)).await.unwrap(), None, "idle");
    let other = store.sign_in_create(mei.id, scope, at(10)).await.unwrap();
    let kept = store.sign_in_authenticate(&other, LIFE, at(11)).await.unwrap().unwrap();
    store.account_password_set(mei.id, "new", Some(kept.key), at(12)).await.unwrap();
    assert_eq!(store.sign_in_authenticate(&secret, LIFE, at(13)).await.unwrap(), None);
    assert!(store.sign_in_authenticate(&other, LIFE, at(13)).await.unwrap().is_some());
    store.account_erase(mei.id, "nothing", at(14)).await.unwrap();
    assert_eq!(store.sign_in_authenticate(&other, LIFE, at(15)).await.unwrap(), None);
    assert_eq!(store.account_by_mail("mei@shop.example").await.unwrap(), None);
    assert_eq!(store.account_find(mei.id).await.unwrap().unwrap().personal.kept(), None);
    assert_eq!(store.sign_ins_forget(at(20_000)).await.unwrap(), 2);
}

async fn an_invitation_is_taken_up_once(world: World) {
    let store = &world.store;
    let invitation = NewInvitation {
        id: id(),
        role: "agent".into(),
        personal: b"wang@shop.example".to_vec(),
        expires_at: at(100),
    };
    let secret = store.invitation_create(world.us.tenant, &invitation, now()).await.unwrap();
    let open = store.invitation_find(&secret, at(1)).await.unwrap().unwrap();
    assert_eq!(open.personal.kept(), Some(b"wang@shop.example".as_slice()));
    assert_eq!(store.invitation_find(&secret, at(100)).await.unwrap(), None, "too late");
    assert_eq!(store.invitations_list(world.them.tenant, at(1)).await.unwrap(), []);
    assert!(!store.invitation_withdraw(world.them.tenant, invitation.id, at(1)).await.unwrap());
    let wang = account("wang@shop.example");
    let late = store.invitation_accept_new(&secret, &wang, at(100)).await;
    assert_eq!(code(late), "store_not_found");
    let (one, two) = tokio::join!(
        store.invitation_accept_new(&secret, &wang, at(2)),
        store.invitation_accept_new(&secret, &wang, at(2)),
    );
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    assert_eq!(store.invitations_list(world.us.tenant, at(3)).await.unwrap(), []);
    assert!(!store.invitation_withdraw(world.us.tenant, invitation.id, at(3)).await.unwrap());
    let members = store.members_list(world.us.tenant).await.unwrap();
    assert_eq!((members.len(), members[0].role.as_str()), (1, "agent"));
    let again = NewInvitation { id: id(), ..invitation };
    let secret = store.invitation_create(world.them.tenant, &again, at(3)).await.unwrap();
    store.invitation_accept(&secret, wang.id, at(4)).await.unwrap();
    assert_eq!(store.memberships_list(wang.id).await.unwrap().len(), 2);
    let sql = "SELECT COUNT(*) FROM data_keys WHERE kind = 'invitations' AND wrapped IS NOT NULL";
    assert_eq!(world.count(sql).await, 0, "who was invited is forgotten");
}

async fn the_last_of_a_needed_role_stays(world: World) {
    let store = &world.store;
    let (mei, wang) = (account("mei@shop.example"), account("wang@shop.example"));
    let shop = store.account_sign_up(&mei, &tenant("shop"), "owner", now()).await.unwrap();
    let change = store.member_role_set(shop, mei.id, ("agent", "owner")).await;
    assert_eq!(code(change), "store_conflict");
    assert_eq!(code(store.member_remove(shop, mei.id, "owner", at(1)).await), "store_conflict");
    assert_eq!(code(store.account_erase(mei.id, "owner", at(1)).await), "store_conflict");
    let invitation =
        NewInvitation { id: id(), role: "owner".into(), personal: vec![], expires_at: at(100) };
    let secret = store.invitation_create(shop, &invitation, at(1)).await.unwrap();
    store.invitation_accept_new(&secret, &wang, at(2)).await.unwrap();
    let (one, two) = tokio::join!(
        store.member_role_set(shop, mei.id, ("agent", "owner")),
        store.member_role_set(shop, wang.id, ("agent", "owner")),
    );
    assert!(one.is_ok() != two.is_ok(), "one owner is left: {one:?} {two:?}");
    let unknown = store.member_role_set(world.us.tenant, mei.id, ("agent", "owner")).await;
    assert_eq!(code(unknown), "store_not_found");
}
