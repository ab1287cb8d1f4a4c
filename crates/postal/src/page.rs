//! Pages of text, lines and bars, written as a PDF whose bytes follow from what was drawn alone.
//!
//! Millimetres from the top left corner; text sizes in points. Only black and white, because labels
//! come out of thermal printers. The file carries no date, no random id, and of the fonts only the
//! glyphs used. Start at [`Document::new`], draw, then [`Document::finish`].

use crate::barcode::Barcode;
use crate::font::{Face, Fonts, POINTS_PER_MM, subset};
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use std::collections::BTreeMap;
use subsetter::GlyphRemapper;

/// Compression level of streams: 6 is the usual balance; it does not change with the machine.
const COMPRESSION_LEVEL: u8 = 6;

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
        Self { face: Face::Regular, size_pt, align: Align::Left, ink: Ink::Black }
    }

    pub(crate) const fn bold(size_pt: f32) -> Self {
        Self { face: Face::Bold, size_pt, align: Align::Left, ink: Ink::Black }
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

/// Glyphs of one face that were drawn, with the text each stands for.
struct Used {
    glyphs: GlyphRemapper,
    characters: BTreeMap<u16, (char, f32)>,
}

/// A PDF in the making.
pub(crate) struct Document {
    fonts: Fonts,
    width_mm: f32,
    height_mm: f32,
    title: String,
    used: [Used; 2],
    pages: Vec<Content>,
}

impl Document {
    /// A document with one blank page.
    pub(crate) fn new(width_mm: f32, height_mm: f32, title: &str) -> Self {
        let used = || Used { glyphs: GlyphRemapper::new(), characters: BTreeMap::new() };
        Self {
            fonts: Fonts::load(),
            width_mm,
            height_mm,
            title: title.to_owned(),
            used: [used(), used()],
            pages: vec![Content::new()],
        }
    }

    /// The fonts, to measure with.
    pub(crate) fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// Starts another page; what follows is drawn there.
    pub(crate) fn add_page(&mut self) {
        self.pages.push(Content::new());
    }

    /// How many pages there are so far.
    pub(crate) fn page_count(&self) -> usize {
        self.pages.len()
    }

    fn content(&mut self) -> &mut Content {
        self.pages.last_mut().expect("a document has a page from the start")
    }

    fn y_pt(&self, y_mm: f32) -> f32 {
        (self.height_mm - y_mm) * POINTS_PER_MM
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
        let left = match style.align {
            Align::Left => x,
            Align::Centre => x - width / 2.0,
            Align::Right => x - width,
        };
        let used = &mut self.used[style.face.index()];
        let mut codes = Vec::with_capacity(text.len() * 2);
        for character in text.chars() {
            let glyph = self.fonts.glyph_of(style.face, character);
            let code = used.glyphs.remap(glyph);
            let advance = self.fonts.advance_of(style.face, glyph);
            used.characters.entry(code).or_insert((character, advance));
            codes.extend(code.to_be_bytes());
        }
        let baseline = self.y_pt(y);
        let content = &mut self.pages[page];
        content.begin_text();
        content.set_fill_gray(if style.ink == Ink::White { 1.0 } else { 0.0 });
        content.set_font(font_name(style.face), style.size_pt);
        content.set_text_matrix([1.0, 0.0, 0.0, 1.0, left * POINTS_PER_MM, baseline]);
        content.show(Str(&codes));
        content.end_text();
    }

    /// Fills a rectangle with black.
    pub(crate) fn fill(&mut self, area: Area) {
        let bottom = self.y_pt(area.bottom());
        let content = self.content();
        content.set_fill_gray(0.0);
        content.rect(
            area.x * POINTS_PER_MM,
            bottom,
            area.width * POINTS_PER_MM,
            area.height * POINTS_PER_MM,
        );
        content.fill_nonzero();
    }

    /// Draws the outline of a rectangle.
    pub(crate) fn outline(&mut self, area: Area, line_mm: f32) {
        let bottom = self.y_pt(area.bottom());
        let content = self.content();
        content.set_stroke_gray(0.0).set_line_width(line_mm * POINTS_PER_MM);
        content.rect(
            area.x * POINTS_PER_MM,
            bottom,
            area.width * POINTS_PER_MM,
            area.height * POINTS_PER_MM,
        );
        content.stroke();
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
    pub(crate) fn barcode(&mut self, (x, y): (f32, f32), module: f32, height: f32, code: &Barcode) {
        let left = (x / DOT_MM).round() * DOT_MM;
        let bottom = self.y_pt(y + height);
        let content = self.content();
        content.set_fill_gray(0.0);
        for (at, width) in code.bars() {
            content.rect(
                (left + module * count(at)) * POINTS_PER_MM,
                bottom,
                module * count(width) * POINTS_PER_MM,
                height * POINTS_PER_MM,
            );
        }
        content.fill_nonzero();
    }

    /// Writes the file.
    pub(crate) fn finish(self) -> Vec<u8> {
        let mut next = 1;
        let mut id = || {
            next += 1;
            Ref::new(next - 1)
        };
        let (catalog, tree, info) = (id(), id(), id());
        let mut pdf = Pdf::new();
        pdf.set_version(1, 7);
        let mut root = pdf.catalog(catalog);
        root.pages(tree).lang(TextStr("en"));
        root.viewer_preferences().display_doc_title(true);
        root.finish();
        pdf.document_info(info).title(TextStr(&self.title)).producer(TextStr("Portolan"));

        let mut fonts = Vec::new();
        for face in Face::ALL {
            let used = &self.used[face.index()];
            if !used.characters.is_empty() {
                let ids = [id(), id(), id(), id(), id()];
                write_font(&mut pdf, &self.fonts, face, used, ids);
                fonts.push((face, ids[0]));
            }
        }
        let pages: Vec<(Ref, Ref)> = self.pages.iter().map(|_| (id(), id())).collect();
        let kids: Vec<Ref> = pages.iter().map(|(page, _)| *page).collect();
        let page_count = i32::try_from(kids.len()).expect("pages are limited");
        pdf.pages(tree).kids(kids).count(page_count);
        let size =
            Rect::new(0.0, 0.0, self.width_mm * POINTS_PER_MM, self.height_mm * POINTS_PER_MM);
        for ((page_id, content_id), content) in pages.into_iter().zip(self.pages) {
            let mut page = pdf.page(page_id);
            page.parent(tree).media_box(size).contents(content_id);
            let mut resources = page.resources();
            let mut list = resources.fonts();
            for (face, font_id) in &fonts {
                list.pair(font_name(*face), *font_id);
            }
            list.finish();
            resources.finish();
            page.finish();
            let packed = deflate(&content.finish());
            pdf.stream(content_id, &packed).filter(Filter::FlateDecode);
        }
        pdf.finish()
    }
}

const fn font_name(face: Face) -> Name<'static> {
    match face {
        Face::Regular => Name(b"R"),
        Face::Bold => Name(b"B"),
    }
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec_zlib(bytes, COMPRESSION_LEVEL)
}

/// A small count as a measure.
pub(crate) fn count(number: usize) -> f32 {
    f32::from(u16::try_from(number).expect("counts on a page are small"))
}

/// Embeds what was used of a face: font, descendant, descriptor, file and the way back to text.
fn write_font(pdf: &mut Pdf, fonts: &Fonts, face: Face, used: &Used, ids: [Ref; 5]) {
    let [font, descendant, descriptor, file, cmap_id] = ids;
    // PDF 1.7 §9.6.4: a subset's name starts with six capitals and a plus sign.
    let name = format!("PORTOL+{}", face.postscript_name());
    let name = Name(name.as_bytes());
    let system = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
    pdf.type0_font(font)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(descendant)
        .to_unicode(cmap_id);

    let mut cid = pdf.cid_font(descendant);
    cid.subtype(CidFontType::Type2)
        .base_font(name)
        .system_info(system)
        .font_descriptor(descriptor)
        .default_width(0.0)
        .cid_to_gid_map_predefined(Name(b"Identity"));
    let mut widths = cid.widths();
    for (code, (_, advance)) in &used.characters {
        widths.consecutive(*code, [*advance]);
    }
    widths.finish();
    cid.finish();

    let metrics = fonts.metrics(face);
    let [left, bottom, right, top] = metrics.bbox;
    pdf.font_descriptor(descriptor)
        .name(name)
        .flags(FontFlags::NON_SYMBOLIC)
        .bbox(Rect::new(left, bottom, right, top))
        .italic_angle(0.0)
        .ascent(metrics.ascent)
        .descent(metrics.descent)
        .cap_height(metrics.cap_height)
        .stem_v(if face == Face::Bold { 140.0 } else { 80.0 })
        .font_file2(file);

    let cut = subset(face, &used.glyphs);
    let length = i32::try_from(cut.len()).expect("a subset of a small font is small");
    let packed = deflate(&cut);
    let mut stream = pdf.stream(file, &packed);
    stream.filter(Filter::FlateDecode);
    stream.pair(Name(b"Length1"), length);
    stream.finish();

    let mut cmap = UnicodeCmap::new(Name(b"Portolan"), system);
    for (code, (character, _)) in &used.characters {
        cmap.pair(*code, *character);
    }
    let packed = deflate(&cmap.finish());
    pdf.cmap(cmap_id, &packed).filter(Filter::FlateDecode);
}
