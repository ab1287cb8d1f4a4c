use super::*;

#[test]
fn a_draw_hangs_on_its_name_and_seed_alone() {
    let chance = Chance::new(7);
    let one = chance.deviate(&["leg", "a"]);
    assert!((chance.deviate(&["leg", "a"]) - one).abs() < f64::EPSILON);
    let others = [&["leg", "b"][..], &["le", "ga"], &["lega"]];
    assert!(others.iter().all(|name| (chance.deviate(name) - one).abs() > 1e-9));
    assert!((Chance::new(8).deviate(&["leg", "a"]) - one).abs() > 1e-9);
}

#[test]
fn durations_have_the_median_and_the_ninth_decile_they_are_drawn_by() {
    let (chance, spread) = (Chance::new(1), Spread { p50_seconds: 3_600, p90_seconds: 9_000 });
    let mut drawn: Vec<u32> =
        (0..4_000).map(|n| spread.at(chance.deviate(&["test", &n.to_string()]))).collect();
    drawn.sort_unstable();
    let (p50, p90) = (f64::from(drawn[2_000]), f64::from(drawn[3_600]));
    assert!((p50 / 3_600.0 - 1.0).abs() < 0.06, "{p50}");
    assert!((p90 / 9_000.0 - 1.0).abs() < 0.08, "{p90}");
}

#[test]
fn shares_of_the_variance_add_up() {
    let chance = Chance::new(3);
    let mut sum = 0.0;
    for n in 0..4_000 {
        let (shared, own) = (format!("s{n}"), format!("o{n}"));
        let one = mixed(chance.deviate(&[&shared]), chance.deviate(&[&own]), 80);
        sum += one * one;
    }
    assert!((sum / 4_000.0 - 1.0).abs() < 0.1, "{sum}");
    let rate = (0..9_000).filter(|n| chance.happens(100_000, &["h", &n.to_string()])).count();
    assert!((800..1_000).contains(&rate), "{rate}");
}

#[test]
fn what_has_no_spread_takes_its_median() {
    for (p50_seconds, p90_seconds) in [(0, 900), (60, 60), (90, 60)] {
        assert_eq!(Spread { p50_seconds, p90_seconds }.at(2.0), p50_seconds);
    }
}
