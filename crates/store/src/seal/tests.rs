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

#[test]
fn what_is_sealed_is_xchacha20_poly1305() {
    use chacha20poly1305::{
        XChaCha20Poly1305, XNonce,
        aead::{Aead as _, KeyInit as _, Payload},
    };
    let key = [7; 32];
    let sealed = super::seal(&key, b"whose", b"what").unwrap();
    let (nonce, rest) = sealed.split_first_chunk::<24>().unwrap();
    let cipher = XChaCha20Poly1305::new(&key.into());
    let payload = Payload { msg: rest, aad: b"whose" };
    assert_eq!(cipher.decrypt(&XNonce::from(*nonce), payload).unwrap(), b"what");
    let payload = Payload { msg: b"other".as_slice(), aad: b"whose" };
    let other = cipher.encrypt(&XNonce::from([9; 24]), payload).unwrap();
    let other = [[9; 24].as_slice(), &other].concat();
    assert_eq!(super::open(&key, b"whose", &other).unwrap(), b"other");
    assert_eq!(super::open(&key, b"whom", &other), None);
}

#[test]
fn no_nonce_is_used_twice() {
    let sealed = (0..1_000).map(|_| super::seal(&[7; 32], b"", b"").unwrap());
    let nonces: std::collections::HashSet<Vec<u8>> = sealed.map(|one| one[..24].to_vec()).collect();
    assert_eq!(nonces.len(), 1_000);
}
