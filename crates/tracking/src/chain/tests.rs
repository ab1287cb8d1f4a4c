use super::*;
use crate::timeline::{FoldRules, fold};
use portolan_model::{Code, Identifier, Milestone, Occurred, Proof, ScanPlace};
use proptest::prelude::*;

const PARCEL: ChainId = ChainId(1);
const LAST_MILE: ChainId = ChainId(2);
const BAG: ChainId = ChainId(3);
const DESPATCH: ChainId = ChainId(4);

fn scan(number: &str, milestone: Milestone, day: i8) -> Scan {
    Scan {
        identifier: Identifier::parse(number).unwrap(),
        occurred: Occurred::parse(&format!("2026-11-{day:02}T12:00:00Z")).unwrap(),
        milestone,
        reason: None,
        place: ScanPlace::default(),
        source: Code::parse("post").unwrap(),
        operator: None,
        event_key: None,
        raw_code: None,
        raw_text: None,
        proof: Proof::default(),
        void_of: None,
        received_at: Timestamp::UNIX_EPOCH,
    }
}

fn at(day: i8) -> Timestamp {
    format!("2026-11-{day:02}T00:00:00Z").parse().unwrap()
}

fn world() -> BTreeMap<ChainId, Vec<Scan>> {
    [
        (PARCEL, vec![scan("P", Milestone::Accepted, 1), scan("P", Milestone::Relabelled, 9)]),
        (LAST_MILE, vec![scan("L", Milestone::Delivered, 2), scan("L", Milestone::Delivered, 12)]),
        (BAG, vec![scan("B", Milestone::DepartedOutwardOffice, 4)]),
        (
            DESPATCH,
            vec![
                scan("D", Milestone::DepartedByTransport, 5),
                scan("D", Milestone::ArrivedByTransport, 6),
                scan("D", Milestone::ArrivedByTransport, 20),
            ],
        ),
    ]
    .into()
}

fn link(chain: ChainId, from: Option<i8>) -> Entry {
    Entry::Link { chain, span: Span { from: from.map(at), to: None } }
}

fn days(told: &Told) -> Vec<i8> {
    let mut days: Vec<i8> = told.scans.iter().map(|scan| scan.occurred.wall().day()).collect();
    days.sort_unstable();
    days
}

fn laid(inner: ChainId, outer: ChainId, from: i8, to: i8) -> Laying {
    Laying::In { inner, outer, span: Span { from: Some(at(from)), to: Some(at(to)) } }
}

#[test]
fn a_number_used_before_tells_only_of_its_period() {
    let entries = [(EntryId(1), link(PARCEL, None)), (EntryId(2), link(LAST_MILE, Some(9)))].into();
    let told = scans_of(&entries, &BTreeMap::new(), &world());
    assert_eq!(days(&told), [1, 9, 12], "the delivery of the 2nd was another parcel's");
}

#[test]
fn scans_of_a_despatch_reach_the_parcels_in_its_bags_while_they_are_inside() {
    let entries = [(EntryId(1), link(PARCEL, None))].into();
    let layings =
        [(EntryId(1), laid(PARCEL, BAG, 3, 8)), (EntryId(2), laid(BAG, DESPATCH, 4, 30))].into();
    let told = scans_of(&entries, &layings, &world());
    // The despatch arrives again on the 20th: the parcel had left the bag on the 8th.
    assert_eq!(days(&told), [1, 4, 5, 6, 9]);
    assert_eq!(told.faults, []);
}

#[test]
fn what_cannot_be_true_together_is_told() {
    let entries: BTreeMap<_, _> = [(EntryId(1), link(PARCEL, None))].into();
    let two =
        [(EntryId(1), laid(PARCEL, BAG, 3, 8)), (EntryId(2), laid(PARCEL, DESPATCH, 7, 9))].into();
    let faults = scans_of(&entries, &two, &world()).faults;
    assert_eq!(faults, [Fault::InTwo { inner: PARCEL, one: BAG, other: DESPATCH }]);
    let round =
        [(EntryId(1), laid(PARCEL, BAG, 3, 8)), (EntryId(2), laid(BAG, PARCEL, 3, 8))].into();
    assert_eq!(scans_of(&entries, &round, &world()).faults, [Fault::InItself(PARCEL)]);
    let deep = (1..20).map(|n| (EntryId(n), laid(ChainId(n), ChainId(n + 1), 3, 8))).collect();
    assert!(matches!(scans_of(&entries, &deep, &world()).faults[..], [Fault::TooDeep(_)]));
}

#[test]
fn an_undoing_may_be_undone() {
    let mut entries: BTreeMap<_, _> =
        [(EntryId(1), link(PARCEL, None)), (EntryId(2), Entry::Undo(EntryId(1)))].into();
    assert_eq!(days(&scans_of(&entries, &BTreeMap::new(), &world())), [] as [i8; 0]);
    entries.insert(EntryId(3), Entry::Undo(EntryId(2)));
    assert_eq!(days(&scans_of(&entries, &BTreeMap::new(), &world())), [1, 9]);
    // What is to be written later cannot be undone.
    entries.insert(EntryId(4), Entry::Undo(EntryId(5)));
    entries.insert(EntryId(5), link(LAST_MILE, None));
    assert_eq!(days(&scans_of(&entries, &BTreeMap::new(), &world())), [1, 2, 9, 12]);
}

proptest! {
    #[test]
    fn a_link_and_its_undoing_leave_the_timeline_as_it_was(
        chains in prop::collection::vec(1_i64..5, 0..4),
        joined in 1_i64..5,
    ) {
        let mut entries: BTreeMap<EntryId, Entry> = (1..).map(EntryId)
            .zip(chains.iter().map(|chain| link(ChainId(*chain), None)))
            .collect();
        let timeline = |entries: &BTreeMap<EntryId, Entry>| {
            fold(&scans_of(entries, &BTreeMap::new(), &world()).scans, &FoldRules::PLAIN)
        };
        let before = timeline(&entries);
        entries.insert(EntryId(10), link(ChainId(joined), None));
        let during = timeline(&entries);
        prop_assert_eq!(during == before, chains.contains(&joined));
        entries.insert(EntryId(11), Entry::Undo(EntryId(10)));
        prop_assert_eq!(timeline(&entries), before);
    }
}
