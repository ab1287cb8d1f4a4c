//! Addresses as rows of a label, and the size at which a block of rows fits its place.
//!
//! The order of rows is the country's own: its habits in its own letters, and those in Latin letters, are two.

use super::LabelAddress;
use crate::LabelError;
use crate::font::{Face, Hand, POINTS_PER_MM};
use crate::page::{Align, Document, Style};
use crate::shape::Fonts;
use crate::text::{printable, transliterate, wrap};
use portolan_model::Address;
use portolan_model::address::lines::{AddressLine, lines, script_of};
use portolan_model::address::rules::{AddressField, Script};

/// Distance of rows, in multiples of the text's size.
const LEADING: f32 = 1.2;

/// The names of an address's fields in errors.
pub(crate) struct FieldNames {
    /// All of them together.
    pub(crate) block: &'static str,
    name: &'static str,
    company: &'static str,
    line: &'static str,
    city: &'static str,
    phone: &'static str,
}

pub(crate) const SENDER: FieldNames = FieldNames {
    block: "sender",
    name: "sender.name",
    company: "sender.company",
    line: "sender.lines",
    city: "sender.city",
    phone: "sender.phone",
};
pub(crate) const RECIPIENT: FieldNames = FieldNames {
    block: "recipient",
    name: "recipient.name",
    company: "recipient.company",
    line: "recipient.lines",
    city: "recipient.city",
    phone: "recipient.phone",
};

/// One row of an address and its weight.
pub(crate) type Row = (Face, String);

/// Rows at the size they fit their place.
pub(crate) struct Block {
    pub(crate) size_pt: f32,
    pub(crate) leading_mm: f32,
    pub(crate) rows: Vec<Row>,
}

/// The rows of an address: its local form if all of it can be printed, else its English one. Without an
/// English form the fault is the local form's.
pub(crate) fn rows_of(
    fonts: &Fonts,
    address: &LabelAddress,
    fields: &FieldNames,
) -> Result<Vec<Row>, LabelError> {
    let local = form_rows(fonts, &address.local, script_of(&address.local), fields);
    match (local, &address.english) {
        (Err(_), Some(english)) => form_rows(fonts, english, Script::Latin, fields),
        (rows, _) => rows,
    }
}

/// A row in Latin letters for whom the rows above it are in none: the address's English form, or a
/// transliteration, said to be one. Either is in the order that the country has in Latin letters.
pub(crate) fn latin_row(fonts: &Fonts, address: &LabelAddress, rows: &[Row]) -> Option<String> {
    if rows.iter().all(|(_, row)| transliterate(row).is_none()) {
        return None;
    }
    let form = |address| form_rows(fonts, address, Script::Latin, &RECIPIENT).ok();
    let texts = |rows: Vec<Row>| rows.into_iter().map(|(_, row)| row);
    if let Some(english) = address.english.as_ref().and_then(form) {
        return Some(texts(english).collect::<Vec<_>>().join(", "));
    }
    let latin = |row: String| transliterate(&row).unwrap_or(row);
    let transliterated: Vec<String> = texts(form(&address.local)?).map(latin).collect();
    Some(format!("Transliterated: {}", transliterated.join(", ")))
}

fn form_rows(
    fonts: &Fonts,
    address: &Address,
    script: Script,
    fields: &FieldNames,
) -> Result<Vec<Row>, LabelError> {
    let mut rows = Vec::new();
    let hand = Hand::of_country(address.country());
    let mut push = |face: Face, field, text: &str| {
        printable(fonts, field, text).map(|text| rows.push((face.hand(hand), text)))
    };
    for line in lines(address, script) {
        let face = if is_heavy(&line, address) { Face::BOLD } else { Face::REGULAR };
        let field = match line.fields.first() {
            Some(AddressField::Name) => fields.name,
            Some(AddressField::Company) => fields.company,
            Some(AddressField::Lines) => fields.line,
            _ => fields.city,
        };
        push(face, field, &line.text)?;
    }
    push(Face::BOLD, fields.city, &address.country().english_name().to_uppercase())?;
    if let Some(phone) = address.phone() {
        push(Face::REGULAR, fields.phone, &format!("Tel. {phone}"))?;
    }
    Ok(rows)
}

/// Whether a line says to whom or to which place, which are read first.
fn is_heavy(line: &AddressLine, address: &Address) -> bool {
    let is_addressee =
        line.has(AddressField::Name) || line.has(AddressField::Company) && address.name().is_none();
    let places = [AddressField::City, AddressField::Postcode, AddressField::Region];
    is_addressee || places.into_iter().any(|field| line.has(field))
}

/// Fits rows into a place: first as large as they stand unbroken down to a comfortable size, then broken
/// at blanks, ever smaller.
///
/// # Errors
/// [`LabelError::TooLong`] when they do not fit at the least size.
pub(crate) fn fit_block(
    fonts: &Fonts,
    field: &'static str,
    rows: &[Row],
    (width, height): (f32, f32),
    [most, comfortable, least]: [f32; 3],
) -> Result<Block, LabelError> {
    let leading_at = |size: f32| size / POINTS_PER_MM * LEADING;
    let fits_down = |size: f32, rows: usize| leading_at(size) * crate::page::count(rows) <= height;
    let mut size = most;
    while size >= comfortable {
        let is_unbroken = rows.iter().all(|(face, row)| fonts.width_mm(*face, size, row) <= width);
        if is_unbroken && fits_down(size, rows.len()) {
            return Ok(Block { size_pt: size, leading_mm: leading_at(size), rows: rows.to_vec() });
        }
        size -= 0.25;
    }
    size = comfortable;
    while size >= least {
        let broken = rows.iter().map(|(face, row)| {
            let parts = wrap(fonts, (*face, size), row, width)?;
            Some(parts.into_iter().map(|part| (*face, part)).collect::<Vec<_>>())
        });
        if let Some(broken) = broken.collect::<Option<Vec<_>>>() {
            let rows = broken.concat();
            if fits_down(size, rows.len()) {
                return Ok(Block { size_pt: size, leading_mm: leading_at(size), rows });
            }
        }
        size -= 0.25;
    }
    let text = rows.iter().map(|(_, row)| row.as_str()).collect::<Vec<_>>().join(", ");
    Err(LabelError::TooLong { field, text })
}

/// Sets a block of rows below `top`, each at the left edge, or at the right one where it is read from there.
pub(crate) fn draw_rows(doc: &mut Document, (left, right): (f32, f32), top: f32, block: &Block) {
    let mut y = top;
    for (face, row) in &block.rows {
        y += block.leading_mm;
        let style = Style::of(*face, block.size_pt);
        if doc.fonts().shape(*face, row).is_rtl {
            doc.text(right, y, style.align(Align::Right), row);
        } else {
            doc.text(left, y, style, row);
        }
    }
}
