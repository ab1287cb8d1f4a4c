use portolan_network::compile;
use portolan_routing::{RouteFilter, search};

use super::notation::{line_of, read};
use crate::ask::{live_of, query_of};
use crate::world::tables::source_of;

/// Routes with equal numbers: the one answered does not hang on the order of rows.
#[test]
fn ties_are_broken_by_keys() {
    let text = "land CN CNY Asia/Shanghai
         hall a CN
         hall b CN
         hall c CN
         zone hz CN 31* collection
         leg ab2 a b 1h
         leg ab1 a b 1h
         leg bc2 b c 1h
         leg bc1 b c 1h
         leg ac a c 2h
         line two alpha >1:ab1 2:bc1<
         line one alpha >1:ab2 2:bc2<
         price leg ab1 1
         price leg ab2 1
         price leg bc1 1
         price leg bc2 1
         price leg ac 2
         price line one 2
         price line two 2
         parcel a to c 2026-03-04T01:00:00Z 1000g";
    let (world, case) = read(text);
    for seed in 0..24 {
        let snapshot = compile(&source_of(&world, Some(seed))).unwrap();
        let query = query_of(&snapshot, &case);
        let live = live_of(&snapshot, &case);
        let routes = search(&snapshot, &live, &query, &RouteFilter::default()).unwrap();
        let lines: Vec<_> = routes.iter().map(|route| line_of(&snapshot, route)).collect();
        assert_eq!(lines, ["2.00 CNY | 03-04 11:00 | 03-04 11:00 | 0 | ac"], "order {seed}");
    }
}
