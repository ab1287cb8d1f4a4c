//! Numbers as people and spreadsheets write them.
//!
//! A comma can be a decimal sign or group thousands. Where both readings are possible the number is a fault:
//! `1,234` is a thousand euro to one reader and a euro and a bit to another.

use rust_decimal::Decimal;

#[cfg(test)]
mod tests;

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberFault {
    /// It is something else.
    NotANumber,
    /// Its comma or point can be read in two ways.
    Ambiguous,
}

/// Reads a number as plain decimal text (`-1234.5`), whatever its decimal sign and grouping.
pub(crate) fn plain(text: &str) -> Result<String, NumberFault> {
    let compact: String = text.chars().filter(|c| !matches!(c, ' ' | '\'' | '’' | '_')).collect();
    let (sign, digits) = match compact.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest),
        None => ("", compact.strip_prefix('+').unwrap_or(&compact)),
    };
    let is_number = digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
    if !is_number {
        return Err(NumberFault::NotANumber);
    }
    let commas = digits.matches(',').count();
    let points = digits.matches('.').count();
    let (grouping, decimal) = match (commas, points) {
        (0, 0 | 1) => (None, '.'),
        (1, 0) => {
            let (whole, fraction) = digits.split_once(',').unwrap_or((digits, ""));
            let looks_grouped =
                fraction.len() == 3 && (1..=3).contains(&whole.len()) && whole != "0";
            if looks_grouped {
                return Err(NumberFault::Ambiguous);
            }
            (None, ',')
        }
        (_, 0) => (Some(','), '.'),
        (0, _) => (Some('.'), ','),
        (_, 1) if digits.rfind('.') > digits.rfind(',') => (Some(','), '.'),
        (1, _) if digits.rfind(',') > digits.rfind('.') => (Some('.'), ','),
        _ => return Err(NumberFault::NotANumber),
    };
    let (whole, fraction) = digits.split_once(decimal).unwrap_or((digits, ""));
    if grouping.is_some_and(|sign| !is_grouped(whole, sign)) {
        return Err(NumberFault::NotANumber);
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let whole = if whole.is_empty() { "0" } else { &whole };
    if fraction.is_empty() {
        Ok(format!("{sign}{whole}"))
    } else {
        Ok(format!("{sign}{whole}.{fraction}"))
    }
}

/// Whether digits stand in threes, but for the first one to three.
fn is_grouped(whole: &str, sign: char) -> bool {
    let mut groups = whole.split(sign);
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)
}

/// Reads a whole number, such as `2` or a spreadsheet's `2.0`.
pub(crate) fn whole(text: &str) -> Option<i64> {
    let number: Decimal = plain(text).ok()?.parse().ok()?;
    let whole = number.normalize();
    if whole.scale() == 0 { i64::try_from(whole.mantissa()).ok() } else { None }
}

/// Whether a spreadsheet turned a long number into a power of ten (`8.61E+12`): digits are lost.
pub(crate) fn is_power_of_ten(text: &str) -> bool {
    let Some((number, power)) = text.split_once(['E', 'e']) else { return false };
    let is_marked = power.starts_with('+') || number.contains(['.', ',']);
    let digits = power.strip_prefix('+').unwrap_or(power);
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    is_marked && is_number && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digits of `8613800138000.0`, where a spreadsheet counted a text as a number and lost nothing.
pub(crate) fn without_zero_fraction(text: &str) -> Option<&str> {
    let digits = text.strip_suffix(".0")?;
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}
