//! Countries by code and by name.

use super::*;

#[test]
fn the_table_is_complete_sorted_and_unique() {
    let codes: Vec<_> = iso3166::COUNTRIES.iter().map(|row| row.0).collect();
    // 249 of ISO 3166-1 and Kosovo.
    assert_eq!(codes.len(), 250);
    assert!(codes.is_sorted_by(|a, b| a < b));
    let mut three: Vec<_> = iso3166::COUNTRIES.iter().map(|row| row.1).collect();
    three.sort_unstable();
    three.dedup();
    assert_eq!(three.len(), 250);
    assert_eq!(CountryCode::all().count(), 250);
}

#[test]
fn every_name_listed_is_read_as_its_country() {
    assert!(CountryCode::names().count() > 2 * 250);
    for (name, country) in CountryCode::names() {
        assert_eq!(CountryCode::parse(name), Ok(country), "{name}");
    }
}

#[test]
fn every_code_and_name_gives_its_country_back() {
    for country in CountryCode::all() {
        assert_eq!(CountryCode::parse(country.as_str()), Ok(country));
        assert_eq!(CountryCode::parse(&country.alpha3().to_lowercase()), Ok(country));
        assert_eq!(CountryCode::parse(&country.english_name().to_uppercase()), Ok(country));
    }
}

#[test]
fn people_s_names_are_known() {
    for (text, code) in [
        (" fr ", "FR"),
        ("Deutschland", "DE"),
        ("U.S.A.", "US"),
        ("united states of america", "US"),
        ("UK", "GB"),
        ("Great  Britain", "GB"),
        ("Russian Federation", "RU"),
        ("TURKEY", "TR"),
        ("Cote d'Ivoire", "CI"),
        ("Trinidad & Tobago", "TT"),
        ("XK", "XK"),
        ("United States", "US"),
        ("United Kingdom", "GB"),
        ("德国", "DE"),
        ("法國", "FR"),
        ("中国香港特别行政区", "HK"),
        (" 美国 ", "US"),
    ] {
        assert_eq!(CountryCode::parse(text).map(|c| c.as_str()), Ok(code), "{text}");
    }
}

#[test]
fn aliases_lead_to_countries() {
    for (name, code) in other_names() {
        assert_eq!(folded(name), name, "an alias must be written as it is compared");
        assert_eq!(CountryCode::parse(name).map(|c| c.as_str()), Ok(code), "{name}");
    }
}

#[test]
fn other_text_is_unknown() {
    for text in ["", "ZZ", "AA", "Atlantis", "F", "FRANCE!?X", "é", "EU", "US 99501"] {
        assert_eq!(CountryCode::parse(text).unwrap_err().code(), "country_unknown", "{text}");
    }
}
