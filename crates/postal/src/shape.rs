//! Text to glyphs: in the order they are seen (UAX #9), each script by its own rules (HarfBuzz).
//!
//! One row at a time, independent of its size: all measures are thousandths of it. What can be printed at
//! all is decided in `text`. Start at [`Fonts::shape`].

use crate::font::{Face, FontId, FontSet, LATIN, POINTS_PER_MM, Weight};
use harfrust::{Buffer, BufferFlags, Direction, GlyphInfo, ShapeOptions, ShaperFont, Tag};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::rc::Rc;
use unicode_bidi::BidiInfo;
use unicode_script::{Script, UnicodeScript as _};

#[cfg(test)]
mod tests;

/// Rows kept shaped; beyond it all are forgotten, which costs time and nothing else.
const KEPT_ROWS_MAX: usize = 4096;

/// A row of text as glyphs.
#[derive(Debug)]
pub(crate) struct Shaped {
    /// How far it reaches, in thousandths of its size.
    pub(crate) advance: f32,
    /// Whether it begins at the right.
    pub(crate) is_rtl: bool,
    /// Its parts from left to right, each in one font.
    pub(crate) runs: Vec<Run>,
}

/// Glyphs of one font, from left to right.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) font: FontId,
    pub(crate) weight: Weight,
    /// What it says, in the order of reading.
    pub(crate) text: String,
    pub(crate) glyphs: Vec<Placed>,
}

/// A glyph and where it stands, in thousandths of its size.
#[derive(Debug)]
pub(crate) struct Placed {
    pub(crate) glyph: u16,
    /// From it to the next.
    pub(crate) advance: f32,
    /// How far it is moved to the right, and up.
    pub(crate) moved: (f32, f32),
    /// The part of the run's text that it says, with the glyphs beside it that have the same.
    pub(crate) says: Range<usize>,
    /// What it stands for, where that can be said of it alone.
    pub(crate) text: Option<String>,
}

/// A set of fonts and the rows set in it before.
pub(crate) struct Fonts<'f> {
    pub(crate) set: &'f FontSet,
    kept: RefCell<HashMap<(Face, String), Rc<Shaped>>>,
}

impl<'f> Fonts<'f> {
    pub(crate) fn new(set: &'f FontSet) -> Self {
        Self { set, kept: RefCell::new(HashMap::new()) }
    }

    /// The glyphs of a row.
    pub(crate) fn shape(&self, face: Face, text: &str) -> Rc<Shaped> {
        let key = (face, text.to_owned());
        if let Some(shaped) = self.kept.borrow().get(&key) {
            return Rc::clone(shaped);
        }
        let shaped = Rc::new(shape_row(self.set, face, text));
        let mut kept = self.kept.borrow_mut();
        if kept.len() >= KEPT_ROWS_MAX {
            kept.clear();
        }
        kept.insert(key, Rc::clone(&shaped));
        shaped
    }

    /// The width of text set at a size in points.
    pub(crate) fn width_mm(&self, face: Face, size_pt: f32, text: &str) -> f32 {
        self.shape(face, text).advance * size_pt / 1000.0 / POINTS_PER_MM
    }
}

/// A part of a row in one script and one font.
struct Item {
    range: Range<usize>,
    font: FontId,
    script: Script,
}

fn shape_row(set: &FontSet, face: Face, text: &str) -> Shaped {
    let bidi = BidiInfo::new(text, None);
    let Some(row) = bidi.paragraphs.first() else {
        return Shaped { advance: 0.0, is_rtl: false, runs: Vec::new() };
    };
    let (levels, ranges) = bidi.visual_runs(row, row.range.clone());
    let mut runs = Vec::new();
    for range in ranges {
        let is_rtl = levels[range.start].is_rtl();
        let mut items = items_of(set, face, text, range);
        if is_rtl {
            items.reverse();
        }
        let direction = if is_rtl { Direction::RightToLeft } else { Direction::LeftToRight };
        let shaped = items.iter().filter_map(|item| shape_item(set, face, text, item, direction));
        runs.extend(shaped);
    }
    let advance = runs.iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.advance).sum();
    Shaped { advance, is_rtl: row.level.is_rtl(), runs }
}

/// Parts of one direction, in the order of reading. A mark or a joiner stays with what it follows, and
/// signs of no script with what is around them, so that nothing is shaped apart from its neighbours.
fn items_of(set: &FontSet, face: Face, text: &str, range: Range<usize>) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for (at, character) in text[range.clone()].char_indices() {
        let (start, end) = (range.start + at, range.start + at + character.len_utf8());
        let script = character.script();
        let follows = script == Script::Inherited || is_unseen(character);
        let own = if follows { None } else { set.find(character, face.hand) };
        match items.last_mut() {
            Some(last)
                if own.is_none_or(|font| font == last.font)
                    && (is_neutral(script) || is_neutral(last.script) || last.script == script) =>
            {
                last.range.end = end;
                if is_neutral(last.script) {
                    last.script = script;
                }
            }
            _ => items.push(Item { range: start..end, font: own.unwrap_or(LATIN), script }),
        }
    }
    items
}

/// Signs that every script uses, and marks that take the script of their letter.
fn is_neutral(script: Script) -> bool {
    matches!(script, Script::Common | Script::Inherited)
}

/// Characters that leave no ink of their own and steer the letters beside them: joiners, marks of
/// direction, and selectors of a letter's form.
pub(crate) const fn is_unseen(character: char) -> bool {
    matches!(character,
        '\u{200C}'..='\u{200F}' | '\u{061C}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Shapes one part; `None` where its font cannot be read, which `text` has refused before.
fn shape_item(
    set: &FontSet,
    face: Face,
    text: &str,
    item: &Item,
    direction: Direction,
) -> Option<Run> {
    let cut = set.cut(item.font, face.weight)?;
    let part = &text[item.range.clone()];
    let mut buffer = Buffer::new();
    buffer.push_str(part);
    buffer.set_direction(direction);
    let tag = item.script.short_name().as_bytes().try_into().map(Tag::new);
    buffer.set_script(tag.ok().and_then(harfrust::Script::from_iso15924_tag));
    buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
    harfrust::shape(&ShaperFont::new(&cut.font), &mut buffer, ShapeOptions::new()).ok()?;
    let scale = cut.scale();
    let measure = |units: i32| f32::from(i16::try_from(units).unwrap_or(i16::MAX)) * scale;
    let says = what_glyphs_say(part, buffer.glyph_infos());
    let positions = buffer.glyph_positions();
    let glyphs = buffer.glyph_infos().iter().zip(positions).zip(says);
    let glyphs = glyphs.map(|((info, position), (says, text))| Placed {
        glyph: u16::try_from(info.glyph_id).unwrap_or_default(),
        advance: measure(position.x_advance),
        moved: (measure(position.x_offset), measure(position.y_offset)),
        says,
        text,
    });
    let (font, weight, text) = (item.font, face.weight, part.to_owned());
    Some(Run { font, weight, text, glyphs: glyphs.collect() })
}

/// What part of the text each glyph says, and what it stands for alone: its cluster, if it is alone in it.
/// Several glyphs of one cluster, such as a letter and its marks, only together say what they say.
fn what_glyphs_say(part: &str, infos: &[GlyphInfo]) -> Vec<(Range<usize>, Option<String>)> {
    let mut clusters: BTreeMap<usize, usize> = BTreeMap::new();
    for info in infos {
        *clusters.entry(cluster_of(info)).or_default() += 1;
    }
    let starts: Vec<usize> = clusters.keys().copied().collect();
    let says = |info: &GlyphInfo| {
        let start = cluster_of(info);
        let number = starts.partition_point(|other| *other <= start);
        let end = starts.get(number).copied().unwrap_or(part.len());
        // What leaves no glyph at the very beginning goes with the first that does.
        let range = if number == 1 { 0..end } else { start..end };
        let is_alone = clusters.get(&start) == Some(&1);
        let text = is_alone.then(|| part[range.clone()].to_owned());
        (range, text)
    };
    infos.iter().map(says).collect()
}

fn cluster_of(info: &GlyphInfo) -> usize {
    usize::try_from(info.cluster).unwrap_or_default()
}
