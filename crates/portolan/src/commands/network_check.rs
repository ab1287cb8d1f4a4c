//! `portolan network check`: every fault of a network, and what it reaches.

mod coverage;

use std::process::ExitCode;

use portolan_network::{Checked, Fault, Severity};
use serde::Serialize;

use crate::args::{Format, NetworkCheckArgs};
use crate::{networks, output};

/// A fault as a program reads it.
#[derive(Serialize)]
struct FaultRecord<'a> {
    folder: String,
    file: &'a str,
    row: Option<u32>,
    column: Option<&'a str>,
    severity: &'static str,
    code: &'a str,
    what: &'a str,
    mend: &'a str,
}

pub fn run(args: &NetworkCheckArgs) -> anyhow::Result<ExitCode> {
    let checked = portolan_network::check(&networks::read_source(&args.folders)?);
    match args.format {
        Format::Json => print_json(args, &checked)?,
        Format::Table => print_text(args, &checked)?,
    }
    Ok(if checked.snapshot.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print_json(args: &NetworkCheckArgs, checked: &Checked) -> anyhow::Result<()> {
    let faults: Vec<FaultRecord<'_>> = checked.faults.iter().map(|f| record(args, f)).collect();
    let reach = coverage::json(&checked.reach);
    output::json(&serde_json::json!({
        "usable": checked.snapshot.is_some(), "faults": faults, "reach": reach,
    }))
}

fn record<'a>(args: &NetworkCheckArgs, fault: &'a Fault) -> FaultRecord<'a> {
    FaultRecord {
        folder: folder(args, fault),
        file: &fault.file,
        row: fault.row,
        column: fault.column.as_deref(),
        severity: severity(fault),
        code: fault.code,
        what: &fault.what,
        mend: &fault.mend,
    }
}

fn print_text(args: &NetworkCheckArgs, checked: &Checked) -> anyhow::Result<()> {
    for fault in &checked.faults {
        output::line(&format!("{}/{fault}", folder(args, fault)))?;
    }
    let (errors, warnings) = (checked.error_count(), checked.warning_count());
    if checked.snapshot.is_some() {
        output::line(&coverage::text(&checked.reach))?;
    }
    output::line(&match (errors, warnings) {
        (0, 0) => "no faults: the network can be used".to_owned(),
        (0, n) => format!("no faults, {n} warnings: the network can be used"),
        (e, n) => format!(
            "{e} faults, {n} warnings: the network cannot be used until the faults are mended"
        ),
    })
}

fn folder(args: &NetworkCheckArgs, fault: &Fault) -> String {
    args.folders.get(fault.folder).map(|f| f.display().to_string()).unwrap_or_default()
}

fn severity(fault: &Fault) -> &'static str {
    match fault.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
