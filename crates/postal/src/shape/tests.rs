//! Letters joined, reordered and stacked as their scripts ask, and rows read from the right side.

use super::{Fonts, Run, Shaped};
use crate::font::Face;
use crate::testing::ALL;
use std::rc::Rc;

fn shape(text: &str) -> Rc<Shaped> {
    Fonts::new(&ALL).shape(Face::REGULAR, text)
}

fn glyphs(text: &str) -> Vec<u16> {
    shape(text).runs.iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.glyph).collect()
}

fn said(runs: &[Run]) -> Vec<&str> {
    runs.iter().map(|run| run.text.as_str()).collect()
}

#[test]
fn arabic_letters_join() {
    // One letter alone, first, between and last has four forms.
    let alone = glyphs("ع");
    let joined = glyphs("ععع");
    assert_eq!((alone.len(), joined.len()), (1, 3));
    let mut forms = [alone, joined].concat();
    forms.sort_unstable();
    forms.dedup();
    assert_eq!(forms.len(), 4);
    // Lam before alef takes a form of its own, so that both lean into one sign.
    let (alef, heh) = (glyphs("لا"), glyphs("له"));
    assert_ne!(alef.last(), heh.last());
}

#[test]
fn devanagari_joins_and_reorders() {
    // ka, virama, ssa make one conjunct; the short i stands before the letter it follows.
    assert_eq!(glyphs("क्ष").len(), 1);
    let (ka, ki) = (glyphs("क"), glyphs("कि"));
    assert_eq!(ki.len(), 2);
    assert_eq!(ki[1], ka[0]);
    assert!(shape("कि").runs[0].glyphs.iter().all(|glyph| glyph.text.is_none()));
}

#[test]
fn thai_marks_stand_on_their_letters() {
    let shaped = shape("ที่");
    let glyphs = &shaped.runs[0].glyphs;
    assert_eq!(glyphs.len(), 3);
    // A vowel and a tone above one consonant take no room of their own.
    assert!(glyphs[1].advance.abs() < 0.01 && glyphs[2].advance.abs() < 0.01);
    let plain = Fonts::new(&ALL).width_mm(Face::REGULAR, 10.0, "ท");
    assert!((Fonts::new(&ALL).width_mm(Face::REGULAR, 10.0, "ที่") - plain).abs() < 0.01);
}

#[test]
fn rows_are_seen_in_their_order() {
    let hebrew = shape("רחוב הרצל 12 דירה 5");
    assert!(hebrew.is_rtl);
    // From the left: the row's end; numbers keep the order of their digits.
    let parts = said(&hebrew.runs);
    let (flat, number) = (
        parts.iter().position(|p| p.contains("דירה")),
        parts.iter().position(|p| p.contains("12")),
    );
    assert!(flat < number, "{parts:?}");
    assert!(parts.iter().any(|part| part.trim() == "12"), "{parts:?}");
    assert_eq!(parts.first().map(|part| part.trim()), Some("5"));

    let mixed = shape("Dizengoff 99, תל אביב");
    assert!(!mixed.is_rtl);
    assert!(mixed.runs[0].text.starts_with("Dizengoff"));
    assert!(!shape("Łódź").is_rtl);
}

#[test]
fn letters_and_their_marks_are_never_torn_apart() {
    for text in ["שָׁלוֹם", "e\u{301}\u{323}a", "क\u{200D}ष", "می\u{200C}خواهم"] {
        let shaped = shape(text);
        assert_eq!(shaped.runs.len(), 1, "{:?}", said(&shaped.runs));
        assert!(shaped.runs[0].glyphs.iter().all(|glyph| glyph.glyph != 0), "{text}");
    }
}

#[test]
fn nothing_is_set_in_nothing() {
    let shaped = shape("");
    assert!(shaped.runs.is_empty() && shaped.advance.abs() < f32::EPSILON);
}
