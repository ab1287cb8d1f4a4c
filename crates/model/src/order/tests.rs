//! Orders add up, in one currency, over one to two hundred lines.

use super::*;
use crate::AddressInput;

fn line(sku: &str, quantity: u32, price: &str) -> OrderLine {
    OrderLine::new(Sku::parse(sku).unwrap(), quantity, Money::parse(price).unwrap()).unwrap()
}

fn order(lines: Vec<OrderLine>) -> OrderInput {
    let recipient = AddressInput {
        name: "Camille Exemple".to_owned(),
        lines: vec!["12 rue Imaginaire".to_owned()],
        city: "Paris".to_owned(),
        country: "FR".to_owned(),
        ..AddressInput::default()
    };
    OrderInput {
        reference: "A-1".to_owned(),
        merchant: None,
        placed_at: ZonedInstant::parse("2026-11-22T10:00:00+08:00[Asia/Shanghai]").unwrap(),
        ship_from: None,
        recipient: Address::new(&recipient).unwrap(),
        lines,
        service: None,
        undeliverable: Undeliverable::Return,
        collect_on_delivery: None,
        note: String::new(),
    }
}

fn codes(input: OrderInput) -> Vec<(&'static str, &'static str)> {
    Order::new(input).unwrap_err().iter().map(|fault| (fault.field, fault.code())).collect()
}

#[test]
fn units_and_total_follow_the_lines() {
    let order =
        Order::new(order(vec![line("A", 2, "1.50 EUR"), line("B", 1, "0.01 EUR")])).unwrap();
    assert_eq!(order.total().to_string(), "3.01 EUR");
    let units: Vec<_> =
        order.units().map(|u| (u.sku.to_string(), u.line_index, u.piece_index)).collect();
    assert_eq!(units, [("A".to_owned(), 0, 0), ("A".to_owned(), 0, 1), ("B".to_owned(), 1, 0)]);
}

#[test]
fn lines_are_1_to_200_of_one_currency() {
    assert_eq!(codes(order(Vec::new())), [("lines", "count_range")]);
    assert_eq!(codes(order(vec![line("A", 1, "1 EUR"); 201])), [("lines", "count_range")]);
    assert!(Order::new(order(vec![line("A", 1, "1 EUR"); 200])).is_ok());
    let mixed = vec![line("A", 1, "1 EUR"), line("B", 1, "1 USD")];
    assert_eq!(codes(order(mixed)), [("lines", "money_mixed")]);
    let vast = vec![line("A", 1, "92233720368547758.07 EUR"), line("B", 1, "0.01 EUR")];
    assert_eq!(codes(order(vast)), [("lines", "money_overflow")]);
}

#[test]
fn all_faults_come_at_once() {
    let input = OrderInput {
        reference: " ".to_owned(),
        note: "a\u{7}b".to_owned(),
        collect_on_delivery: Some(Money::parse("-1 EUR").unwrap()),
        ..order(Vec::new())
    };
    let fields: Vec<_> = codes(input).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["reference", "note", "lines", "collect_on_delivery"]);
}

#[test]
fn quantities_are_1_to_999() {
    let sku = Sku::parse("A").unwrap();
    let price = Money::parse("1 EUR").unwrap();
    for quantity in [0, 1000] {
        let refused = OrderLine::new(sku.clone(), quantity, price).unwrap_err();
        assert_eq!(refused.code(), "count_range");
    }
    assert!(OrderLine::new(sku.clone(), 999, price).is_ok());
    let negative = OrderLine::new(sku.clone(), 1, Money::parse("-1 EUR").unwrap());
    assert_eq!(negative.unwrap_err().code(), "amount_negative");
    let vast = OrderLine::new(sku, 2, Money::parse("92233720368547758.07 EUR").unwrap());
    assert_eq!(vast.unwrap_err().code(), "money_overflow");
}
