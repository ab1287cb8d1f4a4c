//! Which row of a charge counts for a line of goods.

use crate::reckoning::{plus, times};
use crate::{
    ChargeKind, CustomsError, Declaration, DutyRow, Gap, Item, Measured, Reckoning, Threshold,
};
use std::cmp::Reverse;

/// How exactly a row names goods: the longer prefix first, then a named origin before any.
type Exactness = (usize, bool);

/// What was found for one line of goods.
pub(crate) enum Choice<'r> {
    /// The row that counts.
    Row(&'r DutyRow),
    /// A fee that no row charges.
    Free,
    /// Nothing can be told.
    Gap(Gap),
}

/// How a row fits a line of goods.
enum Fit {
    No,
    Yes(Exactness),
    /// It might: what it depends on is not given.
    Depends(Gap),
}

/// The row of one charge for one line of goods; `rows` are of one charge, of one scheme and of the day.
pub(crate) fn choose<'r>(
    rows: &[&'r DutyRow],
    item: &Item,
    declaration: &Declaration,
    reckoning: &Reckoning,
) -> Result<Choice<'r>, CustomsError> {
    let mut fitting = Vec::new();
    for row in rows {
        match fit(row, item, declaration, reckoning)? {
            Fit::No => {}
            Fit::Yes(exactness) => fitting.push((exactness, *row)),
            Fit::Depends(gap) => return Ok(Choice::Gap(gap)),
        }
    }
    fitting.sort_by_key(|&(exactness, row)| (Reverse(exactness), row.key.clone()));
    let Some(&(best, row)) = fitting.first() else {
        let is_fee = rows.iter().all(|row| row.kind == ChargeKind::Fee);
        return Ok(if is_fee { Choice::Free } else { Choice::Gap(Gap::Row) });
    };
    let equal: Vec<_> = fitting.iter().filter(|(exactness, _)| *exactness == best).collect();
    if equal.len() > 1 {
        let rows = equal.iter().map(|(_, row)| row.key.clone()).collect();
        return Ok(Choice::Gap(Gap::Ambiguous { rows }));
    }
    Ok(Choice::Row(row))
}

fn fit(
    row: &DutyRow,
    item: &Item,
    declaration: &Declaration,
    reckoning: &Reckoning,
) -> Result<Fit, CustomsError> {
    if let Some(threshold) = &row.threshold {
        match lies_in(threshold, item, declaration, reckoning)? {
            Ok(true) => {}
            Ok(false) => return Ok(Fit::No),
            Err(gap) => return Ok(Fit::Depends(gap)),
        }
    }
    let is_named_origin = !row.origins.is_empty();
    match item.origin {
        Some(origin) if is_named_origin && !row.origins.contains(&origin) => return Ok(Fit::No),
        None if is_named_origin => return Ok(Fit::Depends(Gap::Origin)),
        _ => {}
    }
    if row.hs_prefixes.is_empty() {
        return Ok(Fit::Yes((0, is_named_origin)));
    }
    let Some(hs) = &item.hs else {
        return Ok(Fit::Depends(Gap::HsCode));
    };
    let begins = |prefix: &&String| hs.as_str().starts_with(prefix.as_str());
    let longest = row.hs_prefixes.iter().filter(begins).map(String::len).max();
    Ok(longest.map_or(Fit::No, |length| Fit::Yes((length, is_named_origin))))
}

/// Whether the value lies in a row's band; a currency without a rate is the gap.
fn lies_in(
    threshold: &Threshold,
    item: &Item,
    declaration: &Declaration,
    reckoning: &Reckoning,
) -> Result<Result<bool, Gap>, CustomsError> {
    let from = declaration.currency();
    let in_its = |amount| {
        let converted = reckoning.convert(amount, from, threshold.currency);
        converted.map_err(Gap::Exchange)
    };
    // A piece is compared by its line, value and limit both times the pieces, which no division rounds.
    let (value, times_limit) = match threshold.of {
        Measured::Goods => (declaration.value(), 1),
        Measured::GoodsAndFreight => (plus(declaration.value(), declaration.freight())?, 1),
        Measured::Item => (item.value.to_decimal(), item.quantity),
    };
    let value = match in_its(value) {
        Ok(value) => value,
        Err(gap) => return Ok(Err(gap)),
    };
    let is_above = match threshold.from {
        Some(limit) => value > times(limit, times_limit.into())?,
        None => true,
    };
    let is_within = match threshold.to {
        Some(limit) => value <= times(limit, times_limit.into())?,
        None => true,
    };
    if !(is_above && is_within) {
        return Ok(Ok(false));
    }
    let Some((limit, bought)) = threshold.year_to.zip(declaration.bought_this_year()) else {
        return Ok(Ok(true));
    };
    let bought = reckoning.convert(bought.to_decimal(), bought.currency(), threshold.currency);
    match (bought, in_its(declaration.value())) {
        (Ok(bought), Ok(own)) => Ok(Ok(plus(bought, own)? <= limit)),
        (Err(currency), _) => Ok(Err(Gap::Exchange(currency))),
        (_, Err(gap)) => Ok(Err(gap)),
    }
}
