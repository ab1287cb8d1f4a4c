use portolan_routing::{Live, Query, RouteFilter, Searcher};

use super::notation::{line_of, read, snapshot_of};
use crate::ask::query_of;

/// A bus that is cheap and slow, and a jet that leaves at noon by the clock of the place.
const NETWORK: &str = "land FR EUR Europe/Paris
     hall hub FR
     hall port FR
     hall field FR
     hall town FR
     hall depot FR
     zone ly FR 69* collection
     leg out hub port 1h
     leg bus port depot 3h
     leg up hub field 15m loss=1000
     leg jet field town 2h
     leg down town depot 1h
     leave jet 1234567 12:00
     price leg out 1
     price leg bus 1
     price leg up 5
     price leg jet 50
     price leg down 1
     parcel hub to depot 2026-12-15T10:30:00Z 900g";

/// Noon is an hour earlier in summer, so a parcel that is at the field shortly before noon in winter would be
/// late in summer. What was told of one is not held against the other, whichever is asked for first.
#[test]
fn summer_and_winter_have_timetables_of_their_own() {
    let (world, case) = read(NETWORK);
    let snapshot = snapshot_of(&world);
    let winter: Query = query_of(&snapshot, &case);
    let summer = Query { ready: "2026-06-16T09:30:00Z".parse().unwrap(), ..winter.clone() };
    let routes = |day| {
        [
            format!("2.00 EUR | {day} 15:30 | {day} 15:30 | 0 | out bus"),
            format!("56.00 EUR | {day} 15:00 | {day} 15:00 | 1000 | up jet down"),
        ]
    };
    let cases = [(&winter, routes("12-15")), (&summer, routes("06-16"))];
    for order in [[0, 1, 0], [1, 0, 1]] {
        let mut searcher = Searcher::new(&snapshot).telling_arrivals_from(0);
        for (query, expected) in order.map(|place: usize| &cases[place]) {
            let found = searcher.search(&Live::none(), query, &RouteFilter::default()).unwrap();
            let told: Vec<_> = found.iter().map(|route| line_of(&snapshot, route)).collect();
            assert_eq!(&told, expected, "asked in the order {order:?}");
        }
    }
}
