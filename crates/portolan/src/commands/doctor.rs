//! `portolan doctor`: looks at this installation and says what is wrong with it and how to mend it.

use std::process::ExitCode;

use jiff::ToSpan as _;
use portolan_network::Severity;
use portolan_server::{Clock, find_learning};
use portolan_store::{Mode, Store};

use crate::args::DoctorArgs;
use crate::{networks, output, settings};

/// What a look at one thing found.
enum Finding {
    Well(String),
    Worth(String),
    Wrong(String),
}

pub fn run(args: &DoctorArgs) -> anyhow::Result<ExitCode> {
    let mut findings = vec![console(), zones(), network(args)];
    findings.push(data_folder(args));
    if args.store.store.is_some() || args.store.data.join("portolan.db").exists() {
        findings.extend(settings::runtime()?.block_on(store(args)));
    } else {
        findings.push(Finding::Worth(
            "store: there is none yet; `portolan demo` or `portolan serve` makes it".to_owned(),
        ));
    }
    let mut is_well = true;
    for finding in &findings {
        let text = match finding {
            Finding::Well(text) => format!("ok     {text}"),
            Finding::Worth(text) => format!("note   {text}"),
            Finding::Wrong(text) => {
                is_well = false;
                format!("WRONG  {text}")
            }
        };
        output::line(&text)?;
    }
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn console() -> Finding {
    if portolan_server::has_console() {
        Finding::Well("console: built into the program".to_owned())
    } else {
        Finding::Worth("console: not built in; `make web`, then build the program again".to_owned())
    }
}

fn zones() -> Finding {
    match jiff::tz::TimeZone::get("Asia/Shanghai") {
        Ok(_) => Finding::Well("time zones: built into the program".to_owned()),
        Err(error) => Finding::Wrong(format!("time zones: {error}: build the program anew")),
    }
}

fn network(args: &DoctorArgs) -> Finding {
    let source = match networks::read_source(&args.network.folders) {
        Ok(source) => source,
        Err(error) => return Finding::Wrong(format!("network: {error:#}")),
    };
    let checked = portolan_network::check(&source);
    let errors = checked.faults.iter().filter(|f| f.severity == Severity::Error).count();
    let Some(snapshot) = checked.snapshot else {
        return Finding::Wrong(format!(
            "network: {errors} faults; `portolan network check DIR` names them"
        ));
    };
    let today = Clock::System.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let soon = today.checked_add(90.days()).unwrap_or(today);
    let ends: Vec<String> = snapshot
        .calendars
        .iter()
        .filter(|calendar| calendar.days.last().is_some_and(|(last, _)| *last < soon))
        .map(|calendar| calendar.key.to_string())
        .collect();
    if ends.is_empty() {
        Finding::Well(format!(
            "network: {} compiles, {} warnings",
            snapshot.title,
            checked.faults.len()
        ))
    } else {
        Finding::Worth(format!(
            "network: calendars end within 90 days: {}; add their holidays",
            ends.join(", ")
        ))
    }
}

fn data_folder(args: &DoctorArgs) -> Finding {
    let folder = &args.store.data;
    let shown = folder.display();
    if !folder.exists() {
        return Finding::Worth(format!("data folder: {shown} is not there yet"));
    }
    let probe = folder.join(".doctor");
    match std::fs::write(&probe, b"probe").and_then(|()| std::fs::remove_file(&probe)) {
        Ok(()) => Finding::Well(format!("data folder: {shown} can be written")),
        Err(error) => Finding::Wrong(format!(
            "data folder: {shown}: {error}: give this user the right to write"
        )),
    }
}

/// The key, the store and what is published in it.
async fn store(args: &DoctorArgs) -> Vec<Finding> {
    let mut findings = vec![key_file(args)];
    let store = match args.store.open().await {
        Ok(store) => store,
        Err(error) => {
            findings.push(Finding::Wrong(format!("store: {error:#}")));
            return findings;
        }
    };
    findings.push(match store.ping().await {
        Ok(()) => {
            Finding::Well(format!("store: {:?} answers, the master key fits", store.engine()))
        }
        Err(error) => Finding::Wrong(format!("store: {error}")),
    });
    findings.push(match store.network_published().await {
        Ok(Some(row)) => Finding::Well(format!("published network: {}", row.title)),
        Ok(None) => {
            Finding::Wrong("published network: none; `portolan network publish DIR`".to_owned())
        }
        Err(error) => Finding::Wrong(format!("published network: {error}")),
    });
    for mode in [Mode::Live, Mode::Test] {
        findings.extend(learning(&store, mode).await);
    }
    store.close().await;
    findings
}

/// What was learned from scans, and when; nothing where nothing was yet.
async fn learning(store: &Store, mode: Mode) -> Option<Finding> {
    let name = mode.as_str();
    let found = match find_learning(store, mode).await {
        Ok(found) => found?,
        Err(error) => {
            let detail = error.into_problem().detail;
            return Some(Finding::Wrong(format!("learned from {name} parcels: {detail}")));
        }
    };
    let counts = found.counts;
    let told = format!(
        "learned from {name} parcels: {} pairs of scans, last at {}; {} parcels have taught all they can; \
         left out {} pairs that no way explains, {} scans out of order; {} parcels judged by the dates they \
         were told, {} of them not there by any",
        counts.pairs,
        found.updated_at,
        counts.parcels,
        counts.pairs_unexplained,
        counts.scans_out_of_order,
        counts.promises_judged,
        counts.promises_never
    );
    let lost = counts.parcels_unreadable;
    Some(if lost > 0 {
        Finding::Worth(format!("{told}; {lost} parcels could not be read, the log names why"))
    } else {
        Finding::Well(told)
    })
}

#[cfg(unix)]
fn key_file(args: &DoctorArgs) -> Finding {
    use std::os::unix::fs::PermissionsExt as _;
    let path = args.store.key_path();
    let shown = path.display();
    match std::fs::metadata(&path) {
        Ok(meta) if meta.permissions().mode() % 0o100 == 0 => {
            Finding::Well(format!("master key: {shown}, for this user alone"))
        }
        Ok(_) => Finding::Wrong(format!("master key: others can read {shown}: chmod 600 it")),
        Err(error) => {
            Finding::Wrong(format!("master key: {shown}: {error}: name it with --master-key-file"))
        }
    }
}

#[cfg(not(unix))]
fn key_file(args: &DoctorArgs) -> Finding {
    Finding::Well(format!("master key: {}", args.store.key_path().display()))
}
