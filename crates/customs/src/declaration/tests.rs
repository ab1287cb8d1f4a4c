//! What may be declared, and how parts become a whole.

use crate::testing::{code, declaration, input, item};
use crate::{CustomsError, Declaration, DeclarationInput};

fn goods() -> DeclarationInput {
    input("FR", vec![item("610910", 1, "10 EUR", 100)], "5 EUR", &[])
}

#[test]
fn what_cannot_be_declared_is_refused() {
    let empty = DeclarationInput { items: vec![], ..goods() };
    assert_eq!(Declaration::new(empty), Err(CustomsError::NoGoods));
    let none = DeclarationInput { items: vec![item("", 0, "10 EUR", 1)], ..goods() };
    assert_eq!(Declaration::new(none), Err(CustomsError::NoPieces));
    let no_parcel = DeclarationInput { parcels: 0, ..goods() };
    assert_eq!(Declaration::new(no_parcel), Err(CustomsError::NoPieces));
    let mixed = DeclarationInput { items: vec![item("", 1, "10 USD", 1)], ..goods() };
    assert_eq!(Declaration::new(mixed).unwrap_err().code(), "customs_currencies");
    let negative = DeclarationInput { items: vec![item("", 1, "-1 EUR", 1)], ..goods() };
    assert_eq!(Declaration::new(negative), Err(CustomsError::Negative));
}

#[test]
fn parts_are_added_up() {
    let first = DeclarationInput { clearance: Some(code("postal")), ..goods() };
    let second = DeclarationInput {
        clearance: Some(code("postal")),
        parcels: 2,
        ..input("FR", vec![item("640411", 1, "20 EUR", 100)], "1 EUR", &["ioss_number"])
    };
    let parts = [first, second].map(|part| Declaration::new(part).unwrap());
    let whole = Declaration::join(parts).unwrap();
    assert_eq!((whole.value(), whole.freight()), (30.into(), 6.into()));
    assert_eq!((whole.parcels(), whole.items().len()), (3, 2));
    assert_eq!(whole.clearance(), Some(&code("postal")));
    assert!(whole.given().contains("ioss_number"));
}

#[test]
fn parts_that_differ_are_told() {
    let part = |to: &str, freight: &str, value: &str| {
        declaration(to, vec![item("610910", 1, value, 100)], freight, &[])
    };
    let apart = Declaration::join([part("FR", "0 EUR", "1 EUR"), part("DE", "0 EUR", "1 EUR")]);
    assert_eq!(apart.unwrap_err().code(), "customs_destinations");
    let money = Declaration::join([part("FR", "0 EUR", "1 EUR"), part("FR", "0 USD", "1 USD")]);
    assert_eq!(money.unwrap_err().code(), "customs_currencies");
    assert_eq!(Declaration::join([]).unwrap_err(), CustomsError::NoGoods);
    let post = DeclarationInput { clearance: Some(code("postal")), ..goods() };
    let parts = [post, goods()].map(|part| Declaration::new(part).unwrap());
    assert_eq!(Declaration::join(parts).unwrap().clearance(), None);
}
