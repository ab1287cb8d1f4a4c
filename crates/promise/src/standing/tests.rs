use super::*;
use crate::{Features, Observation, Place};

fn shipment(day: i64, days: Option<i64>, seller: &str) -> Observation {
    let at = |day: i64| jiff::Timestamp::from_second(day * DAY_SECONDS + 36_000).unwrap();
    Observation {
        features: Features {
            shipped_at: at(day),
            origin: Place::parse("A"),
            destination: Place::parse("B"),
            service: String::new(),
            seller: seller.to_owned(),
            mass_grams: None,
            promised_at: None,
            extras: Vec::new(),
        },
        handed_over_at: None,
        delivered_at: days.map(|days| at(day + days)),
    }
}

fn standing_on(book: &Book, day: i64) -> Standing {
    let clock = Arc::new(WorkClock::even(1_000, 1_200));
    let clocks = Clocks { handover: Arc::clone(&clock), delivery: clock };
    let mut standing = Standing::new(book, clocks);
    standing.advance(book, day);
    standing
}

#[test]
fn the_level_is_the_median_of_what_arrives() {
    let rows: Vec<Observation> =
        (1_000..1_050).flat_map(|day| [4, 6, 8].map(|d| shipment(day, Some(d), "s"))).collect();
    let level = standing_on(&Book::new(&rows), 1_050).level(Stage::Whole);
    assert!((days_of_log(level) - 6.0).abs() < 0.5, "{}", days_of_log(level));
}

#[test]
fn parcels_under_way_raise_the_level_before_they_arrive() {
    let usual: Vec<Observation> =
        (1_000..1_050).flat_map(|day| [4, 6, 8].map(|d| shipment(day, Some(d), "s"))).collect();
    // From day 1,036 on nothing arrives: those under way are simply old.
    let stuck: Vec<Observation> = usual
        .iter()
        .map(|o| {
            let stop = o.delivered_at.filter(|at| at.as_second() < 1_036 * DAY_SECONDS);
            Observation { delivered_at: stop, ..o.clone() }
        })
        .collect();
    let level = |rows: &[Observation]| standing_on(&Book::new(rows), 1_044).level(Stage::Whole);
    assert!(level(&stuck) > level(&usual) + 0.2, "{} {}", level(&stuck), level(&usual));
}

#[test]
fn a_slow_seller_has_a_habit_and_a_new_one_none() {
    let rows: Vec<Observation> = (1_000..1_050)
        .flat_map(|day| [shipment(day, Some(4), "fast"), shipment(day, Some(12), "slow")])
        .collect();
    let book = Book::new(&rows);
    let standing = standing_on(&book, 1_050);
    let habit = |seller: &str| {
        let facts = Facts::of(&shipment(1_050, None, seller).features);
        standing.habit(&facts.chains[Subject::Seller as usize], Stage::Whole).0
    };
    assert!(habit("slow") > 0.3 && habit("fast") < -0.2, "{} {}", habit("slow"), habit("fast"));
    assert!(habit("new").abs() < 1e-12);
}

#[test]
fn a_standing_knows_nothing_of_the_day_itself() {
    let known: Vec<Observation> = (1_000..1_020).map(|day| shipment(day, Some(3), "s")).collect();
    let mut more = known.clone();
    more.push(shipment(1_030, Some(0), "s"));
    let level = |rows: &[Observation]| standing_on(&Book::new(rows), 1_030).level(Stage::Whole);
    assert!((level(&known) - level(&more)).abs() < 1e-12);
}
