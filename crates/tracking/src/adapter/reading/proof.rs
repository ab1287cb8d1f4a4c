//! What an event brings along to prove it. A proof that cannot be read does not cost the scan.

use portolan_model::scan::{Piece, Proof};
use portolan_model::{Mass, Size};

use super::{Reader, excerpt};
use crate::adapter::fault::MessageFault;
use crate::adapter::fields::Slot;
use crate::adapter::path::Place;

impl Reader<'_> {
    /// The proof of the event at a place.
    pub(super) fn proof(&mut self, place: Place) -> Proof {
        let mass = self.measured(Slot::Mass, place, |text, unit| {
            Mass::parse(&format!("{text} {unit}")).or_else(|_| Mass::parse(text)).ok()
        });
        let size = self.measured(Slot::Size, place, |text, _| Size::parse(text).ok());
        let photo = self.measured(Slot::PhotoSha256, place, |text, _| sha256_of(text));
        Proof {
            mass,
            size,
            condition: None,
            piece: self.piece(place),
            seal: self.text(Slot::Seal, place),
            photo_sha256: photo,
            signatory: self.text(Slot::Signatory, place),
            code: self.text(Slot::ReceiverCode, place),
            device: self.text(Slot::Device, place),
        }
    }

    /// A value that must be understood: where it is not, that is told and the value left out.
    fn measured<T>(
        &mut self,
        slot: Slot,
        place: Place,
        read: fn(&str, &str) -> Option<T>,
    ) -> Option<T> {
        let text = self.value(slot, place)?;
        let unit = self.value(Slot::MassUnit, place);
        // Carriers write 0 where nothing was measured.
        if text.trim().chars().all(|sign| matches!(sign, '0' | '.' | ',')) {
            return None;
        }
        let value = read(text.trim(), unit.as_deref().unwrap_or("").trim());
        if value.is_none() {
            let what = format!("`{}` is no measure that is known here", excerpt(&text));
            let mend = "look at the unit and the field of the adapter";
            let fault = MessageFault::new("proof_unreadable", what, mend).of_value();
            let number = self.reading.events;
            self.fault(fault.at_event(number));
        }
        value
    }

    fn piece(&self, place: Place) -> Option<Piece> {
        let number = self.value(Slot::PieceNumber, place)?;
        let of = self.value(Slot::PieceOf, place)?;
        Piece::new(number.trim().parse().ok()?, of.trim().parse().ok()?).ok()
    }
}

/// Sixty-four digits of hex.
pub(crate) fn sha256_of(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    let mut hash = [0_u8; 32];
    for (byte, pair) in hash.iter_mut().zip(digits.chunks(2)) {
        let nibble = |digit: u8| char::from(digit).to_digit(16).and_then(|n| u8::try_from(n).ok());
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Some(hash)
}
