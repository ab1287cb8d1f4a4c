//! Mass in the units people write.

use super::*;
use proptest::prelude::*;

#[test]
fn units_are_converted_and_rounded_up() {
    for (text, grams) in [
        ("2kg", 2000),
        ("2 kg", 2000),
        ("350g", 350),
        ("0.35kg", 350),
        ("0.0001 kg", 1),
        ("1 lb", 454),
        ("1.5 LB", 681),
        ("1 oz", 29),
        ("16 oz", 454),
        (".5 g", 1),
        ("+3 g", 3),
        ("100000 kg", 100_000_000),
    ] {
        assert_eq!(Mass::parse(text).map(Mass::grams), Ok(grams), "{text}");
    }
}

#[test]
fn nothing_and_nonsense_are_refused() {
    for (text, code) in [
        ("0 kg", "mass_range"),
        ("100001 kg", "mass_range"),
        ("-2 kg", "mass_format"),
        ("2", "mass_format"),
        ("kg", "mass_format"),
        ("2 stone", "mass_format"),
        ("1,5 kg", "mass_format"),
        ("1e3 g", "mass_format"),
        ("", "mass_format"),
        ("99999999999999999999999999999 kg", "mass_format"),
    ] {
        assert_eq!(Mass::parse(text).unwrap_err().code(), code, "{text}");
    }
    assert_eq!(Mass::from_grams(0).unwrap_err().code(), "mass_range");
}

#[test]
fn sums_stay_within_the_limit() {
    let most = Mass::from_grams(limits::MASS_GRAMS_MAX).unwrap();
    let one = Mass::from_grams(1).unwrap();
    assert!(most.checked_add(one).is_err());
    assert!(one.checked_mul(0).is_err());
    assert_eq!(one.checked_mul(7).unwrap().grams(), 7);
}

proptest! {
    #[test]
    fn text_gives_the_same_mass_back(grams in 1..=limits::MASS_GRAMS_MAX) {
        let mass = Mass::from_grams(grams).unwrap();
        prop_assert_eq!(Mass::parse(&mass.to_string()), Ok(mass));
        prop_assert_eq!(Mass::parse(&format!("{}.{:03} kg", grams / 1000, grams % 1000)), Ok(mass));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[-+.0-9a-z ]{0,12}|.*") {
        if let Ok(mass) = Mass::parse(&text) {
            prop_assert!(mass.grams() > 0);
        }
    }
}
