//! Plain rows of the small network.

use crate::fixture::snapshot;

#[test]
fn every_kind_is_counted() {
    let network = snapshot(&[]);
    let counts = network.counts();
    let of = |kind: &str| counts.iter().find(|count| count.kind == kind).unwrap().count;
    assert_eq!((of("zones"), of("facilities"), of("legs"), of("departures")), (6, 6, 10, 8));
    assert!(counts.iter().all(|count| count.count > 0), "{counts:?}");
}

#[test]
fn a_key_is_shown_with_its_source() {
    let network = snapshot(&[]);
    let records = network.show("truck");
    assert_eq!(records.len(), 1);
    let leg = &records[0];
    assert_eq!((leg.kind, leg.source.as_str(), leg.estimated), ("leg", "rule:fixture", true));
    let field =
        |name: &str| leg.fields.iter().find(|(known, _)| *known == name).map(|(_, v)| v.as_str());
    assert_eq!(field("p90_hours"), Some("1.5"));
    assert_eq!(field("lines"), Some("sp"));
    assert_eq!(
        field("departures"),
        Some("12345 12:00 cut-off 1 h not on holidays|123456 18:00 cut-off 1 h not on holidays")
    );
    for key in [
        "FR",
        "cn-hgh",
        "hgh",
        "cnpost",
        "hgh-sort-2",
        "sp",
        "sp-gb-buy",
        "sp-fuel",
        "standard",
        "standard-late",
        "sp-size",
        "fr-hs",
        "bastille",
    ] {
        assert_eq!(network.show(key).len(), 1, "{key}");
    }
    assert!(network.show("nothing").is_empty());
}
