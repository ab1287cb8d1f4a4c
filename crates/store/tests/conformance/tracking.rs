//! What is told of numbers: kept once, sealed, and reaching the parcels it is about and no others.

use crate::{
    on_both_engines,
    world::{World, at, id, new_parcel, now, timer},
};
use portolan_model::ParcelId;
use portolan_store::{
    ExceptionQuery, FoundException, HandOverNumber, HandOverWritten, LinksAppend, ListQuery, Mode,
    NewAlias, NewHandOver, NewInbound, NewLaying, NewLink, NewParcel, NewQuarantined, OutlookSave,
    Realm, ScanFate, ScansAppend, Settled, StoreError, Subject, TellScope, Told, ToldMessage,
    ToldScan,
};

on_both_engines!(
    a_scan_told_again_is_the_same,
    a_message_is_kept_once_and_only_when_it_tells_something,
    what_is_told_reaches_its_parcel_and_no_other_tenants,
    early_scans_wait_for_their_parcel,
    aliases_and_receptacles_lead_to_scans,
    a_number_used_again_belongs_to_each_parcel_in_its_time,
    links_are_taken_back_by_entries,
    erasing_a_parcel_leaves_its_scans_unreadable,
    scans_and_links_are_append_only,
    quarantine_counts_settles_and_opens_again,
    a_hand_over_is_written_once,
    exceptions_open_and_close_with_their_evidence,
    news_names_each_parcel_once_and_survives_a_restart,
    an_address_is_found_by_its_token_until_revoked,
    chains_made_at_the_same_moment_are_one,
);

const NETWORK: TellScope = TellScope { realm: Realm::Network, mode: Mode::Live };

fn ours(world: &World) -> TellScope {
    TellScope { realm: Realm::Tenant(world.us.tenant), mode: Mode::Live }
}

fn scan(number: &str, text: &str) -> ToldScan {
    let personal = format!("signed by {text}").into_bytes();
    ToldScan { number: number.into(), document: text.into(), personal, message: None }
}

fn told(scans: Vec<ToldScan>) -> ScansAppend {
    ScansAppend { scans, ..ScansAppend::default() }
}

fn message(body: &str) -> ToldMessage {
    ToldMessage {
        adapter: "post".into(),
        body: body.into(),
        samples: (body != "alone")
            .then(|| b"polled pushed told a message of a post".as_slice().into()),
        expires_at: at(1_000),
        shared_expires_at: at(100),
    }
}

/// The search key a parcel is booked under.
fn number_of(parcel: &NewParcel) -> String {
    parcel.identifiers[0].search_key.clone()
}

async fn told_of(world: &World, parcel: ParcelId) -> Told {
    let found = world.store.parcel_ref(world.us, parcel, at(1)).await.unwrap().unwrap();
    world.store.parcel_told(found).await.unwrap()
}

fn documents(told: &Told) -> Vec<String> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let mut texts: Vec<String> = told.scans.iter().map(|scan| text(&scan.document)).collect();
    texts.sort();
    texts
}

async fn a_scan_told_again_is_the_same(world: World) {
    let (a, b) = (scan("AA1", "arrived"), scan("AA1", "left"));
    let first = told(vec![a.clone(), b.clone(), a.clone()]);
    let fates = world.store.scans_append(NETWORK, first.clone(), now()).await.unwrap().fates;
    assert_eq!(fates, [ScanFate::New, ScanFate::New, ScanFate::Known]);
    let again = told(vec![b.clone(), scan("AA1", "delivered"), a.clone()]);
    let fates = world.store.scans_append(NETWORK, again.clone(), at(5)).await.unwrap().fates;
    assert_eq!(fates, [ScanFate::Known, ScanFate::New, ScanFate::Known]);
    let mut other = a;
    other.personal = b"signed by another".to_vec();
    let fates = world.store.scans_append(NETWORK, told(vec![other]), at(6)).await.unwrap().fates;
    assert_eq!(fates, [ScanFate::New]);
    assert_eq!(world.count("SELECT COUNT(*) FROM scans").await, 4);
    assert_eq!(world.count("SELECT COUNT(*) FROM chains").await, 1);
}

async fn a_message_is_kept_once_and_only_when_it_tells_something(world: World) {
    let tell = |scans: &[(&str, &str)], body: &str| {
        let scans = scans.iter().map(|(number, text)| {
            let mut scan = scan(number, text);
            scan.message = Some(0);
            scan
        });
        ScansAppend {
            scans: scans.collect(),
            messages: vec![message(body), message(body)],
            ..ScansAppend::default()
        }
    };
    let one = tell(&[("AA1", "arrived"), ("AA1", "left")], "the raw words of the post");
    world.store.scans_append(NETWORK, one.clone(), now()).await.unwrap();
    world.store.scans_append(NETWORK, one.clone(), now()).await.unwrap();
    world.store.scans_append(NETWORK, tell(&[("AA1", "left")], "polled"), now()).await.unwrap();
    assert_eq!(world.count("SELECT COUNT(*) FROM messages").await, 1);
    let both = tell(&[("AA1", "delivered"), ("BB2", "arrived")], "about two");
    world.store.scans_append(NETWORK, both.clone(), now()).await.unwrap();
    let ids = world.raw("SELECT message_id FROM scans WHERE message_id IS NOT NULL").await.unwrap();
    assert_eq!(ids.len(), 4);
    let single = world.raw("SELECT id FROM messages WHERE chain_id IS NOT NULL").await.unwrap()[0];
    let shared = world.raw("SELECT id FROM messages WHERE chain_id IS NULL").await.unwrap()[0];
    let read = |number: &'static str, key| world.store.message_find(NETWORK, number, key);
    let found = read("AA1", single).await.unwrap().unwrap();
    assert_eq!(found.body.unwrap(), b"the raw words of the post");
    assert_eq!(read("BB2", shared).await.unwrap().unwrap().body.unwrap(), b"about two");
    assert!(read("BB2", single).await.unwrap().is_none(), "a message of another number");
    let others = TellScope { realm: Realm::Tenant(world.us.tenant), mode: Mode::Live };
    assert!(world.store.message_find(others, "AA1", single).await.unwrap().is_none());
    assert_eq!(world.store.messages_expire(at(200)).await.unwrap(), 1, "the shared one is short");
    if world.is_sqlite() {
        for body in world.blobs("SELECT body FROM messages") {
            assert!(!body.windows(5).any(|part| part == b"words"), "a message in clear");
        }
        for sealed in world.blobs("SELECT sealed FROM scans") {
            assert!(!sealed.windows(6).any(|part| part == b"signed"), "a name in clear");
        }
    }
}

async fn what_is_told_reaches_its_parcel_and_no_other_tenants(world: World) {
    let (_, parcel) = world.booked("A-1").await;
    let number = number_of(&parcel);
    let theirs = TellScope { realm: Realm::Tenant(world.them.tenant), mode: Mode::Live };
    let test = TellScope { realm: Realm::Network, mode: Mode::Test };
    for (scope, text) in
        [(NETWORK, "network"), (ours(&world), "ours"), (theirs, "theirs"), (test, "test")]
    {
        let append = told(vec![scan(&number, text)]);
        world.store.scans_append(scope, append.clone(), now()).await.unwrap();
    }
    let all = told_of(&world, parcel.id).await;
    assert_eq!(documents(&all), ["network", "ours"]);
    let personal = all.scans.iter().find(|scan| scan.document == b"ours").unwrap();
    assert_eq!(personal.personal.as_deref(), Some(b"signed by ours".as_slice()));
    assert!(world.store.parcel_ref(world.them, parcel.id, at(1)).await.unwrap().is_none());
    let found = world.store.parcels_by_number(&number, Mode::Live).await.unwrap();
    assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), [parcel.id]);
    assert!(world.store.parcels_by_number(&number, Mode::Test).await.unwrap().is_empty());
}

async fn early_scans_wait_for_their_parcel(world: World) {
    let order = world.order("A-1").await;
    let parcel = new_parcel();
    let early = told(vec![scan(&number_of(&parcel), "collected")]);
    world.store.scans_append(NETWORK, early.clone(), at(-500)).await.unwrap();
    let command = crate::world::book(&order, vec![parcel.clone()]);
    world.store.parcels_book(world.us, command, now()).await.unwrap();
    assert_eq!(documents(&told_of(&world, parcel.id).await), ["collected"]);
}

async fn aliases_and_receptacles_lead_to_scans(world: World) {
    let (_, parcel) = world.booked("A-1").await;
    let (_, other) = world.booked("A-2").await;
    let number = number_of(&parcel);
    let alias = |number: &str, also: &str| NewAlias {
        number: number.into(),
        also: also.into(),
        source: "post".into(),
    };
    let append = ScansAppend {
        scans: vec![
            scan(&number, "left"),
            scan("LASTMILE1", "out for delivery"),
            scan("ORDER7", "of an order's number"),
            scan("BAG1", "bag flown"),
            scan("DESPATCH1", "despatch arrived"),
        ],
        aliases: vec![
            alias("LASTMILE1", &number),
            // A number that two parcels are said to have is nobody's.
            alias(&number, "ORDER7"),
            alias(&number_of(&other), "ORDER7"),
        ],
        ..ScansAppend::default()
    };
    world.store.scans_append(NETWORK, append.clone(), now()).await.unwrap();
    let inside = |inner: &str, outer: &str| NewLaying::In {
        inner: inner.into(),
        outer: outer.into(),
        from: Some(at(0)),
        to: None,
    };
    let layings = [inside(&number, "BAG1"), inside("BAG1", "DESPATCH1")];
    let keys = world.store.layings_append(NETWORK, &layings, "depot", now()).await.unwrap();
    let all = told_of(&world, parcel.id).await;
    assert_eq!(documents(&all), ["bag flown", "despatch arrived", "left", "out for delivery"]);
    assert_eq!(all.layings.len(), 2);
    assert!(documents(&told_of(&world, other.id).await).is_empty());
    let found = world.store.parcels_by_number("LASTMILE1", Mode::Live).await.unwrap();
    assert_eq!(found[0].id, parcel.id);
    let undo = [NewLaying::Undo(keys[1])];
    world.store.layings_append(NETWORK, &undo, "depot", at(3)).await.unwrap();
    assert_eq!(told_of(&world, parcel.id).await.layings.len(), 3, "what is undone is told as such");
    assert!(world.store.alias_undo(NETWORK, "LASTMILE1", &number, at(4)).await.unwrap());
    world.store.scans_append(NETWORK, append.clone(), at(5)).await.unwrap();
    let texts = documents(&told_of(&world, parcel.id).await);
    assert!(!texts.contains(&"out for delivery".to_owned()), "an alias taken back came again");
}

async fn a_number_used_again_belongs_to_each_parcel_in_its_time(world: World) {
    let (_, first) = world.booked("A-1").await;
    let order = world.order("A-2").await;
    let mut second = new_parcel();
    second.identifiers = first.identifiers.clone();
    let command = crate::world::book(&order, vec![second.clone()]);
    world.store.parcels_book(world.us, command, at(1)).await.unwrap();
    let spans = |told: &Told| {
        let undone: Vec<_> = told.links.iter().filter_map(|link| link.undoes).collect();
        let held = told.links.iter().filter(|l| l.undoes.is_none() && !undone.contains(&l.key));
        held.map(|link| (link.from, link.to)).collect::<Vec<_>>()
    };
    assert_eq!(spans(&told_of(&world, first.id).await), [(None, Some(at(1)))]);
    assert_eq!(spans(&told_of(&world, second.id).await), [(Some(at(1)), None)]);
}

async fn links_are_taken_back_by_entries(world: World) {
    let (_, parcel) = world.booked("A-1").await;
    let link = NewLink::Number { number: "NEW1".into(), from: Some(at(0)), to: None };
    let append = |link: &NewLink| LinksAppend {
        links: vec![link.clone()],
        source: "relabelled".into(),
        actor: "key_1".into(),
    };
    let put = |scope, parcel, link: &NewLink, at| {
        world.store.links_append(scope, parcel, append(link), at)
    };
    let keys = put(world.us, parcel.id, &link, now()).await.unwrap();
    let new = told(vec![scan("NEW1", "relabelled")]);
    world.store.scans_append(NETWORK, new.clone(), now()).await.unwrap();
    assert_eq!(documents(&told_of(&world, parcel.id).await), ["relabelled"]);
    let undo = NewLink::Undo(keys[0]);
    put(world.us, parcel.id, &undo, at(1)).await.unwrap();
    let all = told_of(&world, parcel.id).await;
    assert_eq!(all.links.last().unwrap().undoes, Some(keys[0]));
    let (_, other) = world.booked("A-2").await;
    let stolen = put(world.us, other.id, &undo, at(2)).await;
    assert_eq!(crate::world::code(stolen), "store_not_found");
    let foreign = put(world.them, parcel.id, &undo, at(2)).await;
    assert_eq!(crate::world::code(foreign), "store_not_found");
}

async fn erasing_a_parcel_leaves_its_scans_unreadable(world: World) {
    let (_, parcel) = world.booked("A-1").await;
    let number = number_of(&parcel);
    let mut append = told(vec![scan(&number, "delivered")]);
    append.scans[0].message = Some(0);
    append.messages.push(message("raw"));
    world.store.scans_append(NETWORK, append.clone(), now()).await.unwrap();
    let subject = Subject::Parcel(parcel.id);
    assert!(world.store.personal_erase(world.us, subject, at(9)).await.unwrap());
    let all = told_of(&world, parcel.id).await;
    assert_eq!(documents(&all), ["delivered"]);
    assert_eq!(all.scans[0].personal, None);
    let key = all.scans[0].message.unwrap();
    let found = world.store.message_find(NETWORK, &number, key).await.unwrap().unwrap();
    assert_eq!(found.body, None);
    let late = told(vec![scan(&number, "late")]);
    world.store.scans_append(NETWORK, late.clone(), at(10)).await.unwrap();
    let all = told_of(&world, parcel.id).await;
    assert!(all.scans.iter().all(|scan| scan.personal.is_none()), "erased is erased");
    assert_eq!(documents(&all), ["delivered", "late"]);
}

async fn scans_and_links_are_append_only(world: World) {
    world.booked("A-1").await;
    let append = told(vec![scan("AA1", "arrived")]);
    world.store.scans_append(NETWORK, append.clone(), now()).await.unwrap();
    for sql in [
        "DELETE FROM scans",
        "UPDATE scans SET received_at = 0",
        "DELETE FROM links",
        "UPDATE links SET number = 'X'",
    ] {
        assert!(world.raw(sql).await.is_err(), "{sql}");
    }
}

async fn quarantine_counts_settles_and_opens_again(world: World) {
    let broken = |reason: &str| ScansAppend {
        quarantined: vec![NewQuarantined {
            id: id(),
            adapter: "post".into(),
            reason: reason.into(),
            detail: "line 1 is cut".into(),
            body: b"{\"name\": \"J".to_vec(),
        }],
        ..ScansAppend::default()
    };
    world.store.scans_append(NETWORK, broken("json_cut"), now()).await.unwrap();
    world.store.scans_append(NETWORK, broken("json_cut"), at(1)).await.unwrap();
    let open = || ListQuery { state: Some("open".into()), ..ListQuery::first(10) };
    let page = world.store.quarantine_list(NETWORK, &open()).await.unwrap();
    assert_eq!(page.items.len(), 1);
    assert_eq!((page.items[0].times, page.items[0].body.as_slice()), (2, &b"{\"name\": \"J"[..]));
    assert!(world.store.quarantine_list(ours(&world), &open()).await.unwrap().items.is_empty());
    let id = page.items[0].id;
    assert!(world.store.quarantine_find(ours(&world), id).await.unwrap().is_none());
    assert!(world.store.quarantine_settle(NETWORK, id, Settled::Dismissed, at(2)).await.unwrap());
    assert!(!world.store.quarantine_settle(NETWORK, id, Settled::Read, at(3)).await.unwrap());
    assert!(world.store.quarantine_list(NETWORK, &open()).await.unwrap().items.is_empty());
    world.store.scans_append(NETWORK, broken("json_cut"), at(4)).await.unwrap();
    let page = world.store.quarantine_list(NETWORK, &open()).await.unwrap();
    assert_eq!((page.items[0].times, page.items[0].settled_as), (3, None));
    assert_eq!(world.store.quarantine_count().await.unwrap(), [(Realm::Network, Mode::Live, 1)]);
    // Its time counts from when it came first.
    assert_eq!(world.store.quarantine_expire(now()).await.unwrap(), 0);
    assert_eq!(world.store.quarantine_expire(at(1)).await.unwrap(), 1);
    assert!(world.store.quarantine_find(NETWORK, id).await.unwrap().is_none());
    world.store.scans_append(NETWORK, broken("json_cut"), at(5)).await.unwrap();
    let page = world.store.quarantine_list(NETWORK, &open()).await.unwrap();
    assert_eq!(page.items[0].times, 1, "what comes again is kept anew");
}

async fn a_hand_over_is_written_once(world: World) {
    let (_, parcel) = world.booked("A-1").await;
    let document = |counted: bool, hash: u8| NewHandOver {
        id: id(),
        key: "ho-1".into(),
        giver: "cnpost".into(),
        taker: "airline".into(),
        at: at(0),
        content_hash: [hash; 32],
        numbers: vec![HandOverNumber { number: number_of(&parcel), declared: true, counted }],
        actor: "key_1".into(),
    };
    let put = |document| world.store.hand_over_append(NETWORK, document, now());
    assert_eq!(put(document(true, 1)).await.unwrap(), HandOverWritten::New);
    assert_eq!(put(document(true, 1)).await.unwrap(), HandOverWritten::Known);
    assert_eq!(crate::world::code(put(document(false, 2)).await), "store_conflict");
    let all = told_of(&world, parcel.id).await;
    assert_eq!(all.hand_overs.len(), 1);
    assert!(all.hand_overs[0].declared && all.hand_overs[0].counted);
}

async fn exceptions_open_and_close_with_their_evidence(world: World) {
    let (_, parcel) = world.booked("A-1").await;
    let save = |kinds: &[&str], state: &str| OutlookSave {
        parcel: parcel.id,
        status: "in_transit".into(),
        state: Some(state.into()),
        document: "{}".into(),
        exceptions: kinds
            .iter()
            .map(|kind| FoundException {
                id: id(),
                kind: (*kind).into(),
                since: at(-10),
                evidence: "{\"event\":3}".into(),
            })
            .collect(),
        closing: "{\"event\":4}".into(),
        look_again: Some(timer("watch", &parcel.id.to_string(), at(60))),
        timer_kind: "watch".into(),
    };
    let put = |save, seconds| world.store.outlook_save(world.us, save, at(seconds));
    let owned = |kinds: &[&str]| kinds.iter().map(|kind| (*kind).to_owned()).collect::<Vec<_>>();
    let (opened, closed) = put(save(&["stalled", "blind"], "in_transit"), 1).await.unwrap();
    assert_eq!((opened, closed), (owned(&["stalled", "blind"]), owned(&[])));
    let (opened, closed) = put(save(&["stalled"], "in_transit"), 2).await.unwrap();
    assert_eq!((opened, closed), (owned(&[]), owned(&["blind"])));
    let query = ExceptionQuery { limit: 10, is_open: true, ..ExceptionQuery::default() };
    let open = world.store.exceptions_list(world.us, &query, at(3)).await.unwrap().items;
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].kind.as_str(), open[0].opened_at), ("stalled", at(1)));
    let query = ExceptionQuery { is_open: false, parcel: Some(parcel.id), ..query };
    let all = world.store.exceptions_list(world.us, &query, at(3)).await.unwrap().items;
    let closed = all.iter().find(|row| row.kind == "blind").unwrap();
    assert_eq!((closed.closed_at, closed.closing.as_deref()), (Some(at(2)), Some("{\"event\":4}")));
    assert!(world.store.exceptions_list(world.them, &query, at(3)).await.unwrap().items.is_empty());
    let row = world.store.parcel_find(world.us, parcel.id, at(3)).await.unwrap().unwrap();
    assert_eq!((row.state.as_str(), row.version), ("in_transit", 2), "the same state is no change");
    let due = world.store.timers_claim(at(60), at(90), 10).await.unwrap();
    assert_eq!(due.len(), 1);
    let over = OutlookSave { look_again: None, ..save(&[], "delivered") };
    put(over, 61).await.unwrap();
    assert!(world.store.timers_claim(at(9_999), at(10_000), 10).await.unwrap().is_empty());
    let foreign = world.store.outlook_save(world.them, save(&[], "lost"), at(62)).await;
    assert_eq!(crate::world::code(foreign), "store_not_found");
    let seen = world.store.outlooks_find(world.us, &[parcel.id], at(63)).await.unwrap();
    assert_eq!(seen[0].status, "in_transit");
}

async fn news_names_each_parcel_once_and_survives_a_restart(mut world: World) {
    let (_, parcel) = world.booked("A-1").await;
    let number = number_of(&parcel);
    for text in ["arrived", "left", "left"] {
        let append = told(vec![scan(&number, text), scan("STRANGER", text)]);
        world.store.scans_append(NETWORK, append.clone(), now()).await.unwrap();
    }
    world.reopen().await;
    let news = world.store.news_claim(at(1), at(31), 100).await.unwrap();
    assert_eq!(news.parcels, [(world.us, parcel.id)]);
    assert_eq!(news.keys.len(), 2, "what was known is no news");
    assert!(world.store.news_claim(at(2), at(32), 100).await.unwrap().keys.is_empty());
    let lapsed = world.store.news_claim(at(40), at(70), 100).await.unwrap();
    assert_eq!(lapsed.parcels, news.parcels, "a claim that lapsed is claimed again");
    world.store.news_done(&lapsed.keys).await.unwrap();
    assert!(!world.store.news_waits().await.unwrap());
    let theirs = TellScope { realm: Realm::Tenant(world.them.tenant), mode: Mode::Live };
    let append = told(vec![scan(&number, "forged")]);
    world.store.scans_append(theirs, append.clone(), now()).await.unwrap();
    let news = world.store.news_claim(at(80), at(90), 100).await.unwrap();
    assert!(news.parcels.is_empty(), "another tenant's words are no news of ours");
}

async fn an_address_is_found_by_its_token_until_revoked(world: World) {
    let new = NewInbound {
        id: id(),
        realm: Realm::Network,
        adapter: "post".into(),
        secret: Some(b"hush".to_vec()),
    };
    let made = world.store.inbound_create(world.us, &new, now()).await.unwrap();
    let found = world.store.inbound_find(&made.token).await.unwrap().unwrap();
    assert_eq!((found.secret.as_deref(), found.tells), (Some(b"hush".as_slice()), NETWORK));
    assert!(world.store.inbound_find("guess").await.unwrap().is_none());
    assert!(!world.store.inbound_revoke(world.them, new.id, at(1)).await.unwrap());
    assert!(world.store.inbound_revoke(world.us, new.id, at(1)).await.unwrap());
    assert!(world.store.inbound_find(&made.token).await.unwrap().is_none());
    let list = world.store.inbound_list(world.us, &ListQuery::first(5)).await.unwrap().items;
    assert_eq!((list[0].revoked_at, list[0].secret.clone()), (Some(at(1)), None));
}

async fn chains_made_at_the_same_moment_are_one(world: World) {
    // Each names the same numbers, beginning with another, and some that the next one names too.
    let append = |n: usize| {
        let mut numbers: Vec<String> = (0..40).map(|number| format!("AA{number}")).collect();
        numbers.rotate_left(n * 3);
        numbers.extend((0..6).map(|number| format!("BB{}", n * 3 + number)));
        told(numbers.iter().map(|number| scan(number, &format!("scan {n}"))).collect())
    };
    let tasks: Vec<_> = (0..12)
        .map(|n| {
            let (store, append) = (world.store.clone(), append(n));
            tokio::spawn(async move { store.scans_append(NETWORK, append.clone(), now()).await })
        })
        .collect();
    for task in tasks {
        let done: Result<_, StoreError> = task.await.unwrap();
        done.unwrap();
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM chains").await, 40 + 11 * 3 + 6);
    assert_eq!(world.count("SELECT COUNT(*) FROM scans").await, 12 * 46);
}
