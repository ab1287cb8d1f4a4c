//! From wire types to the domain and back: the only place that knows both.

pub mod addresses;
pub mod amounts;
pub mod duties;
pub mod faults;
pub mod orders;
pub mod parcels;
pub mod places;
pub mod products;
pub mod promises;
pub mod quotes;
pub mod routes;
pub mod tracking;
