//! The world beside a real server: the demonstration's parcels move, and what is told again changes nothing.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use jiff::{SignedDuration, Timestamp};
use portolan_api::Client;
use portolan_api::orders::{BookRequest, OrderState};
use portolan_api::page::PageQuery;
use portolan_api::parcels::ParcelQuery;
use portolan_api::tracking::ParcelTimeline;
use portolan_server::Clock;

/// A demonstration that runs until it is dropped.
struct Demo {
    program: Child,
    url: String,
    key: String,
    _data: tempfile::TempDir,
}

impl Demo {
    fn start(options: &[&str]) -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_portolan"))
            .args(["demo", "--port", "0", "--network", &network()])
            .arg("--data")
            .arg(data.path())
            .args(options)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
        let open = lines.find_map(|line| line.unwrap().strip_prefix("open ").map(str::to_owned));
        let open = open.unwrap_or_else(|| panic!("the demonstration told no address"));
        let (url, key) = open.split_once("/#key=").unwrap();
        Self { program, url: url.to_owned(), key: key.to_owned(), _data: data }
    }

    fn client(&self) -> Client {
        Client::new(&self.url, &self.key).unwrap()
    }

    /// Runs the world beside it, and answers what it printed.
    fn simulate(&self, days: &str) -> String {
        let run = Command::new(env!("CARGO_BIN_EXE_portolan"))
            .args(["simulate", "--network", &network(), "--days", days])
            .args(["--server", &self.url, "--key", &self.key])
            .output()
            .unwrap();
        let (told, noted) = (String::from_utf8(run.stdout), String::from_utf8(run.stderr).unwrap());
        assert!(run.status.success(), "{noted}");
        assert!(!noted.contains("not understood") && !noted.contains("refused"), "{noted}");
        told.unwrap()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.program.kill().unwrap();
        self.program.wait().unwrap();
    }
}

fn network() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../network/sample");
    folder.to_str().unwrap().to_owned()
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

async fn timelines(client: &Client) -> Vec<ParcelTimeline> {
    let query = ParcelQuery { limit: Some(200), ..ParcelQuery::default() };
    let parcels = client.search_parcels(&query).await.unwrap().items;
    let mut timelines = Vec::new();
    for parcel in parcels {
        timelines.push(client.get_timeline(&parcel.id).await.unwrap());
    }
    timelines
}

#[test]
fn the_demonstration_opens_with_parcels_at_every_stage() {
    let demo = Demo::start(&[]);
    let timelines = block_on(timelines(&demo.client()));
    assert!(timelines.len() >= 8, "{}", timelines.len());
    // A carrier that tells no offset is taken at its word, up to half a day off.
    let now = Clock::System.now() + SignedDuration::from_hours(12);
    let mut statuses: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &timelines {
        *statuses.entry(&one.status).or_default() += 1;
        assert_eq!(one.unknown_codes, 0, "{one:?}");
        let last = one.events.iter().map(|event| event.at.parse::<Timestamp>().unwrap()).max();
        assert!(last.is_none_or(|last| last <= now), "{last:?} is after {now}");
    }
    assert!(statuses.contains_key("delivered"), "{statuses:?}");
    assert!(statuses.contains_key("in_transit"), "{statuses:?}");
}

#[test]
fn what_the_world_tells_again_changes_nothing() {
    let demo = Demo::start(&["--no-simulate"]);
    let client = demo.client();
    block_on(async {
        let orders = client.list_orders(&PageQuery::default()).await.unwrap().items;
        let open = orders.iter().filter(|order| order.state == OrderState::Open);
        let mut booked = 0;
        for order in open {
            let request =
                BookRequest { service: Some("standard".to_owned()), ..BookRequest::default() };
            booked += u32::from(client.book_order(&order.id, &request, None).await.is_ok());
        }
        assert!(booked >= 5, "{booked}");
    });
    let first = demo.simulate("150");
    assert!(!first.contains(" 0 events new"), "{first}");
    let told = block_on(timelines(&client));
    let again = demo.simulate("150");
    assert!(again.contains(" 0 events new"), "{again}");
    let events =
        |all: &[ParcelTimeline]| all.iter().map(|one| one.events.clone()).collect::<Vec<_>>();
    assert_eq!(events(&block_on(timelines(&client))), events(&told));
    let delivered = told.iter().filter(|one| one.status == "delivered").count();
    assert!(delivered * 2 >= told.len(), "{delivered} of {}", told.len());
}
