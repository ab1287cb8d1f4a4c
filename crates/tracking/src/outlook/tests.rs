use super::*;
use crate::testing;
use crate::timeline::{FoldRules, fold};
use jiff::Timestamp;
use portolan_model::{CountryCode, Milestone, Scan, ScanPlace, SubStatus};
use proptest::prelude::*;

fn stretch(p50_hours: f64, p90_hours: f64, loss_ppm: u32, missed_ppm: u32) -> Stretch {
    Stretch { p50_hours, p90_hours, loss_ppm, missed_ppm }
}

fn loss(due: &[Stretch], hours: i64) -> f64 {
    loss_after(due, SignedDuration::from_hours(hours)).unwrap()
}

#[test]
fn nothing_is_inferred_where_no_scan_is_due() {
    assert_eq!(loss_after(&[], SignedDuration::from_hours(10_000)), None);
}

#[test]
fn a_fresh_silence_says_no_more_than_the_loss_rate() {
    assert!((loss(&[stretch(24.0, 48.0, 1_000, 0)], 0) - 0.001).abs() < 1e-12);
}

#[test]
fn the_quantiles_of_a_stretch_are_met() {
    // At the p90 one in ten of the living is still silent: π / (π + (1 − π) 0.1).
    let at_p90 = loss(&[stretch(24.0, 48.0, 1_000, 0)], 48);
    assert!((at_p90 - 0.001 / (0.001 + 0.999 * 0.1)).abs() < 1e-9, "{at_p90}");
    let at_p50 = loss(&[stretch(24.0, 48.0, 1_000, 0)], 24);
    assert!((at_p50 - 0.001 / (0.001 + 0.999 * 0.5)).abs() < 1e-9, "{at_p50}");
}

#[test]
fn a_scan_that_is_often_missed_proves_less() {
    let sure = loss(&[stretch(24.0, 48.0, 1_000, 0)], 240);
    let missed = loss(&[stretch(24.0, 48.0, 1_000, 300_000)], 240);
    assert!(sure > 0.9 && missed < 0.01, "{sure} {missed}");
    // However long the silence, three of ten living parcels were passed over.
    let ever = loss(&[stretch(24.0, 48.0, 1_000, 300_000)], 100_000);
    assert!((ever - 0.001 / (0.001 + 0.999 * 0.3)).abs() < 1e-9, "{ever}");
    let two = [stretch(24.0, 48.0, 1_000, 300_000), stretch(24.0, 48.0, 0, 0)];
    assert!(loss(&two, 100_000) > 0.999, "the scan after it was missed too");
}

proptest! {
    #[test]
    fn silence_never_makes_a_loss_less_likely(
        due in prop::collection::vec(
            (1.0_f64..500.0, 1.0_f64..5.0, 0_u32..100_000, 0_u32..1_000_000)
                .prop_map(|(p50, spread, lost, missed)| stretch(p50, p50 * spread, lost, missed)),
            1..5,
        ),
        hours in 0_i64..5_000,
        more in 0_i64..5_000,
    ) {
        let (before, after) = (loss(&due, hours), loss(&due, hours + more));
        prop_assert!((0.0..=1.0).contains(&before));
        prop_assert!(after >= before - 1e-12, "{before} {after}");
    }
}

/// The formula against counting: parcels are drawn, and those that are silent so long are looked at.
#[test]
fn the_formula_agrees_with_drawing_parcels() {
    let due = [stretch(20.0, 60.0, 20_000, 250_000), stretch(30.0, 50.0, 0, 500_000)];
    let hours = 70.0;
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut uniform = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        f64::from(u32::try_from(state >> 32).unwrap()) / 4_294_967_296.0
    };
    let (mut lost, mut silent) = (0.0, 0.0);
    for _ in 0..20_000 {
        if uniform() < 0.02 {
            lost += 1.0;
            continue;
        }
        // One draw for both: the rule takes the p90 of a sum for the sum of the p90s.
        let luck = uniform();
        let (first, both) = (drawn(luck, 20.0, 60.0), drawn(luck, 50.0, 110.0));
        let (misses_first, misses_second) = (uniform() < 0.25, uniform() < 0.5);
        let is_silent = first > hours || (misses_first && (both > hours || misses_second));
        silent += f64::from(u8::from(is_silent));
    }
    let (counted, told) = (lost / (lost + silent), loss(&due, 70));
    assert!((counted - told).abs() < 0.015, "{counted} {told}");
}

/// The duration that a share of all cases stays above, by bisection over [`survival`].
fn drawn(above: f64, p50: f64, p90: f64) -> f64 {
    let (mut low, mut high) = (0.0, 100_000.0);
    for _ in 0..40 {
        let middle = f64::midpoint(low, high);
        if survival(p50, p90, middle) > above { low = middle } else { high = middle }
    }
    high
}

fn told(lines: &[(Milestone, &str, &str)]) -> crate::timeline::Timeline {
    let scans: Vec<Scan> = lines
        .iter()
        .map(|(milestone, time, country)| Scan {
            place: ScanPlace { country: CountryCode::parse(country).ok(), ..ScanPlace::default() },
            ..testing::scan(*milestone, time)
        })
        .collect();
    let rules = FoldRules { now: Some(now()), ..FoldRules::PLAIN };
    fold(&scans, &rules)
}

fn now() -> Timestamp {
    "2026-11-22T00:00:00Z".parse().unwrap()
}

fn watch<'a>(due: &'a [Stretch], promise: Option<&str>) -> Watch<'a> {
    Watch {
        now: now(),
        promise: promise.map(|ends_at| Promise {
            date: jiff::civil::date(2026, 11, 20),
            ends_at: ends_at.parse().unwrap(),
        }),
        arrival_p50: None,
        due,
        countries: None,
        strangers: &[],
        lost_from: 0.5,
        customs_patience: SignedDuration::from_hours(72),
    }
}

fn kinds(timeline: &crate::timeline::Timeline, watch: &Watch) -> Vec<ExceptionKind> {
    exceptions_of(timeline, watch).into_iter().map(|exception| exception.kind).collect()
}

#[test]
fn a_parcel_on_its_way_in_time_has_nothing_wrong() {
    let timeline = told(&[(Milestone::Accepted, "2026-11-21T00:00:00Z", "CN")]);
    let due = [stretch(24.0, 48.0, 1_000, 0)];
    assert_eq!(kinds(&timeline, &watch(&due, Some("2026-12-01T00:00:00Z"))), []);
}

#[test]
fn silence_stalls_then_blinds_then_is_presumed_a_loss() {
    let due = [stretch(24.0, 48.0, 1_000, 0)];
    let timeline = told(&[(Milestone::Accepted, "2026-11-19T12:00:00Z", "CN")]);
    assert_eq!(kinds(&timeline, &watch(&due, None)), [ExceptionKind::Stalled]);
    let timeline = told(&[(Milestone::Accepted, "2026-11-01T00:00:00Z", "CN")]);
    let found = kinds(&timeline, &watch(&due, None));
    assert!(
        matches!(
            found[..],
            [ExceptionKind::Blind, ExceptionKind::Stalled, ExceptionKind::PresumedLost { probability }]
                if probability > 0.9
        ),
        "{found:?}"
    );
    // With nothing due, silence is only blind.
    assert_eq!(kinds(&timeline, &watch(&[], None)), [ExceptionKind::Blind]);
}

#[test]
fn a_promise_is_at_risk_then_broken_and_stays_broken_when_the_parcel_comes_late() {
    let timeline = told(&[(Milestone::Accepted, "2026-11-21T00:00:00Z", "CN")]);
    let mut at_risk = watch(&[], Some("2026-11-25T00:00:00Z"));
    at_risk.arrival_p50 = Some("2026-11-26T00:00:00Z".parse().unwrap());
    assert_eq!(kinds(&timeline, &at_risk), [ExceptionKind::PromiseAtRisk]);
    let over = watch(&[], Some("2026-11-22T00:00:00Z"));
    assert_eq!(kinds(&timeline, &over), [ExceptionKind::PromiseBroken]);
    let delivered = |time| told(&[(Milestone::Delivered, time, "FR")]);
    let promise = watch(&[], Some("2026-11-20T23:00:00Z"));
    assert_eq!(kinds(&delivered("2026-11-21T10:00:00Z"), &promise), [ExceptionKind::PromiseBroken]);
    assert_eq!(kinds(&delivered("2026-11-20T10:00:00Z"), &promise), []);
}

#[test]
fn customs_failed_deliveries_and_wrong_ways_are_told_with_their_event() {
    let held = told(&[(Milestone::HeldByImportCustoms, "2026-11-17T00:00:00Z", "FR")]);
    assert_eq!(kinds(&held, &watch(&[], None)), [ExceptionKind::CustomsHold]);
    let failed = told(&[(Milestone::DeliveryFailed, "2026-11-21T00:00:00Z", "FR")]);
    assert_eq!(kinds(&failed, &watch(&[], None)), [ExceptionKind::FailedDelivery]);
    let (china, france) = (CountryCode::parse("CN").unwrap(), CountryCode::parse("FR").unwrap());
    let route = [china, france];
    let known = Watch { countries: Some(&route), ..watch(&[], None) };
    let lost_way = told(&[
        (Milestone::Accepted, "2026-11-20T00:00:00Z", "CN"),
        (Milestone::ArrivedAtTransitOffice, "2026-11-21T00:00:00Z", "BR"),
    ]);
    let found = exceptions_of(&lost_way, &known);
    assert_eq!((found.len(), found[0].shown_by), (1, Some(1)));
    assert_eq!(found[0].kind, ExceptionKind::OffRoute);
    let damaged = told(&[(Milestone::Damaged, "2026-11-21T00:00:00Z", "FR")]);
    assert_eq!(kinds(&damaged, &known), [ExceptionKind::Reported(SubStatus::Damaged)]);
}
