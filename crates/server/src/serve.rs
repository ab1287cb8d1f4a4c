//! Starting and stopping: the listener, the jobs beside it, and an end that lets requests finish.

use crate::app::learning::learn_steadily;
use crate::app::staging::tend;
use crate::app::watching::watch_parcels;
use crate::buyer::client::AddressRange;
use crate::buyer::visitors::{VisitorLimit, Visitors};
use crate::carriers::Carriers;
use crate::clock::Clock;
use crate::guard::Guard;
use crate::limits;
use crate::live::Live;
use crate::mail::{MailConfig, MailError, Mailer};
use crate::metrics::Metrics;
use crate::passwords::Passwords;
use crate::prepared::Prepared;
use crate::published::{PublishError, Published};
use crate::rate::{RateLimit, RateLimiter};
use crate::router::build_router;
use crate::staged::Staged;
use crate::state::{AppState, Shared};
use jiff::Timestamp;
use portolan_routing::learning::Lessons;
use portolan_store::{Mode, Store, StoreError};
use portolan_tracking::adapter::{Adapter, AdapterFaults};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::{JoinHandle, JoinSet};

/// How a server is started.
#[derive(Clone)]
pub struct Config {
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The opened store; it holds the published network and the master key.
    pub store: Store,
    /// Where its time comes from.
    pub clock: Clock,
    /// Carriers' formats beside the built-in ones, which they replace by name.
    pub adapters: Vec<Adapter>,
    /// What was learned elsewhere of how long legs take; what the store's parcels taught adds to it.
    pub lessons: Lessons,
    /// How often it learns from the scans of its parcels; none where it only uses what is kept.
    pub learn_every: Option<Duration>,
    /// Whose parcels teach: those of test data teach nothing unless this says so.
    pub learn_from: Mode,
    /// How fast a key or an account may ask.
    pub rate: RateLimit,
    /// How letters are sent; none where there is no mail server.
    pub mail: Option<MailConfig>,
    /// How long a line of live events is held open.
    pub live_time: Duration,
    /// Whether anybody may make an account with an organisation of its own; else people are invited.
    pub is_sign_up_open: bool,
    /// Whether the cookie of a sign-in is never sent in the clear: true unless browsers come by plain HTTP.
    pub secure_cookies: bool,
    /// How many different numbers an address may look up on the buyer's page.
    pub visitors: VisitorLimit,
    /// Proxies whose `X-Forwarded-For` is believed; without any the header is not read.
    pub trusted_proxies: Vec<AddressRange>,
    /// How long a message is kept in quarantine after it came first.
    pub quarantine_kept: Duration,
    /// Largest file to import, in bytes.
    pub import_bytes_max: u64,
    /// Longest a request may take.
    pub request_time: Duration,
    /// Requests worked on at once; more are refused.
    pub requests_at_once: usize,
}

impl Config {
    /// A server on a store with the usual limits.
    pub fn new(listen: SocketAddr, store: Store) -> Self {
        Self {
            listen,
            store,
            clock: Clock::System,
            adapters: Vec::new(),
            lessons: Lessons::default(),
            learn_every: Some(limits::LEARN_EVERY),
            learn_from: Mode::Live,
            rate: RateLimit::default(),
            mail: None,
            live_time: limits::LIVE_TIME,
            is_sign_up_open: false,
            secure_cookies: true,
            visitors: VisitorLimit::default(),
            trusted_proxies: Vec::new(),
            quarantine_kept: limits::QUARANTINE_KEPT,
            import_bytes_max: portolan_api::limits::IMPORT_BYTES_MAX,
            request_time: limits::REQUEST_TIME,
            requests_at_once: limits::REQUESTS_AT_ONCE,
        }
    }
}

/// Why a server did not start, or did not stop in order.
#[derive(Debug, Error)]
pub enum ServerError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A built-in carrier's format is faulty.
    #[error(transparent)]
    Adapters(#[from] AdapterFaults),
    /// The published network cannot be taken into force.
    #[error(transparent)]
    Network(#[from] PublishError),
    /// Letters cannot be sent as they are told to be.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// Requests were still running when the time to stop was over.
    #[error("requests were still running after {} s and were cut off", limits::STOP_TIME.as_secs())]
    CutOff,
    /// The listener failed.
    #[error("the listener failed: {source}")]
    Serve {
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

impl ServerError {
    /// Stable code of the error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Listen { .. } => "server_listen",
            Self::Adapters(faults) => faults.code(),
            Self::Network(error) => error.code(),
            Self::Mail(error) => error.code(),
            Self::CutOff => "server_cut_off",
            Self::Serve { .. } => "server_failed",
        }
    }
}

/// The server, before it is started.
#[derive(Debug)]
pub struct Server;

/// A server at work.
#[derive(Debug)]
pub struct RunningServer {
    /// Where it listens.
    pub addr: SocketAddr,
    stop: watch::Sender<bool>,
    listener: JoinHandle<std::io::Result<()>>,
    jobs: JoinSet<()>,
}

impl Server {
    /// Listens and answers, with the published network in force if there is one.
    pub async fn start(config: Config) -> Result<RunningServer, ServerError> {
        let network = Published::new(config.lessons, config.learn_from);
        network.refresh(&config.store).await?;
        let mut carriers = Carriers::built_in()?;
        config.adapters.into_iter().for_each(|adapter| carriers.add(adapter));
        let mail = config.mail.as_ref().map(Mailer::new).transpose()?;
        let (stop, stopped) = watch::channel(false);
        let failed = |source| ServerError::Listen { address: config.listen, source };
        let listener = TcpListener::bind(config.listen).await.map_err(failed)?;
        let addr = listener.local_addr().map_err(failed)?;
        let state = AppState::new(Shared {
            store: config.store,
            network,
            carriers,
            clock: config.clock,
            metrics: Metrics::default(),
            rate: RateLimiter::new(config.rate),
            live: Live::default(),
            live_time: config.live_time,
            stopped: stopped.clone(),
            mail,
            guard: Guard::default(),
            passwords: Passwords::default(),
            is_sign_up_open: config.is_sign_up_open,
            secure_cookies: config.secure_cookies,
            visitors: Visitors::new(config.visitors),
            trusted_proxies: config.trusted_proxies,
            places: Semaphore::new(config.requests_at_once),
            checked_network: tokio::sync::Mutex::default(),
            staged: Staged::default(),
            imports: Semaphore::new(limits::IMPORTS_AT_ONCE),
            searches: Arc::new(Semaphore::new(searches_at_once())),
            quarantine_kept: config.quarantine_kept,
            prepared: Prepared::default(),
            import_bytes_max: config.import_bytes_max,
            request_time: config.request_time,
        });
        let mut jobs = JoinSet::new();
        jobs.spawn(follow_network(state.clone(), stopped.clone()));
        jobs.spawn(sweep(state.clone(), stopped.clone()));
        jobs.spawn(watch_parcels(state.clone(), stopped.clone()));
        if let Some(every) = config.learn_every {
            jobs.spawn(learn_steadily(state.clone(), every, stopped.clone()));
        }
        let service = build_router(state);
        let service = service.into_make_service_with_connect_info::<SocketAddr>();
        let listener = tokio::spawn(async move {
            axum::serve(listener, service).with_graceful_shutdown(until(stopped)).await
        });
        Ok(RunningServer { addr, stop, listener, jobs })
    }
}

impl RunningServer {
    /// Takes no more requests, lets those in flight finish, and stops. The store stays open: it is the
    /// caller's.
    pub async fn shutdown(mut self) -> Result<(), ServerError> {
        self.stop.send_replace(true);
        let ended = tokio::time::timeout(limits::STOP_TIME, &mut self.listener).await;
        self.jobs.shutdown().await;
        if let Ok(Ok(served)) = ended {
            served.map_err(|source| ServerError::Serve { source })
        } else {
            self.listener.abort();
            Err(ServerError::CutOff)
        }
    }
}

/// As many searches as processors, so that other work still gets its turn.
fn searches_at_once() -> usize {
    std::thread::available_parallelism().map_or(2, std::num::NonZero::get)
}

async fn until(mut stopped: watch::Receiver<bool>) {
    // A sender that is gone means a server that is gone.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Takes a newly published network into force. A store that does not answer is asked again.
async fn follow_network(state: AppState, stopped: watch::Receiver<bool>) {
    loop {
        let waited = tokio::time::timeout(limits::NETWORK_POLL, until(stopped.clone())).await;
        if waited.is_ok() {
            return;
        }
        match state.network.refresh(&state.store).await {
            Ok(true) => {
                let version = state.network.version().unwrap_or_default();
                tracing::info!(version, "another network is in force");
            }
            Ok(false) => {}
            Err(error) => {
                tracing::error!(code = error.code(), %error, "the network stays as it was");
            }
        }
    }
}

/// Gives up lapsed holds, forgets expired idempotency records, sign-ins and carriers' messages, and what was in
/// quarantine for too long.
async fn sweep(state: AppState, stopped: watch::Receiver<bool>) {
    loop {
        let waited = tokio::time::timeout(limits::SWEEP_EVERY, until(stopped.clone())).await;
        if waited.is_ok() {
            return;
        }
        let now = state.clock.now();
        let holds = state.store.holds_expire(now).await;
        let records = state.store.idempotency_expire(now).await;
        let messages = state.store.messages_expire(now).await;
        let quarantine = expire_quarantine(&state, now).await;
        let long_ago = now.checked_sub(limits::SIGN_IN_WHOLE).unwrap_or(Timestamp::MIN);
        let sign_ins = state.store.sign_ins_forget(long_ago).await;
        let failed = holds.err().or(records.err()).or(messages.err()).or(quarantine.err());
        if let Err(error) = tend(&state).await {
            tracing::warn!(problem = %error.into_problem().detail, "staged imports were not tended");
        }
        let failed = failed.or(sign_ins.err());
        if let Some(error) = failed {
            tracing::warn!(code = error.code(), "sweeping failed, it is tried again");
        }
    }
}

/// What is never read again is not kept for ever; how much went unread is said.
async fn expire_quarantine(state: &AppState, now: Timestamp) -> Result<(), StoreError> {
    let before = now.checked_sub(state.quarantine_kept).unwrap_or(Timestamp::MIN);
    let removed = state.store.quarantine_expire(before).await?;
    if removed > 0 {
        let days = state.quarantine_kept.as_secs() / (24 * 60 * 60);
        tracing::warn!(removed, days, "messages were removed from quarantine, their time was over");
        state.metrics.count("messages_expired_in_quarantine", "all", removed);
    }
    Ok(())
}
