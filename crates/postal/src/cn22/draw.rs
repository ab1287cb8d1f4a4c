//! Draws the fields of a declaration into an area of a label: kinds, goods, totals, declaration.
//!
//! Descriptions are shortened to their column, and goods beyond the last row are summed up there; the
//! totals are always of everything.

use super::{Cn22, Cn22Kind};
use crate::font::Face;
use crate::page::{Align, Area, Document, Style, count};
use crate::text::{fit_size, printable, shorten};
use crate::{LabelError, limits};
use portolan_model::ConsignmentItem;

/// Height of the rows of goods, in millimetres.
pub(crate) const ROW_MM: f32 = 3.1;
/// Height of the title bar, in millimetres.
pub(crate) const TITLE_MM: f32 = 4.6;
/// Blank at either side of a column, in millimetres.
pub(crate) const PAD_MM: f32 = 1.0;
/// Width of a box to tick with the blank after it, in millimetres.
const BOX_MM: f32 = 3.2;
/// Room of a value before it meets the mass, in millimetres.
const VALUE_MM: f32 = 12.5;
pub(crate) const ROW_STYLE: Style = Style::regular(6.5);
const HEAD_STYLE: Style = Style::regular(5.5);

/// What the signer says, in our own words.
const DECLARATION: [&str; 2] = [
    "The sender declares that these particulars are true and complete and that the parcel",
    "holds nothing forbidden or dangerous under postal, customs or carriage rules.",
];

/// Right or left edges of the columns, in millimetres from the left of the area.
pub(crate) struct Columns {
    pub(crate) description: f32,
    pub(crate) quantity: f32,
    pub(crate) mass: f32,
    pub(crate) value: f32,
    pub(crate) hs: f32,
    pub(crate) origin: f32,
}

/// One printed row of goods.
pub(crate) struct Row {
    pub(crate) description: String,
    pub(crate) quantity: String,
    pub(crate) mass: String,
    pub(crate) value: String,
    pub(crate) hs: String,
    pub(crate) origin: String,
}

/// Draws a declaration.
pub(crate) fn draw(doc: &mut Document, area: Area, cn22: &Cn22) -> Result<(), LabelError> {
    draw_title(doc, area, "CN 22 fields · may be opened officially");
    let kinds_y = area.y + TITLE_MM + 3.6;
    draw_kinds(doc, area, kinds_y, cn22.kind());
    let table_y = kinds_y + 1.4;
    draw_table(doc, Area::new(area.x, table_y, area.width, area.bottom() - table_y), cn22)?;
    draw_signature(doc, area, cn22)
}

/// The frame, and the bar at its top with what this is.
pub(crate) fn draw_title(doc: &mut Document, area: Area, note: &str) {
    doc.outline(area, 0.3);
    doc.fill(Area::new(area.x, area.y, area.width, TITLE_MM));
    let title_y = area.y + 3.4;
    doc.text(area.x + PAD_MM + 0.5, title_y, Style::bold(8.0).white(), "CUSTOMS DECLARATION");
    let style = Style::regular(6.5).white().align(Align::Right);
    doc.text(area.right() - PAD_MM - 0.5, title_y, style, note);
}

/// One box for each kind, the right one filled, spread over the width.
pub(crate) fn draw_kinds(doc: &mut Document, area: Area, y: f32, kind: Cn22Kind) {
    let style_of = |each| if each == kind { Style::bold(6.5) } else { Style::regular(6.5) };
    let width_of = |doc: &Document, each: Cn22Kind| {
        BOX_MM + doc.fonts().width_mm(style_of(each).face, style_of(each).size_pt, each.name())
    };
    let used: f32 = Cn22Kind::ALL.into_iter().map(|each| width_of(doc, each)).sum();
    let gap = (area.width - 2.0 * PAD_MM - used) / count(Cn22Kind::ALL.len() - 1);
    let mut x = area.x + PAD_MM;
    for each in Cn22Kind::ALL {
        let tick = Area::new(x, y - 2.1, 2.2, 2.2);
        doc.outline(tick, 0.25);
        if each == kind {
            doc.fill(Area::new(tick.x + 0.45, tick.y + 0.45, 1.3, 1.3));
        }
        doc.text(x + BOX_MM, y - 0.2, style_of(each), each.name());
        x += width_of(doc, each) + gap;
    }
}

fn draw_table(doc: &mut Document, area: Area, cn22: &Cn22) -> Result<(), LabelError> {
    let (columns, mut y) = draw_columns(doc, area, cn22);
    for row in rows_of(doc, cn22)? {
        y += ROW_MM;
        draw_row(doc, &columns, y + 0.3, ROW_STYLE, &row);
    }
    // Totals stand at the same place whatever the number of rows.
    let totals_y = area.y + 2.6 + ROW_MM * count(limits::CN22_ROWS_MAX) + 4.4;
    doc.rule(area.x, totals_y - 2.9, area.width, 0.2);
    draw_row(doc, &columns, totals_y, Style::bold(7.0), &totals_of(cn22));
    doc.rule(area.x, totals_y + 1.2, area.width, 0.2);
    Ok(())
}

/// The columns' captions; answers where the columns stand and the baseline of the captions.
pub(crate) fn draw_columns(doc: &mut Document, area: Area, cn22: &Cn22) -> (Columns, f32) {
    let right = area.right() - PAD_MM;
    let columns = Columns {
        description: area.x + PAD_MM,
        quantity: right - 44.0,
        mass: right - 33.0,
        value: right - 19.5,
        hs: right - 17.5,
        origin: right,
    };
    doc.rule(area.x, area.y, area.width, 0.2);
    let y = area.y + 2.6;
    let head = Row {
        description: "Contents".into(),
        quantity: "Qty".into(),
        mass: "Net kg".into(),
        value: format!("Value {}", cn22.total_value().currency().code()),
        hs: "HS code".into(),
        origin: "Origin".into(),
    };
    draw_row(doc, &columns, y, HEAD_STYLE, &head);
    doc.rule(area.x, y + 0.9, area.width, 0.15);
    (columns, y)
}

/// The row of the totals.
pub(crate) fn totals_of(cn22: &Cn22) -> Row {
    Row {
        description: "Total".into(),
        quantity: cn22.items().iter().map(ConsignmentItem::quantity).sum::<u32>().to_string(),
        mass: kilograms(cn22.total_mass().grams()),
        value: cn22.total_value().to_decimal().to_string(),
        hs: String::new(),
        origin: String::new(),
    }
}

/// One kind of goods as a row, checked for what cannot be printed.
pub(crate) fn row_of(doc: &Document, item: &ConsignmentItem) -> Result<Row, LabelError> {
    Ok(Row {
        description: printable(doc.fonts(), "cn22.description", item.description())?,
        quantity: item.quantity().to_string(),
        mass: kilograms(item.mass().grams()),
        value: item.value().to_decimal().to_string(),
        hs: item.hs().as_str().to_owned(),
        origin: item.origin().as_str().to_owned(),
    })
}

/// The goods as rows, checked for script; beyond the last row, how many more there are and their sums.
pub(super) fn rows_of(doc: &Document, cn22: &Cn22) -> Result<Vec<Row>, LabelError> {
    let items = cn22.items();
    let whole =
        if items.len() > limits::CN22_ROWS_MAX { limits::CN22_ROWS_MAX - 1 } else { items.len() };
    let mut rows = Vec::with_capacity(limits::CN22_ROWS_MAX);
    for item in &items[..whole] {
        rows.push(row_of(doc, item)?);
    }
    let rest = &items[whole..];
    if let Some(first) = rest.first() {
        let rest_value = rest[1..].iter().try_fold(first.value(), |sum, item| {
            sum.checked_add(item.value()).map_err(|_| LabelError::DeclaredCurrency)
        })?;
        rows.push(Row {
            description: format!("and {} more kinds of goods", rest.len()),
            quantity: rest.iter().map(ConsignmentItem::quantity).sum::<u32>().to_string(),
            mass: kilograms(rest.iter().map(|item| item.mass().grams()).sum()),
            value: rest_value.to_decimal().to_string(),
            hs: String::new(),
            origin: String::new(),
        });
    }
    Ok(rows)
}

pub(crate) fn draw_row(doc: &mut Document, columns: &Columns, y: f32, style: Style, row: &Row) {
    let end = style.align(Align::Right);
    let quantity_width = doc.fonts().width_mm(style.face, style.size_pt, &row.quantity);
    let room = columns.quantity - quantity_width - 1.5 - columns.description;
    let description = shorten(doc.fonts(), (style.face, style.size_pt), &row.description, room);
    doc.text(columns.description, y, style, &description);
    doc.text(columns.quantity, y, end, &row.quantity);
    doc.text(columns.mass, y, end, &row.mass);
    // Some currencies count in millions: their values shrink, none is cut.
    let sizes = (3.0, style.size_pt);
    let value_size = fit_size(doc.fonts(), style.face, &row.value, VALUE_MM, sizes);
    let value_style = Style { size_pt: value_size.unwrap_or(3.0), ..end };
    doc.text(columns.value, y, value_style, &row.value);
    doc.text(columns.hs, y, style, &row.hs);
    doc.text(columns.origin, y, end, &row.origin);
}

pub(crate) fn draw_signature(
    doc: &mut Document,
    area: Area,
    cn22: &Cn22,
) -> Result<(), LabelError> {
    let x = area.x + PAD_MM;
    let sender = printable(doc.fonts(), "cn22.sender", cn22.sender())?;
    let date = cn22.signed_on().to_string();
    for (index, line) in DECLARATION.into_iter().enumerate() {
        doc.text(x, area.bottom() - 6.1 + 2.2 * count(index), Style::regular(5.5), line);
    }
    let y = area.bottom() - 1.1;
    doc.text(area.right() - PAD_MM, y, Style::bold(6.5).align(Align::Right), &date);
    let room = area.width - 2.0 * PAD_MM - 18.0;
    let signed = format!("Declared by {sender}");
    let size = fit_size(doc.fonts(), Face::BOLD, &signed, room, (5.0, 6.5));
    let (size, signed) = match size {
        Some(size) => (size, signed),
        None => (5.0, shorten(doc.fonts(), (Face::BOLD, 5.0), &signed, room)),
    };
    doc.text(x, y, Style::bold(size), &signed);
    Ok(())
}

/// Grams as kilograms with three decimals.
pub(crate) fn kilograms(grams: u32) -> String {
    format!("{}.{:03}", grams / 1000, grams % 1000)
}
