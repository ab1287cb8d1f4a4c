use super::*;
use proptest::prelude::*;

#[test]
fn a_despatch_is_read_into_its_parts() {
    let despatch = S8::parse(" usjfkadefraaaun60001").unwrap();
    assert_eq!(despatch.to_string(), "USJFKADEFRAAAUN60001");
    assert_eq!((despatch.origin().as_str(), despatch.destination().as_str()), ("USJFKA", "DEFRAA"));
    assert_eq!(despatch.origin().country(), CountryCode::from_alpha2("US"));
    assert_eq!((despatch.category(), despatch.subclass()), ('A', "UN"));
    assert_eq!((despatch.year_digit(), despatch.serial()), (6, 1));
    assert_eq!(
        Impc::parse("zzabca").unwrap().country(),
        None,
        "no country, and an office all the same"
    );
}

#[test]
fn another_shape_is_no_despatch() {
    for text in [
        "",
        "USJFKADEFRAAAUN6000",
        "USJFKADEFRAAAUN600011",
        "USJFKADEFRAAAU160001",
        "USJFKADEFRAAAUN6000A",
        "USJFK1DEFRAAAUN60001",
        "USJFKADEFRAAAUN６0001",
        "USJFKADEFRÄAAUN60001",
    ] {
        assert_eq!(S8::parse(text).unwrap_err().code(), "s8_format", "{text}");
    }
    assert_eq!(Impc::parse("AEDXB").unwrap_err().code(), "impc");
}

proptest! {
    #[test]
    fn what_is_read_is_written_the_same(text in "[A-Z]{15}[0-9]{5}") {
        prop_assert_eq!(S8::parse(&text).unwrap().to_string(), text);
    }

    #[test]
    fn any_text_is_a_despatch_or_a_fault(text in ".{0,24}|[A-Za-z]{14,16}[0-9A-Z]{4,6}") {
        if let Ok(despatch) = S8::parse(&text) {
            prop_assert_eq!(despatch.to_string(), text.trim().to_ascii_uppercase());
        }
    }
}
