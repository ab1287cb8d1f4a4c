//! Restrictions and required fields on the small network.

use super::*;
use crate::{
    fixture::{address, day, leg, line, node, parcel, snapshot},
    records::Direction,
};

fn refused(
    network: &Snapshot,
    subject: RestrictionSubject,
    shipment: &Shipment,
    to: (&str, &str),
    on: &str,
) -> Vec<String> {
    let destination = address(network, to.0, to.1);
    let found = refusals(network, subject, shipment, &destination, day(on));
    found.iter().map(|&index| network.restrictions[index].key.to_string()).collect()
}

#[test]
fn limits_of_mass_and_size_refuse() {
    let network = snapshot(&[]);
    let sp = RestrictionSubject::Line(line(&network, "sp"));
    for (grams, size, is_refused) in [
        (2000, "", false),
        (2001, "", true),
        (500, "600x200x100 mm", false),
        (500, "601x100x100 mm", true),
        (500, "400x300x201 mm", true),
        (500, "139x90x5 mm", true),
        (500, "140x89x5 mm", true),
        (500, "140x90x5 mm", false),
        // A roll has figures of its own: 800 mm are too long for a box here, not for a roll.
        (500, "roll 80x10 cm", false),
        (500, "roll 91x5 cm", true),
        (500, "roll 90x8 cm", true),
    ] {
        let shipment = parcel(grams, size, "general", "1 EUR");
        let found = refused(&network, sp, &shipment, ("FR", "75011"), "2026-11-20");
        assert_eq!(!found.is_empty(), is_refused, "{grams} g {size}: {found:?}");
    }
}

#[test]
fn goods_and_batteries_refuse() {
    let network = snapshot(&[]);
    let sp = RestrictionSubject::Line(line(&network, "sp"));
    let fly = RestrictionSubject::Leg(leg(&network, "fly-cdg"));
    let to_france = RestrictionSubject::Country(
        network.find_country(portolan_model::CountryCode::parse("FR").unwrap()).unwrap(),
        Direction::To,
    );
    let airport = RestrictionSubject::Facility(node(&network, "hgh"));
    for (subject, goods, expected) in [
        (sp, "electronics|UN3481 contained_in", None),
        (sp, "electronics|UN3481 packed_with", Some("sp-battery")),
        (sp, "UN3480 alone", Some("sp-battery")),
        (fly, "liquid", Some("fly-liquid")),
        (fly, "food", None),
        (to_france, "plant|food", Some("fr-plant")),
        (airport, "blade", None),
    ] {
        let shipment = parcel(500, "", goods, "1 EUR");
        let found = refused(&network, subject, &shipment, ("FR", "75011"), "2026-11-20");
        assert_eq!(found.first().map(String::as_str), expected, "{goods}");
    }
    let heavy = parcel(1001, "", "blade", "1 EUR");
    assert_eq!(refused(&network, airport, &heavy, ("FR", "75011"), "2026-11-20"), ["hgh-blade"]);
}

#[test]
fn values_are_compared_at_the_days_rate_and_destinations_are_kept() {
    let network = snapshot(&[]);
    let post = RestrictionSubject::Operator(network.find_operator("cnpost").unwrap());
    for (value, to, is_refused) in [
        ("182.92 EUR", ("FR", "75011"), false),
        ("182.93 EUR", ("FR", "75011"), true),
        ("182.93 EUR", ("GB", "SW1A 1AA"), true),
        ("1500 CNY", ("FR", "75011"), false),
        ("9999 CNY", ("DE", "10115"), false),
        // No rate is known: nobody can say that it is below.
        ("1 USD", ("FR", "75011"), true),
    ] {
        let shipment = parcel(500, "", "general", value);
        let found = refused(&network, post, &shipment, to, "2026-11-20");
        assert_eq!(!found.is_empty(), is_refused, "{value}");
    }
}

#[test]
fn a_restriction_counts_on_its_days() {
    let network = snapshot(&[]);
    let standard = RestrictionSubject::Service(network.find_service("standard").unwrap());
    let toy = parcel(500, "", "weapon_replica", "1 EUR");
    for (on, is_refused) in
        [("2025-12-31", false), ("2026-01-01", true), ("2026-06-30", true), ("2026-07-01", false)]
    {
        let found = refused(&network, standard, &toy, ("FR", "75011"), on);
        assert_eq!(!found.is_empty(), is_refused, "{on}");
    }
}

#[test]
fn fields_are_asked_for_by_what_is_used() {
    let network = snapshot(&[]);
    let france = network.find_country(portolan_model::CountryCode::parse("FR").unwrap()).unwrap();
    let lines = [line(&network, "sp")];
    let operators = [network.find_operator("cnpost").unwrap()];
    let postal = [Code::parse("postal").unwrap()];
    let shipment = parcel(500, "", "food", "1.01 EUR");
    let question = FieldQuestion {
        country: france,
        lines: &lines,
        operators: &operators,
        service: network.find_service("standard"),
        clearances: &postal,
        shipment: &shipment,
        day: day("2026-11-20"),
    };
    let keys = |question: &FieldQuestion, given: FieldSet| -> Vec<String> {
        let found = missing_fields(&network, question, given);
        found.iter().map(|&index| network.required_fields[index].key.to_string()).collect()
    };
    assert_eq!(keys(&question, FieldSet::EMPTY), ["any-phone", "food-desc", "fr-hs", "fr-ioss"]);
    let given: FieldSet = [Field::HsCode, Field::RecipientPhone].into_iter().collect();
    assert_eq!(keys(&question, given), ["food-desc", "fr-ioss"]);
    let cheap = parcel(500, "", "general", "1.00 EUR");
    let plain = FieldQuestion { shipment: &cheap, clearances: &[], ..question };
    assert_eq!(keys(&plain, FieldSet::EMPTY), ["any-phone"]);
    let unsold = FieldQuestion { service: None, lines: &[], operators: &[], ..question };
    assert_eq!(keys(&unsold, FieldSet::EMPTY), ["fr-hs"]);
}
