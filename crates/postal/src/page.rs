//! Pages of text, lines and bars, as a list of marks that any printer's language is written from.
//!
//! Millimetres from the top left corner; text sizes in points. Only black and white, because labels
//! come out of thermal printers. `pdf`, `raster` and `zpl` write what was drawn. Start at
//! [`Document::new`], draw, then [`Document::finish`].

use crate::LabelError;
use crate::barcode::Barcode;
use crate::font::{Face, FontSet};
use crate::pdf::PdfFile;
use crate::shape::{Fonts, Shaped};
use std::rc::Rc;

/// One dot of a 203 dpi printer: bars are whole dots wide and start on one.
pub(crate) const DOT_MM: f32 = 25.4 / 203.0;

/// How a piece of text is set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    pub(crate) face: Face,
    pub(crate) size_pt: f32,
    pub(crate) align: Align,
    pub(crate) ink: Ink,
}

/// Which point of the text its place names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Centre,
    Right,
}

/// What is printed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    Black,
    White,
}

impl Style {
    pub(crate) const fn regular(size_pt: f32) -> Self {
        Self { face: Face::REGULAR, size_pt, align: Align::Left, ink: Ink::Black }
    }

    pub(crate) const fn bold(size_pt: f32) -> Self {
        Self { face: Face::BOLD, size_pt, align: Align::Left, ink: Ink::Black }
    }

    pub(crate) const fn of(face: Face, size_pt: f32) -> Self {
        Self { face, ..Self::regular(size_pt) }
    }

    pub(crate) const fn align(self, align: Align) -> Self {
        Self { align, ..self }
    }

    pub(crate) const fn white(self) -> Self {
        Self { ink: Ink::White, ..self }
    }
}

/// A place and extent on a page, in millimetres from its top left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) width: f32,
    pub(crate) height: f32,
}

impl Area {
    pub(crate) const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { x, y, width, height }
    }

    pub(crate) fn right(&self) -> f32 {
        self.x + self.width
    }

    pub(crate) fn bottom(&self) -> f32 {
        self.y + self.height
    }
}

/// A sheet of paper and what is on it, the first mark lowest.
pub(crate) struct Page {
    pub(crate) width_mm: f32,
    pub(crate) height_mm: f32,
    pub(crate) marks: Vec<Mark>,
}

/// Something drawn.
pub(crate) enum Mark {
    /// A black rectangle.
    Fill(Area),
    /// The outline of one, and the width of its line in millimetres.
    Outline(Area, f32),
    Text(TextMark),
    Barcode(BarcodeMark),
}

/// A row of text.
pub(crate) struct TextMark {
    pub(crate) left_mm: f32,
    pub(crate) baseline_mm: f32,
    pub(crate) size_pt: f32,
    pub(crate) ink: Ink,
    pub(crate) shaped: Rc<Shaped>,
}

/// The bars of a barcode without their quiet zones.
pub(crate) struct BarcodeMark {
    pub(crate) left_mm: f32,
    pub(crate) top_mm: f32,
    pub(crate) module_mm: f32,
    pub(crate) height_mm: f32,
    pub(crate) code: Barcode,
}

/// Pages in the making.
pub(crate) struct Document<'f> {
    fonts: Fonts<'f>,
    width_mm: f32,
    height_mm: f32,
    pages: Vec<Page>,
}

impl<'f> Document<'f> {
    /// A document with one blank page.
    pub(crate) fn new(set: &'f FontSet, width_mm: f32, height_mm: f32) -> Self {
        let mut document = Self { fonts: Fonts::new(set), width_mm, height_mm, pages: Vec::new() };
        document.add_page();
        document
    }

    /// The fonts, to measure with.
    pub(crate) fn fonts(&self) -> &Fonts<'f> {
        &self.fonts
    }

    /// Starts another page; what follows is drawn there.
    pub(crate) fn add_page(&mut self) {
        let (width_mm, height_mm) = (self.width_mm, self.height_mm);
        self.pages.push(Page { width_mm, height_mm, marks: Vec::new() });
    }

    /// How many pages there are so far.
    pub(crate) fn page_count(&self) -> usize {
        self.pages.len()
    }

    /// What was drawn.
    pub(crate) fn into_pages(self) -> Vec<Page> {
        self.pages
    }

    fn push(&mut self, mark: Mark) {
        self.pages.last_mut().expect("a document has a page from the start").marks.push(mark);
    }

    /// Sets one row of text with its baseline at `y`.
    pub(crate) fn text(&mut self, x: f32, y: f32, style: Style, text: &str) {
        let page = self.pages.len() - 1;
        self.text_on(page, (x, y), style, text);
    }

    /// Sets one row of text on any page, with its baseline at the second coordinate.
    pub(crate) fn text_on(&mut self, page: usize, (x, y): (f32, f32), style: Style, text: &str) {
        if text.is_empty() {
            return;
        }
        let width = self.fonts.width_mm(style.face, style.size_pt, text);
        let left_mm = match style.align {
            Align::Left => x,
            Align::Centre => x - width / 2.0,
            Align::Right => x - width,
        };
        let shaped = self.fonts.shape(style.face, text);
        let (size_pt, ink) = (style.size_pt, style.ink);
        let mark = TextMark { left_mm, baseline_mm: y, size_pt, ink, shaped };
        self.pages[page].marks.push(Mark::Text(mark));
    }

    /// Fills a rectangle with black.
    pub(crate) fn fill(&mut self, area: Area) {
        self.push(Mark::Fill(area));
    }

    /// Draws the outline of a rectangle.
    pub(crate) fn outline(&mut self, area: Area, line_mm: f32) {
        self.push(Mark::Outline(area, line_mm));
    }

    /// Draws a level line.
    pub(crate) fn rule(&mut self, x: f32, y: f32, width: f32, line_mm: f32) {
        self.fill(Area::new(x, y - line_mm / 2.0, width, line_mm));
    }

    /// Draws an upright line.
    pub(crate) fn upright(&mut self, x: f32, y: f32, height: f32, line_mm: f32) {
        self.fill(Area::new(x - line_mm / 2.0, y, line_mm, height));
    }

    /// Draws the bars of a barcode with its first bar at `x`, moved to the nearest dot of a 203 dpi
    /// printer so that every bar keeps its width.
    pub(crate) fn barcode(
        &mut self,
        (x, top_mm): (f32, f32),
        module_mm: f32,
        height_mm: f32,
        code: &Barcode,
    ) {
        let left_mm = (x / DOT_MM).round() * DOT_MM;
        let code = code.clone();
        self.push(Mark::Barcode(BarcodeMark { left_mm, top_mm, module_mm, height_mm, code }));
    }

    /// Writes the file.
    pub(crate) fn finish(self, title: &str) -> Result<Vec<u8>, LabelError> {
        let mut file = PdfFile::new(self.fonts.set, title);
        for page in &self.pages {
            file.add(page);
        }
        file.finish()
    }
}

/// A small count as a measure.
pub(crate) fn count(number: usize) -> f32 {
    f32::from(u16::try_from(number).expect("counts on a page are small"))
}
