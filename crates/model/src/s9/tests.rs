use super::*;
use proptest::prelude::*;

/// Made up on the layout.
const BAG: &str = "USJFKADEFRAAAUN60001001110123";

#[test]
fn a_receptacle_is_read_into_its_parts() {
    let bag = S9::parse(BAG).unwrap();
    assert_eq!(bag.to_string(), BAG);
    assert_eq!(bag.despatch(), S8::parse("USJFKADEFRAAAUN60001").unwrap());
    assert_eq!((bag.serial(), bag.is_last(), bag.is_registered()), (1, true, true));
    assert_eq!(bag.gross_mass().map(crate::Mass::grams), Some(12_300));
    let unweighed = S9::parse("USJFKADEFRAAAUN60001002000000").unwrap();
    assert_eq!((unweighed.is_last(), unweighed.gross_mass()), (false, None));
}

#[test]
fn another_shape_is_no_receptacle() {
    for text in [
        "",
        "USJFKADEFRAAAUN60001",
        &BAG[..28],
        &format!("{BAG}0"),
        "USJFKADEFRAAAUN60001001210123",
        "USJFKADEFRAAAUN60001001120123",
        "USJFKADEFRAAAUN60001A01110123",
        "USJFKADEFRAAAUN6000100111012X",
        "1SJFKADEFRAAAUN60001001110123",
        "USJFKADEFRAAAUN6000100111012é",
    ] {
        assert_eq!(S9::parse(text).unwrap_err().code(), "s9_format", "{text}");
    }
}

proptest! {
    #[test]
    fn what_is_read_is_written_the_same(text in "[A-Z]{15}[0-9]{8}[01]{2}[0-9]{4}") {
        prop_assert_eq!(S9::parse(&text).unwrap().to_string(), text);
    }

    #[test]
    fn any_text_is_a_receptacle_or_a_fault(text in ".{0,32}|[A-Za-z]{15}[0-9]{12,15}") {
        if let Ok(receptacle) = S9::parse(&text) {
            prop_assert_eq!(receptacle.to_string(), text.trim().to_ascii_uppercase());
        }
    }
}
