//! Where everything stands on a manifest, and the drawing of it.

use super::{ManifestInput, ManifestRow, totals_of};
use crate::LabelError;
use crate::barcode::{Barcode, Symbology};
use crate::cn22::draw::kilograms;
use crate::font::{Face, FontSet};
use crate::page::{Align, Area, DOT_MM, Document, Style, count};
use crate::text::{fit_size, printable, shorten};

const PAGE_WIDTH: f32 = 210.0;
const PAGE_HEIGHT: f32 = 297.0;
const LEFT: f32 = 15.0;
const WIDTH: f32 = 180.0;
/// Lowest baseline of a row, in millimetres.
const ROWS_END: f32 = 276.0;
const ROW_MM: f32 = 5.2;
/// Height of the counts and signatures, in millimetres.
const SIGNATURES_MM: f32 = 66.0;

/// Edges of the columns, in millimetres from the left of the page: left edges of text, right ones of
/// numbers.
const NUMBER_END: f32 = LEFT + 8.0;
const TRACKING: f32 = LEFT + 11.0;
const REFERENCE: f32 = LEFT + 62.0;
const SERVICE: f32 = LEFT + 97.0;
const COUNTRY: f32 = LEFT + 140.0;
const PIECES_END: f32 = LEFT + 161.0;
const MASS_END: f32 = LEFT + WIDTH - 1.0;

/// Draws a whole manifest.
pub(super) fn draw(set: &FontSet, input: &ManifestInput) -> Result<Vec<u8>, LabelError> {
    let title = format!("Manifest {}", input.manifest);
    let mut doc = Document::new(set, PAGE_WIDTH, PAGE_HEIGHT);
    let mut y = draw_head(&mut doc, input)?;
    y = draw_columns(&mut doc, y);
    for (index, row) in input.rows.iter().enumerate() {
        if y > ROWS_END {
            doc.add_page();
            y = draw_columns(&mut doc, 20.0);
        }
        draw_row(&mut doc, y, index + 1, row)?;
        y += ROW_MM;
    }
    if y + SIGNATURES_MM > PAGE_HEIGHT - 15.0 {
        doc.add_page();
        y = 20.0;
    }
    draw_totals(&mut doc, y, input);
    draw_signatures(&mut doc, y + 9.0, input);
    let manifest = printable(doc.fonts(), "manifest", &input.manifest)?;
    let pages = doc.page_count();
    for page in 0..pages {
        let y = PAGE_HEIGHT - 10.0;
        doc.text_on(page, (LEFT, y), Style::regular(7.5), &format!("Manifest {manifest}"));
        let number = format!("Page {} of {pages}", page + 1);
        let style = Style::regular(7.5).align(Align::Right);
        doc.text_on(page, (LEFT + WIDTH, y), style, &number);
    }
    doc.finish(&title)
}

/// Title, barcode and facts; answers where the table starts.
fn draw_head(doc: &mut Document, input: &ManifestInput) -> Result<f32, LabelError> {
    doc.text(LEFT, 22.0, Style::bold(20.0), "Hand-in manifest");
    let manifest = printable(doc.fonts(), "manifest", &input.manifest)?;
    let barcode = Barcode::encode(&manifest, Symbology::Code128)?;
    let width = 2.0 * DOT_MM * count(barcode.module_count());
    let room = WIDTH - 65.0;
    if width > room {
        return Err(LabelError::BarcodeWide { text: manifest });
    }
    doc.barcode((LEFT + WIDTH - width, 13.0), 2.0 * DOT_MM, 12.0, &barcode);
    let under = Style::regular(8.0).align(Align::Right);
    doc.text(LEFT + WIDTH, 28.5, under, &manifest);

    let (pieces, grams) = totals_of(&input.rows);
    let facts = [
        ("Handed in by", printable(doc.fonts(), "merchant", &input.merchant)?),
        ("Received by", printable(doc.fonts(), "receiver", &input.receiver)?),
        ("Entry", printable(doc.fonts(), "entry", &input.entry)?),
        ("Printed", input.printed_on.to_string()),
        ("Declared", declared(input.rows.len(), pieces, grams)),
    ];
    let mut y = 37.0;
    for (caption, value) in facts {
        doc.text(LEFT, y, Style::regular(9.0), caption);
        let value = shorten(doc.fonts(), (Face::BOLD, 9.0), &value, WIDTH - 30.0);
        doc.text(LEFT + 30.0, y, Style::bold(9.0), &value);
        y += 5.0;
    }
    Ok(y + 4.0)
}

fn declared(parcels: usize, pieces: u32, grams: u64) -> String {
    let parcel_word = if parcels == 1 { "parcel" } else { "parcels" };
    let piece_word = if pieces == 1 { "piece" } else { "pieces" };
    format!("{parcels} {parcel_word}, {pieces} {piece_word}, {} kg", kilograms_of(grams))
}

/// Head of the table; answers the baseline of its first row.
fn draw_columns(doc: &mut Document, y: f32) -> f32 {
    let (start, end) = (Style::bold(7.5), Style::bold(7.5).align(Align::Right));
    doc.text(NUMBER_END, y, end, "#");
    doc.text(TRACKING, y, start, "Tracking number");
    doc.text(REFERENCE, y, start, "Order");
    doc.text(SERVICE, y, start, "Service");
    doc.text(COUNTRY, y, start, "To");
    doc.text(PIECES_END, y, end, "Pieces");
    doc.text(MASS_END, y, end, "Mass kg");
    doc.rule(LEFT, y + 1.6, WIDTH, 0.4);
    y + 6.0
}

fn draw_row(
    doc: &mut Document,
    y: f32,
    number: usize,
    row: &ManifestRow,
) -> Result<(), LabelError> {
    let (start, end) = (Style::regular(8.5), Style::regular(8.5).align(Align::Right));
    doc.text(NUMBER_END, y, Style::regular(7.5).align(Align::Right), &number.to_string());
    let tracking = printable(doc.fonts(), "tracking", &row.tracking)?;
    let room = REFERENCE - TRACKING - 2.0;
    let size = fit_size(doc.fonts(), Face::BOLD, &tracking, room, (4.5, 8.5));
    let Some(size) = size else {
        return Err(LabelError::TooLong { field: "tracking", text: tracking });
    };
    doc.text(TRACKING, y, Style::bold(size), &tracking);
    let reference = printable(doc.fonts(), "reference", &row.reference)?;
    let reference =
        shorten(doc.fonts(), (Face::REGULAR, 8.5), &reference, SERVICE - REFERENCE - 2.0);
    doc.text(REFERENCE, y, start, &reference);
    let service = printable(doc.fonts(), "service", &row.service)?;
    let service = shorten(doc.fonts(), (Face::REGULAR, 8.5), &service, COUNTRY - SERVICE - 2.0);
    doc.text(SERVICE, y, start, &service);
    doc.text(COUNTRY, y, Style::bold(8.5), row.destination.as_str());
    doc.text(PIECES_END, y, end, &row.piece_count.to_string());
    doc.text(MASS_END, y, end, &kilograms(row.mass.grams()));
    doc.rule(LEFT, y + 1.5, WIDTH, 0.1);
    Ok(())
}

fn draw_totals(doc: &mut Document, y: f32, input: &ManifestInput) {
    let (pieces, grams) = totals_of(&input.rows);
    doc.rule(LEFT, y - 3.7, WIDTH, 0.4);
    let end = Style::bold(9.0).align(Align::Right);
    doc.text(TRACKING, y + 0.8, Style::bold(9.0), &format!("Total {} parcels", input.rows.len()));
    doc.text(PIECES_END, y + 0.8, end, &pieces.to_string());
    doc.text(MASS_END, y + 0.8, end, &kilograms_of(grams));
}

/// Four counts side by side, and a place to sign for either side.
fn draw_signatures(doc: &mut Document, y: f32, input: &ManifestInput) {
    let boxes = [
        ("Declared", "as listed"),
        ("Accepted", "taken over"),
        ("Short", "listed, not there"),
        ("Over", "there, not listed"),
    ];
    let step = (WIDTH + 4.0) / count(boxes.len());
    for (index, (caption, note)) in boxes.into_iter().enumerate() {
        let area = Area::new(LEFT + step * count(index), y, step - 4.0, 20.0);
        doc.outline(area, 0.3);
        doc.text(area.x + 2.0, y + 4.4, Style::bold(9.0), caption);
        doc.text(area.right() - 2.0, y + 4.4, Style::regular(6.5).align(Align::Right), note);
        if index == 0 {
            let style = Style::bold(20.0).align(Align::Centre);
            let middle = area.x + area.width / 2.0;
            doc.text(middle, y + 15.5, style, &input.rows.len().to_string());
        }
    }
    let half = (WIDTH - 4.0) / 2.0;
    for (x, caption) in [(LEFT, "Handed over by"), (LEFT + half + 4.0, "Received by")] {
        let area = Area::new(x, y + 24.0, half, 30.0);
        doc.outline(area, 0.3);
        doc.text(x + 2.0, area.y + 4.4, Style::bold(9.0), caption);
        for (line, label) in ["Name", "Signature", "Date and time"].into_iter().enumerate() {
            let line_y = area.y + 11.5 + 7.5 * count(line);
            doc.text(x + 2.0, line_y, Style::regular(7.0), label);
            doc.rule(x + 24.0, line_y + 0.4, half - 26.0, 0.15);
        }
    }
}

fn kilograms_of(grams: u64) -> String {
    format!("{}.{:03}", grams / 1000, grams % 1000)
}
