//! Where everything stands on a label, and the drawing of it.

use super::address::{RECIPIENT, SENDER, draw_rows, fit_block, latin_row, rows_of};
use super::{Customs, EntryKind, Fitted, LABEL_HEIGHT_MM, LABEL_WIDTH_MM, LabelInput};
use crate::LabelError;
use crate::cn22::draw::{draw as draw_cn22, kilograms};
use crate::cn23::draw::draw as draw_cn23;
use crate::font::{Face, FontSet, POINTS_PER_MM};
use crate::page::{Align, Area, Document, Style, count};
use crate::text::{fit_size, printable, shorten, wrap};
use portolan_model::Undeliverable;

/// Left edge and width of the content, in millimetres.
const LEFT: f32 = 4.0;
const WIDTH: f32 = 92.0;
/// Top of the content, in millimetres.
const TOP: f32 = 3.5;
/// Width of the box with the destination's letters, in millimetres.
const COUNTRY_MM: f32 = 22.0;
/// Width of the box with the sort code, in millimetres.
const SORT_MM: f32 = 24.0;
/// Width of the column of facts beside the sender, in millimetres.
const FACTS_MM: f32 = 38.0;
/// Height of the words under the bars, in millimetres.
const WORDS_MM: f32 = 6.5;

/// Height of the recipient's form in Latin letters, in millimetres, and its size in points.
const LATIN_MM: f32 = 6.4;
const LATIN_PT: f32 = 6.0;

const CAPTION: Style = Style::bold(5.5);

/// Heights of the bands of a label from the top, in millimetres.
struct Grid {
    header: f32,
    sender: f32,
    recipient: f32,
    barcode: f32,
    footer: f32,
    recipient_sizes_pt: [f32; 3],
}

/// With a declaration below: 98.5 mm of bands, the rest is the declaration's.
const GRID_CUSTOMS: Grid = Grid {
    header: 15.0,
    sender: 16.0,
    recipient: 31.0,
    barcode: 24.5,
    footer: 7.0,
    recipient_sizes_pt: [12.0, 9.0, 7.0],
};
/// Without one there is room for larger print.
const GRID_PLAIN: Grid = Grid {
    header: 17.0,
    sender: 20.0,
    recipient: 52.0,
    barcode: 44.0,
    footer: 11.0,
    recipient_sizes_pt: [17.0, 11.0, 8.0],
};

/// Draws a whole label.
pub(super) fn draw<'f>(
    set: &'f FontSet,
    input: &LabelInput,
    fitted: &Fitted,
) -> Result<Document<'f>, LabelError> {
    let mut doc = Document::new(set, LABEL_WIDTH_MM, LABEL_HEIGHT_MM);
    let grid = if matches!(input.customs, Customs::Cn22(_)) { GRID_CUSTOMS } else { GRID_PLAIN };
    let mut y = TOP;
    let mut band = |height: f32| {
        let area = Area::new(LEFT, y, WIDTH, height);
        y += height;
        area
    };
    let (header, sender, recipient, barcode, footer) = (
        band(grid.header),
        band(grid.sender),
        band(grid.recipient),
        band(grid.barcode),
        band(grid.footer),
    );
    draw_header(&mut doc, header, input)?;
    draw_sender(&mut doc, sender, input)?;
    draw_recipient(&mut doc, recipient, input, grid.recipient_sizes_pt)?;
    draw_barcode(&mut doc, barcode, fitted)?;
    draw_footer(&mut doc, footer, input)?;
    if let Customs::Cn22(cn22) = &input.customs {
        let top = footer.bottom();
        let area = Area::new(LEFT, top, WIDTH, LABEL_HEIGHT_MM - 2.5 - top);
        draw_cn22(&mut doc, area, cn22)?;
    }
    if let Customs::Cn23(cn23) = &input.customs {
        draw_cn23(&mut doc, input, fitted, cn23)?;
    }
    Ok(doc)
}

/// Service, line and operator at the left; sort code; the destination's letters at the right.
fn draw_header(doc: &mut Document, area: Area, input: &LabelInput) -> Result<(), LabelError> {
    let height = area.height - 1.5;
    let country = Area::new(area.right() - COUNTRY_MM, area.y, COUNTRY_MM, height);
    doc.fill(country);
    let letters_pt = 32.0;
    let letters = Style::bold(letters_pt).white().align(Align::Centre);
    let baseline = country.y + height / 2.0 + letters_pt * 0.36 / POINTS_PER_MM;
    let code = input.recipient.country().as_str();
    doc.text(country.x + COUNTRY_MM / 2.0, baseline, letters, code);

    let mut room = area.width - COUNTRY_MM - 2.0;
    if let Some(sort_code) = &input.sort_code {
        let code = printable(doc.fonts(), "sort_code", sort_code)?;
        let sort = Area::new(country.x - SORT_MM - 1.5, area.y, SORT_MM, height);
        doc.outline(Area::new(sort.x + 0.2, sort.y + 0.2, SORT_MM - 0.4, height - 0.4), 0.4);
        doc.text(sort.x + 1.2, sort.y + 2.8, CAPTION, "SORT");
        let size = required_size(doc, "sort_code", &code, SORT_MM - 2.4, (6.0, 20.0))?;
        let style = Style::bold(size).align(Align::Centre);
        // Half a capital's height (0.36 of the size) below the middle of what the caption leaves.
        let baseline = sort.y + f32::midpoint(height, 2.8) + size * 0.36 / POINTS_PER_MM;
        doc.text(sort.x + SORT_MM / 2.0, baseline, style, &code);
        room -= SORT_MM + 1.5;
    }
    let service = printable(doc.fonts(), "service", &input.service)?;
    if service.is_empty() {
        return Err(LabelError::Empty { field: "service" });
    }
    let mut y = area.y + 0.6;
    for (size, row) in service_rows(doc, &service, room) {
        y += size / POINTS_PER_MM;
        doc.text(area.x, y - 0.2, Style::bold(size), &row);
    }
    y = y.max(area.y + 5.4);
    for (field, text) in [("line", &input.line), ("operator", &input.operator)] {
        let text = printable(doc.fonts(), field, text)?;
        let text = shorten(doc.fonts(), (Face::REGULAR, 7.5), &text, room);
        if !text.is_empty() {
            y += 3.2;
            doc.text(area.x, y, Style::regular(7.5), &text);
        }
    }
    doc.rule(area.x, area.bottom() - 0.6, area.width, 0.3);
    Ok(())
}

/// The service's name in one row as large as it fits, else in two smaller ones, the second shortened.
fn service_rows(doc: &Document, service: &str, room: f32) -> Vec<(f32, String)> {
    if let Some(size) = fit_size(doc.fonts(), Face::BOLD, service, room, (11.0, 17.0)) {
        return vec![(size, service.to_owned())];
    }
    two_rows(doc, service, room, (Face::BOLD, 9.0)).into_iter().map(|row| (9.0, row)).collect()
}

/// Text in two rows at most, the second shortened.
fn two_rows(doc: &Document, text: &str, room: f32, style: (Face, f32)) -> Vec<String> {
    let rows = wrap(doc.fonts(), style, text, room).unwrap_or_else(|| vec![text.to_owned()]);
    let (first, rest) = rows.split_at(1);
    let rows = [first.concat(), rest.join(" ")];
    let rows = rows.into_iter().filter(|row| !row.is_empty());
    rows.map(|row| shorten(doc.fonts(), style, &row, room)).collect()
}

/// The sender in small print, the parcel's facts beside it.
fn draw_sender(doc: &mut Document, area: Area, input: &LabelInput) -> Result<(), LabelError> {
    let width = area.width - FACTS_MM - 2.0;
    doc.text(area.x, area.y + 2.0, CAPTION, "FROM");
    let rows = rows_of(doc.fonts(), &input.sender, &SENDER)?;
    // Below the caption, as far as six rows of the least size beside a declaration: those of a firm in China.
    let place = (width, area.height - 3.2);
    let block = fit_block(doc.fonts(), "sender", &rows, place, [7.5, 6.0, 5.0]).or_else(|_| {
        // Nobody reads this one at arm's length: run on, it still tells where to return the parcel.
        let run_on = rows.iter().map(|(_, row)| row.as_str()).collect::<Vec<_>>().join(", ");
        fit_block(doc.fonts(), "sender", &[(Face::REGULAR, run_on)], place, [6.0, 6.0, 4.5])
    })?;
    draw_rows(doc, (area.x, area.x + width), area.y + 2.4, &block);

    let facts_x = area.right() - FACTS_MM;
    doc.upright(facts_x - 1.5, area.y, area.height - 1.5, 0.2);
    let entry = match &input.entry {
        EntryKind::Collection => "Collection".to_owned(),
        EntryKind::DropOff(facility) => printable(doc.fonts(), "entry.facility", facility)?,
    };
    let entry_caption = match input.entry {
        EntryKind::Collection => "ENTRY",
        EntryKind::DropOff(_) => "DROP-OFF AT",
    };
    let facts = [
        ("MASS CHARGED", format!("{} kg", kilograms(input.charged_mass.grams()))),
        ("PIECE", format!("{} of {}", input.piece, input.piece_count)),
        (entry_caption, entry),
        ("PRINTED", input.printed_on.to_string()),
    ];
    let step = (area.height - 1.0) / 2.0;
    for (index, (caption, value)) in facts.into_iter().enumerate() {
        let x = facts_x + 21.0 * count(index % 2);
        let y = area.y + step * count(index / 2);
        let room = if index % 2 == 0 { 19.5 } else { FACTS_MM - 21.0 };
        doc.text(x, y + 2.0, CAPTION, caption);
        if let Some(size) = fit_size(doc.fonts(), Face::BOLD, &value, room, (7.0, 9.5)) {
            doc.text(x, y + 5.6, Style::bold(size), &value);
        } else {
            for (line, row) in
                two_rows(doc, &value, room, (Face::BOLD, 6.0)).into_iter().enumerate()
            {
                doc.text(x, y + 4.3 + 2.3 * count(line), Style::bold(6.0), &row);
            }
        }
    }
    Ok(())
}

/// The recipient in a heavy frame, as large as it fits.
fn draw_recipient(
    doc: &mut Document,
    area: Area,
    input: &LabelInput,
    sizes_pt: [f32; 3],
) -> Result<(), LabelError> {
    let frame = Area::new(area.x + 0.3, area.y + 0.3, area.width - 0.6, area.height - 1.6);
    doc.outline(frame, 0.6);
    doc.fill(Area::new(frame.x, frame.y, 8.0, frame.height));
    let tab = Style::bold(11.0).white().align(Align::Centre);
    doc.text(frame.x + 4.0, frame.y + 5.6, tab, "TO");
    let rows = rows_of(doc.fonts(), &input.recipient, &RECIPIENT)?;
    let width = frame.width - 8.0 - 4.0;
    let latin = latin_row(doc.fonts(), &input.recipient, &rows);
    let latin_mm = if latin.is_some() { LATIN_MM } else { 0.0 };
    let height = frame.height - latin_mm;
    let block = fit_block(doc.fonts(), "recipient", &rows, (width, height - 2.4), sizes_pt)?;
    if let Some(latin) = latin {
        draw_latin(doc, Area::new(frame.x + 10.0, frame.y + height, width, latin_mm), &latin);
    }
    // Centred down the frame, so that short addresses do not hang under its top.
    let used = block.leading_mm * count(block.rows.len());
    let top = frame.y + (height - used) / 2.0 - block.leading_mm * 0.24;
    draw_rows(doc, (frame.x + 10.0, frame.right() - 2.0), top, &block);
    Ok(())
}

/// An address again in Latin letters, in two small rows at most: a reader's help, so it may be cut.
fn draw_latin(doc: &mut Document, area: Area, latin: &str) {
    doc.rule(area.x, area.y, area.width, 0.15);
    let rows = two_rows(doc, latin, area.width, (Face::REGULAR, LATIN_PT));
    for (line, row) in rows.into_iter().enumerate() {
        let y = area.y + 2.7 + 2.4 * count(line);
        doc.text(area.x, y, Style::regular(LATIN_PT), &row);
    }
}

/// Bars across the label, quiet zones kept, and the identifier in words under them.
fn draw_barcode(doc: &mut Document, area: Area, fitted: &Fitted) -> Result<(), LabelError> {
    let width = fitted.module_mm * count(fitted.barcode.module_count());
    let left = (LABEL_WIDTH_MM - width) / 2.0;
    let height = area.height - WORDS_MM - 1.0;
    doc.barcode((left, area.y + 0.5), fitted.module_mm, height, &fitted.barcode);
    let size = required_size(doc, "tracking", &fitted.words, area.width, (6.0, 14.0))?;
    let style = Style::bold(size).align(Align::Centre);
    doc.text(LABEL_WIDTH_MM / 2.0, area.bottom() - 1.8, style, &fitted.words);
    Ok(())
}

/// What to do with it, and whose it is.
fn draw_footer(doc: &mut Document, area: Area, input: &LabelInput) -> Result<(), LabelError> {
    doc.rule(area.x, area.y, area.width, 0.3);
    let instruction = match input.undeliverable {
        Undeliverable::Return => "If undeliverable: return to sender",
        Undeliverable::Abandon => "If undeliverable: treat as abandoned",
        Undeliverable::Redirect => "If undeliverable: keep, ask sender for another address",
    };
    let (first, second) = (area.y + 2.9, area.y + 5.7);
    doc.text(area.x, first, Style::bold(7.0), instruction);
    let notice = match input.customs {
        Customs::Cn23(_) => Some("CUSTOMS: CN 23 DECLARATION ATTACHED"),
        Customs::Cn23Separately => Some("CUSTOMS: CN 23 DECLARATION ATTACHED SEPARATELY"),
        Customs::None | Customs::Cn22(_) => None,
    };
    if let Some(notice) = notice {
        doc.text(area.x, area.y + 9.3, Style::bold(9.5), notice);
    }
    let parcel = printable(doc.fonts(), "parcel", &input.parcel)?;
    doc.text(area.x, second, Style::regular(6.5), &format!("Parcel {parcel}"));
    let order = printable(doc.fonts(), "order_reference", &input.order_reference)?;
    if !order.is_empty() {
        let room = area.width - doc.fonts().width_mm(Face::REGULAR, 6.5, &parcel) - 14.0;
        let order = format!("Order {order}");
        let order = shorten(doc.fonts(), (Face::REGULAR, 6.5), &order, room);
        doc.text(area.right(), second, Style::regular(6.5).align(Align::Right), &order);
    }
    Ok(())
}

/// The size at which text that must be whole fits, or the error that it does not.
fn required_size(
    doc: &Document,
    field: &'static str,
    text: &str,
    room: f32,
    sizes_pt: (f32, f32),
) -> Result<f32, LabelError> {
    fit_size(doc.fonts(), Face::BOLD, text, room, sizes_pt)
        .ok_or_else(|| LabelError::TooLong { field, text: text.to_owned() })
}
