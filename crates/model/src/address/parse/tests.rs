//! Addresses in one cell.

use super::*;
use proptest::prelude::*;

/// Lines, city, region, postcode, country, and what was not placed.
fn parts(text: &str, hint: Option<&str>) -> [String; 6] {
    let hint = hint.and_then(CountryCode::from_alpha2);
    let ParsedAddress { input, unplaced } = parse(text, hint);
    [
        input.lines.join("/"),
        input.city,
        input.region,
        input.postcode,
        input.country,
        unplaced.join("/"),
    ]
}

#[test]
fn addresses_are_taken_apart() {
    for (text, hint, expected) in [
        (
            "12 rue Imaginaire, 75011 Paris, France",
            None,
            ["12 rue Imaginaire", "Paris", "", "75011", "FR", ""],
        ),
        (
            "12 rue Imaginaire\n75011\nParis",
            Some("FR"),
            ["12 rue Imaginaire", "Paris", "", "75011", "FR", ""],
        ),
        (
            "1 Imaginary Way, Apt 4, Seattle, WA 98101-2000, United States",
            None,
            ["1 Imaginary Way/Apt 4", "Seattle", "WA", "98101-2000", "US", ""],
        ),
        (
            "1 Imaginary Way, Seattle WA 98101, USA",
            None,
            ["1 Imaginary Way", "Seattle", "WA", "98101", "US", ""],
        ),
        (
            "7 Imaginary Lane; Leeds; LS1 1BA; UK",
            None,
            ["7 Imaginary Lane", "Leeds", "", "LS1 1BA", "GB", ""],
        ),
        (
            "Musterstraße 12345 Hof, 10115 Berlin",
            Some("DE"),
            ["Musterstraße 12345 Hof", "Berlin", "", "10115", "DE", ""],
        ),
        ("Rua 1, Luanda, Angola", None, ["Rua 1", "Luanda", "", "", "AO", ""]),
        // No country: nothing is guessed.
        (
            "12 rue Imaginaire, 75011 Paris",
            None,
            ["", "", "", "", "", "12 rue Imaginaire/75011 Paris"],
        ),
        ("Street 1", Some("DE"), ["Street 1", "", "", "", "DE", ""]),
        ("a, b, c, d, e, 10115 Berlin", Some("DE"), ["a/b/c/d", "Berlin", "", "10115", "DE", "e"]),
    ] {
        assert_eq!(parts(text, hint), expected.map(str::to_owned), "{text}");
    }
}

#[test]
fn telephones_and_e_mail_addresses_stand_anywhere() {
    let text = "Tel: +49 30 5550100, Musterstraße 1, jonas@example.org, 10115 Berlin, DE";
    let ParsedAddress { input, unplaced } = parse(text, None);
    assert_eq!(
        (input.phone.as_str(), input.email.as_str()),
        ("+49 30 5550100", "jonas@example.org")
    );
    assert_eq!((input.postcode.as_str(), input.city.as_str()), ("10115", "Berlin"));
    assert_eq!((input.lines, unplaced), (vec!["Musterstraße 1".to_owned()], vec![]));
}

proptest! {
    /// Whatever the text, no letter of it is lost or made up, but for a country's name.
    #[test]
    fn any_text_is_taken_apart(text in "[A-Za-z0-9 ,;é中-]{0,80}", country in 0_usize..249) {
        let hint = CountryCode::all().nth(country);
        let ParsedAddress { input, unplaced } = parse(&text, hint);
        let mut out: Vec<String> = unplaced;
        out.extend(input.lines);
        out.extend([input.city, input.region, input.postcode, input.phone, input.email]);
        let sorted = |text: &str| {
            let mut letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
            letters.sort_unstable();
            letters
        };
        let (given, kept) = (sorted(&text), sorted(&out.concat()));
        let is_hint = hint.is_some_and(|hint| hint.as_str() == input.country);
        if is_hint && parse(&text, None).input.country.is_empty() {
            prop_assert_eq!(given, kept);
        } else {
            prop_assert!(kept.len() <= given.len());
        }
    }
}
