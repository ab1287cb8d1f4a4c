//! Draws a declaration on pages as large as the label: the goods of all of them, the rest on the last.

use super::Cn23;
use crate::LabelError;
use crate::cn22::draw::{
    PAD_MM, ROW_MM, ROW_STYLE, TITLE_MM, draw_columns, draw_kinds, draw_row, draw_signature,
    draw_title, kilograms, row_of, totals_of,
};
use crate::label::address::{FieldNames, RECIPIENT, SENDER, draw_rows, fit_block, rows_of};
use crate::label::{Fitted, LABEL_HEIGHT_MM, LABEL_WIDTH_MM, LabelAddress, LabelInput};
use crate::page::{Align, Area, Document, Style, count};
use crate::text::{fit_size, printable, shorten};

const LEFT: f32 = 4.0;
const WIDTH: f32 = 92.0;
const TOP: f32 = 3.5;
/// Height of the tracking number with its bars, in millimetres.
const NUMBER_MM: f32 = 15.0;
/// Height of one address, in millimetres.
const ADDRESS_MM: f32 = 22.0;
/// Height of what is below the goods, in millimetres: totals, papers, signature.
const FOOT_MM: f32 = 32.0;
/// Kinds of goods on a page.
const ROWS: usize = 10;

const CAPTION: Style = Style::bold(5.5);

/// What is written by hand where there is something to write.
const PAPERS: [&str; 4] = [
    "Licence number",
    "Certificate number",
    "Invoice number",
    "Importer's reference or tax number",
];

/// Draws all pages, each with both addresses.
pub(crate) fn draw(
    doc: &mut Document,
    input: &LabelInput,
    fitted: &Fitted,
    cn23: &Cn23,
) -> Result<(), LabelError> {
    let declared = cn23.declared();
    let parts = declared.items().chunks(ROWS);
    let pages = parts.len();
    for (number, part) in parts.enumerate() {
        doc.add_page();
        let area = Area::new(LEFT, TOP, WIDTH, LABEL_HEIGHT_MM - 2.0 * TOP);
        let note = format!("CN 23 fields · page {} of {pages}", number + 1);
        draw_title(doc, area, &note);
        let mut y = area.y + TITLE_MM;
        draw_number(doc, y, fitted)?;
        y += NUMBER_MM;
        for (caption, address, fields) in
            [("FROM", &input.sender, &SENDER), ("TO", &input.recipient, &RECIPIENT)]
        {
            draw_address(
                doc,
                Area::new(area.x, y, area.width, ADDRESS_MM),
                caption,
                address,
                fields,
            )?;
            y += ADDRESS_MM;
        }
        doc.rule(area.x, y, area.width, 0.2);
        draw_kinds(doc, area, y + 3.6, declared.kind());
        let table = Area::new(area.x, y + 5.0, area.width, area.bottom() - y - 5.0);
        let (columns, mut row_y) = draw_columns(doc, table, declared);
        for item in part {
            row_y += ROW_MM;
            let row = row_of(doc, item)?;
            draw_row(doc, &columns, row_y + 0.3, ROW_STYLE, &row);
        }
        let foot = area.bottom() - FOOT_MM;
        doc.rule(area.x, foot, area.width, 0.2);
        if number + 1 == pages {
            draw_row(doc, &columns, foot + 3.4, Style::bold(7.0), &totals_of(declared));
            draw_papers(doc, Area::new(area.x, foot + 4.8, area.width, 14.0), input)?;
        } else {
            doc.text(area.x + PAD_MM, foot + 3.4, Style::bold(7.0), "Continued on the next page");
        }
        draw_signature(doc, area, declared)?;
    }
    Ok(())
}

/// The bars of the label again, smaller, and their words: the paper finds its parcel.
fn draw_number(doc: &mut Document, y: f32, fitted: &Fitted) -> Result<(), LabelError> {
    let width = fitted.module_mm * count(fitted.barcode.module_count());
    let left = (LABEL_WIDTH_MM - width) / 2.0;
    doc.barcode((left, y + 1.2), fitted.module_mm, 8.5, &fitted.barcode);
    let face = Style::bold(9.0).face;
    let size = fit_size(doc.fonts(), face, &fitted.words, WIDTH - 2.0 * PAD_MM, (6.0, 9.0));
    let size =
        size.ok_or_else(|| LabelError::TooLong { field: "tracking", text: fitted.words.clone() })?;
    let style = Style::bold(size).align(Align::Centre);
    doc.text(LABEL_WIDTH_MM / 2.0, y + 13.4, style, &fitted.words);
    Ok(())
}

fn draw_address(
    doc: &mut Document,
    area: Area,
    caption: &str,
    address: &LabelAddress,
    fields: &FieldNames,
) -> Result<(), LabelError> {
    doc.rule(area.x, area.y, area.width, 0.2);
    doc.text(area.x + PAD_MM, area.y + 2.6, CAPTION, caption);
    let (left, right) = (area.x + 9.0, area.right() - PAD_MM);
    let rows = rows_of(doc.fonts(), address, fields)?;
    let room = (right - left, area.height - 1.2);
    let block = fit_block(doc.fonts(), fields.block, &rows, room, [8.0, 6.5, 4.5])?;
    draw_rows(doc, (left, right), area.y + 0.2, &block);
    Ok(())
}

/// What belongs to the goods on paper, known or to be written by hand.
fn draw_papers(doc: &mut Document, area: Area, input: &LabelInput) -> Result<(), LabelError> {
    doc.rule(area.x, area.y, area.width, 0.2);
    let half = area.width / 2.0;
    let face = Style::regular(5.5).face;
    for (place, caption) in PAPERS.into_iter().enumerate() {
        let x = area.x + PAD_MM + half * count(place % 2);
        let y = area.y + 5.6 + 4.2 * count(place / 2);
        doc.text(x, y, Style::regular(5.5), caption);
        let line = x + doc.fonts().width_mm(face, 5.5, caption) + 1.5;
        doc.rule(line, y + 0.3, x + half - 3.0 - line, 0.15);
    }
    let mass = kilograms(input.charged_mass.grams());
    let order = printable(doc.fonts(), "order_reference", &input.order_reference)?;
    let known = if order.is_empty() { String::new() } else { format!(" · order {order}") };
    let known = format!("Mass charged {mass} kg{known}");
    let known = shorten(doc.fonts(), (face, 5.5), &known, area.width - 2.0 * PAD_MM);
    doc.text(area.x + PAD_MM, area.y + 2.2, Style::regular(5.5), &known);
    Ok(())
}
