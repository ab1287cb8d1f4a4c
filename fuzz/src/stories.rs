//! Numbers, chains and timelines: what the same scans tell does not depend on how they came.

use std::collections::BTreeMap;

use jiff::{Span as Duration, Timestamp};
use portolan_model::scan::{OffsetSource, TimePrecision};
use portolan_model::{Code, Identifier, Milestone, Occurred, Proof, Scan, ScanPlace, ScanText};
use portolan_tracking::chain::{ChainId, Entry, EntryId, Laying, Span, scans_of};
use portolan_tracking::identify::{CheckDigit, identify};
use portolan_tracking::timeline::{FoldRules, fold};

/// Most scans of one input: what a parcel has, and some.
const SCANS_MAX: usize = 64;

/// Whose number a text may be: every candidate is found again from its own form.
///
/// # Panics
/// When one is not: it is a fault of the table of shapes.
pub fn number(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let candidates = identify(text);
    for candidate in &candidates {
        assert_eq!(identify(&candidate.number), candidates, "{text:?}");
        if let CheckDigit::Wrong { expected } = candidate.check {
            assert!(expected.is_ascii_alphanumeric(), "{text:?}");
        }
    }
}

/// A few scans, five bytes each: the same in another order, and told twice, they tell the same.
///
/// # Panics
/// When they do not: it is a fault of the fold.
pub fn timeline(bytes: &[u8]) {
    let scans: Vec<Scan> = bytes.chunks_exact(5).take(SCANS_MAX).map(scan).collect();
    let told = fold(&scans, &FoldRules::PLAIN);
    let mut other: Vec<Scan> = scans.iter().rev().cloned().collect();
    let (third, half) = (other.len() / 3, other.len() / 2);
    other.rotate_left(third);
    other.extend_from_within(half..);
    assert_eq!(fold(&other, &FoldRules::PLAIN), told);
    assert!(told.events.iter().map(|event| event.scans.len()).sum::<usize>() <= scans.len());
}

/// Links and layings, four bytes each: one more and its undoing leave what is told as it was.
///
/// # Panics
/// When they do not: it is a fault of the chains.
pub fn chain(bytes: &[u8]) {
    let scans: BTreeMap<ChainId, Vec<Scan>> = (0..8)
        .map(|chain| (ChainId(chain), (0..4).map(|n| scan(&[n, n * 7, 9, n, 0])).collect()))
        .collect();
    let (mut entries, mut layings) = (BTreeMap::new(), BTreeMap::new());
    for (id, four) in (1..).map(EntryId).zip(bytes.chunks_exact(4).take(SCANS_MAX)) {
        let (one, other) = (ChainId((four[1] % 8).into()), ChainId((four[2] % 8).into()));
        let undone = EntryId((four[1] % 64).into());
        match four[0] % 4 {
            0 => _ = entries.insert(id, Entry::Link { chain: one, span: span(four[3]) }),
            1 => _ = entries.insert(id, Entry::Undo(undone)),
            2 => {
                let laying = Laying::In { inner: one, outer: other, span: span(four[3]) };
                layings.insert(id, laying);
            }
            _ => _ = layings.insert(id, Laying::Undo(undone)),
        }
    }
    let numbers = numbers();
    let told = scans_of(&entries, &layings, &scans, &numbers);
    for (id, chain) in [(1_000, 0), (1_002, 5)] {
        let laying = Laying::In { inner: ChainId(chain), outer: ChainId(7), span: Span::ALWAYS };
        entries.insert(EntryId(id), Entry::Link { chain: ChainId(chain), span: Span::ALWAYS });
        layings.insert(EntryId(id), laying);
        _ = scans_of(&entries, &layings, &scans, &numbers);
        entries.insert(EntryId(id + 1), Entry::Undo(EntryId(id)));
        layings.insert(EntryId(id + 1), Laying::Undo(EntryId(id)));
        assert_eq!(scans_of(&entries, &layings, &scans, &numbers), told);
    }
}

/// What the chains of [`chain`] are the numbers of: an item, a bag, its despatch, another's, and others.
fn numbers() -> BTreeMap<ChainId, Identifier> {
    let texts = [
        "RR473124829CN",
        "USJFKADEFRAAAUN60001001110123",
        "USJFKADEFRAAAUN60001",
        "USJFKADEFRAAAUN60002",
        "1Z999AA10123456784",
    ];
    let known = texts.iter().filter_map(|text| Identifier::parse(text).ok());
    (0..).map(ChainId).zip(known).collect()
}

fn start() -> Timestamp {
    Timestamp::from_second(1_793_491_200).unwrap_or_default()
}

fn span(byte: u8) -> Span {
    let at = |days: u8| start().checked_add(Duration::new().hours(24 * i64::from(days))).ok();
    Span { from: at(byte % 16), to: if byte < 16 { None } else { at(byte / 16) } }
}

/// A scan of five bytes: what, which day, which minute, how exactly and by whom, and its key.
fn scan(bytes: &[u8]) -> Scan {
    let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
    let milestone = Milestone::ALL[usize::from(byte(0)) % Milestone::ALL.len()];
    let minutes = i64::from(byte(1) % 40) * 1_440 + i64::from(byte(2)) * 5;
    let at = start().checked_add(Duration::new().minutes(minutes)).unwrap_or_default();
    let offset = jiff::tz::offset(i8::try_from(byte(3) % 10).unwrap_or_default());
    let local = offset.to_datetime(at);
    let occurred = match byte(3) / 64 {
        0 => Occurred::on_day(local.date()),
        1 => Occurred::local(local, TimePrecision::Minute),
        2 => Occurred::with_offset(local, offset, TimePrecision::Minute, OffsetSource::Place),
        _ => Occurred::with_offset(local, offset, TimePrecision::Second, OffsetSource::Message),
    };
    let key = |number: u8| ScanText::read(&format!("k-{number}"));
    let city = ["Paris", "PARIS", "Lyon", ""][usize::from(byte(4) % 4)];
    let source = ["post-a", "post-b"][usize::from(byte(3) / 16 % 2)];
    Scan {
        identifier: Identifier::parse("RR473124829CN").unwrap_or_else(|_| unreachable!()),
        occurred,
        milestone,
        reason: None,
        place: ScanPlace { city: ScanText::read(city), ..ScanPlace::default() },
        source: Code::parse(source).unwrap_or_else(|_| unreachable!()),
        operator: None,
        event_key: if byte(4) & 4 == 0 { None } else { key(byte(4) >> 5) },
        raw_code: None,
        raw_text: if byte(4) & 8 == 0 { None } else { ScanText::read("words") },
        proof: Proof::default(),
        void_of: if byte(4) & 16 == 0 { None } else { key(byte(1) % 8) },
        received_at: at,
    }
}
