//! What a scan brings along to prove it.

use crate::{Mass, ModelError, Size, names::named_enum};

use super::ScanText;

named_enum! {
    /// How a parcel looked.
    pub enum Condition("condition") {
        /// Whole.
        Sound = "sound",
        /// The packing is damaged.
        PackingDamaged = "packing_damaged",
        /// The contents are damaged or missing.
        ContentsDamaged = "contents_damaged",
        /// It was opened.
        Opened = "opened",
    }
}

/// Which piece of a parcel of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Piece {
    number: u16,
    of: u16,
}

impl Piece {
    /// Piece `number`, from 1, `of` so many.
    pub fn new(number: u16, of: u16) -> Result<Self, ModelError> {
        if (1..=of).contains(&number) {
            Ok(Self { number, of })
        } else {
            let (found, max) = (usize::from(number), usize::from(of));
            Err(ModelError::Count { what: "piece", found, min: 1, max })
        }
    }

    /// Its number, from 1.
    pub const fn number(self) -> u16 {
        self.number
    }

    /// How many there are.
    pub const fn of(self) -> u16 {
        self.of
    }
}

/// What proves a scan, each where it was given.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Proof {
    /// The mass that was measured.
    pub mass: Option<Mass>,
    /// The size that was measured.
    pub size: Option<Size>,
    /// How it looked.
    pub condition: Option<Condition>,
    /// Which piece it was.
    pub piece: Option<Piece>,
    /// The number of the seal.
    pub seal: Option<ScanText>,
    /// SHA-256 of a photograph.
    pub photo_sha256: Option<[u8; 32]>,
    /// Who signed: personal, and encrypted wherever it is kept.
    pub signatory: Option<ScanText>,
    /// The receiver's code that was shown.
    pub code: Option<ScanText>,
    /// The device that read it.
    pub device: Option<ScanText>,
}
