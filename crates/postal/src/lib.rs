//! What the network prints: parcel labels with their barcode, CN 22 and CN 23 fields, and hand-in manifests.
//!
//! Pure: the same input gives the same bytes of PDF, PNG or ZPL, with no clock, no file and no printer.
//! Text is set in the fonts the caller gives; Latin, Greek and Cyrillic are always there. Nothing is
//! priced, routed or numbered here, and despatch forms and electronic messages are not drawn.
//! Start at [`FontSet`], [`render_label_pdf`] and [`render_manifest_pdf`].

mod font;
mod page;
mod pdf;
mod raster;
mod shape;
#[cfg(test)]
mod testing;
mod text;
mod zpl;

pub mod barcode;
pub mod cn22;
pub mod cn23;
pub mod error;
pub mod label;
pub mod limits;
pub mod manifest;

pub use cn22::{Cn22, Cn22Input, Cn22Kind};
pub use cn23::{Cn23, is_parcel_post};
pub use error::LabelError;
pub use font::{FontError, FontSet, Hand};
pub use label::{
    BarcodeFit, Customs, EntryKind, LabelAddress, LabelInput, LabelsPdf, barcode_fit,
    render_label_pdf, render_label_png, render_label_zpl,
};
pub use manifest::{ManifestInput, ManifestRow, render_manifest_pdf};
pub use raster::Resolution;
