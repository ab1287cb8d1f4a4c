//! Every limit of the server, with its unit and its reason. What callers meet is in `portolan_api::limits`.

use jiff::SignedDuration;
use portolan_store::SignInLife;
use std::time::Duration;

/// Longest a request may take; an import of the largest file needs most of it.
pub const REQUEST_TIME: Duration = Duration::from_mins(2);
/// Requests worked on at once; more are answered `overloaded` at once instead of queueing for ever.
pub const REQUESTS_AT_ONCE: usize = 512;
/// Bytes of a refused body that are read and thrown away before the connection is closed (100 MB).
pub const DRAIN_BYTES_MAX: u64 = 100_000_000;
/// Longest that they are read for.
pub const DRAIN_TIME: Duration = Duration::from_secs(10);
/// Imports read at once: each holds its file and its orders in memory.
pub const IMPORTS_AT_ONCE: usize = 2;
/// Requests a key may make in a burst.
pub const RATE_BURST: u32 = 200;
/// Requests a key gets back every second.
pub const RATE_PER_SECOND: u32 = 50;
/// Bytes of what searches have prepared that are kept between requests (256 MiB); the latest is kept in any
/// case, which has a bound of its own.
pub const PREPARED_BYTES_MAX: usize = 256 * 1024 * 1024;
/// Keys whose buckets are kept; beyond it full buckets, which say nothing, are dropped.
pub const RATE_KEYS_MAX: usize = 10_000;
/// How long a request under an idempotency key is thought to run; after a crash another may take over.
pub const IDEMPOTENCY_LEASE: Duration = Duration::from_mins(3);
/// How long an answer under an idempotency key is kept.
pub const IDEMPOTENCY_KEPT: Duration = Duration::from_hours(24);
/// How often the store is asked whether another network was published.
pub const NETWORK_POLL: Duration = Duration::from_secs(2);
/// How often lapsed holds and forgotten idempotency records are removed.
pub const SWEEP_EVERY: Duration = Duration::from_mins(1);
/// How long a stopping server waits for requests in flight.
pub const STOP_TIME: Duration = Duration::from_secs(30);
/// How long room on a departure is held while a booking is decided.
pub const HOLD_TIME: Duration = Duration::from_mins(5);
/// Searches of one booking after departures filled up under it.
pub const BOOK_TRIES_MAX: usize = 5;
/// Identifiers leased from a range at once, at most; the network's own block size when smaller.
pub const LEASE_MAX: u32 = 1_000;
/// SKUs or references looked up by one question to the store.
pub const SKU_CHUNK: usize = 10_000;
/// Different numbers one address may look up on the buyer's page in an hour: a household, or a small shop.
pub const VISITOR_NUMBERS: u32 = 40;
/// Addresses whose budgets are kept; beyond it full ones are dropped, then those unused longest.
pub const VISITORS_MAX: usize = 20_000;
/// How long a carrier's message is kept where it is about one number (400 days): claims come late.
pub const MESSAGE_KEPT: Duration = Duration::from_hours(400 * 24);
/// How long one about several is kept, under no number's key (30 days).
pub const SHARED_MESSAGE_KEPT: Duration = Duration::from_hours(30 * 24);
/// How long a message is kept in quarantine (180 days): posts take inquiries for six months, and what was
/// never read may be the answer to one.
pub const QUARANTINE_KEPT: Duration = Duration::from_hours(180 * 24);
/// How often news is looked for where there was none.
pub const NEWS_POLL: Duration = Duration::from_millis(500);
/// Rows of news claimed at once.
pub const NEWS_ROWS: u32 = 50;
/// Parcels' timers claimed at once.
pub const TIMERS_AT_ONCE: u32 = 200;
/// How long claimed news and timers are thought to be worked on; after a crash another takes over.
pub const WATCH_LEASE: Duration = Duration::from_mins(2);
/// A parcel on its way is looked at again after so long at the latest.
pub const LOOK_AGAIN: Duration = Duration::from_hours(24);
/// A parcel that could not be looked at is tried again after so long.
pub const LOOK_AGAIN_FAILED: Duration = Duration::from_mins(10);
/// How often the network learns from scans, unless told otherwise.
pub const LEARN_EVERY: Duration = Duration::from_hours(1);
/// How often it is asked whether it is time to: a demonstration's clock runs fast.
pub const LEARN_POLL: Duration = Duration::from_secs(5);
/// Parcels learned from at once: their scans are in memory together.
pub const LEARN_PARCELS: u32 = 200;
/// Batches of one pass: 20,000 parcels, some minutes; the rest waits for the next.
pub const LEARN_BATCHES_MAX: usize = 100;
/// Bookings taken in at once.
pub const LEARN_ENROL_ROWS: u32 = 2_000;
/// How long after it was made a booking is taken in: by then each made before it is saved or has failed.
pub const LEARN_ENROL_AFTER: Duration = Duration::from_mins(10);
/// A parcel under way of which nothing new can be judged is asked again after so long.
pub const LEARN_AGAIN: Duration = Duration::from_hours(24);
/// A parcel whose way never ends is not asked again so long after it was booked (120 days).
pub const LEARN_GIVE_UP: Duration = Duration::from_hours(120 * 24);
/// How long after the last date it was told a parcel is judged: scans are told late.
pub const JUDGE_AFTER: Duration = Duration::from_hours(48);
/// Days of lessons that are kept: by then an observation counts a hundredth.
pub const LEARN_KEPT_DAYS: i32 = 400;
/// Notices of so long a time share a letter.
pub const MAIL_AFTER: Duration = Duration::from_mins(5);
/// A letter that was not sent is tried again after so long, and so much longer each time.
pub const MAIL_AGAIN: Duration = Duration::from_mins(5);
/// How often a letter is tried: about seventeen hours in all.
pub const MAIL_TRIES_MAX: u32 = 20;
/// Most notices of one letter.
pub const MAIL_NOTICES: u32 = 200;
/// Notices older than this are not mailed any more.
pub const MAIL_PAST: Duration = Duration::from_hours(24);
/// Longest a mail server may take.
pub const MAIL_TIME: Duration = Duration::from_secs(20);
/// How long a line of live events is held open: so long somebody hears, at most, whose key was revoked.
pub const LIVE_TIME: Duration = Duration::from_mins(2);
/// How long a staged file is kept (7 days): a week's work on its faults.
pub const STAGED_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long a step of a staged import is thought to run; after a crash another process goes on.
pub const STAGED_LEASE: Duration = Duration::from_mins(5);
/// How long a caller waits for a step before it is told that it runs.
pub const STAGED_WAIT: Duration = Duration::from_millis(1_500);
/// Staged imports listed at once, the latest.
pub const STAGED_LISTED: u32 = 50;
/// Cells and lines of one file that are mended by hand.
pub const STAGED_MENDS_MAX: usize = 5_000;
/// Longest name of a file, in characters.
pub const STAGED_NAME_LENGTH_MAX: usize = 200;
/// Orders or products of a staged file kept in one command: others' writes get their turn between.
pub const STAGED_CHUNK: usize = 2_000;
/// Files whose rows are held in memory after they were looked at.
pub const STAGED_HELD: usize = 8;
/// Rows of all of them together: some 200 MB.
pub const STAGED_ROWS_HELD: usize = 400_000;
/// Largest body of scans or of a carrier's message, in bytes (8 MiB): what an adapter reads at most.
pub const TOLD_BYTES_MAX: usize = 8 * 1024 * 1024;
/// How long a sign-in lasts: half a day unused, a month in all.
pub const SIGN_IN_LIFE: SignInLife =
    SignInLife { idle: SignedDuration::from_hours(12), whole: SIGN_IN_WHOLE };
/// How long a sign-in lasts in all (30 days).
pub const SIGN_IN_WHOLE: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long an invitation can be taken up (7 days).
pub const INVITATION_OPEN: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Largest body of somebody who is not signed in, in bytes.
pub const SIGN_IN_BYTES_MAX: usize = 16 * 1024;
