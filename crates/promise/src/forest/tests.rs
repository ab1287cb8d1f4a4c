#![expect(clippy::cast_precision_loss, reason = "small counts in a test")]

use super::*;

fn learned(targets: &[f64]) -> Forest {
    let table: Vec<f32> = (0..targets.len()).flat_map(|row| [(row % 2) as f32, 1.0]).collect();
    let hashes: Vec<u64> = (0..targets.len() as u64).map(mixed).collect();
    let weights = vec![1.0; targets.len()];
    let lesson = Lesson { table: &table, width: 2, targets, weights: &weights, hashes: &hashes };
    Forest::learn(&lesson, &Settings::default())
}

#[test]
fn place_and_shape_are_those_of_the_group() {
    // Even rows lie evenly on 0..1, odd rows on 10..14.
    let targets: Vec<f64> = (0..4_000)
        .map(|row| {
            let share = f64::from(row / 2) / 2_000.0;
            if row % 2 == 0 { share } else { 10.0 + 4.0 * share }
        })
        .collect();
    let forest = learned(&targets);
    let even = forest.quantiles(&mut vec![0.0, 1.0]);
    let odd = forest.quantiles(&mut vec![1.0, 1.0]);
    assert!((even[3] - 0.5).abs() < 0.3 && (odd[3] - 12.0).abs() < 0.3, "{even:?} {odd:?}");
    assert!(odd[5] - odd[1] > 2.0 * (even[5] - even[1]), "{even:?} {odd:?}");
    assert!(even.is_sorted() && odd.is_sorted());
}

#[test]
fn equal_targets_have_no_spread() {
    let quantiles = learned(&[2.5; 50]).quantiles(&mut vec![1.0, 1.0]);
    assert!(quantiles.iter().all(|quantile| (quantile - 2.5).abs() < 1e-9), "{quantiles:?}");
}
