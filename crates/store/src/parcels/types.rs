//! What is booked, cancelled and read of parcels.

use crate::{
    ContentHash, IdempotencyCompletion, NewAudit, NewOutbox, NewTimer, OrderChange, Personal,
    TenantKey,
};
use jiff::Timestamp;
use portolan_model::{ConsignmentId, HoldId, ManifestId, OrderId, ParcelId, RouteId};

/// What a parcel is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIdentifier {
    /// Who gave it out, a word of the model's.
    pub scheme: String,
    /// The text as given.
    pub value: String,
    /// The text to search by: letters and digits, upper case.
    pub search_key: String,
}

/// The route a parcel is to take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRoute {
    /// Its public id.
    pub id: RouteId,
    /// The network version it was decided on.
    pub network: ContentHash,
    /// Its legs and charges, as JSON text.
    pub document: String,
}

/// A parcel to be booked. Its personal part is sealed under a key of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewParcel {
    /// Its public id.
    pub id: ParcelId,
    /// Its state, a word of the server's.
    pub state: String,
    /// The service bought.
    pub service: String,
    /// The number it is tracked by.
    pub tracking_number: Option<String>,
    /// What else it is known by; give the tracking number here too.
    pub identifiers: Vec<NewIdentifier>,
    /// Its route.
    pub route: NewRoute,
    /// The mass charged, in grams.
    pub charged_mass_grams: i64,
    /// The price in minor units of `currency`.
    pub price_minor: i64,
    /// The price's currency code.
    pub currency: String,
    /// How it enters: `collection` or `drop_off`.
    pub entry: String,
    /// All else that is not personal, as JSON text.
    pub document: String,
    /// All that is personal; sealed before it is written.
    pub personal: Vec<u8>,
    /// Holds that this booking confirms for it, released when it is cancelled.
    pub holds: Vec<HoldId>,
    /// Timers to set with it.
    pub timers: Vec<NewTimer>,
}

/// A consignment to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewConsignment {
    /// Its public id.
    pub id: ConsignmentId,
    /// What is declared, without personal data, as JSON text.
    pub document: String,
}

/// An order becomes parcels: all of this in one transaction, or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookCommand {
    /// The order.
    pub order: OrderId,
    /// The order's version the booking was decided on; another by now is a conflict.
    pub order_version: i64,
    /// The order's state from now on.
    pub order_state: String,
    /// The order's document from now on; none to keep it.
    pub order_document: Option<String>,
    /// The parcels.
    pub parcels: Vec<NewParcel>,
    /// The consignment they are declared in.
    pub consignment: Option<NewConsignment>,
    /// Entries of the audit trail.
    pub audit: Vec<NewAudit>,
    /// Entries of the outbox.
    pub outbox: Vec<NewOutbox>,
    /// The answer to keep for a request under an idempotency key.
    pub idempotency: Option<IdempotencyCompletion>,
}

/// What a booking left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookOutcome {
    /// The order's new version.
    pub order_version: i64,
    /// The parcels' keys, in the order given.
    pub parcel_keys: Vec<i64>,
}

/// A parcel is cancelled: its capacity is released in the same transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CancelCommand {
    /// The parcel.
    pub parcel: ParcelId,
    /// The parcel's version the decision was made on; another by now is a conflict.
    pub version: i64,
    /// The parcel's state from now on.
    pub state: String,
    /// The parcel's document from now on; none to keep it.
    pub document: Option<String>,
    /// The state its order gets, where all parcels of the order are in `state` by then.
    pub order_state: Option<String>,
    /// Timers of the parcel to cancel: their kinds; their object is the parcel's public id as text.
    pub cancel_timers: Vec<String>,
    /// Entries of the audit trail.
    pub audit: Vec<NewAudit>,
    /// Entries of the outbox.
    pub outbox: Vec<NewOutbox>,
    /// The answer to keep for a request under an idempotency key.
    pub idempotency: Option<IdempotencyCompletion>,
}

/// An order is called off: its parcels with it, in one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderCancel {
    /// The order as it is from now on; written where it has no parcels: with the last of them it is cancelled
    /// by [`CancelCommand::order_state`].
    pub order: OrderChange,
    /// Its parcels that are not cancelled yet.
    pub parcels: Vec<CancelCommand>,
    /// Entries of the audit trail.
    pub audit: Vec<NewAudit>,
}

/// A parcel as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParcelRow {
    /// Its key inside the store, for cursors.
    pub key: i64,
    /// Its public id.
    pub id: ParcelId,
    /// Its state.
    pub state: String,
    /// The service bought.
    pub service: String,
    /// The number it is tracked by.
    pub tracking_number: Option<String>,
    /// The mass charged, in grams.
    pub charged_mass_grams: i64,
    /// The price in minor units of `currency`.
    pub price_minor: i64,
    /// The price's currency code.
    pub currency: String,
    /// How it enters.
    pub entry: String,
    /// Its version, from 1; every change adds one.
    pub version: i64,
    /// All that is not personal.
    pub document: String,
    /// All that is personal, unless erased.
    pub personal: Personal,
    /// The consignment it is declared in.
    pub consignment: Option<ConsignmentId>,
    /// The reader's own manifest that it is declared in, or that counted it as accepted; none for one that
    /// was short.
    pub manifest: Option<ManifestId>,
    /// When it was booked.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A change of one parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParcelChange {
    /// Which parcel.
    pub id: ParcelId,
    /// The version the change was decided on.
    pub version: i64,
    /// Its new state; none to keep it.
    pub state: Option<String>,
    /// Its new document; none to keep it.
    pub document: Option<String>,
    /// Entries of the audit trail.
    pub audit: Vec<NewAudit>,
    /// Entries of the outbox.
    pub outbox: Vec<NewOutbox>,
}

/// What a parcel is known by, as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentifierRow {
    /// Who gave it out.
    pub scheme: String,
    /// The text as given.
    pub value: String,
}

/// A route as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteRow {
    /// Its public id.
    pub id: RouteId,
    /// The network version it was decided on.
    pub network: ContentHash,
    /// Its legs and charges.
    pub document: String,
}

/// A consignment as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsignmentRow {
    /// Its public id.
    pub id: ConsignmentId,
    /// What is declared.
    pub document: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// What a party is to a parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartyRole {
    /// The seller who booked it; alone may change it.
    Merchant,
    /// Who moves it over a part of its way.
    Carrier,
    /// Who stores it.
    Warehouse,
    /// Who runs the network.
    Operator,
}

/// Another tenant that may see a parcel for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewParty {
    /// The tenant.
    pub tenant: TenantKey,
    /// What it is to the parcel.
    pub role: PartyRole,
    /// From when it may see it.
    pub valid_from: Timestamp,
    /// Until when, exclusive; none for good.
    pub valid_to: Option<Timestamp>,
}
