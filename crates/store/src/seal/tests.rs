//! A ciphertext opens only with its key, for its subject, in its table.

use super::*;

const SUBJECT: [u8; 16] = [7; 16];

fn sealer(byte: u8) -> Sealer {
    Sealer::new(&MasterKey::from_bytes([byte; 32]))
}

#[test]
fn a_subject_opens_with_its_own_key_alone() {
    let one = sealer(1).seal_subject(Table::Orders, &SUBJECT, b"Rue de Rivoli").unwrap();
    let (wrapped, sealed) = (Some(one.wrapped.as_slice()), Some(one.sealed.as_slice()));
    let open = |sealer: &Sealer, owner, subject: &[u8; 16], table| {
        sealer.open_subject(WrappedKey { owner, subject, wrapped }, table, sealed)
    };
    let kept = open(&sealer(1), Table::Orders, &SUBJECT, Table::Orders).unwrap();
    assert_eq!(kept, Personal::Kept(b"Rue de Rivoli".to_vec()));
    assert!(open(&sealer(2), Table::Orders, &SUBJECT, Table::Orders).is_err());
    assert!(open(&sealer(1), Table::Orders, &[8; 16], Table::Orders).is_err());
    assert!(open(&sealer(1), Table::Orders, &SUBJECT, Table::Labels).is_err());
    assert!(open(&sealer(1), Table::Parcels, &SUBJECT, Table::Orders).is_err());
}

#[test]
fn without_its_key_a_subject_is_erased() {
    let one = sealer(1).seal_subject(Table::Orders, &SUBJECT, b"x").unwrap();
    let key = WrappedKey { owner: Table::Orders, subject: &SUBJECT, wrapped: None };
    let erased = sealer(1).open_subject(key, Table::Orders, Some(&one.sealed));
    assert_eq!(erased.unwrap(), Personal::Erased);
    assert_eq!(sealer(1).seal_more(key, Table::Orders, b"y").unwrap(), None);
}

#[test]
fn the_same_text_seals_differently_each_time() {
    let seal = || sealer(1).seal_direct(Table::Settings, b"n", b"plain").unwrap();
    assert_ne!(seal(), seal());
    assert_eq!(sealer(1).open_direct(Table::Settings, b"n", &seal()), Some(b"plain".to_vec()));
    assert_eq!(sealer(1).open_direct(Table::Settings, b"m", &seal()), None);
}

#[test]
fn a_shortened_or_changed_ciphertext_does_not_open() {
    let mut sealed = sealer(1).seal_direct(Table::Settings, b"n", b"plain").unwrap();
    assert_eq!(sealer(1).open_direct(Table::Settings, b"n", &sealed[..10]), None);
    *sealed.last_mut().unwrap() ^= 1;
    assert_eq!(sealer(1).open_direct(Table::Settings, b"n", &sealed), None);
}
