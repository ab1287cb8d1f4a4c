//! What every request shares: the store, the published network, the clock, the counters.

use crate::auth::Actor;
use crate::buyer::client::AddressRange;
use crate::buyer::visitors::Visitors;
use crate::carriers::Carriers;
use crate::clock::Clock;
use crate::guard::Guard;
use crate::live::Live;
use crate::mail::Mailer;
use crate::metrics::Metrics;
use crate::passwords::Passwords;
use crate::prepared::Prepared;
use crate::published::Published;
use crate::rate::RateLimiter;
use crate::staged::Staged;
use portolan_api::network::NetworkCheck;
use portolan_store::Store;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, watch};

/// The shared state; clones are cheap.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

/// The parts of [`AppState`].
pub struct Shared {
    /// Everything durable.
    pub store: Store,
    /// The network in force.
    pub network: Published,
    /// The carriers' formats.
    pub carriers: Carriers,
    /// The one clock.
    pub clock: Clock,
    /// The counters.
    pub metrics: Metrics,
    /// Requests per key or account.
    pub rate: RateLimiter<Actor>,
    /// Where changes are told as they happen.
    pub live: Live,
    /// How long a line of live events is held open.
    pub live_time: Duration,
    /// Turns true when the server stops.
    pub stopped: watch::Receiver<bool>,
    /// Who sends letters, where there is a mail server.
    pub mail: Option<Mailer>,
    /// Tries at passwords.
    pub guard: Guard,
    /// Where passwords are looked at.
    pub passwords: Passwords,
    /// Whether anybody may make an account.
    pub is_sign_up_open: bool,
    /// Whether cookies are never sent in the clear.
    pub secure_cookies: bool,
    /// Numbers per address on the buyer's page.
    pub visitors: Visitors,
    /// Proxies whose word for a client's address is taken.
    pub trusted_proxies: Vec<AddressRange>,
    /// Places for requests; more are refused.
    pub places: Semaphore,
    /// The check of the network that was in force when somebody last asked.
    pub checked_network: tokio::sync::Mutex<Option<Arc<NetworkCheck>>>,
    /// Rows of staged imports, and steps that run.
    pub staged: Staged,
    /// Places for imports being read: each holds its file in memory.
    pub imports: Semaphore,
    /// Places for searches: each may use a processor for long.
    pub searches: Arc<Semaphore>,
    /// How long a message is kept in quarantine after it came first.
    pub quarantine_kept: Duration,
    /// What searches have prepared.
    pub prepared: Prepared,
    /// The largest file to import, in bytes.
    pub import_bytes_max: u64,
    /// Longest a request may take.
    pub request_time: Duration,
}

impl AppState {
    /// The state of one server.
    pub fn new(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }
}

impl Deref for AppState {
    type Target = Shared;
    fn deref(&self) -> &Shared {
        &self.0
    }
}
