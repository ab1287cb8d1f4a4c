//! Holidays and rates of exchange.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use rust_decimal::Decimal;

use crate::draft::Draft;
use crate::rows::Row;

/// The currency that costs are compared in; every rate is told in it.
const BASE: &str = "CNY";
/// Decimals that a derived rate is rounded to.
const RATE_DECIMALS: u32 = 6;

/// Adds `holidays` and `fx`.
///
/// # Errors
/// When a rate cannot be read.
pub fn add(draft: &mut Draft) -> Result<()> {
    for row in draft.sources.table("facts/holidays")? {
        let holiday = Row::fact(row.get("source"))
            .set("calendar", row.get("calendar"))
            .set("date", row.get("date"))
            .set("name", row.get("name"));
        draft.tables.add("holidays", holiday)?;
    }
    add_rates(draft)
}

/// Rates in CNY: the ECB's over the euro of the same day, the others over the currency they are told in.
fn add_rates(draft: &mut Draft) -> Result<()> {
    let mut euro: BTreeMap<(String, String), Decimal> = BTreeMap::new();
    let mut dates = BTreeSet::new();
    for row in draft.sources.table("facts/fx")? {
        let key = (row.get("date").to_owned(), row.get("quote").to_owned());
        euro.insert(key, row.number("rate")?);
        dates.insert(row.get("date").to_owned());
    }
    let source = draft.sources.table("facts/fx")?.first().map(|row| row.get("source").to_owned());
    let source = source.context("no rates")?;
    for date in &dates {
        let per_euro = |currency: &str| euro.get(&(date.clone(), currency.to_owned())).copied();
        let base = per_euro(BASE).with_context(|| format!("no rate of {BASE} on {date}"))?;
        let mut rates: BTreeMap<String, (Decimal, String, bool)> = BTreeMap::new();
        rates.insert("EUR".into(), (base, source.clone(), false));
        for (day, currency) in euro.keys().filter(|(day, c)| day == date && c != BASE) {
            if let Some(rate) = per_euro(currency).filter(|_| day == date) {
                rates.insert(currency.clone(), (base / rate, format!("{source}, over EUR"), false));
            }
        }
        for row in draft.sources.table("tables/fx_other")? {
            let rate: Decimal = row.number("rate")?;
            let per = row.get("per");
            let of_per = rates.get(per).map(|(rate, _, _)| *rate);
            let of_per = if per == BASE { Some(Decimal::ONE) } else { of_per };
            let of_per = of_per.with_context(|| format!("no rate of {per} on {date}"))?;
            let text = row.get("source").to_owned();
            rates
                .insert(row.get("currency").into(), (of_per / rate, text, row.is_yes("estimated")));
        }
        for (currency, (rate, text, is_estimated)) in rates {
            let row = if is_estimated { Row::estimate(text) } else { Row::fact(text) };
            let row = row
                .set("base", currency)
                .set("quote", BASE)
                .set("date", date)
                .set("rate", rate.round_dp(RATE_DECIMALS).normalize().to_string());
            draft.tables.add("fx", row)?;
        }
    }
    Ok(())
}
