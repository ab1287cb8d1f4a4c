//! Amounts are exact in every currency, and never mix.

use super::*;
use proptest::prelude::*;

fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

#[test]
fn amounts_are_read_in_every_usual_order() {
    for text in ["20 EUR", "EUR 20", "20.00EUR", "EUR20", " eur 20.0 ", "+20 EUR", "20.000 EUR"] {
        let amount = money(text);
        assert_eq!((amount.minor(), amount.currency()), (2000, Currency::EUR), "{text}");
        assert_eq!(amount.to_string(), "20.00 EUR");
    }
}

#[test]
fn each_currency_has_its_own_decimal_places() {
    for (text, minor, shown) in [
        ("1200 JPY", 1200, "1200 JPY"),
        ("12.345 KWD", 12_345, "12.345 KWD"),
        ("1.2345 CLF", 12_345, "1.2345 CLF"),
        ("-0.05 USD", -5, "-0.05 USD"),
        (".5 GBP", 50, "0.50 GBP"),
        ("12.3 EUR", 1230, "12.30 EUR"),
    ] {
        assert_eq!((money(text).minor(), money(text).to_string()), (minor, shown.to_owned()));
    }
}

#[test]
fn what_is_no_amount_is_named() {
    for (text, code) in [
        ("", "money_format"),
        ("20", "money_format"),
        ("EUR", "money_format"),
        ("1,5 EUR", "currency_unknown"),
        ("1.2.3 EUR", "money_format"),
        ("1. EUR", "money_format"),
        ("1e3 EUR", "currency_unknown"),
        ("- EUR", "money_format"),
        ("20 XYZ", "currency_unknown"),
        ("20 XXX", "currency_unknown"),
        ("20.555 EUR", "money_digits"),
        ("0.5 JPY", "money_digits"),
        ("92233720368547758.08 EUR", "money_overflow"),
        ("99999999999999999999999999999999999 EUR", "money_overflow"),
    ] {
        assert_eq!(Money::parse(text).unwrap_err().code(), code, "{text}");
    }
    assert_eq!(money("92233720368547758.07 EUR").minor(), i64::MAX);
    assert_eq!(money("-92233720368547758.08 EUR").minor(), i64::MIN);
}

#[test]
fn a_half_goes_away_from_zero_once() {
    for (mantissa, scale, minor) in
        [(125, 3, 13), (-125, 3, -13), (1249, 4, 12), (12_499_999, 8, 12), (5, 3, 1), (4, 3, 0)]
    {
        let amount = Decimal::from_i128_with_scale(mantissa, scale);
        assert_eq!(Money::from_decimal_half_up(amount, Currency::EUR).unwrap().minor(), minor);
    }
    let vast = Money::from_decimal_half_up(Decimal::MAX, Currency::EUR);
    assert_eq!(vast.unwrap_err().code(), "money_overflow");
}

#[test]
fn sums_refuse_other_currencies_and_overflow() {
    let mixed = money("1 EUR").checked_add(money("1 USD")).unwrap_err();
    assert_eq!(mixed.code(), "money_mixed");
    assert_eq!(money("1 EUR").compare(money("1 USD")).unwrap_err().code(), "money_mixed");
    let most = Money::from_minor(i64::MAX, Currency::EUR);
    assert_eq!(most.checked_add(money("0.01 EUR")).unwrap_err().code(), "money_overflow");
    assert_eq!(most.checked_mul(2).unwrap_err().code(), "money_overflow");
    let least = Money::from_minor(i64::MIN, Currency::EUR);
    assert_eq!(least.checked_sub(money("0.01 EUR")).unwrap_err().code(), "money_overflow");
    assert_eq!(Money::sum(Currency::EUR, []).unwrap(), Money::zero(Currency::EUR));
}

#[test]
fn a_registered_currency_counts_like_any_other() {
    let mut table = CurrencyTable::new();
    let stable = table.register("USDT", 6).unwrap();
    assert_eq!(table.register("USDT", 6), Ok(stable));
    let amount = Money::parse_with("1.5 USDT", &table).unwrap();
    assert_eq!((amount.minor(), amount.to_string()), (1_500_000, "1.500000 USDT".to_owned()));
    table.register("PTS2", 0).unwrap();
    assert_eq!(Money::parse_with("PTS2 30", &table).unwrap().minor(), 30);
    table.register("WEI", 18).unwrap();
    assert_eq!(Money::parse_with("0.000000000000000001 WEI", &table).unwrap().minor(), 1);
    for (code, exponent) in [
        ("EUR", 2),
        ("USDT", 8),
        ("usdt", 6),
        ("AB", 2),
        ("ABCDEFGHI", 2),
        ("A-B", 2),
        ("123", 2),
        ("NEW", 19),
    ] {
        let refused = table.register(code, exponent).unwrap_err();
        assert_eq!(refused.code(), "currency_illegal", "{code}");
    }
}

#[test]
fn the_iso_table_is_sorted_and_known() {
    let codes: Vec<_> = iso4217::CURRENCIES.iter().map(|row| row.0).collect();
    assert!(codes.is_sorted_by(|a, b| a < b));
    for (code, exponent) in [("RUB", 2), ("KZT", 2), ("BRL", 2), ("ISK", 0), ("TND", 3)] {
        assert_eq!(Currency::iso(code).unwrap().exponent(), exponent);
    }
    for known in [Currency::CNY, Currency::USD, Currency::EUR] {
        assert_eq!(Currency::iso(known.code()), Ok(known));
    }
}

proptest! {
    #[test]
    fn text_gives_the_same_amount_back(minor: i64, index in 0..iso4217::CURRENCIES.len()) {
        let currency = Currency::iso(iso4217::CURRENCIES[index].0).unwrap();
        let amount = Money::from_minor(minor, currency);
        prop_assert_eq!(Money::parse(&amount.to_string()), Ok(amount));
        prop_assert_eq!(Money::from_decimal_half_up(amount.to_decimal(), currency), Ok(amount));
    }

    #[test]
    fn taking_away_undoes_adding(a: i64, b: i64) {
        let (first, second) = (Money::from_minor(a, Currency::CNY), Money::from_minor(b, Currency::CNY));
        match first.checked_add(second) {
            Ok(sum) => prop_assert_eq!(sum.checked_sub(second), Ok(first)),
            Err(_) => prop_assert!(a.checked_add(b).is_none()),
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[-+.0-9A-Z ]{0,12}|.*") {
        if let Ok(amount) = Money::parse(&text) {
            prop_assert_eq!(Money::parse(&amount.to_string()), Ok(amount));
        }
    }
}
