//! Amounts of money in a cell, with their currency in it or in a column beside it.

use crate::{ReadOptions, cells, numbers, sheet::Row};
use portolan_model::{Currency, ModelError, Money};

mod signs;
#[cfg(test)]
mod tests;

/// Reads the amount of a field; its currency is told by the cell, by its own column or by the options, and
/// where two tell it, they must agree.
pub(crate) fn read(
    row: &mut Row<'_>,
    field: usize,
    currency_field: usize,
    options: &ReadOptions,
) -> Option<Money> {
    let text = row.text(field).to_owned();
    read_text(row, field, &text, currency_field, options)
}

/// Reads an amount that is a part of a field's text.
pub(crate) fn read_text(
    row: &mut Row<'_>,
    field: usize,
    text: &str,
    currency_field: usize,
    options: &ReadOptions,
) -> Option<Money> {
    let (number, code) = split_code(text);
    let sign = signs::find(code);
    let told = row.text(currency_field).to_owned();
    let told = currency(row, currency_field, &told, options)?;
    let inside = match sign {
        Some([only]) => currency(row, field, only, options)?,
        Some(_) => None,
        None => currency(row, field, code, options)?,
    };
    let contradicts = match (told, inside, sign) {
        (Some(told), Some(inside), _) => told != inside,
        // A sign of several currencies still rules out the others.
        (Some(told), None, Some(several)) => !several.contains(&told.code()),
        _ => false,
    };
    if contradicts {
        let column = told.map(|told| told.code().to_owned()).unwrap_or_default();
        let what = format!("`{}` contradicts the currency column's {column}", cells::excerpt(text));
        row.fault(field, "currency_contradiction", what, "write the same currency in both");
        return None;
    }
    let Some(currency) = told.or(inside).or(options.default_currency) else {
        let what = "the amount has no currency";
        row.fault(currency_field, "currency_missing", what, "write a code such as EUR");
        return None;
    };
    match numbers::plain(&number) {
        Ok(plain) => {
            let amount = Money::parse_amount(&plain, currency);
            row.keep(field, amount.and_then(|amount| amount.not_negative("the amount")))
        }
        Err(fault) => {
            tell(row, field, text, fault);
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

/// An amount's number and the code or the sign in front of it or behind, which may be empty.
fn split_code(text: &str) -> (String, &str) {
    let is_mark = |c: char| matches!(c, '.' | ',' | '-' | '+' | '−' | ' ' | '\'' | '’');
    let whole = text.trim();
    // In `-$5.00` the minus is the number's.
    let text = whole.trim_start_matches(['-', '−']).trim_start();
    let minus = if text.len() < whole.len() { "-" } else { "" };
    let start = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    let before = text[..start].trim_end_matches(is_mark);
    if start == text.len() {
        // A word without a number is no currency.
        return (whole.to_owned(), "");
    }
    if !before.is_empty() {
        return (format!("{minus}{}", text[before.len()..].trim()), before.trim());
    }
    let end = text.find(|c: char| !c.is_ascii_digit() && !is_mark(c)).unwrap_or(text.len());
    let code = text[end..].trim();
    let is_code = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_code || signs::find(code).is_some() {
        (format!("{minus}{}", text[..end].trim()), code)
    } else {
        (whole.to_owned(), "")
    }
}
