#![expect(clippy::cast_precision_loss, reason = "small counts in a test")]

use super::*;
use crate::history::{ReadOptions, read};

fn median_days(rows: &[crate::history::Row]) -> f64 {
    let mut days: Vec<f64> = rows
        .iter()
        .filter_map(|row| {
            let o = &row.observation;
            Some(
                (o.delivered_at?.as_second() - o.features.shipped_at.as_second()) as f64 / 86_400.0,
            )
        })
        .collect();
    days.sort_by(f64::total_cmp);
    days[days.len() / 2]
}

fn history(scenario: Scenario) -> crate::history::History {
    let mut bytes = Vec::new();
    write_history(&generate(scenario, 5, 3_000, 1.0), &mut bytes).unwrap();
    let now = "2026-11-22T00:00:00Z".parse().unwrap();
    read(&bytes, &ReadOptions { now, ignored: Vec::new() }).unwrap()
}

#[test]
fn the_same_seed_makes_the_same_history() {
    for scenario in Scenario::ALL {
        let made = generate(scenario, 3, 60, 0.7);
        assert_eq!(made, generate(scenario, 3, 60, 0.7));
        assert_ne!(made.rows, generate(scenario, 4, 60, 0.7).rows);
        assert_eq!(made.truth.len(), 18);
    }
}

#[test]
fn every_history_is_read_without_a_fault() {
    for scenario in Scenario::ALL {
        let history = history(scenario);
        assert_eq!(history.rows.len(), 3_000);
        assert_eq!((history.faults_count, history.warnings_count), (0, 0), "{scenario:?}");
    }
}

#[test]
fn drift_speeds_up_and_a_censored_tail_is_under_way() {
    let drift = history(Scenario::Drift).rows;
    assert!(median_days(&drift[2_000..]) < median_days(&drift[..1_000]) - 1.0);
    let open = |history: &crate::history::History| {
        history.rows.iter().filter(|row| row.observation.delivered_at.is_none()).count()
    };
    assert!(open(&history(Scenario::CensoredTail)) > 2 * open(&history(Scenario::Drift)));
}

#[test]
fn nine_in_ten_lives_keep_the_true_promise() {
    let made = generate(Scenario::Sellers, 9, 2_000, 0.0);
    let mut bytes = Vec::new();
    write_history(&made, &mut bytes).unwrap();
    let now = "2026-11-22T00:00:00Z".parse().unwrap();
    let rows = read(&bytes, &ReadOptions { now, ignored: Vec::new() }).unwrap().rows;
    let kept = rows.iter().zip(&made.truth).filter_map(|(row, truth)| {
        let o = &row.observation;
        let seconds = o.delivered_at?.as_second() - o.features.shipped_at.as_second();
        Some(seconds as f64 / 86_400.0 <= truth.p90)
    });
    let kept: Vec<bool> = kept.collect();
    let share = kept.iter().filter(|&&kept| kept).count() as f64 / kept.len() as f64;
    assert!((0.87..0.93).contains(&share), "{share}");
}
