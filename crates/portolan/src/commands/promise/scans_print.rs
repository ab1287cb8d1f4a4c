//! The figures of `portolan promise evaluate --scans`, as tables and as JSON.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::booked::{Booked, Picked};
use super::scans::{Judged, PARTS, PROMISED, Said};
use crate::commands::network_learn::Sum;
use crate::output::{self, Table};

pub fn tables(sum: &Sum, until: Timestamp, scores: &[Judged]) -> anyhow::Result<()> {
    let judged = scores.first().map_or(0, |score| score.journeys);
    output::line(&format!(
        "{} journeys learned from until {until}, {judged} ready from then on judged\n",
        sum.journeys
    ))?;
    output::line("after each scan, by share of the journey done")?;
    let mut table = Table::new(&[
        "times",
        "done",
        ">looks",
        ">by the 90 % date",
        ">within 10 to 90 %",
        ">median error, days",
        ">days to the 90 % date",
    ]);
    for score in scores {
        for (part, said) in score.parts.iter().enumerate().filter(|(_, said)| said.looks > 0) {
            table.row(said_row(score.name, part, said));
        }
    }
    table.print("nothing to judge")?;
    output::line("\nthe promise made when it was booked, and alarms (daily, and after each scan)")?;
    let mut table = Table::new(&[
        "times",
        ">promise kept",
        ">late",
        ">told before",
        ">days before",
        ">told wrongly",
        ">lost",
        ">a scan due",
        ">of these found",
        ">days after",
        ">found wrongly",
    ]);
    for score in scores {
        let delivered = score.kept + score.late;
        table.row(vec![
            score.name.to_owned(),
            percent(score.kept, delivered),
            score.late.to_string(),
            percent(score.late_told, score.late),
            mean(score.lead_days, score.late_told),
            percent(score.false_late, score.kept),
            score.lost.to_string(),
            score.lost_due.to_string(),
            percent(score.lost_told, score.lost_due),
            mean(score.loss_days, score.lost_told),
            percent(score.false_lost, delivered),
        ]);
    }
    table.print("nothing to judge")?;
    output::line(
        "\nthe same dates as told, and picked where as many were really kept by the outcomes known that \
         morning; lost parcels are missed",
    )?;
    let mut table =
        Table::new(&["times", "dates", ">picked at", ">said", ">kept", ">days from when ready"]);
    for score in scores {
        let Booked { as_told, calibrated, levels } = score.booked;
        table.row(picked_row(score.name, "as told", PROMISED * number(&as_told), &as_told));
        table.row(picked_row(score.name, "calibrated", levels, &calibrated));
    }
    table.print("nothing to judge")
}

fn picked_row(name: &str, dates: &str, levels: f64, picked: &Picked) -> Vec<String> {
    let mean_percent = |sum: f64| {
        per(sum, picked.promised)
            .map_or_else(|| "-".to_owned(), |mean| format!("{:.1} %", mean * 100.0))
    };
    vec![
        name.to_owned(),
        dates.to_owned(),
        mean_percent(levels),
        mean_percent(picked.said),
        percent(picked.kept, picked.promised),
        mean(picked.length_days, picked.promised),
    ]
}

fn number(picked: &Picked) -> f64 {
    count(picked.promised)
}

fn picked_json(levels: f64, picked: &Picked) -> Value {
    json!({
        "picked_at": per(levels, picked.promised),
        "said": per(picked.said, picked.promised),
        "kept": share(picked.kept, picked.promised),
        "days": per(picked.length_days, picked.promised),
    })
}

fn said_row(name: &str, part: usize, said: &Said) -> Vec<String> {
    vec![
        name.to_owned(),
        done(part),
        said.looks.to_string(),
        percent(said.by_p90, said.looks),
        percent(said.inside, said.looks),
        mean(said.error_days, said.looks),
        mean(said.length_days, said.looks),
    ]
}

fn done(part: usize) -> String {
    let step = 100 / PARTS;
    format!("{} to {} %", part * step, (part + 1) * step)
}

pub fn json(sum: &Sum, until: Timestamp, scores: &[Judged]) -> anyhow::Result<()> {
    let scores: Vec<Value> = scores.iter().map(score).collect();
    output::json(&json!({
        "learned_from": sum.journeys,
        "until": until.to_string(),
        "times": scores,
    }))
}

fn score(score: &Judged) -> Value {
    let parts = score.parts.iter().enumerate().map(|(part, said)| {
        json!({
            "done": done(part),
            "looks": said.looks,
            "by_p90": share(said.by_p90, said.looks),
            "within_p10_to_p90": share(said.inside, said.looks),
            "median_error_days": per(said.error_days, said.looks),
            "days_to_p90": per(said.length_days, said.looks),
        })
    });
    let delivered = score.kept + score.late;
    json!({
        "name": score.name,
        "journeys": score.journeys,
        "parts": parts.collect::<Vec<_>>(),
        "promise_kept": share(score.kept, delivered),
        "late": score.late,
        "late_told": share(score.late_told, score.late),
        "late_lead_days": per(score.lead_days, score.late_told),
        "late_false": share(score.false_late, score.kept),
        "lost": score.lost,
        "lost_where_a_scan_was_due": score.lost_due,
        "lost_found": share(score.lost_told, score.lost_due),
        "lost_days_after": per(score.loss_days, score.lost_told),
        "lost_false": share(score.false_lost, delivered),
        "booked_as_told": picked_json(
            PROMISED * number(&score.booked.as_told),
            &score.booked.as_told,
        ),
        "booked_calibrated": picked_json(score.booked.levels, &score.booked.calibrated),
    })
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| count(part) / count(whole))
}

fn per(sum: f64, whole: usize) -> Option<f64> {
    (whole > 0).then(|| sum / count(whole))
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

fn percent(part: usize, whole: usize) -> String {
    share(part, whole).map_or_else(|| "-".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

fn mean(sum: f64, whole: usize) -> String {
    per(sum, whole).map_or_else(|| "-".to_owned(), |mean| format!("{mean:.2}"))
}
