//! Notices, letters and live events.

use crate::accounts::{Browser, PASSWORD, open_post, sign_up};
use crate::world::{Answer, World};
use jiff::SignedDuration;
use portolan_server::{Config, MailConfig};
use reqwest::Method;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A letter as the sink took it: whom it is to, and all of it.
#[derive(Debug, Clone)]
struct Letter {
    to: String,
    text: String,
}

static SINK: OnceLock<SocketAddr> = OnceLock::new();
static LETTERS: Mutex<Vec<Letter>> = Mutex::new(Vec::new());

/// A mail server of this process that takes every letter but those to `refused@`.
fn sink() -> SocketAddr {
    *SINK.get_or_init(|| {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        // A runtime of its own: tests end theirs one by one.
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async move {
                let listener = TcpListener::from_std(listener).unwrap();
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(take_letters(stream));
                }
            });
        });
        address
    })
}

async fn take_letters(stream: TcpStream) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 sink\r\n").await.ok()?;
    let mut to = String::new();
    while let Some(line) = lines.next_line().await.ok()? {
        let word = line.get(..4).unwrap_or_default().to_uppercase();
        let answer: &[u8] = match word.as_str() {
            "RCPT" if line.contains("refused@") => b"550 no such person\r\n",
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                b"250 ok\r\n"
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.ok()?;
                let mut text = String::new();
                while let Some(line) = lines.next_line().await.ok()?.filter(|line| line != ".") {
                    text.push_str(&line);
                    text.push('\n');
                }
                let mut letters = LETTERS.lock().unwrap_or_else(PoisonError::into_inner);
                letters.push(Letter { to: to.clone(), text });
                b"250 taken\r\n"
            }
            "QUIT" => b"221 bye\r\n",
            _ => b"250 ok\r\n",
        };
        write.write_all(answer).await.ok()?;
    }
    None
}

fn with_mail(config: &mut Config) {
    config.is_sign_up_open = true;
    config.live_time = Duration::from_secs(30);
    config.mail = Some(MailConfig {
        server: format!("smtp://{}", sink()),
        from: "Portolan <parcels@post.example>".into(),
        console: "https://parcels.example".into(),
    });
}

/// The letters to an address, once there are so many.
async fn letters_to(address: &str, count: usize) -> Vec<Letter> {
    for _ in 0..200 {
        let letters = LETTERS.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let found: Vec<Letter> = letters.into_iter().filter(|one| one.to == address).collect();
        if found.len() >= count {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no letter came to {address}");
}

#[tokio::test]
async fn an_invitation_and_what_follows_come_by_mail_in_ones_own_language() {
    let world = World::tuned(with_mail).await;
    let made = open_post(&world, "/v1/accounts", sign_up("mei@mail.example", "Mei's shop")).await;
    let mei = Browser::of(&world, &made);
    let wishes = mei.get("/v1/account/mail").await.good();
    assert_eq!(wishes, json!({ "language": "en", "kinds": ["parcel_exception"] }));
    let klingon = json!({ "language": "tlh", "kinds": [] });
    mei.send(Method::PUT, "/v1/account/mail", klingon).await.problem("invalid_fields");
    let all = json!({ "language": "zh", "kinds": ["member_joined", "import_kept"] });
    mei.send(Method::PUT, "/v1/account/mail", all).await.good();
    let invite = json!({ "email": "wang@mail.example", "role": "warehouse" });
    let made = mei.send(Method::POST, "/v1/invitations", invite).await.good();
    assert_eq!(made["is_mailed"], true);
    let letter = letters_to("wang@mail.example", 1).await.remove(0).text;
    let secret = made["secret"].as_str().unwrap();
    // Long lines are broken in the letter with an equals sign at their end.
    let whole = letter.replace("=\n", "");
    assert!(whole.contains(&format!("https://parcels.example/#/join/{secret}")), "{letter}");
    assert!(letter.contains("From: ") && letter.contains("invites you"), "{letter}");
    let refused = json!({ "email": "refused@mail.example", "role": "agent" });
    let made = mei.send(Method::POST, "/v1/invitations", refused).await.good();
    assert_eq!(made["is_mailed"], false, "it is made all the same");
    let accept = json!({ "secret": secret, "name": "Wang", "password": PASSWORD });
    open_post(&world, "/v1/invitations/accept", accept).await.good();
    let notices = mei.get("/v1/notices").await.good();
    assert_eq!(
        (&notices["unread"], &notices["items"][0]["kind"]),
        (&json!(1), &json!("member_joined"))
    );
    assert_eq!(notices["items"][0]["details"], json!({ "role": "warehouse" }));
    world.clock.advance(SignedDuration::from_mins(6));
    let letter = letters_to("mei@mail.example", 1).await.remove(0).text;
    assert!(letter.contains("Subject: =?utf-8?"), "it is in Chinese: {letter}");
    let read = json!({ "up_to": notices["items"][0]["id"] });
    assert_eq!(mei.send(Method::PUT, "/v1/notices/read", read).await.status, 204);
    let notices = mei.get("/v1/notices").await.good();
    assert_eq!((&notices["unread"], &notices["items"][0]["is_read"]), (&json!(0), &json!(true)));
    let unknown = json!({ "up_to": "ntc_nothing" });
    mei.send(Method::PUT, "/v1/notices/read", unknown).await.problem("not_found");
}

/// Reads events until one of a name comes; answers its data.
async fn heard(response: &mut reqwest::Response, name: &str) -> Option<Value> {
    let mut text = String::new();
    let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
    while let Ok(Ok(Some(chunk))) = tokio::time::timeout_at(deadline, response.chunk()).await {
        text.push_str(std::str::from_utf8(&chunk).unwrap());
        let mut lines = text.lines();
        if lines.any(|line| line == format!("event: {name}")) {
            let data = lines.next().and_then(|line| line.strip_prefix("data: "));
            return data.map(|data| serde_json::from_str(data).unwrap());
        }
    }
    None
}

#[tokio::test]
async fn what_changes_is_heard_by_its_tenant_alone_until_the_line_ends() {
    let mut world = World::tuned(|config| config.live_time = Duration::from_secs(30)).await;
    let listen = |token: &str| world.http.get(world.url("/v1/events")).bearer_auth(token).send();
    let mut alice = listen(&world.alice.token).await.unwrap();
    let mut bob = listen(&world.bob.token).await.unwrap();
    assert_eq!(alice.headers()["content-type"], "text/event-stream");
    let order = world.order("A-1", &[("SCARF", 1)]).await;
    assert!(heard(&mut alice, "order").await.is_some());
    world.post(&format!("/v1/orders/{order}/book"), &json!({ "service": "economy" })).await.good();
    assert!(heard(&mut alice, "parcel").await.is_some());
    world.server.take().unwrap().shutdown().await.unwrap();
    assert_eq!(heard(&mut bob, "order").await, None, "Bob heard nothing, and the line has ended");
    assert_eq!(heard(&mut alice, "never").await, None);
}

#[tokio::test]
async fn a_key_that_was_revoked_hears_no_more_and_does_no_more() {
    let world = World::tuned(|config| config.live_time = Duration::from_millis(300)).await;
    let made =
        world.post("/v1/keys", &json!({ "name": "stolen", "scopes": ["orders:read"] })).await;
    let made = made.good();
    let token = made["secret"].as_str().unwrap().to_owned();
    let listen = || world.http.get(world.url("/v1/events")).bearer_auth(&token).send();
    let mut line = listen().await.unwrap();
    let id = made["key"]["id"].as_str().unwrap();
    let revoked = world.request(Method::DELETE, &format!("/v1/keys/{id}")).send().await.unwrap();
    assert!(revoked.status().is_success());
    assert_eq!(heard(&mut line, "never").await, None, "the line ends by itself");
    Answer::of(listen().await.unwrap()).await.problem("key_unknown");
}
