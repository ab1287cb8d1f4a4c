//! HTTP, jobs and the one place where load → decide → save happens.

mod app;
mod auth;
mod clock;
mod extract;
mod health;
mod idempotency;
mod ids;
mod keys;
mod limits;
mod manifests;
mod metrics;
mod network;
mod openapi;
mod orders;
mod parcels;
mod problem;
mod products;
mod published;
mod quotes;
mod rate;
mod serials;
mod state;
mod upload;

pub use clock::Clock;
