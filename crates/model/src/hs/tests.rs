//! Commodity codes.

use super::*;

#[test]
fn codes_are_read_with_or_without_dots() {
    let code = HsCode::parse("8518.30.00 90").unwrap();
    assert_eq!(code.as_str(), "8518300090");
    assert_eq!((code.chapter(), code.heading(), code.subheading()), ("85", "8518", "851830"));
    assert_eq!(HsCode::parse("080232").unwrap().to_string(), "080232");
}

#[test]
fn other_text_is_refused() {
    for text in ["", "85183", "85183000901", "8518a0", "000000", "770000", "８５１８３０"] {
        assert_eq!(HsCode::parse(text).unwrap_err().code(), "hs_format", "{text}");
    }
}
