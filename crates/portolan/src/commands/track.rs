//! `portolan track import`: tells a running server what a file says, scans or carriers' messages.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use portolan_api::Client;
use portolan_api::tracking::ScansAnswer;

use crate::args::ServerArgs;
use crate::{output, settings};

/// Scans sent at once: an answer within a moment, and a broken connection repeats little.
const SCANS_AT_ONCE: usize = 5_000;
/// Bytes sent at once: below what the server takes.
const BYTES_AT_ONCE: usize = 4 * 1024 * 1024;
/// Refused lines that are shown before the rest is only counted.
const REFUSED_SHOWN_MAX: usize = 20;

/// Tell a server what happened to parcels
#[derive(Debug, Subcommand)]
pub enum TrackCommand {
    /// Send a file of scans, one JSON object a line; or, with --adapter, a carrier's message
    Import(TrackImportArgs),
}

/// `portolan track import`
#[derive(Debug, Args)]
pub struct TrackImportArgs {
    #[command(flatten)]
    pub server: ServerArgs,
    /// The file is a message in this adapter's format
    #[arg(long, value_name = "NAME")]
    pub adapter: Option<String>,
    /// The file
    pub file: PathBuf,
}

pub fn run(command: &TrackCommand) -> anyhow::Result<ExitCode> {
    let TrackCommand::Import(args) = command;
    let bytes = std::fs::read(&args.file)
        .with_context(|| format!("cannot read {}", args.file.display()))?;
    settings::runtime()?.block_on(async {
        let client = Client::new(&args.server.server, &args.server.key)?;
        match &args.adapter {
            Some(adapter) => send_message(&client, adapter, bytes).await,
            None => send_lines(&client, args, &bytes).await,
        }
    })
}

async fn send_message(client: &Client, adapter: &str, bytes: Vec<u8>) -> anyhow::Result<ExitCode> {
    let answer = client.tell_message(adapter, bytes).await?;
    for fault in &answer.faults {
        let event = fault.event.map(|event| format!("event {event}: ")).unwrap_or_default();
        output::note(&format!("{event}{}", fault.what))?;
    }
    for unknown in &answer.unknown_codes {
        let said = [&unknown.code, &unknown.text].into_iter().flatten();
        let said: Vec<&str> = said.map(String::as_str).collect();
        output::note(&format!("unknown code, {} times: {}", unknown.count, said.join(": ")))?;
    }
    let kept = if answer.quarantined { "; what could not be read is in quarantine" } else { "" };
    if answer.without_events {
        output::note("the message was understood and tells of no event: there is nothing to keep")?;
    }
    let (events, new, known) = (answer.events, answer.new, answer.known);
    output::line(&format!("{events} events: {new} new, {known} told before{kept}"))?;
    Ok(if answer.quarantined { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn send_lines(
    client: &Client,
    args: &TrackImportArgs,
    bytes: &[u8],
) -> anyhow::Result<ExitCode> {
    let text = std::str::from_utf8(bytes)
        .with_context(|| format!("{} is not UTF-8", args.file.display()))?;
    let lines: Vec<(usize, &str)> =
        text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).collect();
    let bar = ProgressBar::new(lines.len() as u64);
    bar.set_style(ProgressStyle::with_template("{bar:30} {pos}/{len} scans, {eta} left")?);
    let mut all = ScansAnswer { new: 0, known: 0, failed: 0, results: Vec::new() };
    let mut rest = lines.as_slice();
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = |(_, line): &&(usize, &str)| {
            bytes += line.len() + 1;
            bytes <= BYTES_AT_ONCE
        };
        let count = rest.iter().take(SCANS_AT_ONCE).take_while(fits).count().max(1);
        let (batch, after) = rest.split_at(count);
        let body: Vec<&str> = batch.iter().map(|(_, line)| *line).collect();
        let answer = client.tell_scans(body.join("\n").into_bytes()).await?;
        for item in &answer.results {
            let line = batch.get(item.index as usize).map_or(0, |(index, _)| index + 1);
            if all.results.len() < REFUSED_SHOWN_MAX {
                let why = item.problem.as_ref().map_or("", |problem| problem.detail.as_str());
                output::note(&format!("{}: line {line}: {why}", args.file.display()))?;
            }
            all.results.push(item.clone());
        }
        all.new += answer.new;
        all.known += answer.known;
        all.failed += answer.failed;
        bar.inc(batch.len() as u64);
        rest = after;
    }
    bar.finish_and_clear();
    let (new, known, failed) = (all.new, all.known, all.failed);
    output::line(&format!("{new} new scans, {known} told before, {failed} refused"))?;
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
