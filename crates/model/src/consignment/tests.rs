//! A declaration adds up and names each parcel once.

use super::*;
use crate::AddressInput;

fn item(value: &str, quantity: u32) -> Result<ConsignmentItem, ModelError> {
    ConsignmentItem::new(ConsignmentItemInput {
        description: "Walnuts in shell".to_owned(),
        hs: HsCode::parse("080231").unwrap(),
        origin: CountryCode::parse("CN").unwrap(),
        quantity,
        value: Money::parse(value).unwrap(),
        mass: Mass::parse("2 kg").unwrap(),
    })
}

fn input(parcels: Vec<ParcelId>, items: Vec<ConsignmentItem>) -> ConsignmentInput {
    let address = AddressInput {
        company: "Example Ltd".to_owned(),
        lines: vec!["1 Made-up Road".to_owned()],
        city: "Leeds".to_owned(),
        country: "GB".to_owned(),
        ..AddressInput::default()
    };
    let address = Address::new(&address).unwrap();
    ConsignmentInput {
        id: ConsignmentId::from_parts(1, [0; 10]),
        consignor: address.clone(),
        consignee: address,
        parcels,
        incoterm: Incoterm::Ddu,
        items,
    }
}

#[test]
fn values_are_summed() {
    let parcel = ParcelId::from_parts(1, [1; 10]);
    let items = vec![item("20 EUR", 1).unwrap(), item("0.5 EUR", 2).unwrap()];
    let consignment = Consignment::new(input(vec![parcel], items)).unwrap();
    assert_eq!(consignment.total_value().to_string(), "20.50 EUR");
}

#[test]
fn all_faults_come_at_once() {
    let parcel = ParcelId::from_parts(1, [1; 10]);
    let mixed = vec![item("20 EUR", 1).unwrap(), item("1 USD", 1).unwrap()];
    let faults = Consignment::new(input(vec![parcel, parcel], mixed)).unwrap_err();
    let named: Vec<_> = faults.iter().map(|fault| (fault.field, fault.code())).collect();
    assert_eq!(named, [("parcels", "contradiction"), ("items", "money_mixed")]);
    let empty = Consignment::new(input(Vec::new(), Vec::new())).unwrap_err();
    assert_eq!(empty.len(), 2);
}

#[test]
fn an_item_has_pieces_and_a_value() {
    assert_eq!(item("20 EUR", 0).unwrap_err().code(), "count_range");
    assert_eq!(item("-20 EUR", 1).unwrap_err().code(), "amount_negative");
}
