//! What is packed is unpacked, with samples and without.

use super::*;
use proptest::prelude::*;

const SAMPLES: &[u8] =
    br#"{"tracking_number":"YW000000001YP","checkpoints":[{"time_zone":"+08:00"}]}"#;

fn dictionary() -> Dictionary {
    Dictionary { id: 7, encoder: EncoderDictionary::copy(SAMPLES, AGAINST) }
}

#[test]
fn a_short_message_is_packed_against_the_samples() {
    let dictionary = dictionary();
    let body = br#"{"tracking_number":"YW000000002YP","checkpoints":[{"time_zone":"+08:00"}]}"#;
    let mut packer = Packer::new();
    let against = packer.pack(body, Some(&dictionary)).unwrap();
    let alone = packer.pack(body, None).unwrap();
    assert_eq!((against.dictionary, alone.dictionary), (Some(7), None));
    assert!(against.bytes.len() * 2 < alone.bytes.len(), "{}", against.bytes.len());
    assert_eq!(unpack(&against.bytes, Some(SAMPLES)).unwrap(), body);
    assert_eq!(unpack(&alone.bytes, None).unwrap(), body);
}

#[test]
fn a_long_message_is_packed_alone() {
    let (dictionary, body) = (dictionary(), vec![b'x'; LONG]);
    let packed = Packer::new().pack(&body, Some(&dictionary)).unwrap();
    assert_eq!(packed.dictionary, None);
    assert_eq!(unpack(&packed.bytes, None).unwrap(), body);
}

#[test]
fn what_was_never_packed_is_an_error() {
    assert_eq!(unpack(b"not packed", None).unwrap_err().code(), "store_corrupt");
}

proptest! {
    #[test]
    fn any_messages_come_back(bodies in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..6_000), 1..6)) {
        let dictionary = dictionary();
        let mut packer = Packer::new();
        for (n, body) in bodies.iter().enumerate() {
            let samples = (n % 2 == 0).then_some(SAMPLES);
            let packed = packer.pack(body, samples.map(|_| &dictionary)).unwrap();
            let samples = packed.dictionary.and(samples);
            prop_assert_eq!(&unpack(&packed.bytes, samples).unwrap(), body);
        }
    }
}
