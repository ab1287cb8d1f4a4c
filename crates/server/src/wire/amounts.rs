//! Money, masses, places on the map and instants, out and in.

use jiff::Timestamp;
use portolan_api::money::MassText;
use portolan_api::{Money as WireMoney, MoneyText};
use portolan_model::{
    CurrencyTable, GeoPoint, Mass, ModelError, Money, TimeZoneName, ZonedInstant,
};

/// Money on the wire.
pub fn money(money: Money) -> WireMoney {
    let currency = money.currency();
    let mut amount = money.to_decimal();
    amount.rescale(currency.exponent().into());
    WireMoney { amount: amount.to_string(), currency: currency.code().to_owned() }
}

/// Money as a caller wrote it.
pub fn read_money(text: &MoneyText, currencies: &CurrencyTable) -> Result<Money, ModelError> {
    match text {
        MoneyText::Text(text) => Money::parse_with(text, currencies),
        MoneyText::Exact(exact) => {
            Money::parse_amount(&exact.amount, currencies.get(&exact.currency)?)
        }
    }
}

/// A mass as a caller wrote it.
pub fn read_mass(text: &MassText) -> Result<Mass, ModelError> {
    match text {
        MassText::Grams(grams) => Mass::from_grams(*grams),
        MassText::Text(text) => Mass::parse(text),
    }
}

/// Degrees north and east.
pub fn degrees(point: GeoPoint) -> (f64, f64) {
    let of = |micro: i32| f64::from(micro) / 1e6;
    (of(point.latitude_micro()), of(point.longitude_micro()))
}

/// An instant told in a zone, such as `2026-11-22T10:00:00+08:00[Asia/Shanghai]`.
pub fn zoned(instant: Timestamp, zone: &TimeZoneName) -> String {
    ZonedInstant::new(instant, zone.clone()).to_string()
}

/// An instant told in universal time.
pub fn instant(instant: Timestamp) -> String {
    instant.to_string()
}
