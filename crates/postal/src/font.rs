//! The fonts of everything printed: Noto Sans (SIL Open Font License 1.1), one family for all scripts.
//!
//! Latin, Greek and Cyrillic are always there. The other scripts come as files from the caller, who took
//! them from the build; they are unpacked when a letter first needs them. Nothing here reads a file or
//! sets text; `shape` does that. Start at [`FontSet::latin`] and [`FontSet::with_files`].

use crate::limits::FONT_BYTES_MAX;
use harfrust::Font;
use portolan_model::CountryCode;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};
use subsetter::GlyphRemapper;
use thiserror::Error;

#[cfg(test)]
pub(crate) mod tests;

/// A millimetre in typographic points.
pub(crate) const POINTS_PER_MM: f32 = 72.0 / 25.4;

/// Which cut of the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

impl Weight {
    /// Its place on the axis of weights (OpenType `wght`).
    const fn axis(self) -> f32 {
        match self {
            Self::Regular => 400.0,
            Self::Bold => 700.0,
        }
    }

    const fn index(self) -> usize {
        self as usize
    }
}

/// Whose forms of Chinese characters are printed: one character, four habits of writing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Hand {
    /// As in mainland China and Singapore.
    Simplified,
    /// As in Taiwan, Hong Kong and Macao.
    Traditional,
    /// As in Japan.
    Japanese,
    /// As in Korea.
    Korean,
}

impl Hand {
    /// The hand that is read in a country; simplified where none is at home.
    pub fn of_country(country: CountryCode) -> Self {
        match country.as_str() {
            "TW" | "HK" | "MO" => Self::Traditional,
            "JP" => Self::Japanese,
            "KR" | "KP" => Self::Korean,
            _ => Self::Simplified,
        }
    }

    /// Reads its word in an index of fonts (ISO 15924).
    fn parse(word: &str) -> Option<Self> {
        match word {
            "Hans" => Some(Self::Simplified),
            "Hant" => Some(Self::Traditional),
            "Jpan" => Some(Self::Japanese),
            "Kore" => Some(Self::Korean),
            _ => None,
        }
    }
}

/// What text is set in: a weight, and the hand of its Chinese characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Face {
    pub(crate) weight: Weight,
    pub(crate) hand: Hand,
}

impl Face {
    pub(crate) const REGULAR: Self = Self { weight: Weight::Regular, hand: Hand::Simplified };
    pub(crate) const BOLD: Self = Self { weight: Weight::Bold, hand: Hand::Simplified };

    pub(crate) const fn hand(self, hand: Hand) -> Self {
        Self { hand, ..self }
    }
}

/// Why files of fonts cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FontError {
    /// A line of the index that says something else.
    #[error("line {line} of the index of fonts is no `file, hand, ranges`: build the fonts again")]
    Index {
        /// The line, from 1.
        line: usize,
    },
    /// A file that the index names and nobody has.
    #[error("the font `{name}` is in the index but not there: build the fonts again")]
    Missing {
        /// Its name.
        name: String,
    },
}

/// Every font that text may be set in, the first of them Latin.
pub struct FontSet {
    files: Vec<FontFile>,
}

struct FontFile {
    hand: Option<Hand>,
    /// First and last characters of the ranges it was cut for, in order.
    covers: Vec<(u32, u32)>,
    bytes: Bytes,
    cuts: [OnceLock<Option<Cut>>; 2],
}

enum Bytes {
    /// The two cuts of the embedded family.
    Latin,
    /// A variable font, packed as WOFF2, and unpacked once it is needed.
    Packed { packed: Cow<'static, [u8]>, unpacked: OnceLock<Option<Arc<Vec<u8>>>> },
}

/// One weight of one file, ready to be set.
pub(crate) struct Cut {
    pub(crate) font: Font,
    data: CutData,
    axis: Option<f32>,
}

enum CutData {
    Fixed(&'static [u8]),
    Shared(Arc<Vec<u8>>),
}

/// A file of the set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FontId(usize);

/// The Latin font.
pub(crate) const LATIN: FontId = FontId(0);

impl FontSet {
    /// Latin, Greek and Cyrillic alone.
    pub fn latin() -> Self {
        Self { files: vec![FontFile::new(None, vec![(0, u32::MAX)], Bytes::Latin)] }
    }

    /// Latin, and the files of an index. Each of its lines is a file's name, its hand (`Hans`, `Hant`,
    /// `Jpan`, `Kore` or `-`) and the ranges of characters it was cut for (`e01-e5b,25cc`), with tabs
    /// between; `file_of` gives the WOFF2 of a name.
    ///
    /// # Errors
    /// [`FontError`]: an index that cannot be read, or a file that is not there.
    pub fn with_files(
        index: &str,
        file_of: impl Fn(&str) -> Option<Cow<'static, [u8]>>,
    ) -> Result<Self, FontError> {
        let mut set = Self::latin();
        for (number, line) in index.lines().enumerate() {
            let fault = || FontError::Index { line: number + 1 };
            let mut columns = line.split('\t');
            let (Some(name), Some(hand), Some(ranges), None) =
                (columns.next(), columns.next(), columns.next(), columns.next())
            else {
                return Err(fault());
            };
            let hand = match hand {
                "-" => None,
                word => Some(Hand::parse(word).ok_or_else(fault)?),
            };
            let covers: Option<Vec<_>> = ranges.split(',').map(parse_range).collect();
            let mut covers = covers.ok_or_else(fault)?;
            covers.sort_unstable();
            let packed =
                file_of(name).ok_or_else(|| FontError::Missing { name: name.to_owned() })?;
            let bytes = Bytes::Packed { packed, unpacked: OnceLock::new() };
            set.files.push(FontFile::new(hand, covers, bytes));
        }
        Ok(set)
    }

    /// Whether only Latin, Greek and Cyrillic are there.
    pub fn is_latin_only(&self) -> bool {
        self.files.len() == 1
    }

    /// The font that draws a character: the Latin one if it can, then those of one script, then those of
    /// the hand asked for, then any.
    pub(crate) fn find(&self, character: char, hand: Hand) -> Option<FontId> {
        let rank = |file: &FontFile| match file.hand {
            None => 0,
            Some(own) if own == hand => 1,
            Some(_) => 2,
        };
        let code = u32::from(character);
        (0..=2).find_map(|wanted| {
            let files = self.files.iter().enumerate();
            let mut files = files.filter(|(_, file)| rank(file) == wanted && file.covers(code));
            files.find(|(_, file)| file.has(code)).map(|(index, _)| FontId(index))
        })
    }

    /// One weight of a font; `None` where its file cannot be read.
    pub(crate) fn cut(&self, id: FontId, weight: Weight) -> Option<&Cut> {
        self.files.get(id.0)?.cut(weight)
    }
}

fn parse_range(range: &str) -> Option<(u32, u32)> {
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    Some((u32::from_str_radix(first, 16).ok()?, u32::from_str_radix(last, 16).ok()?))
}

impl FontFile {
    const fn new(hand: Option<Hand>, covers: Vec<(u32, u32)>, bytes: Bytes) -> Self {
        Self { hand, covers, bytes, cuts: [OnceLock::new(), OnceLock::new()] }
    }

    fn covers(&self, code: u32) -> bool {
        let after = self.covers.partition_point(|(first, _)| *first <= code);
        after > 0 && self.covers[after - 1].1 >= code
    }

    fn has(&self, code: u32) -> bool {
        let cut = self.cut(Weight::Regular);
        cut.is_some_and(|cut| cut.font.charmap().map_unicode(code).is_some())
    }

    fn cut(&self, weight: Weight) -> Option<&Cut> {
        self.cuts[weight.index()].get_or_init(|| self.load(weight)).as_ref()
    }

    fn load(&self, weight: Weight) -> Option<Cut> {
        match &self.bytes {
            Bytes::Latin => {
                let data = match weight {
                    Weight::Regular => notosans::REGULAR_TTF,
                    Weight::Bold => notosans::BOLD_TTF,
                };
                let font = Font::new(data, 0)?;
                Some(Cut { font, data: CutData::Fixed(data), axis: None })
            }
            Bytes::Packed { packed, unpacked } => {
                let data = unpacked.get_or_init(|| unpack(packed)).clone()?;
                let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = data.clone();
                let font = Font::new(shared, 0)?;
                let axis = weight.axis();
                let font = font.instance_builder().variations([("wght", axis)]).build();
                Some(Cut { font, data: CutData::Shared(data), axis: Some(axis) })
            }
        }
    }
}

fn unpack(packed: &[u8]) -> Option<Arc<Vec<u8>>> {
    // Bytes 16 to 20 of a WOFF2 header say how large the font is unpacked (W3C WOFF 2.0, §4.1).
    let size = packed.get(16..20)?.try_into().map(u32::from_be_bytes).ok()?;
    if size > FONT_BYTES_MAX {
        return None;
    }
    wuff::decompress_woff2(packed).ok().map(Arc::new)
}

#[expect(clippy::cast_possible_truncation, reason = "measures of a font fit sixteen bits")]
fn narrow(units: f64) -> f32 {
    units as f32
}

/// Measures of a font in thousandths of its size, as PDF wants them.
pub(crate) struct Metrics {
    pub(crate) ascent: f32,
    pub(crate) descent: f32,
    pub(crate) cap_height: f32,
    pub(crate) bbox: [f32; 4],
}

impl Cut {
    /// Thousandths of the size that one unit of the font is.
    pub(crate) fn scale(&self) -> f32 {
        1000.0 / f32::from(self.font.units_per_em())
    }

    pub(crate) fn metrics(&self) -> Metrics {
        let metrics = self.font.metrics();
        let line = metrics.hhea_line.or(metrics.typo_line).unwrap_or_default();
        let bounds = metrics.bounds;
        let edges = [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max];
        let scaled = |units: f64| narrow(units) * self.scale();
        Metrics {
            ascent: scaled(line.ascender.to_f64()),
            descent: scaled(line.descender.to_f64()),
            cap_height: scaled(metrics.cap_height.unwrap_or(line.ascender).to_f64()),
            bbox: edges.map(|edge| scaled(edge.to_f64())),
        }
    }

    /// A font file with only the given glyphs, numbered as the remapper says.
    pub(crate) fn subset(&self, glyphs: &GlyphRemapper) -> Result<Vec<u8>, subsetter::Error> {
        let data = match &self.data {
            CutData::Fixed(data) => data,
            CutData::Shared(data) => data.as_slice(),
        };
        match self.axis {
            None => subsetter::subset(data, 0, glyphs),
            Some(axis) => {
                let place = [(subsetter::Tag::new(b"wght"), axis)];
                subsetter::subset_with_variations(data, 0, &place, glyphs)
            }
        }
    }
}
