//! Addresses as rows of a label, and the size at which a block of rows fits its place.

use super::LabelAddress;
use crate::LabelError;
use crate::font::{Face, Hand, POINTS_PER_MM};
use crate::page::{Align, Document, Style};
use crate::shape::Fonts;
use crate::text::{printable, transliterate, wrap};
use portolan_model::Address;

/// Distance of rows, in multiples of the text's size.
const LEADING: f32 = 1.2;

/// Countries whose postcode follows city and region on their line. From general knowledge of postal
/// habits; elsewhere the postcode comes first.
const POSTCODE_LAST: [&str; 15] =
    ["AU", "BR", "CA", "GB", "ID", "IE", "IN", "JP", "KR", "NZ", "SG", "TH", "TW", "US", "ZA"];

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
    match (form_rows(fonts, &address.local, fields), &address.english) {
        (Err(_), Some(english)) => form_rows(fonts, english, fields),
        (rows, _) => rows,
    }
}

/// A row in Latin letters for whom the rows above it are in none: the address's English form, or a
/// transliteration, said to be one.
pub(crate) fn latin_row(fonts: &Fonts, address: &LabelAddress, rows: &[Row]) -> Option<String> {
    let transliterated: Vec<Option<String>> =
        rows.iter().map(|(_, row)| transliterate(row)).collect();
    if transliterated.iter().all(Option::is_none) {
        return None;
    }
    let english = address.english.as_ref();
    let english = english.and_then(|english| form_rows(fonts, english, &RECIPIENT).ok());
    let joined = |rows: Vec<String>| rows.join(", ");
    Some(match english {
        Some(english) => joined(english.into_iter().map(|(_, row)| row).collect()),
        None => {
            format!("Transliterated: {}", joined(transliterated.into_iter().flatten().collect()))
        }
    })
}

fn form_rows(
    fonts: &Fonts,
    address: &Address,
    fields: &FieldNames,
) -> Result<Vec<Row>, LabelError> {
    let mut rows = Vec::new();
    let hand = Hand::of_country(address.country());
    let mut push = |face: Face, field, text: &str| {
        printable(fonts, field, text).map(|text| rows.push((face.hand(hand), text)))
    };
    if let Some(name) = address.name() {
        push(Face::BOLD, fields.name, name)?;
    }
    if let Some(company) = address.company() {
        let face = if address.name().is_none() { Face::BOLD } else { Face::REGULAR };
        push(face, fields.company, company)?;
    }
    for line in address.lines() {
        push(Face::REGULAR, fields.line, line)?;
    }
    push(Face::BOLD, fields.city, &city_row(address))?;
    push(Face::BOLD, fields.city, &address.country().english_name().to_uppercase())?;
    if let Some(phone) = address.phone() {
        push(Face::REGULAR, fields.phone, &format!("Tel. {phone}"))?;
    }
    Ok(rows)
}

/// Postcode, city and region in the order of the country.
fn city_row(address: &Address) -> String {
    let postcode = address.postcode().map(ToString::to_string).unwrap_or_default();
    let region = address.region().map(|region| format!(", {region}")).unwrap_or_default();
    if POSTCODE_LAST.contains(&address.country().as_str()) {
        format!("{}{region} {postcode}", address.city()).trim().to_owned()
    } else {
        format!("{postcode} {}{region}", address.city()).trim().to_owned()
    }
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
