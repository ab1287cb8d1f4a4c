//! The search on a network beside what one would write instead, one thread, figures as a table.
//!
//! `compare_search NETWORK [PARCELS]`, where `NETWORK` is a folder of tables or the word `generated`. Random
//! lanes over all destinations, parcels of a merchant's masses and goods; the same numbers give the same
//! parcels. Everything is asked once cold, then in rounds of other parcels on the same lanes, of which the best
//! counts. What the plain search, and on the generated network the rounds and the plain shortest path, answer
//! is compared with ours.

mod generated;
mod lanes;
mod rivals;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use portolan_network::{NetworkSource, Snapshot, TableFile, compile};
use portolan_routing::{Endpoint, Live, Query, Route, RouteFilter, Searcher, search_plainly};

use generated::World;
use lanes::Places;
use rivals::{Asked, Found, Rival};

/// The program's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Rounds of each way, each of other parcels on the same lanes; the best one counts.
const ROUNDS: u64 = 3;
/// Parcels where no number is asked for.
const PARCELS: usize = 10_000;
/// No further round begins when one has taken so long.
const ROUND_MAX: Duration = Duration::from_secs(4);
/// Lanes that share parcels, and parcels on each.
const SHARED: (usize, usize) = (60, 50);
/// Parcels that slow ways are asked about.
const FEW: usize = 100;
/// The seed of the generated network.
const SEED: u64 = 7;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (network, count) = match arguments.as_slice() {
        [network] => (network, PARCELS),
        [network, count] => (network, count.parse().context("PARCELS")?),
        _ => bail!("usage: compare_search NETWORK|generated [PARCELS]"),
    };
    let world = (network == "generated").then(|| World::new(SEED));
    let source = match &world {
        Some(world) => world.source(),
        None => read_network(Path::new(network))?,
    };
    let (before, started) = (resident_mib(), now());
    let snapshot = compile(&source).map_err(|faults| anyhow::anyhow!("{faults:?}"))?;
    let compiled = started.elapsed();
    drop(source);
    let places = Places::of(&snapshot)?;
    say(&format!(
        "{network}: {} nodes, {} legs ({} scheduled), {} lines, {} origins, {} destinations; compiled in \
         {:.0} ms, {:.0} MiB\n",
        snapshot.nodes.len(),
        snapshot.legs.len(),
        world.as_ref().map_or_else(|| scheduled(&snapshot), World::scheduled),
        snapshot.lines.len(),
        places.origins.len(),
        places.destinations.len(),
        compiled.as_secs_f64() * 1e3,
        resident_mib() - before,
    ));
    let parcels = lanes::random(&snapshot, &places, (count, 0))?;
    say(
        "| way | per second | mean µs | p50 µs | p99 µs | p99.9 µs | found |\n|---|---|---|---|---|---|---|",
    );
    ours(&snapshot, &places, &parcels)?;
    let few = &parcels[..FEW.min(parcels.len())];
    plain(&snapshot, few)?;
    if let Some(world) = &world {
        rivals(&snapshot, world, few)?;
    }
    Ok(())
}

/// The search as a server runs it: cold, warm, whole quotes, and parcels that share lanes.
fn ours(snapshot: &Snapshot, places: &Places, parcels: &[Query]) -> Result<()> {
    let every = RouteFilter::default();
    let live = Live::none();
    let mut searcher = Searcher::new(snapshot);
    let before = resident_mib();
    let searched =
        |searcher: &mut Searcher, parcel: &Query| Ok(searcher.search(&live, parcel, &every)?.len());
    Timing::of(parcels, |parcel| searched(&mut searcher, parcel))?
        .say("full Pareto search, first time asked");
    let kept = (searcher.bytes_kept(), resident_mib() - before);
    let mut rounds = |parcels: &dyn Fn(u64) -> Result<Vec<Query>>| {
        let mut best = Timing::default();
        for round in 1..=ROUNDS {
            let parcels = parcels(round)?;
            best = best.better(Timing::of(&parcels, |parcel| searched(&mut searcher, parcel))?);
            if best.total > ROUND_MAX {
                break;
            }
        }
        Ok::<_, anyhow::Error>(best)
    };
    rounds(&|round| lanes::random(snapshot, places, (parcels.len(), round)))?
        .say("full Pareto search, warm");
    rounds(&|round| lanes::sharing(snapshot, places, (SHARED.0, SHARED.1, round)))?
        .say("the same, parcels that share lanes");
    let some = &parcels[..parcels.len().min(FEW * 10)];
    Timing::of(some, |parcel| Ok(searcher.quote(&live, parcel)?.options.len()))?
        .say("whole quote: options, offers, refusals");
    if let Some(service) = snapshot.find_service("standard") {
        let offer = |searcher: &mut Searcher, parcel: &Query| {
            Ok(usize::from(searcher.offer(&live, parcel, service)?.is_ok()))
        };
        Timing::of(some, |parcel| offer(&mut searcher, parcel))?.say("one service's offer");
    }
    say(&format!(
        "| kept between parcels | {:.0} MiB told, {:.0} MiB resident | | | | | |",
        float(kept.0 / 1_024) / 1_024.0,
        kept.1
    ));
    Ok(())
}

/// The search by the rules alone, its routes compared with ours.
fn plain(snapshot: &Snapshot, parcels: &[Query]) -> Result<()> {
    let every = RouteFilter::default();
    let live = Live::none();
    let mut searcher = Searcher::new(snapshot);
    let mut found = Vec::new();
    let timing = Timing::of(parcels, |parcel| {
        found.push(search_plainly(snapshot, &live, parcel, &every)?);
        Ok(found.last().map_or(0, Vec::len))
    })?;
    let mut same = 0;
    for (parcel, plain) in parcels.iter().zip(&found) {
        let vectors = |routes: &[Route]| routes.iter().map(Route::vector).collect::<Vec<_>>();
        same += usize::from(vectors(plain) == vectors(&searcher.search(&live, parcel, &every)?));
    }
    timing.say(&format!("the search by the rules alone ({same} of {} the same)", parcels.len()));
    ensure!(same == parcels.len(), "the searches disagree");
    Ok(())
}

/// Rounds without bounds and a plain shortest path for the price alone, compared with ours.
fn rivals(snapshot: &Snapshot, world: &World, parcels: &[Query]) -> Result<()> {
    let rival = Rival::new(world, lanes::monday()?.as_second());
    let mut found = Vec::new();
    let rounds = Timing::of(parcels, |parcel| {
        found.push(rival.rounds(&asked(snapshot, world, parcel)?));
        Ok(found.last().map_or(0, Vec::len))
    })?;
    let mut searcher = Searcher::new(snapshot);
    let (mut same, mut carried, mut prices) = (0, Vec::new(), Vec::new());
    for (parcel, found) in parcels.iter().zip(&found) {
        let routes = searcher.search(&Live::none(), parcel, &RouteFilter::default())?;
        same += usize::from(numbers(&routes) == undominated(found));
        if let Some(cheapest) = routes.first() {
            carried.push(parcel.clone());
            prices.push(cheapest.price.minor());
        }
    }
    rounds.say(&format!("rounds without bounds ({same} of {} the same)", parcels.len()));
    ensure!(same == parcels.len(), "the rounds disagree");
    let mut told = Vec::new();
    let dijkstra = Timing::of(&carried, |parcel| {
        told.push(rival.cheapest(&asked(snapshot, world, parcel)?));
        Ok(1)
    })?;
    let same = told.iter().zip(&prices).filter(|(told, price)| **told == Some(**price)).count();
    dijkstra
        .say(&format!("pathfinding::dijkstra, price alone ({same} of {} the same)", told.len()));
    Ok(())
}

fn numbers(routes: &[Route]) -> BTreeSet<Found> {
    let numbers = routes.iter().map(|route| {
        let (p50, p90) = (route.arrival_p50.as_second(), route.arrival_p90.as_second());
        (route.price.minor(), p50, p90, route.survival.loss_ppb())
    });
    numbers.collect()
}

/// Those that no other beats when losses are told in parts per billion.
fn undominated(found: &[Found]) -> BTreeSet<Found> {
    let beats =
        |a: &Found, b: &Found| a != b && a.0 <= b.0 && a.1 <= b.1 && a.2 <= b.2 && a.3 <= b.3;
    found.iter().filter(|one| !found.iter().any(|other| beats(other, one))).copied().collect()
}

fn asked(snapshot: &Snapshot, world: &World, parcel: &Query) -> Result<Asked> {
    let place = |endpoint: &Endpoint| {
        let Endpoint::Zone(zone) = endpoint else { bail!("not a zone") };
        let key = snapshot.nodes[*zone].key.as_str();
        world.places.iter().position(|(known, _)| known == key).context("no such place")
    };
    let grams = parcel.shipment.actual.grams();
    let goods = parcel.shipment.goods.to_string();
    let takes = world.operators.iter().map(|(banned, most)| {
        let is_banned =
            |word: &str| goods.contains(word) || (word == "battery" && goods.contains("UN"));
        grams <= *most && !banned.iter().any(|word| is_banned(word))
    });
    Ok(Asked {
        from: place(&parcel.from)?,
        to: place(&parcel.to)?,
        ready: parcel.ready.as_second(),
        grams: grams.into(),
        takes: takes.collect(),
    })
}

/// How long each parcel took of the processor: what other programs take does not count.
#[derive(Default)]
struct Timing {
    each: Vec<Duration>,
    total: Duration,
    found: usize,
}

impl Timing {
    /// All of some parcels in a row.
    fn of(parcels: &[Query], mut run: impl FnMut(&Query) -> Result<usize>) -> Result<Self> {
        let mut timing = Self::default();
        let started = processor_time();
        let mut before = started;
        for parcel in parcels {
            timing.found += run(parcel)?;
            let after = processor_time();
            timing.each.push(after.saturating_sub(before));
            before = after;
        }
        timing.total = before.saturating_sub(started);
        Ok(timing)
    }

    fn better(self, other: Self) -> Self {
        let is_first = self.each.is_empty();
        if is_first || other.total < self.total { other } else { self }
    }

    fn say(mut self, way: &str) {
        let per_second = float(self.each.len()) / self.total.as_secs_f64().max(1e-9);
        self.each.sort_unstable();
        // The one that so many of a thousand do not pass.
        let at = |share: usize| {
            let place = self.each.len().saturating_sub(1) * share / 1_000;
            self.each.get(place).map_or(0.0, |took| took.as_secs_f64() * 1e6)
        };
        let mean = 1e6 / per_second.max(1e-9);
        let found = float(self.found) / float(self.each.len().max(1));
        say(&format!(
            "| {way} | {per_second:.0} | {mean:.0} | {:.0} | {:.0} | {:.0} | {found:.1} each |",
            at(500),
            at(990),
            at(999)
        ));
    }
}

fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn scheduled(snapshot: &Snapshot) -> usize {
    snapshot.legs.iter().filter(|leg| leg.is_scheduled).count()
}

/// What this thread has taken of a processor.
fn processor_time() -> Duration {
    let taken = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    let seconds = u64::try_from(taken.tv_sec).unwrap_or(0);
    Duration::new(seconds, u32::try_from(taken.tv_nsec).unwrap_or(0))
}

/// Memory of this process in MiB, where the system tells; else 0.
fn resident_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1_024.0
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::print_stdout, reason = "figures are what a benchmark is run for")]
fn say(line: &str) {
    println!("{line}");
}

fn read_network(folder: &Path) -> Result<NetworkSource> {
    let mut tables = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "csv" || e == "toml") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            tables.push(TableFile { path: name, bytes: std::fs::read(&path)? });
        }
    }
    tables.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(NetworkSource { folders: vec![tables] })
}
