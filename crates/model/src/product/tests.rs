//! Products need an English description and a value that is not negative.

use super::*;

fn walnuts() -> ProductInput {
    ProductInput {
        sku: Sku::parse("WALNUT-2KG").unwrap(),
        description_en: "Walnuts in shell".to_owned(),
        description_local: "山核桃".to_owned(),
        mass: Mass::parse("2 kg").unwrap(),
        size: Size::parse("30x20x15 cm").unwrap(),
        hs: HsCode::parse("0802.31").unwrap(),
        origin: CountryCode::parse("CN").unwrap(),
        goods: Goods::parse("food").unwrap(),
        value: Money::parse("20 EUR").unwrap(),
    }
}

#[test]
fn a_product_gives_its_fields_back() {
    let product = Product::new(walnuts()).unwrap();
    assert_eq!(product.description_local(), Some("山核桃"));
    assert_eq!(product.to_input(), walnuts());
}

#[test]
fn all_faults_come_at_once() {
    let input = ProductInput {
        description_en: "  ".to_owned(),
        description_local: "x".repeat(501),
        value: Money::parse("-1 EUR").unwrap(),
        ..walnuts()
    };
    let faults = Product::new(input).unwrap_err();
    let named: Vec<_> = faults.iter().map(|fault| (fault.field, fault.code())).collect();
    let expected = [
        ("description_en", "text_empty"),
        ("description_local", "text_long"),
        ("value", "amount_negative"),
    ];
    assert_eq!(named, expected);
}

#[test]
fn a_sku_is_one_printable_line() {
    assert_eq!(Sku::parse(" a/B 7 ").unwrap().as_str(), "a/B 7");
    for text in ["", " ", "a\nb", &"x".repeat(101)] {
        assert!(Sku::parse(text).is_err(), "{text:?}");
    }
}
