use super::*;
use crate::adapter::scan_line::tests::scan;
use proptest::prelude::*;

proptest! {
    #[test]
    fn what_is_kept_reads_back_the_same(scan in scan()) {
        let record = encode(&scan);
        let read = decode(&record.open, Some(&record.personal), scan.received_at).unwrap();
        prop_assert_eq!(read, scan);
    }

    #[test]
    fn without_its_personal_part_nothing_personal_is_left(scan in scan()) {
        let read = decode(&encode(&scan).open, None, scan.received_at).unwrap();
        let mut bare = scan;
        bare.raw_text = None;
        bare.place.text = None;
        bare.place.postcode = None;
        bare.place.position = None;
        bare.proof.signatory = None;
        bare.proof.code = None;
        prop_assert_eq!(read, bare);
    }

    #[test]
    fn any_bytes_are_a_scan_or_a_fault(open: Vec<u8>, personal: Vec<u8>) {
        let _ = decode(&open, Some(&personal), Timestamp::UNIX_EPOCH);
    }

    #[test]
    fn a_cut_record_is_a_fault_or_a_poorer_scan_and_never_a_panic(scan in scan(), cut in 0_usize..400) {
        let record = encode(&scan);
        let cut = cut.min(record.open.len());
        let _ = decode(&record.open[..cut], None, scan.received_at);
    }

    #[test]
    fn a_field_of_a_newer_program_is_passed_over(scan in scan(), more in any::<Vec<u8>>()) {
        let mut record = encode(&scan);
        let mut newer = Writer { bytes: std::mem::take(&mut record.open) };
        newer.put(200, more.as_slice());
        let read = decode(&newer.bytes, Some(&record.personal), scan.received_at).unwrap();
        prop_assert_eq!(read, scan);
    }
}
