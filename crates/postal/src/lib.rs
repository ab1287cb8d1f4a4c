//! What the network prints: parcel labels with their barcode, CN 22 fields, and hand-in manifests.
//!
//! Pure: the same input gives the same bytes of PDF, with no clock, no file and no printer. Text is set
//! in one embedded free font and in Latin script only. Nothing is priced, routed or numbered here, and
//! CN 23, despatch forms and electronic messages are not drawn yet.
//! Start at [`render_label_pdf`] and [`render_manifest_pdf`].

mod font;
mod page;
#[cfg(test)]
mod testing;
mod text;

pub mod barcode;
pub mod cn22;
pub mod error;
pub mod label;
pub mod limits;
pub mod manifest;

pub use cn22::{Cn22, Cn22Input, Cn22Kind};
pub use error::LabelError;
pub use label::{
    BarcodeFit, Customs, EntryKind, LabelAddress, LabelInput, barcode_fit, render_label_pdf,
};
pub use manifest::{ManifestInput, ManifestRow, render_manifest_pdf};
