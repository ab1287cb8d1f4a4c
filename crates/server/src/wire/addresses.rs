//! Addresses, both ways; the same shape is sealed in the store.

use portolan_api::orders::Address as WireAddress;
use portolan_model::{Address, AddressInput, FieldFault};

/// A caller's address, checked.
pub fn read_address(given: &WireAddress) -> Result<Address, Vec<FieldFault>> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    Address::new(&AddressInput {
        name: given.name.clone(),
        company: text(&given.company),
        lines: given.lines.clone(),
        city: given.city.clone(),
        region: text(&given.region),
        postcode: text(&given.postcode),
        country: given.country.clone(),
        phone: text(&given.phone),
        email: text(&given.email),
        tax_id: text(&given.tax_id),
    })
}

/// An address on the wire.
pub fn address(address: &Address) -> WireAddress {
    let text = |text: Option<&str>| text.map(str::to_owned);
    WireAddress {
        name: address.name().unwrap_or_default().to_owned(),
        company: text(address.company()),
        lines: address.lines().to_vec(),
        city: address.city().to_owned(),
        region: text(address.region()),
        postcode: address.postcode().map(|code| code.as_given().to_owned()),
        country: address.country().to_string(),
        phone: text(address.phone()),
        email: text(address.email()),
        tax_id: text(address.tax_id()),
    }
}
