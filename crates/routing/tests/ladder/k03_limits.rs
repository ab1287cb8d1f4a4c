use std::fmt::Write as _;

use portolan_routing::{RouteFilter, limits, search};

use super::notation::{read, snapshot_of};
use crate::ask::{live_of, query_of};

/// So many legs side by side, each cheaper and slower than the one before.
fn answer(legs: usize) -> Result<usize, &'static str> {
    let mut text = "land CN CNY Asia/Shanghai\nzone hz CN 31* collection\n\
                    hall a CN\nhall b CN\n"
        .to_owned();
    for index in 1..=legs {
        let price = legs - index;
        let _ = writeln!(text, "leg l{index} a b {index}h\nprice leg l{index} {price}");
    }
    text += "parcel a to b 2026-03-04T01:00:00Z 1000g";
    let (world, case) = read(&text);
    let snapshot = snapshot_of(&world);
    let query = query_of(&snapshot, &case);
    let routes = search(&snapshot, &live_of(&snapshot, &case), &query, &RouteFilter::default());
    routes.map(|routes| routes.len()).map_err(|fault| fault.code())
}

/// More routes than are answered are an error, never a shorter answer.
#[test]
fn too_many_routes_are_an_error() {
    let most = limits::OPTIONS_MAX;
    assert_eq!(answer(most), Ok(most));
    assert_eq!(answer(most + 1), Err("search_too_large"));
}
