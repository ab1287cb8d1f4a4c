//! Pages as dots for a printer of one resolution: black or white, nothing between.
//!
//! Bars are whole dots, all of one module equally wide, so that a print of the dots as they are reads as
//! well as the printer can. Letters are black where they cover at least half a dot. Start at [`Bitmap::of`].

use crate::LabelError;
use crate::font::{FontSet, POINTS_PER_MM};
use crate::limits::BARCODE_QUIET_MODULES;
use crate::page::{Area, BarcodeMark, Ink, Mark, Page, TextMark, count};
use crate::shape::Run;
use harfrust::GlyphId;
use harfrust::font::glyph::outline::{DrawMemory, DrawOptions, PathSink};
use tiny_skia::{FillRule, Mask, PathBuilder, Transform};

#[cfg(test)]
mod tests;

/// Fewest dots of a bar that a scanner still reads.
const BAR_DOTS_MIN: usize = 2;

/// How finely a printer prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// 203 dots per inch, eight to a millimetre: the common thermal printer.
    Dpi203,
    /// 300 dots per inch.
    Dpi300,
}

impl Resolution {
    /// The resolution of so many dots per inch.
    pub const fn from_dpi(dpi: u32) -> Option<Self> {
        match dpi {
            203 => Some(Self::Dpi203),
            300 => Some(Self::Dpi300),
            _ => None,
        }
    }

    /// Dots per inch.
    pub const fn dpi(self) -> u16 {
        match self {
            Self::Dpi203 => 203,
            Self::Dpi300 => 300,
        }
    }

    fn per_mm(self) -> f32 {
        f32::from(self.dpi()) / 25.4
    }
}

/// A barcode in dots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BarcodeDots {
    pub(crate) left: usize,
    pub(crate) top: usize,
    pub(crate) module: usize,
    pub(crate) height: usize,
}

/// A page in dots.
pub(crate) struct Bitmap {
    pub(crate) width: usize,
    pub(crate) height: usize,
    /// One byte to a dot, row by row: whether it is black.
    black: Vec<bool>,
}

/// The dots of a page in the making: what is covered with black, and with white on top of it.
struct Plate<'f> {
    set: &'f FontSet,
    resolution: Resolution,
    black: Mask,
    white: Mask,
}

impl Bitmap {
    /// The dots of a page. With `bars` its barcodes too; a printer that draws bars itself needs only
    /// their places, which come beside it.
    ///
    /// # Errors
    /// [`LabelError::Resolution`] for bars too fine, [`LabelError::Font`] for a font that cannot be read.
    pub(crate) fn of(
        set: &FontSet,
        page: &Page,
        resolution: Resolution,
        bars: Bars,
    ) -> Result<(Self, Vec<BarcodeDots>), LabelError> {
        let per_mm = resolution.per_mm();
        let (width, height) = (dots(page.width_mm * per_mm), dots(page.height_mm * per_mm));
        let mask = || {
            let size = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
            Mask::new(size.0, size.1)
        };
        let (black, white) = mask().zip(mask()).ok_or(LabelError::Font)?;
        let mut plate = Plate { set, resolution, black, white };
        let mut barcodes = Vec::new();
        for mark in &page.marks {
            match mark {
                Mark::Fill(area) => plate.fill(*area),
                Mark::Outline(area, line_mm) => plate.outline(*area, *line_mm),
                Mark::Text(text) => plate.text(text)?,
                Mark::Barcode(barcode) => {
                    let placed = place_barcode(barcode, resolution, width)?;
                    if bars == Bars::Drawn {
                        plate.bars(barcode, placed);
                    }
                    barcodes.push(placed);
                }
            }
        }
        let dots = plate.black.data().iter().zip(plate.white.data());
        let black = dots.map(|(black, white)| *black >= 128 && *white < 128).collect();
        Ok((Self { width, height, black }, barcodes))
    }

    /// Whether a dot is black.
    #[cfg(test)]
    pub(crate) fn is_black(&self, x: usize, y: usize) -> bool {
        self.black[y * self.width + x]
    }

    /// Each row from the top in whole bytes, the first dot in the highest bit; 1 is black.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Vec<u8>> + '_ {
        self.black.chunks(self.width).map(|row| {
            let bits = |dots: &[bool]| {
                let places = dots.iter().zip([128_u8, 64, 32, 16, 8, 4, 2, 1]);
                places.map(|(black, place)| if *black { place } else { 0 }).sum()
            };
            row.chunks(8).map(bits).collect()
        })
    }

    /// The dots as a PNG of one bit each, which knows how large it is on paper.
    ///
    /// # Errors
    /// [`LabelError::Font`] never comes from sound pages; the writer's own errors are told as it.
    pub(crate) fn png(&self, resolution: Resolution) -> Result<Vec<u8>, LabelError> {
        let mut file = Vec::new();
        let size = (u32::try_from(self.width), u32::try_from(self.height));
        let (Ok(width), Ok(height)) = size else { return Err(LabelError::Font) };
        let mut encoder = png::Encoder::new(&mut file, width, height);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        // Dots per metre, rounded: an inch is 0.0254 m.
        let per_metre = (u32::from(resolution.dpi()) * 10_000 + 127) / 254;
        let unit = png::Unit::Meter;
        encoder.set_pixel_dims(Some(png::PixelDimensions {
            xppu: per_metre,
            yppu: per_metre,
            unit,
        }));
        let mut writer = encoder.write_header().map_err(|_| LabelError::Font)?;
        let data: Vec<u8> = self.rows().flatten().map(|byte| !byte).collect();
        writer.write_image_data(&data).map_err(|_| LabelError::Font)?;
        writer.finish().map_err(|_| LabelError::Font)?;
        Ok(file)
    }
}

/// Whether barcodes are among the dots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bars {
    Drawn,
    LeftOut,
}

/// Gives a barcode whole dots to a module: the nearest number of dots to its measure that leaves its
/// quiet zones on the page, about the same middle.
fn place_barcode(
    barcode: &BarcodeMark,
    resolution: Resolution,
    page_dots: usize,
) -> Result<BarcodeDots, LabelError> {
    let per_mm = resolution.per_mm();
    let modules = barcode.code.module_count();
    let wanted = dots(barcode.module_mm * per_mm);
    let fits = |module: usize| (modules + 2 * BARCODE_QUIET_MODULES) * module <= page_dots;
    let module = if fits(wanted) { wanted } else { wanted.saturating_sub(1) };
    // Two dots of a coarse printer are wider than what a finer one was asked for.
    let is_asked_for = barcode.module_mm * per_mm > count(module) - 0.75;
    if module < BAR_DOTS_MIN || !fits(module) || !is_asked_for {
        return Err(LabelError::Resolution { dpi: resolution.dpi() });
    }
    let middle = (barcode.left_mm + barcode.module_mm * count(modules) / 2.0) * per_mm;
    let left = dots(middle - count(modules * module) / 2.0);
    let (top, height) = (dots(barcode.top_mm * per_mm), dots(barcode.height_mm * per_mm));
    Ok(BarcodeDots { left, top, module, height })
}

impl Plate<'_> {
    /// Blackens a rectangle of whole dots, at least one in each direction.
    fn blacken(&mut self, (left, top): (usize, usize), (wide, high): (usize, usize)) {
        let width = self.black.width() as usize;
        for row in self.black.data_mut().chunks_mut(width).skip(top).take(high) {
            row.iter_mut().skip(left).take(wide).for_each(|dot| *dot = u8::MAX);
        }
    }

    fn fill(&mut self, area: Area) {
        let per_mm = self.resolution.per_mm();
        let (left, top) = (dots(area.x * per_mm), dots(area.y * per_mm));
        let (right, bottom) = (dots(area.right() * per_mm), dots(area.bottom() * per_mm));
        let size = (right.saturating_sub(left).max(1), bottom.saturating_sub(top).max(1));
        self.blacken((left, top), size);
    }

    fn outline(&mut self, area: Area, line: f32) {
        let half = line / 2.0;
        let outer = Area::new(area.x - half, area.y - half, area.width + line, area.height + line);
        self.fill(Area::new(outer.x, outer.y, outer.width, line));
        self.fill(Area::new(outer.x, outer.bottom() - line, outer.width, line));
        self.fill(Area::new(outer.x, outer.y, line, outer.height));
        self.fill(Area::new(outer.right() - line, outer.y, line, outer.height));
    }

    fn bars(&mut self, barcode: &BarcodeMark, placed: BarcodeDots) {
        for (at, width) in barcode.code.bars() {
            let left = placed.left + at * placed.module;
            self.blacken((left, placed.top), (width * placed.module, placed.height));
        }
    }

    fn text(&mut self, mark: &TextMark) -> Result<(), LabelError> {
        let per_point = self.resolution.per_mm() / POINTS_PER_MM;
        let size = mark.size_pt * per_point;
        let baseline = mark.baseline_mm * self.resolution.per_mm();
        let mut pen = mark.left_mm * self.resolution.per_mm();
        for run in &mark.shaped.runs {
            let mut path = PathBuilder::new();
            pen = outline_run(self.set, run, (pen, baseline), size, &mut path)?;
            let Some(path) = path.finish() else { continue };
            let plate = if mark.ink == Ink::White { &mut self.white } else { &mut self.black };
            plate.fill_path(&path, FillRule::Winding, true, Transform::identity());
        }
        Ok(())
    }
}

/// Adds a run's glyphs to a path; answers where the next run begins.
fn outline_run(
    set: &FontSet,
    run: &Run,
    (mut pen, baseline): (f32, f32),
    size: f32,
    path: &mut PathBuilder,
) -> Result<f32, LabelError> {
    let cut = set.cut(run.font, run.weight).ok_or(LabelError::Font)?;
    let glyphs = cut.font.outline_glyphs();
    for placed in &run.glyphs {
        if let Some(glyph) = glyphs.get(GlyphId::from(placed.glyph)) {
            let x = pen + placed.moved.0 * size / 1000.0;
            let y = baseline - placed.moved.1 * size / 1000.0;
            let mut pen = Pen { path, x, y, scale: size * cut.scale() / 1000.0 };
            let drawn = glyph.draw(&DrawOptions::new(), DrawMemory::Scratch, &mut pen);
            drawn.map_err(|_| LabelError::Font)?;
        }
        pen += placed.advance * size / 1000.0;
    }
    Ok(pen)
}

/// Turns a font's units, which go up, into dots, which go down.
struct Pen<'p> {
    path: &'p mut PathBuilder,
    x: f32,
    y: f32,
    scale: f32,
}

impl Pen<'_> {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl PathSink for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        let ((cx0, cy0), (x, y)) = (self.at(cx0, cy0), self.at(x, y));
        self.path.quad_to(cx0, cy0, x, y);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        let ((cx0, cy0), (cx1, cy1), (x, y)) =
            (self.at(cx0, cy0), self.at(cx1, cy1), self.at(x, y));
        self.path.cubic_to(cx0, cy0, cx1, cy1, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

/// A measure in dots, rounded to whole ones.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a page is a few thousand dots; what hangs over its edge begins there"
)]
fn dots(measure: f32) -> usize {
    measure.round().max(0.0) as usize
}
