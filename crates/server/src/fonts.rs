//! The fonts that labels are printed in, embedded in the program beside the console.
//!
//! `make web` gathers them; a program built without it prints Latin, Greek and Cyrillic alone and says so.
//! Start at [`get_fonts`].

use portolan_postal::FontSet;
use rust_embed::RustEmbed;
use std::sync::OnceLock;

#[derive(RustEmbed)]
#[folder = "../../web/fonts"]
#[allow_missing = true]
struct Files;

static FONTS: OnceLock<FontSet> = OnceLock::new();

/// Every font of this program. Files are unpacked when a letter first needs them.
pub fn get_fonts() -> &'static FontSet {
    FONTS.get_or_init(|| {
        let Some(index) = Files::get("index.txt") else {
            return FontSet::latin();
        };
        let index = String::from_utf8_lossy(&index.data);
        let set = FontSet::with_files(&index, |name| Files::get(name).map(|file| file.data));
        set.unwrap_or_else(|error| {
            tracing::error!(%error, "labels are printed in Latin, Greek and Cyrillic alone");
            FontSet::latin()
        })
    })
}
