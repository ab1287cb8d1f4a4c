use super::*;
use crate::testing;
use crate::timeline::{FoldRules, fold};
use portolan_model::{Identifier, IdentifierScheme, Milestone};
use proptest::prelude::*;

const PARCEL: ChainId = ChainId(1);
const LAST_MILE: ChainId = ChainId(2);
const BAG: ChainId = ChainId(3);
const DESPATCH: ChainId = ChainId(4);

/// Numbers that say nothing of where their things lie.
const NO_NUMBERS: BTreeMap<ChainId, Identifier> = BTreeMap::new();

fn scan(number: &str, milestone: Milestone, day: i8) -> Scan {
    Scan {
        identifier: Identifier::parse(number).unwrap(),
        ..testing::scan(milestone, &format!("2026-11-{day:02}T12:00:00Z"))
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
    let told = scans_of(&entries, &BTreeMap::new(), &world(), &NO_NUMBERS);
    assert_eq!(days(&told), [1, 9, 12], "the delivery of the 2nd was another parcel's");
}

#[test]
fn scans_of_a_despatch_reach_the_parcels_in_its_bags_while_they_are_inside() {
    let entries = [(EntryId(1), link(PARCEL, None))].into();
    let layings =
        [(EntryId(1), laid(PARCEL, BAG, 3, 8)), (EntryId(2), laid(BAG, DESPATCH, 4, 30))].into();
    let told = scans_of(&entries, &layings, &world(), &NO_NUMBERS);
    // The despatch arrives again on the 20th: the parcel had left the bag on the 8th.
    assert_eq!(days(&told), [1, 4, 5, 6, 9]);
    assert_eq!(told.faults, []);
}

#[test]
fn what_cannot_be_true_together_is_told() {
    let entries: BTreeMap<_, _> = [(EntryId(1), link(PARCEL, None))].into();
    let two =
        [(EntryId(1), laid(PARCEL, BAG, 3, 8)), (EntryId(2), laid(PARCEL, DESPATCH, 7, 9))].into();
    let faults = scans_of(&entries, &two, &world(), &NO_NUMBERS).faults;
    assert_eq!(faults, [Fault::InTwo { inner: PARCEL, one: BAG, other: DESPATCH }]);
    let round =
        [(EntryId(1), laid(PARCEL, BAG, 3, 8)), (EntryId(2), laid(BAG, PARCEL, 3, 8))].into();
    assert_eq!(scans_of(&entries, &round, &world(), &NO_NUMBERS).faults, [Fault::InItself(PARCEL)]);
    let deep = (1..20).map(|n| (EntryId(n), laid(ChainId(n), ChainId(n + 1), 3, 8))).collect();
    assert!(matches!(
        scans_of(&entries, &deep, &world(), &NO_NUMBERS).faults[..],
        [Fault::TooDeep(_)]
    ));
}

#[test]
fn a_bag_in_a_despatch_that_is_not_its_own_is_told() {
    const OTHER: ChainId = ChainId(5);
    let number = |text: &str| Identifier::parse(text).unwrap();
    let numbers: BTreeMap<ChainId, Identifier> = [
        (PARCEL, number("RR473124829CN")),
        (BAG, number("USJFKADEFRAAAUN60001001110123")),
        (DESPATCH, number("USJFKADEFRAAAUN60001")),
        (OTHER, number("USJFKADEFRAAAUN60002")),
    ]
    .into();
    let entries = [(EntryId(1), link(PARCEL, None))].into();
    let told = |layings: &[Laying]| {
        let layings = (1..).map(EntryId).zip(layings.iter().copied()).collect();
        scans_of(&entries, &layings, &world(), &numbers)
    };
    let in_bag = laid(PARCEL, BAG, 3, 8);
    assert_eq!(told(&[in_bag, laid(BAG, DESPATCH, 4, 8)]).faults, []);
    let wrong = told(&[in_bag, laid(BAG, OTHER, 4, 8)]);
    assert_eq!(wrong.faults, [Fault::AgainstItsNumber { inner: BAG, outer: OTHER }]);
    let round = told(&[laid(PARCEL, DESPATCH, 3, 8), laid(DESPATCH, BAG, 4, 8)]);
    assert_eq!(round.faults, [Fault::AgainstItsNumber { inner: DESPATCH, outer: BAG }]);
    assert_eq!(days(&round), [1, 4, 5, 6, 9], "flagged, and read all the same");
    let both = told(&[in_bag, laid(BAG, DESPATCH, 4, 8), laid(BAG, OTHER, 5, 8)]);
    let in_two = Fault::InTwo { inner: BAG, one: DESPATCH, other: OTHER };
    assert_eq!(both.faults, [in_two, Fault::AgainstItsNumber { inner: BAG, outer: OTHER }]);
    // What the bag did before this parcel lay in it is no concern of the parcel's.
    let before = told(&[in_bag, laid(BAG, OTHER, 1, 3)]);
    assert_eq!(before.faults, []);
}

#[test]
fn an_undoing_may_be_undone() {
    let mut entries: BTreeMap<_, _> =
        [(EntryId(1), link(PARCEL, None)), (EntryId(2), Entry::Undo(EntryId(1)))].into();
    assert_eq!(days(&scans_of(&entries, &BTreeMap::new(), &world(), &NO_NUMBERS)), [] as [i8; 0]);
    entries.insert(EntryId(3), Entry::Undo(EntryId(2)));
    assert_eq!(days(&scans_of(&entries, &BTreeMap::new(), &world(), &NO_NUMBERS)), [1, 9]);
    // What is to be written later cannot be undone.
    entries.insert(EntryId(4), Entry::Undo(EntryId(5)));
    entries.insert(EntryId(5), link(LAST_MILE, None));
    assert_eq!(days(&scans_of(&entries, &BTreeMap::new(), &world(), &NO_NUMBERS)), [1, 2, 9, 12]);
}

#[test]
fn a_bag_s_number_tells_its_despatch_and_refuses_another() {
    let number = |text: &str| Identifier::parse(text).unwrap();
    let (bag, despatch) = ("USJFKADEFRAAAUN60001001110123", "USJFKADEFRAAAUN60001");
    let told = despatch_of(&number(bag)).unwrap();
    assert_eq!((told.scheme(), told.to_string().as_str()), (IdentifierScheme::Despatch, despatch));
    assert_eq!(despatch_of(&number("RR473124829CN")), None);
    assert!(may_lie_in(&number(bag), &number(despatch)));
    assert!(!may_lie_in(&number(bag), &number("USJFKADEFRAAAUN60002")));
    assert!(!may_lie_in(&number(despatch), &number(bag)));
    assert!(!may_lie_in(&number(bag), &number(bag)));
    assert!(may_lie_in(&number("RR473124829CN"), &number(bag)));
    assert!(may_lie_in(&number(bag), &number("ULD-7")), "a container's own number says nothing");
}

/// Links, layings and their undoings, in any order: some of them hold.
fn anything() -> impl Strategy<Value = (BTreeMap<EntryId, Entry>, BTreeMap<EntryId, Laying>)> {
    let span = (0_i8..20, 0_i8..20).prop_map(|(from, to)| Span {
        from: (from > 0).then(|| at(from)),
        to: (to > 0).then(|| at(to)),
    });
    let chain = || (1_i64..5).prop_map(ChainId);
    let undone = || (1_i64..12).prop_map(EntryId);
    let entry = prop_oneof![
        3 => (chain(), span.clone()).prop_map(|(chain, span)| Entry::Link { chain, span }),
        1 => undone().prop_map(Entry::Undo),
    ];
    let laying = prop_oneof![
        3 => (chain(), chain(), span)
            .prop_map(|(inner, outer, span)| Laying::In { inner, outer, span }),
        1 => undone().prop_map(Laying::Undo),
    ];
    let numbered = |count| prop::collection::btree_set(1_i64..12, count);
    let entries = (numbered(1..6), prop::collection::vec(entry, 6))
        .prop_map(|(ids, entries)| ids.into_iter().map(EntryId).zip(entries).collect());
    let layings = (numbered(0..6), prop::collection::vec(laying, 6))
        .prop_map(|(ids, layings)| ids.into_iter().map(EntryId).zip(layings).collect());
    (entries, layings)
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
            fold(&scans_of(entries, &BTreeMap::new(), &world(), &NO_NUMBERS).scans, &FoldRules::PLAIN)
        };
        let before = timeline(&entries);
        entries.insert(EntryId(10), link(ChainId(joined), None));
        let during = timeline(&entries);
        prop_assert_eq!(during == before, chains.contains(&joined));
        entries.insert(EntryId(11), Entry::Undo(EntryId(10)));
        prop_assert_eq!(timeline(&entries), before);
    }

    #[test]
    fn a_laying_and_its_undoing_leave_the_timeline_as_it_was(
        (mut entries, mut layings) in anything(),
        inner in 1_i64..5,
        outer in 1_i64..5,
        from in 1_i8..10,
    ) {
        entries.insert(EntryId(19), link(ChainId(inner), None));
        let told = |layings: &BTreeMap<EntryId, Laying>| {
            let told = scans_of(&entries, layings, &world(), &NO_NUMBERS);
            (fold(&told.scans, &FoldRules::PLAIN), told.faults)
        };
        let before = told(&layings);
        layings.insert(EntryId(20), laid(ChainId(inner), ChainId(outer), from, 30));
        layings.insert(EntryId(21), Laying::Undo(EntryId(20)));
        prop_assert_eq!(told(&layings), before);
    }

    #[test]
    fn any_order_repetition_and_batching_of_what_chains_hold_tells_the_same(
        (entries, layings) in anything(),
        seed in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let told = |world: &BTreeMap<ChainId, Vec<Scan>>| {
            fold(&scans_of(&entries, &layings, world, &NO_NUMBERS).scans, &FoldRules::PLAIN)
        };
        let known = world();
        let mut other = world();
        for scans in other.values_mut() {
            let by = seed.index(scans.len());
            scans.rotate_left(by);
            let again = scans[..cut.index(scans.len() + 1)].to_vec();
            scans.extend(again);
        }
        prop_assert_eq!(told(&other), told(&known));
    }

    #[test]
    fn a_thing_in_two_places_at_once_is_told_whenever_any_two_stays_overlap(
        stays in prop::collection::vec((2_i64..5, 0_i8..12, 0_i8..12), 0..8),
    ) {
        let span = |from: i8, to: i8| Span {
            from: (from > 0).then(|| at(from)),
            to: (to > 0).then(|| at(to)),
        };
        let stays: Vec<(ChainId, Span)> =
            stays.iter().map(|(outer, from, to)| (ChainId(*outer), span(*from, *to)))
            .filter(|(_, span)| span.shared(&Span::ALWAYS).is_some())
            .collect();
        let layings = stays.iter().map(|(outer, span)| {
            Laying::In { inner: PARCEL, outer: *outer, span: *span }
        });
        let layings = (1..).map(EntryId).zip(layings).collect();
        let entries = [(EntryId(1), link(PARCEL, None))].into();
        let faults = scans_of(&entries, &layings, &world(), &NO_NUMBERS).faults;
        let overlap = stays.iter().any(|(one, span)| stays.iter().any(|(other, other_span)| {
            one != other && span.shared(other_span).is_some()
        }));
        prop_assert_eq!(!faults.is_empty(), overlap, "{:?}", faults);
    }
}
