//! Amounts of money in a cell, with their currency in it or in a column beside it.

use crate::{ReadOptions, cells, numbers, sheet::Row};
use portolan_model::{Currency, ModelError, Money};

/// Reads an amount; its currency is told by the cell, by its own column or by the options, and where two
/// tell it, they must agree.
pub(crate) fn read(
    row: &mut Row<'_>,
    field: usize,
    currency_field: usize,
    options: &ReadOptions,
) -> Option<Money> {
    let text = row.text(field).to_owned();
    let (number, code) = split_code(&text);
    let told = row.text(currency_field).to_owned();
    let told = currency(row, currency_field, &told, options)?;
    let inside = currency(row, field, code, options)?;
    let currency = match (told, inside) {
        (Some(told), Some(inside)) if told != inside => {
            let what =
                format!("`{}` contradicts the currency column's {told}", cells::excerpt(&text));
            row.fault(field, "currency_contradiction", what, "write the same currency in both");
            return None;
        }
        (Some(known), _) | (None, Some(known)) => known,
        (None, None) => {
            let Some(default) = options.default_currency else {
                let what = "the amount has no currency";
                row.fault(currency_field, "currency_missing", what, "write a code such as EUR");
                return None;
            };
            default
        }
    };
    match numbers::plain(number) {
        Ok(plain) => {
            let amount = Money::parse_amount(&plain, currency);
            row.keep(field, amount.and_then(|amount| amount.not_negative("the amount")))
        }
        Err(fault) => {
            tell(row, field, &text, fault);
            None
        }
    }
}

fn tell(row: &mut Row<'_>, field: usize, text: &str, fault: numbers::NumberFault) {
    let text = cells::excerpt(text);
    match fault {
        numbers::NumberFault::NotANumber => {
            let what = format!("`{text}` is not an amount of money");
            row.fault(field, "money_format", what, "write a number such as 20.50");
        }
        numbers::NumberFault::Ambiguous => {
            let what = format!("`{text}` can be read in two ways");
            let mend =
                "write thousands without a sign and decimals behind a point, such as 1234.00";
            row.fault(field, "number_ambiguous", what, mend);
        }
    }
}

/// A currency of a text that may be empty; the outer none means that a fault was told.
#[expect(clippy::option_option, reason = "absent and faulty are different outcomes")]
fn currency(
    row: &mut Row<'_>,
    field: usize,
    text: &str,
    options: &ReadOptions,
) -> Option<Option<Currency>> {
    if text.is_empty() {
        return Some(None);
    }
    let known: Result<Currency, ModelError> = options.currencies.get(text);
    row.keep(field, known).map(Some)
}

/// An amount's number and the code in front of it or behind, which may be empty.
fn split_code(text: &str) -> (&str, &str) {
    let is_number =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | '−' | ' ' | '\'' | '’');
    let text = text.trim();
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
        let end = text[..end].find(|c: char| c.is_ascii_digit()).unwrap_or(end);
        // A word without a number is no currency.
        return if end == text.len() { (text, "") } else { (text[end..].trim(), &text[..end]) };
    }
    let end = text.find(|c: char| !is_number(c)).unwrap_or(text.len());
    let code = text[end..].trim();
    let is_code = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_code { (text[..end].trim(), code) } else { (text, "") }
}
