//! What is told of numbers: chains, scans and the messages they came in, and what ties them to parcels.
//!
//! Scans are opaque: a document, and a personal part that is sealed under the key of its chain. They are
//! appended and never changed; the same scan told again is the same row. Start at
//! [`Store::scans_append`](crate::Store::scans_append) and
//! [`Store::parcel_told`](crate::Store::parcel_told).

mod append;
mod chains;
mod hand_overs;
mod inbound;
mod links;
mod messages;
mod news;
mod outlooks;
mod packing;
mod quarantine;
mod told;

pub use append::{ScanFate, ScansAppend, ScansAppended, ToldMessage, ToldScan};
pub use hand_overs::{HandOverNumber, HandOverWritten, NewHandOver};
pub use inbound::{InboundAddress, InboundCreated, NewInbound};
pub use links::{LinksAppend, NewAlias, NewLaying, NewLink};
pub use messages::MessageRow;
pub use news::News;
pub use outlooks::{ExceptionQuery, ExceptionRow, FoundException, OutlookRow, OutlookSave};
pub use quarantine::{NewQuarantined, QuarantineRow, Settled};
pub use told::{AliasRow, HandOverRow, LayingRow, LinkRow, ParcelRef, ScanRow, Told};

pub(crate) use chains::{KnownChains, erase_chains};
pub(crate) use hand_overs::append_hand_over;
pub(crate) use links::link_booked;
pub(crate) use packing::Dictionaries;

use crate::{Mode, TenantKey};

/// For whom something is told: a tenant tells of its own parcels, the network's operators of everybody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Realm {
    /// The network itself.
    Network,
    /// One tenant.
    Tenant(TenantKey),
}

impl Realm {
    /// The number kept: 0, or the tenant's key.
    pub(crate) const fn key(self) -> i64 {
        match self {
            Self::Network => 0,
            Self::Tenant(tenant) => tenant.0,
        }
    }

    /// The realm of a kept number.
    pub(crate) const fn of(key: i64) -> Self {
        if key == 0 { Self::Network } else { Self::Tenant(TenantKey(key)) }
    }
}

/// Where something is told: for whom, live or test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TellScope {
    /// For whom.
    pub realm: Realm,
    /// Live or test.
    pub mode: Mode,
}
