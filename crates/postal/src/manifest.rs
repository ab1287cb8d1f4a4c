//! The hand-in manifest: what the merchant declares, and where the receiver signs for what came.
//!
//! A4, as many pages as needed; every page names the manifest and its page of how many. The counts of
//! accepted, short and over are written by hand here and recorded elsewhere. Start at
//! [`render_manifest_pdf`].

use crate::{FontSet, LabelError, limits};
use portolan_model::{CivilDate, CountryCode, Mass};

mod draw;
#[cfg(test)]
mod tests;

/// What is handed in together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestInput {
    /// The manifest's id; its barcode too.
    pub manifest: String,
    /// Who hands in.
    pub merchant: String,
    /// Who takes it: a facility, or the operator who collects.
    pub receiver: String,
    /// How it comes: `Drop-off`, or a collection and its window.
    pub entry: String,
    /// The day of printing, given by the caller.
    pub printed_on: CivilDate,
    /// The parcels, 1 to [`limits::MANIFEST_PARCELS_MAX`].
    pub rows: Vec<ManifestRow>,
}

/// One parcel of a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestRow {
    /// Its tracking number.
    pub tracking: String,
    /// The merchant's reference of its order; may be empty.
    pub reference: String,
    /// Name of its service.
    pub service: String,
    /// Where it goes.
    pub destination: CountryCode,
    /// Of how many pieces it is.
    pub piece_count: u16,
    /// Its mass as declared.
    pub mass: Mass,
}

/// Renders a manifest as a PDF, the same bytes for the same input.
///
/// # Errors
/// [`LabelError::RowCount`] for none or too many parcels, [`LabelError::Script`] for text that cannot be
/// printed, [`LabelError::Barcode`] for an id that cannot be a barcode.
pub fn render_manifest_pdf(fonts: &FontSet, input: &ManifestInput) -> Result<Vec<u8>, LabelError> {
    let (found, max) = (input.rows.len(), limits::MANIFEST_PARCELS_MAX);
    if found == 0 || found > max {
        return Err(LabelError::RowCount { what: "the manifest", found, max });
    }
    draw::draw(fonts, input)
}

/// How many pieces there are, and their mass in grams.
fn totals_of(rows: &[ManifestRow]) -> (u32, u64) {
    let pieces = rows.iter().map(|row| u32::from(row.piece_count)).sum();
    (pieces, rows.iter().map(|row| u64::from(row.mass.grams())).sum())
}
