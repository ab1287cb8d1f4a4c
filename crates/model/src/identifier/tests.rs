//! Nothing that was given is lost, and numbers are found however they are spaced.

use super::*;

#[test]
fn a_right_s10_is_recognised() {
    let known = Identifier::parse("rb 123 456 785 gb").unwrap();
    assert_eq!(known.to_string(), "RB123456785GB");
    assert_eq!(known.scheme(), IdentifierScheme::S10);
    assert_eq!(Identifier::read(IdentifierScheme::S10, "RB123456785GB"), Ok(known));
}

#[test]
fn a_wrong_check_digit_is_kept_as_given() {
    let kept = Identifier::read(IdentifierScheme::S10, "UE 597256100 nl").unwrap();
    assert_eq!(kept.to_string(), "UE 597256100 nl");
    assert_eq!(kept.scheme(), IdentifierScheme::S10);
    assert_eq!(kept.search_key(), "UE597256100NL");
}

#[test]
fn another_scheme_keeps_what_looks_like_s10() {
    let kept = Identifier::read(IdentifierScheme::LastMile, "rb123456785gb").unwrap();
    assert_eq!(kept.to_string(), "rb123456785gb");
    assert_eq!(kept.search_key(), Identifier::parse("RB123456785GB").unwrap().search_key());
}

#[test]
fn signs_alone_are_still_a_key() {
    assert_eq!(Identifier::parse("--").unwrap().search_key(), "--");
}

#[test]
fn unprintable_and_endless_text_is_refused() {
    for text in ["", "  ", "a\u{0}b", "a\u{202E}b", &"9".repeat(65)] {
        assert_eq!(Identifier::parse(text).unwrap_err().code(), "identifier_format", "{text:?}");
    }
    assert!(Identifier::parse(&"9".repeat(64)).is_ok());
}
