#![expect(clippy::cast_precision_loss, reason = "small counts in a test")]

use super::*;
use crate::{
    Observation,
    generate::{Scenario, generate, write_history},
    history::{ReadOptions, read},
};

fn observations(scenario: Scenario) -> Vec<Observation> {
    let mut bytes = Vec::new();
    write_history(&generate(scenario, 2, 900, 1.0), &mut bytes).unwrap();
    let now = "2026-11-22T00:00:00Z".parse().unwrap();
    read(&bytes, &ReadOptions { now, ignored: Vec::new() }).unwrap().observations()
}

#[test]
fn a_model_is_the_same_learned_twice_and_tells_far_from_near() {
    let rows = observations(Scenario::Drift);
    let book = Book::new(&rows);
    let at = rows[800].features.shipped_at;
    let (one, two) = (Model::learn(&book, at).unwrap(), Model::learn(&book, at).unwrap());
    let says = |row: &Observation| one.predict(&row.features);
    for row in &rows[800..820] {
        assert_eq!(says(row), two.predict(&row.features));
    }
    let kilometres = |row: &Observation| {
        let features = &row.features;
        features.origin.point.unwrap().distance_km(features.destination.point.unwrap())
    };
    let mean = |rows: &[&Observation]| {
        rows.iter().map(|row| says(row).days(0.5)).sum::<f64>() / rows.len() as f64
    };
    let (near, far): (Vec<&Observation>, Vec<&Observation>) =
        rows[800..].iter().partition(|row| kilometres(row) < 1_000.0);
    assert!(mean(&far) > mean(&near) + 1.0, "{} {}", mean(&far), mean(&near));
}

#[test]
fn handling_and_transit_are_learned_apart_where_hand_overs_are_told() {
    let learn = |scenario| {
        let rows = observations(scenario);
        Model::learn(&Book::new(&rows), rows[800].features.shipped_at).unwrap()
    };
    assert!(learn(Scenario::Sellers).parts.is_some());
    assert!(learn(Scenario::Lanes).parts.is_none());
}

#[test]
fn too_little_is_said_to_be_too_little() {
    let rows = observations(Scenario::Drift);
    let error = Model::learn(&Book::new(&rows), rows[3].features.shipped_at).unwrap_err();
    assert_eq!(error.code(), "history_too_short");
    assert!(error.to_string().contains("take a later date"), "{error}");
}
