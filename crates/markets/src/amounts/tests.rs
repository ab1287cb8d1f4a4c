//! Amounts with codes and signs, and currencies that do not agree.

use super::*;
use crate::orders;
use portolan_model::TimeZoneName;

/// The amount of a row with this price, this text in its currency column and this default.
fn amount(price: &str, column: &str, default: Option<Currency>) -> Result<String, &'static str> {
    let text = format!(
        "order;date;sku;quantity;unit_price;currency;name;address1;city;country\n\
         A;2026-11-22;S1;1;{price};{column};Jonas Muster;Musterstraße 1;Berlin;DE\n"
    );
    let zone = TimeZoneName::utc();
    let options = ReadOptions { default_currency: default, ..ReadOptions::new(zone) };
    let file = orders::read(text.as_bytes(), &options, &|_| true);
    match file.orders.first() {
        Some(read) => Ok(read.order.total().to_string()),
        None => Err(file.rows[0].faults[0].code),
    }
}

#[test]
fn signs_of_one_currency_tell_it() {
    for (price, total) in [
        ("€12,50", "12.50 EUR"),
        ("12,50 €", "12.50 EUR"),
        ("EUR 12.50", "12.50 EUR"),
        ("US $12.50", "12.50 USD"),
        ("R$ 12,50", "12.50 BRL"),
        ("AU $1,234.50", "1234.50 AUD"),
        ("12.50 zł", "12.50 PLN"),
    ] {
        assert_eq!(amount(price, "", None), Ok(total.to_owned()), "{price}");
    }
}

#[test]
fn signs_of_several_need_a_word_and_rule_out_the_others() {
    assert_eq!(amount("$12.00", "", None), Err("currency_missing"));
    assert_eq!(amount("$12.00", "", Some(Currency::USD)), Ok("12.00 USD".to_owned()));
    assert_eq!(amount("$12.00", "CAD", None), Ok("12.00 CAD".to_owned()));
    assert_eq!(amount("$12.00", "EUR", None), Err("currency_contradiction"));
    assert_eq!(amount("¥12", "JPY", None), Ok("12 JPY".to_owned()));
    assert_eq!(amount("€12", "USD", None), Err("currency_contradiction"));
    assert_eq!(amount("EUR 12", "USD", None), Err("currency_contradiction"));
}

#[test]
fn other_words_are_no_amount() {
    for (price, code) in [
        ("-$5.00", "amount_negative"),
        ("$-5.00", "amount_negative"),
        ("free", "money_format"),
        ("12 or so", "money_format"),
        ("QQQ 12", "currency_unknown"),
    ] {
        assert_eq!(amount(price, "USD", None), Err(code), "{price}");
    }
}
