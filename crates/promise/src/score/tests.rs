use super::*;
use crate::{Features, Place};

fn shipment(day: i64, days: i64, to: &str, promised: Option<i64>) -> Observation {
    let at = |day: i64| Timestamp::from_second(day * 86_400).unwrap();
    Observation {
        features: Features {
            shipped_at: at(day),
            origin: Place::parse("A"),
            destination: Place::parse(to),
            service: String::new(),
            seller: String::new(),
            mass_grams: None,
            promised_at: promised.map(|days| at(day + days)),
            extras: Vec::new(),
        },
        handed_over_at: None,
        delivered_at: Some(at(day + days)),
    }
}

#[test]
fn pinball_weighs_the_two_sides() {
    assert!((pinball(0.9, 10.0, 12.0) - 1.8).abs() < 1e-12);
    assert!((pinball(0.9, 10.0, 8.0) - 0.2).abs() < 1e-12);
    assert!(pinball(0.5, 3.0, 3.0).abs() < 1e-12);
}

#[test]
fn scores_are_those_worked_out_by_hand() {
    let rows = [shipment(100, 4, "B", Some(5)), shipment(100, 8, "B", Some(5))];
    let from = Timestamp::from_second(0).unwrap();
    let judged = judged(&rows, from);
    let said = |row| Prediction { row, p10: 2.0, p50: 6.0, p90: 9.0 };
    let forecasters = [Forecaster::of("x", &[said(0), said(1)]), own_promise(&rows, from)];
    let report = report(&judged, &forecasters);
    let [ours, table] = report.all.scores[..] else { panic!("two scores") };
    // 0.1 × (2 + 6) ÷ 2, 0.5 × (2 + 2) ÷ 2, 0.1 × (5 + 1) ÷ 2.
    for (loss, wanted) in ours.pinball.unwrap().iter().zip([0.4, 1.0, 0.3]) {
        assert!((loss - wanted).abs() < 1e-12, "{ours:?}");
    }
    assert!((ours.kept - 1.0).abs() < 1e-12 && (ours.length - 9.0).abs() < 1e-12);
    assert_eq!((table.pinball, table.median_error), (None, None));
    assert!((table.kept - 0.5).abs() < 1e-12 && (table.length - 5.0).abs() < 1e-12);
    assert_eq!(report.months[0].name, "1970-04");
    assert!(report.lanes.is_empty());
}

#[test]
fn lanes_are_told_from_a_hundred_rows_on() {
    let rows: Vec<Observation> =
        (0..199).map(|at| shipment(100, 4, if at < 100 { "B" } else { "C" }, None)).collect();
    let from = Timestamp::from_second(0).unwrap();
    let report = report(&judged(&rows, from), &[global_quantiles(&rows, from)]);
    assert_eq!(report.lanes.len(), 1);
    assert_eq!(report.lanes[0].name, "A → B");
}

#[test]
fn rules_learn_from_what_was_known_alone() {
    let mut rows: Vec<Observation> = (0..50).map(|_| shipment(100, 4, "B", None)).collect();
    rows.extend((0..50).map(|_| shipment(100, 8, "C", None)));
    // Shipped before the first judged day and delivered after it: not known.
    rows.extend((0..50).map(|_| shipment(109, 40, "B", None)));
    rows.push(shipment(110, 5, "B", None));
    let from = Timestamp::from_second(110 * 86_400).unwrap();
    let (all, lane) = (global_quantiles(&rows, from), lane_quantiles(&rows, from));
    assert!((all.forecasts[&150].p90 - 8.0).abs() < 1e-9);
    // 50 of the lane at 4 days and 20 of everything at 8.
    assert!((lane.forecasts[&150].p90 - (50.0 * 4.0 + 20.0 * 8.0) / 70.0).abs() < 1e-9);
}
