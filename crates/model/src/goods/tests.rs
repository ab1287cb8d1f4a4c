//! Classes, batteries and what cannot be.

use super::*;
use proptest::prelude::*;

#[test]
fn goods_are_read_and_written_back() {
    for (text, shown) in [
        ("food", "food"),
        (" Food | fragile ", "food|fragile"),
        ("animal product", "animal_product"),
        ("electronics|UN3481 contained_in", "battery|electronics|UN3481 contained_in"),
        (
            "electronics|battery|un3481 packed-with 18.5Wh",
            "battery|electronics|UN3481 packed_with 18.5Wh",
        ),
        ("UN3480", "battery|UN3480 alone"),
    ] {
        let goods = Goods::parse(text).unwrap();
        assert_eq!(goods.to_string(), shown);
        assert_eq!(Goods::parse(shown), Ok(goods));
    }
}

#[test]
fn a_battery_needs_its_kind() {
    for (text, code) in [
        ("battery", "battery_missing"),
        ("electronics|battery", "battery_missing"),
        ("", "goods_empty"),
        ("gold", "choice_unknown"),
        ("UN3481", "battery_format"),
        ("UN3171 alone", "battery_format"),
        ("UN3480 alone|UN3090 alone", "battery_format"),
        ("UN3481 sideways", "battery_format"),
    ] {
        assert_eq!(Goods::parse(text).unwrap_err().code(), code, "{text}");
    }
}

#[test]
fn only_the_pairs_of_the_un_list_exist() {
    let mut legal = Vec::new();
    for &un in BatteryUn::ALL {
        for &packing in BatteryPacking::ALL {
            match BatteryKind::new(un, packing, None) {
                Ok(kind) => legal.push(kind.to_string()),
                Err(fault) => assert_eq!(fault.code(), "battery_pair"),
            }
        }
    }
    let expected = [
        "UN3090 alone",
        "UN3091 packed_with",
        "UN3091 contained_in",
        "UN3480 alone",
        "UN3481 packed_with",
        "UN3481 contained_in",
    ];
    assert_eq!(legal, expected);
}

#[test]
fn energy_is_in_milliwatt_hours() {
    assert_eq!(BatteryKind::parse_energy("18.5"), Ok(18_500));
    assert_eq!(BatteryKind::parse_energy("0.0001 Wh"), Ok(1));
    for text in ["", "0", "-1", "1e9", "1000001", "ten"] {
        assert_eq!(BatteryKind::parse_energy(text).unwrap_err().code(), "battery_energy", "{text}");
    }
}

#[test]
fn sets_hold_every_class_once() {
    let all: GoodsSet = GoodsClass::ALL.iter().copied().collect();
    assert_eq!(all.classes().count(), GoodsClass::ALL.len());
    let mut names = GoodsClass::NAMES.to_vec();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), GoodsClass::ALL.len());
    for &class in GoodsClass::ALL {
        assert_eq!(GoodsClass::parse(class.as_str()), Ok(class));
        assert!(GoodsSet::of(class).intersects(all));
        assert!(!all.without(class).contains(class));
    }
    assert!(!GoodsSet::of(GoodsClass::Food).intersects(GoodsSet::of(GoodsClass::Plant)));
    assert!(GoodsSet::EMPTY.is_empty());
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "[a-zUN0-9| _.]{0,30}|.*") {
        if let Ok(goods) = Goods::parse(&text) {
            prop_assert_eq!(Goods::parse(&goods.to_string()), Ok(goods));
        }
    }
}
