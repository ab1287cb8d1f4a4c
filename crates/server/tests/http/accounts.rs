//! People: accounts, sign-ins, teams, and what each role may do.

use crate::access::{body_of, operations};
use crate::world::{Answer, World, new_id};
use jiff::SignedDuration;
use portolan_api::{Role, Scope};
use portolan_model::AccountId;
use portolan_store::{Mode, NewAccount, NewTenant, TenantKey, TenantScope};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

pub const PASSWORD: &str = "plain words in a row";

/// Somebody at a browser.
pub struct Browser<'w> {
    world: &'w World,
    cookie: String,
    word: String,
}

impl<'w> Browser<'w> {
    /// Who an answer signed in.
    pub fn of(world: &'w World, answer: &Answer) -> Self {
        let session = answer.good();
        let cookie = answer.header("set-cookie");
        assert!(cookie.contains("; HttpOnly; SameSite=Strict; Secure"), "{cookie}");
        let cookie = cookie.split(';').next().unwrap().to_owned();
        Self { world, cookie, word: session["csrf_token"].as_str().unwrap().to_owned() }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.world.http.request(method, self.world.url(path));
        request.header("cookie", &self.cookie).header("x-csrf-token", &self.word)
    }

    pub async fn send(&self, method: Method, path: &str, body: Value) -> Answer {
        Answer::of(self.request(method, path).json(&body).send().await.unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, json!({})).await
    }
}

pub async fn open_post(world: &World, path: &str, body: Value) -> Answer {
    Answer::of(world.http.post(world.url(path)).json(&body).send().await.unwrap()).await
}

pub fn sign_up(email: &str, organisation: &str) -> Value {
    json!({ "email": email, "name": "Mei Lin", "password": PASSWORD, "organisation": organisation })
}

async fn sign_in(world: &World, email: &str, password: &str) -> Answer {
    open_post(world, "/v1/session", json!({ "email": email, "password": password })).await
}

async fn open_world() -> World {
    World::tuned(|config| config.is_sign_up_open = true).await
}

#[tokio::test]
async fn a_seller_signs_up_works_and_signs_out() {
    let world = open_world().await;
    let made = open_post(&world, "/v1/accounts", sign_up("Mei@Shop.example", "Mei's shop")).await;
    let mei = Browser::of(&world, &made);
    let session = mei.get("/v1/session").await.good();
    assert_eq!((&session["role"], &session["mode"]), (&json!("owner"), &json!("live")));
    assert_eq!(session["email"], "Mei@Shop.example");
    assert_eq!(mei.get("/v1/orders").await.good()["items"], json!([]));
    let key = json!({ "name": "shop", "scopes": ["orders:read"] });
    mei.send(Method::POST, "/v1/keys", key).await.good();
    let costs = json!({ "name": "more", "scopes": ["costs:read"] });
    mei.send(Method::POST, "/v1/keys", costs).await.problem("invalid_fields");
    let test = mei.send(Method::PATCH, "/v1/session", json!({ "mode": "test" })).await;
    assert_eq!(test.good()["mode"], "test");
    let other = sign_in(&world, " mei@shop.EXAMPLE", PASSWORD).await;
    let other = Browser::of(&world, &other);
    assert_eq!(mei.send(Method::DELETE, "/v1/session", json!({})).await.status, 204);
    mei.get("/v1/session").await.problem("sign_in_over");
    other.get("/v1/session").await.good();
    let trail = other.get("/v1/audit").await.good();
    let actions: Vec<&str> =
        trail["items"].as_array().unwrap().iter().map(|e| e["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["account.sign_in", "key.create", "account.sign_up"]);
    assert_eq!(trail["items"][0]["actor_name"], "Mei Lin");
}

#[tokio::test]
async fn what_is_wrong_with_a_sign_up_is_said_at_once() {
    let world = open_world().await;
    let bad = json!({ "email": "mei", "name": " ", "password": "short", "organisation": "" });
    let faults = open_post(&world, "/v1/accounts", bad).await.problem("invalid_fields");
    assert_eq!(faults["faults"].as_array().unwrap().len(), 4, "{faults}");
    let same = json!({
        "email": "mei@shop.example", "name": "Mei", "password": "MEI@shop.example",
        "organisation": "Mei's shop",
    });
    let fault = open_post(&world, "/v1/accounts", same).await.problem("invalid_fields");
    assert_eq!(fault["faults"][0]["code"], "password_plain");
    let good = sign_up("mei@shop.example", "Mei's shop");
    open_post(&world, "/v1/accounts", good.clone()).await.good();
    open_post(&world, "/v1/accounts", good).await.problem("state_conflict");
    let taken = sign_up("other@shop.example", "Mei's shop");
    open_post(&world, "/v1/accounts", taken).await.problem("state_conflict");
    sign_in(&world, "other@shop.example", PASSWORD).await.problem("sign_in_wrong");
    let closed = World::new().await;
    let refused = open_post(&closed, "/v1/accounts", sign_up("a@b.example", "B")).await;
    refused.problem("scope_missing");
}

#[tokio::test]
async fn guessing_is_slowed_and_says_nothing() {
    let world = open_world().await;
    open_post(&world, "/v1/accounts", sign_up("mei@shop.example", "Mei's shop")).await.good();
    let known = sign_in(&world, "mei@shop.example", "not the password").await;
    let unknown = sign_in(&world, "nobody@shop.example", "not the password").await;
    assert_eq!(known.problem("sign_in_wrong"), unknown.problem("sign_in_wrong"));
    let mut refused = None;
    for _ in 0..10 {
        let answer = sign_in(&world, "mei@shop.example", "not the password").await;
        if answer.status == 429 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("ten tries are enough for a person");
    assert_eq!(refused.header("retry-after"), "60");
    sign_in(&world, "mei@shop.example", PASSWORD).await.problem("rate_limited");
    world.clock.advance(SignedDuration::from_secs(61));
    sign_in(&world, "mei@shop.example", PASSWORD).await.good();
}

#[tokio::test]
async fn a_team_is_invited_changed_and_left() {
    let world = open_world().await;
    let made = open_post(&world, "/v1/accounts", sign_up("mei@shop.example", "Mei's shop")).await;
    let mei = Browser::of(&world, &made);
    let invited = json!({ "email": "wang@shop.example", "role": "warehouse" });
    let made = mei.send(Method::POST, "/v1/invitations", invited.clone()).await.good();
    let secret = made["secret"].as_str().unwrap().to_owned();
    let more = json!({ "email": "x@shop.example", "role": "operator" });
    mei.send(Method::POST, "/v1/invitations", more).await.problem("scope_missing");
    assert_eq!(mei.get("/v1/invitations").await.good()["items"].as_array().unwrap().len(), 1);
    let accept = json!({ "secret": secret, "name": "Wang", "password": PASSWORD });
    let wang = open_post(&world, "/v1/invitations/accept", accept.clone()).await;
    let wang = Browser::of(&world, &wang);
    open_post(&world, "/v1/invitations/accept", accept).await.problem("not_found");
    let members = mei.get("/v1/members").await.good();
    let found: Vec<(&str, &str)> = members["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["email"].as_str().unwrap(), one["role"].as_str().unwrap()))
        .collect();
    assert_eq!(found, [("mei@shop.example", "owner"), ("wang@shop.example", "warehouse")]);
    wang.get("/v1/members").await.problem("scope_missing");
    let path =
        |who: usize| format!("/v1/members/{}", members["items"][who]["account"].as_str().unwrap());
    let agent = json!({ "role": "agent" });
    let changed = mei.send(Method::PATCH, &path(1), agent.clone()).await;
    assert_eq!(changed.status, 204);
    assert_eq!(wang.get("/v1/session").await.good()["role"], "agent", "it counts at once");
    mei.send(Method::PATCH, &path(0), agent).await.problem("state_conflict");
    mei.send(Method::DELETE, &path(0), json!({})).await.problem("state_conflict");
    mei.send(Method::DELETE, "/v1/account", json!({})).await.problem("state_conflict");
    assert_eq!(mei.send(Method::DELETE, &path(1), json!({})).await.status, 204);
    wang.get("/v1/session").await.problem("sign_in_over");
    let again = mei.send(Method::POST, "/v1/invitations", invited).await.good();
    let id = again["invitation"]["id"].as_str().unwrap();
    let gone = mei.send(Method::DELETE, &format!("/v1/invitations/{id}"), json!({})).await;
    assert_eq!(gone.status, 204);
    let late = json!({ "secret": again["secret"], "name": "Wang", "password": PASSWORD });
    open_post(&world, "/v1/invitations/accept", late).await.problem("not_found");
}

#[tokio::test]
async fn another_password_ends_what_is_signed_in_elsewhere() {
    let world = open_world().await;
    let made = open_post(&world, "/v1/accounts", sign_up("mei@shop.example", "Mei's shop")).await;
    let here = Browser::of(&world, &made);
    let stolen = Browser::of(&world, &sign_in(&world, "mei@shop.example", PASSWORD).await);
    let wrong = json!({ "current": "not the password", "new": "other words in a row" });
    let put = "/v1/account/password";
    here.send(Method::PUT, put, wrong).await.problem("invalid_fields");
    let right = json!({ "current": PASSWORD, "new": "other words in a row" });
    assert_eq!(here.send(Method::PUT, put, right).await.status, 204);
    stolen.get("/v1/session").await.problem("sign_in_over");
    here.get("/v1/session").await.good();
    sign_in(&world, "mei@shop.example", PASSWORD).await.problem("sign_in_wrong");
    let new =
        Browser::of(&world, &sign_in(&world, "mei@shop.example", "other words in a row").await);
    assert_eq!(new.send(Method::DELETE, "/v1/sessions", json!({})).await.status, 204);
    here.get("/v1/session").await.problem("sign_in_over");
}

#[tokio::test]
async fn a_sign_in_ends_by_itself_and_another_site_cannot_use_it() {
    let world = open_world().await;
    let made = open_post(&world, "/v1/accounts", sign_up("mei@shop.example", "Mei's shop")).await;
    let mei = Browser::of(&world, &made);
    let forged = world.http.delete(world.url("/v1/sessions")).header("cookie", &mei.cookie);
    Answer::of(forged.send().await.unwrap()).await.problem("request_forged");
    let foreign = mei.request(Method::DELETE, "/v1/sessions");
    let foreign = foreign.header("sec-fetch-site", "cross-site").send().await.unwrap();
    Answer::of(foreign).await.problem("request_forged");
    world.clock.advance(SignedDuration::from_hours(11));
    mei.get("/v1/session").await.good();
    world.clock.advance(SignedDuration::from_hours(11));
    mei.get("/v1/session").await.good();
    world.clock.advance(SignedDuration::from_hours(13));
    mei.get("/v1/session").await.problem("sign_in_over");
}

/// Somebody new with a role in a tenant, signed in.
async fn member(
    world: &World,
    (tenant, role): (TenantKey, Role),
    number: usize,
) -> (Browser<'_>, AccountId) {
    let account = NewAccount {
        id: new_id(),
        mail: format!("{number}@matrix.example"),
        personal: b"{\"email\":\"a@matrix.example\"}".to_vec(),
        password: String::new(),
    };
    let (store, now) = (&world.store, world.clock.now());
    let invitation = portolan_store::NewInvitation {
        id: new_id(),
        role: role.name().to_owned(),
        personal: b"{}".to_vec(),
        expires_at: now + SignedDuration::from_hours(1),
    };
    let secret = store.invitation_create(tenant, &invitation, now).await.unwrap();
    store.invitation_accept_new(&secret, &account, now).await.unwrap();
    let scope = TenantScope::new(tenant, Mode::Test);
    let secret = store.sign_in_create(account.id, scope, now).await.unwrap();
    let mut mei = Browser { world, cookie: format!("ptl_session={secret}"), word: String::new() };
    let session = mei.get("/v1/session").await.good();
    mei.word = session["csrf_token"].as_str().unwrap().to_owned();
    (mei, account.id)
}

/// Every operation by every role, with and without the word; and none of the document is left out.
#[tokio::test]
async fn every_operation_opens_to_the_roles_that_may_and_to_no_other() {
    let world = World::tuned(|config| {
        config.rate = portolan_server::RateLimit { burst: 10_000, per_second: 10_000 };
    })
    .await;
    let tenant = NewTenant { id: new_id(), name: "matrix".into(), document: "{}".into() };
    let tenant = world.store.tenants_insert(&[tenant], world.clock.now()).await.unwrap()[0];
    let (mut number, mut uncovered, mut asked) = (0, Vec::new(), 0);
    for (method, path, operation) in operations() {
        let security = &operation["security"][0];
        let scope = security["key"][0].as_str().and_then(Scope::find);
        if scope.is_none() && !security["session"].is_array() {
            let is_open = operation["security"].is_null();
            if !is_open {
                uncovered.push(format!("{method} {path}"));
            }
            continue;
        }
        let named = path.replace("{id}", "nothing").replace("{sku}", "nothing");
        for role in Role::ALL {
            number += 1;
            let (mei, _) = member(&world, (tenant, role), number).await;
            let forged = mei.request(method.clone(), &named).header("x-csrf-token", "no");
            if method != Method::GET {
                let forged = forged.header("sec-fetch-site", "cross-site").json(&body_of(&path));
                Answer::of(forged.send().await.unwrap()).await.problem("request_forged");
            }
            let answer = mei.send(method.clone(), &named, body_of(&path)).await;
            let may = scope.is_none_or(|scope| role.may(scope));
            asked += 1;
            if may {
                assert!(
                    !matches!(answer.status, 401 | 403 | 500..=599),
                    "{method} {path} as {role:?}: {} {}",
                    answer.status,
                    String::from_utf8_lossy(&answer.bytes)
                );
            } else {
                answer.problem("scope_missing");
            }
        }
    }
    assert!(uncovered.is_empty(), "not covered: {uncovered:?}");
    assert!(asked > 7 * 40, "{asked} questions were asked");
}
