//! Addresses report everything wrong with them at once.

use super::*;

fn paris() -> AddressInput {
    AddressInput {
        name: " Camille Exemple ".to_owned(),
        lines: vec!["12 rue Imaginaire".to_owned(), String::new(), "Bâtiment B".to_owned()],
        city: "Paris".to_owned(),
        postcode: "75011".to_owned(),
        country: "France".to_owned(),
        phone: "+33 1 99 00 12 34".to_owned(),
        email: "camille@example.org".to_owned(),
        ..AddressInput::default()
    }
}

fn codes(input: &AddressInput) -> Vec<(&'static str, &'static str)> {
    Address::new(input).unwrap_err().iter().map(|fault| (fault.field, fault.code())).collect()
}

#[test]
fn a_sound_address_is_kept_trimmed() {
    let address = Address::new(&paris()).unwrap();
    assert_eq!(address.name(), Some("Camille Exemple"));
    assert_eq!(address.lines(), ["12 rue Imaginaire", "Bâtiment B"]);
    assert_eq!((address.country().as_str(), address.company()), ("FR", None));
    assert_eq!(address.addressee(), "Camille Exemple");
    assert!(address.is_latin());
    assert_eq!(Address::new(&address.to_input()), Ok(address));
}

#[test]
fn an_empty_address_lacks_four_things() {
    let empty = codes(&AddressInput::default());
    assert_eq!(
        empty,
        [
            ("name", "text_empty"),
            ("lines", "text_empty"),
            ("city", "text_empty"),
            ("country", "text_empty")
        ]
    );
}

#[test]
fn all_faults_come_at_once() {
    let input = AddressInput {
        name: "x".repeat(141),
        company: "Firm\u{202E}".to_owned(),
        lines: vec!["1".to_owned(); 5],
        city: "Pa\u{0}ris".to_owned(),
        region: "\u{FFFD}le".to_owned(),
        postcode: "75/011".to_owned(),
        country: "Atlantis".to_owned(),
        phone: "8.61e12".to_owned(),
        email: "nobody".to_owned(),
        tax_id: "1".repeat(41),
    };
    let expected = [
        ("name", "text_long"),
        ("company", "text_unprintable"),
        ("lines", "count_range"),
        ("city", "text_unprintable"),
        ("region", "text_unprintable"),
        ("postcode", "postcode_format"),
        ("country", "country_unknown"),
        ("phone", "phone_format"),
        ("email", "email_format"),
        ("tax_id", "text_long"),
    ];
    assert_eq!(codes(&input), expected);
    for fault in Address::new(&input).unwrap_err() {
        assert!(
            !fault.what().is_empty() && !fault.mend().is_empty() && fault.what() != fault.mend()
        );
    }
}

#[test]
fn telephone_numbers_are_text() {
    for phone in [
        "+86 571 8888 0000",
        "(0571) 8888-0000",
        "01.99.00.12.34",
        "88880000 ext. 12",
        "88880000x1",
    ] {
        assert!(
            Address::new(&AddressInput { phone: phone.to_owned(), ..paris() }).is_ok(),
            "{phone}"
        );
    }
    for phone in ["8.61E+12", "8.61e12", "1234", "call me", "123456789012345678901", "12345+678"] {
        let input = AddressInput { phone: phone.to_owned(), ..paris() };
        assert_eq!(codes(&input), [("phone", "phone_format")], "{phone}");
    }
}

#[test]
fn scripts_other_than_latin_are_seen() {
    let name = "Łukasz Ścigała-Żółć".to_owned();
    assert!(Address::new(&AddressInput { name, ..paris() }).unwrap().is_latin());
    for name in ["Иван", "张三", "Ελένη"] {
        let input = AddressInput { name: name.to_owned(), ..paris() };
        assert!(!Address::new(&input).unwrap().is_latin(), "{name}");
    }
}
