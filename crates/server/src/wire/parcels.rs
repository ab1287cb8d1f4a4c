//! Parcels on the wire, from what the store keeps.

use crate::problem::{Answer, ApiError};
use crate::records::{self, ParcelDocument, ParcelPersonal, RouteDocument};
use crate::wire::amounts::{instant, money};
use portolan_api::keys::KeyMode;
use portolan_api::manifests::EntryKind;
use portolan_api::parcels::{Identifier, Parcel, ParcelDetail, ParcelState as WireState};
use portolan_model::{CurrencyTable, Money, ParcelState};
use portolan_store::{IdentifierRow, Mode, ParcelRow, RouteRow};

/// A parcel in a list.
pub fn parcel(row: &ParcelRow, mode: Mode, currencies: &CurrencyTable) -> Answer<Parcel> {
    let document: ParcelDocument = records::from_text(&row.document)?;
    let currency = currencies.get(&row.currency).map_err(ApiError::internal)?;
    let identifiers = row
        .tracking_number
        .iter()
        .map(|value| Identifier { scheme: document.scheme.clone(), value: value.clone() });
    Ok(Parcel {
        id: row.id.to_string(),
        state: state_of(&row.state)?,
        mode: key_mode(mode),
        order: document.order,
        reference: document.reference,
        country: document.country,
        service: row.service.clone(),
        identifiers: identifiers.collect(),
        mass_grams: document.mass_grams,
        packaging: document.packaging,
        size: document.size,
        charged_mass_grams: u32::try_from(row.charged_mass_grams).unwrap_or_default(),
        items: document.items,
        price: money(Money::from_minor(row.price_minor, currency)),
        promised_on: document.promised_on,
        entry: entry_of(&row.entry),
        manifest: row.manifest.map(|id| id.to_string()),
        created_at: instant(row.created_at),
    })
}

/// A parcel in full.
pub fn parcel_detail(
    row: &ParcelRow,
    mode: Mode,
    route: &RouteRow,
    identifiers: &[IdentifierRow],
    currencies: &CurrencyTable,
) -> Answer<ParcelDetail> {
    let mut shown = parcel(row, mode, currencies)?;
    for known in identifiers {
        let identifier = Identifier { scheme: known.scheme.clone(), value: known.value.clone() };
        if !shown.identifiers.iter().any(|one| one.value == identifier.value) {
            shown.identifiers.push(identifier);
        }
    }
    let personal: Option<ParcelPersonal> =
        row.personal.kept().map(records::from_bytes).transpose()?;
    let (recipient, sender) =
        personal.map_or((None, None), |personal| (Some(personal.recipient), Some(personal.sender)));
    let document: RouteDocument = records::from_text(&route.document)?;
    let version =
        route.network.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    let route = document.sold;
    Ok(ParcelDetail { parcel: shown, recipient, sender, route, network_version: version })
}

/// A key's mode on the wire.
pub const fn key_mode(mode: Mode) -> KeyMode {
    match mode {
        Mode::Live => KeyMode::Live,
        Mode::Test => KeyMode::Test,
    }
}

/// How it enters, from the store's word.
pub fn entry_of(word: &str) -> EntryKind {
    if word == "drop_off" { EntryKind::DropOff } else { EntryKind::Collection }
}

/// The store's word for how it enters.
pub const fn entry_word(entry: EntryKind) -> &'static str {
    match entry {
        EntryKind::Collection => "collection",
        EntryKind::DropOff => "drop_off",
    }
}

/// The wire's state of a stored word.
pub fn state_of(word: &str) -> Answer<WireState> {
    let state = ParcelState::parse(word).map_err(ApiError::internal)?;
    Ok(match state {
        ParcelState::Booked => WireState::Booked,
        ParcelState::Cancelled => WireState::Cancelled,
        ParcelState::HandedIn => WireState::HandedIn,
        ParcelState::InTransit => WireState::InTransit,
        ParcelState::AtCustoms => WireState::AtCustoms,
        ParcelState::OutForDelivery => WireState::OutForDelivery,
        ParcelState::AvailableForPickup => WireState::AvailableForPickup,
        ParcelState::Delivered => WireState::Delivered,
        ParcelState::Returning => WireState::Returning,
        ParcelState::Returned => WireState::Returned,
        ParcelState::Disposed => WireState::Disposed,
        ParcelState::Lost => WireState::Lost,
    })
}

/// The stored word of a wire's state.
pub fn state_word(state: WireState) -> String {
    let word = serde_json::to_value(state).ok();
    word.and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}
