use super::*;

const ORDERS: &[u8] = b"order,date,sku,service\nA,x,1,\nA,x,2,\nB,x,3,economy\n";

fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

#[test]
fn orders_come_in_once_each_and_none_in_the_future() {
    let mut days = Days::new(now(), ORDERS).unwrap();
    let first = days.take_order().unwrap();
    let file = String::from_utf8(first.file).unwrap();
    assert_eq!(file, "order,date,sku,service\nA,2026-10-25 12:00,1,\nA,2026-10-25 12:00,2,\n");
    assert!(days.take_order().is_none(), "the next comes days later");
    while days.pass(6).unwrap() {}
    let mut numbers = vec![];
    while let Some(one) = days.take_order() {
        assert!(one.at <= days.clock().now());
        let text = String::from_utf8(one.file).unwrap();
        numbers.push(text.lines().nth(1).unwrap().split(',').next().unwrap().to_owned());
    }
    assert_eq!(numbers, ["B", "A-2", "B-2"]);
}

#[test]
fn the_clock_catches_up_and_never_runs_ahead() {
    let mut days = Days::new(now(), ORDERS).unwrap();
    while days.pass(6).unwrap() {}
    let two_weeks = SignedDuration::from_hours(PASSED_HOURS);
    assert_eq!(now().duration_since(days.clock().now()), two_weeks);
    days.open(now());
    let mut real = now();
    for _ in 0..2_000 {
        let before = days.clock().now();
        real += SignedDuration::from_millis(500);
        days.tick(real);
        assert!(days.clock().now() >= before && days.clock().now() <= real);
    }
    assert_eq!(days.clock().now(), real, "it keeps real time from then on");
    days.tick(now());
    assert_eq!(days.clock().now(), real, "a real clock set back does not set it back");
}
