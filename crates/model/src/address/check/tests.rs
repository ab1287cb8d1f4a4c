//! Faults of addresses in words.

use super::*;
use proptest::prelude::*;

fn input(country: &str, line: &str, city: &str, region: &str, postcode: &str) -> AddressInput {
    AddressInput {
        name: "Somebody".to_owned(),
        lines: vec![line.to_owned()],
        city: city.to_owned(),
        region: region.to_owned(),
        postcode: postcode.to_owned(),
        country: country.to_owned(),
        ..Default::default()
    }
}

#[test]
fn sound_addresses_have_no_fault() {
    for (country, city, region, postcode) in [
        ("DE", "Berlin", "", "10115"),
        ("US", "Seattle", "WA", "98101-2000"),
        ("US", "San Francisco", "California", "94105"),
        ("US", "San Francisco", "US-CA", "94105"),
        ("GB", "London", "", "sw1a 1aa"),
        ("AE", "Dubai", "Dubai", ""),
        ("HK", "Kowloon", "Kowloon", ""),
        ("AO", "Luanda", "", ""),
        ("PL", "Warszawa", "", "00-001"),
    ] {
        assert_eq!(validate(&input(country, "Street 1", city, region, postcode)), [], "{country}");
    }
}

const AMERICA: &str = "an address of the United States of America";

#[test]
fn faults_are_told_in_words() {
    let told = |input: &AddressInput| -> Vec<(&str, &str, String)> {
        validate(input).into_iter().map(|f| (f.field, f.code, f.what)).collect()
    };
    let text = str::to_owned;
    for (input, expected) in [
        (
            input("DE", "Musterstraße 1", "Berlin", "", "1011"),
            vec![(
                "postcode",
                "postcode_shape",
                text("`1011` is none: a postcode of Germany has five digits, such as 26133"),
            )],
        ),
        (
            input("PL", "ul. Zmyślona 5", "00-001", "", "Warszawa"),
            vec![(
                "postcode",
                "postcode_misplaced",
                text(
                    "the city is `00-001`, which looks like a postcode of Poland, and the postcode is \
                     `Warszawa`, which does not",
                ),
            )],
        ),
        (
            input("PL", "ul. Zmyślona 5", "00-001", "", ""),
            vec![(
                "postcode",
                "postcode_misplaced",
                text("the city is `00-001`, which looks like a postcode of Poland"),
            )],
        ),
        (
            input("US", "1 Imaginary Way", "Seattle", "", ""),
            vec![
                (
                    "region",
                    "region_missing",
                    format!("{AMERICA} has a state or a province, and this one none"),
                ),
                (
                    "postcode",
                    "postcode_missing",
                    format!("{AMERICA} has a postcode, and this one none"),
                ),
            ],
        ),
        (
            input("US", "1 Imaginary Way", "Seattle", "Ontario", "98101"),
            vec![(
                "region",
                "region_unknown",
                text("`Ontario` is no region that the post of the United States of America knows"),
            )],
        ),
        (
            input("US", "1 Imaginary Way", "Seattle", "WA", "10001"),
            vec![(
                "postcode",
                "postcode_of_other_region",
                text("`10001` is no postcode of Washington"),
            )],
        ),
        (
            input("Atlantis", "1 Imaginary Way", "", "", ""),
            vec![("country", "country_unknown", text("country `Atlantis` is unknown"))],
        ),
    ] {
        assert_eq!(told(&input), expected);
    }
}

/// The number of a flat is no postcode where nothing speaks against it.
#[test]
fn a_flat_s_number_is_left_alone() {
    let mut flat = input("DE", "Musterstraße 1", "Berlin", "", "10115");
    flat.lines.push("12345".to_owned());
    assert_eq!(find_misplaced_postcode(&flat), None);
    flat.postcode = String::new();
    assert_eq!(find_misplaced_postcode(&flat), None);
    flat.postcode = "Berlin".to_owned();
    assert_eq!(find_misplaced_postcode(&flat), Some(("lines", "12345".to_owned())));
}

proptest! {
    #[test]
    fn any_address_is_looked_at(
        country in 0_usize..249,
        texts in proptest::collection::vec(".{0,20}", 4),
    ) {
        let country = CountryCode::all().nth(country).unwrap();
        let faults = validate(&input(country.as_str(), &texts[0], &texts[1], &texts[2], &texts[3]));
        prop_assert!(faults.iter().all(|fault| !fault.what.is_empty() && !fault.mend.is_empty()));
    }
}
