//! What an evaluation says to a person and to a program.

use std::path::Path;

use jiff::Timestamp;
use portolan_promise::{
    history::History,
    score::{Report, Score, Section},
};
use serde_json::{Value, json};

use crate::output;

/// What was not used or not believed, on standard error.
pub fn history_notes(file: &Path, history: &History) -> anyhow::Result<()> {
    for fault in history.faults.iter().chain(&history.warnings) {
        output::note(&format!("{}: {fault}", file.display()))?;
    }
    let told = history.faults.len() + history.warnings.len();
    let untold = history.faults_count + history.warnings_count - told;
    if untold > 0 {
        output::note(&format!("and {untold} more"))?;
    }
    let left_out = history.rows_read - history.rows.len();
    if left_out > 0 {
        output::note(&format!("{left_out} of {} rows were left out", history.rows_read))?;
    }
    Ok(())
}

/// The scores as tables.
pub fn tables(history: &History, from: Timestamp, report: &Report) -> anyhow::Result<()> {
    let judged = report.all.scores.first().map_or(0, |score| score.rows);
    output::line(&format!(
        "{} rows, {judged} of them shipped from {from} on and delivered",
        history.rows.len()
    ))?;
    let used = |has: bool| if has { "is a feature" } else { "is not told" };
    let has_promise = history.rows.iter().any(|row| row.observation.features.promised_at.is_some());
    output::line(&format!("the row's own promised_at {}", used(has_promise)))?;
    if !history.extra_columns.is_empty() {
        output::line(&format!("further features: {}", history.extra_columns.join(", ")))?;
    }
    output::line("")?;
    section_table("all rows", report, std::slice::from_ref(&report.all))?;
    section_table("by month of shipment", report, &report.months)?;
    section_table("by lane of at least 100 rows", report, &report.lanes)
}

fn section_table(title: &str, report: &Report, sections: &[Section]) -> anyhow::Result<()> {
    if sections.is_empty() {
        return Ok(());
    }
    output::line(title)?;
    let columns = [
        "",
        "who",
        ">rows",
        ">pinball",
        ">at 0.1",
        ">at 0.5",
        ">at 0.9",
        ">median error",
        ">90 % kept",
        ">mean length",
    ];
    let mut table = output::Table::new(&columns);
    for section in sections {
        for (name, score) in report.names.iter().zip(&section.scores) {
            if score.rows > 0 {
                table.row(cells(&section.name, name, score));
            }
        }
    }
    table.print("nothing to judge")?;
    output::line("")
}

fn cells(section: &str, name: &str, score: &Score) -> Vec<String> {
    let days =
        |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |days| format!("{days:.3}"));
    let at = |place: usize| days(score.pinball.map(|losses| losses[place]));
    vec![
        section.to_owned(),
        name.to_owned(),
        score.rows.to_string(),
        days(score.pinball_mean()),
        at(0),
        at(1),
        at(2),
        days(score.median_error),
        format!("{:.1} %", score.kept * 100.0),
        format!("{:.2}", score.length),
    ]
}

/// The scores as JSON.
pub fn json(history: &History, from: Timestamp, report: &Report) -> anyhow::Result<()> {
    let sections =
        |sections: &[Section]| sections.iter().map(|s| section_json(report, s)).collect::<Vec<_>>();
    output::json(&json!({
        "rows": history.rows.len(),
        "rows_left_out": history.rows_read - history.rows.len(),
        "test_from": from.to_string(),
        "features": history.extra_columns,
        "all": section_json(report, &report.all),
        "months": sections(&report.months),
        "lanes": sections(&report.lanes),
    }))
}

fn section_json(report: &Report, section: &Section) -> Value {
    let scores: Vec<Value> = report
        .names
        .iter()
        .zip(&section.scores)
        .filter(|(_, score)| score.rows > 0)
        .map(|(name, score)| {
            json!({
                "who": name,
                "rows": score.rows,
                "pinball": score.pinball_mean(),
                "pinball_at": score.pinball,
                "median_error_days": score.median_error,
                "kept": score.kept,
                "length_days": score.length,
            })
        })
        .collect();
    json!({ "name": section.name, "scores": scores })
}
