//! The buyer's page as a browser meets it, before and without scripts.

use crate::world::World;
use portolan_server::VisitorLimit;
use reqwest::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE, RETRY_AFTER};
use reqwest::{Response, redirect};

async fn look(world: &World, path: &str) -> Response {
    world.http.get(world.url(path)).send().await.unwrap()
}

async fn look_from(world: &World, path: &str, forwarded: &str) -> u16 {
    let asked = world.http.get(world.url(path)).header("x-forwarded-for", forwarded);
    asked.send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn a_number_that_nobody_knows_is_a_kind_page_in_the_readers_language() {
    let world = World::new().await;
    let asked =
        world.http.get(world.url("/t/RK000000015CN")).header(ACCEPT_LANGUAGE, "ru, en;q=0.1");
    let response = asked.send().await.unwrap();
    assert_eq!(response.status(), 404);
    let headers = response.headers().clone();
    assert_eq!(headers["content-type"], "text/html; charset=utf-8");
    assert_eq!(headers[CONTENT_LANGUAGE], "ru");
    assert_eq!(headers["cache-control"], "private, no-store");
    assert_eq!(headers["x-robots-tag"], "noindex, nofollow");
    assert_eq!(headers["vary"], "accept-language");
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'self'") && !policy.contains("script-src"), "{policy}");
    let page = response.text().await.unwrap();
    assert!(page.contains("Контрольная цифра не сходится"), "{page}");
    let page = look(&world, "/t/RK000000014CN?lang=ar").await.text().await.unwrap();
    assert!(page.contains(r#"<html lang="ar" dir="rtl">"#), "{page}");
}

#[tokio::test]
async fn any_path_is_answered_by_a_page() {
    let world = World::new().await;
    for path in ["/t/%FF%FE", "/t/%00", "/t/%20", "/t/...", &format!("/t/{}", "9".repeat(8_000))] {
        let response = look(&world, path).await;
        assert_eq!(response.status(), 404, "{path}");
        let page = response.text().await.unwrap();
        assert!(page.contains("This is no tracking number") && page.len() < 20_000, "{page}");
    }
    let response = look(&world, "/t?lang=%FF&number=%FF").await;
    assert_eq!(response.status(), 404, "what was typed leads to a page of its own");
    for path in ["/t", "/t/", "/t?number=%20", "/t?lang=%FF"] {
        let response = look(&world, path).await;
        assert_eq!(response.status(), 200, "{path}");
        assert!(response.text().await.unwrap().contains("Where is your parcel?"), "{path}");
    }
}

#[tokio::test]
async fn a_typed_number_leads_to_its_page() {
    let world = World::new().await;
    let http = reqwest::Client::builder().no_proxy().redirect(redirect::Policy::none());
    let asked = http.build().unwrap().get(world.url("/t?number=RK+1%2F2&lang=zh"));
    let response = asked.send().await.unwrap();
    assert_eq!(response.status(), 303);
    assert_eq!(response.headers()["location"], "/t/RK%201%2F2?lang=zh");
}

#[tokio::test]
async fn who_walks_through_numbers_is_stopped_and_told_when_to_come_again() {
    let world = World::tuned(|config| config.visitors = VisitorLimit { numbers: 9 }).await;
    for number in 0..3 {
        assert_eq!(look(&world, &format!("/t/N{number}")).await.status(), 404);
    }
    let response = look(&world, "/t/N3?lang=en").await;
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()[RETRY_AFTER], "400");
    assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    let page = response.text().await.unwrap();
    assert!(page.contains("Please try again in 7 minutes."), "{page}");
    // A header that anybody can write is no way around it.
    assert_eq!(look_from(&world, "/t/N4", "203.0.113.9").await, 429);
    world.clock.advance(jiff::SignedDuration::from_secs(400));
    assert_eq!(look(&world, "/t/N3").await.status(), 404);
}

#[tokio::test]
async fn behind_a_named_proxy_every_client_has_a_budget_of_his_own() {
    let world = World::tuned(|config| {
        config.visitors = VisitorLimit { numbers: 1 };
        config.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    })
    .await;
    assert_eq!(look_from(&world, "/t/N1", "203.0.113.9").await, 404);
    assert_eq!(look_from(&world, "/t/N2", "198.51.100.1, 203.0.113.9").await, 429);
    assert_eq!(look_from(&world, "/t/N2", "203.0.113.10").await, 404);
}
