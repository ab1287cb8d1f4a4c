#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap,
    reason = "small counts in a test"
)]

use proptest::prelude::*;

use super::*;
use crate::{
    Observation,
    generate::{Scenario, generate, write_history},
    history::{ReadOptions, read},
};

fn observations(scenario: Scenario, rows: usize) -> Vec<Observation> {
    let mut bytes = Vec::new();
    write_history(&generate(scenario, 2, rows, 1.0), &mut bytes).unwrap();
    let now = "2026-11-22T00:00:00Z".parse().unwrap();
    read(&bytes, &ReadOptions { now, ignored: Vec::new() }).unwrap().observations()
}

fn evaluated(rows: &[Observation], from: Timestamp) -> Vec<Prediction> {
    run(&Book::new(rows), from).unwrap().predictions
}

fn plain(days: &[f64]) -> Vec<Observation> {
    let at = |day: f64| Timestamp::from_second(1_600_000_000 + (day * 86_400.0) as i64).unwrap();
    let row = |(number, &days): (usize, &f64)| {
        let features = crate::Features {
            shipped_at: at(number as f64 / 4.0),
            origin: crate::Place::parse("A"),
            destination: crate::Place::parse("B"),
            service: String::new(),
            seller: String::new(),
            mass_grams: None,
            promised_at: None,
            extras: Vec::new(),
        };
        let delivered_at = Some(at(number as f64 / 4.0 + days));
        Observation { features, handed_over_at: None, delivered_at }
    };
    days.iter().enumerate().map(row).collect()
}

/// What was not known when a row left never changes what was said of it: later deliveries and hand-overs are moved,
/// taken away and put in, later shipments are taken out.
#[test]
fn nothing_later_than_the_shipment_reaches_a_prediction() {
    let rows = observations(Scenario::Sellers, 700);
    let from = rows[450].features.shipped_at;
    let usual = evaluated(&rows, from);
    let mut changed_ones = 0;
    for cut in [470, 560, 650] {
        let now = rows[cut].features.shipped_at;
        let later = |at: Option<Timestamp>, number: usize| match at {
            Some(at) if at < now => Some(at),
            _ if number.is_multiple_of(3) => None,
            _ => Some(now + jiff::SignedDuration::from_hours(1 + 7 * (number as i64 % 50))),
        };
        let changed: Vec<Observation> = rows
            .iter()
            .enumerate()
            .filter(|(number, row)| row.features.shipped_at <= now || number.is_multiple_of(2))
            .map(|(number, row)| Observation {
                handed_over_at: later(row.handed_over_at, number),
                delivered_at: later(row.delivered_at, number + 1),
                ..row.clone()
            })
            .collect();
        changed_ones += changed.iter().zip(&rows).filter(|(a, b)| a != b).count();
        let said = evaluated(&changed, from);
        for (one, other) in usual.iter().zip(&said).take_while(|(one, _)| one.row <= cut) {
            assert_eq!(one, other, "cut {cut}");
        }
    }
    assert!(changed_ones > 100, "the changes are changes");
}

#[test]
fn what_was_known_does_reach_a_prediction() {
    let rows = observations(Scenario::Sellers, 700);
    let from = rows[450].features.shipped_at;
    let slower: Vec<Observation> = rows
        .iter()
        .map(|row| {
            let more = jiff::SignedDuration::from_hours(48);
            Observation { delivered_at: row.delivered_at.map(|at| at + more), ..row.clone() }
        })
        .collect();
    let mean = |rows: &[Observation]| {
        let said = evaluated(rows, from);
        said.iter().map(|p| p.p50).sum::<f64>() / said.len() as f64
    };
    assert!((mean(&slower) - mean(&rows) - 2.0).abs() < 0.7);
}

#[test]
fn the_order_of_the_rows_does_not_matter() {
    let rows = observations(Scenario::Strike, 600);
    let from = rows[420].features.shipped_at;
    let usual = evaluated(&rows, from);
    let turned: Vec<Observation> = rows.iter().rev().cloned().collect();
    let said = evaluated(&turned, from);
    assert_eq!(usual.len(), said.len());
    for (one, other) in usual.iter().zip(said.iter().rev()) {
        assert_eq!((one.p10, one.p50, one.p90), (other.p10, other.p50, other.p90));
        assert_eq!(one.row, rows.len() - 1 - other.row);
    }
}

#[test]
fn equal_durations_are_told_as_they_are() {
    let rows = plain(&[5.0; 400]);
    let said = evaluated(&rows, rows[280].features.shipped_at);
    assert_eq!(said.len(), 120);
    for one in said {
        assert!((one.p10 - 5.0).abs() < 0.9 && (one.p90 - 5.0).abs() < 0.9, "{one:?}");
    }
}

#[test]
fn a_history_that_left_on_one_day_is_learned_from_all_the_same() {
    let mut rows = plain(&[3.0; 60]);
    let first = rows[0].clone();
    for row in &mut rows[..40] {
        *row = first.clone();
    }
    let last = rows.pop().unwrap();
    rows.truncate(40);
    rows.push(last);
    let said = evaluated(&rows, rows[40].features.shipped_at);
    assert!((said[0].p50 - 3.0).abs() < 1.0, "{said:?}");
}

#[test]
fn a_history_of_one_row_is_too_short() {
    let rows = plain(&[5.0]);
    let book = Book::new(&rows);
    let error = run(&book, default_test_from(&book).unwrap()).unwrap_err();
    assert_eq!(
        error,
        PromiseError::HistoryTooShort {
            known: 0,
            needed: limits::KNOWN_MIN,
            at: Timestamp::from_second(1_600_000_000 / 86_400 * 86_400).unwrap(),
        }
    );
    assert!(default_test_from(&Book::new(&[])).is_none());
}

#[test]
fn a_date_after_the_last_row_leaves_nothing_to_judge() {
    let book = Book::new(&plain(&[5.0; 100]));
    let error = run(&book, "2030-01-01T00:00:00Z".parse().unwrap()).unwrap_err();
    assert_eq!(error.code(), "nothing_to_judge");
}

#[test]
fn a_jump_overnight_is_followed_within_weeks() {
    let days: Vec<f64> =
        (0..800).map(|n| if n < 480 { 4.0 } else { 9.0 } + f64::from(n % 5) * 0.3).collect();
    let rows = plain(&days);
    let said = evaluated(&rows, rows[480].features.shipped_at);
    let near = |at: usize| said[at].p50;
    assert!(near(0) < 6.0, "{}", near(0));
    assert!((near(200) - 9.6).abs() < 1.2, "{}", near(200));
}

#[test]
fn parcels_nobody_hears_of_again_do_not_stop_it() {
    let mut rows = plain(&[5.0; 400]);
    for row in rows.iter_mut().step_by(9) {
        row.delivered_at = None;
    }
    let said = evaluated(&rows, rows[280].features.shipped_at);
    assert!(said.iter().all(|one| one.p90 < 8.0), "{said:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn quantiles_never_cross_whatever_the_history(
        days in prop::collection::vec(prop_oneof![0.0_f64..3.0, 0.0_f64..700.0, Just(1.0)], 120..220),
    ) {
        let rows = plain(&days);
        let from = rows[100].features.shipped_at;
        if let Ok(evaluation) = run(&Book::new(&rows), from) {
            for (one, tenths) in evaluation.predictions.iter().zip(&evaluation.tenths) {
                prop_assert!(0.0 <= one.p10 && one.p10 <= one.p50 && one.p50 <= one.p90);
                prop_assert!(one.p90.is_finite() && tenths.is_sorted());
            }
        }
    }
}
