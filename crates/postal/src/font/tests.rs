//! The index of fonts, read and refused, and which font draws a letter.

use super::{FontError, FontSet, Hand, LATIN, Weight};
use crate::testing::ALL;

fn read(index: &str) -> Result<FontSet, FontError> {
    FontSet::with_files(index, |name| (name != "gone.woff2").then(|| vec![0_u8; 8].into()))
}

#[test]
fn an_index_is_read_or_its_line_named() {
    assert!(!read("a.woff2\t-\te01-e5b,25cc\nb.woff2\tHans\t4e00\n").unwrap().is_latin_only());
    let faults = ["a.woff2\t-", "a.woff2\tHani\t4e00", "a.woff2\t-\t4e00-xyz", "a\t-\t1\t2", ""];
    for fault in faults {
        let index = format!("a.woff2\t-\te01\n{fault}\n");
        assert_eq!(read(&index).err(), Some(FontError::Index { line: 2 }), "{fault:?}");
    }
    let missing = FontError::Missing { name: "gone.woff2".to_owned() };
    assert_eq!(read("gone.woff2\t-\te01\n").err(), Some(missing));
}

#[test]
fn a_file_that_is_no_font_draws_nothing() {
    let set = read("a.woff2\t-\te01-e5b\n").unwrap();
    assert_eq!(set.find('ก', Hand::Simplified), None);
    assert_eq!(set.find('a', Hand::Simplified), Some(LATIN));
    // A header that says it unpacks to four gigabytes is not believed.
    let index = "a.woff2\t-\te01-e5b\n";
    let set = FontSet::with_files(index, |_| Some(vec![0xFF; 64].into())).unwrap();
    assert_eq!(set.find('ก', Hand::Simplified), None);
}

#[test]
fn chinese_characters_follow_the_hand_and_all_else_does_not() {
    let hands = [Hand::Simplified, Hand::Traditional, Hand::Japanese, Hand::Korean];
    let found = hands.map(|hand| ALL.find('直', hand).unwrap());
    for (place, font) in found.iter().enumerate() {
        assert!(found[..place].iter().all(|other| other != font), "{found:?}");
    }
    // A character that only one hand's fonts have is drawn in any.
    for letter in ['ร', 'ع', 'ש', 'क', '한', 'か', '喆'] {
        assert!(hands.iter().all(|hand| ALL.find(letter, *hand).is_some()), "{letter}");
    }
    assert!(hands.iter().all(|hand| ALL.find('é', *hand) == Some(LATIN)));
}

#[test]
fn the_weights_of_a_variable_font_differ() {
    let id = ALL.find('한', Hand::Korean).unwrap();
    let glyph = |weight| {
        let font = &ALL.cut(id, weight).unwrap().font;
        let glyph = font.charmap().map_unicode('한').unwrap();
        (font.glyph_metrics().extents(glyph), glyph)
    };
    let (regular, bold) = (glyph(Weight::Regular), glyph(Weight::Bold));
    assert_eq!(regular.1, bold.1);
    assert_ne!(regular.0, bold.0);
}
