//! `portolan network check`: every fault of a network, and what it reaches.

use std::process::ExitCode;

use portolan_model::Code;
use portolan_network::{Checked, Fault, Reach, Severity};
use serde::Serialize;

use crate::args::{Format, NetworkCheckArgs};
use crate::output::Table;
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
    output::json(&serde_json::json!({ "usable": checked.snapshot.is_some(), "faults": faults }))
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
        print_reach(&checked.reach)?;
    }
    output::line(&match (errors, warnings) {
        (0, 0) => "no faults: the network can be used".to_owned(),
        (0, n) => format!("no faults, {n} warnings: the network can be used"),
        (e, n) => format!(
            "{e} faults, {n} warnings: the network cannot be used until the faults are mended"
        ),
    })
}

/// What the network reaches, and what it does not and why.
fn print_reach(reach: &Reach) -> anyhow::Result<()> {
    let mut table = Table::new(&["country", ">legs", "services", "lines"]);
    for country in &reach.reached {
        table.row(vec![
            country.country.to_string(),
            country.legs_min.to_string(),
            joined(&country.services),
            joined(&country.lines),
        ]);
    }
    table.print("no country can be reached")?;
    for country in &reach.unreached {
        output::line(&format!("{}: not reached: {}", country.country, country.why))?;
    }
    Ok(())
}

fn joined(keys: &[Code]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
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
