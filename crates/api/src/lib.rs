//! Wire types of the HTTP interface, the list of its problems, and a small client for our own server.
//!
//! Plain data with serde and OpenAPI schemas; no logic beyond what a wire format needs. Conversions
//! from and to the domain live in `portolan-server`: domain types are never serialised. Input is
//! taken as people write it (`"2kg"`, `"20 EUR"`), output is exact: money as decimal text with its
//! currency, instants as RFC 3339 with the zone's name, masses in grams. Start at [`quotes`] and
//! [`orders`]; errors are in [`problem`].

pub mod accounts;
pub mod batch;
pub mod client;
pub mod duty;
pub mod file;
pub mod health;
pub mod hs_codes;
pub mod imports;
pub mod inbound;
pub mod keys;
pub mod labels;
pub mod limits;
pub mod manifests;
pub mod money;
pub mod network;
pub mod notices;
pub mod orders;
pub mod page;
pub mod parcels;
pub mod problem;
pub mod products;
pub mod promise;
pub mod quotes;
pub mod role;
pub mod scope;
pub mod tracking;

pub use batch::{Batch, BatchAnswer, ItemAnswer, ItemStatus};
pub use client::{Client, ClientError};
pub use file::FileBody;
pub use money::{Money, MoneyText};
pub use page::{Page, PageQuery};
pub use problem::{Fault, Problem, ProblemCode};
pub use role::Role;
pub use scope::Scope;

/// The OpenAPI document of the interface, as it is committed beside this crate.
pub const OPENAPI_JSON: &str = include_str!("../openapi.json");
