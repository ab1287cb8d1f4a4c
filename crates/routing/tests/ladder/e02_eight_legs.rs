use std::fmt::Write as _;

use super::notation::expect_routes;

/// A chain of so many legs.
pub fn chain(legs: usize) -> String {
    let mut text = "land CN CNY Asia/Shanghai\nzone hz CN 31* collection\nhall f0 CN\n".to_owned();
    for index in 1..=legs {
        let before = index - 1;
        let _ = writeln!(text, "hall f{index} CN");
        let _ = writeln!(text, "leg l{index} f{before} f{index} 1h");
        let _ = writeln!(text, "price leg l{index} 1");
    }
    let _ = writeln!(text, "parcel f0 to f{legs} 2026-03-04T01:00:00Z 1000g");
    text
}

#[test]
fn eight_legs_are_a_route_and_nine_are_not() {
    let eight = "8.00 CNY | 03-04 17:00 | 03-04 17:00 | 0 | l1 l2 l3 l4 l5 l6 l7 l8";
    expect_routes(&chain(8), &[eight]);
    expect_routes(&chain(9), &[]);
}

/// A cheap way of many legs to the middle must not hide the dear one that alone leaves legs to go on,
/// whichever of the two search looks at first. A short cut that nobody sells makes the cheap one look
/// possible.
#[test]
fn fewer_legs_are_worth_keeping() {
    for jump in ["a-jump", "z-jump"] {
        expect_routes(
            &format!("{}leg {jump} f0 f2 9h\nprice leg {jump} 50\nleg cut f2 f4 1h", chain(9)),
            &[&format!("57.00 CNY | 03-05 01:00 | 03-05 01:00 | 0 | {jump} l3 l4 l5 l6 l7 l8 l9")],
        );
    }
}
