//! A process killed while it appends: what it said was kept is there, once, and nothing half.
//!
//! The killed process is this test's own program, run again with [`CHILD`] set: it appends batches of
//! scans one after the other and says each that was answered. Fifty times it is killed at a moment of
//! chance, on each engine; then the store is opened and compared with what was said.

use crate::world::{MASTER, World, now};
use portolan_store::{
    MasterKey, Mode, Realm, ScanFate, ScansAppend, Store, StoreConfig, TellScope, ToldMessage,
    ToldScan,
};
use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader, Write as _},
    process::{Command, Stdio},
};

/// The database that a child appends to, and the number of its first batch.
const CHILD: &str = "PORTOLAN_TEST_APPEND_TO";
/// How often a child is killed.
const KILLS: u64 = 50;
/// Scans of one batch.
const SCANS: u64 = 40;
const SCOPE: TellScope = TellScope { realm: Realm::Network, mode: Mode::Live };

/// A batch: scans of a few numbers, each with its message, one of them told twice.
fn batch(n: u64) -> ScansAppend {
    let scan = |index: u64| ToldScan {
        number: format!("K{}", (n * 7 + index) % 97),
        document: format!("batch {n} scan {index}").into_bytes(),
        personal: format!("name {n} {index}").into_bytes(),
        message: Some(usize::try_from(index).unwrap()),
    };
    let message = |index: u64| ToldMessage {
        adapter: "post".into(),
        body: format!("message {n} {index}").into_bytes(),
        samples: index.is_multiple_of(2).then(|| b"message 7 of a post".as_slice().into()),
        expires_at: now(),
        shared_expires_at: now(),
    };
    let mut scans: Vec<ToldScan> = (0..SCANS).map(scan).collect();
    scans.push(scan(3));
    let messages = (0..SCANS).map(message).collect();
    ScansAppend { scans, messages, ..ScansAppend::default() }
}

/// Appends until it is killed. Runs as a test of its own, which does nothing unless it is a child.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child_appends_until_it_is_killed() {
    let Ok(asked) = std::env::var(CHILD) else { return };
    let (first, url) = asked.split_once(' ').unwrap();
    let config = StoreConfig::new(url.to_owned(), MasterKey::from_bytes(MASTER));
    let store = Store::open(config).await.unwrap();
    let mut n: u64 = first.parse().unwrap();
    loop {
        // Three at a time, so that some share a transaction.
        let batches = [n, n + 1, n + 2].map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                store.scans_append(SCOPE, batch(n), now()).await.unwrap();
                let mut out = std::io::stderr().lock();
                writeln!(out, "kept {n}").unwrap();
            })
        });
        for batch in batches {
            batch.await.unwrap();
        }
        n += 3;
    }
}

/// Runs a child from batch `first` on and kills it once it has said so many were kept, while others are
/// being written; answers all that it said.
fn kill_one(url: &str, first: u64, after: usize) -> BTreeSet<u64> {
    let program = std::env::current_exe().unwrap();
    let mut child = Command::new(program)
        .args(["killed::child_appends_until_it_is_killed", "--exact", "--nocapture"])
        .env(CHILD, format!("{first} {url}"))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let kept = |line: String| line.strip_prefix("kept ")?.parse::<u64>().ok();
    let mut said_so_far = lines.filter_map(kept);
    let mut said: BTreeSet<u64> = said_so_far.by_ref().take(after).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    said.extend(said_so_far);
    said
}

async fn nothing_kept_is_lost_or_doubled(world: World) {
    let url = world.config.url.clone();
    let mut first = 0;
    let mut said = BTreeSet::new();
    for kill in 0..KILLS {
        // Moments spread over the first batches, of three that are under way at any time.
        let after = usize::try_from(1 + kill * 7 % 31).unwrap();
        let url = url.clone();
        let kept = tokio::task::spawn_blocking(move || kill_one(&url, first, after)).await.unwrap();
        assert!(!kept.is_empty(), "the child kept nothing before it was killed");
        first = kept.last().copied().unwrap() + 100;
        said.extend(kept);
    }
    let store = world.second().await;
    let before = world.count("SELECT COUNT(*) FROM scans").await;
    for n in &said {
        let fates = store.scans_append(SCOPE, batch(*n), now()).await.unwrap().fates;
        assert!(
            fates.iter().all(|fate| *fate == ScanFate::Known),
            "batch {n} was kept, and is lost"
        );
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM scans").await, before, "something came twice");
    let half = "SELECT COUNT(*) FROM scans s LEFT JOIN messages m ON m.id = s.message_id
        WHERE m.id IS NULL OR s.sealed IS NULL";
    assert_eq!(world.count(half).await, 0, "a scan without its message");
    let orphans = "SELECT COUNT(*) FROM messages m
        WHERE NOT EXISTS (SELECT 1 FROM scans s WHERE s.message_id = m.id)";
    assert_eq!(world.count(orphans).await, 0, "a message without a scan");
    // Batches that were not answered are there whole, or not at all.
    assert_eq!(before % i64::try_from(SCANS).unwrap(), 0, "a batch is there in part");
    assert!(before >= i64::try_from(said.len() as u64 * SCANS).unwrap());
}

crate::on_both_engines!(nothing_kept_is_lost_or_doubled);
