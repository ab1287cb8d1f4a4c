//! The server as its callers meet it: a real one on a free port, with a store of its own.

mod access;
mod booking;
mod bounds;
mod idempotency;
mod importing;
mod manifests;
mod pages;
mod quoting;
mod story;
mod world;
