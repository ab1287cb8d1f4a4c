//! What the tests of several modules begin with.

use jiff::Timestamp;
use portolan_model::{Code, Identifier, Milestone, Occurred, Proof, Scan, ScanPlace};

/// A scan that tells no more than it must, of one parcel by one post.
pub(crate) fn scan(milestone: Milestone, time: &str) -> Scan {
    Scan {
        identifier: Identifier::parse("RR473124829CN").unwrap(),
        occurred: Occurred::parse(time).unwrap(),
        milestone,
        reason: None,
        place: ScanPlace::default(),
        source: Code::parse("post-a").unwrap(),
        operator: None,
        event_key: None,
        raw_code: None,
        raw_text: None,
        proof: Proof::default(),
        void_of: None,
        received_at: Timestamp::UNIX_EPOCH,
    }
}
