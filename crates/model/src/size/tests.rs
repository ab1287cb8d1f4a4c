//! Sizes in the units people write, and the posts' sums.

use super::*;
use proptest::prelude::*;

#[test]
fn edges_are_sorted_and_summed() {
    let size = Size::parse("20x30x10cm").unwrap();
    assert_eq!((size.length_mm(), size.width_mm(), size.height_mm()), (300, 200, 100));
    assert_eq!(size.volume_mm3(), 6_000_000);
    assert_eq!(size.sum_mm(), 600);
    assert_eq!(size.length_plus_girth_mm(), 300 + 2 * (200 + 100));
    assert_eq!(size.roll_sum_mm(), None);
}

#[test]
fn a_roll_keeps_its_axis() {
    let roll = Size::parse("roll 5x12 cm").unwrap();
    assert_eq!(roll.shape(), Shape::Roll { length_mm: 50, diameter_mm: 120 });
    assert_eq!(roll.length_mm(), 120);
    assert_eq!(roll.roll_sum_mm(), Some(290));
}

#[test]
fn usual_spellings_are_read() {
    for (text, shown) in [
        ("300 x 200 x 100 mm", "300x200x100 mm"),
        ("1×0.5×0.25 m", "1000x500x250 mm"),
        ("10*10*1 in", "254x254x26 mm"),
        ("ROLL 90x12CM", "roll 900x120 mm"),
    ] {
        assert_eq!(Size::parse(text).unwrap().to_string(), shown);
    }
    assert_eq!(Size::parse_edge_mm("30.01 cm"), Ok(301));
}

#[test]
fn other_text_is_refused() {
    for (text, code) in [
        ("", "size_format"),
        ("30x20 cm", "size_format"),
        ("30x20x10", "size_format"),
        ("30x20x10x5 cm", "size_format"),
        ("roll 30x20x10 cm", "size_format"),
        ("-30x20x10 cm", "size_format"),
        ("axbxc cm", "size_format"),
        ("30x20x10 ft", "size_format"),
        ("0x20x10 cm", "size_range"),
        ("21x1x1 m", "size_range"),
        ("99999999999x1x1 m", "size_range"),
    ] {
        assert_eq!(Size::parse(text).unwrap_err().code(), code, "{text}");
    }
}

#[test]
fn a_thing_fits_turned_around() {
    let inner = Size::new_box(100, 300, 200).unwrap();
    assert!(inner.fits_in(&Size::new_box(300, 200, 100).unwrap()));
    assert!(!inner.fits_in(&Size::new_box(299, 299, 299).unwrap()));
}

proptest! {
    #[test]
    fn text_gives_the_same_size_back(a in 1..=20_000_u32, b in 1..=20_000_u32, c in 1..=20_000_u32) {
        let size = Size::new_box(a, b, c).unwrap();
        prop_assert_eq!(Size::parse(&size.to_string()), Ok(size));
        let roll = Size::new_roll(a, b).unwrap();
        prop_assert_eq!(Size::parse(&roll.to_string()), Ok(roll));
        prop_assert!(size.length_mm() >= size.width_mm() && size.width_mm() >= size.height_mm());
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(roll)?[-+.0-9x× ]{0,16}(mm|cm)?|.*") {
        if let Ok(size) = Size::parse(&text) {
            prop_assert!(size.height_mm() > 0);
        }
    }
}
