//! Single values: what is read and written again is read as the same.

use portolan_model::address::{self, Address, rules::Script};
use portolan_model::{
    CountryCode, GeoPoint, Goods, HsCode, Identifier, Mass, Money, Postcode, S10, Size, Sku,
    TimeZoneName, ZonedInstant,
};
use portolan_postal::barcode::{Barcode, Symbology};

/// Every value type of the model over one text.
///
/// # Panics
/// When that does not hold: it is a fault of the parser.
pub fn words(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(item) = S10::parse(text) {
        assert_eq!(S10::parse(&item.to_string()).as_ref(), Ok(&item));
    }
    if let Ok(money) = Money::parse(text) {
        assert_eq!(Money::parse(&money.to_string()).as_ref(), Ok(&money));
    }
    if let Ok(code) = HsCode::parse(text) {
        assert_eq!(HsCode::parse(&code.to_string()).as_ref(), Ok(&code));
    }
    if let Ok(postcode) = Postcode::parse(text) {
        assert_eq!(Postcode::parse(&postcode.to_string()).as_ref(), Ok(&postcode));
    }
    if let Ok(country) = CountryCode::parse(text) {
        assert_eq!(CountryCode::parse(country.as_str()).as_ref(), Ok(&country));
    }
    let (from, to) = text.split_at(text.floor_char_boundary(text.len() / 2));
    let _ = (Mass::parse(text), Size::parse(text), Goods::parse(text), Sku::parse(text));
    let _ = (Identifier::parse(text), GeoPoint::parse(from, to), TimeZoneName::parse(text));
    let _ = (ZonedInstant::parse(text), portolan_model::time::parse_date(text));
}

/// Code 128: what can be encoded keeps its text, and bars and spaces fill its width.
///
/// # Panics
/// When that does not hold: it is a fault of the parser.
pub fn barcode(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for symbology in [Symbology::Code128, Symbology::Gs1] {
        if let Ok(barcode) = Barcode::encode(text, symbology) {
            let end = barcode.bars().iter().map(|(start, width)| start + width).max();
            assert!(end.is_some_and(|end| end <= barcode.module_count()), "{text:?}");
            assert!(!barcode.values().is_empty());
        }
    }
}

/// Addresses in one text: taken apart, looked at, and set in lines where they are whole.
///
/// # Panics
/// When that does not hold: it is a fault of the parser.
pub fn addresses(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for hint in [None, CountryCode::from_alpha2("JP"), CountryCode::from_alpha2("US")] {
        let mut input = address::parse::parse(text, hint).input;
        for fault in address::check::validate(&input) {
            assert!(!fault.what.is_empty() && !fault.mend.is_empty(), "{fault:?}");
        }
        "Somebody".clone_into(&mut input.name);
        let Ok(whole) = Address::new(&input) else { continue };
        for script in [Script::Local, Script::Latin] {
            let lines = address::lines::format(&whole, script);
            assert!(lines.iter().any(|line| line.contains("Somebody")), "{lines:?}");
        }
    }
}
