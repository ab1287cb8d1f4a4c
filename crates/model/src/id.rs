//! Typed identifiers of our own things, and the short keys of tables.
//!
//! An [`Id`] is a UUID of version 7 (RFC 9562) inside; outside it reads `ord_` and 26 characters of
//! Crockford's base 32 in lower case, so that a parcel's id cannot be passed where an order's is wanted,
//! neither in code nor in a URL. Ids sort by the instant they were made at. A [`Code`] is the key that a
//! person gives a row of a table.

use crate::{ModelError, limits, text};
use std::{fmt, marker::PhantomData, str::FromStr};

#[cfg(test)]
mod tests;

/// What an [`Id`] names.
pub trait Kind: Copy + Eq + Ord + std::hash::Hash + fmt::Debug + Send + Sync + 'static {
    /// The text before the underscore; three lower-case letters.
    const PREFIX: &'static str;
}

/// Characters of Crockford's base 32 in lower case, by value.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters of an id after its prefix: 26 of 5 bits hold 128.
const BODY_LENGTH: usize = 26;

/// An id of one kind: a UUID of version 7.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id<K: Kind> {
    uuid: uuid::Uuid,
    kind: PhantomData<K>,
}

impl<K: Kind> Id<K> {
    /// The id made at `unix_ms` (milliseconds since 1970, 48 bits are kept) from ten random bytes, of
    /// which 74 bits are kept.
    pub fn from_parts(unix_ms: u64, random: [u8; 10]) -> Self {
        let uuid = uuid::Builder::from_unix_timestamp_millis(unix_ms, &random).into_uuid();
        Self { uuid, kind: PhantomData }
    }

    /// Reads `<prefix>_<26 characters>`; only the one canonical spelling is accepted.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let fault = || ModelError::Id { prefix: K::PREFIX, found: text::excerpt(text) };
        let body = text.strip_prefix(K::PREFIX).and_then(|rest| rest.strip_prefix('_'));
        let body = body.filter(|body| body.len() == BODY_LENGTH).ok_or_else(fault)?;
        let mut bits: u128 = 0;
        for (index, byte) in body.bytes().enumerate() {
            let value = ALPHABET.iter().position(|&c| c == byte).ok_or_else(fault)?;
            // 26 characters of 5 bits are 130: the first may use only its lowest three.
            if index == 0 && value > 7 {
                return Err(fault());
            }
            bits = bits << 5 | value as u128;
        }
        Self::from_u128(bits)
    }

    /// The id with these 128 bits, which must be a UUID of version 7.
    pub fn from_u128(bits: u128) -> Result<Self, ModelError> {
        let uuid = uuid::Uuid::from_u128(bits);
        let is_v7 = uuid.get_version_num() == 7 && uuid.get_variant() == uuid::Variant::RFC4122;
        if is_v7 {
            Ok(Self { uuid, kind: PhantomData })
        } else {
            Err(ModelError::IdVersion { found: uuid.to_string() })
        }
    }

    /// The id with these 16 bytes, most significant first.
    pub fn from_bytes(bytes: [u8; 16]) -> Result<Self, ModelError> {
        Self::from_u128(u128::from_be_bytes(bytes))
    }

    /// The id's 128 bits.
    pub const fn as_u128(self) -> u128 {
        self.uuid.as_u128()
    }

    /// The id's 16 bytes, most significant first: they sort as the ids do.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        self.uuid.as_bytes()
    }

    /// The instant the id was made at, in milliseconds since 1970.
    pub const fn unix_ms(self) -> u64 {
        (self.uuid.as_u128() >> 80) as u64
    }
}

impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut body = [0_u8; BODY_LENGTH];
        let mut bits = self.uuid.as_u128();
        for slot in body.iter_mut().rev() {
            *slot = ALPHABET[(bits & 31) as usize];
            bits >>= 5;
        }
        let body = std::str::from_utf8(&body).map_err(|_| fmt::Error)?;
        write!(f, "{}_{body}", K::PREFIX)
    }
}

impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<K: Kind> FromStr for Id<K> {
    type Err = ModelError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// An organisation whose data is its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tenant;

impl Kind for Tenant {
    const PREFIX: &'static str = "ten";
}

/// A person who signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Account;

impl Kind for Account {
    const PREFIX: &'static str = "acc";
}

/// An invitation into a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Invitation;

impl Kind for Invitation {
    const PREFIX: &'static str = "inv";
}

/// A seller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Merchant;

impl Kind for Merchant {
    const PREFIX: &'static str = "mer";
}

/// A product of a merchant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Product;

impl Kind for Product {
    const PREFIX: &'static str = "prd";
}

/// What a buyer bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Order;

impl Kind for Order {
    const PREFIX: &'static str = "ord";
}

/// One parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Parcel;

impl Kind for Parcel {
    const PREFIX: &'static str = "par";
}

/// What is declared and paid duty on together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Consignment;

impl Kind for Consignment {
    const PREFIX: &'static str = "con";
}

/// The legs that one parcel is to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Route;

impl Kind for Route {
    const PREFIX: &'static str = "rte";
}

/// Capacity held until confirmed, released or expired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hold;

impl Kind for Hold {
    const PREFIX: &'static str = "hld";
}

/// A counted hand-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Manifest;

impl Kind for Manifest {
    const PREFIX: &'static str = "man";
}

/// A key of the HTTP interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ApiKey;

impl Kind for ApiKey {
    const PREFIX: &'static str = "key";
}

/// One reading of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Import;

impl Kind for Import {
    const PREFIX: &'static str = "imp";
}

/// One entry of the audit trail or the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Event;

impl Kind for Event {
    const PREFIX: &'static str = "evt";
}

/// One label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Label;

impl Kind for Label {
    const PREFIX: &'static str = "lab";
}

/// A message kept because it could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Quarantine;

impl Kind for Quarantine {
    const PREFIX: &'static str = "qua";
}

/// A counted hand-over between operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HandOver;

impl Kind for HandOver {
    const PREFIX: &'static str = "hov";
}

/// An address that a carrier sends messages to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Inbound;

impl Kind for Inbound {
    const PREFIX: &'static str = "inb";
}

/// Something that is wrong with a parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Exception;

impl Kind for Exception {
    const PREFIX: &'static str = "exc";
}

/// Something that people should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Notice;

impl Kind for Notice {
    const PREFIX: &'static str = "ntc";
}

/// An account's id.
pub type AccountId = Id<Account>;
/// An invitation's id.
pub type InvitationId = Id<Invitation>;
/// The id of a tenant.
pub type TenantId = Id<Tenant>;
/// The id of a merchant.
pub type MerchantId = Id<Merchant>;
/// The id of a product.
pub type ProductId = Id<Product>;
/// The id of an order.
pub type OrderId = Id<Order>;
/// The id of a parcel.
pub type ParcelId = Id<Parcel>;
/// The id of a consignment.
pub type ConsignmentId = Id<Consignment>;
/// The id of a route.
pub type RouteId = Id<Route>;
/// The id of a hold.
pub type HoldId = Id<Hold>;
/// The id of a manifest.
pub type ManifestId = Id<Manifest>;
/// The id of an API key.
pub type ApiKeyId = Id<ApiKey>;
/// The id of an import.
pub type ImportId = Id<Import>;
/// The id of an event.
pub type EventId = Id<Event>;
/// The id of a label.
pub type LabelId = Id<Label>;
/// The id of a message in quarantine.
pub type QuarantineId = Id<Quarantine>;
/// The id of a hand-over.
pub type HandOverId = Id<HandOver>;
/// The id of an address for carriers' messages.
pub type InboundId = Id<Inbound>;
/// The id of an exception.
pub type ExceptionId = Id<Exception>;
/// The id of a notice.
pub type NoticeId = Id<Notice>;

/// The short stable key of a table's row: facility, leg, line, operator, zone, service, tariff …
///
/// `[a-z0-9][a-z0-9_.-]{0,63}`; shared cheaply between threads.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(std::sync::Arc<str>);

impl Code {
    /// Reads a key; upper-case letters and blanks inside are refused, not mended.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let is_first = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit();
        let is_rest = |c: u8| is_first(c) || matches!(c, b'_' | b'.' | b'-');
        let fits = (1..=limits::CODE_LENGTH_MAX).contains(&text.len());
        if fits && text.bytes().next().is_some_and(is_first) && text.bytes().all(is_rest) {
            Ok(Self(text.into()))
        } else {
            Err(ModelError::Code { found: text::excerpt(text) })
        }
    }

    /// The key's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({})", self.0)
    }
}

impl FromStr for Code {
    type Err = ModelError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl std::borrow::Borrow<str> for Code {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Code {
    fn as_ref(&self) -> &str {
        &self.0
    }
}
