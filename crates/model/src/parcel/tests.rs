//! Parcels add up and take legal steps only.

use super::*;
use crate::AddressInput;

fn piece(grams: u32) -> Piece {
    let mass = Mass::from_grams(grams).unwrap();
    Piece::declared(Measure { mass, size: None, by: Measurer::Merchant })
}

fn item(value: &str) -> ParcelItem {
    let mass = Mass::from_grams(100).unwrap();
    ParcelItem::new(Sku::parse("A").unwrap(), 1, Money::parse(value).unwrap(), mass).unwrap()
}

fn input() -> ParcelInput {
    let address = AddressInput {
        name: "Ada Example".to_owned(),
        lines: vec!["1 Made-up Road".to_owned()],
        city: "Leeds".to_owned(),
        country: "GB".to_owned(),
        ..AddressInput::default()
    };
    let address = Address::new(&address).unwrap();
    ParcelInput {
        id: ParcelId::from_parts(1, [0; 10]),
        orders: vec![OrderId::from_parts(1, [0; 10])],
        sender: address.clone(),
        recipient: address,
        pieces: vec![piece(300), piece(200)],
        identifiers: vec![Identifier::parse("RB123456785GB").unwrap()],
        contents: vec![item("20 EUR"), item("1.50 EUR")],
        goods: Goods::general(),
        consignment: None,
        entry: Entry::DropOff { service_point: Code::parse("hgh-1").unwrap() },
        undeliverable: Undeliverable::Return,
        collect_on_delivery: None,
        return_of: None,
        state: ParcelState::Booked,
    }
}

#[test]
fn masses_and_values_are_summed() {
    let parcel = Parcel::new(input()).unwrap();
    assert_eq!(parcel.declared_mass().grams(), 500);
    assert_eq!(parcel.total_value().to_string(), "21.50 EUR");
    assert_eq!(parcel.charged_mass(), None);
    let mut weighed = input();
    for piece in &mut weighed.pieces {
        piece.charged = Some(Measure { by: Measurer::Computed, ..piece.declared.clone() });
    }
    assert_eq!(Parcel::new(weighed).unwrap().charged_mass(), Mass::from_grams(500).ok());
}

#[test]
fn all_faults_come_at_once() {
    let twin = input().identifiers[0].clone();
    let bad = ParcelInput {
        orders: vec![OrderId::from_parts(1, [0; 10]); 2],
        identifiers: vec![twin; 2],
        pieces: Vec::new(),
        contents: vec![item("1 EUR"), item("1 USD")],
        return_of: Some(input().id),
        collect_on_delivery: Some(Money::parse("-1 EUR").unwrap()),
        ..input()
    };
    let faults = Parcel::new(bad).unwrap_err();
    let mut fields: Vec<_> = faults.iter().map(|fault| fault.field).collect();
    fields.dedup();
    let expected = [
        "pieces",
        "orders",
        "identifiers",
        "return_of",
        "collect_on_delivery",
        "pieces",
        "contents",
    ];
    assert_eq!(fields, expected);
}

#[test]
fn a_measurement_goes_before_a_declaration() {
    let mut measured = piece(300);
    assert_eq!(measured.best().mass.grams(), 300);
    measured.measured = Some(piece(350).declared);
    assert_eq!(measured.best().mass.grams(), 350);
}

#[test]
fn a_window_ends_after_it_begins() {
    let at = |text| ZonedInstant::parse(text).unwrap();
    let (nine, noon) =
        (at("2026-11-22T09:00[Asia/Shanghai]"), at("2026-11-22T12:00[Asia/Shanghai]"));
    assert!(CollectionWindow::new(nine.clone(), noon.clone()).is_ok());
    assert_eq!(CollectionWindow::new(noon, nine).unwrap_err().code(), "period_empty");
}

#[test]
fn steps_follow_the_road() {
    let parcel = Parcel::new(input()).unwrap();
    let handed_in = parcel.become_state(ParcelState::HandedIn).unwrap();
    let refused = handed_in.clone().become_state(ParcelState::Cancelled).unwrap_err();
    assert_eq!(refused.code(), "transition_illegal");
    assert!(handed_in.become_state(ParcelState::InTransit).is_ok());
}

#[test]
fn final_states_have_no_way_out_and_no_state_steps_to_itself() {
    for &from in ParcelState::ALL {
        let ways = ParcelState::ALL.iter().filter(|&&to| from.can_become(to)).count();
        assert_eq!(ways == 0, from.is_final(), "{from}");
        assert!(!from.can_become(from), "{from}");
        assert!(!from.can_become(ParcelState::Booked), "{from}");
    }
}

#[test]
fn every_state_can_be_reached() {
    let mut reached = vec![ParcelState::Booked];
    let mut next = 0;
    while next < reached.len() {
        let ways = ParcelState::ALL.iter().filter(|&&to| reached[next].can_become(to));
        let new: Vec<_> = ways.filter(|to| !reached.contains(to)).copied().collect();
        reached.extend(new);
        next += 1;
    }
    assert_eq!(reached.len(), ParcelState::ALL.len());
}
