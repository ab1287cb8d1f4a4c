//! The table, and what it says of a few countries.

use super::*;
use proptest::prelude::*;

fn rules(country: &str) -> &'static AddressRules {
    AddressRules::of(CountryCode::from_alpha2(country).unwrap())
}

#[test]
fn the_table_is_sound() {
    let head = TABLE.lines().take_while(|line| line.starts_with('#')).collect::<Vec<_>>().join(" ");
    assert!(head.contains("CC BY 4.0") && head.contains("libaddressinput"));
    assert!(RULES.len() > 190);
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), 11, "{line}");
        let is_country = cells[0] == DEFAULT_KEY || CountryCode::from_alpha2(cells[0]).is_some();
        assert!(is_country, "{}", cells[0]);
        let keys = cells[7].split('~').count();
        for list in &cells[8..] {
            assert!(list.is_empty() || list.split('~').count() == keys, "{line}");
        }
    }
}

/// Every pattern is read, knows its own examples, and every region's beginning is a pattern too.
#[test]
fn every_pattern_knows_its_examples() {
    for country in CountryCode::all() {
        let rules = AddressRules::of(country);
        assert_eq!(rules.is_postcode("?").is_some(), !rules.postcode.is_empty(), "{country}");
        for example in rules.postcode_examples() {
            assert_eq!(rules.is_postcode(example), Some(true), "{country} {example}");
            assert_eq!(rules.find_postcode(example), Some(0..example.len()), "{country} {example}");
        }
        for region in rules.regions() {
            let is_pattern = region.has_postcode("0").is_some();
            assert_eq!(is_pattern, !region.postcode_start.is_empty(), "{country} {}", region.key);
            assert_eq!(rules.find_region(region.key).map(|found| found.key), Some(region.key));
        }
    }
}

#[test]
fn countries_differ() {
    let germany = rules("DE");
    assert!(germany.is_required(AddressField::Postcode) && !germany.has(AddressField::Region));
    assert_eq!((germany.is_postcode("10115"), germany.postcode_digits()), (Some(true), Some(5)));
    assert_eq!(germany.is_postcode("1011"), Some(false));
    let britain = rules("GB");
    assert_eq!(britain.is_postcode("sw1a 1aa"), Some(true));
    assert!(britain.is_upper(AddressField::City));
    let america = rules("US");
    let california = america.find_region("california").unwrap();
    assert_eq!(california.key, "CA");
    assert_eq!(california.has_postcode("94105"), Some(true));
    assert_eq!(california.has_postcode("10001"), Some(false));
    let china = rules("CN");
    assert_eq!(china.find_region("Guangdong Sheng").map(|region| region.key), Some("广东省"));
    // Nothing is known of Angola's postcodes.
    assert_eq!(
        (rules("AO").is_postcode("1000"), rules("AO").has(AddressField::Postcode)),
        (None, false)
    );
}

#[test]
fn a_postcode_in_a_text_stands_apart() {
    let germany = rules("DE");
    assert_eq!(germany.find_postcode("10115 Berlin"), Some(0..5));
    assert_eq!(germany.find_postcode("Postfach 123456"), None);
    assert_eq!(germany.find_postcode("A10115"), None);
    assert_eq!(rules("US").find_postcode("Seattle WA 98101-2000"), Some(11..21));
}

proptest! {
    #[test]
    fn any_text_is_looked_at(text in ".{0,40}", country in 0_usize..249) {
        let country = CountryCode::all().nth(country).unwrap();
        let rules = AddressRules::of(country);
        let _ = rules.is_postcode(&text);
        if let Some(range) = rules.find_postcode(&text) {
            prop_assert!(text.get(range).is_some());
        }
        let _ = rules.find_region(&text);
    }
}
