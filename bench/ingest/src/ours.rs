//! The product's own path.

use crate::clock::{Clock, Spent};
use crate::traffic::{Locality, Telling, Traffic, message};
use anyhow::Context as _;
use jiff::{SignedDuration, Timestamp};
use portolan_api::{Client, Scope};
use portolan_model::Id;
use portolan_server::{Carriers, Config, RateLimit, Server};
use portolan_store::{
    MasterKey, Mode, NewApiKey, NewTenant, Realm, ScansAppend, Store, StoreConfig, TellScope,
    TenantScope, ToldMessage, ToldScan,
};
use portolan_tracking::adapter::{Adapter, scan_line};
use portolan_tracking::record;
use std::sync::Arc;
use tokio::task::JoinSet;

/// The layout that the messages have.
const ADAPTER: &str = "yanwen";
/// The key that the store is sealed with.
const MASTER: [u8; 32] = [7; 32];
/// Where everything is told.
pub const SCOPE: TellScope = TellScope { realm: Realm::Network, mode: Mode::Live };
/// Appends at once.
const UNDER_WAY: usize = 8;
/// Batches of messages made before the clock is started.
const BATCHES_MADE: usize = 24;
/// Requests at once.
const CONNECTIONS: usize = 8;
/// Scans of one request.
const SCANS_A_REQUEST: usize = 1_000;

/// A store being filled.
pub struct Ours {
    /// The store.
    pub store: Store,
    adapter: Arc<Adapter>,
    /// Where the traffic stands.
    pub traffic: Traffic,
    now: Timestamp,
    /// Scans held when it was opened.
    pub held: u64,
}

/// Mean bytes of a row's parts.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// Of a scan's open part.
    pub document: usize,
    /// Of its sealed part.
    pub sealed: usize,
    /// Of a message.
    pub message: usize,
}

fn config(url: &str) -> StoreConfig {
    StoreConfig::new(url.to_owned(), MasterKey::from_bytes(MASTER))
}

impl Ours {
    /// Opens a store, new or filled before: the traffic goes on where it ended.
    pub async fn open(url: &str, locality: Locality) -> anyhow::Result<Self> {
        let adapter = Carriers::built_in()?.find(ADAPTER).context("there is no such adapter")?;
        let store = Store::open(config(url)).await?;
        let now = Timestamp::from_second(1_790_000_000)?;
        let sql = "SELECT CAST(COALESCE(MAX(id), 0) AS DOUBLE PRECISION), 0.0 FROM scans";
        let (held, _) = crate::raw::fetch(url, sql).await?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
        let held = held as u64;
        let mut traffic = Traffic::new(1, locality);
        for _ in 0..held {
            traffic.next();
        }
        Ok(Self { store, adapter, traffic, now, held })
    }

    /// Opens the store again after it was closed.
    pub async fn open_again(&mut self, url: &str) -> anyhow::Result<()> {
        self.store = Store::open(config(url)).await?;
        Ok(())
    }

    /// Closes the store.
    pub async fn close(&self) {
        self.store.close().await;
    }

    /// Keeps so many scans, each in a message of its own, and tells how long it took. Some appends are
    /// under way at a time: while one is written, others are read.
    pub async fn keep(&mut self, scans: u64, batch: u64) -> anyhow::Result<Spent> {
        let mut left = scans;
        let mut spent = Spent::default();
        while left > 0 {
            // Making the messages is not the product's work.
            let mut batches = Vec::new();
            while left > 0 && batches.len() < BATCHES_MADE {
                let count = left.min(batch);
                left -= count;
                let told = (0..count).map(|_| message(&[self.traffic.next()]));
                batches.push(told.collect::<Vec<Vec<u8>>>());
            }
            let clock = Clock::start()?;
            let mut writing = JoinSet::new();
            for told in batches {
                if writing.len() == UNDER_WAY {
                    writing.join_next().await.transpose()?.transpose()?;
                }
                let (adapter, store, now) =
                    (Arc::clone(&self.adapter), self.store.clone(), self.now);
                writing.spawn(async move {
                    let read = move || read(&adapter, told, now);
                    let append = tokio::task::spawn_blocking(read).await??;
                    store.scans_append(SCOPE, append, now).await?;
                    anyhow::Ok(())
                });
                self.now += SignedDuration::from_millis(100);
            }
            while let Some(written) = writing.join_next().await {
                written??;
            }
            spent += clock.stop()?;
        }
        Ok(spent)
    }

    /// An id that no other of its kind has.
    pub fn id<K: portolan_model::id::Kind>(&self, n: u64) -> Id<K> {
        let mut random = [0; 10];
        random[2..].copy_from_slice(&((self.held << 24) + n).to_be_bytes());
        Id::from_parts(1_790_000_000_000, random)
    }

    /// The mean sizes of what is kept.
    pub async fn sizes(&self, url: &str) -> anyhow::Result<Sizes> {
        let sql = "SELECT AVG(LENGTH(document)), AVG(LENGTH(sealed)) FROM
            (SELECT document, sealed FROM scans ORDER BY id DESC LIMIT 10000) AS s";
        let (document, sealed): (f64, f64) = crate::raw::fetch(url, sql).await?;
        let sql = "SELECT AVG(LENGTH(body)), 0.0 FROM
            (SELECT body FROM messages ORDER BY id DESC LIMIT 10000) AS m";
        let (message, _): (f64, f64) = crate::raw::fetch(url, sql).await?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "bytes of a row"
        )]
        let whole = |mean: f64| mean.round() as usize;
        let (document, sealed) = (whole(document), whole(sealed));
        Ok(Sizes { document, sealed, message: whole(message) })
    }

    /// Keeps scans over HTTP: lines, then messages about as many parcels.
    pub async fn over_http(
        &mut self,
        scans: u64,
    ) -> anyhow::Result<Vec<(&'static str, u64, Spent)>> {
        let now = Timestamp::from_second(1_790_000_000)?;
        let tenant = NewTenant {
            id: self.id(1),
            name: format!("bench {}", self.held),
            document: "{}".to_owned(),
        };
        let keys = self.store.tenants_insert(&[tenant], now).await?;
        let scope = TenantScope::new(keys[0], Mode::Live);
        let scopes = [Scope::ScansWrite, Scope::ScansNetwork].map(|scope| scope.name().to_owned());
        let key = NewApiKey { id: self.id(2), label: "bench".to_owned(), scopes: scopes.to_vec() };
        let token = self.store.api_key_create(scope, &key, now).await?.token;
        let mut config = Config::new("127.0.0.1:0".parse()?, self.store.clone());
        config.rate = RateLimit { burst: 1_000_000, per_second: 1_000_000 };
        let server = Server::start(config).await?;
        let client = Client::new(&format!("http://{}", server.addr), &token)?;
        let requests = usize::try_from(scans)? / SCANS_A_REQUEST;
        let mut lines = Vec::new();
        let mut messages = Vec::new();
        for _ in 0..requests {
            let mut text = Vec::new();
            for _ in 0..SCANS_A_REQUEST {
                let reading = self.adapter.read(&message(&[self.traffic.next()]), self.now);
                text.extend(reading.scans.iter().map(scan_line::write));
            }
            lines.push(text.join("\n").into_bytes());
            let told: Vec<Telling> = (0..SCANS_A_REQUEST).map(|_| self.traffic.next()).collect();
            messages.push(message(&told));
        }
        let count = (requests * SCANS_A_REQUEST) as u64;
        let taken = send(&client, lines, true).await?;
        let of_messages = send(&client, messages, false).await?;
        server.shutdown().await?;
        Ok(vec![
            ("1,000 scans a request", count, taken),
            ("a message about 1,000 parcels a request", count, of_messages),
        ])
    }
}

/// What the server does with messages before it keeps them.
fn read(adapter: &Adapter, bodies: Vec<Vec<u8>>, now: Timestamp) -> anyhow::Result<ScansAppend> {
    let mut append = ScansAppend::default();
    for body in bodies {
        let reading = adapter.read(&body, now);
        anyhow::ensure!(!reading.scans.is_empty() && !reading.is_partial(), "{reading:?}");
        for scan in &reading.scans {
            let kept = record::encode(scan);
            append.scans.push(ToldScan {
                number: scan.identifier.search_key(),
                document: kept.open,
                personal: kept.personal,
                message: Some(append.messages.len()),
            });
        }
        append.messages.push(ToldMessage {
            adapter: adapter.name().to_string(),
            body,
            samples: adapter.samples(),
            expires_at: now + SignedDuration::from_hours(24 * 400),
            shared_expires_at: now + SignedDuration::from_hours(24 * 30),
        });
    }
    Ok(append)
}

async fn send(client: &Client, bodies: Vec<Vec<u8>>, are_lines: bool) -> anyhow::Result<Spent> {
    let clock = Clock::start()?;
    let bodies = Arc::new(std::sync::Mutex::new(bodies));
    let mut senders = Vec::new();
    for _ in 0..CONNECTIONS {
        let (client, bodies) = (client.clone(), Arc::clone(&bodies));
        senders.push(tokio::spawn(async move {
            loop {
                let next = bodies.lock().ok().and_then(|mut bodies| bodies.pop());
                let Some(body) = next else { return anyhow::Ok(()) };
                if are_lines {
                    let answer = client.tell_scans(body).await?;
                    anyhow::ensure!(answer.failed == 0, "{answer:?}");
                } else {
                    let answer = client.tell_message(ADAPTER, body).await?;
                    anyhow::ensure!(!answer.quarantined, "{answer:?}");
                }
            }
        }));
    }
    for sender in senders {
        sender.await??;
    }
    clock.stop()
}
