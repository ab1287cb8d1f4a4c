//! HTTP, jobs and the one place where load → decide → save happens.
//!
//! Handlers, one folder or file per resource, take a caller with the scope they need, call into `app`
//! and answer wire types; `app` loads, lets the domain crates decide, and saves in one command. Only
//! `clock` knows the time and only `ids` mints ids. Nothing here knows SQL, and nothing computes a
//! price. Start at [`Server::start`]; the interface is [`openapi_json`] and the book under `reference/`.

mod accounts;
mod app;
mod assets;
mod auth;
mod buyer;
mod carriers;
mod clock;
mod cookie;
mod events;
mod exceptions;
mod extract;
mod fonts;
mod guard;
mod health;
mod hs_codes;
mod idempotency;
mod ids;
mod imports;
mod inbound;
mod keys;
mod labels;
mod layers;
mod limits;
mod live;
mod mail;
mod manifests;
mod metrics;
mod network;
mod notices;
mod openapi;

mod orders;
mod paging;
mod parcels;
mod passwords;
mod prepared;
mod problem;
mod products;
mod published;
mod quarantine;
mod quotes;
mod rate;
mod receptacles;
mod records;
mod reference;
mod router;
mod scans;
mod serve;
mod staged;
mod state;
mod upload;
mod wire;

pub use app::declaring::given_fields;
pub use app::learning::{Learning, LearningCounts, find_learning, read_lessons};
pub use app::team::issue as issue_invitation;
pub use app::tenancy::{PackagingType, TenantProfile};
pub use assets::has_console;
pub use buyer::client::{AddressRange, AddressRangeError};
pub use buyer::visitors::VisitorLimit;
pub use carriers::Carriers;
pub use clock::Clock;
pub use ids::mint;
pub use mail::{MailConfig, MailError};
pub use openapi::document_json as openapi_json;
pub use problem::ApiError;
pub use published::{PublishError, pack, publish_network, unpack};
pub use rate::RateLimit;
pub use serve::{Config, RunningServer, Server, ServerError};
pub use wire::places::{Understood, of_postcode, understand};
pub use wire::promises::Known;
pub use wire::quotes::{
    Asked, Defaults, answer as quote_answer, read_request as read_quote_request,
};
