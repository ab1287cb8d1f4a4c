//! The one font family of everything printed: Noto Sans, regular and bold (SIL Open Font License 1.1).
//!
//! Measures text and cuts out the glyphs a document used. There is no shaping and no kerning: Latin
//! letters, one glyph each, side by side. Start at [`Fonts::load`].

use subsetter::GlyphRemapper;
use ttf_parser::GlyphId;

/// A millimetre in typographic points.
pub(crate) const POINTS_PER_MM: f32 = 72.0 / 25.4;

/// Which cut of the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    Regular,
    Bold,
}

impl Face {
    pub(crate) const ALL: [Self; 2] = [Self::Regular, Self::Bold];

    pub(crate) const fn index(self) -> usize {
        self as usize
    }

    /// The name the PDF knows the whole font by.
    pub(crate) const fn postscript_name(self) -> &'static str {
        match self {
            Self::Regular => "NotoSans",
            Self::Bold => "NotoSans-Bold",
        }
    }

    const fn data(self) -> &'static [u8] {
        match self {
            Self::Regular => notosans::REGULAR_TTF,
            Self::Bold => notosans::BOLD_TTF,
        }
    }
}

/// Measures of a face in thousandths of its size, as PDF wants them.
pub(crate) struct Metrics {
    pub(crate) ascent: f32,
    pub(crate) descent: f32,
    pub(crate) cap_height: f32,
    pub(crate) bbox: [f32; 4],
}

/// Both faces, ready to measure.
pub(crate) struct Fonts {
    faces: [ttf_parser::Face<'static>; 2],
}

impl Fonts {
    /// Reads the embedded faces.
    pub(crate) fn load() -> Self {
        let faces = Face::ALL.map(|face| {
            ttf_parser::Face::parse(face.data(), 0).expect("the embedded font is a sound font")
        });
        Self { faces }
    }

    fn face(&self, face: Face) -> &ttf_parser::Face<'static> {
        &self.faces[face.index()]
    }

    /// Whether both faces can draw a character.
    pub(crate) fn has_glyph(&self, character: char) -> bool {
        self.faces.iter().all(|face| face.glyph_index(character).is_some())
    }

    /// The glyph of a character; text is checked before it is drawn, so the missing one is never seen.
    pub(crate) fn glyph_of(&self, face: Face, character: char) -> u16 {
        self.face(face).glyph_index(character).unwrap_or_default().0
    }

    /// How far a glyph moves on, in thousandths of the size.
    pub(crate) fn advance_of(&self, face: Face, glyph: u16) -> f32 {
        let face = self.face(face);
        f32::from(face.glyph_hor_advance(GlyphId(glyph)).unwrap_or(0)) * 1000.0
            / f32::from(face.units_per_em())
    }

    /// The width of text set at a size in points.
    pub(crate) fn width_mm(&self, face: Face, size_pt: f32, text: &str) -> f32 {
        let advance = |character| self.advance_of(face, self.glyph_of(face, character));
        text.chars().map(advance).sum::<f32>() * size_pt / 1000.0 / POINTS_PER_MM
    }

    pub(crate) fn metrics(&self, face: Face) -> Metrics {
        let face = self.face(face);
        let scale = 1000.0 / f32::from(face.units_per_em());
        let bbox = face.global_bounding_box();
        Metrics {
            ascent: f32::from(face.ascender()) * scale,
            descent: f32::from(face.descender()) * scale,
            cap_height: f32::from(face.capital_height().unwrap_or(face.ascender())) * scale,
            bbox: [bbox.x_min, bbox.y_min, bbox.x_max, bbox.y_max]
                .map(|edge| f32::from(edge) * scale),
        }
    }
}

/// A font file with only the given glyphs, numbered as the remapper says.
pub(crate) fn subset(face: Face, glyphs: &GlyphRemapper) -> Vec<u8> {
    subsetter::subset(face.data(), 0, glyphs).expect("the embedded font is a sound font")
}
