//! Live events: what changed is told at once to whoever listens on this process.
//!
//! An event is a kind and an id, never data: who hears it asks for what they may see. Nothing is kept; a listener that
//! comes late, or hears too slowly, is told to look anew. What another process changes is found
//! by the tick that every listener gets now and then.

use portolan_api::Scope;
use portolan_store::TenantScope;
use std::sync::Arc;
use tokio::sync::{Semaphore, broadcast};

/// Events that a slow listener may lag behind before it is told to look anew.
const EVENTS_HELD: usize = 1_024;
/// Listeners at once: each is a connection held open.
const LISTENERS_MAX: usize = 2_000;

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// An order was made, booked or changed.
    Order,
    /// A parcel was booked or cancelled, or something was told of it.
    Parcel,
    /// A staged import came a step further.
    Import,
    /// Products were made or changed.
    Product,
    /// There is a new notice.
    Notice,
}

impl Change {
    /// The event's name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Parcel => "parcel",
            Self::Import => "import",
            Self::Product => "product",
            Self::Notice => "notice",
        }
    }

    /// What somebody must be allowed to read, to hear of it.
    pub const fn scope(self) -> Scope {
        match self {
            Self::Order | Self::Import | Self::Notice => Scope::OrdersRead,
            Self::Parcel => Scope::ParcelsRead,
            Self::Product => Scope::ProductsRead,
        }
    }
}

/// An event as it is passed on.
#[derive(Debug, Clone)]
pub struct Told {
    /// Whose data changed.
    pub scope: TenantScope,
    /// What changed.
    pub change: Change,
    /// The id of what changed; none where several did.
    pub id: Option<String>,
}

/// Where events are told and heard.
#[derive(Debug)]
pub struct Live {
    sender: broadcast::Sender<Told>,
    /// Places for listeners.
    pub places: Arc<Semaphore>,
}

impl Default for Live {
    fn default() -> Self {
        let (sender, _) = broadcast::channel(EVENTS_HELD);
        Self { sender, places: Arc::new(Semaphore::new(LISTENERS_MAX)) }
    }
}

impl Live {
    /// Tells that one thing changed.
    pub fn tell(&self, scope: TenantScope, change: Change, id: &(impl ToString + ?Sized)) {
        self.send(Told { scope, change, id: Some(id.to_string()) });
    }

    /// Tells that several things of a kind changed.
    pub fn tell_many(&self, scope: TenantScope, change: Change) {
        self.send(Told { scope, change, id: None });
    }

    fn send(&self, told: Told) {
        // Nobody listens: nobody has to be told.
        let _ = self.sender.send(told);
    }

    /// Hears everything from now on.
    pub fn listen(&self) -> broadcast::Receiver<Told> {
        self.sender.subscribe()
    }
}
