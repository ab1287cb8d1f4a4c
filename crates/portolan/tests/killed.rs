//! The program killed while scans are told to it over HTTP: what it answered is there, once, and nothing half.
//!
//! A real `portolan serve` takes batches of scans from several senders at once; after so many answers that a
//! client has read it is killed, ten times, on each engine. Then the store is opened and compared with what
//! was answered, and each batch is told again to the next server.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::{SignedDuration, Timestamp};
use portolan_api::Client;
use portolan_api::orders::{BookRequest, OrderState};
use portolan_api::page::PageQuery;
use portolan_store::{MasterKey, Mode, Store, StoreConfig};
use portolan_tracking::record;
use serde_json::json;

/// How often the program is killed.
const KILLS: u64 = 10;
/// Scans of one batch.
const SCANS: u64 = 20;
/// Senders that tell at once.
const SENDERS: usize = 4;
/// The master key of the test's stores, as its file holds it.
const MASTER: &str = "0707070707070707070707070707070707070707070707070707070707070707";

/// A program of ours that is killed when it is dropped.
struct Running {
    program: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Running {
    fn start(folder: &Path, store: Option<&str>, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_portolan"));
        command.args(arguments).arg("--data").arg(folder);
        if let Some(store) = store {
            command.args(["--store", store]);
        }
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut program = command.spawn().unwrap();
        let lines = BufReader::new(program.stdout.take().unwrap()).lines();
        Self { program, lines }
    }

    /// The rest of the first line that begins so.
    fn says(&mut self, beginning: &str) -> String {
        let said = |line: std::io::Result<String>| {
            line.ok().and_then(|line| line.strip_prefix(beginning).map(str::to_owned))
        };
        let found = self.lines.by_ref().find_map(said);
        found.unwrap_or_else(|| panic!("the program ended before it said `{beginning}`"))
    }

    /// Kills it: it has no time to finish anything.
    fn kill(&mut self) {
        self.program.kill().unwrap();
        self.program.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Whoever was killed already is not there to be killed.
        _ = self.program.kill();
        _ = self.program.wait();
    }
}

/// A store with one booked parcel of the demonstration's tenant.
struct World {
    folder: tempfile::TempDir,
    store: Option<String>,
    key: String,
    number: String,
}

impl World {
    async fn make(store: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("master.key"), MASTER).unwrap();
        let network = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../network/sample");
        let network = network.to_str().unwrap();
        let demo = ["demo", "--no-simulate", "--port", "0", "--network", network];
        let mut demo = Running::start(folder.path(), store.as_deref(), &demo);
        let open = demo.says("open ");
        let (url, key) = open.split_once("/#key=").unwrap();
        let client = Client::new(url, key).unwrap();
        let orders = client.list_orders(&PageQuery::default()).await.unwrap().items;
        let standard =
            BookRequest { service: Some("standard".to_owned()), ..BookRequest::default() };
        let mut number = None;
        for order in orders.iter().filter(|order| order.state == OrderState::Open) {
            if let Ok(booked) = client.book_order(&order.id, &standard, None).await {
                number = Some(booked.parcels[0].identifiers[0].value.clone());
                break;
            }
        }
        let (key, number) = (key.to_owned(), number.unwrap());
        Self { folder, store, key, number }
    }

    fn serve(&self) -> (Running, Client) {
        let serve = ["serve", "--listen", "127.0.0.1:0"];
        let mut server = Running::start(self.folder.path(), self.store.as_deref(), &serve);
        let url = server.says("listening on ");
        let client = Client::new(&url, &self.key).unwrap();
        (server, client)
    }

    /// A batch: so many scans of the parcel, each a minute later than the one before.
    fn batch(&self, n: u64) -> Vec<u8> {
        let start: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let line = |index: u64| {
            let minutes = i64::try_from(n * SCANS + index).unwrap();
            let at = start.checked_add(SignedDuration::from_mins(minutes)).unwrap();
            let scan = json!({
                "identifier": self.number, "carrier": "example-post", "milestone": "in_transit",
                "occurred_at": at.to_string(), "event_key": format!("{n}-{index}"),
                "raw_text": format!("batch {n}, scan {index}"),
            });
            format!("{scan}\n")
        };
        (0..SCANS).map(line).collect::<String>().into_bytes()
    }

    /// Every scan that the store has of the parcel, and how often.
    async fn kept(&self) -> BTreeMap<String, usize> {
        let embedded = || format!("sqlite:{}", self.folder.path().join("portolan.db").display());
        let url = self.store.clone().unwrap_or_else(embedded);
        let config = StoreConfig::new(url, MasterKey::from_hex(MASTER).unwrap());
        let store = Store::open(config).await.unwrap();
        let found = store.parcels_by_number(&self.number, Mode::Test).await.unwrap();
        let told = store.parcel_told(found[0]).await.unwrap();
        let mut kept = BTreeMap::new();
        for row in &told.scans {
            let read = record::decode(&row.document, row.personal.as_deref(), row.received_at);
            let key = read.unwrap().event_key.unwrap().to_string();
            *kept.entry(key).or_default() += 1;
        }
        store.close().await;
        kept
    }
}

/// Tells batches from `first` on, several at once, and kills the server when `after` of them were answered;
/// answers those whose answer was read, before the kill or after it.
async fn tell_until_killed(world: &Arc<World>, first: u64, after: usize) -> Vec<u64> {
    let (mut server, client) = world.serve();
    let client = Arc::new(client);
    let next = Arc::new(AtomicU64::new(first));
    let (sender, mut answered) = tokio::sync::mpsc::unbounded_channel();
    for _ in 0..SENDERS {
        let (client, next) = (Arc::clone(&client), Arc::clone(&next));
        let (sender, world) = (sender.clone(), Arc::clone(world));
        tokio::spawn(async move {
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                let Ok(answer) = client.tell_scans(world.batch(n)).await else { return };
                assert_eq!((u64::from(answer.new), answer.failed), (SCANS, 0), "batch {n}");
                if sender.send(n).is_err() {
                    return;
                }
            }
        });
    }
    drop(sender);
    let mut said = Vec::new();
    while let Some(n) = answered.recv().await {
        said.push(n);
        if said.len() == after {
            server.kill();
        }
    }
    said
}

async fn nothing_answered_is_lost_or_doubled(store: Option<String>) {
    let world = Arc::new(World::make(store).await);
    let mut said: Vec<u64> = Vec::new();
    let mut first = 0;
    for kill in 0..KILLS {
        // Moments spread over the first batches, of four that are under way at any time.
        let after = usize::try_from(1 + kill * 7 % 19).unwrap();
        let answered = tell_until_killed(&world, first, after).await;
        assert!(answered.len() >= after, "{answered:?}");
        // What was sent and not answered is not sent again.
        first = answered.iter().max().unwrap() + 100;
        said.extend(answered);
    }
    let kept = world.kept().await;
    let twice: Vec<&String> =
        kept.iter().filter(|(_, count)| **count > 1).map(|(key, _)| key).collect();
    assert!(twice.is_empty(), "kept twice: {twice:?}");
    for n in &said {
        let lost = (0..SCANS).find(|index| !kept.contains_key(&format!("{n}-{index}")));
        assert_eq!(lost, None, "batch {n} was answered, and is lost");
    }
    // Batches that were not answered are there whole, or not at all.
    assert_eq!(kept.len() as u64 % SCANS, 0, "a batch is there in part");
    let (mut server, client) = world.serve();
    for n in &said {
        let again = client.tell_scans(world.batch(*n)).await.unwrap();
        assert_eq!((again.new, u64::from(again.known)), (0, SCANS), "batch {n} told again");
    }
    server.kill();
    assert_eq!(world.kept().await, kept, "telling it again changed something");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_answered_is_lost_or_doubled_on_sqlite() {
    nothing_answered_is_lost_or_doubled(None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_answered_is_lost_or_doubled_on_postgresql() {
    let url = portolan_store::testing::database().unwrap();
    nothing_answered_is_lost_or_doubled(Some(url)).await;
}
