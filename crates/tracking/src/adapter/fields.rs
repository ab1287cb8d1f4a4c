//! The fields an adapter may name: a closed list.

use super::field::Field;

/// What a field of an event becomes in a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    Identifier,
    EventKey,
    VoidOf,
    Code,
    Text,
    Stage,
    Reason,
    Country,
    City,
    Postcode,
    Facility,
    Place,
    Latitude,
    Longitude,
    Operator,
    Mass,
    MassUnit,
    Size,
    PieceNumber,
    PieceOf,
    Seal,
    PhotoSha256,
    Signatory,
    ReceiverCode,
    Device,
}

/// Every slot by the name it has in `[fields]`, in the order of [`Slot`].
pub(crate) const SLOTS: [(&str, Slot); 25] = [
    ("identifier", Slot::Identifier),
    ("event_key", Slot::EventKey),
    ("void_of", Slot::VoidOf),
    ("code", Slot::Code),
    ("text", Slot::Text),
    ("stage", Slot::Stage),
    ("reason", Slot::Reason),
    ("country", Slot::Country),
    ("city", Slot::City),
    ("postcode", Slot::Postcode),
    ("facility", Slot::Facility),
    ("place", Slot::Place),
    ("latitude", Slot::Latitude),
    ("longitude", Slot::Longitude),
    ("operator", Slot::Operator),
    ("mass", Slot::Mass),
    ("mass_unit", Slot::MassUnit),
    ("size", Slot::Size),
    ("piece_number", Slot::PieceNumber),
    ("piece_of", Slot::PieceOf),
    ("seal", Slot::Seal),
    ("photo_sha256", Slot::PhotoSha256),
    ("signatory", Slot::Signatory),
    ("receiver_code", Slot::ReceiverCode),
    ("device", Slot::Device),
];

/// The fields of one adapter.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    fields: [Field; SLOTS.len()],
}

impl Default for Fields {
    fn default() -> Self {
        Self { fields: std::array::from_fn(|_| Field::default()) }
    }
}

impl Fields {
    /// The field of a slot.
    pub(crate) const fn of(&self, slot: Slot) -> &Field {
        &self.fields[slot as usize]
    }

    /// Sets the field of a slot.
    pub(crate) fn set(&mut self, slot: Slot, field: Field) {
        self.fields[slot as usize] = field;
    }
}
