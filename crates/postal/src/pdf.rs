//! Pages as a PDF whose bytes follow from what was drawn alone: no date, no random id.
//!
//! Pages are written as they come and forgotten, so that a file of a thousand labels takes the memory of
//! its bytes; the fonts come last, each once, with only the glyphs used. Start at [`PdfFile::new`].

use crate::LabelError;
use crate::font::{Cut, FontId, FontSet, POINTS_PER_MM, Weight};
use crate::page::{Area, BarcodeMark, Ink, Mark, Page, TextMark, count};
use crate::shape::{Placed, Run};
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use std::collections::BTreeMap;
use std::ops::Range;
use subsetter::GlyphRemapper;

/// Compression level of streams: 6 is the usual balance; it does not change with the machine.
const COMPRESSION_LEVEL: u8 = 6;
/// The objects every file begins with: catalogue, tree of pages, information.
const CATALOG: Ref = Ref::new(1);
const TREE: Ref = Ref::new(2);
const INFO: Ref = Ref::new(3);

/// What of one weight of a font was drawn.
struct Used {
    font: Ref,
    name: String,
    glyphs: GlyphRemapper,
    /// By the number of the glyph in the subset: its advance and what it says.
    codes: BTreeMap<u16, (f32, Option<String>)>,
}

/// A PDF in the making.
pub(crate) struct PdfFile<'f> {
    set: &'f FontSet,
    title: String,
    pdf: Pdf,
    next: i32,
    used: BTreeMap<(FontId, Weight), Used>,
    pages: Vec<Ref>,
}

impl<'f> PdfFile<'f> {
    /// A file without pages.
    pub(crate) fn new(set: &'f FontSet, title: &str) -> Self {
        let mut pdf = Pdf::new();
        pdf.set_version(1, 7);
        let title = title.to_owned();
        Self { set, title, pdf, next: INFO.get() + 1, used: BTreeMap::new(), pages: Vec::new() }
    }

    fn new_ref(&mut self) -> Ref {
        self.next += 1;
        Ref::new(self.next - 1)
    }

    /// Writes a page.
    pub(crate) fn add(&mut self, page: &Page) {
        let (page_id, content_id) = (self.new_ref(), self.new_ref());
        let mut content = Content::new();
        let mut fonts = BTreeMap::new();
        for mark in &page.marks {
            match mark {
                Mark::Fill(area) => draw_fill(&mut content, page, *area),
                Mark::Outline(area, line_mm) => draw_outline(&mut content, page, *area, *line_mm),
                Mark::Barcode(barcode) => draw_barcode(&mut content, page, barcode),
                Mark::Text(text) => self.draw_text(&mut content, page, text, &mut fonts),
            }
        }
        let size =
            Rect::new(0.0, 0.0, page.width_mm * POINTS_PER_MM, page.height_mm * POINTS_PER_MM);
        let mut written = self.pdf.page(page_id);
        written.parent(TREE).media_box(size).contents(content_id);
        let mut resources = written.resources();
        let mut list = resources.fonts();
        for (name, font) in &fonts {
            list.pair(Name(name.as_bytes()), *font);
        }
        list.finish();
        resources.finish();
        written.finish();
        let packed = deflate(&content.finish());
        self.pdf.stream(content_id, &packed).filter(Filter::FlateDecode);
        self.pages.push(page_id);
    }

    fn draw_text(
        &mut self,
        content: &mut Content,
        page: &Page,
        mark: &TextMark,
        fonts: &mut BTreeMap<String, Ref>,
    ) {
        let baseline = y_pt(page, mark.baseline_mm);
        let mut left = mark.left_mm * POINTS_PER_MM;
        for run in &mark.shaped.runs {
            let used = self.used_of(run);
            fonts.insert(used.name.clone(), used.font);
            let codes = codes_of(used, run);
            content.begin_text();
            content.set_fill_gray(if mark.ink == Ink::White { 1.0 } else { 0.0 });
            content.set_font(Name(used.name.as_bytes()), mark.size_pt);
            content.set_text_matrix([1.0, 0.0, 0.0, 1.0, left, baseline]);
            for (part, told) in parts_of(used, run, &codes) {
                let says = &run.text[run.glyphs[part.start].says.clone()];
                let beside = match told {
                    Told::ByFont => None,
                    Told::Beside => Some(says),
                    Told::Already => Some(""),
                };
                if let Some(beside) = beside {
                    let mut span = content.begin_marked_content_with_properties(Name(b"Span"));
                    span.properties().actual_text(TextStr(beside));
                }
                show_glyphs(content, used, &run.glyphs[part.clone()], &codes[part], mark.size_pt);
                if beside.is_some() {
                    content.end_marked_content();
                }
            }
            content.end_text();
            let advance: f32 = run.glyphs.iter().map(|glyph| glyph.advance).sum();
            left += advance * mark.size_pt / 1000.0;
        }
    }

    fn used_of(&mut self, run: &Run) -> &mut Used {
        let number = self.used.len();
        let next = &mut self.next;
        self.used.entry((run.font, run.weight)).or_insert_with(|| {
            *next += 1;
            let (font, name) = (Ref::new(*next - 1), format!("F{number}"));
            Used { font, name, glyphs: GlyphRemapper::new(), codes: BTreeMap::new() }
        })
    }

    /// Writes the fonts and the rest.
    ///
    /// # Errors
    /// [`LabelError::Font`] where a font cannot be cut out.
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, LabelError> {
        let mut root = self.pdf.catalog(CATALOG);
        root.pages(TREE).lang(TextStr("en"));
        root.viewer_preferences().display_doc_title(true);
        root.finish();
        self.pdf.document_info(INFO).title(TextStr(&self.title)).producer(TextStr("Portolan"));
        let page_count = i32::try_from(self.pages.len()).expect("pages are limited");
        self.pdf.pages(TREE).kids(self.pages.iter().copied()).count(page_count);
        for ((id, weight), used) in std::mem::take(&mut self.used) {
            let cut = self.set.cut(id, weight).ok_or(LabelError::Font)?;
            let ids = [self.new_ref(), self.new_ref(), self.new_ref(), self.new_ref()];
            write_font(&mut self.pdf, cut, weight, &used, ids)?;
        }
        Ok(self.pdf.finish())
    }
}

/// Numbers the glyphs of a run in their subset and notes what each says, the first time.
fn codes_of(used: &mut Used, run: &Run) -> Vec<u16> {
    let number = |glyph: &Placed| {
        let code = used.glyphs.remap(glyph.glyph);
        used.codes.entry(code).or_insert_with(|| (glyph.advance, glyph.text.clone()));
        code
    };
    run.glyphs.iter().map(number).collect()
}

/// How a reader learns what a glyph says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// The font says it.
    ByFont,
    /// The text is written beside the glyphs.
    Beside,
    /// A neighbour has told it: a mark above or below a letter that takes no room of its own.
    Already,
}

/// Parts of a run that are shown together: glyphs that say what the font says they do, as many as follow
/// each other, or those that only together say something, which is then written beside them.
fn parts_of(used: &Used, run: &Run, codes: &[u16]) -> Vec<(Range<usize>, Told)> {
    let mut parts: Vec<(Range<usize>, Told)> = Vec::new();
    let mut at = 0;
    while at < codes.len() {
        let says = &run.glyphs[at].says;
        let end = at + run.glyphs[at..].iter().take_while(|glyph| glyph.says == *says).count();
        let is_spelt = (at..end).all(|place| {
            let text = &run.glyphs[place].text;
            let noted = used.codes.get(&codes[place]);
            text.is_some() && noted.is_some_and(|(_, noted)| noted == text)
        });
        match parts.last_mut() {
            Some((last, Told::ByFont)) if is_spelt => last.end = end,
            _ if is_spelt => parts.push((at..end, Told::ByFont)),
            _ => {
                let wide = |place: &usize| !is_same(run.glyphs[*place].advance, 0.0);
                let first = (at..end).find(wide).unwrap_or(at);
                let last = (at..end).rfind(wide).map_or(end, |last| last + 1);
                let split = [
                    (at..first, Told::Already),
                    (first..last, Told::Beside),
                    (last..end, Told::Already),
                ];
                parts.extend(split.into_iter().filter(|(part, _)| !part.is_empty()));
            }
        }
        at = end;
    }
    parts
}

/// Shows glyphs in one go as long as none is moved up or down.
fn show_glyphs(content: &mut Content, used: &Used, glyphs: &[Placed], codes: &[u16], size_pt: f32) {
    let mut at = 0;
    while at < codes.len() {
        let rise = glyphs[at].moved.1;
        let same = glyphs[at..].iter().take_while(|glyph| is_same(glyph.moved.1, rise));
        let end = at + same.count();
        content.set_rise(rise * size_pt / 1000.0);
        let mut shown = content.show_positioned();
        let mut items = shown.items();
        let mut plain = Vec::new();
        // How far the pen is from where the next glyph should stand: the viewer moves it by each
        // glyph's own width, the text by what shaping gave.
        let mut owed = 0.0_f32;
        for (glyph, code) in glyphs[at..end].iter().zip(&codes[at..end]) {
            let before = owed + glyph.moved.0;
            if !is_same(before, 0.0) {
                if !plain.is_empty() {
                    items.show(Str(&plain));
                    plain.clear();
                }
                items.adjust(-before);
            }
            plain.extend(code.to_be_bytes());
            let width = used.codes.get(code).map_or(0.0, |(width, _)| *width);
            owed = glyph.advance - width - glyph.moved.0;
        }
        items.show(Str(&plain));
        if !is_same(owed, 0.0) {
            items.adjust(-owed);
        }
        at = end;
    }
}

/// Whether two measures in thousandths of the size are one to the eye.
fn is_same(one: f32, other: f32) -> bool {
    (one - other).abs() < 0.05
}

fn y_pt(page: &Page, y_mm: f32) -> f32 {
    (page.height_mm - y_mm) * POINTS_PER_MM
}

fn rect(content: &mut Content, page: &Page, area: Area) {
    content.rect(
        area.x * POINTS_PER_MM,
        y_pt(page, area.bottom()),
        area.width * POINTS_PER_MM,
        area.height * POINTS_PER_MM,
    );
}

fn draw_fill(content: &mut Content, page: &Page, area: Area) {
    content.set_fill_gray(0.0);
    rect(content, page, area);
    content.fill_nonzero();
}

fn draw_outline(content: &mut Content, page: &Page, area: Area, line_mm: f32) {
    content.set_stroke_gray(0.0).set_line_width(line_mm * POINTS_PER_MM);
    rect(content, page, area);
    content.stroke();
}

fn draw_barcode(content: &mut Content, page: &Page, barcode: &BarcodeMark) {
    content.set_fill_gray(0.0);
    for (at, width) in barcode.code.bars() {
        let x = barcode.left_mm + barcode.module_mm * count(at);
        let area =
            Area::new(x, barcode.top_mm, barcode.module_mm * count(width), barcode.height_mm);
        rect(content, page, area);
    }
    content.fill_nonzero();
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec_zlib(bytes, COMPRESSION_LEVEL)
}

/// Embeds what was used of a font: font, descendant, descriptor, file and the way back to text.
fn write_font(
    pdf: &mut Pdf,
    cut: &Cut,
    weight: Weight,
    used: &Used,
    [descendant, descriptor, file, cmap_id]: [Ref; 4],
) -> Result<(), LabelError> {
    // PDF 1.7 §9.6.4: a subset's name starts with six capitals and a plus sign; they tell subsets apart.
    let letters =
        used.name.bytes().rev().map(|byte| char::from(byte.saturating_sub(b'0') % 26 + b'A'));
    let tag: String = letters.chain("OOOOOO".chars()).take(6).collect();
    let bold = if weight == Weight::Bold { "-Bold" } else { "" };
    let name = format!("{tag}+NotoSans{bold}");
    let name = Name(name.as_bytes());
    let system = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
    pdf.type0_font(used.font)
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
    for (code, (advance, _)) in &used.codes {
        widths.consecutive(*code, [*advance]);
    }
    widths.finish();
    cid.finish();

    let metrics = cut.metrics();
    let [left, bottom, right, top] = metrics.bbox;
    pdf.font_descriptor(descriptor)
        .name(name)
        .flags(FontFlags::NON_SYMBOLIC)
        .bbox(Rect::new(left, bottom, right, top))
        .italic_angle(0.0)
        .ascent(metrics.ascent)
        .descent(metrics.descent)
        .cap_height(metrics.cap_height)
        .stem_v(if weight == Weight::Bold { 140.0 } else { 80.0 })
        .font_file2(file);

    let subset = cut.subset(&used.glyphs).map_err(|_| LabelError::Font)?;
    let length = i32::try_from(subset.len()).expect("a font is limited");
    let packed = deflate(&subset);
    let mut stream = pdf.stream(file, &packed);
    stream.filter(Filter::FlateDecode);
    stream.pair(Name(b"Length1"), length);
    stream.finish();

    let mut cmap = UnicodeCmap::new(Name(b"Portolan"), system);
    for (code, (_, says)) in &used.codes {
        if let Some(says) = says {
            cmap.pair_with_multiple(*code, says.chars());
        }
    }
    let packed = deflate(&cmap.finish());
    pdf.cmap(cmap_id, &packed).filter(Filter::FlateDecode);
    Ok(())
}
