use super::*;
use crate::adapter::AdapterFile;
use crate::testing;
use jiff::Timestamp;
use portolan_model::Milestone;

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn adapter(folder: &str) -> Adapter {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../adapters/");
    let bytes = std::fs::read(format!("{root}{folder}/adapter.toml")).unwrap();
    Adapter::load(&[AdapterFile { path: "adapter.toml", bytes: &bytes }]).unwrap()
}

fn names(rows: &[(&str, &str)], adapters: &[Adapter]) -> OperatorNames {
    let keys: Vec<(Code, &str)> = rows.iter().map(|(key, by)| (code(key), *by)).collect();
    let operators =
        keys.iter().map(|(key, by)| NamedOperator { key, name: "Name", tracking_adapter: by });
    OperatorNames::new(operators, adapters)
}

fn key_of(names: &OperatorNames, told: &str) -> String {
    names.key_of(&code(told)).to_string()
}

#[test]
fn an_operator_is_found_under_every_name_it_is_told_by() {
    let adapters = ["fourpx", "china_post", "dhl_express"].map(adapter);
    let rows = [("4px", "fourpx"), ("china-post", ""), ("dhl", "dhl-express"), ("evri", "evri")];
    let names = names(&rows, &adapters);
    assert_eq!(key_of(&names, "fourpx"), "4px");
    assert_eq!(key_of(&names, "4px"), "4px");
    assert_eq!(key_of(&names, "china_post"), "china-post");
    assert_eq!(key_of(&names, "dhl_express"), "dhl");
    assert_eq!(key_of(&names, "evri"), "evri");
    assert_eq!(key_of(&names, "example-post"), "example-post", "nobody knows it: it stays");
    assert!(names.is_known(&code("4px")) && !names.is_known(&code("fourpx")));
}

#[test]
fn an_adapter_of_two_operators_is_neither_s_and_a_key_of_the_network_stays_itself() {
    let two = names(&[("4px", "fourpx"), ("4px-eu", "fourpx")], &[adapter("fourpx")]);
    assert_eq!(key_of(&two, "fourpx"), "fourpx");
    // What the operator's own row says goes before a likeness of names.
    let own = names(&[("4px", "fourpx"), ("other", "")], &[adapter("fourpx")]);
    assert_eq!(key_of(&own, "fourpx"), "4px");
    let itself = names(&[("4px", "fourpx"), ("fourpx", "")], &[adapter("fourpx")]);
    assert_eq!(key_of(&itself, "fourpx"), "fourpx");
    let alike = names(&[("a-b", ""), ("a_b", "")], &[]);
    assert_eq!(key_of(&alike, "a-b"), "a-b");
    assert_eq!(key_of(&names(&[("a-b-c", ""), ("a_b-c", "")], &[]), "a_b_c"), "a_b_c");
}

#[test]
fn a_scan_keeps_who_told_it_and_a_hand_over_meets_it() {
    let names = names(&[("4px", "fourpx")], &[adapter("fourpx")]);
    let scan = testing::scan(Milestone::Accepted, "2026-11-01T12:00:00Z");
    let told = names.settle_scan(Scan { source: code("fourpx"), ..scan.clone() });
    assert_eq!((told.source.as_str(), told.holder().as_str()), ("fourpx", "4px"));
    assert_eq!(names.settle_scan(scan.clone()), scan);
    let hand_over = HandOver {
        at: Timestamp::UNIX_EPOCH,
        document: code("mf-1"),
        giver: code("seller"),
        taker: code("fourpx"),
        accepted: true,
    };
    let settled = names.settle_hand_over(hand_over);
    assert_eq!((settled.giver.as_str(), &settled.taker), ("seller", told.holder()));
}
