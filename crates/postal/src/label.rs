//! The parcel label: one page of 100 × 150 mm for thermal printers, or for paper at full size.
//!
//! From top to bottom: service and destination, sender and facts, recipient, barcode, instructions, and
//! for postal exports the CN 22 fields. What a postman needs whole (addresses, identifier) shrinks, then
//! wraps, then is an error; what nobody needs whole is shortened. Start at [`render_label_pdf`].

use crate::barcode::{Barcode, Symbology};
use crate::page::{DOT_MM, Document};
use crate::pdf::PdfFile;
use crate::raster::{Bars, Bitmap, Resolution};
use crate::{Cn22, Cn23, FontSet, LabelError, limits, zpl};
use portolan_model::{
    Address, CivilDate, CountryCode, Identifier, IdentifierScheme, Mass, Undeliverable,
};

pub(crate) mod address;
mod draw;
#[cfg(test)]
pub(crate) mod tests;

/// Width of the label, in millimetres.
pub const LABEL_WIDTH_MM: f32 = 100.0;
/// Height of the label, in millimetres.
pub const LABEL_HEIGHT_MM: f32 = 150.0;

/// Room across the label for bars and quiet zones, in millimetres.
const BARCODE_ROOM_MM: f32 = 97.0;

/// Everything a label shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelInput {
    /// What the first carrier knows the parcel by; the barcode says it. An SSCC becomes GS1-128.
    pub tracking: Identifier,
    /// Name of the service sold.
    pub service: String,
    /// Name of the line it travels on; may be empty.
    pub line: String,
    /// Name of the operator who takes it first.
    pub operator: String,
    /// The code sorters read: a zone, a port of exit; printed in a box of its own.
    pub sort_code: Option<String>,
    /// Who sends.
    pub sender: LabelAddress,
    /// Who receives; the country is the big letters at the top.
    pub recipient: LabelAddress,
    /// The mass charged.
    pub charged_mass: Mass,
    /// Which piece this label is for, from 1.
    pub piece: u16,
    /// How many pieces the parcel has, at most [`limits::PIECES_MAX`].
    pub piece_count: u16,
    /// The parcel's id.
    pub parcel: String,
    /// The merchant's reference of the order; may be empty.
    pub order_reference: String,
    /// The day of printing, given by the caller.
    pub printed_on: CivilDate,
    /// What to do when it cannot be delivered.
    pub undeliverable: Undeliverable,
    /// How it comes into the network.
    pub entry: EntryKind,
    /// What it says to customs.
    pub customs: Customs,
}

/// An address with its form in Latin script where the local one is in another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelAddress {
    /// As given.
    pub local: Address,
    /// In English or transliterated; printed whole where the local form cannot be.
    pub english: Option<Address>,
}

impl From<Address> for LabelAddress {
    fn from(local: Address) -> Self {
        Self { local, english: None }
    }
}

impl LabelAddress {
    /// The country it lies in.
    pub const fn country(&self) -> CountryCode {
        self.local.country()
    }
}

/// How a parcel comes into the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryKind {
    /// It is fetched.
    Collection,
    /// It is brought to the facility of this name.
    DropOff(String),
}

/// What a label says to customs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Customs {
    /// Nothing: no border, or declared by data alone.
    None,
    /// The fields of a CN 22 on the lower part.
    Cn22(Box<Cn22>),
    /// The fields of a CN 23 on pages of their own, and a notice of them on the label.
    Cn23(Box<Cn23>),
    /// A notice that a CN 23, made elsewhere, must be attached.
    Cn23Separately,
}

/// How a barcode comes out on a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BarcodeFit {
    /// Width of the narrowest bar in whole dots of a 203 dpi printer (an eighth of a millimetre each);
    /// `None` where it is between one dot and two.
    pub dots_203: Option<u8>,
    /// Least resolution of a printer that makes it readable, in dots per inch.
    pub printer_dpi_min: u32,
}

/// A barcode with the words under it and the width of its modules.
pub(crate) struct Fitted {
    pub(crate) barcode: Barcode,
    pub(crate) words: String,
    pub(crate) module_mm: f32,
    dots_203: Option<u8>,
    printer_dpi_min: u32,
}

/// Renders a label as a PDF of one page, the same bytes for the same input.
///
/// # Errors
/// [`LabelError`]: what cannot be printed, or not whole.
pub fn render_label_pdf(fonts: &FontSet, input: &LabelInput) -> Result<Vec<u8>, LabelError> {
    let title = format!("Label {}", input.tracking);
    draw_label(fonts, input)?.finish(&title)
}

/// Renders one page of a label, counted from 0, in black and white dots as PNG; `None` past the last.
///
/// # Errors
/// [`LabelError`], and [`LabelError::Resolution`] for bars too fine for the printer.
pub fn render_label_png(
    fonts: &FontSet,
    input: &LabelInput,
    resolution: Resolution,
    page: usize,
) -> Result<Option<Vec<u8>>, LabelError> {
    let pages = draw_label(fonts, input)?.into_pages();
    let Some(page) = pages.get(page) else { return Ok(None) };
    let (bitmap, _) = Bitmap::of(fonts, page, resolution, Bars::Drawn)?;
    bitmap.png(resolution).map(Some)
}

/// Renders a label in ZPL II, each page as one label.
///
/// # Errors
/// [`LabelError`], and [`LabelError::Resolution`] for bars too fine for the printer.
pub fn render_label_zpl(
    fonts: &FontSet,
    input: &LabelInput,
    resolution: Resolution,
) -> Result<String, LabelError> {
    let pages = draw_label(fonts, input)?.into_pages();
    pages.iter().map(|page| zpl::write_page(fonts, page, resolution)).collect()
}

/// Many labels in one PDF, each font in it once. Labels are written as they come, so that a file of a
/// thousand takes little more memory than its bytes.
pub struct LabelsPdf<'f> {
    fonts: &'f FontSet,
    file: PdfFile<'f>,
}

impl<'f> LabelsPdf<'f> {
    /// A file without labels, by the title it is to have.
    pub fn new(fonts: &'f FontSet, title: &str) -> Self {
        Self { fonts, file: PdfFile::new(fonts, title) }
    }

    /// Adds a label; nothing of it where it cannot be printed.
    ///
    /// # Errors
    /// [`LabelError`]: what cannot be printed, or not whole.
    pub fn add(&mut self, input: &LabelInput) -> Result<(), LabelError> {
        let pages = draw_label(self.fonts, input)?.into_pages();
        for page in &pages {
            self.file.add(page);
        }
        Ok(())
    }

    /// Writes the fonts and closes the file, the same bytes for the same labels.
    ///
    /// # Errors
    /// [`LabelError::Font`].
    pub fn finish(self) -> Result<Vec<u8>, LabelError> {
        self.file.finish()
    }
}

fn draw_label<'f>(fonts: &'f FontSet, input: &LabelInput) -> Result<Document<'f>, LabelError> {
    let (piece, count) = (input.piece, input.piece_count);
    if piece == 0 || piece > count || count > limits::PIECES_MAX {
        return Err(LabelError::Piece { piece, count });
    }
    let fitted = fit_barcode(&input.tracking)?;
    draw::draw(fonts, input, &fitted)
}

/// Tells beforehand how an identifier's barcode comes out on a label.
///
/// # Errors
/// [`LabelError::Barcode`], [`LabelError::BarcodeWide`] or [`LabelError::Sscc`].
pub fn barcode_fit(identifier: &Identifier) -> Result<BarcodeFit, LabelError> {
    let fitted = fit_barcode(identifier)?;
    Ok(BarcodeFit { dots_203: fitted.dots_203, printer_dpi_min: fitted.printer_dpi_min })
}

/// Chooses the widest module that fits: whole dots of a 203 dpi printer, or for the longest
/// identifiers a finer one that needs 300 dpi.
fn fit_barcode(identifier: &Identifier) -> Result<Fitted, LabelError> {
    let given = identifier.to_string();
    let (content, symbology, words) = match identifier.scheme() {
        IdentifierScheme::Sscc => {
            let sscc = sscc_digits(&given)?;
            (format!("00{sscc}"), Symbology::Gs1, format!("(00) {sscc}"))
        }
        _ => (given.clone(), Symbology::Code128, words_of(identifier, &given)),
    };
    let barcode = Barcode::encode(&content, symbology)?;
    let modules = barcode.module_count() + 2 * limits::BARCODE_QUIET_MODULES;
    let modules = crate::page::count(modules);
    let fits = |dots: &u8| f32::from(*dots) * DOT_MM * modules <= BARCODE_ROOM_MM;
    let dots_203 = [4, 3, 2].into_iter().find(fits);
    let finest = BARCODE_ROOM_MM / modules;
    let (module_mm, printer_dpi_min) = match dots_203 {
        Some(dots) => (f32::from(dots) * DOT_MM, 203),
        None if finest >= limits::BARCODE_MODULE_MM_MIN => (finest, 300),
        None => return Err(LabelError::BarcodeWide { text: given }),
    };
    Ok(Fitted { barcode, words, module_mm, dots_203, printer_dpi_min })
}

/// The identifier as people read it aloud: S10 in groups, anything else as it stands.
fn words_of(identifier: &Identifier, given: &str) -> String {
    match identifier {
        Identifier::S10(_) => {
            let cuts = [0..2, 2..5, 5..8, 8..11, 11..13];
            cuts.map(|cut| given.get(cut).unwrap_or_default()).join(" ")
        }
        Identifier::Other(_) => given.to_owned(),
    }
}

/// The 18 digits of an SSCC, given with or without its application identifier `00`, whose last is the
/// GS1 check digit (weights 3 and 1 from the right, modulo 10).
fn sscc_digits(given: &str) -> Result<&str, LabelError> {
    let digits = if given.len() == 20 { given.strip_prefix("00").unwrap_or(given) } else { given };
    let is_number = digits.len() == 18 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            u32::from(digit.wrapping_sub(b'0')) * if place % 2 == 0 { 1 } else { 3 }
        })
        .sum();
    if is_number && sum.is_multiple_of(10) {
        Ok(digits)
    } else {
        Err(LabelError::Sscc { text: given.to_owned() })
    }
}
