//! `portolan network show`: what a network holds, or every record of one key with its source.

use std::process::ExitCode;

use anyhow::bail;
use portolan_network::Snapshot;
use portolan_network::show::Record;
use serde_json::{Map, Value, json};

use crate::args::{Format, NetworkShowArgs};
use crate::output::Table;
use crate::{networks, output};

pub fn run(args: &NetworkShowArgs) -> anyhow::Result<ExitCode> {
    let snapshot = networks::load(&args.network.folders)?;
    match &args.key {
        None => show_counts(args.format, &snapshot)?,
        Some(key) => {
            let found = snapshot.show(key);
            if found.is_empty() {
                bail!(
                    "no record has the key `{key}`: the keys stand in the first columns of the tables"
                );
            }
            show_records(args.format, &found)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn show_counts(format: Format, snapshot: &Snapshot) -> anyhow::Result<()> {
    let counts = snapshot.counts();
    if format == Format::Json {
        let tables: Map<String, Value> =
            counts.iter().map(|c| (c.kind.to_owned(), json!(c.count))).collect();
        return output::json(&json!({
            "title": snapshot.title,
            "version": snapshot.version.to_string(),
            "base_currency": snapshot.base_currency.to_string(),
            "tables": tables,
        }));
    }
    output::line(&format!("{}, costs in {}", snapshot.title, snapshot.base_currency))?;
    output::line(&format!("version {}\n", snapshot.version))?;
    let mut table = Table::new(&["table", ">records"]);
    for count in counts {
        table.row(vec![count.kind.to_owned(), count.count.to_string()]);
    }
    table.print("nothing")
}

fn show_records(format: Format, records: &[Record]) -> anyhow::Result<()> {
    if format == Format::Json {
        let values: Vec<Value> = records.iter().map(record_value).collect();
        return output::json(&values);
    }
    for record in records {
        output::line(&format!("{} {}", record.kind, record.key))?;
        let widest =
            record.fields.iter().map(|(name, _)| name.len()).max().unwrap_or_default().max(6);
        for (name, value) in &record.fields {
            output::line(&format!("  {name:widest$}  {value}"))?;
        }
        output::line(&format!("  {:widest$}  {}", "valid", record.valid))?;
        let mark = if record.estimated { " (estimated)" } else { "" };
        output::line(&format!("  {:widest$}  {}{mark}", "source", record.source))?;
    }
    Ok(())
}

fn record_value(record: &Record) -> Value {
    let fields: Map<String, Value> =
        record.fields.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    json!({
        "kind": record.kind,
        "key": record.key,
        "fields": fields,
        "valid": record.valid,
        "source": record.source,
        "estimated": record.estimated,
    })
}
