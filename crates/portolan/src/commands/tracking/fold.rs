//! Timelines of the numbers in a file of scans.

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use jiff::Timestamp;
use portolan_model::Scan;
use portolan_tracking::adapter::scan_line;
use portolan_tracking::texts::{Texts, preferred};
use portolan_tracking::timeline::{Event, FoldRules, Keeper, Timeline, fold};
use serde_json::{Value, json};

use super::TimelineArgs;
use crate::args::Format;
use crate::output;

/// Faults of a file that are shown before the rest is only counted.
const FAULTS_SHOWN_MAX: usize = 20;

#[derive(rust_embed::RustEmbed)]
#[folder = "../tracking/texts"]
struct TextFiles;

pub fn run(args: &TimelineArgs, now: Timestamp) -> anyhow::Result<ExitCode> {
    let texts = texts()?;
    let texts = preferred(&texts, &args.language).context("the program carries no texts")?;
    let rules = FoldRules { now: Some(now), ..FoldRules::PLAIN };
    let mut all = Vec::new();
    for (identifier, scans) in scans_of(args, now)? {
        let timeline = fold(&scans, &rules);
        match args.format {
            Format::Json => all.push(as_json(&identifier, &timeline, now)),
            Format::Table => print(&identifier, &timeline, texts, now)?,
        }
    }
    if args.format == Format::Json {
        output::json(&all)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn texts() -> anyhow::Result<Vec<Texts>> {
    let read = TextFiles::iter().map(|path| {
        let file = TextFiles::get(&path).context("a file of texts is missing")?;
        let text = std::str::from_utf8(&file.data)?;
        Texts::read(&path, text).map_err(|faults| anyhow::anyhow!("{}", faults[0]))
    });
    read.collect()
}

/// The scans of a file by the number they are about; every line that is none is told.
fn scans_of(args: &TimelineArgs, now: Timestamp) -> anyhow::Result<BTreeMap<String, Vec<Scan>>> {
    let text = String::from_utf8(super::bytes_of(&args.file)?)
        .with_context(|| format!("{} is not UTF-8", args.file.display()))?;
    let mut scans: BTreeMap<String, Vec<Scan>> = BTreeMap::new();
    let mut faults = 0_usize;
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match scan_line::read(line, now) {
            Ok(scan) => scans.entry(scan.identifier.to_string()).or_default().push(scan),
            Err(fault) => {
                faults += 1;
                if faults <= FAULTS_SHOWN_MAX {
                    let file = args.file.display();
                    output::note(&format!("{file}: line {}: {fault}", index + 1))?;
                }
            }
        }
    }
    if faults > 0 {
        bail!("{} has {faults} lines that are no scans: mend them", args.file.display());
    }
    Ok(scans)
}

fn place_of(event: &Event) -> String {
    let place = &event.place;
    let city = place.city.as_ref().or(place.text.as_ref()).map(ToString::to_string);
    let country = place.country.map(|country| country.to_string());
    [city, country].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn keeper_of(keeper: &Keeper) -> String {
    match keeper {
        Keeper::Sender => "sender".to_owned(),
        Keeper::Operator(operator) => operator.to_string(),
        Keeper::Authority(by) => format!("customs, presented by {by}"),
        Keeper::Recipient => "recipient".to_owned(),
    }
}

fn print(
    identifier: &str,
    timeline: &Timeline,
    texts: &Texts,
    now: Timestamp,
) -> anyhow::Result<()> {
    let status = timeline.status();
    output::line(&format!("{identifier}: {} ({})", texts.status(status), timeline.sub_status))?;
    let mut table = output::Table::new(&["when", "where", "what", "holder", "carrier's words"]);
    for event in &timeline.events {
        let words =
            event.words.iter().filter_map(|words| words.text.as_ref().or(words.code.as_ref()));
        let words: Vec<&str> = words.map(portolan_model::ScanText::as_str).collect();
        let what = texts.milestone(event.milestone);
        table.row(vec![
            event.occurred.to_string(),
            place_of(event),
            if event.is_void { format!("({what})") } else { what.to_owned() },
            event.holder.to_string(),
            words.join(" / "),
        ]);
    }
    table.print("no scans")?;
    for stretch in &timeline.blind {
        let until =
            if stretch.is_open { "until now".to_owned() } else { format!("until {}", stretch.to) };
        output::line(&format!("blind: nothing was heard from {} {until}", stretch.from))?;
    }
    for contradiction in &timeline.contradictions {
        output::line(&format!("cannot be true together: {contradiction:?}"))?;
    }
    if let Some(days) = timeline.days_since_last_scan(now) {
        output::line(&format!("next: {} (last scan {days} days ago)", texts.next(status)))?;
    }
    output::line("")
}

fn as_json(identifier: &str, timeline: &Timeline, now: Timestamp) -> Value {
    let events: Vec<Value> = timeline.events.iter().map(event_json).collect();
    let custody: Vec<Value> = timeline
        .custody
        .iter()
        .map(|stretch| {
            json!({
                "keeper": keeper_of(&stretch.keeper),
                "from": stretch.from.to_string(),
                "to": stretch.to.map(|to| to.to_string()),
            })
        })
        .collect();
    let blind: Vec<Value> = timeline
        .blind
        .iter()
        .map(|stretch| {
            json!({
                "after": stretch.after,
                "from": stretch.from.to_string(),
                "to": stretch.to.to_string(),
                "allowed_hours": stretch.allowed.as_hours(),
                "is_open": stretch.is_open,
            })
        })
        .collect();
    json!({
        "identifier": identifier,
        "status": timeline.status().as_str(),
        "sub_status": timeline.sub_status.as_str(),
        "days_since_last_scan": timeline.days_since_last_scan(now),
        "events": events,
        "custody": custody,
        "blind": blind,
        "contradictions": timeline.contradictions.len(),
        "unknown": timeline.unknown_count(),
    })
}

fn event_json(event: &Event) -> Value {
    let words: Vec<Value> = event
        .words
        .iter()
        .map(|words| {
            json!({
                "source": words.source.as_str(),
                "code": words.code.as_ref().map(ToString::to_string),
                "text": words.text.as_ref().map(ToString::to_string),
            })
        })
        .collect();
    json!({
        "milestone": event.milestone.as_str(),
        "reason": event.reason.map(portolan_model::scan::Reason::as_str),
        "occurred_at": event.occurred.to_string(),
        "time_precision": event.occurred.precision().as_str(),
        "utc_offset_source": event.occurred.offset_source().as_str(),
        "place": place_of(event),
        "holder": event.holder.as_str(),
        "is_void": event.is_void,
        "words": words,
    })
}
