//! How a file is to be read, where it doesn't say so itself.

use crate::DateOrder;
use portolan_model::{Currency, CurrencyTable, TimeZoneName, Undeliverable};

/// How a file is to be read. Start from [`ReadOptions::new`] and set what is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// The encoding's name (`gbk`, `windows-1252` …); none: found out.
    pub encoding: Option<String>,
    /// Whether `03/04/2026` is the third of April or the fourth of March; none: such a date is a fault.
    pub date_order: Option<DateOrder>,
    /// The zone whose clock dates are told by: the merchant's.
    pub zone: TimeZoneName,
    /// The currency of amounts without one; none: such an amount is a fault.
    pub default_currency: Option<Currency>,
    /// The currencies known.
    pub currencies: CurrencyTable,
    /// What happens to undeliverable parcels of orders that don't say.
    pub default_undeliverable: Undeliverable,
}

impl ReadOptions {
    /// Everything found out or demanded; undeliverable parcels come back.
    pub fn new(zone: TimeZoneName) -> Self {
        Self {
            encoding: None,
            date_order: None,
            zone,
            default_currency: None,
            currencies: CurrencyTable::new(),
            default_undeliverable: Undeliverable::Return,
        }
    }
}
